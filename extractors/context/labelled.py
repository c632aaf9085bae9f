"""What do a list's short names measure, as words before it say? 口蹄疫免疫：猪100%，牛98%; 报销比例，一级医院90%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.context.clauses import Setting
from extractors.context.lead_words import strip_left
from extractors.language import knowledge
from extractors.language.tokens import Words

_LABEL, _OF_PLACES = knowledge.phrase("labels_list"), knowledge.phrase("labels_places")
_BEFORE_MARK, _BEFORE_ITEM = knowledge.phrase("labels_rate"), knowledge.phrase("labels_item")
_MEASURES, _BY_LEVEL = knowledge.phrase("measures"), knowledge.phrase("labels_levels")
_RANKED, _MAY_RANK = knowledge.phrase("ranked_owner"), re.compile("(?<=[最居])[多高首]|次之|居第|名第|其次|随其后")
_PLACES = frozenset("村镇乡县区组屯社")
_COLONS, _MARKS = frozenset("：:"), frozenset("，,：:")
_LABEL_ENDS, _OF_RATE = frozenset("率例比准格价费用为是别"), frozenset("率例占准价")
_LONGEST, _LONGEST_ITEM, _FEWEST, _ALIKE = 4, 8, 2, 1


class Label(NamedTuple):
    """What is measured, and what it is measured of."""

    text: str
    of: str | None


def labelled(words: Words, found: Sequence[Setting], names: Sequence[str], topic: str = "") -> dict[int, Label]:
    """The label of each figure of such a list, by its number; `topic` is what the sentence's heading is about."""
    text = words.text
    labels = _ranked(found, names, topic) if topic and _MAY_RANK.search(text) else {}
    if text[:1] == "分" and (by := _BY_LEVEL.match(text)):
        bare = {n: name for n, name in enumerate(names) if len(name) <= _LONGEST_ITEM and not _MEASURES.search(name)}
        return {n: Label(name + by["measure"], None) for n, name in bare.items()}
    for n, setting in enumerate(found):
        start = setting.left[0]
        before = text[start - 1 : start]
        if n in labels or (before not in _MARKS and _OF_RATE.isdisjoint(names[n])):
            continue
        if before in _COLONS and (listed := _behind_colon(text, found, names, n)):
            labels |= listed
        elif (
            before in _MARKS
            and text[start - 2] in _LABEL_ENDS
            and (match := _BEFORE_MARK.search(text, setting.gap_start, start))
        ):
            labels |= _behind_mark(words, found, names, n, match.span("label"))
        elif (
            not _OF_RATE.isdisjoint(names[n])
            and (item := _BEFORE_ITEM.fullmatch(names[n]))
            and _is_cut(words, setting, item["item"])
        ):
            owners = [item["item"], *_listed(found, names, n)[1:]]
            alike = all(owner[-_ALIKE:] == owners[0][-_ALIKE:] and not _MEASURES.search(owner) for owner in owners)
            if len(owners) >= _FEWEST and alike:
                labels |= {n + k: Label(item["label"], owner) for k, owner in enumerate(owners)}
    return labels


def _ranked(found: Sequence[Setting], names: Sequence[str], topic: str) -> dict[int, Label]:
    """诈骗警情。|东埠所最多，接报|17起|（占比35%），槐林所次之，接报|11起|: of whom, where the names do not tell."""
    labels: dict[int, Label] = {}
    owner = came = ""
    for n, (setting, name) in enumerate(zip(found, names, strict=True)):
        if ranked := _RANKED.search(setting.gap):
            owner, came = ranked["owner"], ranked["came"]
        elif came and came in name and (of := name.partition(came)[0]):
            owner = of
        elif not came or came not in name:
            owner = came = ""
        if owner:
            labels[n] = Label(topic + (name.partition(came)[2] if came else ""), owner)
    return labels


def _is_cut(words: Words, setting: Setting, item: str) -> bool:
    """出栏标准|化猪场 is not."""
    at = setting.left[1] - len(item)
    return words.text.startswith(item, at) and words.at(at)[0] == at


def _behind_colon(text: str, found: Sequence[Setting], names: Sequence[str], n: int) -> dict[int, Label]:
    start = found[n].left[0]
    match = _LABEL.search(text, found[n].gap_start, start)
    of_places = match is None and names[n][-1:] in _PLACES
    match = match or (_OF_PLACES.search(text, found[n].gap_start, start) if of_places else None)
    owners = _listed(found, names, n)
    if match is None or (of_places and any(owner[-1] not in _PLACES for owner in owners)):
        return {}
    if len(owners) < _FEWEST or any(len(owner) > _LONGEST for owner in owners):
        return {}
    return {n + k: Label(match["label"], owner) for k, owner in enumerate(owners)}


def _behind_mark(
    words: Words, found: Sequence[Setting], names: Sequence[str], n: int, label: tuple[int, int]
) -> dict[int, Label]:
    owners = _listed(found, names, n)
    if len(owners) == 1 and not (found[n].mention.unit.unit == "%" and words.at(found[n].left[1] - 1)[2][0] == "n"):
        return {}  # 住院报销比例，|一级医院|90%; 治理入学率，|达标|85%
    if any(len(owner) > _LONGEST_ITEM or _MEASURES.search(owner) for owner in owners):
        return {}
    if words.text[found[n].left[0] : found[n].left[1]].strip() != names[n]:
        return {}
    start, end = strip_left(words, label)
    return {n + k: Label(words.text[start:end], owner) for k, owner in enumerate(owners)}


def _listed(found: Sequence[Setting], names: Sequence[str], n: int) -> list[str]:
    """What the figures from the `n`th on are of that have nothing before them but that; of one kind, else none."""
    owners, kind = [names[n]], found[n].mention.unit.kind
    for setting, name in zip(found[n + 1 :], names[n + 1 :], strict=True):
        said = setting.gap.strip("，、,；; ")
        if not said or not name.endswith(said):
            break
        if setting.mention.unit.kind != kind:
            return []
        owners.append(said)
    return owners
