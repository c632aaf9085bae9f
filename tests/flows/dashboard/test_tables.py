"""Does an output that is empty, broken or just being published give a clear answer?"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from flows.dashboard import queries
from flows.dashboard.filters import Filters
from flows.dashboard.tables import TablesChangedError, ask, take_snapshot
from flows.errors import BadUseError
from tests.flows.dashboard.published import answer, publish


def test_an_output_without_tables_says_how_to_publish(tmp_path: Path) -> None:
    with pytest.raises(BadUseError, match=r"there are no tables in .* yet; publish a batch: report-metrics ingest"):
        take_snapshot(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["reports", "fingerprints"])
def test_a_missing_table_is_named(county: Path, tmp_path: Path, name: str) -> None:
    output = shutil.copytree(county, tmp_path / "output")
    shutil.rmtree(output / "tables" / name)
    with pytest.raises(BadUseError, match=f"lacks the table {name}"):
        take_snapshot(output)


def test_outputs_of_before_texts_were_published_can_be_shown(county: Path, tmp_path: Path) -> None:
    output = shutil.copytree(county, tmp_path / "output")
    shutil.rmtree(output / "tables" / "texts")
    assert answer(output, queries.overview)["claims"] == 11


def test_a_truncated_file_is_named(county: Path, tmp_path: Path) -> None:
    output = shutil.copytree(county, tmp_path / "output")
    broken = output / "tables" / "claims" / "batch=a" / "part-0.parquet"
    broken.write_bytes(broken.read_bytes()[:-20])
    with pytest.raises(BadUseError, match=r"cannot be read: .*part-0\.parquet"):
        answer(output, queries.overview)


def test_a_snapshot_has_the_same_stamp_until_something_is_published(county: Path, tmp_path: Path) -> None:
    output = shutil.copytree(county, tmp_path / "output")
    before = take_snapshot(output)
    assert take_snapshot(output) == before
    claims = output / "tables" / "claims"
    shutil.copyfile(claims / "batch=a" / "part-0.parquet", claims / "batch=a" / "another-name.parquet")
    assert take_snapshot(output).stamp != before.stamp


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """An output whose tables are a link to the newest of several snapshots."""
    publish(tmp_path / "snapshots" / "1")
    (tmp_path / "tables").symlink_to(tmp_path / "snapshots" / "1" / "tables")
    return tmp_path


def switch(output: Path, number: int, gone: int) -> None:
    publish(output / "snapshots" / str(number))
    link = output / "tables.new"
    link.symlink_to(output / "snapshots" / str(number) / "tables")
    link.replace(output / "tables")
    shutil.rmtree(output / "snapshots" / str(gone))


def test_a_query_stays_with_its_snapshot_while_another_is_published(linked: Path) -> None:
    snapshot = take_snapshot(linked)

    def ask_twice(connection: duckdb.DuckDBPyConnection) -> list[int]:
        before = queries.overview(connection)["claims"]
        publish(linked / "snapshots" / "2")
        (linked / "tables.new").symlink_to(linked / "snapshots" / "2" / "tables")
        (linked / "tables.new").replace(linked / "tables")
        return [before, queries.overview(connection)["claims"]]

    assert ask(snapshot, linked, Filters(), ask_twice) == [11, 11]
    assert take_snapshot(linked).stamp != snapshot.stamp


def test_files_that_were_published_away_ask_for_another_beginning(linked: Path) -> None:
    snapshot = take_snapshot(linked)
    switch(linked, 2, gone=1)
    with pytest.raises(TablesChangedError):
        ask(snapshot, linked, Filters(), queries.overview)
    assert answer(linked, queries.overview)["claims"] == 11
