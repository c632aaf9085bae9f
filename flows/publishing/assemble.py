"""What does the next snapshot hold? The last one's files, without the rows that go, and the new parts of one batch.

Whole files are taken over as links; a file is rewritten only where it holds rows of a source that goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.engine.published import batch_folder
from expectations.schema import load_tables
from expectations.validate import Marked
from flows.publishing.duplicates import Slice
from flows.publishing.snapshots import take_over
from flows.storage.parquet import conform, part_files, part_path, with_batch, without_sources, write_arrow
from flows.work.portions import BY_SOURCE

OF_THE_BATCH = ("reports", "fingerprints")  # written whole: a report's copies may be marked anew by any run


def carry_over(base: Path | None, following: Path) -> None:
    """Everything of the base's tables as it is: a run that publishes nothing but its own record."""
    if base:
        take_over(base, following)


def carry_over_changed(
    base: Path | None,
    following: Path,
    batch_id: str,
    dropped: Set[str],
    run: str,
    kept: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """The base's tables but for what changes in one batch: sources that go, and the tables that are written whole.

    `kept`: sources that stay though their files could not be read again, and why not; `sources` says so.
    """
    for table in sorted(path.name for path in base.iterdir() if path.is_dir()) if base else ():
        assert base is not None
        for folder in sorted(path for path in (base / table).iterdir() if path.is_dir()):
            if folder.name != batch_folder(batch_id) or table not in (*BY_SOURCE, *OF_THE_BATCH):
                take_over(folder, following / table / folder.name)
    now = datetime.now(UTC)
    for number, part in enumerate(part_files(base, "sources", batch_id)):
        assert base is not None
        held = set(read_rows_of(part))
        if held <= dropped:
            continue
        stay, fresh = held.isdisjoint(dropped), held.isdisjoint(dropped) and held.isdisjoint(kept)
        for table in BY_SOURCE:
            source = base / table / part.parent.name / part.name
            if not source.exists():  # of a table that came with a later version
                continue
            target = following / table / part.parent.name / (part.name if fresh else f"part-{run}-r{number:04}.parquet")
            target.parent.mkdir(parents=True, exist_ok=True)
            if table == "sources" and not fresh:
                write_arrow(mark_stale(without_sources(source, dropped), kept, now), str(target))
            elif stay:
                take_over(source, target)
            else:
                write_arrow(without_sources(source, dropped), str(target))


def mark_stale(sources: pa.Table, kept: Mapping[str, str], now: datetime) -> pa.Table:
    """Rows of `sources`, of which some could not be read again: since when, and why not."""
    schema = load_tables()["sources"].arrow_schema()
    known = {name: sources[name] for name in sources.column_names}
    paths = sources["source_path"].to_pylist()
    since, reason = (
        known[name].to_pylist() if name in known else [None] * len(paths) for name in ("stale_since", "stale_reason")
    )
    rows = {field.name: known.get(field.name, pa.nulls(len(paths), field.type)) for field in schema}
    rows["stale_since"] = pa.chunked_array(
        [[before or (now if path in kept else None) for path, before in zip(paths, since, strict=True)]],
        schema.field("stale_since").type,
    )
    rows["stale_reason"] = pa.chunked_array(
        [[kept.get(path, before) for path, before in zip(paths, reason, strict=True)]], pa.string()
    )
    return conform(pa.table(rows), schema)


def take_back(parts: Path, batch_id: str, kept: Set[str]) -> None:
    """Take what the run has to tell of sources that keep their earlier rows out of the files that it has written."""
    for part in part_files(parts, "sources", batch_id):
        if not kept.isdisjoint(read_rows_of(part)):
            write_arrow(without_sources(part, kept), str(part))


def read_rows_of(sources: Path) -> list[str]:
    paths: list[str] = pq.ParquetFile(sources).read(["source_path"])["source_path"].to_pylist()
    return paths


def add_parts(parts: Path, following: Path) -> None:
    """Move the files that the run has written to their places."""
    for file in sorted(parts.rglob("*.parquet")):
        target = following / file.relative_to(parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)


def write_marked(slices: Iterable[Slice], root: Path, batch_id: str, run: str) -> Iterator[Marked]:
    """Write the tables of the whole batch as one file each below `root`, and hand the slices on to be tested."""
    schemas = {table: load_tables()[table].arrow_schema() for table in OF_THE_BATCH}
    stored = {table: load_tables()[table].stored_schema() for table in OF_THE_BATCH}
    with ExitStack() as files:
        writers = {}
        for table, schema in stored.items():
            path = Path(part_path(str(root), table, batch_id, f"part-{run}"))
            path.parent.mkdir(parents=True)
            writers[table] = files.enter_context(pq.ParquetWriter(path, schema, compression="zstd"))
        for one in slices:
            for table, rows in zip(OF_THE_BATCH, (one.reports, one.index), strict=True):
                writers[table].write_table(with_batch(conform(rows, schemas[table]), table, batch_id))
            yield Marked(one.reports.to_pandas(), one.originals, one.index.to_pandas())
