"""Text in, claims out: boilerplate, structure, quantities and context strung together. Pure: no disk, no network."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from operator import attrgetter

from msgspec.structs import replace

from extractors.cleaning import boilerplate
from extractors.cleaning.doubtful import ADVERT, MAYBE_ADVERT, Unsure
from extractors.cleaning.stripped import Stripped
from extractors.context.claims import Origin, make_claim, shown_as
from extractors.context.clauses import Sentence, cut_sentences, find_marks
from extractors.context.consistency import check_report
from extractors.context.context import Chain, Reading, begin_paragraph, begin_section, read_sentence
from extractors.context.frames import Frame, covered_by, frame_of, plan_named
from extractors.context.items import GOES_ON_ABOVE, is_item, planned_above
from extractors.context.periods import MANY_YEARS, Period, find_lead
from extractors.context.resolvers import Years
from extractors.context.second_look import look_again
from extractors.context.turns import Turn, find_turn, planned
from extractors.indicators.assign import assign_indicators
from extractors.indicators.issuers import identify
from extractors.language import knowledge
from extractors.language.script import simplify
from extractors.model import Claim, Extraction, PassedOver, Report, Section, SourceText, Table
from extractors.quantities.mention import Mention
from extractors.quantities.passed import find_passed
from extractors.quantities.quantities import scan
from extractors.structure import structure
from extractors.tables.figure import TableFigure
from extractors.tables.find import find_grids
from extractors.tables.meaning import reading_of
from extractors.tables.pairs import find_pairs
from extractors.tables.read import read_grid

Span = tuple[int, int]

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONGEST_LEAD = 80  # characters of a line that only says what a part of the report is about
_TURNS_TO_YEAR, _LOOKS_BACK = knowledge.phrase("turns_to_year"), knowledge.phrase("looks_back")


def extract(text: str) -> list[Claim]:
    """All claims of one decoded text, in reading order. Raises nothing on any text; an empty one has none."""
    source = SourceText(sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), "", text, "", 0)
    return list(extract_source(source, numerals=False).claims)


def extract_source(source: SourceText, repeated: frozenset[str] = frozenset(), *, numerals: bool = True) -> Extraction:
    """Claims, reports, sections and removed spans of one source; positions are offsets into `source.text`.

    `repeated`: keys of the lines that stand in several files of its batch (extractors.cleaning.repetition);
    `numerals`: whether to tell those that were passed over, too.
    """
    stripped = boilerplate.strip(source.text, repeated, source.hidden)
    kept = stripped.kept
    plain = simplify(_encodable(kept))
    unnamed, sections = structure.split(stripped, source.source_id, plain, source.blocks, _stem(source.path))
    reports = [identify(report, plain) for report in unnamed]
    figures, labels = _read_tables(plain, [_in_kept(table, stripped) for table in source.tables])
    mentions, skipped = scan(plain)
    mentions = _outside(mentions, figures, labels)
    unsure = Unsure(stripped)
    if unsure.is_needed:
        mentions = [m for m in mentions if unsure.at(m.start) is not ADVERT]
        figures = [f for f in figures if not unsure.is_offer(f.mention.start)]
    starts, cell_starts = [m.start for m in mentions], [f.mention.start for f in figures]
    marks = find_marks(plain)
    origin = Origin(source, stripped, sha256(f"{source.source_id}:".encode()), plain)
    checked: list[Claim] = []
    taken: list[Span] = []
    titles: list[Span] = []
    sections_of: defaultdict[str, list[Section]] = defaultdict(list)
    for section in sections:
        sections_of[section.report_id].append(section)
    for report in reports:
        claims: list[Claim] = []
        chain: Chain | None = None
        covered = covered_by(report, plain)
        for section in sections_of[report.report_id]:
            found = mentions[bisect_left(starts, section.start) : bisect_left(starts, section.end)]
            if section.level == 0 and section.start == report.start:
                found = [m for m in found if m.start >= report.title_end]
                titles.append((section.start, report.title_end))
            taken += [(m.start, m.end) for m in found]
            cells = figures[bisect_left(cell_starts, section.start) : bisect_left(cell_starts, section.end)]
            taken += [(f.mention.start, f.mention.end) for f in cells]
            if not found and not cells:
                continue
            frame = frame_of(report, section, covered)
            for figure in cells:
                row = _row_of(plain, figure)
                shown = shown_as(row, kept)
                reading = reading_of(figure, frame, report.is_titled)
                claims.append(make_claim(reading, row, shown, shown.strip(), report, section, origin))
            paragraph_end = -1
            led, led_end, first, done, may_lead = frame.lead, -1, 0, 0, False
            looked, ahead = section.start, frame
            turn: Turn | None = None
            chain = begin_section(chain, frame.topic)
            for sentence in cut_sentences(plain, marks, section.start, section.end, found):
                if frame.part == "plan" and sentence.start >= paragraph_end:
                    first, paragraph_end = _paragraph(plain, sentence.start)
                    looks_back = bool(_LOOKS_BACK.search(plain, first, min(first + 60, paragraph_end)))
                    if looks_back != frame.looks_back:
                        frame = replace(frame, looks_back=looks_back)
                if sentence.start >= led_end:
                    first, led_end = _paragraph(plain, sentence.start)
                    years = Years(frame.year, frame.now or frame.year) if frame.year else None
                    if not GOES_ON_ABOVE.match(plain, first):
                        head = None if frame.part == "plan" else planned_above(plain, first, years)
                        chain = begin_paragraph(chain, head, is_item=is_item(plain, first))
                    if led is not None and _turns_to_year(plain, looked, led_end, frame):
                        led = None
                    if opens := _line_that_leads(plain, looked, first, years):
                        led = opens
                    if turn := find_turn(plain, looked, led_end, turn, frame.part):
                        ahead = planned(turn, report, section, covered)
                    looked = led_end
                    may_lead = bool(MANY_YEARS.search(plain, first, led_end))
                if may_lead:
                    lead = find_lead(plain, first, sentence.start, years) or led
                    if lead != frame.lead:
                        frame = replace(frame, lead=lead)
                elif frame.lead is not led:
                    frame = replace(frame, lead=led)
                lead_in = plain[max(first, done, sentence.start - 200) : sentence.start]
                told = ahead if turn and turn.start < sentence.end else frame
                if turn and done <= turn.start < sentence.end:
                    chain = begin_paragraph(chain)
                readings, chain = read_sentence(sentence, told, chain, lead_in)
                done = sentence.end
                if stripped.doubtful:
                    readings = [_maybe_advert(r) if unsure.at(r.mention.start) else r for r in readings]
                shown = sentence.text if kept is plain else shown_as(sentence, kept)
                bare = shown.strip()
                claims += [make_claim(r, sentence, shown, bare, report, section, origin) for r in readings]
        if figures:
            claims.sort(key=attrgetter("char_start"))
        assigned = assign_indicators(check_report(claims, source.text), source.text, report)
        checked += look_again(assigned, source.text, stripped.to_source(report.start), _end(stripped, report.end))
    passed = _passed(kept, plain, sorted(taken), skipped, titles, reports, origin) if numerals else ()
    return Extraction(
        kept=kept,
        removed=stripped.removed,
        reports=tuple(_report_in_source(report, stripped) for report in reports),
        sections=tuple(_in_source(section, stripped) for section in sections),
        claims=tuple(checked),
        passed_over=tuple(passed),
    )


def _line_that_leads(text: str, start: int, end: int, years: Years | None) -> Period | None:
    """The several years of a line without figures above a paragraph, which rules what stands below it:
    这五年，我们持续扩大开放，通道建设取得新突破。 “十四五”期间主要成绩"""
    line = text.rfind("\n", start, end - 1) + 1 if end else 0
    line = max(start, line)
    if not 0 < end - line <= _LONGEST_LEAD or not MANY_YEARS.search(text, line, end):
        return None
    return find_lead(text, line, end, years) or plan_named(text[line:end].strip(), years)


def _turns_to_year(text: str, start: int, end: int, frame: Frame) -> bool:
    """Whether a paragraph opens with the report's own year, or the one after it: what several years rule is over."""
    return any(
        opens["year"] is None or int(opens["year"]) in (frame.year, frame.now)
        for opens in _TURNS_TO_YEAR.finditer(text, start, end)
    )


