"""How is a published table asked, whichever version of the schema wrote its files? By the columns that it has today.

Batches stay as they were written until they are read again, so files of several versions lie side by side. What a file
lacks is null, of the type that the column has; what it has beyond that is left out; a table that has no files has no
rows. Whoever asks Parquet of an earlier run with SQL does it through here, or rows end with the next new column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from expectations.engine.scratch import listed
from expectations.schema import Column, load_tables

BATCH = Column("batch", "string", False, "The batch the row was published in; a folder of the table")
NO_ROWS = "no-rows"  # begins the name of a file that only tells other programs of which type `batch` is
FILE = "file"  # column: the path of the file that a row lies in
DUCKDB_TYPES = {
    "string": "VARCHAR",
    "category": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "list<string>": "VARCHAR[]",
    "list<int32>": "INTEGER[]",
    "list<float>": "FLOAT[]",
    "binary": "BLOB",
}
# The folder says what batch a row is of. DuckDB's own hive_partitioning takes keys out of the whole path, and a folder
# region=… above the output would be taken for the column of that name. Filters on this choose among the files, too.
_BATCH_OF_FILE = f"url_decode(regexp_extract(filename, '.*/{BATCH.name}=([^/]*)/', 1))"
# What Hive, and with it Spark, writes in another way in such a folder's name, and what no folder's name on Windows may
# have. pandas, Arrow, Polars, DuckDB and Spark all read %XX as the byte that it stands for, so a=b is a=b in each.
_SPELLED = re.compile(r"""[\x00-\x1f\x7f"#%'*/:=?\\{}\[\]^<>|]|[. ]$""")


def batch_folder(batch: str) -> str:
    """The folder of a batch below that of a table, in Hive's spelling: batch=2016, batch=a%3Db."""
    return f"{BATCH.name}=" + _SPELLED.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), batch)


def batch_of(file: Path) -> str:
    """The batch that a file of a table is of: tables/<table>/batch=<batch>/…"""
    return unquote(file.parent.name.removeprefix(f"{BATCH.name}="))


def published_files(tables: Path, table: str, batch_id: str | None = None) -> list[Path]:
    """The Parquet files of a table, of all batches or of one, in the order of their names; no hidden ones."""
    folders = [tables / table / batch_folder(batch_id)] if batch_id else (tables / table).glob("batch=*")
    return sorted(
        path for folder in folders for path in folder.glob("[!.]*.parquet") if not path.name.startswith(NO_ROWS)
    )


def rows_in(table: str, paths: Sequence[Path | str]) -> str:
    """A FROM clause: the rows of these files with the table's columns, and the columns `batch` and `file`."""
    return rows_found(table, listed(paths) if paths else None)


def rows_found(table: str, files: str | None) -> str:
    """The same, of what an SQL expression names: a pattern, or a list of files."""
    columns = (*load_tables()[table].columns, BATCH, Column(FILE, "string", False, ""))
    nothing = ", ".join(f'NULL::{DUCKDB_TYPES[column.type]} AS "{column.name}"' for column in columns)
    rows = f"SELECT {nothing} WHERE false"
    if files:
        rows += f"""
        UNION ALL BY NAME
        SELECT * EXCLUDE (filename), {_BATCH_OF_FILE} AS {BATCH.name}, filename AS {FILE}
        FROM read_parquet({files}, hive_partitioning = false, union_by_name = true, filename = true)"""
    names = ", ".join(f'"{column.name}"' for column in columns)
    return f"(SELECT {names} FROM ({rows}))"
