"""Is an old Excel workbook read as Excel shows it, without LibreOffice?

tests/data/formats/shown.xls was saved by LibreOffice 7 out of the workbook that `workbook` builds.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from extractors.reading import office
from extractors.reading.files import SourceError, to_source_text
from tests.conftest import ROOT

XLS = (ROOT / "tests" / "data" / "formats" / "shown.xls").read_bytes()


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "甲"
    for row in (
        ["指标", "数值", "增速", "日期"],
        ["投资（万元）", 12345.5, 0.083, date(2023, 12, 31)],
        ["隐藏", 7, 0.1, None],
        ["合并", None, 0.385, None],
    ):
        sheet.append(row)
    for cell, form in {"B2": "#,##0.00", "C2": "0.0%", "C3": "0%", "C4": "0.00%", "D2": 'yyyy"年"m"月"d"日"'}.items():
        sheet[cell].number_format = form
    sheet.row_dimensions[3].hidden = True
    sheet.merge_cells("A4:B4")
    book.create_sheet("乙").append(["税收", True])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PROGRAMS", ("no-such-program",))


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    old, new = to_source_text(XLS, "a.xls"), to_source_text(workbook(), "a.xlsx")
    assert old.text == new.text
    assert "投资（万元）\t12345.5\t8.3%\t2023年12月31日\n" in old.text
    assert old.hidden == new.hidden
    assert [old.text[slice(*span)] for span in old.hidden] == ["隐藏", "7", "10%"]
    assert [(cell.row, cell.column, cell.columns) for table in old.tables for cell in table.cells] == [
        (cell.row, cell.column, cell.columns) for table in new.tables for cell in table.cells
    ]


@pytest.mark.parametrize("name", ["a.et", "a.XLS"])
def test_the_same_workbook_of_wps_is_read(name: str) -> None:
    assert "税收\t是" in to_source_text(XLS, name).text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            "<html><body><table><tr><td>造林面积（亩）</td><td>120</td></tr></table></body></html>",
            "造林面积（亩）\t120\n",
        ),
        ("指标\t数值\n造林面积（亩）\t120\n", "指标\t数值\n造林面积（亩）\t120\n"),
    ],
)
def test_what_systems_export_under_that_name_is_read(data: str, text: str) -> None:
    assert to_source_text(data.encode(), "a.xls").text == text


def test_a_damaged_one_is_told_so() -> None:
    with pytest.raises(SourceError, match="only LibreOffice reads"):
        to_source_text(XLS[:3000], "a.xls")
