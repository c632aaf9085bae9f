"""Which indicator does a figure's name mean? The longest name of the catalogue that it ends in, and what is left."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from msgspec import Struct

from extractors.context.metric_key import plain_name
from extractors.indicators.catalogue import FOLDER, SCOPES, Indicator, find_spelled
from extractors.language import knowledge
from extractors.language.phrases import one_of

LEVEL, GROWTH, CHANGE, DIFFERENCE = "level", "growth", "change", "difference"
GROWTH_OTHER = "growth_other"  # against another base than the year before, or by how many times
LEVEL_BEFORE = "level_before"  # from which it rose or fell
LONGEST_SCOPE, LONGEST_OF_CLASS, SURE = 14, 20, 4  # characters
WHOLE, PART, WORDS = "whole", "part", "words"
POINTS, PERCENT, LISTED = "个百分点", "%", "、"
TIMES = ("倍", "番")
NEW_ALONE, ADDED = (knowledge.phrase(name).pattern for name in ("new_alone", "added"))


class Match(Struct, frozen=True, gc=False):
    """What a figure is of."""

    indicator: Indicator
    scope: str | None  # what the name restricts it to
    measure: str
    fit: str  # WHOLE, PART (by words that are known to restrict) or WORDS (by others)


class Form(Struct, frozen=True, gc=False):
    """How a figure is stated, apart from its name."""

    unit: str  # unit_standard
    is_change: bool  # grew or fell by so much
    is_difference: bool  # stands so far from another figure
    is_per: bool  # per head, per mu


class _Words(Struct, frozen=True, gc=False):
    ignored: re.Pattern[str]
    ignored_behind: re.Pattern[str]
    ignored_ends: frozenset[str]  # its last characters
    known: re.Pattern[str]
    per: re.Pattern[str]
    new: re.Pattern[str]
    other: re.Pattern[str]
    of_class: re.Pattern[str]
    totals: re.Pattern[str]
    total_ends: frozenset[str]  # their last characters
    predicates: re.Pattern[str]
    behind: re.Pattern[str]
    rates: re.Pattern[str]
    taken_up: frozenset[str]
    between: tuple[str, ...]  # a name and its figure
    ends: frozenset[str]  # last characters of what may stand behind a name


@cache
def _words() -> _Words:
    raw = tomllib.loads(files("extractors").joinpath("data", FOLDER, SCOPES).read_text(encoding="utf-8"))
    any_of = {name: "|".join(sorted(map(re.escape, words), key=len, reverse=True)) for name, words in raw.items()}
    ignored = rf"(?:(?:19|20)[0-9]{{2}}年|{any_of['ignored']}|{NEW_ALONE})"
    new = sorted(map(re.escape, raw["new"]), key=len, reverse=True)
    return _Words(
        ignored=re.compile(f"{ignored}+"),
        ignored_behind=re.compile(f"{ignored}+$"),
        ignored_ends=frozenset(word[-1] for word in raw["ignored"]) | {"年", "新"},  # of a year, of NEW_ALONE
        known=re.compile(rf"(?:{any_of['known']})+"),
        per=re.compile(any_of["per"]),
        new=re.compile(one_of(("", way) for way in (*new, ADDED, NEW_ALONE))[0]),
        other=re.compile(any_of["other"]),
        of_class=re.compile(any_of["other_of_class"]),
        predicates=re.compile(any_of["predicates"]),
        totals=re.compile(rf"(?:{any_of['totals']})$"),
        total_ends=frozenset(word[-1] for word in raw["totals"]),
        behind=re.compile(rf"(?:{any_of['behind']})+$"),
        rates=re.compile(rf"(?:{any_of['rates']})+$"),
        taken_up=frozenset(raw["taken_up"]),
        between=tuple(raw["between"]),
        ends=frozenset(word[-1] for word in (*raw["behind"], *raw["rates"])),
    )


_BEHIND_ENDS = _words().ends
TAKEN_UP_ENDS = frozenset(word[-1] for word in _words().taken_up)  # the last characters of such names


def between() -> tuple[str, ...]:
    """The words that may stand between a name and its figure."""
    return _words().between


def is_new(name: str) -> bool:
    """Whether a name says that its things were added."""
    return bool(_words().new.search(plain_name(name)))


def name_before_predicate(clause: str) -> str | None:
    """What a clause says something of: 全省进出口总值创历史新高."""
    said = _words().predicates.search(clause)
    return clause[: said.start()] if said and said.start() > 1 else None


def takes_up(name: str) -> bool:
    """Whether a name only takes up what was named before."""
    return plain_name(name) in _words().taken_up


@lru_cache(maxsize=65536)
def match_name(name: str, form: Form) -> Match | None:
    """The indicator that a metric's name means, if it is one of the catalogue and stated as that is.

    Of things that are listed before one rate (外贸进出口、固定资产投资增长3%) it is the last; an amount may be
    the sum of them all, and then is of none.
    """
    whole = _match_whole(name, form)
    if LISTED not in name or (whole is not None and whole.scope is None):
        return whole
    last = _match_whole(name.rpartition(LISTED)[2], form)
    if last is None:
        return whole
    return last if last.measure == GROWTH else None


def _match_whole(name: str, form: Form) -> Match | None:
    plain = plain_name(name)
    if (total := _without_new(plain)) != plain:
        match = _match(total, form)
        if match is not None and match.indicator.measure == "stock":
            return match
    match = _match(plain, form)
    if match is None and plain and plain[-1] in _BEHIND_ENDS:
        words = _words()
        shorter = words.behind.sub("", plain)
        rate = words.rates.sub("", shorter)
        if rate != shorter and form.unit == PERCENT:
            shorter, form = words.behind.sub("", rate), Form(form.unit, True, form.is_difference, form.is_per)
        if shorter != plain:
            match = _match(shorter, form)
    if match is None and (said := _words().predicates.search(plain)) and said.start() > 1:
        match = _match(plain[: said.start()], form)
        if match is not None and match.scope is not None:
            match = None
    return match


def _without_new(plain: str) -> str:
    """新登记经营主体总量: the total is of all, not of those that are new."""
    words = _words()
    total = words.totals.search(plain) if plain[-1:] in words.total_ends else None
    new = words.new.search(plain) if total else None
    return plain[: new.start()] + plain[new.end() : total.start()] if total and new else plain


def _match(plain: str, form: Form) -> Match | None:
    for start, row in find_spelled(plain):
        measure = _measure(row, form)
        if measure is None or plain[start:] in (row.of_rates if measure == LEVEL else row.of_levels):
            continue
        left = plain[:start]
        if (row.measure == "stock" or row.is_class) and (new := _words().new.search(plain)):
            if measure != LEVEL:
                continue  # how many more were added than the year before
            left = left[: new.start()] + left[new.end() :]
            measure = CHANGE if row.measure == "stock" else LEVEL
        fit, scope = _scope(left, row, len(plain) - start)
        if fit:
            return Match(row, scope, measure, fit)
    return None


def _measure(row: Indicator, form: Form) -> str | None:
    """What a figure of that form states of the indicator, None where it can't be one."""
    if form.unit == POINTS:
        if form.is_difference:  # of rates: 增长5.5%，高于全国0.5个百分点
            return DIFFERENCE
        return CHANGE if row.unit_standard in (PERCENT, "‰") else None
    if form.unit in TIMES:
        return GROWTH_OTHER if form.is_change and row.unit_standard not in (PERCENT, "‰") else None
    if form.unit == PERCENT and (row.unit_standard != PERCENT or row.measure == "index" or row.has_rates):
        if form.is_difference:
            return None
        return GROWTH if form.is_change else None
    unit, slash, _ = form.unit.partition("/")
    if form.unit not in row.units and not (slash and row.is_per and unit in row.units):
        return None
    if form.is_per and not row.is_per:
        return None
    if form.is_difference:
        return DIFFERENCE
    if form.is_change and row.unit_standard == PERCENT:
        return None  # 失业率下降0.2%: of itself or in points, nobody can tell
    return CHANGE if form.is_change else LEVEL


@lru_cache(maxsize=16384)  # the same words stand before many names: 全县, 农村
def _without_ignored(left: str) -> str:
    """The words before a name without those at their ends that restrict nothing."""
    words = _words()
    while left:
        begins = words.ignored.match(left)
        rest = left[begins.end() :] if begins else left
        if rest and rest[-1] in words.ignored_ends:
            rest = words.ignored_behind.sub("", rest)
        if rest == left:
            break
        left = rest
    return left


def _scope(left: str, row: Indicator, spelled: int) -> tuple[str | None, str | None]:
    """How the words before the name fit it, None where they make another thing, and what they restrict it to."""
    words = _words()
    left = _without_ignored(left)
    if not left:
        return (WORDS if row.is_class else WHOLE), None
    if row.is_class:
        return (WORDS if len(left) <= LONGEST_OF_CLASS and not words.of_class.search(left) else None), left
    if (words.per.search(left) and not row.is_per) or words.other.search(left):
        return None, None
    if words.known.fullmatch(left):
        return PART, left
    return (WORDS if spelled >= SURE and len(left) <= LONGEST_SCOPE and not row.is_own else None), left
