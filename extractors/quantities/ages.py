"""Which two ages are the ends of one span? 16岁以上不满18岁, 已满14周岁未满18周岁: of those who are between them."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.language import knowledge
from extractors.quantities.mention import Mention

_AGES = frozenset({"岁", "周岁"})
_NOT_YET = knowledge.phrase("not_yet_of_age")


def join_ages(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """The mentions of a text, with one for each pair of ages between which a 不满 stands."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last is not None
            and mention.unit.unit in _AGES
            and last.unit.unit in _AGES
            and last.value is not None
            and mention.value is not None
            and last.value < mention.value
            and _NOT_YET.fullmatch(text, last.end, mention.start)
        ):
            joined[-1] = Mention(last.start, mention.end, None, last.value, mention.value, mention.unit, "exact", False)
        else:
            joined.append(mention)
    return joined
