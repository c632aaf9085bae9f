"""What has become of the reviews of an output? For people on a terminal: how many of which sort, and what waits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from expectations.engine.published import rows_in
from flows.publishing.said import load_said
from flows.reviews.model import Row
from flows.storage.parquet import part_files


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of reviews; of several batches each."""

    said: int
    waiting: int  # said since the tables were published
    verdicts: Counter[str]
    people: Counter[str]
    states: Counter[str]
    orphans: list[Row]
    set_aside: list[Row]


def status_of(output: Path, tables: Path | None) -> Status:
    said = load_said(output, tables).reviews
    rows: dict[tuple[str, str], Row] = {}
    names = ["review_id", "verdict", "state", "reason", "quote", "sentence", "source_path", "field", "corrected", "by"]
    columns = ", ".join(f'"{name}"' for name in names)
    with duckdb.connect() as connection:
        found = rows_in("reviews", part_files(tables, "reviews"))
        for batch, *values in connection.execute(f"SELECT batch, {columns} FROM {found}").fetchall():
            row = dict(zip(names, values, strict=True))
            rows.setdefault((batch, row["review_id"]), row)
    known = {review_id for _, review_id in rows}
    return Status(
        said=len(said),
        waiting=sum(review.review_id not in known for review in said),
        verdicts=Counter(review.verdict for review in said),
        people=Counter(review.by for review in said),
        states=Counter(row["state"] for row in rows.values()),
        orphans=[row for row in rows.values() if row["state"] == "orphaned"],
        set_aside=[row for row in rows.values() if row["state"] == "set_aside"],
    )
