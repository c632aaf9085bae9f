"""Which claims are read to know how right a batch is? Some of each kind and confidence, drawn at random.

Every n-th of all in the order of their strata, in random order within each, from a random beginning (systematic
sampling, W. G. Cochran, Sampling Techniques, chapter 8): each has the same chance, and each stratum its part, up to
one. They are shown in random order: whoever stops after half of a sample has read one of half the size. Sentences are
drawn at random within each stratum, so many of each, and shown in turn.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

import msgspec

CLAIM, NUMERAL, SENTENCE = "claim", "numeral", "sentence"


class Drawn(msgspec.Struct, frozen=True):
    """One that is to be read: a claim by its id, a numeral by the id of its span, or a sentence by its own."""

    sample: str
    place: int
    batch: str
    what: str  # claim, numeral or sentence
    target: str
    stratum: str
    of: int  # how many the stratum has


def draw(
    sample: str, batch: str, what: str, members: Mapping[str, Sequence[str]], wanted: int, seed: int
) -> list[Drawn]:
    """`members`: the ids of each stratum. All where as many are wanted as there are."""
    chance = random.Random(seed)
    line = [
        (target, name, len(members[name]))
        for name in sorted(members)
        for target in chance.sample(sorted(members[name]), len(members[name]))
    ]
    wanted = min(wanted, len(line))
    if wanted <= 0:
        return []
    step = len(line) / wanted
    first = chance.random() * step
    chosen = [line[min(int(first + number * step), len(line) - 1)] for number in range(wanted)]
    chance.shuffle(chosen)
    return [Drawn(sample, place, batch, what, *one) for place, one in enumerate(chosen)]


class Lots:
    """So many of each stratum of a stream, each with the same chance (J. S. Vitter, TOMS 11, 1985, algorithm R)."""

    def __init__(self, wanted: int, seed: int) -> None:
        self.wanted, self.chance = wanted, random.Random(seed)
        self.sizes: dict[str, int] = {}
        self.kept: dict[str, list[str]] = {}

    def offer(self, members: Iterable[tuple[str, str]]) -> None:
        """`members`: stratum and id of each."""
        for stratum, target in members:
            size = self.sizes[stratum] = self.sizes.get(stratum, 0) + 1
            kept = self.kept.setdefault(stratum, [])
            if len(kept) < self.wanted:
                kept.append(target)
            elif (place := self.chance.randrange(size)) < self.wanted:
                kept[place] = target

    def drawn(self, sample: str, batch: str, what: str) -> list[Drawn]:
        """As many as are wanted, as many of each stratum; those that are looked at first are of all of them."""
        many = share_out(self.wanted, self.sizes)
        line = []
        for stratum, number in many.items():
            some = self.kept[stratum]
            self.chance.shuffle(some)
            line += [((place + 0.5) / number, stratum, target) for place, target in enumerate(some[:number])]
        return [
            Drawn(sample, place, batch, what, target, stratum, self.sizes[stratum])
            for place, (_, stratum, target) in enumerate(sorted(line))
        ]


def share_out(wanted: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """How many of each stratum: one at least, and more where another one has not so many."""
    many = {stratum: min(1, size) for stratum, size in sizes.items()}
    while sum(many.values()) < wanted and (open_ := [name for name in many if many[name] < sizes[name]]):
        many[min(open_, key=lambda name: (many[name], name))] += 1
    return many
