"""Does the interval of what was read hold the truth as often as it says, wherever the missing figures stand?"""

from __future__ import annotations

import random

import pytest

from expectations.engine.recall import CLAIMS, NEITHER, NUMERALS, UNREAD, Looked, estimate_recall, interval
from flows.reviews.samples import Lots

SIZES = {CLAIMS: 900, NUMERALS: 500, NEITHER: 900}
Sentences = dict[str, Looked]


def population(rates: dict[str, float], seed: int) -> Sentences:
    """Sentences with one to some claims, and missing figures that like to stand together."""
    chance = random.Random(seed)

    def several(more: float) -> int:
        return 1 + (several(more) if chance.random() < more else 0)

    return {
        f"{stratum}-{number}": Looked(
            stratum, several(0.5) if stratum == CLAIMS else 0, several(0.3) if chance.random() < rates[stratum] else 0
        )
        for stratum, size in SIZES.items()
        for number in range(size)
    }


def look_over(sentences: Sentences, wanted: int, seed: int, first: float = 1.0) -> tuple[list[Looked], dict[str, int]]:
    """Those that are drawn, of which somebody looks at the first part."""
    lots = Lots(wanted, seed)
    lots.offer((one.stratum, target) for target, one in sentences.items())
    drawn = lots.drawn("s", "b", "sentence")
    return [sentences[one.target] for one in drawn[: int(len(drawn) * first)]], lots.sizes


def truth_of(sentences: Sentences) -> float:
    claims = sum(one.claims for one in sentences.values())
    return claims / (claims + sum(one.missing for one in sentences.values()))


@pytest.mark.parametrize(
    "rates",
    [
        (0.1, 0.1, 0.01),
        (0.02, 0.02, 0.0),
        (0.3, 0.2, 0.02),
        pytest.param((0.0, 0.0, 0.1), id="only where nothing says that there is a figure"),
        pytest.param((0.002, 0.01, 0.002), id="next to none"),
    ],
)
@pytest.mark.parametrize(("wanted", "first"), [(60, 1.0), (120, 0.5)])
def test_the_interval_holds_the_truth_in_95_of_100_samples(
    rates: tuple[float, float, float], wanted: int, first: float
) -> None:
    sentences = population(dict(zip(SIZES, rates, strict=True)), seed=3)
    truth, held, shares, repetitions = truth_of(sentences), 0, [], 200
    for seed in range(repetitions):
        found = estimate_recall(*look_over(sentences, wanted, seed, first))
        assert found is not None
        held += found.low <= truth <= found.high
        shares.append(found.share)
    assert held / repetitions >= 0.94  # of 200: 0.95 less what chance allows
    assert sum(shares) / repetitions == pytest.approx(truth, abs=0.012)  # no bias


def test_a_batch_that_was_looked_over_to_the_end_is_known() -> None:
    sentences = population(dict.fromkeys(SIZES, 0.1), seed=4)
    found = estimate_recall(*look_over(sentences, len(sentences), 0))
    assert found is not None
    assert (found.low, found.share, found.high) == pytest.approx((truth_of(sentences),) * 3)
    assert found.missing == pytest.approx(found.seen)


def test_where_nothing_was_missing_something_may_be() -> None:
    """3.69 is what a Poisson count of which none was seen is at most, at 97.5 %: -ln 0.025."""
    found = estimate_recall([Looked(CLAIMS, 2, 0)] * 50, {CLAIMS: 1000})
    assert found is not None
    assert (found.share, found.high, found.missing) == (1.0, 1.0, 0.0)
    assert found.low == pytest.approx(2000 / (2000 + 3.69 * 20), abs=1e-4)


def test_what_nobody_looked_at_is_not_taken_for_complete() -> None:
    """Of 1,000 sentences only those with claims were looked at: the others count as these do."""
    looked = [Looked(CLAIMS, 2, 1)] * 5 + [Looked(CLAIMS, 2, 0)] * 5
    few, many = (estimate_recall(looked, {CLAIMS: 100, UNREAD: others}) for others in (0, 900))
    assert few is not None
    assert many is not None
    assert many.missing == pytest.approx(10 * few.missing)
    assert many.of == 1000


def test_without_a_claim_there_is_no_share() -> None:
    assert estimate_recall([Looked(NEITHER, 0, 0)] * 9, {NEITHER: 100}) is None
    assert estimate_recall([], {}) is None


def test_of_equal_weights_the_interval_is_that_of_a_poisson_count() -> None:
    """Garwood's exact limits for 5 are 1.62 and 11.67 (Biometrika 28, 1936)."""
    assert interval(5, 5, 1) == pytest.approx((1.623, 11.668), abs=1e-3)
    assert interval(50, 500, 10) == pytest.approx((16.23, 116.68), abs=1e-2)


def test_each_sentence_of_a_stratum_has_the_same_chance() -> None:
    members = [(stratum, f"{stratum}{number}") for stratum, size in (("a", 40), ("b", 7)) for number in range(size)]
    times = dict.fromkeys((target for _, target in members), 0)
    for seed in range(4000):
        lots = Lots(10, seed)
        lots.offer(members)
        for one in lots.drawn("s", "b", "sentence"):
            times[one.target] += 1
    for stratum, size in (("a", 40), ("b", 7)):
        counts = [count for target, count in times.items() if target.startswith(stratum)]
        assert sum(counts) == 4000 * 5
        assert max(counts) < 1.2 * 4000 * 5 / size
        assert min(counts) > 0.8 * 4000 * 5 / size


def test_whoever_stops_early_has_looked_at_some_of_each_stratum() -> None:
    lots = Lots(30, 1)
    lots.offer((stratum, f"{stratum}{number}") for stratum in SIZES for number in range(100))
    strata = [one.stratum for one in lots.drawn("s", "b", "sentence")]
    assert all(set(strata[start : start + 3]) == set(SIZES) for start in range(0, 30, 3))
