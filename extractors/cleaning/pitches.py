"""Which lines are adverts of sellers whose phrases nobody has seen?

Those that sound like one (voice.py). How loud a line must be depends on its length, as few words say little, and on
where it stands: anywhere it must be loud; above a report's first paragraph and below its last less is enough, still
less behind its date, least beside an advert; of a paragraph only the last sentences and what stands in brackets may go.
Rows of tables and pieces of paragraphs are not asked (wholes.py). A line that is nearly loud enough stays, and is told
as doubtful; so is one that is left among adverts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractors.cleaning.adverts import BRACKETED, SENTENCE, AdvertRules
from extractors.cleaning.ceiling import ceiling_of
from extractors.cleaning.coming_again import (
    IN_OTHERS,
    LONGEST,
    MOST_AGAIN,
    PARAGRAPH,
    come_again,
    ending_alike,
    times_again,
)
from extractors.cleaning.pages import is_paragraph
from extractors.cleaning.repetition import end_of, key_of
from extractors.cleaning.seams import TITLE, find_seams, is_title
from extractors.cleaning.voice import Voice
from extractors.cleaning.wholes import find_rows, find_wrapped
from extractors.language import knowledge
from extractors.language.grammar import HAN

Span = tuple[int, int]

RULE = "advert_voice"
SHORT = 60
FEWEST_HINTS = 2  # words of adverts that make a long line worth a hearing; of a short one the first does
SENTENCE_LENGTH = 15
MANY_CLAUSES = 3
SHORTEST_BARE, STOPS = 9, frozenset("。；：:;，,、")
CLAUSE_OR_FIGURE = re.compile("[，！？｜|0-9]")
SHORT_PIECE = 30
CLOSING = ("）", ")", "】")
SPEAKS = re.compile(f"[{HAN}].*?[{HAN}].*?[{HAN}]")  # what is in brackets and does not name a standard or a day
OF_REPORT = 2.5  # what a heading, a signature, a closing word must be louder
REFERENCE, DATE_BELOW, OWN_BELOW = map(knowledge.phrase, ("reference", "date_below", "own_below"))
BEHIND = 2.0  # what a line behind it is louder for
LOUD = -3.0  # what is not so loud goes nowhere, whatever else it has
REPORT_WORD, MOST_REPORT_WORDS = 1.5, 3  # what a word of a report takes off, and how many count
REPORT_FIGURE, MOST_REPORT_FIGURES = 0.5, 3  # what a figure of one does; adverts count and promise too
AGAIN = 1.5  # what a line is louder for each time that it comes again


@dataclass(frozen=True, slots=True)
class Pitches:
    """What goes of which lines, with rules that name what spoke loudest, and the lines that stay and are doubtful."""

    lines: dict[int, list[Span]]
    rules: dict[int, str]  # by the start of what goes
    doubtful: set[int]
    mute: set[int]  # of these the ones whose figures are an advert's, so that they are no claims


class _Hearing:
    """A text's lines, each heard at most once, and only when asked for."""

    def __init__(
        self, text: str, lines: Sequence[Span], voice: Voice, rules: AdvertRules, again: Mapping[int, int]
    ) -> None:
        self.text, self.lines, self.voice, self.rules, self.again = text, lines, voice, rules, again
        self.behind = frozenset[int]()  # the lines behind a report's date
        self._ceiling = ceiling_of(voice)
        self._most: dict[str, float] = {}  # what a line's score does not exceed
        self._heard: dict[str, float] = {}
        self._scores: dict[str, float] = {}

    def line(self, number: int) -> str:
        return self.text[slice(*self.lines[number])]

    def expect(self, lines: Iterable[str]) -> None:
        """Lines that will be asked for: all together it is cheap to tell those that cannot be loud."""
        new = list(set(lines))
        if len(new) > 1:  # one is heard as quickly
            self._most.update(zip(new, self._ceiling.of(new), strict=True))

    def excess(self, number: int, where: str) -> float:
        """How much louder a line is than it must be to go from such a place; below zero it need not be exact."""
        start, end = self.lines[number]
        limit = self.voice.limit(where, end - start) - AGAIN * self.again.get(number, 0)
        limit -= BEHIND * (number in self.behind)
        return self.score(self.text[start:end], limit) - limit

    def sounds(self, number: int, how: str) -> bool:
        """Whether a line that stays is so loud all the same, be there figures of a report in it or not."""
        start, end = self.lines[number]
        line, limit = self.text[start:end], self.voice.limit(how, end - start)
        return self._most.get(line, limit) >= limit and self._hear(line) >= limit

    def comes_again(self, number: int) -> bool:
        return self.again.get(number, 0) >= MOST_AGAIN

    def score(self, line: str, least: float) -> float:
        """How loud a line is, less what it has of a report's words and figures; not exact where below the least."""
        most = self._most.get(line, least)
        if most < least:
            return most
        score = self._scores.get(line)
        if score is None:
            score = self._hear(line)
            if score >= LOUD:
                evidence = self.rules.evidence
                score -= REPORT_WORD * min(evidence.count_words(line), MOST_REPORT_WORDS)
                score -= REPORT_FIGURE * min(evidence.count_figures(line), MOST_REPORT_FIGURES)
            self._scores[line] = score
        return score

    def _hear(self, line: str) -> float:
        if line not in self._heard:
            self._heard[line] = self.voice.score(line)
        return self._heard[line]

    def reports(self, number: int) -> bool:
        """Whether a line holds a whole sentence that sounds like report, whatever stands beside it."""
        start, end = self.lines[number]
        sentences = [m[0] for m in SENTENCE.finditer(self.text, start, end)] if end - start >= PARAGRAPH else []
        if len(sentences) < 2:
            return False
        long = [(s, self.voice.limit("report", len(s))) for s in sentences if len(s) >= SENTENCE_LENGTH]
        return any(self.score(sentence, limit) < limit for sentence, limit in long)


