"""Small published tables for the tests of the site: a source with its report, claims, and what is none of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.schema import load_tables

BLANK: dict[str, Any] = {
    "string": "", "category": "", "int32": 0, "int64": 0, "double": 0.0, "bool": False, "list<string>": [],
    "list<int32>": [], "list<float>": [],
}  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """A claim by its quote's place, and what else is said of it."""

    claim_id: str
    start: int
    end: int
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """A source with one report, or none where there is no title."""

    path: str
    text: str
    title: str | None = "某县2016年工作总结"
    claims: Sequence[Stated] = ()
    removed: Sequence[tuple[int, int]] = ()
    passed: Sequence[tuple[int, int, str]] = ()  # with the reason
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def source_id(self) -> str:
        return hashlib.sha256(self.path.encode() + self.text.encode()).hexdigest()

    @property
    def report_id(self) -> str:
        return f"{self.source_id[:16]}-r01"


def publish(tables: Path, batch: str, sources: Sequence[Published], part: str = "part-0") -> None:
    """Write the tables of a batch, or one part of them."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("texts", "sources", "reports", "sections")}
    rows |= {"claims": [], "boilerplate": [], "passed_over": []}
    for source in sources:
        base = {"source_path": source.path, "source_id": source.source_id, "report_id": source.report_id}
        rows["texts"].append(base | {"text": source.text})
        rows["sources"].append(base | {"status": "ok", "encoding": "utf-8", "characters": len(source.text)})
        if source.title is not None:
            whole = {"char_start": 0, "char_end": len(source.text)}
            titles = {"title": source.title, "title_plain": source.title, "claims": len(source.claims)}
            rows["reports"].append(base | whole | titles | {"report_year": 2016, "issuer": "某县"} | source.report)
        for claim in source.claims:
            place = {"claim_id": claim.claim_id, "char_start": claim.start, "char_end": claim.end}
            rows["claims"].append(base | place | said(source.text[claim.start : claim.end]) | claim.fields)
        for start, end in source.removed:
            rows["boilerplate"].append(base | {"char_start": start, "char_end": end, "rule": "advert"})
        for start, end, reason in source.passed:
            rows["passed_over"].append(base | {"char_start": start, "char_end": end, "reason": reason})
    for name, found in rows.items():
        write(tables / name / f"batch={batch}" / f"{part}.parquet", name, found)


def said(quote: str) -> dict[str, Any]:
    return {
        "quote": quote, "metric": "培训农民", "metric_key": "培训农民", "kind": "count", "value": 740.0, "unit": "人",
        "unit_standard": "人", "value_standard": 740.0, "bound": "over", "status": "actual", "comparison": "none",
        "direction": "none", "part": "summary", "section": "主要工作", "confidence": 0.9,
        "period_start": date(2016, 1, 1), "period_end": date(2016, 12, 31),
    }  # fmt: skip


def write(path: Path, name: str, rows: Sequence[dict[str, Any]]) -> None:
    table = load_tables()[name]
    columns = [
        pa.array([row.get(c.name, None if c.null else BLANK[c.type]) for row in rows], type=plain(kind.type)).cast(
            kind.type
        )
        for c, kind in zip(table.columns, table.arrow_schema(), strict=True)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_arrays(columns, schema=table.arrow_schema()), path)


def plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
