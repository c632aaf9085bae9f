"""Do the files hold the same rows, and open where they are meant to?"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from flows.dashboard import downloads
from flows.dashboard.evidence import Choice
from tests.flows.dashboard.published import answer
from tests.flows.handover.published import write_claims, write_table

MONEY = downloads.selected(Choice(equal=(("kind", "money"),)))
ALL = downloads.selected(Choice())


def test_all_three_formats_hold_the_same_rows(county: Path) -> None:
    text = answer(county, downloads.to_csv, MONEY)
    assert text.startswith(downloads.BOM)
    in_csv = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    in_parquet = pq.read_table(io.BytesIO(answer(county, downloads.to_parquet, MONEY)))
    sheet = openpyxl.load_workbook(io.BytesIO(answer(county, downloads.to_excel, MONEY)))["data"]
    header, *in_excel = sheet.iter_rows(values_only=True)
    assert list(in_csv[0]) == in_parquet.column_names == list(header)
    ids = [row["claim_id"] for row in in_csv]
    assert len(ids) == 7
    assert ids == in_parquet["claim_id"].to_pylist() == [row[0] for row in in_excel]
    quotes = [row["quote"] for row in in_csv]
    assert quotes == in_parquet["quote"].to_pylist()


def test_parquet_keeps_types_and_descriptions(county: Path) -> None:
    schema = pq.read_schema(io.BytesIO(answer(county, downloads.to_parquet, MONEY)))
    assert str(schema.field("flags").type) == "list<element: string>" or "list" in str(schema.field("flags").type)
    assert schema.field("metric").metadata[b"description"] == b"What is measured, in the text's own words"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    write_claims(tmp_path / "tables", {"sentence": '=HYPERLINK("x")\x0b, "投资"\n2元', "flags": ["a", "b"]})
    write_table(tmp_path / "tables", "fingerprints")
    return tmp_path


def test_text_that_looks_like_a_formula_stays_text(hostile: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(answer(hostile, downloads.to_excel, ALL)))["data"]
    header, row = sheet.iter_rows()
    cells = {name.value: cell for name, cell in zip(header, row, strict=True)}
    assert cells["sentence"].value == '=HYPERLINK("x"), "投资"\n2元'
    assert cells["sentence"].data_type == "s"
    assert cells["flags"].value == "a; b"


def test_quotes_and_line_breaks_come_back_out_of_csv(hostile: Path) -> None:
    (row,) = csv.DictReader(io.StringIO(answer(hostile, downloads.to_csv, ALL).decode("utf-8-sig"), newline=""))
    assert row["sentence"] == '\'=HYPERLINK("x")\x0b, "投资"\n2元'


FORMULAS = [
    "=1+1",
    "@SUM(A1)",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "－2+3",
    "＝1",
    "＋1",
    "＠A",
    "\t=1",
    "\r=1",
    "\n1",
    " =1",
]
NO_FORMULAS = ["-8.7", "-8.7%", "+3", "-1,234.50", "1e-5", "-2.5e6", "投资=2", "a@b.cn", "2-3", "'x", "二"]


@pytest.mark.parametrize("column", ["sentence", "quote", "metric", "unit", "flags"])
def test_no_text_in_csv_begins_a_formula_and_numbers_stay_numbers(column: str, tmp_path: Path) -> None:
    texts = FORMULAS + NO_FORMULAS
    rows = [{column: [text] if column == "flags" else text, "value": -8.7} for text in texts]
    write_claims(tmp_path / "tables", *rows)
    write_table(tmp_path / "tables", "fingerprints")
    told = answer(tmp_path, downloads.to_csv, ALL).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(told, newline="")))
    assert sorted(row[column] for row in found) == sorted(["'" + text for text in FORMULAS] + NO_FORMULAS)
    assert {row["value"] for row in found} == {"-8.7"}
