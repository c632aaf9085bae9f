"""Does the site work in a browser: from disk, offline, by keyboard, on a phone, in dark, with hostile texts?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from flows.site.links import claim_url, report_url
from flows.site.pictures import FOLDER
from flows.site.write import write_site
from flows.work.pictures import PLACES
from tests.flows.site.published import Published, Stated, publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

PADDING = "其余各项工作按年初的计划有序推进，没有可以统计的内容。\n"
TEXT = (
    "某县2016年工作总结\n\n一、主要工作\n"
    + f"培训农民740余人，𠮷乡😀实现产值1.2亿元，同比增长8.3%，新建道路3、5公里。\n{PADDING * 60}"
    + f"【稿匣】入群请加微信\n二、下一步计划\n2017年，计划培训农民XX人。{'很长的一行' * 30}\n"
)
HOSTILE = "</script><script>document.title='broken'</script>\"'<img src=x onerror=alert(1)>"


def stated(quote: str, claim_id: str, **fields: object) -> Stated:
    start = TEXT.index(quote)
    return Stated(claim_id, start, start + len(quote), dict(fields))


MONEY = {
    "metric": "产值",
    "kind": "money",
    "value": 1.2e8,
    "unit": "元",
    "unit_standard": "CNY",
    "value_standard": 1.2e8,
    "per": "户",
}
CLAIMS = [
    stated("740余人", "farmers"),
    stated("1.2亿元", "money", **MONEY, confidence=0.4),
    stated("8.3%", "growth", kind="percentage", unit="%", comparison="yoy", direction="up"),
    stated("3、5公里", "roads", kind="length", flags=["stated_twice: 3 ≠ 5"]),
    stated("5公里", "road", kind="length"),
    stated("XX人", "plan", status="target", masked=True, value=None, section=HOSTILE),
]
ADVERT = TEXT.index("【稿匣】")
YEAR, NEXT_YEAR, LINE = TEXT.index("2016"), TEXT.index("2017"), TEXT.index("一行")
PASSED = [(YEAR, YEAR + 4, "title"), (NEXT_YEAR, NEXT_YEAR + 4, "calendar_year"), (LINE, LINE + 1, "no_unit")]
REPORT = Published(
    "a.txt", TEXT, "某县2016年工作总结", CLAIMS, [(ADVERT, ADVERT + 10)], PASSED, report={"region": "某县"}
)
BROKEN = Published("b.txt", HOSTILE, HOSTILE, [Stated("c1", 0, 5, {"metric": HOSTILE, "section": HOSTILE})])
SHEET = (800, 1100)  # pixels
MARK = [560, 900, 60, 20]
ON_PAPER = Published(
    "d.pdf",
    "某县2014年总结\n培训农民740余人，另有8人。",
    "某县2014年总结",
    [Stated("c9", 14, 19, {"page": 3, "box": [1.0, 2.0, 3.0, 4.0]})],
)
EMPTY = Published("c.txt", "某县2015年工作总结\n没有数字。", "某县2015年工作总结")
SCHEMES = ("light", "dark")

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a good report, a hostile one and one without claims, in a batch with a Chinese name."""
    output = tmp_path_factory.mktemp("output")
    publish(output / "tables", "汇编+2016", [REPORT, BROKEN, EMPTY, ON_PAPER])
    pictures = output / "site" / FOLDER / "汇编+2016" / ON_PAPER.source_id[:16]
    pictures.mkdir(parents=True)
    Image.new("L", SHEET, 255).save(pictures / "0003.png")
    drawn = {"pages": {"3": ["0003.png", *SHEET]}, "claims": {"c9": [3, [1.0, 2.0, 3.0, 4.0], [MARK]]}}
    (pictures / PLACES).write_text(json.dumps(drawn))
    write_site(output / "tables", output / "site")
    return output / "site"


