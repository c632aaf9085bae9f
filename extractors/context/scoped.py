"""To what is each figure restricted beyond its name, of which is it a part, and what is it called then?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.changes import Change
from extractors.context.clauses import Setting
from extractors.context.labelled import Label
from extractors.context.lists import Member
from extractors.context.members import both_of
from extractors.context.parts import Part
from extractors.context.residue import is_bare_verb
from extractors.context.shapes import facility_of
from extractors.context.sums import adds_up
from extractors.context.whose import is_fronted, is_of_level, mean_of_years, tidied
from extractors.language import knowledge
from extractors.language.tokens import Words
from extractors.quantities.mention import Mention

SHORT, WORDY, LONG = 2, 14, 18  # characters; names beyond are less often right, beyond LONG none is put together
_SEEN_BY, _MEASURE_SEEN = knowledge.phrase("seen_by"), knowledge.phrase("measure_seen")
_PARTED = re.compile("[；;]")
_MONTHS_SUMMED = knowledge.phrase("months_summed")
_SECTOR, _MEASURES = knowledge.phrase("sector"), knowledge.phrase("measures")


class Name(Struct, frozen=True, gc=False):
    """A metric's name and what is doubtful about it (rows of data/confidence.toml)."""

    text: str
    doubts: tuple[str, ...]
    scope: str | None = None
    whole: Mention | None = None  # the figure that this one is a part of
    time: str = ""  # its own time in words, of a list of times


class Draft(NamedTuple):
    """What is known of the quantities of a sentence when each has a name; dicts by the quantity's number."""

    names: Sequence[str]
    doubts: Sequence[str]
    labels: Mapping[int, Label]
    parts: Mapping[int, Part]
    scopes: Sequence[str | None]
    listed: Mapping[int, Member]
    whose: Mapping[int, str]  # of the figures of a list behind one of places: that place
    classes_of: str  # what the growth rates of the sentence are of, by classes: 分产业看


def scoped(words: Words, found: Sequence[Setting], changes: Sequence[Change], draft: Draft) -> list[Name]:
    """The name of each quantity with its scope and its whole."""
    text = words.text
    names, doubts, labels, parts, scopes, listed, whose, _ = draft
    is_change = [change.is_change for change in changes]
    result: list[Name] = []
    cumulates = "累计" in text
    seen = _SEEN_BY.match(text) if "看" in text or "分" in text else None
    measured = _MEASURE_SEEN.search(seen[0]) if seen else None
    for n, (setting, name) in enumerate(zip(found, names, strict=True)):
        scope, whole = scopes[n], None
        if name[1:3] == "产业" and _SECTOR.match(name):
            name = "第" + name
        if label := labels.get(n):
            name, scope = label
        if parts and (part := parts.get(n)):
            taken_up = scope or (result[-1].scope if n and names[n - 1] == name else None)
            name, scope, whole = part.name, part.scope or (taken_up if part.whole else None), part.whole
            if len(scope or "") <= SHORT and _PARTED.search(text, 0, setting.left[0]):
                scope = taken_up or scope  # 已结258件。其中，收执行案件9件；|结案|8件
            of = next((k for k in range(n) if found[k].mention is whole), None)
            if (
                of is not None
                and scope == names[of]
                and (owner := scopes[of])
                and owner not in scope
                and len(owner + scope) <= LONG
            ):
                scope = owner + scope  # 办结14件，其中立案8件: of the cases that were taken up
        elif scope and (
            scope in name or scope.startswith(name + "的") or (n in listed and ("、" in scope or both_of(scope)))
        ):
            scope = None
        elif scope and len(name) == SHORT and is_fronted(words, setting, scope, name):
            name, scope = scope + name, None  # 商品房累计|销售|109万平方米
        elif scope and n and is_change[n] and result[-1].text == scope + name:
            name, scope = result[-1].text, result[-1].scope
        elif doubts[n] == "name_of_change" and n and name == names[n - 1] and is_of_level(result[-1].scope, changes[n]):
            scope = result[-1].scope  # 结案6201件，同比上升|4.59%|: of the cases that were closed
        if not scope and is_change[n] and changes[n].comparison == "other":
            scope = mean_of_years(text, setting, result[-1].scope if n else None)
        if not scope and n:
            scope = facility_of(words, found, n, name, names)
        is_class = is_change[n] and name not in draft.classes_of and not _MEASURES.search(name)
        if measured and is_change[n] and not scope and not _MEASURES.search(name):
            name += measured["measure"]  # 从工业产品产量看，砖茶|增长24%|
        elif not scope and draft.classes_of and is_class:  # 投资增长9%。分产业看，第一产业|增长129%
            scope = draft.classes_of
        scope = tidied(scope, name) if scope else None
        scope = listed[n].of or scope if n in listed else whose.get(n, scope)
        if n in listed and is_change[n]:  # 教育支出、卫生支出…，分别增长|3%|和2%
            level = next((k for k in range(n - 1, -1, -1) if names[k] == name and not is_change[k]), None)
            scope = result[level].scope if level is not None else scope
        if cumulates and n and name in names[:n] and adds_up(text, found, n, names, is_change):
            name = "累计" + name
        time = listed[n].time if listed and n in listed else ""
        noted = _with_length(doubts[n], len(name))
        if n not in listed and is_bare_verb(words, name, setting.left[1]):
            noted = (*noted, "name_bare_verb")
        result.append(Name(name, noted, scope, whole, time))
    return result


def over_months(text: str, names: list[Name], owner: tuple[str, str] | None) -> list[Name]:
    """8月，水路完成货运量5.4亿吨。|1—8月，完成货运量40.4亿吨|: of whom the sentence before told the same of a month."""
    if owner is None or names[0].scope or names[0].text != owner[0] or not _MONTHS_SUMMED.match(text):
        return names
    result, goes_on = list[Name](), True
    for name in names:
        goes_on = goes_on and name.scope is None and name.text == owner[0]
        result.append(replace(name, scope=owner[1]) if goes_on else name)
    return result


def _with_length(doubt: str, length: int) -> tuple[str, ...]:
    """What is doubtful about a name, its length too."""
    doubts = (doubt,) if doubt else ()
    if SHORT < length <= WORDY:
        return doubts
    return (*doubts, "name_short" if length <= SHORT else "name_long")
