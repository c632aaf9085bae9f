"""Do the sample estimates of a batch hold the truth, on claims whose answers are known, and on some that are hidden?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest

from expectations.engine.recall import Looked, estimate_recall
from expectations.engine.rightness import WHOLE, Read, estimate
from extractors.extraction import extract_source
from extractors.model import Claim
from flows.reviews.samples import Lots, draw
from flows.reviews.sentences import Marked, any_between, sentences_in, strata_of
from tests.conftest import SHARED
from tests.evaluation.cases import Row, compilation, sample_batch
from tests.evaluation.rules import load_rules
from tests.evaluation.tally import judge_case

REPETITIONS, READ, LOOKED_OVER = 100, 120, 60


def stratum(claim: Row) -> str:
    sure = claim["confidence"]
    return f"{claim['kind']}|{'low' if sure < 0.7 else 'middle' if sure < 0.9 else 'high'}"


def test_of_100_samples_of_a_batch_with_answers_at_least_93_hold_the_truth() -> None:
    right: dict[str, bool] = {}
    members: dict[str, list[str]] = defaultdict(list)
    for case in (*sample_batch(), *compilation(SHARED)):
        claims = [{name: getattr(c, name) for name in c.__struct_fields__} for c in extract_source(case.source).claims]
        for judged in judge_case(case, claims, load_rules(SHARED)).judged:
            target = judged.claim["claim_id"]
            right[target] = judged.right
            members[stratum(judged.claim)].append(target)
    truth = sum(right.values()) / len(right)
    sizes = {name: len(some) for name, some in members.items()}
    held = 0
    for seed in range(REPETITIONS):
        drawn = draw("s", "b", "claim", members, READ, seed)
        found = estimate(
            WHOLE, [Read(d.stratum, frozenset() if right[d.target] else frozenset({WHOLE})) for d in drawn], sizes
        )
        held += found.low <= truth <= found.high
    print(f"{len(right):,} claims, {truth:.3f} right; {held} of {REPETITIONS} samples of {READ} hold that")
    assert held >= 93


def sentences_without(hidden: Callable[[Claim], bool]) -> tuple[dict[str, Looked], list[tuple[str, str]]]:
    """The sentences of texts in which some claims were not read, and their strata; nor are those numerals."""
    looked: dict[str, Looked] = {}
    strata: list[tuple[str, str]] = []
    for case in (*sample_batch(), *compilation(SHARED)):
        found = extract_source(case.source)
        read = [claim.char_start for claim in found.claims if not hidden(claim)]
        missed = [claim.char_start for claim in found.claims if hidden(claim)]
        spans = [(report.start, report.end) for report in found.reports]
        removed = [(span.start, span.end) for span in found.removed]
        numerals = [numeral.start for numeral in found.passed_over]
        marked = Marked(case.source.source_id, case.source.text, spans, removed, read, numerals)
        for (start, end), (stratum, target) in zip(sentences_in(marked), strata_of(marked), strict=True):
            counts = [sum(any_between([at], start, end) for at in places) for places in (read, missed)]
            looked[target] = Looked(stratum, *counts)
            strata.append((stratum, target))
    return looked, strata


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(lambda claim: claim.kind == "money", id="money"),
        pytest.param(lambda claim: claim.confidence < 0.9, id="the least sure"),
        pytest.param(lambda claim: claim.char_start % 23 == 0, id="any"),
    ],
)
def test_of_100_samples_of_sentences_at_least_93_hold_how_much_was_read(hidden: Callable[[Claim], bool]) -> None:
    looked, strata = sentences_without(hidden)
    read, missed = (sum(getattr(one, name) for one in looked.values()) for name in ("claims", "missing"))
    truth = read / (read + missed)
    held = 0
    for seed in range(REPETITIONS):
        lots = Lots(LOOKED_OVER, seed)
        lots.offer(strata)
        drawn = lots.drawn("s", "b", "sentence")
        found = estimate_recall([looked[one.target] for one in drawn], lots.sizes)
        held += found is not None and found.low <= truth <= found.high
    print(f"{len(looked):,} sentences, {truth:.3f} read; {held} of {REPETITIONS} samples of {LOOKED_OVER} hold that")
    assert missed > 0
    assert held >= 93
