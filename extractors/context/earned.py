"""Is a sum behind 增收 what grew by it? 同比增长6.4%，增收493万元 is; 带动农户增收260万元 is what others earned."""

from __future__ import annotations

import re

from extractors.context.clauses import Setting
from extractors.language import knowledge

_MORE = re.compile("[，,、（(]\\s*(?:共|净)?增收(?:额|了)?(?:约|近|达)?")
_EARNS_MORE = re.compile("[，,、]\\s*(?P<per>(?:[人户亩]均)?)增收(?:了|约|近|达)?")
_ALSO_GROWS = re.compile("[，,、（(]\\s*(?:同比)?(?:增长|增幅|增速|上升)")
_REVENUE = knowledge.phrase("revenue_grows")
_INCOME = re.compile("收入(?:达到?|为|约|超过?|完成|实现|近|增至)*$")


def grew_by(setting: Setting, before: Setting) -> bool:
    """同比增长6.4%，增收|493万元: whether it is the amount of the rate right before it."""
    is_sum = before.mention.unit.kind == "percentage" and setting.mention.unit.kind == "money"
    return is_sum and _MORE.fullmatch(setting.gap) is not None


def earned_more(setting: Setting, text: str, before: Setting | None) -> bool:
    """农民人均纯收入8600元，人均增收|720元: whether it says how much an income has grown that was told before it;
    or, as of 县级财政增收|6.4亿元|, what a treasury takes in."""
    if setting.mention.unit.kind == "money" and _REVENUE.search(setting.gap):
        return True
    if before is None:
        return False
    if _ALSO_GROWS.match(text, setting.right[0]) and _MORE.fullmatch(setting.gap):
        return setting.mention.unit.kind == "money"  # 为预算的100.3%，增收|486万元|，增长6.3%
    more = _EARNS_MORE.fullmatch(setting.gap)
    if more is None or before.mention.unit != setting.mention.unit:
        return False
    return _INCOME.search(text, *before.left) is not None and more["per"] in text[slice(*before.left)]
