"""Does the dashboard work in a browser, offline: right numbers, sentences behind bars, files, clear trouble?"""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from flows.dashboard.numbers import as_reported
from flows.handover.views import create_views
from flows.site.links import claim_url
from flows.site.pictures import FOLDER
from flows.work.pictures import PLACES
from tests.flows.dashboard.published import publish
from tests.flows.handover.published import write_claims, write_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

pytestmark = pytest.mark.slow

Open = Callable[..., "Page"]
SECONDS = 60  # for a server to start or a page to come, on a machine that does much else


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = publish(tmp_path_factory.mktemp("output"))
    page = folder / "site" / claim_url("a", "r1", "c1").partition("#")[0]
    page.parent.mkdir(parents=True)
    page.write_text("<!DOCTYPE html><title>Evidence</title><p>甲村投资<mark id='c1'>200万元</mark>", encoding="utf-8")
    return folder


@contextmanager
def served(output: Path) -> Iterator[str]:
    """The real command, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "flows.cli", "dashboard", "--output", str(output), "--port", str(port)]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address):
            return
        time.sleep(0.2)
    raise TimeoutError(address)


@pytest.fixture(scope="module")
def address(output: Path, browser: Browser) -> Iterator[str]:
    with served(output) as base:
        yield base


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens the dashboard; at the end no error was on the console, and nothing was asked of another machine."""
    trouble: list[str] = []
    contexts = []

    def open_one(base: str, width: int = 1440, scheme: str = "light", path: str = "", locale: str = "en-GB") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light",
            locale=locale,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(SECONDS * 1000)
        page = context.new_page()
        page.on("console", lambda said: trouble.append(said.text) if is_trouble(said) else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((base, "data:", "blob:")) else trouble.append(asked.url),
        )
        page.on("websocket", lambda socket: None if "//127.0.0.1:" in socket.url else trouble.append(socket.url))
        page.goto(f"{base}{path}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not trouble


def is_trouble(said: ConsoleMessage) -> bool:
    """Streamlit looks for its server below the page's own path first, where there is none."""
    return said.type == "error" and "/_stcore/" not in said.location.get("url", "")


def go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", name=name, exact=True).wait_for()
    settle(page)


def metric(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=name).get_by_test_id("stMetricValue")


def settle(page: Page) -> None:
    """Wait until nothing of the page before the last choice is left: it could still be clicked."""
    page.wait_for_timeout(300)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'"
        " && !document.querySelector('[data-stale=true]')"
    )


def click_first_bar(page: Page, chart: int = 0) -> None:
    bars = page.get_by_test_id("stVegaLiteChart").nth(chart)
    bars.locator("canvas, svg").first.wait_for()
    settle(page)
    page.wait_for_timeout(700)  # Vega draws, then listens
    bars.click(position={"x": 30, "y": 28})


def test_the_numbers_are_those_of_the_same_query(output: Path, address: str, open_page: Open) -> None:
    page = open_page(address, path="/contents")
    connection = duckdb.connect()
    create_views(connection, output / "tables")
    ((claims,),) = connection.sql("SELECT count(*) FROM claims_unique").fetchall()
    ((money,),) = connection.sql("SELECT count(*) FROM claims_unique WHERE kind = 'money'").fetchall()
    ((total,),) = connection.sql(
        "SELECT sum(value_standard) FROM levels WHERE unit_standard = 'm²' AND status = 'actual'"
    ).fetchall()
    assert metric(page, "Figures").inner_text() == f"{claims:,}"
    choose_filter(page, "Kind", "money")
    page.wait_for_function(f"document.querySelector('[data-testid=stMetricValue]').innerText === '{money}'")
    settle(page)
    assert "kind=money" in page.url
    page.get_by_role("button", name="Reset filters").click()
    page.wait_for_function(f"document.querySelector('[data-testid=stMetricValue]').innerText === '{claims}'")
    choose_filter(page, "Kind", "area")
    settle(page)
    go_to(page, "Totals")
    assert "kind=area" in page.url
    click_first_bar(page)
    page.get_by_role("heading", name=f"造林: {as_reported(total, 'm²')}").wait_for()


def choose_filter(page: Page, label: str, option: str) -> None:
    page.get_by_test_id("stMultiSelect").filter(has_text=label).locator("input").click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def test_a_bar_leads_to_its_sentences_and_their_page(address: str, open_page: Open) -> None:
    page = open_page(address)
    go_to(page, "Totals")
    click_first_bar(page)
    cards = page.locator("article.claim")
    cards.first.wait_for()
    assert cards.count() == 5
    marked = page.locator("article.claim", has_text="甲村投资200万元，乙村投资200万元").locator("> p mark")
    assert marked.all_inner_texts() == ["200万元", "200万元"]
    cards.nth(1).get_by_text("In its text").click()
    assert "甲村投资" in cards.nth(1).locator("details p").inner_text()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Evidence page").first.click()
    opened.value.wait_for_load_state()
    assert opened.value.title() == "Evidence"


