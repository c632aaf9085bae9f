"""What is each quantity of a sentence called? Lists share subjects, growth rates take the name of what grew."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from extractors.context.changes import DIFFERENCE, Change
from extractors.context.clauses import Setting
from extractors.context.inherited import before_bracket, clause_before, inherit, outside_brackets
from extractors.context.lead_words import strip_left, trim_start
from extractors.context.lists import Member, Span, goes_on, respective
from extractors.context.metric import name_change, name_metric, read_right, shorten
from extractors.context.owners import (
    OWN,
    Things,
    bare_measure,
    begins_item,
    find_lead,
    find_things,
    is_verbal,
    may_name_things,
    only_leading,
    only_of_project,
    owned,
    purpose,
    right_deed,
)
from extractors.context.parts import Level, divide, levels_of
from extractors.context.residue import leave_residue
from extractors.context.whose import shared_base, subjects
from extractors.language.grammar import HAN
from extractors.language.tokens import Words
from extractors.quantities.mention import Mention

SHORT, LONG = 2, 18  # characters; names beyond are less often right
_SHARE_OF = re.compile(r"(?P<of>占(?![比地用有])[^，。；]+?)(?:约|近|超过|超|达到|达|为|的|[稳保维控][定持制]在)*$")
_BUDGET_SHARE = re.compile(
    r"^[，、]?(?:为|是|完成|相当于)(?P<of>(?:年初|调整|年度|全年|当年)*(?:预算|计划|目标|任务)[^，。；]{0,4}?)(?:数|任务)?的$"
)
_REACHING = frozenset("到至为达")


class Name(Struct, frozen=True, gc=False):
    """A metric's name and what is doubtful about it (rows of data/confidence.toml)."""

    text: str
    doubts: tuple[str, ...]
    scope: str | None = None
    whole: Mention | None = None  # the figure that this one is a part of
    time: Span | None = None  # where its own time stands, of a list of times


class Before(Struct, frozen=True, gc=False):
    """What the names of a sentence may take over from what stands before it."""

    topic: str = ""  # the last name before, or the heading
    goes_on: bool = False  # 其中, 分产业看: the sentence continues the one before
    levels: tuple[Level, ...] = ()  # the figures of the one before, which 其中 divides
    things: Things = Things()  # what was named last


