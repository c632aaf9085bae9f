"""How do all tables change together? Each run makes a new snapshot of the whole output, and one rename publishes it.

    output/.stage-<id>/           being written by a run; worthless when that dies
    output/.snapshots/<number>/   complete states of everything: tables/, quality/ …; never changed once they are there
    output/.current               link to the newest of them, replaced in one step
    output/tables, quality …      links through .current, so that their names never change

Files that a run leaves as they are appear in its snapshot as hard links, so that a snapshot costs what is new in it.
The name of a table's file is never used for other contents: a reader who opens it late gets the one that was meant, or
an error, never a mixture.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from flows.errors import BadUseError
from flows.inputs.outputs import MARK, mark_output

STAGE, SNAPSHOTS, CURRENT, LOCK = ".stage-", ".snapshots", ".current", ".lock"
KEPT = 3  # snapshots: a reader may take as long as two further runs


@contextmanager
def open_stage(output: Path) -> Iterator[Path]:
    """A folder inside the output for a run to work in; gone afterwards, whatever happens."""
    if (output / "tables").is_dir() and not (output / "tables").is_symlink():
        problem = f"output folder {output} has tables that an earlier version, or another program, put there"
        raise BadUseError(problem, "choose another with --output, or move them away")
    try:
        output.mkdir(parents=True, exist_ok=True)
        with ExitStack() as hold, locked(output):
            clear_away(output)
            mark_output(output)
            stage = output / f"{STAGE}{uuid.uuid4().hex[:12]}"
            stage.mkdir()
            hold.enter_context(locked(stage))
            stage_lock = hold.pop_all()
    except OSError as error:
        remedy = "choose another with --output, or check its permissions and the space on its disk"
        raise BadUseError(f"output folder {output} cannot be written: {error.strerror}", remedy) from error
    with stage_lock:
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def publishing(output: Path, wait_message: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """While it is held nobody else publishes here, so that what was read of the current snapshot stays true."""
    with ExitStack() as hold:
        try:
            hold.enter_context(locked(output / LOCK, wait=False, create=True))
        except BlockingIOError:
            wait_message(f"another run is publishing to {output}; this one waits for it to end")
            hold.enter_context(locked(output / LOCK, create=True))
        yield


def current(output: Path) -> Path | None:
    """The folder of the newest snapshot: what lies in it belongs together."""
    link = output / CURRENT
    return link.resolve() if link.exists() else None


def publish(stage: Path, made: Path) -> Path:
    """Make a folder inside the stage the newest snapshot; to be called while `publishing` is held.

    Until the link is replaced nothing has happened for readers; from then on everything has.
    """
    output = stage.parent
    before = current(output)
    number = int(before.name) + 1 if before else 1
    target = output / SNAPSHOTS / f"{number:06}"
    target.parent.mkdir(exist_ok=True)
    mark_output(made)
    sync(made / "tables")  # pages can be made again
    with locked(output):  # else a run that starts now might clear away what nothing points to yet
        if target.exists():  # of a run that died before it could point to it
            shutil.rmtree(target)
        made.rename(target)
        for entry in sorted(entry for entry in target.iterdir() if entry.name != MARK):
            point(output / entry.name, f"{CURRENT}/{entry.name}")
        point(output / CURRENT, f"{SNAPSHOTS}/{target.name}")
        remove_dangling(output)
        sync_folder(output)
        clear_away(output)
    return target


def point(link: Path, target: str) -> None:
    """Let the link lead to the target, in one step."""
    if link.is_symlink() and link.readlink() == Path(target):
        return
    fresh = link.with_name(f".link-{uuid.uuid4().hex[:12]}")
    fresh.symlink_to(target)
    fresh.rename(link)


def remove_dangling(output: Path) -> None:
    """Links to what the newest snapshot has no more: a site that is not wanted any longer."""
    for link in output.iterdir():
        if link.is_symlink() and link.readlink().parts[0] == CURRENT and not link.exists():
            link.unlink()


def clear_away(output: Path) -> None:
    """Remove what dead runs left, and snapshots that are too old or were never published."""
    for left in [*output.glob(f"{STAGE}*"), *output.glob(".link-*")]:
        if left.is_symlink() or left.is_file():
            left.unlink(missing_ok=True)
            continue
        with suppress(BlockingIOError, FileNotFoundError), locked(left, wait=False):
            shutil.rmtree(left)
    newest = current(output)
    if newest is None:
        return
    for snapshot in (output / SNAPSHOTS).iterdir():
        if not int(newest.name) - KEPT < int(snapshot.name) <= int(newest.name):
            shutil.rmtree(snapshot, ignore_errors=True)


def take_over(source: Path, target: Path) -> None:
    """A file or a whole folder as hard links; copies where the file system has none."""
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for entry in os.scandir(source):
            take_over(Path(entry.path), target / entry.name)
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def locked(place: Path, wait: bool = True, create: bool = False) -> Iterator[None]:
    """Hold a folder's or file's lock; it falls with the process. With `create` the file is made if there is none.

    FileNotFoundError where there is none; without `wait`: BlockingIOError if another has it.
    """
    handle = os.open(place, os.O_RDWR | os.O_CREAT if create else os.O_RDONLY, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


def sync(folder: Path) -> None:
    """Have the disk hold what the folder shows, files that are new to it at least, before anything points to it."""
    for path, _, names in os.walk(folder):
        for name in names:
            file = Path(path) / name
            if file.stat().st_nlink == 1:  # else it lies in an earlier snapshot, and was synced with that
                sync_folder(file)
        sync_folder(Path(path))


def sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
