"""Which digits of a printed line are set smaller, above or below it? They become the characters that Unicode has.

A PDF has no word for it. Where a character stands, and how large it is, is compared with its neighbour on the line.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from extractors.model import Sheet
from extractors.reading.pdf_lines import Char
from extractors.reading.raised import ON_LINE, set_off

LOWER = 0.92  # times as high as a neighbour's box is a smaller character's, fonts being as they are
SMALLER = 0.85  # times as large as its neighbour is a digit that is set off; Word takes 2/3, others 0.58 to 0.7
RAISED = 0.2  # ems of the neighbour that its foot stands higher; Word takes 1/3
LOWERED = 0.05  # the same for one that stands lower; LibreOffice takes 0.08
BESIDE = 0.6  # ems to the neighbour, at most
LEVEL = 0.1  # points by which characters of one run differ in height, at most
LONGEST = 5  # characters of a mark or an exponent: −12, 1,12
UNSEEN = 3  # how text is drawn that was recognised in a picture (ISO 32000-1, 9.3.6): its places are rough
SIGNED_DIGITS = frozenset("0123456789-−")
SET_OFF = frozenset(map(chr, ON_LINE))


def on_page(text_page: Any, sheet: Sheet) -> Callable[[Sequence[Char]], list[Char]]:
    """As `with_set_off`, by the characters' sizes and where they stand."""
    return partial(with_set_off, stands=partial(stands, text_page, sheet.turn))


def with_set_off(line: Sequence[Char], stands: Callable[[Char, Char], str]) -> list[Char]:
    """The characters of a line from left to right, digits that are set off as such.

    `stands` says how a smaller character is set off from its neighbour: superscript, subscript, or not at all.
    """
    written = list(line)
    base: Char | None = None  # the last one that is not set off
    for start, end in runs_of(line):
        first, last = line[start], line[end - 1]
        before = base if start and is_beside(line[start - 1], first) else None
        after = line[end] if end < len(line) and is_beside(last, line[end]) else None
        neighbour = before or after
        base = last
        if end - start > LONGEST or first.text not in SIGNED_DIGITS or neighbour is None:
            continue
        if first.top - first.bottom < LOWER * (neighbour.top - neighbour.bottom) and (
            where := stands(first, neighbour)
        ):
            text = set_off("".join(char.text for char in line[start:end]), where)
            written[start:end] = [
                char._replace(text=raised) for char, raised in zip(line[start:end], text, strict=True)
            ]
            base = before
    return written


def runs_of(line: Sequence[Char]) -> Iterator[tuple[int, int]]:
    """From where to where characters of one height follow each other."""
    start = 0
    for at in range(1, len(line)):
        one, other = line[at - 1], line[at]
        if (
            abs(one.bottom - other.bottom) > LEVEL
            or abs(one.top - other.top) > LEVEL
            or other.left - one.right > BESIDE * (one.top - one.bottom)
        ):
            yield start, at
            start = at
    yield start, len(line)


def is_beside(one: Char, other: Char) -> bool:
    em = max(one.top - one.bottom, other.top - other.bottom)
    return other.left - one.right < BESIDE * em and not one.text.isspace() and not other.text.isspace()


def stands(text_page: Any, turn: int, one: Char, other: Char) -> str:
    """How a character is set off from another on a page that is turned by so many right angles."""
    import pypdfium2.raw as api

    handle = getattr(text_page, "raw", text_page)
    drawn = api.FPDFText_GetTextObject(handle, one.number)
    if drawn and api.FPDFTextObj_GetTextRenderMode(drawn) == UNSEEN:
        return ""
    here, there = foot_of(handle, one, turn), foot_of(handle, other, turn)
    if here is None or there is None or here[1] > SMALLER * there[1]:
        return ""
    higher = (here[0] - there[0]) / there[1]
    return "superscript" if higher >= RAISED else "subscript" if higher <= -LOWERED else ""


def foot_of(handle: Any, char: Char, turn: int) -> tuple[float, float] | None:
    """How high the line stands on which a character is written, and the character's em."""
    import pypdfium2.raw as api

    x, y, matrix = ctypes.c_double(), ctypes.c_double(), api.FS_MATRIX()
    if not api.FPDFText_GetCharOrigin(handle, char.number, ctypes.byref(x), ctypes.byref(y)):
        return None
    if not api.FPDFText_GetMatrix(handle, char.number, ctypes.byref(matrix)):
        return None
    em = api.FPDFText_GetFontSize(handle, char.number) * math.hypot(matrix.c, matrix.d)
    return ((y.value, -x.value, -y.value, x.value)[turn % 4], em) if em > 0 else None
