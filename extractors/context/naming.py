"""What is each quantity of a sentence called? Lists share subjects, growth rates take the name of what grew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from extractors.context.all_in_one import all_in_one
from extractors.context.budget_items import BudgetItem, scopes_of_items
from extractors.context.changes import Change
from extractors.context.clauses import AND, Setting
from extractors.context.completed import (
    completed,
    new_of,
    of_a_list,
    of_output,
    spoken_of,
    stock_of,
    used_alone,
    whole_of_rate,
)
from extractors.context.edges import without_time, without_will
from extractors.context.inherited import (
    clause_before,
    head_of_bracket,
    inherit,
    last_alike,
    outside_brackets,
)
from extractors.context.labelled import labelled
from extractors.context.lead_words import strip_left
from extractors.context.lists import Member, goes_on, may_list, respective, spread, timed_as
from extractors.context.metric import shorten
from extractors.context.own_names import own_name
from extractors.context.owned_names import GOES_THERE, ONLY_COUNTED, account_above, less_vague, owned_name
from extractors.context.owners import (
    LONGEST_AIM,
    NAMES,
    Things,
    any_of,
    bare_measure,
    begins_item,
    find_lead,
    find_things,
    funded,
    may_name_things,
    only_leading,
    owned,
    purpose,
    says_spent,
)
from extractors.context.parts import Level, divide, levels_of, told_last
from extractors.context.people import HOUSEHOLDS, counted_as, households_of, people_of
from extractors.context.pulls import name_pulls
from extractors.context.residue import SHORTEST_WITH_RESIDUE, is_bare_verb, leave_place, leave_residue
from extractors.context.scoped import SHORT, Draft, Name, over_months, scoped
from extractors.context.shapes import distance, share_behind
from extractors.context.share_names import (
    BUDGET_SHARE,
    PLANNED,
    SHARE_OF,
    goes_with_share,
    is_whole_of_share,
    name_share,
    of_plan,
    share_of_whole,
    share_said,
)
from extractors.context.sums import TOTALS, account_of, sum_name
from extractors.context.thresholds import bounded_name
from extractors.context.whose import STATES, shared_base, subjects
from extractors.language import knowledge
from extractors.language.tokens import Words

_ITS_OWN = re.compile("其中|净[增减]")  # 出生人口3千人，人口净增加1千人: of all
_CARRIED_OUT = re.compile(f"(?<=..)(?:完成|{any_of('produces')})$")
_IS_SHARE = knowledge.phrase("is_share")
_REACHING = frozenset("到至为达")
_RATES = ("率", "占比", "比重", "比例")
_OF_BRACKETED = frozenset(("）的", ")的"))
_LEFT_OVER, _SAYS_SOMETHING = "　 \n，、；：。", 4  # characters: more than 累计为
_PARTS, _BRACKETED = frozenset("；;"), ("（", "(")
_OF_COUNTED = knowledge.phrase("of_counted")
_GATHERED, _NEXT_GATHERED = knowledge.phrase("gathered"), knowledge.phrase("next_gathered")
_GATHERED_THERE = knowledge.phrase("gathered_there")
_PRODUCED, _PRICE_MOVES = frozenset(NAMES["produces"]), re.compile("^(?:平均)?[降涨提]价(?:幅度)?$")
_RECOVERED = knowledge.phrase("recovered")
_GOVERNS = knowledge.phrase("governs")
_SEEN_BY = knowledge.phrase("seen_by")
_SAYS_NOTHING = frozenset(done + word for done in ("", "开展", "组织", "开展组织") for word in NAMES["vague"])
_PEOPLED = frozenset(NAMES["peopled"])
_COUNTED_IN = frozenset(("户", "人", "名", "口"))
_THEY = ("居民", "群众", "农户", "村民", "住户")  # 改造小区26个，涉及居民3260户，完成投资|8600万元|: of the first
_TOTAL_SPENT = "总投资"


class Before(Struct, frozen=True, gc=False):
    """What the names of a sentence may take over from what stands before it."""

    topic: str = ""  # the last name before, or the heading
    head: str = ""  # the first name of the last sentence that went on with none
    goes_on: bool = False  # 其中, 分产业看: the sentence continues the one before
    levels: tuple[Level, ...] = ()  # the figures of the one before, which 其中 divides
    things: Things = Things()  # what was named last
    item: BudgetItem | None = None  # of the budget, that the sentence's paragraph is headed by
    owner: tuple[str, str] | None = None  # the first name of the sentence before, and whose it was
    field: str | None = None  # what the label of the sentence's paragraph says that it is of


def name_all(
    words: Words, found: Sequence[Setting], changes: Sequence[Change], before: Before, bases: Mapping[int, int]
) -> tuple[list[Name], Before]:
    """One name for each quantity of the sentence, and what the next sentence may take over. `bases` are quantities that
    others are set against, with where the words begin that say so."""
    text = words.text
    has_lists, has_shares, has_parts = "分别" in text, "占" in text, "；" in text or ";" in text
    has_plans = PLANNED.search(text) is not None
    earlier = [level.name for level in before.levels] if before.goes_on else []  # 同比分别下降5%和6%
    names: list[str] = []
    owners: list[str] = []  # the names without shares: 同比 behind 占预算的55% is of what has the share
    doubts: list[str] = []
    above = ""  # the same of the part before a ；
    stem, parted = "", False  # the last name of the sentence that stands by itself; whether a ； has ended it
    since = 0
    most = ""  # what there is most of in one place
    of_each = ""  # the share that each member of a list has
    counted_in = ""  # what each of several places has so many of
    of_whole = ""  # the name of a share whose whole has a figure, which stands between
    things = leading = before.things
    names_things = may_name_things(text)
    leads: list[str | None] = []  # the thing that each figure's item begins with
    passed: list[tuple[int, int, bool]] = []  # where things are named, since they were looked for: for a bare measure
    deeds: list[str | None] = [None] * len(found)  # who did it, where the clause says so
    bounded: dict[int, str] = {}  # bounds and what stands behind them, and what both are told of
    listed: dict[int, Member] = {}
    last_list: dict[int, Member] = {}
    whose: dict[int, str] = {}  # of the figures of a list behind one of places: that place
    is_change = [change.is_change for change in changes]
    for n, setting in enumerate(found):
        start, end = setting.left
        if has_parts and setting.gap.lstrip("）)")[:1] in _PARTS:  # 生产总值109亿元；收入8亿元
            stem, parted, above = "", True, stem
        since = since if n and found[n - 1].mention.unit.kind == "duration" else setting.gap_start
        if names_things and (n == 0 or begins_item(text, setting.gap_start, end)):
            leading = find_lead(words, setting.gap_start, end, leading, opens=n == 0)
            passed = [(setting.gap_start, end, n == 0)]
        elif names_things:
            passed.append((setting.gap_start, end, False))
        leads.append(leading.topic)
        if n not in listed:
            more = goes_on(found, n, last_list, is_change) if last_list else {}
            if not more and last_list and not is_change[n] and n not in whose:
                whose |= spread(words, found, n, last_list, is_change)
            if not more and (has_lists or is_change[n] or text[end - 1 : end] in _REACHING or may_list(found, n)):
                more = respective(words, found, n, owners, is_change, earlier)
            if more:
                more = timed_as(more, last_list) if last_list else more
                listed |= more
                names[min(more) : n] = [more[k].name for k in range(min(more), n)]
                of_each = ""
                last_list = more
        member = listed.get(n) if listed else None
        name = member.name if member else ""
        if member and setting.mention.unit.kind == "percentage":
            each_at = text.find("分别", start, end)
            if each_at >= 0:
                of_each = share_said(text[each_at + 2 : end])
            name += of_each  # 桃源镇、震泽镇分别完成年度计划的|116%、100%
        doubt = "name_of_list" if member else ""
        owner = None
        share = None
        behind = n > 0 and start == found[n - 1].right[0] and setting.mention.unit.unit in _COUNTED_IN
        each = _OF_COUNTED.match(text[start:end]) if behind and not member else None
        if each:  # 一年级4个班有学生278人，二年级5个班|有|308人
            counted_in = each["what"] or counted_in
            name, doubt, owner = names[-1] + (counted_in or "人数"), "name_of_thing", names[-1]
        if not member and not each and n not in bases:
            share = SHARE_OF.search(text, start, end) if has_shares and text.find("占", start, end) >= 0 else None
            if not share and has_plans and setting.mention.unit.kind == "percentage":
                share = BUDGET_SHARE.search(text, start, end)
                if n and setting.gap in _OF_BRACKETED:  # 完成年任务（40亿元）的|32.5%
                    share = BUDGET_SHARE.search(
                        text[found[n - 1].gap_start : found[n - 1].left[0] - 1].rpartition("，")[2]
                    )
        recovered = _RECOVERED.match(text[start:end]) if not share and owners and not name else None
        if recovered:  # 接待游客…，|恢复至2019年同期水平的|81%
            name, owner, doubt = owners[-1] + recovered["to"], owners[-1], "name_of_share"
        if share:
            name, owner = name_share(words, setting, share, outside_brackets(words, found, n, owners))
            doubt = "name_of_share"
        elif (
            n
            and not name
            and doubts[-1] == "name_of_share"
            and AND.fullmatch(setting.gap)
            and found[n - 1].mention.unit == setting.mention.unit
        ):
            name, owner, doubt = names[-1], owners[-1], "name_of_share"  # 占总任务量的98%和|96%|
        if n - 1 in bases and setting.gap == "的" and setting.mention.unit.kind == "percentage":
            said = words.text[bases[n - 1] : found[n - 1].left[1]].strip("，, ")
            name = of_plan(owners[-1].removesuffix("完成"), _IS_SHARE.sub("完成", said))  # 税收|占年初预算|3亿元的|45%
            owner, doubt = owners[-1], "name_of_share"
        elif share and is_whole_of_share(found, n):  # 税收126亿元，占财政收入|150亿元|的84%
            of_whole = name
            name = share["of"].removeprefix("占")
        elif of_whole and n and is_whole_of_share(found, n - 1):
            name, doubt = of_whole, "name_of_share"
            owner = owners[-2] if n > 1 else None
        elif n in bases and not member:
            name = shorten(words, strip_left(words, (start, max(start, bases[n]))))
        elif not name:
            name = own_name(words, found, n, changes[n])
            if most and (less := _NEXT_GATHERED.match(text[slice(*setting.left)])):
                name, deeds[n] = most, less["place"]
            if name:
                if len(name) >= SHORTEST_WITH_RESIDUE:
                    name, deeds[n] = leave_residue(words, name)
                if ("在" in name or "于" in name) and (gathered := _GATHERED.match(name)):
                    name, deeds[n] = gathered["what"], gathered["place"]
                    most = name
                elif not n and before.topic and (there := _GATHERED_THERE.match(text)):
                    name, deeds[n] = before.topic, there["place"]
                    most = name
                if "有" in name and not deeds[n]:
                    name, deeds[n] = leave_place(words, name)
                if name in _SAYS_NOTHING or GOES_THERE.match(name):
                    name = less_vague(words, setting, name)
                if names_things and not deeds[n] and is_bare_verb(words, name, end):
                    outside = setting.gap_start + (setting.gap.find("，") + 1 if setting.gap[:1] in _BRACKETED else 0)
                    deeds[n] = find_things(words, outside, end, Things(), opens=n == 0).last
        if "年" in name or "月" in name:
            name = without_time(name)
        if name in TOTALS:
            deeds[n] = account_of(names)
        if "将" in name or "拟" in name:
            name = without_will(words, name)
        if is_change[n] and n and not doubt and 0 < len(name) <= SHORT and not _ITS_OWN.search(setting.gap):
            name = spoken_of(words, name, names, found) or name
        if setting.mention.unit.kind == "length" and not doubt and (far := distance(words, setting)):
            name, doubt = far, "name_of_thing"
        measure = bare_measure(name) if name and not doubt else None
        if measure and name in ONLY_COUNTED and text.startswith(name, setting.right[0]):
            measure = None  # 3个|单位|未履行程序: those that are counted, no measure of what was named
        if measure == HOUSEHOLDS and text.find(measure, start, end) < 0:
            measure = None  # 该组94户: of the place
        if measure == "占":
            measure = "占比"  # 判决651件，占|60%
        elif name.endswith("占") and len(name) > 2 and not doubt:
            name = share_of_whole(name)  # 第三产业就业人员占|36%
        of = new_of(words, name, names[-1] if names else "", found, n) if measure else ""
        if of := of or stock_of(name, names, found):
            name, measure, doubt = of, None, "name_of_thing"
        is_spent = says_spent(name) or (
            name == _TOTAL_SPENT and not (stem or things.last or things.leading) and not clause_before(words, setting)
        )
        aim = purpose(words, setting, name) if is_spent else None
        if aim:
            deeds[n] = aim if len(aim) > LONGEST_AIM else None
        if not name and (total := sum_name(found, n, names) or used_alone(words, setting)):
            name, doubt = total, "name_of_thing"
        elif not name:
            told = outside_brackets(words, found, n, owners)
            if is_change[n] and n and (alike := last_alike(found, n)) is not None:
                told = owners[: alike + 1]  # 5个镇税收超过1亿元，比上年增加|2个|
            if n and told and goes_with_share(text, found, n, names[-1], doubts[-1] == "name_of_share"):
                told = names  # 民营经济占比为66.2%，提高0.8个百分点，达到|67%|: of the share; 占比从35%提高到|38%
            name = inherit(words, setting, told, before.topic)
            name = _CARRIED_OUT.sub("", name) if n in bases else name  # 造林3.2万亩，完成省定任务|3万亩|的107%
            if stem and name and text.endswith(_BRACKETED, 0, start) and bare_measure(name):
                name = owned(stem, name)  # 零售总额43亿元，完成年度任务（|111亿元|）的38.7%
            said = words.text[slice(*setting.left)].strip("，、 ")
            if (said in _PRODUCED and (not told or told[-1] in _PRODUCED)) or _PRICE_MOVES.search(said):
                name = said  # 增收300万元，|减支|80万元; 采购金额900万元，|平均降价|4成
            doubt = "name_of_change" if is_change[n] else "name_inherited"
        elif aim and len(aim) <= LONGEST_AIM:
            name, doubt = funded(aim, name), "name_of_purpose"
        elif measure and not (aim and ("；" in setting.gap or not clause_before(words, setting))):
            for first, last, opens in passed:
                things = find_things(words, first, last, things, opens=opens)
            passed = []
            if (not stem and names and _GOVERNS.match(names[-1])) or (
                not (things.last or measure.endswith("率")) and of_a_list(words, names)
            ):
                name, own = measure, ""  # 辖8个|行政村|，面积60平方公里: not of these
            else:
                stem = head_of_bracket(words, setting) or stem
                whole = whole_of_rate(found, names) if measure.endswith("率") else ""
                of_share = owners[-1] if doubts and doubts[-1] == "name_of_share" else ""  # 旅游收入占7%，|增速|高于…
                account = whole or stem or account_above(measure, above) or of_share
                name, own = owned_name(words, setting, measure, things, account, before, since, not parted)
            stem = stem or own
            if owners and name == measure:
                name = of_output(name, owners[-1]) or name
            doubt = "name_generic" if own or name == measure else "name_of_thing"
            if measure == "占比":
                owner = name.removesuffix("占比")  # 税收5.2亿元，占60.7%，|下降1.8%|: the taxes
        if n and (doubt == "name_inherited" or name in _PEOPLED) and (counted := people_of(words, found, n)):
            name = counted
        if setting.mention.unit.unit in _COUNTED_IN:
            name = counted_as(name, setting.mention.unit.unit, n > 0 and doubt == "name_inherited")
        name = bounded_name(words, found, n, name, doubt, names, bounded, before.topic)
        if n not in bounded and (not name or doubt == "name_inherited"):
            before_it = names[-1] if names else ""
            name, doubt = (counted, "") if (counted := households_of(words, setting, before_it)) else (name, doubt)
        unit = setting.mention.unit
        if unit.noun and unit.unit not in name and doubt != "name_of_list":
            name = name.removesuffix(found[n - 1].mention.unit.unit) if n and not setting.gap.strip("、") else name
            name = name + unit.unit if len(name) <= 4 else unit.unit  # 辖15乡镇; 辖6镇|1乡
        if owners and not doubt:
            name = completed(words, setting, name, owners, found)
        if is_change[n] and not stem:
            stem = name
        if (
            name
            and not is_change[n]
            and doubt not in ("name_generic", "name_of_thing", "name_of_share")
            and not ("辖" in name and _GOVERNS.match(name))
        ):
            of_rate = setting.mention.unit.kind == "percentage" and name.endswith(_RATES)  # 床位占比56%，入住率62%
            passing = of_rate or name in STATES or (setting.mention.unit.unit in _COUNTED_IN and name.endswith(_THEY))
            stem = stem if setting.mention.unit.kind == "duration" or (stem and passing) else name
        if not name:
            name = text[: setting.left[1]].strip(_LEFT_OVER)[:20]
            name = name if len(name) > _SAYS_SOMETHING else text.strip()[:20]
        names.append(name)
        owners.append(owner or name)
        doubts.append(doubt)
    if len(found) > 1:
        for n, name in {**share_behind(words, found, names), **name_pulls(text, found, names)}.items():
            names[n], doubts[n] = name, "name_of_list"
    if "一体的" in text:
        for n, name in all_in_one(words, found).items():
            names[n], doubts[n] = name, "name_of_thing"
    labels = labelled(words, found, names, before.topic)
    parts = divide(words, found, changes, names, before.levels if before.goes_on else (), bases)
    for n, of in scopes_of_items(text, found, names, before.item).items():
        deeds[n] = of
    scopes = subjects(
        words, found, names, [of if of == leading.topic else None for of in leads], deeds, shared_base(listed), before
    )
    by_classes = before.head != "" and _SEEN_BY.match(text) is not None
    draft = Draft(names, doubts, labels, parts, scopes, listed, whose, before.head if by_classes else "")
    result = over_months(text, scoped(words, found, changes, draft), before.owner)
    levels = levels_of(found, changes, names, parts, bases)
    head = before.head if before.goes_on or by_classes else names[0]
    last = told_last(words, found, parts)
    topic = owners[last] if doubts[last] == "name_of_share" else names[last]
    whose_first = (result[0].text, result[0].scope) if result[0].scope else None
    return result, Before(topic, head, False, levels or before.levels, only_leading(leading), owner=whose_first)
