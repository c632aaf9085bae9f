"""Do other programs read all files of a table together, with every batch's name as text? What must be done for that.

pandas, Polars, DuckDB and Spark read a folder of files with the columns of the first one, and most of them end at the
next one that has others. So files that an earlier version of the schema wrote get the columns and types of today when
they are published again.

They also make a number or a date of a batch's name where every name can be read as one. So a table whose batches are
called 2016 and 2017 has one more, without rows, whose name can only be text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.engine.published import BATCH, NO_ROWS, batch_of, published_files
from expectations.schema import SCHEMA_VERSION, load_tables
from flows.storage.parquet import conform, write_arrow

# Sorts before digits, so that readers that look at one file only look at this. A name that people give may be the same:
# then it is text by itself.
TEXT = "-text-"
# What a word of two letters or more can be without being text: Java's, Python's and SQL's spellings.
_NO_TEXT = re.compile(r"(?i:true|false|yes|no|nan|inf|infinity|null|none|nil|na)")
_ENDING, _EARLIER_ENDING = f"-s{SCHEMA_VERSION.replace('.', '_')}", re.compile(r"-s\d+_\d+_\d+$")


def make_uniform(tables: Path) -> None:
    """Let the files of tables that are about to be published have the columns of today, and batches' names be text."""
    for paths in files_by_part(tables).values():
        if old := [path for path in paths if is_old(path, path.parent.parent.name)]:
            bring_up(paths, old)
    for table in load_tables():
        tell_text(tables / table, table)


def files_by_part(tables: Path) -> dict[tuple[str, str], list[Path]]:
    """By batch and name: all rows of a source are in files of one name, and must stay so."""
    found: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for table in load_tables():
        for path in published_files(tables, table):
            found[path.parent.name, path.name].append(path)
    return found


def is_old(path: Path, table: str) -> bool:
    """Whether all columns of a file are known, and some of today's are not there or of another type.

    One with others is of a later version, which would lose them. What cannot be read is for damage.py.
    """
    try:
        found = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        return False
    wanted = load_tables()[table].stored_schema()
    return set(found.names) <= set(wanted.names) and not found.equals(wanted)


def bring_up(paths: Iterable[Path], old: Collection[Path]) -> None:
    """Write the old ones anew. All get another name: a name is never used for other contents."""
    for path in paths:
        fresh = path.with_name(f"{_EARLIER_ENDING.sub('', path.stem)}{_ENDING}.parquet")
        if path in old:
            write_arrow(of_today(pq.ParquetFile(path).read(), path.parent.parent.name), str(fresh))
            path.unlink()
        else:
            path.rename(fresh)


def of_today(rows: pa.Table, table: str) -> pa.Table:
    """Rows with all columns of the table; null what their version did not have."""
    schema = load_tables()[table].arrow_schema()
    known = {
        field.name: rows[field.name] if field.name in rows.column_names else pa.nulls(rows.num_rows, field.type)
        for field in schema
    }
    return conform(pa.table(known), schema)


def tell_text(folder: Path, table: str) -> None:
    """Add the batch without rows where it is needed, and nowhere else."""
    place = folder / f"{BATCH.name}={TEXT}" / f"{NO_ROWS}{_ENDING}.parquet"
    batches = set(map(batch_of, published_files(folder.parent, table)))
    needed = bool(batches) and not any(map(is_text, batches))
    for old in place.parent.glob(f"{NO_ROWS}*"):
        if old != place or not needed:
            old.unlink()
    if needed and not place.exists():
        write_arrow(load_tables()[table].stored_schema().empty_table(), str(place))
    elif place.parent.exists() and not any(place.parent.iterdir()):
        place.parent.rmdir()


def is_text(name: str) -> bool:
    """Whether no reader can take it for a number, a date or a truth value: 2016, 1e5, 2016-01-01, true."""
    words = re.findall(r"[^\W\d_]{2,}", name)
    return any(not character.isascii() and character.isalpha() for character in name) or any(
        not _NO_TEXT.fullmatch(word) for word in words
    )
