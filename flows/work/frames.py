"""What rows do the tables get from the files that were read? One pandas frame a table, typed as tables.toml says.

Text stays plain text, in the frames as in Arrow; dictionary encoding is Parquet's own matter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
from msgspec.structs import astuple

from expectations.schema import Table, load_tables
from extractors.fingerprints import FIELDS, METHOD, Fingerprint
from extractors.language.censoring import uncensor
from extractors.model import Claim, PassedOver, Removed, Report, Section, SourceText
from extractors.reading.files import format_of
from extractors.version import EXTRACTOR_VERSION
from flows.inputs.reading import Reading

Row = Mapping[str, Any]
FINGERPRINTS = "fingerprints"  # table

SURROGATE = re.compile(r"[\ud800-\udfff]")

DTYPES: dict[str, Any] = {
    "string": "str",
    "category": "str",
    "int32": "int32",
    "int64": "int64",
    "double": "float64",
    "bool": "bool",
    "date": "object",
    "timestamp": "datetime64[us, UTC]",
    "list<string>": "object",
    "list<int32>": "object",
    "list<float>": "object",
    "binary": "object",
}
WITH_NULLS = {"int32": "Int32", "int64": "Int64"}


def make_frames(readings: Sequence[Reading]) -> dict[str, pd.DataFrame]:
    """The tables of a batch before validation, which fills the quarantine."""
    results = [reading.result for reading in readings if reading.result]
    rows: dict[str, Iterable[Row]] = {
        "reports": (
            report_row(source, report, found.sections, found.claims)
            for source, found in results
            for report in found.reports
        ),
        "sections": (section_row(source, section) for source, found in results for section in found.sections),
        "sources": (source_row(reading) for reading in readings),
        "texts": (text_row(source) for source, _ in results),
        "boilerplate": (removed_row(source, span) for source, found in results for span in found.removed),
        "passed_over": (passed_row(source, numeral) for source, found in results for numeral in found.passed_over),
    }
    claims = claims_frame([(source, claim) for source, found in results for claim in found.claims])
    return {"claims": claims} | {name: make_frame(load_tables()[name], found) for name, found in rows.items()}


def make_frame(table: Table, rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as a frame with the table's columns, in their order and of their types."""
    listed = list(rows)
    return frame_of(table, {column.name: [row[column.name] for row in listed] for column in table.columns})


def frame_of(table: Table, values: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Values by column as a frame with the table's columns, in their order and of their types."""
    return pd.DataFrame(
        {
            column.name: pd.Series(
                values[column.name],
                dtype=WITH_NULLS.get(column.type, DTYPES[column.type]) if column.null else DTYPES[column.type],
            )
            for column in table.columns
        }
    )


CLAIM_FIELDS = Claim.__struct_fields__


def claims_frame(found: Sequence[tuple[SourceText, Claim]]) -> pd.DataFrame:
    """Column by column: there may be so many that a mapping for the row of each would take a gigabyte."""
    values = zip(*(astuple(claim) for _, claim in found), strict=True) if found else ((),) * len(CLAIM_FIELDS)
    columns: dict[str, Sequence[Any]] = dict(zip(CLAIM_FIELDS, map(list, values), strict=True))
    return frame_of(
        load_tables()["claims"],
        columns
        | {
            "source_path": [source.path for source, _ in found],
            "flags": [list(claim.flags) for _, claim in found],
            "page": [  # from 1
                bisect_right(source.pages, claim.char_start) or None if source.pages else None
                for source, claim in found
            ],
            "box": [
                list(box) if source.places and (box := source.places.box(claim.char_start, claim.char_end)) else None
                for source, claim in found
            ],
            "review": [None] * len(found),  # known when it is published: publishing/reviewed.py
        },
    )


def report_row(source: SourceText, report: Report, sections: Sequence[Section], claims: Sequence[Claim]) -> Row:
    return {
        "report_id": report.report_id,
        "source_id": source.source_id,
        "source_path": source.path,
        "title": report.title,
        "title_plain": uncensor(report.title).text,
        "issuer": report.issuer,
        "region": report.region,
        "report_year": report.year,
        "signed_on": report.signed_on,
        "char_start": report.start,
        "char_end": report.end,
        "sections": sum(section.report_id == report.report_id for section in sections),
        "claims": sum(claim.report_id == report.report_id for claim in claims),
        "duplicate_of": None,  # these three are known once all reports are: duplicates.mark
        "duplicate_in": None,
        "similarity": None,
        "issuer_id": report.issuer_id,
        "issuer_type": report.issuer_type,
        "area_code": report.area_code,
        "area_note": report.area_note,
    }


def section_row(source: SourceText, section: Section) -> Row:
    return {
        "section_id": section.section_id,
        "report_id": section.report_id,
        "source_id": source.source_id,
        "source_path": source.path,
        "section": section.path,
        "level": section.level,
        "part": section.part,
        "char_start": section.start,
        "char_end": section.end,
    }


def text_row(source: SourceText) -> Row:
    return {
        "source_path": source.path,
        "source_id": source.source_id,
        "text": SURROGATE.sub("\ufffd", source.text),  # the same length, and what can be stored as UTF-8
    }


def removed_row(source: SourceText, span: Removed) -> Row:
    return {
        "source_id": source.source_id,
        "source_path": source.path,
        "rule": span.rule,
        "text": span.text,
        "char_start": span.start,
        "char_end": span.end,
    }


def passed_row(source: SourceText, numeral: PassedOver) -> Row:
    return {
        "source_id": source.source_id,
        "source_path": source.path,
        "report_id": numeral.report_id,
        "text": numeral.text,
        "reason": numeral.reason,
        "char_start": numeral.start,
        "char_end": numeral.end,
    }


def source_row(reading: Reading) -> Row:
    source, extraction = reading.result or (None, None)
    return {
        "source_path": reading.file.name,
        "source_id": reading.source_id,
        "status": "ok" if source else "rejected",
        "reason": reading.reason,
        "format": format_of(reading.file.name) or None,
        "encoding": source.encoding or None if source else None,
        "bytes": reading.file.size,
        "characters": len(source.text) if source else None,
        "kept_characters": len(extraction.kept) if extraction else None,
        "reports": len(extraction.reports) if extraction else None,
        "claims": len(extraction.claims) if extraction else None,
        "doubtful_pages": list(source.doubtful_pages) if source and source.pages else None,
        "extractor_version": EXTRACTOR_VERSION,
        "seconds": reading.seconds,
        "stale_since": None,  # these two are known when it is published: assemble.mark_stale
        "stale_reason": None,
    }


def prints_table(prints: Iterable[tuple[str, Fingerprint]]) -> pa.Table:
    """Fingerprints by report_id: of the table of that name what is known before copies are looked for."""
    listed = list(prints)
    columns = {"report_id": [report_id for report_id, _ in listed], "method": [METHOD] * len(listed)}
    columns |= {name: [getattr(printed, name) for _, printed in listed] for name in FIELDS}
    schema = load_tables()[FINGERPRINTS].arrow_schema()
    plain = {name: pa.string() if name == "method" else schema.field(name).type for name in columns}
    return pa.table({name: pa.array(values, plain[name]) for name, values in columns.items()})
