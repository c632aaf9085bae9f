"""What does the site's first page look like? A table of all reports; its rows are scripts, a few thousand in each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice
from string import Template

from flows.site.labels import read_asset
from flows.site.overview import Overview, Totals
from flows.site.page import Page

ROWS_IN_SHARD = 5000
SHARDS = "index"
EMPTY = """<p class="note" id="empty">No report is published yet. <code>report-metrics ingest FOLDER</code>
publishes some.</p>"""


def write_index(reports: Iterable[Overview], totals: Totals, assets: str) -> Iterator[Page]:
    """The shards, then the page that loads them."""
    left, shards = iter(reports), list[str]()
    while rows := ",\n".join(json.dumps(one.row(), ensure_ascii=False) for one in islice(left, ROWS_IN_SHARD)):
        shards.append(shard_path(len(shards)))
        yield Page(shards[-1], [f"addReports([\n{rows}\n]);\n"])
    scripts = "\n".join(f'<script src="{shard}" defer></script>' for shard in shards)
    html = Template(read_asset("index.html")).substitute(
        assets=assets,
        scripts=scripts,
        reports=f"{totals.pages:,}",
        claims=f"{totals.claims:,}",
        sources=f"{totals.sources:,}",
        batches="".join(f"<option>{escape(batch)}</option>" for batch in totals.batches),
        years="".join(f"<option>{year}</option>" for year in totals.years),
        empty="" if totals.pages else EMPTY,
        hidden="" if totals.pages else "hidden",
    )
    yield Page("index.html", [html])


def shard_path(number: int) -> str:
    return f"{SHARDS}/reports-{number}.js"
