"""How do the pages of a PDF become one text? Piece by piece, noting where each is printed, and in which table."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from msgspec.structs import replace

from extractors.model import Cell as TextCell
from extractors.model import Places, Sheet, Table
from extractors.reading.document import blank_between
from extractors.reading.pdf_aligned import Row
from extractors.reading.pdf_grid import FULL, Grid, GridCell
from extractors.reading.pdf_lines import Cell, PageLine, is_latin

SAME_COLUMNS = 4.0  # points by which the columns of a table differ from page to page


class TextBuilder:
    """A text that grows, and the places of what is in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.starts, self.pages, self.lefts = array("I"), array("I"), array("f")
        self.rights, self.bottoms, self.tops = array("f"), array("f"), array("f")

    def add(self, text: str) -> None:
        """What is not printed: a line break, a tab."""
        self.pieces.append(text)
        self.length += len(text)
        self.lefts.extend([self.rights[-1] if self.rights else 0.0] * len(text))

    def print(self, cell: Cell, line: PageLine, page: int) -> None:
        """A piece of a printed line."""
        if cell.text:
            self.starts.append(self.length)
            self.pages.append(page)
            self.rights.append(max((char.right for char in cell.chars if char), default=cell.right))
            self.bottoms.append(line.bottom)
            self.tops.append(line.top)
        self.pieces.append(cell.text)
        self.length += len(cell.text)
        end = cell.left  # of the last character that is printed: there a blank that is put in stands
        for char in cell.chars:
            self.lefts.append(char.left if char else end)
            end = char.right if char else end
        self.lefts.extend([end] * (len(cell.text) - len(cell.chars)))

    def print_line(self, line: PageLine, page: int) -> None:
        for at, cell in enumerate(line.cells):
            if at:
                self.add(" ")
            self.print(cell, line, page)

    def print_cell(self, cell: GridCell, page: int) -> None:
        """The lines of a table's cell as one; pieces of a line that stand apart are one word where they are Chinese."""
        above: PageLine | None = None
        before = ""
        for line in cell.lines:
            fits = above is not None and cell.right - above.right > FULL * above.em
            for at, piece in enumerate(line.cells):
                if before and needs_blank(before, piece.text, apart=at > 0 or fits):
                    self.add(blank_between(before, piece.text))
                self.print(piece, line, page)
                before = piece.text
            above = line

    def print_row(self, row: Row, page: int) -> None:
        """A row of a table that is not ruled, its cells apart by tabs."""
        for column, pieces in enumerate(row.cells):
            if column:
                self.add("\t")
            for at, piece in enumerate(pieces):
                if at:
                    self.add(blank_between(pieces[at - 1].text, piece.text))
                self.print(piece, row.line, page)

    def print_rows(self, rows: Sequence[Sequence[GridCell]], columns: int, page: int) -> list[list[TextCell]]:
        """Rows of a table, each a line, their cells apart by tabs; where each cell stands."""
        found: list[list[TextCell]] = []
        for number, row in enumerate(rows):
            if number:
                self.add("\n")
            begins = {cell.column: cell for cell in row}
            found.append([])
            for column in range(columns):
                if column:
                    self.add("\t")
                if column in begins:
                    cell, start = begins[column], self.length
                    self.print_cell(cell, page)
                    found[-1].append(TextCell(start, self.length, cell.row, column, cell.rows, cell.columns))
        return found

    def text(self) -> str:
        return "".join(self.pieces)

    def places(self, sheets: Sequence[Sheet]) -> Places:
        return Places(tuple(sheets), self.starts, self.pages, self.rights, self.bottoms, self.tops, self.lefts)


def needs_blank(above: str, below: str, apart: bool = False) -> bool:
    """Two Latin words are two; Chinese needs no blank, and a number is not broken, unless its pieces are set apart."""
    if apart and above[-1].isdigit() and below[0].isdigit():
        return True
    return is_latin(above[-1]) and is_latin(below[0]) and not (above[-1] + below[0]).isdigit()


class Tables:
    """The ruled tables of a text, of which some go on from page to page."""

    def __init__(self, text: TextBuilder) -> None:
        self.text = text
        self.found: list[Table] = []
        self.last: Grid | None = None
        self.end = 0  # of the last one

    def print(self, grid: Grid, page: int) -> None:
        start, rows = self.text.length, grid.rows()
        cells = self.text.print_rows(rows, grid.columns, page)
        if self.last and goes_on(self.last, grid) and start <= self.end + 1:
            self.go_on(grid, cells)
        else:
            self.found.append(Table(start, self.text.length, tuple(cell for row in cells for cell in row)))
            self.last = grid
        self.end = self.text.length

    def go_on(self, grid: Grid, rows: Sequence[Sequence[TextCell]]) -> None:
        """The last table, with these rows; those of its header that stand again are told apart, and left out."""
        assert self.last is not None
        table = self.found[-1]
        again = 0
        for one, other in zip(texts_of(self.last), texts_of(grid), strict=False):
            if one != other or not any(one):
                break
            again += 1
        again = 0 if again == len(rows) else again
        known = [replace(cell, is_header=True) if cell.row < again else cell for cell in table.cells]
        first = max(cell.row for cell in known) + 1 - again
        more = [replace(cell, row=cell.row + first) for row in rows[again:] for cell in row]
        self.found[-1] = Table(table.start, self.text.length, (*known, *more))


def goes_on(table: Grid, other: Grid) -> bool:
    """Whether two tables have the same columns, to the point."""
    return len(table.xs) == len(other.xs) and all(
        abs(one - its) <= SAME_COLUMNS for one, its in zip(table.xs, other.xs, strict=True)
    )


def texts_of(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]
