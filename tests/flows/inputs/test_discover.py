"""Which files make up a batch, and what is it called?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from expectations.engine.published import batch_folder
from flows.errors import BadUseError
from flows.inputs.discover import batch_name, discover


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("文", encoding="utf-8")
    return path


def names(*sources: Path) -> list[str]:
    return sorted({file.name for file in discover(sources)})


def test_every_file_of_a_folder_counts_but_hidden_ones_and_lock_files(tmp_path: Path) -> None:
    for name in ("b.txt", "子/甲.docx", "c.pdf", ".hidden.txt", "~$b.docx", ".git/d.txt"):
        write(tmp_path / name)
    assert names(tmp_path) == ["b.txt", "c.pdf", "子/甲.docx"]


def test_files_of_several_folders_keep_apart_by_what_the_folders_have_not_in_common(tmp_path: Path) -> None:
    first, second = write(tmp_path / "2015/reports/a.txt"), write(tmp_path / "2016/reports/a.txt")
    assert names(first.parent, second.parent) == ["2015/reports/a.txt", "2016/reports/a.txt"]
    assert names(first, first.parent) == ["a.txt"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert names(tmp_path) == ["a.txt"]


def test_a_link_that_leads_nowhere_is_listed_so_that_reading_can_reject_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    assert names(tmp_path) == ["a.txt"]


def test_a_link_that_leads_out_of_the_source_is_listed_with_its_problem(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside/secret.txt")
    inside = write(tmp_path / "batch/a.txt")
    (tmp_path / "batch/b.txt").symlink_to(outside)
    (tmp_path / "batch/folder").symlink_to(outside.parent)
    (tmp_path / "batch/c.txt").symlink_to(inside)
    found = {file.name: file.problem for file in discover([tmp_path / "batch"])}
    assert found["a.txt"] is found["c.txt"] is None
    assert "leads out of the source" in str(found["b.txt"])
    assert "leads out of the source" in str(found["folder"])


def test_a_link_that_is_named_as_a_source_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert [(file.name, file.problem) for file in discover([tmp_path / "link"])] == [("a.txt", None)]


@pytest.fixture
def close(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, OSError], None]:
    """Let a folder not be listed; root may enter all."""
    scandir = os.scandir

    def close_folder(folder: Path, error: OSError) -> None:
        def refuse(path: Path) -> Iterator[os.DirEntry[str]]:
            if Path(path) == folder:
                raise error
            return scandir(path)

        monkeypatch.setattr("os.scandir", refuse)

    return close_folder


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_a_folder_that_cannot_be_listed_is_told_with_its_problem(
    error: OSError, tmp_path: Path, close: Callable[[Path, OSError], None]
) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "closed/b.txt")
    close(tmp_path / "closed", error)
    found = {file.name: file.problem for file in discover([tmp_path])}
    assert found.keys() == {"a.txt", "closed"}
    assert str(error.strerror) in str(found["closed"])


def test_a_source_that_cannot_be_listed_is_bad_use_for_nothing_is_known_of_it(
    tmp_path: Path, close: Callable[[Path, OSError], None]
) -> None:
    close(tmp_path, PermissionError(13, "Permission denied"))
    with pytest.raises(BadUseError, match="cannot be read: Permission denied"):
        list(discover([tmp_path]))


def test_a_source_that_is_not_there_is_bad_use(tmp_path: Path) -> None:
    with pytest.raises(BadUseError, match="does not exist"):
        list(discover([tmp_path / "gone"]))


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("seeds", "seeds"),
        ("2016年 工作总结（12篇）", "2016年 工作总结（12篇）"),
        ("a=b%20c", "a=b%20c"),
        (".inbox", "inbox"),
        ("two\nlines", "two_lines"),
        ("a+b", "a+b"),
    ],
)
def test_a_batch_is_called_what_its_folder_is_called(folder: str, name: str, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir()
    assert batch_name([tmp_path / folder]) == name


def test_long_names_are_cut_and_stay_different(tmp_path: Path) -> None:
    first, second = (batch_name([tmp_path / f"{'年' * 80}.txt", tmp_path / f"{'年' * 80}{end}.txt"]) for end in "甲乙")
    assert len(batch_folder(first).encode()) in range(250, 256)
    assert first != second


def test_a_batch_is_called_after_all_its_sources(tmp_path: Path) -> None:
    assert batch_name([write(tmp_path / "x/a.txt").parent]) == "x"
    assert batch_name([tmp_path / "x/a.txt", write(tmp_path / "b.txt")]) == "a+b"
