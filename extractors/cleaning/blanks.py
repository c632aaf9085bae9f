"""Which blanks stand inside a number or a word only because the text was set or converted so?

3. 5个百分点, 3, 500亩, 一 百 二 十 人, 1.2  万元, a line of letters set apart, and the breaks of hard-wrapped lines
between a number and its unit. What is left reads as it was meant; the blanks are removed, as all that is no report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cleaning.seams import is_title
from extractors.language import knowledge
from extractors.language.grammar import HAN

_BLANK = r"[ \t\u3000\xa0\u2002\u2003\u2009]"
_NUMERAL = "一二两兩三四五六七八九十百千万萬亿億零〇余餘多几幾壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"
_POINT = "点點"
_SCALE = "[万萬亿億]"
_DIGIT = "[0-9０-９]"
_UNIT = (
    "(?:[元圆亩畝吨噸人户戶个個%％斤米度家件次台辆套名株头只折成]|项(?!目)"
    "|平方米|平方公里|立方米|公里|公顷|千瓦|公斤|美元)"
)
# What is counted, where nothing but the unit stands at a line's begin: 12⏎座，; 1200⏎余人。
_COUNTED = "(?:人次|[亩户人家件台辆套名株头只座处项条所个场次起批栋间盏眼期班])"
_IN_NUMBER = re.compile(
    rf"""
      (?<=[{HAN}])[0-9]{{1,9}}[.．](?P<point>{_BLANK}{{1,2}})(?=[0-9]{{1,2}}{_BLANK}?(?:{_SCALE}|{_UNIT}))  # 3. 5个
    | (?: (?<=[：:；，（(])[0-9]{{1,3}} | (?m:^)[0-9]{{2,3}} ) [.．] (?P<of_share>{_BLANK}{{1,2}})
      (?= [0-9]{{1,2}}{_BLANK}?(?:[%％‰]|个?百分点) )                                                   # ：40. 6%
    | (?<=[0-9０-９])(?P<before_point>{_BLANK}{{1,2}})(?=[.．]{_BLANK}{{1,2}}[0-9０-９])  # 8 . 5%
    | (?<=[ \u3000][.．])(?P<behind_point>{_BLANK}{{1,2}})(?=[0-9０-９])
    | (?<![0-9.,])[0-9]{{1,3}},(?P<comma>{_BLANK})(?=[0-9]{{3}}(?![0-9]){_BLANK}?(?:{_SCALE}|{_UNIT}))    # 3, 500亩
    | (?<=[0-9])(?P<scale>{_BLANK}{{2,3}})(?={_SCALE}{_UNIT})                                           # 1.2  万元
    | (?<=[0-9０-９{_NUMERAL}])(?P<points>{_BLANK}{{1,4}})(?=[个個]{_BLANK}{{0,3}}百{_BLANK}{{0,3}}分)
    | (?<=[个個])(?P<percent>{_BLANK}{{1,3}})(?=百{_BLANK}{{0,3}}分{_BLANK}{{0,3}}[{_POINT}])
    | (?<=百)(?P<hundred>{_BLANK}{{1,3}})(?=分{_BLANK}{{0,3}}[{_POINT}之])
    | (?<=分)(?P<share>{_BLANK}{{1,3}})(?=[{_POINT}之]{_BLANK}{{0,3}}(?:[0-9{_NUMERAL}]|$|[，。]))
    | (?:(?<=分之)|(?<=分[ ]之))(?P<part>{_BLANK}{{1,3}})(?=[0-9{_NUMERAL}])
    | (?<=[{_NUMERAL}])(?P<of>{_BLANK}{{1,3}})(?=分{_BLANK}{{0,3}}之)
    """,
    re.VERBOSE,
)
# A number with thousands, or one that a blank stands before, with blanks on either side of its marks: 1, 250. 6 万元.
# None of these counts items: 任务 1. 3家企业.
_OF_MEASURE = "(?:[元圆亩畝吨噸倍%％‰]|平方米|平方公里|立方米|公里|公顷|千瓦|公斤|美元|[个個]?百分[点點])"
_MARKED = re.compile(
    rf"""
    (?<=[{HAN}])(?<![表图第附])(?P<before>{_BLANK}{{0,2}})
    (?P<number> {_DIGIT}{{1,3}}(?>(?:{_BLANK}{{0,2}}[,，]{_BLANK}{{0,2}}{_DIGIT}{{3}})+)
        (?:{_BLANK}{{0,2}}[.．]{_BLANK}{{0,2}}{_DIGIT}{{1,4}}|)(?!{_DIGIT})(?={_BLANK}{{0,2}}(?:{_SCALE}|{_UNIT}))
    | {_DIGIT}{{1,9}}(?:[ ]{_DIGIT}{{3}})*{_BLANK}{{0,2}}[.．]{_BLANK}{{1,2}}{_DIGIT}{{1,4}}(?!{_DIGIT})
        (?={_BLANK}{{0,2}}(?:{_SCALE}{_BLANK}{{0,2}}{_UNIT}|{_OF_MEASURE}))
    | {_DIGIT}{{1,3}}\u3000{_DIGIT}{{3}}(?!{_DIGIT})(?={_BLANK}?(?:{_SCALE}|{_UNIT})) )
    """,
    re.VERBOSE,
)
# Chinese numerals set apart, with a scale or a point among them; and digits with scales: 7万 5千 4百人.
_APART = re.compile(
    rf"""
      (?<![{_NUMERAL}{_POINT}])(?:[{_NUMERAL}{_POINT}又]{{1,6}}{_BLANK}{{1,3}}){{1,10}}[{_NUMERAL}{_POINT}]{{1,6}}(?:{_BLANK}(?={_UNIT})|)
    | [0-9]+{_BLANK}?[万萬亿億千百](?:{_BLANK}[0-9]+{_BLANK}?[万萬千百十])+{_BLANK}?
    """,
    re.VERBOSE,
)
_APART_NUMBER = re.compile(f"[十百千万萬亿億{_POINT}].*[{_NUMERAL}]|[{_NUMERAL}].*[十百千万萬亿億{_POINT}]")
# A line break between a number and its unit, or its scale, or inside quotation marks.
_RATE_OR_UNIT = f"(?:{_SCALE}?{_UNIT}|个?百分点)"
_BREAK = rf"{_BLANK}*\r?\n{_BLANK}*"
_WRAPPED = re.compile(
    rf"""
      (?<=[0-9]) (?P<unit> {_BREAK} ) (?= {_SCALE}{_UNIT} | 元|亩|吨|平方|立方|公[里顷斤]|千瓦|[%％]|个?百分点 )
    | (?<=[0-9]) {_BLANK}? {_SCALE} (?P<scaled> {_BLANK}*\r?\n{_BLANK}* ) (?= {_UNIT} )
    | (?<=[{HAN}])(?<![表图])[0-9]{{1,6}}[.．] (?P<decimal> {_BREAK} ) (?= [0-9]{{1,2}} {_RATE_OR_UNIT} )  # 5.⏎6亿元
    | (?<=[0-9]) (?P<point> {_BREAK} ) (?= [.．][0-9]{{1,2}} {_RATE_OR_UNIT} )                            # 1⏎.2亿元
    | (?<=[{HAN}])[ ]?[0-9]{{1,6}} (?P<counted> {_BREAK} ) (?= [余多]?{_COUNTED}[，。；、）)] )  # 3⏎座，
    | (?<=[{HAN}，、]) (?P<word> \r?\n ) (?= [0-9][0-9.．,]{{0,9}} {_SCALE}?{_UNIT} )
    | “[^”“\n]{{1,12}} (?P<quoted> \n{_BLANK}* ) (?= [^”“\n]{{0,12}}” )
    """,
    re.VERBOSE,
)
# A unit at a line's begin with a mark behind it is that of the number above. Before a word it may be but the first
# character of another one, as in the next item of a list and in the next row of a table.
_UNIT_ENDS = re.compile(
    rf"[余多]?{_SCALE}?(?:{_COUNTED}|{_UNIT}|千瓦时)(?:左右|以内|[余多])?(?:[，。；、：！,;:）)/／]|{_BLANK}*(?:\r?\n|\Z))|个?百分点|[%％]"
)
_AS_WORD = knowledge.phrase("begins_as_unit")
_IN_CELLS = re.compile(r"[\t|│┃]|(?<=\S)(?:[ \u3000]{2}|\u3000)[ \u3000]*(?=\S)")
_COMMAS = frozenset("，、；。：,;")
_SHORTEST_CUT = 20  # characters of a line that was cut before a sum, or before a unit with a word behind it
# The label of a figure that stands below it by itself, as posters are set: 地区生产总值⏎1203.5亿元 增长6.1%.
_LABEL = re.compile(rf"[{HAN}][{HAN}（）()“”、]{{1,19}}")
_BESIDE_LABEL = re.compile(
    rf"[0-9][0-9.,]*{_BLANK}?{_SCALE}?{_UNIT}(?:次|时|小时|标准煤)?(?:{_BLANK}[^，。；\n]{{1,20}})?"
)
# Letters set apart: single characters with blanks between them, for most of a line.
_LONGEST_PIECE = 2.5  # characters between blanks, on the average of a line that is set so
_GAP = re.compile(f"{_BLANK}+")
# Where one of these may stand: few places of a text, and only their lines are read by the patterns above. One sort of
# place a pattern, as what begins with a character, or a set of them, is found fastest.
_MAY_MATTER = re.compile(rf"{_BLANK}(?<=[0-9０-９{HAN}{_NUMERAL}{_POINT}个個分之,，.．].)")
_MAY_BE_IN_NUMBER = re.compile(rf"{_BLANK}(?<=[0-9０-９{_NUMERAL}{_POINT}个個分之,，.．].)")
_MAY_BE_APART = re.compile(rf"{_BLANK}(?<=[{HAN}].){_BLANK}{{0,3}}[{HAN}]{_BLANK}")
_MAY_BE_WRAPPED = re.compile(
    rf"\n(?:(?<=[0-9万亿 \t\r]\n)|(?<=[0-9][.．,，]\n)|(?=[0-9][0-9.．,]{{0,9}}{_SCALE}?{_UNIT}))"
)
_DECIMAL = re.compile(r"[0-9]{1,6}[.．][0-9]{1,2}(?![0-9])")
_MAY_BE_QUOTED = re.compile(r"“[^”“\n]{1,12}+\n")

Span = tuple[int, int, str]


def find_blanks(text: str) -> list[Span]:
    """Where such blanks begin and end, and the rule that says so: blank_in_number, line_break, letters_apart."""
    found: list[Span] = []
    for start, end in _lines_with(_MAY_MATTER, text):
        if _MAY_BE_IN_NUMBER.search(text, start, end):
            found += _in_numbers(text, start, end)
        if _MAY_BE_APART.search(text, start, end):
            found += _letters_apart(text, start, end)
    for pattern in (_MAY_BE_WRAPPED, _MAY_BE_QUOTED):
        for match in pattern.finditer(text):
            found += _line_breaks(text, match)
    return sorted(set(found))


def _lines_with(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The lines that a pattern stands in, each once."""
    done = -1
    for match in pattern.finditer(text):
        if match.start() >= done:
            done = _line_end(text, match.end())
            yield text.rfind("\n", 0, match.start()) + 1, done


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _in_numbers(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _IN_NUMBER.finditer(text, start, end):
        yield from ((*match.span(name), "blank_in_number") for name, piece in match.groupdict().items() if piece)
    for match in _MARKED.finditer(text, start, end):
        yield from ((*gap.span(), "blank_in_number") for gap in _GAP.finditer(text, *match.span("number")))
    for match in _APART.finditer(text, start, end):
        if match[0][0].isdecimal() or _APART_NUMBER.search(match[0]):
            yield from ((gap.start(), gap.end(), "blank_in_number") for gap in _GAP.finditer(text, *match.span()))


def _line_breaks(text: str, near: re.Match[str]) -> Iterator[Span]:
    first = max(0, near.start() - 9)
    for match in _WRAPPED.finditer(text, first, near.end() + 16):
        group = match.lastgroup or "word"
        start, end = match.span(group)
        if group in _BEFORE_UNIT and not _is_cut_amid(text, start, end):
            continue
        if group != "word" or _is_cut_before(text, start, end):
            yield start, end, "line_break"


_BEFORE_UNIT = frozenset(("unit", "scaled", "counted"))


def _is_cut_amid(text: str, start: int, end: int) -> bool:
    """Whether a sentence goes on with the unit at the head of the next line: no row of a table, no item of a list."""
    above, below = text[text.rfind("\n", 0, start) + 1 : start], text[end : _line_end(text, end)]
    if _IN_CELLS.search(above) or _IN_CELLS.search(below):
        return False
    if _UNIT_ENDS.match(text, end):
        return True
    return len(above) >= _SHORTEST_CUT and not _COMMAS.isdisjoint(above) and _AS_WORD.match(below) is None


def _is_cut_before(text: str, start: int, end: int) -> bool:
    """Whether a sum that begins a line goes on in the line above, or is what that one names."""
    line = text.rfind("\n", 0, start) + 1
    if start - line > _SHORTEST_CUT:
        return _DECIMAL.match(text, end) is not None
    return (
        _LABEL.fullmatch(text, line, start) is not None
        and not is_title(text, (line, start))
        and _BESIDE_LABEL.fullmatch(text, end, _line_end(text, end)) is not None
    )


def _letters_apart(text: str, start: int, end: int) -> Iterator[Span]:
    pieces = text[start:end].split()
    if "\t" not in text[start:end] and len(pieces) > 5 and sum(map(len, pieces)) <= _LONGEST_PIECE * len(pieces):
        yield from ((gap.start(), gap.end(), "letters_apart") for gap in _GAP.finditer(text, start, end))
