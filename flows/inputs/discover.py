"""Which files make up a batch, and what are they and the batch called?

Every file below the sources counts, whatever its format, so that each gets its row in `sources`. Left out are only what
systems leave lying about: hidden files and folders, and the lock files of word processors (~$report.docx); and what
this program wrote. A source is a path, or a URL whose objects are listed in the same way.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from expectations.engine.published import batch_folder
from extractors.reading.files import CONTAINER_FORMATS, READERS, format_of
from flows.errors import BadUseError
from flows.inputs.outputs import is_output, outputs_among
from flows.storage.remote import Listed, Place, last_name, list_objects, open_store, shown

LEADS_OUT = "is a link that leads out of the source; name what it leads to as a source of its own, or copy it there"
CHAINED = "has :: in its name, which joins two URLs; rename it"
UNLISTED = "folder cannot be read"
ENTER = "check that it is there and that you may enter it (ls -ld)"
NAME_BYTES = 255  # that a folder's name may have on nearly all file systems
NO_FOLDER = re.compile(r"[/\x00-\x1f\x7f]|^[.]+")


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of a batch; `problem` says why it cannot even be looked at (a folder that may not be entered)."""

    path: Place
    name: str  # inside the batch, "/" between folders
    size: int
    problem: str | None = None
    etag: str | None = None  # of an object, when it was listed
    modified: int | None = None  # nanoseconds, of a file on disk, when it was listed


def discover(sources: Sequence[Place]) -> Iterator[BatchFile]:
    """All files of the batch, in no order; those that lie below several sources are told as often."""
    paths = [source for source in sources if isinstance(source, Path)]
    urls = [source for source in sources if isinstance(source, str)]
    if paths and urls:
        problem = f"{paths[0]} is on disk and {shown(urls[0])} is not: their files have no folder in common"
        raise BadUseError(problem, "ingest them as two batches")
    yield from objects_below(urls) if urls else files_of(paths)


def files_of(sources: Sequence[Path]) -> Iterator[BatchFile]:
    for source in sources:
        if not source.exists():
            raise BadUseError(f"{source} does not exist", "check the path")
    root = common_root(sources)
    for source in sources:
        yield from files_below(source, root)


def objects_below(urls: Sequence[str]) -> Iterator[BatchFile]:
    """The objects of all URLs, named as files on disk would be."""
    stores = [open_store(url) for url in urls]
    if any(store != stores[0][0] for store, _ in stores):
        raise BadUseError("the sources are in different stores", "ingest them as two batches")
    listed = [list_objects(url) for url in urls]
    homes = [path for _, path in stores]
    folders = [
        home.rpartition("/")[0] if is_object(home, found) else home for home, found in zip(homes, listed, strict=True)
    ]
    root = os.path.commonpath(folders) if all(folders) else ""
    outputs = outputs_among(one.path for found in listed for one in found)
    for home, found in zip(homes, listed, strict=True):
        for one in found:
            inside = one.path.removeprefix(home).strip("/")
            if not any(is_left_out(part) for part in inside.split("/")) and not one.path.startswith(outputs):
                problem = CHAINED if "::" in one.path else None
                name = one.path.removeprefix(root).strip("/")
                yield BatchFile(one.url, name, one.size, problem, one.etag)


def is_object(path: str, listed: Sequence[Listed]) -> bool:
    """Whether a source is one object, and not the folder of several."""
    return [one.path for one in listed] == [path]


def common_root(sources: Sequence[Path]) -> Path:
    """The folder that names are relative to: the source itself, or what several sources have in common."""
    folders = [source.absolute() if source.is_dir() else source.absolute().parent for source in sources]
    return Path(os.path.commonpath(folders))


def files_below(source: Path, root: Path) -> Iterator[BatchFile]:
    if not source.is_dir():
        yield batch_file(source.absolute(), root)
        return
    home = source.resolve()
    folders = [source.absolute()]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as found:
                entries = list(found)
        except OSError as error:
            problem = f"{UNLISTED}: {error.strerror or error}"
            if folder == source.absolute():  # nothing at all is known of what is in it
                raise BadUseError(f"{source}: {problem}", ENTER) from error
            yield BatchFile(folder, name_inside(folder, root), 0, f"{problem}; {ENTER}")
            continue
        if is_output(folder, {entry.name for entry in entries}):
            continue
        for entry in entries:
            path = Path(entry.path)
            if is_left_out(entry.name):
                continue
            if entry.is_symlink() and leads_out(path, home):
                yield BatchFile(path, name_inside(path, root), 0, LEADS_OUT)
            elif is_folder(entry):
                if not entry.is_symlink():  # what it leads to is found where it is
                    folders.append(path)
            else:
                yield batch_file(path, root)


def is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # reading it as a file will say what is wrong
        return False


def leads_out(link: Path, home: Path) -> bool:
    """Whether a link ends at something outside the source that it was found in; one that leads nowhere does not."""
    try:
        target = link.resolve()
    except (OSError, RuntimeError):  # a link to itself
        return False
    return target.exists() and not target.is_relative_to(home)


def batch_file(path: Path, root: Path) -> BatchFile:
    try:
        looked = path.stat()
    except OSError:  # a link that leads nowhere; reading it will say so
        return BatchFile(path, name_inside(path, root), 0)
    return BatchFile(path, name_inside(path, root), looked.st_size, modified=looked.st_mtime_ns)


def name_inside(path: Path, root: Path) -> str:
    """A name that can be stored: file names that are not UTF-8 keep what can be read of them."""
    return stored_name(path.relative_to(root).as_posix())


def stored_name(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def is_left_out(name: str) -> bool:
    return name.startswith((".", "~$"))


def batch_name(sources: Sequence[Place]) -> str:
    """A name for the batch out of its sources' names: seeds/ → seeds, 2015/ 2016/ → 2015+2016.

    Only what no folder below a table may be called is put otherwise.
    """
    name = NO_FOLDER.sub("_", joined_names(sources).lstrip("."))
    name = name if name.strip() else "batch"
    if fits(name):
        return name
    mark = f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return next(name[:end] + mark for end in range(len(name), -1, -1) if fits(name[:end] + mark))


def fits(name: str) -> bool:
    return len(batch_folder(name).encode()) <= NAME_BYTES


def joined_names(sources: Sequence[Place]) -> str:
    return stored_name("+".join(dict.fromkeys(map(source_name, sources))))


def source_name(source: Place) -> str:
    if isinstance(source, Path):
        return source.absolute().name if source.is_dir() else source.stem
    name = last_name(source)
    is_report = f".{format_of(name)}" in READERS or format_of(name) in CONTAINER_FORMATS
    return PurePosixPath(name).stem if is_report else name
