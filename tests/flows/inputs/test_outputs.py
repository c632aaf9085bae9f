"""Is what the program wrote kept out of what it reads?"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import fsspec  # type: ignore[import-untyped,unused-ignore]
import pytest

from expectations.messages.html import worded
from expectations.pages.house import head
from extractors.reading.files import SourceError, to_source_text
from flows.errors import BadUseError
from flows.inputs.discover import discover
from flows.inputs.outputs import MARK, refuse_outputs
from flows.publishing.snapshots import open_stage, publish, publishing
from tests.conftest import ROOT


def make_output(folder: Path) -> Path:
    with open_stage(folder) as stage, publishing(folder):
        (stage / "next" / "tables").mkdir(parents=True)
        (stage / "next" / "site").mkdir()
        (stage / "next" / "site" / "index.html").write_text("<p>文", encoding="utf-8")
        (stage / "next" / "dictionary.html").write_text("<p>文", encoding="utf-8")
        publish(stage, stage / "next")
    return folder


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("文", encoding="utf-8")
    return path


def names(*sources: Path | str) -> set[str]:
    return {file.name for file in discover(sources)}


def test_outputs_in_an_inbox_are_left_out_whoever_writes_to_them(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "reports" / "b.txt")
    for place in ("output", "reports/2023 output", "reports/deep/er"):
        make_output(tmp_path / place)
    assert names(tmp_path) == {"a.txt", "reports/b.txt"}


def test_an_output_that_holds_only_a_preview_is_one(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    with open_stage(tmp_path / "output"):
        pass
    write(tmp_path / "output" / "preview" / "index.html")
    assert names(tmp_path) == {"a.txt"}


@pytest.mark.parametrize("links", [True, False])
def test_a_copy_of_a_snapshot_is_left_out(links: bool, tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    output = make_output(tmp_path / "elsewhere" / "output")
    shutil.copytree(output / ".current" if links else output, tmp_path / "in" / "copy", symlinks=not links)
    write(tmp_path / "in" / "b.txt")
    assert names(tmp_path / "in") == {"b.txt"}


def test_an_output_of_an_earlier_version_has_no_mark_and_is_known_too(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    output = make_output(tmp_path / "output")
    for mark in output.rglob(MARK):
        mark.unlink()
    assert names(tmp_path) == {"a.txt"}
    (output / ".current").unlink()
    assert names(tmp_path) == {"a.txt"}


def test_a_folder_with_states_of_the_file_system_is_no_output(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / ".snapshots" / "1" / "snapshot" / "a.txt")
    assert names(tmp_path) == {"a.txt"}


def test_outputs_in_a_store_are_left_out() -> None:
    store = fsspec.filesystem("memory")
    for path in ("a.txt", "out/snapshots/000001-ab/site/x.html", f"out/snapshots/000001-ab/{MARK}", "out/current.json"):
        store.pipe(f"/inbox/{path}", b"x")
    try:
        assert names("memory://inbox") == {"a.txt"}
    finally:
        store.rm("/inbox", recursive=True)


@pytest.mark.parametrize("source", ["output", "output/site", "output/.current/site", "output/inbox", "output/a.txt"])
def test_a_source_that_is_or_lies_in_an_output_is_refused(source: str, tmp_path: Path) -> None:
    output = make_output(tmp_path / "output")
    write(output / "inbox" / "a.txt")
    write(output / "a.txt")
    for chosen in (output, tmp_path / "another"):
        with pytest.raises(BadUseError, match="an output of this program"):
            refuse_outputs([tmp_path / source], chosen)


def test_an_output_above_its_source_is_refused_before_it_is_one(tmp_path: Path) -> None:
    write(tmp_path / "inbox" / "a.txt")
    for output in (tmp_path, tmp_path / "inbox", tmp_path / "inbox" / ".." / "inbox"):
        with pytest.raises(BadUseError, match="an output of this program"):
            refuse_outputs([tmp_path / "inbox"], output)
    with pytest.raises(BadUseError, match="lies in the output"):
        refuse_outputs(["s3://bucket/metrics/inbox"], "s3://bucket/metrics")


def test_an_output_in_or_beside_its_source_is_well(tmp_path: Path) -> None:
    write(tmp_path / "inbox" / "a.txt")
    refuse_outputs([tmp_path / "inbox"], tmp_path / "inbox" / "output")
    refuse_outputs([tmp_path / "inbox"], tmp_path / "output")
    refuse_outputs(["s3://bucket/metrics-inbox"], "s3://bucket/metrics")


PAGES = [
    page
    for package in ("expectations", "flows")
    for page in sorted(ROOT.glob(f"{package}/**/*.html"))
    if "<!doctype" in page.read_text(encoding="utf-8").lower()  # not a part of one
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_that_was_taken_out_of_an_output_is_known_for_one(page: Path) -> None:
    template = page.read_text(encoding="utf-8").rpartition("-%}")[2].rpartition("{%- endmacro -%}\n")[2]
    written = re.sub(r"\{\{ head\(.*?\) \}\}", head(worded("Reports")), template)
    with pytest.raises(SourceError, match="is a page that this program wrote"):
        to_source_text(written.encode(), "page.html")