def find_pitches(
    text: str,
    lines: Sequence[Span],
    gone: Collection[int],
    hints: Mapping[int, int],
    voice: Voice,
    rules: AdvertRules,
    repeated: Collection[str] = frozenset(),
) -> Pitches:
    """`gone`: the numbers of lines that were found to be no report; `hints`: how many words of adverts a line has;
    `repeated`: the keys of the lines that other files of the batch have too."""
    of_print = find_rows(text, lines) | find_wrapped(text, lines)

    def is_own(line: str) -> bool:
        return TITLE.fullmatch(line) is not None

    hinted = [
        n
        for n, count in hints.items()
        if n not in gone
        and n not in of_print
        and (length := lines[n][1] - lines[n][0]) <= LONGEST
        and (length <= SHORT or count >= FEWEST_HINTS)
    ]
    hinted += come_again(text, lines, {*gone, *of_print, *hinted}, repeated, is_own)
    bare = _bare(text, lines, {*gone, *of_print, *hinted})
    hearing = _Hearing(text, lines, voice, rules, times_again(text, lines, hinted, repeated, is_own))
    known = {n for n in hints if n not in gone and n not in of_print and lines[n][1] - lines[n][0] >= PARAGRAPH}
    long = sorted(known | ending_alike(text, lines, {*gone, *of_print, *known}, repeated))
    behind = {n: [m.span() for m in SENTENCE.finditer(text, *lines[n])][1:] for n in long}
    last = [text[slice(*spans[-1])] for spans in behind.values() if spans]
    hearing.expect([*map(hearing.line, {*hinted, *bare, *_outermost(text, lines, gone)}), *last])
    soft = {n for n in hinted if hearing.excess(n, "paragraph") >= 0}
    soft |= _soft_ends(hearing, {*gone, *soft})
    seams = find_seams(text, lines, {*gone, *soft})
    at_seam = {n for seam in seams for n in seam if n not in gone and lines[n][1] - lines[n][0] <= LONGEST} - of_print
    hearing.behind = frozenset(n for seam in seams for n in _behind_date(text, lines, seam))
    headlines = {seam[-1] for seam in seams if seam[-1] + 1 < len(lines)}
    heard = {*hinted, *bare, *at_seam}
    loud = {n for n in heard if hearing.excess(n, "line") >= 0}
    of_report = {n for n in (*loud, *at_seam) if _is_of_report(hearing, n)}
    loose = at_seam - of_report
    taken = {n for n in loud if hearing.excess(n, "line") >= OF_REPORT * (n in of_report)}
    taken |= {n for n in loose - headlines if hearing.excess(n, "edge") >= 0}
    taken = {n for n in taken if not hearing.reports(n)}
    loose = {n for n in loose if not hearing.reports(n)}
    _take_beside(hearing, loose, taken, gone)
    for seam in seams:
        _take_between(hearing, seam, loose, taken, gone)
    doubtful = {n for n in (heard & {*hinted, *bare, *loose}) - of_report - taken if hearing.sounds(n, "doubtful")}
    doubtful -= {n for n in doubtful - at_seam if rules.is_of_report(hearing.line(n))}
    sides = {n - 1 for n in hearing.behind if n - 1 not in hearing.behind}
    sides |= {seam[0] - 1 for seam in seams if seam[-1] + 1 == len(lines)}
    left = _left_among(seams, taken, {*gone, *sides}, len(lines))
    doubtful |= {n for n in left if not is_title(text, lines[n])}
    loose = {n for n in loose if "。" not in hearing.line(n)}  # a full stop amid a line: a piece of a paragraph
    mute = {n for n in doubtful - of_report if n in loose and hearing.sounds(n, "mute_left" if n in left else "mute")}
    amid = {n for n in heard - taken - of_report if _may_be_mute(hearing.line(n), rules)}
    mute |= {n for n in amid if hearing.sounds(n, "mute_again" if hearing.comes_again(n) else "mute_amid")}
    found = {n: [lines[n]] for n in sorted(taken)}
    for n, spans in _find_sentences(hearing, {n: behind[n] for n in long if n not in taken}, repeated).items():
        found[n] = spans
        doubtful.discard(n)
        mute.discard(n)
    rules_of = {start: _rule(voice, text[start:end]) for spans in found.values() for start, end in spans}
    return Pitches(found, rules_of, doubtful, mute)


