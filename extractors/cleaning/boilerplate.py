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
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.cleaning import toc
from extractors.cleaning.adverts import AdvertRules, Span, Suspects, is_whole
from extractors.cleaning.between_rows import with_line_ends
from extractors.cleaning.blanks import find_blanks
from extractors.cleaning.markup import find_markup
from extractors.cleaning.offers import Offers
from extractors.cleaning.page_marks import find_page_marks
from extractors.cleaning.pages import Fields, PageRules, Zones, find_zones
from extractors.cleaning.pitches import find_pitches
from extractors.cleaning.repetition import LONGEST as LONGEST_REPEATED
from extractors.cleaning.repetition import key_of, repeated_inside
from extractors.cleaning.seams import is_title, repeated_at_seams
from extractors.cleaning.split_numbers import find_splits
from extractors.cleaning.stripped import Place, Stripped, cut, merge
from extractors.cleaning.tails import find_tails
from extractors.cleaning.voice import Voice, load_voice
from extractors.cleaning.watermarks import find_watermarks, learn_brands, learn_heads, learn_sites
from extractors.cleaning.wraps import find_lowered, find_wraps
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


@dataclass(frozen=True, slots=True)
class InlineRule:
    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    adverts: AdvertRules
    voice: Voice
    offers: Offers
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
    voice: dict[int, int]  # how many words of adverts a line has
    offers: list[tuple[int, str]]  # where a phrase of an offer stands


def read_rows() -> dict[str, Any]:
    """The rows of data/adverts.toml and data/boilerplate.toml, examples included."""
    return load("adverts.toml") | load("boilerplate.toml")


@cache
def load_rules() -> Rules:
    return make_rules(load_voice())


def make_rules(voice: Voice) -> Rules:
    data = read_rows()
    adverts, offers, pages = AdvertRules(data), Offers(load("offers.toml")), PageRules(load("pages.toml"))
    inline: defaultdict[str, list[InlineRule]] = defaultdict(list)
    for row in data["inline"]:
        rule = InlineRule(row["name"], re.compile(row["pattern"]))
        for phrase in row["phrases"]:
            inline[phrase].append(rule)
    anywhere = [row for row in data["line"] if row["where"] == "anywhere"]
    in_lines = frozenset(phrase for row in anywhere for phrase in row["phrases"])
    return Rules(
        adverts,
        voice,
        offers,
        pages,
        dict(inline),
        in_lines,
        _join(anywhere),
        _join(data["line"]),
        PhraseFinder({*adverts.evidence.signals_of, *offers.rows_of, *inline, *in_lines, *voice.hints}),
    )


def _join(rows: Iterable[dict[str, Any]]) -> re.Pattern[str]:
    patterns = [f"(?P<{row['name']}>{fill(row['pattern'], {'han': HAN})})" for row in rows]
    return re.compile("|".join(patterns), re.VERBOSE)


def strip(text: str, repeated: frozenset[str] = frozenset(), hidden: Sequence[Span] = ()) -> Stripped:
    """Take out what is not report; `repeated` are the lines of the batch that `repetition` counted.

    `hidden` is what the file's format hides. Works on any text and never raises.
    """
    return strip_by(load_rules(), text, repeated, hidden)


def strip_by(rules: Rules, text: str, repeated: frozenset[str] = frozenset(), hidden: Sequence[Span] = ()) -> Stripped:
    unseen = _find_unseen(text, hidden)
    if not unseen:
        found = _find(rules, text, repeated)
        return cut(text, merge(text, found.places), found.titles, found.doubtful, found.offers)
    visible = cut(text, unseen)
    found = _find(rules, visible.kept, repeated)
    places = [(*visible.span_in_source(start, end), rule) for start, end, rule in found.places if start < end]
    doubtful, offers = (
        tuple(visible.span_in_source(*span) for span in spans) for spans in (found.doubtful, found.offers)
    )
    removed = merge(text, [*places, *((r.start, r.end, r.rule) for r in unseen)])
    return cut(text, removed, found.titles, doubtful, offers)


def sounds_like_report(line: str, figures: int = 1) -> bool:
    """Whether it has a word of a report, or so many figures of one."""
    return load_rules().adverts.evidence.sounds_like_report(line, figures)


def _find_unseen(text: str, hidden: Sequence[Span]) -> tuple[Removed, ...]:
    """What nobody sees, or reads over: hidden text, invisible characters, and blanks inside numbers and words."""
    found: list[Place] = [(start, end, "hidden_text") for start, end in hidden]
    if any(mark in text for mark in INVISIBLE_MARKS):
        found += [(m.start(), m.end(), "invisible_character") for m in INVISIBLE.finditer(text)]
    found += find_blanks(text)
    found += find_splits(text)
    found += find_page_marks(text)
    tails = list(find_tails(text))
    found += tails
    found += find_wraps(_blanked(text, tails) if tails else text)
    found += find_lowered(text)
    found += find_markup(text)
    found += [(m.start(), m.end(), "pinyin") for m in PINYIN.finditer(text)]
    return merge(text, found)


