"""Is a figure a fact, a target or a forecast? The words before it say so, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.context.clauses import Sentence, Setting
from extractors.language import knowledge
from extractors.language.phrases import one_of

_STATUS = knowledge.context_words()["status"]
_CUES = (("none", "not_target"), ("forecast", "forecast"), ("target", "target"), ("actual", "actual"))
_CHOICE, _KINDS = one_of(
    [
        *((cue, word) for cue, words in _CUES for word in _STATUS[words]),
        *(("stop", mark) for mark in "；;"),
        ("reset", "基础上"),
    ]
)
_CUE = re.compile(_CHOICE)
# Words of fact that in a plan speak for the clauses behind theirs too; the others speak only for their own clause.
_LASTING = frozenset(_STATUS["lasting"])
_EXISTING = re.compile("的?(?:" + "|".join(_STATUS["existing"]) + ")")
_CLAUSE_END = re.compile("[，；。：]")

Cue = tuple[int, str, str]  # where, what it says, the word


def status_cues(text: str) -> list[Cue]:
    """The words of a sentence that bear on status, in order."""
    return [(m.start(), cue, m[0]) for m in _CUE.finditer(text) if (cue := _KINDS[m.lastindex or 0]) != "none"]


def status_of(
    setting: Setting, sentence: Sentence, cues: Sequence[Cue], part: str, inherited: str | None = None
) -> tuple[str, bool]:
    """actual, target or forecast: the last cue before the number, else what the sentence that it goes on from left, or
    the part of the report implies.

    The second value says whether a cue decided.
    """
    told = False
    status = default = inherited or ("target" if part == "plan" else "actual")
    position = setting.mention.start - sentence.start
    for at, cue, word in cues:
        if at >= position:
            break
        if cue == "reset":  # 在去年300亩的基础上，再…
            status, told = default, False
        elif cue == "stop":
            if status == "forecast":  # 预计 speaks of its clause, 力争 of a whole list
                status, told = default, False
        elif (
            cue == "actual"
            and part == "plan"
            and word not in _LASTING
            and _CLAUSE_END.search(sentence.text, at, position)
        ):
            continue
        else:
            status, told = cue, True
    if status == "target" and part == "plan" and _EXISTING.match(sentence.text, setting.right[0]):
        return "actual", True
    return status, told
