"""What do the short names of a list behind a colon measure? 口蹄疫免疫：猪100%，牛98%; 年末存栏：生猪3万头."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.context.clauses import Setting
from extractors.language import knowledge

_LABEL, _OF_PLACES = knowledge.phrase("labels_list"), knowledge.phrase("labels_places")
_PLACES = frozenset("村镇乡县区组屯社")
_COLONS, _LONGEST, _FEWEST = frozenset("：:"), 4, 2


def labelled(text: str, found: Sequence[Setting], names: Sequence[str]) -> dict[int, str]:
    """The label of each figure of such a list, by its number."""
    labels: dict[int, str] = {}
    for n, setting in enumerate(found):
        start = setting.left[0]
        if text[start - 1 : start] not in _COLONS:
            continue
        match = _LABEL.search(text, setting.gap_start, start)
        of_places = match is None and names[n][-1:] in _PLACES
        match = match or (_OF_PLACES.search(text, setting.gap_start, start) if of_places else None)
        if match is None:
            continue
        last = n
        while last + 1 < len(found) and found[last + 1].gap.strip("，、, ") == names[last + 1]:
            last += 1
        members = range(n, last + 1)
        kinds = {found[k].mention.unit.kind for k in members}
        if of_places and any(names[k][-1] not in _PLACES for k in members):
            continue
        if len(members) >= _FEWEST and len(kinds) == 1 and all(len(names[k]) <= _LONGEST for k in members):
            labels |= dict.fromkeys(members, match["label"])
    return labels
