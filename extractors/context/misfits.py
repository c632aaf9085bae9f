"""What of a claim does not fit together? Its name and its unit, its name and the words round the figure: signs only.

They were looked for in 1,430 claims of 84 documents that the rules had not seen, in all that was wrong there. Each is
seen in the claim as it stands and its sentence, and fitted like any doubt (data/confidence.toml, docs/evaluation.md).
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.language import knowledge
from extractors.model import Claim

#: The name tells something (工程内容包括…), or begins in the midst of a sentence (据…).
STATES, BEGINS_WITHIN = "name_that_tells", "name_begins_within"
#: It is of one or two characters, and nothing says whose; the figure is of another kind than it measures.
SHORT_ALONE, MISFIT = "name_short_alone", "unit_misfit"
#: The sentence has no other figure; the figure is a length, which is told of a thing that has another name.
ONLY, LENGTH = "only_figure", "told_length"
#: The figure is written in words, or is that of a fact and round; a task is what stands behind it.
IN_WORDS, ROUND, TASK_BEHIND = "figure_in_words", "round_fact", "task_behind"
#: The sentence is an item with a number; it has blanks between its words; the report's title says that it is of aims.
NUMBERED, BLANKS, TITLE_OF_AIMS = "numbered_item", "blanks_between", "title_of_aims"
OF_WORDS = (
    *(STATES, BEGINS_WITHIN, SHORT_ALONE, MISFIT, ONLY, LENGTH),
    *(IN_WORDS, ROUND, TASK_BEHIND, NUMBERED, BLANKS, TITLE_OF_AIMS),
)

_STATES, _WITHIN = knowledge.phrase("name_that_tells"), knowledge.phrase("name_begins_within")
_OF_ACTOR, _OF_OFFICE = knowledge.phrase("ends_with_actor"), knowledge.phrase("ends_with_office")
_MEASURES, _RATIO = knowledge.phrase("ends_with_measure"), knowledge.phrase("tells_of_ratio")
_TASK, _AIMS, _LOOKS_BACK = (knowledge.phrase(n) for n in ("task_behind", "title_of_aims", "title_looks_back"))
_NUMBER = re.compile(r"[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|[0-9]+[.、．](?![0-9])")
_BLANK = re.compile("[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff]")
_DIGIT = re.compile("[0-9０-９]")
#: What was counted is seldom so round: 300, 1200; that is rather planned, or a condition.
_ROUND = re.compile("[1-9][0-9]?00+(?![0-9.])")


@lru_cache(maxsize=8192)
def signs_of_name(name: str, kind: str, is_level: bool, has_scope: bool) -> tuple[str, ...]:
    """What a name says against a figure of some kind; `is_level`: it is no change and no difference."""
    signs: list[str] = []
    if _STATES.search(name, 1):
        signs.append(STATES)
    if _WITHIN.match(name):
        signs.append(BEGINS_WITHIN)
    if len(name) <= 2 and not has_scope:
        signs.append(SHORT_ALONE)
    if does_not_fit(name, kind, is_level):
        signs.append(MISFIT)
    if kind == "length":
        signs.append(LENGTH)
    return tuple(signs)


def does_not_fit(name: str, kind: str, is_level: bool) -> bool:
    """Whether a figure of a kind can hardly be what the name measures: 税务部门 in yuan, 年度任务 in per cent."""
    if kind == "money":
        return _OF_ACTOR.search(name) is not None
    if kind == "percentage":
        return _RATIO.search(name) is None if is_level else _OF_OFFICE.search(name) is not None
    return kind == "count" and _MEASURES.search(name) is not None


def signs_of_sentence(sentence: str, figures: int) -> tuple[str, ...]:
    """What a sentence says against its figures, which are so many."""
    signs: list[str] = []
    if figures == 1:
        signs.append(ONLY)
    if _NUMBER.match(sentence):
        signs.append(NUMBERED)
    if (" " in sentence or "\u3000" in sentence) and _BLANK.search(sentence):
        signs.append(BLANKS)
    return tuple(signs)


@lru_cache(maxsize=64)
def tells_of_aims(title: str) -> bool:
    """Whether a title says that the report is of what is to come, and not of what was done too."""
    return _AIMS.search(title) is not None and _LOOKS_BACK.search(title) is None


def signs_of_claim(claim: Claim, text: str) -> tuple[str, ...]:
    """What the words of a claim say against it, but for those of its sentence."""
    is_level = claim.direction == "none" and claim.comparison == "none"
    signs = signs_of_name(claim.metric, claim.kind, is_level, bool(claim.scope))
    if not claim.masked and not _DIGIT.search(claim.quote):
        signs = (*signs, IN_WORDS)
    if claim.status == "actual":
        if _ROUND.match(claim.quote):
            signs = (*signs, ROUND)
        if _TASK.match(text, claim.char_end):
            signs = (*signs, TASK_BEHIND)
        if tells_of_aims(claim.report_title):
            signs = (*signs, TITLE_OF_AIMS)
    return signs
