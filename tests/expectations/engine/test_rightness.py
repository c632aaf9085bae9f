"""Does the interval of a sample hold the truth as often as it says, and does a batch read to the end have none?"""

from __future__ import annotations

import random

import pytest

from expectations.engine.rightness import ASPECTS, WHOLE, Read, estimate, reads_of, wilson
from flows.reviews.samples import draw

SIZES = {"count|high": 900, "count|low": 60, "money|high": 400, "money|middle": 90, "area|high": 40, "other|low": 10}
WRONG = {"high": 0.02, "middle": 0.1, "low": 0.4}


def population(chance: random.Random) -> dict[str, tuple[str, bool]]:
    """Claims with their stratum, and whether they are right: the less sure, the more often wrong."""
    return {
        f"{stratum}-{number}": (stratum, chance.random() >= WRONG[stratum.partition("|")[2]])
        for stratum, size in SIZES.items()
        for number in range(size)
    }


def estimate_once(claims: dict[str, tuple[str, bool]], wanted: int, seed: int) -> tuple[float, float, float]:
    members = {name: [one for one, (stratum, _) in claims.items() if stratum == name] for name in SIZES}
    drawn = draw("s", "b", "claim", members, wanted, seed)
    reads = [Read(one.stratum, frozenset() if claims[one.target][1] else frozenset({WHOLE})) for one in drawn]
    found = estimate(WHOLE, reads, SIZES)
    return found.low, found.share, found.high


@pytest.mark.parametrize("wanted", [40, 120, 400])
def test_the_interval_holds_the_truth_in_95_of_100_samples(wanted: int) -> None:
    held, shares, repetitions = 0, [], 400
    claims = population(random.Random(1))
    truth = sum(right for _, right in claims.values()) / len(claims)
    for seed in range(repetitions):
        low, share, high = estimate_once(claims, wanted, seed)
        held += low <= truth <= high
        shares.append(share)
    assert held / repetitions >= 0.94
    assert sum(shares) / repetitions == pytest.approx(truth, abs=0.006)  # no bias


def test_a_batch_that_was_read_to_the_end_is_known() -> None:
    claims = population(random.Random(2))
    truth = sum(right for _, right in claims.values()) / len(claims)
    assert estimate_once(claims, len(claims), 0) == pytest.approx((truth, truth, truth))


def test_each_claim_has_the_same_chance_to_be_drawn() -> None:
    members = {name: [f"{name}-{number}" for number in range(size)] for name, size in {"a": 7, "b": 30, "c": 3}.items()}
    times = dict.fromkeys((one for some in members.values() for one in some), 0)
    for seed in range(4000):
        for one in draw("s", "b", "claim", members, 10, seed):
            times[one.target] += 1
    assert max(times.values()) < 1.15 * 1000
    assert min(times.values()) > 0.85 * 1000


def test_wilsons_interval_is_the_one_of_the_paper() -> None:
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20."""
    for right, number, ends in ((81, 263, (0.2535, 0.3682)), (15, 148, (0.0598, 0.1644)), (0, 20, (0.0, 0.2005))):
        assert wilson(right / number, number) == pytest.approx(ends, abs=6e-4)


def test_what_was_read_says_in_which_aspect_a_row_is_wrong() -> None:
    rows = [
        ("a", "count|high", "right", "row", "applied"),
        ("b", "count|high", "corrected", "value", "applied"),
        ("b", "count|high", "corrected", "period_end", "closed"),
        ("c", "count|high", "wrong", "row", "applied"),
        ("d", "count|high", "no_claim", "row", "applied"),
        ("e", "count|high", "wrong", "row", "outdated"),
        ("n", "numeral|word", "missing", "value", "applied"),
        ("m", "numeral|word", "no_claim", "row", "closed"),
    ]
    wrong = [read.wrong for read in reads_of(rows)]
    assert wrong == [
        frozenset(), {"value", WHOLE}, set(ASPECTS) - {"quantity"}, set(ASPECTS), {"missed"}, frozenset(),
    ]  # fmt: skip


def test_a_batch_of_which_all_that_was_read_is_right_may_be_all_right() -> None:
    sizes = {"a": 97, "b": 211, "c": 320, "d": 41, "e": 53}
    found = estimate(WHOLE, [Read(name, frozenset()) for name in sizes for _ in range(24)], sizes)
    assert (found.share, found.high) == (1.0, 1.0)