def _may_be_mute(line: str, rules: AdvertRules) -> bool:
    """A piece of a paragraph is none, nor what begins with a report's word (累计完成), nor a heading; of several
    clauses is no heading, whatever it ends with."""
    return (
        "。" not in line
        and not line.startswith(rules.evidence.report_words)
        and (line.count("，") >= MANY_CLAUSES - 1 or not rules.is_of_report(line))
    )


def _bare(text: str, lines: Sequence[Span], others: Collection[int]) -> list[int]:
    """Short lines of clauses or figures that end without a stop, as reports have few: a trade may have no word in them
    that all adverts have."""
    return [
        n
        for n, (start, end) in enumerate(lines)
        if SHORTEST_BARE <= end - start <= SHORT
        and text[end - 1] not in STOPS
        and n not in others
        and CLAUSE_OR_FIGURE.search(text, start, end)
    ]


def _is_of_report(hearing: _Hearing, number: int) -> bool:
    """Behind a report's date little is its own: no part that a number heads (1、请在付款前核对), no plan, no notice."""
    line = hearing.line(number)
    if hearing.rules.is_of_report(line):
        return number not in hearing.behind or OWN_BELOW.match(line) is not None
    return len(line) <= SHORT_PIECE and _is_piece_of_title(hearing, number)


def _is_piece_of_title(hearing: _Hearing, number: int) -> bool:
    """政府工作报 and 告: with the line above or below it, it is a title."""
    for first in (number - 1, number):
        if first >= 0 and first + 1 < len(hearing.lines):
            pieces = hearing.line(first), hearing.line(first + 1)
            if not any(map(TITLE.fullmatch, pieces)) and TITLE.fullmatch("".join(pieces)):
                return True
    return False


def _behind_date(text: str, lines: Sequence[Span], seam: range) -> range:
    """The lines of a seam behind the date of the report above, up to the next one's title."""
    dates = [n for n in seam if DATE_BELOW.fullmatch(text, *lines[n])]
    if not dates or (seam[0] == 0 and seam[-1] + 1 < len(lines)):  # above the first report stands its own date
        return range(0)
    title = next((n for n in seam if n > dates[0] and is_title(text, lines[n])), seam[-1] + 1)
    return range(dates[0] + 1, title)


def _outermost(text: str, lines: Sequence[Span], gone: Collection[int]) -> list[int]:
    """The first and the last paragraph, where they are not long."""
    found = []
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        n = next((n for n in order if n not in gone and is_paragraph(text, lines[n])), None)
        if n is not None and lines[n][1] - lines[n][0] <= LONGEST:
            found.append(n)
    return found


