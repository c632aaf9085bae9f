"""What does the site's first page look like? A table of all reports; its rows are scripts, a few thousand in each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from string import Template

from flows.site.labels import read_asset
from flows.site.overview import Overview
from flows.site.page import Page

ROWS_IN_SHARD = 5000
SHARDS = "index"
EMPTY = """<p class="note" id="empty">No report is published yet. <code>report-metrics ingest FOLDER</code>
publishes some.</p>"""


def write_index(reports: Sequence[Overview], assets: str) -> Iterator[Page]:
    """The shards, then the page that loads them."""
    shards = [reports[at : at + ROWS_IN_SHARD] for at in range(0, len(reports), ROWS_IN_SHARD)]
    for number, shard in enumerate(shards):
        rows = ",\n".join(json.dumps(report.row(), ensure_ascii=False) for report in shard)
        yield Page(shard_path(number), [f"addReports([\n{rows}\n]);\n"])
    scripts = "\n".join(f'<script src="{shard_path(number)}" defer></script>' for number in range(len(shards)))
    batches = sorted({report.batch for report in reports})
    years = sorted({report.year for report in reports if report.year is not None}, reverse=True)
    html = Template(read_asset("index.html")).substitute(
        assets=assets,
        scripts=scripts,
        reports=f"{len(reports):,}",
        claims=f"{sum(report.claims for report in reports):,}",
        sources=f"{len({(report.batch, report.source_path) for report in reports}):,}",
        batches="".join(f"<option>{escape(batch)}</option>" for batch in batches),
        years="".join(f"<option>{year}</option>" for year in years),
        empty="" if reports else EMPTY,
        hidden="" if reports else "hidden",
    )
    yield Page("index.html", [html])


def shard_path(number: int) -> str:
    return f"{SHARDS}/reports-{number}.js"
