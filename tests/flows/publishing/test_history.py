"""Is nothing published ever lost to a lost link, or to what others put into an output?"""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import pytest

from flows.errors import BadUseError
from flows.publishing import probe
from flows.publishing.history import CURRENT, NOTE, SNAPSHOTS, current, read_note
from flows.publishing.snapshots import KEPT, open_stage
from tests.flows.publishing.test_snapshots import make, publish_state, said

FOREIGN = (".DS_Store", "Thumbs.db", "000042 (copy)/tables/x", "backup/tables/x", "12/tables/x", "000777/tables/x")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """With snapshots 000001 to 000004, of which the first has gone."""
    folder = tmp_path / "output"
    for number in range(1, 5):
        publish_state(folder, str(number))
    return folder


def snapshots(output: Path) -> list[str]:
    return sorted(path.name for path in (output / SNAPSHOTS).iterdir())


def forget_notes(output: Path) -> None:
    """As an earlier version left it."""
    for note in output.glob(f"{SNAPSHOTS}/*/{NOTE}"):
        note.unlink()


def lose(output: Path, *numbers: int) -> None:
    for number in numbers:
        shutil.rmtree(output / SNAPSHOTS / f"{number:06}")


def start(output: Path) -> list[str]:
    messages: list[str] = []
    with open_stage(output, messages.append):
        pass
    return messages


@pytest.mark.parametrize("with_notes", [True, False], ids=["notes", "of an earlier version"])
@pytest.mark.parametrize("link", ["missing", "dangling"])
@pytest.mark.parametrize("gone", [some for n in range(3) for some in itertools.combinations((2, 3, 4), n)])
def test_a_lost_link_leads_to_the_newest_snapshot_that_is_there_and_no_other_goes(
    gone: tuple[int, ...], link: str, with_notes: bool, output: Path
) -> None:
    if not with_notes:
        forget_notes(output)
    lose(output, *gone)
    (output / CURRENT).unlink()
    for name in ("tables", "quality"):  # a copy may have left out all links
        (output / name).unlink()
    if link == "dangling":
        (output / CURRENT).symlink_to(f"{SNAPSHOTS}/000009")
    left, newest = snapshots(output), max({2, 3, 4} - set(gone))
    [message] = start(output)
    assert f"{newest:06}" in message
    assert said(output) == {str(newest)}
    assert snapshots(output) == left
    made = publish_state(output, "next")
    assert int(made.name) > newest
    assert said(output) == {"next"}
    assert len(set(left) - set(snapshots(output))) <= 1  # the one that is too old by now


def test_where_no_snapshot_is_left_nothing_is_begun_in_silence(output: Path) -> None:
    lose(output, 2, 3, 4)
    with pytest.raises(BadUseError, match="is gone, and no other snapshot is there") as error, open_stage(output):
        pass
    assert CURRENT in error.value.remedy
    (output / CURRENT).unlink()
    publish_state(output, "new")
    assert said(output) == {"new"}


def test_snapshots_of_runs_that_died_before_they_published_are_not_taken_for_the_newest(output: Path) -> None:
    dead = make(output / SNAPSHOTS / "000005", "dead")
    (dead / NOTE).write_text(json.dumps({"output": "x", "before": [], "published": False}))
    (output / CURRENT).unlink()
    start(output)
    assert said(output) == {"4"}
    assert not dead.exists()


def test_a_run_that_died_right_after_it_published_has_published(output: Path) -> None:
    newest = current(output)
    assert newest
    note = json.loads((newest / NOTE).read_text())
    (newest / NOTE).write_text(json.dumps(note | {"published": False}))
    start(output)
    assert read_note(newest) == read_note(newest.resolve())
    found = read_note(newest)
    assert found
    assert found.published
    assert said(output) == {"4"}


@pytest.mark.parametrize("with_notes", [True, False], ids=["notes", "of an earlier version"])
def test_what_others_put_among_the_snapshots_is_left_alone(with_notes: bool, output: Path) -> None:
    if not with_notes:
        forget_notes(output)
    for name in FOREIGN:
        path = output / SNAPSHOTS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("theirs", encoding="utf-8")
    for number in range(KEPT + 2):
        publish_state(output, f"more {number}")
    assert {(output / SNAPSHOTS / name).read_text(encoding="utf-8") for name in FOREIGN} == {"theirs"}
    own = [name for name in snapshots(output) if (output / SNAPSHOTS / name / NOTE).exists()]
    assert len(own) == KEPT
    assert said(output) == {f"more {KEPT + 1}"}


def test_snapshots_of_another_output_are_left_alone(output: Path, tmp_path: Path) -> None:
    other = publish_state(tmp_path / "other", "other")
    copied = shutil.copytree(other, output / SNAPSHOTS / "000009")
    for number in range(KEPT + 1):
        publish_state(output, f"more {number}")
    assert said(copied) == {"other"}


def test_who_goes_back_to_an_older_snapshot_goes_on_from_there(output: Path) -> None:
    (output / CURRENT).unlink()
    (output / CURRENT).symlink_to(f"{SNAPSHOTS}/000003")
    assert start(output) == []
    assert said(output) == {"3"}
    assert publish_state(output, "next").name == "000005"
    assert "000004" in snapshots(output)


@pytest.mark.parametrize("name", [CURRENT, "tables", "quality", "site", "metrics.duckdb"])
def test_what_was_copied_without_links_is_named_before_any_work(name: str, output: Path) -> None:
    place = output / name
    place.unlink(missing_ok=True)
    place.mkdir()
    (place / "theirs").touch()
    with pytest.raises(BadUseError, match="is no link to the newest snapshot") as error, open_stage(output):
        pass
    assert str(place) in error.value.problem
    assert (place / "theirs").exists()


def test_a_disk_without_symbolic_links_is_named_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: object, target_is_directory: bool = False) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))  # what exFAT says

    monkeypatch.setattr(Path, "symlink_to", refuse)
    with pytest.raises(BadUseError, match="without symbolic links") as error, open_stage(tmp_path / "output"):
        pass
    assert "--output" in error.value.remedy
    assert list((tmp_path / "output").iterdir()) == []


def test_a_full_disk_is_named_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(BadUseError, match="No space left on device"), open_stage(tmp_path / "output"):
        pass


@pytest.mark.parametrize("place", [SNAPSHOTS, ".lock"])
def test_a_missing_right_is_named_before_any_work(place: str, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe.os, "access", lambda path, mode: path != output / place)  # root may do everything
    with pytest.raises(BadUseError, match="Permission denied"), open_stage(output):
        pass
