"""What does the site's first page look like? A table of all reports; its rows are scripts, a few thousand in each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice
from string import Template

from markupsafe import Markup

from expectations.messages.html import both, both_of
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
        counted=write_counted(totals),
        batches="".join(f"<option>{escape(batch)}</option>" for batch in totals.batches),
        years="".join(f"<option>{year}</option>" for year in totals.years),
        empty="" if totals.pages else write_empty(),
    )
    yield Page("index.html", [html])


def write_counted(totals: Totals) -> Markup:
    """How much there is; a text in which no report was found has a page too, and is no report."""
    told = both(
        "{claims} in {reports} of {sources}. Every claim is marked where it stands in the original text.",
        claims=both_of("{count} claim", "{count} claims", totals.claims),
        reports=both_of("{count} report", "{count} reports", totals.reports),
        sources=both_of("{count} source", "{count} sources", totals.sources),
    )
    if not (others := totals.pages - totals.reports):
        return told
    none = both_of("In {count} text no report was found.", "In {count} texts no report was found.", others)
    return Markup("{} {}").format(told, none)


def write_empty() -> str:
    told = both("No report is published yet. {command} publishes some.", command=code(COMMAND))
    return f'<p class="note" id="empty">{told}</p>'


def shard_path(number: int) -> str:
    return f"{SHARDS}/reports-{number}.js"
