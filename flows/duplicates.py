"""Which reports repeat another one, of their own batch or of one published before?

The index is the table `fingerprints`: a batch brings its own part of it and reads those of the others. Copies of one
text share a `text_id`, in every batch, and readers count one report a text_id, the best of those that are there when
they read (assets/views/reports_unique.sql). So no batch is rewritten when a better copy comes in another one, and a
batch that is removed or read again leaves nothing dangling.

`duplicate_of` says the same for one moment: within the batch it names the best copy, and that one names the copy in
another batch, if there was one when this batch was published. All reports of a batch are marked anew whenever some of
them change, so that it makes no difference in how many runs they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from expectations.schema import load_tables
from extractors.fingerprints import METHOD, Fingerprint, similarity
from flows.copies import Copies, Known, copies_elsewhere
from flows.frames import make_frame
from flows.parquet import read_rows

TABLE = "fingerprints"
FINGERPRINT_FIELDS = tuple(field.name for field in fields(Fingerprint))
ROWS_AT_ONCE = 1000
NO_PRINT = Fingerprint(b"", b"", b"", 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a report of this batch repeats."""

    place: int  # in the batch
    report_id: str
    text_id: str
    duplicate_of: str | None
    duplicate_in: str | None  # the batch, when it is another one
    similarity: float | None
    group_repeats: str | None  # the batch that the best copy in this one names
    fingerprint: Fingerprint


def read_index(tables: Path | None, batch_id: str) -> Iterator[Known]:
    """The published fingerprints but for those of one batch, and of another method, which cannot be compared."""
    for path in sorted((tables / TABLE).glob("batch=*/*.parquet")) if tables else ():
        batch = path.parent.name.removeprefix("batch=")
        if batch != batch_id:
            for rows in pq.ParquetFile(path).iter_batches(ROWS_AT_ONCE):
                yield from (known(batch, row) for row in rows.to_pylist() if row["method"] == METHOD)


def own_index(tables: Path | None, batch_id: str) -> dict[str, Fingerprint]:
    """The published fingerprints of one batch, by report_id."""
    rows = read_rows(tables, TABLE, batch_id, ("report_id", *FINGERPRINT_FIELDS, "method")).to_pylist()
    return {
        row["report_id"]: Fingerprint(*(row[name] for name in FINGERPRINT_FIELDS))
        for row in rows
        if row["method"] == METHOD
    }


def known(batch: str, row: dict[str, Any]) -> Known:
    fingerprint = Fingerprint(*(row[name] for name in FINGERPRINT_FIELDS))
    return Known(batch, row["place"], row["report_id"], row["text_id"], row["group_repeats"], fingerprint)


def find_duplicates(
    reports: Sequence[tuple[str, Fingerprint]], others: Iterable[Known], batch_id: str
) -> list[Finding]:
    """What each report of a batch repeats; the same reports and others always give the same."""
    copies = Copies([fingerprint for _, fingerprint in reports])
    links = copies.find_among(others)
    findings: dict[int, Finding] = {}
    for group in copies.groups():
        best = min(group, key=lambda place: (*quality(reports[place][1]), place))
        best_id, best_print = reports[best]
        linked = copies_elsewhere([link for place in group for link in links.get(place, ())])
        text_id = linked[0].text_id if linked else best_id
        elsewhere = not_naming(batch_id, linked)
        first = min(
            elsewhere, key=lambda other: (other.group_repeats is not None, other.batch, other.place), default=None
        )
        repeated = first.batch if first else None
        for place in group:
            report_id, fingerprint = reports[place]
            original, batch, alike = None, None, None
            if place != best:
                original, alike = best_id, similarity(fingerprint, best_print)
            elif first:
                original, batch, alike = first.report_id, first.batch, similarity(fingerprint, first.fingerprint)
            findings[place] = Finding(place, report_id, text_id, original, batch, alike, repeated, fingerprint)
    return [findings[place] for place in range(len(reports))]


def not_naming(batch_id: str, linked: Sequence[Known]) -> list[Known]:
    """Those whose batch does not name this one, itself or by way of others: they would be named in return."""
    naming = {batch_id}
    while more := {other.batch for other in linked if other.group_repeats in naming} - naming:
        naming |= more
    return [other for other in linked if other.batch not in naming]


def quality(fingerprint: Fingerprint) -> tuple[int, int, int]:
    """Sorts copies of one text, the best first: the most numbers that can be read, the fewest censored, the longest."""
    return -fingerprint.numbers_known, fingerprint.numbers_masked, -fingerprint.characters


def mark(
    reports: pd.DataFrame, prints: Mapping[str, Fingerprint], tables: Path | None, batch_id: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The `reports` of a whole batch with their copies named, and the batch's part of the index, in reading order.

    A report without a fingerprint, because that is of another method, repeats none.
    """
    ordered = reports.sort_values(["source_path", "char_start"], kind="stable").reset_index(drop=True)
    printed = [(report_id, prints.get(report_id, NO_PRINT)) for report_id in ordered["report_id"]]
    findings = find_duplicates(printed, read_index(tables, batch_id), batch_id)
    index = make_frame(load_tables()[TABLE], (index_row(finding) for finding in findings))
    return fill(ordered, findings), index


def fill(reports: pd.DataFrame, findings: Sequence[Finding]) -> pd.DataFrame:
    columns = {
        name: pd.Series([getattr(finding, name) for finding in findings], dtype=reports[name].dtype)
        for name in ("duplicate_of", "duplicate_in", "similarity")
    }
    return reports.assign(**columns)


def index_row(finding: Finding) -> dict[str, Any]:
    row = {name: getattr(finding, name) for name in ("report_id", "place", "text_id", "group_repeats")}
    return row | {name: getattr(finding.fingerprint, name) for name in FINGERPRINT_FIELDS} | {"method": METHOD}
