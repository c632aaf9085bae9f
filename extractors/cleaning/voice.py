"""Does a line speak to a reader who is to buy, follow or click, or does it report?

A linear model over the line's n-grams of characters and over what can be said of it as a whole. Phrases of one seller
do not carry over to the next; that it calls, offers, counts its own readers and reports nothing does. The weights
(data/advert_model.toml) are fitted by `make fit-adverts` to invented lines of many sellers and to the lines of reports.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from math import sqrt
from operator import add
from typing import Any

from extractors.cleaning.shapes import shapes_of, small, squeeze
from extractors.language.knowledge import load

LONGEST_GRAM = 4
SCALE = 5.0  # of the n-grams' share, so that their weights and the shapes' are of one size
MOST_REASONS = 3
#: Longer lines are judged by their beginning and their end, where a seller's words stand.
LONGEST_READ = 160


def read(lower: str) -> str:
    """What the n-grams are of: a line in small letters without blanks, its figures made alike, its ends marked."""
    plain = f"^{squeeze(lower)}$"
    return plain if len(plain) <= LONGEST_READ else plain[: LONGEST_READ // 2] + plain[-LONGEST_READ // 2 :]


def grams_of(line: str) -> set[str]:
    """The n-grams of a line, its blanks left out, its figures made alike, its beginning ^ and its end $."""
    plain = read(small(line))
    grams = set(plain)
    some: Iterable[str] = plain
    for n in range(1, LONGEST_GRAM):  # each one longer than those before; map and add take a third of slices' time
        some = [*map(add, some, plain[n:])]
        grams.update(some)
    return grams


class Voice:
    """The weights of data/advert_model.toml, ready to hear lines."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.base: float = data["base"]
        self.shapes: dict[str, float] = data["shapes"]
        self.grams = {gram: float(weight) for weight, grams in data["grams"].items() for gram in grams.split(" ")}
        self._known = frozenset(self.grams)
        self._lengths: list[int] = data["limits"]["lengths"]
        self._limits: dict[str, list[float]] = data["limits"]
        #: Words that few lines of reports have: one is reason enough to hear a short line, two a longer one.
        self.hints = frozenset(data["hints"].split(" "))

    def limit(self, where: str, length: int) -> float:
        """How loud a line of so many characters must be to go from such a place."""
        return self._limits[where][bisect_left(self._lengths, length)]

    def score(self, line: str) -> float:
        """The log-odds that a line is an advert."""
        grams = grams_of(line)
        spoken = sum(map(self.grams.__getitem__, self._known & grams))
        shaped = sum(self.shapes.get(shape, 0.0) for shape in shapes_of(line))
        return self.base + spoken * SCALE / sqrt(len(grams)) + shaped

    def reasons(self, line: str) -> list[str]:
        """What speaks loudest for a line's being an advert: words that do not hold one another, and shapes."""
        grams = grams_of(line)
        each = SCALE / sqrt(len(grams))
        said = [(self.grams.get(gram, 0.0) * each, gram.strip("^$")) for gram in grams]
        said += [(self.shapes.get(shape, 0.0), shape) for shape in shapes_of(line)]
        told: list[str] = []
        for weight, reason in sorted(said, key=lambda item: (-item[0], -len(item[1]), item[1])):
            if weight <= 0 or len(told) == MOST_REASONS:
                break
            if len(reason) > 1 and not any(reason in other or other in reason for other in told):
                told.append(reason)
        return told


@cache
def load_voice() -> Voice:
    return Voice(load("advert_model.toml"))
