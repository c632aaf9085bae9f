"""What do the rows of a spreadsheet say? Each sheet as a table: its header, then one row a line, cells apart by tabs.

The cells are written as the sheet shows them, as far as a number's format matters to its meaning: 0.083 with the format
0.0% is 8.3%, 3.2 with 0.0"亿元" is 3.2亿元, a day is 2023年12月31日. Formulas stand with the value
that was saved with them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import regex
from lxml.etree import iterparse

from extractors.reading.content import Content, UnreadableError
from extractors.reading.decoding import decode
from extractors.reading.document import DocumentWriter, TableCell, joined_lines
from extractors.reading.hiding import hide, without_foreign_marks
from extractors.reading.office_zip import check_office_zip
from extractors.reading.raised import RAISED_BY, set_off
from extractors.reading.sheet_days import CHINESE, shown_day
from extractors.reading.sheet_numbers import DIGITS, with_words

RESAVE = "save its tables as text (.csv in UTF-8)"
WHAT = "an Excel workbook (.xlsx)"
MAX_CELLS = 2_000_000  # cells looked at; a sheet may claim 17 billion
MOST_SPANNED = 16_384  # columns of a sheet
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PERCENT = regex.compile(r"^[^;]*?0(?:\.(?P<decimals>0+))?[^;0]*%")
SEPARATORS = ("\t", ",", ";", "，")


@dataclass(slots=True)
class Looks:
    """How a sheet shows its cells; rows and columns from 0."""

    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # top left place → rows, columns
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)  # places of cells that are struck through


def xlsx_content(data: bytes) -> Content:
    """All sheets, each under its name where there are several."""
    from openpyxl import load_workbook  # for .xlsx files only

    check_office_zip(data, WHAT, RESAVE)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=True)
    except Exception as error:  # zipfile, lxml and openpyxl each have their own
        raise UnreadableError(f"is not {WHAT}, or a damaged one", RESAVE) from error
    writer = DocumentWriter()
    left = MAX_CELLS
    named = len(book.worksheets) > 1
    days, struck = styles_of(book)
    try:
        for sheet in book.worksheets:
            looks = looks_of(sheet, struck)
            sheet.reset_dimensions()  # what a sheet claims of its size is not to be trusted
            rows: list[list[str]] = []
            for cells in sheet.iter_rows():
                left -= max(1, len(cells))
                if left < 0:
                    raise UnreadableError(f"has more than {MAX_CELLS:,} cells", "split it into parts")
                rows.append([cell_text(cell, days, book.epoch) for cell in cells])
            hidden = sheet.sheet_state != "visible"
            if named and any(any(row) for row in rows):
                writer.line(sheet.title, "heading", 1)
            write_tables(writer, rows, looks, hidden)
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError("is a damaged Excel workbook (.xlsx)", RESAVE) from error
    finally:
        book.close()
    return writer.content("utf-8")


def styles_of(book: Any) -> tuple[dict[int, str], set[str]]:
    """The styles, by number, that show a Chinese day without saying how, and those that strike out."""
    days = {n: CHINESE[style.numFmtId] for n, style in enumerate(book._cell_styles) if style.numFmtId in CHINESE}
    struck = {str(n) for n, style in enumerate(book._cell_styles) if book._fonts[style.fontId].strike}
    return days, struck


def cell_text(cell: Any, days: Mapping[int, str], epoch: datetime) -> str:
    """A cell as the sheet shows it."""
    from openpyxl.utils.datetime import from_excel

    value, form = cell.value, cell.number_format or ""
    if days and isinstance(value, int | float) and (day := days.get(cell._style_id)):
        with suppress(ValueError, OverflowError):
            return shown(from_excel(value, epoch), day)
    return shown(value, form)


def looks_of(sheet: Any, struck: Set[str]) -> Looks:
    """openpyxl's quick way leaves out what is merged and what is hidden: both stand in the sheet's XML (18.3.1).

    `struck`: the numbers of the styles that strike out.
    """
    from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

    looks = Looks()
    wanted = ("col", "row", "mergeCell", "c") if struck else ("col", "row", "mergeCell")
    with sheet._get_source() as source:
        for _, element in iterparse(source, tag=[f"{{{SHEET}}}{name}" for name in wanted]):
            name = element.tag.rpartition("}")[2]
            if name == "c":
                if element.get("s") in struck and (place := element.get("r")):
                    row, column = coordinate_to_tuple(place)
                    looks.struck.add((row - 1, column - 1))
                continue
            if name == "mergeCell":
                left, top, right, bottom = (edge or 1 for edge in range_boundaries(element.get("ref", "A1")))
                looks.merged[top - 1, left - 1] = bottom - top + 1, min(right - left + 1, MOST_SPANNED)
            elif element.get("hidden") in ("1", "true"):
                first, last = (int(element.get(key, "0")) for key in (("min", "max") if name == "col" else ("r", "r")))
                hidden = looks.hidden_columns if name == "col" else looks.hidden_rows
                hidden.update(range(first - 1, min(last, first + MOST_SPANNED)))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return looks


def csv_content(data: bytes) -> Content:
    """The rows of a .csv file."""
    text, encoding = decode(data)
    csv.field_size_limit(2**31 - 1)  # the file's size is limited already
    try:
        rows = [
            [one_line(cell) for cell in row]
            for row in csv.reader(StringIO(text, newline=""), delimiter=separator(text))
        ]
    except csv.Error as error:
        raise UnreadableError(f"is no table of comma-separated values: {error}", RESAVE) from error
    writer = DocumentWriter()
    write_tables(writer, rows, Looks())
    return writer.content(encoding)


def separator(text: str) -> str:
    """The mark that its first lines have most of."""
    head = "\n".join(text[:20_000].splitlines()[:20])
    return max(SEPARATORS, key=head.count) if any(mark in head for mark in SEPARATORS) else ","


def write_tables(writer: DocumentWriter, rows: list[list[str]], looks: Looks, all_hidden: bool = False) -> None:
    """Rows as tables, parted by empty rows, which become one empty line; without what is empty at the right."""
    table: list[list[TableCell]] = []
    begun = False
    for number, row in enumerate(rows):
        while row and not row[-1]:
            row.pop()
        if not any(row):
            if table:
                writer.table(table, is_filled=True)
                table = []
            continue
        if begun and not table:
            writer.line("")
        hidden = all_hidden or number in looks.hidden_rows
        table.append(
            [
                TableCell(
                    text,
                    *looks.merged.get((number, at), (1, 1)),
                    is_hidden=hidden or at in looks.hidden_columns or (number, at) in looks.struck,
                )
                for at, text in enumerate(row)
            ]
        )
        begun = True
    if table:
        writer.table(table, is_filled=True)


def shown(value: object, form: str) -> str:
    """A cell's value as the sheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if form and (said := with_words(value, form)):
            return said
        percent = PERCENT.match(form)
        if percent:
            return f"{value * 100:.{len(percent['decimals'] or '')}f}%"
        return f"{value:.{DIGITS}g}" if isinstance(value, float) and abs(value) < 10**DIGITS else plain(value)
    if isinstance(value, date):
        return shown_day(value, form)
    return one_line("".join(map(written, value)) if isinstance(value, list) else str(value))


def written(piece: Any) -> str:
    """A piece of a cell whose pieces look different: what is struck through is hidden (18.4.7)."""
    font = getattr(piece, "font", None)
    text = without_foreign_marks(str(getattr(piece, "text", piece)))
    if font is None:
        return text
    text = set_off(text, font.vertAlign) if font.vertAlign in RAISED_BY else text
    return hide(text) if font.strike else text


def plain(value: float) -> str:
    return f"{value:.0f}" if isinstance(value, float) and value == value and abs(value) < 1e300 else str(value)


def one_line(text: str) -> str:
    return (
        joined_lines(" ".join(line.split()) for line in text.splitlines()) if "\n" in text else " ".join(text.split())
    )
