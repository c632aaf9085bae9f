"""What is it that a sentence says last? 建设一所|占地40亩、建筑面积3000平方米，集…于一体的|服务中心."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.context.clauses import Setting
from extractors.context.lead_words import strip_left
from extractors.context.metric import shorten
from extractors.language import knowledge
from extractors.language.tokens import Words

_ALL_IN_ONE, _SIZES = knowledge.phrase("all_in_one"), knowledge.phrase("size_before_all")
_COST = re.compile("总?投资$|投入$")
_UNITS = frozenset({"个", "座", "所", "处", "家", "栋", "幢", "条", "项"})
_LONGEST_VERB = 4


def all_in_one(words: Words, found: Sequence[Setting]) -> dict[int, str]:
    """The names of such a thing, of its sizes and of what it cost, by their numbers."""
    text = words.text
    said = _ALL_IN_ONE.search(text)
    before = [n for n, setting in enumerate(found) if said and setting.right[0] <= said.start()]
    first = next((n for n in before if found[n].mention.unit.unit in _UNITS), None)
    if said is None or first is None:
        return {}
    sizes = [n for n in before if n > first]
    if not sizes or not all(_SIZES.fullmatch(text, *found[n].left) for n in sizes):
        return {}
    thing = said["thing"]
    verb = shorten(words, strip_left(words, found[first].left))
    names = {first: verb + thing if len(verb) <= _LONGEST_VERB else thing}
    if first and found[first - 1].mention.unit.kind == "money" and (cost := _COST.search(text, *found[first - 1].left)):
        names[first - 1] = thing + cost[0]  # 投资|170万元|建设了一所…
    for n in sizes:
        measure = _SIZES.fullmatch(text, *found[n].left)
        names[n] = thing + (measure["measure"] if measure else "")
    return names