def name_all(
    words: Words, found: Sequence[Setting], changes: Sequence[Change], before: Before
) -> tuple[list[Name], Before]:
    """One name for each quantity of the sentence, and what the next sentence may take over."""
    text = words.text
    has_lists, has_shares = "分别" in text, "占" in text or "预算" in text or "计划" in text
    names: list[str] = []
    owners: list[str] = []  # the names without shares: 同比 behind 占预算的55% is of what has the share
    doubts: list[str] = []
    stem = ""  # the last name of the sentence that stands by itself
    things = leading = before.things
    names_things = may_name_things(text)
    passed: list[tuple[int, int, bool]] = []  # where things are named, since they were looked for: for a bare measure
    deeds: list[str | None] = []  # who did it, where the clause says so
    listed: dict[int, Member] = {}
    last_list: dict[int, Member] = {}
    is_change = [change.is_change for change in changes]
    for n, setting in enumerate(found):
        start, end = setting.left
        if names_things and (n == 0 or begins_item(text, setting.gap_start, end)):
            leading = find_lead(words, setting.gap_start, end, leading, opens=n == 0)
            passed = [(setting.gap_start, end, n == 0)]
        elif names_things:
            passed.append((setting.gap_start, end, False))
        deeds.append(None)
        if n not in listed:
            more = goes_on(found, n, last_list, is_change) if last_list else {}
            if not more and (has_lists or text[end - 1 : end] in _REACHING):
                more = respective(words, found, n, owners, is_change)
            if more:
                listed |= more
                last_list = more
        member = listed.get(n)
        name = member.name if member else ""
        doubt = "name_of_list" if member else ""
        owner = None
        share = None
        if has_shares and not member:
            share = _SHARE_OF.search(text, start, end) if text.find("占", start, end) >= 0 else None
            share = share or _BUDGET_SHARE.search(text[start:end])
        if share:
            name, owner = _name_share(words, setting, share, owners)
            doubt = "name_of_share"
        if not name:
            name = _own_name(words, found, n, changes[n])
            if name:
                name, deeds[-1] = leave_residue(words, name)
        measure = bare_measure(name) if name and not doubt else None
        if not name:
            name = inherit(words, setting, outside_brackets(words, found, n, owners), before.topic)
            doubt = "name_of_change" if is_change[n] else "name_inherited"
        elif aimed := purpose(words, setting, name):
            name, doubt = aimed, "name_of_purpose"
        elif measure:
            for first, last, opens in passed:
                things = find_things(words, first, last, things, opens=opens)
            passed = []
            name, own = _owned_name(words, setting, measure, things, stem, before)
            stem = stem or own
            doubt = "name_generic" if own or name == measure else "name_of_thing"
        if (
            n
            and doubt in ("name_inherited", "name_generic", "name_of_thing")
            and (bound := _bound_before(words, found, n))
        ):
            name = bound + name  # 产业项目3个，亿元以上1个
        unit = setting.mention.unit
        if unit.noun and unit.unit not in name and doubt != "name_of_list":
            name = name + unit.unit if len(name) <= 4 else unit.unit  # 辖15乡镇
        if owners and not doubt:
            name = _completed(words, setting, name, owners, found)
        if is_change[n] and not stem:
            stem = name
        if name and not is_change[n] and doubt not in ("name_generic", "name_of_thing", "name_of_share"):
            stem = name
        if not name:
            name = text.strip()[:20]
        names.append(name)
        owners.append(owner or name)
        doubts.append(doubt)
    parts = divide(words, found, changes, names, before.levels if before.goes_on else ())
    scopes = subjects(words, found, names, leading, deeds, shared_base(listed), before)
    result: list[Name] = []
    for n, name in enumerate(names):
        scope, whole = scopes[n], None
        if part := parts.get(n):
            name, scope, whole = part.name, part.scope, part.whole
        elif scope and scope in name:
            scope = None
        time = listed[n].time if n in listed else None
        result.append(Name(name, _with_length(doubts[n], name), scope, whole, time))
    levels = levels_of(found, changes, names, parts)
    return result, Before(names[-1], False, levels or before.levels, only_leading(leading))


def _with_length(doubt: str, name: str) -> tuple[str, ...]:
    """What is doubtful about a name, its length too."""
    doubts = (doubt,) if doubt else ()
    if SHORT < len(name) <= LONG:
        return doubts
    return (*doubts, "name_short" if len(name) <= SHORT else "name_long")


def _name_share(words: Words, setting: Setting, share: re.Match[str], owners: Sequence[str]) -> tuple[str, str | None]:
    """The name of a share, and whose it is: 第一产业完成投资|占全部投资."""
    start = setting.left[0]
    of = share["of"] if share["of"].startswith("占") else f"占{share['of']}"
    at = share.start() if share.string is words.text else start
    said = words.text[start:at].strip("，、（( ") if share.string is words.text else ""
    if said:
        owner = shorten(words, strip_left(words, (start, at)))
        return (owner + of, owner) if owner else ("", None)
    return (owners[-1] + of, owners[-1]) if owners else ("", None)


def _owned_name(
    words: Words, setting: Setting, measure: str, things: Things, stem: str, before: Before
) -> tuple[str, str]:
    """A measure with the name of what it belongs to, and that name where the sentence says it."""
    thing = things.last
    if thing and (only_of_project(measure) or not stem or thing in stem or things.leading):
        return owned(things.leading or thing, measure), ""
    if only_of_project(measure):
        return measure, ""
    said = stem or before_bracket(words, setting) or clause_before(words, setting)
    owner = said
    if not owner and not (is_verbal(measure) and not before.goes_on):
        owner = before.topic
    return owned(owner, measure) if owner else measure, said


