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
from extractors.cleaning.coming_again import (
    IN_OTHERS,
    LONGEST,
    MOST_AGAIN,
    PARAGRAPH,
    come_again,
    ending_alike,
    times_again,
)
from extractors.cleaning.hearing import AGAIN, Hearing
from extractors.cleaning.muting import between_adverts, hemmed_in, may_be_mute, sounds_mute
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
SHORTEST_BARE, STOPS = 9, frozenset("。；：:;，,、")
CLAUSE_OR_FIGURE = re.compile("[，！？｜|0-9]")
SHORT_PIECE = 30
CLOSING = ("）", ")", "】")
SPEAKS = re.compile(f"[{HAN}].*?[{HAN}].*?[{HAN}]")  # what is in brackets and does not name a standard or a day
OF_REPORT = 2.5  # what a heading, a signature, a closing word must be louder
REFERENCE, DATE_BELOW, OWN_BELOW = map(knowledge.phrase, ("reference", "date_below", "own_below"))


@dataclass(frozen=True, slots=True)
class Pitches:
    """What goes of which lines, with rules that name what spoke loudest, and the lines that stay and are doubtful."""

    lines: dict[int, list[Span]]
    rules: dict[int, str]  # by the start of what goes
    doubtful: set[int]
    mute: list[Span]  # lines, and brackets in them, that stay and whose figures are an advert's: they are no claims


def find_pitches(
    text: str,
    lines: Sequence[Span],
    gone: Collection[int],
    hints: Mapping[int, int],
    voice: Voice,
    rules: AdvertRules,
    repeated: Collection[str] = frozenset(),
    adverts: Collection[int] = frozenset(),
) -> Pitches:
    """`gone`: the numbers of lines that were found to be no report, `adverts` of these those that are adverts; `hints`:
    how many words of adverts a line has; `repeated`: the keys of the lines that other files of the batch have too."""
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
    hearing = Hearing(text, lines, voice, rules, times_again(text, lines, hinted, repeated, is_own))
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
    dates = {n - 1 for n in hearing.behind if n - 1 not in hearing.behind}
    ends = {seam[0] - 1 for seam in seams if seam[-1] + 1 == len(lines)}
    left = _left_among(seams, taken, {*gone, *dates, *ends}, len(lines))
    doubtful |= {n for n in left if not is_title(text, lines[n])}
    loose = {n for n in loose if "。" not in hearing.line(n)}  # a full stop amid a line: a piece of a paragraph
    mute = {n for n in doubtful - of_report if n in loose and hearing.sounds(n, "mute_left" if n in left else "mute")}
    mute |= {n for n in heard - taken if may_be_mute(hearing, n) and sounds_mute(hearing, n)}
    mute |= hemmed_in(hearing, heard - taken, taken | set(adverts))
    mute |= between_adverts(hearing, seams, {*taken, *adverts, *mute}, dates) & (at_seam - taken)
    found = {n: [lines[n]] for n in sorted(taken)}
    pieces, muted = _find_sentences(hearing, {n: behind[n] for n in long if n not in taken}, repeated)
    for n, spans in pieces.items():
        found[n] = spans
        doubtful.discard(n)
        mute.discard(n)
    rules_of = {start: _rule(voice, text[start:end]) for spans in found.values() for start, end in spans}
    return Pitches(found, rules_of, doubtful, [*(lines[n] for n in mute), *muted])


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


def _is_of_report(hearing: Hearing, number: int) -> bool:
    """Behind a report's date little is its own: no part that a number heads (1、请在付款前核对), no plan, no notice."""
    line = hearing.line(number)
    if hearing.rules.is_of_report(line):
        return number not in hearing.behind or OWN_BELOW.match(line) is not None
    return len(line) <= SHORT_PIECE and _is_piece_of_title(hearing, number)


def _is_piece_of_title(hearing: Hearing, number: int) -> bool:
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


def _soft_ends(hearing: Hearing, known: Collection[int]) -> set[int]:
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


def _take_beside(hearing: Hearing, loose: Collection[int], taken: set[int], gone: Collection[int]) -> None:
    """At a seam weaker lines go beside one that went; the next one then stands beside them."""
    weak = sorted(n for n in loose if n not in taken and hearing.excess(n, "beside") >= 0)
    for order, step in ((weak, -1), (weak[::-1], 1)):
        for n in order:
            if n + step in taken or n + step in gone:
                taken.add(n)


def _take_between(
    hearing: Hearing, seam: range, loose: Collection[int], taken: set[int], gone: Collection[int]
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
    hearing: Hearing, behind: Mapping[int, Sequence[Span]], repeated: Collection[str]
) -> tuple[dict[int, list[Span]], list[Span]]:
    """The last sentences of paragraphs that are adverts, and brackets in them that hold one; `behind` are those behind
    each paragraph's first. Behind a paragraph's last stop a bracket that is not so loud stays, and is mute."""
    text, voice = hearing.text, hearing.voice
    found: dict[int, list[Span]] = {}
    muted: list[Span] = []
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
        if REFERENCE.match(m[0]):
            continue
        if hearing.score(m[0][1:-1], limit) < limit:
            if _ends_paragraph(text, m.span(), cuts[n]) and hearing.is_loud(m[0][1:-1], "mute_bracket"):
                muted.append(m.span())
            continue
        if SPEAKS.search(m[0]) and not hearing.rules.of_report.fullmatch(m[0]):
            found.setdefault(n, []).append(m.span())
    return {n: found[n] for n in behind if n in found}, muted


def _ends_paragraph(text: str, bracket: Span, end: int) -> bool:
    """Whether a bracket is all that stands behind a full stop, up to where what is left of its paragraph ends."""
    return bracket[1] == end and text[bracket[0] - 1] in "。！？"


def _rule(voice: Voice, line: str) -> str:
    return ": ".join((RULE, ", ".join(voice.reasons(line))))
