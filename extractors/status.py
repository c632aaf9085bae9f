"""Is a figure a fact, a target or a forecast? The words before it say so, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors import knowledge
from extractors.clauses import Sentence, Setting

_STATUS = knowledge.context_words()["status"]
_CUES = (("none", "not_target"), ("forecast", "forecast"), ("target", "target"), ("actual", "actual"))
_CUE = regex.compile("|".join(f"(?P<{cue}>{'|'.join(_STATUS[words])})" for cue, words in _CUES) + "|(?P<stop>；|;)")
_WEAK_ACTUAL = frozenset({"累计", "已", "较上年", "实际"})


def status_cues(text: str) -> list[tuple[int, str, str]]:
    return [(m.start(), m.lastgroup or "", m[0]) for m in _CUE.finditer(text) if m.lastgroup != "none"]


def status_of(setting: Setting, sentence: Sentence, cues: Sequence[tuple[int, str, str]], part: str) -> str:
    """The last cue before the number within its run of clauses (up to ；), else what the part of the report implies."""
    default = "target" if part == "plan" else "actual"
    position = setting.mention.start - sentence.start
    status = default
    for at, cue, word in cues:
        if at >= position:
            break
        if cue == "stop":
            status = default if status == "forecast" else status  # 预计 speaks of its clause, 力争 of a whole list
        elif (
            cue == "actual"
            and part == "plan"
            and word in _WEAK_ACTUAL
            and not _same_clause(sentence.text, at, position)
        ):
            continue
        else:
            status = cue
    return status


def _same_clause(text: str, first: int, second: int) -> bool:
    return not regex.search("[，；。：]", text[first:second])
