"""Are spans shown exactly where they are, whatever the text and however they lie?"""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.site.marks import CONTROL, LINE_END, PIECE, Heading, Span, show_text

TAGS = re.compile(r"<[^>]*>")


def span(start: int, end: int, name: str = "a") -> Span:
    return Span(start, end, "mark", f'id="{name}"', f'data-of="{name}"')


def shown(text: str, *spans: Span, headings: dict[int, Heading] | None = None) -> str:
    """The text as HTML, without the boxes around paragraphs."""
    html = show_text(text, 0, len(text), sorted(spans, key=lambda s: (s.start, -s.end)), headings or {})
    return re.sub(r"</?div>", "", "".join(html))


def test_a_span_is_marked_where_it_stands() -> None:
    assert shown("培训740人。", span(2, 6)) == '<p>培训<mark id="a">740人</mark>。</p>'


@pytest.mark.parametrize("before", ["😀", "𠮷𠮷", "e\u0301", "👨‍👩‍👧"])
def test_positions_count_code_points_not_utf_16_units(before: str) -> None:
    start = len(before)
    assert f'{before}<mark id="a">3人</mark>' in shown(f"{before}3人。", span(start, start + 2))


def test_a_span_in_another_is_an_element_in_an_element() -> None:
    assert shown("3万公里", span(0, 4, "a"), span(1, 2, "b")) == (
        '<p><mark id="a">3<mark id="b">万</mark>公里</mark></p>'
    )


def test_two_spans_of_one_place_are_both_marked() -> None:
    assert shown("3人", span(0, 2, "a"), span(0, 2, "b")) == '<p><mark id="a"><mark id="b">3人</mark></mark></p>'


def test_of_overlapping_spans_only_the_first_piece_bears_the_id() -> None:
    assert shown("3、5公里", span(0, 3, "a"), span(2, 5, "b")) == (
        '<p><mark id="a">3、<mark id="b">5</mark></mark><mark data-of="b">公里</mark></p>'
    )


def test_a_span_over_two_lines_goes_on_in_the_second() -> None:
    assert shown("共3\n人", span(1, 4)) == '<p>共<mark id="a">3</mark></p><p><mark data-of="a">人</mark></p>'


def test_markup_in_the_text_is_text() -> None:
    html = shown("<script>alert('1')</script>&amp;", span(8, 13))
    assert "<script" not in html
    assert unescape(TAGS.sub("", html)) == "<script>alert('1')</script>&amp;"


def test_empty_lines_are_left_out_and_leave_a_gap() -> None:
    assert shown("甲\r\n\r\n乙\n丙") == '<p>甲</p><p class="gap">乙</p><p>丙</p>'


def test_a_short_line_that_heads_something_is_a_heading_and_a_long_one_is_not() -> None:
    headings = {0: Heading(2, "s0", 8), 6: Heading(2, "s6", 8)}
    assert shown("一、主要工作"[:5] + "\n二、其他工作，都已完成。", headings=headings) == (
        '<p id="s0" class="h2">一、主要工</p><p id="s6">二、其他工作，都已完成。</p>'
    )


def test_a_line_as_long_as_a_book_is_cut_into_pieces() -> None:
    html = shown("字" * (PIECE * 2 + 1))
    assert html.count("<p>") == 3
    assert TAGS.sub("", html).replace("\n", "") == "字" * (PIECE * 2 + 1)


@given(st.text(alphabet='人3<&"\n\r\u2028\x00\x85 😀𠮷', max_size=30), st.data())
def test_nothing_is_lost_and_every_piece_shows_its_own_text(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=6)) if text else []
    spans = [span(*sorted(pair), f"n{number}") for number, pair in enumerate(pairs) if pair[0] != pair[1]]
    html = shown(text, *spans)

    def ink(words: str) -> str:
        return "".join(CONTROL.sub("\ufffd", LINE_END.sub("", words)).split())

    assert ink(unescape(TAGS.sub("", html))) == ink(text)
    for each in spans:
        name = re.search(r'"(.*)"', each.attributes).group(1)  # type: ignore[union-attr]
        assert ink(inside(html, name)) == ink(text[each.start : each.end])


def inside(html: str, name: str) -> str:
    """All text in the elements of one span."""
    found, open_tags = [], list[bool]()
    for tag, words in re.findall(r"(<[^>]*>)|([^<]+)", html):
        if tag.startswith("<mark"):
            open_tags.append(f'"{name}"' in tag)
        elif tag.startswith("</mark"):
            open_tags.pop()
        elif words and any(open_tags):
            found.append(unescape(words))
    return "".join(found)
