"""Are published tables read by today's columns, whatever their files have, and wherever they lie?"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.engine.published import published_files, rows_in
from expectations.schema import load_tables
from tests.conftest import ROOT
from tests.flows.tables import rows_of

COLUMNS = [(table.name, column.name) for table in load_tables().values() for column in table.columns]


def write(tables: Path, table: str, rows: pa.Table, batch: str = "a") -> list[Path]:
    path = tables / table / f"batch={batch}" / "part.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, path)
    return published_files(tables, table)


def ask(table: str, files: list[Path], what: str = "*") -> duckdb.DuckDBPyRelation:
    return duckdb.sql(f"SELECT {what} FROM {rows_in(table, files)}")


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_that_a_file_lacks_is_null_and_of_its_type(table: str, column: str, tmp_path: Path) -> None:
    whole = rows_of(table, ["x"])
    complete = ask(table, write(tmp_path / "whole", table, whole))
    old = ask(table, write(tmp_path / "old", table, whole.drop_columns([column])))
    assert (old.columns, old.types) == (complete.columns, complete.types)
    name = f'"{column}"'
    assert ask(table, published_files(tmp_path / "old", table), name).fetchall() == [(None,)]


@pytest.mark.parametrize("table", list(load_tables()))
def test_a_table_without_files_has_its_columns_and_no_rows(table: str, tmp_path: Path) -> None:
    found = ask(table, published_files(tmp_path, table))
    complete = ask(table, write(tmp_path, table, rows_of(table, ["x"])))
    assert (found.columns, found.types) == (complete.columns, complete.types)
    assert found.fetchall() == []


def test_a_column_of_a_later_version_is_left_out(tmp_path: Path) -> None:
    rows = rows_of("sources", ["a.txt"])
    files = write(tmp_path, "sources", rows.append_column("of_tomorrow", pa.array([1])))
    assert "of_tomorrow" not in ask("sources", files).columns


def test_files_of_several_versions_are_read_together(tmp_path: Path) -> None:
    rows = rows_of("sources", ["a.txt"])
    write(tmp_path, "sources", rows.drop_columns(["encoding"]), "old")
    files = write(tmp_path, "sources", rows.set_column(5, "encoding", pa.array(["utf-8"])), "new")
    assert sorted(ask("sources", files, "batch, encoding").fetchall()) == [("new", "utf-8"), ("old", None)]


def test_folders_above_the_tables_lend_no_column(tmp_path: Path) -> None:
    rows = rows_of("claims", ["a.txt"])
    tables = tmp_path / "region=zhejiang" / "batch=b[1]" / "source_path=?" / "tables"
    files = write(tables, "claims", rows, "2016")
    assert ask("claims", files, "batch, region, source_path").fetchall() == [("2016", None, "a.txt")]


def test_the_batch_chooses_among_the_files(tmp_path: Path) -> None:
    for batch in "abc":
        files = write(tmp_path, "claims", rows_of("claims", ["a.txt"]), batch)
    [(_, plan)] = duckdb.sql(
        f"EXPLAIN ANALYZE SELECT claim_id FROM {rows_in('claims', files)} WHERE batch = 'b'"
    ).fetchall()
    assert "Scanning Files: 1/3" in plan


def test_nobody_else_reads_files_of_earlier_runs_as_they_are() -> None:
    """Else the next column ends runs. Those named read what the run wrote itself, footers, or key columns."""
    direct = re.compile(r"\bread_parquet\(|\bParquetFile\(|\bpq\.read_|\bds\.dataset\(")
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("expectations", "flows")
        for path in (ROOT / package).rglob("*.py")
        if direct.search(path.read_text(encoding="utf-8"))
    }
    assert found == {
        "expectations/engine/published.py",
        "expectations/engine/scratch.py",  # of this run
        "flows/handover/dictionary.py",  # footers; of the columns those that are there
        "flows/publishing/assemble.py",  # source_path
        "flows/publishing/lake.py",  # footers
        "flows/publishing/damage.py",  # whether they can be read at all
        "flows/publishing/uniform.py",  # whole parts of earlier schemas, which it writes anew
        "flows/publishing/review_parts.py",  # whole parts, which it completes and writes anew
        "flows/publishing/review_rows.py",  # a column that was there from the first, and files to compare
        "flows/site/rows.py",  # texts, and the run's list of sources
        "flows/storage/parquet.py",
    }


def test_nobody_else_takes_a_batch_from_the_name_of_its_folder() -> None:
    """Which says a%3Db of a=b."""
    by_hand = re.compile(r"""parent\.name\.(?:partition|removeprefix)|batch=\{|removeprefix\(["']batch=""")
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("expectations", "flows")
        for path in (ROOT / package).rglob("*.py")
        if by_hand.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"expectations/engine/published.py"}
