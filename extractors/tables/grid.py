"""What is a table? A grid of cells, merged ones repeated in every place that they take, below its caption."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extractors.model import Table

MAX_PLACES = 2_000_000  # of a grid; a merged cell may claim more rows and columns than a table has


class Place(Struct, frozen=True, gc=False):
    """What stands in one row and column; positions in the text."""

    start: int
    end: int
    text: str
    is_first: bool = True  # of its cell, which may be merged over several places
    is_header: bool = False


class Row(Struct, frozen=True, gc=False):
    """A row, and its line of the text."""

    start: int
    end: int
    places: tuple[Place, ...]


class Grid(Struct, frozen=True, gc=False):
    """Rows of equal length; the caption is what stands above: the table's name, its unit, perhaps its year."""

    rows: tuple[Row, ...]
    caption: str = ""
    below: str = ""  # the line below, which is the caption where none stands above

    @property
    def width(self) -> int:
        return len(self.rows[0].places) if self.rows else 0


def make_grid(lines: Sequence[tuple[int, int, Sequence[Place]]], caption: str = "", below: str = "") -> Grid:
    """Rows of places, short ones filled up at the right with empty ones."""
    width = max((len(places) for _, _, places in lines), default=0)
    return Grid(tuple(_row(start, end, places, width) for start, end, places in lines), caption, below)


#: What full-width forms stand for, one character for one, so that positions stay.
_PLAIN = str.maketrans("０１２３４５６７８９．％＋＝", "0123456789.%+=")


def plain_place(start: int, written: str, is_first: bool = True, is_header: bool = False) -> Place:
    """A cell without the blanks around it, in plain digits; positions in the text."""
    inner = written.strip()
    start += written.index(inner) if inner else 0
    return Place(start, start + len(inner), inner.translate(_PLAIN), is_first, is_header)


def _row(start: int, end: int, places: Sequence[Place], width: int) -> Row:
    return Row(start, end, (*places, *[Place(end, end, "")] * (width - len(places))))


def grid_of(table: Table, text: str, caption: str = "", below: str = "") -> Grid | None:
    """The grid of a table that its format marks; None where its cells claim too much room."""
    height = max((cell.row + 1 for cell in table.cells), default=0)
    width = max((cell.column + cell.columns for cell in table.cells), default=0)
    if height * width > MAX_PLACES:
        return None
    rows: list[list[Place | None]] = [[None] * width for _ in range(height)]
    spans: list[tuple[int, int] | None] = [None] * height
    for cell in table.cells:
        written = text[cell.start : cell.end]
        span = spans[cell.row]
        spans[cell.row] = (min(span[0], cell.start), max(span[1], cell.end)) if span else (cell.start, cell.end)
        for row in range(cell.row, min(height, cell.row + cell.rows)):
            for column in range(cell.column, cell.column + cell.columns):
                is_first = (row, column) == (cell.row, cell.column)
                rows[row][column] = plain_place(cell.start, written, is_first, cell.is_header)
    lines = []
    for places, span in zip(rows, spans, strict=True):
        if span:
            start, end = span
            lines.append((start, end, [place or Place(end, end, "") for place in places]))
    return make_grid(lines, caption, below)
