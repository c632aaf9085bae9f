"""What flows through extraction: the carrier types, from decoded text to claims.

Positions are Unicode code-point offsets into the decoded source text, before anything is stripped, unless a
docstring says "kept coordinates" (offsets into the text that is left after boilerplate was removed).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
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


Box = tuple[float, float, float, float]  # left, bottom, right, top: points (1/72 inch), to the right and upwards


class Sheet(Struct, frozen=True, gc=False):
    """A page as its file stores it, and by how many right angles its text runs against the clock's direction.

    Turned so that its text runs from left to right, and moved to begin at 0, it is the frame in which lines are found.
    """

    left: float
    bottom: float
    width: float
    height: float
    turn: int = 0

    def framed(self, box: Box) -> Box:
        """A box of the page in its frame."""
        left, bottom, right, top = box
        left, right, bottom, top = left - self.left, right - self.left, bottom - self.bottom, top - self.bottom
        if self.turn == 1:
            return bottom, self.width - right, top, self.width - left
        if self.turn == 2:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if self.turn == 3:
            return self.height - top, left, self.height - bottom, right
        return left, bottom, right, top

    def stored(self, box: Box) -> Box:
        """A box of the frame on the page: what `framed` is undone by."""
        left, bottom, right, top = box
        if self.turn == 1:
            left, bottom, right, top = self.width - top, left, self.width - bottom, right
        elif self.turn == 2:
            left, bottom, right, top = self.width - right, self.height - top, self.width - left, self.height - bottom
        elif self.turn == 3:
            left, bottom, right, top = bottom, self.height - right, top, self.height - left
        return left + self.left, bottom + self.bottom, right + self.left, top + self.bottom


class Places(Struct, frozen=True, gc=False):
    """Where the characters of a text are printed: by runs, the pieces of printed lines, in their page's frame."""

    sheets: tuple[Sheet, ...]
    starts: array[int]  # of each run, in the text
    pages: array[int]  # of each run, from 0
    rights: array[float]
    bottoms: array[float]
    tops: array[float]
    lefts: array[float]  # of each character of the text; of one that is not printed, anything

    def box(self, start: int, end: int) -> Box | None:
        """The rectangle round a part of the text on the page where it begins; none where it is printed nowhere."""
        page, pieces = self.pieces(start, end)
        if not pieces:
            return None
        lefts, bottoms, rights, tops = zip(*pieces, strict=True)
        return self.sheets[page].stored((min(lefts), min(bottoms), max(rights), max(tops)))

    def pieces(self, start: int, end: int) -> tuple[int, list[Box]]:
        """The page, from 0, where a part of the text begins, and in its frame the rectangles of its printed pieces."""
        at = max(0, bisect_right(self.starts, start) - 1)
        if not self.starts or self.starts[at] >= end:
            return 0, []
        page, found = self.pages[at], list[Box]()
        while at < len(self.starts) and self.starts[at] < end and self.pages[at] == page:
            following = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.lefts)
            left = self.lefts[max(start, self.starts[at])]
            right = self.lefts[end] if end < following and end < len(self.lefts) else self.rights[at]
            found.append((left, self.bottoms[at], right, self.tops[at]))
            at += 1
        return page, found


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
    places: Places | None = None  # where the text is printed, where the format says so
    doubtful_pages: tuple[int, ...] = ()  # those on which a numeral may not be read as printed, from 1
    recognised_pages: tuple[int, ...] = ()  # those that are pictures, whose characters were recognised, from 1


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
    title_end: int = 0  # behind the lines of its title; `start` where no line is one
    is_titled: bool = True  # False where `title` is only the first words of the text
    year_of_publication: bool = False  # nothing but the day on which its page was published tells the year
    year_is_guessed: bool = False  # nothing states the year of a speech; it is the one that the text names most
    issuer_id: str | None = None
    issuer_type: str | None = None
    area_code: str | None = None
    area_note: str | None = None  # why there is none
    year_in_passing: bool = False  # its opening names the year, but neither title, heading nor date says that it is its
    now: int | None = None  # what 今年 means in it, where that is not for its kind to say: news of last year
    told_on: date | None = None  # when it was given, where that was well within the year after: an audit in August
    year_of_file_name: bool = False  # nothing but the name of its file tells the year


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
    scope: str | None
    part_of: str | None
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
    change: float | None
    basis: str | None
    base_text: str | None
    base_start: date | None
    base_end: date | None
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


LAST_RESORTS = ("no_unit", "not_counted", "word")  # what refuses a numeral that no rule passed over


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
