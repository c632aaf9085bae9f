"""Where does a text hold tables? Those that its format marks, and those drawn with tabs, bars or columns of blanks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.model import Table
from extractors.tables.aligned import aligned_rows
from extractors.tables.bars import Written, cells_of, without_outer_bars
from extractors.tables.boxes import box_tables
from extractors.tables.captions import is_caption
from extractors.tables.cells import is_figure
from extractors.tables.grid import Grid, grid_of, make_grid, plain_place
from extractors.tables.split import split_grid, with_captions_of_before

_MARKED_ROW = re.compile(r"^[^\n\t|]*[\t|][^\n]*$", re.MULTILINE)
_RULE = re.compile(r"[\s|:\-—=+─]+")  # the line under a Markdown header
_BLANK_LINE = re.compile(r"\n[ \t\r\u3000]*\n")
#: A line of one cell between two rows of tabs or blanks: it heads those below it; what names a table begins one.
_GROUP_LINE = re.compile(r"\n[ \u3000]*(?P<words>[^\s。；，：:！？|\t]{2,20})\r?\n")
CAPTION_LINES = 3
LONGEST_CAPTION = 60
_WIDE_GAP, _MOST_PIECES = re.compile(r"[ \u3000]{2,}|\u3000"), 2
_CAPTION_PART = re.compile(r"单位\s*[:：]|表\s*[\d一二三四五六七八九十]|(?:19|20)\d\d|表$|情况$|[（(]续[）)]")


def find_grids(text: str, tables: Sequence[Table] = ()) -> Iterator[Grid]:
    """The tables of a text in order; `tables` are those that its format marks, with positions in this text."""
    taken = [(table.start, table.end) for table in tables]
    whole = [grid_of(t, text, _caption(text, t.start), _line_below(text, t.end)) for t in tables]
    grids = [part for grid in whole if grid for part in split_grid(grid)]
    for start, end, rows in box_tables(text):
        if not _is_inside(start, sorted(taken)):
            grids += split_grid(make_grid(rows, _caption(text, start), _line_below(text, end)))
            taken.append((start, end))
    if "\t" in text or "|" in text:
        grids += _drawn(text, taken, [*_marked_rows(text)])
    if "  " in text or "\u3000" in text or " " in text:
        grids += _drawn(text, taken, [*aligned_rows(text)])
    yield from with_captions_of_before(sorted((g for g in grids if g.rows), key=lambda grid: grid.rows[0].start))


def _drawn(text: str, taken: Sequence[tuple[int, int]], rows: Sequence[Written]) -> Iterator[Grid]:
    starts = sorted(taken)
    free = [row for row in rows if not _is_inside(row[0], starts)]
    for run in _runs(text, free):
        for grid in split_grid(
            make_grid(without_outer_bars(text, run), _caption(text, run[0][0]), _line_below(text, run[-1][1]))
        ):
            if len(grid.rows) > 1 or len(grid.rows[0].places) > 1:
                yield grid


def _is_inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(spans, (position + 1,)) - 1
    return at >= 0 and position < spans[at][1]


def _marked_rows(text: str) -> Iterator[Written]:
    for match in _MARKED_ROW.finditer(text):
        if not _RULE.fullmatch(match[0]) or "\t" in match[0]:
            yield match.start(), match.end(), cells_of(match[0], match.start())


def _runs(text: str, rows: Sequence[Written]) -> Iterator[list[Written]]:
    """Rows with nothing but blank lines between them; one blank line parts two tables, unless all rows stand so."""
    run: list[Written] = []
    for row in rows:
        between = text[run[-1][1] : row[0]] if run else ""
        if between.strip("\n\r \t|:-—=+\u3000"):
            heading = _GROUP_LINE.fullmatch(between)
            if heading and "|" not in text[row[0] : row[1]] and _is_data(row):
                start = run[-1][1] + heading.start("words")
                run.append((start, start + len(heading["words"]), [plain_place(start, heading["words"])]))
            else:
                yield from _apart(text, run)
                run = []
        run.append(row)
    if run:
        yield from _apart(text, run)


def _is_data(row: Written) -> bool:
    """A name, then figures."""
    words = [cell.text for cell in row[2] if cell.text]
    return len(words) > 1 and not is_figure(words[0]) and any(is_figure(text) for text in words[1:])


def _apart(text: str, run: list[Written]) -> Iterator[list[Written]]:
    blanks = [_BLANK_LINE.search(text, above[1], below[0]) is not None for above, below in pairwise(run)]
    if all(blanks) and len(run) > 2:
        yield run
        return
    part = run[:1]
    for row, is_apart in zip(run[1:], blanks, strict=True):
        if is_apart:
            yield part
            part = []
        part.append(row)
    yield part


_NEXT_LINES = re.compile(r"\s*(?P<line>[^\n]*)\n?\s*(?P<next>[^\n]*)")
_ROW_OF_TABLE = re.compile(r"[\t|│┌├+]| {3}")


def _line_below(text: str, end: int) -> str:
    """The line below a table, unless another table begins there."""
    below = _NEXT_LINES.match(text, end)
    return below["line"].rstrip() if below and not _ROW_OF_TABLE.search(below["next"]) else ""


def _caption(text: str, start: int) -> str:
    """The lines above a table that may speak of it: short ones that end no sentence, the nearest last."""
    lines: list[str] = []
    end, blanks = start, 0
    while len(lines) < CAPTION_LINES and blanks < 3:
        end = text.rfind("\n", 0, end)
        if end < 0:
            break
        line = text[text.rfind("\n", 0, end) + 1 : end].strip()
        if not line:
            blanks += 1
            continue
        if len(line) > LONGEST_CAPTION or line.endswith(("。", "；", "！")) or "\t" in line or "|" in line:
            break
        if (lines and blanks and not _CAPTION_PART.search(line)) or _is_row(line):
            break
        blanks = 0
        lines.append(line)
    return "\n".join(reversed(lines))


def _is_row(line: str) -> bool:
    """Three pieces wide apart and more, of which none tells the unit."""
    return len(_WIDE_GAP.split(line)) > _MOST_PIECES and not is_caption(line)