@pytest.fixture
def open_page(browser: Browser, site: Path) -> Iterator[Open]:
    """Opens a page from disk; at the end, nothing was said on the console and nothing asked of the network."""
    trouble: list[str] = []
    contexts = []

    def open_one(
        address: str, width: int = 1300, height: int = 800, scheme: str = "light", touch: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=touch,
            is_mobile=touch,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(dialog.message))
        page.on("request", lambda asked: None if asked.url.startswith("file://") else trouble.append(asked.url))
        page.goto(f"{site.as_uri()}/{address}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not trouble


def address(source: Published, claim_id: str | None = None) -> str:
    batch = "汇编+2016"
    return claim_url(batch, source.report_id, claim_id) if claim_id else report_url(batch, source.report_id)


def is_seen(page: Page, selector: str) -> bool:
    """Whether an element is in the window, and nothing over it."""
    seen: bool = page.evaluate(
        """selector => { const mark = document.querySelector(selector), box = mark.getClientRects()[0];
           const there = document.elementFromPoint(box.left + 3, box.top + box.height / 2);
           return there !== null && mark.contains(there); }""",
        selector,
    )
    return seen


@pytest.mark.parametrize("width", [1300, 375])
def test_a_claim_s_address_scrolls_to_it_and_opens_its_card(open_page: Open, width: int) -> None:
    page = open_page(address(REPORT, "plan"), width=width)
    page.wait_for_selector("#card:not([hidden])")
    card = page.inner_text("#card")
    assert "censored 人" in card
    assert "target" in card
    assert HOSTILE in card
    page.wait_for_function("scrollY > 500")
    assert is_seen(page, "#plan")


def test_another_fragment_opens_another_card_without_loading(open_page: Open) -> None:
    page = open_page(address(REPORT, "plan"))
    page.evaluate("location.hash = 'money'")
    page.wait_for_selector("#card .value >> text=1.2亿元")
    assert "Low confidence" in page.inner_text("#card")
    assert is_seen(page, "#money")


def test_pointing_shows_a_card_and_a_click_keeps_it(open_page: Open) -> None:
    page = open_page(address(REPORT))
    page.hover("#farmers")
    assert page.inner_text("#card .value") == "≥ 740人"
    page.click("#growth")
    page.hover("#farmers")
    assert page.inner_text("#card .value").endswith("%")
    assert page.url.endswith("#growth")
    assert "on the year before" in page.inner_text("#card")


def test_marks_stand_on_their_quotes_behind_astral_characters(open_page: Open) -> None:
    page = open_page(address(REPORT))
    assert page.inner_text("#money") == "1.2亿元"
    assert page.inner_text("#roads") == "3、5公里"
    assert page.inner_text("#road") == "5公里"


def test_a_claim_in_another_names_it_on_its_card(open_page: Open) -> None:
    page = open_page(address(REPORT, "road"))
    page.click("#card dd a >> text=3、5公里")
    page.wait_for_selector("#card >> text=stated_twice")
    assert page.url.endswith("#roads")


def test_the_keyboard_goes_from_claim_to_claim_opens_and_closes(open_page: Open) -> None:
    page = open_page(address(REPORT))
    page.focus("#farmers")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "money"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("Escape")
    assert page.is_hidden("#card")
    assert page.evaluate("document.activeElement.id") == "money"


def test_the_next_claim_is_one_button_away(open_page: Open) -> None:
    page = open_page(address(REPORT, "road"))
    page.click("#card [aria-label='Next claim']")
    assert page.url.endswith("#plan")
    page.click("#card [aria-label='Next claim']")
    assert page.url.endswith("#farmers")


def test_filters_hide_what_is_not_asked_for(open_page: Open) -> None:
    page = open_page(address(REPORT))
    page.click(".chip[data-name=length]")
    assert page.inner_text("#shown") == "2 of 6 shown"
    shown = "[...document.querySelectorAll('mark[id]:not(.off)')].map(mark => mark.id)"
    assert page.evaluate(shown) == ["roads", "road"]
    assert page.evaluate("document.getElementById('money').tabIndex") == -1
    page.click(".chip[data-name=flagged]")
    assert page.evaluate(shown) == ["roads"]
    page.click("text=Only their paragraphs")
    assert page.evaluate("[...document.querySelectorAll('.text p')].filter(p => p.checkVisibility()).length") == 1
    page.click("text=Show all")
    assert page.inner_text("#shown") == "6 shown"


def test_one_sort_of_warning_can_be_asked_for(open_page: Open) -> None:
    page = open_page(address(REPORT))
    page.click(".chip[data-name=stated_twice]")
    assert page.inner_text("#shown") == "1 of 6 shown"
    assert page.get_attribute(".chip[data-name=stated_twice]", "aria-pressed") == "true"


LINES = "[...document.querySelectorAll('.text u')].map(u => getComputedStyle(u).textDecorationLine)"


def test_numerals_passed_over_are_underlined_with_their_reason_until_the_box_is_cleared(open_page: Open) -> None:
    page = open_page(address(REPORT))
    assert page.evaluate(LINES) == ["underline"] * 3
    assert page.get_attribute(f"#n{NEXT_YEAR}", "title") == (
        "Passed over, year or date: It is a year, or a date that begins with one"
    )
    assert page.evaluate("document.querySelectorAll('.text u[tabindex]').length") == 0  # the Tab key goes by
    page.uncheck("text=Passed over 3")
    assert page.evaluate(LINES) == ["none"] * 3
    assert page.get_attribute(f"#n{NEXT_YEAR}", "title") == ""
    assert page.inner_text("#shown") == "6 shown"
    page.click("text=Show all")
    assert page.evaluate(LINES) == ["underline"] * 3


def test_what_a_last_resort_passed_over_can_be_asked_for_and_reached_by_keyboard(open_page: Open) -> None:
    page = open_page(address(REPORT))
    page.uncheck("text=Passed over 3")
    page.click(".chip[data-name=no_unit]")
    assert page.evaluate(LINES) == ["none", "none", "underline"]
    assert page.is_checked("text=Passed over 3")
    page.click("text=Only their paragraphs")
    assert page.evaluate("[...document.querySelectorAll('.text p')].filter(p => p.checkVisibility()).length") == 1
    page.focus("#plan")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "一: passed over, no known unit"
    page.keyboard.press("Enter")
    assert "No unit follows it that is known" in page.inner_text("#card")
    assert page.url.endswith(f"#n{LINE}")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == f"n{LINE}"


def test_the_address_of_a_numeral_opens_its_card_and_the_next_one_is_a_button_away(open_page: Open) -> None:
    page = open_page(f"{address(REPORT)}#n{LINE}")
    page.wait_for_selector("#card >> text=it was missed")
    page.wait_for_function("scrollY > 500")
    assert is_seen(page, f"#n{LINE}")
    page.click("#card [aria-label='Previous numeral']")
    assert page.inner_text("#card h2") == "Passed over: 2017"
    page.click("#card [aria-label=Close]")
    assert page.evaluate("document.activeElement.id") == f"n{NEXT_YEAR}"


def test_a_tap_on_a_numeral_tells_why_it_is_no_claim(open_page: Open) -> None:
    page = open_page(address(REPORT), width=375, height=700, touch=True)
    page.tap(f"#n{YEAR}")
    assert "It stands in the title of the report" in page.inner_text("#card")


def test_per_what_a_figure_is_stated_stands_on_its_card(open_page: Open) -> None:
    assert re.search(r"Per\s+户", open_page(address(REPORT, "money")).inner_text("#card"))


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_a_claim_of_a_pdf_is_shown_as_printed_with_its_mark_in_the_middle(
    open_page: Open, width: int, scheme: str
) -> None:
    page = open_page(address(ON_PAPER, "c9"), width=width, scheme=scheme)
    page.wait_for_function("document.querySelector('#card .pane img')?.complete")
    image = page.locator("#card .pane img")
    assert image.evaluate("image => [image.naturalWidth, image.naturalHeight]") == list(SHEET)
    assert "Page 3" in (image.get_attribute("alt") or "")
    assert "740余人" in (image.get_attribute("alt") or "")
    assert image.get_attribute("loading") == "lazy"
    assert is_seen(page, "#card .pane i")
    off = """([width, height]) => { const mark = document.querySelector("#card .pane i").getBoundingClientRect(),
        image = document.querySelector("#card .pane img").getBoundingClientRect();
        return [(mark.left - image.left) / image.width * width, (mark.top - image.top) / image.height * height]; }"""
    assert page.evaluate(off, list(SHEET)) == pytest.approx(MARK[:2], abs=2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_fragment_that_names_nothing_does_no_harm(open_page: Open) -> None:
    page = open_page(address(REPORT) + "#%E6%zz")
    assert page.inner_text("#shown") == "6 shown"
    assert page.is_hidden("#card")


def test_a_claim_that_a_filter_hides_is_shown_when_its_address_is_asked_for(open_page: Open) -> None:
    page = open_page(address(REPORT))
    page.click(".chip[data-name=target]")
    page.evaluate("location.hash = 'money'")
    page.wait_for_function("!document.getElementById('money').classList.contains('off')")


def test_a_tap_opens_the_card_at_the_foot_of_a_phone(open_page: Open) -> None:
    page = open_page(address(REPORT), width=375, height=700, touch=True)
    page.tap("#farmers")
    box = page.locator("#card").bounding_box()
    assert box is not None
    assert box["y"] > 300
    page.tap("#card [aria-label=Close]")
    assert page.is_hidden("#card")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("where", [address(REPORT, "money"), address(BROKEN, "c1"), address(EMPTY), "index.html"])
def test_no_page_is_wider_than_a_phone(open_page: Open, where: str, scheme: str) -> None:
    page = open_page(where, width=375, height=700, scheme=scheme, touch=True)
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_hostile_texts_are_shown_and_do_nothing(open_page: Open) -> None:
    page = open_page(address(BROKEN, "c1"))
    page.wait_for_selector("#card:not([hidden])")
    assert page.inner_text("h1") == HOSTILE
    assert page.inner_text("#card h2") == HOSTILE
    assert page.title() == HOSTILE
    assert not page.query_selector("img")


def test_a_report_without_claims_says_so(open_page: Open) -> None:
    assert "Nothing was read from this text" in open_page(address(EMPTY)).inner_text("aside")


def test_the_list_finds_a_report_and_leads_to_it(open_page: Open) -> None:
    page = open_page("index.html")
    assert page.locator("#rows tr").count() == 4
    page.fill("[name=words]", "某县 2015")
    assert page.inner_text("#found") == "1 of 4 reports"
    page.click("#rows a")
    page.wait_for_selector("main.text")
    assert page.inner_text("h1") == EMPTY.title
    page.click("nav.house >> text=Reports")
    page.wait_for_selector("#rows")


# WCAG 2.2, 1.4.3: text 4.5 : 1, large text 3 : 1. Colours as computed, the ground as the nearest one that is not clear.
CONTRAST = """() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const linear = c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map(c => linear(c / 255))
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const ground = node => { for (; node; node = node.parentElement) {
    const colour = parse(getComputedStyle(node).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) return colour; }
    return [255, 255, 255]; };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
    for (const pseudo of [own ? null : undefined, '::before', '::after']) {
      if (pseudo === undefined || !node.checkVisibility() || node.closest('script')) continue;
      const style = getComputedStyle(node, pseudo);
      if (pseudo && (style.content === 'none' || style.content === 'normal')) continue;
      const back = pseudo && parse(style.backgroundColor)[3] !== 0 ? parse(style.backgroundColor) : ground(node);
      const [a, b] = [light(parse(style.color)), light(back)].sort((x, y) => y - x);
      const size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
      const ratio = (a + .05) / (b + .05);
      if (ratio < (large ? 3 : 4.5)) poor.push(`${node.tagName}.${node.className}${pseudo ?? ''} ${ratio.toFixed(2)}`);
    }
  }
  return [...new Set(poor)];
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("where", [address(REPORT, "money"), f"{address(REPORT)}#n{LINE}", "index.html"])
def test_all_text_has_enough_contrast(open_page: Open, where: str, scheme: str) -> None:
    page = open_page(where, scheme=scheme)
    page.wait_for_timeout(100)
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_kind_has_a_sign_of_its_own_and_enough_contrast(open_page: Open, scheme: str) -> None:
    page = open_page(address(REPORT), scheme=scheme)
    signs = page.evaluate(
        """() => Object.keys(LABELS.kinds).map(kind => {
            const mark = document.createElement('mark'); mark.className = `k-${kind}`; mark.textContent = '1';
            document.querySelector('.text p').append(mark); return getComputedStyle(mark, '::after').content; })"""
    )
    assert len(set(signs)) == len(signs) == 14
    assert page.evaluate(CONTRAST) == []


def test_everything_that_can_be_pressed_has_a_name_and_ids_are_used_once(open_page: Open) -> None:
    page = open_page(address(REPORT, "money"))
    nameless = """() => [...document.querySelectorAll('a[href], button, input, select, [role=button], [role=dialog]')]
        .filter(e => !e.textContent.trim() && !e.getAttribute('aria-label') && !e.labels?.length).length"""
    assert page.evaluate(nameless) == 0
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    assert page.get_attribute(".text", "lang") == "zh-Hans"


def test_paragraphs_keep_their_measure_and_their_lines_apart(open_page: Open) -> None:
    page = open_page(address(REPORT), width=1900)
    measure = page.evaluate(
        """() => { const p = document.querySelector('.text p'), style = getComputedStyle(p);
            return [p.clientWidth / parseFloat(getComputedStyle(p.parentElement).fontSize),
                    parseFloat(style.lineHeight) / parseFloat(style.fontSize), style.textAlign]; }"""
    )
    assert measure[0] <= 41
    assert 1.4 <= measure[1] <= 2
    assert re.fullmatch("start|left", measure[2])
