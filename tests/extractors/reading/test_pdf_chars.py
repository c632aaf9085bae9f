"""Is each digit read that is printed, whatever a font says of its own width, and told where it is not?"""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.reading.pdf import pdf_content
from extractors.reading.pdf_chars import page_characters, trusted
from extractors.reading.pdf_digits import is_doubtful
from extractors.reading.pdf_fonts import use_stub_font
from extractors.reading.pdf_lines import Char, make_cell, page_lines

EM = 12


def canvas() -> tuple[Canvas, io.BytesIO]:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    page = Canvas(buffer, pagesize=(600, 400))
    page.setFont("STSong-Light", EM)
    return page, buffer


def saved(page: Canvas, buffer: io.BytesIO) -> bytes:
    page.save()
    return buffer.getvalue()


def boxed_wide(text: str, step: int = 500, width: int = 1000, height: int = 2200) -> bytes:
    """Digits whose font says that they are twice as wide as their steps, which are written one by one."""
    drawn = f"BT /F {EM} Tf 50 100 Td {-(width - step) / 1000 * EM} Tc ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 400]>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        f"<</Type/Font/Subtype/TrueType/BaseFont/Wide/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126"
        f"/Widths[{' '.join([str(width)] * 95)}]/FontDescriptor 6 0 R>>",
        f"<</Type/FontDescriptor/FontName/Wide/Flags 32/FontBBox[0 -400 {width} {height}]/Ascent {height}/Descent -400"
        "/CapHeight 700/StemV 80/ItalicAngle 0>>",
    ]
    body = "".join(f"{number} 0 obj{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 7>>\n%%EOF".encode()


@pytest.mark.parametrize("figure", ["3933000", "99.6", "11111", "100000.00", "22"])
def test_equal_digits_side_by_side_stay_though_their_boxes_are_twice_as_wide(figure: str) -> None:
    content = pdf_content(boxed_wide(figure))
    assert (content.text, content.doubtful_pages) == (figure + "\n", ())


def test_boxes_of_a_font_that_lies_are_as_wide_as_the_steps() -> None:
    use_stub_font()
    with pdfium.PdfDocument(boxed_wide("3933")) as document:
        text_page = document[0].get_textpage()
        found = [char for char, _ in trusted(text_page, list(page_characters(text_page)))]
    assert [char.left for char in found] == pytest.approx([50, 56, 62, 68], abs=0.1)
    assert all(char.right - char.left < 8 and 11 < char.top - char.bottom < 13 for char in found)


def test_slanted_type_is_no_watermark() -> None:
    page, buffer = canvas()
    page.transform(1, 0, 0.33, 1, 0, 0)  # as programs make italics
    page.drawString(20, 300, "增长2.31%，减少99.63%。")
    content = pdf_content(saved(page, buffer))
    assert (content.text, content.doubtful_pages) == ("增长2.31%，减少99.63%。\n", ())


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_turned_is_read_forwards(degrees: int) -> None:
    page, buffer = canvas()
    page.translate(300, 200)
    page.rotate(degrees)
    page.drawString(-100, 0, "决算数27,664.22万元")
    assert pdf_content(saved(page, buffer)).text == "决算数27,664.22万元\n"


def test_a_watermark_is_left_out_and_its_digits_make_no_page_doubtful() -> None:
    page, buffer = canvas()
    page.drawString(50, 300, "全县完成投资3.2亿元。")
    page.rotate(40)
    page.drawString(200, 0, "2024内部资料")
    content = pdf_content(saved(page, buffer))
    assert (content.text, content.doubtful_pages) == ("全县完成投资3.2亿元。\n", ())


def test_a_name_along_a_tables_side_is_read_behind_the_page() -> None:
    page, buffer = canvas()
    page.drawString(50, 300, "全县完成投资3.2亿元。")
    page.rotate(90)
    page.drawString(200, -20, "共120项")
    content = pdf_content(saved(page, buffer))
    assert (content.text.splitlines(), content.doubtful_pages) == (["全县完成投资3.2亿元。", "共120项"], ())


def test_a_list_number_and_the_year_behind_it_are_two_numbers() -> None:
    page, buffer = canvas()
    page.drawString(50, 300, "1.")
    page.drawString(50 + EM + 1.5, 300, "2024年部门收支总表")
    assert pdf_content(saved(page, buffer)).text == "1. 2024年部门收支总表\n"


def test_radicals_are_read_as_the_characters_that_they_look_like() -> None:
    page, buffer = canvas()
    page.drawString(50, 300, "⼆⼗⼋⼈次，⻓江⻔⼝")
    assert pdf_content(saved(page, buffer)).text == "二十八人次，长江门口\n"


class TextPage:
    """Stands for PDFium's."""

    def __init__(self, text: str) -> None:
        self.text = text

    def get_text_range(self) -> str:
        return self.text


def cell(text: str, numbers: list[int]) -> list[Char]:
    return [Char(char, at * 6, at * 6 + 6, 0, 12, n) for at, (char, n) in enumerate(zip(text, numbers, strict=True))]


@pytest.mark.parametrize(
    ("printed", "cells", "is_so"),
    [
        ("共1200户", [("共1200户", [0, 1, 2, 3, 4, 5])], False),
        ("共1200户", [("共120户", [0, 1, 2, 3, 5])], True),  # a digit is left out
        ("12 34", [("1234", [0, 1, 3, 4])], True),  # two numbers are one
        ("1234", [("12", [0, 1]), ("34", [2, 3])], True),  # one number is two
        ("1.5 2.6", [("12..56", [0, 4, 1, 5, 2, 6])], True),  # two lines are one
        ("三千⼆百", [("三千二百", [0, 1, 2, 3])], False),
        ("三千二百", [("三千百", [0, 1, 3])], True),
    ],
)
def test_a_page_is_doubtful_where_its_numerals_are_not_those_printed(
    printed: str, cells: list[tuple[str, list[int]]], is_so: bool
) -> None:
    made = [cell(*of) for of in cells]
    every = sorted((char for chars in made for char in chars), key=lambda char: char.number)
    found = [make_cell(chars, 0, 1) for chars in made]
    assert is_doubtful(TextPage(printed), found, every, set()) is is_so


def test_what_is_left_out_on_purpose_makes_no_page_doubtful() -> None:
    body, mark = cell("12户", [0, 1, 2]), cell("99", [3, 4])
    assert not is_doubtful(TextPage("12户99"), [make_cell(body, 0, 1)], [*body, *mark], {3, 4})


def test_a_second_print_is_left_out_only_where_it_is_one() -> None:
    one, other = Char("3", 0, 12, 0, 24, 0), Char("3", 6, 18, 0, 24, 1)  # boxes twice too wide
    assert [line.text for line in page_lines([one, other], lambda *_: False)] == ["33"]


def test_a_page_that_says_the_numbers_of_its_glyphs_is_doubtful() -> None:
    """A font without a table of characters: a 7 may stand for any letter, and control characters for the others."""
    text = "\x13\x057\x01\x1c"
    found = cell(text, [*range(5)])
    assert is_doubtful(TextPage(text), [make_cell(found, 0, 1)], found, set())
    assert not is_doubtful(
        TextPage("共7户\r\n"), [make_cell(cell("共7户", [0, 1, 2]), 0, 1)], cell("共7户", [0, 1, 2]), set()
    )


def row(text: str, bottom: float, height: float, left: float = 40.0) -> list[Char]:
    return [Char(c, left + 5 * n, left + 5 * n + 5, bottom, bottom + height) for n, c in enumerate(text)]


@pytest.mark.parametrize(
    "between",
    [
        row("12.5", 400.2, 9.8005, 200),  # a figure beside two lines of a name, its box a rounding higher
        row("}", 380.0, 40.0, 200),  # a brace beside both
    ],
)
def test_two_rows_of_figures_are_not_read_digit_by_digit_as_one(between: list[Char]) -> None:
    lines = page_lines([*row("2200000", 404.8, 9.8), *row("75000", 396.3, 9.8), *between])
    cells = [one.text for line in lines for one in line.cells]
    assert {"2200000", "75000"} <= {*cells}
