"""Is a figure a fact, a target or a forecast? The words before it say so, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from extractors.context.changes import Change
from extractors.context.clauses import Sentence, Setting
from extractors.language import knowledge
from extractors.language.phrases import one_of

_STATUS = knowledge.context_words()["status"]
_CUES = (
    ("alone", "target_alone"),
    ("none", "not_target"),
    ("forecast", "forecast"),
    ("target", "target"),
    ("actual", "actual"),
    ("now", "now"),
    ("again", "again"),
)
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
_AIMED_AT = re.compile("[到至](?:20[0-9]{2}年|“?十[一二三四五六]五)")
SUMS = frozenset(("累计", "共完成", "合计"))  # of what is done, or of what is planned
_HEAD, _LIST_FOLLOWS = knowledge.phrase("head_of_a_list"), knowledge.phrase("list_follows")
_DONE = knowledge.phrase("done_of_planned")
_DONE_OF_IT, _SPENT = knowledge.phrase("done_of_it"), knowledge.phrase("spent_of_funds")
_NOTE = knowledge.phrase("noted_as_estimate")
_AIMED, _SETS_SHARE = knowledge.phrase("aims_named"), knowledge.phrase("sets_a_share")
_SET, _AIM = knowledge.phrase("set_by"), knowledge.phrase("is_an_aim")
_RECKONED_FROM = knowledge.phrase("reckoned_from")
_OVER_DONE = knowledge.phrase("over_carried_out")
_CARRIED_OUT = re.compile("完成|执行|实际|实现|到位|入库|征收|决算|预计")
_BESIDE, _GROWS = knowledge.phrase("beside_sum_of_plan"), knowledge.phrase("grows_from_base")
_WILL = knowledge.phrase("will_behind")
_AIMS = re.compile("任务|目标|指标|要求")
_COMPARED = re.compile("[，,]?[比较与]")
_OPEN, _CLOSE = ("（", "("), ("）", ")")
_LISTED_NEAR = 12  # characters between one planned figure and the next of its list

Cue = tuple[int, str, str]  # where, what it says, the word
Status = tuple[str, bool]  # and whether a word of the sentence said so


def status_cues(text: str) -> list[Cue]:
    """The words of a sentence that bear on status, in order."""
    return [(m.start(), cue, m[0]) for m in _CUE.finditer(text) if (cue := _KINDS[m.lastindex or 0]) != "none"]


def statuses(
    found: Sequence[Setting],
    changes: Sequence[Change],
    sentence: Sentence,
    cues: Sequence[Cue],
    part: str,
    inherited: str | None = None,
) -> list[Status]:
    """actual, target or forecast for each figure: the last cue before it, else what the sentence that this one goes on
    from left, or the part of the report implies."""
    default: Status = (inherited or ("target" if part == "plan" else "actual"), False)
    text, base = sentence.text, sentence.start
    may_exist = part == "plan"
    if not cues and "将" not in text and "执行数" not in text and not _AIMS.search(text):
        return [_if_existing(default, setting, text) if may_exist else default for setting in found]
    aimed = [match.span() for match in _AIMED.finditer(text)] if _AIMS.search(text) else []
    lasting, heads_list = default, False
    here: Here | None = None
    planned: tuple[int, str] | None = None  # the last word of plan, and what it says
    upcoming, result = 0, list[Status]()
    for setting, change in zip(found, changes, strict=True):
        position = setting.mention.start - base
        while upcoming < len(cues) and cues[upcoming][0] < position:
            at, cue, word = cues[upcoming]
            upcoming += 1
            goes_on = planned is not None and _CLAUSE_END.search(text, planned[0], at) is None
            if cue == "actual" and word in SUMS and planned and (goes_on or _AIMED_AT.search(text, planned[0], at)):
                continue  # 预计全年|累计|完成投资; 指标是：到2030年，产值达到9亿元；|累计|投资3亿元
            if cue == "reset" and planned and goes_on:  # 力争在去年|基础上|，再新建…
                lasting, here = (planned[1], True), None
            elif cue == "reset" and lasting[0] != "actual":
                pass  # 目标是，排放量控制在2900吨，在上年|基础上|削减140吨
            elif cue == "reset" or (cue == "now" and lasting[0] == "actual"):  # 在去年300亩的基础上，再…
                lasting, here = default, None
            elif cue == "stop":
                here = None
                if lasting[0] == "forecast" and not heads_list:  # 预计 speaks of its clause, 力争 of a whole list
                    lasting = default
            elif cue == "again":
                if part != "plan" and lasting[0] != "actual":
                    lasting, here = default, None  # 明年计划再建200个；|全年|改造公厕18座
            elif cue == "alone":
                here = Here("target", position, _SETS_SHARE.match(word) is not None)
            elif cue == "actual" and part == "plan" and word not in _LASTING:
                here = Here("actual", at)
            elif cue != "now":
                lasting, here = (cue, True), None
                planned = (at, cue) if cue != "actual" else planned
                heads_list = cue == "forecast" and (heads_list or _heads_list(text, at))
        if here is not None and here.has_ended(setting, change, text, position):
            here = None
        done_of_it = part != "plan" and bool(result) and _DONE_OF_IT.fullmatch(setting.gap)
        if lasting[0] == "target" and done_of_it and _same_kind(setting, found[len(result) - 1]):
            lasting = default  # 计划投资5亿元，完成|4亿元
        status = (here.status, True) if here else lasting
        if text[setting.right[0] : setting.right[0] + 1] in _OPEN and _NOTE.match(text[slice(*setting.right)]):
            status = "forecast", True
        elif text.startswith("的", setting.right[0]) and _AIM.match(text, setting.right[0]) and _is_set(setting, text):
            status = "target", True
        elif status[0] != "target" and "数" in text and _of_next(setting, text):
            status, here = ("target", True), Here("target", position)
        elif status[0] == "target" and _RECKONED_FROM.match(text, setting.right[0]):
            status = "actual", True
        elif status[0] == "actual" and setting.mention.unit.kind == "count" and _WILL.match(text, setting.right[0]):
            status = "target", True  # 2万名|群众都将|用上自来水
        elif aimed and any(start <= position < end for start, end in aimed):
            status = "target", True  # 围绕增长|6%|的目标，新开工项目12个
        result.append(_if_existing(status, setting, text) if may_exist else status)
    return result


def _of_next(setting: Setting, text: str) -> bool:
    """预算收入|214亿元|，比上年执行数增长6.8%: of a budget; not 完成214亿元，比上年执行数增长6.8%."""
    return _OVER_DONE.match(text, setting.right[0]) is not None and not _CARRIED_OUT.search(text, *setting.left)


def _heads_list(text: str, at: int) -> bool:
    """Whether the word of forecast at a position speaks for a whole list, whatever marks part it."""
    return bool(_HEAD.fullmatch(text, 0, at) or _LIST_FOLLOWS.match(text, at)) or _rules_below(text, at)


def _rules_below(text: str, at: int) -> bool:
    """Whether the word is a note's that speaks for all figures behind it: （预计数，下同）."""
    opened = max(text.rfind(mark, 0, at) for mark in _OPEN)
    note = _NOTE.match(text[opened : opened + 20]) if opened >= 0 else None
    return note is not None and note["below"] is not None and at < opened + note.end()


