"""Which pages does the site have, and what does its first page say of each? Asked on disk: there may be a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from expectations.engine.doubtful import UNSURE
from expectations.engine.scratch import Database, files_of, quoted
from flows.site.links import REPORTS, SOURCE_ID_LENGTH
from flows.site.rows import Row, Source, Tables

AT_ONCE = 5000  # pages, or files, in memory


@dataclass(frozen=True, slots=True)
class Overview:
    """One page of the site."""

    batch: str
    page_id: str  # report_id, or what stands for it
    title: str
    issuer: str
    region: str
    year: int | None
    source_path: str
    repeats: bool
    claims: int
    masked: int
    flagged: int
    unsure: int

    def row(self) -> Row:
        """The values in the order in which index.js takes them."""
        return astuple(self)


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all pages."""

    pages: int
    reports: int
    claims: int
    sources: int
    batches: Sequence[str]
    years: Sequence[int]


class Pages:
    """All pages in the order of batches, sources and places; a text without a report counts as one.

    Found once, in the tables; other databases, and those of other processes, take them from a file.
    """

    def __init__(self, database: Database) -> None:
        """Those of a database that has them, by `find_pages` or `take_pages`."""
        self.db = database

    def keep(self, path: Path) -> None:
        self.db.execute(f"COPY pages TO {quoted(str(path))} (FORMAT parquet)")

    def __iter__(self) -> Iterator[Overview]:
        return (Overview(*row) for row in self._rows(f"SELECT {_FIELDS} FROM pages ORDER BY place"))

    def totals(self) -> Totals:
        return Totals(*self.db.execute(_TOTALS).fetchall()[0])

    def places(self, changed: pa.Table | None = None) -> Iterator[tuple[Source, str, bool]]:
        """The source of each page, its file relative to the site, and whether the source is among the `changed` ones.

        `changed` has the columns batch and source_path; without it all are.
        """
        if changed is not None:
            self.db.register("changed", changed)
        found = self._rows(
            "SELECT batch, source_path, file, true FROM pages ORDER BY place"
            if changed is None
            else "SELECT batch, source_path, file, (batch, source_path) IN (FROM changed) FROM pages ORDER BY place"
        )
        return (((batch, path), file, is_changed) for batch, path, file, is_changed in found)

    def others(self, files: Iterable[str]) -> Iterator[str]:
        """Those of some files, named relative to the site, that are no page of it."""
        left = iter(files)
        while some := list(islice(left, AT_ONCE)):
            self.db.register("there", pa.table({"file": pa.array(some, pa.string())}))
            yield from (file for (file,) in self.db.execute("FROM there ANTI JOIN pages USING (file)").fetchall())

    def without_source(self, folders: Sequence[str]) -> list[str]:
        """Those of some folders, named by batch and the first digits of a source_id, whose source has no page."""
        self.db.register("there", pa.table({"folder": pa.array(folders, pa.string())}))
        known = f"SELECT DISTINCT batch || '/' || left(page_id, {SOURCE_ID_LENGTH}) AS folder FROM pages"
        return [folder for (folder,) in self.db.execute(f"FROM there ANTI JOIN ({known}) USING (folder)").fetchall()]

    def _rows(self, query: str) -> Iterator[Row]:
        answer = self.db.execute(query)
        while rows := answer.fetchmany(AT_ONCE):
            yield from rows


def find_pages(tables: Tables) -> Pages:
    """Make the table `pages` out of what is published."""
    tables.db.execute(_EMPTY)
    for name, query in _FILLED.items():
        tables.query(name, f"INSERT INTO {name} {query}", tables.files(name))
    tables.db.execute(_PAGES)
    return Pages(tables.db)


def take_pages(database: Database, kept: Path) -> Pages:
    """Make it out of what was kept of it."""
    database.execute(f"CREATE TABLE pages AS FROM {files_of([kept])}")
    return Pages(database)


_EMPTY = """
CREATE TABLE claims (batch VARCHAR, page_id VARCHAR, claims BIGINT, masked BIGINT, flagged BIGINT, unsure BIGINT);
CREATE TABLE texts (batch VARCHAR, source_path VARCHAR, source_id VARCHAR);
CREATE TABLE reports (
    batch VARCHAR, source_path VARCHAR, report_id VARCHAR, title VARCHAR, issuer VARCHAR, region VARCHAR, year INTEGER,
    repeats BOOLEAN, char_start BIGINT
);
"""
_FILLED = {
    "claims": f"""SELECT batch, report_id, count(*), count_if(masked), count_if(len(flags) > 0),
        count_if(confidence < {UNSURE}) FROM TABLE GROUP BY ALL""",
    "texts": "SELECT batch, source_path, source_id FROM TABLE",
    "reports": """SELECT batch, source_path, report_id, title, issuer, region, report_year, duplicate_of IS NOT NULL,
        char_start FROM TABLE""",
}
_PAGES = f"""
CREATE TABLE pages AS
WITH found AS (
    SELECT batch, coalesce(report_id, left(source_id, {SOURCE_ID_LENGTH}) || '-source') AS page_id,
        coalesce(title, source_path) AS title, coalesce(issuer, '') AS issuer, coalesce(region, '') AS region, year,
        source_path, coalesce(repeats, false) AS repeats, char_start, report_id IS NOT NULL AS is_report
    FROM texts LEFT JOIN reports USING (batch, source_path)
)
SELECT found.* EXCLUDE (char_start), coalesce(claims, 0) AS claims, coalesce(masked, 0) AS masked,
    coalesce(flagged, 0) AS flagged, coalesce(unsure, 0) AS unsure,
    '{REPORTS}/' || batch || '/' || page_id || '.html' AS file,
    row_number() OVER (ORDER BY batch, source_path, char_start) AS place
FROM found LEFT JOIN claims USING (batch, page_id);
DROP TABLE claims; DROP TABLE texts; DROP TABLE reports;
"""
_FIELDS = "batch, page_id, title, issuer, region, year, source_path, repeats, claims, masked, flagged, unsure"
_TOTALS = """
SELECT count(*), count(*) FILTER (is_report), coalesce(sum(claims), 0)::BIGINT,
    (SELECT count(*) FROM (SELECT DISTINCT batch, source_path FROM pages)),
    coalesce(list(DISTINCT batch ORDER BY batch), []),
    coalesce(list(DISTINCT year ORDER BY year DESC) FILTER (year IS NOT NULL), [])
FROM pages
"""
