"""Do sheets become tables whose cells say what the sheet shows?"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from extractors import extract
from extractors.extraction import extract_source
from extractors.reading.content import UnreadableError
from extractors.reading.files import to_source_text
from extractors.reading.sheet import csv_content, shown, xlsx_content


def workbook(*sheets: tuple[str, list[list[object]]], shown_as: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cell, form in (shown_as or {}).items():
            sheet[cell].number_format = form
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_cells_are_written_as_the_sheet_shows_them() -> None:
    rows: list[list[object]] = [
        ["指标", "本年", "增长"],
        ["产量（吨）", 1200.0, 0.083],
        ["日期", date(2023, 12, 31), None],
    ]
    assert xlsx_content(workbook(("表一", rows), shown_as={"C2": "0.0%"})).text.splitlines() == [
        "指标\t本年\t增长",
        "产量（吨）\t1200\t8.3%",
        "日期\t2023年12月31日",
    ]


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ('0.00"亿元"', 3.2, "3.2亿元"),
        ('#,##0.0"万"', 1234.5, "1234.5万"),
        ("0.0\\亿\\元", -1.5, "-1.5亿元"),
        ("0人", 35, "35人"),
        ('"约"0"户"', 12, "约12户"),
        ('General"元"', 800, "800元"),
        ('0!.0,"万元"', 123456, "12.3456万元"),
        ('#,##0,"千元"', 45000, "45千元"),
        ('[>=10000]0!.0,"万元";0"元"', 800, "800元"),
        ('[红色]0.0"亿元"_ ;[蓝色]-0.0"亿元"', 2.5, "2.5亿元"),
        ("#,##0.00_ ", 3.2, "3.2"),
        ("0.00E+00", 3.2, "3.2"),
        ("[Red]0.0", 3.2, "3.2"),
        ("General", 3.2, "3.2"),
        ('0.0"%"', 3.2, "3.2%"),
        ("0.0%", 0.032, "3.2%"),
    ],
)
def test_the_words_of_a_format_stand_around_its_number(form: str, value: float, text: str) -> None:
    assert shown(value, form) == text


def test_a_unit_of_a_format_is_the_figures() -> None:
    rows: list[list[object]] = [
        ["指标", "2023年"],
        ["财政收入", 3.2],
        ["参保人数", "1 200"],
        ["种植面积（亩）", "1 200.5"],
    ]
    content = xlsx_content(workbook(("表一", rows), shown_as={"B2": '0.00"亿元"'}))
    found = {(claim.metric, claim.value, claim.unit) for claim in extract(content.text)}
    assert found == {("财政收入", 3.2e8, "元"), ("参保人数", 1200.0, "人"), ("种植面积", 1200.5, "亩")}


def test_several_sheets_stand_under_their_names_and_blank_rows_part_tables() -> None:
    text = xlsx_content(workbook(("甲", [["一", "二"], [None, None], ["三", "四"]]), ("乙", [["五"]]), ("空", []))).text
    assert text.splitlines() == ["甲", "一\t二", "", "三\t四", "乙", "五"]


def test_a_sheet_gives_claims() -> None:
    rows: list[list[object]] = [["指标", "2022年", "2023年"], ["道路（公里）", 12, 15]]
    found = {(claim.metric, claim.value) for claim in extract(xlsx_content(workbook(("表", rows))).text)}
    assert found == {("道路", 12.0), ("道路", 15.0)}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_comma_separated_values_are_read_whatever_the_comma(separator: str, encoding: str) -> None:
    lines = ["指标", "本年"], ["道路，桥梁", "12"], ['"产量\n（吨）"', "3"]
    data = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    assert csv_content(data).text.splitlines() == ["指标\t本年", "道路，桥梁\t12", "产量 （吨）\t3"]


def test_a_sheet_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.reading.sheet.MAX_CELLS", 3)
    with pytest.raises(UnreadableError, match="more than 3 cells"):
        xlsx_content(workbook(("表", [[1, 2], [3, 4]])))


def test_merged_cells_and_what_a_sheet_hides_are_handed_on() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["指标", "投资（亿元）", None, "备查"],
        [None, 2022, 2023, None],
        ["工业", 12.1, 13.2, 99],
        ["农业", 3.1, 3.2, 98],
    ):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A1:A2")
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[4].hidden = True
    buffer = BytesIO()
    book.save(buffer)
    content = xlsx_content(buffer.getvalue())
    [table] = content.tables
    spans = {content.text[c.start : c.end]: (c.row, c.column, c.rows, c.columns) for c in table.cells}
    assert spans["指标"] == (0, 0, 2, 1)
    assert spans["投资（亿元）"] == (0, 1, 1, 2)
    hidden = {content.text[start:end] for start, end in content.hidden if end > start}
    assert hidden == {"备查", "99", "98", "农业", "3.1", "3.2"}
    found = {
        (claim.metric, claim.quote) for claim in extract_source(to_source_text(buffer.getvalue(), "a.xlsx")).claims
    }
    assert found == {("工业投资", "12.1"), ("工业投资", "13.2")}
