"""What would it cost to keep the tables in Delta Lake or Iceberg? The same change in each, read as plain Parquet too.

    python tests/crash/storage.py OUTPUT [PAGE]      in an environment with deltalake and pyiceberg (make storage-bench)

The tables of an output are written; then the rows of a tenth of the sources are replaced, as a run does that reads
changed files. Prints the figures as a Markdown table, and puts them between the page's marks.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

TABLES = ("claims", "sections", "sources", "texts", "boilerplate")
BEGIN, END = "<!-- storage -->", "<!-- /storage -->"  # as in kill.py, which this environment cannot import
FILES = 20  # a table, as of a batch that came in twenty nights


def load(output: Path) -> dict[str, pa.Table]:
    """The tables without dictionary encoding, which Iceberg does not have, and without nullability."""
    tables = {}
    for name in TABLES:
        files = sorted((output / "tables" / name).rglob("*.parquet"))
        rows = pa.concat_tables([pq.ParquetFile(path).read() for path in files], promote_options="permissive")
        fields = [
            pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in rows.schema
        ]
        tables[name] = rows.cast(pa.schema(fields))
    return tables


def of_sources(rows: pa.Table, paths: list[str]) -> pa.Table:
    return rows.filter(pc.is_in(rows["source_path"], value_set=pa.array(paths, pa.string())))


def split(rows: pa.Table, paths: list[str], parts: int) -> list[pa.Table]:
    return [of_sources(rows, paths[number::parts]) for number in range(parts)]


def plain(root: Path, tables: dict[str, pa.Table], paths: list[str], gone: list[str]) -> Callable[[], None]:
    first = root / "1"
    for name, rows in tables.items():
        (first / name).mkdir(parents=True)
        for number, part in enumerate(split(rows, paths, FILES)):
            pq.write_table(part, first / name / f"part-{number}.parquet", compression="zstd")

    def change() -> None:
        second = root / "2"
        for name, rows in tables.items():
            (second / name).mkdir(parents=True)
            for number in range(FILES):
                path = first / name / f"part-{number}.parquet"
                if set(paths[number::FILES]) & set(gone):
                    held = pq.read_table(path)
                    kept = held.filter(pc.invert(pc.is_in(held["source_path"], value_set=pa.array(gone, pa.string()))))
                    pq.write_table(kept, second / name / f"part-{number}-r.parquet", compression="zstd")
                else:
                    os.link(path, second / name / path.name)
            pq.write_table(of_sources(rows, gone), second / name / "part-new.parquet", compression="zstd")
        (root / "fresh").symlink_to("2")
        (root / "fresh").rename(root / "current")

    return change


def delta(root: Path, tables: dict[str, pa.Table], paths: list[str], gone: list[str]) -> Callable[[], None]:
    from deltalake import DeltaTable, write_deltalake

    for name, rows in tables.items():
        for part in split(rows, paths, FILES):
            write_deltalake(str(root / name), part, mode="append")

    def change() -> None:
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in gone)
        for name, rows in tables.items():
            new = of_sources(rows, gone)
            write_deltalake(str(root / name), new, mode="overwrite", predicate=f"source_path IN ({listed})")
            DeltaTable(str(root / name))

    return change


def iceberg(root: Path, tables: dict[str, pa.Table], paths: list[str], gone: list[str]) -> Callable[[], None]:
    from pyiceberg.catalog.sql import SqlCatalog
    from pyiceberg.expressions import In

    root.mkdir(parents=True)
    catalog = SqlCatalog("bench", uri=f"sqlite:///{root}/catalog.db", warehouse=f"file://{root}")
    catalog.create_namespace("b")
    for name, rows in tables.items():
        table = catalog.create_table(f"b.{name}", schema=rows.schema)
        for part in split(rows, paths, FILES):
            table.append(part)

    def change() -> None:
        for name, rows in tables.items():
            new = of_sources(rows, gone)
            catalog.load_table(f"b.{name}").overwrite(new, overwrite_filter=In("source_path", gone))

    return change


def measure(output: Path) -> str:
    tables = load(output)
    paths = sorted(tables["sources"]["source_path"].to_pylist())
    gone = paths[:: len(paths) // max(1, len(paths) // 10)]
    lines = [
        f"{len(paths):,} sources, {tables['claims'].num_rows:,} claims, {len(gone):,} sources changed:\n",
        "| | first write, s | change, s | commits a change | MB after it | claims that plain readers see |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    stores = {"plain Parquet, links": plain, "Delta Lake": delta, "Iceberg": iceberg}
    for title, store in stores.items():
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "store"
            started = time.perf_counter()
            change = store(root, tables, paths, gone)
            written = time.perf_counter()
            change()
            ended = time.perf_counter()
            seen = root / "current" / "claims" if store is plain else root
            files = [
                path for path in seen.rglob("*.parquet") if store is plain or "claims" in str(path.relative_to(root))
            ]
            rows = sum(pq.ParquetFile(path).metadata.num_rows for path in files)
            sizes = {path.stat().st_ino: path.stat().st_size for path in root.rglob("*") if path.is_file()}
            commits = 1 if store is plain else len(TABLES)
            lines.append(
                f"| {title} | {written - started:.1f} | {ended - written:.1f} | {commits} | "
                f"{sum(sizes.values()) / 1e6:.1f} | {rows:,} |"
            )
            shutil.rmtree(root)
    return "\n".join(lines)


def put_into(page: Path, table: str) -> None:
    before, begun, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        sys.exit(f"{page} has no place for the figures; make kill-test writes one that has")
    page.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    figures = measure(Path(sys.argv[1]))
    print(figures)
    if sys.argv[2:]:
        put_into(Path(sys.argv[2]), figures)
