"""Which words of a name, and round a figure, say that it may have been read wrongly? Doubts, and one good sign.

Each is a fact that can be seen in the claim and its sentence. They were looked for in 1,900 claims of 97 documents that
the rules had not seen; what each is worth is fitted (data/confidence.toml, docs/evaluation.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.context.changes import Change
from extractors.context.clauses import Setting
from extractors.context.owners import NAMES
from extractors.context.periods import Period
from extractors.context.spans import WEAK
from extractors.language import knowledge

_CLEAN = re.compile(r"[\u4e00-\u9fff]{2,}+\Z")
_TIME, _UNCLEAN = knowledge.phrase("name_of_time"), knowledge.phrase("name_unclean")
_SIGNS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9()（）“”《》、]")
_DIGIT = re.compile("[0-9０-９]")
_PLAN = knowledge.phrase("ahead")
_MOVED, _MOVED_ENDS = knowledge.phrase("moved"), frozenset(word[-1] for word in NAMES["moved"]) | {*"了 \u3000"}
_HAN = re.compile("[\u4e00-\u9fff]")
_SAID = re.compile(r"[\u4e00-\u9fff]{2}")
_HAN_NUMERAL = frozenset("一二两兩三四五六七八九十")
#: A doubt that is none: what raises the confidence. The name is that of an indicator of the catalogue, whole.
KNOWN = "known_indicator"


@lru_cache(maxsize=8192)
def doubt_name(name: str) -> tuple[str, ...]:
    """What is doubtful about a name's own words."""
    doubts: list[str] = []
    if len(name) == 1:
        doubts.append("name_one_character")
    if _TIME.search(name):
        doubts.append("name_of_time")
    if _UNCLEAN.match(name):
        doubts.append("name_unclean")
    if "的" in name:
        doubts.append("name_with_clause")  # 反映时代精神的作品
    if _CLEAN.match(name):
        return tuple(doubts)
    if _SIGNS.search(name):
        doubts.append("name_with_signs")
    if _DIGIT.search(name):
        doubts.append("name_with_digits")
    if "、" in name:
        doubts.append("name_with_list")
    return tuple(doubts)


def speaks_of_plans(text: str) -> bool:
    """Whether any words of a sentence can tell a plan."""
    return _PLAN.search(text) is not None


def doubt_twins(meanings: Sequence[tuple[object, ...]]) -> list[tuple[str, ...]]:
    """What is doubtful about the figures of a sentence together: two that mean the same, with other values."""
    found: list[tuple[str, ...]] = []
    for meaning in meanings:
        doubts: list[str] = []
        if meanings.count(meaning) > 1:
            doubts.append("named_twice")
        found.append(tuple(doubts))
    return found


def speaks_of_several_years(times: Sequence[Period]) -> bool:
    """Whether the times of a sentence are of more than one year."""
    return len(times) > 1 and len({p.last.year for p in times if p.rule not in WEAK}) > 1


def doubt_words(
    setting: Setting,
    text: str,
    change: Change,
    status: str,
    period: Period | None,
    may_be_ahead: bool,
    several_years: bool,
    broken: bool,
) -> list[str]:
    """What is doubtful about the words round a figure. `may_be_ahead`: its sentence has words of a plan;
    `several_years`: it speaks of them; `broken`: it begins in the middle of another."""
    doubts: list[str] = []
    before = text[setting.left[0] : setting.left[1]]
    ahead = may_be_ahead and _PLAN.search(before) is not None
    if status == "actual" and ahead:
        doubts.append("plan_unheeded")  # 年初计划, 为预算的, 目标任务 and the figure is a fact
    elif status == "actual" and may_be_ahead and _PLAN.search(text, 0, setting.left[0]):
        doubts.append("plan_before")  # in a clause before: 计划投资3亿元，新建|5座
    elif status != "actual" and not ahead:
        doubts.append("status_carried")  # from another clause or the part of the report
    if change.comparison == "other":
        doubts.append("compared_with_other")
    if change.base_text and change.base_text not in text:
        doubts.append("base_carried")
    if change.direction == "none" and before[-1:] in _MOVED_ENDS and _MOVED.search(before):
        doubts.append("change_untold")  # 减少479亩 as a level
    if _HAN.match(text, *setting.right):
        doubts.append("words_behind")  # 12家|企业入驻: what is counted ends somewhere among them
    if not _SAID.search(before):
        doubts.append("bare_clause")
    if period is not None and period.rule == "last_year":
        doubts.append("period_last_year")
    elif period is not None and period.rule in ("this_year", "past_year"):
        doubts.append("period_this_year")
    if several_years:
        doubts.append("several_years")
    if setting.mention.value is not None and 3 < setting.mention.value <= 10 and text[setting.left[1]] in _HAN_NUMERAL:
        doubts.append("han_count")
    if broken:
        doubts.append("line_broken")
    return doubts
