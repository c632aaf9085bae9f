"""Which lines hold one of these phrases? A quick look, so that slow rules read few lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def lines_that_hold(phrases: Iterable[str], text: str, lines: Sequence[Span]) -> list[int]:
    """The numbers of the lines, given as spans in order, in which any of the phrases begins."""
    starts = [start for start, _ in lines]
    found: set[int] = set()
    for phrase in phrases:
        at = text.find(phrase)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            if number < 0:
                at = text.find(phrase, at + 1)
                continue
            found.add(number)
            at = text.find(phrase, max(at + 1, lines[number][1]))
    return sorted(found)
