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

_NUMERALS = re.compile(NUMERAL)


_RULES = re.compile(
    "|".join(f"(?P<{rule.name}>{knowledge.fill(rule.pattern, PARTS)})" for rule in knowledge.not_claims()), re.VERBOSE
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
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
    known: dict[int, tuple[int, str]] = {}
    for numeral in _NUMERALS.finditer(text):
        first, last = numeral.span()
        n = bisect_right(starts, first) - 1
        if n >= 0 and taken[n][1] >= last:
            continue
        for start, end in _outside(first, last, taken, n):
            yield Passed(start, end, _reason(plain, start, end, skipped, begins, known))


def _outside(at: int, last: int, taken: Sequence[Span], n: int) -> Iterator[Span]:
    """What of a numeral no quantity takes, of those from the n-th on."""
    n = max(0, n)
    while n < len(taken) and taken[n][0] < last:
        start, end = taken[n]
        if end > at:
            if start > at:
                yield at, start
            at = end
        n += 1
    if at < last:
        yield at, last


def _reason(
    plain: str,
    start: int,
    end: int,
    skipped: Sequence[Span],
    begins: Sequence[int],
    known: dict[int, tuple[int, str]],
) -> str:
    if plain[end : end + 1] == "年" and _YEAR.fullmatch(plain, start, end):
        return "calendar_year"  # as that rule would say; the most frequent one
    n = bisect_right(begins, start) - 1
    reason = _rule_at(plain, skipped[n][0], end, known) if n >= 0 and skipped[n][1] >= end else ""
    reason = reason or _rule_at(plain, start, end, known)
    if not reason:
        first = max(0, start - _REACH)
        mark = max(plain.rfind(mark, first, start) for mark in _MARKS)
        reason = _rule_at(plain, mark, end, known) if mark >= 0 else ""
    if reason:
        return reason
    if start and plain[start - 1].isascii() and plain[start - 1].isalpha():
        return "behind_letters"
    if not plain[start].isdecimal():
        return "word"
    behind = end + (plain[end : end + 1] in _BLANKS)
    return "not_counted" if spelling_at(plain, behind) else "no_unit"


def _rule_at(plain: str, place: int, end: int, known: dict[int, tuple[int, str]]) -> str:
    """The rule that takes what begins at a place, as far as `end` at least; "" for none."""
    if place not in known:
        rule = _RULES.match(plain, place)
        known[place] = (rule.end(), rule.lastgroup or "") if rule else (0, "")
    reach, name = known[place]
    return name if reach >= end else ""
