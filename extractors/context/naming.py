"""What is each quantity of a sentence called? Lists share subjects, growth rates take the name of what grew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from extractors.context.changes import Change
from extractors.context.clauses import Setting
from extractors.context.completed import completed
from extractors.context.inherited import before_bracket, clause_before, inherit, outside_brackets
from extractors.context.lead_words import strip_left
from extractors.context.lists import Member, Span, goes_on, respective
from extractors.context.metric import shorten
from extractors.context.own_names import bound_before, own_name
from extractors.context.owners import (
    Things,
    bare_measure,
    begins_item,
    find_lead,
    find_things,
    is_verbal,
    may_name_things,
    only_leading,
    only_of_project,
    owned,
    purpose,
)
from extractors.context.parts import Level, divide, levels_of
from extractors.context.residue import leave_residue
from extractors.context.whose import shared_base, subjects
from extractors.language import knowledge
from extractors.language.tokens import Words
from extractors.quantities.mention import Mention

SHORT, LONG = 2, 18  # characters; names beyond are less often right
_SHARE_OF = knowledge.phrase("share_of")
_BUDGET_SHARE = knowledge.phrase("budget_share")
_REACHING = frozenset("到至为达")


class Name(Struct, frozen=True, gc=False):
    """A metric's name and what is doubtful about it (rows of data/confidence.toml)."""

    text: str
    doubts: tuple[str, ...]
    scope: str | None = None
    whole: Mention | None = None  # the figure that this one is a part of
    time: Span | None = None  # where its own time stands, of a list of times


class Before(Struct, frozen=True, gc=False):
    """What the names of a sentence may take over from what stands before it."""

    topic: str = ""  # the last name before, or the heading
    goes_on: bool = False  # 其中, 分产业看: the sentence continues the one before
    levels: tuple[Level, ...] = ()  # the figures of the one before, which 其中 divides
    things: Things = Things()  # what was named last


