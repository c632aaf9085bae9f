"""Is the judge of the peers' suites fair? Invented cases; the suites themselves are no part of the project."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.model import Claim
from tests.evaluation.report import replace_between
from tests.peers import report
from tests.peers.suites import run
from tests.peers.suites.bare import ask_bare
from tests.peers.suites.cases import Case, Collection, Expectation, decisions, identify, place_of, rewrite, units
from tests.peers.suites.judging import judge

SUITES = Path(os.environ.get("SUITES", "")) if os.environ.get("SUITES") else None
MakeClaim = Callable[..., Claim]


@pytest.fixture
def read(make_claim: MakeClaim) -> MakeClaim:
    """A claim of 300万元 in 共投入300万元。, with some fields changed."""
    fields = {
        "quote": "300万元", "char_start": 3, "char_end": 8, "value": 3e6, "value_min": None, "value_max": None,
        "unit": "元", "unit_standard": "CNY", "value_standard": 3e6, "kind": "money", "bound": "exact", "flags": (),
    }  # fmt: skip
    return lambda **changes: make_claim(**(fields | changes))


def asked(**changes: object) -> Case:
    fields = {"text": "300万元", "value": 3e6, "unit": "CNY"} | changes
    return Case("invented", "共投入300万元。", (Expectation(**fields),))  # type: ignore[arg-type]


def test_value_and_unit_must_both_be_right(read: MakeClaim) -> None:
    assert judge(asked(), [read()]).is_right
    assert not judge(asked(), [read(value=300.0, value_standard=300.0)]).is_right
    assert not judge(asked(), [read(unit="美元", unit_standard="USD")]).is_right
    assert not judge(asked(), [read(kind="count")]).is_right


def test_a_claim_elsewhere_in_the_sentence_does_not_count(read: MakeClaim) -> None:
    assert not judge(asked(), [read(char_start=0, char_end=2)]).is_right


def test_a_claim_of_the_title_is_passed_over(read: MakeClaim) -> None:
    assert judge(Case("invented", "没有数字。"), [read()], before=10).is_right


def test_a_converted_value_counts(read: MakeClaim) -> None:
    case = Case("invented", "共重1500克啊。", (Expectation("1500克", 1500, "g"),))
    kilograms = read(value=1.5, unit="公斤", unit_standard="kg", value_standard=1.5, kind="mass")
    assert judge(case, [kilograms]).is_right


def test_both_ends_of_a_range_must_be_right_and_may_be_claims_of_their_own_where_it_is_allowed(read: MakeClaim) -> None:
    ends = asked(value=None, low=1e6, high=3e6)
    assert judge(ends, [read(value=None, value_min=1e6, value_max=3e6)]).is_right
    assert not judge(ends, [read(value=None, value_min=2e6, value_max=3e6)]).is_right
    parts = [read(value=1e6), read(value=3e6)]
    assert not judge(ends, parts).is_right
    assert judge(asked(value=None, low=1e6, high=3e6, in_parts=True), parts).is_right


def test_eighty_five_off_a_hundred_is_not_85_tenths(read: MakeClaim) -> None:
    case = Case("invented", "全部打85折啊。", (Expectation("85折", 8.5, "折"),))
    assert judge(case, [read(value=8.5, unit="折", unit_standard="%", value_standard=85.0, kind="percentage")]).is_right
    assert not judge(case, [read(value=85.0, unit="折", unit_standard="%", value_standard=850.0)]).is_right


def test_where_nothing_is_expected_any_claim_is_wrong_or_any_of_one_kind(read: MakeClaim) -> None:
    assert not judge(Case("invented", "共投入300万元。"), [read()]).is_right
    assert judge(Case("invented", "共投入300万元。", forbidden_kind="length"), [read()]).is_right


def test_wrong_without_a_doubt_asks_for_a_claim_there_that_has_no_flag(read: MakeClaim) -> None:
    assert judge(asked(value=2.0), [read()]).is_surely_wrong
    assert not judge(asked(value=2.0), [read(flags=("two_readings",))]).is_surely_wrong
    assert not judge(asked(value=2.0), []).is_surely_wrong


def test_a_text_is_found_in_half_width_and_without_blanks() -> None:
    assert place_of(Expectation("12%", 12, "%"), "占１ ２％。", 0) == (1, 5)


def test_a_bare_numeral_gets_the_unit_of_its_sort() -> None:
    to = Collection("invented")
    for text, value in (("三十", 30), ("三点五", 3.5), ("负三", -3), ("三分之一", 1 / 3), ("一又三分之一", 4 / 3)):
        ask_bare(to, text, value)
    assert [case.sentence for case in to.cases] == [
        *("共有三十人。", "共投入三点五元。", "净利润为负三元。", "占总量的三分之一。", "平均每户一又三分之一亩。")
    ]


def test_a_sentence_is_asked_once() -> None:
    to = Collection("invented")
    ask_bare(to, "三十", 30)
    ask_bare(to, "三十", 30)
    assert [case.why_out is None for case in to.cases] == [True, False]


def test_edits_put_a_unit_into_a_sentence() -> None:
    assert rewrite("大于三十", [[0, 0, "人数"], [4, 4, "人。"]]) == "人数大于三十人。"


def test_every_decision_has_a_reason_or_places_that_fit_and_units_that_are_known() -> None:
    for (_, name), row in decisions().items():
        assert len(name) == len(identify(""))
        assert "why" not in row or "expect" not in row
        assert all(e["from"] < e["to"] and e["unit"] in units() for e in row.get("expect", []))


def test_suites_that_are_not_there_are_skipped_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["run", str(tmp_path)])
    assert run.main() == 0
    assert "holds no Ailln+cn2an" in capsys.readouterr().out


def test_make_compare_keeps_what_make_suites_wrote() -> None:
    marked = "a\n<!-- suites:begin -->\n<!-- suites:end -->\n"
    before = replace_between(marked, "suites", "| kept |", "page")
    assert "| kept |" in report.keep_suites(marked, before)
    assert report.keep_suites(marked, "") == marked


@pytest.mark.slow
@pytest.mark.skipif(SUITES is None, reason="the peers' suites are not here: SUITES=folder")
def test_every_sentence_of_the_suites_is_decided_on_and_most_are_read_rightly() -> None:
    assert SUITES is not None
    verdicts = [run.ask(case) for case in run.read(SUITES) if case.why_out is None]
    assert sum(verdict.is_right for verdict in verdicts) > 0.95 * len(verdicts) > 1000
