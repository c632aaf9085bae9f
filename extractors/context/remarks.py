"""On what is it remarked, of what is it taken up? 对|财产刑执行违规|提出书面纠正9人, 对|行政执行活动监督|受理8件."""

from __future__ import annotations

import re

from extractors.context.clauses import Setting
from extractors.language import knowledge

_REMARK = knowledge.phrase("remark")
_GOES_ON = knowledge.phrase("remark_goes_on")


def remarked(text: str, setting: Setting) -> re.Match[str] | None:
    """What stands before a number, as what a remark is `on` and the `deed` that makes it."""
    return _REMARK.search(text, *setting.left) if text.find("对", *setting.left) >= 0 else None


def goes_on(name: str) -> bool:
    """Whether a figure with this name is of what the clause before remarked on: …受理8件，|提出检察建议|5件."""
    return _GOES_ON.match(name) is not None
