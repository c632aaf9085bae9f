"""Which first and last day do the words of a rule stand for? The resolvers that data/periods.toml names."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from msgspec import Struct

from extractors.language.numerals import parse_number

Span = tuple[date, date]
_PLAN_NUMBERS = {
    "三": 3,
    "四": 4,
    "五": 5,
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
_FIRST_PLANS = {"一": 1953, "二": 1958}


_EACH_YEAR = re.compile(r"(?:^|[、和与及])(\d(?: \d){3}|.{4})")  # 2019, 一九五三, 1 9 9 5
_EACH_MONTH = re.compile("[0-9]{1,2}|十[一二]?|[一二三四五六七八九]")  # 3、4, 十一、十二, 五六
_BESIDE_NOW = re.compile("(?:截[至止]到?|[自从到至止])?\\s?(?:[去上]年|(?P<next>[明来]年))")  # 去年9月, 截至去年10月底


class Years(Struct, frozen=True, gc=False):
    """The years that relative time words of one report are reckoned from."""

    default: int  # the year the section speaks of when it says nothing
    now: int  # what 今年 means
    until: date | None = None  # the day on which it is told, where that is well within the year after `default`


def _number(text: str) -> int:
    return int(parse_number(text))


def _year_of(match: re.Match[str], years: Years) -> int:
    text = match["year"]
    if not text:
        if beside := _BESIDE_NOW.match(match[0]):
            return years.now + (1 if beside["next"] else -1)
        return years.now if match[0].startswith(("今年", "本年")) else years.default
    return _number(text)


def _whole_years(first: int, last: int) -> Span:
    return date(first, 1, 1), date(last, 12, 31)


def _months(year: int, first: int, last: int) -> Span:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _months_of_two_years(match: re.Match[str], years: Years) -> Span:
    first = years.now - 1 if match[0].startswith(("去年", "上年")) else _year_of(match, years)
    last = _number(match["last_year"]) if match["last_year"] else years.now
    begin, end = _number(match["first"]), _number(match["last"])
    last_day = _number(match["last_day"]) if match["last_day"] else monthrange(last, end)[1]
    return date(first, begin, _number(match["day"]) if match["day"] else 1), date(last, end, last_day)


def _since_month(match: re.Match[str], years: Years) -> Span:
    year = _year_of(match, years)
    begin = date(year, _number(match["month"]), _number(match["day"]) if match["day"] else 1)
    return begin, date(max(year, years.default), 12, 31)


def _days(match: re.Match[str], years: Years) -> Span:
    year = _year_of(match, years)
    last_year = _number(match["last_year"]) if match["last_year"] else year
    last = _number(match["last"] or match["first"])
    return date(year, _number(match["first"]), _number(match["day"])), date(last_year, last, _number(match["last_day"]))


def _school_year(match: re.Match[str], years: Years) -> Span:
    year = _year_of(match, years)
    first, last = date(year, 9, 1), date(year + 1, 8, 31)
    if (term := match["term"]) is None:
        return first, last
    return (first, date(year + 1, 1, 31)) if term in "一上秋" else (date(year + 1, 2, 1), last)


def _years_joined(match: re.Match[str], years: Years) -> Span:
    told = [_number(year) for year in _EACH_YEAR.findall(match[0])]
    follow = told == list(range(told[0], told[0] + len(told)))
    return _whole_years(told[0] if follow else told[-1], told[-1])


def _until_year(match: re.Match[str], years: Years) -> Span:
    year = _year_of(match, years)
    return _whole_years(year, year)


def _until_date(match: re.Match[str], years: Years) -> Span:
    year, month = _year_of(match, years), _number(match["month"])
    if years.until and year == years.default and not match["year"] and month <= years.until.month:
        year = years.until.year  # 截至6月底, in an audit of last year told in August
    day = _number(match["day"]) if match["day"] else monthrange(year, month)[1]
    return date(year, 1, 1), date(year, month, day)


def _half(match: re.Match[str], years: Years) -> Span:
    year = _year_of(match, years)
    return _months(year, 7, 12) if match["half"] == "下半年" else _months(year, 1, 6)


def _first_quarters(match: re.Match[str], years: Years) -> Span:
    return _months(_year_of(match, years), 1, 3 * _number(match["count"]))


def _quarter(match: re.Match[str], years: Years) -> Span:
    quarter = _number(match["count"])
    return _months(_year_of(match, years), 3 * quarter - 2, 3 * quarter)


def _first_months(match: re.Match[str], years: Years) -> Span:
    return _months(_year_of(match, years), 1, _number(match["count"] or match["last"]))


def _month_range(match: re.Match[str], years: Years) -> Span:
    if joined := match["joined"]:
        told = [_number(month) for month in _EACH_MONTH.findall(joined)]
        follow = told == list(range(told[0], told[0] + len(told)))
        return _months(_year_of(match, years), told[0] if follow else told[-1], told[-1])
    return _months(_year_of(match, years), _number(match["first"]), _number(match["last"]))


def _month(match: re.Match[str], years: Years) -> Span:
    year, month = _year_of(match, years), _number(match["month"])
    if match["day"]:
        day = date(year, month, _number(match["day"]))
        return day, day
    return _months(year, month, month)


def _span(match: re.Match[str], years: Years) -> Span:
    first, last = _number(match["first"]), _number(match["last"])
    return _whole_years(first, last if last > 99 else first // 100 * 100 + last)


def _since(match: re.Match[str], years: Years) -> Span:
    first = _year_of(match, years)
    return _whole_years(first, max(first, years.default))


def _one_year(match: re.Match[str], years: Years) -> Span:
    year = _year_of(match, years)
    return _whole_years(year, year)


def _this_year(match: re.Match[str], years: Years) -> Span:
    year = years.now if match[0].startswith("今年") else years.default
    return _whole_years(year, year)


def _last_year(match: re.Match[str], years: Years) -> Span:
    if years.until and match[0].startswith("上"):  # 上年结转, of the year that is told of
        return _whole_years(years.default - 1, years.default - 1)
    return _whole_years(years.now - 1, years.now - 1)


def _year_before_last(match: re.Match[str], years: Years) -> Span:
    return _whole_years(years.now - 2, years.now - 2)


def _by_now(match: re.Match[str], years: Years) -> Span:
    if until := years.until:
        return date(until.year, 1, 1), until
    return _this_year(match, years)


def _since_last_year(match: re.Match[str], years: Years) -> Span:
    return _whole_years(years.now - 1, max(years.now - 1, years.default))


def _next_year(match: re.Match[str], years: Years) -> Span:
    return _whole_years(years.now + 1, years.now + 1)


def _new_year(_match: re.Match[str], years: Years) -> Span:
    """新的一年: the one that a speech is given in, else the one behind the report's."""
    year = years.now if years.now > years.default else years.default + 1
    return _whole_years(year, year)


