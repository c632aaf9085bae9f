"""Are a page's numerals read as they are printed? What became of its characters is compared with PDFium's own text.

A digit that is left out, or two that did not stand side by side, make another number, and nobody sees it. PDFium's text
follows the order in which a page was drawn, and a number is drawn from its first digit to its last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import Any

from extractors.language.script import plain_forms
from extractors.reading.pdf_lines import Cell, Char
from extractors.reading.pdf_raised import SET_OFF
from extractors.reading.raised import ON_LINE

NUMERALS = frozenset("0123456789０１２３４５６７８９.．%％‰〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟")
JOINED = frozenset("0123456789.,")  # two of them side by side are of one number
#: Of a page's characters, from which it says nothing: a font without a table of characters gives the numbers of its
#: glyphs, control characters among them, and a 7 may then stand for any letter. PDFium's mark of a hyphen is one too.
CODES, MOST_CODES = re.compile(r"[\x00-\x08\x0e-\x1f]"), 0.1


def is_doubtful(text_page: Any, cells: Sequence[Cell], found: Sequence[Char], left_out: Set[int]) -> bool:
    """Whether the numerals in these cells are not those of the page.

    `found`: all its characters, as PDFium counts them; `left_out`: the numbers of those that are no text: a watermark.
    """
    text = text_page.get_text_range()
    if len(CODES.findall(text)) > MOST_CODES * len(text):
        return True
    printed = Counter(char for char in plain_forms(text).translate(ON_LINE) if char in NUMERALS)
    unread = (char.text.translate(ON_LINE) for char in found if char.number in left_out)
    printed.subtract(char for char in unread if char in NUMERALS)
    read = Counter(char for cell in cells for char in cell.text.translate(ON_LINE) if char in NUMERALS)
    if any(printed[char] != read[char] for char in printed.keys() | read.keys()):
        return True
    set_off = {char.number for cell in cells for char in cell.chars if char and char.text in SET_OFF}
    drawn = {one.number for one, other in pairs(found) if other.number - one.number == 1} - left_out
    drawn -= {number - step for number in set_off for step in (0, 1)}
    side_by_side = [pair for cell in cells for pair in pairs(cell.chars)]
    return drawn != {one.number for one, _ in side_by_side} or any(
        other.number - one.number != 1 for one, other in side_by_side
    )


def pairs(chars: Sequence[Char | None]) -> Iterator[tuple[Char, Char]]:
    """Neighbours that are of one number."""
    for one, other in pairwise(chars):
        if one and other and one[0] in JOINED and other[0] in JOINED:
            yield one, other
