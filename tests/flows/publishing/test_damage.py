"""Is a damaged file of the tables named, with what mends it, and does that mend it? Are foreign files left alone?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from expectations.engine.published import published_files
from expectations.schema import load_tables
from flows.errors import BadUseError
from flows.publishing.damage import find_damaged, refuse_loss, whole_tables
from flows.publishing.remake import rebuild_site
from tests.flows.make_old_outputs import OLD_OUTPUTS
from tests.flows.tables import rows_of
from tests.flows.test_old_tables import MORE, counts

Ingest = Callable[..., Any]
FOREIGN = (
    "{}/.DS_Store",
    "{}/claims/.DS_Store",
    "{}/claims/batch=inbox/.DS_Store",
    "{}/claims/batch=inbox/._part.parquet",
)


def change(path: Path, data: bytes) -> None:
    path.unlink()  # earlier snapshots may have it, too
    path.write_bytes(data)


def cut_off(path: Path) -> None:
    change(path, path.read_bytes()[:200])


def empty(path: Path) -> None:
    change(path, b"")


def spoil(path: Path) -> None:
    """The end is whole, and what it leads to is not."""
    data = bytearray(path.read_bytes())
    data[4 : len(data) // 3] = bytes(len(data) // 3 - 4)
    change(path, bytes(data))


def lack(path: Path) -> None:
    """A column that no version left out."""
    rows = pq.ParquetFile(path).read()
    path.unlink()
    pq.write_table(rows.drop_columns([next(field.name for field in rows.schema if not field.nullable)]), path)


@pytest.mark.parametrize("harm", [cut_off, empty, spoil, lack])
@pytest.mark.parametrize("table", list(load_tables()))
def test_a_damaged_file_is_found(table: str, harm: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / table / "batch=a" / "part.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(rows_of(table, [f"{number}.txt" for number in range(200)]), path)
    assert list(find_damaged(tmp_path, thorough="a")) == []
    harm(path)
    [damaged] = find_damaged(tmp_path, thorough="a")
    assert (damaged.path, damaged.batch, damaged.table) == (path, "a", table)
    assert damaged.why


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "harm"),
    [
        ("claims", cut_off),
        ("sources", cut_off),
        ("texts", spoil),
        ("reports", empty),
        ("fingerprints", lack),
        ("runs", empty),
    ],
)
def test_a_damaged_file_is_named_and_reading_the_batch_again_mends_it(
    table: str,
    harm: Callable[[Path], None],
    old: Path,
    ingest: Ingest,
) -> None:
    inbox, output = old / "inbox", old / "output"
    before = counts(output)
    [path] = published_files(output / "tables", table, "inbox")
    harm(path)
    (inbox / "丙.txt").write_text(MORE, encoding="utf-8")
    ways: list[Callable[[], Any]] = [
        lambda: ingest([inbox], output, "inbox"),
        lambda: ingest([inbox], output, "other"),
        lambda: rebuild_site(output),
    ]
    for use in ways[2:] if harm is spoil else ways:  # what is spoilt inside shows when it is read
        with pytest.raises(BadUseError, match="is damaged") as error:
            use()
        assert path.name in error.value.problem
        assert "--batch inbox --reprocess" in error.value.remedy
    assert not ingest([inbox], output, "inbox", reprocess=True).gate_failed
    after = counts(output)
    assert list(find_damaged(output / "tables", thorough="*")) == []
    for name in before.keys() - {"runs"}:
        assert after[name].get("other") == before[name].get("other")
    assert after["claims"]["inbox"] == before["claims"]["inbox"] + 2
    assert after["sources"]["inbox"] == before["sources"]["inbox"] + 1
    assert after["reports"]["inbox"] == after["texts"]["inbox"] == before["texts"]["inbox"] + 1
    rebuild_site(output)


@pytest.mark.slow
def test_rows_that_cannot_be_read_again_do_not_go_in_silence(old: Path, ingest: Ingest) -> None:
    inbox, output = old / "inbox", old / "output"
    cut_off(published_files(output / "tables", "claims", "inbox")[0])
    (inbox / "甲.txt").unlink()
    with pytest.raises(BadUseError, match=r"rows of 1 files that are no longer there, 甲\.txt") as error:
        ingest([inbox], output, "inbox", reprocess=True)
    assert "--prune" in error.value.remedy
    assert not ingest([inbox], output, "inbox", reprocess=True, prune=True).gate_failed
    assert counts(output)["texts"] == {"inbox": 1, "other": 2}


def test_what_is_in_an_archive_that_is_read_again_is_read_again() -> None:
    refuse_loss({"a.zip/2016/b.txt", "c.txt"}, {"a.zip", "c.txt"})
    with pytest.raises(BadUseError, match=r"1 files .* a.zip2/b.txt"):
        refuse_loss({"a.zip2/b.txt"}, {"a.zip"})


def test_tables_from_before_the_contract_are_named(tmp_path: Path) -> None:
    tables = OLD_OUTPUTS / "0ef0752" / "tables"
    with pytest.raises(BadUseError, match="is damaged: it lacks source_path"):
        whole_tables(tables, tmp_path, "inbox", reprocess=False)


@pytest.mark.slow
def test_foreign_files_are_left_alone(old: Path, ingest: Ingest) -> None:
    inbox, output = old / "inbox", old / "output"
    tables = (output / "tables").resolve()
    for name in (*FOREIGN, "{}/../../.DS_Store"):
        Path(name.format(tables)).write_bytes(b"theirs")
    before = counts(output)
    (inbox / "丙.txt").write_text(MORE, encoding="utf-8")
    for batch, options in (("inbox", {}), ("inbox", {"reprocess": True}), ("third", {})):
        assert not ingest([inbox], output, batch, **options).gate_failed
    rebuild_site(output)
    assert counts(output)["claims"]["inbox"] == before["claims"]["inbox"] + 2
    assert (output / ".snapshots" / ".DS_Store").read_bytes() == b"theirs"
