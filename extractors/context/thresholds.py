"""Does a figure only bound what the next one counts? 35岁以下|198名, 亿元以上|项目8个, 0—14岁|8.9万人.

Of such a pair the second is named by what both are told of, a figure of its unit before them, never by the pair before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.context.clauses import Setting
from extractors.context.inherited import clause_before
from extractors.context.owners import NAMES
from extractors.language import knowledge
from extractors.language.tokens import Words

_BEHIND, _MEASURED = knowledge.phrase("threshold"), knowledge.phrase("bounded_by")
_ONLY_AGES = frozenset({"岁", "周岁"})
_CUTS, _ABOVE, _SUM_AND_COUNT = NAMES["cuts"], re.compile("(?:超过?|突破|过)$"), {"money", "count"}
_RATES = ("率", "比重", "占比", "比例")
_NOTHING = "的约近仅有共达计"
_NOT_YET = "不满"  # …14周岁: what bounds, too
_OF_ONE_SEX, _HEADS = frozenset(("男", "女", "男性", "女性")), frozenset(("人", "名", "口"))
_BOUND = "…"  # stands in a name for what bounds


def bounded_name(
    words: Words,
    found: Sequence[Setting],
    n: int,
    name: str,
    doubt: str,
    names: Sequence[str],
    bounded: dict[int, str],
    topic: str,
) -> str:
    """The name of a bound, or of what stands behind one: that of what both are told of. `doubt` says how the name was
    found; `bounded` gets the bounds and what stands behind them, with what both are told of."""
    if doubt in ("name_inherited", "name_generic", "name_of_thing"):
        inherits = doubt == "name_inherited"
        if bound := _bound_before(words, found, n):  # 产业项目3个，亿元以上1个
            bounded[n] = _told_of(words, found, n, names, bounded, topic) if inherits else name
            if _BOUND not in bounded[n] and (measure := _MEASURED.fullmatch(words.text, *found[n - 1].left)):
                bounded[n] = measure["by"] + _BOUND + bounded[n]  # 引进企业62家，其中注册资金|千万元以上|5家
            of = "" if bounded[n].endswith(_RATES) and found[n].mention.unit.kind == "count" else bounded[n]
            name = of.replace(_BOUND, bound) if _BOUND in of else bound + of  # 上线率82%，600分以上|12人
        elif inherits and bounds_next(words, found, n):
            said = clause_before(words, found[n])  # 安排环卫经费，|800人以下|的300元
            bounded[n] = said if said.isalpha() else _told_of(words, found, n + 1, names, bounded, topic)
            by, _, of = bounded[n].partition(_BOUND)
            name = (by if of else "") or bounded[n].replace(_BOUND, "") or name
    if n not in bounded and _is_bounded(words, found, n):
        bounded[n - 1] = bounded[n] = _with_bound(words, found, n, name)
    return name


def _with_bound(words: Words, found: Sequence[Setting], n: int, name: str) -> str:
    """60岁以上老人, with _BOUND for what bounds: the next one, 80岁以上|210人, is told of the same; "" for a name
    that does not say what bounds it, or says nothing else."""
    bound = _BEHIND.match(words.text, found[n].left[0])
    said = words.text[found[n - 1].left[1] : bound.end()].removesuffix("的") if bound else ""
    whole = name.replace(said, _BOUND, 1)
    return whole if said and len(whole) > 2 and whole != name else ""


def _bound_before(words: Words, found: Sequence[Setting], n: int) -> str:
    """亿元以上 or 36岁至45岁 directly before a number that nothing else names; "" for none."""
    if n == 0:
        return ""
    start = found[n].left[0]
    if start != found[n - 1].right[0]:
        return ""
    bound = _BEHIND.match(words.text, start)
    end = bound.end() if bound else start
    mention = found[n - 1].mention
    of_ages = mention.unit.unit in _ONLY_AGES or (
        mention.value is None and mention.low is not None and words.text.startswith("的", start)
    )
    of_ages = of_ages and mention.unit != found[n].mention.unit
    begin = found[n - 1].left[1]
    above = None if bound or of_ages else _ABOVE.search(words.text, max(0, begin - 2), begin)
    if above and {m.unit.kind for m in (mention, found[n].mention)} == _SUM_AND_COUNT:
        begin = above.start()  # 产值|超亿元|12家
    elif bound is None and not of_ages:
        return ""
    if words.text[end : found[n].left[1]].strip(_NOTHING):
        return ""
    begin -= len(_NOT_YET) if words.text.endswith(("不满", "未满", "已满"), 0, begin) else 0
    return words.text[begin:end].removesuffix("的")


def bounds_next(words: Words, found: Sequence[Setting], n: int) -> bool:
    """Whether a quantity is the bound of the one behind it."""
    return n + 1 < len(found) and _bound_before(words, found, n + 1) != ""


def _is_bounded(words: Words, found: Sequence[Setting], n: int) -> bool:
    """Whether a bound stands before a quantity, with or without a name between: 35岁以下|青年教师45人."""
    start = found[n].left[0]
    return n > 0 and start == found[n - 1].right[0] and _BEHIND.match(words.text, start) is not None


def _units(found: Sequence[Setting], n: int) -> tuple[str, str]:
    """The units of a bound and of what stands behind it."""
    return found[n - 1].mention.unit.unit, found[n].mention.unit.unit


def _told_of(
    words: Words, found: Sequence[Setting], n: int, names: Sequence[str], bounded: Mapping[int, str], topic: str
) -> str:
    """What the quantity behind a bound counts: the last before it of its unit that is no part and has no bound, else
    what the last bound was told of. `bounded` has that for each bound and what stands behind it."""
    alike = bounded.get(n - 2, "") if n > 2 else ""
    if _BOUND in alike and _units(found, n - 2) == _units(found, n):
        return alike  # 60岁以上老人1200人，80岁以上|210人
    divided = words.text.rfind("其中", 0, found[n].left[0])
    unit = found[n].mention.unit
    free = [k for k in range(len(names) - 1, -1, -1) if k not in bounded]
    if found[n - 1].mention.unit.unit == "分":  # 本科上线312人，600分以上|12人: no part of those, but of all who sat
        free = [k for k in free if not names[k].endswith(_CUTS)]
    if found[n - 1].mention.unit.unit in _ONLY_AGES:  # 女性655人，60岁以上|180人|: of all, not of the women
        part = next((k for k in range(n - 1, -1, -1) if "；" in found[k].gap), 0)
        others = [k for k in free if k < part or names[k] in _OF_ONE_SEX]
        free = [k for k in free if k not in others]
        if others and unit.unit in _HEADS and divided < 0 and not any(found[k].mention.unit == unit for k in free):
            return "人口"
    of_unit = [k for k in free if found[k].mention.unit == unit]
    wholes = [k for k in of_unit if found[k].left[1] <= divided]
    told = (of.replace(_BOUND, "") for of in reversed(list(bounded.values())) if of)
    return next((names[k] for k in wholes or of_unit), "") or next(told, "") or next((names[k] for k in free), topic)
