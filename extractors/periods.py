"""Which period do a sentence's time words stand for? 前三季度, 截至10月底, 十四五期间, 近三年 to first and last day.

The rules and their examples are in data/periods.toml; this module holds the resolvers they name.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import regex

from extractors import knowledge
from extractors.numerals import NumeralError, parse_number
from extractors.records import quick

_PARTS = {
    "year": r"(?:(?:19|20|１９|２０)[0-9０-９]{2}|[12][ ][90][ ]\d[ ]\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})",
    "number": r"(?:[0-9０-９]{1,2}|[一二两三四五六七八九十]{1,3})",
}
_PLAN_NUMBERS = {
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
    "十三": 13,
    "十四": 14,
    "十五": 15,
    "十六": 16,
}


@quick
@dataclass(frozen=True, slots=True)
class Years:
    """The years that relative time words of one report are reckoned from."""

    default: int  # the year the section speaks of when it says nothing
    now: int  # what 今年 means


@quick
@dataclass(frozen=True, slots=True)
class Period:
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
    if not _HINT.search(text):
        return found
    at = 0
    while begin := _BEGIN.search(text, at):
        match = _SCAN.match(text, begin.start())
        if match is None:
            at = begin.start() + 1
            continue
        at = match.end()
        rule = next(name for name, group in _GROUPS if match.start(group) >= 0)
        before = text[max(0, match.start() - 4) : match.start()]
        before = before[:-1] if before[-1:].isspace() else before
        based = (
            before.endswith(_BASES)
            and not match[0].startswith(("截", "到", "自", "从"))
            and not match[0].endswith(("以来", "起"))
        )
        own = bool(_OWN_FIGURE.match(text, match.end()))  # 相比2022年的300万元
        if based and not own:
            continue
        if text.startswith("的", match.end()) and text[: match.start()].endswith(_MULTIPLE_OF):
            continue  # 是2020年的2.3倍
        try:
            span = _RESOLVERS_BY_RULE[rule](match, years)
        except (NumeralError, ValueError, KeyError):
            continue  # a month 13, a day 32: no date after all
        if span is not None:
            origin = based or before.endswith(_ORIGINS)
            found.append(Period(match.start(), match.end(), match[0], *span, rule, origin))
    return found


# -- resolvers: match and years → first and last day -------------------------------------------------------------------

Span = tuple[date, date]


def _number(text: str) -> int:
    return int(parse_number(text))


def _year_of(match: regex.Match[str], years: Years) -> int:
    text = match["year"]
    if not text:
        return years.now if match[0].startswith(("今年", "本年")) else years.default
    return _number(text)


def _whole_years(first: int, last: int) -> Span:
    return date(first, 1, 1), date(last, 12, 31)


def _months(year: int, first: int, last: int) -> Span:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _until_year(match: regex.Match[str], years: Years) -> Span:
    year = _year_of(match, years)
    return _whole_years(year, year)


def _until_date(match: regex.Match[str], years: Years) -> Span:
    year, month = _year_of(match, years), _number(match["month"])
    day = _number(match["day"]) if match["day"] else monthrange(year, month)[1]
    return date(year, 1, 1), date(year, month, day)


def _half(match: regex.Match[str], years: Years) -> Span:
    year = _year_of(match, years)
    return _months(year, 1, 6) if match["half"] == "上半年" else _months(year, 7, 12)


def _first_quarters(match: regex.Match[str], years: Years) -> Span:
    return _months(_year_of(match, years), 1, 3 * _number(match["count"]))


def _quarter(match: regex.Match[str], years: Years) -> Span:
    quarter = _number(match["count"])
    return _months(_year_of(match, years), 3 * quarter - 2, 3 * quarter)


def _first_months(match: regex.Match[str], years: Years) -> Span:
    return _months(_year_of(match, years), 1, _number(match["count"] or match["last"]))


def _month_range(match: regex.Match[str], years: Years) -> Span:
    return _months(_year_of(match, years), _number(match["first"]), _number(match["last"]))


def _month(match: regex.Match[str], years: Years) -> Span:
    year, month = _year_of(match, years), _number(match["month"])
    if match["day"]:
        day = date(year, month, _number(match["day"]))
        return day, day
    return _months(year, month, month)


def _span(match: regex.Match[str], years: Years) -> Span:
    first, last = _number(match["first"]), _number(match["last"])
    return _whole_years(first, last if last > 99 else first // 100 * 100 + last)


def _since(match: regex.Match[str], years: Years) -> Span:
    first = _year_of(match, years)
    return _whole_years(first, max(first, years.default))


def _one_year(match: regex.Match[str], years: Years) -> Span:
    year = _year_of(match, years)
    return _whole_years(year, year)


def _this_year(match: regex.Match[str], years: Years) -> Span:
    year = years.now if match[0].startswith("今年") else years.default
    return _whole_years(year, year)


def _last_year(match: regex.Match[str], years: Years) -> Span:
    return _whole_years(years.now - 1, years.now - 1)


def _next_year(match: regex.Match[str], years: Years) -> Span:
    return _whole_years(years.now + 1, years.now + 1)


def _last_years(match: regex.Match[str], years: Years) -> Span:
    count = _number(match["count"] or match["count2"])
    return _whole_years(years.default - count + 1, years.default)


def _next_years(match: regex.Match[str], years: Years) -> Span:
    first = max(years.default, years.now + 1) if years.default > years.now else years.now + 1
    return _whole_years(first, first + _number(match["count"]) - 1)


def _plan(match: regex.Match[str], years: Years) -> Span:
    """The sixth plan began in 1981, each has five years."""
    first = 1981 + 5 * (_PLAN_NUMBERS[match["plan"]] - 6)
    edge = match["edge"]
    if edge in ("末", "期末"):
        return _whole_years(first + 4, first + 4)
    if edge in ("前两年", "前三年", "前四年"):
        return _whole_years(first, first + _number(edge[1]) - 1)
    return _whole_years(first, min(first + 4, years.default) if edge == "以来" else first + 4)


_RESOLVERS: dict[str, Callable[[regex.Match[str], Years], Span]] = {
    "until_year": _until_year,
    "until_date": _until_date,
    "half": _half,
    "first_quarters": _first_quarters,
    "quarter": _quarter,
    "first_months": _first_months,
    "months": _month_range,
    "month": _month,
    "span": _span,
    "since": _since,
    "year": _one_year,
    "this_year": _this_year,
    "last_year": _last_year,
    "next_year": _next_year,
    "last_years": _last_years,
    "next_years": _next_years,
    "plan": _plan,
}
_RULES = knowledge.period_rules()
_RESOLVERS_BY_RULE = {rule.name: _RESOLVERS[rule.resolve] for rule in _RULES}
# Where a rule can begin, by its first characters: the rules themselves are tried only there.
_BEGIN = re.compile(
    r"(?=[0-9０-９一二两三四五六七八九十截到至今本全当年过这去上下前第近最未明来次已连“\"迄目现每月日])"
    r"(?:[0-9０-９一二两三四五六七八九十](?=.{0,16}[年月季]|.{0,2}五[”\"]?(?:规划)?[期时以末前])"
    r"|[截到至前第近这“\"]|[全当本明来次去今](?=年)|[今最迄](?=[后近今])|年(?=内|度内|初|均)|[月日](?=均)|过(?=去)|未(?=来)"
    r"|[上下](?=半年|一?年)|已(?=连续)|连(?=续)|目(?=前)|现(?=[有已])|每(?=[年月季周天日]))"
)
_SCAN = regex.compile(
    "|".join(f"(?P<rule_{rule.name}>{knowledge.fill(rule.pattern, _PARTS)})" for rule in _RULES), regex.VERBOSE
)
_GROUPS = [(rule.name, _SCAN.groupindex[f"rule_{rule.name}"]) for rule in _RULES]
_HINT = re.compile(
    '[年月季]|五[”"]?(?:规划)?[期时以末前]|目前|现[有已]|每[天日周]|日均|至今|迄今|今日'
)  # without one of these no rule can match
_BASES, _ORIGINS = knowledge.period_words()
_OWN_FIGURE = re.compile(r"的(?:约|近|不足)?[0-9０-９]")
_MULTIPLE_OF = ("是", "为", "于", "当")
