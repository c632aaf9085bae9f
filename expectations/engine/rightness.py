"""How right is a batch, by the claims of it that were drawn at random and read? Shares with their intervals.

The share is weighted by stratum. Its interval is Wilson's with the continuity correction (R. G. Newcombe, Statistics in
Medicine 17, 1998, method 4), on the number of claims that the weights leave (L. Kish, Survey Sampling, 1965, 11.7),
and with the correction for a finite batch: of one that was read to the end everything is known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Z = 1.959964  # 95 %
ENOUGH = 5  # read claims in a stratum; fewer are weighted together
ASPECTS: Mapping[str, frozenset[str]] = {
    "quantity": frozenset(),
    "value": frozenset({"value", "value_min", "value_max", "unit", "kind", "bound", "masked", "per"}),
    "name": frozenset({"metric", "scope"}),
    "period": frozenset({"period_start", "period_end"}),
    "whole row": frozenset({"status", "comparison", "direction"}),
}
WHOLE = "whole row"
HOLDING = ("applied", "set_aside")  # states in which a review says what is wrong now
NUMERAL, MISSED = "numeral|", "missed"  # strata of numerals begin so
# What a batch is divided into, in SQL on `claims` and on `passed_over`.
STRATUM = "kind || '|' || CASE WHEN confidence < 0.6 THEN 'low' WHEN confidence < 0.8 THEN 'middle' ELSE 'high' END"
STRATUM_OF_NUMERAL = f"'{NUMERAL}' || reason"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `of` are so, as far as `read` say."""

    name: str
    share: float
    low: float
    high: float
    read: int
    of: int

    @property
    def half(self) -> float:
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Read:
    """One that was drawn and read; `wrong`: the aspects in which it is."""

    stratum: str
    wrong: frozenset[str]


class Stratified(Protocol):
    """What was drawn out of a stratum."""

    @property
    def stratum(self) -> str: ...


Some = TypeVar("Some", bound=Stratified)


def wilson(share: float, number: float) -> tuple[float, float]:
    """The interval of a share among so many, with the continuity correction."""
    if number <= 0:
        return 0.0, 1.0
    square = Z * Z
    under = 2 * (number + square)
    inner = 4 * number * share * (1 - share)
    low = (
        2 * number * share + square - 1 - Z * math.sqrt(max(0.0, square - 2 - 1 / number + inner + 4 * share))
    ) / under
    high = (
        2 * number * share + square + 1 + Z * math.sqrt(max(0.0, square + 2 - 1 / number + inner - 4 * share))
    ) / under
    return (0.0 if share == 0 else max(0.0, low)), (1.0 if share == 1 else min(1.0, high))


def estimate(name: str, reads: Sequence[Read], sizes: Mapping[str, int]) -> Share:
    """The share that is right in one aspect; `sizes`: how many each stratum of the batch has."""
    total, number = sum(sizes.values()), len(reads)
    if not number or not total:
        return Share(name, 0.0, 0.0, 1.0, number, total)
    groups = collapse(reads, sizes)
    weights = [size / total for size, _ in groups]
    shares = [sum(name not in read.wrong for read in some) / len(some) for _, some in groups]
    # sizes before they are divided: of weights that are rounded the whole may be 0.9999…, whose bound leaves 1 out
    share = min(1.0, math.fsum(size * one for (size, _), one in zip(groups, shares, strict=True)) / total)
    if number >= total:
        return Share(name, share, share, share, number, total)
    worth = 1 / sum(weight**2 / len(some) for weight, (_, some) in zip(weights, groups, strict=True))
    low, high = wilson(share, worth * (total - 1) / (total - number))
    return Share(name, share, min(low, share), max(high, share), number, total)


def collapse(reads: Sequence[Some], sizes: Mapping[str, int]) -> list[tuple[int, list[Some]]]:
    """Strata with their sizes; those of which too few were read together, with the smallest other one if need be."""
    by_stratum: dict[str, list[Some]] = defaultdict(list)
    for read in reads:
        by_stratum[read.stratum].append(read)
    groups = [(sizes.get(name, 0), some) for name, some in by_stratum.items() if len(some) >= ENOUGH]
    small = [name for name in {*sizes, *by_stratum} if len(by_stratum.get(name, ())) < ENOUGH]
    rest = (sum(sizes.get(name, 0) for name in small), [read for name in small for read in by_stratum.get(name, ())])
    while groups and rest[0] and len(rest[1]) < ENOUGH:
        groups.sort(key=lambda group: group[0])
        size, some = groups.pop(0)
        rest = (rest[0] + size, rest[1] + some)
    return [*groups, rest] if rest[0] else groups


def reads_of(rows: Iterable[tuple[str, str, str, str, str]]) -> list[Read]:
    """Out of rows of `reviews` about what was drawn: target, stratum, verdict, field, state.

    Who calls a row wrong without saying what of it has called each of its aspects wrong, but that there is a quantity.
    What is not known any more, as the reading is another one now, was not read.
    """
    wrong: dict[str, set[str]] = defaultdict(set)
    strata: dict[str, str] = {}
    unknown: set[str] = set()
    for target, stratum, verdict, column, state in rows:
        strata[target] = stratum
        if state in ("outdated", "orphaned"):
            unknown.add(target)
        if stratum.startswith(NUMERAL):
            wrong[target] |= {MISSED} if verdict == "missing" and state in (*HOLDING, "closed") else set()
        elif state in HOLDING and verdict != "right":
            wrong[target] |= aspects_of(verdict, column)
    return [Read(stratum, frozenset(wrong[target])) for target, stratum in strata.items() if target not in unknown]


def aspects_of(verdict: str, column: str) -> set[str]:
    if verdict == "no_claim":
        return set(ASPECTS)
    if verdict == "wrong":
        return set(ASPECTS) - {"quantity"}
    return {name for name, columns in ASPECTS.items() if column in columns} | {WHOLE}
