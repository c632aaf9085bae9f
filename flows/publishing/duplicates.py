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

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from expectations.engine.published import batch_of, rows_in
from expectations.engine.scratch import Database, count_of, insert
from expectations.schema import load_tables
from extractors.fingerprints import FIELDS, METHOD, Fingerprint, similarity
from flows.publishing.copies import Copies, Known, create_prints
from flows.storage.parquet import part_files
from flows.work.frames import FINGERPRINTS

SLICE = 10_000  # reports that are validated and written together: pandas takes 10 kB for each

_FIELDS = ", ".join(FIELDS)
_FINDINGS = pa.schema(
    {
        "place": pa.int64(),
        "text_id": pa.string(),
        "duplicate_of": pa.string(),
        "duplicate_in": pa.string(),
        "similarity": pa.float64(),
        "group_repeats": pa.string(),
    }
)
_REPORTS = """
CREATE TABLE reports AS
SELECT row_number() OVER (ORDER BY source_path, char_start) - 1 AS place, *
FROM ({kept} UNION ALL BY NAME {new})
"""
_OWN_PRINTS = """
INSERT INTO prints
WITH new AS ({new}), kept AS ({kept}), known AS (FROM new UNION ALL BY NAME (FROM kept ANTI JOIN new USING (report_id)))
SELECT place, NULL, place, reports.report_id, NULL, NULL, coalesce(signature, ''::BLOB), coalesce(numbers, ''::BLOB),
    coalesce(names, ''::BLOB), coalesce(numbers_known, 0), coalesce(numbers_masked, 0), coalesce(characters, 0)
FROM reports LEFT JOIN known USING (report_id)
"""
_OTHER_PRINTS = f"""
INSERT INTO prints
SELECT $known + row_number() OVER () - 1, $batch, place, report_id, text_id, group_repeats, {_FIELDS}
FROM {{others}} WHERE method = $method
"""
_MARKED = """
SELECT reports.* REPLACE (
    findings.duplicate_of AS duplicate_of, findings.duplicate_in AS duplicate_in, findings.similarity AS similarity
)
FROM reports LEFT JOIN findings USING (place)
WHERE place >= $start AND place < $stop ORDER BY place
"""
_INDEX = f"""
SELECT reports.report_id, reports.place, coalesce(found.text_id, reports.report_id) AS text_id, found.group_repeats,
    {", ".join(f"prints.{name}" for name in FIELDS)}, $method AS method
FROM reports JOIN prints ON prints.id = reports.place LEFT JOIN findings found ON found.place = reports.place
WHERE reports.place >= $start AND reports.place < $stop ORDER BY reports.place
"""
_ORIGINALS = """
SELECT report_id FROM reports LEFT JOIN findings USING (place)
WHERE (findings.duplicate_of IS NULL OR findings.duplicate_in IS NOT NULL) AND report_id IN (
    SELECT duplicate_of FROM findings WHERE duplicate_in IS NULL AND place >= $start AND place < $stop
)
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a report of this batch repeats."""

    place: int  # in the batch
    text_id: str
    duplicate_of: str | None
    duplicate_in: str | None  # the batch, when it is another one
    similarity: float | None
    group_repeats: str | None  # the batch that the best copy in this one names


def load_reports(
    database: Database, published: Path | None, found: Path, batch_id: str, dropped: Collection[str]
) -> None:
    """Make `reports`, all of the batch in reading order, and `prints`, with their fingerprints and other batches'.

    `found` has the reports and prints of this run; what was `published` of the batch stays but for sources `dropped`.
    A report without a fingerprint, because that is of another method, repeats none.
    """
    columns = ", ".join(f'"{column.name}"' for column in load_tables()["reports"].columns)
    database.register("gone", pa.table({"source_path": pa.array(list(dropped), pa.string())}))
    kept, new = part_files(published, "reports", batch_id), part_files(found, "reports", batch_id)
    database.execute(
        _REPORTS.format(
            kept=f"SELECT {columns} FROM {rows_in('reports', kept)} ANTI JOIN gone USING (source_path)",
            new=f"SELECT {columns} FROM {rows_in('reports', new)}",
        )
    )
    create_prints(database)
    read = f"SELECT report_id, {_FIELDS} FROM {{}} WHERE method = '{METHOD}'"
    database.execute(
        _OWN_PRINTS.format(
            new=read.format(rows_in(FINGERPRINTS, part_files(found, FINGERPRINTS, batch_id))),
            kept=read.format(rows_in(FINGERPRINTS, part_files(published, FINGERPRINTS, batch_id))),
        )
    )
    for path in part_files(published, FINGERPRINTS):
        batch = batch_of(path)
        if batch != batch_id:
            values = {"known": count_of(database, "prints"), "batch": batch, "method": METHOD}
            database.execute(_OTHER_PRINTS.format(others=rows_in(FINGERPRINTS, [path])), values)
    database.unregister("gone")


