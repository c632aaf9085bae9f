"""What does a name lack that only says where, or what was done? The rest of the name before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.context.clauses import Setting
from extractors.context.owners import NAMES, any_of, purpose
from extractors.context.residue import noun_of, verb_of
from extractors.language import knowledge
from extractors.language.tokens import Words

_PLACES = frozenset("村镇乡县市区省州旗")
_PLACE = knowledge.phrase("place")
_BEHIND_PLACE = knowledge.phrase("measure_behind_place")
_STAGE, _OF_STAGE = knowledge.phrase("stage"), knowledge.phrase("measure_of_stage")


_OUTPUT, _ADDED = knowledge.phrase("output_of"), knowledge.phrase("added_value")
_DOES = knowledge.phrase("does")
_OFFICE_ENDS = frozenset("所局队镇乡道区")
_MEASURES = knowledge.phrase("measures")
_QUALIFIES, _BEGINS_WITH_DEED = frozenset(NAMES["qualifies"]), knowledge.phrase("begins_with_deed")
_REALLY_DONE, _AS_PLANNED = knowledge.phrase("really_done"), knowledge.phrase("as_planned")
_REALLY_SPENT, _BUDGETED = knowledge.phrase("really_spent"), knowledge.phrase("budgeted")
_VAGUE, _DEED = frozenset(NAMES["vague"]), re.compile(any_of("deeds"))
_ATTRIBUTES, _OFFENCES, _DEALT = (frozenset(NAMES[key]) for key in ("attributes", "offences", "dealt"))
_BRACKET = re.compile("^[（(][^（）()]*[）)]")  # 甲企业800户|（含分支机构）、|乙企业900户
_BRACKETS = frozenset("（(")
_AN_OFFICE, _FACILITY = knowledge.phrase("office"), NAMES["facility"]


def completed(words: Words, setting: Setting, name: str, owners: Sequence[str], found: Sequence[Setting]) -> str:
    """A name that only says where or what was done, with the rest of the name before it.

    甲村集体收入超8万元，乙村超9万元; 新增社团7个，注销3个.
    """
    before, last = owners[-1], found[len(owners) - 1]
    if name.startswith("实际") and 2 < len(name) <= len(before) + 2 and before.endswith(name[2:]):
        return before  # 一般公共预算支出预算数25亿元，|实际支出|24亿元
    if _REALLY_SPENT.fullmatch(name) and _BUDGETED.search(words.text, last.gap_start, last.left[1]):
        return before.removesuffix("预算") or before  # 办公经费预算48万元，|实际支出|45万元
    if name.startswith("实际") and (planned := _planned(words, setting, name, before, last)):
        return planned
    if name[-1] in _PLACES and _PLACE.fullmatch(name):
        alike = (own for own, s in zip(owners, found, strict=False) if s.mention.unit.kind == setting.mention.unit.kind)
        if match := _BEHIND_PLACE.fullmatch([before, *alike][-1]):
            return name + match["measure"]
    if (
        name[-1] in _SECTOR_ENDS
        and _SECTOR_ALONE.fullmatch(name)
        and (of := _measure_of_sector(owners, found, setting))
    ):
        return name + of  # 铁路货运量完成8亿吨，增长3%；公路|完成52亿吨
    is_like = last.mention.unit == setting.mention.unit
    if is_like and _STAGE.fullmatch(name) and (measure := _OF_STAGE.search(before)):
        return name + measure[0]  # 小学入学率100%、初中98%
    if (
        is_like
        and len(name) <= _LONGEST_CROP
        and (measure := _OF_CROP.search(before))
        and _is_crop(words, setting, name)
    ):
        return name + measure[0]  # 水稻种植面积3万亩，玉米2万亩
    if is_like and _A_VILLAGE.fullmatch(name) and _is_alone(words, setting, name):
        if there := _DONE_AT.search(before):
            return before[: there.start()] + name  # 硬化道路东岭村3公里，西沟村2公里
        if verb_of(words, before):
            return name + noun_of(words, before)  # 完成造林3万亩，东岭镇1万亩
        if (there := _A_VILLAGE.match(before)) and len(owners) > 1 and before not in words.text:
            return name + before[there.end() :]
    office = _AN_OFFICE.fullmatch(name) if name[-1] in _OFFICE_ENDS and not _DEED.match(name) else None
    if office and (words.at(setting.left[1] - 1)[2][0] == "v" or _BEGINS_WITH_DEED.match(name)):
        office = None  # 送戏下乡
    alone = _BRACKET.sub("", words.text[slice(*setting.left)]).strip("，、 ;,") == name
    alone = alone and words.text[max(0, setting.left[0] - 1)] not in _BRACKETS  # 7000亩（核心区|900亩）
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
    stands_before = words.text.endswith(name, 0, setting.left[1])
    if (
        office
        and stands_before
        and setting.mention.unit.kind == "count"
        and not _AN_OFFICE.search(before[-2:])
        and not before.endswith(_FACILITY)
        and not name.endswith(before)
    ):
        return name + (before[place.end() :] if (place := _AN_OFFICE.match(before)) else before)
    if (
        alone
        and (2 <= len(name) <= 8 or (len(name) == 1 and _are_beasts(last, setting)))
        and ((is_like := last.mention.unit == setting.mention.unit) or _are_things(last, setting))
        and not (_MEASURES.search(name) or name in _VAGUE or _DEED.match(name))
    ):
        first, _, tag = words.at(setting.left[1] - len(name))
        is_noun = (words.at(setting.left[1] - 1)[2][0] == "n" or name.endswith(_FACILITY)) and tag[0] not in (
            "v" if is_like else "vd"
        )
        is_noun = is_noun and words.text[first] not in "新净" and name not in _PASSES
        is_noun = (is_noun and not _BEGINS_WITH_DEED.match(name)) or (is_like and name in _OFFENCES)
        is_other = name.startswith(_OTHERS)
        if (
            is_noun
            and not is_other
            and (verb := _dealt_with(words, setting, name, before) or _verb_before(words, owners, setting.gap))
            and verb not in _QUALIFIES
            and verb not in name
            and (is_like or verb.removeprefix("新") in _TAKES)
        ):
            return verb + name  # 培养技术工人3万人，|高级技师|4100人
    if (
        alone
        and name in _ATTRIBUTES
        and last.mention.unit == setting.mention.unit
        and (of := _without_attribute(before))
    ):
        return name + of  # 国家级示范社5个、|省级|11个
    if before.startswith("新增") and len(before) > 3 and last.mention.unit == setting.mention.unit:
        clause = words.text[slice(*setting.left)].strip("，、 ")
        if clause == name and _is_last_verb(words, setting, name):
            return name + before.removeprefix("新增")
    return name


def _measure_of_sector(owners: Sequence[str], found: Sequence[Setting], setting: Setting) -> str:
    """货运量 of 铁路货运量: what is measured of the last sector before that says it, in the same unit; "" for none."""
    for k in range(len(owners) - 1, -1, -1):
        if found[k].mention.unit == setting.mention.unit:
            told = _MEASURE_OF_SECTOR.fullmatch(owners[k])
            return told["measure"] if told else ""
    return ""


_SECTOR_ENDS = frozenset("路航空运河道业")
_SECTOR_ALONE, _MEASURE_OF_SECTOR = knowledge.phrase("sector_alone"), knowledge.phrase("measure_of_sector")


def _is_alone(words: Words, setting: Setting, name: str) -> bool:
    return words.text[slice(*setting.left)].strip("，、 ;,") == name


def _is_crop(words: Words, setting: Setting, name: str) -> bool:
    """玉米: a noun that is all that stands before its figure, in a list of things that are measured alike."""
    if _MEASURES.search(name) or not _is_alone(words, setting, name):
        return False
    begin, stop, tag = words.at(setting.left[1] - len(name))
    return begin == setting.left[1] - len(name) and stop == setting.left[1] and tag[0] in "nj"


_OF_CROP, _A_VILLAGE = knowledge.phrase("measure_of_crop"), knowledge.phrase("a_village")
_LONGEST_CROP, _DONE_AT = 4, knowledge.phrase("done_at_place")


def _planned(words: Words, setting: Setting, name: str, before: str, last: Setting) -> str:
    """计划举办讲座12场，|实际举办|15场: what was planned, which the deed alone does not say; "" for anything else."""
    done, end = _REALLY_DONE.fullmatch(name), setting.left[1]
    if (
        done is None
        or last.mention.unit != setting.mention.unit
        or last.mention.unit.kind == "money"  # 实际支出 is a name
        or not words.text.endswith(name, 0, end)
        or not _AS_PLANNED.search(words.text, last.gap_start, last.left[1])
    ):
        return ""
    at = end - len(done["deed"])
    while at < end:
        _, at, tag = words.at(at)
        if tag[0] != "v":
            return ""
    of = _AS_PLANNED.match(before)
    return before[of.end() :] if of and len(before) > of.end() + 1 else before


def used_alone(words: Words, setting: Setting) -> str:
    """其中：|30万元|用于校舍维修；: what a sum was for of which nothing else is said; "" for any other."""
    said = words.text[slice(*setting.left)].strip("，、：:；; ").removeprefix("其中").strip("，：: ")
    alone = setting.mention.unit.kind == "money" and not said and words.text.startswith("用于", setting.right[0])
    return (purpose(words, setting, "资金") or "") if alone else ""


def whole_of_rate(found: Sequence[Setting], names: Sequence[str]) -> str:
    """受理投诉120件，其中电话投诉80件，网络投诉40件，|办结率|98%: the whole, where several parts of it stand before."""
    n = len(names)
    first = next((k for k in range(n - 1, 0, -1) if "其中" in found[k].gap), n)
    listed = [s.mention.unit for s in found[first - 1 : n] if s.mention.unit.kind != "money"]
    alike = len(listed) > _MEMBERS and all(unit == listed[1] for unit in listed)
    return names[first - 1] if alike and not any("；" in s.gap for s in found[first + 1 : n + 1]) else ""


def _without_attribute(name: str) -> str:
    """国家级|示范社: what has an attribute; "" for a name that begins with none."""
    return next((name[length:] for length in (4, 3, 2) if name[:length] in _ATTRIBUTES and len(name) > length + 1), "")


def of_a_list(words: Words, names: Sequence[str]) -> bool:
    """种植玉米300亩，大豆200亩，|总产值|50万元: whether the last name shares the verb of the one before, and what is
    measured next is of both."""
    if len(names) < _MEMBERS or names[-1] in words.text:
        return False
    verb = _verb_before(words, names[:-1], "")
    return verb != "" and names[-1].startswith(verb) and names[-1][len(verb) :] in words.text


def _dealt_with(words: Words, setting: Setting, name: str, before: str) -> str:
    """查处酒驾183起、|醉驾|31起; 处分县处级干部12人，|一般干部|58人: what was done to the next of a list, too."""
    alike = name in _OFFENCES or name.endswith(_STAFF)
    alike = alike or (name.endswith(_CASES) and words.text.find("其中", 0, setting.left[0]) < 0)
    return before[:2] if alike and before[:2] in _DEALT else ""


def _verb_before(words: Words, owners: Sequence[str], gap: str) -> str:
    """新发展牛85头，鸭640只，|兔|90只: the verb of the last name, which may have it from the one before."""
    for n in range(len(owners) - 1, -1, -1):
        if verb := verb_of(words, owners[n]):
            return verb if verb not in _MANNERS and all(own.startswith(verb) for own in owners[n:]) else ""
        if owners[n] in words.text or "；" in gap:
            break
    return ""


def _are_things(*settings: Setting) -> bool:
    """新发展牛85|头|，鸭640|只|: units of animals, of goods, of buildings, each of which one verb may take."""
    units = [setting.mention.unit.unit for setting in settings]
    return any(all(unit in alike for unit in units) for alike in _ALIKE)


def _are_beasts(*settings: Setting) -> bool:
    """鸡, 羊, 猪: the only things of a list whose names are a character."""
    return all(setting.mention.unit.unit in _ALIKE[0] for setting in settings)


_STAFF, _CASES, _PASSES = ("干部", "人员", "党员", "职工"), "案件", frozenset(("合格", "不合格", "达标", "不达标"))
_MEMBERS = 2  # of a list, at least
_MANNERS = frozenset(NAMES["manners"])
_TAKES, _OTHERS = frozenset((*NAMES["takes_things"], "增", "建")), tuple(NAMES["others"])
_ALIKE = tuple(frozenset(NAMES[key]) for key in ("units_of_beasts", "units_of_goods", "units_of_buildings"))


def new_of(words: Words, name: str, before: str, found: Sequence[Setting], n: int) -> str:
    """家庭农场212家，|新增|9家: those that were added, by the name `before` of all of them; "" for anything else."""
    setting = found[n]
    if name not in _NEWLY or not n or found[n - 1].mention.unit != setting.mention.unit:
        return ""
    if setting.gap.strip("，,、（( ").removeprefix("其中") != name:
        return ""
    of = noun_of(words, before)
    return name + of if 2 <= len(of) <= _LONGEST_OF and not of.startswith(tuple(_NEWLY)) else ""


def spoken_of(words: Words, name: str, names: Sequence[str], found: Sequence[Setting]) -> str:
    """发生火灾62起，直接财产损失86万元，同比下降: what fell, in full; ""."""
    if counted := _NUMBER_OF.get(name):
        of = next((k for k in range(len(names) - 1, -1, -1) if found[k].mention.unit.unit == counted), None)
        return "" if of is None else noun_of(words, names[of]) + name
    ending = {
        full for full in names if full.endswith(name) and len(name) < len(full) <= _LONGEST_FULL and "的" not in full
    }
    return ending.pop() if len(name) == _SHORT and len(ending) == 1 and not _MEASURES.search(name) else ""


def stock_of(name: str, names: Sequence[str], found: Sequence[Setting]) -> str:
    """生猪存栏12万头，增长3%，|出栏|20万头: of the animals or crop that a figure before it counts, or of those whose
    keepers it counts; "" for others."""
    if name not in _OF_A_STOCK:
        return ""
    n = len(names)
    last = next((k for k in range(n - 1, -1, -1) if found[k].mention.unit == found[n].mention.unit), None)
    if last is None:
        keeps = _KEEPS.match(names[-1]) if n and "；" not in found[n].gap else None
        return (keeps["of"] or keeps["beast"]) + name if keeps else ""
    ends = next((word for word in _BY_LENGTH if names[last].endswith(word)), "")
    begins = "" if ends else next((word for word in _BY_LENGTH if names[last].startswith(word)), "")
    of = names[last].removesuffix(ends).removeprefix(begins) if ends or begins else ""
    return of + name if 1 <= len(of) <= _LONGEST_OF else ""


def of_output(name: str, before: str) -> str:
    """农业总产值25亿元；|增加值|14亿元: of what the output before it is; "" for another name."""
    output = _OUTPUT.fullmatch(before) if _ADDED.fullmatch(name) else None
    return output["of"] + name if output else ""


_OF_A_STOCK, _KEEPS = frozenset(NAMES["of_a_stock"]), knowledge.phrase("keeps_beasts")
_BY_LENGTH = sorted(_OF_A_STOCK, key=len, reverse=True)
_LONGEST_FULL = 8
_NUMBER_OF, _SHORT = {"起数": "起", "件数": "件", "宗数": "宗", "例数": "例"}, 2
_NEWLY, _LONGEST_OF = frozenset(("新增", "净增", "新增加")), 14


def _is_last_verb(words: Words, setting: Setting, name: str) -> bool:
    """Whether the name is a verb, the one word before the number."""
    begin, end, tag = words.at(max(0, setting.left[1] - 1))
    return words.text[begin:end] == name and tag[0] == "v"
