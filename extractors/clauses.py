"""Where do sentences and clauses begin and end, and which words stand to the left and right of a quantity?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.mention import Mention

_SENTENCE_END = regex.compile(r"[。！？!?](?:[”’」』）)]*+)|\n++")
# A comma between digits is a thousands separator, a colon between digits a ratio.
_CLAUSE_END = regex.compile(r"[，；。：！？;!?\n\t|]|(?<!\d)[,:]|[,:](?!\d)|——")
_BRACKET = regex.compile(r"[（(](?P<inside>[^（）()\n]*+)[）)]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of text up to 。！？ or a line end, with the quantities in it; positions in the text that was cut."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]


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
    """The sentences between two positions that hold quantities, in order."""
    queue, at = list(mentions), 0
    position = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if at >= len(queue):
            return
        first = at
        while at < len(queue) and queue[at].start < match.end():
            at += 1
        if at > first:
            yield _sentence(text, position, match.end(), queue[first:at])
        position = match.end()
    if at < len(queue):
        yield _sentence(text, position, end, queue[at:])


def _sentence(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Sentence:
    return Sentence(start, end, text[start:end], tuple(mentions))


def settings(sentence: Sentence) -> list[Setting]:
    """Each quantity of the sentence amid its clause."""
    text, base = sentence.text, sentence.start
    spans = [(m.start - base, m.end - base) for m in sentence.mentions]
    cuts = _clause_cuts(text, spans)
    found = []
    for n, (start, end) in enumerate(spans):
        before = spans[n - 1][1] if n else 0
        after = spans[n + 1][0] if n + 1 < len(spans) else len(text)
        opened = max((cut_end for _, cut_end in cuts if cut_end <= start), default=0)
        closed = min((cut for cut, _ in cuts if cut >= end), default=len(text))
        left, right = (max(opened, before), start), (end, min(closed, after))
        found.append(Setting(sentence.mentions[n], left, right, text[before:start], before))
    return found


def _clause_cuts(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Punctuation that ends a clause; brackets do so only where they hold a quantity."""
    inside = [(m.start(), m.end()) for m in _BRACKET.finditer(text)]
    full = [(s, e) for s, e in inside if any(s < a and b < e for a, b in spans)]
    plain = [(s, e) for s, e in inside if (s, e) not in full]
    cuts = [
        m.span()
        for m in _CLAUSE_END.finditer(text)
        if not any(s < m.start() < e for s, e in plain) and not any(a <= m.start() < b for a, b in spans)
    ]
    cuts += [(s, s + 1) for s, _ in full] + [(e - 1, e) for _, e in full]
    return sorted(cuts)