def mark_copies(database: Database, batch_id: str) -> int:
    """Make `findings` of the reports that were loaded; how many repeat another one.

    The same reports, and others, always give the same.
    """
    findings = list(find_duplicates(database, count_of(database, "reports"), batch_id))
    database.execute(
        "CREATE TABLE findings (place BIGINT, text_id VARCHAR, duplicate_of VARCHAR, duplicate_in VARCHAR, "
        "similarity DOUBLE, group_repeats VARCHAR)"
    )
    columns = {name: [getattr(finding, name) for finding in findings] for name in _FINDINGS.names}
    insert(database, "findings", pa.table(columns, schema=_FINDINGS))
    return sum(finding.duplicate_of is not None for finding in findings)


def find_duplicates(database: Database, own: int, batch_id: str) -> Iterator[Finding]:
    """What each report repeats, of those that have a copy; `own` are those of the batch in `prints`."""
    copies = Copies(database, own)
    for group in copies.groups():
        prints = {place: copies.print_of(place) for place in group.places}
        best = min(group.places, key=lambda place: (*quality(prints[place]), place))
        best_id = copies.report_of(best).report_id
        text_id = group.elsewhere[0].text_id if group.elsewhere else best_id
        first = min(
            not_naming(batch_id, group.elsewhere),
            key=lambda other: (other.group_repeats is not None, other.batch, other.place),
            default=None,
        )
        repeated = first.batch if first else None
        for place in group.places:
            original, batch, alike = None, None, None
            if place != best:
                original, alike = best_id, similarity(prints[place], prints[best])
            elif first:
                original, batch, alike = (
                    first.report_id,
                    first.batch,
                    similarity(prints[best], copies.print_of(first.id)),
                )
            yield Finding(place, text_id, original, batch, alike, repeated)


def not_naming(batch_id: str, linked: Sequence[Known]) -> list[Known]:
    """Those whose batch does not name this one, itself or by way of others: they would be named in return."""
    naming = {batch_id}
    while more := {other.batch for other in linked if other.group_repeats in naming} - naming:
        naming |= more
    return [other for other in linked if other.batch not in naming]


def quality(fingerprint: Fingerprint) -> tuple[int, int, int]:
    """Sorts copies of one text, the best first: the most numbers that can be read, the fewest censored, the longest."""
    return -fingerprint.numbers_known, fingerprint.numbers_masked, -fingerprint.characters


@dataclass(frozen=True, slots=True)
class Slice:
    """Reports of the batch that follow each other, with their copies named."""

    reports: pa.Table
    index: pa.Table  # their fingerprints
    originals: frozenset[str]  # of the reports that they name in this batch, those that repeat none in it


def marked_slices(database: Database) -> Iterator[Slice]:
    """All of the batch's reports in reading order; one slice at least."""
    for start in range(0, max(count_of(database, "reports"), 1), SLICE):
        reach = {"start": start, "stop": start + SLICE}
        reports = rows_of(database, _MARKED, reach)
        index = rows_of(database, _INDEX, {**reach, "method": METHOD})
        originals = database.execute(_ORIGINALS, reach).fetchall()
        yield Slice(reports.drop_columns(["place"]), index, frozenset(report_id for (report_id,) in originals))


def rows_of(database: Database, query: str, values: Mapping[str, object]) -> pa.Table:
    return database.sql(query, params=values).to_arrow_table()
