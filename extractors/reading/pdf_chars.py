"""Which characters stand on a page of a PDF, and where? PDFium's, with places that can be trusted.

PDFium measures a character loosely, by its font's height and the width that the font gives it. Some fonts lie: their
boxes are twice as wide and as high as what is printed, so that a number's digits seem to stand one over the other. They
are found by that, and measured by where each character begins, by its ink and by the size of its font.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from extractors.language.script import plain_forms
from extractors.model import Box, Sheet
from extractors.reading.pdf_lines import Char

MAX_CHARACTERS = 5_000_000
UNSEEN = frozenset((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xFFFE, 0xFFFF))  # PDFium gives 0xFFFE for a hyphen
STEEP = 10  # degrees off its page's direction, from which a character is a watermark's
LEVEL = 0.001  # of a radian, up to which a character is upright
CROWDED = 0.25  # of a character's width that the next one covers, from which their font's boxes are not trusted
ASCENT, DESCENT = 0.88, 0.12  # of an em, as Chinese fonts have them
LONGEST_STEP = 1.25  # ems from a character to the next one, where they are taken for neighbours
SAME_INK = 0.5  # of a character's width, by which two prints of it are apart at most
SAME_INK_EMS = 0.12  # the same of a character that is hardly wide: a point, a 1

Found = tuple[Char, float]  # a character on its stored page, and its direction in degrees


def page_characters(text_page: Any, wanted: Callable[[int], bool] | None = None) -> Iterator[Found]:
    """The characters with their directions in degrees; only those whose index in the page is wanted, if it is asked."""
    import pypdfium2.raw as api

    handle = getattr(text_page, "raw", text_page)
    box = api.FS_RECTF()
    reference = ctypes.byref(box)
    unicode_at, generated_at = api.FPDFText_GetUnicode, api.FPDFText_IsGenerated
    box_at, angle_at = api.FPDFText_GetLooseCharBox, api.FPDFText_GetCharAngle
    high = 0  # the first half of a character beyond U+FFFF
    for index in range(min(text_page.count_chars(), MAX_CHARACTERS + 1)):
        code = unicode_at(handle, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        if not 0x20 <= code < 0x110000 or code in UNSEEN or generated_at(handle, index) == 1:
            continue
        if wanted and not wanted(index):
            continue
        if not box_at(handle, index, reference):
            continue
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        if not math.isfinite(left + right + bottom + top):
            continue
        text = chr(code)
        if 0x2E80 <= code < 0x2FE0 or code >= 0xF900:
            text = plain_forms(text)
        angle = angle_at(handle, index)
        direction = direction_of(handle, index) if abs(angle) > LEVEL else 0.0
        yield Char(text, left, right, bottom, top, index), direction


def direction_of(handle: Any, index: int) -> float:
    """In which direction a character's line runs, in degrees against the clock's direction.

    PDFium's own angle counts in the clock's, and is that of a character's upright stroke: of slanted type, which many
    programs make of upright type, it is not that of its line.
    """
    import pypdfium2.raw as api

    matrix = api.FS_MATRIX()
    if not api.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix)):
        return 0.0
    return math.degrees(math.atan2(matrix.b, matrix.a)) % 360


def trusted(text_page: Any, found: list[Found]) -> list[Found]:
    """The characters, those of fonts whose boxes lie measured anew."""
    import pypdfium2.raw as api

    handle = getattr(text_page, "raw", text_page)
    doubtful = [at for at in find_crowded(found) if not found[at][0].text.isspace()]
    if not doubtful:
        return found

    def font_of(char: Char) -> int | None:
        written = api.FPDFText_GetTextObject(handle, char.number)
        font = api.FPDFTextObj_GetFont(written) if written else None
        return ctypes.cast(font, ctypes.c_void_p).value if font else None

    fonts = {font_of(found[at][0]) for at in doubtful}
    measured = [
        (measure(handle, char, angle), angle) if font_of(char) in fonts else (char, angle) for char, angle in found
    ]
    return list(stepped(measured, fonts=[font_of(char) in fonts for char, _ in found]))


def find_crowded(found: Sequence[Found]) -> Iterator[int]:
    """Characters without an extent, and pairs that follow each other of which one covers much of the other."""
    if not found:
        return
    yield from (at for at, (char, _) in enumerate(found) if char[2] <= char[1] or char[4] <= char[3])
    for at, ((one, angle), (other, other_angle)) in enumerate(pairwise(found)):
        if not angle and one[2] - other[1] <= CROWDED * (other[2] - other[1]):  # nearly all, told at once
            continue
        if other[5] - one[5] != 1 or angle != other_angle or not (one[0].isalnum() and other[0].isalnum()):
            continue  # marks are set closely on purpose
        start, end, low, high = along(one, angle)
        following, its_end, its_low, its_high = along(other, angle)
        narrow = min(end - start, its_end - following)
        if following >= start and end - following > CROWDED * narrow and low < its_high and its_low < high:
            yield at
            yield at + 1


def along(char: Char, angle: float) -> tuple[float, float, float, float]:
    """Where a character begins and ends in its direction, and below and above that; right angles only."""
    _, left, right, bottom, top, _ = char
    turn = round(angle / 90) % 4
    if turn == 1:
        return bottom, top, -right, -left
    if turn == 2:
        return -right, -left, -top, -bottom
    if turn == 3:
        return -top, -bottom, left, right
    return left, right, bottom, top


def measure(handle: Any, char: Char, angle: float) -> Char:
    """The character where its ink is, from where it begins, as high as its font's em."""
    import pypdfium2.raw as api

    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = api.FS_MATRIX()
    if not api.FPDFText_GetCharOrigin(handle, char.number, ctypes.byref(x), ctypes.byref(y)):
        return char
    if not api.FPDFText_GetMatrix(handle, char.number, ctypes.byref(matrix)):
        return char
    em = api.FPDFText_GetFontSize(handle, char.number) * math.hypot(matrix.c, matrix.d)
    if not 0 < em < 10_000:
        return char
    left, right, bottom, top = ink_of(handle, char) or (x.value, x.value, y.value, y.value)
    turn = round(angle / 90) % 4
    if turn == 1:
        left, right, bottom, top = x.value - ASCENT * em, x.value + DESCENT * em, y.value, max(top, y.value)
    elif turn == 2:
        left, right, bottom, top = min(left, x.value), x.value, y.value - ASCENT * em, y.value + DESCENT * em
    elif turn == 3:
        left, right, bottom, top = x.value - DESCENT * em, x.value + ASCENT * em, min(bottom, y.value), y.value
    else:
        left, right, bottom, top = x.value, max(right, x.value), y.value - DESCENT * em, y.value + ASCENT * em
    return Char(char.text, left, right, bottom, top, char.number)


