"""Which figure of a list is which member's? A、B、C分别增长1%、2%、3%; 第一季度、第二季度进出口分别为7亿元、8亿元."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from msgspec import Struct

from extractors.context.clauses import AND, Setting
from extractors.context.lead_words import strip_left
from extractors.context.members import TWO_IN_ONE, Span, both_of, fitting_members, over_commas, owners_of, whole_members
from extractors.context.metric import shorten
from extractors.context.owners import NAMES
from extractors.context.residue import verb_of
from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.tokens import Words


def _any_word(table: str, *rows: str) -> str:
    """Any of the words in rows of data/context.toml, the longest first."""
    words = (word for row in rows for word in knowledge.context_words()[table][row])
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_REACHING = frozenset("到至为达")
_MOVES, _BEFORE = _any_word("direction", "up", "down"), _any_word("comparison", "yoy", "mom")
_COMMA = re.compile(r"(?:左右|以上|以下)?\s*(?:[、,，]|[和及与]|以及)\s*")
_JOINED = re.compile(rf"(?:左右|以上|以下)?\s*(?:[、,，]|[和及与]|以及)?\s*{_MOVES}?\s*")
_RATES = re.compile(
    rf"(?:左右|以上)?[，,；]?\s*(?:(?:{_BEFORE}|[比较][^，；、]{{1,8}}?)(?:同期)?(?:相比)?)?(?:分别|各)?{_MOVES}?\s*"
)
# A clause that only says how a figure was reckoned, or with what it compares.
ASIDE = re.compile(
    r"\s*(?:[按扣剔以不].*(?:计算|折算|因素|指数|口径|计|价格|原则)$|下同$|(?:相)?[比较与同和].{1,14}(?:相比|比较|比|期|年|平)?$)"
)
CLAUSE = re.compile(  # 案（事）例被评为典型案例，
    rf"(?:[^，；：。,;:（）()]|(?<=[{HAN}])[（(][{HAN}]{{1,2}}[）)](?=[{HAN}]))+(?=[，；：。,;:（）()])"
)
_TIME = re.compile(r"(?:第?[一二三四1-4]季度|上半年|下半年|全年|\d{1,2}月份?|(?:19|20)\d\d年|[前后]三季度)")
_PERIODS = re.compile(
    r"第?(?P<numbers>[一二三四](?:[、和][一二三四])+)(?P<unit>季度)|(?<![\d.])(?P<months>\d{1,2}(?:[、和]\d{1,2})+)(?P<month>月)份?"
)
_ONLY_TIME = re.compile(r"[\d\s年度至到\-—－–~～]+")
_CLAUSE_END = re.compile("[，；。：,;]")


class Member(Struct, frozen=True, gc=False):
    """A member's name and, where it is a time, that in words; a place that does what its name says."""

    name: str
    time: str = ""
    of: str = ""


