"""Which line breaks stand inside a number? 共计12⏎35.6万元, 1,⏎235.6万元, 三百二⏎十五万元, 1-⏎2亿元.

Only where the line goes on in prose: a new item, a row of a table or the number of a heading is no wrap. Digits on both
sides may be two numbers after all, so that what is read over such a break is flagged with the other reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.numerals import times

_BREAK = r"[ \t\u3000\xa0]*\r?\n[ \t\u3000\xa0]*"
_NUMERAL = "一二两三四五六七八九十百千万亿零〇"
_UNIT = (
    "(?:[万亿]{0,2}(?:[元圆亩畝吨噸人戶户名家件台辆套株头只座处项条所场次起栋间张份册篇位幢块箱米盏度斤倍个]|平方|立方|公[里顷斤]|千瓦|美元)"
    "|[%％‰]|个?百分点)"
)
_TENTHS = "(?:[.．][0-9]{1,2}|)"
_SPLIT = re.compile(
    rf"""
      (?<=[{HAN}])(?P<head>(?!(?:19|20)[0-9]{{2}}\s)[0-9]{{1,4}}) (?P<digits> {_BREAK} )
      (?= [0-9]{{1,3}}{_TENTHS} {_UNIT} )
    | (?<=[{HAN}])[0-9]{{1,3}}(?:,[0-9]{{3}})*[,，] (?P<comma> {_BREAK} ) (?= [0-9]{{3}}{_TENTHS} {_UNIT} )
    | (?<=[{HAN}])[0-9]{{1,6}}{_TENTHS}[-—~～至到] (?P<range> {_BREAK} ) (?= [0-9]{{1,6}}{_TENTHS} {_UNIT} )
    | (?<=[{HAN}][一二三四五六七八九十][十百千万亿])[一二三四五六七八九零]? (?P<words> {_BREAK} )
      (?= [{_NUMERAL}]{{1,8}} {_UNIT} )
    | (?<=[十百千万]分之) (?P<share> {_BREAK} ) (?= [0-9{_NUMERAL}] )
    """,
    re.VERBOSE,
)
_MAY_BE = re.compile(rf"\n(?<=[0-9{_NUMERAL}之,，~～至到— \t\r-]\n)(?=[ \t\u3000\xa0]*[0-9{_NUMERAL}])")
_NUMBERED = knowledge.phrase("numbered_at_end")
_LONG = 18  # characters of a line that is prose without a comma
_PROSE = re.compile("[，、；。]")
#: Digits on both sides of a break within a quote.
_OVER_BREAK = re.compile(r"(?P<head>[0-9]+)[ \t\u3000\xa0]*\r?\n[ \t\u3000\xa0]*(?P<tail>[0-9]+(?:[.．][0-9]+)?)")


def find_splits(text: str) -> Iterator[tuple[int, int, str]]:
    """Where such line breaks begin and end, and the rule that takes them."""
    for near in _MAY_BE.finditer(text):
        for match in _SPLIT.finditer(text, max(0, near.start() - 14), near.end() + 20):
            apart = match["digits"] is not None
            start, end = match.span("digits" if apart else match.lastgroup or 0)
            if not apart or _goes_on(text, match.start("head"), start, end):
                yield start, end, "line_break"


def _goes_on(text: str, head: int, start: int, end: int) -> bool:
    """Whether prose goes on over the break, in which digits stand on both sides."""
    first = text.rfind("\n", 0, head) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if _NUMBERED.search(text, first, head):
        return False  # 附件1⏎20家企业名单
    return start - first >= _LONG or bool(_PROSE.search(text, first, head) or _PROSE.search(text, end, last))


def flag_of(quote: str, value: float | None) -> str | None:
    """The flag of a quantity whose digits stand on both sides of a line break: what it is if its line begins anew."""
    over = _OVER_BREAK.search(quote)
    if over is None or value is None or over["tail"][0] == "0":
        return None  # no number begins with 0
    whole, rest = float(over["head"] + over["tail"].replace("．", ".")), float(over["tail"].replace("．", "."))
    return f"two_readings: {value:.15g} or {times(value, rest) / whole:.15g}"
