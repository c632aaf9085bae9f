"""Invented reports whose periods are known by construction: a grammar of titles, times and where they stand."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

Span = tuple[date, date]

THINGS = [
    ("新建泵站", "座"),
    ("走访农户", "户"),
    ("完成税收", "万元"),
    ("培训农民", "人次"),
    ("修复道路", "公里"),
    ("受理案件", "件"),
    ("生产茶叶", "吨"),
    ("种植核桃", "亩"),
    ("发放贷款", "亿元"),
    ("招聘教师", "名"),
]
LEVELS = [("城镇化率", "%"), ("人均可支配收入", "元"), ("存款余额", "亿元"), ("合格率", "%")]


def months(year: int, first: int, last: int) -> Span:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def years(first: int, last: int | None = None) -> Span:
    return date(first, 1, 1), date(last or first, 12, 31)


def year_before(span: Span) -> Span:
    first, last = (date(day.year - 1, day.month, min(day.day, 28)) for day in span)
    if span[1].day == monthrange(span[1].year, span[1].month)[1]:
        last = last.replace(day=monthrange(last.year, last.month)[1])
    return first.replace(day=span[0].day), last


@dataclass(frozen=True, slots=True)
class Time:
    """Time words, what they stand for, and whether the sentences behind go on with them."""

    words: str
    span: Span
    lasts: bool = True
    many_years: bool = False


def draw_time(draw: random.Random, year: int) -> Time:
    """One of the ways in which reports of a year say when."""
    until, first = draw.randrange(2, 12), draw.randrange(1, 6)
    last, dash = first + draw.randrange(1, 6), draw.choice("—-至~")
    return draw.choice(
        [
            Time(f"{year}年", years(year)),
            Time("上半年", months(year, 1, 6)),
            Time(f"{year}年上半年", months(year, 1, 6)),
            Time("下半年", months(year, 7, 12)),
            Time("前三季度", months(year, 1, 9)),
            Time("第一季度", months(year, 1, 3)),
            Time("三季度", months(year, 7, 9)),
            Time(f"1{dash}{until}月", months(year, 1, until)),
            Time(f"前{until}个月", months(year, 1, until)),
            Time(f"{year}年{first}{dash}{last}月", months(year, first, last)),
            Time(f"{first}月至{last}月", months(year, first, last)),
            Time(f"截至{until}月底", months(year, 1, until)),
            Time(f"截至{year}年{until}月底", months(year, 1, until)),
            Time(f"{until}月份", months(year, until, until), lasts=False),
            Time(f"{year}年{until}月", months(year, until, until), lasts=False),
            Time(f"{first}月5日至{last}月8日", (date(year, first, 5), date(year, last, 8)), lasts=False),
            Time(f"{first}月3日至9日", (date(year, first, 3), date(year, first, 9)), lasts=False),
            Time("去年", years(year - 1)),
            Time(f"{year - 1}年", years(year - 1)),
            Time(f"{year - 1}年上半年", months(year - 1, 1, 6)),
            Time(f"{year - 1}年7月至{year}年6月", (date(year - 1, 7, 1), date(year, 6, 30))),
            Time("去年9月至今年8月", (date(year - 1, 9, 1), date(year, 8, 31))),
            Time(f"{year - 2}{dash}{year}年", years(year - 2, year), many_years=True),
            Time("近三年", years(year - 2, year), many_years=True),
            Time("五年来", years(year - 4, year), many_years=True),
            Time(f"{year - 3}年以来", years(year - 3, year), many_years=True),
        ]
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """Where a figure stands, and how it is meant."""

    start: int
    end: int
    span: Span
    status: str
    comparison: str


@dataclass(slots=True)
class Text:
    """A report while it is written. `here`: the time of what is said without one."""

    draw: random.Random
    year: int
    default: Span
    status: str
    text: str = ""
    figures: list[Figure] = field(default_factory=list)
    carried: Time | None = None

    @property
    def here(self) -> Span:
        return self.carried.span if self.carried else self.default

    def say(self, words: str) -> Text:
        self.text += words
        return self

    def count(self, unit: str, span: Span | None = None, status: str | None = None, comparison: str = "none") -> Text:
        """A figure: of the time of its sentence where no other is given."""
        whole, part = self.draw.randrange(41, 99), self.draw.randrange(1, 10)
        quote = f"{whole}.{part}{unit}" if unit in ("%", "万元", "亿元", "公里", "吨") else f"{whole}{unit}"
        start = len(self.text)
        self.say(quote)
        self.figures.append(Figure(start, len(self.text), span or self.here, status or self.status, comparison))
        return self

    def thing(self, span: Span | None = None, before: str = "") -> Text:
        name, unit = self.draw.choice(THINGS)
        return self.say(before + name).count(unit, span)

    def goes_on_with(self, time: Time, says_so: bool = True) -> None:
        """What the sentences behind one that opens with a time go on with; several years only behind a comma."""
        self.carried = time if time.lasts and (says_so or not time.many_years) else None


def _plain(t: Text) -> None:
    t.thing().say("。")


def _list(t: Text) -> None:
    t.thing().thing(before="，").thing(before="；").say("。")


def _of_which(t: Text) -> None:
    t.thing().thing(before="，其中").say("。")


def _grown(t: Text) -> None:
    t.thing().say(t.draw.choice(["，比上年增长", "，同比增长"])).count("%", comparison="yoy").say("。")


def _grown_since(t: Text) -> None:
    t.thing().say(f"，较{t.year - 2}年增长").count("%", comparison="other").say("。")


def _led(t: Text) -> None:
    time, link = draw_time(t.draw, t.year), t.draw.choice(["，", "，全县", "全县"])
    t.say(time.words + link).thing(time.span).thing(time.span, "，").thing(time.span, "；").say("。")
    t.goes_on_with(time, link != "全县")


def _led_by_source(t: Text) -> None:
    time = draw_time(t.draw, t.year)
    t.say(t.draw.choice(["据统计，", "初步核算，"]) + time.words + "，全县")
    t.thing(time.span).thing(time.span, "；").say("。")
    t.goes_on_with(time, False)


def _led_and_of_which(t: Text) -> None:
    time = draw_time(t.draw, t.year)
    t.say(time.words + "，").thing(time.span).say("。其中，").thing(time.span).say("。")
    t.goes_on_with(time)


def _opened(t: Text) -> None:
    time = draw_time(t.draw, t.year)
    t.say(time.words + "，各项工作有序推进。")
    t.goes_on_with(time)
    t.thing(None if time.lasts or t.carried else t.default).say("。")


def _bracketed(t: Text) -> None:
    time = draw_time(t.draw, t.year)
    t.thing().say(f"（其中{time.words}").count("件", time.span).say("）。")


def _from_to(t: Text) -> None:
    name, unit = t.draw.choice(LEVELS)
    t.say(f"{name}由{t.year - 2}年的").count(unit, years(t.year - 2), "actual")
    t.say("提高到").count(unit).say("。")


def _same_months(t: Text) -> None:
    time = draw_time(t.draw, t.year)
    if time.many_years or time.span[0].year != t.year:
        return _plain(t)
    t.say(time.words + "，").thing(time.span).say("，上年同期").count("件", year_before(time.span)).say("。")
    t.goes_on_with(time)
    return None


def _carried_over(t: Text) -> None:
    t.say("公共预算收入").count("万元").say("，上年结转").count("万元", years(t.year - 1))
    t.say("，收入总计").count("万元").say("。")


def _planned(t: Text) -> None:
    ahead = Time("", years(t.year + 2))
    t.say(f"到{t.year + 2}年，力争").thing(ahead.span).thing(ahead.span, "，").say("。")
    t.goes_on_with(ahead)


ANYWHERE: list[Callable[[Text], None]] = [_plain, _list, _of_which, _grown, _grown_since]
OF_FACTS = [
    _led,
    _led,
    _led_by_source,
    _led_and_of_which,
    _opened,
    _bracketed,
    _from_to,
    _same_months,
    _carried_over,
]
OF_PLANS = [_planned]


def write(seed: int) -> Text:
    """The report of one seed."""
    draw = random.Random(seed)
    year = draw.randrange(2008, 2026)
    half, rest = months(year, 1, 6), months(year, 7, 12)
    title, default, status = draw.choice(
        [
            (f"青禾县农业局{year}年工作总结\n", years(year), "actual"),
            (f"青禾县农业局{year}年上半年工作总结\n", half, "actual"),
            (f"青禾县{year}年前三季度经济运行情况\n", months(year, 1, 9), "actual"),
            (f"青禾县农业局{year}年工作计划\n", years(year), "target"),
            (f"青禾县农业局{year}年上半年工作总结和下半年工作计划\n一、上半年工作情况\n", half, "actual"),
            (f"青禾县农业局{year}年上半年工作总结\n各项工作有序推进。\n二、下半年工作打算\n", rest, "target"),
        ]
    )
    text = Text(draw, year, default, status, title)
    for _ in range(draw.randrange(1, 4)):
        text.carried = None
        for _ in range(draw.randrange(1, 4)):
            several = text.carried is not None and text.carried.many_years  # a part of them may end them or not
            others = [] if several else OF_PLANS if status == "target" else OF_FACTS
            draw.choice(ANYWHERE + others)(text)
        text.say("\n")
    return text
