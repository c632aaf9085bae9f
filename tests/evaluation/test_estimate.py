"""Does the sample estimate of a batch hold the truth, on claims whose answers are known?"""

from __future__ import annotations

from collections import defaultdict

from expectations.engine.rightness import WHOLE, Read, estimate
from extractors.extraction import extract_source
from flows.reviews.samples import draw
from tests.conftest import SHARED
from tests.evaluation.cases import Row, compilation, sample_batch
from tests.evaluation.rules import load_rules
from tests.evaluation.tally import judge_case

REPETITIONS, READ = 100, 120


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
