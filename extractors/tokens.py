"""Which words does a text consist of, and of what kind? A thin cover over rjieba (jieba's dictionary, in its package).

Tags are jieba's: n noun, v verb, vn verbal noun, d adverb, p preposition, c conjunction, m numeral, q measure word, x
punctuation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

import regex
import rjieba

from extractors.records import quick

# The censored party: D建 is 党建. One character for one, so that offsets stay.
_CENSORED_PARTY = regex.compile(r"(?<![A-Za-z])D(?=\p{Han})")

# Marks at which no word ends otherwise when the text behind them is left away.
_CLAUSE_END = re.compile("[，；。：]")


@quick
@dataclass(frozen=True, slots=True)
class Words:
    """A text and the words it consists of; `starts[n]` and `starts[n + 1]` enclose word n."""

    text: str
    starts: tuple[int, ...]
    tags: tuple[str, ...]

    def at(self, position: int) -> int:
        """Number of the word that covers the character at `position`."""
        return bisect_right(self.starts, position) - 1

    def word(self, n: int) -> str:
        return self.text[self.starts[n] : self.starts[n + 1]]

    def end(self, n: int) -> int:
        return self.starts[n + 1]


def cut_words(text: str, until: int) -> Words:
    """The words of the text in order; together they cover it as far as the end of a clause at or behind `until`."""
    if not text:
        return Words(text, (0,), ())
    mark = _CLAUSE_END.search(text, until)
    read = text[: mark.start()] if mark else text
    plain = _CENSORED_PARTY.sub("党", read) if "D" in read else read
    words, tags = zip(*rjieba.tag(plain), strict=True)
    return Words(text, (0, *accumulate(map(len, words))), tags)
