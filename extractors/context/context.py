"""How is each quantity of a sentence meant? Metric, status, comparison, direction and period brought together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.bases import period_of_base, year_before
from extractors.context.changes import GOES_ON, Change, carry_on, read_changes
from extractors.context.clauses import Sentence, Setting, settings
from extractors.context.naming import Before, name_all
from extractors.context.owners import Things, find_leading
from extractors.context.periods import Period, Years, find_periods
from extractors.context.rates import pers_of
from extractors.context.status import status_cues, status_of
from extractors.context.unsure import doubt_name, doubt_words
from extractors.language import knowledge
from extractors.language.tokens import Words
from extractors.quantities import units
from extractors.quantities.mention import Mention

Span = tuple[date | None, date | None]
_MONEY_WORDS = knowledge.context_words()["money"]["words"]


class Reading(Struct, frozen=True, gc=False):
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
    doubts: tuple[str, ...]  # rows of data/confidence.toml
    per: str | None  # as words before the quantity say; its unit may say it, too
    scope: str | None = None
    whole: tuple[int, int] | None = None  # where the quantity stands that this one is a part of
    basis: str | None = None
    base_text: str | None = None
    base_first: date | None = None
    base_last: date | None = None


class Frame(Struct, frozen=True, gc=False):
    """What a section says of all its sentences."""

    part: str
    year: int | None  # the year its figures speak of
    past_year: int | None  # the year its facts speak of; differs in a plan
    looks_back: bool  # its paragraph begins with 这五年, 过去一年 …
    now: int | None  # what 今年 means
    topic: str  # what the section is about, for figures whose sentence does not name it
    lead: Period | None = None  # several years that a heading or the lead sentence of a paragraph names


def begin_paragraph(chain: Chain | None) -> Chain | None:
    """What goes on in the next paragraph: not what an item of this one was about."""
    return replace(chain, names=replace(chain.names, things=Things())) if chain and chain.names.things.last else chain


class Chain(Struct, frozen=True, gc=False):
    """What a sentence leaves to the one behind it, which takes it where it goes on: 其中, 分产业看."""

    names: Before
    change: Change | None  # whose base governs the list
    status: str | None  # forecast or target, where words of the sentence said so
    period: Period | None


def read_sentence(
    sentence: Sentence, frame: Frame, chain: Chain | None, lead_in: str = ""
) -> tuple[list[Reading], Chain]:
    """One reading for each quantity of the sentence, in order, and what it leaves to the next sentence of its section.
    `chain` is what the one before it left, `lead_in` the words of its paragraph between the two."""
    text, past_year = sentence.text, frame.past_year
    years = _years_of(frame.year, frame.now)
    times = find_periods(text, years)
    if times and not frame.year:
        times = [p for p in times if p.rule in _ABSOLUTE]
    cues = status_cues(text)
    part = "summary" if frame.looks_back else frame.part
    found = settings(sentence)
    goes_on = chain if chain and GOES_ON.match(text) else None
    inherited = goes_on.status if goes_on else None
    changes = read_changes(found, sentence, past_year, goes_on.change if goes_on else None, times)
    before = chain.names if chain else Before(frame.topic)
    if goes_on:
        before = replace(before, goes_on=True)
    if lead_in and _NAMES_THING.search(lead_in):
        before = replace(before, things=find_leading(lead_in, before.things))
    names, named = name_all(Words(text), found, changes, before)
    readings: list[Reading] = []
    ruling: Period | None = None
    ruled: str | None = None
    for setting, change, name, per in zip(found, changes, names, pers_of(found, text), strict=True):
        mention, metric = setting.mention, name.text
        period = _period(setting, sentence, times) if times else None
        led = False
        if name.time:
            period = next(iter(find_periods(text[slice(*name.time)], years)), period)
        status, told = inherited or "actual", False
        if cues or part == "plan":
            status, told = status_of(setting, sentence, cues, part, inherited)
        if period is None and goes_on and not told:
            period = goes_on.period
        if period is not None and past_year and not told:
            last_year = period.last.year
            if status != "actual" and last_year <= past_year and period.rule in _PAST:
                status = "actual"
            if last_year > past_year and period.rule in _AHEAD:
                status = "target"  # 到2025年建成茶园1万亩
        if period is not None and period.rule not in _WEAK:
            span: Span = period.first, period.last
            if period.origin and text.startswith("同期", period.end):
                span = _year_before(period, ruling)
        elif frame.lead is not None and not (status == "actual" and frame.part == "plan"):
            led = (
                frame.lead.rule != "heading" or status != "actual" or _CUMULATED.search(text, *setting.left) is not None
            )
            span = _led(frame.lead, text[: setting.left[1]]) if led else whole_year(frame.year)
        else:
            span = whole_year(past_year if status == "actual" and frame.part == "plan" else frame.year)
        if period is not None and not period.origin:
            ruling = period
        ruled = status if told or inherited else None
        base: Span = (None, None)
        if change.base_text is not None:
            base = period_of_base(change.comparison, change.base_text, *span, years)
        readings.append(
            Reading(
                mention,
                metric,
                mention.unit.kind if mention.unit.unit else _kind(setting, text, metric),
                status,
                change.comparison,
                change.direction,
                period.text if period else None,
                *span,
                mention.flags,
                (
                    *_doubts(name.doubts, mention, status, period, frame, led, told, goes_on is not None),
                    *doubt_name(metric),
                    *doubt_words(setting, text, change, status, period, times, broken=sentence.broken),
                ),
                per,
                name.scope,
                (name.whole.start, name.whole.end) if name.whole else None,
                change.basis,
                change.base_text,
                *base,
            )
        )
    left = carry_on(changes) or (goes_on.change if goes_on else None)
    return readings, Chain(named, left, ruled if ruled != "actual" else None, ruling)


_NAMES_THING = re.compile("项目|工程|园|基地|中心|院|校|站|库|厂|公司")
_REACHES = re.compile(r"(?:[到至]|突破|超过|跨越|跨上|站上|迈上|迈过|达|为|现有|保有量|余额|总量)[约近了超]*$")


_CUMULATED = re.compile("累计|年均|共|总计|先后|[五四三两]年")


def _led(lead: Period, before: str) -> Span:
    """The period of a figure under 五年来, …: all of it, but of a level its last year."""
    return whole_year(lead.last.year) if _REACHES.search(before) else (lead.first, lead.last)


def _year_before(period: Period, ruling: Period | None) -> Span:
    """上年同期: the months that the figures before it speak of, a year before."""
    if ruling is None or ruling.first.year != ruling.last.year or ruling.rule in _WEAK:
        return period.first, period.last
    return year_before(ruling.first), year_before(ruling.last)


@cache
def _years_of(year: int | None, now: int | None) -> Years:
    return Years(year or 1, now or year or 1)


def _doubts(
    of_name: tuple[str, ...],
    mention: Mention,
    status: str,
    period: Period | None,
    frame: Frame,
    led: bool,
    told: bool,
    goes_on: bool,
) -> list[str]:
    """What is doubtful about the quantity and how it is meant."""
    unit, value = mention.unit, mention.value
    doubts = [*of_name]
    if mention.flags:
        doubts += [f"flag_{flag.partition(':')[0]}" for flag in mention.flags]
    if period is None:
        if frame.year is None:
            doubts.append("no_year")
    elif period.first.year != period.last.year:
        doubts.append("span_of_years")
    if (status == "actual") == (frame.part == "plan"):
        doubts.append("status_against_part")
    if led:
        doubts.append("period_of_lead")
    elif period is not None and period.origin:
        doubts.append("period_for_itself")
    if goes_on:
        doubts.append("goes_on")
    if frame.part == "plan" and not told:
        doubts.append("plan_untold")
    if unit.optional or unit.kind == "duration":
        doubts.append("loose_unit")
    if value is not None and value <= 3 and unit.kind == "count":
        doubts.append("small_count")
    return doubts


_ABSOLUTE = frozenset({"until_year", "year", "since_year", "span_to_years", "five_year_plan"})
_PAST = frozenset({"last_year", "year", "five_year_plan", "span_to_years", "last_years"})
_WEAK = frozenset({"now", "each", "whole_year"})
_AHEAD = frozenset({"until_year", "year", "next_year", "next_years", "five_year_plan", "span_to_years"})


@cache
def whole_year(year: int | None) -> Span:
    """First and last day of a year."""
    return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)


_MONEY = re.compile("|".join(_MONEY_WORDS))


def _kind(setting: Setting, text: str, name: str) -> str:
    """投资3690万: a scaled number without unit is money where its words say so."""
    return "money" if _MONEY.search(text, *setting.left) or _MONEY.search(name) else setting.mention.unit.kind


def _period(setting: Setting, sentence: Sentence, times: Sequence[Period]) -> Period | None:
    """The nearest time words before the quantity; 目前 and 每月 give way to a date that stands before them.

    Time words at the sentence's beginning speak for all of it, others as far as ；, and the start of a change
    (由2022年的…) only for its own figure.
    """
    position = setting.mention.start - sentence.start
    governing = [p for p in times if p.end <= position and _governs(p, setting, sentence, position)]
    if not governing:
        return None
    last = governing[-1]
    if last.rule not in _WEAK:
        return last
    if last.rule == "now" and any(p.first.year != last.first.year for p in governing):
        return last  # 五年间产值翻番，现已吸纳就业8万人
    return next((p for p in reversed(governing) if p.rule not in _WEAK), last)


def _governs(period: Period, setting: Setting, sentence: Sentence, position: int) -> bool:
    if period.origin:
        return period.start >= setting.gap_start
    if "基础上" in sentence.text[period.end : position]:
        return False
    if period.text.startswith("连续"):
        return "，" not in sentence.text[period.end : position]
    leads = not sentence.text[: period.start].strip("（( \u3000一二三四五六七八九十、.是）)")
    return leads or "；" not in sentence.text[period.end : position]


def unit_for(reading: Reading) -> units.Unit:
    """The reading's unit; a sum without 元 is in CNY."""
    unit = reading.mention.unit
    return _unwritten_yuan() if reading.kind == "money" and unit.unit == "" else unit


@cache
def _unwritten_yuan() -> units.Unit:
    return replace(units.resolve("元"), unit="")
