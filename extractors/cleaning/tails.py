"""Which letters did a site leave at the ends of a text's paragraphs, against copying? 各位代表：qxB, 二、工作计划qxB.

The same letters, small and capital mixed as no word has them, end many lines; where a line broke off within a sentence
they stand behind nothing, and so they hide from `wraps` which lines end like one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractors.language.grammar import HAN

_TAIL = re.compile(
    rf"(?P<letters>[A-Za-z](?<=[{HAN}。；：！？，、）)”:;].)(?<![万亿千百十].)[A-Za-z]{{2,3}}(?:[{HAN}—-]{{2,24}})?)"
    r"[ \u3000]*$",
    re.MULTILINE,
)
_MIXED = re.compile("[a-z][A-Z]|[A-Z][a-z][A-Z]")
_FEWEST, _SHARE = 4, 0.3  # lines that it ends, and of all lines


def find_tails(text: str) -> Iterator[tuple[int, int, str]]:
    """The letters, with what a site calls itself behind them."""
    found = [match for match in _TAIL.finditer(text) if _MIXED.search(match["letters"])]
    if len(found) < _FEWEST:
        return
    counts = Counter(match["letters"] for match in found)
    mark, count = counts.most_common(1)[0]
    lines = sum(1 for line in text.split("\n") if line.strip())
    if count < max(_FEWEST, _SHARE * lines):
        return
    for match in found:
        if match["letters"] == mark:
            yield match.start("letters"), match.end(), "watermark"