def _blanked(text: str, places: Sequence[Place]) -> str:
    """The text with blanks in some places."""
    for start, end, _ in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class _Found:
    """What to take out of a text, the titles that its tables of contents list, what is doubtful and stays; offers."""

    places: list[Place]
    titles: tuple[str, ...]
    doubtful: tuple[Span, ...]
    offers: tuple[Span, ...]


def _find(rules: Rules, text: str, repeated: frozenset[str]) -> _Found:
    """What to take out of a text without invisible characters."""
    lines = _nonblank_lines(text)
    hints = _read_hints(text, lines, rules)
    suspects = hints.suspects
    tables = toc.find(text, lines)
    found: list[Place] = [(start, end, "toc") for table in tables for start, end in table.lines]
    found += hints.markers
    short = {n: text[slice(*lines[n])] for n in suspects if lines[n][1] - lines[n][0] <= LONGEST_REPEATED}
    again = {*repeated_inside(short), *(n for n, line in short.items() if repeated and key_of(line) in repeated)}
    adverts = rules.adverts.find(text, lines, suspects, again)
    fields = rules.pages.read_lines(text, lines)
    whole = {n for n in adverts if is_whole(n, lines, adverts)}
    besides = {*whole, *(n for n in fields if fields[n].is_enough)}
    listed = {start for start, *_ in found if start not in adverts}
    besides_too = {*besides, *(n for n, (start, _) in enumerate(lines) if start in listed)}
    pitches = find_pitches(text, lines, besides_too, hints.voice, rules.voice, rules.adverts, repeated, whole)
    adverts |= pitches.lines
    zones = find_zones(text, lines, {*besides, *pitches.lines, *pitches.doubtful})
    furniture = _find_furniture(text, lines, rules, hints, fields, zones)
    gone = {start for start, *_ in [*furniture, *found]}
    rules.adverts.take_at_edges(
        text, lines, suspects, adverts, zones, lambda n: 0 <= n < len(lines) and lines[n][0] in gone
    )
    brands = learn_brands(text[start:end] for spans in adverts.values() for start, end in spans)
    rules.adverts.take_branded(text, lines, brands, zones.at_edge, adverts)
    advert_spans = [span for spans in adverts.values() for span in spans]
    found += furniture
    found += [(start, end, pitches.rules.get(start, "advert")) for start, end in advert_spans]
    found += _find_repeated(text, lines, zones, rules, repeated)
    found += [
        (*lines[n], "repeated_line")
        for n in repeated_at_seams(text, lines)
        if not rules.adverts.stands_alone(text[slice(*lines[n])])
    ]
    found += _find_ornaments(text, lines, {start for start, *_ in found})
    unsure = [lines[n] for n in pitches.doubtful]
    brands |= learn_heads(text, [*advert_spans, *unsure]) if advert_spans or unsure else set()
    found += find_watermarks(text, brands | learn_sites(text))
    found += with_line_ends(text, lines, found)
    went = {start for start, *_ in found}
    doubtful = tuple(lines[n] for n in sorted(pitches.doubtful) if lines[n][0] not in went)
    offers = _joined([*rules.offers.find(text, hints.offers), *pitches.mute])
    return _Found(found, tuple(title for table in tables for title in table.titles), doubtful, offers)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


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
    called: defaultdict[int, set[str]] = defaultdict(set)
    evidence, words_of_adverts, inline = rules.adverts.evidence, rules.voice.hints, rules.inline
    of_offers, offers = rules.offers.rows_of, list[tuple[int, str]]()
    for at, phrase in rules.phrases.find(text):
        number = bisect_right(starts, at) - 1
        if phrase in words_of_adverts:
            called[number].add(phrase)
        if phrase in evidence.signals_of:
            suspects.setdefault(number, []).extend(evidence.hits_of(phrase, at))
        if phrase in of_offers:
            offers.append((at, phrase))
        if phrase in rules.in_lines:
            in_lines[number] = None
        if phrase not in inline:
            continue
        for rule in inline[phrase]:
            around = rule.pattern.finditer(text, max(0, at - LONGEST_MARKER), at + LONGEST_MARKER)
            markers.update((m.start(), m.end(), rule.name) for m in around if m.start() <= at < m.end())
    return Hints(sorted(markers), suspects, list(in_lines), {n: len(phrases) for n, phrases in called.items()}, offers)


def _find_furniture(
    text: str, lines: Sequence[Span], rules: Rules, hints: Hints, fields: dict[int, Fields], zones: Zones
) -> list[Place]:
    at_edge = [*range(zones.first), *range(zones.last + 1, len(lines))]
    found: list[Place] = []
    for numbers, pattern in ((at_edge, rules.edge), (hints.lines, rules.anywhere)):
        for number in numbers:
            start, end = lines[number]
            m = pattern.fullmatch(text, start, end) if end - start <= LONGEST_FURNITURE else None
            if m:
                found.append((start, end, m.lastgroup or "line"))
    return found + rules.pages.find(text, lines, fields, zones)


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
