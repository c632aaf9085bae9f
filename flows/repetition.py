"""Which lines stand in several files of a batch? Counted in a database on disk, whatever the size of the batch.

Each file is summed up by the hashes of its lines (extractors.repetition) where it is read. Copies of one report share
every line: files that are mostly the same count as one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from expectations.scratch import Database, files_of, insert, open_scratch
from extractors.repetition import COPIES_SHARE, FEWEST_FILES, MOST_COPIES, FileLines, Hashes
from flows.discover import BatchFile
from flows.parquet import write_arrow
from flows.reading import Held
from flows.spool import put

LINES = "*.lines.parquet"
REPEATED = "repeated.lines"
NONE = np.empty(0, dtype=np.uint64)

_GATHER = """
CREATE TABLE files AS
    SELECT row_number() OVER () AS file, keys, paragraphs
    FROM {lines} ANTI JOIN left_out USING (text);
CREATE TABLE paragraphs AS SELECT file, unnest(paragraphs) AS line FROM files;
CREATE TABLE groups (file BIGINT, first BIGINT);
"""
_COPIES = f"""
WITH shared AS (
    SELECT line FROM paragraphs GROUP BY line HAVING count(*) BETWEEN 2 AND {MOST_COPIES}
), pairs AS (
    SELECT a.file AS one, b.file AS other, count(*) AS lines
    FROM shared JOIN paragraphs a USING (line) JOIN paragraphs b USING (line)
    WHERE a.file < b.file
    GROUP BY ALL
)
SELECT one, other
FROM pairs JOIN files a ON a.file = one JOIN files b ON b.file = other
WHERE lines >= {COPIES_SHARE} * least(len(a.paragraphs), len(b.paragraphs))
ORDER BY ALL
"""
_COUNT = f"""
WITH keys AS (SELECT file, unnest(keys) AS line FROM files),
holders AS (SELECT DISTINCT line, coalesce(first, file) AS holder FROM keys LEFT JOIN groups USING (file))
SELECT line FROM holders GROUP BY line HAVING count(*) >= {FEWEST_FILES} ORDER BY line
"""


def keep_lines(held: Sequence[Held], files: Sequence[BatchFile], spool: str) -> list[Held]:
    """Put what sums up the files' lines into the spool; the files without it.

    Of `files`, which were read, came back a copy each: those are what is held, for there may be a million.
    """
    found = [(one.text, one.lines) for one in held if one.text and one.lines]
    if found:
        write_lines(found, Path(spool))
    own = {file: file for file in files}
    return [replace(one, file=own.get(one.file, one.file), lines=None) for one in held]


def write_lines(files: Sequence[tuple[str, FileLines]], spool: Path) -> None:
    rows = {
        "text": pa.array([text for text, _ in files], pa.string()),
        "keys": lists_of([lines.keys for _, lines in files]),
        "paragraphs": lists_of([lines.paragraphs for _, lines in files]),
    }
    write_arrow(pa.table(rows), str(spool / LINES.replace("*", uuid.uuid4().hex)))


def lists_of(hashes: Sequence[Hashes]) -> pa.Array:
    ends = np.cumsum([0, *map(len, hashes)], dtype=np.int32)
    return pa.ListArray.from_arrays(ends, np.concatenate([NONE, *hashes]))


def find_repeated(read: Sequence[Held], held: Sequence[Held], spool: str) -> str | None:
    """The name in the spool of the hashes of the lines that come again; none where there are too few files.

    `held` is what is left of the files `read`, of which copies do not count.
    """
    if sum(one.text is not None for one in held) < FEWEST_FILES:
        return None
    kept = {one.text for one in held}
    repeated = count_repeated(Path(spool), [one.text for one in read if one.text and one.text not in kept])
    if not len(repeated):
        return None
    put(repeated, spool, REPEATED)
    return REPEATED


def count_repeated(spool: Path, left_out: Iterable[str] = ()) -> Hashes:
    """The hashes, in order, of the lines that stand in at least three of the files summed up in the spool."""
    paths = sorted(spool.glob(LINES))
    if not paths:
        return NONE
    with open_scratch(spool) as database:
        database.execute("CREATE TABLE left_out (text VARCHAR)")
        insert(database, "left_out", pa.table({"text": pa.array(list(left_out), pa.string())}))
        database.execute(_GATHER.format(lines=files_of(paths)))
        join_copies(database)
        return np.asarray(database.execute(_COUNT).fetchnumpy()["line"], dtype=np.uint64)


def join_copies(database: Database) -> None:
    """Name the first of each group of files that are mostly the same; files that are alone are left out."""
    first: dict[int, int] = {}

    def find(file: int) -> int:
        while (known := first.setdefault(file, file)) != file:
            first[file] = first[known]
            file = known
        return file

    copies = database.execute(_COPIES)
    while pairs := copies.fetchmany(10_000):
        for one, other in pairs:
            low, high = sorted((find(one), find(other)))
            first[high] = low
    rows = {"file": list(first), "first": [find(file) for file in list(first)]}
    insert(database, "groups", pa.table({name: pa.array(column, pa.int64()) for name, column in rows.items()}))
