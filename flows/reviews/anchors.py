"""Where is a reviewed figure in the tables as they are now? Found for certain, or not at all.

By its id, which is that of the file's bytes and the place in them. Where the file came again with other bytes, or the
extractor reads other spans, by report, sentence and quote, and by the words around them where these stand there twice.
Blanks, marks, width and script of characters may differ; a word or a digit may not, but for further clauses of the
sentence that say neither. What fits two figures fits none: a verdict on one must never be applied to another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from unicodedata import category, normalize

import msgspec

from extractors.language.script import simplify
from flows.reviews.model import AROUND, Place, Review, Row

LEAST_OUTSIDE = 5  # characters before or behind a sentence by which its place is known
LEAST_KEPT = 0.5  # of a sentence's characters, where clauses came or went
BY_ID, BY_TEXT, ORPHANED = "id", "text", "orphaned"
_DIGITS = re.compile(r"\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿两]+|[Xx×*＊○]+")
_CLAUSE = re.compile(r"[，。；：！？,;:!?\n]")

Text = Callable[[str, str], str]  # the text of a source, by batch and path; "" where there is none


class Present(msgspec.Struct, frozen=True):
    """A claim as it stands in the tables now."""

    batch: str
    source_path: str
    source_id: str
    report_title: str
    claim_id: str
    sentence: str
    quote: str
    char_start: int
    char_end: int
    metric_key: str
    period: str  # both ends


class Found(msgspec.Struct, frozen=True):
    """The claims that a figure is now, one in each batch that has its file; or none, and why."""

    claims: tuple[Present, ...]
    how: str  # id, text or orphaned
    why: str = ""


@lru_cache(maxsize=1 << 17)
def bare(text: str) -> str:
    """What must be the same: without blanks and marks, but for those that make another number of the digits."""
    plain = normalize("NFKC", simplify(text))
    kept = (
        char
        for at, char in enumerate(plain)
        if category(char)[0] not in "ZPC" or char in "%‰*" or (char in ".-" and plain[at + 1 : at + 2].isdigit())
    )
    return "".join(kept).lower()


def find_by_id(place: Place, there: Iterable[Present], text: Text) -> tuple[Present, ...]:
    """Claims of the same id that say the same. A reader that decodes a file anew may put other words at a place."""
    return tuple(
        claim
        for claim in there
        if claim.quote == place.quote
        and (claim.sentence == place.sentence or same_words_before(place, claim, text) or not place.before)
    )


def same_words_before(place: Place, claim: Present, text: Text) -> bool:
    before, _ = around(text(claim.batch, claim.source_path), claim.char_start, claim.char_end)
    return bool(bare(before)) and bare(before)[-12:] == bare(place.before)[-12:]


def around(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - AROUND) : start], text[end : end + AROUND]


class Index:
    """The claims that could be one of some figures, ready to be asked for each."""

    def __init__(self, claims: Sequence[Present], text: Text) -> None:
        self.text = text
        self.by_source: dict[str, list[Present]] = defaultdict(list)
        self.by_words: dict[tuple[str, str], list[Present]] = defaultdict(list)
        for claim in claims:
            self.by_source[claim.source_id].append(claim)
            self.by_words[bare(claim.report_title), bare(claim.quote)].append(claim)

    def find(self, review: Review) -> Found:
        """Where it is now; to be asked where no claim has its id."""
        place = review.place
        same_bytes = self.by_source.get(place.source_id, ())
        overlapping = [c for c in same_bytes if c.char_start < place.char_end and place.char_start < c.char_end]
        if overlapping:
            return self.one_of(
                [c for c in overlapping if same_number(c.quote, place.quote)], "its words are read otherwise"
            )
        named = self.by_words.get((bare(place.report_title), bare(place.quote)), [])
        for scope in (
            [c for c in named if (c.batch, c.source_path) == (place.batch, place.source_path)],
            [c for c in named if c.batch == place.batch],
            named,
        ):
            if scope:
                return self.among(review, scope)
        return Found((), ORPHANED, "no such quote in a report of this title")

    def among(self, review: Review, scope: Sequence[Present]) -> Found:
        place = review.place
        same = [c for c in scope if bare(c.sentence) == bare(place.sentence)]
        if not same:
            near = [c for c in scope if place.twins == 1 and self.is_same_in_other_sentence(review, c)]
            return self.one_of(near, "its sentence is another one")
        if len(same) == 1 and place.twins == 1 and bare(place.sentence).count(bare(place.quote)) == 1:
            return self.one_of(same)
        return self.one_of(
            [c for c in same if self.same_surroundings(place, c)],
            "it stood there several times, and the words around it are others",
        )

    def is_same_in_other_sentence(self, review: Review, claim: Present) -> bool:
        if bare(review.place.sentence).count(bare(review.place.quote)) != 1 or not same_reading(review.seen, claim):
            return False
        if same_figure_in_longer_sentence(review, claim):
            return True
        beside = [c.quote for c in self.by_source[claim.source_id] if c.sentence == claim.sentence]
        return only_others_changed(review.place, claim, beside) and self.same_neighbours(review.place, claim)

    def same_neighbours(self, place: Place, claim: Present) -> bool:
        """What stands before and behind the sentence is the same, as far as it is kept."""
        text = self.text(claim.batch, claim.source_path)
        now = around(text, claim.char_start, claim.char_end)
        outside = [
            outside_of(sides, one.sentence, one.quote)
            for sides, one in (((place.before, place.after), place), (now, claim))
        ]
        (left, right), (left_now, right_now) = outside
        kept_left, kept_right = min(len(left), len(left_now)), min(len(right), len(right_now))
        if max(kept_left, kept_right) < LEAST_OUTSIDE:
            return False
        return left.endswith(left_now[len(left_now) - kept_left :]) and right.startswith(right_now[:kept_right])

    def same_surroundings(self, place: Place, claim: Present) -> bool:
        """The nearest words on either side are the same: half of what is kept, for a neighbour may have changed."""
        before, after = around(self.text(claim.batch, claim.source_path), claim.char_start, claim.char_end)
        left, right = bare(place.before)[-AROUND // 2 :], bare(place.after)[: AROUND // 2]
        return bare(before).endswith(left) and bare(after).startswith(right) and bool(left or right)

    def one_of(self, claims: Sequence[Present], why: str = "") -> Found:
        """The one claim; copies of one file in several batches are one."""
        if not claims:
            return Found((), ORPHANED, why)
        if len({(c.source_id, c.claim_id) for c in claims}) > 1:
            return Found((), ORPHANED, "it fits several claims")
        return Found(tuple(claims), BY_TEXT)


def same_number(one: str, other: str) -> bool:
    """740 and 740余人; not 740 and 40."""
    return _DIGITS.findall(bare(one)) == _DIGITS.findall(bare(other)) != []


def same_figure_in_longer_sentence(review: Review, claim: Present) -> bool:
    """Clauses came or went, the figure's own stays, and no number came or went."""
    place = review.place
    before, now = clauses(place.sentence), clauses(claim.sentence)
    shared = before & now
    if not shared or not (before <= now or now <= before) or not any(bare(place.quote) in one for one in shared):
        return False
    if sum(map(len, shared)) < LEAST_KEPT * max(sum(map(len, before)), sum(map(len, now))):
        return False
    return _DIGITS.findall(bare(place.sentence)) == _DIGITS.findall(bare(claim.sentence))


