"""Which indicator is each claim of a report? By its name, else by its clause, else by what the clause takes up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from msgspec.structs import replace

from extractors.context.confidence import weighed_again
from extractors.context.unsure import KNOWN
from extractors.indicators.areas import CHINA, NATION, find_inside
from extractors.indicators.matching import (
    CHANGE,
    GROWTH,
    GROWTH_OTHER,
    LEVEL,
    LEVEL_BEFORE,
    PART,
    TAKEN_UP_ENDS,
    WHOLE,
    WORDS,
    Form,
    Match,
    between,
    is_new,
    match_name,
    takes_up,
)
from extractors.indicators.subjects import REACH, match_member, name_before_step, name_of_subject, of_list
from extractors.language import knowledge
from extractors.model import Claim, Report

_ENDS_LIKE_A_PLACE = knowledge.phrase("ends_like_place")

_UP_TO_MARK = re.compile(r".*[，,；;。！？（(\n\t|]", re.DOTALL)
#: The words that may stand between a name and its figure by their last character, the longest first.
_BETWEEN_BY_END = {
    end: tuple(word for word in sorted(between(), key=len, reverse=True) if word.endswith(end))
    for end in {word[-1] for word in between()}
}
#: 城乡居民人均可支配收入分别增长3.1%、4.7%: of the towns first, then of the country.
_BOTH, _FIRST_OF_TWO = "城乡", knowledge.phrase("first_of_two")
_TOWN_AND_COUNTRY = ("城镇", "农村")
_RATE_BEHIND, LONGEST_RATE = knowledge.phrase("rate_behind"), 12  # characters; no such words are longer
#: Kinds whose names are damaged more often than they are things that only look like those of the catalogue.
_MATCHED_BY_CLAUSE = frozenset({"percentage", "money", "mass", "area"})
_COUNTED_BY = knowledge.phrase("counted_by")
_SINCE, _SINCE_YEAR = "年相比", knowledge.phrase("compared_since")
_BEFORE_PLACES = " \u3000“\"'「《其中："
_FROM, _TO, _WITHOUT = map(knowledge.phrase, ("comes_from", "comes_to", "without"))
_SO_MANY, _LEVEL, _MEMBER = map(knowledge.phrase, ("so_many", "level_of_budget", "list_member"))
_OTHER_BASE = knowledge.phrase("other_base")
FINANCE, _WHOLE_PLACE = "finance", "全"


def assign_indicators(claims: Sequence[Claim], text: str, report: Report) -> list[Claim]:
    """The claims of one report, in reading order, with indicator, measure and place; `text` is their source's."""
    home, year = report.area_code, report.year
    assigned: list[Claim] = []
    before: Match | None = None  # the last one of the sentence
    first = 0  # the number of the sentence's first claim
    whose: str | None = None  # the level of government whose budget the sentence is on
    sentence = ""
    for n, claim in enumerate(claims):
        if claim.sentence is not sentence and claim.sentence != sentence:
            sentence, before, whose, first = claim.sentence, None, None, n
        match = _match(claim, claims, n, text, before)
        if match is None:
            assigned.append(claim)
            continue
        if match.measure == LEVEL and match.indicator.measure == "stock" and _is_added(claims, first, n, text):
            match = replace(match, measure=CHANGE)
        if match.indicator.topic == FINANCE:
            whose = _level_of(claim, text) or whose
            if whose is not None and match.fit == WHOLE and not whose.startswith(_WHOLE_PLACE):
                match = replace(match, scope=whose, fit=PART)
        row = match.indicator
        measure = match.measure
        before = match
        if measure == GROWTH and not _is_yearly(claim):
            measure = GROWTH_OTHER
        area_code, scope = _place(claim, match, text, home, year) if home else (None, match.scope)
        fit = match.fit if scope == match.scope else WHOLE if scope is None else WORDS
        assigned.append(
            replace(
                claim,
                indicator_id=row.indicator_id,
                indicator_scope=scope,
                measure=measure,
                area_code=area_code,
                indicator_fit=fit,
                confidence=weighed_again(claim.confidence, (KNOWN,)) if fit == WHOLE else claim.confidence,
            )
        )
    return assigned


def form_of(claim: Claim) -> Form:
    """How a claim is stated."""
    is_change = claim.direction != "none"
    return Form(claim.unit_standard, is_change, claim.comparison == "other" and not is_change, claim.per is not None)


def _match(claim: Claim, claims: Sequence[Claim], n: int, text: str, before: Match | None) -> Match | None:
    form, name = form_of(claim), claim.metric
    if _BOTH in name:
        name = _of_town_or_country(name, claims, n, text)
    elif (member := of_list(claims, n, text)) is not None:
        names, place = member
        return match_member(names, place, form)
    if name[-1:] in TAKEN_UP_ENDS and (takes_up(name) or takes_up(_clause(claim, text))):
        stepped = name_before_step(claim, text)
        match = match_name(stepped, form) if stepped else None
        if match is None and before is not None:
            match = match_name(before.indicator.name_zh, form)
    elif (subject := _subject(claims, n, text)) and (found := match_name(subject, form)) and found.fit == WHOLE:
        match = found
    else:
        match = match_name(name, form)
        if (match is None or match.indicator.is_class) and claim.kind in _MATCHED_BY_CLAUSE:
            match = _match_clause(claim, form, text) or match
    if match is None or (match.indicator.is_per and match.scope and _BOTH in match.scope):
        return None  # one figure for the incomes of town and country
    if match.measure == GROWTH and (
        without := _WITHOUT.search(text, max(0, claim.char_start - REACH), claim.char_start)
    ):
        return replace(match, scope=without["said"] + (match.scope or ""), fit=WORDS)
    if match.measure != LEVEL:
        return match
    if claim.bound in ("over", "under") and _COUNTED_BY.match(text, claim.char_end, claim.char_end + 6):
        return None
    if _is_left_behind(claim, text):
        return replace(match, measure=LEVEL_BEFORE)
    said = _SO_MANY.match(_clause(claim, text)) if claim.kind == "money" else None
    return replace(match, scope=said[0] + (match.scope or ""), fit=WORDS) if said else match


