"""What do the short names of a list behind a colon measure? 口蹄疫免疫：猪100%，牛98%; 年末存栏：生猪3万头."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.context.clauses import Setting
from extractors.language import knowledge

_LABEL = knowledge.phrase("labels_list")
_COLONS, _LONGEST, _FEWEST = frozenset("：:"), 4, 2


def labelled(text: str, found: Sequence[Setting], names: Sequence[str]) -> dict[int, str]:
    """The label of each figure of such a list, by its number."""
    labels: dict[int, str] = {}
    for n, setting in enumerate(found):
        start = setting.left[0]
        if text[start - 1 : start] not in _COLONS or not (match := _LABEL.search(text, setting.gap_start, start)):
            continue
        last = n
        while last + 1 < len(found) and found[last + 1].gap.strip("，、, ") == names[last + 1]:
            last += 1
        members = range(n, last + 1)
        kinds = {found[k].mention.unit.kind for k in members}
        if len(members) >= _FEWEST and len(kinds) == 1 and all(len(names[k]) <= _LONGEST for k in members):
            labels |= dict.fromkeys(members, match["label"])
    return labels
