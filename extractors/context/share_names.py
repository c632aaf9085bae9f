"""What is a share called? 第一产业完成投资|占全部投资, 造林|占全年任务: of what, and whose it is."""

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
_ONLY_SHARE = knowledge.phrase("only_share")


def name_share(words: Words, setting: Setting, share: re.Match[str], owners: Sequence[str]) -> tuple[str, str | None]:
    """The name of a share, and whose it is: 第一产业完成投资|占全部投资."""
    start = setting.left[0]
    of = _of(share)
    at = share.start() if share.string is words.text else start
    said = (
        words.text[start:at].strip("，、（( ").removesuffix("约").removesuffix("仅")
        if share.string is words.text
        else ""
    )
    if said:
        owner = shorten(words, strip_left(words, (start, at)))
        return (owner + of, owner) if owner else ("", None)
    if owners:
        return owners[-1] + of, owners[-1]
    says_whose = words.text[slice(*setting.right)].lstrip("以上左右").startswith("的")  # 占人口|65%|的地区
    return ("" if says_whose else of), None  # 分别完成全年任务的|42%|: of nothing that was named


def share_said(text: str) -> str:
    """占全年任务 of 占全年任务的, 完成年度计划的; "" for words that say no share."""
    if text.strip() in ("占", "占比", "占了", "占比为", "占到"):
        return "占比"
    share = SHARE_OF.search(text) or BUDGET_SHARE.search(text)
    return _of(share) if share else ""


def share_of_whole(name: str) -> str:
    """亏损企业占比 of 亏损企业|只占."""
    return _ONLY_SHARE.sub("占", name) + "比"


def _of(share: re.Match[str]) -> str:
    of = share["of"] if share["of"].startswith("占") else f"占{share['of']}"
    moved = _MOVED.match(of)
    return (moved["share"] if moved else of).rstrip("的 ")


def is_whole_of_share(found: Sequence[Setting], n: int) -> bool:
    """占一般公共预算收入|344.49亿元|的82.4%: the figure is the whole's, the next one the share."""
    return (
        n + 1 < len(found)
        and found[n + 1].gap.strip() == "的"
        and found[n + 1].mention.unit.kind == "percentage"
        and found[n].mention.unit.kind != "percentage"
    )
