"""Which files are read again, and whose rows go?"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from extractors.extract import EXTRACTOR_VERSION
from flows.discover import BatchFile, discover
from flows.plan import Plan, Published, make_plan, owner, published_sources
from tests.flows.tables import write_part


def write(folder: Path, **texts: str) -> list[BatchFile]:
    """Files named after the keywords, a_txt being a.txt."""
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return discover([folder])


def row_of(file: BatchFile, **changes: object) -> Published:
    data = file.path.read_bytes()
    row = Published(
        file.name, sha256(data).hexdigest(), is_read=True, size=len(data), extractor_version=EXTRACTOR_VERSION
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def inside(archive: str, name: str, *, is_read: bool = True) -> Published:
    return Published(f"{archive}/{name}", f"id of {name}", is_read, 1, EXTRACTOR_VERSION)


def names(plan: Plan) -> list[str]:
    return [file.name for file in plan.to_read]


def test_of_a_new_batch_everything_is_read(tmp_path: Path) -> None:
    plan = make_plan(write(tmp_path, a_txt="一", b_txt="二"), [])
    assert names(plan) == ["a.txt", "b.txt"]
    assert (plan.unchanged, plan.changed, plan.missing, plan.dropped([])) == ((), 0, 0, frozenset())


def test_what_is_the_same_is_not_read_again_and_stays(tmp_path: Path) -> None:
    files = write(tmp_path, a_txt="一", b_txt="二")
    known = [row_of(files[0])]
    plan = make_plan(files, known)
    assert (names(plan), plan.unchanged, plan.changed) == (["b.txt"], ("a.txt",), 0)
    assert plan.dropped(known) == frozenset()
    assert plan.staying(known) == {known[0].source_id: "a.txt"}


@pytest.mark.parametrize("text", ["三", "一二"])
def test_a_file_with_other_bytes_is_read_again_and_its_rows_go(text: str, tmp_path: Path) -> None:
    known = [row_of(file) for file in write(tmp_path, a_txt="一", b_txt="二")]
    plan = make_plan(write(tmp_path, a_txt=text), known)
    assert (names(plan), plan.changed) == (["a.txt"], 1)
    assert plan.dropped(known) == {"a.txt"}
    assert plan.staying(known) == {known[1].source_id: "b.txt"}


def test_a_file_that_only_looks_new_is_the_same(tmp_path: Path) -> None:
    known = [row_of(file) for file in write(tmp_path, a_txt="一")]
    assert make_plan(write(tmp_path, a_txt="一"), known).unchanged == ("a.txt",)


def test_a_file_that_was_rejected_is_tried_again(tmp_path: Path) -> None:
    files = write(tmp_path, a_txt="一")
    known = [row_of(files[0], is_read=False)]
    plan = make_plan(files, known)
    assert (names(plan), plan.changed) == (["a.txt"], 0)
    assert plan.dropped(known) == {"a.txt"}


def test_a_file_that_cannot_be_opened_any_more_is_read_so_that_this_is_told(tmp_path: Path) -> None:
    files = write(tmp_path, a_txt="一", b_txt="二")
    known = [row_of(file) for file in files]
    files[0].path.unlink()
    files[1] = replace(files[1], problem="is a link that leads out")
    assert names(make_plan(files, known)) == ["a.txt", "b.txt"]


def test_what_is_in_an_archive_goes_with_it(tmp_path: Path) -> None:
    files = write(tmp_path, a_zip="一", b_zip="二")
    members = [inside("a.zip", "x.txt"), inside("a.zip", "y.docx", is_read=False), inside("b.zip", "z/z.txt")]
    known = [row_of(files[0]), row_of(files[1]), *members]
    same = make_plan(files, known, prune=True)
    assert (same.unchanged, same.pruned, same.dropped(known)) == (("a.zip", "b.zip"), 0, frozenset())
    changed = make_plan(write(tmp_path, a_zip="三"), known)
    assert names(changed) == ["a.zip"]
    assert changed.dropped(known) == {"a.zip", "a.zip/x.txt", "a.zip/y.docx"}
    assert changed.staying(known) == {known[1].source_id: "b.zip", "id of z/z.txt": "b.zip/z/z.txt"}


def test_what_is_gone_stays_published_unless_it_is_pruned(tmp_path: Path) -> None:
    files = write(tmp_path, a_txt="一", b_txt="二")
    known = [*map(row_of, files), Published("c.zip", "id", True, 1, EXTRACTOR_VERSION), inside("c.zip", "x.txt")]
    kept = make_plan(files[:1], known)
    assert (kept.missing, kept.pruned, kept.dropped(known)) == (3, 0, frozenset())
    pruned = make_plan(files[:1], known, prune=True)
    assert (pruned.missing, pruned.pruned) == (0, 3)
    assert pruned.dropped(known) == {"b.txt", "c.zip", "c.zip/x.txt"}
    assert pruned.unchanged == ("a.txt",)


def test_reprocess_reads_everything_again_and_drops_nothing_that_is_gone(tmp_path: Path) -> None:
    files = write(tmp_path, a_txt="一", b_txt="二")
    known = [row_of(file) for file in files]
    plan = make_plan(files[:1], known, reprocess=True)
    assert (names(plan), plan.unchanged, plan.changed) == (["a.txt"], (), 1)
    assert (plan.dropped(known), plan.missing) == ({"a.txt"}, 1)


def test_unchanged_files_that_another_version_read_are_counted(tmp_path: Path) -> None:
    files = write(tmp_path, a_txt="一", b_txt="二", c_txt="三")
    known = [row_of(files[0], extractor_version="0"), row_of(files[1]), row_of(files[2], extractor_version="0")]
    assert make_plan(files, known).outdated == 2
    assert make_plan(files, known, reprocess=True).outdated == 0
    files = write(tmp_path, a_txt="四")
    assert make_plan(files, known).outdated == 1


def test_the_sources_table_is_what_is_known(tmp_path: Path) -> None:
    assert published_sources(None, "a") == []
    write_part(tmp_path, "a", "part-1", "1.txt", only=["sources"])
    write_part(tmp_path, "b", "part-1", "2.txt", only=["sources"])
    assert published_sources(tmp_path, "a") == [Published("1.txt", None, False, None, "x")]


@pytest.mark.parametrize(
    ("source", "files", "found"),
    [
        ("a.txt", {"a.txt"}, "a.txt"),
        ("a.zip/b/c.txt", {"a.zip"}, "a.zip"),
        ("d/a.zip/c.txt", {"d/a.zip"}, "d/a.zip"),
        ("a.zip.txt", {"a.zip"}, None),
        ("d/a.txt", {"a.txt"}, None),
    ],
)
def test_a_source_belongs_to_the_file_that_it_is_or_is_inside_of(
    source: str, files: set[str], found: str | None
) -> None:
    assert owner(source, files) == found
