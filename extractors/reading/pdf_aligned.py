"""Which columns has a table that is not ruled, and what of each line stands in which?

Columns that stand close are not told apart by one line. Its rows, one below the other, say how many there are: where
none of them has ink, from the first to the last, a column ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractors.reading.pdf_lines import Cell, Char, PageLine, make_cell

FEWEST_ROWS = 3  # that say where columns end
CLEAR = 0.35  # ems without ink between two columns
FIGURE = regex.compile(r"[-+－＋−▲△(（]?\d[\d,，.．]*[%％‰)）]?|[-—–－…]{1,3}")

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: the pieces in each of its columns."""

    line: PageLine
    cells: tuple[tuple[Cell, ...], ...]


def align(lines: Sequence[PageLine]) -> Iterator[Row]:
    """The rows of a table; a row that lacks cells has them empty where the other rows have them."""
    lines = split_close(lines)
    width = Counter(len(line.cells) for line in lines).most_common(1)[0][0]
    model = [line.cells for line in lines if len(line.cells) == width]
    columns = [
        (min(cells[index].left for cells in model), max(cells[index].right for cells in model))
        for index in range(width)
    ]
    for line in lines:
        if len(line.cells) < width:
            line = split_header(line, columns)
        if len(line.cells) >= width:
            yield Row(line, tuple((cell,) for cell in line.cells))
        else:
            row: list[tuple[Cell, ...]] = [()] * width
            for cell in line.cells:
                at = nearest_column(cell, columns)
                row[at] = (*row[at], cell)
            yield Row(line, tuple(row))


def nearest_column(cell: Cell, columns: Sequence[Span]) -> int:
    middle = (cell.left + cell.right) / 2
    return min(range(len(columns)), key=lambda at: max(columns[at][0] - middle, middle - columns[at][1], 0.0))


def split_close(lines: Sequence[PageLine]) -> list[PageLine]:
    """The lines, with figures apart that stand close, but in columns of their own."""
    bare = clear_of([line for line in lines if any(map(FIGURE.fullmatch, line.text.split()))])
    return [split_line(line, bare) for line in lines] if bare else list(lines)


def clear_of(lines: Sequence[PageLine]) -> list[Span]:
    """From where to where no line has ink, between two that have."""
    if len(lines) < FEWEST_ROWS:
        return []
    em = max(line.em for line in lines)
    inked = sorted((char.left, char.right) for line in lines for cell in line.cells for char in cell.chars if char)
    found, end = [], inked[0][1] if inked else 0.0
    for left, right in inked:
        if left - end >= CLEAR * em:
            found.append((end, left))
        end = max(end, right)
    return found


def split_line(line: PageLine, bare: Sequence[Span]) -> PageLine:
    cells = tuple(piece for cell in line.cells for piece in split_cell(cell, bare))
    return PageLine(cells, line.bottom, line.top, line.em)


def split_cell(cell: Cell, bare: Sequence[Span]) -> Iterator[Cell]:
    """A cell at the gaps of its table where what stands behind them is a figure, and so is or ends what is before."""
    start = 0
    for at, (one, other) in enumerate(pairwise(cell.chars)):
        left, right = one or cell.chars[at - 1], other or cell.chars[min(at + 2, len(cell.chars) - 1)]
        if left is None or right is None or one is None:
            continue
        if any(left.right <= start_of + 1 and right.left >= end - 1 for start_of, end in bare):
            behind = "".join(char.text if char else " " for char in cell.chars[at + 1 :]).split()
            before = cell.text[start : at + 1].strip()
            if behind and FIGURE.fullmatch(behind[0]) and before:
                yield piece_of(cell, start, at + 1)
                start = at + 1
    yield piece_of(cell, start, len(cell.chars)) if start else cell


def piece_of(cell: Cell, start: int, end: int) -> Cell:
    chars = list(cell.chars[start:end])
    while chars and chars[0] is None:
        chars.pop(0)
    while chars and chars[-1] is None:
        chars.pop()
    ink = [char for char in chars if char]
    return make_cell(chars, min(char.left for char in ink), max(char.right for char in ink))


def split_header(line: PageLine, columns: Sequence[Span]) -> PageLine:
    """A line whose cells go over several columns, with these apart where it has gaps between them."""
    cells: list[Cell] = []
    for cell in line.cells:
        middles = [(left + right) / 2 for left, right in columns if cell.left <= (left + right) / 2 <= cell.right]
        cuts = []
        for one, other in pairwise(middles):
            gaps = [
                (right.left - left.right, at + 1)
                for at, (left, right) in enumerate(neighbours(cell))
                if one <= (left.right + right.left) / 2 <= other
            ]
            width, at = max(gaps, default=(0.0, 0))
            if width >= CLEAR * line.em:
                cuts.append(at)
        if len(cuts) == len(middles) - 1 and cuts:
            ink = [at for at, char in enumerate(cell.chars) if char]
            places = [0, *(ink[at] for at in cuts), len(cell.chars)]
            cells += [piece_of(cell, start, end) for start, end in pairwise(places)]
        else:
            cells.append(cell)
    return PageLine(tuple(cells), line.bottom, line.top, line.em)


def neighbours(cell: Cell) -> Iterator[tuple[Char, Char]]:
    return pairwise([char for char in cell.chars if char])