def only_others_changed(place: Place, claim: Present, beside: Sequence[str]) -> bool:
    """But for numbers of other figures the sentence is the same, and the figure's own clause is the same altogether.

    全年产粮1.2万吨，同比增长9.3%, which was 8.3%. A number that is no figure, 3组 or 2022年, says whose the figure is.
    """
    before, now = bare(place.sentence), bare(claim.sentence)
    if _DIGITS.sub("#", before) != _DIGITS.sub("#", now):
        return False
    if not any(bare(place.quote) in one for one in clauses(place.sentence) & clauses(claim.sentence)):
        return False
    figures = [
        (at.start(), at.end()) for quote in set(map(bare, beside)) if quote for at in re.finditer(re.escape(quote), now)
    ]
    return all(
        old.group() == new.group() or any(first <= new.start() and new.end() <= last for first, last in figures)
        for old, new in zip(_DIGITS.finditer(before), _DIGITS.finditer(now), strict=True)
    )


def outside_of(sides: tuple[str, str], sentence: str, quote: str) -> tuple[str, str]:
    """Of the words before and behind a quote those that are not of its sentence."""
    before, _, after = bare(sentence).partition(bare(quote))
    left, right = map(bare, sides)
    return (left[: -len(before)] if before else left) if len(left) > len(before) else "", right[len(after) :]


def same_reading(seen: Row, claim: Present) -> bool:
    from extractors.context.metric_key import metric_key

    period = f"{seen.get('period_start')}/{seen.get('period_end')}"
    return bool(seen) and metric_key(str(seen.get("metric"))) == claim.metric_key and period == claim.period


def clauses(sentence: str) -> frozenset[str]:
    return frozenset(filter(None, map(bare, _CLAUSE.split(sentence))))


def find_words(place: Place, text: str) -> tuple[int, int] | None:
    """Where a quote that no claim has stands in a text now: where the words around it are the same, once."""
    if text[place.char_start : place.char_end] == place.quote and text[: place.char_start].endswith(place.before):
        return place.char_start, place.char_end
    wanted = f"{place.before[-AROUND // 2 :]}\0{place.quote}\0{place.after[: AROUND // 2]}"
    left, quote, right = wanted.split("\0")
    places = [
        at.start()
        for at in re.finditer(re.escape(quote), text)
        if bare(text[max(0, at.start() - 2 * AROUND) : at.start()]).endswith(bare(left))
        and bare(text[at.end() : at.end() + 2 * AROUND]).startswith(bare(right))
    ]
    return (places[0], places[0] + len(quote)) if quote and len(places) == 1 else None
