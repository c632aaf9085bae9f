"""Whose is each quantity, or what is it restricted to, beyond its name? Who did it, an office, a list's subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.context.clauses import Setting
from extractors.context.completed import whole_of_rate
from extractors.context.incidents import CASUALTIES, field_before, incident_of, is_open
from extractors.context.lead_words import strip_left, trim_start
from extractors.context.left_open import budget_of, owner_of
from extractors.context.lists import Member
from extractors.context.metric import read_right, shorten
from extractors.context.owners import NAMES, any_of
from extractors.context.remarks import goes_on, remarked
from extractors.context.residue import built, is_bare_verb, noun_of
from extractors.context.shapes import served
from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.tokens import Words

if TYPE_CHECKING:
    from extractors.context.changes import Change
    from extractors.context.naming import Before
    from extractors.quantities.units import Unit

_LIST_MEASURE = knowledge.phrase("list_measure")
_RATE_ENDS = frozenset("率度比例")
_RATE = knowledge.phrase("rate_alone")
_FURTHER = knowledge.phrase("further")  # 改造小区37个，惠及居民4126户
_ITEM_HEAD = knowledge.phrase("item_head")
_CAMPAIGN, _HANDLED = knowledge.phrase("campaign"), knowledge.phrase("handled_name")
_DEED_OF_HANDLED, _DEALT = knowledge.phrase("deed_of_handled"), frozenset(NAMES["dealt"])
_OFFENCES = frozenset((*NAMES["offences"], "合计", "共计", "总计"))  # no deeds
_HANDLED_ENDS = frozenset(word[-1] for key in ("handled", "dealt") for word in NAMES[key])
_DEED = re.compile(any_of("deeds"))
_MEASURE_NOUNS = ("总量", "面积", "总额", "数量", "人数", "金额", "产量", "产值")
_INVESTED = "投资"  # 计划投资3亿元，完成投资2亿元
_MEASURED = frozenset(NAMES["measure"])  # 收入3亿元，支出2亿元
_INVOLVED = frozenset(("涉及资金", "涉及金额", "资金", "金额"))
_MEAN, _SCOPE_RESIDUE = knowledge.phrase("yearly_mean"), knowledge.phrase("scope_residue")
_NAMES_FIELD = re.compile("方面|领域|行业")
_REMARKS, _TAKES_UP = ("提出", "发出", "制发", "发送"), ("受理", "收到", "接收", "接到", "新收")
_AMONG, _AMONG_COUNTED = knowledge.phrase("among_those"), knowledge.phrase("among_counted")
_BUILT_ANEW = knowledge.phrase("built_anew")
_ACTS, _WENT_WELL, _GETS_ON = map(knowledge.phrase, ("acts", "went_well", "gets_on"))
_OWN_NOTHING = ("率", "比例", "比重", "前列")  # a measure of another thing
_OF_A_DEED = (
    "占地面积",
    "占地",
    "总投资",
    "总建筑面积",
    "建筑面积",
    "总面积",
    "完成投资",
    "投入资金",
)  # 新建大棚26座，占地80亩，带动45户就业
_PRODUCED = frozenset((*NAMES["produces"], "合计", "共计", "总计"))  # 增收300万元，减支80万元
_EARNED, _OF_CASES = tuple(NAMES["measure"]), frozenset(("结案率", "办结率", "调解率", "调处率", "查处率", "回访率"))
_VITAL, _THOSE_BORN = frozenset(("出生率", "死亡率", "自然增长率")), ("人口", "出生", "死亡", "人数", "新生儿")
_NOT_DONE = ("未", "尚未", "没有", "不合格", "不达标")
_DEALT_IN_PART = knowledge.phrase("dealt_in_part")
_COUNTS_ALL = re.compile("共(?:计|有)?[约近达]?")  # 21个单位（部门）|共计|40项: no deed of those
_OF_THE_FIRST = ("人数", "户数", "损失", "面积")  # 事故起数和|死亡人数|; 营业总收入、|利润总额| is of the firm
_TRANSPORT, _WAY = knowledge.phrase("transport_measure"), re.compile("[公铁水]路|民航|航空|内河|港口|水运")
_SAYS_HOW = re.compile("(?:分别|将|拟|预计|均|都|前(?:[0-9]{1,2}|[一二两三四五六七八九十])[天周])+$")
_NO_SUBJECT, _RANKED = knowledge.phrase("no_subject"), knowledge.phrase("ranked")
_HAN, _BRACKET = re.compile(f"[{HAN}]"), re.compile("[（(](?:不?包?含|包括|其中)[^（）()]*[）)]")


def shared_base(listed: dict[int, Member]) -> dict[int, str]:
    """入境游客数量和花费: a short member is of what the first one is of."""
    bases: dict[int, str] = {}
    base = ""
    for n, member in listed.items():
        if (measure := _LIST_MEASURE.search(member.name)) and len(member.name) > 4 and measure.start() >= 3:
            base = member.name[: measure.start()].removesuffix(_INVESTED)
            continue
        if base and (len(member.name) <= 3 or (len(member.name) == 4 and member.name.endswith(_OF_THE_FIRST))):
            bases[n] = base
    return bases


def subjects(
    words: Words,
    found: Sequence[Setting],
    names: Sequence[str],
    leads: Sequence[str | None],
    deeds: Sequence[str | None],
    shared: dict[int, str],
    before: Before,
) -> list[str | None]:
    """What each figure is restricted to beyond its name: who did it, what it was done to, or what its item is about."""
    text = words.text
    scopes: list[str | None] = []
    subject = handled = on = those = way = None
    taken_up = False
    counted: Unit | None = None  # the unit of those, where they were counted
    has_on, has_field, has_among = "对" in text, _NAMES_FIELD.search(text) is not None, "中，" in text or "中," in text
    may_act = _ACTS.search(text) is not None
    first = found[0].left[0]
    campaign = _CAMPAIGN.search(text, 0, first) or _head_of_item(words, 0, first)
    for n, (setting, name) in enumerate(zip(found, names, strict=True)):
        start, end = setting.left
        unit = setting.mention.unit
        if "；" in setting.gap or "。" in setting.gap:
            subject = on = those = counted = None
            taken_up = False
            campaign = _head_of_item(words, max(text.rfind(mark, 0, start) for mark in "；。") + 1, start)
            handled = handled if name in _DEALT else None  # 收执行案件120件，增长5%；|结案|90件
        cut = _ACTS.search(text, start + 2, end) if may_act else None
        if cut and words.at(cut.start())[0] == cut.start():
            begin = trim_start(words, start, cut.start())
            said = (
                _BRACKET.sub("", text[begin : cut.start()]).strip("，、 “”").removesuffix("分别").removesuffix("工作")
            )
            said = _SAYS_HOW.sub("", said)
            if (
                2 <= len(said) <= 14
                and not (n and found[n - 1].right[0] == start and _COUNTS_ALL.fullmatch(text, cut.start(), end))
                and said not in _BRACKET.sub("", name)
                and not said.startswith(name)
                and _HAN.match(said)
                and not _NO_SUBJECT.search(said)
                and words.at(begin)[2][0] not in "vdp"
            ):
                subject = said
        done_to = None
        if (
            n
            and "；" not in setting.gap
            and ((name[-1:] in _RATE_ENDS and _RATE.fullmatch(name)) or _FURTHER.match(name))
        ):
            aided = (
                n - 1 if found[n - 1].mention.unit.kind == "money" and name == "受益" else None
            )  # 助学47万元，受益130人
            near = [
                k
                for k in range(n)
                if (len(names[k]) > 3 or k == aided) and found[k].mention.unit.kind not in _NO_THINGS
            ]
            near = [k for k in near if not names[k].endswith(_OWN_NOTHING) and not _DEALT_IN_PART.fullmatch(names[k])]
            if name in _OF_CASES:  # 受理投诉17起，追讨工资35万元，结案率100%
                near = [k for k in near if found[k].mention.unit.kind == "count"] or near
            near = [k for k in near if not names[k].endswith(_OF_A_DEED)] or near
            near = [k for k in near if not names[k].startswith(_NOT_DONE)]  # 未开工17个，|开工率|66%: of all
            done_to = names[near[-1]] if near and all("；" not in s.gap for s in found[near[-1] + 1 : n]) else None
            if done_to and name in _VITAL and done_to.endswith(_THOSE_BORN):
                done_to = None  # 死亡人口2100人，|死亡率|6.7‰: of all
            done_to = done_to and _behind_thing(done_to)
        elif (
            n
            and len(name) == 2
            and _BUILT_ANEW.fullmatch(name)
            and found[n - 1].mention.unit == unit
            and setting.gap == "，" + name
        ):
            done_to = built(words, names[n - 1])  # 改造水渠4.5公里，|新建|1.2公里
        elif (
            (2 <= len(name) <= 4 if n else len(name) == 2 or name in _DEALT)
            and (of := _same_before(words, found, n, names, before))
            and not of.endswith((*_MEASURE_NOUNS, "率", name[-2:]))
            and not (n and (_FURTHER.match(of) or name in _OFFENCES))
            and is_bare_verb(words, name, end)
        ):
            done_to = noun_of(words, of) if n else of
        elif (
            n
            and unit.kind == "money"
            and "；" not in setting.gap
            and name not in _MEASURED
            and not (name.endswith(_INVESTED) and names[n - 1].endswith(_INVESTED))
            and not (
                name.endswith(_EARNED)
                and (names[n - 1].endswith(_EARNED) or noun_of(words, names[n - 1]) != names[n - 1])
            )
            and name not in _PRODUCED
            and (is_bare_verb(words, name, end) or _is_given(found[n - 1], names[n - 1], name))
        ):
            done_to = noun_of(words, whole_of_rate(found, names[:n]) or names[n - 1])  # 设立产业基金8只，投放36亿元
            if len(done_to) == 2 and (done_to == names[n - 1] or name[:2] == names[n - 1][:2]):
                done_to = None  # 纳税3亿元，捐款20万元; 劳务输出800人，劳务收入3000万元
            elif done_to == names[n - 1]:  # 帮助10户困难群众，救助资金1.3万元; 资助学生53名，资助金额8万元
                done_to = done_to[2:] if done_to.startswith(name[:2]) else noun_of(Words(done_to), done_to)
        if n and name in CASUALTIES:
            done_to = incident_of(words, found, n, names, scopes) or done_to
        if n and unit.kind == "money" and name in _INVOLVED and "；" not in setting.gap:
            done_to = scopes[n - 1] or done_to  # 3个单位|制度执行不到位|，涉及资金530万元
        if handled and unit.kind != "percentage" and _DEED_OF_HANDLED.match(name):
            whole = whole_of_rate(found, names[:n])
            done_to = noun_of(words, whole) if whole else handled
        elif name[-1:] in _HANDLED_ENDS and not goes_on(name) and (of_handled := _HANDLED.match(name)):
            handled, taken_up = noun_of(words, of_handled[0]), name.startswith(_TAKES_UP)
        if campaign and not done_to and unit.kind != "percentage" and _is_deed(words, name, end):
            done_to = campaign["campaign"]
        if n and found[n - 1].right[0] == start and (for_whom := served(words, found[n - 1])):
            done_to = text[slice(*for_whom[0])]  # 为326名|农民工|追讨工资|512万元
        if has_on and (remark := remarked(text, setting)):
            on = done_to = remark["on"]
        elif (on or (taken_up and name.startswith(_REMARKS))) and goes_on(name):
            done_to = on or handled
        if n in shared:
            done_to = shared[n]
        of_budget = budget_of(names, n, (before.topic, before.head))
        scope = of_budget or deeds[n] or done_to or subject
        if name[-1:] == "量" and (carriage := _TRANSPORT.fullmatch(name)):  # 公路客运量…，|旅客周转量|…
            way = carriage["mode"] or (subject if subject and _WAY.search(subject) else way)
            scope = scope or (way if not carriage["mode"] else None)
        if not scope and (has_field or before.field) and is_open(name, unit.unit):
            scope = field_before(text, found, n) or before.field
        if not scope and unit.kind == "count" and unit.unit in _COUNTED:
            scope = _said_behind(words, setting, name)
        if not scope and n and name == names[n - 1] and not setting.gap.strip():
            scope = scopes[n - 1]  # 职务犯罪26件|31人
        if has_among and n and _AMONG_COUNTED.match(setting.gap):
            of, counted = names[n - 1], found[n - 1].mention.unit
            those = noun_of(words, of) if of in text else noun_of(Words(of), of)  # 36起重大火灾|中，农村21起
        elif has_among and (among := _AMONG.search(text, setting.gap_start, start)):
            those, counted = among["those"], None
        scope = scope or leads[n]
        if not scope and those and those not in name and counted in (None, unit):
            scope = those
        scopes.append(scope or owner_of(words, found, n, names, scopes))
    return scopes


def _head_of_item(words: Words, start: int, end: int) -> re.Match[str] | None:
    """健康教育，|举办讲座12场; not 稳定粮食生产，…, which is a deed."""
    comma = _COMMA.search(words.text, start + _SHORTEST_HEAD, min(end, start + _LONGEST_HEAD))
    head = _ITEM_HEAD.match(words.text, start, end) if comma else None
    if head is None:
        return None
    begin, stop, tag = words.at(head.start("campaign"))
    is_deed = tag[0] in "dp" or (tag == "v" and words.text[begin:stop] not in _NO_DEEDS)
    return None if is_deed else head


_NO_DEEDS, _COMMA = frozenset(("就业", "信访")), re.compile("[，,：:]")
_SHORTEST_HEAD, _LONGEST_HEAD = 2, 16


def _behind_thing(name: str) -> str | None:
    """东岭幼儿园|占地面积|: what such a measure is of, which owns what was put into it, too."""
    ending = next((measure for measure in _OF_A_DEED if name.endswith(measure)), "")
    return name.removesuffix(ending) or None


def _is_given(before: Setting, for_whom: str, name: str) -> bool:
    """帮助困难群众10户，|救助资金|1.3万元: whether a sum is said to be given, and the figure before it to whom."""
    if before.mention.unit.kind != "count" or "的" in for_whom or len(for_whom) > _LONGEST_GIVEN:
        return False
    return _BARE_SUM.fullmatch(name) is not None


_BARE_SUM, _LONGEST_GIVEN = knowledge.phrase("bare_sum"), 14


def is_fronted(words: Words, setting: Setting, scope: str, name: str) -> bool:
    """粮食累计收购|3万吨: whether what was dealt with stands before the verb, where most clauses have who did it."""
    if (
        scope.endswith(_ACTORS)
        or scope.count("“") != scope.count("”")
        or setting.mention.unit.unit in _PEOPLE
        or not is_bare_verb(words, name, setting.left[1])
    ):
        return False
    at = words.text.rfind(name, *setting.left)
    return at > 0 and words.text.endswith(tuple(scope + said for said in _TOTALS), 0, at)


_ACTORS, _TOTALS = tuple(NAMES["actors"]), ("累计", "共", "先后", "共计")
_PEOPLE = frozenset({"人", "人次", "名", "户", "家", "次", "场", "期"})


def tidied(scope: str, name: str) -> str | None:
    """A scope without what stands of its clause: 积极争取，|敬老院, 该院, 园区|就."""
    if _GETS_ON.match(scope):
        return None
    tidy = _SCOPE_RESIDUE.sub("", scope)
    if tidy.count("“") < tidy.count("”"):
        tidy = "“" + tidy
    elif tidy.count("“") > tidy.count("”"):
        tidy = tidy.replace("“", "")
    return scope if tidy == scope else tidy if len(tidy) > 1 and tidy not in name else None


def mean_of_years(text: str, setting: Setting, before: str | None) -> str | None:
    """五年|平均每年|增长7.9%: a mean of years is another figure than the growth of all of them. `before`: the scope of
    the figure before, with which this one may be joined."""
    if mean := _MEAN.search(text, setting.gap_start, setting.left[1]):
        return mean[0]
    return before if setting.gap.strip() in ("、", "和", "，") and _MEAN.fullmatch(before or "") else None


def is_of_level(scope: str | None, change: Change) -> bool:
    """Whether a change has the scope of the level before it; 年均 is of the growth that it is said of, and of how far
    that is from another's."""
    return scope is not None and (change.direction == "none" or not _MEAN.search(scope))


