"""Where do reports and sections begin and end, and who reports on what year?

Positions are in kept coordinates: offsets into the text that is left after boilerplate was removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from msgspec import Struct

from extractors.cleaning.stripped import Stripped
from extractors.language.knowledge import load
from extractors.model import Report, Section
from extractors.structure import parts
from extractors.structure.headings import Heading, find_headings, rank_styles
from extractors.structure.issuers import IssuerRules
from extractors.structure.lines import Line, read_lines
from extractors.structure.titles import MARKDOWN_TITLE, NUMBERED, Opening, TitleRules, find_openings

ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Rules:
    titles: TitleRules
    issuers: IssuerRules
    parts: tuple[parts.PartRule, ...]


@cache
def load_rules() -> Rules:
    data = load("structure.toml")
    return Rules(TitleRules.of(data), IssuerRules(data), parts.read_rules(data))


def split(stripped: Stripped, source_id: str) -> tuple[tuple[Report, ...], tuple[Section, ...]]:
    """The reports of a text and the sections that tile them."""
    rules = load_rules()
    lines = read_lines(stripped.kept)
    below_contents = max((span.end for span in stripped.removed if span.rule == "toc"), default=0)
    openings = find_openings(
        lines, stripped.toc_titles, lambda line: stripped.to_source(line.start) >= below_contents, rules.titles
    )
    reports: list[Report] = []
    sections: list[Section] = []
    for number, opening in enumerate(openings, start=1):
        last = openings[number].line if number < len(openings) else len(lines)
        own = lines[opening.line : last]
        end = lines[last].start if last < len(lines) else len(stripped.kept)
        headings = find_headings(own[_title_lines(own, opening) :])
        identity = rules.issuers.identify(opening.title, own, [h.text for h in headings])
        report = Report(
            f"{source_id[:ID_LENGTH]}-r{number:02d}",
            opening.title,
            identity.issuer,
            identity.region,
            identity.year,
            identity.signed_on,
            own[0].start,
            end,
        )
        reports.append(report)
        sections += _divide_with_plan(report, own, headings, parts.PartRules(rules.parts, identity.year))
    return tuple(reports), tuple(sections)


def _title_lines(lines: Sequence[Line], opening: Opening) -> int:
    """How many of a report's lines are its title and cannot be headings."""
    is_heading = NUMBERED.match(lines[0].text) and not MARKDOWN_TITLE.match(lines[0].text)
    return 0 if is_heading else max(1, opening.lines)


def _divide_with_plan(
    report: Report, lines: Sequence[Line], headings: Sequence[Heading], rules: parts.PartRules
) -> list[Section]:
    """Where no heading opens a plan, a paragraph in the latter half may: 2024年，我们将…"""
    sections = divide(report, lines, headings, rules)
    if any(section.part == parts.PLAN for section in sections):
        return sections
    middle = (report.start + report.end) // 2
    for line in lines[1:]:
        if line.start >= middle and parts.turns_to_plan(line.text, report.year):
            turn = Heading(line.start, "", "plain_part", False)
            if all(heading.start != line.start for heading in headings):
                return divide(report, lines, sorted([*headings, turn], key=lambda heading: heading.start), rules)
    return sections


class _Open(Struct, frozen=True, gc=False):
    """A heading under which the text goes on."""

    heading: Heading
    rank: int
    part: str
    path: str  # as of its section


def divide(report: Report, lines: Sequence[Line], headings: Sequence[Heading], rules: parts.PartRules) -> list[Section]:
    """A report's sections, without gaps from its first character to its last."""
    ranks = rank_styles(headings)
    before_any = parts.of_title(report.title)
    begun: list[tuple[int, str, int, str]] = []  # start, path, level and part of each section
    open_headings: list[_Open] = []
    outermost = ""  # the part of the last outermost heading
    last_line_ends: int | None = None  # where the clauses of a paragraph stop

    def begin(start: int) -> None:
        if begun and begun[-1][0] == start:
            begun.pop()
        innermost = open_headings[-1] if open_headings else None
        path, part = (innermost.path, innermost.part) if innermost else ("", before_any)
        begun.append((start, path, len(open_headings), part))

    begin(report.start)
    starts = [line.start for line in lines]
    next_line = 0
    for heading in headings:
        if last_line_ends is not None and heading.start >= last_line_ends:
            while next_line < len(starts) and starts[next_line] < last_line_ends:
                next_line += 1
            open_headings = [item for item in open_headings if item.heading.until is None]
            if next_line < len(starts) and starts[next_line] < heading.start:
                begin(starts[next_line])
        last_line_ends = heading.until
        rank = ranks[heading.style]
        while open_headings and open_headings[-1].rank >= rank:
            open_headings.pop()
        above = open_headings[-1] if open_headings else None
        parent = above.part if above else ""
        part = rules.of_heading(heading.text, parent) if heading.text else parts.PLAN
        if part is None:
            part = parent or (parts.after(outermost) if outermost else before_any)
        if not open_headings:
            outermost = part
        path = f"{above.path} > {heading.text}" if above and above.path and heading.text else ""
        path = path or heading.text or (above.path if above else "")
        open_headings.append(_Open(heading, rank, part, path))
        begin(heading.start)
    if last_line_ends is not None:
        rest = next((start for start in starts if start >= last_line_ends), None)
        if rest is not None:
            open_headings = [item for item in open_headings if item.heading.until is None]
            begin(rest)
    ends = [*(start for start, *_ in begun[1:]), report.end]
    return [
        Section(f"{report.report_id}-s{number:03d}", report.report_id, path, level, part, start, end)
        for number, ((start, path, level, part), end) in enumerate(zip(begun, ends, strict=True), start=1)
    ]
