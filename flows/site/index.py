"""What does the site's first page look like? A table of all reports; its rows are scripts, a few thousand in each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice
from string import Template

from expectations.messages.html import both
from expectations.pages.templates import code, said_template
from flows.site.overview import Overview, Totals
from flows.site.page import Page
from flows.site.search import shards_for

ROWS_IN_SHARD = 5000
SHARDS = "index"
COMMAND = "report-metrics ingest FOLDER"


def write_index(reports: Iterable[Overview], totals: Totals, assets: str) -> Iterator[Page]:
    """The shards, then the page that loads them."""
    left, shards = iter(reports), list[str]()
    while rows := ",\n".join(json.dumps(one.row(), ensure_ascii=False) for one in islice(left, ROWS_IN_SHARD)):
        shards.append(shard_path(len(shards)))
        yield Page(shards[-1], [f"addReports([\n{rows}\n]);\n"])
    scripts = "\n".join(f'<script src="{shard}" defer></script>' for shard in shards)
    html = Template(said_template("flows.site", "index.html")).substitute(
        assets=assets,
        scripts=scripts,
        search=shards_for(totals.claims) if totals.claims else 0,
        reports=f"{totals.pages:,}",
        claims=f"{totals.claims:,}",
        sources=f"{totals.sources:,}",
        batches="".join(f"<option>{escape(batch)}</option>" for batch in totals.batches),
        years="".join(f"<option>{year}</option>" for year in totals.years),
        empty="" if totals.pages else write_empty(),
    )
    yield Page("index.html", [html])


def write_empty() -> str:
    told = both("No report is published yet. {command} publishes some.", command=code(COMMAND))
    return f'<p class="note" id="empty">{told}</p>'


def shard_path(number: int) -> str:
    return f"{SHARDS}/reports-{number}.js"
