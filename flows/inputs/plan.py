"""Which files of a batch are read, and which rows stay as they are? What is published already is not read again.

A file is the same when its name, its size and its bytes are. One that was rejected, or is stale, is tried again in
every run, for the remedy may have been applied outside of it; what is in an archive goes with the archive, which is
read again when something in it is stale, or was rejected as a copy of what goes. There may be a million files,
so a database is asked (expectations.engine.scratch), and what it answers waits in the spool.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import file_digest
from itertools import count, islice
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa

from expectations.engine.scratch import Database, files_of, insert, open_scratch
from extractors.reading.files import UNSETTLED
from extractors.version import EXTRACTOR_VERSION, RULES
from flows.inputs.discover import BatchFile
from flows.inputs.staying import DROPPED, NAMES, STAYING, Dropped, find_dropped, find_owners, show_published
from flows.storage.remote import Place, hash_object
from flows.storage.spool import Waiting, cut, put_list

READ_FILES = 200  # files that one task reads
READ_BYTES = 8 * 1024 * 1024
AT_ONCE = 5_000  # files in memory
FETCHED_AT_ONCE = 8  # objects, a piece of 8 MB of each in memory

_LISTED = pa.schema(
    {
        "place": pa.int64(),
        "name": pa.string(),
        "path": pa.binary(),  # need not be UTF-8
        "is_url": pa.bool_(),
        "size": pa.int64(),
        "problem": pa.string(),
        "etag": pa.string(),
        "modified": pa.int64(),
    }
)
_FILE = "files.name, path, is_url, size, problem, etag, modified"
_FILES = """
CREATE TABLE files AS SELECT DISTINCT ON (name, path) * FROM listed ORDER BY name, path, place;
DROP TABLE listed;
"""
_TWINS = "SELECT name, path FROM files WHERE name IN (SELECT name FROM files GROUP BY name HAVING count(*) > 1)"
_MAY_BE_SAME = f"""
SELECT {_FILE}, source_id
FROM files JOIN known ON source_path = files.name
WHERE is_read AND bytes = size AND problem IS NULL
"""
_NAMES = "CREATE TABLE names AS SELECT name, same.name IS NULL AS again FROM files LEFT JOIN same USING (name)"
# What is stale is tried again, and what was read by other rules of the user's; so is what holds a copy of something
# that goes, or of what has gone before.
_TRIED_AGAIN = f"""
UPDATE names SET again = true WHERE name IN (
    SELECT name FROM owners JOIN known USING (source_path)
    WHERE is_stale OR split_part(coalesce(extractor_version, ''), '+', 2) != $rules OR is_copy AND source_id NOT IN (
        SELECT source_id FROM known LEFT JOIN owned USING (source_path)
        WHERE is_read AND source_id IS NOT NULL AND NOT coalesce({DROPPED}, false)
    )
)
"""
_COUNTS = """
SELECT
    (SELECT count(*) FROM names WHERE again),
    (SELECT count(*) FROM names WHERE NOT again),
    (SELECT count(*) FROM names JOIN known ON source_path = name WHERE NOT again AND extractor_version != $version),
    (SELECT count(*) FROM names JOIN known ON source_path = name WHERE again AND is_read),
    (SELECT count(*) FROM known ANTI JOIN owned USING (source_path))
