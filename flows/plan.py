"""Which files of a batch are read, and which rows stay as they are? What is published already is not read again.

A file is the same when its name, its size and its bytes are. One that was rejected is tried again in every run, for the
remedy may have been applied outside of it; what is in an archive goes with the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from extractors.version import EXTRACTOR_VERSION
from flows.discover import BatchFile
from flows.parquet import read_rows
from flows.remote import Place, hash_object

FETCHED_AT_ONCE = 8  # objects, a piece of 8 MB of each in memory
_KNOWN = ("source_path", "source_id", "status", "bytes", "extractor_version")


@dataclass(frozen=True, slots=True)
class Published:
    """A row of `sources`."""

    source_path: str
    source_id: str | None
    is_read: bool
    size: int | None
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Plan:
    to_read: tuple[BatchFile, ...]
    unchanged: tuple[str, ...]  # files that are not read again
    outdated: int  # of these, how many another version of the extractor had read
    changed: int  # files among those to read that were published, and read, before
    pruned: int  # published sources whose files are gone, and whose rows go
    missing: int  # the same where the rows stay

    def dropped(self, known: Iterable[Published]) -> frozenset[str]:
        """source_path of the published rows that go: of files that are read again, or are gone and pruned."""
        read_again = {file.name for file in self.to_read}
        present = read_again | set(self.unchanged)
        return frozenset(
            row.source_path
            for row in known
            if owner(row.source_path, read_again) or (self.pruned and not owner(row.source_path, present))
        )

    def read_again(self, dropped: Iterable[str]) -> frozenset[str]:
        """Of the published rows that go, those whose files are read again."""
        names = {file.name for file in self.to_read}
        return frozenset(path for path in dropped if owner(path, names))

    def staying(self, known: Sequence[Published]) -> dict[str, str]:
        """The source_ids of the texts that stay published, with their paths."""
        dropped = self.dropped(known)
        return {
            row.source_id: row.source_path
            for row in known
            if row.is_read and row.source_id and row.source_path not in dropped
        }


def published_sources(tables: Path | None, batch_id: str) -> list[Published]:
    """The batch's rows of `sources` as they are now."""
    rows = read_rows(tables, "sources", batch_id, _KNOWN).to_pylist()
    return [
        Published(row["source_path"], row["source_id"], row["status"] == "ok", row["bytes"], row["extractor_version"])
        for row in rows
    ]


def make_plan(
    files: Sequence[BatchFile], known: Sequence[Published], *, prune: bool = False, reprocess: bool = False
) -> Plan:
    """What is to be done; `prune` drops the rows of files that are gone, `reprocess` reads everything again."""
    by_path = {row.source_path: row for row in known}
    unchanged = () if reprocess else find_same(files, by_path)
    stays = set(unchanged)
    to_read = tuple(file for file in files if file.name not in stays)
    names = {file.name for file in files}
    gone = sum(owner(row.source_path, names) is None for row in known)
    return Plan(
        to_read=to_read,
        unchanged=unchanged,
        outdated=sum(by_path[name].extractor_version != EXTRACTOR_VERSION for name in unchanged),
        changed=sum(file.name in by_path and by_path[file.name].is_read for file in to_read),
        pruned=gone if prune else 0,
        missing=0 if prune else gone,
    )


def find_same(files: Sequence[BatchFile], by_path: Mapping[str, Published]) -> tuple[str, ...]:
    """Names of the files that are what was published; objects are fetched for that, many at once."""
    rows = [by_path.get(file.name) for file in files]
    if any(isinstance(file.path, str) for file in files):
        with ThreadPoolExecutor(FETCHED_AT_ONCE) as threads:
            same = list(threads.map(is_same, files, rows))
    else:
        same = list(map(is_same, files, rows))
    return tuple(file.name for file, is_as_before in zip(files, same, strict=True) if is_as_before)


def is_same(file: BatchFile, row: Published | None) -> bool:
    if row is None or not row.is_read or row.size != file.size or file.problem:
        return False
    try:
        return hash_file(file.path) == row.source_id
    except Exception:  # reading it will say what is wrong
        return False


def hash_file(place: Place) -> str:
    if isinstance(place, str):
        return hash_object(place)
    with place.open("rb") as data:
        return file_digest(data, "sha256").hexdigest()


def owner(source_path: str, files: Set[str]) -> str | None:
    """The file that a source is, or is inside of: a.zip of a.zip/2016/b.docx."""
    if source_path in files:
        return source_path
    cuts = (source_path[:at] for at, sign in enumerate(source_path) if sign == "/")
    return next((cut for cut in cuts if cut in files), None)
