"""Is a page printed in two columns, and what is then its order? The left column's lines come first.

Two columns look like a table of two cells a row. They are taken for columns where many rows have prose in both cells
and the columns stand close, and where most of it is as wide as its column, or what is not so wide ends a sentence: a
table's cells do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractors.reading.pdf_lines import Cell, PageLine

FEWEST_ROWS = 6  # with prose on both sides
FEWEST_FULL = 2  # lines that fill their column
ENDED_SHARE = 0.8  # of those that do not: how many end a sentence
FULL_SHARE = 0.6  # of these rows, in which a cell reaches its column's edge
FULL = 2.5  # ems to that edge, at most
INDENT = 2.5  # ems that a paragraph's first line begins further right
WIDEST_GUTTER = 5.0  # ems between the columns
NARROWEST = 12.0  # ems of a column
APART = 3.0  # ems between two lines, from which the columns have ended
SENTENCE_ENDS = ("。", "！", "？", "；", "”", "!", "?")
HEADING = regex.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)")
PROSE = regex.compile(r"(?:\p{Han}[^\p{Han}]{0,6}){8}")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the left column begins and ends and where the right one begins."""

    left: float
    edge: float
    right: float

    @property
    def gutter(self) -> float:
        return (self.edge + self.right) / 2


def order_columns(lines: Sequence[PageLine]) -> list[PageLine]:
    """A page's lines as they are to be read; the left column's stand where the right one's do, to be joined alike."""
    columns = find_columns(lines) or find_short_paragraphs(lines)
    return list(read_columns(lines, columns)) if columns else list(lines)


def measure(rows: Sequence[PageLine]) -> tuple[Columns, float, float] | None:
    """The columns that rows of two cells make, their em and the right one's edge, if they stand close and straight."""
    if len(rows) < FEWEST_ROWS:
        return None
    em = max(line.em for line in rows)
    columns = Columns(
        min(line.left for line in rows),
        max(line.cells[0].right for line in rows),
        min(line.cells[1].left for line in rows),
    )
    straight = all(line.cells[1].left <= columns.right + INDENT * em for line in rows)
    close = 0 < columns.right - columns.edge <= WIDEST_GUTTER * em
    return (columns, em, max(line.right for line in rows)) if straight and close else None


def find_columns(lines: Sequence[PageLine]) -> Columns | None:
    rows = [line for line in lines if len(line.cells) == 2 and all(PROSE.search(cell.text) for cell in line.cells)]
    measured = measure(rows)
    if measured is None:
        return None
    columns, em, far = measured
    if columns.edge - columns.left < NARROWEST * em:
        return None
    for at, edge in ((0, columns.edge), (1, far)):
        if sum(line.cells[at].right > edge - FULL * em for line in rows) < FULL_SHARE * len(rows):
            return None
    return columns


def find_short_paragraphs(lines: Sequence[PageLine]) -> Columns | None:
    """Columns whose lines are often short, but only where a paragraph ends."""
    measured = measure([line for line in lines if len(line.cells) == 2])
    if measured is None:
        return None
    columns, em, far = measured
    sides: tuple[list[Cell], list[Cell]] = ([], [])
    for line in lines:
        for cell in line.cells:
            if cell.right < columns.gutter or cell.left > columns.gutter:
                sides[cell.left > columns.gutter].append(cell)
    edges = ((columns.left, columns.edge), (columns.right, far))
    return columns if all(map(is_prose, sides, edges, (em, em))) else None


def is_prose(cells: Sequence[Cell], edges: tuple[float, float], em: float) -> bool:
    """Whether the lines of a column are paragraphs: those that do not fill it end a sentence, or are headings."""
    left, right = edges
    if right - left < NARROWEST * em or sum(bool(PROSE.search(cell.text)) for cell in cells) < len(cells) / 2:
        return False
    short = [cell for cell in cells if cell.right <= right - FULL * em]
    ended = sum(cell.text.endswith(SENTENCE_ENDS) or bool(HEADING.match(cell.text)) for cell in short)
    return len(cells) - len(short) >= FEWEST_FULL and ended >= ENDED_SHARE * len(short)


def read_columns(lines: Sequence[PageLine], columns: Columns) -> Iterator[PageLine]:
    """Lines that go across both columns as they are; between them the left column, then the right one."""
    left: list[PageLine] = []
    right: list[PageLine] = []
    for line in lines:
        across = any(cell.left < columns.gutter < cell.right for cell in line.cells)
        last = min((held[-1].bottom for held in (left, right) if held), default=line.top)
        if across or last - line.top > APART * line.em:
            yield from (*left, *right)
            left, right = [], []
        if across:
            yield line
            continue
        for held, cells, shift in (
            (left, [cell for cell in line.cells if cell.right < columns.gutter], columns.right - columns.left),
            (right, [cell for cell in line.cells if cell.left > columns.gutter], 0.0),
        ):
            if cells:
                moved = tuple(replace(cell, left=cell.left + shift, right=cell.right + shift) for cell in cells)
                held.append(replace(line, cells=moved))
    yield from (*left, *right)
