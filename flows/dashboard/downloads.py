"""How are rows taken along? CSV that Excel opens as UTF-8, Excel, or Parquet with the columns' descriptions.

No text of a report becomes a formula in a spreadsheet: in CSV, which has no types, one that would be gets an apostrophe
in front, as OWASP advises; in a workbook text is text.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.cell import WriteOnlyCell

from expectations.schema import load_tables
from flows.dashboard.evidence import COLUMNS, ORDERS, Choice, view_of

Connection = duckdb.DuckDBPyConnection
MOST_EXCEL = 50_000  # rows; a workbook takes about a second for 4,000
MOST_CSV = 500_000
BOM = b"\xef\xbb\xbf"  # without it Excel takes the file for GBK
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ORDER = ORDERS["source"]
#: What spreadsheets take for a formula, in full width too, behind what they skip; a number is none.
FORMULA = r"^[\s\x00-\x1f]*[=+\-@＝＋－＠|%]|^[\t\r\n]"
NUMBER = r"^[+\-]?\d[\d,]*(\.\d+)?([eE][+\-]?\d+)?%?$"


def to_csv(connection: Connection, rows: str) -> bytes:
    """CSV with a byte order mark, lists joined by '; '; `rows` is SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        found = connection.sql(f"SELECT * FROM ({rows}) LIMIT 0")
        columns = []
        for name, kind in zip(found.columns, map(str, found.types), strict=True):
            text = f"""array_to_string("{name}", '; ')""" if kind == "VARCHAR[]" else f'"{name}"'
            columns.append(f'{without_formula(text) if kind.startswith("VARCHAR") else text} AS "{name}"')
        listed = ", ".join(columns)
        limited = f"SELECT {listed} FROM ({rows} LIMIT {MOST_CSV})"
        connection.execute(f"COPY ({limited}) TO '{path}' (HEADER, DELIMITER ',')")
        return BOM + path.read_bytes()


def without_formula(text: str) -> str:
    """A text in SQL, such that a spreadsheet takes none for a formula."""
    formula = f"""regexp_matches({text}, '{FORMULA}') AND NOT regexp_matches({text}, '{NUMBER}')"""
    return f"CASE WHEN {formula} THEN chr(39) || {text} ELSE {text} END"


def to_parquet(connection: Connection, rows: str) -> bytes:
    """Parquet with the types, and the descriptions of columns of the published table."""
    described = {column.name: column for column in load_tables()["claims"].columns}
    buffer = io.BytesIO()
    reader: pa.RecordBatchReader = connection.sql(rows).to_arrow_reader(50_000)
    fields = [
        field.with_metadata({"description": described[field.name].description}) if field.name in described else field
        for field in reader.schema
    ]
    schema = pa.schema(fields)
    with pq.ParquetWriter(buffer, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
    return buffer.getvalue()


def to_excel(connection: Connection, rows: str) -> bytes:
    """A workbook of one sheet. Text is written as text: none of it is a formula, whatever it begins with."""
    found = connection.execute(f"{rows} LIMIT {MOST_EXCEL}")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("data")
    sheet.freeze_panes = "A2"
    sheet.append([cell(sheet, column[0]) for column in found.description or ()])
    while batch := found.fetchmany(5_000):
        for row in batch:
            sheet.append([cell(sheet, value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cell(sheet: Any, value: object) -> object:
    if isinstance(value, list):
        value = "; ".join(value)
    if not isinstance(value, str):
        return value
    written = WriteOnlyCell(sheet, NOT_IN_XML.sub("", value))
    written.data_type = "s"
    return written


def of_frame(write: Callable[[Connection, str], bytes], frame: pd.DataFrame) -> bytes:
    """The same of a table as a page shows it."""
    with duckdb.connect() as connection:
        connection.register("shown", frame)
        return write(connection, "SELECT * FROM shown")


def selected(choice: Choice) -> str:
    return f"SELECT {COLUMNS} FROM {view_of(choice)} WHERE {choice.where()} ORDER BY {ORDER}"
