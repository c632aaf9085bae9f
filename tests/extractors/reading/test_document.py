"""Do the lines of a cell stay in it, and their numbers apart?"""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from extractors.extraction import extract_source
from extractors.model import SourceText
from extractors.reading.files import to_source_text
from tests.extractors.reading.test_sheet import workbook

ROWS = [
    ["项目", "金额\n（万元）", "同比\n±%"],
    ["税收\n（含税）", "1,234.5", "5.6"],
    ["非税", "1,350\n（含基金）", "-3.2"],
]
MEANT = [("税收", 12345000), ("税收", 5.6), ("非税", 13500000), ("非税", -3.2)]
STACKED = [["项目", "金额（万元）"], ["税收\n非税", "123\n456"], ["基金", "88"]]


def page(rows: list[list[str]], begin: str = "", end: str = "<br>") -> SourceText:
    lines = "".join(
        "<tr>" + "".join(f"<td>{begin}{cell.replace(chr(10), end + begin)}{end}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    markup = f"<html><body><h1>青禾镇2023年工作总结</h1><table>{lines}</table></body></html>"
    return to_source_text(markup.encode(), "a.html")


def document(rows: list[list[str]]) -> SourceText:
    word = Document()
    table = word.add_table(len(rows), len(rows[0]))
    for row, its in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, its, strict=True):
            cell.text = text
    file = BytesIO()
    word.save(file)
    return to_source_text(file.getvalue(), "a.docx")


def written(rows: list[list[str]]) -> list[SourceText]:
    sheet = to_source_text(workbook(("表", [list(row) for row in rows])), "a.xlsx")
    return [page(rows), page(rows, "<p>", "</p>"), document(rows), sheet]


def test_a_line_break_in_a_cell_ends_neither_its_row_nor_its_table() -> None:
    for source in written(ROWS):
        claims = [(claim.metric, claim.value) for claim in extract_source(source).claims]
        assert claims == MEANT


def test_a_number_above_another_in_a_cell_makes_no_number_with_it() -> None:
    for source in written(STACKED):
        assert [claim.value for claim in extract_source(source).claims] == [880000]


@pytest.mark.parametrize("beside", ["", "<td>&nbsp;</td>"])
def test_a_cell_that_stands_alone_in_its_row_keeps_its_lines(beside: str) -> None:
    markup = f"<html><body><table><tr>{beside}<td>一、农业<br>造林12万亩。<br></td></tr></table></body></html>"
    assert to_source_text(markup.encode(), "a.html").text.split() == ["一、农业", "造林12万亩。"]
