"""Do the views bring figures of different reports together, choose well among them, and say where they differ?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from expectations.schema import load_tables
from flows.dashboard import queries as dashboard
from flows.handover.views import create_views
from flows.publishing.observed import write_observations
from tests.flows.handover.published import REPORT, Row, write_claims, write_table

QINGHAI: Row = {"issuer_type": "government", "area_code": "630000", "issuer": "青海省人民政府", "region": "青海省"}
GRAIN: Row = {
    "kind": "mass", "unit": "吨", "unit_standard": "kg", "indicator_id": "grain_output", "indicator_fit": "whole",
    "measure": "level", "area_code": "630000", "value_standard": 1.2e9, "quote": "120万吨",
    "sentence": "粮食产量120万吨。",
}  # fmt: skip
RISE: Row = {**GRAIN, "kind": "percentage", "unit_standard": "%", "measure": "growth", "direction": "up"}
BEFORE: Row = {"period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)}


def ask(tables: Path, sql: str, *claims: Row, **report: object) -> list[tuple[object, ...]]:
    write_claims(tables, *claims)
    ids = {str(claim.get("report_id", "r1")) for claim in claims}
    write_table(tables, "reports", *({**REPORT, **QINGHAI, **report, "report_id": i} for i in sorted(ids)))
    return query(tables, sql)


def query(tables: Path, sql: str) -> list[tuple[object, ...]]:
    write_observations(tables, "1")
    connection = duckdb.connect()
    create_views(connection, tables)
    return connection.sql(sql).fetchall()


def test_claims_of_two_reports_are_one_observation_and_it_says_how_many_agree(tmp_path: Path) -> None:
    rows = ask(
        tmp_path,
        "SELECT area_name, value_standard, claims, agreeing, differing FROM observations",
        GRAIN,
        {**GRAIN, "report_id": "r2", "value_standard": 1.2004e9},
        {**GRAIN, "report_id": "r3", "value_standard": 1.5e9, "confidence": 0.99},
    )
    assert rows == [("青海省", 1.2e9, 3, 2, 1)]


def test_an_exact_figure_is_chosen_before_a_bound_and_a_reviewed_one_before_all(tmp_path: Path) -> None:
    over = {**GRAIN, "value_standard": None, "value_standard_min": 1.1e9, "bound": "over", "confidence": 0.99}
    sql = "SELECT claim_id, agreeing, differing FROM observations"
    assert ask(tmp_path / "a", sql, over, GRAIN) == [("c2", 2, 0)]
    assert ask(tmp_path / "b", sql, GRAIN, {**GRAIN, "value_standard": 1.3e9, "review": "corrected"}) == [("c2", 1, 1)]


def test_what_a_person_rejected_or_the_catalogue_does_not_understand_is_in_no_observation(tmp_path: Path) -> None:
    rejected, unclear = (
        {**GRAIN, "review": "rejected"},
        {**GRAIN, "indicator_fit": "words", "indicator_scope": "试验区"},
    )
    assert ask(tmp_path, "FROM observations", rejected, unclear) == []


def test_confidence_falls_with_the_share_of_claims_that_differ(tmp_path: Path) -> None:
    (row,) = ask(tmp_path, "SELECT confidence FROM observations", GRAIN, {**GRAIN, "value_standard": 2e9})
    assert row == (0.45,)


def test_bureaus_count_for_themselves(tmp_path: Path) -> None:
    claims = [{**GRAIN, "report_id": name, "issuer": f"青海省{name}局"} for name in ("甲", "乙")]
    write_claims(tmp_path, *claims)
    reports = [
        {**REPORT, **QINGHAI, "report_id": c["report_id"], "issuer": c["issuer"], "issuer_type": "bureau"}
        for c in claims
    ]
    write_table(tmp_path, "reports", *reports)
    assert query(tmp_path, "SELECT count(*) FROM observations") == [(2,)]


def test_a_fall_is_negative_and_its_bound_turned_round(tmp_path: Path) -> None:
    fall = {**RISE, "direction": "down", "value_standard": None, "value_standard_min": 3.0, "bound": "over"}
    rows = ask(tmp_path, "SELECT value_standard_min, value_standard_max, bound FROM observations", fall)
    assert rows == [(None, -3.0, "under")]


def test_the_panel_has_reached_and_planned_side_by_side(tmp_path: Path) -> None:
    rows = ask(
        tmp_path,
        "SELECT area_name, year, level, growth, planned_level, planned_level_bound FROM panel",
        GRAIN,
        {**RISE, "value_standard": 3.0},
        {**GRAIN, "status": "target", "value_standard": 1.25e9, "bound": "approx"},
    )
    assert rows == [("青海省", 2023, 1.2e9, 3.0, 1.25e9, "approx")]


def test_a_part_and_a_place_inside_are_in_no_panel_row_of_the_whole(tmp_path: Path) -> None:
    rows = ask(
        tmp_path,
        "SELECT area_name, level FROM panel ORDER BY 1",
        GRAIN,
        {**GRAIN, "indicator_scope": "民营", "indicator_fit": "part", "value_standard": 5e8},
        {**GRAIN, "scope": "某项目", "value_standard": 4e8},
        {**GRAIN, "area_code": "630100", "value_standard": 3e8},
    )
    assert rows == [("西宁市", 3e8), ("青海省", 1.2e9)]


def test_differences_are_sorted_into_kinds(tmp_path: Path) -> None:
    def kind(name: str, **other: object) -> object:
        return ask(
            tmp_path / name, "SELECT kind FROM contradictions", GRAIN, GRAIN, {**GRAIN, **other, "report_id": "r2"}
        )

    assert kind("slip", value_standard=1.2e10) == [("unit slip",)]
    assert kind("chance", value_standard=1e9) == [("contradiction",)]
    assert kind("rounding", value_standard=1.21e9) == [("rounding",)]
    assert kind("revision", value_standard=1.4e9, report_year=2024) == [("revision",)]
    assert kind("unsure", value_standard=1.4e9, confidence=0.6) == [("scope or period",)]
    assert kind("real", value_standard=1.4e9) == [("contradiction",)]


def test_bounds_and_rough_figures_contradict_only_what_they_exclude(tmp_path: Path) -> None:
    over = {**GRAIN, "value_standard": None, "value_standard_min": 1.1e9, "bound": "over"}
    sql = "SELECT agreeing, differing, (SELECT count(*) FROM contradictions) FROM observations"
    more = {**over, "value_standard_min": 1.15e9}
    assert ask(tmp_path / "both", sql, over, more) == [(2, 0, 0)]
    assert ask(tmp_path / "below", sql, {**GRAIN, "value_standard": 1e9}, over) == [(1, 1, 1)]
    about = {**GRAIN, "value_standard": 1.21e9, "bound": "approx"}
    assert ask(tmp_path / "about", sql, GRAIN, about) == [(2, 0, 0)]
    assert ask(tmp_path / "exact", sql, GRAIN, {**about, "bound": "exact"}) == [(1, 1, 1)]


def test_the_difference_stands_in_words(tmp_path: Path) -> None:
    def words(name: str, *claims: Row) -> object:
        return ask(tmp_path / name, "SELECT words FROM contradictions", *claims)

    assert words("level", GRAIN, {**GRAIN, "value_standard": 2.4e9, "quote": "240万吨"}) == [("240万吨 ÷ 120万吨 = 2",)]
    five = {**RISE, "value_standard": 5.0, "quote": "5%"}
    assert words("rate", five, {**five, "value_standard": 5.3, "confidence": 0.8}) == [("5.3 − 5.0 = 0.30",)]
    assert words("nought", GRAIN, {**GRAIN, "value_standard": 0.0, "quote": "0吨"}) == [("0吨 ≠ 120万吨",)]


def test_a_level_is_reckoned_against_last_year_s_and_the_growth_stated(tmp_path: Path) -> None:
    sql = "SELECT chain, round(reckoned, 1), stated, fits FROM chains"
    last = {**GRAIN, **BEFORE, "value_standard": 1e9}
    assert ask(tmp_path / "a", sql, GRAIN, last, {**RISE, "value_standard": 20.0}) == [("growth", 20.0, 20.0, True)]
    assert ask(tmp_path / "b", sql, GRAIN, last, {**RISE, "value_standard": 3.0}) == [("growth", 20.0, 3.0, False)]


def test_what_figures_give_stands_beside_what_is_stated_in_no_language(tmp_path: Path) -> None:
    last = {**GRAIN, **BEFORE, "value_standard": 1e9, "quote": "100万吨"}
    sql = "SELECT words FROM chains"
    rise = {**RISE, "value_standard": -3.0}
    assert ask(tmp_path / "growth", sql, GRAIN, last, rise) == [("120万吨 ÷ 100万吨 − 1 = 20.0% ≠ −3.0%",)]
    money: Row = {**GRAIN, "kind": "money", "unit_standard": "CNY"}
    trade = (("foreign_trade", 3.59e9, "35.9亿元"), ("exports", 2.01e9, "20.1亿元"), ("imports", 1.47e9, "14.7亿元"))
    parts = [{**money, "indicator_id": name, "value_standard": value, "quote": quote} for name, value, quote in trade]
    assert ask(tmp_path / "parts", sql, *parts) == [("20.1亿元 + 14.7亿元 = 34.8亿元 ≠ 35.9亿元",)]
    plan = {**GRAIN, "status": "target", "quote": "50万吨", "value_standard": 5e8, "bound": "over"}
    assert ask(tmp_path / "plan", sql, GRAIN, plan) == [("50万吨 → 120万吨",)]


def test_parts_are_added_up_against_the_whole(tmp_path: Path) -> None:
    money = {**GRAIN, "kind": "money", "unit_standard": "CNY"}
    parts = [
        {**money, "indicator_id": name, "value_standard": value}
        for name, value in (("foreign_trade", 100.0), ("exports", 60.0), ("imports", 30.0))
    ]
    assert ask(tmp_path, "SELECT chain, reckoned, stated, fits FROM chains", *parts) == [("parts", 90.0, 100.0, False)]


def test_totals_and_sums_of_money_leave_out_what_does_not_add_up(tmp_path: Path) -> None:
    income = {**GRAIN, "kind": "money", "unit_standard": "CNY", "indicator_id": "disposable_income", "per": "人"}
    assert ask(tmp_path / "a", "SELECT count(*) FROM money_cny", income) == [(0,)]
    sql = "SELECT total, largest FROM by_issuer"
    assert ask(tmp_path / "b", sql, income) == [(None, 1.2e9)]
    assert ask(tmp_path / "c", sql, GRAIN, {**GRAIN, "value_standard": 3e8}) == [(None, 1.2e9)]
    assert ask(tmp_path / "d", sql, GRAIN) == [(1.2e9, 1.2e9)]


@pytest.mark.parametrize(
    ("indicator", "unit", "value"),
    [
        ("disposable_income", "CNY", 40000.0),
        ("average_wage", "CNY", 90000.0),
        ("standard_some", "CNY", 700.0),
        ("green_space", "m²", 14.0),
    ],
)
def test_no_view_adds_figures_per_head_of_two_places_whether_or_not_their_words_say_per(
    tmp_path: Path, indicator: str, unit: str, value: float
) -> None:
    kind = "area" if unit == "m²" else "money"
    for name, per in (("said", "人"), ("unsaid", None)):
        tables = tmp_path / name
        figure: Row = {**GRAIN, "kind": kind, "unit_standard": unit, "indicator_id": indicator, "per": per}
        places = [
            {
                **figure,
                "report_id": f"r{n}",
                "issuer": f"{n}市人民政府",
                "region": f"{n}市",
                "value_standard": n * value,
            }
            for n in (1, 2)
        ]
        write_claims(tables, *places)
        connection = duckdb.connect()
        create_views(connection, tables)
        assert connection.sql(f"SELECT count(*) FROM {'area_m2' if unit == 'm²' else 'money_cny'}").fetchall() == [(0,)]
        assert connection.sql("SELECT total, largest FROM by_issuer ORDER BY 2").fetchall() == [
            (None, value),
            (None, 2 * value),
        ]
        totals = dashboard.totals(connection, dashboard.Measure(unit), "metric_key", 9)
        assert len(totals) == 0


def test_figures_of_a_class_are_several_things_and_add_up_while_one_figure_said_twice_is_one(tmp_path: Path) -> None:
    money: Row = {**GRAIN, "kind": "money", "unit_standard": "CNY"}
    funds: Row = {**money, "indicator_id": "funds_some", "indicator_fit": "words"}
    sql = "SELECT total FROM by_issuer"
    assert ask(tmp_path / "class", sql, {**funds, "value_standard": 3.0}, {**funds, "value_standard": 4.0}) == [(7.0,)]
    taxes: Row = {**money, "indicator_id": "tax_revenue"}
    assert ask(tmp_path / "known", sql, {**taxes, "value_standard": 3.0}, {**taxes, "value_standard": 4.0}) == [(None,)]


def test_the_rows_that_are_written_have_the_columns_that_are_promised(tmp_path: Path) -> None:
    write_claims(tmp_path, GRAIN)
    schema = pq.read_schema(tmp_path / "claims" / "batch=a" / "part-0.parquet")
    assert {"indicator_id", "indicator_scope", "measure", "area_code", "indicator_fit"} <= set(schema.names)
    assert {"issuer_id", "issuer_type", "area_code", "area_note"} <= {c.name for c in load_tables()["reports"].columns}
