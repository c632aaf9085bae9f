"""What does the page of a report look like? Its header, the original text with the claims marked, their fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import chain
from string import Template

from markupsafe import Markup

from expectations.messages.catalogue import CHINESE, N_, translate
from expectations.messages.html import both, both_of, named
from expectations.pages.templates import link, said_template
from expectations.pages.words import word_for
from extractors.model import LAST_RESORTS
from flows.site.links import id_without_report, passed_id, report_path, report_url
from flows.site.marks import LINE_END, Heading, Span, show_text
from flows.site.pictures import Pictures
from flows.site.rows import Because, ClaimRow, ReportRow, SourceRows

TO_ROOT = "../../"  # from reports/<batch>/
LONG = 20_000  # characters; longer texts are laid out as they come near the screen
CONTENTS_LEVEL = 2  # headings down to this one are listed
CONTENTS_MOST = 200
NO_PICTURES = Pictures()
#: What is counted of a report's claims, by the field of a claim that says so
COUNTED = {
    "masked": N_("{count} censored"),
    "flagged": N_("{count} with a warning"),
    "unsure": N_("{count} unsure"),
    "review": N_("{count} reviewed"),
}
NUMBERING = 8  # characters beside a heading's words in its line, at most: （十二）, a full stop


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site, in pieces: that of a text of millions of characters is large."""

    path: str
    pieces: Iterable[str]


def write_source_pages(source: SourceRows, assets: str, pictures: Pictures = NO_PICTURES) -> list[Page]:
    """One page a report. Between them they show the whole text: what stands before a report is on its page."""
    reports = sorted(source.reports, key=lambda report: (report.start, report.end)) or [without_report(source)]
    ends = [report.end for report in reports[:-1]] + [len(source.text)]
    pages = []
    start = 0
    for number, (report, end) in enumerate(zip(reports, ends, strict=True)):
        end = max(start, end)
        neighbours = (reports[number - 1] if number else None, *reports[number + 1 : number + 2])
        pages.append(write_page(source, report, start, end, neighbours, assets, pictures))
        start = end
    return pages


def without_report(source: SourceRows) -> ReportRow:
    """Stands for the report where none was found."""
    title = source.path
    identity = id_without_report(source.source_id)
    return ReportRow(identity, 0, len(source.text), title, title, None, None, None, None, None, None)


def write_page(
    source: SourceRows,
    report: ReportRow,
    start: int,
    end: int,
    neighbours: Sequence[ReportRow | None],
    assets: str,
    pictures: Pictures,
) -> Page:
    claims = [claim for claim in source.claims if claim.report_id == report.report_id]
    removed, passed = (
        [span for span in spans if span[0] < end and span[1] > start] for spans in (source.removed, source.passed)
    )
    headings, contents = find_headings(source, report)
    before, between, after = report_templates()
    head = before.substitute(
        assets=TO_ROOT + assets,
        title=escape(report.title),
        batch=escape(source.batch),
        report=escape(report.report_id),
        source=escape(source.path),
        facts=write_facts(source, report, claims, removed, passed),
        contents=write_contents(contents),
        hint=write_hint() if passed else "",
        long="long" if end - start > LONG else "",
    )
    middle = between.substitute(neighbours=write_neighbours(source.batch, neighbours))
    text = show_text(source.text, start, end, spans_of(claims, removed, passed), headings)
    pieces = chain([head], text, [middle], write_data(claims, pictures), [after.substitute()])
    return Page(report_path(source.batch, report.report_id), pieces)


@cache
def report_templates() -> tuple[Template, Template, Template]:
    """What stands before the text, between it and the data, and behind that."""
    before, _, rest = said_template("flows.site", "report.html").partition("$text")
    between, _, after = rest.partition("$data")
    return Template(before), Template(between), Template(after)


def spans_of(claims: Sequence[ClaimRow], removed: Sequence[Because], passed: Sequence[Because]) -> list[Span]:
    """All that is marked, in the order of starts, the longer first where some start together."""
    spans = [Span(c.start, c.end, "mark", *mark_attributes(c)) for c in claims]
    for start, end, rule in removed:
        told = f'title="{escape(write_rule(rule))}" data-rule="{escape(rule)}"'
        spans.append(Span(start, end, "del", told, told))
    for start, end, reason in passed:
        name, told = passed_id(start), f'data-why="{escape(reason)}"'
        spans.append(Span(start, end, "u", f'id="{name}" {told}', f'data-of="{name}" {told}'))
    return sorted(spans, key=lambda span: (span.start, -span.end))


@cache
def write_rule(rule: str) -> str:
    """In Chinese, for those without scripts; others have report.js say it in their language."""
    chinese = translate(CHINESE)
    return chinese("Removed as boilerplate: {rule}", rule=chinese(word_for("rules", rule.partition(":")[0])))


def mark_attributes(claim: ClaimRow) -> tuple[str, str]:
    doubts = f"{' f' if claim.flagged else ''}{' u' if claim.unsure else ''}"
    doubts += f" v-{claim.review}" if claim.review else ""
    look, identity = f'class="k-{claim.kind} s-{claim.status}{doubts}"', escape(claim.claim_id)
    return f'id="{identity}" {look}', f'data-of="{identity}" {look}'