def _own_name(words: Words, found: Sequence[Setting], n: int, change: Change) -> str:
    """The name in the quantity's own clause, but for words that name the quantity before it (5家分馆9个书屋)."""
    setting = found[n]
    left, right, text = setting.left, setting.right, words.text
    if text.endswith(OWN, *left):  # 收入总计
        return next(own for own in OWN if text.endswith(own, *left))
    if text.endswith(_OF_ENDS, *left) and _MULTIPLE_OF.fullmatch(text, *left):  # 是上年的3倍
        return ""
    if change.is_change:
        if change.comparison == "other" and change.direction == "none":
            gap = DIFFERENCE.search(text, *left)  # 增速|比全省平均低 1.1个百分点
            if gap:
                return shorten(words, strip_left(words, (left[0], gap.start())))
        name = name_change(words, left)
    else:
        if deed := right_deed(words, found, n):
            return deed
        if n and found[n - 1].right == left:
            phrase, _ = read_right(words, left)
            if phrase and read_right(words, right)[0]:
                left = (phrase[1], left[1])
        name = _joined(words, left, right) or name_metric(words, left, right)
        if name[-1:] in _WHOLE_PLACE_ENDS and _WHOLE_PLACE.fullmatch(name):  # 完成全区237名退休人员资格认证
            phrase, _ = read_right(words, right)
            name = text[slice(*phrase)] if phrase else name
        if (
            right[0] == right[1]
            and n + 1 < len(found)
            and not found[n + 1].gap
            and (bound := _THRESHOLD.match(text, found[n + 1].right[0]))
        ):  # 建成1个|千亩以上|示范园
            phrase, _ = read_right(words, (bound.end(), found[n + 1].right[1]))
            name = text[right[0] : phrase[1]] if phrase else name
        if name and n and (bound := _THRESHOLD.match(text, left[0])) and left[0] == found[n - 1].right[0]:
            name = _with_threshold(words, found[n - 1], bound.end(), name)
    if not name and setting.mention.unit.unit in _PEOPLE and (behind := _DOES_BEHIND.match(text, *right)):
        return behind[0]
    if len(name) <= 2 and n + 1 < len(found):
        following = found[n + 1]  # 建设一处|覆盖群众8000人|的服务中心
        if right[1] == following.left[1] and text.startswith("的", following.right[0]):
            phrase, _ = read_right(words, following.right)
            if phrase:
                return name + text[slice(*phrase)]
    return name


_AND_ENDS = ("和", "及", "与", "以及")


def _joined(words: Words, left: Span, right: Span) -> str:
    """配备书架和1200册图书 → 配备图书; 创作11部反映山乡变化的作品 → 创作作品; "" for anything else."""
    phrase, _ = read_right(words, right)
    if not phrase:
        return ""
    text = words.text
    before = text[slice(*left)].rstrip()
    joined = before.endswith(_AND_ENDS) and len(before) > 5
    if len(before) < 2 or not (joined or len(before) <= 8):
        return ""
    start = trim_start(words, *left)
    begin, stop, tag = words.at(start) if start < left[1] else (0, 0, "x")
    verb = text[begin:stop] if begin == start and tag[0] == "v" and stop - begin == 2 else ""
    if not verb or not (joined or before.rstrip("了").endswith(verb)):
        return ""
    if joined:
        return verb + text[slice(*phrase)]
    of = text.rfind("的", *phrase)
    if before.rstrip("了") == verb and phrase[0] < of < phrase[1] - 2 and words.at(phrase[0])[2][0] == "v":
        return verb + text[of + 1 : phrase[1]]
    return ""


