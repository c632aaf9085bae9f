"""Which letters did a site leave at the ends of a text's paragraphs, against copying? 各位代表：qxB, 二、工作计划qxB.

The same letters, small and capital mixed as no word has them, end many lines; where a line broke off within a sentence
they stand behind nothing, and so they hide from `wraps` which lines end like one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractors.language.grammar import HAN

_TAIL = re.compile(rf"(?<=[{HAN}。；：！？，、）)”:;])(?<![万亿千百十])(?P<letters>[A-Za-z]{{3,4}})$")
_LATIN_END = re.compile(r"[A-Za-z](?=\n|\Z)")
_MIXED = re.compile("[a-z][A-Z]|[A-Z][a-z][A-Z]")
_FEWEST, _SHARE = 4, 0.3  # lines that it ends, and of all lines


def find_tails(text: str) -> Iterator[tuple[int, int, str]]:
    """The letters, wherever they end a line."""
    if len(_LATIN_END.findall(text)) < _FEWEST:
        return
    lines = text.split("\n")
    tails = (tail["letters"] for line in lines if (tail := _TAIL.search(line[-5:])))
    counts = Counter(letters for letters in tails if _MIXED.search(letters))
    if not counts:
        return
    mark, count = counts.most_common(1)[0]
    if count < max(_FEWEST, _SHARE * sum(1 for line in lines if line.strip())):
        return
    at = 0
    for line in lines:
        at += len(line) + 1
        if line.endswith(mark):
            yield at - 1 - len(mark), at - 1, "watermark"
