"""Where do any of hundreds of phrases stand? A quick look, so that slow rules read few lines."""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
import regex  # tells what a match may begin with

Span = tuple[int, int]
Numbers = np.ndarray[Any, np.dtype[np.uint32]]
Bits = TypeVar("Bits", np.uint32, np.uint64)

#: Knuth's multiplicative hashing: numbers near each other, like those of Chinese characters, are spread evenly.
_SPREAD = np.uint32(2654435769)
_HALF, _LOW = np.uint32(16), np.uint32(0xFFFF)


class PhraseFinder:
    """Finds every place of its phrases in one pass, at the same cost for ten of them and for a thousand.

    numpy marks the pairs of characters whose hash is that of a pair with which a phrase begins; only there are phrases
    compared.
    """

    def __init__(self, phrases: Collection[str]) -> None:
        self._singles: defaultdict[int, list[str]] = defaultdict(list)  # by their only character
        self._by_pair: defaultdict[int, list[str]] = defaultdict(list)
        for phrase in sorted(set(phrases)):
            pair = int(pairs_of(phrase)[0])
            if len(phrase) == 1:
                self._singles[pair >> 16].append(phrase)
            else:
                self._by_pair[pair].append(phrase)
        self._is_pair = np.zeros(1 << 16, dtype=bool)
        self._is_pair[hash_pairs(np.array([*self._by_pair], dtype=np.uint32))] = True
        self._is_single = np.zeros(1 << 16, dtype=bool)
        self._is_single[[*self._singles]] = True
        for pair, known in self._by_pair.items():
            known += self._singles.get(pair >> 16, [])

    def find(self, text: str) -> list[tuple[int, str]]:
        """Each phrase that stands in the text, with its place; in order, also one inside another."""
        pairs = pairs_of(text)
        marked = self._is_pair.take(hash_pairs(pairs))
        if self._singles:
            marked |= self._is_single.take(pairs >> _HALF)
        places = marked.nonzero()[0]
        found: list[tuple[int, str]] = []
        for at, pair in zip(places.tolist(), pairs[places].tolist(), strict=True):
            for phrase in self._by_pair.get(pair) or self._singles.get(pair >> 16) or ():
                if text.startswith(phrase, at):
                    found.append((at, phrase))
        return found


def codes_of(text: str) -> Numbers:
    """Each character's number."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def pairs_of(text: str) -> Numbers:
    """Each character and the next one as a number; that rare characters share theirs with others costs a look."""
    codes = codes_of(f"{text}\0") & _LOW
    return codes[:-1] << _HALF | codes[1:]


def hash_pairs(pairs: Numbers) -> Numbers:
    """Numbers of sixteen bits, few of them shared by two pairs."""
    return pairs * _SPREAD >> _HALF


def each_once(numbers: np.ndarray[Any, np.dtype[Bits]]) -> np.ndarray[Any, np.dtype[Bits]]:
    """The numbers in order; np.unique takes five to forty times as long."""
    ordered = np.sort(numbers)
    return np.concatenate((ordered[:1], ordered[1:][ordered[1:] != ordered[:-1]]))


def lines_that_hold(phrases: Collection[str], text: str, lines: Sequence[Span]) -> list[int]:
    """The numbers of the lines, given as spans in order, in which any of a few phrases begins."""
    starts = [start for start, _ in lines]
    found: set[int] = set()
    for phrase in phrases:
        at = text.find(phrase)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            if number >= 0 and at < lines[number][1]:
                found.add(number)
            at = text.find(phrase, at + 1)
    return sorted(found)


def begin_fast(pattern: str) -> str:
    """The verbose pattern that matches the first character of each match of another one.

    It begins with a set of the characters that may stand there, unless any Chinese one may: re passes over all others
    at the speed of such a set, and where it tries many such patterns, it leaves most at once.
    """
    plain = regex.compile(_LOOKS_BEHIND.sub("", pattern), regex.VERBOSE)
    if plain.match("\u9fa5", partial=True):
        return f"(?={pattern})(?s:.)"
    firsts = "".join(char for char in sorted({*pattern, *string.printable}) if plain.match(char, partial=True))
    kinds = "".join(kind for kind, one in ((r"\d", "٣"), (r"\s", "\u2003")) if plain.match(one, partial=True))
    return f"[{re.escape(firsts)}{kinds}](?<=(?={pattern})(?s:.))"


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


def one_of(ways: Iterable[tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """A choice between patterns, each given with its kind, and the kinds: `kinds[match.lastindex]` is the one found.

    The patterns are sorted by their first character and keep their order among those that begin alike: re then passes
    quickly over the places where none can begin and tries few at the others. It takes a choice for a set of first
    characters only where nothing stands before them, so that a lookbehind moves behind its pattern's first one.
    """
    branches: dict[str, list[tuple[str, str]]] = {}
    for kind, way in ways:
        parts = _WAY.fullmatch(way)
        if parts is None:
            raise ValueError(f"{way} does not begin with a character of the text; write its beginning out")
        first, behind = parts["first"], parts["behind"]
        look = f"(?<{parts['look']}(?:{behind}){first})" if behind else ""
        branches.setdefault(first, []).append((kind, look + parts["rest"]))
    kinds, choices = [""], list[str]()
    for first, rests in branches.items():
        runs = []
        for kind, run in groupby(rests, itemgetter(0)):
            kinds.append(kind)
            runs.append("|".join(rest for _, rest in run))
        choices.append(first + (f"(?:{'|'.join(f'(?:{run})()' for run in runs)})"))
    return f"(?:{'|'.join(choices)})", tuple(kinds)


def _any_of(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(characters))))}]"


_LOOKS_BEHIND = re.compile(r"(?:\(\?<[=!][^()]*\))+")
_BEGINS_CLEARLY = re.compile(r"[^(\[.\\?*+|{^$](?![?*{|])")
_TWO_CLEAR = re.compile(r"[^(\[.\\?*+|{^$]{2}(?![?*{|])")
_WAY = re.compile(
    r"(?:\(\?<(?P<look>[=!])(?P<behind>[^()]*)\))?(?P<first>[^(\[.\\?*+|{^$])(?P<rest>(?![?*{|]).*)", re.DOTALL
)
