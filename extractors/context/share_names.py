"""What is a share called? 第一产业完成投资|占全部投资, 造林|完成全年任务: of what, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.context.clauses import Setting
from extractors.context.lead_words import strip_left
from extractors.context.metric import shorten
from extractors.language import knowledge
from extractors.language.tokens import Words

_MOVED = knowledge.phrase("share_moved")
SHARE_OF, BUDGET_SHARE = knowledge.phrase("share_of"), knowledge.phrase("budget_share")
PLANNED = re.compile("预算|计划|目标|任务|进度|指标")  # one of which a share of a plan names
_ONLY_SHARE = knowledge.phrase("only_share")


def name_share(words: Words, setting: Setting, share: re.Match[str], owners: Sequence[str]) -> tuple[str, str | None]:
    """The name of a share, and whose it is: 第一产业完成投资|占全部投资."""
    start, of = setting.left[0], _of(share)
    at = share.start() if share.string is words.text else start
    said = words.text[start:at].strip("，、（( ").removesuffix("约").removesuffix("仅").removesuffix("已")
    if said and (owner := shorten(words, strip_left(words, (start, at)))):
        return of_plan(owner, of), owner
    if said and _is_part(of):
        return "", None
    if owners:
        return of_plan(owners[-1], of), owners[-1]
    says_whose = words.text[slice(*setting.right)].lstrip("以上左右").startswith("的")  # 占人口|65%|的地区
    return ("" if says_whose else of), None  # 分别完成全年任务的|42%|: of nothing that was named


def of_plan(owner: str, of: str) -> str:
    """造林完成年度任务 of 完成造林 and 完成年度任务: nothing is said twice."""
    if _is_part(of):
        return owner + of
    owner = (owner if len(owner) <= _SHORT else owner.removeprefix("实际").removeprefix("完成")).removesuffix("完成")
    return of if of.startswith(owner, len("完成")) else owner + of


def share_said(text: str) -> str:
    """占全年任务 of 占全年任务的, 完成年度计划 of 完成年度计划的; "" for words that say no share."""
    if text.strip() in ("占", "占比", "占了", "占比为", "占到"):
        return "占比"
    share = SHARE_OF.search(text) or BUDGET_SHARE.search(text)
    return _of(share) if share else ""


def share_of_whole(name: str) -> str:
    """亏损企业占比 of 亏损企业|只占."""
    return _ONLY_SHARE.sub("占", name) + "比"


def _of(share: re.Match[str]) -> str:
    of: str = share["of"]
    if not _is_part(of):
        return f"完成{of}".rstrip("的 ")
    moved = _MOVED.match(of)
    return (moved["share"] if moved else of).rstrip("的 ")


def _is_part(of: str) -> bool:
    """占财政支出 says a part of a whole, 完成年度计划 how far a plan has come."""
    return of.startswith("占")


_SHORT = 3  # 完成数: no name is left without its verb


def goes_with_share(text: str, found: Sequence[Setting], n: int, name: str, is_share: bool) -> bool:
    """Whether a figure without a name is of what the one before it is called by, a share: 占收入的74%，比2015年提高
    |3个百分点|; 民营经济占66%，提高0.8个百分点，达到|67%|; 占比从35%提高到|38%|."""
    before = found[n - 1]
    if is_share and (before.mention.unit.kind == "duration" or before.mention.unit.unit == "个百分点"):
        return True
    if text[before.left[1] - 1] in _FROM or _FROM_THERE.search(text, before.gap_start, before.left[1]):
        return True
    in_points = found[n].mention.unit.unit == "个百分点" and _SPEED.search(found[n].gap) is None
    return in_points and (is_share or name.endswith("占比"))


_SPEED, _FROM, _FROM_THERE = re.compile("增[速幅]"), frozenset("从由自"), knowledge.phrase("from_there")


def is_whole_of_share(found: Sequence[Setting], n: int) -> bool:
    """占一般公共预算收入|344.49亿元|的82.4%: the figure is the whole's, the next one the share."""
    return (
        n + 1 < len(found)
        and found[n + 1].gap.strip() == "的"
        and found[n + 1].mention.unit.kind == "percentage"
        and found[n].mention.unit.kind != "percentage"
    )
