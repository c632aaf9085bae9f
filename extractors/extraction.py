"""Text in, claims out: boilerplate, structure, quantities and context strung together. Pure: no disk, no network."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from extractors.cleaning import boilerplate
from extractors.cleaning.doubtful import ADVERT, MAYBE_ADVERT, Unsure
from extractors.cleaning.stripped import Stripped
from extractors.context.clauses import Sentence, cut_sentences, find_marks
from extractors.context.confidence import confidence_of
from extractors.context.consistency import check_report
from extractors.context.context import Frame, Reading, read_figure, read_sentence, row_of, unit_for
from extractors.context.metric_key import metric_key
from extractors.language.numerals import times
from extractors.language.script import simplify
from extractors.model import Claim, Extraction, PassedOver, Report, Section, SourceText
from extractors.quantities.mention import Mention
from extractors.quantities.passed import find_passed
from extractors.quantities.quantities import scan
from extractors.quantities.tables import TableFigure, find_tables
from extractors.quantities.units import Unit
from extractors.structure import structure
from extractors.version import EXTRACTOR_VERSION

Span = tuple[int, int]

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PLAN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_IS_SUMMARY = re.compile(r"总结|报告|公报|回顾|汇报|述职|情况")
_LOOKS_BACK = re.compile(r"这五年|过去五年|五年来|过去一年|一年来|五”时期，|五时期，")
_IS_SESSION_REPORT = re.compile(r"政府工作报告|法院工作报告|检察院工作报告|常务?委员?会工作报告|政协.*工作报告")


def extract(text: str) -> list[Claim]:
    """All claims of one decoded text, in reading order. Raises nothing on any text; an empty one has none."""
    source = SourceText(sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), "", text, "", 0)
    return list(extract_source(source, numerals=False).claims)


def extract_source(source: SourceText, repeated: frozenset[str] = frozenset(), *, numerals: bool = True) -> Extraction:
    """Claims, reports, sections and removed spans of one source; positions are offsets into `source.text`.

    `repeated`: keys of the lines that stand in several files of its batch (extractors.cleaning.repetition);
    `numerals`: whether to tell those that were passed over, too.
    """
    stripped = boilerplate.strip(source.text, repeated)
    reports, sections = structure.split(stripped, source.source_id)
    kept = stripped.kept
    plain = simplify(_encodable(kept))
    figures = [figure for _, _, found in find_tables(plain) for figure in found]
    mentions, skipped = scan(plain)
    mentions = _outside(mentions, figures)
    unsure = Unsure(stripped)
    if stripped.doubtful:
        mentions = [m for m in mentions if unsure.at(m.start) is not ADVERT]
    starts, cell_starts = [m.start for m in mentions], [f.mention.start for f in figures]
    marks = find_marks(plain)
    origin = _Origin(source, stripped, sha256(f"{source.source_id}:".encode()))
    checked: list[Claim] = []
    taken: list[Span] = []
    titles: list[Span] = []
    sections_of: defaultdict[str, list[Section]] = defaultdict(list)
    for section in sections:
        sections_of[section.report_id].append(section)
    for report in reports:
        claims: list[Claim] = []
        before: Reading | None = None
        for section in sections_of[report.report_id]:
            found = mentions[bisect_left(starts, section.start) : bisect_left(starts, section.end)]
            if section.level == 0 and section.start == report.start:
                title_end = _title_end(kept, report)
                found = [m for m in found if m.start >= title_end]
                titles.append((section.start, title_end))
            taken += [(m.start, m.end) for m in found]
            cells = figures[bisect_left(cell_starts, section.start) : bisect_left(cell_starts, section.end)]
            taken += [(f.mention.start, f.mention.end) for f in cells]
            if not found and not cells:
                continue
            frame = _frame(report, section)
            for figure in cells:
                row = row_of(plain, figure)
                shown = _shown(row, kept)
                claims.append(_claim(read_figure(figure, frame), row, shown, shown.strip(), report, section, origin))
            paragraph_end = -1
            for sentence in cut_sentences(plain, marks, section.start, section.end, found):
                if frame.part == "plan" and sentence.start >= paragraph_end:
                    first, paragraph_end = _paragraph(plain, sentence.start)
                    looks_back = bool(_LOOKS_BACK.search(plain, first, min(first + 60, paragraph_end)))
                    if looks_back != frame.looks_back:
                        frame = replace(frame, looks_back=looks_back)
                readings = read_sentence(sentence, frame, before)
                if stripped.doubtful:
                    readings = [_doubted(r) if unsure.at(r.mention.start) else r for r in readings]
                shown = sentence.text if kept is plain else _shown(sentence, kept)
                bare = shown.strip()
                claims += [_claim(reading, sentence, shown, bare, report, section, origin) for reading in readings]
                before = readings[-1]
        if figures:
            claims.sort(key=attrgetter("char_start"))
        checked += check_report(claims, source.text)
    passed = _passed(kept, plain, sorted(taken), skipped, titles, reports, origin) if numerals else ()
    return Extraction(
        kept=kept,
        removed=stripped.removed,
        reports=tuple(replace(r, start=stripped.to_source(r.start), end=_end(stripped, r.end)) for r in reports),
        sections=tuple(_in_source(section, stripped) for section in sections),
        claims=tuple(checked),
        passed_over=tuple(passed),
    )


def _in_source(s: Section, stripped: Stripped) -> Section:
    start, end = stripped.to_source(s.start), _end(stripped, s.end)
    return Section(s.section_id, s.report_id, s.path, s.level, s.part, start, end)


def _passed(
    kept: str,
    plain: str,
    taken: list[Span],
    skipped: list[Span],
    titles: list[Span],
    reports: Sequence[Report],
    origin: _Origin,
) -> Iterator[PassedOver]:
    """The numerals that are no claims, with the report that they stand in."""
    unsure = Unsure(origin.stripped)
    begins, title_begins = [report.start for report in reports], [start for start, _ in titles]
    text = origin.source.text
    for numeral in find_passed(kept, plain, taken, skipped):
        n = bisect_right(begins, numeral.start) - 1
        report = reports[n] if n >= 0 and numeral.start < reports[n].end else None
        t = bisect_right(title_begins, numeral.start) - 1
        reason = numeral.reason
        if report is None:
            reason = "outside_reports"
        elif t >= 0 and numeral.start < titles[t][1]:
            reason = "title"
        elif unsure.at(numeral.start) is ADVERT:
            reason = ADVERT
        start, end = origin.stripped.span_in_source(numeral.start, numeral.end)
        yield PassedOver(report.report_id if report else None, start, end, text[start:end], reason)


def _doubted(reading: Reading) -> Reading:
    return replace(reading, flags=(*reading.flags, MAYBE_ADVERT), doubts=(*reading.doubts, f"flag_{MAYBE_ADVERT}"))


def _encodable(text: str) -> str:
    """The text without the halves of surrogate pairs, which no encoder takes; to encode it is the fastest look."""
    try:
        text.encode("utf-16-le")
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def _outside(mentions: list[Mention], figures: list[TableFigure]) -> list[Mention]:
    """The quantities that are no table cells."""
    taken = {position for f in figures for position in range(f.mention.start, f.mention.end)}
    return [m for m in mentions if m.start not in taken and m.end - 1 not in taken] if taken else mentions


def _paragraph(text: str, position: int) -> tuple[int, int]:
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, end if end >= 0 else len(text)


def _end(stripped: Stripped, end: int) -> int:
    """An exclusive end in the source: behind the last kept character."""
    return stripped.to_source(end - 1) + 1 if end else 0


def _title_end(kept: str, report: Report) -> int:
    """Numbers of the title line are no claims; a title that is only the beginning of a paragraph is text."""
    at = kept.find(report.title, report.start, report.end)
    end = at + len(report.title)
    return end if 0 <= at < report.start + 200 and kept[end : end + 1] in ("", "\n", "\r") else report.start


def _frame(report: Report, section: Section) -> Frame:
    year = report.year
    session, summary = _kinds_of(report.title)
    summed_up = summary or section.part != "plan"
    now = year + 1 if year and session else year
    topic = section.path.rsplit(" > ", 1)[-1][:16]
    if section.part != "plan" or year is None:
        return Frame(section.part, year, year, False, now, topic)
    stated = [int(y) for y in _PLAN_YEAR.findall(section.path) if int(y) >= year]
    planned = max(stated) if stated and max(stated) <= year + 2 else (year + 1 if summed_up else year)
    return Frame("plan", planned, year, False, now, topic)


@lru_cache(maxsize=1024)
def _kinds_of(title: str) -> tuple[bool, bool]:
    """Whether a title is that of a report to an assembly, and that of a summing-up: asked for each section."""
    return bool(_IS_SESSION_REPORT.search(title)), bool(_IS_SUMMARY.search(title))


def _shown(sentence: Sentence, kept: str) -> str:
    """The sentence in the characters of the source: extraction works on simplified ones."""
    written = kept[sentence.start : sentence.end]
    return sentence.text if written == sentence.text else written


def _as_written(metric: str, sentence: Sentence, shown: str) -> str:
    """The name in the characters of the source."""
    at = sentence.text.find(metric)
    return shown[at : at + len(metric)] if at >= 0 else metric


class _Origin(Struct, frozen=True, gc=False):
    """Where all claims of a source come from."""

    source: SourceText
    stripped: Stripped
    ids: Any  # a sha256 that has taken in what the claims' ids are made from; hashlib has no name for its type


def _in_standard(value: float | None, unit: Unit) -> float | None:
    """A value in the standard unit, as one would reckon it with the written digits."""
    factor = unit.factor
    if value is None or factor is None:
        return None
    if factor == 1.0:
        return value
    standard = times(value, factor)
    return standard + unit.offset if unit.offset else standard


def _claim(
    reading: Reading, sentence: Sentence, shown: str, bare: str, report: Report, section: Section, origin: _Origin
) -> Claim:
    """The claim of one reading; `shown` is its sentence as written, `bare` the same without blanks around it."""
    source, mention, metric = origin.source, reading.mention, reading.metric
    unit = mention.unit if mention.unit.unit else unit_for(reading)
    start, end = origin.stripped.span_in_source(mention.start, mention.end)
    claim_id = origin.ids.copy()
    claim_id.update(f"{start}:{end}".encode())
    low, high = mention.low, mention.high
    return Claim(  # in the order of its fields: given by name they would take twice as long
        claim_id.hexdigest()[:24],
        source.source_id,
        report.report_id,
        report.title,
        report.issuer,
        report.region,
        report.year,
        section.part,
        section.section_id,
        section.path,
        bare,
        source.text[start:end],
        start,
        end,
        metric if shown is sentence.text else _as_written(metric, sentence, shown),
        metric_key(metric),
        reading.kind,
        mention.value,
        low,
        high,
        unit.unit,
        unit.standard,
        _in_standard(mention.value, unit),
        _in_standard(low, unit) if low is not None else None,
        _in_standard(high, unit) if high is not None else None,
        unit.per or reading.per,
        mention.bound,
        mention.masked,
        reading.status,
        reading.comparison,
        reading.direction,
        reading.period_text,
        reading.first,
        reading.last,
        confidence_of(reading.doubts),
        reading.flags,
        EXTRACTOR_VERSION,
    )
