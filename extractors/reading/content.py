"""What does a reader hand back? The content of one file, or the reason why it has none."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeVar

import regex
from msgspec.structs import replace as replaced

from extractors.model import Block, Cell, Places, Span, Table

Part = TypeVar("Part", Block, Cell, Table)


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one file, and what its format says of the parts of it: see SourceText."""

    text: str
    encoding: str
    pages: tuple[int, ...] = ()  # offset of each page's first character; an empty page begins where the next one does
    tables: tuple[Table, ...] = ()
    blocks: tuple[Block, ...] = ()
    hidden: tuple[Span, ...] = ()
    places: Places | None = None
    doubtful_pages: tuple[int, ...] = ()
    recognised_pages: tuple[int, ...] = ()

    def without(self, pattern: regex.Pattern[str]) -> Content:
        """The same content without the characters that the pattern matches."""
        gone = [match.span() for match in pattern.finditer(self.text)]
        if not gone:
            return self
        ends = [end for _, end in gone]
        lost = [0, *accumulate(end - start for start, end in gone)]

        def at(position: int) -> int:
            before = bisect_right(ends, position)
            into = max(0, position - gone[before][0]) if before < len(gone) else 0
            return position - lost[before] - into

        return self._moved(pattern.sub("", self.text), at)

    def hiding(self, spans: tuple[Span, ...]) -> Content:
        """The same content with more of it hidden."""
        return replace(self, hidden=tuple(sorted((*self.hidden, *spans))))

    def below(self, lines: str) -> Content:
        """The same content below some lines."""
        return self._moved(lines + self.text, lambda position: position + len(lines))

    def _moved(self, text: str, at: Callable[[int], int]) -> Content:
        return replace(
            self,
            text=text,
            pages=tuple(map(at, self.pages)),
            tables=tuple(
                replaced(moved(table, at), cells=tuple(moved(cell, at) for cell in table.cells))
                for table in self.tables
            ),
            blocks=tuple(moved(block, at) for block in self.blocks),
            hidden=tuple((at(start), at(end)) for start, end in self.hidden),
            places=self.places and placed(self.places, len(text), at),
        )


def placed(places: Places, length: int, at: Callable[[int], int]) -> Places:
    """The places of a text, for another one of that length; `at` says where a position of the one is in the other."""
    lefts = array("f", bytes(4 * length))
    for position, left in enumerate(places.lefts):
        if at(position) < at(position + 1):  # it is still there
            lefts[at(position)] = left
    return replaced(places, starts=array("I", map(at, places.starts)), lefts=lefts)


def moved(part: Part, at: Callable[[int], int]) -> Part:
    """A part of a text, in another one: `at` says where a position of the one is in the other."""
    return replaced(part, start=at(part.start), end=at(part.end))


class UnreadableError(Exception):
    """A file that a reader cannot make text of: why, what its owner can do, and where in it the trouble is."""

    def __init__(self, reason: str, remedy: str, place: str = "") -> None:
        self.reason, self.remedy, self.place = reason, remedy, place
        super().__init__(reason)

    def __reduce__(self) -> tuple[type[UnreadableError], tuple[str, str, str]]:
        return type(self), (self.reason, self.remedy, self.place)  # travels between processes
