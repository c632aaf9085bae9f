"""Where does a text hold numbers, and which of them are none? The pattern of a number, and those of its neighbours.

What is a number but no claim (dates, ordinals, slogans …) is known from data/not_claims.toml. A text is searched in two
steps, since trying all those rules everywhere takes ten times as long: BEGIN goes on to the next place and reads what
is plain, `match_number` tries the rules and numbers that can begin there.

The rules are alternatives of one pattern, side by side: re passes at once over those whose first character differs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import groupby

from extractors.language import knowledge
from extractors.language.grammar import CONNECTOR, DIGIT, MASK, MINUS, NUMBER, PARTS, STARTS

# The plainest form, digits and one of these units, which no rule of not_claims.toml takes unless a word before it does.
_NOT_PLAIN_BEHIND = r"(?<![\^±A-Za-z0-9０-９.．,，\-—－–~～〜近去来后前头这下上时用争每第首列居入道倒期级名】])"
_MEASURE = "(?:[亩元人户家件项次吨名条篇份册处座辆台套间场批起宗例株棵头只]|栋(?![0-9]))"  # not 3栋2单元
_PIECE = "个(?![余多来]?亿|[多半][月小钟星礼学季世])"  # not 3个亿, 2个多月
_PLAIN = (
    rf"(?=[0-9]){_NOT_PLAIN_BEHIND}"
    rf"(?:(?P<low>[0-9]{{1,9}}+(?:\.[0-9]++|)[万亿]?)(?={_MEASURE}|[%％]|{_PIECE})"
    # With these, or 余, a decimal at the beginning of a line would be the number of a heading.
    r"|(?<![\s数])(?P<whole>[0-9]{1,9}+)"
    rf"(?=余?[公张轮种所部岁盏担块颗艘架枚幅首支]|余{_MEASURE}|{_PIECE}|平方))"
)

# Numerals of words (进一步, 一批, 二是) and of headings (二、): no rule takes one with a number behind it.
_NONE_BEHIND = "(?![一二两三四五六七八九十]|.{0,2}一)"
_WORDLIKE = (
    "一[批些定起体流直样般切贯律度旦同并再经致向线手站心道路下边面类大种块团行言步刻共举跃生味旁身项支片份场套股是]"
    rf"{_NONE_BEHIND}|[二三四五六七八九十]是{_NONE_BEHIND}"
    r"|[一二三四五六七八九十]、(?![\s0-9０-９零〇一二两兩三四五六七八九十百千万亿])"
)

# Characters that few rules begin with, and those rules: the others need not be tried there. A mark begins no number.
MARKS, MASKS, DIGITS = "“《「〔（([【第①②③④⑤⑥⑦⑧⑨⑩", "XxＸｘ*＊×#＃○", "0123456789０１２３４５６７８９"
AT_MARKS = ("quoted_name", "ordinal", "document_number", "list_number")
AT_MASKS = ("masked_date", "anniversary", "rank", "grade", "document_number", "formula", "word_behind_numeral")
AT_DIGITS = (
    *("numeric_date", "numbered_year", "counter", "address", "percentile", "rate_base"),
    *("calendar_year", "masked_date", "clock_time", "span_of_years", "anniversary", "rank", "grade"),
    *("party_congress", "document_number", "phone_number", "formula", "word_behind_numeral", "list_number"),
)
HAN_NUMERALS = "零〇一二三四五六七八九十两兩百千万亿"
AT_HAN_NUMERALS = (
    *(
        "model",
        "counter",
        "group_of_places",
        "percentile",
        "rate_base",
        "place_name",
        "day_name",
        "calendar_year",
        "masked_date",
        "clock_time",
    ),
    *("span_of_years", "anniversary", "rank", "grade", "party_congress"),
    *("paired_slogan", "named_set", "word_behind_numeral", "lexical_numeral", "list_number"),
)
# Rules that take a number only with one of their own characters behind it, and what numbers are made of.
FOLLOWED = (
    *("calendar_year", "masked_date", "clock_time", "span_of_years", "anniversary", "grade", "party_congress"),
    *("numeric_date", "numbered_year", "address", "percentile", "word_behind_numeral"),
)
_OF_NUMBERS = rf"0-9０-９.．{MASK[1:-1]}零〇○一二两兩三四五六七八九十百千万亿萬億廿卅卌壹贰叁参肆伍陆柒捌玖拾佰仟"
_LOOKS_ROUND = re.compile(r"\(\?<?[=!][^()]*\)")


def rules_called(names: Collection[str]) -> list[knowledge.Rule]:
    """The rules of not_claims.toml with these names, in their order."""
    return [rule for rule in knowledge.not_claims() if rule.name in names]


def _alternatives(rules: Iterable[knowledge.Rule]) -> str:
    return "|".join(knowledge.fill(rule.pattern, PARTS) for rule in rules)


def _guarded(rules: Iterable[knowledge.Rule]) -> str:
    """The rules as alternatives in their order, but those that are FOLLOWED are not tried where they cannot be."""
    ways = []
    for is_followed, some in groupby(rules, key=lambda rule: rule.name in FOLLOWED):
        patterns = _alternatives(some)
        ways.append(f"{_guard(patterns)}(?:{patterns})" if is_followed else patterns)
    return "|".join(ways)


def _guard(patterns: str) -> str:
    """A lookahead for a number and a character that stands in these patterns: behind most numbers none does."""
    theirs = "".join(sorted({c for c in _LOOKS_ROUND.sub("", patterns) if not c.isascii()}))
    return rf"(?=[{_OF_NUMBERS}]{{1,20}}+[\x00-\x7f\s{_OF_NUMBERS}{theirs}])"


# What begins like a number or a rule and is passed at once: words, years, what marks begin; letters, 几, 数 and 壹, but
# not with those behind them with which they begin one. First what begins with a set of characters: re tries it fastest.
PASSED = "|".join(
    (
        _WORDLIKE,
        "[A-WYZa-wyzα-ωＶ](?<!(?=[A-Za-zα-ωＶ]{1,12}[-_]?[0-9０-９]).)",
        "[几幾数數](?![十百千万亿萬億])",
        "[壹贰叁肆伍陆柒捌玖](?![十百千拾佰仟万亿萬億九〇零○元圆角分点壹贰叁肆伍陆柒捌玖名户套台辆件项座栋间亩吨次份张条公平立个])",
        "参(?![拾佰仟万萬])",
        "翻(?!番)",
        "半(?!斤|公斤|升|公升|加仑|亩|公里|吨|成(?![品员为立])|个(?![月小多])|米)",
        rf"{MINUS}(?![ ]?[0-9０-９])|[+＋](?![0-9０-９])",
        "负(?![ ]?[0-9０-９]|[零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟的])",
        f"(?=[12１２一二壹][90９０九〇零○\\s])(?:{_alternatives(rules_called(['calendar_year']))})",
        f"(?=[{re.escape(MARKS)}])(?:{_alternatives(rules_called(AT_MARKS))}|.)",
    )
)
# Passes all up to where a number or a rule may begin, and reads it there if it is of the plainest.
BEGIN = re.compile(f"[^{STARTS}]*+(?>(?:(?:{PASSED})[^{STARTS}]*+)*)(?:{_PLAIN}|(?!\\Z))", re.VERBOSE)

# Behind a letter only a Chinese numeral begins: 实现GDP十四亿元.
_HAN_BEGINS = "[零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖]"
_NUMBER = rf"(?<![A-WYZa-wyz](?!{_HAN_BEGINS}))(?<![0-9０-９^])(?<!{DIGIT}[.．,])(?P<low>{NUMBER})"
# Directly behind letters a number is read too, if a unit follows: GDP320亿元. A single letter makes a name: G535.
_WORD = rf"(?<![A-Za-z0-9０-９])(?P<word>[A-WYZa-wyz][A-Za-z]{{1,11}})(?P<number>(?={DIGIT}){NUMBER})"
_SHARES = "[一壹]?(?:十万|百万|[百千万佰仟])分之"
_HALF = (
    "(?P<half>半)(?=斤|公斤|升|公升|加仑|亩|公里|吨|成(?![品员为立])|个(?![月小多])|米)"
    "|(?<=[少降加占的近约过短低减缩了])(?P<half_of>一半)(?=[，。；、以的左多]|$)|(?P<doubled>翻番)"
)
_SHARE = (
    rf"(?P<share>(?:负的?)?{_SHARES})(?P<share_low>{NUMBER}(?:[点點]{DIGIT}{{1,4}})?)"
    rf"(?:{CONNECTOR}(?:{_SHARES})?(?P<share_high>{NUMBER}))?"
)
_PART = (
    "(?=[负一二两三四五六七八九十百千万零壹贰叁肆伍陆柒捌玖拾佰仟0-9０-９]{1,7}"
    "(?:又|分之|[ ]?[/／]|[ ][0-9０-９]{1,2}[/／]))(?:"
    "(?:(?P<whole>负?(?:[一二两三四五六七八九十百千万零壹贰叁肆伍陆柒捌玖]{1,6}|[0-9]{1,4}))又)?"
    "(?P<below>[一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]{1,6}|(?<![0-9.])[0-9０-９]{1,3})分之(?P<above>[一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖]{1,4}|[0-9０-９]{1,3})"
    "|(?<![0-9０-９.．/／])(?:(?P<and>[0-9０-９]{1,3})(?:[ ]|又))?"  # 1 1/2
    "(?P<over>[0-9０-９]{1,2})[ ]?[/／][ ]?(?P<under>[0-9０-９]{1,3})(?![0-9０-９/／.．年月]))"
)
_WHOLE = (
    "(?<![一二三四五六七八九十两几])百分(?P<of_hundred>百|[一二三四五六七八九][一二三四五六七八九十]{0,3})(?![点之])"
)

_OTHERWISE = re.compile(
    f"(?P<skip>{_guarded(knowledge.not_claims())})|{_SHARE}|{_PART}|{_WHOLE}|{_HALF}|{_WORD}|{_NUMBER}", re.VERBOSE
)
_AT_MASK = re.compile(f"(?P<skip>{_guarded(rules_called(AT_MASKS))})|{_NUMBER}", re.VERBOSE)
_AT_HAN_NUMERAL = re.compile(
    f"(?P<skip>{_guarded(rules_called(AT_HAN_NUMERALS))})|{_SHARE}|{_PART}|{_WHOLE}|{_HALF}|{_NUMBER}", re.VERBOSE
)
_AT_DIGIT = re.compile(f"(?P<skip>{_guarded(rules_called(AT_DIGITS))})|{_PART}|{_NUMBER}", re.VERBOSE)
_BY_FIRST = (
    dict.fromkeys(MASKS, _AT_MASK) | dict.fromkeys(DIGITS, _AT_DIGIT) | dict.fromkeys(HAN_NUMERALS, _AT_HAN_NUMERAL)
)


def match_number(text: str, at: int) -> re.Match[str] | None:
    """The rule or the number that stands at a position, where a character stands."""
    return _BY_FIRST.get(text[at], _OTHERWISE).match(text, at)


def compile_unsorted() -> re.Pattern[str]:
    """All rules and numbers without any guard: matches what `match_number` does, but ten times as slowly."""
    rules = _alternatives(knowledge.not_claims())
    return re.compile(f"(?P<skip>{rules})|{_SHARE}|{_PART}|{_WHOLE}|{_HALF}|{_WORD}|{_NUMBER}", re.VERBOSE)
