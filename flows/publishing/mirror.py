"""How is an output kept at an S3 URL? As snapshots put up from a working copy on disk, and an object naming the newest.

    <url>/snapshots/000042-3fa9c1d2/   a complete state: tables/, quality/ …, files.json; never changed once it is there
    <url>/current.json                 {"snapshot": "000042-3fa9c1d2", "published_at": …, "before": […]}

A run brings its working copy to the state that is current there, publishes in it as on any disk, puts the new snapshot
up and at last current.json: that is the publication. It is put on the condition that current.json still is what the run
has built upon, so of two runs at once the later one is refused, and no batch is lost.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from flows.errors import BadUseError
from flows.handover.database import DATABASE, write_database
from flows.publishing.history import CURRENT, NOTE, SNAPSHOTS, current
from flows.publishing.snapshots import KEPT, open_stage, publish, take_over
from flows.storage.remote import Place, Store, last_name, open_store, shown, using

CURRENT_OBJECT, FILES_OBJECT, REMOTE_SNAPSHOTS = "current.json", "files.json", "snapshots"
MARK = ".mirror.json"  # in the working copy: which URL's, and which of its snapshots is which there
AT_ONCE = 16  # transfers; a file of tables takes some 5 MB
MEANWHILE = "run again: it will build upon what is there now, and read only what is new"
REFUSED = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")


@dataclass(frozen=True, slots=True)
class Mirror:
    """An output at a URL and its working copy."""

    url: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Current:
    """What current.json says, and the store's name for this state of it."""

    snapshot: str
    before: tuple[str, ...]
    etag: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a snapshot."""

    size: int
    sha256: str


def tables_url(url: str) -> str:
    """Where the tables are now that are published at an output's URL; they stay there for two further runs."""
    now = read_current(url)
    if now is None:
        raise BadUseError(f"nothing is published at {shown(url)}", "check the URL, or ingest a batch")
    return f"{url.rstrip('/')}/{REMOTE_SNAPSHOTS}/{now.snapshot}/tables"


def output_folder(output: Place, work: Path | None = None) -> Path:
    """The folder a run works in: the output itself, or the working copy of the one at a URL."""
    return mirror_at(output, work).folder if isinstance(output, str) else output


def mirror_at(url: str, work: Path | None = None) -> Mirror:
    """An output's URL with its working copy, which is made where it is missing."""
    refuse_others(url)
    folder = (work or default_folder(url)).absolute()
    try:
        mark = read_mark(folder)
        if mark.get("url", url) != url or (not mark and folder.exists() and any(folder.iterdir())):
            problem = f"{folder} is not the working copy of {shown(url)}: it has other things in it"
            raise BadUseError(problem, "choose an empty folder with --work")
        folder.mkdir(parents=True, exist_ok=True)
        if not mark:
            write_mark(folder, url)
    except OSError as error:
        problem = f"working copy {folder} cannot be written: {error.strerror}"
        raise BadUseError(problem, "choose another with --work") from error
    return Mirror(url, folder)


def refuse_others(url: str) -> None:
    """Before anybody installs what their store needs."""
    if not url.startswith(("s3://", "s3a://")):
        problem = f"{shown(url)} cannot be an output: only with S3 is it held that no run publishes over another's"
        raise BadUseError(problem, "write s3://bucket/folder, or a folder on disk and copy that (docs/operations.md)")


def default_folder(url: str) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = re.sub(r"[^\w.-]+", "_", last_name(url))
    return cache / "report-metrics" / f"{name}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def read_mark(folder: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((folder / MARK).read_text(encoding="utf-8"))
        return found
    except FileNotFoundError:
        return {}


def write_mark(folder: Path, url: str, there: str = "") -> None:
    """Note that the newest snapshot here is a certain one there, or none is."""
    here = current(folder)
    fresh = folder / f"{MARK}.{uuid.uuid4().hex[:8]}"
    note = {"url": url, "there": there, "here": here.name if here and there else ""}
    fresh.write_text(json.dumps(note), encoding="utf-8")
    fresh.rename(folder / MARK)


