"""Does a plan meet its result, does an open one stand beside last year's figure, and are doubtful pairs apart?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.dashboard import planned
from flows.dashboard.filters import Filters
from tests.flows.dashboard.published import answer
from tests.flows.handover.published import write_claims, write_table


def test_a_plan_meets_what_was_reached_whatever_year_its_report_is_of(county: Path) -> None:
    filters = Filters(years=(2023,), statuses=("actual",), parts=("summary",))
    frame = answer(county, planned.plans, filters)[0]
    assert frame[["target", "actual", "year"]].to_numpy().tolist() == [[4e6, 2e6, 2023]]
    assert answer(county, planned.plans, Filters(years=(2021,)))[0].empty


def test_plans_of_five_provinces_meet_the_results_of_the_year_after(states: Path) -> None:
    frame = answer(states, planned.plans, Filters())[0]
    assert {(row["who"], row["target"], row["actual"], bool(row["reached"])) for row in frame.to_dict("records")} == {
        ("江苏省人民政府", 5.0, 5.6, True), ("湖北省人民政府", 6.5, 6.1, False), ("青海省人民政府", 5.0, 5.3, True),
        ("海南省人民政府", 9.5, 9.2, False), ("甘肃省人民政府", 6.0, 6.4, True),
    }  # fmt: skip
    assert not frame["doubtful"].any()


def test_open_plans_stand_beside_the_last_figure(states: Path) -> None:
    frame = answer(states, planned.plans, Filters())[1]
    assert set(frame["year"]) == {2024}
    told = {row["who"]: (row["target_quote"], row["last_quote"], row["last_year"]) for row in frame.to_dict("records")}
    assert told["青海省人民政府"] == ("5%左右", "5.3%", 2023)
    assert len(told) == 5


def test_doubtful_pairs_come_last_however_large(tmp_path: Path) -> None:
    year = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
    pairs = (("修路", 10.0, 11.0, 0.9), ("造林", 10.0, 900.0, 0.9), ("植树", 10.0, 12.0, 0.3))
    claims = [
        {**year, "metric": name, "metric_key": name, "value": value, "value_standard": value, "status": status,
         "confidence": sure}
        for name, plan, result, sure in pairs
        for status, value in (("target", plan), ("actual", result))
    ]  # fmt: skip
    write_claims(tmp_path / "tables", *claims)
    write_table(tmp_path / "tables", "fingerprints")
    frame = answer(tmp_path, planned.plans, Filters())[0]
    assert frame["doubtful"].tolist() == [False, True, True]
    assert frame["what"].tolist()[0] == "修路"


def test_what_is_better_the_less_there_is_of_it_is_reached_from_above(tmp_path: Path) -> None:
    year = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
    rate = {
        **year, "kind": "percentage", "unit": "%", "unit_standard": "%", "metric_key": "城镇调查失业率",
        "indicator_id": "surveyed_unemployment_rate",
    }  # fmt: skip
    write_claims(
        tmp_path / "tables",
        {**rate, "value": 5.5, "value_standard": 5.5, "bound": "approx", "status": "target"},
        {**rate, "value": 5.2, "value_standard": 5.2},
    )
    write_table(tmp_path / "tables", "fingerprints")
    assert answer(tmp_path, planned.plans, Filters())[0]["reached"].tolist() == [True]


def test_both_sides_are_counted_for_a_page_that_has_no_pair(county: Path) -> None:
    assert answer(county, planned.sides) == (1, 8)
    assert answer(county, planned.sides, filters=Filters(statuses=("target",))) == (1, 0)


def test_of_more_pairs_than_are_shown_the_worst_and_the_best_are_there_and_all_are_counted(
    states: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planned, "MOST", 1)
    pairs, still_open = answer(states, planned.plans, Filters())
    assert [round(gap, 1) for gap in sorted(pairs["gap"])] == [-0.4, 0.6]
    assert set(pairs["found"]) == set(pairs["comparable"]) == {5}
    assert (len(still_open), still_open["found"].tolist()) == (1, [5])


def test_a_filter_holds_for_both_sides_of_a_pair(states: Path) -> None:
    assert answer(states, planned.plans, Filters(places=("青海省",)))[0]["who"].tolist() == ["青海省人民政府"]
    assert answer(states, planned.plans, Filters(statuses=("target",), years=(2023,)))[0]["found"].tolist() == [5] * 5
    assert answer(states, planned.plans, Filters(least_confidence=0.99))[0].empty
