"""Which figures are another place's, and by how much is one's own above them? 比全省（7.7%）高0.7个百分点.

The figure in the bracket has the name of the one that is compared, and the place for its scope: read as one's own it
would be a wrong number. The differences behind have that name too, each with the place that it is beside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.changes import Change
from extractors.context.clauses import AND, Setting
from extractors.context.lead_words import strip_left
from extractors.context.metric import shorten
from extractors.context.naming import Before
from extractors.context.scoped import Name
from extractors.language import knowledge
from extractors.language.tokens import Words

_LEVEL, _NEXT = knowledge.phrase("elsewhere_level"), knowledge.phrase("elsewhere_next")
_DIFFERS, _PLACES = knowledge.phrase("elsewhere_differs"), knowledge.phrase("elsewhere_places")
_PLACE, _HINT = knowledge.phrase("elsewhere_place"), knowledge.phrase("elsewhere_hint")
_CLOSE = ("）", ")")
_CLAUSE = re.compile("[，；。：,;\n]")
_RATE = re.compile("(?:分别|均|也|其|且|的|增速|增幅|涨幅|降幅|增长率)+$")
_SHORTEST = 3  # characters of a subject that the clause itself has


class Elsewhere(Struct, frozen=True, gc=False):
    """A figure of another place, or the difference to it."""

    place: str
    is_difference: bool
    first: int  # the number of the first figure that is set against other places with it
    said: str = ""  # what the clause itself says is compared


def find_elsewhere(words: Words, found: Sequence[Setting]) -> dict[int, Elsewhere]:
    """By the number of the quantity."""
    text, result = words.text, dict[int, Elsewhere]()
    if len(found) < 2 or not _HINT.search(text):  # one's own figure, and another place's
        return result
    for n, setting in enumerate(found):
        if n in result:
            continue
        if opens := _LEVEL.search(setting.gap):
            result |= _with_levels(words, found, n, opens)
        elif opens := _PLACES.search(setting.gap):
            places = [match[0] for match in _PLACE.finditer(opens["places"])]
            last = _last_joined(found, n)
            if len(places) == last - n + 1:
                said = _said(words, setting, opens.start())
                result |= {n + k: Elsewhere(place, True, n, said) for k, place in enumerate(places)}
    return result


def _with_levels(words: Words, found: Sequence[Setting], n: int, opens: re.Match[str]) -> dict[int, Elsewhere]:
    """The levels in brackets from a quantity on, and the differences behind the last of them."""
    text = words.text
    places = [opens["place"]]
    end = n
    while _is_closed(text, found[end]) and end + 1 < len(found) and (more := _NEXT.match(found[end + 1].gap)):
        places.append(more["place"])
        end += 1
    if not _is_closed(text, found[end]):
        return {}
    said = _said(words, found[n], opens.start())
    result = {n + k: Elsewhere(place, False, n, said) for k, place in enumerate(places)}
    behind = end + 1
    if behind < len(found) and _DIFFERS.match(found[behind].gap) and _is_difference(found[behind], found[n]):
        last = _last_joined(found, behind)
        if last - behind + 1 == len(places):
            result |= {behind + k: Elsewhere(place, True, n, said) for k, place in enumerate(places)}
    return result


def _is_closed(text: str, setting: Setting) -> bool:
    return text[setting.right[0] : setting.right[0] + 2].lstrip().startswith(_CLOSE)


def _is_difference(setting: Setting, level: Setting) -> bool:
    unit, other = setting.mention.unit, level.mention.unit
    return unit == other or (unit.kind == other.kind == "percentage")


def _last_joined(found: Sequence[Setting], n: int) -> int:
    while n + 1 < len(found) and AND.fullmatch(found[n + 1].gap):
        n += 1
    return n


def _bare(place: str) -> str:
    """全省平均水平 → 全省."""
    match = _PLACE.match(place)
    return match["of"] if match else ""


def _said(words: Words, setting: Setting, at: int) -> str:
    """What the clause says before 比全省: 城镇居民收入|增速; "" where that is no more than 增速."""
    text, end = words.text, setting.gap_start + at
    start = max((m.end() for m in _CLAUSE.finditer(text, setting.gap_start, end)), default=setting.gap_start)
    rate = _RATE.search(text, start, end)
    said = shorten(words, strip_left(words, (start, rate.start() if rate else end), is_change=True))
    return said if len(said) >= _SHORTEST and not any(char.isdigit() for char in said) else ""


def beside(changes: Sequence[Change], elsewhere: dict[int, Elsewhere]) -> list[Change]:
    """The changes, with what figures of other places and the differences to them are: no growth of one's own."""
    result = list(changes)
    for n, of in elsewhere.items():
        result[n] = Change(True, "other", "none", of.place) if of.is_difference else Change(False, "none", "none")
    return result


def named_alike(names: Sequence[Name], named: Before, elsewhere: dict[int, Elsewhere]) -> tuple[list[Name], Before]:
    """The names, with those of figures of other places: that of the figure they are beside, and the place."""
    result = list(names)
    for n, of in sorted(elsewhere.items()):
        own = result[of.first - 1] if of.first else None
        text = of.said or (own.text if own else result[n].text)
        scope = None if of.said or own is None else own.scope
        if not of.is_difference:
            scope = _bare(of.place)
        result[n] = Name(text, ("name_inherited",), scope)
    if len(result) - 1 in elsewhere:
        named = replace(named, topic=result[-1].text)
    return result, named
