"""Do the DuckDB views say what their comments promise?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from expectations.schema import load_tables
from flows.handover.views import VARIABLE, VIEWS, create_views
from tests.conftest import ROOT
from tests.flows.handover.published import Row, write_claims, write_table

ALL = (*load_tables(), *VIEWS)
MONEY: Row = {"kind": "money", "unit": "元", "unit_standard": "CNY", "metric_key": "完成投资"}
AREA: Row = {"kind": "area", "unit": "亩", "unit_standard": "m²"}
PERCENT: Row = {"kind": "percentage", "unit": "%", "unit_standard": "%"}
PLAN_2023: Row = {"status": "target", "part": "plan", "report_id": "r0", "report_year": 2022}


def connect(tables: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    create_views(connection, tables)
    return connection


def test_views_and_files_are_the_same_set() -> None:
    assert {path.stem for path in (ROOT / "flows" / "handover" / "assets" / "views").glob("*.sql")} == set(VIEWS)


@pytest.mark.parametrize("files", ["none", "empty", "some"])
def test_every_view_can_be_read_whatever_tables_there_are(tmp_path: Path, files: str) -> None:
    if files == "empty":
        for name in load_tables():
            write_table(tmp_path, name)
    if files == "some":
        write_claims(tmp_path, {}, {})
    connection = connect(tmp_path)
    counts = {name: len(connection.sql(f"SELECT * FROM {name}").fetchall()) for name in ALL}
    assert counts["claims"] == counts["claims_unique"] == (2 if files == "some" else 0)


def test_every_view_and_every_column_is_documented(tmp_path: Path) -> None:
    connection = connect(tmp_path)
    bare = connection.sql(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        " UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE NOT internal AND comment IS NULL"
    ).fetchall()
    assert bare == []
    unit = connection.sql(
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'money_cny' AND column_name = 'char_start'"
    ).fetchall()
    assert unit == [("Where the quote begins in the decoded source text (unit: code points)",)]


def test_a_column_that_older_files_lack_is_null_there(tmp_path: Path) -> None:
    write_claims(tmp_path, {"page": 3}, batch="new")
    write_claims(tmp_path, {}, batch="2016")
    old = tmp_path / "claims" / "batch=2016" / "part-0.parquet"
    duckdb.sql(f"COPY (SELECT * EXCLUDE (page, batch) FROM '{old}') TO '{old}.new' (FORMAT parquet)")
    Path(f"{old}.new").replace(old)
    rows = connect(tmp_path).sql("SELECT batch, page FROM claims ORDER BY batch").fetchall()
    assert rows == [("2016", None), ("new", 3)]


def test_the_variable_leads_the_views_to_tables_that_were_copied_elsewhere(tmp_path: Path) -> None:
    write_claims(tmp_path / "here", {})
    write_claims(tmp_path / "there", {}, {}, {})
    connection = connect(tmp_path / "here")
    connection.execute(f"SET VARIABLE {VARIABLE} = '{tmp_path / 'there'}'")
    assert connection.sql("SELECT count(*) FROM claims_unique").fetchall() == [(3,)]


def test_a_folder_whose_name_looks_like_a_pattern_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "汇编[1]*{2}"
    write_claims(folder, {})
    assert connect(folder).sql("SELECT count(*) FROM claims").fetchall() == [(1,)]


def test_a_text_published_twice_is_counted_once_from_its_best_copy(tmp_path: Path) -> None:
    for batch, numbers_known in (("censored", 3), ("whole", 9)):
        write_claims(tmp_path, {}, batch=batch)
        print_ = {"report_id": "r1", "text_id": "t1", "numbers_known": numbers_known, "group_repeats": None}
        write_table(tmp_path, "fingerprints", print_, batch=batch)
    connection = connect(tmp_path)
    assert connection.sql("SELECT batch, text_id, copies FROM reports_unique").fetchall() == [("whole", "t1", 2)]
    assert connection.sql("SELECT batch FROM claims_unique").fetchall() == [("whole",)]


def test_names_that_do_not_say_who_it_is_are_not_brought_together(tmp_path: Path) -> None:
    named = {"issuer": "民政局", "region": "柳溪县"}
    write_claims(
        tmp_path,
        {"report_id": "r1", "issuer": "XX乡人民政府", "region": "XX乡"},
        {"report_id": "r2", "issuer": "XX乡人民政府", "region": "XX乡"},
        {"report_id": "r3", "issuer": "公司", "region": None},
        {"report_id": "r4", "issuer": "县民政局", "region": "县"},
        {"report_id": "r5", **named},
        {"report_id": "r6", **named},
        {"report_id": "r7", "issuer": None, "region": None},
    )
    rows = connect(tmp_path).sql("SELECT issuer_key, issuer_named FROM reports_unique ORDER BY report_id").fetchall()
    assert rows[4:6] == [("柳溪县 民政局", True)] * 2
    assert len({key for key, is_named in rows if not is_named}) == 5


def test_changes_are_not_among_the_levels(tmp_path: Path) -> None:
    write_claims(tmp_path, {}, {"comparison": "yoy", "direction": "up"}, {"comparison": "none", "direction": "down"})
    assert connect(tmp_path).sql("SELECT claim_id FROM levels").fetchall() == [("c1",)]


def test_money_is_in_yuan_without_other_currencies_prices_and_changes(tmp_path: Path) -> None:
    write_claims(
        tmp_path,
        {**MONEY, "value_standard": 5e6},
        {**MONEY, "value_standard": None, "value": None, "masked": True},
        {**MONEY, "value_standard": None, "value": None, "value_standard_min": 1e6, "value_standard_max": 2e6},
        {**MONEY, "unit": "美元", "unit_standard": "USD"},
        {**MONEY, "unit": "元/人", "unit_standard": "CNY/人"},
        {**MONEY, "comparison": "yoy", "direction": "up"},
    )
    rows = connect(tmp_path).sql("SELECT amount_cny, least_cny, most_cny, masked FROM money_cny ORDER BY claim_id")
    assert rows.fetchall() == [(5e6, None, None, False), (None, None, None, True), (None, 1e6, 2e6, False)]


def test_areas_and_the_ends_of_ranges_are_in_square_metres(tmp_path: Path) -> None:
    write_claims(
        tmp_path,
        {**AREA, "value_standard": 2e4},
        {**AREA, "value_standard": None, "value_standard_min": 2000.0, "value_standard_max": 4000.0},
    )
    rows = connect(tmp_path).sql("SELECT area_m2, area_ha, least_m2, most_m2 FROM area_m2 ORDER BY claim_id").fetchall()
    assert rows == [(2e4, 2.0, None, None), (None, None, 2000.0, 4000.0)]


@pytest.mark.parametrize(
    ("change", "rate"),
    [
        ({"direction": "up", "value_standard": 5.4}, (5.4, "%")),
        ({"direction": "down", "value_standard": 2.3}, (-2.3, "%")),
        ({"direction": "down", "value_standard": -1.4}, (-1.4, "%")),  # a cell of a table
        ({"direction": "up", "value_standard": 7.0, "unit_standard": "个百分点"}, (7.0, "percentage points")),
        ({"direction": "up", "comparison": "none", "value_standard": 6.0}, (6.0, "%")),  # 增长6%
        ({"direction": "none", "comparison": "other", "value_standard": 2.0}, None),  # 高于全国2个百分点
        ({"direction": "none", "comparison": "none", "value_standard": 98.0}, None),  # 合格率98%
        ({"direction": "up", "kind": "area", "unit_standard": "m²"}, None),  # 增加1200亩
    ],
)
def test_growth_has_the_sign_of_its_direction(tmp_path: Path, change: Row, rate: tuple[float, str] | None) -> None:
    write_claims(tmp_path, {**PERCENT, "comparison": "yoy", **change})
    assert connect(tmp_path).sql("SELECT rate, rate_unit FROM growth").fetchall() == ([rate] if rate else [])


def test_a_target_meets_what_the_next_report_says_was_reached(tmp_path: Path) -> None:
    write_claims(
        tmp_path,
        {**PLAN_2023, "value_standard": 800.0},
        {"value_standard": 740.0},
        {"value_standard": 1.0, "metric_key": "培训教师"},
        {"value_standard": 2.0, "unit_standard": "人次"},
        {"value_standard": 3.0, "period_end": date(2024, 12, 31)},
    )
    rows = connect(tmp_path).sql(
        "SELECT year, target, actual, gap, attainment, reached, target_claim_id, actual_claim_id FROM plan_vs_actual"
    )
    assert rows.fetchall() == [(2023, 800.0, 740.0, -60.0, 0.925, False, "c1", "c2")]


def test_of_several_actuals_the_whole_years_and_then_the_largest_is_taken(tmp_path: Path) -> None:
    write_claims(
        tmp_path,
        {**PLAN_2023, "value_standard": 800.0},
        {"value_standard": 900.0, "period_end": date(2023, 9, 30)},
        {"value_standard": 300.0},
        {"value_standard": 790.0},
    )
    rows = connect(tmp_path).sql("SELECT actual, actual_until, targets, actuals FROM plan_vs_actual").fetchall()
    assert rows == [(790.0, date(2023, 12, 31), 1, 3)]


@pytest.mark.parametrize(
    ("target", "actual", "reached", "attainment"),
    [
        ({"value_standard": 5.5, "bound": "under"}, {"value_standard": 5.1}, True, pytest.approx(5.1 / 5.5)),
        ({"value_standard": 6.0, "direction": "up"}, {"value_standard": 5.2, "direction": "up"}, False, None),
        ({"value_standard": 3.0, "direction": "down"}, {"value_standard": 4.0, "direction": "down"}, True, None),
    ],
)
def test_whether_a_target_is_reached_depends_on_its_bound_and_direction(
    tmp_path: Path, target: Row, actual: Row, reached: bool, attainment: float | None
) -> None:
    write_claims(tmp_path, {**PERCENT, **PLAN_2023, **target}, {**PERCENT, **actual})
    rows = connect(tmp_path).sql("SELECT reached, attainment FROM plan_vs_actual").fetchall()
    assert rows == [(reached, attainment)]


@pytest.mark.parametrize(
    "actual",
    [
        {"period_start": date(2019, 1, 1)},  # in five years
        {"comparison": "other", "direction": "up"},  # against a year long ago, or on average
        {"direction": "up"},  # a change, and the target is a level
        {"status": "forecast"},
        {"value_standard": None, "masked": True},
    ],
)
def test_a_target_does_not_meet_a_figure_of_another_sort(tmp_path: Path, actual: Row) -> None:
    write_claims(tmp_path, {**PLAN_2023, "value_standard": 800.0}, actual)
    assert connect(tmp_path).sql("FROM plan_vs_actual").fetchall() == []


def test_a_plan_for_five_years_meets_what_was_reached_in_them(tmp_path: Path) -> None:
    years = {"period_start": date(2019, 1, 1)}
    write_claims(tmp_path, {**PLAN_2023, **years}, years)
    rows = connect(tmp_path).sql("SELECT first_year, year, attainment FROM plan_vs_actual").fetchall()
    assert rows == [(2019, 2023, 1.0)]


@pytest.mark.parametrize(
    ("target", "actuals", "doubtful"),
    [
        ({}, [{"value_standard": 790.0}], False),
        ({}, [{"value_standard": 790.0}, {"value_standard": 20.0}], True),
        ({}, [{"value_standard": 5000.0}], True),
        ({"confidence": 0.5}, [{"value_standard": 790.0}], True),
        ({"direction": "up"}, [{"direction": "up", "value_standard": 5000.0}], False),  # rates have no ratio
    ],
)
def test_pairs_that_may_not_belong_together_are_marked(
    tmp_path: Path, target: Row, actuals: list[Row], doubtful: bool
) -> None:
    write_claims(tmp_path, {**PLAN_2023, "value_standard": 800.0, **target}, *actuals)
    assert connect(tmp_path).sql("SELECT doubtful FROM plan_vs_actual").fetchall() == [(doubtful,)]


def test_targets_of_one_unnamed_office_do_not_meet_the_actuals_of_another(tmp_path: Path) -> None:
    unnamed = {"issuer": "XX乡人民政府", "region": "XX乡"}
    write_claims(tmp_path, {**PLAN_2023, **unnamed}, unnamed)
    assert connect(tmp_path).sql("FROM plan_vs_actual").fetchall() == []


def test_by_issuer_adds_up_levels_and_counts_what_is_censored(tmp_path: Path) -> None:
    write_claims(
        tmp_path,
        {"value_standard": 100.0},
        {"value_standard": 300.0},
        {"value_standard": None, "masked": True},
        {"value_standard": 5.0, "direction": "up", "comparison": "yoy"},
        {"value_standard": 900.0, "status": "target"},
    )
    rows = connect(tmp_path).sql(
        "SELECT year, status, claims, known, masked, total, largest, largest_claim_id FROM by_issuer ORDER BY status"
    )
    assert rows.fetchall() == [
        (2023, "actual", 3, 2, 1, 400.0, 300.0, "c2"),
        (2023, "target", 1, 1, 0, 900.0, 900.0, "c5"),
    ]
