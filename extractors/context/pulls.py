"""What is it called by which a part moves the whole? 制造业增长7%，上拉全市工业增速|0.4个百分点|: of both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.context.clauses import Setting
from extractors.language import knowledge

PULLS = knowledge.phrase("pulls_points")
_CONTRIBUTES, _SPEED = knowledge.phrase("contributes"), re.compile("增[速幅]$")
_ALL_BEFORE = re.compile(r"[，,；;\s]*")


def name_pulls(text: str, found: Sequence[Setting], names: Sequence[str]) -> Mapping[int, str]:
    """The names of points that a clause of their own says of the part that was told before them. The whole that they
    move is said once for a list: ；电力行业下降3.6%，|下拉|0.3个百分点."""
    if "拉" not in text and "贡献" not in text:
        return {}
    told: dict[int, str] = {}
    whole = ""
    for n, setting in enumerate(found):
        if n and setting.mention.unit.kind == "percentage" and (part := _CONTRIBUTES.match(setting.gap)):
            told[n] = _SPEED.sub("", names[n - 1]) + part["said"]  # 第一产业增长5%，对经济增长的贡献率为|2.7%
            continue
        pulls = PULLS.search(text, *setting.left) if setting.mention.unit.unit == "个百分点" else None
        if pulls is None:
            continue
        whole = pulls["whole"].strip() or whole
        if n and setting.gap[:1] in ("，", ",") and _ALL_BEFORE.fullmatch(text, setting.gap_start, pulls.start()):
            told[n] = names[n - 1] + (pulls["up"] or pulls["down"]) + whole
    return told
