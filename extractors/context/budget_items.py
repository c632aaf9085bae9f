"""Of which item of the budget's classification is a figure? 教育支出（类）普通教育（款）小学教育（项）: the last.

The three levels are those of 政府收支分类科目, which the Ministry of Finance sets for all budgets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.context.clauses import Setting
from extractors.language import knowledge

_ITEM, _VERSION = knowledge.phrase("budget_item"), knowledge.phrase("behind_item")
_MAY_NAME = re.compile("[类款项][）)]")
_FILL = " \t\n\u3000，。；：:,;约为是共计"


class BudgetItem(NamedTuple):
    """The innermost item that is named, and the ones that it belongs to, as written."""

    name: str
    of: str | None


def item_before(text: str, start: int, end: int) -> BudgetItem | None:
    """The item that stretch of a text ends with, but for words that say which version of the account is told."""
    if text.find("）", start, end) < 0 and text.find(")", start, end) < 0:
        return None
    items = list(_ITEM.finditer(text, start, end))
    if not items:
        return None
    last = items[-1]
    behind = text[last.end() : end].strip(_FILL)
    if behind and not _VERSION.fullmatch(behind):
        return None
    return BudgetItem(last["item"], last["of"] or None)


def scopes_of_items(
    text: str, found: Sequence[Setting], names: Sequence[str], above: BudgetItem | None
) -> dict[int, str]:
    """What the items of a sentence belong to, by the number of the figures that are named after one; `above` heads the
    sentence."""
    scopes: dict[int, str] = {}
    if above is None and not _MAY_NAME.search(text):
        return scopes
    item = above
    for n, (setting, name) in enumerate(zip(found, names, strict=True)):
        item = item_before(text, setting.gap_start, setting.left[1]) or item
        if item and item.of and name.startswith(item.name):
            scopes[n] = item.of
    return scopes
