"""Are the columns of a table that is not ruled told apart, where its rows say that there are several?"""

from __future__ import annotations

import pytest

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


def width_of(text: str) -> float:
    return sum(EM / 2 if char.isascii() else EM for char in text)


def set_in_columns(rows: list[list[str]], gap: float, where: str) -> list[tuple[float, float, str]]:
    """Rows whose columns are as wide as what stands in them, so many points apart; names to the left."""
    widths = [max(width_of(row[at]) for row in rows) for at in range(len(rows[0]))]
    lefts = [60.0 + sum(widths[:at]) + gap * at for at in range(len(widths))]
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[where]
    return [
        (lefts[at] + (share if at else 0.0) * (widths[at] - width_of(text)), 600.0 - 20 * number, text)
        for number, row in enumerate(rows)
        for at, text in enumerate(row)
        if text
    ]


UNITS = [
    ["指标", "单位", "2022年", "2023年", "同比%"],
    ["税收收入", "万元", "1,234.5", "1,350", "9.4"],
    ["造林面积", "公顷", "320", "312", "-3.8"],
    ["接待游客", "万人次", "35.6", "", "2.1"],
    ["城镇化率", "%", "55.1", "56.3", ""],
]
NO_UNITS = [
    ["名称", "户数（户）", "投资（万元）", "责任单位"],
    ["白水乡", "1320", "35.6", "农业局"],
    ["赵家湾街道", "", "1,204.5", "交通局"],
    ["李家村 一组", "95", "8", "县教育局"],
    ["云岭镇", "410", "", "住建局"],
]


@pytest.mark.parametrize("where", ["left", "centre", "right"])
@pytest.mark.parametrize("gap", [5.0, 8.0, 12.0, 18.0])
@pytest.mark.parametrize("rows", [UNITS, NO_UNITS])
def test_columns_that_stand_close_are_apart_where_rows_show_their_ends(
    rows: list[list[str]], gap: float, where: str
) -> None:
    assert rows_of(*set_in_columns(rows, gap, where)) == ["\t".join(row) for row in rows]


def test_names_of_columns_that_reach_over_their_figures_stand_above_them() -> None:
    rows = [
        ["指标", "一般公共预算收入", "增长（%）"],
        ["甲乡", "35", "4.1"],
        ["乙乡", "8", "-2"],
        ["丙乡", "120", "3.3"],
    ]
    assert rows_of(*set_in_columns(rows, 6.0, "centre")) == ["\t".join(row) for row in rows]


def test_a_row_with_one_figure_that_stands_close_to_its_name_ends_no_table() -> None:
    rows = [["指标", "2023年"], ["用电量", "12"], ["规模以上工业企业数", "35"], ["道路", "8.5"], ["床位", "7"]]
    assert rows_of(*set_in_columns(rows, 6.0, "left")) == ["\t".join(row) for row in rows]


def test_a_line_of_text_above_a_table_is_no_header() -> None:
    text = "全县各乡镇的主要指标如下表所示"
    lines = set_in_columns(UNITS[1:], 12.0, "left")
    assert rows_of((60.0, 640.0, text), *lines)[0] == text


def test_figures_that_fall_into_one_column_make_no_number() -> None:
    rows = [("甲乡", "1,234,567"), ("乙乡", "2,345,678"), ("丙乡", "3,456,789")]
    lines = [
        (x, 580.0 - 20 * at, text) for at, row in enumerate(rows) for x, text in zip((60.0, 200.0), row, strict=True)
    ]
    odd = [(60.0, 520.0, "丁乡"), (200.0, 520.0, "3"), (225.0, 520.0, "598")]
    assert rows_of(*lines, *odd)[-1] == "丁乡\t3\u3000598"
