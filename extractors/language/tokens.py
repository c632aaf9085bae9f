"""Which words does a text consist of, and of what kind? A thin cover over rjieba (jieba's dictionary, in its package).

Tags are jieba's: n noun, v verb, vn verbal noun, d adverb, p preposition, c conjunction, m numeral, q measure word, x
punctuation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

import rjieba

from extractors.language.grammar import HAN

# The censored party: D建 is 党建. One character for one, so that offsets stay.
_CENSORED_PARTY = re.compile(f"(?<![A-Za-z])D(?=[{HAN}])")

# No word reaches over these marks, whatever stands on their other side.
_MARKS = "[，；。：、（）“”]"
_NEXT_MARK, _UP_TO_MARK = re.compile(_MARKS), re.compile(f".*{_MARKS}", re.DOTALL)


Span = tuple[int, int]
Right = tuple[Span | None, Span | None]


class Words:
    """The words of a text, cut from mark to mark where one is asked for: most stand where no figure needs them."""

    __slots__ = ("_cuts", "_first", "_last", "_starts", "_tags", "rights", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._first = self._last = 0  # what was looked at last
        self.rights: dict[Span, Right] = {}  # what extractors.context.metric read behind units: several ask for it
        self._cuts: list[tuple[int, int, list[int], tuple[str, ...]]] = []  # all that is cut of it

    def at(self, position: int) -> tuple[int, int, str]:
        """Start, end and tag of the word that covers the character at `position`."""
        if not self._first <= position < self._last:
            for cut in self._cuts:
                if cut[0] <= position < cut[1]:
                    self._first, self._last, self._starts, self._tags = cut
                    break
            else:
                self._cut(position)
        starts = self._starts
        n = bisect_right(starts, position)
        return starts[n - 1], starts[n], self._tags[n - 1]

    def _cut(self, position: int) -> None:
        text = self.text
        before, behind = _UP_TO_MARK.match(text, 0, position), _NEXT_MARK.search(text, position)
        first = before.end() if before else 0
        last = behind.start() if behind else len(text)
        if last == position:
            last += 1  # a mark is a word of its own
        part = text[first:last]
        words, self._tags = zip(*rjieba.tag(_CENSORED_PARTY.sub("党", part) if "D" in part else part), strict=True)
        self._first, self._last = first, last
        self._starts = starts = list(accumulate(map(len, words), initial=first))
        self._cuts.append((first, last, starts, self._tags))
