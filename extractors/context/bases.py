"""Against what is a change stated, and how is it reckoned? 较一季度回升, 与2020年相比, 按可比价格计算.

The words are in data/bases.toml and, those that stand as they are (同比, 比上年), in data/context.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, lru_cache

from msgspec import Struct

from extractors.context.periods import Period, find_periods
from extractors.context.resolvers import Years
from extractors.language import knowledge
from extractors.language.numerals import parse_number
from extractors.language.phrases import one_of

_WORDS = knowledge.load("bases.toml")
_COMPARISON = knowledge.context_words()["comparison"]
YEAR = r"(?:(?:19|20|１９|２０)[0-9０-９]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
_MOVES = (
    "(?:分别|累计|大幅|明显|小幅|略|有所|又|再|平均)*"
    "(?:净?增|净?减|超收|短收|提|[上下]升|上涨|下[降跌滑]|[回升降落]|扩|缩|收窄|加快|放缓|[多少高低快慢]|翻|涨|跌)"
)
_OF = r"(?P<{}>[^，、；。：,;！？\n（()）]{{1,18}}?)"
_CHOICE, _FIXED = one_of(
    [
        *(
            (kind, re.escape(word))
            for kind in ("yoy", "mom", "other")
            for word in sorted(_COMPARISON[kind], key=len, reverse=True)
        ),
        *(("year", f"{word}{YEAR}年?") for word in "比较与同和"),
    ]
)
_FIXED_BASE = re.compile(_CHOICE)
_PHRASE = re.compile(
    rf"(?:比(?<![占环同对成百可相]比)|较(?![快大好高低多少强差])){_OF.format('than')}(?=相比|(?<=[年期月季度底末])比|(?<=[末初底])的$|(?<=[0-9一二三四上]月)$|(?<=季度)$|(?<=半年)$|{_MOVES})"
    rf"|[与同和跟]{_OF.format('beside')}(?=相比|比较|(?<=[年期月季度底末])比)"
    r"|[与同](?P<budget>[^，、；。：,;！？\n（()）]{2,30}数)(?:[（(][^（()）]{2,24}[）)])?(?=相比)"
)
_BEYOND, AMOUNT_BEYOND = knowledge.phrase("beyond"), knowledge.phrase("amount_beyond")
_BRACKETED = re.compile(rf"(?:比|较){_OF.format('of')}[（(]$")
# 比一季度、上半年分别加快, 分别比一季度、上半年加快, beside 同比、环比分别: each figure has its own
_BOTH_THAN = re.compile(
    rf"(?P<each>分别)?(?<![占环同对成百可相])[比较](?P<all>[^，、；。：,;！？（()]{{1,12}}(?:[、和与]"
    rf"[^，、；。：,;！？（()]{{1,12}}?)+)(?(each)(?:分别)?|分别)(?={_MOVES})"
)
_BOTH_BESIDE = re.compile(
    r"[与同和跟](?P<all>[^，、；。：,;！？（()和与]{1,12}[、和与][^，、；。：,;！？（()]{1,12}?)相?比较?[，,]?分别"
)
_ON_TOP = re.compile(rf"在(?P<of>[去上]一?年(?:同期|末|底)?|(?P<year>{YEAR}|\d\d)年(?:末|底)?)的?基础上")
_MONTH_BEFORE = re.compile(r"(?:[上去]一?年度?|\d年)(?P<month>\d{1,2})月")
_MONTH = re.compile(r"年?(?P<month>\d{1,2})月(?:[份底末初]|[上中下]旬)?")
_BEFORE = re.compile(r"(?:比|较|與|与|同|和|跟|高于|低于|高出|低出|快于|慢于)+(?=.)")
_GOES_ON = re.compile(r"(?:\d{1,2}月份?|年|同期|末|底|初|度|年初|的?(?:预算|执行|决算|完成)数?|平均(?:水平)?|水平)+")
_BOTH = re.compile(r"(?P<all>(?:同比|环比)[、和及与，](?:同比|环比))(?:均|都)?分别")
_JOINT = re.compile("[、和及与，]")
_YOY, _MOM, _OTHER, _TIME, _PLAN = (
    re.compile("|".join(sorted(_WORDS["base"][kind], key=len, reverse=True)))
    for kind in ("yoy", "mom", "other", "time", "plan")
)
_BASIS = re.compile("|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in _WORDS["basis"].items()))
_BASIS_HINT = re.compile("[价义径除]|实际")
_REPEATS = frozenset({"同期增", "去年同期", "上年同期"})  # 比上年|同期增长: the base stands before it already
_MEANS = frozenset({"年均", "年平均"})
_GROWS = re.compile(
    "(?:每年|实际|名义|分别|约|近|以|达|保持|超过?|[在为]|[了]|经济|复合)*(?:[增减递净降涨扩升]|下降|上升|提高|$)"
)
_SHORT_YEAR = 2  # digits: 在08年基础上
_KINDS = {"同比": "yoy", "环比": "mom"}


class Base(Struct, frozen=True, gc=False):
    """What a change is stated against: yoy, mom or other, in the text's words where it has some."""

    kind: str
    text: str | None = None

    @property
    def is_time(self) -> bool:
        if self.kind != "other" or self.text is None:
            return self.kind != "other"
        return _TIME.search(self.text) is not None and not _PLAN.search(self.text)  # 年初预算

    @property
    def is_place(self) -> bool:
        """高于全市1.3个百分点: what it is beside, not when; it says nothing of the growth of other things behind it."""
        return self.kind == "other" and self.text is not None and not self.is_time