def _is_deed(words: Words, name: str, end: int) -> bool:
    """排查隐患, 印发通知: whether a name begins with a verb and says to what it was done."""
    at = words.text.rfind(name[:2], 0, end)
    return len(name) > 2 and at >= 0 and (words.at(at)[2][0] == "v" or _DEED.match(name) is not None)


def further(measure: str) -> bool:
    """带动就业, 惠及群众, 整改: what came of the deed before it, of which it is told."""
    return measure in _DEALT or _FURTHER.match(measure) is not None


def _same_before(words: Words, found: Sequence[Setting], n: int, names: Sequence[str], before: Before) -> str | None:
    """The name of the last figure before that has the unit of this one; before the first stands another sentence."""
    unit = found[n].mention.unit
    if n:
        alike = (names[k] for k in range(n - 1, -1, -1) if found[k].mention.unit == unit)
        if names[n] in STATES:  # 项目86个，已竣工24个，|在建|50个
            alike = (of for of in alike if of not in STATES and (len(of) > 4 or _is_noun(words, of, found[n])))
            return next(alike, None)
        return next((of for of in alike if len(of) > 4 or of.endswith(names[n])), None)
    last = before.levels[-1] if before.levels else None
    return last.name if last and last.mention.unit == unit and len(last.name) > 4 else None


