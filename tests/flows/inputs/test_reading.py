"""What becomes of a file that is read, and what of the others when one is bad?"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.cleaning.repetition import lines_of
from flows.inputs import reading
from flows.inputs.comparison import compare_files, keep_lines
from flows.inputs.discover import BatchFile, discover
from flows.inputs.plan import make_plan
from flows.inputs.reading import Held, read_and_hold, read_files, reject_copies, take_up
from flows.storage.spool import take
from tests.conftest import TEXT
from tests.formats.corpus import zipped


def batch(tmp_path: Path, files: dict[str, bytes]) -> list[BatchFile]:
    folder = tmp_path / "batch"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return sorted(discover([folder]), key=lambda file: file.name)


def hold_all(files: list[BatchFile], spool: Path) -> list[Held]:
    return [found for file in files for found in read_and_hold(file, 0, str(spool)) if isinstance(found, Held)]


def test_a_bad_file_is_rejected_with_its_reason_and_the_others_are_read(tmp_path: Path) -> None:
    files = batch(tmp_path, {"a.txt": TEXT.encode(), "b.txt": b"", "c.txt": bytes(99), "d.pdf": b"%PDF-"})
    readings = read_files(files)
    assert [bool(found.source) for found in readings] == [True, False, False, False]
    assert [bool(found.reason) for found in readings] == [False, True, True, True]


def test_a_reader_that_breaks_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(data: bytes, name: str) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(reading, "to_source_text", break_down)
    [rejected] = read_files(batch(tmp_path, {"a.html": b"<p>"}))
    assert "RecursionError: too deep" in str(rejected.reason)


def test_a_text_waits_in_the_spool_and_only_what_must_be_known_of_it_is_held(tmp_path: Path) -> None:
    files = batch(tmp_path, {"a.txt": TEXT.encode(), "b.txt": b""})
    held, rejected = hold_all(files, tmp_path)
    assert held.text
    assert take(str(tmp_path), held.text).text == TEXT
    assert (held.characters, held.reason) == (len(TEXT), None)
    assert held.lines
    assert held.lines.keys.tolist() == lines_of(TEXT).keys.tolist()
    assert (rejected.text, rejected.characters, rejected.lines) == (None, 0, None)
    assert "is empty" in str(rejected.reason)
    assert len(list(tmp_path.glob("*.text"))) == 1


def test_what_was_held_is_taken_up_as_it_was_read(tmp_path: Path) -> None:
    files = batch(tmp_path, {"a.txt": TEXT.encode(), "b.txt": b""})
    for held, read in zip(hold_all(files, tmp_path), read_files(files), strict=True):
        taken = take_up(held, str(tmp_path))
        assert (taken.file, taken.source_id, taken.source, taken.reason) == (
            read.file, read.source_id, read.source, read.reason
        )  # fmt: skip


def test_a_spool_that_cannot_be_written_is_not_the_files_fault(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(OSError, match="spool"):
        hold_all(batch(tmp_path, {"a.txt": TEXT.encode()}), tmp_path / "spool")


def test_a_copy_is_rejected_in_favour_of_what_it_is_a_copy_of(tmp_path: Path) -> None:
    files = batch(tmp_path, {"a.txt": TEXT.encode(), "b.txt": TEXT.encode()})
    held = hold_all(files, tmp_path)
    first, copy = reject_copies(held, {str(held[1].text): "a.txt"})
    assert first == held[0]
    assert (copy.text, copy.characters, copy.lines) == (None, 0, None)
    assert "is a copy of a.txt" in str(copy.reason)


def test_a_file_that_was_found_to_be_no_good_is_not_opened(tmp_path: Path) -> None:
    [rejected] = read_files([BatchFile(tmp_path / "gone", "gone", 0, "is a link that leads out")])
    assert rejected.reason == "is a link that leads out"


def test_the_same_archive_twice_is_told_as_a_copy_member_by_member(tmp_path: Path) -> None:
    data = zipped({"a.txt": TEXT.encode(), "b.txt": b""})
    held = keep_lines(hold_all(batch(tmp_path, {"1.zip": data, "2.zip": data}), tmp_path), str(tmp_path))
    make_plan([], [], tmp_path)
    copies, _ = compare_files(tmp_path)
    assert [(found.file.name, found.reason) for found in reject_copies(held, copies)] == [
        ("1.zip/a.txt", None),
        ("1.zip/b.txt", held[1].reason),
        ("1.zip", None),
        ("2.zip/a.txt", "is a copy of 1.zip/a.txt; its claims are those of that file"),
        ("2.zip/b.txt", held[1].reason),
        ("2.zip", "is a copy of 1.zip; its claims are those of that file"),
    ]
