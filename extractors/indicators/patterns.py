"""How are many spellings written as one? (a|b) may stand there or not, of [a|b] one must; either may hold others.

(全社会)用电[量|总量] is 用电量, 用电总量, 全社会用电量 and 全社会用电总量.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TAIL = 3  # characters by which patterns are found
_OPEN, _CLOSE = "([", ")]"
_MARKS = re.compile(r"[\s“”‘’\"'《》「」、，,。·：:;；!！?？…—\-（）]+")


def to_regex(patterns: str) -> str:
    """A regular expression for the spellings of patterns that blanks divide."""
    return "|".join(_regex(plain_pattern(pattern)) for pattern in patterns.split())


def plain_pattern(pattern: str) -> str:
    """The pattern without the marks that a plain name lacks."""
    return _MARKS.sub("", pattern)


def tails_of(patterns: str) -> frozenset[str]:
    """The last characters of the spellings: as many as TAIL, or the whole of a shorter one."""
    return frozenset(tail for pattern in patterns.split() for tail in _tails(plain_pattern(pattern)) if len(tail) > 1)


def count(pattern: str) -> int:
    """How many spellings a pattern has."""
    product = 1
    for choices, optional in _parts(plain_pattern(pattern)):
        product *= sum(1 if _is_plain(choice) else count(choice) for choice in choices) + optional
    return product


def expand(pattern: str) -> list[str]:
    """All spellings of a pattern; some may come twice."""
    found = [""]
    for choices, optional in _parts(plain_pattern(pattern)):
        ways = [way for choice in choices for way in ([choice] if _is_plain(choice) else expand(choice))]
        found = [begin + way for begin in found for way in (*ways, *([""] if optional else []))]
    return found


def _regex(pattern: str) -> str:
    written = ""
    for choices, optional in _parts(pattern):
        inner = "|".join(choice if _is_plain(choice) else _regex(choice) for choice in choices)
        written += f"(?:{inner}){'?' if optional else ''}" if optional or len(choices) > 1 else inner
    return written


def _tails(pattern: str) -> set[str]:
    tails = {""}
    for choices, optional in reversed(list(_parts(pattern))):
        if all(len(tail) >= TAIL for tail in tails):
            break
        ends = {end for choice in choices for end in ({choice[-TAIL:]} if _is_plain(choice) else _tails(choice))}
        if optional:
            ends.add("")
        tails = {tail if len(tail) >= TAIL else (end + tail)[-TAIL:] for tail in tails for end in ends}
    return tails


def _is_plain(pattern: str) -> bool:
    return not any(mark in pattern for mark in _OPEN)


def _length(pattern: str) -> int:
    """How much of a pattern its first part is."""
    if pattern[0] in _OPEN:
        return _closing(pattern, 0) + 1
    return min((at for mark in _OPEN if (at := pattern.find(mark)) >= 0), default=len(pattern))


def _parts(pattern: str) -> Iterator[tuple[list[str], bool]]:
    """The choices at each place, and whether none of them has to stand there."""
    while pattern:
        length = _length(pattern)
        if pattern[0] in _OPEN:
            yield list(_split(pattern[1 : length - 1])), pattern[0] == "("
        else:
            yield [pattern[:length]], False
        pattern = pattern[length:]


def _closing(pattern: str, at: int) -> int:
    depth = 0
    for n in range(at, len(pattern)):
        depth += (pattern[n] in _OPEN) - (pattern[n] in _CLOSE)
        if not depth:
            return n
    raise ValueError(f"{pattern}: a bracket is not closed")


def _split(choices: str) -> Iterator[str]:
    depth = first = 0
    for n, char in enumerate(choices):
        depth += (char in _OPEN) - (char in _CLOSE)
        if char == "|" and not depth:
            yield choices[first:n]
            first = n + 1
    yield choices[first:]
