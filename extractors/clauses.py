"""Where do sentences and clauses begin and end, and which words stand to the left and right of a quantity?"""

from __future__ import annotations

import re  # a call costs half of what regex takes; a pattern that begins with one set of characters runs fast
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.mention import Mention
from extractors.records import quick

LONGEST = 800  # characters of a sentence; real ones stay below, tables without line ends do not
_SENTENCE_END = re.compile(r"[。！？!?\n](?:(?<=\n)\n*|(?<!\n)[”’」』）)]*)")
# A comma between digits is a thousands separator, a colon between digits a ratio.
_CLAUSE_END = re.compile(r"(?=[，；。：！？;!?\n\t|,:—])(?:[，；。：！？;!?\n\t|]|(?<!\d)[,:]|[,:](?!\d)|——)")
_BRACKET = re.compile(r"[（(][^（）()\n]*[）)]")


@quick
@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of text up to 。！？ or a line end, with the quantities in it; positions in the text that was cut."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]


@quick
@dataclass(frozen=True, slots=True)
class Setting:
    """One quantity amid its clause. `left` reaches back to the clause's beginning or the quantity before it,
    `right` forward to the clause's end or the next quantity; both are offsets into the sentence."""

    mention: Mention
    left: tuple[int, int]
    right: tuple[int, int]
    gap: str  # everything between the quantity before it (or the sentence's beginning) and it
    gap_start: int


def cut_sentences(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """The sentences between two positions that hold quantities, in order; one beyond LONGEST is cut."""
    queue, at = list(mentions), 0
    for first, last in _spans(text, start, end, mentions):
        if at >= len(queue):
            return
        begin = at
        while at < len(queue) and queue[at].start < last:
            at += 1
        if at > begin:
            yield _sentence(text, first, last, queue[begin:at])


def _spans(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    inside = [(m.start, m.end) for m in mentions]
    position = start
    while position < end:
        match = _SENTENCE_END.search(text, position, min(end, position + LONGEST))
        stop = match.end() if match else min(end, position + LONGEST)
        if match is None and stop < end:
            stop = _clause_stop(text, position, stop, inside)
        yield position, stop
        position = stop


def _clause_stop(text: str, start: int, stop: int, inside: Sequence[tuple[int, int]]) -> int:
    """The last end of a clause before `stop`, and never within a quantity."""
    for mark in range(stop, start + LONGEST // 2, -1):
        if text[mark - 1] in "，；、,; \t|":
            return mark
    n = bisect_left(inside, (stop,)) - 1
    return inside[n][1] if n >= 0 and inside[n][0] < stop < inside[n][1] else stop


def _sentence(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Sentence:
    return Sentence(start, end, text[start:end], tuple(mentions))


def settings(sentence: Sentence) -> list[Setting]:
    """Each quantity of the sentence amid its clause."""
    text, base = sentence.text, sentence.start
    spans = [(m.start - base, m.end - base) for m in sentence.mentions]
    cuts = _clause_cuts(text, spans)
    begins, ends = [cut for cut, _ in cuts], [cut_end for _, cut_end in cuts]
    found = []
    for n, (start, end) in enumerate(spans):
        before = spans[n - 1][1] if n else 0
        after = spans[n + 1][0] if n + 1 < len(spans) else len(text)
        last, following = bisect_right(ends, start), bisect_left(begins, end)
        opened = ends[last - 1] if last else 0
        closed = begins[following] if following < len(begins) else len(text)
        left, right = (max(opened, before), start), (end, min(closed, after))
        found.append(Setting(sentence.mentions[n], left, right, text[before:start], before))
    return found


def _clause_cuts(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Punctuation that ends a clause; brackets do so only where they hold a quantity."""
    closed = list(spans)  # where no clause can end
    cuts: list[tuple[int, int]] = []
    for bracket in _BRACKET.finditer(text) if "（" in text or "(" in text else ():
        start, end = bracket.span()
        if any(start < a and b < end for a, b in spans):
            cuts += [(start, start + 1), (end - 1, end)]
        else:
            closed.append((start + 1, end))
    closed.sort()
    n = 0
    for mark in _CLAUSE_END.finditer(text):
        at = mark.start()
        while n < len(closed) and closed[n][1] <= at:
            n += 1
        if n == len(closed) or at < closed[n][0]:
            cuts.append(mark.span())
    cuts.sort()
    return cuts
