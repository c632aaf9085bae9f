"""How is a quantity meant? Status, comparison, direction and period of each quantity of a sentence, and its metric's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from extractors import knowledge, units
from extractors.changes import GOES_ON, read_changes
from extractors.clauses import Sentence, Setting, settings
from extractors.naming import name_all
from extractors.periods import Period, Years, find_periods
from extractors.quantities import Mention
from extractors.status import status_cues, status_of
from extractors.tokens import cut_words

_MONEY_WORDS = knowledge.context_words()["money"]["words"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words around one quantity say of it."""

    mention: Mention
    metric: str
    kind: str
    status: str
    comparison: str
    direction: str
    period_text: str | None
    first: date | None
    last: date | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a section says of all its sentences."""

    part: str
    year: int | None  # the year its figures speak of
    past_year: int | None  # the year its facts speak of; differs in a plan
    looks_back: bool  # its paragraph begins with 这五年, 过去一年 …
    now: int | None  # what 今年 means
    topic: str  # what the section is about, for figures whose sentence does not name it


def read_sentence(sentence: Sentence, frame: Frame, before: Reading | None) -> list[Reading]:
    """One reading for each quantity of the sentence, in order. `before` is the last reading of the section so far."""
    years = Years(frame.year or 1, frame.now or frame.year or 1)
    times = [p for p in find_periods(sentence.text, years) if frame.year or p.rule in _ABSOLUTE]
    cues = status_cues(sentence.text)
    readings: list[Reading] = []
    found = settings(sentence)
    carried = before.comparison if before and GOES_ON.match(sentence.text) else "none"
    changes = read_changes(found, sentence, frame.past_year, carried, times)
    words = cut_words(sentence.text)
    names = name_all(words, found, [c.is_change for c in changes], before.metric if before else frame.topic)
    for setting, change, name in zip(found, changes, names, strict=True):
        period = _period(setting, sentence, times)
        status = status_of(setting, sentence, cues, "summary" if frame.looks_back else frame.part)
        if (
            status != "actual"
            and period is not None
            and period.rule in _PAST
            and frame.past_year
            and period.last.year <= frame.past_year
        ):
            status = "actual"
        year = frame.past_year if frame.part == "plan" and status == "actual" else frame.year
        if period is not None and period.rule in _WEAK:
            span: tuple[date | None, date | None] = _whole(year)
        else:
            span = (period.first, period.last) if period else _whole(year)
        readings.append(
            Reading(
                setting.mention,
                name,
                _kind(setting, sentence.text, name),
                status,
                change.comparison,
                change.direction,
                period.text if period else None,
                *span,
                setting.mention.flags,
            )
        )
    return readings


_ABSOLUTE = frozenset({"until_year", "year", "span_to_years", "five_year_plan"})
_PAST = frozenset({"last_year", "year", "five_year_plan", "span_to_years", "last_years"})
_WEAK = frozenset({"now", "each", "this_year"})


def _whole(year: int | None) -> tuple[date | None, date | None]:
    return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)


_MONEY = regex.compile("|".join(_MONEY_WORDS))


def _kind(setting: Setting, text: str, name: str) -> str:
    """投资3690万: a scaled number without unit is money where its words say so."""
    if setting.mention.unit.unit == "" and (_MONEY.search(text, *setting.left) or _MONEY.search(name)):
        return "money"
    return setting.mention.unit.kind


def _period(setting: Setting, sentence: Sentence, times: Sequence[Period]) -> Period | None:
    """The nearest time words before the quantity; 目前 and 每月 give way to a date that stands before them."""
    position = setting.mention.start - sentence.start
    before = [p for p in times if p.end <= position]
    strong = [p for p in before if p.rule not in _WEAK]
    return strong[-1] if strong else (before[-1] if before else None)


def unit_for(reading: Reading) -> units.Unit:
    """The reading's unit; a sum without 元 is in CNY."""
    if reading.kind == "money" and reading.mention.unit.unit == "":
        return replace(units.resolve("元"), unit="")
    return reading.mention.unit
