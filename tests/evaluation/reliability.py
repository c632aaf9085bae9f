"""Does `confidence` mean what it says? Of the claims with some confidence, that share should be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

EDGES = (0.5, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims whose confidence lies in one interval."""

    title: str
    rows: int
    confidence: float  # mean
    right: float  # share


@dataclass(frozen=True, slots=True)
class Reliability:
    """The table, and two figures: both are 0 at best."""

    bins: tuple[Bin, ...]
    rows: int
    right: float
    calibration_error: float  # expected: mean distance of confidence and share over the bins, weighted by their rows
    brier: float  # mean squared distance of confidence and outcome (Brier 1950)
    brier_of_share: float  # what the overall share alone, given to every claim, would have
    ranking: float = (
        0.5  # the chance that a right claim has more confidence than a wrong one (area under the ROC curve)
    )
    lowest_tenth: float = 0.0  # of the wrong rows, the share that is in the tenth with the least confidence


def reliability(confidence: Sequence[float], right: Sequence[bool]) -> Reliability:
    pairs = list(zip(confidence, right, strict=True))
    rows = len(pairs)
    bins = []
    for low, high in zip((0.0, *EDGES), (*EDGES, 2.0), strict=True):
        inside = [(c, r) for c, r in pairs if low <= c < high]
        bins.append(Bin(title_of(low, high), len(inside), mean([c for c, _ in inside]), mean([r for _, r in inside])))
    overall = mean(right)
    return Reliability(
        bins=tuple(bins),
        rows=rows,
        right=overall,
        calibration_error=sum(b.rows * abs(b.confidence - b.right) for b in bins) / rows if rows else 0.0,
        brier=mean([(c - r) ** 2 for c, r in pairs]),
        brier_of_share=overall * (1 - overall),
        ranking=ranking(confidence, right),
        lowest_tenth=in_lowest(pairs, 0.1),
    )


def ranking(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Of all pairs of a right and a wrong claim, the share in which the right one is surer; ties count half."""
    good = Counter(c for c, r in zip(confidence, right, strict=True) if r)
    bad = Counter(c for c, r in zip(confidence, right, strict=True) if not r)
    if not good or not bad:
        return 0.5
    below, won = 0, 0.0
    for value in sorted(good | bad):
        won += good[value] * (below + bad[value] / 2)
        below += bad[value]
    return won / (good.total() * bad.total())


def in_lowest(pairs: Sequence[tuple[float, bool]], share: float) -> float:
    """Of the wrong ones, how many are among the least sure: of those with one confidence, as many as fall to them."""
    wrong = sum(not right for _, right in pairs)
    left, caught = share * len(pairs), 0.0
    for value in sorted({c for c, _ in pairs}):
        own = [right for c, right in pairs if c == value]
        caught += own.count(False) * min(1.0, left / len(own))
        left -= len(own)
        if left <= 0:
            break
    return caught / wrong if wrong else 0.0


def title_of(low: float, high: float) -> str:
    if low == 0:
        return f"< {high:g}"
    return f"≥ {low:g}" if high > 1 else f"{low:g} – {high:g}"


def mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
