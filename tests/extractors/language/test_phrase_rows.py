"""Do the rows of phrases.toml take what they say they take?"""

from __future__ import annotations

import re

import pytest

from extractors.language import knowledge

PHRASES = knowledge.phrases()


@pytest.mark.parametrize("name", sorted(PHRASES))
def test_a_phrase_takes_its_examples_and_leaves_what_only_looks_like_them(name: str) -> None:
    row = PHRASES[name]
    pattern = knowledge.phrase(name)
    assert row.takes
    assert row.refuses or pattern.fullmatch("")
    assert [text for text in row.takes if not pattern.search(text)] == []
    assert [text for text in row.refuses if pattern.search(text)] == []


def test_no_phrase_stands_twice() -> None:
    names = re.findall(
        r'^name = "(\w+)"', knowledge.files("extractors").joinpath("data/phrases.toml").read_text("utf-8"), re.M
    )
    assert len(names) == len(set(names)) == len(PHRASES)