_NO_THINGS = frozenset(("percentage", "rate_or_score", "duration"))


def _is_noun(words: Words, name: str, setting: Setting) -> bool:
    at = words.text.rfind(name, 0, setting.left[0])
    return at >= 0 and words.at(at + len(name) - 1)[2][0] == "n"


STATES = frozenset(NAMES["states"])


def _deeds_listed(said: str) -> str:
    """进行医疗、生活等多方面的|救助, 进行了|缝纫、刺绣培训: what several deeds are that were done; "" for one."""
    listed = _DEEDS_LISTED.match(said) if "、" in said else None
    return (listed["all"] or listed["each"]) if listed else ""


_NOT_SAID, _COUNTED = tuple(NAMES["no_scope_behind"]), frozenset({"人", "名", "位", "户", "家", "所", "个"})
_DEEDS_LISTED, _GIVEN_SUM = map(knowledge.phrase, ("deeds_listed", "given_sum"))


def _said_behind(words: Words, setting: Setting, name: str) -> str | None:
    """What is said of those who are counted: 12家商会|与村结对帮扶, 6个部门|开展常规巡察."""
    if for_whom := served(words, setting):
        listed = _deeds_listed(words.text[for_whom[1][0] : setting.right[1]])
        deed = listed or shorten(words, strip_left(words, for_whom[1])).removesuffix("工作")
        if given := _GIVEN_SUM.match(words.text, for_whom[1][0]):  # 发放了|450万元|小额信贷
            return given["deed"] + given["what"]
        return deed if 2 <= len(deed) <= 16 and _HAN.match(deed) else None
    phrase, said = read_right(words, setting.right)
    if not phrase or not said or not name.endswith(words.text[slice(*phrase)][-2:]):
        return None
    if words.text.startswith(_NOT_SAID, said[0]):
        return None
    if _WENT_WELL.match(words.text, *said) or _RANKED.match(words.text, *said):
        return None
    if listed := _deeds_listed(words.text[said[0] : setting.right[1]]):
        return listed
    text = shorten(words, strip_left(words, said)).removesuffix("工作")
    return text if 2 <= len(text) <= 16 and _HAN.match(text) else None
