"""Do sheets become tables whose cells say what the sheet shows?"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from re import sub
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from extractors import extract
from extractors.extraction import extract_source
from extractors.reading.content import UnreadableError
from extractors.reading.files import to_source_text
from extractors.reading.hiding import HIDE, SHOW
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


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ('yyyy"年"m"月"', "2023年5月"),
        ("[$-804]yyyy\\年m\\月;@", "2023年5月"),
        ("mmm-yy", "2023年5月"),
        ("yyyy/mm", "2023年5月"),
        ('yyyy"年"', "2023年"),
        ('yyyy"年"m"月"d"日"', "2023年5月1日"),
        ("mm-dd-yy", "2023年5月1日"),
        ('m"月"d"日"', "2023年5月1日"),
        ("yyyy-m-d h:mm", "2023年5月1日"),
        ("General", "2023年5月1日"),
    ],
)
def test_a_day_is_shown_as_far_as_its_format_shows_it(form: str, text: str) -> None:
    assert shown(date(2023, 5, 1), form) == text


@pytest.mark.parametrize("form", ['yyyy"年"m"月"', "57"])
def test_a_month_that_heads_a_row_or_a_column_is_meant_whole(form: str) -> None:
    rows: list[list[object]] = [["月份", "税收（万元）"], [date(2023, 2, 1), 120], [date(2023, 3, 1), 135.5]]
    data = workbook(("表", rows), shown_as={"A2": 'yyyy"年"m"月"', "A3": 'yyyy"年"m"月"'})
    if form.isdecimal():  # as Excel writes it, without saying what it is
        with ZipFile(BytesIO(data)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        parts["xl/styles.xml"] = sub(rb"<numFmts.*</numFmts>", b"", parts["xl/styles.xml"])
        parts["xl/styles.xml"] = sub(rb'numFmtId="16[45]"', b'numFmtId="57"', parts["xl/styles.xml"])
        buffer = BytesIO()
        with ZipFile(buffer, "w") as packed:
            for name, part in parts.items():
                packed.writestr(name, part)
        data = buffer.getvalue()
    claims = extract_source(to_source_text(data, "a.xlsx")).claims
    assert [(c.value, c.period_start, c.period_end) for c in claims] == [
        (1200000, date(2023, 2, 1), date(2023, 2, 28)),
        (1355000, date(2023, 3, 1), date(2023, 3, 31)),
    ]


def test_cells_and_pieces_that_are_struck_through_give_no_claims() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["指标", "数值（万元）"], ["税收", 1200], ["非税", 999], ["基金", 300], ["社保", 35]):
        sheet.append(row)
    for place in ("A3", "B3", "B5"):
        sheet[place].font = Font(strike=True)
    buffer = BytesIO()
    book.save(buffer)
    extraction = extract_source(to_source_text(buffer.getvalue(), "a.xlsx"))
    assert [(claim.metric, claim.value) for claim in extraction.claims] == [("税收", 12000000), ("基金", 3000000)]
    assert [span.text for span in extraction.removed] == ["非税", "999", "35"]


def test_pieces_of_a_cell_are_hidden_raised_or_lowered_as_their_fonts_say() -> None:
    raised, lowered = (InlineFont(vertAlign=where) for where in ("superscript", "subscript"))
    struck = InlineFont(strike=True)
    assert shown(CellRichText(TextBlock(struck, "99"), "88"), "") == f"{HIDE}99{SHOW}88"
    assert shown(CellRichText("15.6", TextBlock(raised, "1"), "亿元"), "") == "15.6¹亿元"
    assert shown(CellRichText("减排CO", TextBlock(lowered, "2"), "3.2万吨"), "") == "减排CO₂3.2万吨"


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
