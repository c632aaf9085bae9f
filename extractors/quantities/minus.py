"""Is the dash before a number a minus? 净利润–860万元, 差额为 – 2.3 亿元; not 收入—30亿元, a label and its figure.

A hyphen and a minus sign directly before the digits belong to the number already (language/grammar.py). Here are those
that any mark could be: en and em dashes, and what stands apart from its digits.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from extractors.language import knowledge
from extractors.quantities.bounds import bound_of
from extractors.quantities.mention import Mention, bounded

_WORDS = knowledge.quantity_words()
_BLANK = r"[ \u3000\xa0]?"
DASHES = frozenset("-−–—﹣－")
_DASH = re.compile(rf"[-−–—﹣－](?<![-－—–0-9０-９%％].){_BLANK}$")
_LONG = frozenset("—")
_STATES = "(?:分别|约|[为是达]|[：:（(=＝])"
_NAMED = rf"(?:{'|'.join(_WORDS.may_be_negative)})(?:总?额|[值率量数])?"
#: The name of what can be negative, as far as the number or its dash; `states`: words that leave no other reading.
MAY_BE_NEGATIVE = re.compile(rf"{_NAMED}(?P<states>{_STATES}*){_BLANK}$")
_STATED = re.compile(rf"[为是]{_BLANK}$")
_REACH = 16  # characters before a dash
_NEXT = re.compile("[、，,和及]")


def read_minus(mention: Mention, before: Mention | None, text: str) -> Mention:
    """The quantity, negative where such a dash makes it so; flagged where that may be a dash after all.

    `before`: the quantity before it.
    """
    dash = _DASH.search(text, max(0, mention.start - 2), mention.start)
    if dash is None or not text[mention.start].isdecimal():
        return mention
    sure = _is_minus(dash, before, text)
    return _negative(mention, dash.start(), text, sure > 1) if sure else mention


def _is_minus(dash: re.Match[str], before: Mention | None, text: str) -> int:
    """0 for a dash, 1 for what may be one, 2 for a minus."""
    start = dash.start()
    if before is not None and _NEXT.fullmatch(text, before.end, start):
        return 2 if text[before.start] in DASHES else 0  # 分别为–860、|–320万元
    named = MAY_BE_NEGATIVE.search(text, max(0, start - _REACH), start)
    if named is not None and "亏损" in named[0]:
        return 1  # 净亏损–420万元: a loss is negative by its name
    if named is not None:
        return 2 if named["states"] or not (dash[0][1:] or dash[0] in _LONG) else 1
    return 1 if _STATED.search(text, max(0, start - 2), start) else 0


def _negative(mention: Mention, start: int, text: str, sure: bool) -> Mention:
    if mention.value is None:
        low, high = mention.low, mention.high
        if mention.masked or low is None or high is None or not sure:
            return mention
        return replace(mention, start=start, low=-low)  # –3至5℃
    value = -mention.value
    flags = mention.flags if sure else (*mention.flags, f"dash_or_minus: {value:.15g} or {-value:.15g}")
    bound = bound_of(start, mention.end, text) if mention.bound == "exact" else mention.bound
    return bounded(start, mention.end, value, mention.unit, bound, flags)
