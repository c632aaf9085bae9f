"""Which years and days does a line name? Arabic, full-width and Chinese numerals alike."""

from __future__ import annotations

import re
from datetime import date

DIGITS = str.maketrans("０１２３４５６７８９〇○零Ｏ一二三四五六七八九", "01234567890000123456789")
_CENTURY = "(?:[1１][9９]|[2２][0０])"
_YEAR = r"[1１2２](?<!\d.)(?:(?<=[1１])[9９]|(?<=[2２])[0０])\d\d"  # beginning with a set, for which re is fastest
YEAR = re.compile(rf"(?P<year>{_YEAR})\s?(?:年|[-—–~至](?={_CENTURY}\d\d))")
CHINESE_YEAR = re.compile(r"[一二][九〇○零][〇○零一二三四五六七八九]{2}年")
MASKED_YEAR = re.compile(r"(?:19|20)(?:[XxＸ*＊×]{1,2}|\d[XxＸ*＊×])\s?年?|[XxＸ*＊×]{2,4}\s?年")
_MASKS = frozenset("XxＸ*＊×")
NUMBER = r"[\d０-９〇○零一二三四五六七八九十]"
DAY = re.compile(
    rf"(?P<year>[12１２一二][\d０-９〇○零一二三四五六七八九]{{3}})\s?(?:年|[-./])\s?"
    rf"(?P<month>{NUMBER}{{1,2}})\s?(?:月|[-./])\s?(?P<day>{NUMBER}{{1,3}}+)(?!\s?月)\s?日?"  # 2021年1-11月 is none
)


#: The same from the day on, as pages write it beside a clock: 05.03.2023  11:05
DAY_FIRST = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?![\d.])")

_CLOCK = re.compile(r"\s+\d{1,2}[:：]\d\d(?:[:：]\d\d)?$")


def find_years(text: str) -> list[tuple[int, int]]:
    """(position, year) of each year named, in order; a censored year names none."""
    years = [(m.start(), int(m["year"])) for m in YEAR.finditer(text)]
    years += [(m.start(), int(m[0][:4].translate(DIGITS))) for m in CHINESE_YEAR.finditer(text)]
    return sorted(years)


def is_masked_year(text: str) -> bool:
    return not _MASKS.isdisjoint(text) and MASKED_YEAR.search(text) is not None


def find_day(text: str) -> date | None:
    match = DAY.search(text) or DAY_FIRST.search(text)
    return _to_date(match) if match else None


def read_day(text: str) -> date | None:
    """The date that a whole text is: a date line of a signature."""
    bare = _CLOCK.sub("", text.strip("（）() \u3000"))
    match = DAY.fullmatch(bare) or DAY_FIRST.fullmatch(bare)
    return _to_date(match) if match else None


def _to_date(match: re.Match[str]) -> date | None:
    try:
        return date(_small(match["year"]), _small(match["month"]), _small(match["day"]))
    except ValueError:
        return None


def _small(numeral: str) -> int:
    if "十" in numeral:
        tens, ones = numeral.split("十", 1)
        return int(tens.translate(DIGITS) or 1) * 10 + int(ones.translate(DIGITS) or 0)
    return int(numeral.translate(DIGITS))
