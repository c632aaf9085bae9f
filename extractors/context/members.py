"""Which are the members of a list, each with what only the first or the last one says for all? 小麦、油料|播种面积."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.context.owners import NAMES, any_of
from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.tokens import Words

Span = tuple[int, int]

_SEPARATOR = re.compile(rf"[、，]|以及|(?<=[{HAN}”》])[和及与](?=[{HAN}“《])")
_SHARED_END = re.compile(rf"(?:{any_of('shared_end')})$")
_JOINED_NAMES = re.compile(any_of("joined_names"))
_IS_WHOLE = re.compile(rf"(?:{any_of('shared_end')}|.{{2}}数|资本|资金|利润)$")  # 破案总数、打击处理人数


def members_of(words: Words, span: Span) -> list[str]:
    """The members of a list: parted by 、 ， or by a 和 that is a word of its own (not the 及 of 普及率)."""
    members = _parted(words, span, _joints(words, span))
    return [member for member in members if member]


def _parted(words: Words, span: Span, joints: Sequence[re.Match[str]]) -> list[str]:
    edges = [span[0], *(edge for joint in joints for edge in joint.span()), span[1]]
    return [words.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def fitting_members(words: Words, span: Span, count: int) -> list[str]:
    """The `count` members of a list that has as many figures, [] where no reading of its 和 gives so many.

    A 和 stands inside a member (教育文化和娱乐) or between two; what stands before a ， may be no member.
    """
    known = [name.span() for name in _JOINED_NAMES.finditer(words.text, *span)]
    for begin in (span[0], *(comma.end() for comma in _COMMA.finditer(words.text, *span))):
        for inside in (known, ()) if known else ((),):
            joints = _between_members(_joints(words, (begin, span[1]), inside), count - 1)
            members = _parted(words, (begin, span[1]), joints)
            if len(members) == count and all(members):
                return members
    return []


_COMMA = re.compile("[，,]")
_RANKS = {"以及": 2, "及": 1, "和": 0, "与": 0}  # 教育和卫生|以及|水利和电力


def over_commas(text: str, since: int, subject: Span, count: int) -> Span | None:
    """猪，牛，|羊出栏|分别为: the list with the members that stand before its commas, where there are as many."""
    start = subject[0]
    if TWO_IN_ONE.search(text, *subject):
        return None
    for _ in range(count - 1):
        comma = start - 1
        before = max(text.rfind(mark, since, comma) for mark in "，；。：\n") + 1
        start = max(before, since)
        if 0 < start == since:
            return None  # 9%|左右，
        if text[comma] != "，" or not 0 < comma - start <= _LONGEST_MEMBER or not text[start:comma].isalpha():
            return None
    return start, subject[1]


_LONGEST_MEMBER = 6


def _joints(words: Words, span: Span, inside: Sequence[Span] = ()) -> list[re.Match[str]]:
    """Where a list may be parted: 、 and each 和 that is a word of its own, but for those `inside` of a known name."""
    return [
        joint
        for joint in _SEPARATOR.finditer(words.text, *span)
        if (
            joint[0] in "、，"
            or words.at(joint.start())[:2] == joint.span()
            or words.text.startswith("及其他", joint.start())
        )
        and not any(start < joint.start() < end for start, end in inside)
    ]


def _between_members(joints: Sequence[re.Match[str]], count: int) -> list[re.Match[str]]:
    """The `count` of the joints that part a list: each 、, and of the 和 behind the last 、 the strongest."""
    firm = [joint for joint in joints if joint[0] in "、，"]
    needed = count - len(firm)
    if needed in (0, len(joints) - len(firm)):
        return list(joints) if needed else firm
    last = [joint for joint in joints if joint[0] not in "、，" and (not firm or joint.start() > firm[-1].start())]
    if needed != 1 or not last:
        return []
    strongest = max(_RANKS[joint[0]] for joint in last)
    last = [joint for joint in last if _RANKS[joint[0]] == strongest]
    return [*firm, *last] if len(last) == 1 else []


def whole_members(words: Words, subject: Span, members: list[str]) -> list[str]:
    """The members of a list, each with what only the first or the last one says for all."""
    tail = members[-1]
    if counted := _PLACES_COUNTED.match(tail):  # 甲、乙|两县|收入
        rest = counted["place"] + tail[counted.end() :]
        return [*(member + rest for member in members[:-1]), counted["name"] + rest]
    end = members[0][-1]
    of_places = len(members) > 2 and end in _PLACE_ENDS and all(m[-1] == end for m in members[:-1])
    if of_places and end in tail[:-1] and tail[-1] != end and not _SHARED_END.search(tail):
        return [*members[:-1], tail[: tail.rfind(end) + 1]]  # 甲镇、乙镇、丙镇|进展较好，分别完成…
    if tail[0] in _ORDINALS and members[0][0] == "第" and all(len(m) == 1 for m in members[1:-1]):  # 第一、二、三产业
        return [members[0] + tail[1:], *(f"第{m}{tail[1:]}" for m in members[1:-1]), f"第{tail}"]
    if quoted := _QUOTED.match(tail):  # 刑事、“两抢一盗”案件
        return [m if m.endswith(tail[quoted.end() :]) else m + tail[quoted.end() :] for m in members[:-1]] + [tail]
    length, start = len(members[0]), subject[1] - len(tail)
    alike = all(len(m) == length <= 2 for m in members[:-1]) and len(tail) > 2  # 一、二、三产业增加值
    alike = alike and not _JOINED_NAMES.match(tail) and not _joints(words, (start, subject[1]))
    if alike and (length == 1 or tail[0] == "第" or tail[:length] in _DWELLINGS or _is_cut(words, start + length)):
        return [_WRITTEN_OUT.get(m, m) + tail[length:] for m in (*members[:-1], tail[:length])]
    return _by_one_mode(_complete(words, subject, members))


def _by_one_mode(members: list[str]) -> list[str]:
    """水路货运量和|货物周转量|: by which way, the first of two measures of transport says for all."""
    mode = _TRANSPORT.fullmatch(members[0])
    if not mode or not mode["mode"]:
        return members
    alike = [_TRANSPORT.fullmatch(member) for member in members]
    return [mode["mode"] + member if m and not m["mode"] else member for m, member in zip(alike, members, strict=True)]


_TRANSPORT = knowledge.phrase("transport_measure")


def _is_cut(words: Words, place: int) -> bool:
    return words.at(place)[0] == place  # 原煤、天然|气产量 is not


_PLACES_COUNTED = re.compile("(?P<name>[^两二三四五六七八九十]{1,3})[两二三四五六七八九十](?P<place>[县市区镇乡村省])")
_PLACE_ENDS = frozenset("镇乡村县市区省州局院所校")
_QUOTED = re.compile("“[^“”]+”(?=.)")
_DWELLINGS = frozenset(NAMES["dwellings"])
_WRITTEN_OUT = dict(word.split("=") for word in NAMES["written_out"])  # 城、乡居民收入
_ORDINALS = frozenset("一二三四五六七八九十")


def both_of(name: str) -> list[str]:
    """城乡居民收入 of two figures: 城镇居民收入, 农村居民收入; 三次产业增加值 of three; none for another name."""
    found = TWO_IN_ONE.search(name)
    if not found:
        return []
    ones = _BOTH[found[0]]
    end = found.end() if found[0] == "".join(ones) else found.start() + _PAIR  # 资产负债 is both, and no noun of them
    return [name[: found.start()] + one + name[end:] for one in ones]


_PAIR = len("城乡")
_BOTH = {word: ones.split(",") for word, _, ones in (row.partition("=") for row in NAMES["two_in_one"])}
TWO_IN_ONE = re.compile("|".join(sorted(_BOTH, key=len, reverse=True)))


def owners_of(members: Sequence[str]) -> list[str]:
    """Whose the members of a list are, without what they share: 甲镇投资, 乙镇投资 → 甲镇, 乙镇; none for others."""
    if not members or any(member.count("“") != member.count("”") for member in members):
        return []
    last, length = members[-1], 0
    while length < min(map(len, members)) and len({member[-1 - length] for member in members}) == 1:
        length += 1
    if not length:
        return []
    cut = len(last) - length
    begin, stop, _ = Words(last).at(cut)
    length = len(last) - (cut if begin == cut else stop)
    if not last[len(last) - length :].strip("”"):
        return []
    owners = [member[: len(member) - length] for member in members]
    return owners if length and all(len(owner) > 1 for owner in owners) and len(set(owners)) == len(owners) else []


def _complete(words: Words, subject: Span, members: list[str]) -> list[str]:
    """The members of a list, each with the ending that only the last one writes out."""
    last = members[-1]
    insured = _INSURED.fullmatch(last)
    if insured and all(member.endswith(_INSURES) for member in members[:-1]):  # 养老、失业、工伤|保险参保人数
        return [*(member + insured["all"] for member in members[:-1]), last]
    shared = _SHARED_END.search(last)
    if not shared or all(_IS_WHOLE.search(member) for member in members[:-1]):
        return members
    begin = _begin_of_shared(words, members, subject[1] - len(last), subject[1] - len(shared[0]))
    ending = words.text[begin : subject[1]]
    return [
        *(member if _IS_WHOLE.search(member) else member + _ending(member, last, ending) for member in members[:-1]),
        last,
    ]


_INSURED, _INSURES = knowledge.phrase("insured"), ("养老", "医疗", "失业", "工伤", "生育")


def _begin_of_shared(words: Words, members: Sequence[str], first: int, measure: int) -> int:
    """Where in a list's last member, which begins at `first`, the words begin that all members share.

    What is its own ends as the member before it does, or is as long as the others: 新能源汽车、工业机器人|产量.
    """
    text, own = words.text, words.at(_behind_joint(words, (first, measure)))[1]
    begin = words.at(measure)[0]
    if begin < own:  # 治安|案件, which is cut as one word
        return measure
    while begin > own:
        start, _, tag = words.at(begin - 1)
        word = text[start:begin]
        if not (tag in _OF_MEASURE or word in _NOUNS or _SHARED_END.fullmatch(word)):
            break
        begin = start
    ends = [own]
    while ends[-1] < begin:
        ends.append(words.at(ends[-1])[1])
    others = [member.rpartition("的")[2] for member in members[:-1] if not _IS_WHOLE.search(member)]
    alike = [end for end in ends if end - first > 1 and text[end - 1] == others[-1][-1:]]
    length = sum(map(len, others)) / len(others)
    best = min(alike or ends, key=lambda end: (abs(end - first - length), -end))
    return begin if "”" in text[best:begin] else best


def _behind_joint(words: Words, span: Span) -> int:
    """Where the last words of a member begin that has a 和 inside: 其他用品和|服务."""
    return max((joint.end() for joint in _joints(words, span)), default=span[0])


_OF_MEASURE, _NOUNS = frozenset(("v", "vn", "uj")), frozenset(knowledge.metric_words().noun)


def _ending(member: str, last: str, otherwise: str) -> str:
    """What follows in the last member the two characters that this one ends in: 高技术制造业、装备制造业|增加值."""
    head, tail, ending = last.partition(member[-2:])
    return ending if head and tail and ending else otherwise
