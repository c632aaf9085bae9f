"""What do the rows of a spreadsheet say? Each sheet as a table: its header, then one row a line, cells apart by tabs.

The cells are written as the sheet shows them, as far as a number's format matters to its meaning: 0.083 with the format
0.0% is 8.3%, a day is 2023年12月31日. Formulas stand with the value that was saved with them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from datetime import time as day_time
from io import BytesIO, StringIO

import regex

from extractors.reading.content import UnreadableError
from extractors.reading.decoding import decode
from extractors.reading.office_zip import check_office_zip

RESAVE = "save its tables as text (.csv in UTF-8)"
WHAT = "an Excel workbook (.xlsx)"
MAX_CELLS = 2_000_000  # cells looked at; a sheet may claim 17 billion
PERCENT = regex.compile(r"^[^;]*?0(?:\.(?P<decimals>0+))?[^;0]*%")
DIGITS = 15  # significant digits that a sheet keeps
SEPARATORS = ("\t", ",", ";", "，")


def xlsx_text(data: bytes) -> str:
    """All sheets, each under its name."""
    from openpyxl import load_workbook  # for .xlsx files only

    check_office_zip(data, WHAT, RESAVE)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # zipfile, lxml and openpyxl each have their own
        raise UnreadableError(f"is not {WHAT}, or a damaged one", RESAVE) from error
    lines: list[str] = []
    left = MAX_CELLS
    named = len(book.worksheets) > 1
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet claims of its size is not to be trusted
            rows: list[list[str]] = []
            for cells in sheet.iter_rows():
                left -= max(1, len(cells))
                if left < 0:
                    raise UnreadableError(f"has more than {MAX_CELLS:,} cells", "split it into parts")
                rows.append([written(cell.value, cell.number_format or "") for cell in cells])
            table = list(table_lines(rows))
            lines += [sheet.title, *table] if table and named else table
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(f"is a damaged {WHAT.removeprefix('an ')}", RESAVE) from error
    finally:
        book.close()
    return "".join(f"{line}\n" for line in lines)


def csv_text(data: bytes) -> tuple[str, str]:
    """The rows of a .csv file, and its encoding."""
    text, encoding = decode(data)
    csv.field_size_limit(2**31 - 1)  # the file's size is limited already
    try:
        rows = [
            [one_line(cell) for cell in row]
            for row in csv.reader(StringIO(text, newline=""), delimiter=separator(text))
        ]
    except csv.Error as error:
        raise UnreadableError(f"is no table of comma-separated values: {error}", RESAVE) from error
    return "".join(f"{line}\n" for line in table_lines(rows)), encoding


def separator(text: str) -> str:
    """The mark that its first lines have most of."""
    head = "\n".join(text[:20_000].splitlines()[:20])
    return max(SEPARATORS, key=head.count) if any(mark in head for mark in SEPARATORS) else ","


def table_lines(rows: Iterable[list[str]]) -> Iterator[str]:
    """Rows as lines: without the columns and cells at the right that are empty, an empty row as an empty line."""
    blank = False
    begun = False
    for row in rows:
        while row and not row[-1]:
            row.pop()
        if not any(row):
            blank = begun
            continue
        if blank:
            yield ""
        yield "\t".join(row)
        blank, begun = False, True


def written(value: object, form: str) -> str:
    """A cell's value as the sheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        percent = PERCENT.match(form)
        if percent:
            return f"{value * 100:.{len(percent['decimals'] or '')}f}%"
        return f"{value:.{DIGITS}g}" if isinstance(value, float) and abs(value) < 10**DIGITS else plain(value)
    if isinstance(value, datetime):
        day = f"{value.year}年{value.month}月{value.day}日"
        return day if value.time() == day_time() else f"{day}{value:%H:%M}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return one_line(str(value))


def plain(value: float) -> str:
    return f"{value:.0f}" if isinstance(value, float) and value == value and abs(value) < 1e300 else str(value)


def one_line(text: str) -> str:
    return " ".join(text.split())
