"""What does the page of a report look like? Its header, the original text with the claims marked, their fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import chain
from string import Template

from extractors.quantities.passed import LAST_RESORTS
from flows.site.labels import read_asset
from flows.site.links import id_without_report, passed_id, report_path, report_url
from flows.site.marks import LINE_END, Heading, Span, show_text
from flows.site.pictures import Pictures
from flows.site.rows import Because, ClaimRow, ReportRow, SourceRows

TO_ROOT = "../../"  # from reports/<batch>/
LONG = 20_000  # characters; longer texts are laid out as they come near the screen
CONTENTS_LEVEL = 2  # headings down to this one are listed
CONTENTS_MOST = 200
PASSED_HINT = " Numerals with dots below were passed over: they are no claims. A click on one tells why."
NO_PICTURES = Pictures()
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
    title = f"{source.path} (no report found)"
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
        home=TO_ROOT + "index.html",
        title=escape(report.title),
        batch=escape(source.batch),
        report=escape(report.report_id),
        source=escape(source.path),
        facts=write_facts(source, report, claims, removed, passed),
        contents=write_contents(contents),
        hint=PASSED_HINT if passed else "",
        long="long" if end - start > LONG else "",
    )
    middle = between.substitute(neighbours=write_neighbours(source.batch, neighbours))
    text = show_text(source.text, start, end, spans_of(claims, removed, passed), headings)
    pieces = chain([head], text, [middle], write_data(claims, pictures), [after.substitute()])
    return Page(report_path(source.batch, report.report_id), pieces)


@cache
def report_templates() -> tuple[Template, Template, Template]:
    """What stands before the text, between it and the data, and behind that."""
    before, _, rest = read_asset("report.html").partition("$text")
    between, _, after = rest.partition("$data")
    return Template(before), Template(between), Template(after)


def spans_of(claims: Sequence[ClaimRow], removed: Sequence[Because], passed: Sequence[Because]) -> list[Span]:
    """All that is marked, in the order of starts, the longer first where some start together."""
    spans = [Span(c.start, c.end, "mark", *mark_attributes(c)) for c in claims]
    for start, end, rule in removed:
        told = f'title="removed as boilerplate: {escape(rule)}"'
        spans.append(Span(start, end, "del", told, told))
    for start, end, reason in passed:
        name, told = passed_id(start), f'data-why="{escape(reason)}" title="passed over: {escape(reason)}"'
        spans.append(Span(start, end, "u", f'id="{name}" {told}', f'data-of="{name}" {told}'))
    return sorted(spans, key=lambda span: (span.start, -span.end))


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
    return f'<details class="contents"><summary lang="en">Contents</summary><ol>{items}</ol></details>'


def write_neighbours(batch: str, neighbours: Sequence[ReportRow | None]) -> str:
    """Links to the reports before and after this one in the same source."""
    links = [
        f'<a rel="{rel}" href="{TO_ROOT}{report_url(batch, report.report_id)}">'
        f'<span lang="en">{word}</span> {escape(report.title)}</a>'
        for rel, word, report in zip(("prev", "next"), ("Previous", "Next"), neighbours, strict=False)
        if report
    ]
    return f'<nav class="neighbours" aria-label="Reports of this source">{"".join(links)}</nav>' if links else ""


def write_facts(
    source: SourceRows,
    report: ReportRow,
    claims: Sequence[ClaimRow],
    removed: Sequence[Because],
    passed: Sequence[Because],
) -> str:
    """What is known of the report, as a list of names and values."""
    counts = [f"{len(claims):,}"]
    for word in ("masked", "flagged", "unsure"):
        number = sum(getattr(claim, word) for claim in claims)
        counts += [f"{number:,} {word}"] if number else []
    judged = sum(claim.review is not None for claim in claims)
    counts += [f"{judged:,} reviewed"] if judged else []
    facts = [
        ("Title, uncensored", report.title_plain if report.title_plain != report.title else None),
        ("Issuer", report.issuer),
        ("Region", report.region),
        ("Year", report.year),
        ("Signed on", report.signed_on),
        ("Claims", ", ".join(counts)),
        ("Removed", f"{sum(e - s for s, e, _ in removed):,} characters of boilerplate" if removed else None),
        ("Passed over", count_passed(passed)),
        ("Batch", source.batch),
        ("Source", source.path),
        ("Encoding", source.encoding),
    ]
    rows = [
        f"<div><dt>{name}</dt><dd>{escape(str(value))}</dd></div>" for name, value in facts if value not in (None, "")
    ]
    if report.duplicate_of:
        link = TO_ROOT + report_url(report.duplicate_in or source.batch, report.duplicate_of)
        where = f" in batch {escape(report.duplicate_in)}" if report.duplicate_in else ""
        rows.append(f'<div><dt>Repeats</dt><dd><a href="{link}">{escape(report.duplicate_of)}</a>{where}</dd></div>')
    return "".join(rows)


def count_passed(passed: Sequence[Because]) -> str:
    """How many numerals are no claims, and how many of them by no rule; nothing where none are known of."""
    last = sum(reason in LAST_RESORTS for _, _, reason in passed)
    told = f"{len(passed):,} numeral{'' if len(passed) == 1 else 's'}" if passed else ""
    return f"{told}, {last:,} of them by a last resort" if last else told


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
