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
from extractors.language.script import simplify
from extractors.model import Block, Report, Section
from extractors.structure import parts
from extractors.structure.dates import read_day
from extractors.structure.headings import Heading, find_headings, rank_styles
from extractors.structure.issuers import IssuerRules
from extractors.structure.lines import BLANKS, Line, read_lines
from extractors.structure.openings import Opening, find_openings
from extractors.structure.titles import MARKDOWN_TITLE, NUMBERED, TitleRules, is_spoken_opening
from extractors.structure.told_years import PUBLISHED
from extractors.structure.years import BYLINE

ID_LENGTH = 16
OF_PAGE = frozenset({"page_furniture", "published", "origin"})  # the rules that remove what a page says of itself


@dataclass(frozen=True, slots=True)
class Rules:
    titles: TitleRules
    issuers: IssuerRules
    parts: tuple[parts.PartRule, ...]


@cache
def load_rules() -> Rules:
    data = load("structure.toml")
    return Rules(TitleRules.of(data), IssuerRules(data), parts.read_rules(data))


def split(
    stripped: Stripped, source_id: str, plain: str | None = None, blocks: Sequence[Block] = (), file_name: str = ""
) -> tuple[tuple[Report, ...], tuple[Section, ...]]:
    """The reports of a text and the sections that tile them.

    `plain` is the kept text in simplified characters, where that is known: the rules read those. Titles and headings
    are given as written; issuer and region, by which reports meet, in simplified characters. `blocks`: what the
    document's format says of its lines, in positions of the source; `file_name`: that of the file, without its ending.
    """
    rules = load_rules()
    plain = simplify(stripped.kept) if plain is None else plain
    lines = read_lines(plain)
    below_contents = max((span.end for span in stripped.removed if span.rule == "toc"), default=0)
    openings = find_openings(
        lines,
        [simplify(title) for title in stripped.toc_titles],
        lambda line: stripped.to_source(line.start) >= below_contents,
        rules.titles,
    )
    styled = {line_start(stripped, block): block.level for block in blocks if block.kind == "heading"}
    reports: list[Report] = []
    sections: list[Section] = []
    for number, opening in enumerate(openings, start=1):
        last = openings[number].line if number < len(openings) else len(lines)
        own = lines[opening.line : last]
        end = lines[last].start if last < len(lines) else len(stripped.kept)
        headings = find_headings(own[_title_lines(own, opening) :], styled)
        identity = rules.issuers.identify(
            opening.title if opening.is_titled else "",
            own[opening.lines :],
            [heading.text for heading in headings],
            _line_above(lines, opening),
            "\n".join(
                (_cut_around(stripped, lines, opening.line, last), *(line.text for line in own[: opening.lines]))
            ),
            simplify(file_name),
        )
        report = Report(
            f"{source_id[:ID_LENGTH]}-r{number:02d}",
            opening.title if plain == stripped.kept else as_written(opening.title, plain, stripped.kept, own[0].start),
            identity.issuer,
            identity.region,
            identity.year,
            identity.signed_on,
            own[0].start,
            end,
            own[opening.lines - 1].end if opening.lines else own[0].start,
            opening.is_titled,
            identity.year_of_publication,
            identity.year_is_guessed,
            year_in_passing=identity.year_in_passing,
            now=identity.now,
            told_on=identity.told_on,
            year_of_file_name=identity.year_of_file_name,
        )
        reports.append(report)
        sections += _divide_with_plan(report, own, headings, parts.PartRules(rules.parts, identity.year))
    return tuple(reports), tuple(sections)


def as_written(text: str, plain: str, kept: str, start: int) -> str:
    """A title or a heading, whose characters stand in the text from `start` on, in the characters of the source."""
    written: list[str] = []
    at = start
    for character in text:
        at = plain.find(character, at)
        if at < 0:
            return text
        written.append(kept[at])
        at += 1
    return "".join(written)


def _cut_around(stripped: Stripped, lines: Sequence[Line], first: int, last: int) -> str:
    """What was removed above a report, in it and behind it, up to its neighbours: a page says there when it is from."""
    start = stripped.to_source(lines[first - 1].end - 1) + 1 if first else 0
    end = stripped.to_source(lines[last].start) if last < len(lines) else len(stripped.source)
    return "\n".join(
        span.text
        for span in stripped.removed
        if start <= span.start < end
        and (span.rule in OF_PAGE or PUBLISHED.search(span.text) or BYLINE.search(span.text) or read_day(span.text))
    )


def line_start(stripped: Stripped, block: Block) -> int:
    """Where in the kept text the first character of a block's line stands."""
    written = stripped.source[block.start : block.end]
    return stripped.from_source(block.start + len(written) - len(written.lstrip(BLANKS)))


def _line_above(lines: Sequence[Line], opening: Opening) -> str:
    """What stands above a title: of a cover's lines the first, where the title is said without it."""
    first = lines[opening.line].text
    if opening.lines > 1 and first not in opening.title:
        return first
    return lines[opening.line - 1].text if opening.line else ""


def _title_lines(lines: Sequence[Line], opening: Opening) -> int:
    """How many of a report's lines are its title, or a speech's salutation, and cannot be headings."""
    is_heading = NUMBERED.match(lines[0].text) and not MARKDOWN_TITLE.match(lines[0].text)
    spoken = is_spoken_opening(lines[0].text)
    return 0 if is_heading else max(int(spoken), opening.lines)


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
    before_any = parts.of_title(report.title if report.is_titled else "")
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
            part = parent or parts.after(outermost, before_any)
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
