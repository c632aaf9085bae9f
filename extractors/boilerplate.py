"""Which spans are not report?

Adverts, paywall markers, share buttons, tables of contents, page furniture and watermark words, from the knowledge in
data/boilerplate.toml and from general signals: position, repetition, brackets, contacts. Losing a sentence of a report
is worse than keeping an advert, so every rule needs more than one word to act.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import regex

from extractors import toc
from extractors.adverts import AdvertRules, Span, find_watermarks, learn_brands
from extractors.knowledge import load
from extractors.model import Removed
from extractors.pages import PageRules, find_zones

BLANKS = " \t\r\f\v\u00a0\u2002\u2003\u3000\u200b\ufeff"
LINE = regex.compile(r"[^\n]++")
LONGEST_FURNITURE = 120


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is left of a source text, and what was taken out of it."""

    source: str
    kept: str
    removed: tuple[Removed, ...]
    toc_titles: tuple[str, ...] = ()
    _kept_starts: tuple[int, ...] = field(default=(), repr=False)  # kept offset at which each kept piece begins
    _source_starts: tuple[int, ...] = field(default=(), repr=False)  # source offset of the same character

    def to_source(self, position: int) -> int:
        """Kept offset → offset of the same character in the source; for `len(kept)`, just behind the last one."""
        if not 0 <= position <= len(self.kept):
            raise IndexError(f"position {position} is outside the kept text (0 to {len(self.kept)})")
        if not self.kept:
            return 0
        if position == len(self.kept):
            return self.to_source(position - 1) + 1
        piece = bisect_right(self._kept_starts, position) - 1
        return self._source_starts[piece] + position - self._kept_starts[piece]


@dataclass(frozen=True, slots=True)
class LineRule:
    name: str
    where: str
    pattern: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    adverts: AdvertRules
    pages: PageRules
    inline: tuple[LineRule, ...]
    lines: tuple[LineRule, ...]
    anywhere: regex.Pattern[str]
    edge: regex.Pattern[str]


def read_rows() -> dict[str, Any]:
    """The rows of data/boilerplate.toml, examples included."""
    return load("boilerplate.toml")


@cache
def load_rules() -> Rules:
    data = read_rows()
    inline = tuple(LineRule(row["name"], "anywhere", regex.compile(row["pattern"])) for row in data["inline"])
    lines = tuple(
        LineRule(row["name"], row["where"], regex.compile(row["pattern"].strip(), regex.VERBOSE))
        for row in data["line"]
    )
    return Rules(
        AdvertRules(data),
        PageRules(load("pages.toml")),
        inline,
        lines,
        _join(rule for rule in lines if rule.where == "anywhere"),
        _join(lines),
    )


def _join(rules: Iterable[LineRule]) -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?P<{rule.name}>{rule.pattern.pattern})" for rule in rules), regex.VERBOSE)


def strip(text: str) -> Stripped:
    """Take out what is not report. Works on any text and never raises."""
    rules = load_rules()
    lines = _nonblank_lines(text)
    found: list[tuple[int, int, str]] = []
    tables = toc.find(text, lines)
    for table in tables:
        found += [(start, end, "toc") for start, end in table.lines]
    adverts = rules.adverts.find(text, lines)
    found += adverts
    found += _find_inline(text, rules)
    found += _find_furniture(
        text, lines, rules, {bisect_right(lines, (start, len(text))) - 1 for start, _, _ in adverts}
    )
    brands = learn_brands(text[start:end] for start, end, _ in adverts)
    found += find_watermarks(text, brands)
    removed = _merge(text, found)
    titles = tuple(title for table in tables for title in table.titles)
    return _cut(text, removed, titles)


def _nonblank_lines(text: str) -> list[Span]:
    """Each line that says something, without the blanks around it."""
    spans = []
    for m in LINE.finditer(text):
        line = m[0]
        body = line.strip(BLANKS)
        if body:
            start = m.start() + len(line) - len(line.lstrip(BLANKS))
            spans.append((start, start + len(body)))
    return spans


def _find_inline(text: str, rules: Rules) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), rule.name) for rule in rules.inline for m in rule.pattern.finditer(text)]


def _find_furniture(
    text: str, lines: list[Span], rules: Rules, advert_lines: Collection[int]
) -> list[tuple[int, int, str]]:
    fields = rules.pages.read_lines(text, lines)
    zones = find_zones(text, lines, {*advert_lines, *(n for n in fields if fields[n].is_enough)})
    found = []
    for number, (start, end) in enumerate(lines):
        if end - start <= LONGEST_FURNITURE:
            pattern = rules.edge if zones.at_edge(number) else rules.anywhere
            m = pattern.fullmatch(text, start, end)
            if m:
                found.append((start, end, m.lastgroup or "line"))
    return found + rules.pages.find(text, lines, fields, zones)


def _merge(text: str, found: list[tuple[int, int, str]]) -> tuple[Removed, ...]:
    """Sorted and not overlapping: of overlapping finds one span is left, under the rule of the widest."""
    merged: list[tuple[int, int, str]] = []
    for start, end, rule in sorted(found, key=lambda item: (item[0], -item[1])):
        if start >= end:
            continue
        if merged and start < merged[-1][1]:
            first, last, name = merged[-1]
            merged[-1] = (first, max(last, end), name)
        else:
            merged.append((start, end, rule))
    return tuple(Removed(start, end, text[start:end], rule) for start, end, rule in merged)


def _cut(text: str, removed: tuple[Removed, ...], titles: tuple[str, ...]) -> Stripped:
    pieces: list[str] = []
    kept_starts: list[int] = []
    source_starts: list[int] = []
    at = length = 0
    for end, resume in [*((span.start, span.end) for span in removed), (len(text), len(text))]:
        if end > at:
            kept_starts.append(length)
            source_starts.append(at)
            pieces.append(text[at:end])
            length += end - at
        at = resume
    return Stripped(text, "".join(pieces), removed, titles, tuple(kept_starts), tuple(source_starts))
