"""Which columns has a table that is not ruled, and what of each line stands in which?

Columns that stand close are not told apart by one line. Its rows, one below the other, say how many there are: where
none of them has ink, from the first to the last, a column ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import regex

from extractors.reading.pdf_lines import Cell, Char, PageLine, make_cell

FEWEST_ROWS = 3  # that say where columns end
CLEAR = 0.35  # ems without ink between two columns
NARROW = 0.1  # the same where a row shows that a column ends there; characters of one word touch
APART = 1.5  # times the room between two words, between two columns
SLACK = 1.0  # points that ink may reach into a gap
FIGURE = regex.compile(r"[-+－＋−▲△(（]?\d[\d,，.．]*[%％‰)）]?|[-—–－…]{1,3}")
CLOSE = regex.compile(rf"\d[%％)）]?\s(?:{FIGURE.pattern})(?:[-+－＋−▲△]\d[\d,.]*%?)*$")
LAST = regex.compile(r"[-+－＋−▲△(（]?\d[\d,，.．]*[%％)）]?$")

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: the pieces in each of its columns."""

    line: PageLine
    cells: tuple[tuple[Cell, ...], ...]


def align(lines: Sequence[PageLine]) -> Iterator[Row]:
    """The rows of a table; a row that lacks cells has them empty where the other rows have them."""
    lines, ends = split_close(lines)
    width = Counter(len(line.cells) for line in lines).most_common(1)[0][0]
    columns = between(ends, with_figures(lines))
    if len(columns) < width:
        model = [line.cells for line in lines if len(line.cells) == width]
        columns = [span_of([cells[at] for cells in model]) for at in range(width)]
    for line in lines:
        if len(line.cells) > len(columns):
            columns = with_others(columns, line)
    for line in lines:
        line = split_header(line, columns)
        row: list[tuple[Cell, ...]] = [()] * len(columns)
        for cell in line.cells:
            at = nearest_column(cell, columns)
            row[at] = (*row[at], cell)
        yield Row(line, tuple(row))


def with_figures(lines: Sequence[PageLine]) -> list[PageLine]:
    return [line for line in lines if LAST.search(line.text) or any(map(FIGURE.fullmatch, line.text.split()))]


def between(ends: Sequence[Span], lines: Sequence[PageLine]) -> list[Span]:
    """The columns that end in these gaps, as wide as what stands in them."""
    cuts = [-inf, *((start + end) / 2 for start, end in ends), inf]
    held = (
        [cell for line in lines for cell in line.cells if cell.left >= left and cell.right <= right]
        for left, right in pairwise(cuts)
    )
    return [span_of(cells) for cells in held if cells]


def with_others(columns: Sequence[Span], line: PageLine) -> list[Span]:
    """The columns, and those that only a longer line has: what stands above or below one of them is of it."""
    apart = (span_of([cell]) for cell in line.cells)
    return sorted(
        [*columns, *(its for its in apart if all(its[1] <= left or its[0] >= right for left, right in columns))]
    )


def span_of(cells: Sequence[Cell]) -> Span:
    return min(cell.left for cell in cells), max(cell.right for cell in cells)


def nearest_column(cell: Cell, columns: Sequence[Span]) -> int:
    middle = (cell.left + cell.right) / 2
    return min(range(len(columns)), key=lambda at: max(columns[at][0] - middle, middle - columns[at][1], 0.0))


def split_close(lines: Sequence[PageLine]) -> tuple[list[PageLine], list[Span]]:
    """The lines, with what stands close, but in columns of its own, apart; and the gaps in which columns end."""
    figures = with_figures(lines)
    bare = clear_of(figures)
    if not bare:
        return list(lines), []
    em = max(line.em for line in lines)
    names = [line for line in lines if line not in figures]
    ends = [
        span
        for span in bare
        if any(is_end(span, pairwise(line.cells), bare) for line in lines)
        or any(is_end(span, wide_gaps(line), bare) for line in names)
    ]
    wide = [span for span in bare if span[1] - span[0] >= CLEAR * em and span not in ends]
    lines = [split_line(line, ends, wide) for line in lines]
    ends += [span for span in wide if any(is_end(span, pairwise(line.cells), bare) for line in lines)]
    ends.sort()
    return [split_line(line, ends) for line in lines], ends


def wide_gaps(line: PageLine) -> Iterator[tuple[Char, Char]]:
    """Where characters of a line stand apart as only columns do."""
    return (pair for cell in line.cells for pair in neighbours(cell) if room(*pair) >= CLEAR * line.em)


def clear_of(lines: Sequence[PageLine]) -> list[Span]:
    """From where to where no line has ink, between two that have."""
    if len(lines) < FEWEST_ROWS:
        return []
    em = max(line.em for line in lines)
    inked = sorted((char.left, char.right) for line in lines for cell in line.cells for char in cell.chars if char)
    found, end = [], inked[0][1] if inked else 0.0
    for left, right in inked:
        if left - end >= NARROW * em:
            found.append((end, left))
        end = max(end, right)
    return found