def name_all(
    words: Words, found: Sequence[Setting], changes: Sequence[Change], before: Before, bases: Mapping[int, int]
) -> tuple[list[Name], Before]:
    """One name for each quantity of the sentence, and what the next sentence may take over. `bases` are quantities that
    others are set against, with where the words begin that say so."""
    text = words.text
    has_lists, has_shares = "分别" in text, "占" in text or "预算" in text or "计划" in text
    names: list[str] = []
    owners: list[str] = []  # the names without shares: 同比 behind 占预算的55% is of what has the share
    doubts: list[str] = []
    stem = ""  # the last name of the sentence that stands by itself
    things = leading = before.things
    names_things = may_name_things(text)
    passed: list[tuple[int, int, bool]] = []  # where things are named, since they were looked for: for a bare measure
    deeds: list[str | None] = []  # who did it, where the clause says so
    listed: dict[int, Member] = {}
    last_list: dict[int, Member] = {}
    is_change = [change.is_change for change in changes]
    for n, setting in enumerate(found):
        start, end = setting.left
        if names_things and (n == 0 or begins_item(text, setting.gap_start, end)):
            leading = find_lead(words, setting.gap_start, end, leading, opens=n == 0)
            passed = [(setting.gap_start, end, n == 0)]
        elif names_things:
            passed.append((setting.gap_start, end, False))
        deeds.append(None)
        if n not in listed:
            more = goes_on(found, n, last_list, is_change) if last_list else {}
            if not more and (has_lists or text[end - 1 : end] in _REACHING):
                more = respective(words, found, n, owners, is_change)
            if more:
                listed |= more
                last_list = more
        member = listed.get(n)
        name = member.name if member else ""
        doubt = "name_of_list" if member else ""
        owner = None
        share = None
        if has_shares and not member and n not in bases:
            share = _SHARE_OF.search(text, start, end) if text.find("占", start, end) >= 0 else None
            share = share or _BUDGET_SHARE.search(text[start:end])
        if share:
            name, owner = _name_share(words, setting, share, owners)
            doubt = "name_of_share"
        if n - 1 in bases and setting.gap == "的" and setting.mention.unit.kind == "percentage":
            name = owners[-1] + words.text[bases[n - 1] : found[n - 1].left[1]]  # 税收|占年初预算|3亿元的|45%
            owner, doubt = owners[-1], "name_of_share"
        elif n in bases and not member:
            name = shorten(words, strip_left(words, (start, max(start, bases[n]))))
        elif not name:
            name = own_name(words, found, n, changes[n])
            if name:
                name, deeds[-1] = leave_residue(words, name)
        measure = bare_measure(name) if name and not doubt else None
        if not name:
            name = inherit(words, setting, outside_brackets(words, found, n, owners), before.topic)
            doubt = "name_of_change" if is_change[n] else "name_inherited"
        elif aimed := purpose(words, setting, name):
            name, doubt = aimed, "name_of_purpose"
        elif measure:
            for first, last, opens in passed:
                things = find_things(words, first, last, things, opens=opens)
            passed = []
            name, own = _owned_name(words, setting, measure, things, stem, before)
            stem = stem or own
            doubt = "name_generic" if own or name == measure else "name_of_thing"
        if (
            n
            and doubt in ("name_inherited", "name_generic", "name_of_thing")
            and (bound := bound_before(words, found, n))
        ):
            name = bound + name  # 产业项目3个，亿元以上1个
        unit = setting.mention.unit
        if unit.noun and unit.unit not in name and doubt != "name_of_list":
            name = name + unit.unit if len(name) <= 4 else unit.unit  # 辖15乡镇
        if owners and not doubt:
            name = completed(words, setting, name, owners, found)
        if is_change[n] and not stem:
            stem = name
        if name and not is_change[n] and doubt not in ("name_generic", "name_of_thing", "name_of_share"):
            stem = name
        if not name:
            name = text.strip()[:20]
        names.append(name)
        owners.append(owner or name)
        doubts.append(doubt)
    parts = divide(words, found, changes, names, before.levels if before.goes_on else ())
    scopes = subjects(words, found, names, leading, deeds, shared_base(listed), before)
    result: list[Name] = []
    for n, name in enumerate(names):
        scope, whole = scopes[n], None
        if part := parts.get(n):
            name, scope, whole = part.name, part.scope, part.whole
        elif scope and scope in name:
            scope = None
        time = listed[n].time if n in listed else None
        result.append(Name(name, _with_length(doubts[n], name), scope, whole, time))
    levels = levels_of(found, changes, names, parts)
    return result, Before(names[-1], False, levels or before.levels, only_leading(leading))


def _with_length(doubt: str, name: str) -> tuple[str, ...]:
    """What is doubtful about a name, its length too."""
    doubts = (doubt,) if doubt else ()
    if SHORT < len(name) <= LONG:
        return doubts
    return (*doubts, "name_short" if len(name) <= SHORT else "name_long")


def _name_share(words: Words, setting: Setting, share: re.Match[str], owners: Sequence[str]) -> tuple[str, str | None]:
    """The name of a share, and whose it is: 第一产业完成投资|占全部投资."""
    start = setting.left[0]
    of = share["of"] if share["of"].startswith("占") else f"占{share['of']}"
    at = share.start() if share.string is words.text else start
    said = words.text[start:at].strip("，、（( ") if share.string is words.text else ""
    if said:
        owner = shorten(words, strip_left(words, (start, at)))
        return (owner + of, owner) if owner else ("", None)
    return (owners[-1] + of, owners[-1]) if owners else ("", None)


def _owned_name(
    words: Words, setting: Setting, measure: str, things: Things, stem: str, before: Before
) -> tuple[str, str]:
    """A measure with the name of what it belongs to, and that name where the sentence says it."""
    thing = things.last
    if thing and (only_of_project(measure) or not stem or thing in stem or things.leading):
        return owned(things.leading or thing, measure), ""
    if only_of_project(measure):
        return measure, ""
    said = stem or before_bracket(words, setting) or clause_before(words, setting)
    owner = said
    if not owner and not (is_verbal(measure) and not before.goes_on):
        owner = before.topic
    return owned(owner, measure) if owner else measure, said
