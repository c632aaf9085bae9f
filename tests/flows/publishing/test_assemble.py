"""Does the next snapshot hold what stays, without what goes, and nothing under a name that meant something else?"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.publishing.assemble import add_parts, carry_over, carry_over_changed
from flows.work.frames import FINGERPRINTS
from flows.work.portions import BY_SOURCE
from tests.flows.tables import write_part


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Two batches; the first has two parts."""
    tables = tmp_path / "base"
    write_part(tables, "a", "part-1-0000", "1.txt", "2.txt")
    write_part(tables, "a", "part-1-0001", "3.txt", "4.zip", "4.zip/x.txt")
    write_part(tables, "b", "part-2-0000", "1.txt")
    for batch in "ab":
        write_part(tables, batch, "run-1", "r1", only=["runs"])
        write_part(tables, batch, "part-1", "1.txt", only=["reports", FINGERPRINTS])
    return tables


@pytest.fixture
def following(tmp_path: Path) -> Path:
    folder = tmp_path / "next"
    folder.mkdir()
    return folder


def files(tables: Path) -> set[str]:
    return {path.relative_to(tables).as_posix() for path in tables.rglob("*.parquet")}


def paths_in(tables: Path, table: str, batch: str) -> list[str]:
    parts = sorted((tables / table / f"batch={batch}").glob("*.parquet"))
    return [path for part in parts for path in pq.ParquetFile(part).read()["source_path"].to_pylist()]


def test_of_a_run_that_publishes_nothing_everything_stays_as_it_is(base: Path, following: Path) -> None:
    carry_over(base, following)
    assert files(following) == files(base)
    assert all((following / name).samefile(base / name) for name in files(base))


def test_before_the_first_run_there_is_nothing_to_carry_over(following: Path) -> None:
    carry_over(None, following)
    carry_over_changed(None, following, "a", {"1.txt"}, "new")
    assert files(following) == set()


@pytest.mark.parametrize("table", BY_SOURCE)
def test_exactly_the_rows_of_the_sources_that_go_are_dropped(table: str, base: Path, following: Path) -> None:
    carry_over_changed(base, following, "a", {"2.txt", "4.zip", "4.zip/x.txt"}, "new")
    assert paths_in(following, table, "a") == ["1.txt", "3.txt"]
    assert paths_in(following, table, "b") == ["1.txt"]
    assert paths_in(base, table, "a") == ["1.txt", "2.txt", "3.txt", "4.zip", "4.zip/x.txt"]


def test_only_a_file_that_loses_rows_is_written_and_under_a_name_of_its_own(base: Path, following: Path) -> None:
    carry_over_changed(base, following, "a", {"2.txt"}, "new")
    written = files(following) - files(base)
    assert written == {f"{table}/batch=a/part-new-r0000.parquet" for table in BY_SOURCE}
    assert all((following / name).samefile(base / name) for name in files(following) - written)


def test_a_file_of_which_nothing_stays_goes(base: Path, following: Path) -> None:
    carry_over_changed(base, following, "a", {"1.txt", "2.txt"}, "new")
    assert files(following) <= files(base)
    assert paths_in(following, "claims", "a") == ["3.txt", "4.zip", "4.zip/x.txt"]


def test_what_is_written_whole_is_left_out_of_its_own_batch_only(base: Path, following: Path) -> None:
    carry_over_changed(base, following, "a", frozenset(), "new")
    gone = files(base) - files(following)
    assert gone == {"reports/batch=a/part-1.parquet", f"{FINGERPRINTS}/batch=a/part-1.parquet"}


def test_schemas_outlive_rewriting(base: Path, following: Path) -> None:
    carry_over_changed(base, following, "a", {"2.txt"}, "new")
    for table in BY_SOURCE:
        before = pq.read_schema(base / table / "batch=a" / "part-1-0000.parquet")
        after = pq.read_schema(following / table / "batch=a" / "part-new-r0000.parquet")
        assert after.equals(before, check_metadata=True), table


def test_what_the_run_has_written_is_added(tmp_path: Path, base: Path, following: Path) -> None:
    carry_over(base, following)
    write_part(tmp_path / "parts", "a", "part-new-0000", "5.txt")
    add_parts(tmp_path / "parts", following)
    assert paths_in(following, "claims", "a")[-1] == "5.txt"
    assert len(files(following)) == len(files(base)) + len(BY_SOURCE)
    assert files(tmp_path / "parts") == set()
    add_parts(tmp_path / "none", following)  # a run that read nothing has written none
