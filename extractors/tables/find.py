"""Where does a text hold tables? Those that its format marks, and those drawn with tabs, bars or columns of blanks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.language import knowledge
from extractors.model import Table
from extractors.tables.bars import Written, cells_of, without_outer_bars
from extractors.tables.boxes import box_tables
from extractors.tables.cells import is_figure
from extractors.tables.grid import Grid, Place, grid_of, make_grid, plain_place
from extractors.tables.labels import is_period, is_unit
from extractors.tables.split import split_grid, with_captions_of_before

_MARKED_ROW = re.compile(r"^[^\n\t|]*[\t|][^\n]*$", re.MULTILINE)
_RULE = re.compile(r"[\s|:\-—=+─]+")  # the line under a Markdown header
#: A row without marks: words, then at its end two pieces or one figure, apart by blanks.
_SPACED_ROW, _LONGEST_SPACED = re.compile(r"[^\n\t|]{1,60}?[ \u3000][^\n\t|]{0,120}"), 181
_SPACE = re.compile(r"[ \u3000]")
_WIDE_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_BLANK_LINE = re.compile(r"\n[ \t\r\u3000]*\n")
_GAP = re.compile(r"[ \u3000]+")
_PROSE = re.compile(r"[。；：！？]|，(?![0-9０-９]{3}(?![0-9０-９]))|(?<![0-9０-９])，")  # 3，200 is a figure
_STATES = knowledge.phrase("ends_in_quantity")
#: A line of one cell between two rows of tabs: it heads those below it; what names a table begins one.
_GROUP_LINE = re.compile(r"\n[ \u3000]*(?P<words>[^\s。；，：:！？|\t]{2,20})\r?\n")
CAPTION_LINES = 3
LONGEST_CAPTION = 60
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
        grids += _drawn(text, taken, [*_spaced_rows(text)])
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


def _spaced_rows(text: str) -> Iterator[Written]:
    """Lines of two pieces and more, apart by blanks, of which one is a figure, or which stand above such a line."""
    lines = [(start, end, text[start:end]) for start, end in _spaced_lines(text) if not _PROSE.search(text, start, end)]
    rows = [(start, end, _pieces(line, start)) for start, end, line in lines]
    is_data = [_is_named_row(cells, _is_wide(line)) for (_, _, line), (_, _, cells) in zip(lines, rows, strict=True)]
    for at, (start, end, cells) in enumerate(rows):
        below = next((n for n in range(at + 1, min(at + 4, len(rows))) if is_data[n]), None)
        if len(cells) < 2:
            continue
        if below is not None and not is_data[at] and _are_units(cells, rows[below][2], text[start]):
            cells = [plain_place(start, ""), *cells]
        if is_data[at] or (below is not None and _is_head(cells, rows[below][2])):
            yield start, end, cells


def _spaced_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that a pattern of rows fits, found by their blanks: most lines have none."""
    end = -1
    while space := _SPACE.search(text, end + 1):
        start = text.rfind("\n", 0, space.start()) + 1
        end = text.find("\n", space.start())
        end = end if end >= 0 else len(text)
        if end - start <= _LONGEST_SPACED and _SPACED_ROW.fullmatch(text, start, end):
            yield start, end


def _is_named_row(cells: Sequence[Place], is_wide: bool) -> bool:
    """A figure at the end, and a name at the beginning; wide apart also a year, or a number before the name."""
    if len(cells) < 2 or not is_figure(cells[-1].text):
        return False
    first, second = cells[0].text, cells[1].text
    if _is_label(first):
        return True
    return is_wide and (is_period(first) or (len(cells) > 2 and first.isdecimal() and _is_label(second)))


def _is_label(text: str) -> bool:
    """No figure, nor what a sentence states: 一般公共预算收入36.5亿元 before 同比增长7.2% is no name of it."""
    return not is_figure(text) and _STATES.search(text) is None


def _pieces(line: str, at: int) -> list[Place]:
    gap = _WIDE_GAP if _is_wide(line) else _GAP
    cells, last = [], 0
    for match in [*gap.finditer(line), None]:
        end = match.start() if match else len(line)
        if end > last:
            cells.append(plain_place(at + last, line[last:end]))
        last = match.end() if match else end
    return cells


def _are_units(cells: Sequence[Place], below: Sequence[Place], first: str) -> bool:
    """人   万元 below 项目   人数   金额: the units of a header's columns, nothing below its corner."""
    return first in " \u3000" and len(cells) + 1 == len(below) and all(is_unit(cell.text) for cell in cells)


def _is_wide(line: str) -> bool:
    return _WIDE_GAP.search(line.strip()) is not None


def _is_head(cells: Sequence[Place], below: Sequence[Place]) -> bool:
    return len(cells) == len(below) and not any(is_figure(cell.text) and not is_period(cell.text) for cell in cells)


def _runs(text: str, rows: Sequence[Written]) -> Iterator[list[Written]]:
    """Rows with nothing but blank lines between them; one blank line parts two tables, unless all rows stand so."""
    run: list[Written] = []
    for row in rows:
        between = text[run[-1][1] : row[0]] if run else ""
        if between.strip("\n\r \t|:-—=+\u3000"):
            heading = _GROUP_LINE.fullmatch(between)
            if heading and "\t" in text[row[0] : row[1]] and _is_data(row):
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
        if lines and blanks and not _CAPTION_PART.search(line):
            break
        blanks = 0
        lines.append(line)
    return "\n".join(reversed(lines))
