"""Do all tables change together, whatever happens to the run that writes them and whenever a reader comes?"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest

from flows.errors import BadUseError
from flows.inputs.outputs import MARK
from flows.publishing import snapshots
from flows.publishing.snapshots import (
    CURRENT,
    KEPT,
    SNAPSHOTS,
    current,
    locked,
    open_stage,
    publish,
    publishing,
    take_over,
)

NAMES = ("tables/claims/c.parquet", "tables/reports/r.parquet", "quality/index.html")


def make(folder: Path, text: str) -> Path:
    """A state of the whole output in which every file says the same."""
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def publish_state(output: Path, text: str) -> Path:
    with open_stage(output) as stage, publishing(output):
        return publish(stage, make(stage / "next", text))


def said(folder: Path) -> set[str]:
    """What the files say that a reader finds; nothing where there is none."""
    found = [folder / name for name in NAMES if (folder / name).exists()]
    assert len(found) in (0, len(NAMES))
    return {path.read_text(encoding="utf-8") for path in found}


def leftovers(output: Path) -> set[str]:
    return {path.name for path in output.iterdir()} - {"tables", "quality", CURRENT, SNAPSHOTS, MARK, ".lock"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def test_names_stay_and_what_they_lead_to_changes(output: Path) -> None:
    assert current(output) is None
    first = publish_state(output, "1")
    assert (first, said(output)) == (current(output), {"1"})
    second = publish_state(output, "2")
    assert (second, said(output), said(first)) == (current(output), {"2"}, {"1"})
    assert leftovers(output) == set()


def test_a_name_whose_contents_are_no_longer_published_goes(output: Path) -> None:
    publish_state(output, "1")
    (output / "site").symlink_to(f"{CURRENT}/site")  # as a run with pages left it
    publish_state(output, "2")
    assert leftovers(output) == set()


@pytest.mark.parametrize("before", [set(), {"1"}])
def test_at_every_moment_of_a_swap_all_tables_are_of_one_state(
    before: set[str], output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in before:
        publish_state(output, text)
    seen = []
    rename = Path.rename

    def look_and_rename(path: Path, target: Path) -> Path:
        seen.append(said(output))
        moved = rename(path, target)
        seen.append(said(output))
        return moved

    monkeypatch.setattr(Path, "rename", look_and_rename)
    publish_state(output, "2")
    assert all(state in (before, {"2"}) for state in seen)
    assert (seen[0], seen[-1]) == (before, {"2"})


def test_a_reader_who_came_before_a_swap_reads_its_state_to_the_end(output: Path) -> None:
    publish_state(output, "old")
    reader = (output / CURRENT).resolve()
    for number in range(KEPT - 1):
        publish_state(output, f"new {number}")
        assert said(reader) == {"old"}
    publish_state(output, "last")
    assert said(reader) == set()
    assert len(list((output / SNAPSHOTS).iterdir())) == KEPT


def test_a_run_that_fails_before_it_publishes_leaves_everything_as_it_was(output: Path) -> None:
    publish_state(output, "1")
    with suppress(RuntimeError), open_stage(output) as stage:
        make(stage / "next", "2")
        raise RuntimeError
    assert said(output) == {"1"}
    assert leftovers(output) == set()


def test_what_a_dead_run_had_in_its_stage_is_cleared_away(output: Path) -> None:
    publish_state(output, "1")
    make(output / ".stage-dead" / "next", "2")
    (output / ".link-dead").symlink_to("nowhere")
    with open_stage(output) as stage:
        assert leftovers(output) == {stage.name}
    assert said(output) == {"1"}


def test_the_stage_of_a_living_run_is_left_alone(output: Path) -> None:
    with open_stage(output) as stage:
        made = make(stage / "next", "1")
        publish_state(output, "2")
        assert said(made) == {"1"}
        with publishing(output):
            publish(stage, made)
    assert said(output) == {"1"}


class DiedError(BaseException):
    """Nothing but the end of the process."""


@contextmanager
def dying_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process ends before its so-manieth rename: of the snapshot, of a link or, as the last, of the newest."""
    rename, done = Path.rename, []

    def die(path: Path, target: Path) -> Path:
        if len(done) == step:
            raise DiedError
        done.append(path)
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", die)
        patched.setattr(snapshots.shutil, "rmtree", lambda *_, **__: None)  # the dead clear nothing away
        yield


