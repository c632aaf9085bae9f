"""Are the points of a chart those of the views, place by place and year by year?"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.dashboard import observed
from flows.dashboard.numbers import Scale, of_point
from flows.dashboard.observed import Asked
from flows.handover.views import create_views
from flows.publishing.observed import write_observations
from tests.flows.dashboard.published import answer
from tests.flows.dashboard.states import GROWTH, year
from tests.flows.handover.published import REPORT, write_claims, write_table

GDP = Asked("gdp", "growth")


def test_the_indicator_that_most_places_have_a_plan_and_a_result_of_comes_first(states: Path) -> None:
    offered = answer(states, observed.indicators)
    assert offered[["indicator_id", "places", "years", "paired"]].to_numpy().tolist() == [["gdp", 5, 3, 5]]
    assert answer(states, observed.measures, "gdp") == ["growth", "level"]


def test_points_are_those_of_the_series_and_of_the_panel(states: Path) -> None:
    connection = duckdb.connect()
    create_views(connection, states / "tables")
    reached = connection.sql(
        "SELECT area_name, year, value FROM series WHERE measure = 'growth' ORDER BY ALL"
    ).fetchall()
    planned = connection.sql(
        "SELECT area_name, year, planned_growth FROM panel WHERE planned_growth IS NOT NULL ORDER BY ALL"
    ).fetchall()
    places = tuple(answer(states, observed.places, GDP)["place"])
    points = answer(states, observed.trend, GDP, places)
    for state, wanted in (("reached", reached), ("planned", planned)):
        rows = points[points["state"] == state][["area_name", "year", "value"]]
        assert sorted(map(tuple, rows.to_numpy().tolist())) == wanted
    assert len(reached) == len(planned) == 10


def test_points_come_in_the_order_in_which_places_were_chosen(states: Path) -> None:
    points = answer(states, observed.trend, GDP, ("630000", "320000"))
    assert list(dict.fromkeys(points["place"])) == ["630000", "320000"]
    assert answer(states, observed.trend, GDP, ()).empty


def test_a_range_keeps_its_upper_end(tmp_path: Path) -> None:
    aim = {"status": "target", "part": "plan", "value": None, "value_standard": None, "value_standard_min": 4.5}
    where = {"report_id": "r1", "issuer": "青海省人民政府", "region": "青海省", "area_code": "630000"}
    tables = tmp_path / "tables"
    write_claims(tables, {**GROWTH, **where, **year(2023), **aim, "value_standard_max": 5.0, "quote": "4.5%—5%"})
    write_table(tables, "reports", {**REPORT, **where, "report_year": 2022, "issuer_type": "government"})
    write_table(tables, "fingerprints", {"report_id": "r1", "text_id": "r1", "numbers_known": 1, "group_repeats": None})
    write_observations(tables, "1")
    (point,) = answer(tmp_path, observed.trend, GDP, ("630000",)).to_dict("records")
    assert of_point(point, Scale("%", 1.0)) == "4.5–5%"


def test_ranks_are_those_of_the_view(states: Path) -> None:
    connection = duckdb.connect()
    create_views(connection, states / "tables")
    wanted = connection.sql(
        "SELECT place, area_name, value FROM ranking WHERE measure = 'growth' AND year = 2023 ORDER BY place"
    ).fetchall()
    rows = answer(states, observed.ranking, GDP, 2023, "province", "reached")
    assert [(row["rank"], row["area_name"], row["value"]) for row in rows.to_dict("records")] == wanted


def test_the_first_year_offered_is_one_with_results(states: Path) -> None:
    first = answer(states, observed.years, GDP).iloc[0]
    assert (first["level"], first["year"], first["state"]) == ("province", 2023, "reached")


@pytest.mark.parametrize(("least", "points"), [(0.0, 20), (0.95, 0)])
def test_points_less_sure_than_asked_for_are_left_out(states: Path, least: float, points: int) -> None:
    places = tuple(answer(states, observed.places, GDP)["place"])
    assert len(answer(states, observed.trend, Asked("gdp", "growth", least), places)) == points


def test_unsure_figures_stand_last_and_have_no_rank(tmp_path: Path) -> None:
    claims = [
        {**GROWTH, **year(2023), "area_code": code, "report_id": code, "value": rate, "value_standard": rate,
         "confidence": sure}
        for code, rate, sure in (("320000", 5.0, 0.9), ("420000", 33.0, 0.4), ("630000", 4.0, 0.9))
    ]  # fmt: skip
    write_claims(tmp_path / "tables", *claims)
    reports = [
        {**REPORT, "report_id": claim["report_id"], "area_code": claim["area_code"], "issuer_type": "government"}
        for claim in claims
    ]
    write_table(tmp_path / "tables", "reports", *reports)
    write_table(tmp_path / "tables", "fingerprints")
    write_observations(tmp_path / "tables", "1")
    rows = answer(tmp_path, observed.ranking, GDP, 2023, "province", "reached")
    assert rows["value"].tolist() == [5.0, 4.0, 33.0]
    assert rows["rank"].isna().tolist() == [False, False, True]


def test_a_point_that_others_contradict_is_in_doubt_and_says_what_they_state(tmp_path: Path) -> None:
    said = {**GROWTH, **year(2023), "area_code": "630000", "region": "青海省", "issuer": "青海省人民政府"}
    rates = (5.3, 7.8)
    write_claims(
        tmp_path / "tables",
        *(
            {**said, "report_id": f"r{n}", "value": rate, "value_standard": rate, "quote": f"{rate}%"}
            for n, rate in enumerate(rates)
        ),
    )
    write_table(
        tmp_path / "tables",
        "reports",
        *({**REPORT, **said, "report_id": f"r{n}", "issuer_type": "government"} for n in range(2)),
    )
    write_table(tmp_path / "tables", "fingerprints")
    write_observations(tmp_path / "tables", "1")
    [point] = answer(tmp_path, observed.trend, GDP, ("630000",)).to_dict("records")
    assert point["doubtful"]
    assert {point["quote"], point["others"]} == {"5.3%", "7.8%"}