def stepped(found: Sequence[Found], fonts: Sequence[bool]) -> Iterator[Found]:
    """Characters that were measured anew as wide as the step to the next one, where that follows at once."""
    for at, (char, angle) in enumerate(found):
        if fonts[at] and at + 1 < len(found) and found[at + 1][0].number - char.number == 1:
            start, end, low, high = along(char, angle)
            following, _, its_low, its_high = along(found[at + 1][0], angle)
            if end < following <= start + LONGEST_STEP * (high - low) and low < its_high and its_low < high:
                yield widened(char, following - end, angle), angle
                continue
        yield char, angle


def widened(char: Char, by: float, angle: float) -> Char:
    text, left, right, bottom, top, index = char
    turn = round(angle / 90) % 4
    return Char(
        text,
        left - by if turn == 2 else left,
        right + by if turn == 0 else right,
        bottom - by if turn == 3 else bottom,
        top + by if turn == 1 else top,
        index,
    )


def ink_of(text_page: Any, char: Char) -> tuple[float, float, float, float] | None:
    """Left, right, bottom and top of what is printed of a character."""
    import pypdfium2.raw as api

    sides = [ctypes.c_double() for _ in range(4)]
    handle = getattr(text_page, "raw", text_page)
    if not api.FPDFText_GetCharBox(handle, char.number, *map(ctypes.byref, sides)):
        return None
    left, right, bottom, top = (side.value for side in sides)
    return (left, right, bottom, top) if right > left and top > bottom else None


def is_second_print(text_page: Any, one: Char, other: Char) -> bool:
    """Whether two prints of a character are one over the other, as some programs make bold type, by their ink."""
    first, second = ink_of(text_page, one), ink_of(text_page, other)
    if first is None or second is None:
        return True
    across = max(abs(first[0] - second[0]), 0.0)
    up = max(abs(first[2] - second[2]), 0.0)
    em = min(one.top - one.bottom, other.top - other.bottom)
    wide, high = (min(a[at + 1] - a[at] for a in (first, second)) for at in (0, 2))
    return across < max(SAME_INK * wide, SAME_INK_EMS * em) and up < max(SAME_INK * high, SAME_INK_EMS * em)


def upright(found: Sequence[Found], shown: Box) -> list[tuple[Sheet, list[Char]]]:
    """The characters by the direction in which they run, turned to run from left to right; the page's own first.

    What runs askew is a watermark. A landscape page is stored turned by a right angle, all of it.
    """
    left, bottom, right, top = shown
    if not any(angle for _, angle in found):
        sheet = Sheet(left, bottom, right - left, top - bottom)
        return [(sheet, [framed(char, sheet) if left or bottom else char for char, _ in found])]
    turned: dict[int, list[Char]] = {}
    for char, angle in found:
        turn = round(angle / 90) % 4
        if abs((angle - 90 * turn + 180) % 360 - 180) <= STEEP:
            turned.setdefault(turn, []).append(char)
    directions = []
    for turn, characters in sorted(turned.items(), key=lambda item: -len(item[1])):
        sheet = Sheet(left, bottom, right - left, top - bottom, turn)
        if turn or left or bottom:
            characters = [framed(char, sheet) for char in characters]
        directions.append((sheet, characters))
    return directions or [(Sheet(left, bottom, right - left, top - bottom), [])]


def framed(char: Char, sheet: Sheet) -> Char:
    text, left, right, bottom, top, index = char
    left, bottom, right, top = sheet.framed((left, bottom, right, top))
    return Char(text, left, right, bottom, top, index)
