"""Is a figure the sum of those before it, or of an account? 人工造林0.8万亩、封山育林1.2万亩，合计|2万亩|; 收入总计."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from extractors.context.clauses import Setting
from extractors.context.lead_words import strip_left
from extractors.context.owners import NAMES
from extractors.language import knowledge
from extractors.language.tokens import Words
from extractors.quantities.mention import Mention


class _HasMention(Protocol):
    @property
    def mention(self) -> Mention: ...


Whole = TypeVar("Whole", bound=_HasMention)
_STOPS = re.compile("[。！？；\\n]")
_SUMS_UP = re.compile(r"[，,、；;\s]*(?P<word>合计|共计|总计|累计|共|总共)(?:达到?|为|有|约)?\s*")
TOTALS = frozenset(NAMES["totals"])  # of an account, with what was carried over and transferred
#: Words that say a sum of what stands before, even where the report has rounded its parts, or added them up wrongly.
_ADDS_UP, _ROUNDED = frozenset(("合计", "共计", "总计")), 0.005
_LONGEST = 18  # characters of a name that is put together of its members


def sum_name(found: Sequence[Setting], n: int, names: Sequence[str]) -> str:
    """The name of a sum of two or more figures of one unit right before it, "" where it is none."""
    said = _SUMS_UP.fullmatch(found[n].gap) if n > 1 else None
    total = found[n].mention
    if said is None or total.value is None:
        return ""
    values: list[float] = []
    for k in range(n - 1, -1, -1):
        mention = found[k].mention
        if mention.unit != total.unit or mention.value is None:
            break
        values.append(mention.value)
        close = _ROUNDED if said["word"] in _ADDS_UP else 1e-9
        if len(values) > 1 and math.isclose(math.fsum(values), total.value, rel_tol=close):
            members = "、".join(names[k:n])
            word = "合计" if said["word"] in ("共", "总共", "累计") else said["word"]
            return members + word if len(members) + len(word) <= _LONGEST else word
    return ""


def added_up(found: Sequence[Setting], n: int, wholes: Sequence[Whole], least: int = 2) -> list[Whole]:
    """The whole that the figures of one unit from the n-th on add up to, of which there are so many at `least`."""
    unit, total, members = found[n].mention.unit, 0.0, 0
    for k in range(n, len(found)):
        mention = found[k].mention
        if (k > n and _STOPS.search(found[k].gap)) or (mention.unit != unit and mention.unit.kind != "percentage"):
            break
        if mention.unit == unit:  # 男职工120人，占60%，女职工80人，占40%: the shares between add nothing
            total, members = total + (mention.value or 0.0), members + 1
    if members < least:
        return []
    alike = [w for w in wholes if w.mention.unit == unit and w.mention.value]
    return [w for w in alike if math.isclose(w.mention.value or 0.0, total, rel_tol=1e-6)][-1:]


def adds_up(text: str, found: Sequence[Setting], n: int, names: Sequence[str], is_change: Sequence[bool]) -> bool:
    """今年募集善款312万元，|累计|募集善款2650万元: whether 累计 alone tells a figure from one of its name and unit."""
    if is_change[n] or text.find("累计", *found[n].left) < 0:
        return False
    twins = [k for k in range(n) if names[k] == names[n] and found[k].mention.unit == found[n].mention.unit]
    return any(
        not is_change[k] and text.find("累计", *found[k].left) < 0 and not _AHEAD.search(text, *found[k].left)
        for k in twins
    )


def account_of(names: Sequence[str]) -> str | None:
    """政府性基金预算收入3亿元，加上上级补助、上年结余，|收入总量|4亿元: of which account the sentence tells."""
    account = next(filter(None, map(_ACCOUNT.match, names)), None)
    return account["account"] if account else None


_ACCOUNT = knowledge.phrase("account")
_AHEAD = knowledge.phrase("ahead")


def with_account(words: Words, left: tuple[int, int], own: str) -> str:
    """财政拨款|收、支总计: a total with the account that it is of, where that stands before it."""
    begin = left[1] - len(own)
    span = strip_left(words, (left[0], begin))
    account = words.text[slice(*span)]
    if not account or not words.text.endswith(account, left[0], begin):
        return own
    of_kind = (
        own in _OF_PROJECTS and len(account) > 3 and words.at(span[0])[2] not in ("v", "p", "r")
    )  # 慈善救助|项目支出
    return account + own if of_kind or _IS_ACCOUNT.search(account) else own


_IS_ACCOUNT, _OF_PROJECTS = knowledge.phrase("is_account"), ("项目支出", "项目收入")