def read_current(url: str) -> Current | None:
    """What is published at the URL; nothing, or else what says so cannot be read."""
    with using(url):
        store, path = open_store(url)
        store.invalidate_cache()
        try:
            with store.open(f"{path}/{CURRENT_OBJECT}", "rb", cache_type="none") as file:
                found, etag = json.loads(file.read()), str(file.details["ETag"])
        except FileNotFoundError:
            store.ls(path.partition("/")[0])  # says so if it is the bucket that is missing
            return None
    return Current(found["snapshot"], tuple(found["before"]), etag)


def follow(mirror: Mirror) -> Current | None:
    """Bring the working copy to what is published at its URL; to be called while `publishing` is held."""
    now, mark, here = read_current(mirror.url), read_mark(mirror.folder), current(mirror.folder)
    if now is None:
        (mirror.folder / CURRENT).unlink(missing_ok=True)
        write_mark(mirror.folder, mirror.url)
    elif not here or (mark["there"], mark["here"]) != (now.snapshot, here.name):
        bring_down(mirror, now)
        write_mark(mirror.folder, mirror.url, now.snapshot)
    return now


def bring_down(mirror: Mirror, now: Current) -> None:
    """Make a snapshot here of what is current there; only files that are in none of those here are fetched."""
    with open_stage(mirror.folder) as stage, using(mirror.url):
        store, root = open_store(mirror.url)
        there, following = f"{root}/{REMOTE_SNAPSHOTS}/{now.snapshot}", stage / "next"
        files = read_files(store, there)
        missing = []
        for name, entry in files.items():
            target = following / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if held := find_held(mirror.folder, name, entry):
                take_over(held, target)
            else:
                missing.append(name)
        if missing:
            fetched = [str(following / name) for name in missing]
            store.get([f"{there}/{name}" for name in missing], fetched, batch_size=AT_ONCE)
        for name in missing:
            if entry_of(following / name) != files[name]:
                raise OSError(f"{name} did not come down whole")
        (following / "tables").mkdir(parents=True, exist_ok=True)
        publish(stage, following)


def find_held(folder: Path, name: str, entry: Entry) -> Path | None:
    """The same file in a snapshot that is here already; the name of a table's file is used for its contents only."""
    for snapshot in sorted((folder / SNAPSHOTS).glob("*"), reverse=True):
        path = snapshot / name
        if path.is_file() and path.stat().st_size == entry.size and (is_table(name) or entry_of(path) == entry):
            return path
    return None


def is_table(name: str) -> bool:
    return name.startswith("tables/")


def entry_of(path: Path) -> Entry:
    with path.open("rb") as data:
        return Entry(path.stat().st_size, hashlib.file_digest(data, "sha256").hexdigest())


def read_files(store: Store, snapshot: str) -> dict[str, Entry]:
    """The files of a snapshot at the URL."""
    found = json.loads(store.cat_file(f"{snapshot}/{FILES_OBJECT}"))
    if outside := next((name for name in found if PurePosixPath(name).is_absolute() or ".." in name.split("/")), None):
        raise OSError(f"{FILES_OBJECT} names a file outside of its snapshot: {outside}")
    return {name: Entry(**entry) for name, entry in found.items()}


def hand_on(mirror: Mirror, base: Current | None) -> str:
    """Publish the newest snapshot of the working copy at its URL, if that still is at `base`; the tables' new URL."""
    newest = current(mirror.folder)
    assert newest is not None
    number = int(base.snapshot.partition("-")[0]) + 1 if base else 1
    name = f"{number:06}-{uuid.uuid4().hex[:8]}"  # two runs at once do not mix their files
    there = f"{mirror.url}/{REMOTE_SNAPSHOTS}/{name}"
    with using(mirror.url):
        store, root = open_store(mirror.url)
        try:
            put_up(store, newest, f"{root}/{REMOTE_SNAPSHOTS}", name, base, f"{there}/tables")
            point_to(store, root, mirror.url, name, base)
        except BaseException as error:
            now = read_current(mirror.url)
            if now is None or now.snapshot != name:  # else it was done, and only the answer was lost
                with suppress(Exception):
                    store.rm(f"{root}/{REMOTE_SNAPSHOTS}/{name}", recursive=True)
                if now != base:  # our condition did not hold, or that run has removed our files already
                    problem = f"another run has published to {shown(mirror.url)} meanwhile"
                    raise BadUseError(problem, MEANWHILE) from error
                raise
    write_mark(mirror.folder, mirror.url, name)
    with suppress(Exception):  # the next run removes what this one could not
        clear_away(store, f"{root}/{REMOTE_SNAPSHOTS}", number, {name, *kept_before(base)})
    return f"{there}/tables"


