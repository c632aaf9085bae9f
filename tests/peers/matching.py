"""How well do mentions agree with hand-made answers? Which answer a mention is for, and what counts as right.

The rules are those of the project's evaluation. A mention is matched to the answer that it overlaps most, each once.
An optional answer neither rewards nor punishes. *Found* asks for the place only; *exact* for value, unit and kind too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from tests.peers.adapter_protocol import Mention

# Units whose kind reasonable analysts would name differently, as they do that of 元/月.
KIND_NOT_JUDGED = frozenset({"岁", "分", "番", "℃", "摄氏度", "吨公里", "人公里", "t·km", "人·km", "吨标准煤", "折"})
SPELLINGS = {
    **dict.fromkeys(("平方", "㎡"), "平方米"),
    **dict.fromkeys(("方", "m³"), "立方米"),
    **dict.fromkeys(("％", "percent"), "%"),
    **dict.fromkeys(("KM", "km"), "公里"),
    **dict.fromkeys(("人民币", "块"), "元"),
    "畝": "亩",
    "戶": "户",
    "個": "个",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One hand-made answer; a masked one has no value, a range has two."""

    start: int
    end: int
    quote: str
    value: float | tuple[float, float] | None
    unit: str
    kind: str
    masked: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Counts, which add up over texts."""

    wanted: int = 0
    given: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.wanted + other.wanted, self.given + other.given, self.right + other.right)

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


Judge = Callable[[Answer, Mention], bool]


def match(answers: Sequence[Answer], mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Pairs of positions in both lists: widest overlap first, then nearest start, each at most once."""
    pairs = []
    for i, answer in enumerate(answers):
        for j, mention in enumerate(mentions):
            overlap = min(answer.end, mention.end) - max(answer.start, mention.start)
            if overlap > 0:
                pairs.append((overlap, -abs(answer.start - mention.start), i, j))
    taken_answers: set[int] = set()
    taken_mentions: set[int] = set()
    matched = []
    for _, _, i, j in sorted(pairs, reverse=True):
        if i not in taken_answers and j not in taken_mentions:
            taken_answers.add(i)
            taken_mentions.add(j)
            matched.append((i, j))
    return matched


def score(answers: Sequence[Answer], mentions: Sequence[Mention], is_right: Judge) -> Score:
    """Counts of one text."""
    pairs = match(answers, mentions)
    ignored = sum(answers[i].optional for i, _ in pairs)
    return Score(
        wanted=sum(not answer.optional for answer in answers),
        given=len(mentions) - ignored,
        right=sum(not answers[i].optional and is_right(answers[i], mentions[j]) for i, j in pairs),
    )


def is_found(answer: Answer, mention: Mention) -> bool:
    return True


def has_value(answer: Answer, mention: Mention) -> bool:
    """The value right, whatever the unit and kind: the generous view."""
    if answer.masked or answer.value is None:
        return mention.value is None
    if isinstance(answer.value, tuple):
        return all(map(is_same, answer.value, (mention.value_min, mention.value_max)))
    return is_same(answer.value, mention.value)


def is_exact(answer: Answer, mention: Mention) -> bool:
    """Value, unit and kind right."""
    same_kind = answer.kind == mention.kind or answer.unit in KIND_NOT_JUDGED or "/" in answer.unit
    return has_value(answer, mention) and spell(answer.unit) == spell(mention.unit) and same_kind


def is_same(wanted: float, got: float | None) -> bool:
    return got is not None and abs(got - wanted) <= 1e-9 * max(1.0, abs(wanted))


def spell(unit: str) -> str:
    return SPELLINGS.get(unit, unit)


def on_own_field(
    answers: Sequence[Answer], mentions: Sequence[Mention], kinds: Collection[str]
) -> tuple[list[Answer], list[Mention]]:
    """Only some kinds asked for: mentions of other kinds are dropped, answers of other kinds become optional."""
    asked = [answer if answer.kind in kinds else replace(answer, optional=True) for answer in answers]
    return asked, [mention for mention in mentions if mention.kind in kinds]
