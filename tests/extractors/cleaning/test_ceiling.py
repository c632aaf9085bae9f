"""Is a line never louder than the ceiling says, and does no shape go unseen for want of a character?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.cleaning.ceiling import ceiling_of
from extractors.cleaning.shapes import NEEDS, SHAPES, shapes_of, squeeze
from extractors.cleaning.voice import load_voice
from tests.adverts.generate import clean_reports, read_list

LINES = [*read_list("lines.txt"), *read_list("report_lines.txt")]
#: Pieces of what normalising touches: figures of several widths, blanks, capitals, letters that grow, other planes.
PIECES = st.sampled_from(
    [
        *"下载会员，。！：|@.，请写01９．ＡaZİK \u3000\t\u2003👇👆𠀀\uffff",
        "12.5",
        "www.",
        "0元",
        "总结",
        "报名，",
        "1 3",
    ]
)
VOICE = load_voice()


def assert_under_ceiling(lines: list[str]) -> None:
    for line, most in zip(lines, ceiling_of(VOICE).of(lines), strict=True):
        assert VOICE.score(line) <= most, line


def test_no_line_of_sellers_and_reports_is_louder_than_its_ceiling() -> None:
    assert_under_ceiling(LINES)
    assert_under_ceiling([f"{one}{other}" for one, other in zip(LINES, LINES[37:], strict=False)])
    assert_under_ceiling(["".join(LINES[n : n + 9]) for n in range(0, len(LINES), 9)])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=260).map("".join), min_size=1, max_size=6))
def test_no_made_up_line_is_louder_than_its_ceiling(lines: list[str]) -> None:
    assert_under_ceiling(lines)


def test_some_lines_of_reports_are_under_the_ceiling_and_need_not_be_heard() -> None:
    lines = [line for text in clean_reports().values() for line in map(str.strip, text.splitlines()) if line]
    tops = ceiling_of(VOICE).of(lines)
    spared = sum(top < VOICE.limit("line", len(line)) for line, top in zip(lines, tops, strict=True))
    assert spared >= len(lines) / 5


@pytest.mark.parametrize("name", sorted(NEEDS.keys() & SHAPES.keys()))
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_line_of_a_shape_has_a_character_that_the_shape_needs(name: str, data: st.DataObject) -> None:
    line = data.draw(st.from_regex(SHAPES[name]))
    assert set(NEEDS[name]) & set(line)
    assert set(NEEDS[name]) & set(squeeze(line))


def test_shapes_are_told_in_letters_of_any_case() -> None:
    line = "一、加WeiXin88：全年文稿￥5元/份！| 范文 | 下载 | WWW.wz.com。"
    told = {"address on the net", "handle", "price", "calls out", "bars", "heading", "ends a sentence", "colon"}
    assert told <= set(shapes_of(line))
