"""Can the database be opened from anywhere, by several at once, before and after the tables are replaced?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.handover.database import write_database
from flows.handover.files import replaced
from tests.flows.handover.published import write_claims

ASK = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print("open", flush=True)
    input()
    print(connection.execute("SELECT count(*) FROM claims_unique").fetchall()[0][0])
"""


def publish(output: Path, snapshot: str, claims: int) -> None:
    """A snapshot of tables and database, made in one folder, moved to another, and then shown by links."""
    staged, moved = output / f".stage-{snapshot}", output / "snapshots" / snapshot
    write_claims(staged / "tables", *[{}] * claims)
    write_database(staged / "tables", staged / "metrics.duckdb", published_at=moved / "tables")
    moved.parent.mkdir(exist_ok=True)
    staged.rename(moved)
    for name in ("tables", "metrics.duckdb"):
        link = output / f".{name}"
        link.symlink_to(moved / name)
        link.replace(output / name)


def count(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.sql("SELECT count(*) FROM claims_unique").fetchall()[0][0])


def test_it_is_read_by_link_after_the_snapshot_was_moved_and_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "output", "one", claims=2)
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(tmp_path / "output" / "metrics.duckdb", read_only=True) as connection:
        assert count(connection) == 2


def test_a_reader_keeps_the_state_that_it_opened_until_it_opens_the_next(tmp_path: Path) -> None:
    publish(tmp_path, "one", claims=2)
    with duckdb.connect(tmp_path / "metrics.duckdb", read_only=True) as connection:
        assert count(connection) == 2
        publish(tmp_path, "two", claims=3)
        assert count(connection) == 2
    with duckdb.connect(tmp_path / "snapshots" / "one" / "metrics.duckdb", read_only=True) as connection:
        assert count(connection) == 2
    with duckdb.connect(tmp_path / "metrics.duckdb", read_only=True) as connection:
        assert count(connection) == 3


def test_two_processes_read_it_at_once(tmp_path: Path) -> None:
    publish(tmp_path, "one", claims=2)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, tmp_path / "metrics.duckdb"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
        )
        for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout
        assert reader.stdout.readline() == "open\n"
    answers = [reader.communicate("\n", timeout=60)[0] for reader in readers]
    assert answers == ["2\n", "2\n"]


def test_it_can_be_attached_to_another_database(tmp_path: Path) -> None:
    publish(tmp_path, "one", claims=2)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{tmp_path / 'metrics.duckdb'}' AS metrics (READ_ONLY)")
        connection.execute("USE metrics")
        assert count(connection) == 2


def test_paths_with_quotes_and_chinese_names_are_taken(tmp_path: Path) -> None:
    publish(tmp_path / "县里's", "一", claims=1)
    with duckdb.connect(tmp_path / "县里's" / "metrics.duckdb", read_only=True) as connection:
        assert count(connection) == 1


def test_a_hard_link_to_the_earlier_file_keeps_it(tmp_path: Path) -> None:
    target, earlier = tmp_path / "file", tmp_path / "earlier"
    target.write_text("one")
    earlier.hardlink_to(target)
    with replaced(target) as fresh:
        fresh.write_text("two")
    assert (earlier.read_text(), target.read_text()) == ("one", "two")


def test_a_file_that_could_not_be_written_leaves_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("one")
    with pytest.raises(ZeroDivisionError), replaced(target) as fresh:
        fresh.write_text(f"{1 / 0}")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert target.read_text() == "one"