def _last_years(match: re.Match[str], years: Years) -> Span:
    count = _number(next(told for told in match.groupdict().values() if told))
    return _whole_years(years.default - count + 1, years.default)


def _next_years(match: re.Match[str], years: Years) -> Span:
    first = max(years.default, years.now + 1) if years.default > years.now else years.now + 1
    return _whole_years(first, first + _number(match["count"]) - 1)


def _plan(match: re.Match[str], years: Years) -> Span:
    """The sixth plan began in 1981, each has five years; between the second and the third there were three more."""
    plan = match["plan"] or match["early"]
    first = _FIRST_PLANS.get(plan) or 1981 + 5 * (_PLAN_NUMBERS[plan] - 6)
    edge = match["edge"]
    if edge.endswith("末") or edge[:2] in ("结束", "期满", "收官"):
        return _whole_years(first + 4, first + 4)
    if edge in ("前两年", "前三年", "前四年"):
        return _whole_years(first, first + _number(edge[1]) - 1)
    return _whole_years(first, min(first + 4, years.default) if edge == "以来" else first + 4)


RESOLVERS: dict[str, Callable[[re.Match[str], Years], Span]] = {
    "months_of_two_years": _months_of_two_years,
    "since_month": _since_month,
    "days": _days,
    "school_year": _school_year,
    "until_year": _until_year,
    "until_date": _until_date,
    "half": _half,
    "first_quarters": _first_quarters,
    "quarter": _quarter,
    "first_months": _first_months,
    "months": _month_range,
    "month": _month,
    "span": _span,
    "years_joined": _years_joined,
    "since": _since,
    "year": _one_year,
    "this_year": _this_year,
    "by_now": _by_now,
    "last_year": _last_year,
    "year_before_last": _year_before_last,
    "since_last_year": _since_last_year,
    "next_year": _next_year,
    "new_year": _new_year,
    "last_years": _last_years,
    "next_years": _next_years,
    "plan": _plan,
}
