"""Are the columns of a table that is not ruled told apart, where its rows say that there are several?"""

from __future__ import annotations

from extractors.reading.pdf_lines import page_lines
from extractors.reading.pdf_paragraphs import Page, join_pages
from tests.extractors.reading.test_pdf import SHEET, printed

EM = 10


def rows_of(*lines: tuple[float, float, str]) -> list[str]:
    return join_pages([Page(page_lines(printed(*lines, em=EM)), SHEET)]).text.splitlines()


def test_a_header_whose_cells_stand_close_has_the_columns_of_its_rows() -> None:
    rows = [("油料", "万吨", "2.9", "4.1"), ("蔬菜", "万吨", "8.1", "-0.6"), ("水果", "万吨", "3.3", "12.0")]
    places = (60.0, 150.0, 220.0, 290.0)
    lines = [(x, 580.0 - 20 * at, text) for at, row in enumerate(rows) for x, text in zip(places, row, strict=True)]
    header = [
        (60.0, 600.0, "产品名称"),
        (150.0, 600.0, "单位"),
        (220.0, 600.0, "产量"),
        (252.0, 600.0, "比上年增长（%）"),
    ]
    assert rows_of(*header, *lines) == ["产品名称\t单位\t产量\t比上年增长（%）", *("\t".join(row) for row in rows)]


def test_figures_of_columns_that_stand_close_are_apart() -> None:
    rows = [
        ("税收收入", "120.5", "131.2"),
        ("非税收入", "35.0", "28.4"),
        ("基金收入", "220.9", "198.7"),
        ("合计", "376.4", "358.3"),
    ]
    lines = [
        (x, 580.0 - 20 * at, text)
        for at, row in enumerate(rows)
        for x, text in zip((60.0, 200.0, 232.0), row, strict=True)
    ]
    assert rows_of(*lines) == ["\t".join(row) for row in rows]


def test_words_with_a_gap_between_them_are_one_cell() -> None:
    rows = [("李家村 一组", "120"), ("王家村 二组", "98"), ("赵家村 三组", "76"), ("周家村 四组", "54")]
    lines = [
        (x, 580.0 - 20 * at, text) for at, row in enumerate(rows) for x, text in zip((60.0, 250.0), row, strict=True)
    ]
    assert rows_of(*lines) == ["\t".join(row) for row in rows]
