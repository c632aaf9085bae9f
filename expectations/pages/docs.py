"""How do the validation results become a site that a person can read without a network?

Great Expectations' own site builder writes the pages; they lean on style sheets, scripts and pictures of other hosts.
Here those are taken out, our own style sheet is put in, and the pages get short names. The page that a person lands on
is quality.py's. Beside each page of a suite lies the suite as the library's JSON.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped,unused-ignore]

from expectations.engine.suite import Session, TableResult, build_suite
from expectations.messages.catalogue import N_, translate
from expectations.messages.html import both, languages_js
from expectations.pages.house import SCRIPT, STYLE, house, page_css
from expectations.pages.library_pages import speak_both

RESULTS = "results"
SUITES = "expectations"


def build_docs(results: Sequence[TableResult], docs_dir: Path, has_site: bool = True) -> None:
    """Write the site into the folder, which is made if need be; `has_site`: the reports' pages will be beside it."""
    docs_dir.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).replace(microsecond=0)
    suites = _build_pages(results, moment, docs_dir)
    for result in results:
        (found,) = docs_dir.glob(f"validations/{result.table}/**/*.html")
        helpers = _helpers(result)
        _write_page(
            found, docs_dir / RESULTS / f"{result.table}.html", (result.table, N_("results")), helpers, has_site
        )
        page = docs_dir / SUITES / f"{result.table}.html"
        _write_page(page, page, (result.table, N_("expectations")), helpers, has_site)
        _write_json(suites[result.table].to_json_dict(), page.with_suffix(".json"))
    shutil.rmtree(docs_dir / "validations", ignore_errors=True)
    (docs_dir / STYLE).write_text(page_css(), encoding="utf-8")
    (docs_dir / SCRIPT).write_text(languages_js(), encoding="utf-8")


def write_results(results: Sequence[TableResult], path: Path) -> None:
    """Great Expectations' own results as JSON, by table."""
    _write_json({result.table: result.result.to_json_dict() for result in results}, path)


def _write_json(content: Mapping[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _build_pages(results: Sequence[TableResult], moment: datetime, docs_dir: Path) -> Mapping[str, Any]:
    """Write the pages as the library makes them; the suites by table."""
    from great_expectations.core.run_identifier import RunIdentifier  # type: ignore[import-untyped,unused-ignore]
    from great_expectations.data_context.types.resource_identifiers import (  # type: ignore[import-untyped,unused-ignore]
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )
    from great_expectations.render.renderer.site_builder import (  # type: ignore[import-untyped,unused-ignore]
        SiteBuilder,
    )

    run = RunIdentifier(run_name="quality", run_time=moment)
    session = Session()  # one that has no suites yet
    suites = {}
    for result in results:
        suites[result.table] = build_suite(result.table, [outcome.check for outcome in result.outcomes])
        session.context.suites.add(suites[result.table])
        result.result.meta |= {"run_id": run, "validation_time": moment}
        suite_id = ExpectationSuiteIdentifier(name=result.table)
        session.context.validation_results_store.store_validation_results(
            suite_validation_result=result.result,
            suite_validation_result_identifier=ValidationResultIdentifier(
                expectation_suite_identifier=suite_id, run_id=run, batch_identifier=result.table
            ),
            expectation_suite_identifier=suite_id,
        )
    builder = SiteBuilder(
        data_context=session.context,
        store_backend={"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs_dir.resolve())},
        site_name="quality",
        show_how_to_buttons=False,
        site_section_builders={"profiling": "None"},
    )
    for section in builder.site_section_builders.values():  # build() itself would copy static files, too, and slowly
        section.build()
    return suites


def _helpers(result: TableResult) -> Mapping[str, str]:
    """What helper columns are called where people read of them: `_digits` says nothing, the name of its check does."""
    names: dict[str, list[str]] = {}
    for outcome in result.outcomes:
        for column in outcome.check.columns:
            if column.startswith("_"):
                names.setdefault(column, []).append(outcome.check.name)
    return {column: ", ".join(checks) for column, checks in names.items()}


def _write_page(source: Path, target: Path, title: tuple[str, str], helpers: Mapping[str, str], has_site: bool) -> None:
    """Rewrite a page of the site builder so that it needs nothing but our style sheet and our header."""
    page = html.document_fromstring(source.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    for element in page.xpath("//script | //link | //style | //footer | //img | //meta"):
        element.drop_tree()
    for element in page.iter():
        words = (element.text or "").strip() if isinstance(element.tag, str) else ""
        if words in helpers:
            element.text = helpers[words]
    for link in page.xpath("//a[@href]"):
        link.set("href", _shorten(link.get("href")))
    for bar in page.xpath("//nav[contains(@class, 'sticky-top')]"):
        heading, report = both(title[1]), both("Quality report")
        crumbs = f'<p class="crumbs"><a href="../index.html">{report}</a> › {title[0]} · {heading}</p>'
        header = html.fragment_fromstring(f'<header class="top">{house("../../", has_site=has_site)}{crumbs}</header>')
        bar.getparent().replace(bar, header)
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
    head.append(etree.Element("meta", name="generator", content="report-metrics"))
    head.append(etree.Element("meta", name="viewport", content="width=device-width, initial-scale=1"))
    english, chinese = (" · ".join((title[0], _(title[1]), _("Quality report"))) for _ in map(translate, ("en", "zh")))
    heading = etree.SubElement(head, "title", {"data-en-text": english})
    heading.text = chinese
    script = etree.SubElement(head, "script", src="../languages.js")
    script.text = ""  # else it would not be closed
    head.append(etree.Element("link", rel="icon", href="data:,"))
    head.append(etree.Element("link", rel="stylesheet", href="../style.css"))
    page.set("lang", "zh")
    page.find("body").set("lang", "en")  # what the library writes, where we have no words for it
    speak_both(page.find("body"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>"))


def _shorten(link: str) -> str:
    """Every page lies one folder deep now."""
    return "../" + link.replace("../", "") if link.startswith("../") else link
