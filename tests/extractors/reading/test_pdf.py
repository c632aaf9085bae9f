"""Do a PDF's printed lines become paragraphs and table rows, without what belongs to the page?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Sheet
from extractors.reading.pdf import pdf_content
from extractors.reading.pdf_chars import upright
from extractors.reading.pdf_lines import Char, page_lines
from extractors.reading.pdf_paragraphs import Page, join_pages
from tests.formats.corpus import PARAGRAPHS, TITLE, pdf

WIDTH, HEIGHT, EM = 600, 800, 20
SHEET = Sheet(0, 0, WIDTH, HEIGHT)
LEFT, RIGHT = 100, 500  # twenty characters a line


def printed(*lines: tuple[float, float, str], em: float = EM) -> list[Char]:
    """Characters of lines that begin at (left, bottom); Latin ones are half as wide."""
    chars = []
    for left, bottom, text in lines:
        for char in text:
            width = em / 2 if char.isascii() else em
            chars.append(Char(char, left, left + width, bottom, bottom + em))
            left += width
    return chars


def page(*lines: tuple[float, float, str], em: float = EM) -> Page:
    return Page(page_lines(printed(*lines, em=em)), SHEET)


def text_of(*pages: Page) -> list[str]:
    return join_pages(pages).text.splitlines()


def test_a_full_line_goes_on_and_a_short_one_ends_its_paragraph() -> None:
    full = "全县完成水利投资四亿元新建水厂六座改造管"
    assert text_of(page((LEFT, 600, full), (LEFT, 570, "网三十公里。"), (LEFT, 540, "农业"))) == [
        full + "网三十公里。",
        "农业",
    ]


def test_lines_of_upright_pages_go_on_though_most_lines_stand_on_wide_ones() -> None:
    full = "全县完成水利投资四亿元新建水厂六座改造管"
    wide = Page(
        page_lines(
            printed(
                *(
                    (100, 700 - 30 * at, "二十一项重点工程的资金安排和使用情况都列在这张横放的表格里面")
                    for at in range(20)
                )
            )
        ),
        Sheet(0, 0, 1_000, HEIGHT),
    )
    lines = text_of(page((LEFT, 600, full), (LEFT, 570, "网三十公里。")), wide, wide)
    assert lines[0] == full + "网三十公里。"


def test_a_number_that_did_not_fit_goes_on() -> None:
    line = "全县完成水利投资四亿元新建管网"
    full = "全县完成水利投资四亿元新建水厂六座改造管"
    lines = text_of(page((LEFT, 600, full), (LEFT, 570, line), (LEFT, 540, "12345678.90公里。")))
    assert lines == [full + line + "12345678.90公里。"]


def test_an_indented_line_and_a_heading_begin_a_paragraph() -> None:
    full = "全县完成水利投资四亿元新建水厂六座改造。"
    assert text_of(page((LEFT, 600, full), (LEFT + 40, 570, "农业方面"))) == [full, "农业方面"]
    assert text_of(page((LEFT, 600, full), (LEFT, 570, "二、农业"))) == [full, "二、农业"]


def test_a_paragraph_goes_on_across_pages_and_pages_begin_where_they_do() -> None:
    full = "全县完成水利投资四亿元新建水厂六座改造管"
    text, starts, *_ = join_pages([page((LEFT, 600, full)), page((LEFT, 600, "网三十公里。")), page()])
    assert text == full + "网三十公里。\n"
    assert starts == (0, len(full), len(full) + len("网三十公里。"))


def test_headers_footers_and_page_numbers_are_the_pages_own() -> None:
    pages = [page((LEFT, 770, "某县年鉴"), (LEFT, 600, f"第{at}段。"), (280, 20, f"— {at} —")) for at in range(1, 5)]
    assert text_of(*pages) == [f"第{at}段。" for at in range(1, 5)]


def test_a_lone_page_number_goes_and_a_number_in_the_text_stays() -> None:
    assert text_of(page((LEFT, 600, "人数"), (LEFT, 570, "1200"), (LEFT, 540, "户数"), (300, 20, "3"))) == [
        "人数",
        "1200",
        "户数",
    ]


def test_cells_in_rows_are_a_table_and_empty_ones_stay_empty() -> None:
    rows = [
        (LEFT, 600, "指标"),
        (250, 600, "本年"),
        (400, 600, "上年"),
        (LEFT, 570, "产量"),
        (250, 570, "12"),
        (400, 570, "11"),
    ]
    assert text_of(page(*rows, (LEFT, 540, "面积"), (400, 540, "9"))) == [
        "指标\t本年\t上年",
        "产量\t12\t11",
        "面积\t\t9",
    ]


def test_a_row_alone_is_no_table() -> None:
    assert text_of(page((LEFT, 600, "某局"), (400, 600, "一月"))) == ["某局 一月"]


def test_bold_by_printing_twice_is_read_once() -> None:
    assert [line.text for line in page_lines(printed((LEFT, 600, "工作")) + printed((LEFT + 1, 600, "工作")))] == [
        "工作"
    ]


def test_a_slanted_watermark_is_no_text_and_a_turned_page_is_read() -> None:
    chars = printed((LEFT, 600, "工作总结"))
    media = (0.0, 0.0, WIDTH, HEIGHT)
    assert upright([*((char, 0.0) for char in chars), (chars[0], 45.0)], media) == [(SHEET, chars)]
    turned = [(Char(c.text, -c.top, -c.bottom, c.left, c.right), 90.0) for c in chars]
    [(sheet, found)] = upright(turned, media)
    assert [line.text for line in page_lines(found)] == ["工作总结"]
    assert sheet.stored((found[0].left, found[0].bottom, found[0].right, found[0].top)) == tuple(
        turned[0][0][at] for at in (1, 3, 2, 4)
    )


def test_a_real_pdf_has_its_paragraphs_whole_and_its_pages() -> None:
    content = pdf_content(pdf())
    lines = content.text.splitlines()
    assert lines[0] == TITLE
    assert [text for text in PARAGRAPHS if text not in lines] == []
    assert len(content.pages) > 2
    assert content.pages[0] == 0
    assert list(content.pages) == sorted(content.pages)


across, up = st.floats(-50, 650), st.floats(200, 600)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("工作12a.。一、 "), across, up, st.floats(1, 40))))
def test_no_character_is_lost_wherever_it_stands(found: list[tuple[str, float, float, float]]) -> None:
    chars = [Char(text, x, x + size, y, y + size) for text, x, y, size in found]
    lines = page_lines(chars)
    text, starts, *_ = join_pages([Page(lines, SHEET)])
    shown = sorted("".join(line.text for line in lines).replace(" ", ""))
    assert sorted("".join(text.split())) == shown
    assert set(shown) == {char.text for char in chars if not char.text.isspace()}
    assert 0 <= starts[0] <= len(text)
