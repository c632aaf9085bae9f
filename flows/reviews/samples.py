"""Which claims are read to know how right a batch is? Some of each kind and confidence, drawn at random.

Every n-th of all in the order of their strata, in random order within each, from a random beginning (systematic
sampling, W. G. Cochran, Sampling Techniques, chapter 8): each has the same chance, and each stratum its part, up to
one. They are shown in random order: whoever stops after half of a sample has read one of half the size.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import msgspec

CLAIM, NUMERAL = "claim", "numeral"


class Drawn(msgspec.Struct, frozen=True):
    """One that is to be read: a claim by its id, or a numeral by the id of its span."""

    sample: str
    place: int
    batch: str
    what: str  # claim or numeral
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
