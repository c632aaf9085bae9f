"""Which pages does the site have, and what does its first page say of each?"""

from __future__ import annotations

from dataclasses import astuple, dataclass

from expectations.review import UNSURE
from flows.site.links import id_without_report
from flows.site.rows import Row, Source, Tables


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
    claims: int = 0
    masked: int = 0
    flagged: int = 0
    unsure: int = 0

    @property
    def source(self) -> Source:
        return self.batch, self.source_path

    def row(self) -> Row:
        """The values in the order in which index.js takes them."""
        return astuple(self)


def list_pages(tables: Tables) -> list[Overview]:
    """All pages in the order of batches, sources and places; a text without a report counts as one."""
    counts = {(batch, report): tuple(row) for batch, report, *row in tables.query(COUNTS, tables.files("claims"))}
    pages = [
        Overview(batch, report, title, issuer or "", region or "", year, path, again, *counts.get((batch, report), ()))
        for batch, path, report, title, issuer, region, year, again in tables.query(REPORTS, tables.files("reports"))
    ]
    texts = {(batch, path): source_id for batch, path, source_id in tables.query(TEXTS, tables.files("texts"))}
    with_report = {page.source for page in pages}
    pages += [
        Overview(batch, id_without_report(source_id), path, "", "", None, path, False)
        for (batch, path), source_id in texts.items()
        if (batch, path) not in with_report
    ]
    return sorted((page for page in pages if page.source in texts), key=lambda page: page.source)


COUNTS = f"""SELECT batch, report_id, count(*), count_if(masked), count_if(len(flags) > 0),
    count_if(confidence < {UNSURE}) FROM TABLE GROUP BY ALL"""
REPORTS = """SELECT batch, source_path, report_id, title, issuer, region, report_year, duplicate_of IS NOT NULL
    FROM TABLE ORDER BY batch, source_path, char_start"""
TEXTS = "SELECT batch, source_path, source_id FROM TABLE"
