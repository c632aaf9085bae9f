"""A claim is judged field by field, and counted once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.model import SourceText
from tests.evaluation import rules
from tests.evaluation.cases import ROOT, Case, Span
from tests.evaluation.tally import Tally, by_class, judge_case

TEXT = "培训农民310余人，走访12户，植树3株。"


def make_gold(quote: str, **changes: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    place = {"start": start, "end": start + len(quote), "line": 1, "quote": quote, "optional": False}
    said = {"value": 310, "unit": "人", "kind": "count", "bound": "over", "masked": False, "status": "actual"}
    meant = {"metric": "培训农民", "head": "农民", "comparison": "none", "direction": "none", "year": 2016}
    return place | said | meant | changes


def make_claim(quote: str, **changes: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    place = {"char_start": start, "char_end": start + len(quote), "quote": quote, "confidence": 0.9}
    said = {"value": 310.0, "unit": "人", "kind": "count", "bound": "over", "masked": False, "status": "actual"}
    meant = {"metric": "培训农民", "comparison": "none", "direction": "none", "period_start": date(2016, 1, 1)}
    return place | said | meant | {"value_min": 310.0, "value_max": None, "report_year": 2016} | changes


def make_case(*gold: dict[str, Any]) -> Case:
    source = SourceText("0", "a.txt", TEXT, "utf-8", 0)
    return Case("c", Path("a.txt"), source, gold, (Span(0, len(TEXT), "a"),))


JUDGED: list[tuple[str, bool, dict[str, Any], dict[str, Any]]] = [
    ("value", True, {"value": [2, 3]}, {"value": None, "value_min": 2.0, "value_max": 3.0}),
    ("value", False, {"value": [2, 3]}, {"value": None, "value_min": 2.0, "value_max": None}),
    ("value", True, {"value": None, "masked": True}, {"value": None}),
    ("value", False, {}, {"value": 74.0}),
    ("unit", True, {"unit": "平方"}, {"unit": "平方米"}),
    ("kind", True, {"kind": "money", "unit": "元/月"}, {"kind": "rate_or_score"}),
    ("status", True, {"status": "future"}, {"status": "forecast"}),
    ("year", True, {}, {"period_start": None}),
    ("year", False, {"year": 2017}, {}),
    ("metric", True, {"metric": "党员", "head": "党员"}, {"metric": "D员发展"}),
    ("metric", False, {}, {"metric": "植树"}),
    ("metric", False, {}, {"metric": "农民" * 16}),
]


@pytest.mark.parametrize(("field", "right", "gold", "claim"), JUDGED)
def test_a_field_is_judged(field: str, right: bool, gold: dict[str, Any], claim: dict[str, Any]) -> None:
    verdict = rules.judge(make_gold("310余人", **gold), make_claim("310余人", **claim))
    assert verdict[field] is right


def test_missed_spurious_and_wrong_claims_are_told_apart() -> None:
    case = make_case(make_gold("310余人"), make_gold("12户", value=12))
    tally = judge_case(case, [make_claim("310余人", bound="exact"), make_claim("3株")], rules)
    assert (tally.gold, tally.predicted, tally.matched, tally.exact, tally.whole) == (2, 2, 1, 1, 0)
    errors = {sort: [e.quote for e in found] for sort, found in by_class(tally.errors).items() if found}
    assert errors == {"missed": ["12户"], "spurious": ["3株"], "bound": ["310余人"]}
    assert [judged.right for judged in tally.judged] == [False, False]


def test_an_optional_answer_neither_rewards_nor_punishes() -> None:
    case = make_case(make_gold("310余人"), make_gold("12户", optional=True), make_gold("3株", optional=True))
    tally = judge_case(case, [make_claim("310余人"), make_claim("12户")], rules)
    assert (tally.gold, tally.predicted, tally.whole, tally.errors) == (1, 1, 1, ())


def test_tallies_add_up() -> None:
    case = make_case(make_gold("310余人"))
    one = judge_case(case, [make_claim("310余人")], rules)
    both = sum([one, one], Tally())
    assert (both.gold, both.matched, both.f1(both.whole), both.field_share("value")) == (2, 2, 1.0, 1.0)


def test_the_scorer_beside_the_project_judges_alike() -> None:
    scorer = rules.load_rules(ROOT.parent / "shared")
    if scorer is rules:
        pytest.skip("there is no scorer beside the project")
    for _, _, gold, claim in JUDGED:
        pair = make_gold("310余人", **gold), make_claim("310余人", **claim)
        assert scorer.judge(*pair) == rules.judge(*pair)
