"""Does a grid hold more than one table? A new header below figures begins another; the same one again does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from extractors.tables.captions import is_line_below
from extractors.tables.cells import is_empty, is_figure
from extractors.tables.grid import Grid, Row
from extractors.tables.labels import counted_unit, is_period, is_unit, measured_kind, read_label
from extractors.tables.layout import INDEX, UNIT


def split_grid(grid: Grid) -> Iterator[Grid]:
    """The tables of a grid, each as wide as it is written; the caption is the first one's."""
    caption, whole, below = grid.caption, grid.rows, grid.below
    if len(whole) > 2 and len(last := _words(whole[-1])) == 1 and is_line_below(last[0]):
        whole, below = whole[:-1], last[0]
    parts = [*_split(whole)]
    for n, rows in enumerate(parts):
        width = max((n + 1 for row in rows for n, place in enumerate(row.places) if place.text), default=0)
        if len(parts) > 1:
            rows = [Row(row.start, row.end, row.places[:width]) for row in rows]
        yield Grid(tuple(rows), caption if n == 0 else "", below if n == len(parts) - 1 else "")


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
            if height := _comes_again(rows, at, part):
                repeated.update(range(at, at + height))
                continue
            if _begins(row, words, below):
                captions = _captions(part)
                yield part[: len(part) - captions]
                part, had_figures, head = part[len(part) - captions :], False, ()
        if not had_figures and not figures and len(words) > 1:
            head = words
        part.append(row)
        had_figures = had_figures or figures > 0
    yield part


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
    if len(words) < 2 or any(is_unit(text) for text in words):
        return False
    columns = [n for n, place in enumerate(below.places) if is_figure(place.text) and not is_period(place.text)]
    labels = [row.places[n].text for n in columns if not _numbers_rows(row.places[n].text)]
    named = any(place.text and not is_figure(place.text) for place in below.places)
    if not named or not labels or any(is_empty(text) for text in labels):
        return False
    return any(map(_measures, labels))


def _numbers_rows(text: str) -> bool:
    return read_label(text).role == INDEX


def _measures(text: str) -> bool:
    label = read_label(text)
    said = label.unit or label.when or label.change or label.is_rate or label.role in ("blank", UNIT)
    return bool(said or measured_kind(label.name) or counted_unit(label.name))


def _captions(part: Sequence[Row]) -> int:
    """How many rows at the end are one cell each: the name of the table that follows, 续表."""
    n = 0
    while n < len(part) - 2 and len(_words(part[len(part) - 1 - n])) == 1:
        n += 1
    return n
