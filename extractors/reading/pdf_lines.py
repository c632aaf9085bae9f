"""Which characters of a page make a line, and which parts of it are cells of their own?

Places are in points (1/72 inch), upwards and to the right. What is called an em is the height of the line's characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

CELL_GAP = 1.5  # ems between two pieces of a line that are cells; a justified line stretches by less
WORD_GAP = 0.25  # ems between two Latin words; a blank is 0.25 to 0.33 wide
SAME_LINE = 0.5  # ems that the middles of a line's characters differ by at most (m² stands a third of an em higher)
SAME_PLACE = 0.3  # ems (of narrow letters two widths) between two prints of one character, as programs make bold type


class Char(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    left: float
    right: float


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


def page_lines(characters: Sequence[Char]) -> list[PageLine]:
    """The lines of a page from top to bottom."""
    rows: list[list[Char]] = []
    middle = em = 0.0
    for char in sorted(characters, key=lambda char: -(char.bottom + char.top)):
        height = char.top - char.bottom
        if height <= 0 or (char.text.isspace() and not rows):
            continue
        here = (char.bottom + char.top) / 2
        if not rows or middle - here > SAME_LINE * max(em, height):
            rows.append([])
            middle, em = here, height
        elif height > em and not char.text.isspace():
            middle, em = here, height
        rows[-1].append(char)
    return [line for line in map(make_line, rows) if line]


def make_line(characters: list[Char]) -> PageLine | None:
    """Characters of one height as a line; none where they are blanks only."""
    ink = [char for char in characters if not char.text.isspace()]
    if not ink:
        return None
    em = median(char.top - char.bottom for char in ink)
    cells: list[Cell] = []
    text, left, right = "", 0.0, 0.0
    blank = False
    last: Char | None = None
    for char in sorted(characters, key=lambda char: (char.left, char.right)):
        if char.text.isspace():
            blank = True
            continue
        if (
            last
            and char.text == last.text
            and char.left - last.left < SAME_PLACE * min(em, 2 * (char.right - char.left))
        ):
            continue
        gap = char.left - right if last else 0.0
        if last and gap > CELL_GAP * em:
            cells.append(Cell(text, left, right))
            text, last = "", None
        elif last and (blank or (gap > WORD_GAP * em and is_latin(last.text) and is_latin(char.text))):
            text += " "
        if last is None:
            left = char.left
        text, right, last, blank = text + char.text, max(char.right, right) if last else char.right, char, False
    cells.append(Cell(text, left, right))
    return PageLine(tuple(cells), min(char.bottom for char in ink), max(char.top for char in ink), em)


def is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()
