"""Every phrase is found wherever it begins, also inside another one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.grammar import HAN
from extractors.language.knowledge import fill, load
from extractors.language.phrases import PhraseFinder, begin_fast, lines_that_hold, one_of

WORDS = st.text(alphabet="甲乙丙\U00020000\n.[@", min_size=1, max_size=4)


@given(st.sets(WORDS, max_size=8), st.text(alphabet="甲乙丙丁\U00020000\ud800\n.[@", max_size=30))
def test_each_phrase_is_found_wherever_it_stands(phrases: set[str], text: str) -> None:
    expected = [(at, phrase) for at in range(len(text)) for phrase in phrases if text.startswith(phrase, at)]
    found = PhraseFinder(phrases).find(text)
    assert sorted(found) == sorted(expected)
    assert [at for at, _ in found] == [at for at, _ in expected]


def test_a_line_holds_a_phrase_that_begins_in_it() -> None:
    text = "甲乙\n丙\n甲\n"
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    assert lines_that_hold(["甲乙", "甲"], text, lines) == [0, 2]


ROWS = [row for row in load("adverts.toml")["signal"] + load("pages.toml")["field"] if "pattern" in row]
EXAMPLES = "\n".join(text for row in ROWS for text in row["takes"] + row["refuses"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_pattern_that_begins_fast_matches_where_the_plain_one_does(row: dict[str, str]) -> None:
    pattern = fill(row["pattern"], {"han": HAN})
    plain = re.compile(f"(?={pattern})", re.VERBOSE | re.MULTILINE)
    fast = re.compile(begin_fast(pattern), re.VERBOSE | re.MULTILINE)
    assert [m.start() for m in fast.finditer(EXAMPLES)] == [m.start() for m in plain.finditer(EXAMPLES)] != []


WAYS = [("a", "(?<!不|没)甲乙"), ("b", "甲丙?丁"), ("a", "甲乙丙"), ("b", "乙"), ("c", "甲"), ("a", "(?<=丁)丙(?!甲)")]


@given(st.text(alphabet="甲乙丙丁不没", max_size=20))
def test_a_choice_finds_what_its_patterns_find_tried_in_turn(text: str) -> None:
    pattern, kinds = one_of(WAYS)
    in_turn = re.finditer("|".join(f"({way})" for _, way in WAYS), text)
    expected = [(m.span(), WAYS[(m.lastindex or 0) - 1][0]) for m in in_turn]
    assert [(m.span(), kinds[m.lastindex or 0]) for m in re.finditer(pattern, text)] == expected


@pytest.mark.parametrize("unclear", ["(?:将|要)建", "[将要]建", "将?建", "将|要", ""])
def test_a_choice_refuses_a_pattern_that_begins_in_several_ways(unclear: str) -> None:
    with pytest.raises(ValueError, match="write its beginning out"):
        one_of([("", "确保"), ("", unclear)])
