"""What flows through extraction: the carrier types, from decoded text to claims.

Positions are Unicode code-point offsets into the decoded source text, before anything is stripped, unless a
docstring says "kept coordinates" (offsets into the text that is left after boilerplate was removed).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msgspec import Struct

Span = tuple[int, int]


class Cell(Struct, frozen=True, gc=False):
    """One cell of a table: where its words stand in the text, and which rows and columns of the grid it takes."""

    start: int
    end: int  # of an empty cell, its start
    row: int  # from 0
    column: int
    rows: int = 1
    columns: int = 1
    is_header: bool = False  # as the format says; most formats, and most authors, say nothing


class Table(Struct, frozen=True, gc=False):
    """A table of the text as its format gives it: one row a line, the cells of a row apart by tabs."""

    start: int
    end: int
    cells: tuple[Cell, ...]  # in reading order; a merged one stands once, where it begins


class Block(Struct, frozen=True, gc=False):
    """A line of the text of which its format says what it is: a heading of a level, from 1, or an item of a list."""

    start: int
    end: int
    kind: str  # heading / item
    level: int


class SourceText(Struct, frozen=True, gc=False):
    """One decoded input file: the document. What its format says of its parts stands beside the text, by position."""

    source_id: str  # sha256 of the file's bytes, hexadecimal
    path: str  # inside the batch, "/" between folders
    text: str
    encoding: str
    size: int  # bytes
    pages: tuple[int, ...] = ()  # where each page begins in the text, where the format has pages
    tables: tuple[Table, ...] = ()  # those that the format marks; tables drawn with tabs or bars are found in the text
    blocks: tuple[Block, ...] = ()
    hidden: tuple[Span, ...] = ()  # what nobody sees who opens the file: hidden, struck through


class Removed(Struct, frozen=True, gc=False):
    """A span of the source that is not report, and the rule that says so."""

    start: int
    end: int
    text: str
    rule: str


class Report(Struct, frozen=True, gc=False):
    """One report of a compilation (or the only one of its file)."""

    report_id: str
    title: str
    issuer: str | None
    region: str | None
    year: int | None  # the year the report sums up; unknown where it is censored (20XX年)
    signed_on: date | None
    start: int
    end: int
    issuer_id: str | None = None
    issuer_type: str | None = None
    area_code: str | None = None
    area_note: str | None = None  # why there is none


class Section(Struct, frozen=True, gc=False):
    """A run of text under one heading path; sections tile their report."""

    section_id: str
    report_id: str
    path: str  # headings from the outermost in, joined by " > "; "" before the first heading
    level: int  # 0 before the first heading
    part: str  # summary / problems / plan / other
    start: int
    end: int


class Claim(Struct, frozen=True, gc=False):
    """One quantity stated in a report; the columns are those of the `claims` table (see expectations/tables.toml)."""

    claim_id: str
    source_id: str
    report_id: str
    report_title: str
    issuer: str | None
    region: str | None
    report_year: int | None
    part: str
    section_id: str
    section: str
    sentence: str
    quote: str
    char_start: int
    char_end: int
    metric: str
    metric_key: str
    kind: str
    value: float | None
    value_min: float | None
    value_max: float | None
    unit: str
    unit_standard: str
    value_standard: float | None
    value_standard_min: float | None
    value_standard_max: float | None
    per: str | None
    bound: str
    masked: bool
    status: str
    comparison: str
    direction: str
    period_text: str | None
    period_start: date | None
    period_end: date | None
    confidence: float
    flags: tuple[str, ...]
    extractor_version: str
    indicator_id: str | None = None
    indicator_scope: str | None = None
    measure: str | None = None
    area_code: str | None = None
    indicator_fit: str | None = None


class PassedOver(Struct, frozen=True, gc=False):
    """A numeral of the kept text that is no claim, and why: the rule that passed it over, or a last resort."""

    report_id: str | None
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one source text gave: nothing is lost between `kept` + `removed` and the text that was read, and every
    numeral of it is in a claim, in what was removed or in what was passed over."""

    kept: str
    removed: tuple[Removed, ...]
    reports: tuple[Report, ...]
    sections: tuple[Section, ...]
    claims: tuple[Claim, ...]
    passed_over: tuple[PassedOver, ...] = ()
