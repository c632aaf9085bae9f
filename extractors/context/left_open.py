"""Of what is a figure whose name leaves it open: 罚没金额, 起诉, 发电量? Of what was counted or fought before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.context.clauses import Setting
from extractors.context.completed import whole_of_rate
from extractors.context.incidents import without_happening
from extractors.context.residue import done_to, is_bare_verb
from extractors.language import knowledge
from extractors.language.tokens import Words

_SUM, _TOTAL, _BUDGET = knowledge.phrase("open_sum"), knowledge.phrase("budget_total"), knowledge.phrase("of_budget")
_CAPACITY, _NO_OWNER = knowledge.phrase("of_capacity"), knowledge.phrase("owns_nothing")
_PROSECUTED, _CRACKS_DOWN = knowledge.phrase("prosecuted"), knowledge.phrase("cracks_down")
_CASES_OF = knowledge.phrase("cases_of")
_PERSONS = frozenset({"人", "名"})
_OWNERS = _PERSONS | frozenset({"个", "家", "户", "件", "宗", "起", "例", "案", "项", "所", "座"})
# what those names end in, by which most names are left at once
_SUM_ENDS, _TOTAL_ENDS, _PROSECUTED_ENDS = (
    frozenset("金额本款项用数失值"),
    frozenset("量计"),
    frozenset("捕诉获留拘结处案查破侦件人伙犯员掉理金"),
)
_LOSSES = ("损失", "损失折款")
_PARTED, _NO_DEED = frozenset("；;。"), frozenset(("直接", "涉嫌偷逃"))
_JOINED = re.compile("[，、]?")
_DEALT_IN_PART = knowledge.phrase("dealt_in_part")
_SHORTEST, _LONGEST = 2, 16  # characters of what owns a figure


def owner_of(
    words: Words,
    found: Sequence[Setting],
    n: int,
    names: Sequence[str],
    scopes: Sequence[str | None],
) -> str | None:
    """What the n-th quantity is of, by what stands before it in its part of the sentence; None where its name says it.
    `scopes` are those of the quantities before it."""
    name, setting = names[n], found[n]
    if setting.mention.unit.kind == "energy" and n and found[n - 1].mention.unit.kind == "power":
        plant = _CAPACITY.sub("", names[n - 1]) if name.endswith("量") else names[n - 1]
        return plant.removeprefix("新增") if plant != names[n - 1] else None
    last = name[-1:]
    if last in _SUM_ENDS and _is_sum(name):
        return _counted_before(words, found, n, names, scopes)
    if last not in _PROSECUTED_ENDS or not _PROSECUTED.fullmatch(name):
        return None
    if n and found[n - 1].mention.unit == setting.mention.unit and _JOINED.fullmatch(setting.gap.removesuffix(name)):
        return scopes[n - 1] if _PROSECUTED.fullmatch(names[n - 1]) else None  # 批捕78人，|起诉|53人
    return _crime_before(words.text, found, n, names)


def _crime_before(text: str, found: Sequence[Setting], n: int, names: Sequence[str]) -> str | None:
    """打击网络诈骗犯罪，审结案件43件，|判处|118人; 破获盗窃案件9起，|抓获嫌疑人|12人: the crime, or the cases of one
    kind, that were told of last in its part of the sentence."""
    for k in range(n, -1, -1):
        if k < n and (cases := _CASES_OF.match(names[k])):
            return cases["of"]
        if crime := _CRACKS_DOWN.search(text, found[k].gap_start, found[k].left[0]):
            return crime["crime"]
        if not _PARTED.isdisjoint(found[k].gap):
            break
    return None


def _is_sum(name: str) -> bool:
    if not (sum_ := _SUM.fullmatch(name)):
        return False
    begin = sum_["deed"]
    return not begin or begin in _NO_DEED or Words(begin).at(0)[2][0] == "v"


def _counted_before(
    words: Words, found: Sequence[Setting], n: int, names: Sequence[str], scopes: Sequence[str | None]
) -> str | None:
    """查处无照经营案件58宗，|罚没金额|190万元: the things, else the people, that were counted last."""
    people, is_loss = None, names[n].endswith(_LOSSES)
    if whole := whole_of_rate(found, names[:n]):
        noun = done_to(words, whole)  # 办结案件60件，其中刑事案件40件、民事案件20件，|挽回损失|5万元: of all of them
        return noun if _may_own(noun) else None
    for k in range(n - 1, -1, -1):
        gap = found[k + 1].gap
        if "。" in gap or ("；" in gap and not (k + 1 == n and is_loss and gap.endswith("；" + names[n]))):
            break  # but 发生火灾62起；|直接财产损失|86万元
        unit = found[k].mention.unit
        if unit.unit not in _OWNERS or _is_sum(names[k]) or _DEALT_IN_PART.fullmatch(names[k]):
            continue
        noun = done_to(words, names[k]).removeprefix("新增")
        if is_bare_verb(words, names[k], found[k].left[1]):
            noun = scopes[k] or ""
        if not _may_own(noun):
            continue
        if unit.unit not in _PERSONS:
            return without_happening(noun)
        people = people or noun
    return people


def _may_own(noun: str) -> bool:
    return _SHORTEST <= len(noun) <= _LONGEST and noun[0].isalpha() and not _NO_OWNER.search(noun)


def budget_of(names: Sequence[str], n: int, told: Sequence[str]) -> str | None:
    """一般公共预算收入5亿元，加上…，|收入总量|8亿元: the budget whose revenue or spending was told of last, in the
    sentence or by names that the one before left; None where the n-th name is of anything else than such a total."""
    name = names[n]
    if name[-1:] not in _TOTAL_ENDS or not _TOTAL.fullmatch(name):
        return None
    account = name[:2]
    of = (_BUDGET.match(before) for before in (*names[:n][::-1], *told) if account in before)
    return next((budget["budget"] for budget in of if budget), None)