@pytest.mark.parametrize(("before", "step"), [(set(), 0), (set(), 1), (set(), 2), (set(), 3), ({"1"}, 0), ({"1"}, 1)])
def test_a_run_that_dies_before_the_swap_has_changed_nothing_and_the_next_one_clears_up(
    before: set[str], step: int, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in before:
        publish_state(output, text)
    with dying_at(step, monkeypatch), pytest.raises(DiedError):
        publish_state(output, "dead")
    assert said(output) == before
    assert leftovers(output)
    publish_state(output, "2")
    assert said(output) == {"2"}
    assert leftovers(output) == set()
    assert {said(path).pop() for path in (output / SNAPSHOTS).iterdir()} == {*before, "2"}


def test_a_run_that_starts_while_another_publishes_takes_nothing_from_it(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_state(output, "1")
    starting: list[Future[None]] = []
    rename = Path.rename

    def start() -> None:
        with open_stage(output):
            pass

    def rename_and_start_another(path: Path, target: Path) -> Path:
        moved = rename(path, target)
        if not starting:
            starting.append(another.submit(start))
            wait(starting, 0.3)
        return moved

    with ThreadPoolExecutor(1) as another:
        monkeypatch.setattr(Path, "rename", rename_and_start_another)
        publish_state(output, "2")
    starting[0].result()
    assert said(output) == {"2"}


def test_a_run_that_starts_while_another_ends_leaves_nothing_in_its_place(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = output / ".stage-ended"
    ended.mkdir(parents=True)

    def end_before(place: Path, **how: bool) -> AbstractContextManager[None]:
        if place == ended:
            ended.rmdir()
        return locked(place, **how)

    monkeypatch.setattr(snapshots, "locked", end_before)
    with open_stage(output):
        assert not ended.exists()
    assert leftovers(output) == set()


def test_a_run_waits_for_another_one_that_publishes_and_says_so(output: Path) -> None:
    messages: list[str] = []
    order: list[str] = []

    def publish_too() -> None:
        with publishing(output, messages.append):
            order.append("second")

    with open_stage(output), publishing(output):
        second = threading.Thread(target=publish_too)
        second.start()
        second.join(0.3)
        order.append("first")
    second.join()
    assert order == ["first", "second"]
    assert messages == [f"another run is publishing to {output}; this one waits for it to end"]


def test_no_lock_is_left_behind(output: Path) -> None:
    publish_state(output, "1")
    with locked(output, wait=False), locked(output / ".lock", wait=False, create=True):
        assert said(output) == {"1"}


def test_what_stays_is_not_stored_twice(output: Path) -> None:
    first = publish_state(output, "1")
    with open_stage(output) as stage, publishing(output):
        take_over(first / "tables", stage / "next" / "tables")
        second = publish(stage, stage / "next")
    for name in NAMES[:2]:
        assert (second / name).samefile(first / name)


def test_where_the_disk_has_no_hard_links_files_are_copied(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    first = publish_state(output, "1")
    take_over(first, output / "copy")
    assert said(output / "copy") == {"1"}
    assert not (output / "copy" / NAMES[0]).samefile(first / NAMES[0])


def test_tables_that_no_run_of_this_version_put_there_are_left_alone(output: Path) -> None:
    make(output, "old")
    with pytest.raises(BadUseError, match="tables that an earlier version") as error:
        publish_state(output, "new")
    assert "--output" in error.value.remedy
    assert said(output) == {"old"}
    assert {path.name for path in output.iterdir()} == {Path(name).parts[0] for name in NAMES}


@pytest.mark.parametrize("place", ["output", "output/deeper"])
def test_a_file_where_the_output_should_be_is_bad_use(place: str, tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(BadUseError, match="cannot be written"), open_stage(tmp_path / place):
        pass


def test_an_output_that_is_read_only_is_bad_use(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output.mkdir()
    mkdir = Path.mkdir

    def refuse(path: Path, *arguments: object, **options: object) -> None:
        if path.name.startswith(".stage-"):
            raise PermissionError(13, "Permission denied", str(path))  # root is never told so
        mkdir(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(BadUseError, match="cannot be written: Permission denied") as error, open_stage(output):
        pass
    assert "--output" in error.value.remedy
