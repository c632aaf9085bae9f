"""How are the Parquet tables asked with SQL? DuckDB views: one for each table, and those of assets/views on top.

A view has to find the files from whatever folder its reader works in, so it names them by an absolute path. Where the
tables were copied elsewhere, `SET VARIABLE metrics_tables = '/new/place/tables'` makes all views of a connection read
there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.parquet as pq

from expectations.schema import Column, Table, load_tables

VIEWS = (  # each after those it reads
    "reports_unique",
    "claims_unique",
    "levels",
    "money_cny",
    "area_m2",
    "growth",
    "plan_vs_actual",
    "by_issuer",
)
BATCH = Column("batch", "string", False, "The batch the row was published in; a folder of the table")
VARIABLE = "metrics_tables"
_TYPES = {
    "string": "VARCHAR",
    "category": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "list<string>": "VARCHAR[]",
    "binary": "BLOB",
}


def create_views(connection: duckdb.DuckDBPyConnection, tables: Path, published_at: Path | str | None = None) -> None:
    """Make all views in the connection's database, over the files of `tables`, to be found at `published_at`."""
    place = str(published_at or tables.absolute())
    with _empty_tables() as empty:  # each statement looks into all files that its view reads
        connection.execute("BEGIN")
        connection.execute(f"SET VARIABLE {VARIABLE} = {quoted(str(empty))}")
        for table in load_tables().values():
            connection.execute(_table_view(table, place, bool(published_files(tables, table.name))))
            connection.execute(f"COMMENT ON VIEW {table.name} IS {quoted(table.description)}")
            for column in (*table.columns, BATCH):
                _comment(connection, table.name, column.name, describe(column))
        for name in VIEWS:
            connection.execute(read_view(name))
        _describe_taken_over(connection)
        connection.execute(f"RESET VARIABLE {VARIABLE}")
        connection.execute("COMMIT")


def published_files(tables: Path, name: str) -> list[Path]:
    """The Parquet files of one table, of all batches."""
    return sorted(tables.glob(f"{name}/batch=*/*.parquet"))


def read_view(name: str) -> str:
    """The SQL of one of VIEWS, with its comments."""
    return files("flows.handover").joinpath("assets", "views", f"{name}.sql").read_text(encoding="utf-8")


def describe(column: Column) -> str:
    """Description and unit in one line."""
    return f"{column.description} (unit: {column.unit})" if column.unit else column.description


@contextmanager
def _empty_tables() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        for table in load_tables().values():
            path = Path(folder, table.name, "batch=none", "part.parquet")
            path.parent.mkdir(parents=True)
            pq.write_table(table.arrow_schema().empty_table(), path)
        yield Path(folder)


def _table_view(table: Table, place: str, has_files: bool) -> str:
    """The columns of the contract in their types, also where older files lack one, or where there are no files."""
    columns = (*table.columns, BATCH)
    nothing = ", ".join(f"NULL::{_TYPES[column.type]} AS {column.name}" for column in columns)
    rows = f"SELECT {nothing} WHERE false"
    if has_files:
        # batch=2016 is a name, not a number; files of several versions are brought together by the columns' names.
        # A folder may be called 汇编[1].
        rows += f"""
        UNION ALL BY NAME
        FROM read_parquet(
          regexp_replace(coalesce(getvariable('{VARIABLE}'), {quoted(place)}), '[*?[]', '[\\0]', 'g')
            || '/{table.name}/batch=*/*.parquet',
          hive_partitioning = true, hive_types = {{'batch': VARCHAR}}, union_by_name = true
        )"""
    names = ", ".join(column.name for column in columns)
    return f"CREATE OR REPLACE VIEW {table.name} AS SELECT {names} FROM ({rows})"


def _describe_taken_over(connection: duckdb.DuckDBPyConnection) -> None:
    """Columns that a view takes over as they are mean what they mean in the view or table they come from."""
    tables = load_tables()
    known = {
        column.name: describe(column)
        for table in (*tables.values(), tables["reports"], tables["claims"])  # the last one wins
        for column in (*table.columns, BATCH)
    }
    columns = connection.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE list_contains(?, table_name)",
        [list(VIEWS)],
    ).fetchall()
    known = {column: comment for _, column, comment in columns if comment} | known
    for view, column, comment in columns:
        if not comment:
            _comment(connection, view, column, known[column])


def _comment(connection: duckdb.DuckDBPyConnection, view: str, column: str, comment: str) -> None:
    connection.execute(f"COMMENT ON COLUMN {view}.{column} IS {quoted(comment)}")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
