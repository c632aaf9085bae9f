"""Which lines hold one of these phrases? A quick look, so that slow rules read few lines."""

from __future__ import annotations

import re  # its search for one of many words is several times as fast as regex's
from bisect import bisect_right
from collections.abc import Collection, Sequence

Span = tuple[int, int]


def compile_phrases(phrases: Collection[str]) -> re.Pattern[str]:
    """A pattern that matches where one of the phrases begins; common beginnings are written once."""
    return re.compile(_tree(sorted(set(phrases))))


def _tree(words: Sequence[str]) -> str:
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    branches = [
        re.escape(first) + ("" if "" in rest else re.escape(rest[0]) if len(rest) == 1 else _tree(rest))
        for first, rest in rests.items()
    ]
    return f"(?:{'|'.join(branches)})"


def lines_that_hold(phrases: re.Pattern[str], text: str, lines: Sequence[Span]) -> list[int]:
    """The numbers of the lines, given as spans in order, in which any of the phrases begins."""
    starts = [start for start, _ in lines]
    found: list[int] = []
    match = phrases.search(text)
    while match:
        number = bisect_right(starts, match.start()) - 1
        resume = match.start() + 1
        if number >= 0 and match.start() < lines[number][1]:
            found.append(number)
            resume = lines[number][1]
        match = phrases.search(text, resume)
    return found
