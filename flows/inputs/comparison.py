"""Which files of a batch are the same, and which lines stand in several of them? A database on disk tells, whatever the
size of the batch.

Each file is summed up by its hash and the hashes of its lines (extractors.cleaning.repetition) where it is read. Copies
of one report share every line: files that are mostly the same count as one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from expectations.engine.scratch import Database, count_of, files_of, insert, open_scratch
from extractors.cleaning.repetition import COPIES_SHARE, FEWEST_FILES, MOST_COPIES, FileLines, Hashes
from flows.inputs.reading import Held
from flows.inputs.staying import STAYING
from flows.storage.parquet import write_arrow
from flows.storage.spool import put

LINES = "*.lines.parquet"
REPEATED = "repeated.lines"
NONE = np.empty(0, dtype=np.uint64)

_SAME_BYTES = """
WITH texts AS (
    SELECT text, name, coalesce(staying.source_path, min(name) OVER (PARTITION BY source_id)) AS original
    FROM {lines} LEFT JOIN {staying} staying USING (source_id)
)
SELECT text, original FROM texts WHERE name != original
"""
_GATHER = """
CREATE TABLE files AS
    SELECT row_number() OVER () AS file, keys, paragraphs
    FROM {lines} ANTI JOIN copies USING (text);
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


def keep_lines(held: Sequence[Held], spool: str) -> list[Held]:
    """Put what sums up the files into the spool; the files without it."""
    found = [(one, one.lines) for one in held if one.text and one.lines]
    if found:
        write_lines(found, Path(spool))
    return [replace(one, lines=None) for one in held]


def write_lines(files: Sequence[tuple[Held, FileLines]], spool: Path) -> None:
    rows = {
        "text": pa.array([one.text for one, _ in files], pa.string()),
        "source_id": pa.array([one.source_id for one, _ in files], pa.string()),
        "name": pa.array([one.file.name for one, _ in files], pa.string()),
        "keys": lists_of([lines.keys for _, lines in files]),
        "paragraphs": lists_of([lines.paragraphs for _, lines in files]),
    }
    write_arrow(pa.table(rows), str(spool / LINES.replace("*", uuid.uuid4().hex)))


def lists_of(hashes: Sequence[Hashes]) -> pa.Array:
    ends = np.cumsum([0, *map(len, hashes)], dtype=np.int32)
    return pa.ListArray.from_arrays(ends, np.concatenate([NONE, *hashes]))


def compare_files(spool: Path) -> tuple[Mapping[str, str], str | None]:
    """What the files that were read have in common.

    By their names in the spool, the texts that are copies, and the file that each is a copy of; and the name in the
    spool of the hashes of the lines that come again, none where there are too few files.
    """
    paths = sorted(spool.glob(LINES))
    if not paths:
        return {}, None
    lines = files_of(paths)
    with open_scratch(spool) as database:
        copies = dict(database.execute(_SAME_BYTES.format(lines=lines, staying=files_of([spool / STAYING]))).fetchall())
        database.execute("CREATE TABLE copies (text VARCHAR)")
        insert(database, "copies", pa.table({"text": pa.array(list(copies), pa.string())}))
        database.execute(_GATHER.format(lines=lines))
        repeated = count_repeated(database)
    if len(repeated):
        put(repeated, str(spool), REPEATED)
    return copies, REPEATED if len(repeated) else None


def count_repeated(database: Database) -> Hashes:
    """The hashes, in order, of the lines that stand in at least three of the `files`."""
    if count_of(database, "files") < FEWEST_FILES:
        return NONE
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