def respective(
    words: Words,
    found: Sequence[Setting],
    n: int,
    names: Sequence[str],
    is_change: Sequence[bool],
    earlier: Sequence[str] = (),
) -> dict[int, Member]:
    """A、B、C分别增长1%、2%、3%: number of quantity → its own member of the list. `earlier` are the levels of the
    sentence before, where this one goes on from it."""
    text = words.text
    start, end = found[n].left
    mark = text.find("分别", start, end)
    if mark < 0 and is_change[n] and n > 1 and (behind := _behind_levels(found, n, names, is_change)):
        return behind
    if mark < 0 and (listed := _without_each(words, found, n, is_change)):
        return listed
    if mark < 0 and (text[end - 1 : end] not in _REACHING or not 0 < len(text[start:end].strip()) <= 4):
        return {}
    last = n
    while last + 1 < len(found) and _JOINED.fullmatch(found[last + 1].gap) and _is_like(found[last + 1], found[n]):
        last += 1
    if mark >= 0:
        last = _last_of_each(words, found, n, last, (start, mark), is_change[n])
    count = last - n + 1
    if count < 2:
        return {}
    if mark < 0:  # 分别从7家、4家增加到10家、6家
        parallel = n >= count and all(_JOINED.fullmatch(found[k].gap) for k in range(n - count + 1, n))
        return _members_of(range(n, last + 1), names[n - count : n]) if parallel else {}
    own = "" if is_change[n] else shorten(words, strip_left(words, (mark + len("分别"), end)))
    if timed := _timed(words, (found[n].gap_start, mark), own or (names[-1] if names else ""), count):
        return {n + k: member for k, member in enumerate(timed)}
    subject = (mark, mark) if ASIDE.match(text[start:mark]) else strip_left(words, (start, mark), is_change[n])
    if _ONLY_TIME.fullmatch(text[slice(*subject)]):
        subject = (mark, mark)  # 2022—2024年|分别投入3亿元、4亿元、5亿元
    if subject[0] >= subject[1]:
        before = [m.span() for m in CLAUSE.finditer(text, found[n].gap_start, start) if not ASIDE.match(m[0])]
        subject = strip_left(words, before[-1], is_change[n]) if before else subject
    if subject[0] >= subject[1]:  # 受理3件、审结2件，同比分别上升5%、6%
        levels = [names[k] for k in range(n) if not is_change[k]][-count:] if n else list(earlier[-count:])
        if len(levels) < count and len(set(names[n - count : n])) == count:
            levels = list(names[n - count : n])
        if is_change[n] and (pulls := _PULLS.fullmatch(text, mark + len("分别"), end)):
            levels = [of + pulls[0] for of in owners_of(levels)]  # 贡献率分别为…，分别|拉动经济增长|0.9、2.6个百分点
        return _members_of(range(n, last + 1), levels) if len(levels) == count else {}
    if ages := _of_ages(words, found, n, subject, count):
        return ages
    if crossed := _crossed(words, found, n, subject):
        return crossed
    if n >= count and text[slice(*subject)] in _OF_EACH and len(set(names[n - count : n])) == count:
        return _members_of(
            range(n, last + 1), [of.removeprefix("新增") + text[slice(*subject)] for of in names[n - count : n]]
        )
    if places := _of_places(words, found, n, subject, count):
        return _members_of(range(n, last + 1), places)
    members = fitting_members(words, subject, count)
    if not members and (wide := over_commas(text, found[n].gap_start, subject, count)):
        subject, members = wide, fitting_members(words, wide, count)
    if not members:
        whole = shorten(words, subject)
        if len(both := both_of(whole)) == count:
            return _members_of(range(n, last + 1), both)
        return {k: Member(whole) for k in range(n, last + 1)}
    each = whole_members(words, subject, members)
    if own and _is_measure(words, own, end):
        each = [member if own in member else member + own for member in each]  # 甲县、乙县分别完成|投资|3亿元
    elif len(own) >= _SHORTEST_DEED and all(map(_A_PLACE.fullmatch, members)):  # 甲镇、乙镇分别|建成冷库|4座和3座
        return {k: Member(own, of=place) for k, place in zip(range(n, last + 1), each, strict=True)}
    return _members_of(range(n, last + 1), each)


def timed_as(more: dict[int, Member], before: dict[int, Member]) -> dict[int, Member]:
    """第一、第二季度收案分别为…，结案率|分别为71%、78%: a list of the same times as the one right before it."""
    if len(more) != len(before) or min(more) != max(before) + 1:
        return more
    times = (before[n].time for n in sorted(before))
    return {n: Member(more[n].name, more[n].time or time) for n, time in zip(sorted(more), times, strict=True)}


def _is_measure(words: Words, own: str, end: int) -> bool:
    """Whether the words between 分别 and the number name what is measured: 分别完成|投资|, 分别实现税收."""
    return 2 <= len(own) <= _LONGEST_OWN and words.text.endswith(own, 0, end) and own.endswith(_MEASURES)


_A_PLACE, _SHORTEST_DEED = knowledge.phrase("a_place_named"), 4
_LONGEST_OWN, _MEASURES = 8, tuple(NAMES["measure"])


def _last_of_each(words: Words, found: Sequence[Setting], n: int, last: int, subject: Span, is_change: bool) -> int:
    """面积35.6万亩、总产14.2万吨，分别增加|0.3万亩|、0.5万吨: a list of changes with the units of the levels before it,
    or is as long as the list of its subjects: 面积和产量分别增加…."""
    end = last
    while end + 1 < len(found) and _JOINED.fullmatch(found[end + 1].gap):
        end += 1
    count = end - n + 1
    if end > last and fitting_members(words, strip_left(words, subject, is_change=is_change), count):
        return end  # 棉花、粮食、木材产量分别为3万吨、5万吨、|2万立方米|
    if not is_change:  # 低保金1万元、救助金2万元，分别惠及|3人|和5人次
        listed = end > last and n >= count and all(_JOINED.fullmatch(found[k].gap[:1]) for k in range(n - count + 1, n))
        return end if listed else last
    units = [setting.mention.unit for setting in found[n : end + 1]]
    return end if n >= count and units == [setting.mention.unit for setting in found[n - count : n]] else last


def _is_like(setting: Setting, first: Setting) -> bool:
    """8.4%、28.3%，|八类|案件下降: what is counted otherwise belongs to no list; 12.7个、12个百分点, 5%和3.5倍 do."""
    unit, other = setting.mention.unit, first.mention.unit
    return unit == other or (unit.kind in _RELATIVE and other.kind in _RELATIVE)


_RELATIVE = frozenset({"percentage", "other"})


