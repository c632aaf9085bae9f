"""Do the queries and programs of docs/bi.md and docs/schema.md run as they stand there, and do they find something?"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.handover.write import write_handover
from flows.publishing.observed import write_observations
from flows.publishing.uniform import make_uniform
from tests.conftest import ROOT
from tests.flows.handover.published import Row, write_claims, write_table

MONEY: Row = {"kind": "money", "unit": "元", "unit_standard": "CNY", "metric_key": "完成投资", "value_standard": 5e7}
AREA: Row = {"kind": "area", "unit": "亩", "unit_standard": "m²", "metric_key": "流转土地", "value_standard": 2e4}
RATE: Row = {"kind": "percentage", "unit": "%", "unit_standard": "%", "comparison": "yoy", "direction": "up"}
GRAIN: Row = {
    "kind": "mass", "unit": "吨", "unit_standard": "kg", "metric_key": "粮食产量", "indicator_id": "grain_output",
    "indicator_fit": "whole", "measure": "level", "area_code": "630000", "report_id": "r2", "report_year": 2023,
    "value_standard": 1.2e9, "quote": "120万吨", "sentence": "粮食产量120万吨。",
}  # fmt: skip
GRAINS: tuple[Row, ...] = (
    GRAIN,
    {**GRAIN, "value_standard": 1.3e9, "quote": "130万吨", "confidence": 0.95},
    {**GRAIN, "value_standard": 1.1e9, "period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)},
    {**GRAIN, **RATE, "value_standard": 9.0, "measure": "growth"},
)
PLAN: Row = {"status": "target", "report_id": "r0", "report_year": 2022, "value_standard": 800.0}


def blocks(page: str, language: str) -> list[str]:
    """The blocks of one language in a page of docs/."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def tell_issuer(tables: Path) -> None:
    """Let r2 be a government's report."""
    path = tables / "reports" / "batch=a" / "part-0.parquet"
    told = "CASE report_id WHEN 'r2' THEN 'government' END AS issuer_type, CASE report_id WHEN 'r2' THEN '630000' END"
    rows = f"SELECT * REPLACE ({told} AS area_code) FROM read_parquet('{path}', hive_partitioning = false)"
    duckdb.sql(f"COPY ({rows}) TO '{path}.new' (FORMAT parquet)")
    Path(f"{path}.new").replace(path)


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a run leaves, in the folder that the programs are started in."""
    tables = tmp_path / "output" / "tables"
    write_claims(tables, {}, MONEY, AREA, RATE, PLAN, *GRAINS)
    tell_issuer(tables)
    print_ = {"numbers_known": 5, "numbers_masked": 0, "group_repeats": None}
    write_table(
        tables,
        "fingerprints",
        {"report_id": "r1", "text_id": "r1", **print_},
        {"report_id": "r0", "text_id": "r0", **print_},
    )
    write_table(tables, "runs", {})
    write_observations(tables, "1")
    make_uniform(tables)
    write_handover(tables, tables.parent)
    monkeypatch.chdir(tmp_path)
    return tables.parent


def test_the_pages_have_queries_and_programs() -> None:
    assert len(blocks("bi.md", "sql")) >= 8
    assert len(blocks("bi.md", "python")) >= 5


@pytest.mark.parametrize("query", blocks("bi.md", "sql"))
def test_a_query_finds_something(output: Path, query: str) -> None:
    with duckdb.connect(output / "metrics.duckdb", read_only=True) as connection:
        assert connection.execute(query).fetchall()


@pytest.mark.parametrize("program", [*blocks("bi.md", "python"), *blocks("schema.md", "python")])
@pytest.mark.usefixtures("output")
def test_a_program_runs_and_tells_something(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(program, {})
    written = [path for path in Path("output").glob("*.xlsx") if path.stat().st_size > 1000]
    assert capsys.readouterr().out.strip() or written


@pytest.mark.parametrize("page", ["bi.md", "schema.md"])
def test_every_view_that_a_page_names_is_there(output: Path, page: str) -> None:
    named = re.findall(r"(?:FROM|JOIN) (\w+)", "\n".join([*blocks(page, "sql"), *blocks(page, "python")]))
    with duckdb.connect(output / "metrics.duckdb", read_only=True) as connection:
        views = {
            row[0]
            for row in connection.execute(
                "SELECT view_name FROM duckdb_views() WHERE NOT internal "
                "UNION ALL SELECT table_name FROM duckdb_tables()"
            ).fetchall()
        }
    assert set(named) - {"duckdb_columns"} <= views
