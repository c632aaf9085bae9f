"""Which marks around a figure are Markdown's, and say nothing? **36**公里, `5.6`亿元.

Read as they stand, stars censor digits (**36**公里 is so many *公里), and a word before them loses what it says of the
figure (增长**5.6%**). Around words they may censor a name (**镇), and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FIGURE = re.compile(
    r"""
    (?<![*_`0-9]) (?P<mark>\*\*|__|`)
    (?=[-+−＋约超近]?[0-9０-９]) [^*_`\n，。；、]{1,20}
    (?P<end>(?P=mark)) (?![*_`0-9])
    """,
    re.VERBOSE,
)
_MARKS = ("**", "__", "`")
RULE = "markup"


def find_markup(text: str) -> Iterator[tuple[int, int, str]]:
    """The marks on both sides of a figure."""
    if any(mark in text for mark in _MARKS):
        for match in _FIGURE.finditer(text):
            yield (*match.span("mark"), RULE)
            yield (*match.span("end"), RULE)
