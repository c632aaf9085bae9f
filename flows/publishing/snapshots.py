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
from flows.inputs.outputs import mark_output
from flows.publishing.history import (
    CURRENT,
    SNAPSHOTS,
    confirm,
    current,
    find_lost,
    make_note,
    next_place,
    published,
    unpublished,
    write_note,
)
from flows.publishing.probe import refuse_strangers, try_out

STAGE, LOCK = ".stage-", ".lock"
Tell = Callable[[str], None]
UNUSABLE = {"?": "DuckDB takes for the end of a name", "::": "fsspec takes for two URLs that are joined"}
OTHER_NAME = "choose another with --output, or rename it"
KEPT = 3  # snapshots: a reader may take as long as two further runs


@contextmanager
def open_stage(output: Path, tell: Tell = lambda _: None) -> Iterator[Path]:
    """A folder inside the output for a run to work in; gone afterwards, whatever happens.

    BadUseError where it could not publish; a link that was lost leads to the newest snapshot again.
    """
    for sign, user in UNUSABLE.items():
        if sign in str(output.absolute()):
            raise BadUseError(f"output folder {output.absolute()} has {sign} in its name, which {user}", OTHER_NAME)
    refuse_strangers(output)
    try:
        output.mkdir(parents=True, exist_ok=True)
        with ExitStack() as hold, locked(output):
            mend_links(output, tell)
            clear_away(output)
            stage = output / f"{STAGE}{uuid.uuid4().hex[:12]}"
            stage.mkdir()
            hold.enter_context(locked(stage))
            hold.callback(shutil.rmtree, stage, ignore_errors=True)
            try_out(stage)
            mark_output(output)
            stage_lock = hold.pop_all()
    except OSError as error:
        remedy = "choose another with --output, or check its permissions and the space on its disk"
        raise BadUseError(f"output folder {output} cannot be written: {error.strerror}", remedy) from error
    with stage_lock:
        yield stage


@contextmanager
def publishing(output: Path, tell: Tell = lambda _: None) -> Iterator[None]:
    """While it is held nobody else publishes here, so that what was read of the current snapshot stays true."""
    with ExitStack() as hold:
        try:
            hold.enter_context(locked(output / LOCK, wait=False, create=True))
        except BlockingIOError:
            tell(f"another run is publishing to {output}; this one waits for it to end")
            hold.enter_context(locked(output / LOCK, create=True))
        yield


def publish(stage: Path, made: Path) -> Path:
    """Make a folder inside the stage the newest snapshot; to be called while `publishing` is held.

    Until the link is replaced nothing has happened for readers; from then on everything has.
    """
    output = stage.parent
    target = next_place(output)
    target.parent.mkdir(exist_ok=True)
    write_note(made, make_note(output))
    mark_output(made)
    sync(made / "tables")  # pages can be made again
    with locked(output):  # else a run that starts now might clear away what nothing points to yet
        made.rename(target)
        lead_to(output, target)
        confirm(target)
        remove_dangling(output)
        sync_folder(output)
        clear_away(output)
    return target


def lead_to(output: Path, snapshot: Path) -> None:
    """Let all names of the output lead to what a snapshot has; the last link is the one that counts."""
    for entry in sorted(snapshot.iterdir()):
        if not entry.name.startswith("."):
            point(output / entry.name, f"{CURRENT}/{entry.name}")
    point(output / CURRENT, f"{SNAPSHOTS}/{snapshot.name}")


def mend_links(output: Path, tell: Tell) -> None:
    """Where the link to the newest snapshot is lost, or leads nowhere, to the newest one that is there."""
    link = output / CURRENT
    if newest := current(output):
        confirm(newest)  # its run may have died in between
        return
    found = find_lost(output)
    if found:
        lead_to(output, found)
        tell(f"{link} was lost; it leads to {SNAPSHOTS}/{found.name} again, the newest snapshot that is there")
    elif link.is_symlink():
        problem = f"{link} leads to {link.readlink()}, which is gone, and no other snapshot is there"
        raise BadUseError(problem, f"put {SNAPSHOTS} back from a copy; or remove {link} to begin with nothing")


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
    """Remove what dead runs left, and of the output's own snapshots those that are too old or were never published."""
    for left in [*output.glob(f"{STAGE}*"), *output.glob(".link-*")]:
        if left.is_symlink() or left.is_file():
            left.unlink(missing_ok=True)
            continue
        with suppress(BlockingIOError, FileNotFoundError), locked(left, wait=False):
            shutil.rmtree(left)
    newest = current(output)
    others = [path for path in published(output, newest) if path.name != newest.name] if newest else []
    for snapshot in [*others[KEPT - 1 :], *unpublished(output, newest)]:
        gone = output / f"{STAGE}{uuid.uuid4().hex[:12]}"  # what is numbered is whole
        with suppress(OSError):
            snapshot.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)


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