def kept_before(base: Current | None) -> tuple[str, ...]:
    return (base.snapshot, *base.before)[: KEPT - 1] if base else ()


def put_up(store: Store, folder: Path, snapshots: str, name: str, base: Current | None, tables: str) -> None:
    """A snapshot's files; those that the one before it has there too are copied there."""
    before = read_files(store, f"{snapshots}/{base.snapshot}") if base else {}
    target = f"{snapshots}/{name}"
    with TemporaryDirectory() as scratch:
        database = Path(scratch) / DATABASE
        write_database(folder / "tables", database, tables)  # views name the tables by their address, another one there
        paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        paths.pop(NOTE, None)
        paths[DATABASE] = database
        files = {name: describe(path, name, before) for name, path in paths.items()}
        copied = sorted(name for name, entry in files.items() if before.get(name) == entry)
        new = sorted(set(files) - set(copied))
        if copied:
            sources = [f"{snapshots}/{base.snapshot}/{name}" for name in copied] if base else []
            store.copy(sources, [f"{target}/{name}" for name in copied], batch_size=AT_ONCE)
        if new:
            store.put([str(paths[name]) for name in new], [f"{target}/{name}" for name in new], batch_size=AT_ONCE)
    store.invalidate_cache()
    sizes = {path.removeprefix(f"{target}/"): info["size"] for path, info in store.find(target, detail=True).items()}
    if broken := sorted(name for name, entry in files.items() if sizes.get(name) != entry.size):
        raise OSError(f"{len(broken)} files did not arrive whole, {broken[0]} for one")
    listed = json.dumps({name: asdict(entry) for name, entry in files.items()}, ensure_ascii=False, indent=0)
    store.pipe_file(f"{target}/{FILES_OBJECT}", listed.encode())


def describe(path: Path, name: str, before: Mapping[str, Entry]) -> Entry:
    known = before.get(name)
    return known if known and is_table(name) and known.size == path.stat().st_size else entry_of(path)


def point_to(store: Store, root: str, url: str, name: str, base: Current | None) -> None:
    """Put current.json, unless another run has done so since `base` was read."""
    note = {
        "snapshot": name,
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "before": kept_before(base),
    }
    check_conditions(store, f"{root}/{REMOTE_SNAPSHOTS}/{name}/{FILES_OBJECT}", url, base)
    condition = {"IfMatch": base.etag} if base else {"mode": "create"}
    store.pipe_file(f"{root}/{CURRENT_OBJECT}", json.dumps(note).encode(), **condition)


def check_conditions(store: Store, path: str, url: str, base: Current | None) -> None:
    """Some servers put whatever the condition: with them the later of two runs would undo the earlier one."""
    condition = {"IfMatch": '"0"'} if base else {"mode": "create"}
    try:
        store.pipe_file(path, store.cat_file(path), **condition)
    except Exception as error:
        if is_refused(error):
            return
        raise
    problem = f"the store of {shown(url)} takes no notice of If-Match and If-None-Match, so runs could undo each other"
    raise BadUseError(problem, "update the store, or write to a folder and copy that")


def is_refused(error: Exception) -> bool:
    """Whether a condition did not hold; s3fs keeps the store's own answer as the cause."""
    answer = getattr(error.__cause__, "response", {})
    return isinstance(error, FileExistsError) or answer.get("Error", {}).get("Code") in REFUSED


def clear_away(store: Store, snapshots: str, number: int, kept: Collection[str]) -> None:
    """Remove what is too old or was never published; what has a higher number may be another run's, being put up."""
    store.invalidate_cache()
    for path in store.ls(snapshots, detail=False):
        name = last_name(path)
        if name not in kept and re.match(r"\d{6}-", name) and int(name.partition("-")[0]) <= number:
            store.rm(path, recursive=True)
