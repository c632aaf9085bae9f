"""Are people or households counted? 全村共有1300户，6000人; 总人口580户、1490人."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.context.clauses import Setting
from extractors.context.metric import read_right
from extractors.context.owners import NAMES
from extractors.language import knowledge
from extractors.language.tokens import Words

_OF_A_PLACE = knowledge.phrase("of_a_place")
_THIS_PLACE, _NO_MORE = knowledge.phrase("this_place"), frozenset("，。；,;、\n（(0123456789")
_IN_ALL = frozenset(("", "共", "共计", "合计", "总计", "计", "共有", "约", "近"))
_PEOPLED = {"户": "户数", "人": "人口", "口": "人口"}
_PLACES, _HAS = frozenset(NAMES["peopled"]), knowledge.phrase("has_places")
_PEOPLE, HOUSEHOLDS, _HOUSEHOLD = "人口", "户数", "户"


def counted_as(name: str, unit: str, inherited: bool) -> str:
    """总户数 of 总人口|580户|, 人口 of 户数|830人|: the name by what is counted; 贫困人口|72户| is left as written,
    where it is not `inherited` from the people: 贫困人口56人、|20户|."""
    of = name.removesuffix(_PEOPLE)
    if unit == _HOUSEHOLD and of != name and (inherited or of in _WHOLE):
        return of + HOUSEHOLDS
    if _PEOPLED.get(unit) == _PEOPLE and name.endswith(HOUSEHOLDS):
        return name.removesuffix(HOUSEHOLDS) + _PEOPLE
    return name


_WHOLE = frozenset(("", "总", "户籍", "户籍总", "常住"))


def people_of(words: Words, found: Sequence[Setting], n: int) -> str:
    """全村有6个自然村，|562户|2462人: households and people of the places that were counted; "" for other figures."""
    unit = found[n].mention.unit.unit
    counted = _PEOPLED.get(unit)
    first = n - 1
    while first and found[first].mention.unit.unit in _PEOPLED:
        first -= 1
    place, _ = read_right(words, found[first].right)
    noun = words.text[slice(*place)] if place else found[first].mention.unit.unit
    if counted is None or noun not in _PLACES:
        return ""
    between = (found[k].gap.strip("，、 ") for k in range(first + 1, n + 1))
    if any(gap for gap in between if gap != noun):
        return ""
    while first and found[first].gap.strip("，、 ") in _PLACES:  # 辖|5个村民小组|6个自然村
        first -= 1
    return counted if _HAS.search(words.text, *found[first].left) else ""


def households_of(words: Words, setting: Setting, before: str) -> str:
    """全村共有|1300户，|6000人: households and people of a place, where the clause says no more than whose they are."""
    counted = _PEOPLED.get(setting.mention.unit.unit)
    if not counted or (before == "户数" and counted != before and setting.gap.strip("，、 ") in _IN_ALL):
        return counted or ""
    return counted if _OF_A_PLACE.fullmatch(words.text[slice(*setting.left)]) else ""


def of_this_place(words: Words, setting: Setting) -> str:
    """该村|2100余人，: the people of a place, in the first figure of a sentence that says no more of them."""
    counted, text, end = _PEOPLED.get(setting.mention.unit.unit), words.text, setting.right[0]
    alone = counted and setting.gap_start == 0 and text[end : end + 1] in _NO_MORE
    return counted or "" if alone and _THIS_PLACE.fullmatch(text[slice(*setting.left)]) else ""


_MEANT, _MEANT_ENDS = knowledge.phrase("those_meant"), frozenset("这该述上些")


def things_meant(words: Words, setting: Setting, left: tuple[int, int]) -> str:
    """这|12起|火情造成损失: only the things, of which was told before; "" where nothing refers to them."""
    text = words.text
    if left[0] >= left[1] or text[left[1] - 1] not in _MEANT_ENDS or not _MEANT.fullmatch(text, *left):
        return ""
    phrase, _ = read_right(words, setting.right)
    start, end = phrase or (0, 0)
    at = start
    while at < end:
        begin, stop, tag = words.at(at)
        if begin > start and (tag[0] in "vdr" or text[begin] in "总均都"):
            break
        at = stop
    return text[start : min(at, end)]
