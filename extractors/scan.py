"""Where does a text hold numbers, and which of them are none? The pattern of a number, and those of its neighbours.

What is a number but no claim (dates, ordinals, slogans …) is known from data/not_claims.toml. A text is searched in two
steps, since trying all those rules everywhere takes ten times as long: BEGIN finds the places and reads what is plain,
`match_number` tries the rules and numbers that can begin at those that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import regex

from extractors import knowledge
from extractors.grammar import CONNECTOR, DIGIT, NUMBER, PARTS, STARTS

# The plainest form, digits and one of these units, which no rule of not_claims.toml takes unless a word before it does.
_NOT_PLAIN_BEHIND = r"(?<![A-Za-z0-9０-９.．,，\-—－–~～〜近去来后前头这下上时用争每第首列居入道倒期级])"
_PLAIN = (
    rf"{_NOT_PLAIN_BEHIND}(?P<low>[0-9]{{1,9}}+(?:\.[0-9]++)?[万亿]?)(?=[亩元人户家件项次吨%％名条篇份册处座辆台套间栋场批起宗例株棵头只个])"
    # With these, or 余, a decimal at the beginning of a line would be the number of a heading.
    rf"|{_NOT_PLAIN_BEHIND}(?<![\s数])(?P<whole>[0-9]{{1,9}}+)"
    "(?=余?[期公张轮种所部岁盏担块颗艘架枚幅首支]|余[亩元人户家件项次吨名条篇份册处座辆台套间栋场批起宗例株棵头只个]|平方)"
)

# Numerals of words (进一步, 一批, 二是) and of headings (二、): no rule takes one with a number behind it.
_WORDLIKE = (
    "(?:一[批些定起体流直样般切贯律度旦同并再经致向线手站心道路下边面类大种块团行言步刻共举跃生味旁身项支片份场套股是]"
    "|[二三四五六七八九十]是)(?![一二两三四五六七八九十]|.{0,2}一)"
    r"|[一二三四五六七八九十]、(?![\s0-9０-９零〇一二两兩三四五六七八九十百千万亿])"
)
# Letters, 几, 数 and 壹 begin a rule or a number only with these behind them.
_OTHERS = (
    r"(?![A-WYZa-wyzα-ωＶ几幾数數壹贰叁肆伍陆柒捌玖])|(?=[A-Za-zα-ωＶ]{1,12}[-_]?[0-9０-９])"
    "|(?=[几幾数數][十百千万亿萬億])|(?=[壹贰叁肆伍陆柒捌玖][拾佰仟九〇零○])"
)


def _begin() -> re.Pattern[str]:
    """Where a number or a rule may begin. The plainest numbers, names in quotation marks and words are read at once:
    re does so in a tenth of the time that trying all rules takes."""
    quoted = next(knowledge.fill(rule.pattern, PARTS) for rule in knowledge.not_claims() if rule.name == "quoted_name")
    return re.compile(f"{STARTS}(?:{_PLAIN}|(?P<skip>{quoted}|{_WORDLIKE})|{_OTHERS})", re.VERBOSE)


def _compile(skips: Iterable[knowledge.Rule], *numbers: str) -> regex.Pattern[str]:
    """These rules of not_claims.toml, then these forms of numbers."""
    skip = "|".join(f"(?:{knowledge.fill(rule.pattern, PARTS)})" for rule in skips)
    return regex.compile("|".join((f"(?P<skip>{skip})", *numbers)), regex.VERBOSE)


_NUMBER = rf"(?<![A-WYZa-wyz]|{DIGIT}|(?<={DIGIT})[.．,])(?P<low>{NUMBER})"
_SHARE = rf"(?P<share>[百千万]分之)(?P<share_low>{NUMBER})(?:{CONNECTOR}(?:[百千万]分之)?(?P<share_high>{NUMBER}))?"
_PART = "(?P<part>[一二两三四五六七八九十]{1,3}分之[一二两三四五六七八九十]{1,3})"

# Characters that few rules begin with, and those rules: the others need not be tried there. A mark begins no number.
MARKS, MASKS = "“《「〔（([【第①②③④⑤⑥⑦⑧⑨⑩", "XxＸｘ*＊×#＃"
AT_MARKS = ("quoted_name", "ordinal", "document_number", "list_number")
AT_MASKS = ("masked_date", "anniversary", "rank", "grade", "document_number", "formula")

BEGIN, NUMBERS = _begin(), _compile(knowledge.not_claims(), _SHARE, _PART, _NUMBER)
_AT_MARK = _compile(rule for rule in knowledge.not_claims() if rule.name in AT_MARKS)
_AT_MASK = _compile((rule for rule in knowledge.not_claims() if rule.name in AT_MASKS), _NUMBER)
_BY_FIRST = dict.fromkeys(MARKS, _AT_MARK) | dict.fromkeys(MASKS, _AT_MASK)


def match_number(text: str, at: int) -> regex.Match[str] | None:
    """What NUMBERS matches at a position, where a character stands."""
    return _BY_FIRST.get(text[at], NUMBERS).match(text, at)
