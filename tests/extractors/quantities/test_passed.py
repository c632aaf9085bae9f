"""Which numerals are told to be no claims? Lengths of time in words with a half, and a scale that only describes."""

from __future__ import annotations

import pytest

from extractors.extraction import extract_source
from extractors.model import SourceText


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("学制一年半，工期两年半。", ["一年半", "两年半"]),
        ("历时三个半月，用时四个半小时，历时两天半。", ["三个半月", "四个半小时", "两天半"]),
        ("工期半年，停工半个月，缩短半小时。", ["半年", "半个月", "半小时"]),
        ("建成千亩果园和万亩茶园。", ["千亩", "万亩"]),
        ("上半年完成，半年报已过半，百姓说千好万好。", []),
    ],
)
def test_a_length_of_time_in_words_and_a_scale_alone_leave_a_trace(text: str, told: list[str]) -> None:
    read = extract_source(SourceText("x", "", text, "", 0))
    assert [one.text for one in read.passed_over] == told
    assert not read.claims
