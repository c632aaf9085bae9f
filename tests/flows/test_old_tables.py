"""Is an output that an earlier version of the schema wrote read, extended and read again by this one?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from expectations.engine.published import published_files, rows_in
from expectations.schema import load_tables
from flows.dashboard.queries import overview
from flows.publishing.remake import rebuild_site
from tests.flows.dashboard.published import answer
from tests.flows.make_old_outputs import OLD_OUTPUTS, write_inbox

Ingest = Callable[..., Any]
LATER = {name: [column.name for column in table.columns if column.null] for name, table in load_tables().items()}
VERSIONS = ("04cfe02", "8f8be76", "00ee188")  # the first with snapshots; one in between; the last of schema 1.0.0
MORE = "丙村2016年工作总结\n\n修路7公里，财政补助XX万元。\n"


def drop(output: Path, table: str, *columns: str) -> None:
    """Make an older version's files of a table's."""
    for path in published_files(output / "tables", table):
        rows = pq.ParquetFile(path).read()
        path.unlink()  # the name of an earlier snapshot may lead to it, too
        pq.write_table(rows.drop_columns(list(columns)), path)


def counts(output: Path) -> dict[str, dict[str, int]]:
    """Rows by table and batch."""
    tables = output / "tables"
    return {
        table: dict(duckdb.sql(f"SELECT batch, count(*) FROM {found} GROUP BY batch").fetchall())
        for table in load_tables()
        for found in [rows_in(table, published_files(tables, table))]
    }


def use(old: Path, ingest: Ingest) -> None:
    """All that is done with an output; nothing is lost by it."""
    inbox, output = old / "inbox", old / "output"
    before = counts(output)
    assert (
        ingest([inbox], output, "inbox", preview=True, reprocess=True).figures["changes"].startswith("0 added, 0 gone")
    )
    assert counts(output) == before
    rebuild_site(output)
    (inbox / "丙.txt").write_text(MORE, encoding="utf-8")
    for options in ({}, {"reprocess": True}):
        summary = ingest([inbox], output, "inbox", **options)
        assert not summary.gate_failed
    after = counts(output)
    for table, rows in before.items():
        assert after[table].get("other", 0) == rows.get("other", 0)
    assert after["sources"]["inbox"] == before["sources"]["inbox"] + 1
    assert after["claims"]["inbox"] == before["claims"]["inbox"] + 2
    with duckdb.connect(output / "metrics.duckdb", read_only=True) as database:
        assert dict(database.sql("SELECT batch, count(*) FROM claims GROUP BY batch").fetchall()) == after["claims"]
    assert answer(output, overview)["claims"] > 0


@pytest.mark.slow
def test_tables_without_any_column_that_may_be_null_serve_like_all_others(old: Path, ingest: Ingest) -> None:
    for table, columns in LATER.items():
        drop(old / "output", table, *columns)
    use(old, ingest)


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), [(table, column) for table, names in LATER.items() for column in names])
def test_each_column_that_may_be_null_may_be_missing(table: str, column: str, old: Path, ingest: Ingest) -> None:
    drop(old / "output", table, column)
    assert not ingest([old / "inbox"], old / "output", "inbox", reprocess=True, site=False).gate_failed
    with duckdb.connect(old / "output" / "metrics.duckdb", read_only=True) as database:
        assert (
            database.sql(f"SELECT {column} FROM {table} WHERE batch = 'other' AND {column} IS NOT NULL").fetchall()
            == []
        )


@pytest.mark.slow
def test_tables_that_came_later_are_empty_until_they_are_written(old: Path, ingest: Ingest) -> None:
    inbox, output = old / "inbox", old / "output"
    later = ("boilerplate", "passed_over", "quarantine", "fingerprints", "runs")
    for table in later:
        shutil.rmtree(output / "tables" / table)
    rebuild_site(output)
    for options in ({"preview": True, "reprocess": True}, {}, {"reprocess": True}):
        assert not ingest([inbox], output, "inbox", **options).gate_failed
    found = counts(output)
    assert [table for table in later if "other" in found[table]] == []
    assert set(found["claims"]) == {"inbox", "other"}


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_older_commit_published_is_read_extended_and_read_again(
    version: str, tmp_path: Path, ingest: Ingest
) -> None:
    output = tmp_path / "output"
    shutil.copytree(OLD_OUTPUTS / version / "tables", output / ".snapshots" / "000001" / "tables")
    (output / ".current").symlink_to(".snapshots/000001")
    (output / "tables").symlink_to(".current/tables")
    write_inbox(tmp_path / "inbox")
    assert {table: rows.get("inbox", 0) for table, rows in counts(output).items()} == {
        "claims": 6, "reports": 2, "sections": 2, "sources": 3, "texts": 2, "boilerplate": 1, "passed_over": 0,
        "quarantine": 0, "fingerprints": 2, "runs": 1, "reviews": 0, "observations": 0,
    }  # fmt: skip
    use(tmp_path, ingest)
