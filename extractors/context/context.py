"""How is each quantity of a sentence meant? Metric, status, comparison, direction and period brought together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.asides import carry_on
from extractors.context.bases import of_days, period_of_base
from extractors.context.budget_items import item_before
from extractors.context.carried import carried, is_again, is_now, set_against
from extractors.context.carried import opened as find_opened
from extractors.context.changes import GOES_ON, Change, read_changes
from extractors.context.clauses import Sentence, Setting, settings
from extractors.context.elsewhere import beside, find_elsewhere, named_alike
from extractors.context.frames import Frame
from extractors.context.incidents import field_of
from extractors.context.inherited import is_topic
from extractors.context.items import Head
from extractors.context.naming import Before, name_all
from extractors.context.origins import FROM_VALUE, days_of_start, find_moves, own_times, revised_levels
from extractors.context.owners import Things, find_leading
from extractors.context.periods import Period, find_periods
from extractors.context.rates import pers_of
from extractors.context.spans import (
    ABSOLUTE,
    Days,
    Span,
    days_of,
    governing,
    in_school_year,
    of_each_year,
    since_begun,
    status_by_time,
    told_in_plan,
    years_of,
)
from extractors.context.status import SUMS, status_cues, statuses
from extractors.context.two_levels import over_levels
from extractors.context.unsure import doubt_name, doubt_twins, doubt_words, speaks_of_plans, speaks_of_several_years
from extractors.language import knowledge
from extractors.language.tokens import Words
from extractors.quantities import units
from extractors.quantities.mention import Mention

_IN_YUAN = knowledge.phrase("told_in_yuan")

_SEVERAL_YEARS = frozenset({"last_years", "years_told", "span_to_years", "years_joined", "five_year_plan"})


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


def begin_paragraph(chain: Chain | None, head: Head | None = None, *, is_item: bool = False) -> Chain | None:
    """What goes on in the next paragraph: not what an item of this one was about, but what a list's `head` says of its
    items, and the base of what stands above an item: 收入6亿元，比上年增长33%，其中：⏎1.…增长12%。"""
    if head is not None:
        return replace(chain or Chain(Before(), None, None, None), opened=head.period, planned=True, noted=None)
    if chain is None:
        return None
    if chain.names.things.last or chain.names.head:
        chain = replace(chain, names=replace(chain.names, things=Things(), head=""))
    if chain.opened or chain.planned or chain.noted:
        noted = chain.noted if is_item and chain.noted and chain.noted.of_items else None
        return replace(chain, opened=None, planned=False, noted=noted)
    return chain


def begin_section(chain: Chain | None, heading: str) -> Chain | None:
    """What goes on below a heading: not the name of a figure above it, where the heading names what is told of."""
    if chain is None:
        return None
    return replace(chain, names=replace(chain.names, topic=heading)) if is_topic(heading) else chain


class Noted(Struct, frozen=True, gc=False):
    """What a note says of the figures behind it in its paragraph: 预计（下同）…，比2018年（下同）增长."""

    status: str | None = None
    change: Change | None = None
    of_items: bool = False  # what stands above a list says it: …增长33%，其中：


class Chain(Struct, frozen=True, gc=False):
    """What a sentence leaves to the one behind it, which takes it where it goes on: 其中, 分产业看."""

    names: Before
    change: Change | None  # whose base governs the list
    status: str | None  # forecast or target, where words of the sentence said so
    period: Period | None
    opened: Period | None = None  # the time that governs the rest of the paragraph
    planned: bool = False  # its sentences tell what is planned: 主要任务是：…
    noted: Noted | None = None  # what a note says of all behind it


def read_sentence(
    sentence: Sentence, frame: Frame, chain: Chain | None, lead_in: str = ""
) -> tuple[list[Reading], Chain]:
    """One reading for each quantity of the sentence, in order, and what it leaves to the next sentence of its section.
    `chain` is what the one before it left, `lead_in` the words of its paragraph between the two."""
    text, past_year = sentence.text, frame.past_year
    years = years_of(frame.year, frame.now, frame.told_on)
    times = find_periods(text, years)
    if times and frame.school_year:
        times = [in_school_year(p, frame.school_year) for p in times]
    if times and past_year and frame.part == "plan":
        times = told_in_plan(times, past_year, years.default)
    if times and not frame.year:
        times = [p for p in times if p.rule in ABSOLUTE]
    cues = status_cues(text)
    if frame.now != frame.year:  # 今年 in a plan for the year that comes
        cues = [cue for cue in cues if cue[1] != "now"]
    if frame.part == "plan" and frame.lead and frame.lead.rule == "heading":
        cues = [cue for cue in cues if cue[2] not in SUMS]  # “十五五”时期主要目标: …|累计|新增就业2.6万人
    part = "summary" if frame.looks_back else frame.part
    found = settings(sentence)
    goes_on = chain if chain and GOES_ON.match(text) else None
    planned = chain is not None and chain.planned and not any(cue[1] == "actual" for cue in cues)
    inherited = goes_on.status if goes_on else "target" if planned else None
    noted = chain.noted if chain else None
    if noted and not goes_on and part != "plan":
        inherited = inherited or noted.status
    carried_on = goes_on.change if goes_on else noted.change if noted else None
    changes = read_changes(found, sentence, frame.year if frame.budget else past_year, carried_on, times)
    words = Words(text)
    if elsewhere := find_elsewhere(words, found):
        changes = beside(changes, elsewhere)
    opened = chain.opened if chain else None
    if lead_in:
        opened = find_opened(lead_in, years, frame, opened)
    opened = set_against(opened, [change.base_text for change in changes], frame) if opened else None
    before = chain.names if chain else Before(frame.topic)
    if goes_on:
        before = replace(before, goes_on=True)
        # 捐款捐物。|其中捐赠衣物3件: of that, not of the figures before it
        if len(lead_in.strip()) > _SHORTEST_BETWEEN:
            before = replace(before, levels=())
    if "情况" in lead_in[-4:] and (item := _HEADS_ITEM.fullmatch(lead_in)):
        before = Before(item["topic"])  # 3.环境工程建设情况。|项目总数21项
    if (
        lead_in
        and (_GATHERED_THERE.match(text) or _RANKED_FIRST.match(text))
        and (headed_by := _HEADED_BY_NOUN.match(lead_in))
    ):
        before = Before(headed_by["topic"])  # 殴打警情。|主要发生在城西所12起
    if lead_in and (headed := item_before(lead_in, 0, len(lead_in))):
        before = Before(headed.name, item=headed)  # 1.教育支出（类）普通教育（款）小学教育（项）。|年初预算为12万元
    if lead_in and "。" in lead_in:
        before = replace(before, field=field_of(lead_in, 0, len(lead_in)))  # 道路运输业方面。|发生事故36起
    if lead_in and _NAMES_THING.search(lead_in):
        before = replace(before, things=find_leading(lead_in, before.things))
    revised = revised_levels(found, text) if frame.adjusts else frozenset()
    moves = find_moves(found, text, frame.budget or frame.adjusts)
    if moves.bases and times:
        times = own_times(times, found, moves)
    names, named = name_all(words, found, changes, before, moves.bases)
    if elsewhere:
        names, named = named_alike(names, named, elsewhere)
    said = statuses(found, changes, sentence, cues, part, inherited)
    if frame.adjusts:
        said = [told if told[1] else ("target", True) if n in revised else told for n, told in enumerate(said)]
    readings: list[Reading] = []
    several_years, broken, may_be_ahead = speaks_of_several_years(times), sentence.broken, speaks_of_plans(text)
    started: Days | None = None
    ruling: Period | None = None
    ruled: str | None = None
    for n, (setting, change, name, per) in enumerate(zip(found, changes, names, pers_of(found, text), strict=True)):
        mention, metric = setting.mention, name.text
        period = governing(setting, sentence, times) if times else None
        if period is not None and period.rule == "year" and frame.year and period.last.year < frame.year:
            period = since_begun(period, text, setting.left[1], frame.year)
        elif period is not None and period.rule in _SEVERAL_YEARS and "分别" in text:
            period = of_each_year(period, found, n)
        if name.time:
            told_times = (p for p in find_periods(name.time, years) if frame.year or p.rule in ABSOLUTE)
            period = next(told_times, period)
        status, told = said[n][0], said[n][1] or planned or (noted is not None and said[n][0] == noted.status)
        if frame.budget and not told and mention.unit.kind not in _BUDGETED:
            status = "actual"  # 编制36名
        if period is not None and is_again(period, opened, frame):
            period = opened
        dated = period or (None if inherited else opened)  # what goes on from a plan is planned: of its time, too
        if goes_on and not told and (period is None or period.rule == "each"):  # 其中，日均成交4亿元: of its month
            period = goes_on.period or period
            dated = None if inherited else period
        if dated is not None and past_year and not told:
            status = status_by_time(dated, past_year - frame.alone, status, text, frame.past_within)
        goes_with = None if period is not None and is_now(period, opened, frame) else opened
        days = days_of(period, setting, text, frame, status, ruling, n in moves.ends, goes_with)
        if n in moves.starts:
            status, told = "actual", True
            days = days_of_start(setting, days, period, times, years, started)
        if n in moves.starts or (period is not None and period.origin):
            started = days if days.first else None
        if period is not None and not period.origin:
            ruling = period
        ruled = status if told or inherited else None
        base: Span = (None, None)
        comparison = of_days(change.comparison, change.base_text, days.last, days.first)
        if change.base_text is not None:
            base = period_of_base(comparison, change.base_text, days.first, days.last, years)
        readings.append(
            Reading(
                mention,
                metric,
                mention.unit.kind if mention.unit.unit else _kind(setting, text, metric),
                status,
                comparison,
                change.direction,
                period.text if period else None,
                days.first,
                days.last,
                (*mention.flags, FROM_VALUE) if days.unknown else mention.flags,
                (
                    *_doubts(name.doubts, mention, status, period, frame, days, told, goes_on is not None),
                    *doubt_name(metric),
                    *doubt_words(setting, text, change, status, period, may_be_ahead, several_years, broken),
                ),
                per,
                name.scope,
                (name.whole.start, name.whole.end) if name.whole else None,
                change.basis,
                change.base_text,
                *base,
            )
        )
    if len(readings) > 2 and len(times) > 1:
        readings = over_levels(readings)
    if len(readings) > 1:
        twins = doubt_twins([_meaning(reading) for reading in readings])
        readings = [replace(r, doubts=(*r.doubts, *d)) if d else r for r, d in zip(readings, twins, strict=True)]
    left = carry_on(changes) or (goes_on.change if goes_on else None)
    first = found[0].left[1] if found else 0
    opens = opened if goes_on else carried(times, text, first, frame, opened)  # 分季度看，一季度…: of its figures alone
    lasting = opens or (goes_on.period if goes_on else None) or ruling
    alike = part == "plan" or len({reading.status for reading in readings}) == 1  # 支出占预算数|29亿元|的98%。其中，…
    planned = planned or (first > _SHORTEST_HEAD and _HEADS_PLAN.search(text, 0, first) is not None)
    noted = _noted(text, found, changes, noted) if "下同" in text else noted
    if left and "其中" in text[-_SHORTEST_BETWEEN:] and _HEADS_PARTS.search(text):
        noted = Noted(change=left, of_items=True)
    return readings, Chain(
        named, left, ruled if alike and (ruled != "actual" or part == "plan") else None, lasting, opens, planned, noted
    )


def _noted(text: str, found: Sequence[Setting], changes: Sequence[Change], before: Noted | None) -> Noted | None:
    """What the notes of a sentence say of those below it, too."""
    noted = before or Noted()
    for note in _HOLDS_BELOW.finditer(text):
        if note["base"] is None:
            noted = replace(noted, status="forecast")
            continue
        behind = (c for s, c in zip(found, changes, strict=True) if s.left[1] >= note.end() and c.base_text)
        noted = replace(noted, change=next(behind, noted.change))
    return noted if noted.status or noted.change else None


def _meaning(reading: Reading) -> tuple[object, ...]:
    unit = reading.mention.unit
    return (
        reading.metric,
        reading.scope,
        unit.unit,
        reading.status,
        reading.comparison,
        reading.direction,
        reading.first,
    )


_HOLDS_BELOW = knowledge.phrase("holds_below")
_HEADS_ITEM = knowledge.phrase("heads_item")
_NAMES_THING, _HEADS_PLAN = knowledge.phrase("names_thing"), knowledge.phrase("heads_plan")
_HEADS_PARTS = knowledge.phrase("heads_parts")
_RANKED_FIRST = knowledge.phrase("ranked_first")
_GATHERED_THERE, _HEADED_BY_NOUN = knowledge.phrase("gathered_there"), knowledge.phrase("headed_by_noun")
_SHORTEST_BETWEEN = 8  # characters of a sentence without figures
_SHORTEST_HEAD = 4  # characters before the first figure: 任务是：
_BUDGETED = frozenset({"money", "percentage", "other"})


def _doubts(
    of_name: tuple[str, ...],
    mention: Mention,
    status: str,
    period: Period | None,
    frame: Frame,
    days: Days,
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
    if days.led:
        doubts.append("period_of_lead")
    elif period is not None and period.origin:
        doubts.append("period_for_itself")
    if days.unknown:
        doubts.append("from_value")
    if goes_on:
        doubts.append("goes_on")
    if frame.part == "plan" and not told:
        doubts.append("plan_untold")
    if unit.optional or unit.kind == "duration":
        doubts.append("loose_unit")
    if value is not None and value <= 3 and unit.kind == "count":
        doubts.append("small_count")
    return doubts


def _kind(setting: Setting, text: str, name: str) -> str:
    """投资3690万: a scaled number without unit is money where its words say so; 投资的1/3 and a ratio are not."""
    if "fraction" in setting.mention.flags or setting.mention.unit.kind == "rate_or_score":
        return setting.mention.unit.kind
    return "money" if _IN_YUAN.search(text, *setting.left) or _IN_YUAN.search(name) else setting.mention.unit.kind


def unit_for(reading: Reading) -> units.Unit:
    """The reading's unit; a sum without 元 is in CNY."""
    unit = reading.mention.unit
    return _unwritten_yuan() if reading.kind == "money" and unit.unit == "" else unit


@cache
def _unwritten_yuan() -> units.Unit:
    return replace(units.resolve("元"), unit="")
