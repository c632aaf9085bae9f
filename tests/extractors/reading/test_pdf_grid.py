"""Are a ruled table's cells read as they are ruled, whatever stands close, over several lines, or on the next page?"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.model import Table
from extractors.reading.content import Content
from extractors.reading.pdf import pdf_content
from extractors.reading.pdf_lattice import Field, find_lattices
from extractors.reading.pdf_rules import Rule, Rules

EM = 10
DESCENT = 2
ROW = 16
Box = tuple[int, int, int, int]  # row, column, rows, columns


class Sheets:
    """Pages on which cells are ruled and written."""

    def __init__(self, turned: bool = False) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(600, 600))
        self.turned = turned
        self.begin()

    def begin(self) -> None:
        if self.turned:
            self.canvas.translate(600, 0)
            self.canvas.rotate(90)
        self.canvas.setFont("STSong-Light", EM)

    def table(self, xs: Sequence[float], top: float, cells: dict[Box, str], rects: bool = False) -> None:
        for (row, column, rows, columns), text in cells.items():
            left, right, y = xs[column], xs[column + columns], top - ROW * row
            if rects:  # thin filled rectangles
                for box in ((left, y, right - left, 0.5), (left, y - ROW * rows, right - left, 0.5)):
                    self.canvas.rect(*box, stroke=0, fill=1)
                for x in (left, right):
                    self.canvas.rect(x, y - ROW * rows, 0.5, ROW * rows, stroke=0, fill=1)
            else:
                self.canvas.rect(left, y - ROW * rows, right - left, ROW * rows)
            for at, line in enumerate(text.split("|")):
                self.canvas.drawString(left + 2, y - ROW * (at + 1) + 4, line)

    def text(self, left: float, y: float, text: str) -> None:
        self.canvas.drawString(left, y, text)

    def next(self) -> None:
        self.canvas.showPage()
        self.begin()

    def read(self) -> Content:
        self.canvas.save()
        return pdf_content(self.buffer.getvalue())


def plain(rows: Sequence[Sequence[str]]) -> dict[Box, str]:
    return {(r, c, 1, 1): text for r, row in enumerate(rows) for c, text in enumerate(row)}


def grid_of(content: Content, table: Table) -> list[tuple[str, Box]]:
    return [(content.text[c.start : c.end], (c.row, c.column, c.rows, c.columns)) for c in table.cells]


ROWS = [
    ["产品名称", "单位", "产量", "比上年增长（%）"],
    ["油料", "万吨", "2.9", "4.1"],
    ["蔬菜", "万吨", "8.15", "-0.6"],
]
CLOSE = [60, 102, 124, 146, 224]  # hardly wider than what stands between them


@pytest.mark.parametrize("rects", [False, True], ids=["strokes", "thin rectangles"])
@pytest.mark.parametrize("turned", [False, True], ids=["upright", "turned"])
def test_columns_that_stand_close_are_apart_where_they_are_ruled(turned: bool, rects: bool) -> None:
    sheets = Sheets(turned)
    sheets.table(CLOSE, 500, plain(ROWS), rects)
    content = sheets.read()
    assert content.text.splitlines() == ["\t".join(row) for row in ROWS]
    [table] = content.tables
    assert grid_of(content, table) == [(text, box) for box, text in plain(ROWS).items()]
    assert content.doubtful_pages == ()


def test_merged_cells_stand_once_with_the_rows_and_columns_that_they_take() -> None:
    cells = {
        (0, 0, 2, 1): "项目",
        (0, 1, 1, 2): "2023年",
        (0, 3, 2, 1): "增长",
        (1, 1, 1, 1): "预算数",
        (1, 2, 1, 1): "决算数",
        (2, 0, 1, 1): "税收收入",
        (2, 1, 1, 1): "120.5",
        (2, 2, 1, 1): "131.2",
        (2, 3, 1, 1): "8.9",
    }
    sheets = Sheets()
    sheets.table([60, 140, 200, 260, 320], 500, cells)
    content = sheets.read()
    assert content.text.splitlines() == [
        "项目\t2023年\t\t增长",
        "\t预算数\t决算数\t",
        "税收收入\t120.5\t131.2\t8.9",
    ]
    [table] = content.tables
    assert grid_of(content, table) == [(text, box) for box, text in cells.items()]


def test_a_cells_lines_are_joined_and_a_number_that_did_not_fit_is_whole() -> None:
    cells = {
        (0, 0, 1, 1): "项目",
        (0, 1, 1, 1): "金额",
        (1, 0, 2, 1): "城乡居民基本|养老保险",
        (1, 1, 2, 1): "1234567|8.90",
    }
    sheets = Sheets()
    sheets.table([60, 130, 170], 500, cells)
    content = sheets.read()
    assert content.text.splitlines() == ["项目\t金额", "城乡居民基本养老保险\t12345678.90"]


def test_rows_that_are_not_ruled_are_told_apart_by_their_numbers() -> None:
    cells = {
        (0, 0, 1, 1): "指标",
        (0, 1, 1, 1): "绝对数",
        (0, 2, 1, 1): "增长",
        (1, 0, 3, 1): "小麦|玉米|油料",
        (1, 1, 3, 1): "12.5|8.1|2.9",
        (1, 2, 3, 1): "3.1|-2|4.1",
    }
    sheets = Sheets()
    sheets.table([60, 160, 260, 360], 500, cells)
    content = sheets.read()
    assert content.text.splitlines() == ["指标\t绝对数\t增长", "小麦\t12.5\t3.1", "玉米\t8.1\t-2", "油料\t2.9\t4.1"]
    [table] = content.tables
    assert max(cell.row for cell in table.cells) == 3


def test_a_table_goes_on_over_pages_without_its_repeated_header() -> None:
    sheets = Sheets()
    sheets.table([60, 160, 260], 500, plain([["项目", "金额"], ["税收收入", "120"]]))
    sheets.next()
    sheets.table([60, 160, 260], 560, plain([["项目", "金额"], ["非税收入", "35"]]))
    content = sheets.read()
    assert content.text.splitlines() == ["项目\t金额", "税收收入\t120", "项目\t金额", "非税收入\t35"]
    [table] = content.tables
    assert [(content.text[c.start : c.end], c.row, c.is_header) for c in table.cells] == [
        ("项目", 0, True),
        ("金额", 0, True),
        ("税收收入", 1, False),
        ("120", 1, False),
        ("非税收入", 2, False),
        ("35", 2, False),
    ]


def test_a_number_that_runs_over_the_border_of_its_cell_is_not_cut() -> None:
    sheets = Sheets()
    sheets.table([60, 160, 190, 260], 500, plain([["项目", "金额", "备注"], ["税收收入", "1234567.89", ""]]))
    assert sheets.read().text.splitlines()[1].split("\t")[:2] == ["税收收入", "1234567.89"]


def test_a_number_that_runs_over_the_edge_of_its_table_is_not_cut() -> None:
    sheets = Sheets()
    sheets.table([60, 160, 190], 500, plain([["项目", "金额"], ["税收收入", "1234567.89"], ["非税收入", "35"]]))
    content = sheets.read()
    assert content.text.splitlines() == ["项目\t金额", "税收收入\t1234567.89", "非税收入\t35"]
    assert content.doubtful_pages == ()


def test_a_frame_round_a_text_is_no_table() -> None:
    sheets = Sheets()
    sheets.canvas.rect(50, 400, 400, 150)
    sheets.text(60, 500, "全县完成投资3.2亿元。")
    content = sheets.read()
    assert (content.text, content.tables) == ("全县完成投资3.2亿元。\n", ())


def test_lines_above_and_below_a_table_stay_there() -> None:
    sheets = Sheets()
    sheets.text(60, 520, "表1 收入情况")
    sheets.table([60, 160, 260], 500, plain([["项目", "金额"], ["税收收入", "120"]]))
    sheets.text(60, 440, "注：数据为快报数。")
    assert sheets.read().text.splitlines() == ["表1 收入情况", "项目\t金额", "税收收入\t120", "注：数据为快报数。"]


def test_a_figure_in_a_cell_has_its_place_on_the_page() -> None:
    for turned in (False, True):
        sheets = Sheets(turned)
        sheets.table([60, 160, 260], 500, plain([["项目", "金额"], ["税收收入", "120.5"]]))
        content = sheets.read()
        at = content.text.index("120.5")
        assert content.places is not None
        box = content.places.box(at, at + 5)
        left, bottom, right, top = 162, 472 - DESCENT, 183, 472 + EM
        expected = (600 - top, left, 600 - bottom, right) if turned else (left, bottom, right, top)
        assert box == pytest.approx(expected, abs=2)


def test_an_open_table_ends_where_its_lines_do() -> None:
    across = [Rule(at, 0, 100) for at in (60, 40, 20)]
    [lattice] = find_lattices(Rules(across, [Rule(50, 20, 60)]))
    assert lattice.xs == (0, 50, 100)
    assert lattice.fields == (Field(0, 0, 1, 1), Field(0, 1, 1, 1), Field(1, 0, 1, 1), Field(1, 1, 1, 1))


def test_cells_that_make_no_rectangle_are_those_of_single_rows() -> None:
    across = [Rule(at, 0, 100) for at in (60, 0)] + [Rule(30, 50, 100)]
    [lattice] = find_lattices(Rules(across, [Rule(0, 0, 60), Rule(50, 0, 30), Rule(100, 0, 60)]))
    assert [(f.row, f.column, f.rows, f.columns) for f in lattice.fields] == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