def may_list(found: Sequence[Setting], n: int) -> bool:
    """Whether figures of one unit follow each other: 城镇、农村居民收入|3.4万元、1.9万元|."""
    return (
        n + 1 < len(found)
        and len(found[n + 1].gap) <= _LONGEST_AND
        and found[n].mention.unit == found[n + 1].mention.unit
        and AND.fullmatch(found[n + 1].gap) is not None
    )


_BOTH = 2  # 城镇、农村
_LONGEST_AND = 6  # characters of what joins two figures of a list


def _without_each(words: Words, found: Sequence[Setting], n: int, is_change: Sequence[bool]) -> dict[int, Member]:
    """盗窃警情、损失数同比下降|21.7%、33.6%: as many rates as the clause has members, and no 分别 between."""
    last = n
    while last + 1 < len(found) and AND.fullmatch(found[last + 1].gap) and _is_like(found[last + 1], found[n]):
        last += 1
    count = last - n + 1
    start, end = found[n].left
    if (
        count == _BOTH
        and TWO_IN_ONE.search(words.text, start, end)
        and found[n].mention.unit == found[last].mention.unit
    ):
        both = both_of(shorten(words, strip_left(words, (start, end), is_change[n])))
        return _members_of(range(n, last + 1), both) if len(both) == count else {}
    if count < 2 or _BEYOND.search(words.text, start, end):
        return {}  # 高于全国、全省|9.4个|和6.1个百分点
    if words.text.find("、", start, end) < 0 and not (
        is_change[n] and found[n].mention.unit == found[last].mention.unit
    ):
        return {}
    if not is_change[n] and any(setting.mention.unit != found[n].mention.unit for setting in found[n : last + 1]):
        return {}
    subject = strip_left(words, (start, end), is_change=is_change[n])
    members = fitting_members(words, subject, count)
    if not members:
        return {}
    each = whole_members(words, subject, members)
    if not is_change[n] and (deed := verb_of(words, each[0])):  # 新建学校、医院|3所、2所
        each = [member if member.startswith(deed) else deed + member for member in each]
    return _members_of(range(n, last + 1), each)


_BEYOND = re.compile("(?:[高低快慢好优]于|[高低]出)[^，；]{2,}$")


def _crossed(words: Words, found: Sequence[Setting], n: int, subject: Span) -> dict[int, Member]:
    """小麦、玉米单产和总产分别提高12公斤、9公斤和0.6万吨、0.3万吨: first one measure of each, then the other."""
    things, joint, second = words.text[slice(*subject)].rpartition("和")
    first = next((measure for measure in _MEASURES if things.endswith(measure)), "")
    if not joint or not first or second not in _MEASURES:
        return {}
    owners = things.removesuffix(first).split("、")
    count, last = len(owners), n
    while last + 1 < len(found) and _JOINED.fullmatch(found[last + 1].gap):
        last += 1
    units = [setting.mention.unit for setting in found[n : last + 1]]
    if count < 2 or units != [units[0]] * count + [units[-1]] * count or units[0] == units[-1]:
        return {}
    return _members_of(range(n, last + 1), [of + measure for measure in (first, second) for of in owners])


def _of_ages(words: Words, found: Sequence[Setting], n: int, subject: Span, count: int) -> dict[int, Member]:
    """0-14岁、15-59岁、60岁及以上|人口分别为: the members are ages, of which all is told behind the last."""
    first, text = n - count, words.text
    if first < 0 or not all(found[k].mention.unit.unit in _AGES for k in range(first, n)):
        return {}
    noun = _BOUND.sub("", text[slice(*subject)], count=1)
    if not noun or not all(_SEPARATED.fullmatch(found[k].gap) for k in range(first + 1, n)):
        return {}
    bounds = [_BOUND_BEHIND.match(found[k + 1].gap) for k in range(first, n)]
    ages = [text[found[k].left[1] : found[k].right[0]] for k in range(first, n)]
    names = [age + (bound[0] if bound else "") + noun for age, bound in zip(ages, bounds, strict=True)]
    return {k: Member(noun) for k in range(first, n)} | _members_of(range(n, n + count), names)


_AGES = frozenset({"岁", "周岁"})
_BOUND_BEHIND, _SEPARATED = re.compile("及?以[上下]"), re.compile("(?:及?以[上下])?(?:[、，]|[和及与])")
_BOUND = re.compile("^(?:及?以[上下])?的?")


def _of_places(words: Words, found: Sequence[Setting], n: int, subject: Span, count: int) -> list[str]:
    """东岭、西岭|两镇|财政收入分别完成…: the members stand before the number that counts them."""
    if not n or found[n - 1].right[0] != found[n].left[0] or found[n - 1].mention.value != count:
        return []
    members = fitting_members(words, strip_left(words, found[n - 1].left), count)
    measure = words.text[slice(*subject)]
    return [member + measure for member in members]


