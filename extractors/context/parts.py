"""Which figures are parts of which? 其中, 包括 and brackets divide what stands before them, until the list ends.

A part gets its whole's name as scope, the whole itself where that is a figure of the same unit, and where it only says
which part it is (水稻, 公办, 开发区) what the whole measures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from msgspec import Struct

from extractors.context.changes import Change
from extractors.context.clauses import Setting
from extractors.context.owners import NAMES, any_of
from extractors.context.residue import noun_of
from extractors.context.sums import added_up
from extractors.context.thresholds import bounds_next
from extractors.language import knowledge
from extractors.language.tokens import Words
from extractors.quantities.mention import Mention

_OPENS, _BRACKET_OPENS, _THRESHOLD = map(knowledge.phrase, ("parts_open", "bracket_opens", "threshold"))
#: Without one of these nothing is divided: brackets, 含, 其中, 其余, 包括; one set first, for which re is fastest.
_MAY_OPEN = re.compile("[（(含其包：分中](?:(?<=[（(含：])|(?<=其)[中余]|(?<=包)括|(?<=分)别[是为]|(?<=中)[，,])")
_LISTS_ALL = re.compile("^[，,]?(?:分别[是为](?=.)|：)")  # 学校121所：小学84所…: parts, where they add up to it
_AMONG = knowledge.phrase("parts_among")
_BRACKETS = frozenset("（(")
_CLOSES, _WHOLE_BRACKET = re.compile("[）)]"), re.compile("[（(][^（）()]*[）)]")  # 其中：因公出国（境）费
_ENDS = re.compile(r"[。！？\n]|；(?!其中)")
_MEASURE = re.compile(rf"(?:种植|播种|{any_of('measure')})$")
_MEASURES = knowledge.phrase("measures")
_COUNTS, _COUNTED = ("户数", "人数"), ("户", "人", "人口", "人员")  # what need not be said of these
_PLACE, _MAY_BE_PLACE = knowledge.phrase("place_of_part"), knowledge.phrase("may_be_place")
_ATTRIBUTES, _DEALT = frozenset(NAMES["attributes"]), frozenset(NAMES["dealt"])
_SPREAD = re.compile("其中[，：,:]")  # a list that may be parted by ；
_FACILITIES, _FUNDS = tuple(NAMES["facility"]), tuple(NAMES["funds"])
_PERSONS = frozenset(("人", "名"))  # 招聘教师7名，其中博士1人
_BY_CLASS = re.compile("[看分][，,]")  # 从地区看，市本级4亿元，县区2亿元；|从性质看|，新增债券5亿元
_MEAN = re.compile("[年月日]均|平均每[年月天]|每[年月天]平均")  # 造林60万亩，年均12万亩。其中…: of all, not of the mean
_SHORT, MOST_LEVELS = 4, 4  # characters: 农业, 第二产业; figures among which a part's whole is looked for


class Level(Struct, frozen=True, gc=False):
    """A figure that a list behind it may divide."""

    name: str
    mention: Mention


class Part(Struct, frozen=True, gc=False):
    """What a part is called, what it is restricted to, and the figure that it is a part of."""

    name: str
    scope: str | None
    whole: Mention | None


class Divided(Struct):
    """A whole and the parts of it that were told so far, for what stands behind the last."""

    whole: Level
    parts: list[Mention]
    moved: bool = False  # a part has a change of its own

    def is_behind(self, gap: str) -> bool:
        """Whether a change behind the list is one of the whole: the list has ended, or the parts are all of it."""
        return not self.moved and ("；" in gap or self.is_spent())

    def is_filled_by(self, mention: Mention) -> bool:
        """Whether a figure and the parts before it are all of the whole: 粮食30万亩，其中水稻20万亩；玉米|10万亩|."""
        return Divided(self.whole, [*self.parts, mention]).is_spent()

    def is_spent(self) -> bool:
        """Whether the parts are all of the whole: 编制86人，其中行政32人，事业54人；|实有|80人."""
        values = [part.value for part in self.parts]
        if len(values) < 2 or self.whole.mention.value is None or None in values:
            return False
        return math.isclose(math.fsum(v for v in values if v is not None), self.whole.mention.value, rel_tol=1e-3)


def divide(
    words: Words,
    found: Sequence[Setting],
    changes: Sequence[Change],
    names: Sequence[str],
    before: Sequence[Level],
    bases: Collection[int] = (),
) -> dict[int, Part]:
    """The parts among the quantities of a sentence, by their number; `before` are the levels of the sentence before,
    if this one goes on with 其中; `bases` those that others are set against, of another time."""
    text = words.text
    if not _MAY_OPEN.search(text):
        return {}
    parts: dict[int, Part] = {}
    wholes: Sequence[Level] = ()
    bracketed = spread = rated = False  # rated: nothing but rates since 其中
    levels: list[Level] = []
    last, told = "", -1  # the last part's name as it was read, and its number
    divided: Divided | None = None
    outer: tuple[Sequence[Level], Divided | None] | None = None  # the list in which a bracket divides a part
    for n, setting in enumerate(found):
        gap = setting.gap
        opened = _opens(gap, n)
        if not opened and n and (among := _AMONG.match(gap)):
            things = Level(_things_among(words, found[n - 1], names[n - 1], among["things"]), found[n - 1].mention)
            opened, levels, wholes = ("list", [things], ()) if _like(setting.mention, things) else ("", levels, wholes)
        if not opened and _LISTS_ALL.match(gap):
            own = [Level(names[n - 1], found[n - 1].mention)] if n - 1 in parts and not bracketed else []
            if not wholes and levels and added_up(found, n, levels[-1:]):
                opened = "list"
            elif own and added_up(found, n, own):  # 其中持证1200人，|分别为肢体残疾700人|、听力残疾500人
                wholes, last, divided = own, "", None
        if divided and changes[n].is_change:
            if names[n] == last and divided.is_behind(gap):
                # 其中拨款2890万元，事业收入566万元，|较上年增加|123万元
                parts[n] = Part(divided.whole.name, None, None)
                continue
            divided.moved = True
        if outer and _CLOSES.search(gap) and not opened:
            wholes, bracketed, divided = outer[0], False, outer[1]
            outer = None
        if wholes and (
            _CLOSES.search(gap)
            if bracketed
            else _ENDS.search(gap)
            and not (
                (spread or _ends_alike(names[n], last) or (divided and divided.is_filled_by(setting.mention)))
                and _goes_on(setting, wholes)
                and not (divided and divided.is_spent() and setting.mention.value and not _BY_CLASS.search(gap))
            )
        ):
            wholes = ()
        is_part_divided = n - 1 in parts and gap[:1] in _BRACKETS and not (bracketed or changes[n].is_change)
        if opened == "bracket" and is_part_divided:
            outer = (wholes, divided)  # 其中购置及运行费45万元（|购置费|0万元
            wholes, bracketed = [Level(names[n - 1], found[n - 1].mention)], True
            last, spread, divided = "", False, None
        elif opened == "list" and "其中" in gap and wholes and _may_divide(found, n, parts):
            wholes, bracketed, last = [Level(names[n - 1], found[n - 1].mention)], False, ""
        elif opened and (levels or before):
            wholes, bracketed = (levels[-MOST_LEVELS:] or list(before)), opened == "bracket"
            if len(wholes) > 1 and not bracketed and (whole := added_up(found, n, wholes, 3)):
                wholes = whole  # 受理6218件，审结5964件，其中民事…: of those that the parts are all of
            if levels and len(wholes) > 1 and "其余" in gap:
                wholes = wholes[:-1]  # 410处，整改386处，|其余|24处: of what was divided, not of its first part
            last = ""
            spread = n == 0 or bool(_SPREAD.search(gap))
        mention = setting.mention
        if n in bases and _is_again(found, names, n):
            if n - 1 in parts:
                parts[n] = Part(parts[n - 1].name, parts[n - 1].scope, None)  # 检举210件，比上年同期|240件|少30件
            continue
        if _THRESHOLD.match(text, setting.right[0]) or bounds_next(words, found, n):
            continue  # 其中亿元以上2家
        is_dealt = names[n] in _DEALT and not opened and divided is not None and len(divided.parts) > 1
        is_spent = divided is not None and not opened and divided.is_spent()
        is_other = (
            divided is not None and mention.unit != divided.whole.mention.unit and not _is_share(mention, changes[n])
        )
        if "中" in gap and parts and (inner := _inside(found, names, parts, n)):
            parts[n] = inner
            continue
        if is_spent and is_other:
            wholes = ()  # 案件215件，其中民事190件、刑事25件，|受援人数|221人次
        if wholes and not is_dealt:  # 来信来访86件，其中来信35件、来访51件，|办结|82件: of all of them
            begun = (
                divided.whole if divided and not (opened or all(_like(p, wholes[-1]) for p in divided.parts)) else None
            )
            part = _part(words, names[n], mention, changes[n], wholes, begun, bracketed=bracketed)
            goes_on = (rated and not opened and _rate_goes_on(names[n], last, setting)) or (
                n - 1 in parts and changes[n - 1].is_change and _is_next_part(gap, names[n], names[n - 1])
            )
            rated = changes[n].is_change and (rated or (bool(opened) and not bracketed))
            if part is None and changes[n].is_change and (opened or names[n] == last or goes_on):
                owner = parts.get(told) if names[n] == last else None
                part = owner and Part(owner.name, owner.scope, None)
                level = next((w for w in reversed(wholes) if w.mention.unit.kind != "percentage"), wholes[-1])
                part = part or Part(names[n], level.name, None)
            if part is None and opened == "list" and (of := _each_of(gap, wholes, mention)):
                part = Part(of.name, names[n], None)  # 9个镇税收超过3000万元，其中河口镇|超过8000万元
            if part is None and not _is_share(mention, changes[n]):
                wholes = ()  # another thing: the list has ended
            elif part is not None and (opened or part.scope != names[n] or part.name != names[n]):
                parts[n] = part if part.scope != part.name else Part(part.name, None, part.whole)
                last, told = names[n], n
                if part.whole is not None and not bracketed:
                    divided = _divided(divided, part.whole, wholes, mention)
                continue
        is_mean = "均" in gap and not changes[n].is_change and _MEAN.search(gap)
        if not is_mean and (not changes[n].is_change or not levels or levels[-1].name != names[n]):
            levels.append(Level(names[n], mention))
    return parts


def _is_again(found: Sequence[Setting], names: Sequence[str], n: int) -> bool:
    """接受举报360件，比上年同期|420件|少60件: whether a base is of what the figure before it is, at another time."""
    return n > 0 and names[n] == names[n - 1] and found[n].mention.unit == found[n - 1].mention.unit


def _may_divide(found: Sequence[Setting], n: int, parts: dict[int, Part]) -> bool:
    """五保对象2400人，其中集中供养900人，本级150人，|其中|集中供养60人: whether 其中 comes again behind a part."""
    if n - 1 not in parts or "。" in found[n].gap or "；" in found[n].gap:
        return False
    part, mention = found[n - 1].mention, found[n].mention
    return part.unit == mention.unit and (part.value or 0) >= (mention.value or 0)


def _things_among(words: Words, setting: Setting, name: str, things: str) -> str:
    """破获46起|刑事案件|中，盗窃28起; 苏联设计的156个|项目|中，…: without the verb that stands before the number."""
    start, stop, tag = words.at(setting.left[1] - 1)
    return things if things and tag[0] == "v" and name == words.text[start:stop] + things else name


def _inside(found: Sequence[Setting], names: Sequence[str], parts: dict[int, Part], n: int) -> Part | None:
    """其中水田52万亩，旱地34万亩，|水田中|高标准农田31万亩: a part that is named again divides."""
    mention, gap = found[n].mention, found[n].gap
    for k in sorted(parts):
        own = names[n].partition(names[k])[2].removeprefix("中")
        if own and names[k] + "中" in gap and _like(mention, Level(names[k], found[k].mention)):
            return Part(own, names[k], found[k].mention)
    return None


def levels_of(
    found: Sequence[Setting],
    changes: Sequence[Change],
    names: Sequence[str],
    parts: dict[int, Part],
    bases: Collection[int] = (),
) -> tuple[Level, ...]:
    """What a 其中 at the beginning of the next sentence divides: the last figures that are no parts themselves."""
    own = [n for n in range(len(changes)) if n not in parts and not (n in bases and _is_again(found, names, n))]
    own = [n for n in own if changes[n].is_change or "均" not in found[n].gap or not _MEAN.search(found[n].gap)] or own
    last = [n for n in own if not changes[n].is_change][-MOST_LEVELS:] or own[-1:]  # 投资增长8%。其中，…: of a rate
    return tuple([Level(names[n], found[n].mention) for n in last])


def told_last(words: Words, found: Sequence[Setting], parts: dict[int, Part]) -> int:
    """The number of the figure that the next sentence may go on about: the last, or the whole of which it is one of
    several parts, or that a bracket divides: 项目30项（省级6项、县级24项）。|总投资|9亿元."""
    n = len(found) - 1
    while n in parts and (whole := parts[n].whole) is not None:
        at = next((k for k in range(n) if found[k].mention is whole), None)
        behind = found[n].right[0]
        several = sum(part.whole is whole for part in parts.values()) > 1
        if at is None or not (several or words.text[behind : behind + 1] in ("）", ")")):
            break
        n = at
    return n


def _divided(before: Divided | None, whole: Mention, wholes: Sequence[Level], part: Mention) -> Divided:
    """The list of parts that a part goes on with, or begins."""
    if before is not None and before.whole.mention is whole:
        before.parts.append(part)
        return before
    return Divided(next(level for level in wholes if level.mention is whole), [part])


def _opens(gap: str, n: int) -> str:
    if not _MAY_OPEN.search(gap):  # nor is there a bracket
        return ""
    gap = _WHOLE_BRACKET.sub("", gap)
    opening = list(_OPENS.finditer(gap))
    if opening:
        found = opening[-1]
        closed = _CLOSES.search(gap, found.end())
        return "" if closed else ("bracket" if gap[found.start()] in "（(" or "（" in gap[: found.start()] else "list")
    return "bracket" if n and _BRACKET_OPENS.match(gap) and not _CLOSES.search(gap) else ""


def _is_next_part(gap: str, name: str, before: str) -> bool:
    """其中，采矿业下降3%，|制造业增长|8%: the next of a list of parts, all or none of which say what is measured."""
    listed = gap[:1] in _COMMAS and _COMMAS.isdisjoint(gap[1:]) and name in gap
    return listed and bool(_MEASURES.search(name)) == bool(_MEASURES.search(before))


_COMMAS = frozenset("，、,；;。")


def _each_of(gap: str, wholes: Sequence[Level], mention: Mention) -> Level | None:
    """What each of several comes up to at least, where one of them is told to have more; None for other figures."""
    level = next((w for w in reversed(wholes) if w.mention.unit == mention.unit), None)
    exceeds = gap.endswith(("超过", "突破", "超")) and "；" not in gap and level and level.mention.bound == "over"
    return level if level and exceeds and (mention.value or 0) > (level.mention.value or 0) else None


def _goes_on(setting: Setting, wholes: Sequence[Level]) -> bool:
    """林业产值2亿元；牧业产值3亿元: the list goes on behind ；, as long as its figures are like the whole."""
    return (
        "；" in setting.gap
        and not re.search(r"[。！？\n]", setting.gap)
        and any(_like(setting.mention, w) for w in wholes)
    )


def _ends_alike(name: str, last: str) -> bool:
    """农业, 牧业: short names of one kind, none of which says what is measured."""
    return name[-1:] == last[-1:] and len(name) <= _SHORT and not _MEASURES.search(name)


def _rate_goes_on(name: str, last: str, setting: Setting) -> bool:
    """投资增长9%，其中工业投资增长15%，|房地产投资|下降8%: names of one kind, one behind the other."""
    near = len(setting.gap) <= len(name) + _NEXT_RATE and setting.gap[:1] in _JOINED
    return near and name[-1:] == last[-1:] and not last.endswith(name)


_JOINED, _NEXT_RATE = frozenset("，、,"), 6  # characters: ，…同比增长


def _like(mention: Mention, whole: Level) -> bool:
    alike = mention.unit == whole.mention.unit or {mention.unit.unit, whole.mention.unit.unit} <= _PERSONS
    return alike and (mention.value is None or whole.mention.value is None or mention.value <= whole.mention.value)


def _is_share(mention: Mention, change: Change) -> bool:
    return change.is_change or mention.unit.kind == "percentage"


def _part(
    words: Words,
    name: str,
    mention: Mention,
    change: Change,
    wholes: Sequence[Level],
    begun: Level | None,
    *,
    bracketed: bool,
) -> Part | None:
    if change.is_change or mention.unit.kind == "percentage":
        return None
    alike = [w for w in reversed(wholes) if _like(mention, w)]
    if not alike:
        return None
    # 造林5万亩，抚育8万亩，其中人工|造林|2万亩: of the one that its name speaks of, else of that which the list has
    # `begun` to divide where a part was more than the last, else of the last; a bracket divides what stands before it.
    is_place = _PLACE.fullmatch(name) or _is_place_name(words, name, mention)
    is_place = bool(is_place) and not _MEASURES.search(name) and not name.endswith(_FACILITIES)
    whole = alike[0]
    if len(alike) > 1 and not (bracketed or is_place):
        whole = max(alike, key=lambda w: (_in_common(w.name, name), begun is not None and w.mention is begun.mention))
    if is_place:
        return Part(whole.name, name, whole.mention)
    return Part(_part_name(words, name, whole.name), whole.name, whole.mention)


def _is_place_name(words: Words, name: str, mention: Mention) -> bool:
    """其中|嘉善|151起, 上海80起: a word that names a place, without saying what kind of place."""
    at = words.text.rfind(name, 0, mention.start) if _MAY_BE_PLACE.fullmatch(name) else -1
    return at >= 0 and words.at(at) == (at, at + len(name), "ns")


def _in_common(whole: str, name: str) -> int:
    """How many characters of a whole's name the part's has; one alone is chance (学生, 学科带头人)."""
    shared = len(set(whole) & set(name))
    return shared if shared > 1 else 0


def _part_name(words: Words, part: str, whole: str) -> str:
    """水稻 of 粮食种植面积 is 水稻种植面积, 公办 of 幼儿园 is 公办幼儿园."""
    if part in whole or _MEASURES.search(part) or part.endswith(_FUNDS):
        return part
    measure = _MEASURE.search(whole)
    if measure and measure.start() and len(part) <= 8:
        return part if measure[0] in _COUNTS and part.endswith(_COUNTED) else part + measure[0]  # 总户数…，其中贫困户
    if part in _ATTRIBUTES:
        noun = noun_of(words, whole)
        if 2 <= len(noun) <= 10:
            return part + noun
    return part