@cache
def _base(kind: str, text: str | None) -> Base:
    return Base(kind, text)


def find_base(gap: str, gap_start: int, times: Sequence[Period], year: int | None) -> Base | None:
    """What the words since the last quantity compare with; the last of several. A year before that of the time words
    before it is 上年."""
    last, at = None, -1
    for match in _FIXED_BASE.finditer(gap):
        if match[0] in _MEANS and not _GROWS.match(gap, match.end()):
            continue  # 年均浓度
        if last is None or match[0] not in _REPEATS:
            at, last = match.start(), _fixed(match, gap, gap_start, times, year)
    for match in _PHRASE.finditer(gap) if "比" in gap or "较" in gap else ():
        text = match["than"] or match["beside"] or match["budget"]
        if match.start() > at and (kind := kind_of(text)):
            at, last = match.start(), of_year(kind, text, match.start() + gap_start, times, year)
    if "基础上" in gap and (top := _ON_TOP.search(gap)) and top.start() > at:
        short = top["year"] and len(top["year"]) == _SHORT_YEAR
        of = f"20{top['of']}" if short else top["of"]
        told = of_year(kind_of(of) or "other", of, gap_start + top.start(), times, year)
        last = _base(told.kind, top["of"])
    return last


def find_each(gap: str) -> list[Base]:
    """环比、同比分别下降: the first figure has one base, the second the other; none where they share one."""
    if "分别" not in gap:
        return []
    match = _BOTH.search(gap) or _BOTH_THAN.search(gap) or _BOTH_BESIDE.search(gap)
    told = [(_KINDS.get(of) or kind_of(of), of) for of in _JOINT.split(match["all"])] if match else []
    bases = [_base(kind, of) for kind, of in told if kind]
    return bases if len(bases) == len(told) else []


def find_beyond(left: str, *, relative: bool = True) -> tuple[Base, str] | None:
    """高于上年 and the like directly before a number, relative or an amount: the base, and which way."""
    if "于" not in left and "出" not in left and "超" not in left:
        return None
    match = (_BEYOND if relative else AMOUNT_BEYOND).search(left)
    kind = kind_of(match["of"]) if match else None
    if match is None or kind is None:
        return None
    return _base(kind, match["of"]), "down" if match["way"][0] in "低慢少" else "up"


def find_bracketed(gap: str) -> Base | None:
    """较一季度（-10.8%）回升: the base stands before the bracket that holds its figure."""
    match = _BRACKETED.search(gap)
    kind = kind_of(match["of"]) if match else None
    return _base(kind, match["of"]) if match and kind else None


