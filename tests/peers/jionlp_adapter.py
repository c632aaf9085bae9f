"""What does JioNLP find? Amounts of money, and spans of time; it has no other quantities."""

from __future__ import annotations

import logging
from typing import Any

from adapter_protocol import Extractor, Mention, lumps, serve, single

TIME_UNITS = {
    "year": "年",
    "month": "月",
    "day": "天",
    "workday": "工作日",
    "hour": "小时",
    "minute": "分钟",
    "second": "秒",
}
NOW = 1_700_000_000  # extract_time wants a present; durations do not depend on it


def load() -> dict[str, Extractor]:
    import jionlp

    logging.disable(logging.CRITICAL)  # extract_time logs a traceback for every candidate that is no time
    extract_money, extract_time = jionlp.ner.extract_money, jionlp.ner.extract_time

    def money(text: str) -> list[Mention]:
        """`ner.extract_money` as it is"""
        return [amount(found) for found in extract_money(text)]

    def money_segmented(text: str) -> list[Mention]:
        """`ner.extract_money` with `use_jiojio=True`: amounts must agree with its word segmentation"""
        return [amount(found) for found in extract_money(text, use_jiojio=True)]

    def money_all(text: str) -> list[Mention]:
        """`ner.extract_money` with `ret_all=True`: unlikely amounts too"""
        return [amount(found) for found in extract_money(text, ret_all=True)]

    def money_and_durations(text: str) -> list[Mention]:
        """`ner.extract_money`, and the durations of `ner.extract_time`, line by line"""
        mentions = money(text)
        for start, line in lumps(text, 0):
            for found in extract_time(line, time_base=NOW):
                if found["type"] == "time_delta":
                    mentions += duration(found, start)
        return mentions

    return {
        "money": money,
        "money, segmented": money_segmented,
        "money, all": money_all,
        "money and durations": money_and_durations,
    }


def amount(found: dict[str, Any]) -> Mention:
    """50余万元 comes as [500000, 600000], like a range: the lower end is taken as the value."""
    start, end = found["offset"]
    number, unit = found["detail"]["num"], found["detail"]["case"]
    ends = [float(n) for n in (number if isinstance(number, list) else [number]) if n is not None]
    return Mention(start, end, ends[0], ends[0], ends[-1], unit, "money")


def duration(found: dict[str, Any], start: int) -> list[Mention]:
    """A duration of one unit (8.1天); none where it is of several or of none that we know."""
    first, last = found["offset"]
    spans = found["detail"]["time"]
    if not isinstance(spans, dict) or len(spans) != 1:
        return []
    [(unit, number)] = spans.items()
    value = number[0] if isinstance(number, list) else number
    if unit not in TIME_UNITS or value is None:
        return []
    return [single(start + first, start + last, float(value), TIME_UNITS[unit], "duration")]


if __name__ == "__main__":
    serve(load)
