"""Per what is a figure stated, by the words before it? 人均收入3.2万元 is per 人, 每10万人拥有28.6名 per 10万人."""

from __future__ import annotations

import re

from extractors.context.clauses import Setting
from extractors.language import knowledge

_WORDS = knowledge.rate_words()
_MEANS = {mean.word: mean.per for mean in _WORDS.means}
_MEAN = "|".join(  # each begins with its character: so re finds them fastest
    f"{mean.word}(?<![{mean.not_behind}]{mean.word})" if mean.not_behind else mean.word for mean in _WORDS.means
)
_THINGS = "|".join(sorted(_WORDS.things, key=len, reverse=True))
_EACH = (
    rf"(?:每(?:[0-9]{{1,4}}|[一两]|)[十百千万亿]{{0,2}}(?:(?:{'|'.join(_WORDS.measures)})(?=(?:{_THINGS})))?"
    rf"(?:{_THINGS})(?![{_WORDS.not_before}]))+"
)
_RATE = re.compile(rf"(?P<mean>{_MEAN})|(?P<each>{_EACH})")
_MULTIPLES = frozenset(("倍", "番"))
_GOES_ON = frozenset("、和及与")


def per_words(text: str, start: int = 0, end: int | None = None) -> str | None:
    """What the last rate that is stated in a text, or a part of it, is per; None where there is none."""
    rates = list(_RATE.finditer(text, start, len(text) if end is None else end))
    if not rates:
        return None
    last = rates[-1]
    return _MEANS[last["mean"]] if last["mean"] else "·".join(last["each"].split("每")[1:])


def pers_of(found: list[Setting], text: str) -> list[str | None]:
    """For each quantity of a sentence what it is per, if words say so; members of a list are per the same."""
    if "均" not in text and "每" not in text and "亩产" not in text:
        return [None] * len(found)
    pers: list[str | None] = []
    for setting in found:
        per = per_words(text, *setting.left)
        if per is None and pers and setting.gap[:1] in _GOES_ON:
            per = pers[-1]
        pers.append(per)
    return [None if per is None or is_ratio(setting) else per for setting, per in zip(found, pers, strict=True)]


def is_ratio(setting: Setting) -> bool:
    unit = setting.mention.unit
    return unit.kind == "percentage" or unit.unit in _MULTIPLES
