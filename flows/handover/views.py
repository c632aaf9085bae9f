"""How are the Parquet tables asked with SQL? DuckDB views: one for each table, and those of assets/views on top.

A view has to find the files from whatever folder its reader works in, so it names them by an absolute path: that of its
own snapshot, so that no query mixes two states. Where the tables were copied elsewhere,
`SET VARIABLE metrics_tables = '/new/place/tables'` makes all views of a connection read there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.parquet as pq

from expectations.engine.published import BATCH, FILE, published_files, rows_found
from expectations.engine.scratch import quoted
from expectations.schema import BATCH_ID, Column, Table, load_tables
from flows.handover.lists import create_lists, told_of_lists

VIEWS = (  # each after those it reads
    "reports_unique",
    "claims_unique",
    "levels",
    "money_cny",
    "area_m2",
    "growth",
    "plan_vs_actual",
    "by_issuer",
    "claims_observed",
    "panel",
    "series",
    "ranking",
    "contradictions",
    "chains",
)
VARIABLE = "metrics_tables"
#: Columns of a table's view that its files do not have: names that were published before.
ALSO = {
    "observations": {
        "value_min_standard": ("value_standard_min", "The same as value_standard_min"),
        "value_max_standard": ("value_standard_max", "The same as value_standard_max"),
    }
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
            for column in (*table.stored_columns, BATCH):
                _comment(connection, table.name, column.name, describe(column))
            for name, (_, told) in ALSO.get(table.name, {}).items():
                _comment(connection, table.name, name, told)
        create_lists(connection)
        for name in VIEWS:
            connection.execute(read_view(name))
        _describe_taken_over(connection)
        connection.execute(f"RESET VARIABLE {VARIABLE}")
        connection.execute("COMMIT")


def create_plain(connection: duckdb.DuckDBPyConnection, tables: Path, names: Iterable[str], *views: str) -> None:
    """The tables of these names, the lists, and some of VIEWS over them, undescribed, for questions of our own."""
    for name in names:
        found = bool(published_files(tables, name))
        connection.execute(_table_view(load_tables()[name], str(tables.absolute()), found))
    create_lists(connection)
    for view in views:
        connection.execute(read_view(view))


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
    # A folder may be called 汇编[1].
    place = f"regexp_replace(coalesce(getvariable('{VARIABLE}'), {quoted(place)}), '[*?[]', '[\\0]', 'g')"
    rows = rows_found(table.name, f"{place} || '/{table.name}/batch=*/*.parquet'" if has_files else None)
    also = "".join(f", {column} AS {name}" for name, (column, _) in ALSO.get(table.name, {}).items())
    # As in the files, so that a query on them holds for the view too; those of earlier versions do not have it.
    same = "" if table.stored_columns == table.columns else f", {BATCH.name} AS {BATCH_ID.name}"
    return f"CREATE OR REPLACE VIEW {table.name} AS SELECT * EXCLUDE ({FILE}){also}{same} FROM {rows}"


def _describe_taken_over(connection: duckdb.DuckDBPyConnection) -> None:
    """Columns that a view takes over as they are mean what they mean in the view or table they come from."""
    tables = load_tables()
    known = {
        column.name: describe(column)
        for table in (*tables.values(), tables["reports"], tables["claims"])  # the last one wins
        for column in (*table.stored_columns, BATCH)
    }
    columns = connection.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE list_contains(?, table_name)",
        [list(VIEWS)],
    ).fetchall()
    known = told_of_lists() | {column: comment for _, column, comment in columns if comment} | known
    for view, column, comment in columns:
        if not comment:
            _comment(connection, view, column, known[column])


def _comment(connection: duckdb.DuckDBPyConnection, view: str, column: str, comment: str) -> None:
    connection.execute(f'COMMENT ON COLUMN {view}."{column}" IS {quoted(comment)}')
