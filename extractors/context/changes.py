"""Does a figure state a change, against what, and which way? 同比增长5%, 环比下降, 高于全省2个百分点."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.asides import find_plan, find_start, goes_with_start, is_aside, is_of_rate, kept_up
from extractors.context.bases import Base, find_base, find_basis, find_beyond, find_bracketed, find_each, kind_of
from extractors.context.clauses import AND, Sentence, Setting
from extractors.context.earned import earned_more, grew_by
from extractors.context.periods import Period
from extractors.context.pulls import PULLS
from extractors.language import knowledge
from extractors.language.phrases import one_of

_WORDS = knowledge.context_words()


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


class Change(Struct, frozen=True, gc=False):
    is_change: bool
    comparison: str
    direction: str
    base_text: str | None = None
    basis: str | None = None
    aside: bool = False  # its base is that of a rate, and says nothing of the figures behind it


_DIRECTION, _COMPARISON = _WORDS["direction"], _WORDS["comparison"]
GOES_ON = knowledge.phrase("goes_on")
# What can stand last before a number, so that a look at one character spares most searches.
_BLANKS = frozenset(c for c in map(chr, range(0x3001)) if c.isspace())
_FILLER = rf"(?>(?:{_any(_DIRECTION['filler'])}|[\s（(])*)"
_FILLER_ENDS = _BLANKS | {word[-1] for word in _DIRECTION["filler"]} | {*"（("}
_MOVED_ENDS = _FILLER_ENDS | {word[-1] for way in ("up", "down") for word in _DIRECTION[way]}
_AMOUNT_ENDS = _FILLER_ENDS | {word[-1] for way in ("amount_up", "amount_down") for word in _DIRECTION[way]}
_LEVEL_ENDS = _BLANKS | {*"到至为了约近过超"}


def _longest_first(kind: str, words: Sequence[str], behind: str = "") -> list[tuple[str, str]]:
    return [(kind, behind + re.escape(word)) for word in sorted(words, key=len, reverse=True)]


_CHOICE, _MOVED_WAYS = one_of(
    [*_longest_first("up", _DIRECTION["up"], "(?<!新)"), *_longest_first("down", _DIRECTION["down"])]
)
_MOVED = re.compile(_CHOICE + _FILLER + "$")
_CHOICE, _AMOUNT_WAYS = one_of(
    [*_longest_first("up", _DIRECTION["amount_up"]), *_longest_first("down", _DIRECTION["amount_down"])]
)
_AMOUNT = re.compile(_CHOICE + _FILLER + "$")
_RATE_ITSELF = re.compile(
    r"(?:自然增长|人口增长|[核审]减|减[排征免]|提升|升学|增值|提标|增[收值]|节[水能约支资]|压减|核减)率(?:[为达是到约]|[控稳维保][制定持]在|[低高]于|不超过)*$"
)  # a figure of its own, no change of another
_CHOICE, _ = one_of(_longest_first("", knowledge.metric_words().moved))
_LEVEL = re.compile(_CHOICE + r"了?(?:到|至|为)(?:了|约|近|超过|超)?\s*$")
_CHOICE, _ = one_of(
    [
        *(("", f"{way}[^，、；]{{1,12}}") for _, way in _longest_first("", _COMPARISON["difference"], "(?<!不)")),
        *(("", f"{norm}(?:值|线)?(?:高出|低出|超出|[高低])(?:了|约|近)*") for norm in _COMPARISON["norms"]),
        ("", r"(?<![占环同对成百相])比(?!重|例|率)[^，、；]{1,12}(?<![提降])[高低快慢](?:出|了|约)*"),
        *(
            (
                "",
                f"{way}(?:“[^“”]{{1,6}}”|年度|全年|年初|预期|序时|时间|时序|控制|考核|下达)*(?:计划|目标|预算|任务|进度|指标)+数?的?",
            )
            for way in ("超(?:过|额完成|出)?", "领先于?", "落后于?", "少于", "多于")
        ),
    ]
)
DIFFERENCE = re.compile(_CHOICE + "$")
_BESIDE_PLAN = knowledge.phrase("beside_plan")
_GROWS_AT, _YEARLY = knowledge.phrase("grows_at"), Base("other")
_MORE_OR_LESS = re.compile(r"[多少]|[高低][于出]|超[过出]?(?=[上去前历同全年计预目任序\d])|的[速幅]度")
_PLAN_ENDS = frozenset("划标算务度数的")
_NO_CHANGE = Change(False, "none", "none")
_change = lru_cache(maxsize=4096)(Change)  # few and far between are different
_OFTEN_NOUNS = ("增收", "上调", "下调", "扩面")  # 带动增收8万元 is none unless something is compared with
_OF_PRICE = knowledge.phrase("of_price")
_OF_BUDGET = ("超收", "短收")  # against the budget, where nothing else is said
_OF_LEVELS = ("回升", "回落", "增产", "减产", "净增", "净减")  # 水位回升0.3米, 棉布增产600万米: of any unit
_RELATIVE = frozenset({"倍", "番", "位次", "个位次", "位"})
_PEOPLE = frozenset({"人", "人次", "户"})
_SIGNS = frozenset("-－−–—﹣+＋负")
_SIGNED = re.compile(rf"(?:{_any([*_COMPARISON['yoy'], *_COMPARISON['mom']])}|[、,，和]|)(?:分别|各|为|[:：])*$")
_SIGNLESS = re.compile("(?:同比|环比)(?:分别)?(?:约|近|[:：])*$")
TAKES_POINTS = knowledge.phrase("takes_points")
_BETTERED = re.compile("(?:改善|恶化|好转)(?:了|约|近)?$")
_NEWLY, MORE_DONE = knowledge.phrase("newly"), knowledge.phrase("more_done")
_NEXT_PLACE = knowledge.phrase("next_place")
KEEPS_RATE, RATE_OF_GROWTH = knowledge.phrase("keeps_rate"), knowledge.phrase("rate_of_growth")
MOST_OF_ALL, _SHARE_OF_INCREASE = knowledge.phrase("most_of_all"), knowledge.phrase("share_of_increase")
_GROWN, _GROWS = knowledge.phrase("grown"), knowledge.phrase("grows_from_base")
_BARE_WAYS = {"增": "up", "减": "down", "降": "down"}  # 社团46个，|增|12个; at the end of other words they may be 新增
_BARE = re.compile(
    r"[，,、（]\s*(?:分别|共|净)?"
    rf"(?:{_any([*_DIRECTION['amount_up'], *_DIRECTION['amount_down'], *_BARE_WAYS])}){_FILLER}"
)
_REACH = 28  # characters before a number in which words of change are looked for
_MULTIPLE = re.compile(r"(?:相当于|等于|是|为)([^，；]{0,20})的$")
_SHARE_OF_BASE = knowledge.phrase("share_of_base")
_HIGHER = re.compile(r"(?<![提降])([高低快慢多少])(?:出|了|约|近)*$")  # not 年均提高
_WAYS_ENDS = frozenset("高低快慢多少出了约近")
_COMPARES = re.compile("比|较|高于|低于|快于|慢于|高出|低出|相当|同期|年均|平均|上年[末底]|间|基础上")
_MORE = knowledge.phrase("more_or_less")
_CONTINUES = re.compile(r"(?:左右|以上|以下|上下)?\s*[、,，和及与]?(?:以及)?\s*")


def read_changes(
    found: Sequence[Setting], sentence: Sentence, year: int | None, carried: Change | None, times: Sequence[Period]
) -> list[Change]:
    """A base said once (同比) governs the growth figures behind it; `carried` is that of a list that goes on here."""
    text = sentence.text
    for setting in found:
        unit, start = setting.mention.unit, setting.left[1]
        relative = unit.kind == "percentage" or unit.unit in _RELATIVE or setting.mention.flags  # 减少三分之一, too
        if relative or (start and text[start - 1] in _AMOUNT_ENDS):
            break
    else:  # no quantity that changes are told in, none that stands behind a word of change
        if not _MORE_OR_LESS.search(text):
            return [_NO_CHANGE] * len(found)
    changes: list[Change] = []
    base = Base(carried.comparison, carried.base_text) if carried else None
    basis = carried.basis if carried else None
    started: Base | None = None  # what a level started from
    compares = bool(_COMPARES.search(text))
    pair: list[Base] = []
    for n, setting in enumerate(found):
        own = find_base(setting.gap, setting.gap_start, times, year) if compares else None
        if own is None and setting.gap[:1] in ("）", ")") and n:
            own = find_bracketed(found[n - 1].gap)
        if compares and (each := find_each(setting.gap)):
            own, *pair = each
        elif pair and not own:
            own = pair.pop(0)
        elif own is None:
            started = find_start(setting, times, year) or started
        before = found[n - 1] if n else None
        of_start = started if goes_with_start(setting) else None
        change = _read_change(setting, text, own, base or of_start, before)
        if own is None and (plan := find_plan(setting, before)):
            change = _beside(plan)
        if not change.is_change and before is not None and base is not None and base.is_time and own is None:
            change = _like_the_one_before(setting, text, base, before, changes[-1]) or change
        if not change.is_change and "增收" in setting.gap:
            if before is not None and grew_by(setting, before) and changes[-1].direction == "up":
                change = changes[-1]
            elif own is None and earned_more(setting, text, before):
                change = _moved(None, "up")
        if (
            n
            and (not change.is_change or text[setting.left[1]] in _SIGNS)
            and changes[-1].is_change
            and _CONTINUES.fullmatch(setting.gap)
            and (_same_measure(setting, found[n - 1]) or _is_of_each(found, n) or _is_beside_levels(found, n))
        ):
            if not _is_told_by_signs(found, n, text):
                change = changes[-1]  # 分别增长2.6%、-0.4%和5.1%
            elif not change.is_change:
                change = replace(changes[-1], direction="up")  # 同比-4.1%、3.2%
            if own:
                change = replace(change, comparison=own.kind, base_text=own.text)
        if (
            n
            and changes[-1].is_change
            and changes[-1].comparison == "other"
            and changes[-1].direction == "none"
            and (beside := _NEXT_PLACE.fullmatch(setting.gap))
        ):
            change = replace(changes[-1], base_text=beside["place"])
        if change.is_change and (stated := find_basis(setting.gap) or basis):
            change = replace(change, basis=stated)
        if own and is_of_rate(setting, change, changes[-1] if n else None):
            change = replace(change, aside=True)  # 增长12.5%，比上年加快|0.6个百分点|。其中第一产业增长3.7%
        elif own and not (base and change.is_change and is_aside(setting, own, base)) and not own.is_place:
            base = own
        changes.append(change)
    return changes


def _is_of_each(found: Sequence[Setting], n: int) -> bool:
    """分别比上年增加0.3万亩和|0.5万吨|: a list of amounts that 分别 opens goes on over units, as what it is of does."""
    while n and AND.fullmatch(found[n].gap) and found[n].mention.unit.kind != "percentage":
        n -= 1
    return "分别" in found[n].gap and found[n].mention.unit.kind != "percentage"


def _is_beside_levels(found: Sequence[Setting], n: int) -> bool:
    """新建公路56公里、桥梁3座，比上年多2公里、|1座|: a list of amounts in the units of the list before it."""
    last = n
    while n and AND.fullmatch(found[n].gap):
        n -= 1
    while last + 1 < len(found) and AND.fullmatch(found[last + 1].gap):
        last += 1
    units = [setting.mention.unit for setting in found[n : last + 1]]
    return len(units) <= n and units == [setting.mention.unit for setting in found[n - len(units) : n]]


def _is_told_by_signs(found: Sequence[Setting], n: int, text: str) -> bool:
    """Whether minus and plus say where the figures of a list moved, not a word before it: 同比-12.6%、3%."""
    while n and _CONTINUES.fullmatch(found[n].gap):
        n -= 1
    start, end = found[n].left
    return text[end] in _SIGNS and _MOVED.search(text, max(start, end - _REACH), end) is None


def _same_measure(setting: Setting, other: Setting) -> bool:
    if setting.mention.unit == other.mention.unit:
        return True
    if ("fraction" in setting.mention.flags) != ("fraction" in other.mention.flags):
        return False  # 条目减少一半，|95%|实行备案管理
    shares = ("percentage", "other")
    return setting.mention.unit.kind in shares and other.mention.unit.kind in shares


def _moved(base: Base | None, direction: str) -> Change:
    return _change(True, base.kind, direction, base.text) if base else _change(True, "none", direction)


def _read_change(setting: Setting, text: str, own: Base | None, carried: Base | None, before: Setting | None) -> Change:
    """`own` is the base that the words since the last quantity state, `carried` one that was stated before it, `before`
    the quantity before it."""
    start, end = setting.left
    left, kind, unit = text[max(start, end - _REACH) : end], setting.mention.unit.kind, setting.mention.unit.unit
    relative = kind == "percentage" or unit in _RELATIVE or "fraction" in setting.mention.flags
    base = own or carried
    bare = before is not None and setting.mention.unit == before.mention.unit and _is_bare(setting)
    if not relative and (beyond := find_beyond(left, relative=False)):
        return _is_beyond(*beyond)
    if not relative and own is None and kind == "count" and unit not in _PEOPLE and not bare:
        return _NO_CHANGE  # 增加口岸34个
    if unit == "番":
        return _moved(base, "up")
    if unit == "个百分点" and (pulls := PULLS.search(left)):  # 拉动投资增长|2.1个百分点|: of the whole, by this part
        return _moved(None, "up" if pulls["up"] else "down")
    last = left[-1:]
    if last in _LEVEL_ENDS and _LEVEL.search(left):
        return _NO_CHANGE
    if not left and text[start - 1 : start] in ("）", ")"):  # 高于全国（3.8%）3.3个百分点
        opened = max(text.rfind("（", 0, start), text.rfind("(", 0, start))
        left = text[max(0, opened - _REACH) : max(0, opened)]
        left = left[left.rfind("，") + 1 :]
    if relative and (beyond := find_beyond(left)):
        return _is_beyond(*beyond)
    if relative and last in _WAYS_ENDS and (higher := _HIGHER.search(left)) and own:
        return _moved(own, "down" if higher[1] in "低慢少" else "up") if own.is_time else _beside(own)
    if kind == "percentage" and last == "的" and (share := _SHARE_OF_BASE.search(left)):
        return _change(False, kind_of(share["of"]) or "other", "none", share["of"])  # 为去年同期的|96%
    if relative and not (own and own.kind == "yoy") and DIFFERENCE.search(left):
        return _beside(own)
    if unit == "倍" and (multiple := _MULTIPLE.search(left)):
        return _change(False, kind_of(multiple[1]) or (own.kind if own else "other"), "none", multiple[1] or None)
    if relative:
        moved = _MOVED.search(kept_up(setting, before, text) or left) if last in _MOVED_ENDS else None
        if moved and not _RATE_ITSELF.search(left) and not (last in "的约近超过" and _SHARE_OF_INCREASE.search(left)):
            return _moved(base, _MOVED_WAYS[moved.lastindex or 0])
        if moved is None and kind == "percentage" and (grows := _grows_behind(setting, text)):
            yearly = base or (_YEARLY if "每年" in setting.gap else None)
            return _moved(yearly, "up" if grows["up"] else "down")
        if moved is None and own is not None and own.is_time and _BETTERED.search(left):
            return _moved(own, "none")  # 综合指数4.35，同比改善|1.8%: which way better is, the words do not say
        if moved is None and unit == "个百分点" and (taken := TAKES_POINTS.search(left)):
            return _moved(None, "up" if taken["up"] else "down")  # 降低社保费率|3.5个百分点
        if (
            own is not None
            and moved is None
            and kind == "percentage"
            and text[end] not in _SIGNS
            and _SIGNLESS.search(left)
        ):
            return _moved(own, "up")  # 专项收入286万元，同比|8.4%|
        if text[end : end + 1] in _SIGNS and base and _SIGNED.search(left) and not moved:
            return _moved(base, "up" if text[end] in "+＋" else "down")  # 同比-12.6%
        return _NO_CHANGE
    if grows := _GROWS_AT.match(text, setting.right[0]):  # 以每年|1.2万人|的速度增加
        return _moved(base or _YEARLY, "up" if grows["up"] else "down")
    if (
        carried is not None
        and carried.is_time
        and before is not None
        and setting.mention.unit == before.mention.unit
        and _GROWS.match(setting.gap)
        and (grown := _GROWN.search(setting.gap))
    ):  # 比去年的51200亩|增|1400亩
        return _moved(carried, "up" if grown["up"] else "down")
    amount = _AMOUNT.search(left) if last in _AMOUNT_ENDS else None
    if amount is None and own is None and text[end - 1] in _PLAN_ENDS and _BESIDE_PLAN.search(left):
        return _beside(None)  # 失业人数3120人，低于控制指标180人
    if amount is None and own is not None and own.is_place and last in _WAYS_ENDS and _HIGHER.search(left):
        return _beside(own)  # 比全省平均水平低2860元
    if amount is None and own is not None and own.is_time:
        if grown := _GROWN.search(left):  # 比上年增5.02万亩
            return _moved(own, "up" if grown["up"] else "down")
        if _NEWLY.search(left):  # 比去年新增3637元
            return _moved(own, "up")
        if done := MORE_DONE.search(left):  # 同比多结18件
            return _moved(own, "up" if done["more"] == "多" else "down")
        if last in _WAYS_ENDS and (higher := _HIGHER.search(left)):  # 比去年高3分钱, 比上年多2公里
            return _moved(own, "down" if higher[1] in "低慢少" else "up")
    if amount is None and bare and last in _BARE_WAYS:
        return _moved(base, _BARE_WAYS[last])
    if amount and amount[0].startswith(_OF_BUDGET) and not (own and own.is_time):
        return _beside(own)  # 比预算超收3亿元，其中县级超收|2亿元|
    if amount and (
        own is not None
        or bare
        or (
            (amount.start() > 0 or setting.gap_start > 0 or end - start > _REACH)
            and (kind in ("money", "mass", "percentage") or unit in _PEOPLE or amount[0].startswith(_OF_LEVELS))
            and not (amount[0].startswith(_OFTEN_NOUNS) and not _OF_PRICE.search(left, 0, amount.start()))
        )
    ):
        return _moved(base, _AMOUNT_WAYS[amount.lastindex or 0])
    return _NO_CHANGE


def _grows_behind(setting: Setting, text: str) -> re.Match[str] | None:
    """保持|15%|以上的增长, 以|8%|的速度减少: the word of growth is behind it; 增幅最大，为|22.5%|: a clause before."""
    if grows := _GROWS_AT.match(text, setting.right[0]):
        return grows
    if (grows := RATE_OF_GROWTH.match(text, setting.right[0])) and KEEPS_RATE.search(setting.gap):
        return grows
    return MOST_OF_ALL.search(setting.gap)


def _like_the_one_before(setting: Setting, text: str, base: Base, before: Setting, last: Change) -> Change | None:
    """比去年同期的1840起减少|265起|: from the base before it; 收案增加70件，结案增加|40件|: the next of a list."""
    if setting.mention.unit != before.mention.unit:
        return None
    if more := _MORE.fullmatch(setting.gap):  # 比上年同期420件|少|60件
        return _moved(base, "up" if more["way"] == "多" else "down")
    if text[setting.left[1] - 1] not in _AMOUNT_ENDS:
        return None
    amount = _AMOUNT.search(text, *setting.left) if setting.left[0] < setting.left[1] else None
    if amount is None or not (last.is_change or _GROWS.match(setting.gap)):
        return None
    return _moved(base, _AMOUNT_WAYS[amount.lastindex or 0])


def _is_bare(setting: Setting) -> bool:
    """稻谷面积93254亩，|减少|479亩: nothing but the change stands between a level and what it has changed by."""
    return _BARE.fullmatch(setting.gap) is not None


def _is_beyond(against: Base, way: str) -> Change:
    """高于上年 has risen since; 高于全省平均 is beside it."""
    return _moved(against, way) if against.is_time else _change(True, "other", "none", against.text)


def _beside(own: Base | None) -> Change:
    """A difference to another place or plan, which has no direction of its own."""
    return _change(True, "other", "none", own.text if own and own.kind == "other" else None)
