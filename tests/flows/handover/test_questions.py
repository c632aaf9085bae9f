"""Do all tools give the same answers on the tables of batches of difficult names, and the right ones?

Spark takes part where pyspark and Java are installed; neither comes with the project.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from expectations.engine.published import published_files
from expectations.schema import BATCH_ID, load_tables
from flows.publishing.apply import apply_now
from flows.reviews.exchange import read_reviews
from flows.reviews.store import open_store
from flows.site.links import report_url
from flows.storage.parquet import read_rows

pytestmark = pytest.mark.slow

BATCHES = ("2016", "报告（一）", "a=b")
Answer = dict[tuple[Any, ...], Any]


@dataclass(frozen=True)
class Question:
    """For each group of the rows where some columns have a value: how many there are, or the sum or greatest of one."""

    table: str
    where: tuple[tuple[str, object], ...] = ()
    by: tuple[str, ...] = ()
    what: str = "count"
    of: str = "source_path"
    joined: tuple[str, tuple[str, ...]] | None = None  # another table, and by which columns


QUESTIONS = [
    Question("claims"),
    Question("claims", by=("batch",)),
    *(Question("claims", (("batch", batch),)) for batch in BATCHES),
    *(Question("claims", (("batch_id", batch), ("kind", "money")), ("unit",)) for batch in BATCHES),
    Question("claims", by=("batch", "batch_id", "kind")),
    Question("claims", (("batch", "a=b"), ("masked", True)), ("quote",)),
    Question("claims", (("unit_standard", "CNY"),), ("batch",), "sum", "value_standard"),
    Question("claims", (("status", "actual"),), ("batch", "metric"), "max", "value"),
    Question("claims", by=("batch_id",), what="max", of="period_end"),
    Question("claims", by=("batch",), what="max", of="sentence"),
    Question("reports", (("report_year", 2016),), ("batch", "title")),
    Question("sources", by=("batch", "status", "format")),
    Question("sources", (("batch", "报告（一）"),), ("source_path",), "max", "bytes"),
    Question("boilerplate", by=("batch", "rule")),
    Question("runs", by=("batch", "batch_name"), what="sum", of="claims_published"),
    Question("claims", by=("batch_id", "title"), joined=("reports", ("batch_id", "report_id"))),
]


def ask_pandas(tables: Path, question: Question) -> Answer:
    rows = pd.read_parquet(
        tables / question.table, filters=[(name, "==", value) for name, value in question.where] or None
    )
    if question.joined:
        other, keys = question.joined
        more = pd.read_parquet(tables / other)
        rows = rows.merge(more[[*keys, *set(more) - set(rows)]], on=list(keys))
    if not question.by:
        return {(): len(rows)}
    groups = rows.groupby(list(question.by), observed=True)
    found = groups.size() if question.what == "count" else groups[question.of].agg(question.what)
    return {key if isinstance(key, tuple) else (key,): value for key, value in found.items()}


def ask_arrow(tables: Path, question: Question) -> Answer:
    wanted = [pc.field(name) == value for name, value in question.where]
    rows = ds.dataset(tables / question.table, partitioning="hive").to_table()
    for one in wanted:
        rows = rows.filter(one)
    if question.joined:
        other, keys = question.joined
        more = pq.read_table(tables / other)
        plain = [name for name in rows.column_names if not pa.types.is_nested(rows[name].type)]
        fresh = [name for name in more.column_names if name not in plain and not pa.types.is_nested(more[name].type)]
        rows = rows.select(plain).join(more.select([*keys, *fresh]), list(keys), join_type="inner")
    if not question.by:
        return {(): rows.num_rows}
    counted = rows.group_by(list(question.by)).aggregate([([], "count_all") if question.what == "count" else (
        question.of, question.what)])  # fmt: skip
    value = "count_all" if question.what == "count" else f"{question.of}_{question.what}"
    return {tuple(row[name] for name in question.by): row[value] for row in counted.to_pylist()}


def ask_polars(tables: Path, question: Question) -> Answer:
    rows = pl.scan_parquet(tables / question.table)
    for name, value in question.where:
        rows = rows.filter(pl.col(name) == value)
    if question.joined:
        other, keys = question.joined
        rows = rows.join(pl.scan_parquet(tables / other), on=list(keys))
    if not question.by:
        return {(): rows.select(pl.len()).collect().item()}
    what = pl.len() if question.what == "count" else getattr(pl.col(question.of), question.what)()
    counted = rows.group_by(question.by).agg(what.alias("answer")).collect()
    return {tuple(key): value for *key, value in counted.rows()}


def in_sql(question: Question, rows_of: Callable[[str], str]) -> str:
    where = " AND ".join(f"{name} = {literal(value)}" for name, value in question.where) or "true"
    other = f" JOIN {rows_of(question.joined[0])} USING ({', '.join(question.joined[1])})" if question.joined else ""
    groups = ", ".join([*question.by, ""])
    what = "count(*)" if question.what == "count" else f"{question.what}({question.of})"
    grouped = f" GROUP BY {', '.join(question.by)}" if question.by else ""
    return f"SELECT {groups} {what} FROM {rows_of(question.table)}{other} WHERE {where}{grouped}"


def literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def keyed(rows: Iterable[Sequence[Any]]) -> Answer:
    return {tuple(key): value for *key, value in rows}


def ask_duckdb(tables: Path, question: Question) -> Answer:
    found = in_sql(
        question, lambda table: f"read_parquet('{tables}/{table}/*/*.parquet', hive_partitioning = true) AS {table}"
    )
    return keyed(duckdb.sql(found).fetchall())


def ask_views(tables: Path, question: Question) -> Answer:
    """The database of views that BI tools open."""
    with duckdb.connect(str(tables.parent / "metrics.duckdb"), read_only=True) as connection:
        return keyed(connection.execute(in_sql(question, str)).fetchall())


TOOLS = [ask_pandas, ask_arrow, ask_polars, ask_duckdb, ask_views]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if not find_spec("pyspark"):
        pytest.skip("pyspark is not installed")
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, prefect_server: None) -> Path:
    return publish_batches(tmp_path_factory.mktemp("lake"))


def publish_batches(folder: Path) -> Path:
    """Three batches of different texts; each is in an inbox of the batch's name, one was named by hand."""
    from flows.ingest import ingest

    for number, batch in enumerate(BATCHES, 1):
        inbox = folder / "inbox" if batch == "a=b" else folder / batch
        inbox.mkdir()
        text = f"某镇2016年工作总结（{number}）\n投入资金{number}2.5万元，修路{number}公里，同比增长{number}%。\n"
        text += "募捐XX万元。\n"
        text += f"下载更多范文就上某文库www.example{number}.com\n"
        (inbox / f"{number}号.txt").write_text(text, encoding="utf-8")
        ingest([inbox], folder / "output", batch if batch == "a=b" else None)
    return folder / "output" / "tables"