def _behind_levels(
    found: Sequence[Setting], n: int, names: Sequence[str], is_change: Sequence[bool]
) -> dict[int, Member]:
    """破获案件18起，抓获嫌疑人13人，同比提升|5%|和|4%|: as many rates as there are levels before them."""
    last = n
    while last + 1 < len(found) and is_change[last + 1] and _COMMA.fullmatch(found[last + 1].gap):
        last += 1
    count = last - n + 1
    first = n
    while first and not is_change[first - 1]:
        first -= 1
        if _STOPS.search(found[first].gap):
            break
    if count < 2 or not _RATES.fullmatch(found[n].gap):
        return {}
    levels = [k for k in range(first, n) if found[k].mention.unit.kind == "percentage"]
    if found[n].mention.unit.unit != "个百分点" or len(levels) == n - first:
        levels = list(range(first, n))  # 1.9万件，办结率99.6%，满意率96.8%，同比提高|1.2|、2.3个百分点: of the rates
    return _members_of(range(n, last + 1), [names[k] for k in levels]) if len(levels) == count else {}


_PULLS = knowledge.phrase("pulls")
_REACHED = re.compile(r"[，,]\s*(?:分别|各)?(?:达到?|为|至)+")
_STOPS, _OF_EACH = re.compile("[；;。]"), frozenset(NAMES["of_each"])


def goes_on(found: Sequence[Setting], n: int, last: dict[int, Member], is_change: Sequence[bool]) -> dict[int, Member]:
    """The rates right behind a list are its members', one by one: …分别为3万亩、2万亩，同比增长1%、2%; or its levels:
    …分别增长1%、2%，达到3万人和2万元."""
    count, end = len(last), n
    behind = _RATES if is_change[n] else _REACHED
    if not (count and n - 1 in last and behind.fullmatch(found[n].gap)):
        return {}
    while end + 1 < len(found) and _COMMA.fullmatch(found[end + 1].gap) and end - n + 1 < count:
        end += 1
    goes_on_further = end + 1 < len(found) and AND.fullmatch(found[end + 1].gap) and _is_like(found[end + 1], found[n])
    if end - n + 1 != count or goes_on_further:  # 甲3亿元，乙和丙分别为2亿元和1亿元，分别增长2%、|7%和6%|
        return {}
    return {n + k: member for k, member in enumerate(last.values())}


def spread(
    words: Words, found: Sequence[Setting], n: int, last: dict[int, Member], is_change: Sequence[bool]
) -> dict[int, str]:
    """甲镇、乙镇分别完成投资3亿元、2亿元，新建项目|5个、3个|: whose the figures of another list there are."""
    end, (start, stop) = n, found[n].left
    while end + 1 < len(found) and AND.fullmatch(found[end + 1].gap) and _is_like(found[end + 1], found[n]):
        end += 1
    if len(last) < 2 or end - n + 1 != len(last) or is_change[n] or "、" in words.text[start:stop]:
        return {}
    if found[n].mention.unit == found[min(last)].mention.unit or _STOPS.search(
        words.text, found[max(last)].right[0], stop
    ):
        return {}
    owners = [member.of for member in last.values()]
    owners = owners if all(owners) else owners_of([member.name for member in last.values()])
    return {n + k: owner for k, owner in enumerate(owners)}


def _members_of(numbers: range, names: Sequence[str]) -> dict[int, Member]:
    return {n: Member(name) for n, name in zip(numbers, names, strict=True)}


def _timed(words: Words, span: Span, otherwise: str, count: int) -> list[Member]:
    """第一季度、第二季度进出口: the members are times, and all have one name, `otherwise` where none is there."""
    text = words.text
    if periods := _PERIODS.search(text, *span):  # 一、二、三|季度; 2、5、8|月份
        numbers, unit = re.split("[、和]", periods["numbers"] or periods["months"]), periods["unit"] or "月份"
        own = shorten(words, strip_left(words, (periods.end(), span[1]), is_change=True)) or otherwise
        return [Member(own, number + unit) for number in numbers] if own and len(numbers) == count else []
    found = list(_TIME.finditer(text, *span))
    if len(found) < count:
        return []
    found = found[-count:]
    if any(text[a.end() : b.start()] not in ("、", "，", "和", "及", "与") for a, b in itertools.pairwise(found)):
        return []
    if _CLAUSE_END.search(text, found[-1].end() + 1, span[1]):
        return []  # 2024年、2025年未发生事故，“十四五”时期|分别下降
    around = ((found[-1].end() + text.startswith("，", found[-1].end()), span[1]), (span[0], found[0].start()))
    said = (shorten(words, strip_left(words, place)) for place in around if text[slice(*place)].strip())
    name = next(filter(None, said), otherwise)
    return [Member(name, match[0]) for match in found] if name else []
