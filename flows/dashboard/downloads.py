"""How are rows taken along? CSV that Excel opens as UTF-8, Excel, or Parquet with the columns' descriptions.

No text of a report becomes a formula in a spreadsheet: in CSV, which has no types, one that would be gets an apostrophe
in front, as OWASP advises; in a workbook text is text.
"""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
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
ORDER = ORDERS["As in the source"]
#: What spreadsheets take for a formula, in full width too, behind what they skip; a number is none.
FORMULA = r"^[\s\x00-\x1f]*[=+\-@＝＋－＠|%]|^[\t\r\n]"
NUMBER = r"^[+\-]?\d[\d,]*(\.\d+)?([eE][+\-]?\d+)?%?$"


def to_csv(connection: Connection, choice: Choice) -> bytes:
    """CSV with a byte order mark, lists joined by '; '."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        flat = f"SELECT * REPLACE (array_to_string(flags, '; ') AS flags) FROM ({selected(choice)} LIMIT {MOST_CSV})"
        rows = connection.sql(flat)
        texts = [name for name, kind in zip(rows.columns, rows.types, strict=True) if str(kind) == "VARCHAR"]
        harmless = ", ".join(f'{without_formula(name)} AS "{name}"' for name in texts)
        connection.execute(f"COPY (SELECT * REPLACE ({harmless}) FROM ({flat})) TO '{path}' (HEADER, DELIMITER ',')")
        return BOM + path.read_bytes()


def without_formula(column: str) -> str:
    """A column in SQL, its texts such that a spreadsheet takes none for a formula."""
    formula = f"""regexp_matches("{column}", '{FORMULA}') AND NOT regexp_matches("{column}", '{NUMBER}')"""
    return f"""CASE WHEN {formula} THEN chr(39) || "{column}" ELSE "{column}" END"""


def to_parquet(connection: Connection, choice: Choice) -> bytes:
    """Parquet with the types and descriptions of the published table."""
    described = {column.name: column for column in load_tables()["claims"].columns}
    buffer = io.BytesIO()
    reader: pa.RecordBatchReader = connection.sql(selected(choice)).to_arrow_reader(50_000)
    fields = [
        field.with_metadata({"description": described[field.name].description}) if field.name in described else field
        for field in reader.schema
    ]
    schema = pa.schema(fields)
    with pq.ParquetWriter(buffer, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
    return buffer.getvalue()


def to_excel(connection: Connection, choice: Choice) -> bytes:
    """A workbook of one sheet. Text is written as text: none of it is a formula, whatever it begins with."""
    rows = connection.execute(f"{selected(choice)} LIMIT {MOST_EXCEL}")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("claims")
    sheet.freeze_panes = "A2"
    sheet.append([column[0] for column in rows.description or ()])
    while batch := rows.fetchmany(5_000):
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


def selected(choice: Choice) -> str:
    return f"SELECT {COLUMNS} FROM {view_of(choice)} WHERE {choice.where()} ORDER BY {ORDER}"