_PEOPLE = frozenset({"人", "名", "户", "家"})
_DOES_BEHIND = re.compile(rf"(?:到|赴|在|被|获|参加|参与|前往)[{HAN}]{{4,14}}")  # 已有5人|到省市机关跟班学习
_MULTIPLE_OF = re.compile(r"[\s，、]*(?:约|大约)?(?:相当于|是|为)[^，；]{0,14}的(?:约|近)?")
_OF_ENDS = ("的", "约", "近")  # what _MULTIPLE_OF ends in
_WHOLE_PLACE = re.compile(r"(?:完成|实现|开展|组织|办理|对|为|给)*[全本][国省市县区旗州镇乡村街道校院局系统]{1,2}")
_WHOLE_PLACE_ENDS = frozenset("国省市县区旗州镇乡村街道校院局系统")
_THRESHOLD = re.compile(r"(?:以上|以下|以内|及以上)的?")


def _bound_before(words: Words, found: Sequence[Setting], n: int) -> str:
    """亿元以上 directly before a number that nothing else names."""
    start = found[n].left[0]
    bound = _THRESHOLD.match(words.text, start)
    if (
        bound is None
        or start != found[n - 1].right[0]
        or words.text[bound.end() : found[n].left[1]].strip("的约近仅有")
    ):
        return ""
    return words.text[found[n - 1].left[1] : bound.end()].removesuffix("的")


def _with_threshold(words: Words, bound: Setting, behind: int, name: str) -> str:
    """新签约|亿元以上|项目: a threshold is a part of the name."""
    text = words.text
    start = trim_start(words, *bound.left)
    before = text[start : bound.left[1]] if bound.left[1] - start <= 8 else ""
    whole = before + text[bound.left[1] : behind] + name
    return whole if len(whole) <= 26 and not name.startswith(before or "\0") else name


_PLACES = frozenset("村镇乡县市区省州旗")
_PLACE = re.compile(r"[^率额值量]{1,12}[村镇乡县市区省州旗]")
_BEHIND_PLACE = re.compile(r".*[村镇乡县市区省州旗](?P<measure>.{2,}(?:收入|产值|面积|产量|人数|率|额|投资|支出))")


_DOES = re.compile(r"(?<=.{2})(?:新增|增加|净增|纳入|新纳入)$")
_OFFICE_ENDS = frozenset("所局队镇乡道区")
_AN_OFFICE = re.compile(r"[^率额值量的]{1,8}?(?:派出所|分局|支队|大队|中队|所|镇|乡|街道|社区)")


def _completed(words: Words, setting: Setting, name: str, owners: Sequence[str], found: Sequence[Setting]) -> str:
    """A name that only says where or what was done, with the rest of the name before it.

    甲村集体收入超8万元，乙村超9万元; 新增社团7个，注销3个.
    """
    before, last = owners[-1], found[len(owners) - 1]
    if name[-1] in _PLACES and _PLACE.fullmatch(name) and (match := _BEHIND_PLACE.fullmatch(before)):
        return name + match["measure"]
    office = _AN_OFFICE.fullmatch(name) if name[-1] in _OFFICE_ENDS else None
    alone = words.text[slice(*setting.left)].strip("，、 ;,") == name
    if (
        alone
        and last.mention.unit.kind == setting.mention.unit.kind
        and (done := _DOES.search(before))
        and _is_last_verb(words, setting, name)
    ):
        return before[: done.start()] + name  # 城市低保新增27户，退出37户
    if office and setting.mention.unit.kind == "count":
        same = (
            own
            for own, s in zip(reversed(owners), found[len(owners) - 1 :: -1], strict=False)
            if s.mention.unit == setting.mention.unit
        )
        before = next(same, before)
    if office and setting.mention.unit.kind == "count" and not _AN_OFFICE.search(before[-2:]):
        return name + (before[place.end() :] if (place := _AN_OFFICE.match(before)) else before)
    if before.startswith("新增") and len(before) > 3 and last.mention.unit == setting.mention.unit:
        clause = words.text[slice(*setting.left)].strip("，、 ")
        if clause == name and _is_last_verb(words, setting, name):
            return name + before.removeprefix("新增")
    return name


def _is_last_verb(words: Words, setting: Setting, name: str) -> bool:
    """Whether the name is a verb, the one word before the number."""
    begin, end, tag = words.at(max(0, setting.left[1] - 1))
    return words.text[begin:end] == name and tag[0] == "v"
