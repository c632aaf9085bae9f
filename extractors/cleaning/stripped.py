"""What is left of a text, and where did each character of it stand?"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from extractors.model import Removed

Span = tuple[int, int]
Place = tuple[int, int, str]  # start, end, rule


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is left of a source text, and what was taken out of it."""

    source: str
    kept: str
    removed: tuple[Removed, ...]
    toc_titles: tuple[str, ...] = ()
    doubtful: tuple[Span, ...] = ()  # lines of the source that were kept, though they sound like adverts
    offers: tuple[Span, ...] = ()  # sentences of the source whose figures are of an offer (offers.py)
    _kept_starts: tuple[int, ...] = field(default=(), repr=False)  # kept offset at which each kept piece begins
    _source_starts: tuple[int, ...] = field(default=(), repr=False)  # source offset of the same character

    def to_source(self, position: int) -> int:
        """Kept offset → offset of the same character in the source; for `len(kept)`, just behind the last one."""
        if not 0 <= position <= len(self.kept):
            raise IndexError(f"position {position} is outside the kept text (0 to {len(self.kept)})")
        if not self.kept:
            return 0
        if position == len(self.kept):
            return self.to_source(position - 1) + 1
        piece = bisect_right(self._kept_starts, position) - 1
        return self._source_starts[piece] + position - self._kept_starts[piece]

    def from_source(self, position: int) -> int:
        """Source offset → kept offset of the same character, or of the next one that was kept."""
        piece = bisect_right(self._source_starts, position) - 1
        if piece < 0:
            return 0
        end = self._kept_starts[piece + 1] if piece + 1 < len(self._kept_starts) else len(self.kept)
        return min(self._kept_starts[piece] + position - self._source_starts[piece], end)

    def span_in_source(self, start: int, end: int) -> Span:
        """Where in the source a span of kept characters, one at least, begins and ends."""
        piece = bisect_right(self._kept_starts, start)
        shift = self._source_starts[piece - 1] - self._kept_starts[piece - 1]
        if piece == len(self._kept_starts) or end <= self._kept_starts[piece]:
            return start + shift, end + shift
        return start + shift, self.to_source(end - 1) + 1


def merge(text: str, found: list[Place]) -> tuple[Removed, ...]:
    """Sorted and not overlapping: of overlapping finds one span is left, under the rule of the widest."""
    merged: list[Place] = []
    for start, end, rule in sorted(found, key=lambda item: (item[0], -item[1])):
        if start >= end:
            continue
        if merged and start < merged[-1][1]:
            first, last, name = merged[-1]
            merged[-1] = (first, max(last, end), name)
        else:
            merged.append((start, end, rule))
    return tuple(Removed(start, end, text[start:end], rule) for start, end, rule in merged)


def cut(
    text: str,
    removed: tuple[Removed, ...],
    titles: tuple[str, ...] = (),
    doubtful: tuple[Span, ...] = (),
    offers: tuple[Span, ...] = (),
) -> Stripped:
    """The text without the spans that are removed, which are in order and do not overlap."""
    pieces: list[str] = []
    kept_starts: list[int] = []
    source_starts: list[int] = []
    at = length = 0
    for end, resume in [*((span.start, span.end) for span in removed), (len(text), len(text))]:
        if end > at:
            kept_starts.append(length)
            source_starts.append(at)
            pieces.append(text[at:end])
            length += end - at
        at = resume
    return Stripped(text, "".join(pieces), removed, titles, doubtful, offers, tuple(kept_starts), tuple(source_starts))
