"""What is each quantity of a sentence called? Lists share subjects, growth rates take the name of what grew."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from extractors.context.changes import DIFFERENCE, Change
from extractors.context.clauses import Setting
from extractors.context.lead_words import strip_left
from extractors.context.metric import is_generic, name_change, name_metric, read_right, shorten
from extractors.language.grammar import HAN
from extractors.language.tokens import Words

SHORT, LONG = 2, 18  # characters; names beyond are less often right
_SEPARATOR = re.compile(rf"[、，]|以及|(?<=[{HAN}])[和及与](?=[{HAN}])")
_SHARE_OF = re.compile(r"(?P<of>占[^，。；]+?)(?:约|近|超过|超|达到|达|为|的)*$")
_REACHING = frozenset("到至为达")
_JOINED = re.compile(r"(?:左右|以上|以下)?\s*(?:[、,，]|[和及与]|以及)?\s*(?:增长|下降|上升|提高|减少)?\s*")


class Name(Struct, frozen=True, gc=False):
    """A metric's name and what is doubtful about it (rows of data/confidence.toml)."""

    text: str
    doubts: tuple[str, ...]


def name_all(words: Words, found: Sequence[Setting], changes: Sequence[Change], topic: str) -> list[Name]:
    """One name for each quantity of the sentence; `topic` is for those that nothing in the sentence names."""
    text = words.text
    has_lists, has_shares = "分别" in text, "占" in text
    names: list[str] = []
    result: list[Name] = []
    stem = ""  # the last name of the sentence that stands by itself
    respective: dict[int, str] = {}
    is_change = [change.is_change for change in changes]
    for n, setting in enumerate(found):
        start, end = setting.left
        if (has_lists or text[end - 1 : end] in _REACHING) and n not in respective:
            respective |= _respective(words, found, n, names, is_change)
        listed = n in respective
        name = respective.get(n) or _own_name(words, found, n, changes[n])
        doubt = "name_of_list" if listed else ""
        share = None
        if has_shares and not listed and text.find("占", start, end) >= 0:
            share = _SHARE_OF.search(text, start, end)
        if share and names and not text[start : share.start()].strip("，、（( "):
            name, doubt = names[-1] + share["of"], "name_of_share"
        elif not name:
            name = _inherit(words, setting, _outside_brackets(words, found, n, names), topic)
            doubt = "name_of_change" if is_change[n] else "name_inherited"
        elif is_generic(name):
            stem = stem or _clause_before(words, setting)
            owner, doubt = stem or topic, "name_generic"
            if owner and owner != name and len(owner) + len(name) <= 26 and not owner.endswith(name):
                name = owner + name
        unit = setting.mention.unit
        if unit.noun and unit.unit not in name and doubt != "name_of_list":
            name = name + unit.unit if len(name) <= 4 else unit.unit  # 辖15乡镇
        if names and not doubt:
            name = _completed(words, setting, name, names[-1], found[n - 1])
        if name and not is_change[n] and doubt != "name_generic":
            stem = name
        if not name:
            name = text.strip()[:20]
        names.append(name)
        doubts = (doubt,) if doubt else ()
        if not SHORT < len(name) <= LONG:
            doubts = (*doubts, "name_short" if len(name) <= SHORT else "name_long")
        result.append(Name(name, doubts))
    return result


def _own_name(words: Words, found: Sequence[Setting], n: int, change: Change) -> str:
    """The name in the quantity's own clause, but for words that name the quantity before it (5家分馆9个书屋)."""
    setting = found[n]
    left, right, text = setting.left, setting.right, words.text
    if change.is_change:
        if change.comparison == "other" and change.direction == "none":
            gap = DIFFERENCE.search(text, *left)  # 增速|比全省平均低 1.1个百分点
            if gap:
                return shorten(words, strip_left(words, (left[0], gap.start())))
        name = name_change(words, left)
    else:
        if n and found[n - 1].right == left:
            phrase, _ = read_right(words, left)
            if phrase and read_right(words, right)[0]:
                left = (phrase[1], left[1])
        name = name_metric(words, left, right)
    if len(name) <= 2 and n + 1 < len(found):
        following = found[n + 1]  # 建设一处|覆盖群众8000人|的服务中心
        if right[1] == following.left[1] and text.startswith("的", following.right[0]):
            phrase, _ = read_right(words, following.right)
            if phrase:
                return name + text[slice(*phrase)]
    return name


