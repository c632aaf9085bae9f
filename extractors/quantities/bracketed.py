"""Which unit stands in brackets beside a number? 外资（美元）1200万, 合同额（万美元）350, 创汇120万（美元）."""

from __future__ import annotations

import re

from msgspec.structs import replace

from extractors.language import knowledge
from extractors.language.numerals import parse_number, times
from extractors.quantities import units
from extractors.quantities.mention import Mention

_CURRENCIES = {name: unit for name, unit in knowledge.quantity_words().currencies.items() if name[-1].isalpha()}
_BEFORE = re.compile(
    r"(?<=[\u4e00-\u9fff])[（(](?:单位[:：]?)?(?P<scale>[百千万亿]{0,2})(?P<unit>[^（()）0-9\s，；、]{1,6})[)）]"
    r"[：:为约近]?[ ]?$"
)
_BEHIND = re.compile(rf"[（(](?P<name>{'|'.join(sorted(_CURRENCIES, key=len, reverse=True))})[)）]")
_ENDS = re.compile("[ ]?(?:[，。；、,;)）\n]|$)")
_REACH = 14  # characters before a number
#: What closes a bracket before a number, and opens one behind it.
CLOSES, OPENS = frozenset("）)：:为约近 "), frozenset("（(")


def unit_in_brackets(mention: Mention, text: str) -> Mention:
    """The quantity without a unit, or in 元, in the unit that the brackets beside it say."""
    bare = not mention.unit.unit
    if text[mention.end : mention.end + 1] in OPENS and (behind := _BEHIND.match(text, mention.end)):
        if _CURRENCIES[behind["name"]] == mention.unit.unit:
            return mention
        return _in_unit(replace(mention, end=behind.end()), units.resolve(_CURRENCIES[behind["name"]]))
    if text[mention.start - 1 : mention.start] not in CLOSES:
        return mention
    before = _BEFORE.search(text, max(0, mention.start - _REACH), mention.start)
    if before is None:
        return mention
    currency, scale = _CURRENCIES.get(before["unit"]), before["scale"]
    unit = units.resolve(currency) if currency else units.look_up(before["unit"])
    if unit is None or (not bare and (currency is None or scale)):
        return mention
    if bare and not _ENDS.match(text, mention.end):
        return mention  # （万元）1.完成投资
    if scale:
        if text[mention.end - 1] in "百千万亿" or mention.value is None:
            return mention
        factor = parse_number(scale)
        low, high = (None if end is None else times(end, factor) for end in (mention.low, mention.high))
        mention = replace(mention, value=times(mention.value, factor), low=low, high=high)
    return _in_unit(mention, unit)


def _in_unit(mention: Mention, unit: units.Unit) -> Mention:
    return replace(mention, unit=unit, flags=tuple(flag for flag in mention.flags if flag != "unitless"))
