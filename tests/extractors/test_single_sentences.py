"""Does a sentence alone, a cell or a news item, give the claims that it gives below a title?"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import extractors
from extractors import Claim, extract

CORPUS = Path(extractors.__file__).parent / "corpus"
MOST = 500
TITLE = "青禾县2023年工作总结\n"
FIELDS = ("quote", "value", "unit", "kind", "metric", "direction", "bound", "scope")
#: What the title's year alone tells: whether 2023年 is to come, and whether 比2022年 is the year before.
BY_YEAR = ("status", "comparison")


def sentences() -> list[str]:
    found = []
    for path in sorted(CORPUS.glob("*.toml")):
        for example in tomllib.loads(path.read_text(encoding="utf-8")).get("example", ()):
            if not {"plan", "title", "fails"} & example.keys() and "\n" not in example["text"]:
                found.append(example["text"])
    step = len(found) / MOST
    return [found[int(at * step)] for at in range(MOST)]


def told(claims: list[Claim], fields: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [tuple(getattr(claim, field) for field in fields) for claim in claims]


@pytest.mark.slow
def test_five_hundred_sentences_give_the_same_claims_with_a_title_and_without() -> None:
    other, by_year = [], 0
    for text in dict.fromkeys(sentences()):
        alone, below = extract(text), extract(TITLE + text)
        if told(alone, FIELDS) != told(below, FIELDS):
            other.append(text)
        by_year += told(alone, BY_YEAR) != told(below, BY_YEAR)
    assert other == []
    assert by_year <= MOST // 50
