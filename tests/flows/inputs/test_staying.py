"""Which published rows stay when a file cannot be read, is being copied, or is the original of a copy?"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from flows.errors import BadUseError
from flows.inputs import discover
from flows.inputs.discover import BatchFile
from flows.inputs.reading import Held, read_files, refuse_blind_readers
from flows.publishing.assemble import carry_over_changed
from tests.flows.nights import BATCH, Nights


def text_of(number: int) -> bytes:
    return f"某镇{number}2023年工作总结\n培训农民{number}余人。\n".encode()


def zip_of(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", "/").replace("_", ".")), content)
    return data.getvalue()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def put(inbox: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_bytes(data)


def test_a_file_that_cannot_be_read_any_more_keeps_its_rows_and_says_since_when_and_why(
    inbox: Path, nights: Nights
) -> None:
    put(inbox, {"a.txt": text_of(1), "b.txt": text_of(2)})
    nights.run(inbox)
    put(inbox, {"a.txt": b""})
    nights.run(inbox)
    [row] = [row for row in nights.rows() if row["source_path"] == "a.txt"]
    assert (row["status"], row["claims"], nights.claims()["a.txt"]) == ("ok", 1, ["1余人"])
    assert "is empty" in row["stale_reason"]
    put(inbox, {"a.txt": b"%PDF-"})
    nights.run(inbox)
    [later] = [row for row in nights.rows() if row["source_path"] == "a.txt"]
    assert later["stale_since"] == row["stale_since"]
    assert "a PDF" in later["stale_reason"]


def test_what_can_be_read_again_is_not_stale_any_more(inbox: Path, nights: Nights) -> None:
    for data in (text_of(1), b"", text_of(1)):
        put(inbox, {"a.txt": data})
        nights.run(inbox)
    assert nights.statuses() == {"a.txt": "ok"}


def test_an_archive_that_cannot_be_opened_keeps_what_was_read_of_it(inbox: Path, nights: Nights) -> None:
    inner = zip_of(c_txt=text_of(3))
    put(inbox, {"z.zip": zip_of(a_txt=text_of(1), x__b_png=b"\x89PNG", deep_zip=inner)})
    nights.run(inbox)
    before = nights.claims()
    put(inbox, {"z.zip": b"PK\x03\x04"})
    nights.run(inbox, prune=True)
    assert nights.claims() == before == {"z.zip/a.txt": ["1余人"], "z.zip/deep.zip/c.txt": ["3余人"]}
    assert set(nights.statuses().values()) == {"stale"}
    assert len(nights.statuses()) == 5


def test_what_an_archive_that_was_read_has_no_more_goes_and_what_cannot_be_read_of_it_stays(
    inbox: Path, nights: Nights
) -> None:
    put(inbox, {"z.zip": zip_of(a_txt=text_of(1), b_txt=text_of(2), c_zip=zip_of(d_txt=text_of(4)))})
    nights.run(inbox)
    put(inbox, {"z.zip": zip_of(b_txt=b"", c_zip=b"PK\x03\x04", e_txt=text_of(5))})
    for _ in range(2):
        nights.run(inbox)
        assert nights.claims() == {"z.zip/b.txt": ["2余人"], "z.zip/c.zip/d.txt": ["4余人"], "z.zip/e.txt": ["5余人"]}
        stale = {"z.zip/b.txt", "z.zip/c.zip", "z.zip/c.zip/d.txt"}
        assert {path for path, status in nights.statuses().items() if status == "stale"} == stale
    put(inbox, {"z.zip": zip_of(e_txt=text_of(5))})
    nights.run(inbox)
    assert nights.statuses() == {"z.zip": "ok", "z.zip/e.txt": "ok"}


def test_a_folder_that_cannot_be_listed_loses_nothing_even_when_what_is_gone_is_to_go(
    inbox: Path, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, {"a.txt": text_of(1), "sub/b.txt": text_of(2), "sub/deep/z.zip": zip_of(c_txt=text_of(3))})
    nights.run(inbox)
    before = nights.claims()
    scandir = os.scandir

    def refuse(path: object) -> object:
        if path == inbox / "sub":
            raise OSError(5, "Input/output error")
        return scandir(path)  # type: ignore[call-overload]

    monkeypatch.setattr(discover.os, "scandir", refuse)  # type: ignore[attr-defined]
    assert nights.run(inbox, prune=True).dropped == set()
    assert nights.claims() == before
    assert nights.statuses()["sub/b.txt"] == nights.statuses()["sub/deep/z.zip/c.txt"] == "stale"
    monkeypatch.undo()
    nights.run(inbox, prune=True)
    assert nights.claims() == before
    assert set(nights.statuses().values()) == {"ok"}


def test_what_is_gone_goes_when_that_is_asked_for(inbox: Path, nights: Nights) -> None:
    put(inbox, {"a.txt": text_of(1), "sub/b.txt": text_of(2)})
    nights.run(inbox)
    (inbox / "sub/b.txt").unlink()
    nights.run(inbox)
    assert nights.claims().keys() == {"a.txt", "sub/b.txt"}
    nights.run(inbox, prune=True)
    assert nights.claims().keys() == {"a.txt"}


@pytest.mark.parametrize(
    ("original", "holders"),
    [
        ("a.txt", {"z.zip": {"a_txt": 1, "other_txt": 9}}),
        ("a.txt", {"z.zip": {"deep_zip": {"x__a_txt": 1}}}),
        ("a.zip/a.txt", {"z.zip": {"a_txt": 1}}),
        ("a.zip/a.txt", {"b.txt": 1}),
        ("a.txt", {"b.txt": 1, "y.zip": {"c_txt": 1}, "z.zip": {"d_txt": 1}}),
    ],
)
@pytest.mark.parametrize("change", ["gone", "rewritten"])
def test_a_copy_takes_the_place_of_an_original_that_goes(
    original: str, holders: dict[str, object], change: str, inbox: Path, nights: Nights
) -> None:
    def bytes_of(content: object) -> bytes:
        if isinstance(content, int):
            return text_of(content)
        assert isinstance(content, dict)
        return zip_of(**{name: bytes_of(inner) for name, inner in content.items()})

    file, _, member = original.partition("/")
    put(inbox, {file: zip_of(a_txt=text_of(1)) if member else text_of(1)})
    nights.run(inbox)
    put(inbox, {name: bytes_of(content) for name, content in holders.items()})
    nights.run(inbox)
    assert nights.claims()[original] == ["1余人"]
    if change == "gone":
        (inbox / file).unlink()
    else:
        put(inbox, {file: zip_of(b_txt=text_of(2)) if member else text_of(2)})
    for _ in range(2):
        nights.run(inbox, prune=True)
        told = [path for path, quotes in nights.claims().items() if "1余人" in quotes]
        assert len(told) == 1
        assert told[0].split("/")[0] in holders


def test_a_copy_in_an_archive_whose_original_is_long_gone_is_read(inbox: Path, nights: Nights, tmp_path: Path) -> None:
    """As an earlier version may have left it."""
    put(inbox, {"a.txt": text_of(1), "z.zip": zip_of(a_txt=text_of(1))})
    nights.run(inbox)
    (inbox / "a.txt").unlink()
    (tmp_path / "left").mkdir()
    carry_over_changed(nights.tables, tmp_path / "left", BATCH, {"a.txt"}, "old")
    nights.tables = tmp_path / "left"
    assert nights.claims() == {}
    nights.run(inbox)
    assert nights.claims() == {"z.zip/a.txt": ["1余人"]}


def test_a_file_that_changed_a_moment_ago_waits_and_keeps_its_rows(inbox: Path, nights: Nights) -> None:
    put(inbox, {"a.txt": text_of(1), "b.txt": text_of(2)})
    nights.run(inbox)
    put(inbox, {"a.txt": text_of(3), "b.txt": text_of(2), "new.txt": text_of(4)})
    nights.run(inbox, quiet_seconds=30)
    assert nights.claims() == {"a.txt": ["1余人"], "b.txt": ["2余人"]}
    assert nights.statuses() == {"a.txt": "stale", "b.txt": "ok", "new.txt": "rejected"}  # b.txt has the same bytes
    reasons = [row["stale_reason"] or row["reason"] for row in nights.rows() if row["source_path"] != "b.txt"]
    assert all("may still be being written" in reason and "the next run" in reason for reason in reasons)
    for name in ("a.txt", "new.txt"):
        os.utime(inbox / name, (0, 0))
    nights.run(inbox, quiet_seconds=30)
    assert nights.claims() == {"a.txt": ["3余人"], "b.txt": ["2余人"], "new.txt": ["4余人"]}
    assert set(nights.statuses().values()) == {"ok"}


def test_what_is_read_at_once_is_read_however_young_it_is(inbox: Path, nights: Nights) -> None:
    put(inbox, {"a.txt": text_of(1)})
    nights.run(inbox)
    assert nights.claims() == {"a.txt": ["1余人"]}


def test_a_clock_that_is_ahead_for_good_keeps_no_file_waiting(inbox: Path, nights: Nights) -> None:
    put(inbox, {"a.txt": text_of(1)})
    os.utime(inbox / "a.txt", (4e9, 4e9))
    nights.run(inbox, quiet_seconds=30)
    assert nights.claims() == {"a.txt": ["1余人"]}


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(text_of(22)), lambda path: os.utime(path, (5, 5))])
def test_a_file_that_changes_between_two_looks_waits(change: Callable[[Path], None], inbox: Path) -> None:
    put(inbox, {"a.txt": text_of(1)})
    [file] = discover.discover([inbox])
    assert isinstance(file.path, Path)
    change(file.path)
    [reading] = read_files([file])
    assert str(reading.reason).startswith("may still be being written: it changed")


def test_a_file_that_only_its_reader_does_not_find_is_no_fault_of_the_file(inbox: Path) -> None:
    put(inbox, {"a.txt": text_of(1)})
    [file] = discover.discover([inbox])
    assert isinstance(file.path, Path)
    away = replace(file, path=inbox / "elsewhere" / "a.txt")  # as a machine without the inbox looks for it
    [reading] = read_files([away])
    assert reading.is_gone
    held = Held(file, None, reading.reason, 0.0, is_gone=True)
    with pytest.raises(BadUseError, match="a worker does not find it"):
        list(refuse_blind_readers([held]))
    file.path.unlink()
    assert list(refuse_blind_readers([held])) == [held]  # now it is gone


def test_a_reading_of_a_file_that_is_there_is_let_through() -> None:
    held = Held(BatchFile(Path(__file__), "a.txt", 0), None, "is empty", 0.0)
    assert list(refuse_blind_readers([held])) == [held]
