"""Which numerals of a text are no quantities, and why? Every digit, and Chinese numerals of two characters or more.

What was passed over is told by the rule that did it (data/not_claims.toml), or by the last resort that refused it:
`no_unit`, a number that no unit follows; `not_counted`, one with a unit that makes no claim of it; `word`, Chinese
numerals in words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from extractors.language import knowledge
from extractors.language.grammar import NUMERAL, PARTS
from extractors.quantities.behind import spelling_at

Span = tuple[int, int]

LAST_RESORTS = ("no_unit", "not_counted", "word")
_NUMERALS = re.compile(NUMERAL)
_RULES = re.compile(
    "|".join(f"(?P<{rule.name}>{knowledge.fill(rule.pattern, PARTS)})" for rule in knowledge.not_claims()), re.VERBOSE
)
_MARKS = "“《「〔（([【第"  # rules that begin with one of these are tried from there
_REACH = 40
_BLANKS = " \t\u3000\xa0"


class Passed(Struct, frozen=True, gc=False):
    """A numeral that is no claim; positions are those of the text that was scanned."""

    start: int
    end: int
    reason: str


def find_passed(text: str, plain: str, taken: Sequence[Span], skipped: Sequence[Span]) -> Iterator[Passed]:
    """The numerals outside of `taken`, in order.

    `plain`: the text in simplified characters; `taken`: where the quantities stand, in order; `skipped`: what rules
    have taken for none, in order.
    """
    starts = [start for start, _ in taken]
    begins = [start for start, _ in skipped]
    for numeral in _NUMERALS.finditer(text):
        for start, end in _outside(numeral.span(), taken, starts):
            yield Passed(start, end, _reason(plain, start, end, skipped, begins))


def _outside(span: Span, taken: Sequence[Span], starts: Sequence[int]) -> Iterator[Span]:
    """What of a numeral no quantity takes."""
    at, last = span
    n = max(0, bisect_right(starts, at) - 1)
    while n < len(taken) and taken[n][0] < last:
        start, end = taken[n]
        if end > at:
            if start > at:
                yield at, start
            at = end
        n += 1
    if at < last:
        yield at, last


def _reason(plain: str, start: int, end: int, skipped: Sequence[Span], begins: Sequence[int]) -> str:
    n = bisect_right(begins, start) - 1
    places = [start]
    if n >= 0 and skipped[n][1] >= end:
        places.insert(0, skipped[n][0])
    first = max(0, start - _REACH)
    if (mark := max(plain.rfind(mark, first, start) for mark in _MARKS)) >= 0:
        places.append(mark)
    for place in places:
        rule = _RULES.match(plain, place)
        if rule and rule.end() >= end:
            return rule.lastgroup or ""
    if start and plain[start - 1].isascii() and plain[start - 1].isalpha():
        return "behind_letters"
    if not plain[start].isdecimal():
        return "word"
    behind = end + (plain[end : end + 1] in _BLANKS)
    return "not_counted" if spelling_at(plain, behind) else "no_unit"
