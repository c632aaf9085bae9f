"""How much of what the reports state was read, by sentences that were drawn at random and looked at? With its interval.

What is missing is rare and comes in clusters, so its number is taken for a weighted sum of Poisson counts. Its interval
is that of M. P. Fay and E. J. Feuer (Statistics in Medicine 16, 1997, by the gamma distribution), which holds where
nothing was missing too; a sentence that misses three weighs as nine in the variance. The share read is that of the
claims among these and what is missing, both as the sentences have them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from expectations.engine.rightness import collapse

SENTENCE = "sentence|"  # strata of sentences begin so
CLAIMS, NUMERALS, NEITHER = f"{SENTENCE}claims", f"{SENTENCE}numerals", f"{SENTENCE}neither"
UNREAD = f"{SENTENCE}unread"  # what no stratum is known of: nobody looked at one of it
TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Looked:
    """A sentence that was drawn and looked at: how many claims it has, and how many more it should have."""

    stratum: str
    claims: int
    missing: int


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of all figures that was read, with its interval, and about how many are missing in the batch."""

    share: float
    low: float
    high: float
    read: int  # sentences
    of: int
    seen: int  # missing in those that were read
    missing: float  # in all


def estimate_recall(looked: Sequence[Looked], sizes: Mapping[str, int]) -> Recall | None:
    """`sizes`: how many sentences each stratum has. None where there is no claim among what was looked at."""
    groups = [(max(size, len(some)), some) for size, some in collapse(looked, sizes)]
    missing = claims = spread = spread_of_claims = largest = 0.0
    for size, some in groups:
        weight, unread = size / len(some), 1 - len(some) / size
        missing += weight * sum(one.missing for one in some)
        claims += weight * sum(one.claims for one in some)
        mean = sum(one.claims for one in some) / len(some)
        spread += weight**2 * unread * sum(one.missing**2 for one in some)
        spread_of_claims += weight**2 * unread * sum((one.claims - mean) ** 2 for one in some)
        largest = max(largest, weight) if unread else largest
    if not claims:
        return None
    seen = sum(one.missing for one in looked)
    low = high = missing
    if largest:
        cluster = sum(one.missing**2 for one in looked) / seen if seen else 1.0
        spread += (missing / claims) ** 2 * spread_of_claims
        low, high = interval(missing, spread, largest * cluster)
    read, of = len(looked), sum(sizes.values())
    return Recall(
        claims / (claims + missing),
        claims / (claims + high),
        claims / (claims + max(low, seen)),
        read,
        of,
        seen,
        missing,
    )


def interval(number: float, spread: float, largest: float) -> tuple[float, float]:
    """Of a weighted sum of counts, by its variance and the weight that one more would have."""
    from scipy.special import gammaincinv  # takes a tenth of a second to load, and few batches ask

    above = number + largest
    spread_above = spread + largest**2
    low = spread / number * float(gammaincinv(number**2 / spread, TAIL)) if number and spread else number
    high = spread_above / above * float(gammaincinv(above**2 / spread_above, 1 - TAIL))
    return min(low, number), max(high, number)
