"""Which files are read again, and whose rows go?"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.inputs import plan as module
from flows.inputs.discover import BatchFile, discover
from flows.inputs.plan import Plan, make_plan
from flows.inputs.staying import STAYING
from tests.flows.tables import Known, write_known

Write = Callable[..., list[BatchFile]]
MakePlan = Callable[..., Plan]


def row_of(file: BatchFile, **changes: object) -> Known:
    assert isinstance(file.path, Path)
    data = file.path.read_bytes()
    return replace(Known(file.name, sha256(data).hexdigest(), bytes=len(data)), **changes)  # type: ignore[arg-type]


def inside(archive: str, name: str, status: str = "ok") -> Known:
    return Known(f"{archive}/{name}", f"id of {name}", status)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Files named after the keywords, a_txt being a.txt; all that are there, in order."""
    folder = tmp_path / "batch"
    folder.mkdir()

    def write_files(**texts: str) -> list[BatchFile]:
        for name, text in texts.items():
            (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
        return sorted(discover([folder]), key=lambda file: file.name)

    return write_files


@pytest.fixture
def publish(tmp_path: Path) -> Callable[[Sequence[Known]], list[Path]]:
    def write_sources(rows: Sequence[Known]) -> list[Path]:
        return write_known(tmp_path / "sources.parquet", rows) if rows else []

    return write_sources


@pytest.fixture
def plan_of(tmp_path: Path, publish: Callable[[Sequence[Known]], list[Path]]) -> MakePlan:
    def plan(files: Sequence[BatchFile], known: Sequence[Known] = (), **options: bool) -> Plan:
        spool = tmp_path / "spool"
        spool.mkdir(exist_ok=True)
        return make_plan(files, publish(known), spool, **options)

    return plan


def names(plan: Plan) -> list[str]:
    return [file.name for some in plan.to_read for file in some.take()]


def staying(plan: Plan) -> dict[str, str]:
    rows = pq.read_table(plan.spool / STAYING).to_pylist()
    return {row["source_id"]: row["source_path"] for row in rows}


def arrived(plan: Plan) -> list[Path]:
    """All files that the plan has read, with other bytes than before."""
    rows = [Known(name, f"new id of {name}") for name in names(plan)]
    return write_known(plan.spool / "arrived.parquet", rows) if rows else []


@pytest.fixture
def dropped(publish: Callable[[Sequence[Known]], list[Path]]) -> Callable[[Plan, Sequence[Known]], set[str]]:
    return lambda plan, known: set(plan.find_dropped(publish(known), arrived(plan)).paths)


Dropped = Callable[[Plan, Sequence[Known]], set[str]]


def test_of_a_new_batch_everything_is_read(write: Write, plan_of: MakePlan, dropped: Dropped) -> None:
    plan = plan_of(write(a_txt="一", b_txt="二"))
    assert names(plan) == ["a.txt", "b.txt"]
    assert (plan.reads, plan.unchanged, plan.changed, plan.missing, dropped(plan, [])) == (2, 0, 0, 0, set())


def test_files_are_read_in_the_order_of_their_names_each_once(write: Write, plan_of: MakePlan) -> None:
    first, second, third = write(a_txt="一", b_txt="二", c_txt="三")
    leads_out = replace(first, problem="leads out of the second source")
    plan = plan_of([third, first, second, leads_out])
    assert [file for some in plan.to_read for file in some.take()] == [first, second, third]


def test_a_file_is_read_as_it_was_found(plan_of: MakePlan) -> None:
    raw = BatchFile(Path(os.fsdecode(b"/in/\xb9\xa4.txt")), "\\xb9\\xa4.txt", 3)  # a name in GBK
    url = BatchFile("s3://in/甲'.txt", "甲'.txt", 4, None, "e")
    [some] = plan_of([raw, url]).to_read
    assert some.take() == [raw, url]


def test_a_task_reads_so_many_files_or_bytes(plan_of: MakePlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "READ_FILES", 3)
    monkeypatch.setattr(module, "READ_BYTES", 100)
    sizes = [1, 1, 1, 1, 99, 500, 2]
    files = [BatchFile(Path(str(number)), str(number), size) for number, size in enumerate(sizes)]
    plan = plan_of(files)
    assert [[file.size for file in some.take()] for some in plan.to_read] == [[1, 1, 1], [1, 99], [500], [2]]
    assert [some.count for some in plan.to_read] == [3, 2, 1, 1]


def test_many_files_are_looked_at_few_at_once(write: Write, plan_of: MakePlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    files = write(a_txt="一", b_txt="二", c_txt="三", d_txt="四", e_txt="五")
    plan = plan_of(files, [row_of(file) for file in files[:3]])
    assert (names(plan), plan.unchanged) == (["d.txt", "e.txt"], 3)


def test_what_is_the_same_is_not_read_again_and_stays(write: Write, plan_of: MakePlan, dropped: Dropped) -> None:
    files = write(a_txt="一", b_txt="二")
    known = [row_of(files[0])]
    plan = plan_of(files, known)
    assert (names(plan), plan.unchanged, plan.changed) == (["b.txt"], 1, 0)
    assert dropped(plan, known) == set()
    assert staying(plan) == {known[0].source_id: "a.txt"}


@pytest.mark.parametrize("text", ["三", "一二"])
def test_a_file_with_other_bytes_is_read_again_and_its_rows_go(
    text: str, write: Write, plan_of: MakePlan, dropped: Dropped
) -> None:
    known = [row_of(file) for file in write(a_txt="一", b_txt="二")]
    plan = plan_of(write(a_txt=text), known)
    assert (names(plan), plan.changed) == (["a.txt"], 1)
    assert dropped(plan, known) == {"a.txt"}
    assert staying(plan) == {known[1].source_id: "b.txt"}


def test_a_file_that_only_looks_new_is_the_same(write: Write, plan_of: MakePlan) -> None:
    known = [row_of(file) for file in write(a_txt="一")]
    assert plan_of(write(a_txt="一"), known).unchanged == 1


def test_a_file_that_was_rejected_is_tried_again(write: Write, plan_of: MakePlan, dropped: Dropped) -> None:
    files = write(a_txt="一")
    known = [row_of(files[0], status="rejected")]
    plan = plan_of(files, known)
    assert (names(plan), plan.changed) == (["a.txt"], 0)
    assert dropped(plan, known) == {"a.txt"}


def test_a_file_that_cannot_be_opened_any_more_is_read_so_that_this_is_told(write: Write, plan_of: MakePlan) -> None:
    files = write(a_txt="一", b_txt="二")
    known = [row_of(file) for file in files]
    assert isinstance(files[0].path, Path)
    files[0].path.unlink()
    files[1] = replace(files[1], problem="is a link that leads out")
    assert names(plan_of(files, known)) == ["a.txt", "b.txt"]


def test_what_is_in_an_archive_goes_with_it(write: Write, plan_of: MakePlan, dropped: Dropped) -> None:
    files = write(a_zip="一", b_zip="二")
    members = [inside("a.zip", "x.txt"), inside("a.zip", "y.docx", "rejected"), inside("b.zip", "z/z.txt")]
    known = [row_of(files[0]), row_of(files[1]), *members]
    same = plan_of(files, known, prune=True)
    assert (same.unchanged, same.pruned, dropped(same, known)) == (2, 0, set())
    changed = plan_of(write(a_zip="三"), known)
    assert names(changed) == ["a.zip"]
    assert dropped(changed, known) == {"a.zip", "a.zip/x.txt", "a.zip/y.docx"}
    assert staying(changed) == {known[1].source_id: "b.zip", "id of z/z.txt": "b.zip/z/z.txt"}


def test_what_is_gone_stays_published_unless_it_is_pruned(write: Write, plan_of: MakePlan, dropped: Dropped) -> None:
    files = write(a_txt="一", b_txt="二")
    known = [*map(row_of, files), Known("c.zip", "id"), inside("c.zip", "x.txt"), inside("a.txt-old", "y.txt")]
    kept = plan_of(files[:1], known)
    assert (kept.missing, kept.pruned, dropped(kept, known)) == (4, 0, set())
    assert staying(kept).keys() == {row.source_id for row in known}
    pruned = plan_of(files[:1], known, prune=True)
    assert (pruned.missing, pruned.pruned) == (0, 4)
    assert dropped(pruned, known) == {"b.txt", "c.zip", "c.zip/x.txt", "a.txt-old/y.txt"}
    assert staying(pruned) == {known[0].source_id: "a.txt"}
    assert pruned.unchanged == 1


def test_reprocess_reads_everything_again_and_drops_nothing_that_is_gone(
    write: Write, plan_of: MakePlan, dropped: Dropped
) -> None:
    files = write(a_txt="一", b_txt="二")
    known = [row_of(file) for file in files]
    plan = plan_of(files[:1], known, reprocess=True)
    assert (names(plan), plan.unchanged, plan.changed) == (["a.txt"], 0, 1)
    assert (dropped(plan, known), plan.missing) == ({"a.txt"}, 1)


def test_what_is_pruned_is_told_apart_from_what_is_read_again(
    write: Write, plan_of: MakePlan, publish: Callable[[Sequence[Known]], list[Path]]
) -> None:
    files = write(a_txt="一", b_txt="二")
    known = [row_of(files[0], source_id="of other bytes"), row_of(files[1])]
    plan = plan_of(files[:1], known, prune=True)
    found = plan.find_dropped(publish(known), arrived(plan))
    assert (found.paths, found.read_again) == ({"a.txt", "b.txt"}, {"a.txt"})


def test_what_another_run_has_published_meanwhile_goes_too(write: Write, plan_of: MakePlan, dropped: Dropped) -> None:
    plan = plan_of(write(a_txt="一"), [])
    assert dropped(plan, [Known("a.txt", "id"), Known("b.txt", "id")]) == {"a.txt"}


def test_a_text_that_another_run_has_published_meanwhile_under_another_name_is_told(
    write: Write, plan_of: MakePlan, publish: Callable[[Sequence[Known]], list[Path]]
) -> None:
    plan = plan_of(write(a_txt="一"), [])
    for known, twice in (
        (Known("b.txt", "new id of a.txt"), 1),
        (Known("a.txt", "new id of a.txt"), 0),  # its own rows go
        (Known("b.txt", "new id of a.txt", "rejected"), 0),
        (Known("b.txt", "another"), 0),
    ):
        assert plan.find_dropped(publish([known]), arrived(plan)).twice == twice


def test_unchanged_files_that_another_version_read_are_counted(write: Write, plan_of: MakePlan) -> None:
    files = write(a_txt="一", b_txt="二", c_txt="三")
    known = [row_of(files[0], extractor_version="0"), row_of(files[1]), row_of(files[2], extractor_version="0")]
    assert plan_of(files, known).outdated == 2
    assert plan_of(files, known, reprocess=True).outdated == 0
    assert plan_of(write(a_txt="四"), known).outdated == 1


def test_files_that_were_read_by_other_rules_of_the_users_are_read_again(write: Write, plan_of: MakePlan) -> None:
    files = write(a_txt="一", b_txt="二")
    plan = plan_of(files, [row_of(files[0], extractor_version="3+1f0c9a2b"), row_of(files[1], extractor_version="3")])
    assert (plan.reads, plan.unchanged, plan.changed) == (1, 1, 1)


def test_paths_in_archives_may_be_as_deep_as_they_like(write: Write, plan_of: MakePlan, dropped: Dropped) -> None:
    """Those of earlier versions were; members are rejected now that lie so deep."""
    files = write(a_zip="一", b_txt="二")
    known = [row_of(files[0]), *(inside("a.zip", "d/" * 30_000 + f"{number}.txt") for number in range(20))]
    started = time.process_time()
    assert plan_of(files, known).unchanged == 1
    changed = plan_of(write(a_zip="三"), known)
    assert len(dropped(changed, known)) == 21
    assert time.process_time() - started < 10  # seconds; minutes, and gigabytes, were each folder asked for