def by_hand(tables: Path, question: Question) -> Answer:
    """The answer without any reader's notion of folders: file by file."""
    rows = read_by_hand(tables, question.table)
    if question.joined:
        other, keys = question.joined
        more = defaultdict(list)
        for row in read_by_hand(tables, other):
            more[tuple(row[key] for key in keys)].append(row)
        rows = [{**others, **row} for row in rows for others in more[tuple(row[key] for key in keys)]]
    groups = defaultdict(list)
    for row in rows:
        if all(row[name] == value for name, value in question.where):
            groups[tuple(row[name] for name in question.by)].append(row[question.of])
    what = {"count": len, "sum": sum, "max": max}[question.what]
    if question.what != "count":
        groups = {key: known for key, values in groups.items() if (known := [one for one in values if one is not None])}
    return {key: what(values) for key, values in groups.items()}


def read_by_hand(tables: Path, table: str) -> list[dict[str, Any]]:
    names = dict(zip(("2016", "报告（一）", "a%3Db"), BATCHES, strict=True))
    return [
        row | {"batch": names[path.parent.name.removeprefix("batch=")]}
        for path in published_files(tables, table)
        for row in pq.ParquetFile(path).read().to_pylist()
    ]


def plain(answer: Answer) -> Answer:
    """Values as Python's: NumPy's numbers and pandas' times say the same. A sum of nothing is null, or 0, or NaN."""
    return {tuple(map(simple, key)): simple(value) for key, value in answer.items() if simple(value)}


def simple(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    value = value.date() if hasattr(value, "date") else value
    return None if value != value else round(value, 6) if isinstance(value, float) else value


@pytest.mark.parametrize("ask", TOOLS)
def test_every_tool_answers_as_the_files_say(ask: Callable[[Path, Question], Answer], tables: Path) -> None:
    assert len(QUESTIONS) == 20
    for question in QUESTIONS:
        expected = plain(by_hand(tables, question))
        assert expected, question
        assert plain(ask(tables, question)) == expected, question


def test_so_does_spark(spark: Any, tables: Path) -> None:
    for question in QUESTIONS:
        for table in {question.table, *(question.joined or ())[:1]}:
            spark.read.parquet(str(tables.resolve() / table)).createOrReplaceTempView(table)
        found = keyed(spark.sql(in_sql(question, str)).collect())
        assert plain(found) == plain(by_hand(tables, question)), question


def test_the_address_that_sql_makes_is_that_of_a_page(tables: Path) -> None:
    with duckdb.connect(str(tables.parent / "metrics.duckdb"), read_only=True) as connection:
        made = "SELECT DISTINCT batch, report_id, 'site/reports/' || batch || '/' || report_id || '.html' FROM claims"
        found = connection.execute(made).fetchall()
    assert {batch for batch, _, _ in found} == set(BATCHES)
    for batch, report_id, page in found:
        assert (tables.parent / page).is_file()
        assert (tables.parent / "site" / unquote(report_url(batch, report_id))).is_file()


def test_keys_hold_over_batches(tables: Path) -> None:
    for name, table in load_tables().items():
        keys = [tuple(row[key] for key in (BATCH_ID.name, *table.key)) for row in read_by_hand(tables, name)]
        assert len(keys) == len(set(keys)), name


def test_frictionless_finds_nothing_wrong(tables: Path) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", str(tables.parent / "datapackage.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_people_say_of_a_claim_stays_in_its_batch(tables: Path, tmp_path: Path) -> None:
    output = shutil.copytree(tables.parent, tmp_path / "output", symlinks=True)
    claims = [row for row in read_by_hand(tables, "claims") if row["kind"] == "length"]
    said = tmp_path / "said.csv"
    said.write_text("claim_id,value\n" + "".join(f"{row['claim_id']},99\n" for row in claims), encoding="utf-8")
    with open_store(output) as store:
        assert store.append(read_reviews(said, output / "tables", "甲")) == len(claims) == 3
    apply_now(output)
    assert [row["value"] for row in read_by_hand(output / "tables", "claims") if row["kind"] == "length"] == [99.0] * 3
    for batch in BATCHES:
        assert read_rows(output / "tables", "reviews", batch, ["state"])["state"].to_pylist() == ["applied"]
