"""Which spans are not report?

Adverts, paywall markers, share buttons, tables of contents, page furniture and watermark words, from the knowledge in
data/adverts.toml, boilerplate.toml and pages.toml and from general signals: position, repetition, brackets, contacts.
Losing a sentence of a report is worse than keeping an advert, so every rule needs more than one word to act.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from extractors.cleaning import toc
from extractors.cleaning.adverts import AdvertRules, Found, Span, Suspects, is_whole
from extractors.cleaning.blanks import find_blanks
from extractors.cleaning.pages import PageRules, Zones, find_zones
from extractors.cleaning.repetition import LONGEST as LONGEST_REPEATED
from extractors.cleaning.repetition import key_of, repeated_inside
from extractors.cleaning.seams import is_title, repeated_at_seams
from extractors.cleaning.watermarks import find_watermarks, learn_brands, learn_sites
from extractors.language.grammar import HAN
from extractors.language.knowledge import fill, load
from extractors.language.phrases import PhraseFinder
from extractors.model import Removed

BLANKS = " \t\r\f\v\u00a0\u2002\u2003\u3000\u200b\ufeff"
LONGEST_FURNITURE = 120
LONGEST_MARKER = 60  # so far on either side of its phrase an inline rule reads
#: Zero-width and directional marks, word joiner, byte order mark, soft hyphen: inside a word they hide it.
INVISIBLE_MARKS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
INVISIBLE = re.compile(f"[{INVISIBLE_MARKS}]++")
#: How a character is read, behind it: 案(àn)件. A tone's mark tells it from other letters in brackets.
PINYIN = re.compile(r"[(（](?:[a-zü]{0,3}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,4}[ 　]?){1,3}[)）]")
ORNAMENTS = frozenset("-=_*~—─━★☆◆◇■□●○▲▼•·#+＊＝－…")
ORNAMENT = re.compile(rf"[{re.escape(''.join(sorted(ORNAMENTS)))}\s]{{3,}}+")
#: What sets a running head's pieces apart: blanks, bars, an address.
HEAD_PIECES = re.compile(r"(?<=\S)[ \u3000](?=\S)|[|｜·]|[A-Za-z]{3}")
LONGEST_HEAD = 60

Place = tuple[int, int, str]  # start, end, rule


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

    def from_source(self, position: int) -> int:
        """Source offset → kept offset of the same character, or of the next one that was kept."""
        piece = bisect_right(self._source_starts, position) - 1
        if piece < 0:
            return 0
        end = self._kept_starts[piece + 1] if piece + 1 < len(self._kept_starts) else len(self.kept)
        return min(self._kept_starts[piece] + position - self._source_starts[piece], end)

    def span_in_source(self, start: int, end: int) -> Span:
        """Where in the source a span of kept characters, one at least, begins and ends."""
        piece = bisect_right(self._kept_starts, start)
        shift = self._source_starts[piece - 1] - self._kept_starts[piece - 1]
        if piece == len(self._kept_starts) or end <= self._kept_starts[piece]:
            return start + shift, end + shift
        return start + shift, self.to_source(end - 1) + 1


@dataclass(frozen=True, slots=True)
class InlineRule:
    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    adverts: AdvertRules
    pages: PageRules
    inline: dict[str, list[InlineRule]]  # by phrase
    in_lines: frozenset[str]  # phrases
    anywhere: re.Pattern[str]
    edge: re.Pattern[str]
    phrases: PhraseFinder


@dataclass(frozen=True, slots=True)
class Hints:
    """What the phrases in a text speak for: rules that wait for one are slow, and read nothing else."""

    markers: list[Place]  # what inline rules take
    suspects: Suspects
    lines: list[int]  # that a line rule may take anywhere


def read_rows() -> dict[str, Any]:
    """The rows of data/adverts.toml and data/boilerplate.toml, examples included."""
    return load("adverts.toml") | load("boilerplate.toml")


@cache
def load_rules() -> Rules:
    data = read_rows()
    adverts, pages = AdvertRules(data), PageRules(load("pages.toml"))
    inline: defaultdict[str, list[InlineRule]] = defaultdict(list)
    for row in data["inline"]:
        rule = InlineRule(row["name"], re.compile(row["pattern"]))
        for phrase in row["phrases"]:
            inline[phrase].append(rule)
    anywhere = [row for row in data["line"] if row["where"] == "anywhere"]
    in_lines = frozenset(phrase for row in anywhere for phrase in row["phrases"])
    return Rules(
        adverts,
        pages,
        dict(inline),
        in_lines,
        _join(anywhere),
        _join(data["line"]),
        PhraseFinder({*adverts.evidence.signals_of, *inline, *in_lines}),
    )


def _join(rows: Iterable[dict[str, Any]]) -> re.Pattern[str]:
    patterns = [f"(?P<{row['name']}>{fill(row['pattern'], {'han': HAN})})" for row in rows]
    return re.compile("|".join(patterns), re.VERBOSE)


def strip(text: str, repeated: frozenset[str] = frozenset(), hidden: Sequence[Span] = ()) -> Stripped:
    """Take out what is not report; `repeated` are the lines of the batch that `repetition` counted.

    `hidden` is what the file's format hides. Works on any text and never raises.
    """
    unseen = _find_unseen(text, hidden)
    if not unseen:
        found, titles = _find(text, repeated)
        return _cut(text, _merge(text, found), titles)
    visible = _cut(text, unseen, ())
    found, titles = _find(visible.kept, repeated)
    placed = [(visible.to_source(start), visible.to_source(end - 1) + 1, rule) for start, end, rule in found]
    return _cut(text, _merge(text, [*placed, *((r.start, r.end, r.rule) for r in unseen)]), titles)


def _find_unseen(text: str, hidden: Sequence[Span]) -> tuple[Removed, ...]:
    """What nobody sees, or reads over: hidden text, invisible characters, and blanks inside numbers and words."""
    found: list[Place] = [(start, end, "hidden_text") for start, end in hidden]
    if any(mark in text for mark in INVISIBLE_MARKS):
        found += [(m.start(), m.end(), "invisible_character") for m in INVISIBLE.finditer(text)]
    found += find_blanks(text)
    found += [(m.start(), m.end(), "pinyin") for m in PINYIN.finditer(text)]
    return _merge(text, found)


def _find(text: str, repeated: frozenset[str]) -> tuple[list[Place], tuple[str, ...]]:
    """What to take out of a text without invisible characters, and the titles that its tables of contents list."""
    rules = load_rules()
    lines = _nonblank_lines(text)
    hints = _read_hints(text, lines, rules)
    suspects = hints.suspects
    tables = toc.find(text, lines)
    found: list[Place] = [(start, end, "toc") for table in tables for start, end in table.lines]
    found += hints.markers
    short = {n: text[slice(*lines[n])] for n in suspects if lines[n][1] - lines[n][0] <= LONGEST_REPEATED}
    again = {*repeated_inside(short), *(n for n, line in short.items() if repeated and key_of(line) in repeated)}
    adverts = rules.adverts.find(text, lines, suspects, again)
    furniture, zones = _find_furniture(text, lines, rules, hints, adverts)
    gone = {start for start, *_ in [*furniture, *found]}
    rules.adverts.take_at_edges(
        text, lines, suspects, adverts, zones, lambda n: 0 <= n < len(lines) and lines[n][0] in gone
    )
    brands = learn_brands(text[start:end] for spans in adverts.values() for start, end in spans)
    rules.adverts.take_branded(text, lines, brands, zones.at_edge, adverts)
    advert_spans = [span for spans in adverts.values() for span in spans]
    found += furniture
    found += [(start, end, "advert") for start, end in advert_spans]
    found += _find_repeated(text, lines, zones, rules, repeated)
    found += [
        (*lines[n], "repeated_line")
        for n in repeated_at_seams(text, lines)
        if not rules.adverts.stands_alone(text[slice(*lines[n])])
    ]
    found += _find_ornaments(text, lines, {start for start, *_ in found})
    found += find_watermarks(text, brands | learn_sites(text))
    return found, tuple(title for table in tables for title in table.titles)


def _nonblank_lines(text: str) -> list[Span]:
    """Each line that says something, without the blanks around it."""
    spans = []
    start = 0
    for line in text.split("\n"):
        body = line.strip(BLANKS)
        if body:
            first = start if len(body) == len(line) else start + line.index(body)
            spans.append((first, first + len(body)))
        start += len(line) + 1
    return spans


def _read_hints(text: str, lines: Sequence[Span], rules: Rules) -> Hints:
    starts = [start for start, _ in lines]
    markers: set[Place] = set()
    suspects: Suspects = {}
    in_lines: dict[int, None] = {}
    for at, phrase in rules.phrases.find(text):
        number = bisect_right(starts, at) - 1
        if phrase in rules.adverts.evidence.signals_of:
            suspects.setdefault(number, []).extend(rules.adverts.evidence.hits_of(phrase, at))
        if phrase in rules.in_lines:
            in_lines[number] = None
        for rule in rules.inline.get(phrase, ()):
            around = rule.pattern.finditer(text, max(0, at - LONGEST_MARKER), at + LONGEST_MARKER)
            markers.update((m.start(), m.end(), rule.name) for m in around if m.start() <= at < m.end())
    return Hints(sorted(markers), suspects, list(in_lines))


def _find_furniture(
    text: str, lines: Sequence[Span], rules: Rules, hints: Hints, adverts: Found
) -> tuple[list[Place], Zones]:
    fields = rules.pages.read_lines(text, lines)
    besides = {*(n for n in adverts if is_whole(n, lines, adverts)), *(n for n in fields if fields[n].is_enough)}
    zones = find_zones(text, lines, besides)
    at_edge = [*range(zones.first), *range(zones.last + 1, len(lines))]
    found: list[Place] = []
    for numbers, pattern in ((at_edge, rules.edge), (hints.lines, rules.anywhere)):
        for number in numbers:
            start, end = lines[number]
            m = pattern.fullmatch(text, start, end) if end - start <= LONGEST_FURNITURE else None
            if m:
                found.append((start, end, m.lastgroup or "line"))
    return found + rules.pages.find(text, lines, fields, zones), zones


def _find_repeated(
    text: str, lines: Sequence[Span], zones: Zones, rules: Rules, repeated: frozenset[str]
) -> list[Place]:
    """Lines of the batch's other files. No words of advert are needed above the first paragraph and below the last;
    between them only a line that comes again in this file too and is set like a running head, not like a heading."""
    if not repeated:
        return []
    short = {n: text[start:end] for n, (start, end) in enumerate(lines) if end - start <= LONGEST_REPEATED}
    keys = {n: key for n, line in short.items() if (key := key_of(line)) in repeated}
    counts = Counter(keys.values())
    own_title = _own_title(text, lines, keys)
    found = []
    for number, key in keys.items():
        line = short[number]
        if zones.at_edge(number):
            goes = not rules.adverts.stands_alone(line) and number != own_title
        else:
            heads = counts[key] > 1 and len(line) <= LONGEST_HEAD and HEAD_PIECES.search(line)
            goes = bool(heads) and not rules.adverts.is_report_line(line)
        if goes:
            found.append((*lines[number], "repeated_line"))
    return found


def _own_title(text: str, lines: Sequence[Span], repeated: Collection[int]) -> int | None:
    """The line that is a file's only title, though other files have it too: 政府工作报告 in a county's batch of years.

    A running head stands above a title of the file's own, a collection's name above titles that are not repeated.
    """
    titles = [n for n, line in enumerate(lines) if is_title(text, line)]
    own = titles and all(n in repeated for n in titles) and len({text[slice(*lines[n])] for n in titles}) == 1
    return titles[0] if own else None


def _find_ornaments(text: str, lines: Sequence[Span], gone: Collection[int]) -> list[Place]:
    """Lines drawn beside what goes: ------, ★★★."""
    return [
        (start, end, "ornament")
        for number, (start, end) in enumerate(lines)
        if text[start] in ORNAMENTS
        and any(lines[n][0] in gone for n in (number - 1, number + 1) if 0 <= n < len(lines))
        and ORNAMENT.fullmatch(text, start, end)
    ]


def _merge(text: str, found: list[Place]) -> tuple[Removed, ...]:
    """Sorted and not overlapping: of overlapping finds one span is left, under the rule of the widest."""
    merged: list[Place] = []
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
