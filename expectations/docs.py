"""How do the validation results become a site that a person can read without a network?

Great Expectations' own site builder writes the pages; they lean on style sheets, scripts and pictures of other hosts.
Here those are taken out, our own style sheet is put in, the pages get short names, and a page is written that a person
lands on.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd
from lxml import etree, html  # type: ignore[import-untyped,unused-ignore]

from expectations.check import CRITICAL, ROW
from expectations.suite import Outcome, Session, TableResult

RESULTS = "results"
SUITES = "expectations"
_SHOWN = 20  # failing rows on a page
_TELLING = ("source_path", "char_start", "quote", "metric", "title", "section", "sentence", "text")  # which row it is
_NOT_TABLES = ("columns", "reconciliation")


@dataclass(frozen=True, slots=True)
class Summary:
    """What the landing page says of the batch."""

    gate_failed: bool
    evaluated: int
    counts: Mapping[str, int]


def build_docs(session: Session, results: Sequence[TableResult], summary: Summary, docs_dir: Path) -> None:
    """Write the site into the folder, which is made if need be."""
    docs_dir.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).replace(microsecond=0)
    _build_pages(session, results, moment, docs_dir)
    for result in results:
        (found,) = docs_dir.glob(f"validations/{result.table}/**/*.html")
        _write_page(found, docs_dir / RESULTS / f"{result.table}.html", f"{result.table} · results")
        page = docs_dir / SUITES / f"{result.table}.html"
        _write_page(page, page, f"{result.table} · expectations")
    for leftover in ("validations", "static"):
        shutil.rmtree(docs_dir / leftover, ignore_errors=True)
    (docs_dir / "style.css").write_text(_read_asset("style.css"), encoding="utf-8")
    (docs_dir / "index.html").write_text(_write_index(results, summary, moment), encoding="utf-8")


def _build_pages(session: Session, results: Sequence[TableResult], moment: datetime, docs_dir: Path) -> None:
    from great_expectations.core.run_identifier import RunIdentifier  # type: ignore[import-untyped,unused-ignore]
    from great_expectations.data_context.types.resource_identifiers import (  # type: ignore[import-untyped,unused-ignore]
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )
    from great_expectations.render.renderer.site_builder import (  # type: ignore[import-untyped,unused-ignore]
        SiteBuilder,
    )

    run = RunIdentifier(run_name="quality", run_time=moment)
    for result in results:
        session.context.suites.add(result.suite)
        result.result.meta |= {"run_id": run, "validation_time": moment}
        _show_failing_rows(result)
        suite_id = ExpectationSuiteIdentifier(name=result.table)
        session.context.validation_results_store.store_validation_results(
            suite_validation_result=result.result,
            suite_validation_result_identifier=ValidationResultIdentifier(
                expectation_suite_identifier=suite_id, run_id=run, batch_identifier=result.table
            ),
            expectation_suite_identifier=suite_id,
        )
    SiteBuilder(
        data_context=session.context,
        store_backend={"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs_dir.resolve())},
        site_name="quality",
        show_how_to_buttons=False,
        site_section_builders={"profiling": "None"},
    ).build(build_index=False)


def _show_failing_rows(result: TableResult) -> None:
    """Give each failing value the row it stands in, and drop the lists of all of them, which no page shows."""
    for single, outcome in zip(result.result.results, result.outcomes, strict=True):
        details = single.result or {}
        values = list(details.get("partial_unexpected_list") or ())[:_SHOWN]
        if values:
            described = [_describe_row(result.frame, place) for place in outcome.places[: len(values)]]
            described += [""] * (len(values) - len(described))
            details["partial_unexpected_list"] = [
                f"{_join(value)}   ←   {row}" if row else _join(value)
                for value, row in zip(values, described, strict=True)
            ]
        for name in ("partial_unexpected_counts", "unexpected_index_list", "unexpected_list"):
            details.pop(name, None)
        details.pop("partial_unexpected_index_list", None)


def _describe_row(frame: pd.DataFrame, place: int) -> str:
    columns = [frame.columns[0], *(column for column in _TELLING if column in frame and column != frame.columns[0])]
    cells = [str(frame[column].iloc[place]).strip() for column in columns]
    return " · ".join(cell if len(cell) <= 80 else cell[:79] + "…" for cell in cells if cell)


def _join(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " ≠ ".join(_join(part) for part in value)
    return {None: "null", "": "(empty)"}.get(value, str(value))


def _write_page(source: Path, target: Path, title: str) -> None:
    """Rewrite a page of the site builder so that it needs nothing but our style sheet."""
    page = html.document_fromstring(source.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    for element in page.xpath("//script | //link | //style | //footer | //img | //meta"):
        element.drop_tree()
    for brand in page.xpath("//*[contains(@class, 'navbar-brand')]/a"):
        brand.text = "Quality report"
    for crumb in page.xpath("//li[contains(@class, 'breadcrumb-item') and contains(@class, 'active')]"):
        crumb.text = title
    for link in page.xpath("//a[@href]"):
        link.set("href", _shorten(link.get("href")))
    for line in page.xpath("//br[contains(following-sibling::text()[1], 'Data asset:')]"):
        line.tail = ""  # the frame has no name of its own
        line.drop_tree()
    for tick in page.xpath("//label[@onclick]"):
        only_failed = "hide" in tick.attrib.pop("onclick")
        tick.set("onclick", f"document.body.classList.toggle('failed-only', {str(only_failed).lower()})")
    head = page.find("head")
    for child in list(head):
        head.remove(child)
    head.append(etree.Element("meta", charset="utf-8"))
    head.append(etree.Element("meta", name="viewport", content="width=device-width, initial-scale=1"))
    heading = etree.SubElement(head, "title")
    heading.text = f"{title} · Quality report"
    head.append(etree.Element("link", rel="stylesheet", href="../style.css"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>"))


def _shorten(link: str) -> str:
    """Every page lies one folder deep now."""
    return "../" + link.replace("../", "") if link.startswith("../") else link


def _write_index(results: Sequence[TableResult], summary: Summary, moment: datetime) -> str:
    failed = [outcome for result in results for outcome in result.outcomes if not outcome.holds]
    failed.sort(key=lambda outcome: (outcome.severity != CRITICAL, outcome.scope == ROW, outcome.table))
    if summary.gate_failed:
        verdict, state = "The gate failed: nothing of this batch is published", "failed"
    elif failed:
        verdict, state = "Passed, with remarks", "remarks"
    else:
        verdict, state = "Passed: every expectation holds", "passed"
    return Template(_read_asset("index.html")).substitute(
        state=state,
        verdict=verdict,
        moment=moment.strftime("%Y-%m-%d %H:%M UTC"),
        evaluated=summary.evaluated,
        failed=len(failed),
        counts="\n".join(f"<li><b>{number:,}</b> {escape(name)}</li>" for name, number in summary.counts.items()),
        failures="\n".join(map(_write_failure, failed)) or '<tr><td colspan="5">None.</td></tr>',
        tables="\n".join(map(_write_table, results)),
    )


def _write_failure(outcome: Outcome) -> str:
    consequence = {
        ("critical", "row"): "row to quarantine",
        ("critical", "table"): "gate fails",
        ("warning", "row"): "row flagged" if outcome.table == "claims" else "reported",
        ("warning", "table"): "reported",
    }[outcome.severity, outcome.scope]
    examples = "".join(f"<code>{escape(example)}</code> " for example in outcome.examples)
    told = escape(outcome.error) if outcome.error else examples
    return (
        f'<tr class="{outcome.severity}"><td><span class="tag">{outcome.severity}</span></td>'
        f'<td><a href="{RESULTS}/{outcome.table}.html">{outcome.table}</a></td>'
        f"<td><b>{escape(outcome.check.name)}</b><br>{escape(outcome.check.description)}<br>{told}</td>"
        f'<td class="number">{outcome.rows or ""}</td><td>{consequence}</td></tr>'
    )


def _write_table(result: TableResult) -> str:
    failed = sum(not outcome.holds for outcome in result.outcomes)
    rows = "" if result.table in _NOT_TABLES else f"{result.rows:,}"
    return (
        f"<tr><td>{result.table}</td>"
        f'<td class="number">{rows}</td><td class="number">{len(result.outcomes)}</td>'
        f'<td class="number{" bad" if failed else ""}">{failed}</td>'
        f'<td><a href="{RESULTS}/{result.table}.html">results</a> · '
        f'<a href="{SUITES}/{result.table}.html">expectations</a></td></tr>'
    )


def _read_asset(name: str) -> str:
    return files("expectations").joinpath("assets", name).read_text(encoding="utf-8")
