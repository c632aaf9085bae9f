"""Where do sentences and clauses begin and end, and which words stand to the left and right of a quantity?"""

from __future__ import annotations

import re  # a call costs half of what regex takes; a pattern that begins with one set of characters runs fast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.mention import Mention
from extractors.records import maker, quick

LONGEST = 800  # characters of a sentence; real ones stay below, tables without line ends do not
_SENTENCE_END = re.compile(r"[。！？!?\n](?:(?<=\n)\n*|(?<!\n)[”’」』）)]*)")
_MARK = re.compile(r"[，；。：！？;!?\n\t|,:—（(）)]")
_ALWAYS_ENDS = frozenset("，；。：！？;!?\n\t|")
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


_make_sentence, _make_setting = maker(Sentence), maker(Setting)


def cut_sentences(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """The sentences between two positions that hold quantities, in order; one beyond LONGEST is cut."""
    count, at, position = len(mentions), 0, start
    while at < count and position < end:
        limit = min(end, position + LONGEST)
        match = _SENTENCE_END.search(text, position, limit)
        stop = match.end() if match else limit
        if match is None and stop < end:
            stop = _clause_stop(text, position, stop, mentions)
        begin = at
        while at < count and mentions[at].start < stop:
            at += 1
        if at > begin:
            yield _make_sentence(position, stop, text[position:stop], tuple(mentions[begin:at]))
        position = stop


def _clause_stop(text: str, start: int, stop: int, mentions: Sequence[Mention]) -> int:
    """The last end of a clause before `stop`, and never within a quantity."""
    for mark in range(stop, start + LONGEST // 2, -1):
        if text[mark - 1] in "，；、,; \t|":
            return mark
    cut = next((m for m in reversed(mentions) if m.start < stop), None)
    return cut.end if cut and cut.end > stop else stop


def settings(sentence: Sentence) -> list[Setting]:
    """Each quantity of the sentence amid its clause."""
    text, base, mentions = sentence.text, sentence.start, sentence.mentions
    starts, ends = [m.start - base for m in mentions], [m.end - base for m in mentions]
    opened, closed = _clause_ends(text, starts, ends)
    found, before = [], 0
    for n, mention in enumerate(mentions):
        start, end = starts[n], ends[n]
        found.append(_make_setting(mention, (opened[n], start), (end, closed[n + 1]), text[before:start], before))
        before = end
    return found


def _clause_ends(text: str, starts: Sequence[int], ends: Sequence[int]) -> tuple[list[int], list[int]]:
    """For each gap between two quantities (or the sentence's ends): behind its last end of a clause, before its first.

    Where no clause ends in a gap, that is where the gap begins and ends. Brackets end a clause only where they hold a
    quantity, and else hide what they hold.
    """
    gap_ends, passed = [*starts, len(text)], [*ends, len(text) + 1]
    opened, closed = [0, *ends], gap_ends.copy()
    gap, seen, hidden, bracket_end = 0, -1, 0, -1
    for found in _MARK.finditer(text):
        at = found.start()
        while at >= passed[gap]:
            gap += 1
        if at >= gap_ends[gap] or at < hidden:
            continue
        mark, stop = text[at], at + 1
        if mark not in _ALWAYS_ENDS:
            if mark in "（(":
                bracket = _BRACKET.match(text, at)
                if bracket is None:
                    continue
                if passed[gap] >= bracket.end():  # it holds no quantity
                    hidden = bracket.end()
                    continue
                bracket_end = bracket.end()
            elif mark in "）)":
                if stop != bracket_end:
                    continue
            elif mark == "—":
                if not text.startswith("—", stop):
                    continue
                stop = hidden = at + 2
            elif at and text[at - 1].isdecimal() and text[stop : stop + 1].isdecimal():
                continue  # a comma between digits is a thousands separator, a colon between digits a ratio
        if gap != seen:
            seen, closed[gap] = gap, at
        if stop <= gap_ends[gap]:
            opened[gap] = stop
    return opened, closed