def of_days(kind: str, text: str | None, last: date | None, first: date | None = None) -> str:
    """较上年10月 is a year before in October, and nothing of the kind in December; 较7月 is mom in August."""
    if kind == "other" and text and last and first and (bare := _BARE_MONTH.fullmatch(text)):
        of_one = (first.year, first.month) == (last.year, last.month)
        return "mom" if of_one and (int(bare[1]) - last.month) % 12 == _BEFORE_IT else kind
    month = _MONTH_BEFORE.match(text) if kind == "yoy" and text and last else None
    return "other" if month and last and int(month["month"]) != last.month else kind


_BARE_MONTH, _BEFORE_IT = re.compile(r"([0-9]{1,2})月份?"), 11  # months, of twelve


def kind_of(text: str) -> str | None:
    """yoy, mom, other, or None for what is no base."""
    if _YOY.search(text):
        return "yoy"
    if _MOM.search(text):
        return "mom"
    return "other" if _OTHER.search(text) else None


def _fixed(match: re.Match[str], gap: str, gap_start: int, times: Sequence[Period], year: int | None) -> Base:
    kind, words = _FIXED[match.lastindex or 0], match[0]
    if words in _KINDS:
        return _base(kind, words)
    before = _BEFORE.match(words)
    bare = words[before.end() if before else 0 :].removesuffix("增").removesuffix("相比")
    text = None
    if kind == "year" and (month := _MONTH.match(gap, match.end() - words.endswith("年"))):
        return _of_month(bare.removesuffix("年") + month[0], int(month["month"]), gap_start + match.start(), times)
    if bare != words.removesuffix("增") or kind != "other":
        goes_on = _GOES_ON.match(gap, match.end())
        text = bare + goes_on[0] if goes_on else bare
    if kind == "year" and text:
        return of_year("other", text, gap_start + match.start(), times, year)
    return _base(kind, text)


def of_year(kind: str, text: str, position: int, times: Sequence[Period], year: int | None) -> Base:
    """比2022年 in a sentence on 2023 is 比上年."""
    stated = re.match(rf"({YEAR})年?(?:同期|末|底|度)?(?:的?(?:预算|决算|执行|完成)数?)?$", text)
    if kind == "other" and stated:
        before = [p.first.year for p in times if p.end <= position and p.first.year == p.last.year]
        this = before[-1] if before else year
        kind = "yoy" if this is not None and int(parse_number(stated[1])) == this - 1 else "other"
    return _base(kind, text)


def _of_month(text: str, month: int, position: int, times: Sequence[Period]) -> Base:
    """2023年10月，较|2022年10月|上涨 is a year before; of a figure of any other time it is not."""
    told = next((p for p in reversed(times) if p.end <= position), None)
    alike = told is not None and told.first.month == told.last.month == month
    year = int(parse_number(text[:4]))
    return _base("yoy" if alike and told is not None and told.first.year == year + 1 else "other", text)


def find_basis(gap: str) -> str | None:
    """nominal, real, comparable or same_scope, by the last words of the gap that say so."""
    if not _BASIS_HINT.search(gap):
        return None
    found = list(_BASIS.finditer(gap))
    return found[-1].lastgroup if found else None


@lru_cache(maxsize=4096)
def period_of_base(
    comparison: str, text: str | None, first: date | None, last: date | None, years: Years
) -> tuple[date | None, date | None]:
    """First and last day of what is compared with, where that is a time."""
    if text and comparison == "other":
        found = find_periods(text, years)
        return (found[0].first, found[0].last) if found else (None, None)
    if first is None or last is None or first.year != last.year:
        return None, None
    if comparison == "yoy":
        return year_before(first), year_before(last)
    months = last.month - first.month + 1
    if comparison == "mom" and first.day == 1 and months in (1, 3):
        end = first - timedelta(days=1)
        return date(end.year, end.month - months + 1, 1), end
    return None, None


def year_before(day: date) -> date:
    """The same day, a year before."""
    return years_later(day, -1)


def years_later(day: date, count: int) -> date:
    """The same day in another year; of 29 February the 28th."""
    return date(day.year + count, day.month, min(day.day, 28) if day.month == 2 else day.day)
