"""What is a figure of that its own words do not name? A member of a list, or what the clause before it spoke of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.indicators.matching import PERCENT, Form, Match, match_name, name_before_predicate
from extractors.language import knowledge
from extractors.model import Claim

REACH = 40  # characters before a figure in which its clause is looked for

#: Between the members of a list, and the list's names before 分别.
_AND, _LISTED = frozenset(("、", "和", "与", "及", "以及", ",")), re.compile("[、和与及]")
_EACH = knowledge.phrase("each_of")
LONGEST_LIST = 6
_EACH_OF = "分别"
_STEPS = knowledge.phrase("steps")
_SENTENCE = re.compile(r"[；;。！？\n]")
_CLAUSES = re.compile(r"[，,；;。！？\n]")
_FIGURE = re.compile(r"[0-9０-９%％]")


def of_list(claims: Sequence[Claim], n: int, text: str) -> tuple[list[str], int] | None:
    """The names before 分别, and which of them is the figure's: 事故起数、死亡人数分别下降8%、6%."""
    if _EACH_OF not in claims[n].sentence:
        return None
    first = n
    while first and n - first < LONGEST_LIST and text[claims[first - 1].char_end : claims[first].char_start] in _AND:
        first -= 1
    last = n
    while last + 1 < len(claims) and text[claims[last].char_end : claims[last + 1].char_start] in _AND:
        last += 1
    if first == last:
        return None
    start = claims[first].char_start
    said = _EACH.search(text, max(0, start - REACH), start)
    if said is None:
        return None
    names = _LISTED.split(said["names"])
    return (names, n - first) if len(names) == last - first + 1 else None


def match_member(names: Sequence[str], place: int, form: Form) -> Match | None:
    """What one of the names means, by itself or with the end of the last one: 第一、第二产业增加值."""
    alone = match_name(names[place], form)
    match, last = alone, names[-1]
    if alone is not None and alone.indicator.is_class and place < len(names) - 1:
        ends = (match_name(names[place] + last[at:], form) for at in range(len(last) - 2, 0, -1))
        better = (one for one in ends if one and (form.unit == PERCENT or not one.indicator.is_class))
        return next((one for one in better if one.indicator is not alone.indicator), alone)
    for at in range(1, len(last)):
        if match is not None or place == len(names) - 1:
            break
        match = match_name(names[place] + last[at:], form)
        if match is not None and match.scope is not None:
            match = None
    return match


def name_before_step(claim: Claim, text: str) -> str | None:
    """What stepped over a mark, of the words since the last full stop; the last one."""
    left = text[max(0, claim.char_start - REACH) : claim.char_start]
    left = _SENTENCE.split(left)[-1]
    for clause in reversed(re.split("[，,、]", left)):
        step = _STEPS.search(clause)
        if step and step.start():
            return clause[: step.start()]
    return None


def name_of_subject(claim: Claim, text: str) -> str | None:
    """What the clause before a figure's own says something of: 进出口总值再创新高，达到53亿元."""
    left = text[max(0, claim.char_start - REACH) : claim.char_start]
    clauses = _CLAUSES.split(left)
    if len(clauses) < 3 or _FIGURE.search(clauses[-2]):  # the first one may be cut
        return None
    return name_before_predicate(clauses[-2].strip())