"""
_STAYING = f"""
COPY (
    SELECT source_id, min(source_path) AS source_path FROM known LEFT JOIN owned USING (source_path)
    WHERE is_read AND source_id IS NOT NULL AND NOT coalesce({DROPPED}, false)
    GROUP BY source_id
) TO '{{path}}' (FORMAT parquet)
"""


@dataclass(frozen=True, slots=True)
class Plan:
    to_read: tuple[Waiting[BatchFile], ...]  # for each task its files
    spool: Path  # has the names of all files (NAMES), and the source_ids and paths of the texts that stay (STAYING)
    reads: int  # files to read
    unchanged: int  # files that are not read again
    outdated: int  # of these, how many another version of the extractor had read
    changed: int  # files among those to read that were published, and read, before
    pruned: int  # published sources whose files are gone, and whose rows go
    missing: int  # the same where the rows stay

    def names(self) -> list[str]:
        """Of all files that were listed."""
        with open_scratch(self.spool) as database:
            return [
                name for (name,) in database.execute(f"SELECT name FROM {files_of([self.spool / NAMES])}").fetchall()
            ]

    def find_dropped(self, published: Sequence[Path], arrived: Sequence[Path]) -> Dropped:
        """What goes of the `published` rows of the batch, which may have come after the plan was made."""
        return find_dropped(self.spool, published, arrived, prune=self.pruned > 0)


def make_plan(
    files: Iterable[BatchFile],
    published: Sequence[Path],
    spool: Path,
    *,
    prune: bool = False,
    reprocess: bool = False,
    quiet_seconds: float = 0.0,
) -> Plan:
    """What is to be done; `prune` drops the rows of files that are gone, `reprocess` reads everything again.

    `published`: the Parquet files with the batch's rows of `sources`. Files that changed less than `quiet_seconds` ago
    wait for the next run.
    """
    now = time.time_ns()
    with open_scratch(spool) as database:
        list_files(database, files)
        show_published(database, published)
        database.execute("CREATE TABLE same (name VARCHAR)")
        if not reprocess:
            for names in find_same(database):
                insert(database, "same", pa.table({"name": pa.array(names, pa.string())}))
        database.execute(_NAMES)
        find_owners(database)
        database.execute(_TRIED_AGAIN, {"pruned": prune, "rules": RULES})
        counts = database.execute(_COUNTS, {"version": EXTRACTOR_VERSION}).fetchall()
        [(reads, unchanged, outdated, changed, gone)] = counts
        pruned, missing = (gone, 0) if prune else (0, gone)
        database.execute(f"COPY names TO '{quoted(spool / NAMES)}' (FORMAT parquet)")
        database.execute(_STAYING.format(path=quoted(spool / STAYING)), {"pruned": pruned > 0})
        again = f"SELECT {_FILE} FROM files JOIN names USING (name) WHERE again ORDER BY name"
        listed = (file_of(*row) for row in rows_of(database, again))
        settled = (let_settle(file, quiet_seconds, now) for file in listed)
        cuts = enumerate(cut(settled, READ_FILES, lambda file: file.size, READ_BYTES))
        to_read = tuple(put_list(some, str(spool), f"{number:06}.files") for number, some in cuts)
    return Plan(to_read, spool, reads, unchanged, outdated, changed, pruned, missing)


def list_files(database: Database, files: Iterable[BatchFile]) -> None:
    """Make `files`; those that were found below several sources as the first one has them, each under its own name."""
    database.register("listed_files", _LISTED.empty_table())
    database.execute("CREATE TABLE listed AS FROM listed_files")
    left, place = iter(files), 0
    while some := list(islice(left, AT_ONCE)):
        columns = [
            range(place, place + len(some)),
            [file.name for file in some],
            [os.fsencode(file.path) for file in some],
            [isinstance(file.path, str) for file in some],
            [file.size for file in some],
            [file.problem for file in some],
            [file.etag for file in some],
            [file.modified for file in some],
        ]
        insert(database, "listed", pa.table(list(map(pa.array, columns)), names=_LISTED.names).cast(_LISTED))
        place += len(some)
    database.execute(_FILES)
    tell_apart(database)


def tell_apart(database: Database) -> None:
    """Number files whose names are written alike: bad\\xff.txt may be one that is not UTF-8, and one that is."""
    rows = sorted(
        database.execute(_TWINS).fetchall(), key=lambda row: (row[0], not row[1].endswith(row[0].encode()), row[1])
    )
    names = {name for (name,) in database.execute("SELECT name FROM files").fetchall()} if rows else set()
    before = None
    for name, path in rows:
        if name == before:
            free = next(other for number in count(2) if (other := numbered(name, number)) not in names)
            names.add(free)
            database.execute("UPDATE files SET name = ? WHERE name = ? AND path = ?", [free, name, path])
        before = name


def numbered(name: str, number: int) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem} ({number}){path.suffix}"))


def file_of(name: str, path: bytes, is_url: bool, size: int, *rest: Any) -> BatchFile:
    place = os.fsdecode(path)
    return BatchFile(place if is_url else Path(place), name, size, *rest)


def rows_of(database: Database, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer, few at once; others may be asked for meanwhile."""
    answer = database.cursor().execute(query)
    while rows := answer.fetchmany(AT_ONCE):
        yield from rows


def find_same(database: Database) -> Iterator[list[str]]:
    """Names of the files that are what was published; objects are fetched for that, many at once."""
    rows = ((file_of(*file), source_id) for *file, source_id in rows_of(database, _MAY_BE_SAME))
    with ThreadPoolExecutor(FETCHED_AT_ONCE) as threads:
        while some := list(islice(rows, AT_ONCE)):
            each = threads.map if isinstance(some[0][0].path, str) else map
            same = each(is_same, *zip(*some, strict=True))
            yield [file.name for (file, _), is_as_before in zip(some, same, strict=True) if is_as_before]


def is_same(file: BatchFile, source_id: str) -> bool:
    try:
        return hash_file(file.path) == source_id
    except Exception:  # reading it will say what is wrong
        return False


def hash_file(place: Place) -> str:
    if isinstance(place, str):
        return hash_object(place)
    with place.open("rb") as data:
        return file_digest(data, "sha256").hexdigest()


def let_settle(file: BatchFile, quiet_seconds: float, now: int) -> BatchFile:
    """A file that changed a moment ago has that for its problem; a clock may be ahead of the other one's, too."""
    if file.problem or file.modified is None or abs(now - file.modified) >= quiet_seconds * 1e9:
        return file
    return replace(file, problem=f"{UNSETTLED}: it changed less than {quiet_seconds:g} s ago; the next run reads it")


def quoted(path: Path) -> str:
    return str(path).replace("'", "''")