def find_headings(source: SourceRows, report: ReportRow) -> tuple[dict[int, Heading], list[tuple[int, str, str]]]:
    """The lines that head something, by position. And for the list of contents: level, id, heading."""
    headings: dict[int, Heading] = {}
    contents = []
    title = line_begun_at(source.text, report.start)
    if title is not None:
        headings[title] = Heading(1, "title", len(report.title) + NUMBERING)
    for report_id, start, level, path in source.sections:
        place = line_begun_at(source.text, start) if report_id == report.report_id and level else None
        if place is not None:
            heading = path.rsplit(" > ", 1)[-1]
            headings[place] = Heading(level + 1, f"s{place}", len(heading) + NUMBERING)
            if level <= CONTENTS_LEVEL:
                contents.append((level, f"s{place}", heading))
    return headings, contents


def line_begun_at(text: str, start: int) -> int | None:
    """Where the line begins whose first ink is the first at or after `start`; None where that is amid a line."""
    while start < len(text) and text[start].isspace():
        start += 1
    while start and text[start - 1].isspace() and not LINE_END.match(text[start - 1]):
        start -= 1
    return start if not start or LINE_END.match(text[start - 1]) else None


def write_contents(contents: Sequence[tuple[int, str, str]]) -> str:
    if not contents:
        return ""
    items = "".join(
        f'<li class="l{level}"><a href="#{identity}">{escape(heading)}</a></li>'
        for level, identity, heading in contents[:CONTENTS_MOST]
    )
    summary = both("Headings")
    return f'<details class="contents"><summary>{summary}</summary><ol>{items}</ol></details>'


def write_neighbours(batch: str, neighbours: Sequence[ReportRow | None]) -> str:
    """Links to the reports before and after this one in the same source."""
    links = [
        f'<a rel="{rel}" href="{TO_ROOT}{report_url(batch, report.report_id)}">'
        f"<small>{both(word)}</small> {escape(report.title)}</a>"
        for rel, word, report in zip(("prev", "next"), (N_("Previous"), N_("Next")), neighbours, strict=False)
        if report
    ]
    label = named("aria-label", "Reports of this source")
    return f'<nav class="neighbours" {label}>{"".join(links)}</nav>' if links else ""


def write_facts(
    source: SourceRows,
    report: ReportRow,
    claims: Sequence[ClaimRow],
    removed: Sequence[Because],
    passed: Sequence[Because],
) -> str:
    """What is known of the report, as a list of names and values."""
    counts = [Markup(f"{len(claims):,}")]
    for word, told in COUNTED.items():
        number = sum(bool(getattr(claim, word)) for claim in claims)
        counts += [both(told, count=f"{number:,}")] if number else []
    characters = sum(end - start for start, end, _ in removed)
    facts: list[tuple[str, object]] = [
        (N_("Title, uncensored"), report.title_plain if report.title_plain != report.title else None),
        (N_("Issuer"), report.issuer),
        (N_("Region"), report.region),
        (N_("Year reported on"), report.year),
        (N_("Signed on"), report.signed_on),
        (N_("Claims"), both(", ").join(counts)),
        (N_("Removed"), both_of("{count} character of boilerplate", "{count} characters of boilerplate", characters)),
        (N_("Passed over"), count_passed(passed)),
        (N_("Batch"), source.batch),
        (N_("Source"), source.path),
        (N_("Encoding"), source.encoding),
    ]
    if not characters:
        facts = [fact for fact in facts if fact[0] != "Removed"]
    if not source.reports:
        facts.insert(0, (N_("Report"), both("none was found in this text")))
    rows = [write_fact(name, value) for name, value in facts if value not in (None, "")]
    if report.duplicate_of:
        address = TO_ROOT + report_url(report.duplicate_in or source.batch, report.duplicate_of)
        where = both(" in batch {batch}", batch=report.duplicate_in) if report.duplicate_in else Markup()
        rows.append(write_fact(N_("Repeats"), link(address, report.duplicate_of) + where))
    return "".join(rows)


def write_fact(name: str, value: object) -> str:
    return Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(both(name), value)


def count_passed(passed: Sequence[Because]) -> Markup:
    """How many numerals are no claims, and how many of them by no rule; nothing where none are known of."""
    if not passed:
        return Markup()
    last = sum(reason in LAST_RESORTS for _, _, reason in passed)
    told = both_of("{count} numeral", "{count} numerals", len(passed))
    return told + both(", {count} of them by a last resort", count=f"{last:,}") if last else told


@cache
def write_hint() -> str:
    return both("Numerals with dots below were passed over: they are no claims. A click on one tells why.")


def write_data(claims: Sequence[ClaimRow], pictures: Pictures) -> Iterator[str]:
    """The claims' fields as JSON, with where they are printed; heading paths, which many share, stand once."""
    shown = {claim.claim_id: pictures.find(claim.claim_id, claim.page, claim.box) for claim in claims}
    used = sorted({found[0] for found in shown.values() if found})
    paths = {path: number for number, path in enumerate(dict.fromkeys(claim.section for claim in claims))}
    sheets = [(page, TO_ROOT + file, *size) for page, file, *size in (pictures.sheets[number] for number in used)]
    yield escape_in_script(f'{{"sections":{json.dumps(list(paths), ensure_ascii=False)},\n')
    yield escape_in_script(f'"pictures":{json.dumps(sheets, separators=(",", ":"))},\n"claims":[')
    for number, claim in enumerate(claims):
        found = shown[claim.claim_id]
        where = f",{json.dumps([used.index(found[0]), *found[1]], separators=(',', ':'))}" if found else ""
        row = f"[{json.dumps(claim.claim_id)},{paths[claim.section]},{claim.fields}{where}]"
        yield escape_in_script(f",\n{row}" if number else f"\n{row}")
    yield "]}"


def escape_in_script(data: str) -> str:
    """JSON that ends no script: a title may say </script>."""
    return data.replace("<", "\\u003c")
