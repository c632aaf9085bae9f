"""Of which incidents are the dead and hurt, of what the incidents themselves? 道路运输方面。发生事故36起；死亡21人."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.context.clauses import Setting
from extractors.context.owners import NAMES
from extractors.context.residue import noun_of
from extractors.language import knowledge
from extractors.language.tokens import Words

_PERSONS, _INCIDENTS = frozenset(("人", "名")), frozenset(("起", "次", "宗", "例"))
CASUALTIES = frozenset(NAMES["casualties"])
_OPEN, _FIELD = knowledge.phrase("open_incident"), knowledge.phrase("field")
_HAPPENED = ("共发生", "发生了", "发生")
_PARTED = ("；", ";")
_LONGEST = 16  # characters of a field with the incidents of it


def field_of(text: str, start: int, end: int) -> str | None:
    """道路运输业|方面。: what a label at the head of a stretch says that all behind it is of."""
    found = _FIELD.search(text, start, end)
    return found["field"] if found else None


def field_before(text: str, found: Sequence[Setting], n: int) -> str | None:
    """The last such label before a figure in its sentence."""
    for k in range(n, -1, -1):
        if field := field_of(text, found[k].gap_start, found[k].left[1]):
            return field
    return None


def is_open(name: str, unit: str) -> bool:
    """发生事故, 死亡: whether the name of a count of incidents, or of their victims, does not say of what they are."""
    return (unit in _INCIDENTS and _OPEN.fullmatch(name) is not None) or (unit in _PERSONS and name in CASUALTIES)


def incident_of(
    words: Words, found: Sequence[Setting], n: int, names: Sequence[str], scopes: Sequence[str | None]
) -> str | None:
    """发生火灾16起，|死亡|2人: the incidents in which people died or were hurt; None for other figures."""
    if not n or found[n].mention.unit.unit not in _PERSONS or names[n] not in CASUALTIES:
        return None
    for k in range(n - 1, -1, -1):
        gap = found[k + 1].gap
        behind = max(gap.rfind(mark) for mark in _PARTED)
        if "。" in gap or (behind >= 0 and gap[behind + 1 :].strip() != names[k + 1]):
            return None
        if found[k].mention.unit.unit in _INCIDENTS:
            return _incidents(words, names[k], scopes[k])
    return None


def without_happening(name: str) -> str:
    """国道发生事故, 电动车火灾共发生, 交通事故起数: the incidents themselves."""
    for happened in _HAPPENED:
        name = name.replace(happened, "")
    return name.removesuffix("起数")


def _incidents(words: Words, name: str, scope: str | None) -> str:
    """The incidents that a figure counts, with what they are of where their own name leaves it open."""
    noun = without_happening(name)
    noun = (noun_of(words, name) if noun == name else noun) or scope or name
    if scope and scope not in noun and _OPEN.fullmatch(name) and len(scope + noun) <= _LONGEST:
        return scope + noun
    return noun
