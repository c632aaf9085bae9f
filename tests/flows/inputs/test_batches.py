"""Are two batches whose names are written alike told apart, and their files?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.errors import BadUseError
from flows.inputs.batches import NULL, Batch, as_published, batch_of, refuse_another
from tests.flows.handover.published import write_table
from tests.flows.nights import Nights


class History:
    """The table `runs` of one batch."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0

    def add(self, batch: Batch | None, status: str = "published", at: str = "a") -> None:
        self.count += 1
        row = {"run_id": str(self.count), "status": status}
        row |= {"batch_name": batch.name, "inbox": list(batch.places)} if batch else {}  # type: ignore[dict-item]
        begun = {"started_at": datetime(2024, 1, 1, tzinfo=UTC) + timedelta(self.count)}
        write_table(self.folder, "runs", row | begun, part=f"run-{self.count}", batch=at)

    def refuses(self, batch: Batch) -> str:
        """What a run of the batch is told, nothing if it may go on."""
        try:
            refuse_another(batch, sorted(self.folder.rglob("*.parquet")))
        except BadUseError as error:
            return f"{error.problem}; {error.remedy}"
        return ""


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "tables")


def folder(tmp_path: Path, name: str) -> Path:
    (tmp_path / name).mkdir(parents=True, exist_ok=True)
    return tmp_path / name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x/reports", "y/reports"),
        ("x/报告（一）", "y/报告（一）"),
        ("x/a b", "y/a-b/../a b"),
        ("年" * 85, "年" * 85),
    ],
)
def test_two_inboxes_that_are_called_alike_are_told_apart(
    one: str, other: str, tmp_path: Path, history: History
) -> None:
    first = batch_of([folder(tmp_path, one)], None)
    (tmp_path / "y" / "a-b").mkdir(parents=True)
    second = batch_of([folder(tmp_path, f"elsewhere/{other}") if one == other else folder(tmp_path, other)], None)
    assert first.id == second.id
    history.add(first)
    assert history.refuses(first) == ""
    told = history.refuses(second)
    assert second.places[0] in told
    assert first.places[0] in told
    assert "--batch NAME" in told


def test_a_place_is_the_same_however_it_is_written(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = folder(tmp_path, "reports")
    history.add(batch_of([reports], None))
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "reports").symlink_to(reports)
    monkeypatch.chdir(tmp_path)
    for written in (Path("reports"), tmp_path / "links" / "reports", Path("links/../reports")):
        assert history.refuses(batch_of([written], None)) == ""


def test_who_names_the_batch_decides_where_it_is_read_from(tmp_path: Path, history: History) -> None:
    old, new = (batch_of([folder(tmp_path, name)], None) for name in ("x/reports", "y/reports"))
    history.add(old)
    moved = batch_of([folder(tmp_path, "y/reports")], "reports")
    assert history.refuses(moved) == ""
    history.add(moved)
    assert history.refuses(new) == ""  # from now on it is there
    assert history.refuses(old)


@pytest.mark.parametrize("names", [("报告（一）", "报告【一】", "报告_一_"), ("a b", "a_b", "a=b"), ("2016", "2016 ")])
def test_batches_of_different_names_are_different_batches(names: Sequence[str], tmp_path: Path) -> None:
    batches = [batch_of([folder(tmp_path, name)], None) for name in names]
    assert [batch.id for batch in batches] == list(names)
    assert [batch_of([tmp_path], name).id for name in names] == list(names)


@pytest.mark.parametrize("is_named", [True, False])
def test_a_batch_whose_name_an_earlier_version_changed_keeps_that_name(
    is_named: bool, tmp_path: Path, history: History
) -> None:
    inbox = folder(tmp_path, "报告（一）")
    batch = batch_of([inbox], "报告（一）" if is_named else None)
    assert as_published(batch, history.folder) == batch
    history.add(replace(batch, id="报告_一"), at="报告_一")
    assert as_published(batch, history.folder).id == "报告_一"
    history.add(batch_of([inbox], "报告_一"), at="报告_一")  # named once as the tables have it
    assert as_published(batch, history.folder).id == "报告_一"
    other = batch_of([folder(tmp_path, "报告【一】")], None)
    assert as_published(other, history.folder).id == "报告【一】"


@pytest.mark.parametrize("name", ["", " ", "a/b", "..", ".hidden", "two\nlines", NULL, "年" * 90, "=" * 90])
def test_a_name_that_no_folder_or_reader_takes_is_refused(name: str, tmp_path: Path, history: History) -> None:
    with pytest.raises(BadUseError, match="choose another --batch"):
        as_published(batch_of([tmp_path], name), history.folder)


def test_a_name_that_was_taken_before_still_is(tmp_path: Path, history: History) -> None:
    batch = batch_of([tmp_path], "2016/Q4")
    history.add(batch, at="2016_Q4")
    assert as_published(batch, history.folder).id == "2016_Q4"


def test_a_batch_of_an_earlier_version_or_a_failed_run_takes_any_place(tmp_path: Path, history: History) -> None:
    batch = batch_of([folder(tmp_path, "reports")], None)
    assert history.refuses(batch) == ""
    history.add(None)
    history.add(batch_of([folder(tmp_path, "other/reports")], None), status="gate_failed")
    assert history.refuses(batch) == ""


def test_a_url_is_remembered_without_its_password() -> None:
    assert batch_of(["sftp://me:secret@host/reports"], None).places == ("sftp://me:…@host/reports",)


def test_files_whose_names_are_written_alike_are_both_read(tmp_path: Path) -> None:
    inbox, nights = folder(tmp_path, "inbox"), Nights(tmp_path)

    def put(name: bytes, number: int) -> None:
        path = Path(os.fsdecode(os.fsencode(inbox) + b"/" + name))
        path.write_text(f"某镇{number}2023年工作总结\n培训农民{number}余人。\n", encoding="utf-8")

    put(b"bad\xff.txt", 1)
    nights.run(inbox)
    assert nights.claims() == {"bad\\udcff.txt": ["1余人"]}
    put(rb"bad\udcff.txt", 2)
    put(rb"bad\udcff (2).txt", 3)
    for _ in range(2):
        nights.run(inbox)
        assert nights.claims() == {
            "bad\\udcff.txt": ["2余人"], "bad\\udcff (2).txt": ["3余人"], "bad\\udcff (3).txt": ["1余人"]
        }  # fmt: skip
