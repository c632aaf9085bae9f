"""What do the tests of reviews publish? Small invented reports, by the real extractor and real checks, in snapshots."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from expectations.engine.published import rows_in
from expectations.schema import load_tables
from expectations.validate import validate_part
from extractors.extraction import extract_source
from extractors.model import SourceText
from flows.handover.write import write_handover
from flows.inputs.discover import BatchFile
from flows.inputs.reading import Reading
from flows.publishing.assemble import carry_over_changed
from flows.publishing.history import current, next_place
from flows.publishing.reviewed import Applied, apply_reviews
from flows.publishing.said import load_said
from flows.publishing.snapshots import open_stage, publish, publishing
from flows.reviews.model import Place, Review, seen_of
from flows.reviews.places import places_of
from flows.site.write import write_site
from flows.storage.parquet import conform, part_files, without_sources, write_arrow, write_table
from flows.work.frames import make_frames
from flows.work.portions import BY_SOURCE, facts_of

Row = dict[str, Any]
TOWN = """某镇2023年工作总结

一、主要工作
全年粮食总产量达到1.2万吨，同比增长8.3%。培训农民740余人。流转土地8千余亩，种植药材3650亩。
完成投资3.5亿元，新建道路12公里。举办招聘会16场，新增就业350人。
走访群众2100户，化解矛盾96件。
"""


def reading_of(path: str, text: str) -> Reading:
    data = text.encode()
    source = SourceText(hashlib.sha256(data).hexdigest(), path, text, "utf-8", len(data))
    return Reading(BatchFile(Path(path), path, len(data)), source.source_id, source, extract_source(source), None, 0.0)


def publish_texts(
    output: Path, texts: Mapping[str, str], batch: str = "b", gone: Collection[str] = (), pages: bool = False
) -> Applied:
    """The next snapshot: these texts new or again, the sources of `gone` no more, and what people said applied."""
    output.mkdir(parents=True, exist_ok=True)
    run = uuid.uuid4().hex[:12]
    with open_stage(output) as stage, publishing(output):
        base = current(output) / "tables" if current(output) else None  # type: ignore[operator]
        following = stage / "next"
        tables = following / "tables"
        tables.mkdir(parents=True)
        said = load_said(output, base)
        dropped = {*texts, *gone}
        carry_over_changed(base, tables, batch, dropped, run)
        reports = [without_sources(path, dropped) for path in part_files(base, "reports", batch)]
        if texts:
            readings = [reading_of(path, text) for path, text in texts.items()]
            facts = facts_of(readings)
            frames = make_frames(readings)
            by_id = {one.source_id: one.source.text for one in readings if one.source and one.source_id}
            frames, _ = validate_part(frames, type(facts)(by_id, *(getattr(facts, n) for n in facts.__slots__[1:])))
            for table in BY_SOURCE:
                write_table(frames[table], table, str(tables), batch, f"part-{run}-0000")
            schema = load_tables()["reports"].arrow_schema()
            reports.append(conform(pa.Table.from_pandas(frames["reports"], preserve_index=False), schema))
        schema = load_tables()["reports"].arrow_schema()
        whole = pa.concat_tables([conform(plain(rows), schema) for rows in reports])
        write_arrow(whole.unify_dictionaries(), f"{tables}/reports/batch={batch}/part-{run}.parquet")
        applied = apply_reviews(tables, said.reviews, said.samples, run, stage)
        if pages:
            write_site(tables, following / "site", scratch=stage)
            write_handover(tables, following, next_place(output) / "tables")
        publish(stage, following)
    return applied


def plain(rows: pa.Table) -> pa.Table:
    kinds = [field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in rows.schema]
    return rows.cast(pa.schema(list(zip(rows.column_names, kinds, strict=True))))


def rows(output: Path, table: str) -> list[Row]:
    """A table as it is published, by the way that all readers take."""
    files = part_files(output / "tables", table)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        found = connection.sql(f"SELECT * EXCLUDE (file) FROM {rows_in(table, files)}").to_arrow_table()
    return list(found.to_pylist())


def claim(output: Path, quote: str, number: int = 0, path: str | None = None) -> Row:
    found = [row for row in rows(output, "claims") if row["quote"] == quote and path in (None, row["source_path"])]
    return sorted(found, key=lambda row: (row["batch"], row["source_path"], row["char_start"]))[number]


def text_of(output: Path, batch: str, path: str) -> str:
    [found] = [r["text"] for r in rows(output, "texts") if (r["batch"], r["source_path"]) == (batch, path)]
    return str(found)


def place_of(output: Path, row: Row) -> Place:
    return places_of(output / "tables", [row["claim_id"]])[row["batch"], row["claim_id"]][0]


def review(output: Path, row: Row, verdict: str = "right", by: str = "甲", **fields: Any) -> Review:
    return Review(verdict=verdict, place=place_of(output, row), fields=fields, seen=seen_of(row), by=by)


def files(output: Path) -> set[str]:
    tables = output / "tables"
    return {str(path.relative_to(tables)) for path in tables.resolve().rglob("*.parquet")} if tables.exists() else set()