def _soft_ends(hearing: _Hearing, known: Collection[int]) -> set[int]:
    """The first and the last paragraphs of a text, as long as they sound like no report: they are none of its."""
    soft = set[int]()
    numbers = range(len(hearing.lines))
    for order in (numbers, reversed(numbers)):
        for n in order:
            if n in known or n in soft or not is_paragraph(hearing.text, hearing.lines[n]):
                continue
            start, end = hearing.lines[n]
            if end - start > LONGEST or hearing.excess(n, "paragraph") < 0:
                break
            soft.add(n)
    return soft


def _take_beside(hearing: _Hearing, loose: Collection[int], taken: set[int], gone: Collection[int]) -> None:
    """At a seam weaker lines go beside one that went; the next one then stands beside them."""
    weak = sorted(n for n in loose if n not in taken and hearing.excess(n, "beside") >= 0)
    for order, step in ((weak, -1), (weak[::-1], 1)):
        for n in order:
            if n + step in taken or n + step in gone:
                taken.add(n)


def _take_between(
    hearing: _Hearing, seam: range, loose: Collection[int], taken: set[int], gone: Collection[int]
) -> None:
    """What stands between two adverts of a seam is theirs, and all between one and a text's end or the title below."""
    inside = [n for n in seam if n in taken or n in gone]
    if not inside or not any(n in taken for n in inside):
        return
    title = next((n for n in seam if is_title(hearing.text, hearing.lines[n])), -1)
    first = seam[0] if seam[0] == 0 else min(inside[0], *(n for n in seam if n in hearing.behind), inside[0])
    last = seam[-1] if seam[-1] + 1 == len(hearing.lines) else max(inside[-1], title - 1 if inside[0] < title else -1)
    for n in range(first, last + 1):
        if (n in loose and hearing.excess(n, "between") >= 0) or (
            n not in loose and {n - 1, n + 1} <= taken and hearing.excess(n, "edge") >= 0
        ):
            taken.add(n)


def _left_among(seams: Iterable[range], taken: Collection[int], gone: Collection[int], count: int) -> set[int]:
    """Lines of a seam that stay though what stands on both sides of them went; such sides are a text's end, its last
    paragraph and a report's date too."""
    went = {-1, count, *taken, *gone}
    left = {n for seam in seams for n in seam if n not in went and n - 1 in went and n + 1 in went}
    return {n for n in left if n - 1 in taken or n + 1 in taken}


def _find_sentences(
    hearing: _Hearing, behind: Mapping[int, Sequence[Span]], repeated: Collection[str]
) -> dict[int, list[Span]]:
    """The last sentences of paragraphs that are adverts, and brackets in them that hold one; `behind` are those behind
    each paragraph's first."""
    text, voice = hearing.text, hearing.voice
    found: dict[int, list[Span]] = {}
    times = Counter(text[slice(*sentences[-1])] for sentences in behind.values() if sentences)
    times += Counter(end for n in behind if (end := end_of(hearing.line(n)))[-1:] in CLOSING)

    def again(piece: str) -> float:
        count = IN_OTHERS if repeated and key_of(piece) in repeated else min(times[piece] - 1, MOST_AGAIN)
        return AGAIN * max(0, count)

    cuts: dict[int, int] = {}
    for n, sentences in behind.items():
        cuts[n] = hearing.lines[n][1]
        for first, last in reversed(sentences):
            sentence = text[first:last]
            limit = voice.limit("sentence", last - first) - again(sentence)
            if hearing.score(sentence, limit) < limit or hearing.rules.of_report.fullmatch(sentence):
                break
            found.setdefault(n, []).append((first, last))
            cuts[n] = first
    brackets = [(n, m) for n, cut in cuts.items() for m in BRACKETED.finditer(text, hearing.lines[n][0], cut)]
    hearing.expect(m[0][1:-1] for _, m in brackets)
    for n, m in brackets:
        limit = voice.limit("bracket", len(m[0]) - 2) - again(m[0])
        if hearing.score(m[0][1:-1], limit) < limit or REFERENCE.match(m[0]):
            continue
        if SPEAKS.search(m[0]) and not hearing.rules.of_report.fullmatch(m[0]):
            found.setdefault(n, []).append(m.span())
    return {n: found[n] for n in behind if n in found}


def _rule(voice: Voice, line: str) -> str:
    return ": ".join((RULE, ", ".join(voice.reasons(line))))
