"""Where do sentences and clauses begin and end, and which words stand to the left and right of a quantity?"""

from __future__ import annotations

import re  # a call costs half of what regex takes; a pattern that begins with one set of characters runs fast
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from extractors.quantities.mention import Mention

LONGEST = 800  # characters of a sentence; real ones stay below, tables without line ends do not
_SENTENCE_ENDS = "。！？!?\n"
_CLOSING, _LINE_END = frozenset("”’」』）)"), frozenset("\n")  # behind 。 and behind a line end, they belong to it
_ENDS_TOO = _CLOSING | _LINE_END
_ALWAYS_ENDS = frozenset("，；。：！？;!?\n\t|│┃")
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]")
#: All that stands between two members of a list: 3万元|和|5万元.
AND = re.compile(r"(?:左右|以上|以下)?\s*(?:[、和及与]|以及)\s*")
_BRACKET = re.compile(r"[（(][^（）()\n]*[）)]")


class Sentence(Struct, frozen=True, gc=False):
    """A run of text up to 。！？ or a line end, with the quantities in it; positions in the text that was cut."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]
    marks: Sequence[int] = ()  # where clauses may end in it, as positions like `start`
    broken: bool = False  # it begins with a line, and the line before broke off within a sentence


class Setting(Struct, frozen=True, gc=False):
    """One quantity amid its clause. `left` reaches back to the clause's beginning or the quantity before it,
    `right` forward to the clause's end or the next quantity; both are offsets into the sentence."""

    mention: Mention
    left: tuple[int, int]
    right: tuple[int, int]
    gap: str  # everything between the quantity before it (or the sentence's beginning) and it
    gap_start: int


class Marks(Struct, frozen=True, gc=False):
    """Where in a text there are characters at which sentences end, and at which clauses may."""

    sentence_ends: list[int]
    clause_ends: list[int]


def find_marks(text: str) -> Marks:
    """All at once: numpy takes for a whole text what re takes for two sentences."""
    kinds = _KIND_OF_MARK.take(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4"), mode="clip")
    return Marks((kinds == 2).nonzero()[0].tolist(), kinds.nonzero()[0].tolist())


_KIND_OF_MARK = np.zeros(1 << 16, dtype=np.uint8)
_KIND_OF_MARK[[ord(mark) for mark in "，；。：！？;!?\n\t|│┃,:—（(）)."]] = 1
_KIND_OF_MARK[[ord(mark) for mark in _SENTENCE_ENDS]] = 2


def cut_sentences(text: str, marks: Marks, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """The sentences between two positions that hold quantities, in order; one beyond LONGEST is cut."""
    ends, clause_ends = marks.sentence_ends, marks.clause_ends
    count, at, position = len(mentions), 0, start
    while at < count and position < end:
        number = bisect_left(ends, mentions[at].start)
        if number and ends[number - 1] >= position:
            position = ends[number - 1] + 1
            if text[position] in _CLOSING:
                position = _behind(text, ends[number - 1], end)
        limit = position + LONGEST
        if limit > end:
            limit = end
        if number < len(ends) and ends[number] < limit:
            stop = ends[number] + 1
            if stop < limit and text[stop] in _ENDS_TOO:
                stop = _behind(text, ends[number], limit)
        else:
            stop = limit if limit == end else _clause_stop(text, position, limit, mentions)
        begin = at
        while at < count and mentions[at].start < stop:
            at += 1
        if at > begin:
            inside = clause_ends[bisect_left(clause_ends, position) : bisect_left(clause_ends, stop)]
            yield Sentence(
                position, stop, text[position:stop], tuple(mentions[begin:at]), inside, _is_broken(text, position)
            )
        position = stop


_ENDS_LINE, SHORTEST_BROKEN = frozenset("。；;：:！!？?.|┃"), 20


def _is_broken(text: str, position: int) -> bool:
    """Whether a line of some length that ends like no sentence stands before the one that begins here."""
    if not position or text[position - 1] != "\n":
        return False
    line = text[text.rfind("\n", 0, position - 1) + 1 : position - 1].rstrip()
    return len(line) >= SHORTEST_BROKEN and line[-1] not in _ENDS_LINE


def _behind(text: str, at: int, limit: int) -> int:
    """Where the sentence ends whose last mark stands at a position: behind closing quotes, or a run of line ends."""
    follows = _LINE_END if text[at] == "\n" else _CLOSING
    at += 1
    while at < limit and text[at] in follows:
        at += 1
    return at


def _clause_stop(text: str, start: int, stop: int, mentions: Sequence[Mention]) -> int:
    """The last end of a clause before `stop`, and never within a quantity."""
    for mark in range(stop, start + LONGEST // 2, -1):
        if text[mark - 1] in "，；、,; \t|│┃":
            return mark
    cut = next((m for m in reversed(mentions) if m.start < stop), None)
    return cut.end if cut and cut.end > stop else stop


def settings(sentence: Sentence) -> list[Setting]:
    """Each quantity of the sentence amid its clause."""
    text, base, mentions = sentence.text, sentence.start, sentence.mentions
    starts, ends = [m.start - base for m in mentions], [m.end - base for m in mentions]
    opened, closed = _clause_ends(sentence, starts, ends)
    found, before = [], 0
    for n, mention in enumerate(mentions):
        start, end = starts[n], ends[n]
        found.append(Setting(mention, (opened[n], start), (end, closed[n + 1]), text[before:start], before))
        before = end
    return found


def _clause_ends(sentence: Sentence, starts: Sequence[int], ends: Sequence[int]) -> tuple[list[int], list[int]]:
    """For each gap between two quantities (or the sentence's ends): behind its last end of a clause, before its first.

    Where no clause ends in a gap, that is where the gap begins and ends. Brackets end a clause only where they hold a
    quantity, and else hide what they hold.
    """
    text, base = sentence.text, sentence.start
    gap_ends, passed = [*starts, len(text)], [*ends, len(text) + 1]
    opened, closed = [0, *ends], gap_ends.copy()
    gap, seen, hidden, bracket_end = 0, -1, 0, -1
    for position in sentence.marks:
        at = position - base
        while at >= passed[gap]:
            gap += 1
        if at >= gap_ends[gap] or at < hidden:
            continue
        mark, stop = text[at], at + 1
        if mark == "\t" and stop == gap_ends[gap] and at and _HAN_BEFORE.match(text, at - 1):
            continue  # a label, and its figure in the next column
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
            elif mark == ".":
                follows = text[stop : stop + 1]
                if follows.isascii() and not follows.isspace():
                    continue  # a decimal point, an abbreviation, an address
            elif at and text[at - 1].isdecimal() and text[stop : stop + 1].isdecimal():
                continue  # a comma between digits is a thousands separator, a colon between digits a ratio
        if gap != seen:
            seen, closed[gap] = gap, at
        if stop <= gap_ends[gap]:
            opened[gap] = stop
    return opened, closed