_PLACES = frozenset("村镇乡县市区省州旗")
_PLACE = re.compile(r"[^率额值量]{1,12}[村镇乡县市区省州旗]")
_BEHIND_PLACE = re.compile(r".*[村镇乡县市区省州旗](?P<measure>.{2,}(?:收入|产值|面积|产量|人数|率|额|投资|支出))")


def _completed(words: Words, setting: Setting, name: str, before: str, last: Setting) -> str:
    """A name that only says where or what was done, with the rest of the name before it.

    甲村集体收入超8万元，乙村超9万元; 新增社团7个，注销3个.
    """
    if name[-1] in _PLACES and _PLACE.fullmatch(name) and (match := _BEHIND_PLACE.fullmatch(before)):
        return name + match["measure"]
    if before.startswith("新增") and len(before) > 3 and last.mention.unit == setting.mention.unit:
        begin, end, tag = words.at(setting.left[1] - 1)
        clause = words.text[slice(*setting.left)].strip("，、 ")
        if clause == name == words.text[begin:end] and tag[0] == "v":
            return name + before.removeprefix("新增")
    return name


# A clause that only says how a figure was reckoned, or with what it compares.
_ASIDE = re.compile(
    r"\s*(?:[按扣剔以不].*(?:计算|折算|因素|口径|计|价格)$|(?:相)?[比较与同和].{1,14}(?:相比|比较|比|期|年|平)?$)"
)
_UNIT_ENDS = "亩元个人户次件家项吨%％里米"
_DONE = re.compile(r"完成|整改|办结|解决|回复|销号")  # 承办任务27项，已完成24项: a name of its own
_HAN = re.compile(f"[{HAN}]")
_CLAUSE = re.compile(r"[^，；：。,;:（）()]+(?=[，；：。,;:（）()])")


def _inherit(words: Words, setting: Setting, names: Sequence[str], topic: str) -> str:
    """A name for a quantity whose clause has none: a clause before it without quantity, else the name before it."""
    if name := _before_bracket(words, setting) or _clause_before(words, setting):
        return name
    owner = names[-1] if names else topic
    done = _DONE.search(words.text, *setting.left)
    return owner + done[0] if done and not owner.endswith(done[0]) and len(owner) < 20 else owner


def _clause_before(words: Words, setting: Setting) -> str:
    """What the last clause without a quantity before this one names; "" for none."""
    clauses = [
        m.span() for m in _CLAUSE.finditer(words.text, setting.gap_start, setting.left[0]) if not _ASIDE.match(m[0])
    ]
    for start, end in reversed(clauses):
        name = "" if words.text[start - 1 : start] in ("（", "(") else shorten(words, strip_left(words, (start, end)))
        if len(name) > 1 and _HAN.search(name):
            return name
    return ""


def _members(words: Words, span: tuple[int, int]) -> list[str]:
    """The members of a list: parted by 、 ， or by a 和 that is a word of its own (not the 及 of 普及率)."""
    members, begin = [], span[0]
    for match in _SEPARATOR.finditer(words.text, *span):
        if match[0] in "、，" or words.at(match.start())[:2] == match.span():
            members.append(words.text[begin : match.start()])
            begin = match.end()
    return [member for member in (*members, words.text[begin : span[1]]) if member]