def goes_with(line: PageLine, rows: Sequence[PageLine]) -> bool:
    """Whether a line above rows stands in their columns, though close: the names of them all."""
    head = next(align([line, *rows]))
    names = [cell for cells in head.cells for cell in cells]
    return len(names) >= max(2, len(head.cells) - 1) and is_set_apart(names)


def is_set_apart(cells: Sequence[Cell]) -> bool:
    """Whether there is more room between cells than between the words in them."""
    between = min((other.left - one.right for one, other in pairwise(cells)), default=0.0)
    return between > APART * max((room(*pair) for cell in cells for pair in neighbours(cell)), default=0.0)


def is_close_row(line: PageLine) -> bool:
    """Whether a line that is one piece ends in figures of several columns, which stand close."""
    return len(line.cells) == 1 and CLOSE.search(line.text) is not None


def is_short_row(line: PageLine, rows: Sequence[PageLine]) -> bool:
    """Whether a line that is one piece is a name and the figure in the second column of the rows above, close to it."""
    above = next((row for row in reversed(rows) if len(row.cells) > 1), None)
    figure = LAST.search(line.text) if above and len(line.cells) == 1 else None
    if figure is None or above is None or not figure.start():
        return False
    first = line.cells[0].chars[figure.start()]
    return first is not None and first.left > above.cells[1].left - 2 * line.em


def is_end(span: Span, pairs: Iterable[tuple[Cell | Char, Cell | Char]], bare: Sequence[Span]) -> bool:
    """Whether one line shows that a column ends there: a pair of its cells leaves this gap open, and no other."""
    return any(is_open(*pair, span) and [its for its in bare if reaches(*pair, its)] == [span] for pair in pairs)


def is_open(one: Cell | Char, other: Cell | Char, span: Span) -> bool:
    return one.right <= span[0] + SLACK and span[1] - SLACK <= other.left


def split_line(line: PageLine, ends: Sequence[Span], wide: Sequence[Span] = ()) -> PageLine:
    cells = tuple(piece for cell in line.cells for piece in split_cell(cell, ends, wide, line.em))
    return PageLine(cells, line.bottom, line.top, line.em)


def split_cell(cell: Cell, ends: Sequence[Span], wide: Sequence[Span], em: float) -> list[Cell]:
    """A cell at the ends of columns, and at wide gaps of its table where what stands behind them is a figure.

    Names of columns may reach into the gap that their figures leave: they are apart where their own gap is wide.
    """
    gaps = list(neighbours(cell))
    cuts = set()
    for span in ends:
        meeting = [n for n, (left, right) in enumerate(gaps) if reaches(left, right, span)]
        if not meeting:
            continue
        widest = max(meeting, key=lambda n: room(*gaps[n]))
        others = (room(*gaps[n]) for n in range(len(gaps)) if not any(reaches(*gaps[n], its) for its in ends))
        if is_open(*gaps[widest], span) or room(*gaps[widest]) > max(NARROW * em, APART * max(others, default=0.0)):
            cuts.add(widest + 1)
    for n, (left, right) in enumerate(gaps, start=1):
        if any(is_open(left, right, span) for span in wide) and is_figure_behind(cell, n):
            cuts.add(n)
    return pieces_at(sorted(cuts), cell) if cuts else [cell]


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
        gaps = list(neighbours(cell))
        widest = [
            max(
                (
                    (right.left - left.right, at + 1)
                    for at, (left, right) in enumerate(gaps)
                    if one <= (left.right + right.left) / 2 <= other
                ),
                default=(0.0, 0),
            )
            for one, other in pairwise(middles)
        ]
        pieces = pieces_at([at for _, at in widest], cell)
        least = min((width for width, _ in widest), default=0.0)
        is_cut = least >= CLEAR * line.em or (least >= NARROW * line.em and is_set_apart(pieces))
        cells += pieces if is_cut else [cell]
    return PageLine(tuple(cells), line.bottom, line.top, line.em)


def room(left: Char, right: Char) -> float:
    return right.left - left.right


def reaches(left: Cell | Char, right: Cell | Char, span: Span) -> bool:
    """Whether what is open between two characters, or cells, reaches into a gap."""
    return left.right < span[1] and right.left > span[0]


def is_figure_behind(cell: Cell, ink: int) -> bool:
    """Whether a figure begins at one of a cell's characters, blanks that were put in not counted."""
    at = [at for at, char in enumerate(cell.chars) if char][ink]
    words = cell.text[at:].split()
    return bool(words) and FIGURE.fullmatch(words[0]) is not None


def pieces_at(cuts: Sequence[int], cell: Cell) -> list[Cell]:
    """A cell cut before these of its characters, blanks that were put in not counted."""
    ink = [at for at, char in enumerate(cell.chars) if char]
    places = [0, *(ink[at] for at in cuts), len(cell.chars)]
    return [piece_of(cell, start, end) for start, end in pairwise(places) if any(cell.chars[start:end])]


def neighbours(cell: Cell) -> Iterator[tuple[Char, Char]]:
    return pairwise([char for char in cell.chars if char])