def test_pages_that_are_not_there_yet_are_not_found(address: str) -> None:
    for path in ("quality/index.html", "site/../tables/claims"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/{path}")
        assert refused.value.code in (400, 404)


def test_other_names_for_this_machine_are_refused(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(urllib.request.Request(f"{address}/", headers={"Host": "elsewhere.example"}))


def test_what_an_address_asks_for_in_vain_is_text_on_the_page(address: str, open_page: Open) -> None:
    """The fixture tells what was asked of other machines."""
    page = open_page(address, path=f"/claims?kind={quote('`![x](http://192.0.2.1/x.png)`')}")
    told = page.get_by_test_id("stAlert")
    told.wait_for()
    assert "kind=`![x](http://192.0.2.1/x.png)`" in told.inner_text()
    assert told.locator("img").count() == 0


def test_masked_shares_lead_to_masked_sentences(address: str, open_page: Open) -> None:
    page = open_page(address, path="/contents?count=masked")
    click_first_bar(page)
    page.get_by_role("heading", name="Kind: money").wait_for()
    settle(page)
    assert page.locator("article.claim").count() == 1
    assert "pick=money" in page.url


def test_the_three_files_hold_the_rows_that_were_searched(address: str, open_page: Open) -> None:
    page = open_page(address)
    go_to(page, "All figures")
    page.get_by_role("textbox", name="Search").fill("投资")
    page.get_by_role("textbox", name="Search").press("Enter")
    page.get_by_text("7 figures; rows 1–7").wait_for()
    settle(page)
    page.wait_for_timeout(12_000)  # it looks for new data meanwhile, and keeps its files
    files = {}
    for name in ("CSV", "Excel", "Parquet"):
        with page.expect_download() as download:
            page.get_by_test_id("stDownloadButton").filter(has_text=name).get_by_role("button").click()
        files[name] = Path(download.value.path()).read_bytes()
    assert files["CSV"].startswith(b"\xef\xbb\xbf")
    in_csv = [row["quote"] for row in csv.DictReader(io.StringIO(files["CSV"].decode("utf-8-sig")))]
    in_parquet = pq.read_table(io.BytesIO(files["Parquet"]))["quote"].to_pylist()
    sheet = openpyxl.load_workbook(io.BytesIO(files["Excel"])).active
    assert sheet is not None
    header, *rows = sheet.iter_rows(values_only=True)
    assert len(in_csv) == 7
    assert in_csv.count("200万元") == 2
    assert in_csv == in_parquet == [row[header.index("quote")] for row in rows]


def test_an_empty_output_says_so_and_fills_when_something_is_published(
    tmp_path: Path, browser: Browser, open_page: Open
) -> None:
    with served(tmp_path) as base:
        page = open_page(base)
        page.get_by_text("there are no tables in").wait_for()
        page.get_by_text("report-metrics ingest FOLDER").wait_for()
        publish(tmp_path)
        metric(page, "Figures").wait_for()
        broken = tmp_path / "tables" / "claims" / "batch=a" / "part-0.parquet"
        broken.write_bytes(broken.read_bytes()[:-20])
        page.get_by_text("cannot be read").wait_for()
        assert "Traceback" not in page.content()


def test_a_figure_of_a_pdf_is_shown_as_printed_with_its_mark_in_sight(tmp_path: Path, open_page: Open) -> None:
    from tests.extractors.reading.test_pdf_picture import LINES, QUOTE, draw, page_of

    output, source_id, box = publish(tmp_path), "f" * 64, [70.0, 215.0, 120.0, 235.0]
    write_claims(output / "tables", {"source_id": source_id, "quote": QUOTE, "page": 1, "box": box}, batch="p")
    print_ = {"report_id": "r1", "text_id": "t9", "numbers_known": 9, "group_repeats": None}
    write_table(output / "tables", "fingerprints", print_, batch="p")
    [picture] = draw(page_of(*LINES), QUOTE)
    folder = output / "site" / FOLDER / "p" / source_id[:16]
    folder.mkdir(parents=True)
    (folder / "0001.png").write_bytes(picture.data)
    places = {
        "pages": {"1": ["0001.png", picture.width, picture.height]}, "claims": {"c1": [1, box, picture.marks[QUOTE]]},
    }  # fmt: skip
    (folder / PLACES).write_text(json.dumps(places))
    with served(output) as base:
        for width in (1400, 390):
            page = open_page(base, width=width, path="/review?of=p&claim=c1")
            window, mark = page.locator(".print a"), page.locator(".print i")
            mark.wait_for()
            page.wait_for_function("document.querySelector('.print img').naturalWidth > 0")
            outer, inner = window.bounding_box(), mark.bounding_box()
            assert outer
            assert inner
            assert outer["x"] <= inner["x"]
            assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
            assert outer["y"] <= inner["y"]
            assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]
            assert outer["width"] <= width
            assert outer["height"] < 200
