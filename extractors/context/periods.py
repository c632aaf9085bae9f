"""Which period do a sentence's time words stand for? 前三季度, 截至10月底, 十四五期间, 近三年 to first and last day.

The rules and their examples are in data/periods.toml; extractors.context.resolvers holds the resolvers that they name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

import regex  # tells what a rule can begin with
from msgspec import Struct
from msgspec.structs import replace

from extractors.context.resolvers import RESOLVERS, Span, Years
from extractors.language import knowledge
from extractors.language.numerals import NumeralError
from extractors.language.phrases import one_of

_PARTS = {
    "year": r"(?:(?:19|20|１９|２０)[0-9０-９]{2}|[12][ ][90][ ]\d[ ]\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})",
    "number": r"(?:[0-9０-９]{1,2}|[一二两三四五六七八九十]{1,3})",
}


class Period(Struct, frozen=True, gc=False):
    """Time words and what they stand for; offsets into the text that was scanned."""

    start: int
    end: int
    text: str
    first: date
    last: date
    rule: str
    origin: bool  # speaks only for the figure next to it (由2022年的34%提高到37%)


def find_periods(text: str, years: Years) -> list[Period]:
    """The time words of the text in reading order; bases of comparisons (比上年) are left out."""
    found: list[Period] = []
    if not ("年" in text or "月" in text or "季" in text or _HINT.search(text)):
        return found
    at = 0
    while begin := _BEGIN.search(text, at):
        at = begin.start()
        match = _rules_from(begin[0]).match(text, at)
        if match is None:
            at += 1
            continue
        start, at = at, match.end()
        words, rule = match[0], match.lastgroup or ""
        before = start - 1 if text[start - 1 : start].isspace() else start
        is_base = text.endswith(_BASES, 0, before) or (text.endswith(_BEFORE, 0, before) and _is_base(text, before))
        based = is_base and not words.startswith(_NO_BASE) and not words.endswith(_SINCE)
        if text.startswith(("相比", "比较", "相较"), at):  # 同完成恢复的1952年相比
            continue
        if rule == "year" and text[at : at + 1] in _ACCOUNT_BEGINS and _SET_AGAINST.match(text, at):
            continue
        follows = text.startswith("的", at)
        if based and not (follows and _OWN_FIGURE.match(text, at)):  # 相比2022年的300万元
            continue
        if text.endswith(_MULTIPLE_OF, 0, start) and (follows or _TIMES_OF.match(text, at)):
            continue  # 是2020年的2.3倍, 是“十三五”时期年均水平的2倍
        if rule in _COUNTED and text.endswith(_CAUSES, 0, start):
            continue  # 受|近三年|来水偏枯影响，发电量41亿千瓦时
        if rule in _OF_A_YEAR and text.endswith(_SHARES, 0, start) and _OF_THAT_WHOLE.match(text, at):
            continue  # 达到上年筹款总额的108%
        if text.startswith("同期", at) and text.endswith(_RECOVERED, 0, start):
            continue  # 恢复至2019年同期水平的83%
        if rule in _OF_A_YEAR and text.startswith(_BEFORE_IT, at) and _GATHERED_BEFORE.match(text, at):
            continue  # 2007年以前积累的案件
        if rule == "year" and text[at : at + 1] in _PRICE_BEGINS and _PRICED_IN.match(text, at):
            continue  # 按2015年可比价格计算
        if rule == _A_MONTH and _DATELINE_ENDS.match(text, at):
            continue  # 青禾社柳溪5月9日|电
        if rule == "next_year" and text.endswith(_KEPT_FOR, 0, start):
            continue
        if rule == TOLD and not (_DONE_IN.match(text, start) or _MOVED_IN.match(text, start)):
            at = start + 1
            continue
        if rule in _COUNTED and found and found[-1].end == start - (text[start - 1] == "的"):
            found[-1] = replace(found[-1], origin=False)  # 从1953年到1980年|的二十八年中: of all that follows
            continue
        same_year = text.endswith("同年", 0, start)
        if same_year and not found:
            continue  # of a year that another sentence tells
        same_year = same_year or (bool(found) and _goes_on(found[-1], rule, words))
        told_in = replace(years, default=found[-1].last.year) if same_year else years
        if span := _resolve(rule, words, told_in):
            if rule in _COUNTED and not words.startswith(_UP_TO_NOW):
                span = _named_before(found, span)
            origin = (
                based
                or (text.endswith(_ORIGINS, 0, before) and not words.endswith(_SINCE))
                or (rule in _YEAR_BEFORE and text.startswith(_ALONE, at))
            )
            found.append(Period(start, at, words, span[0], span[1], rule, origin))
    return found


def _goes_on(before: Period, rule: str, words: str) -> bool:
    """2022年10月开工，|12月|完成: a month behind an earlier one whose year is told is of that year."""
    if rule != _A_MONTH or before.origin or not words[0].isdecimal() or words[:4].isdecimal():
        return False
    if before.rule == "year" and before.start == 0:
        return True  # 2022年，全县造林3万亩，|3月|…
    if before.rule != rule:
        return False
    month = _MONTH.match(words)
    return before.text[:4].isdecimal() and month is not None and before.first.month <= int(month[1]) <= _MONTHS


def _is_base(text: str, end: int) -> bool:
    return _BASE_BEFORE.search(text[max(0, end - 40) : end]) is not None


def named_years(text: str, years: Years | None) -> list[Period]:
    """The time words of a text; where no year is known, those that need none: of a five-year plan by its number."""
    found = find_periods(text, years or _UNKNOWN)
    return found if years else [period for period in found if period.rule == _BY_NUMBER]


def find_lead(text: str, start: int, end: int, years: Years | None) -> Period | None:
    """The several years that a sentence between two positions opens with (五年来，…), and that rule what follows until
    another sentence opens with a time. `years`: None where the report says none."""
    lead = None
    for match in _OPENS.finditer(text, start, end):
        found = named_years(match["words"], years)
        if found and found[0].start <= _AT_HEAD and found[0].rule not in ("each", "now", "since_last_year"):
            lead = found[0] if found[0].first.year != found[0].last.year and not found[0].origin else None
    return lead


def _named_before(found: Sequence[Period], span: Span) -> Span:
    """“十四五”期间关停12家，五年|淘汰产能3万吨: so many years as were named before it are those; of the span named last
    its first year may be left out: 1965年到1976年|11年间."""
    many = span[1].year - span[0].year
    same = (p for p in reversed(found) if many and p.last.year - p.first.year - many in (0, p is found[-1]))
    named = next(same, None)
    return (named.first, named.last) if named else span


def amid(text: str, period: Period) -> bool:
    """粮食产量|三年|增长12%: whether years stand amid a clause, of which alone they are told."""
    return period.rule == TOLD and _MOVED_IN.match(text, period.start) is not None


_UNKNOWN, _BY_NUMBER = Years(1, 1), "five_year_plan"
TOLD, _DONE_IN, _MOVED_IN = "years_told", knowledge.phrase("done_in_years"), knowledge.phrase("moved_in_years")
_COUNTED, _UP_TO_NOW = frozenset((TOLD, "last_years")), ("近", "最近", "过去")


@cache
def _rules_from(first: str) -> re.Pattern[str]:
    """The rules that can begin with a character, tried in turn."""
    rules = [n for n, pattern in _PATTERNS.items() if regex.match(pattern, first, regex.VERBOSE, partial=True)]
    return re.compile("|".join(f"(?P<{n}>{_NAMED_INSIDE.sub('(?:', _PATTERNS[n])})" for n in rules), re.VERBOSE)


@lru_cache(maxsize=4096)
def _resolve(rule: str, words: str, years: Years) -> Span | None:
    """What the words stand for that a rule matched; None for a month 13, a day 32, 近0年. Reports repeat them."""
    pattern, resolve = _RESOLVERS_BY_RULE[rule]
    match = pattern.fullmatch(words)
    if match is None:
        raise ValueError(f"{words} is read as {rule} only for what stands around it; let the rule do without")
    try:
        first, last = resolve(match, years)
    except (NumeralError, ValueError, KeyError):
        return None
    return (first, last) if first <= last else None


_RULES = knowledge.period_rules()
_PATTERNS = {rule.name: knowledge.fill(rule.pattern, _PARTS) for rule in _RULES}
_RESOLVERS_BY_RULE = {
    rule.name: (re.compile(_PATTERNS[rule.name], re.VERBOSE), RESOLVERS[rule.resolve]) for rule in _RULES
}
_NAMED_INSIDE = re.compile(r"\(\?P<\w+>")  # re takes a name once only; what is inside is read again by the rule alone
# Where a rule can begin, by its first character and what follows: the rules themselves are tried only there.
_NUMERAL = "[0-9０-９〇零○一二两三四五六七八九十]"
_DATE_GOES_ON = '[-—－–~～至到年月季份学财期时以末前规”"]'
_MONTHS_ON = f"{_NUMERAL}{{1,2}}(?:月|[、和及]{_NUMERAL}{{1,2}}月)"
_GOES_ON = f"(?:{_DATE_GOES_ON}|[、和与及](?:19|20|１９|２０|一九|二[〇零○]|{_MONTHS_ON}))"
_FOLLOWED = {
    "0123456789０１２３４５６７８９一二两三四五六七八九十": rf"(?>(?:{_NUMERAL}|\s)*){_GOES_ON}",
    "到至止前近这第从自": rf"\s*+(?:{_NUMERAL}|[今本目去上]|年[底末])",
    '“"': _NUMERAL,
    "全当本明来次去": "年",
    "上下": "半年|一?年",
    "年": "内|度内|初|均|底|末",
    "前": "年",
    "月日": "均",
    "每": "[年月季周天日]",
    "今": "[年后]",
    "截": "[至止]",
    "现": "[有已]",
    **{"新": "的一年", "目": "前", "最": "近", "迄": "今", "过": "去", "未": "来", "连": "续", "已": "连续"},
}
_BEGIN = re.compile(one_of(("", f"{first}(?={then})") for firsts, then in _FOLLOWED.items() for first in firsts)[0])
_HINTS = {
    "五": '[”"’]?(?:规划|计划)?[期时以末前结收]',
    "现": "[有已]",
    "每": "[天日周]",
    "目": "前",
    "日": "均",
    "至迄": "今",
    "今": "日",
}
# Beside 年, 月, 季: without one of these no time words are looked for (到1900 of 达到1900万千瓦 is none).
_HINT = re.compile(one_of(("", f"{first}{then}") for firsts, then in _HINTS.items() for first in firsts)[0])
_AT_HEAD = 4  # characters before the time that opens a sentence: 特别是近三年，; not 产量创近10年新高，
MANY_YEARS = re.compile(
    '五[”"]?[时期以规]|年来|年间|年以来|(?:近|这|过去的?|最近)\\s?[0-9一二两三四五六七八九十]{1,2}年'
    "|[0-9]年?[-—－–~～至到](?:19|20)[0-9]{2}年"
)
_OPENS = re.compile(r"(?:(?<=[。！；\n])|\A)[\s\u3000]*(?P<words>[^，。；：\n]{2,12})[，：,]")
_BASES, _ORIGINS, _ALONE, _KEPT_FOR = knowledge.period_words()
_BASE_BEFORE, _BEFORE = knowledge.phrase("base_before"), ("前", "前的", "、", "和", "与")
_OWN_FIGURE = re.compile(r"的(?:约|近|不足)?[0-9０-９]")
_GATHERED_BEFORE = knowledge.phrase("gathered_before")
_PRICED_IN, _PRICE_BEGINS = knowledge.phrase("priced_in"), frozenset("的不可价当同物")
_SET_AGAINST, _ACCOUNT_BEGINS = knowledge.phrase("set_against"), frozenset("的预执决")
_SINCE = ("以来", "起", "开始")
_NO_BASE = ("截", "到", "自", "从")
_RECOVERED = ("恢复至", "恢复到", "恢复", "相当于")
_OF_A_YEAR, _BEFORE_IT = frozenset({"year", "last_year", "until_year"}), ("以前", "之前", "及以前", "及之前")
_SHARES, _OF_THAT_WHOLE = ("达到", "达", "相当于", "占", "占到", "是", "为"), knowledge.phrase("of_that_whole")
_DATELINE_ENDS = knowledge.phrase("dateline_ends")
_A_MONTH, _MONTH, _MONTHS = "date_or_month", re.compile("([0-9]{1,2})月"), 12
_YEAR_BEFORE = frozenset({"last_year", "year"})
_MULTIPLE_OF = ("是", "为", "于", "当")
_TIMES_OF = re.compile(rf"[^，。；、0-9]{{1,10}}的(?:近|约)?(?:{_NUMERAL}|\.)+倍")
_CAUSES = ("受", "受到", "由于", "因", "因为", "针对", "面对", "鉴于", "应对", "考虑到")
