"""What does one number look like at each step, from file to chart? The values that docs/architecture.md shows."""

from __future__ import annotations

import string
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from msgspec.structs import asdict

from expectations.schema import load_tables
from expectations.suites.claims import CHECKS
from extractors.cleaning import boilerplate
from extractors.extraction import extract_source
from extractors.model import Claim
from extractors.quantities.quantities import find_quantities
from extractors.reading.files import read_bytes, to_source_text
from flows.dashboard.filters import Filters
from flows.dashboard.queries import Measure, totals
from flows.dashboard.tables import ask, take_snapshot
from flows.site.links import claim_url
from tests.conftest import ROOT
from tests.docs.blocks import shown, table
from tests.docs.rooms import arrows, forbidden, rooms_of

TEMPLATE = Path(__file__).with_name("architecture.template.md")
FILE, QUOTE, BATCH = "2023年度工作总结汇编（3篇）.txt", "8千余亩", "seeds"
AROUND = 12  # characters shown on either side


def architecture(output: Path) -> str:
    """docs/architecture.md, for what was published of seeds/ in this folder."""
    page = string.Template(TEMPLATE.read_text(encoding="utf-8"))
    rooms = {f"{package}_rooms": rooms_of(package) for package in ("extractors", "expectations", "flows")}
    steps = {**extracted(), **published(output), **rooms, "arrows": arrows(), "forbidden": forbidden()}
    return page.substitute({name: str(value) for name, value in steps.items()})


def extracted() -> dict[str, object]:
    """The number on its way through the extractors."""
    data = read_bytes(ROOT / "seeds" / FILE, FILE)
    source = to_source_text(data, FILE)
    stripped = boilerplate.strip(source.text)
    found = extract_source(source)
    [claim] = [claim for claim in found.claims if claim.quote == QUOTE]
    [mention] = [one for one in find_quantities(stripped.kept) if stripped.to_source(one.start) == claim.char_start]
    report = next(one for one in found.reports if one.report_id == claim.report_id)
    section = next(one for one in found.sections if one.section_id == claim.section_id)
    raw = QUOTE.encode(source.encoding)
    before = [span for span in found.removed if span.end <= claim.char_start]
    return {
        "file": FILE,
        "quote": QUOTE,
        "batch": BATCH,
        "bytes": f"{len(data):,}",
        "source_id": source.source_id[:16],
        "raw": raw.hex(" "),
        "raw_at": f"{data.index(raw):,}",
        "encoding": source.encoding,
        "characters": f"{len(source.text):,}",
        "start": claim.char_start,
        "end": claim.char_end,
        "around": source.text[claim.char_start - AROUND : claim.char_end + AROUND].replace("\n", "⏎"),
        "removed": fields_of([(span.rule, cut(span.text)) for span in before[-3:]], ("rule", "text")),
        "removed_spans": len(before),
        "removed_characters": sum(len(span.text) for span in before),
        "kept_at": mention.start,
        "report": fields_of(list(asdict(report).items())),
        "section": fields_of([(name, value) for name, value in asdict(section).items() if name != "report_id"]),
        "mention": fields_of(
            [("quote", stripped.kept[mention.start : mention.end])]
            + [(name, getattr(mention, name)) for name in ("value", "low", "high", "bound", "masked")]
        ),
        "unit": fields_of(list(asdict(mention.unit).items())[:4]),
        "context": claim_fields(claim, ("metric", "metric_key", "status", "comparison", "period_start", "period_end")),
        "claim": claim_fields(claim, ("claim_id", "value", "bound", "value_standard", "unit_standard", "confidence")),
        "sentence": claim.sentence,
        "standard": shown(claim.value_standard),
    }


def published(output: Path) -> dict[str, object]:
    """The same number in the tables, the views, on its page and in a chart."""
    tested = [check for check in CHECKS if check.name in ("quote_at_position", "position_not_empty", "section_exists")]
    meant = {column.name: column for column in load_tables()["claims"].columns}["value_standard"]
    with duckdb.connect(str(output / "metrics.duckdb"), read_only=True) as connection:
        row = connection.execute("SELECT batch, report_id, claim_id FROM claims WHERE quote = ?", [QUOTE]).fetchone()
        run = connection.execute(
            "SELECT claims_extracted, claims_published, claims_quarantined, expectations_failed FROM runs"
        ).fetchone()
        view = connection.execute(
            "SELECT metric_key, area_m2, area_ha, bound, issuer FROM area_m2 WHERE quote = ?", [QUOTE]
        )
        names, seen = [column[0] for column in view.description or ()], view.fetchone()
    assert row
    assert run
    assert seen
    url = claim_url(*row)
    page = (output / "site" / url.partition("#")[0]).read_text(encoding="utf-8")
    assert row[2] in page
    bars = ask(take_snapshot(output), output, Filters(), lambda c: totals(c, Measure("m²"), "metric_key", 1000))
    [bar] = bars[bars["key"] == seen[0]].to_dict("records")
    return {
        "checks": fields_of([(check.name, check.severity, check.description) for check in tested], ("check", "", "")),
        "number_of_checks": len(CHECKS),
        "run": fields_of(
            list(
                zip(
                    ("claims_extracted", "claims_published", "claims_quarantined", "expectations_failed"),
                    run,
                    strict=True,
                )
            )
        ),
        "meaning": meant.description,
        "view": fields_of(list(zip(names, seen, strict=True))),
        "url": f"site/{url}",
        "chart": fields_of([(name, bar[name]) for name in ("key", "total", "figures", "rough", "reports")]),
    }


def claim_fields(claim: Claim, names: Sequence[str]) -> str:
    return fields_of([(name, getattr(claim, name)) for name in names])


def fields_of(rows: Sequence[tuple[Any, ...]], header: tuple[str, ...] = ("field", "value")) -> str:
    """Fields and values; the fields as code."""
    return table(header, [(f"`{first}`", *map(plain, rest)) for first, *rest in rows])


def plain(value: object) -> object:
    return "" if value in (None, ()) else value


def cut(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
