"""How does a sheet show a day? By its format, which may leave out the day: 2023年1月 is the month, not its first."""

from __future__ import annotations

from datetime import date, datetime, time

import regex

_MONTH, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
#: Formats of a Chinese Excel that stand in no file, only their numbers do (ECMA-376-1, 18.8.30).
CHINESE = dict.fromkeys((27, 36, 50, 52, 57), _MONTH) | dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 58), _DAY)
_WORDS = regex.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # of a format, which show no part of a day


def shown_day(value: date, form: str) -> str:
    """A day, its month or its year, as the format has it; of what shows a time, the whole."""
    parts = set(_WORDS.sub("", form.split(";")[0]).lower())
    if "y" in parts and not parts & set("dhs"):
        return f"{value.year}年{value.month}月" if "m" in parts else f"{value.year}年"
    day = f"{value.year}年{value.month}月{value.day}日"
    return f"{day}{value:%H:%M}" if isinstance(value, datetime) and value.time() != time() else day