class Here(Struct, frozen=True, gc=False):
    """What a word says of the figures next to it only: a fact of its clause, a planned figure of it and its changes."""

    status: str
    at: int  # where the word of a fact, or the first planned figure stands
    sets_share: bool = False  # 合格率目标值95%; not 占预算的95%

    def has_ended(self, setting: Setting, change: Change, text: str, position: int) -> bool:
        if self.status == "actual":
            return _CLAUSE_END.search(text, self.at, position) is not None
        if _BESIDE.search(text, 0, self.at) and position != self.at and _GROWS.match(setting.gap):
            return True  # 比年初预算3亿元减少|0.1亿元|
        if change.is_change:
            return False
        if setting.gap[:1] in _CLOSE:
            return True  # 造林1.7万亩（任务1.5万亩），其中油茶|5118亩|
        if setting.mention.unit.kind == "percentage":  # 占调整预算105.5%
            return not (self.sets_share and position == self.at) and not _OVER_DONE.match(setting.gap)
        if position == self.at or _COMPARED.match(setting.gap):  # 预算4.2亿元，较上年执行数|3.8亿元|增长10.5%
            return False
        if len(setting.gap) > _LISTED_NEAR or _DONE.search(setting.gap) is not None:
            return True
        return "支" in setting.gap and _SPENT.search(text, 0, position) is not None


def _same_kind(setting: Setting, before: Setting) -> bool:
    """计划投资5亿元，完成|4亿元|; but 将新建泵站3座，完成|投资2亿元| is planned throughout."""
    return setting.mention.unit.kind == before.mention.unit.kind


def _is_set(setting: Setting, text: str) -> bool:
    """完成省定|4%|的目标: what was set for those who tell of it."""
    return _SET.search(text, *setting.left) is not None


def _if_existing(status: Status, setting: Setting, text: str) -> Status:
    """In a plan, what is there already is none of its targets."""
    if status[0] == "target" and _EXISTING.match(text, setting.right[0]):
        return "actual", True
    return status
