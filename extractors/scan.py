"""Where does a text hold numbers, and which of them are none? The pattern of a number, and those of its neighbours.

What is a number but no claim (dates, ordinals, slogans …) is known from data/not_claims.toml. A text is searched in two
steps, since trying all those rules everywhere takes ten times as long: BEGIN finds the places and reads what is plain,
`match_number` tries the rules and numbers that can begin at those that are left.

The rules are alternatives of one pattern, side by side: re passes at once over those whose first character differs.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from extractors import knowledge
from extractors.grammar import CONNECTOR, DIGIT, NUMBER, PARTS, STARTS

# The plainest form, digits and one of these units, which no rule of not_claims.toml takes unless a word before it does.
_NOT_PLAIN_BEHIND = r"(?<![A-Za-z0-9０-９.．,，\-—－–~～〜近去来后前头这下上时用争每第首列居入道倒期级])"
_PLAIN = (
    rf"(?=[0-9]){_NOT_PLAIN_BEHIND}"
    r"(?:(?P<low>[0-9]{1,9}+(?:\.[0-9]++)?[万亿]?)(?=[亩元人户家件项次吨%％名条篇份册处座辆台套间栋场批起宗例株棵头只个])"
    # With these, or 余, a decimal at the beginning of a line would be the number of a heading.
    r"|(?<![\s数])(?P<whole>[0-9]{1,9}+)"
    "(?=余?[期公张轮种所部岁盏担块颗艘架枚幅首支]|余[亩元人户家件项次吨名条篇份册处座辆台套间栋场批起宗例株棵头只个]|平方))"
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


# Characters that few rules begin with, and those rules: the others need not be tried there. A mark begins no number.
MARKS, MASKS, DIGITS = "“《「〔（([【第①②③④⑤⑥⑦⑧⑨⑩", "XxＸｘ*＊×#＃", "0123456789０１２３４５６７８９"
AT_MARKS = ("quoted_name", "ordinal", "document_number", "list_number")
AT_MASKS = ("masked_date", "anniversary", "rank", "grade", "document_number", "formula")
AT_DIGITS = (
    *("calendar_year", "masked_date", "clock_time", "span_of_years", "anniversary", "rank", "grade"),
    *("party_congress", "document_number", "phone_number", "formula", "list_number"),
)


def _skip(names: Collection[str]) -> str:
    """The rules of not_claims.toml with these names."""
    rules = [knowledge.fill(rule.pattern, PARTS) for rule in knowledge.not_claims() if rule.name in names]
    return f"(?P<skip>{'|'.join(rules)})"


def _compile(names: Collection[str], *numbers: str) -> re.Pattern[str]:
    """These rules of not_claims.toml, then these forms of numbers."""
    return re.compile("|".join((_skip(names), *numbers)), re.VERBOSE)


# Where a number or a rule may begin: matches that character. The plainest numbers, words and what marks begin are read
# at once, in groups. It begins with a set of characters, which re passes over fastest.
_AT_ONCE = f"{_PLAIN}|{_skip((*AT_MARKS, 'calendar_year'))[:-1]}|{_WORDLIKE})|(?![{re.escape(MARKS)}])(?:{_OTHERS})"
BEGIN = re.compile(f"{STARTS}(?<=(?={_AT_ONCE}).)", re.VERBOSE)

_NUMBER = rf"(?<![A-WYZa-wyz0-9０-９])(?<!{DIGIT}[.．,])(?P<low>{NUMBER})"
_SHARE = rf"(?P<share>[百千万]分之)(?P<share_low>{NUMBER})(?:{CONNECTOR}(?:[百千万]分之)?(?P<share_high>{NUMBER}))?"
_PART = "(?P<part>[一二两三四五六七八九十]{1,3}分之[一二两三四五六七八九十]{1,3})"

NUMBERS = _compile([rule.name for rule in knowledge.not_claims()], _SHARE, _PART, _NUMBER)
_BY_FIRST = dict.fromkeys(MASKS, _compile(AT_MASKS, _NUMBER)) | dict.fromkeys(DIGITS, _compile(AT_DIGITS, _NUMBER))


def match_number(text: str, at: int) -> re.Match[str] | None:
    """What NUMBERS matches at a position, where a character stands."""
    return _BY_FIRST.get(text[at], NUMBERS).match(text, at)