def _before_bracket(words: Words, setting: Setting) -> str:
    """培训农机手（含女性12人）80人: the words before the bracket that stands before the number."""
    close = words.text.rfind("）", 0, setting.left[1])
    if close < 0 or words.text[close + 1 : setting.left[1]].strip("，、 共计约近"):
        return ""
    opened = words.text.rfind("（", 0, close)
    if opened < 0 or words.text[opened - 1 : opened].isspace() or words.text[opened - 1] in _UNIT_ENDS:
        return ""
    begin = max(words.text.rfind(mark, 0, opened) for mark in "，；。：") + 1
    return shorten(words, strip_left(words, (begin, opened)))


def _outside_brackets(words: Words, found: Sequence[Setting], n: int, names: Sequence[str]) -> Sequence[str]:
    """The names so far, without those of a bracket that has closed."""
    gap = found[n].gap
    if "）" not in gap or not names:
        return names
    opened = words.text.rfind("（", 0, found[n].gap_start)
    outer = [name for name, setting in zip(names, found, strict=False) if setting.left[1] <= opened]
    return outer or names


def _respective(
    words: Words, found: Sequence[Setting], n: int, names: Sequence[str], is_change: Sequence[bool]
) -> dict[int, str]:
    """A、B、C分别增长1%、2%、3%: number of quantity → its own member of the list."""
    start, end = found[n].left
    mark = words.text.find("分别", start, end)
    if mark < 0 and (words.text[end - 1 : end] not in _REACHING or not 0 < len(words.text[start:end].strip()) <= 4):
        return {}
    last = n
    while last + 1 < len(found) and _JOINED.fullmatch(found[last + 1].gap):
        last += 1
    count = last - n + 1
    if count < 2:
        return {}
    if mark < 0:  # 分别从7家、4家增加到10家、6家
        parallel = n >= count and all(_JOINED.fullmatch(found[k].gap) for k in range(n - count + 1, n))
        return dict(zip(range(n, last + 1), names[n - count : n], strict=True)) if parallel else {}
    subject = strip_left(words, (start, mark), is_change[n])
    if subject[0] >= subject[1]:
        before = [m.span() for m in _CLAUSE.finditer(words.text, found[n].gap_start, start) if not _ASIDE.match(m[0])]
        subject = strip_left(words, before[-1], is_change[n]) if before else subject
    if subject[0] >= subject[1]:  # 受理3件、审结2件，同比分别上升5%、6%
        levels = [names[k] for k in range(n) if not is_change[k]][-count:]
        return dict(zip(range(n, last + 1), levels, strict=True)) if len(levels) == count else {}
    members = _members(words, subject)
    if len(members) < count:
        return {k: shorten(words, subject) for k in range(n, last + 1)}
    members = _complete(words, subject, members[-count:])
    tail = members[-1]
    if all(len(m) <= 2 for m in members[:-1]) and len(tail) > 2:  # 一、二、三产业增加值
        members = [m + tail[len(members[0]) :] for m in members[:-1]] + [tail]
    return {n + k: member for k, member in enumerate(members)}


# What a list's last member ends in, when all members share it: 高血压、糖尿病患者规范管理率.
_SHARED_END = re.compile(r"(?:率|额|值|量|收入|面积|产量|增速|比重|比例|占比|标准|人数|价格|投资|出口|进口|支出|营收)$")


def _complete(words: Words, subject: tuple[int, int], members: list[str]) -> list[str]:
    """The members of a list, each with the ending that only the last one writes out."""
    last = members[-1]
    if not _SHARED_END.search(last) or all(_SHARED_END.search(member) for member in members[:-1]):
        return members
    start = subject[1] - len(last)
    ending = words.text[words.at(start)[1] : subject[1]]
    return [
        *(member if _SHARED_END.search(member) else member + _ending(member, last, ending) for member in members[:-1]),
        last,
    ]


def _ending(member: str, last: str, otherwise: str) -> str:
    """What follows in the last member the two characters that this one ends in: 高技术制造业、装备制造业|增加值."""
    head, tail, ending = last.partition(member[-2:])
    return ending if head and tail and ending else otherwise
