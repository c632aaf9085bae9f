"""Whose is a bare measure, a rate, an outcome? 总投资 of a project, 办结率 of cases: by what stands before it.

Also what a name that says nothing (活动) is called by the clause before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.context.clauses import Setting
from extractors.context.inherited import before_bracket, clause_before, subject_before
from extractors.context.owners import NAMES, Things, earns_nothing, is_verbal, only_of_project, owned
from extractors.context.residue import done_to
from extractors.context.whose import further
from extractors.language import knowledge
from extractors.language.tokens import Words

if TYPE_CHECKING:
    from extractors.context.naming import Before

_OURS = re.compile("(?:我|本|该)(?:校|院|村|镇|乡|局|公司|社区|园|站|所)(?=总?(?:面积|占地|建筑|投资))")
GOES_THERE = re.compile("(?:走进|深入|走访|前往|奔赴)[^，。；]{2,}(?:镇|乡|村|街道|社区|学校|企业|园区)等?$")
_EVENTS = ("活动", "培训", "讲座", "宣讲", "演出", "巡演", "义诊", "宣传")
_BRACKETED, _PROJECTS = ("（", "("), NAMES["project"]
ONLY_COUNTED = frozenset(("单位", "问题", "部门", "乡镇", "企业", "项目", "镇", "乡", "村"))


def less_vague(words: Words, setting: Setting, name: str) -> str:
    """广泛开展科普进社区活动，共开展|活动|52场: what the clause before calls it, for a name that says nothing."""
    said = clause_before(words, setting)
    if GOES_THERE.match(name):  # 举办文化下乡活动，|走进松坞镇、青石镇|等20场次
        return said if said.endswith(_EVENTS) else name
    return said if said.endswith(name[-2:]) and len(said) > len(name) else name


def _outcome(words: Words, setting: Setting, measure: str) -> str:
    """整改|完成|200条: the deed as it is written."""
    return measure + "完成" if words.text[slice(*setting.left)].rstrip("了 ").endswith(measure + "完成") else measure


def account_above(measure: str, above: str) -> str:
    """政府性基金收入5.6亿元；|支出|7.2亿元: the account before a ；, for a measure of another; "" for none."""
    return above if measure in (*_ACCOUNTS, "结余") and above.endswith(_ACCOUNTS) else ""


_ACCOUNTS = ("收入", "支出")
_BALANCED, _WHEN = frozenset((*_ACCOUNTS, "结余", "结转")), re.compile("(?:年末|年初|期末|滚存)+$")
_OF_AN_ITEM = knowledge.phrase("item_of_income")


def owned_name(
    words: Words,
    setting: Setting,
    measure: str,
    things: Things,
    stem: str,
    before: Before,
    since: int,
    has_topic: bool,
) -> tuple[str, str]:
    """A measure with the name of what it belongs to, and that name where the sentence says it. `since` is where its own
    clauses begin, `has_topic` whether what stood before the sentence may own it."""
    thing = things.last
    if (
        thing
        and words.text.endswith(_BRACKETED, 0, setting.left[0])
        and words.text.endswith(thing, 0, setting.left[0] - 1)
    ):
        return owned(thing, measure), ""  # 云岭产业园（|总投资|5亿元）
    if thing and (only_of_project(measure) or not stem or thing in stem or things.leading):
        return owned(things.leading or thing, measure), ""
    if only_of_project(measure):
        return measure, ""
    said = stem or before_bracket(words, setting)
    if stem and further(measure) and not thing:
        return _outcome(words, setting, measure), ""  # whose it is, whose.py says: 整改完成, 带动就业
    said = said or subject_before(words, since, setting) or clause_before(words, setting)
    if said in ONLY_COUNTED and measure in ("资金", "金额"):
        return "涉及" + measure, ""
    if measure in _BALANCED and _OF_AN_ITEM.match(said):  # 其他收入12万元，|年末|结余97万元: of all, not of that item
        when = _WHEN.search(words.text, setting.gap_start, setting.left[1] - len(measure))
        return (when[0] if when else "") + measure, ""
    owner = said
    if (
        not owner
        and has_topic
        and not _OURS.search(words.text, 0, setting.left[1])
        and (before.goes_on or not is_verbal(measure) or before.topic.endswith(_PROJECTS))
    ):
        owner = "" if earns_nothing(before.topic, measure) else before.topic
    if measure.endswith("率"):
        owner = done_to(words, owner)  # 办理|案件|320件，办结率98%
    return owned(owner, measure) if owner else measure, said