def _subject(claims: Sequence[Claim], n: int, text: str) -> str | None:
    """What the clause before says something of, for a figure that follows it without a noun, or for its rate."""
    start = claims[n].char_start
    if (
        n
        and start - claims[n - 1].char_end <= LONGEST_RATE
        and _RATE_BEHIND.fullmatch(text, claims[n - 1].char_end, start)
    ):
        n -= 1
        start = claims[n].char_start
    if text[start - 1 : start] not in _BETWEEN_BY_END or _clause(claims[n], text):
        return None
    return name_of_subject(claims[n], text)


def _match_clause(claim: Claim, form: Form, text: str) -> Match | None:
    """What the words before a figure mean, where its name means nothing that is known; nothing may be left of them."""
    clause = _clause(claim, text)
    if not clause or clause == claim.metric:
        return None
    match = match_name(clause, form)
    return match if match is not None and match.scope is None else None


def _is_left_behind(claim: Claim, text: str) -> bool:
    """Whether a level is the one from which it rose or fell."""
    start, end = claim.char_start, claim.char_end
    return bool(_TO.match(text, end, end + 12) and _FROM.search(text, max(0, start - 16), start))


def _is_yearly(claim: Claim) -> bool:
    """Whether a rate is over the year before. 高于全国 said of one figure is no base of those that follow it."""
    if _SINCE in claim.sentence and (since := _SINCE_YEAR.search(claim.sentence.partition(claim.quote)[0])):
        return claim.period_end is None or int(normalize("NFKC", since[1])) == claim.period_end.year - 1
    if claim.comparison in ("none", "yoy"):
        return True
    return claim.comparison == "other" and not _OTHER_BASE.search(claim.sentence.partition(claim.quote)[0])


def _level_of(claim: Claim, text: str) -> str | None:
    """Whose budget the words before a figure name, 市本级 or 全市; None where they name nobody's."""
    said = _LEVEL.match(_clause(claim, text).removeprefix("其中").lstrip("：:0123456789年"))
    return said[0] if said else None


def _is_added(claims: Sequence[Claim], first: int, n: int, text: str) -> bool:
    """Whether a figure goes on from one of its sentence that was added: 新增省级示范区2个、物流企业3家."""
    while n > first and _MEMBER.fullmatch(text, claims[n - 1].char_end, claims[n].char_start):
        n -= 1
        if is_new(claims[n].metric):
            return True
    return False


def _place(claim: Claim, match: Match, text: str, home: str, year: int | None) -> tuple[str | None, str | None]:
    """Of which place a figure is, and what is left of its scope."""
    scope = match.scope
    row = match.indicator
    if home != CHINA and claim.metric.startswith(NATION) and not (row.is_class or row.name_zh.startswith(NATION)):
        return CHINA, scope
    if scope:
        inside = find_inside(scope, home, year)
        if inside is not None:
            rest = scope[len(inside[1]) :]
            return (inside[0] if not _ENDS_LIKE_A_PLACE.search(rest) else None), rest or None
        return (None if match.fit != PART and _ENDS_LIKE_A_PLACE.search(scope) else home), scope
    inside = find_inside(_clause(claim, text).lstrip(_BEFORE_PLACES), home, year)
    return (inside[0] if inside is not None else home), scope


def _clause(claim: Claim, text: str) -> str:
    """The words before a figure, back to the last mark."""
    return _words_before(text, claim.char_start)


@lru_cache(maxsize=1)  # its name, its clause and its place are looked for one after another
def _words_before(text: str, start: int) -> str:
    first = max(0, start - REACH)
    mark = _UP_TO_MARK.match(text, first, start)
    left = text[mark.end() if mark else first : start].rstrip()
    while left and (words := _BETWEEN_BY_END.get(left[-1])) and left.endswith(words):
        left = left.removesuffix(next(word for word in words if left.endswith(word))).rstrip()
    return left


def _of_town_or_country(name: str, claims: Sequence[Claim], n: int, text: str) -> str:
    """The name of one of two figures that are given for 城乡 side by side."""
    claim = claims[n]
    at = claim.char_start
    if _FIRST_OF_TWO.search(text, max(0, at - 12), at):
        return name.replace(_BOTH, _TOWN_AND_COUNTRY[0])
    if (
        n
        and claims[n - 1].metric == claim.metric
        and text[claims[n - 1].char_end : at] in ("、", "和", ",", "，", "与")
    ):
        return name.replace(_BOTH, _TOWN_AND_COUNTRY[1])
    behind = claims[n + 1] if n + 1 < len(claims) else claim
    if behind.metric == claim.metric and text[claim.char_end : behind.char_start] in ("、", "和", "与"):
        return name.replace(_BOTH, _TOWN_AND_COUNTRY[0])
    return name
