"""Do people find answers in the browser: in five clicks, on a telephone, by keyboard, by a link they were sent?"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.flows.dashboard.provinces import PROVINCES, write_provinces
from tests.flows.dashboard.test_browser import Open, go_to, open_page, served, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["open_page"]  # a fixture

pytestmark = pytest.mark.slow

#: The screens by their paths.
SCREENS = ("", "trend", "compare", "plans", "growth", "totals", "claims", "contents", "review")
QUICK = 60  # seconds for a newcomer's way, on a machine that does much else


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory, prefect_server: None) -> Path:
    """Ten reports of five provinces, read by the real flow."""
    from flows.ingest import ingest

    folder = tmp_path_factory.mktemp("provinces")
    ingest([write_provinces(folder / "五省报告")], folder / "output")
    return folder / "output"


@pytest.fixture(scope="module")
def address(provinces: Path, browser: Browser) -> Iterator[str]:
    with served(provinces) as base:
        yield base


def ready(page: Page) -> None:
    """Wait until the page has been made, with all that comes late."""
    page.wait_for_function("document.querySelector('[data-testid=stApp]')")
    page.get_by_role("heading").first.wait_for()
    settle(page)
    page.wait_for_timeout(1500)  # what was made anew comes out of its haze slowly
    settle(page)


def test_a_newcomer_finds_target_and_result_of_five_provinces_with_sentences_in_five_clicks(
    address: str, open_page: Open
) -> None:
    began = time.monotonic()
    page = open_page(address, locale="zh-CN")
    page.get_by_role("link", name=re.compile("^.*地区生产总值")).first.click()  # the one click that it takes
    page.get_by_role("heading", name="趋势").wait_for()
    page.locator("article.claim").nth(9).wait_for()
    settle(page)
    seconds = time.monotonic() - began
    sentences = []
    for number in (1, 2):
        if number > 1:
            page.get_by_role("button", name=str(number), exact=True).or_(
                page.get_by_role("button", name=re.compile("下一页|Next"))
            ).first.click()
            settle(page)
        sentences += page.locator("article.claim").all_inner_texts()
    text = "\n".join(sentences)
    for name, _, _, growth, target, _ in PROVINCES:
        assert any(f"增长{growth}%" in one and name in one for one in sentences), name
        assert any(f"增长{target}" in one and name in one and "2023" in one for one in sentences), name
    assert len(sentences) == 20, text
    assert seconds < QUICK
    print(f"one click, {seconds:.1f} s")


def test_twenty_numbers_on_the_pages_are_those_of_their_queries(provinces: Path, address: str, open_page: Open) -> None:
    database = duckdb.connect(provinces / "metrics.duckdb", read_only=True)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return database.execute(sql).fetchall()

    wanted: list[tuple[str, str]] = []  # which page, and what it must show
    ((claims, reports, issuers),) = ask(
        "SELECT count(*), count(DISTINCT report_id), count(DISTINCT issuer) FROM claims_unique"
    )
    wanted += [("", f"{claims:,}"), ("", str(reports)), ("", str(issuers))]
    for name, growth, planned in ask(
        "SELECT area_name, growth, planned_growth FROM panel WHERE indicator_id = 'gdp' AND year = 2023 ORDER BY ALL"
    ):
        wanted += [("trend", f"{name} 2023 reached: {growth:g}%"), ("trend", f"{name} 2023 planned:.*{planned:g}%")]
    for place, name, value in ask(
        """SELECT place, area_name, value FROM ranking
        WHERE indicator_id = 'grain_output' AND measure = 'level' AND year = 2023 ORDER BY place"""
    ):
        wanted.append(
            (
                "compare?indicator=grain_output&measure=level&of_year=2023&state=reached",
                f"{place}. {name}: {value / 1e7:,g}万吨",
            )
        )
    for issuer, target, actual in ask(
        """SELECT issuer_key, target_quote, actual_quote FROM plan_vs_actual
        WHERE metric_key = '城镇新增就业' AND year = 2023 ORDER BY 1 LIMIT 5"""
    ):
        wanted.append(("plans", f"{issuer} · 城镇新增就业 2023: {target} → {actual}"))
    assert len(wanted) >= 20
    options: dict[str, str] = {}
    for path in dict.fromkeys(path for path, _ in wanted):
        page = open_page(address, path=f"/{path}")
        ready(page)
        if path:
            page.get_by_role("combobox", name="Sentences behind").click()
            page.get_by_role("option").first.wait_for()
            texts = []
            for _ in range(12):  # the list is drawn as far as it is seen
                texts += page.get_by_role("option").all_inner_texts()
                for _ in range(5):
                    page.keyboard.press("ArrowDown")
            options[path] = "\n".join(dict.fromkeys(texts))
        else:
            options[path] = "\n".join(page.get_by_test_id("stMetricValue").all_inner_texts())
    missing = [(path, text) for path, text in wanted if not re.search(text.replace(". ", r"\. "), options[path])]
    assert not missing


@pytest.mark.parametrize(
    "path",
    [
        "/trend?lang=en&indicator=gdp&measure=growth&places=630000&places=460000",
        "/compare?lang=en&indicator=gdp&measure=growth&level=province&of_year=2023&state=reached&look=bars&pick=630000",
        "/plans?lang=en&part_of_plans=open",
        "/growth?lang=en&by=report_year&metric=地区生产总值&state=target&confidence=0.5",
        "/totals?lang=en&unit=kg&by=issuer&metric=粮食产量&year=2023&pick=青海省人民政府",
        "/claims?lang=en&words=粮食&sort=largest&kind=mass",
        "/contents?lang=en&by=issuer&pick=青海省人民政府",
    ],
)
def test_an_address_says_the_same_after_it_was_opened_and_loaded_again(
    address: str, open_page: Open, path: str
) -> None:
    page = open_page(address, path=path)
    ready(page)
    asked = choices(path)
    first = choices(page.url)
    assert asked.items() <= first.items()
    headings = page.get_by_role("heading").all_inner_texts()
    page.reload()
    ready(page)
    assert choices(page.url) == first
    assert page.get_by_role("heading").all_inner_texts() == headings
    assert not page.get_by_text("The address asks for").count()


def choices(url: str) -> dict[str, list[str]]:
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(url).query)


def test_the_link_that_is_copied_is_the_address(address: str, open_page: Open) -> None:
    page = open_page(address, path="/totals?lang=en")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ready(page)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_browser_goes_back_to_the_page_and_the_choices_before(address: str, open_page: Open) -> None:
    page = open_page(address, path="/contents?lang=en&kind=money")
    ready(page)
    go_to(page, "Totals")
    for _ in range(2):  # Streamlit leaves one address without choices between two pages
        page.go_back()
        ready(page)
    page.get_by_role("heading", name="Contents", exact=True).wait_for()
    assert choices(page.url) == {"lang": ["en"], "kind": ["money"]}


def test_charts_come_along_as_pictures_with_title_source_and_link(address: str, open_page: Open) -> None:
    page = open_page(address, path="/compare?lang=zh&indicator=gdp&measure=growth&look=bars")
    ready(page)
    files = {}
    for name in ("PNG", "SVG"):
        with page.expect_download() as download:
            page.get_by_test_id("stDownloadButton").filter(has_text=name).get_by_role("button").click()
        files[name] = Path(download.value.path()).read_bytes()
    assert files["PNG"].startswith(b"\x89PNG")
    picture = files["SVG"].decode()
    for text in ("地区生产总值", "来源", "/compare?lang=zh", "海南省"):
        assert text in picture


def test_a_figure_is_chosen_by_keyboard_alone(address: str, open_page: Open) -> None:
    page = open_page(address, path="/trend?lang=en")
    ready(page)
    page.get_by_role("combobox", name="Sentences behind").focus()
    page.keyboard.type("青海省 2023 reached")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="青海省 2023 reached: 5.3%").wait_for()
    settle(page)
    assert page.locator("article.claim").count() == 1
    assert "pick=" in page.url


@pytest.mark.parametrize("path", SCREENS)
def test_no_screen_is_wider_than_a_telephone_and_axe_finds_nothing_serious(
    address: str, open_page: Open, path: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for width, scheme, locale in ((390, "dark", "zh-CN"), (1400, "light", "en-GB")):
        page = open_page(address, width, scheme, f"/{path}", locale)
        ready(page)
        for element in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
            assert page.evaluate(f"{element}.scrollWidth") <= width
        language = {"zh-CN": "zh-Hans", "en-GB": "en"}[locale]
        page.wait_for_function(f"document.documentElement.lang === '{language}'")
        ground = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 3 * 80) == (scheme == "dark")
        found = Axe().run(page).response["violations"]
        serious = [
            (one["id"], node["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]  # fmt: skip
        assert not serious, serious
