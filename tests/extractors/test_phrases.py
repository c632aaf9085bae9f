"""Every phrase is found wherever it begins, also inside another one."""

import re

from hypothesis import given
from hypothesis import strategies as st

from extractors.phrases import compile_phrases, lines_that_hold

WORDS = st.text(alphabet="甲乙丙\n.[@", min_size=1, max_size=4)


@given(st.sets(WORDS, min_size=1, max_size=8), st.text(alphabet="甲乙丙丁\n.[@", max_size=30))
def test_a_pattern_matches_where_any_phrase_begins(phrases: set[str], text: str) -> None:
    expected = [at for at in range(len(text)) if text.startswith(tuple(phrases), at)]
    found = compile_phrases(phrases)
    assert [at for at in range(len(text)) if found.match(text, at)] == expected
    assert [match.start() for match in found.finditer(text)] == expected


def test_a_line_holds_a_phrase_that_begins_in_it() -> None:
    text = "甲乙\n丙\n甲\n"
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    assert lines_that_hold(compile_phrases(["甲乙", "甲"]), text, lines) == [0, 2]
