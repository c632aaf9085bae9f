"""The fit finds the weights that made the outcomes, keeps them in bounds, and the model that is used obeys them."""

from __future__ import annotations

import random
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.context import confidence
from extractors.context.unsure import KNOWN
from tests.evaluation import fit
from tests.evaluation.calibrate import WEIGHTS, write_weights
from tests.evaluation.cases import sample_batch
from tests.evaluation.doubts import claims_with_doubts, known_doubts
from tests.evaluation.fit import Example, Model
from tests.evaluation.judged import kept_verdicts
from tests.evaluation.reliability import reliability

TRUTH = Model(2.0, {"a": -1.0, "b": -2.5, "c": 0.0})
MODEL = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
DOUBTS = st.frozensets(st.sampled_from(sorted(MODEL["weights"])))


def make_examples(model: Model, count: int) -> list[Example]:
    """Outcomes as the model has them, by a fixed seed."""
    chance = random.Random(1)
    examples = []
    for n in range(count):
        doubts = frozenset(doubt for doubt in model.weights if chance.random() < 0.4)
        examples.append(Example(f"r{n % 10}", doubts, chance.random() < model.confidence(doubts)))
    return examples


def test_the_weights_that_made_the_outcomes_are_found() -> None:
    model = fit.fit(make_examples(TRUTH, 20_000), ["a", "b", "c"])
    assert model.base == pytest.approx(2.0, abs=0.15)
    assert model.weights["a"] == pytest.approx(-1.0, abs=0.15)
    assert model.weights["b"] == pytest.approx(-2.5, abs=0.15)
    assert model.weights["c"] == pytest.approx(0.0, abs=0.15)


def test_a_doubt_never_raises_the_confidence() -> None:
    model = fit.fit(make_examples(Model(0.0, {"good": 2.0, "bad": -1.0}), 2000), ["good", "bad"])
    assert model.weights["good"] == 0.0
    assert model.weights["bad"] < -0.5


def test_the_weight_of_a_doubt_that_is_always_wrong_stays_finite() -> None:
    examples = [Example("r", frozenset({"bad"}), False)] * 20 + [Example("r", frozenset(), True)] * 200
    assert -8 < fit.fit(examples, ["bad"]).weights["bad"] < -2


def test_a_rare_doubt_gets_a_cautious_weight() -> None:
    examples = [*make_examples(TRUTH, 200), *[Example("r0", frozenset({"rare"}), True)] * (fit.ENOUGH - 1)]
    assert fit.fit(examples, ["a", "rare", "never"]).weights["rare"] == fit.CAUTIOUS
    assert fit.fit(examples, ["a", "rare", "never"]).weights["never"] == fit.CAUTIOUS


def test_cross_validation_judges_a_report_by_the_others() -> None:
    odd = [Example("odd", frozenset({"a"}), False)] * 40
    examples = [*[Example("r", frozenset({"a"}), True)] * 200, *odd]
    confidence_of_odd = fit.cross_validate(examples, ["a"])[-1]
    assert confidence_of_odd > 0.9


def test_answers_that_were_in_sight_make_no_claim_surer_than_unseen_ones_did() -> None:
    model = fit.fit([Example("r", frozenset(), True)] * 1000, [])
    assert model.base == fit.SUREST
    assert model.confidence(()) == pytest.approx(0.942, abs=1e-3)


def test_the_weights_file_says_how_it_was_made_and_reads_back() -> None:
    examples = make_examples(TRUTH, 500)
    doubts = ["a", "b", "c", "never"]
    text = write_weights(fit.fit(examples, doubts), examples, doubts, "make calibrate")
    read = tomllib.loads(text)
    assert set(read["weights"]) == set(doubts)
    assert "`make calibrate` to 500 hand-judged claims of 10 reports" in text
    assert re.search(rf"fewer than {fit.ENOUGH} times.*\nnever = -1.00  # 0, 0 right", text)


def test_every_doubt_that_the_code_can_note_has_a_weight() -> None:
    assert set(MODEL["weights"]) == set(known_doubts())


def test_the_doubts_of_the_sample_batch_are_among_the_known_ones() -> None:
    noted = {doubt for case in sample_batch()[:2] for _, doubts in claims_with_doubts(case.source) for doubt in doubts}
    assert noted
    assert noted <= set(known_doubts())


@given(DOUBTS)
def test_confidence_is_a_chance(doubts: frozenset[str]) -> None:
    assert 0.0 <= confidence.confidence_of(doubts) <= 1.0


@given(DOUBTS, DOUBTS)
def test_more_doubts_never_raise_the_confidence(some: frozenset[str], more: frozenset[str]) -> None:
    assert confidence.confidence_of(some | (more - fit.SIGNS)) <= confidence.confidence_of(some)


def test_a_good_sign_never_lowers_the_confidence() -> None:
    bad = [Example(f"r{n % 9}", frozenset({KNOWN}), n % 3 == 0) for n in range(900)]
    good = [Example(f"r{n % 9}", frozenset(), n % 3 != 0) for n in range(900)]
    assert fit.fit([*bad, *good], [KNOWN]).weights[KNOWN] == 0.0
    assert confidence.weighed_again(0.9, (KNOWN,)) >= 0.9
    assert confidence.weighed_again(0.9, ("nothing",)) == 0.9


def test_answers_that_were_in_sight_have_a_level_of_their_own_that_is_left_out() -> None:
    unseen = [Example(f"u{n % 9}", frozenset(), n % 5 != 0) for n in range(900)]
    in_sight = [Example(f"s{n % 9}", frozenset(), n % 100 != 0, origin=fit.IN_SIGHT) for n in range(900)]
    assert fit.fit([*unseen, *in_sight], []).confidence(()) == pytest.approx(0.8, abs=0.01)


def test_a_report_with_very_many_claims_does_not_outweigh_the_others() -> None:
    many = [Example("large", frozenset(), False)] * 1000
    others = [Example(f"r{n}", frozenset(), True) for n in range(20) for _ in range(50)]
    assert fit.fit([*many, *others], []).confidence(()) > 0.8


def test_a_claim_of_less_weight_counts_for_less() -> None:
    light = [Example(f"u{n % 9}", frozenset(), False, weight=0.1) for n in range(900)]
    full = [Example(f"u{n % 9}", frozenset(), True) for n in range(900)]
    assert fit.fit([*light, *full], []).confidence(()) == pytest.approx(10 / 11, abs=0.01)


def test_a_row_with_a_wrong_name_only_is_right_but_for_its_name() -> None:
    assert Example("r", frozenset(), False, wrong=frozenset({"name"})).right_but_for_name
    assert not Example("r", frozenset(), False, wrong=frozenset({"name", "year"})).right_but_for_name
    assert not Example("r", frozenset(), False).right_but_for_name
    assert Example("r", frozenset(), True).right_but_for_name


def test_the_kept_verdicts_hold_doubts_that_can_be_noted_and_no_words_of_a_report() -> None:
    kept = kept_verdicts()
    assert len(kept) > 3000
    assert {example.origin for example in kept if example.origin == fit.UNSEEN}
    assert all(doubt.isascii() for example in kept for doubt in example.doubts)


@pytest.mark.parametrize(
    ("right", "ranked", "lowest"),
    [([False] + [True] * 9, 1.0, 1.0), ([True] * 9 + [False], 0.0, 0.0), ([True] * 10, 0.5, 0.0)],
)
def test_reliability_says_how_well_confidence_ranks(right: list[bool], ranked: float, lowest: float) -> None:
    table = reliability([n / 10 for n in range(10)], right)
    assert (table.ranking, table.lowest_tenth) == (ranked, lowest)
