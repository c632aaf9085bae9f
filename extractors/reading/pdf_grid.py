"""What stands in the cells of the grids of a page? The characters between their lines, joined over a cell's own lines.

A table that is ruled between its columns, but not between all its rows, has the rows where its numbers stand. Words
that run over the border of their cell are kept together, and so is a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import regex

from extractors.reading.pdf_lattice import Lattice
from extractors.reading.pdf_lines import Char, PageLine, page_lines

TOUCHING = 0.25  # ems between two characters of one word, at most
STRADDLE = 0.25  # of a character's width that lies on either side of a border which its word runs over
FULL = 1.2  # ems to the border, at most, from a number that did not fit
SAME_ROW = 0.5  # ems between the middles of what stands in one row
NUMBER = regex.compile(r"[-+－＋−(（]?[\d０-９][\d０-９,，.．]*[%％)）]?|[-—–－─…/*]{1,2}")
DIGITS = frozenset("0123456789.,")

Reader = Callable[[Sequence[Char]], list[PageLine]]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell and its printed lines."""

    row: int
    column: int
    rows: int
    columns: int
    right: float  # border
    lines: tuple[PageLine, ...]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its cells in reading order, those without a word too."""

    xs: tuple[float, ...]
    top: float
    bottom: float
    cells: tuple[GridCell, ...]

    @property
    def columns(self) -> int:
        return max(cell.column + cell.columns for cell in self.cells)

    def rows(self) -> list[list[GridCell]]:
        """The cells that begin in each row."""
        rows: list[list[GridCell]] = [[] for _ in range(max(cell.row for cell in self.cells) + 1)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


def take_grids(
    characters: Sequence[Char], lattices: Sequence[Lattice], read: Reader = page_lines
) -> tuple[list[Grid], list[Char]]:
    """The tables in these lattices, and the characters that stand in none."""
    left = list(characters)
    grids = []
    for lattice in lattices:
        inside, outside = [], []
        right, top, bottom = lattice.xs[-1], lattice.ys[0], lattice.ys[-1]
        for char in left:
            if char[3] > top or char[4] < bottom or char[1] > right:  # most of what is above, below and beside
                outside.append(char)
                continue
            at = lattice.field((char.left + char.right) / 2, (char.bottom + char.top) / 2)
            if at is None:
                outside.append(char)
            else:
                inside.append((char, at))
        inside, outside = with_number_ends(inside, outside)
        grid = make_grid(lattice, inside, read)
        if grid:
            grids.append(grid)
            left = outside
    return grids, left


def with_number_ends(inside: list[tuple[Char, int]], outside: list[Char]) -> tuple[list[tuple[Char, int]], list[Char]]:
    """The characters of a table and those outside, the ends of numbers that run over its edge among the former."""
    ends = {char.number: char for char in outside if char.text in DIGITS or char.text in "%％"}
    placed = {char.number: (char, at) for char, at in inside if char.text in DIGITS} if ends else {}
    taken: dict[int, tuple[Char, int]] = {}
    for step, numbers in ((1, sorted(ends)), (-1, sorted(ends, reverse=True))):
        for number in numbers:
            beside = placed.get(number - step)
            if beside and number not in placed and are_close(*sorted((beside[0], ends[number]), key=lambda c: c.left)):
                placed[number] = taken[number] = (ends[number], beside[1])
    if not taken:
        return inside, outside
    together = sorted([*inside, *taken.values()], key=lambda found: found[0].number)
    return together, [char for char in outside if char.number not in taken]


def are_close(one: Char, other: Char) -> bool:
    em = one.top - one.bottom
    return abs(other.left - one.right) < TOUCHING * em and abs(other.bottom - one.bottom) < SAME_ROW * em


def make_grid(lattice: Lattice, inside: Sequence[tuple[Char, int]], read: Reader) -> Grid | None:
    """None where less than two columns have words in them: a frame round a text."""
    held: dict[int, list[Char]] = {}
    for char, at in kept_together(lattice, inside):
        held.setdefault(at, []).append(char)
    cells = [
        GridCell(
            *(field.row, field.column, field.rows, field.columns, lattice.xs[field.column + field.columns]),
            tuple(read(held[at])) if at in held else (),
        )
        for at, field in enumerate(lattice.fields)
    ]
    if len({cell.column for cell in cells if cell.lines}) < 2:
        return None
    return Grid(lattice.xs, lattice.ys[0], lattice.ys[-1], tuple(without_empty(list(split_bands(lattice, cells)))))


def kept_together(lattice: Lattice, inside: Sequence[tuple[Char, int]]) -> list[tuple[Char, int]]:
    """Characters with their cells; those of a word that runs over a border are in the cell that has most of it."""
    placed = list(inside)
    for start, end in words(placed):
        cells = {at for _, at in placed[start:end]}
        if len(cells) == 1 or not runs_over(lattice, placed[start:end]):
            continue
        most = max(cells, key=lambda at: sum(found == at for _, found in placed[start:end]))
        placed[start:end] = [(char, most) for char, _ in placed[start:end]]
    return placed


def words(placed: Sequence[tuple[Char, int]]) -> list[tuple[int, int]]:
    """Where characters follow each other closely, as PDFium counts them, over more than one cell."""
    found: list[tuple[int, int]] = []
    start, crosses = 0, False
    for at, ((one, cell), (other, its_cell)) in enumerate(pairwise(placed), start=1):
        near = other.number - one.number == 1 and are_close(one, other)
        if near:
            crosses = crosses or cell != its_cell
            continue
        if crosses:
            found.append((start, at))
        start, crosses = at, False
    if crosses:
        found.append((start, len(placed)))
    return found


def runs_over(lattice: Lattice, word: Sequence[tuple[Char, int]]) -> bool:
    """Whether a border goes through a character of the word, or between two digits."""
    for (one, cell), (other, its_cell) in pairwise(word):
        if cell == its_cell:
            continue
        if one.text in DIGITS and other.text in DIGITS:
            return True
        for char in (one, other):
            room = STRADDLE * (char.right - char.left)
            if any(char.left + room < x < char.right - room for x in lattice.xs):
                return True
    return False


def split_bands(lattice: Lattice, cells: Sequence[GridCell]) -> list[GridCell]:
    """The cells, with rows of their own where several rows of numbers stand between two lines."""
    heights = {row: row_heights(lattice, band) for row in {cell.row for cell in cells} if (band := lone(cells, row))}
    rows = range(max(cell.row + cell.rows for cell in cells) + 1)
    starts = list(accumulate((max(1, len(heights.get(row, ()))) for row in rows), initial=0))
    found: list[GridCell] = []
    for cell in cells:
        levels = heights.get(cell.row, []) if cell.rows == 1 else []
        if len(levels) < 2:
            start, end = starts[cell.row], starts[cell.row + cell.rows]
            found.append(replace(cell, row=start, rows=end - start))
            continue
        taken: list[list[PageLine]] = [[] for _ in levels]
        for line in cell.lines:
            middle = (line.bottom + line.top) / 2
            taken[min(range(len(levels)), key=lambda n: abs(levels[n] - middle))].append(line)
        found += [replace(cell, row=starts[cell.row] + n, lines=tuple(lines)) for n, lines in enumerate(taken)]
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def lone(cells: Sequence[GridCell], row: int) -> list[GridCell]:
    return [cell for cell in cells if cell.row == row and cell.rows == 1]


def row_heights(lattice: Lattice, band: Sequence[GridCell]) -> list[float]:
    """The heights of the rows in a band, by the cells whose lines are numbers that fit beside each other's names."""
    columns = [cell for cell in band if len(cell.lines) > 1 and all(NUMBER.fullmatch(line.text) for line in cell.lines)]
    columns = [cell for cell in columns if not is_broken(lattice, cell)]
    others = [cell for cell in band if len(cell.lines) > 1 and cell not in columns]
    if not columns or not (others or len(columns) > 1):
        return []
    em = max(line.em for cell in columns for line in cell.lines)
    heights: list[float] = []
    for middle in sorted(((line.bottom + line.top) / 2 for cell in columns for line in cell.lines), reverse=True):
        if not heights or heights[-1] - middle > SAME_ROW * em:
            heights.append(middle)
    return heights


def is_broken(lattice: Lattice, cell: GridCell) -> bool:
    """Whether the lines of a cell are one number, whose first part takes all the room."""
    right = lattice.xs[cell.column + cell.columns]
    return (
        right - cell.lines[0].right < FULL * cell.lines[0].em
        and cell.lines[0].left - lattice.xs[cell.column] < FULL * cell.lines[0].em
    )


def without_empty(cells: Sequence[GridCell]) -> list[GridCell]:
    """The cells counted by the rows and columns in which a cell with words begins; what is left of merged ones."""
    rows = sorted({cell.row for cell in cells if cell.lines})
    columns = sorted({cell.column for cell in cells if cell.lines})
    found = []
    for cell in cells:
        its_rows = [n for n, row in enumerate(rows) if cell.row <= row < cell.row + cell.rows]
        its_columns = [n for n, column in enumerate(columns) if cell.column <= column < cell.column + cell.columns]
        if its_rows and its_columns:
            found.append(
                replace(cell, row=its_rows[0], column=its_columns[0], rows=len(its_rows), columns=len(its_columns))
            )
    return found
