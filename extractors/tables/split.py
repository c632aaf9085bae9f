"""Does a grid hold more than one table? A new header below figures begins another; the same one again does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, takewhile

from extractors.tables.captions import is_line_below, units_of_caption
from extractors.tables.cells import is_empty, is_figure
from extractors.tables.grid import Grid, Row
from extractors.tables.labels import counted_unit, is_period, is_status_only, is_unit, measured_kind, read_label
from extractors.tables.layout import INDEX, UNIT
from extractors.tables.year_rows import begins_anew


def split_grid(grid: Grid) -> Iterator[Grid]:
    """The tables of a grid, each as wide as it is written."""
    caption, whole, below = grid.caption, grid.rows, grid.below
    if len(whole) > 2 and len(last := _words(whole[-1])) == 1 and is_line_below(last[0]):
        whole, below = whole[:-1], last[0]
    parts = [*_split(whole)]
    names = [words[0] for row in takewhile(lambda row: len(_words(row)) < 2, whole) if (words := _words(row))]
    first = "\n".join(filter(None, (caption, *names)))
    for n, rows in enumerate(parts):
        width = max((n + 1 for row in rows for n, place in enumerate(row.places) if place.text), default=0)
        if len(parts) > 1:
            rows = [Row(row.start, row.end, row.places[:width]) for row in rows]
        if n and not _measures_alike(_head(parts[0]), _head(rows)):
            first = ""
        yield Grid(tuple(rows), first if n else caption, below if n == len(parts) - 1 else "")


def _head(rows: Sequence[Row]) -> tuple[str, ...]:
    """The words of the rows above the first with a figure; not those of captions."""
    above = takewhile(lambda row: not any(is_figure(text) and not is_period(text) for text in _words(row)), rows)
    return tuple(text for row in above if len(words := _words(row)) > 1 for text in words)


def _measures_alike(head: Sequence[str], below: Sequence[str]) -> bool:
    """Whether what stands above the one holds for the other: 金额 over both, or years and changes only."""
    if not {text[-2:] for text in head[1:]}.isdisjoint(text[-2:] for text in below[1:]):
        return True
    labels = [read_label(text) for text in (*head[1:], *below[1:])]
    return all(label.role in ("blank", "period") or label.when or label.change for label in labels)


def with_captions_of_before(grids: Sequence[Grid]) -> Iterator[Grid]:
    """A table with the header of the one before it, and no unit of its own, goes on with it: 续表, a page later."""
    before: tuple[tuple[str, ...], str] = ((), "")
    for grid in grids:
        head = _head(grid.rows)
        own = f"{grid.caption}\n{grid.below}"
        goes_on = len(head) > 1 and (head == before[0] or (len(head) > 2 and head[1:] == before[0][1:]))
        if goes_on and units_of_caption(before[1]) and not units_of_caption(own) and not _names_new(grid.caption):
            grid = Grid(grid.rows, f"{before[1]}\n{grid.caption}".rstrip(), grid.below)
        before = head, grid.caption
        yield grid


def _names_new(caption: str) -> bool:
    return any(_names_another(line) for line in caption.split("\n"))


def _split(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each table. A header that comes again, at the top of a page, stands in none."""
    part: list[Row] = []
    head: tuple[str, ...] = ()  # the words of the header row above the figures
    had_figures = False
    repeated: set[int] = set()  # rows that have been looked at as part of a header that comes again
    for at, row in enumerate(rows):
        if at in repeated:
            continue
        words = _words(row)
        figures = sum(is_figure(text) and not is_period(text) for text in words)
        below = rows[at + 1] if at + 1 < len(rows) else None
        if had_figures and head and not figures and below is not None:
            captions = _captions(part)
            names = [_words(row)[0] for row in part[len(part) - captions :]]
            height = 0 if any(map(_names_another, names)) else _comes_again(rows, at, part)
            if height:
                repeated.update(range(at, at + height))
                while names and _GOES_ON.search(names.pop()):
                    part.pop()
                continue
            if _begins(row, words, below) and (not _are_years(words) or begins_anew(row, head)):
                yield part[: len(part) - captions]
                part, had_figures, head = part[len(part) - captions :], False, ()
        if not had_figures and not figures and len(words) > 1:
            head = words
        part.append(row)
        had_figures = had_figures or figures > 0
    yield part


_GOES_ON = re.compile("续")  # 续表1, 表1（续）


def _names_another(caption: str) -> bool:
    """表2 …（单位：亿元） above the same words as in 表1: another table."""
    return is_line_below(caption) and _GOES_ON.search(caption) is None


def _words(row: Row) -> tuple[str, ...]:
    return tuple(place.text for place in row.places if place.text and place.is_first)


def _comes_again(rows: Sequence[Row], at: int, part: Sequence[Row]) -> int:
    """How many rows from this one are the header of the part, word for word; 0 where they are not."""
    top = next((n for n, row in enumerate(part) if len(_words(row)) > 1), 0)
    if len(_words(part[top])) < 2:
        return 0
    for height in count():
        above = part[top + height] if top + height < len(part) else None
        if above is None or any(is_figure(text) and not is_period(text) for text in _words(above)):
            return height
        if at + height >= len(rows) or _words(rows[at + height]) != _words(above):
            return 0
    return 0


def _begins(row: Row, words: Sequence[str], below: Row) -> bool:
    """Words above each figure of the row below, which say how figures are measured, or when: a header."""
    if len(words) < 2 or any(is_unit(text) and not _numbers_rows(text) for text in words):
        return False
    columns = [n for n, place in enumerate(below.places) if is_figure(place.text) and not is_period(place.text)]
    labels = [row.places[n].text for n in columns if not _numbers_rows(row.places[n].text)]
    named = any(place.text and not is_figure(place.text) for place in below.places)
    if not named or not labels or any(is_empty(text) for text in labels):
        return False
    return any(map(_measures, labels))


def _are_years(words: Sequence[str]) -> bool:
    figures = [text for text in words if is_figure(text)]
    return bool(figures) and all(map(is_period, figures))


def _numbers_rows(text: str) -> bool:
    return read_label(text).role == INDEX


def _measures(text: str) -> bool:
    label = read_label(text)
    said = label.unit or label.when or label.change or label.is_rate or label.role in ("blank", UNIT)
    said = said or is_status_only(label)
    return bool(said or measured_kind(label.name) or counted_unit(label.name))


def _captions(part: Sequence[Row]) -> int:
    """How many rows at the end are one cell each: the name of the table that follows, 续表."""
    n = 0
    while n < len(part) - 2 and len(_words(part[len(part) - 1 - n])) == 1:
        n += 1
    return n
