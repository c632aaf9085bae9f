"""Do all static pages speak both languages, lead to each other, and keep nobody from using them? In a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from expectations.engine.suite import Failure
from expectations.pages.house import PAGES
from expectations.pages.quality import Evaluated
from expectations.validate import validate
from flows.handover.write import write_handover
from flows.publishing import tested
from flows.site.write import write_site
from tests.expectations.good import make_facts, make_frames
from tests.flows.handover.published import write_table
from tests.flows.site.published import Published, Stated, publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

TEXT = (
    "柳溪县2023年工作总结\n一、主要工作\n全县养老机构15家，其中公办6家、民办8家。"
    "流转土地8千余亩，实现产值3.86亿元。\n2024年再看。\n"
)


def stated(quote: str, claim_id: str, **fields: Any) -> Stated:
    start = TEXT.index(quote)
    return Stated(
        claim_id, start, start + len(quote), {"metric": "养老机构", "sentence": TEXT, "report_title": "总结", **fields}
    )


LAND = {"value": 8000.0, "unit": "亩", "unit_standard": "m²", "value_standard": 8000 * 2000 / 3, "kind": "area"}
CLAIMS = [
    stated("6家", "public", value=6.0, unit="家", part_of="homes"),
    stated("8家", "private", value=8.0, unit="家", part_of="homes", indicator_id="homes"),
    stated("15家", "homes", flags=["parts_do_not_sum: 6 + 8 = 14 ≠ 15"], value=15.0, unit="家"),
    stated("8千余亩", "land", **LAND),
    stated("3.86亿元", "money", value=3.86e8, unit="元", kind="money", confidence=0.4),
]
YEAR = TEXT.index("2024")
REPORT = Published("柳溪县.txt", TEXT, "柳溪县2023年工作总结", CLAIMS, passed=[(YEAR, YEAR + 4, "calendar_year")])
RUN = {"batch_id": "样例", "status": "published", "versions": "{}"}
REPORT_PAGE = f"site/reports/样例/{REPORT.report_id}.html"
DETAIL = [f"quality/{sort}/claims.html" for sort in ("results", "expectations")]
EVERY = [*(path for path, _ in PAGES.values()), REPORT_PAGE, f"{REPORT_PAGE}#land"]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    publish(folder / "tables", "样例", [REPORT])
    for number in range(2):
        write_table(folder / "tables", "runs", {**RUN, "run_id": str(number)}, batch="样例", part=f"run-{number}")
    write_site(folder / "tables", folder / "site")
    own, other = (["样例", name, "homes", "9家", "另一份报告", "2024"] for name in (REPORT.report_id, "r2"))
    others = folder / "site" / "others"
    others.mkdir()
    (others / "pr.js").write_text('addPlaces("pr",{"private":0});', encoding="utf-8")
    (others / "said-0.js").write_text(f"addSaid(0,{json.dumps([[own, other]])});", encoding="utf-8")
    validate(make_frames(), make_facts(), folder / "quality")
    failures = (Failure("claims", "unit_known", "warning", "row", 1, "found: 囤"),)
    tested.write_tested(
        folder,
        tested.Tested(batch_id="样例", site=True, failures=failures, tested=(Evaluated("claims", 3, 35, 1),)),
        folder,
    )
    write_handover(folder / "tables", folder)
    return folder


class Reader:
    """Somebody with a browser that asks no other host, and that has nothing to complain of."""

    def __init__(self, browser: Browser, output: Path) -> None:
        self.browser, self.output = browser, output
        self.trouble: list[str] = []

    def open(self, path: str, language: str = "zh-CN", width: int = 1400, **options: Any) -> Page:
        context = self.browser.new_context(
            locale=language, viewport={"width": width, "height": 900}, is_mobile=width < 500, **options
        )
        page = context.new_page()
        page.on("console", lambda message: self.trouble.append(message.text))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith("file:") else self.trouble.append(asked.url))
        page.goto(f"{self.output.as_uri()}/{path}")
        return page


@pytest.fixture
def reader(browser: Browser, output: Path) -> Iterator[Reader]:
    one = Reader(browser, output)
    yield one
    assert not [told for told in one.trouble if not told.startswith("data:")]


def heading(page: Page) -> str:
    return page.inner_text("h1")


@pytest.mark.parametrize("path", [*EVERY, *DETAIL])
@pytest.mark.parametrize(("language", "width", "scheme"), [("zh-CN", 1400, "light"), ("en-GB", 390, "dark")])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_window(
    reader: Reader, path: str, language: str, width: int, scheme: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = reader.open(path, language, width, color_scheme=scheme)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["help"], [node["html"][:120] for node in one["nodes"]][:3]) for one in grave] == []


def test_page_speaks_the_browser_s_language_then_the_one_that_was_chosen(reader: Reader) -> None:
    page = reader.open("quality/index.html", "en-GB")
    assert heading(page) == "Quality report"
    page.click("text=中文")
    assert (heading(page), page.title()) == ("数据质量报告", "质量报告 · 样例")
    assert "lang=zh" in page.url
    page.click(".house >> text=数据字典")
    assert heading(page) == "数据字典"
    page.wait_for_timeout(1000)  # until the browser has stored it
    page.goto(f"{reader.output.as_uri()}/index.html")  # kept, though the address does not say it
    assert heading(page) == "报告数据集"
    assert heading(reader.open("index.html", "de-DE")) == "Figures out of reports"


def test_address_decides_over_the_browser(reader: Reader) -> None:
    page = reader.open(f"{REPORT_PAGE}?lang=en#homes")
    page.wait_for_selector("#card >> text=Parts do not add up to the total: 6 + 8 = 14 ≠ 15")
    assert page.inner_text(".facts").count("Year reported on") == 1


def test_without_scripts_every_page_is_in_chinese(reader: Reader) -> None:
    for path in EVERY:
        page = reader.open(path, "en-GB", java_script_enabled=False)
        told = page.inner_text("body")
        assert "首页" in told
        assert "Start" not in told


def test_every_page_leads_to_every_other(reader: Reader) -> None:
    for path in [*EVERY, *DETAIL]:
        page = reader.open(path)
        for link in page.eval_on_selector_all(".house > a", "links => links.map(link => link.href)"):
            page.goto(link)
            assert page.locator(".house > a[aria-current]").count() == 1


def test_figure_is_shown_as_the_report_writes_it_and_its_standard_unit_as_finely_as_makes_sense(reader: Reader) -> None:
    page = reader.open(f"{REPORT_PAGE}#land")
    assert page.inner_text("#card .value") == "≥ 8,000亩"
    assert page.inner_text("#card .standard") == "≈ 533.3万平方米"
    page.evaluate("location.hash = 'money'")
    page.wait_for_selector("#card .value >> text=3.86亿元")
    english = reader.open(f"{REPORT_PAGE}#land", "en-GB")
    assert english.inner_text("#card .standard") == "≈ 5.333 million m²"


def test_search_finds_sentences_by_their_words_and_their_metrics_and_its_address_keeps_it(reader: Reader) -> None:
    page = reader.open("site/index.html")
    page.fill("[name=words]", "柳溪县 流转土地")  # of the title, of the sentence
    page.wait_for_selector("#sentences-list li >> text=流转土地8千余亩")
    assert "流转土地" in page.locator("#sentences-list mark").all_inner_texts()
    page.reload()
    page.click("#sentences-list a")
    page.wait_for_selector("#card:not([hidden])")
    other = reader.open("site/index.html?words=养老机构&batch=样例")
    assert other.input_value("[name=words]") == "养老机构"
    other.wait_for_selector("#sentences-found >> text=1 个句子")
    other.fill("[name=words]", "没有的词")
    other.wait_for_selector("#sentences-found >> text=没有含数据的句子")


def test_card_leads_to_the_parts_with_their_sum_and_to_their_whole(reader: Reader) -> None:
    page = reader.open(f"{REPORT_PAGE}#homes")
    assert "6家 + 8家 = 14家 总数 15家" in page.inner_text("#card")
    page.click("#card dd >> text=6家")
    assert "15家 养老机构" in page.inner_text("#card")


def test_card_has_what_other_reports_say_of_the_figure(reader: Reader) -> None:
    page = reader.open(f"{REPORT_PAGE}#private")
    page.wait_for_selector("#card .others >> text=9家")
    assert page.inner_text("#card .others").count("另一份报告 · 2024") == 1  # not what the same report says


def test_printed_report_has_the_names_of_what_is_coloured(reader: Reader) -> None:
    page = reader.open(REPORT_PAGE)
    page.emulate_media(media="print")
    signs = page.eval_on_selector_all("mark", "marks => marks.map(mark => getComputedStyle(mark, '::after').content)")
    assert any("额" in sign for sign in signs)
    assert page.is_hidden(".house")
    legend = page.inner_text(".legend")
    assert "额 金额" in legend
    assert "积 面积" in legend
