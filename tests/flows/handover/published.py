"""What do the tests of the hand-over read? Small published tables, out of rows that say only what matters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.engine.published import batch_folder
from expectations.schema import load_tables

Row = Mapping[str, Any]

PLAIN: dict[str, Any] = {
    "string": "x",
    "category": "x",
    "int32": 1,
    "int64": 1,
    "double": 1.0,
    "bool": False,
    "date": date(2023, 1, 1),
    "timestamp": datetime(2024, 1, 2, tzinfo=UTC),
    "list<string>": [],
    "list<int32>": [],
    "list<float>": [],
    "binary": b"",
}
CLAIM: Row = {
    "report_id": "r1", "issuer": "柳溪县民政局", "region": "柳溪县", "report_year": 2023, "part": "summary",
    "sentence": "培训农民740人。", "quote": "740人", "metric": "培训农民", "metric_key": "培训农民", "kind": "count",
    "value": 740.0, "unit": "人", "unit_standard": "人", "value_standard": 740.0, "bound": "exact", "status": "actual",
    "comparison": "none", "direction": "none", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31),
    "confidence": 0.9,
}  # fmt: skip
REPORT: Row = {"report_id": "r1", "issuer": "柳溪县民政局", "region": "柳溪县", "report_year": 2023}


def write_table(tables: Path, name: str, *rows: Row, batch: str = "a", part: str = "part-0") -> None:
    """Publish rows; a column that they leave out is null, or anything where it must not be."""
    table = load_tables()[name]
    plain = {column.name: None if column.null else PLAIN[column.type] for column in table.columns}
    folder = tables / name / batch_folder(batch)
    folder.mkdir(parents=True, exist_ok=True)
    filled = [plain | dict(row) for row in rows]
    pq.write_table(pa.Table.from_pylist(filled, schema=table.arrow_schema()), folder / f"{part}.parquet")


def write_claims(tables: Path, *changes: Row, batch: str = "a", part: str = "part-0") -> None:
    """Claims like CLAIM, numbered c1, c2 …, with some columns changed, and the reports they stand in."""
    claims = [{**CLAIM, "claim_id": f"c{place}", **change} for place, change in enumerate(changes, 1)]
    reports = {
        claim["report_id"]: {
            **REPORT,
            **{name: claim[name] for name in ("report_id", "issuer", "region", "report_year")},
        }
        for claim in claims
    }
    write_table(tables, "claims", *claims, batch=batch, part=part)
    write_table(tables, "reports", *reports.values(), batch=batch, part=part)
