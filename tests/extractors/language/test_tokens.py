"""Words are cut from mark to mark, and are those that the whole text has."""

import pytest
import rjieba

from extractors.language.tokens import Words


@pytest.mark.parametrize(
    "text",
    [
        "2023年以来，我局共举办培训12场（其中线上3场）、培训农机手80人；满意率达98.5%。",
        "推进“一网通办”：办件8万余件，无投诉",
        "，、。",
    ],
)
def test_words_are_those_of_the_whole_text(text: str) -> None:
    words, found, at = Words(text), [], 0
    while at < len(text):
        start, end, tag = words.at(at)
        found.append((text[start:end], tag))
        assert start == at
        at = end
    assert found == rjieba.tag(text)


def test_any_character_of_a_word_finds_it() -> None:
    words = Words("培训农机手，共召开会议")
    assert {words.at(position)[:2] for position in (9, 10)} == {(9, 11)}
    assert words.at(0)[:2] == (0, 2)


def test_the_censored_party_is_read_as_the_party() -> None:
    assert Words("D委会议").at(0)[:2] == (0, 2)
