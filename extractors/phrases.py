"""Which lines hold one of these phrases? A quick look, so that slow rules read few lines."""

from __future__ import annotations

import re  # its search for one of many words is several times as fast as regex's
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

Span = tuple[int, int]


def compile_phrases(phrases: Collection[str]) -> re.Pattern[str]:
    """A pattern that matches the first character of each of the phrases, wherever it stands.

    It begins with a set of characters, which re passes over fastest, and looks at the second character before it
    tries hundreds of phrases one by one; common beginnings are written once.
    """
    single = {phrase for phrase in phrases if len(phrase) == 1}
    longer = sorted({phrase for phrase in phrases if phrase[0] not in single})
    ways = [f"(?<={_any_of(single)})"] if single else []
    ways += [f"(?={_any_of(phrase[1] for phrase in longer)})(?<=(?={_tree(longer)}).)"] if longer else []
    return re.compile(f"{_any_of(phrase[0] for phrase in phrases)}(?:{'|'.join(ways)})", re.DOTALL)


def _any_of(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(characters))))}]"


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


def begin_alike(patterns: Collection[str]) -> str:
    """A lookahead for the first two characters of the patterns, behind a lookbehind or not.

    Before an alternation of many words it makes a search several times as fast: re then tries them at few places.
    """
    plain = [_LOOKS_BEHIND.sub("", pattern) for pattern in patterns]
    if unclear := [pattern for pattern in plain if not _BEGINS_CLEARLY.match(pattern)]:
        raise ValueError(f"{min(unclear)} does not begin with a character of the text; write its beginning out")
    alone = {pattern[0] for pattern in plain if not _TWO_CLEAR.match(pattern)}
    pairs = [pattern for pattern in plain if pattern[0] not in alone]
    looks = [_any_of(alone)] if alone else []
    looks += [_any_of(p[0] for p in pairs) + _any_of(p[1] for p in pairs)] if pairs else []
    return f"(?={'|'.join(looks)})"


_LOOKS_BEHIND = re.compile(r"(?:\(\?<[=!][^()]*\))*")
_BEGINS_CLEARLY = re.compile(r"[^(\[.\\?*+|{^$](?![?*{|])")
_TWO_CLEAR = re.compile(r"[^(\[.\\?*+|{^$]{2}(?![?*{|])")
