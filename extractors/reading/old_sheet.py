"""What do the rows of an old Excel workbook (.xls) say? Read by xlrd, with the formats that its numbers are shown in.

A workbook that xlrd cannot read, such as one of WPS with features of its own, goes the way through LibreOffice.
"""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

from extractors.reading.content import Content, UnreadableError
from extractors.reading.document import DocumentWriter
from extractors.reading.sheet import MAX_CELLS, MOST_SPANNED, Looks, shown, write_tables
from extractors.reading.sheet_days import CHINESE

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

WHAT = "an old Excel workbook (.xls)"
GENERAL = "General"


def xls_content(data: bytes) -> Content | None:
    """All sheets, each under its name where there are several; None where xlrd cannot tell."""
    import xlrd  # for .xls files only

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=StringIO(), on_demand=True)
    except Exception:  # xlrd has errors of its own, and those of struct and of codecs
        return None
    writer = DocumentWriter()
    left = MAX_CELLS
    named = book.nsheets > 1
    try:
        for number in range(book.nsheets):
            sheet = book.sheet_by_index(number)
            left -= max(1, sheet.nrows * sheet.ncols)
            if left < 0:
                raise UnreadableError(f"has more than {MAX_CELLS:,} cells", "split it into parts")
            rows = [
                [cell_text(book, sheet, row, column) for column in range(sheet.row_len(row))]
                for row in range(sheet.nrows)
            ]
            if named and any(any(row) for row in rows):
                writer.line(sheet.name, "heading", 1)
            write_tables(writer, rows, looks_of(book, sheet), sheet.visibility != 0)
            book.unload_sheet(number)
    except UnreadableError:
        raise
    except Exception:
        return None
    return writer.content("utf-16")  # of the strings inside


def looks_of(book: Book, sheet: Sheet) -> Looks:
    looks = Looks()
    for top, bottom, first, last in sheet.merged_cells:
        looks.merged[top, first] = bottom - top, min(last - first, MOST_SPANNED)
    looks.hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    looks.hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    if struck := {n for n, style in enumerate(book.xf_list) if book.font_list[style.font_index].struck_out}:
        places = ((row, column) for row in range(sheet.nrows) for column in range(sheet.row_len(row)))
        looks.struck = {place for place in places if sheet.cell_xf_index(*place) in struck}
    return looks


def cell_text(book: Book, sheet: Sheet, row: int, column: int) -> str:
    """A cell as the sheet shows it."""
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(value), GENERAL)
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, ""))
    if kind == xlrd.XL_CELL_DATE:
        return shown(to_date(value, book.datemode), format_of(book, sheet, row, column))
    if kind == xlrd.XL_CELL_NUMBER:
        return shown(value, format_of(book, sheet, row, column))
    return shown(value, GENERAL) if value else ""


def to_date(value: float, datemode: int) -> Any:
    import xlrd

    try:
        day: datetime = xlrd.xldate.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    return day if value >= 1 else day.time().isoformat("minutes")


def format_of(book: Book, sheet: Sheet, row: int, column: int) -> str:
    try:
        style = book.xf_list[sheet.cell_xf_index(row, column)]
        return CHINESE.get(style.format_key) or str(book.format_map[style.format_key].format_str)
    except (KeyError, IndexError):
        return GENERAL