def _report_in_source(r: Report, stripped: Stripped) -> Report:
    start, end = stripped.to_source(r.start), _end(stripped, r.end)
    return replace(r, start=start, end=end, title_end=max(start, _end(stripped, r.title_end)))


def _in_source(s: Section, stripped: Stripped) -> Section:
    if s.start < s.end:
        start, end = stripped.span_in_source(s.start, s.end)
    else:
        start, end = stripped.to_source(s.start), _end(stripped, s.end)
    return Section(s.section_id, s.report_id, s.path, s.level, s.part, start, end)


def _passed(
    kept: str,
    plain: str,
    taken: list[Span],
    skipped: list[Span],
    titles: list[Span],
    reports: Sequence[Report],
    origin: Origin,
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


def _maybe_advert(reading: Reading) -> Reading:
    return replace(reading, flags=(*reading.flags, MAYBE_ADVERT), doubts=(*reading.doubts, f"flag_{MAYBE_ADVERT}"))


def _encodable(text: str) -> str:
    """The text without the halves of surrogate pairs, which no encoder takes; to encode it is the fastest look."""
    try:
        text.encode("utf-16-le")
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def _in_kept(table: Table, stripped: Stripped) -> Table:
    """A table of the source in kept coordinates."""
    at = stripped.from_source
    cells = tuple(replace(cell, start=at(cell.start), end=at(cell.end)) for cell in table.cells)
    return Table(at(table.start), at(table.end), cells)


def _read_tables(plain: str, tables: Sequence[Table]) -> tuple[list[TableFigure], list[Span]]:
    """The figures of all tables in order, and the places of these tables' labels."""
    figures: list[TableFigure] = []
    labels: list[Span] = []
    for grid in find_grids(plain, tables):
        found = read_grid(grid)
        figures += found.figures
        labels += found.labels
    taken = {figure.mention.start for figure in figures}
    figures += [figure for figure in find_pairs(plain) if figure.mention.start not in taken]
    figures.sort(key=lambda figure: figure.mention.start)
    return figures, labels


def _outside(mentions: list[Mention], figures: list[TableFigure], labels: list[Span]) -> list[Mention]:
    """The quantities that are no table cells, nor labels of a table."""
    if not figures:
        return mentions
    spans = [*((f.mention.start, f.mention.end) for f in figures), *labels]
    taken = {position for start, end in spans for position in range(start, end)}
    return [m for m in mentions if m.start not in taken and m.end - 1 not in taken]


def _stem(path: str) -> str:
    """The name of a file without its folders and its ending."""
    return path.rpartition("/")[2].rpartition(".")[0]


def _row_of(text: str, figure: TableFigure) -> Sentence:
    """The table row that a figure stands in."""
    return Sentence(figure.row_start, figure.row_end, text[figure.row_start : figure.row_end], (figure.mention,))


def _paragraph(text: str, position: int) -> tuple[int, int]:
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, end if end >= 0 else len(text)


def _end(stripped: Stripped, end: int) -> int:
    """An exclusive end in the source: behind the last kept character."""
    return stripped.to_source(end - 1) + 1 if end else 0
