"""Is a text that is said to be plain one in which nothing is written in another way?"""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from extractors.language.censoring import uncensor
from extractors.language.script import is_plain, simplify

WORDS = st.text(st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), st.sampled_from("DX*GP產⻓零O年")))


@given(WORDS)
def test_nothing_is_to_be_done_to_a_plain_name(name: str) -> None:
    if is_plain(name):
        assert uncensor(unicodedata.normalize("NFKC", simplify(name))).text == name


def test_names_in_other_characters_are_not_plain() -> None:
    for name in ("", "畝產量", "D建工作", "粮食 产量", "⻓江", "人均GDP"):
        assert not is_plain(name)
    assert is_plain("粮食总产量")


FILLER = "平" * 200  # with which a text is long


@given(st.text(st.sampled_from("一二九〇○零0０OＯo年·3%.產⻓⼀量\U00020000"), max_size=40))
def test_a_short_text_is_simplified_as_a_long_one_is(text: str) -> None:
    assert simplify(text) == simplify(text + FILLER).removesuffix(FILLER)


def test_an_arrow_behind_words_says_which_way_a_figure_moved_and_is_a_sign_in_a_cell() -> None:
    assert simplify("达标率96%，↑2个百分点，投诉↓3件") == "达标率96%，增2个百分点，投诉降3件"
    assert simplify("产值\t↑5.2\t↓3") == "产值\t↑5.2\t↓3"
