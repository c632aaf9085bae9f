"""What does each column mean? A page for people, out of tables.toml, the views' comments and the files themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from expectations.engine.published import BATCH, batch_of, published_files
from expectations.engine.scratch import quoted
from expectations.messages.html import languages_js
from expectations.pages.house import page_css
from expectations.pages.templates import load_template
from expectations.schema import SCHEMA_VERSION, Table, load_tables
from flows.handover.files import replaced
from flows.handover.views import VARIABLE, VIEWS

SAMPLE = 2000  # rows that examples are taken from
UNIT = re.compile(r" \(unit: [^()]*\)$")  # behind the comment on a column of a view, as views.describe puts it
EXAMPLES = 2
LONGEST = 36  # characters of an example
LISTED = 14  # values of a category; one with more is no list of choices
# Categories whose values a reader chooses from, and by which table they are known.
CHOICES = {
    "claims": ("part", "kind", "unit_standard", "bound", "masked", "status", "comparison", "direction"),
    "sources": ("status", "format", "encoding"),
    "boilerplate": ("rule",),
    "passed_over": ("reason",),
    "quarantine": ("expectation",),
    "runs": ("status",),
}


@dataclass(frozen=True, slots=True)
class Described:
    """One column as the page shows it."""

    name: str
    type: str
    unit: str
    null: bool | None  # None of a view's column
    description: str
    examples: Sequence[str] = ()
    values: Sequence[tuple[str, int]] = ()
    more: int = 0  # values that are not listed


@dataclass(frozen=True, slots=True)
class Entry:
    """One table or view as the page shows it."""

    name: str
    description: str
    columns: Sequence[Described]
    rows: int | None = None
    key: Sequence[str] = field(default=())
    sql: str = ""


def write_dictionary(tables: Path, path: Path, database: Path) -> None:
    """Write the page about the tables, and about the views of a database of write_database; it needs no other file."""
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute(f"SET VARIABLE {VARIABLE} = {quoted(str(tables.absolute()))}")
        described = [_describe_table(connection, table, published_files(tables, table.name)) for table in _tables()]
        views = [_describe_view(connection, name) for name in VIEWS]
    page = load_template("flows.handover", "dictionary.html").render(
        tables=described,
        has_site=(path.parent / "site" / "index.html").exists(),
        views=views,
        version=SCHEMA_VERSION,
        moment=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        style=page_css(),
        script=languages_js(),
    )
    with replaced(path) as fresh:
        fresh.write_text(page, encoding="utf-8")


def _tables() -> Iterable[Table]:
    return load_tables().values()


def _describe_table(connection: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Path]) -> Entry:
    examples = _read_examples(table, parts[-1]) if parts else {}
    choices = _count_values(connection, table.name) if parts else {}
    columns = [
        Described(
            column.name,
            column.type,
            column.unit,
            column.null,
            column.description,
            () if column.name in choices else examples.get(column.name, ()),
            choices.get(column.name, ())[:LISTED],
            max(0, len(choices.get(column.name, ())) - LISTED),
        )
        for column in (*table.stored_columns, BATCH)
    ]
    return Entry(table.name, table.description, columns, sum(map(_count_rows, parts)), table.key)


def _count_rows(part: Path) -> int:
    return int(pq.read_metadata(part).num_rows)


def _read_examples(table: Table, part: Path) -> Mapping[str, Sequence[str]]:
    """The first few different values of each column, in one of the files."""
    plain = [column for column in table.stored_columns if column.type != "binary"]
    names = [column.name for column in plain if not column.type.startswith("list<")]
    present = [name for name in names if name in pq.read_schema(part).names]
    rows = next(pq.ParquetFile(part).iter_batches(SAMPLE, columns=present), None)
    if rows is None:
        return {}
    seen = {
        name: dict.fromkeys(str(value) for value in rows[name].to_pylist() if value not in (None, ""))
        for name in present
    }
    return {name: [_shorten(value) for value in list(values)[:EXAMPLES]] for name, values in seen.items()} | {
        BATCH.name: [batch_of(part)]
    }


def _shorten(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _count_values(connection: duckdb.DuckDBPyConnection, table: str) -> Mapping[str, Sequence[tuple[str, int]]]:
    """How often each value of the table's CHOICES occurs, in one pass over the files."""
    names = CHOICES.get(table, ())
    if not names:
        return {}
    texts = ", ".join(f"coalesce({name}::VARCHAR, 'null') AS {name}" for name in names)
    sets = ", ".join(f"({name})" for name in names)
    counted: dict[str, list[tuple[str, int]]] = {name: [] for name in names}
    for *values, count in connection.execute(
        f"SELECT {', '.join(names)}, count(*) AS rows FROM (SELECT {texts} FROM {table}) "
        f"GROUP BY GROUPING SETS ({sets}) ORDER BY rows DESC, {', '.join(names)}"
    ).fetchall():
        place = next(place for place, value in enumerate(values) if value is not None)
        counted[names[place]].append((values[place], count))
    return counted


def _describe_view(connection: duckdb.DuckDBPyConnection, name: str) -> Entry:
    comment, sql = connection.execute(
        "SELECT comment, sql FROM duckdb_views() WHERE NOT internal AND view_name = ?", [name]
    ).fetchall()[0]
    columns = connection.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    described = []
    for column, kind, told in columns:
        words, _, unit = told.removesuffix(")").partition(" (unit: ") if UNIT.search(told) else (told, "", "")
        described.append(Described(column, kind.lower(), unit, None, words))
    return Entry(name, comment, described, sql=sql)
