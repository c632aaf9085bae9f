"""Which characters of a page make a line, and which parts of it are cells of their own?

Places are in points (1/72 inch), upwards and to the right. What is called an em is the height of the line's characters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from typing import NamedTuple

CELL_GAP = 1.5  # ems between two pieces of a line that are cells; a justified line stretches by less
WORD_GAP = 0.25  # ems between two Latin words; a blank is 0.25 to 0.33 wide
NUMBER_GAP = 0.05  # ems between two digits or points that were not drawn one after the other: "1." and "2024年"
FIGURES = frozenset("0123456789.,")
SAME_LINE = 0.5  # ems that the middles of a line's characters differ by at most (m² stands a third of an em higher)
HIGHER = 1.05  # times as high: less is the rounding of one font's boxes, and would lead from line to line
TALL = 1.5  # times as high as most of a line: a brace, a first letter, a mark of another font
SAME_PLACE = 0.3  # ems (of narrow letters two widths) between two prints of one character, as programs make bold type


class Char(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float
    number: int = -1  # among all of its page, as PDFium counts them


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    left: float
    right: float
    chars: tuple[Char | None, ...] = ()  # of the text's characters; none for a blank that is put in


@dataclass(frozen=True, slots=True)
class PageLine:
    """A printed line: its cells (mostly one), and where it stands."""

    cells: tuple[Cell, ...]
    bottom: float
    top: float
    em: float

    @property
    def left(self) -> float:
        return self.cells[0].left

    @property
    def right(self) -> float:
        return self.cells[-1].right

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)


def page_lines(
    characters: Sequence[Char],
    is_second_print: Callable[[Char, Char], bool] = lambda one, other: True,
    with_set_off: Callable[[Sequence[Char]], Sequence[Char]] = tuple,
) -> list[PageLine]:
    """The lines of a page from top to bottom.

    `is_second_print` is asked of two equal characters that seem to stand at one place, `with_set_off` of the
    characters of a line.
    """
    rows = [part for row in rows_of(characters) for part in without_tall(row)]
    return [line for row in rows if (line := make_line(row, is_second_print, with_set_off))]


def rows_of(characters: Sequence[Char], tallest: float = inf) -> list[list[Char]]:
    """Characters of one height, from the top down; one that is taller than `tallest` is taken to be so high."""
    rows: list[list[Char]] = []
    middle = em = 0.0
    for char in sorted(characters, key=lambda char: -(char.bottom + char.top)):
        height = min(char.top - char.bottom, tallest)
        if char.text.isspace() and not rows:
            continue
        here = (char.bottom + char.top) / 2
        if not rows or middle - here > SAME_LINE * max(em, height):
            rows.append([])
            middle, em = here, height
        elif height > em * HIGHER and not char.text.isspace():
            middle, em = here, height
        rows[-1].append(char)
    return rows


def without_tall(row: list[Char]) -> list[list[Char]]:
    """The lines that a tall character beside them ran together: two rows of figures would be one, digit by digit."""
    heights = [char.top - char.bottom for char in row if not char.text.isspace()]
    if not heights or max(heights) <= TALL * (usual := median(heights)):
        return [row]
    return rows_of(row, usual)


def make_line(
    characters: list[Char],
    is_second_print: Callable[[Char, Char], bool],
    with_set_off: Callable[[Sequence[Char]], Sequence[Char]],
) -> PageLine | None:
    """Characters of one height as a line; none where they are blanks only."""
    ink = [char for char in characters if not char.text.isspace()]
    if not ink:
        return None
    em = median(char.top - char.bottom for char in ink) or 1.0
    cells: list[Cell] = []
    chars: list[Char | None] = []
    left = right = 0.0
    blank = False
    last: Char | None = None
    printed: Char | None = None  # the last one, be it a second print
    for char in with_set_off(sorted(characters, key=lambda char: (char.left, char.right))):
        if char.text.isspace():
            blank = True
            continue
        if (
            printed
            and char.text == printed.text
            and char.left - printed.left < SAME_PLACE * min(em, 2 * (char.right - char.left))
            and is_second_print(printed, char)
        ):
            printed = char
            continue
        gap = char.left - right if last else 0.0
        if last and gap > CELL_GAP * em:
            cells.append(make_cell(chars, left, right))
            chars, last = [], None
        elif last and (blank or is_apart(last, char, gap / em)):
            chars.append(None)
        if last is None:
            left = char.left
        right = max(char.right, right) if last else char.right
        chars.append(char)
        last = printed = char
        blank = False
    cells.append(make_cell(chars, left, right))
    return PageLine(tuple(cells), min(char.bottom for char in ink), max(char.top for char in ink), em)


def make_cell(chars: Sequence[Char | None], left: float, right: float) -> Cell:
    return Cell("".join(char.text if char else " " for char in chars), left, right, tuple(chars))


def is_apart(one: Char, other: Char, gap: float) -> bool:
    """Whether two characters with so many ems between them are of two Latin words, or of two numbers."""
    if gap > WORD_GAP and is_latin(one.text) and is_latin(other.text):
        return True
    return gap > NUMBER_GAP and other.number - one.number > 1 and one.text in FIGURES and other.text in FIGURES


def is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()
