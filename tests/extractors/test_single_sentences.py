"""Does a text of one line give the claims that it gives below a title? All sentences of the corpus, by themselves."""

from __future__ import annotations

import re

import pytest

from extractors import extract
from extractors.model import Claim
from tests.extractors.test_corpus import EXAMPLES, Example

FIELDS = ("quote", "value", "value_min", "value_max", "unit", "kind", "bound", "masked", "metric", "per", "direction")
SENTENCES = [example for example in EXAMPLES if "\n" not in example.text]
#: 比2022年 is the year before, or another one, only where the report's own year is known: a title may say it.
NAMES_A_YEAR = re.compile(r"(?:19|20)\d\d年|[〇○零一二三四五六七八九]{4}年|去年|上年|前年|同期")


def fields(claims: list[Claim], *more: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(claim, field) for field in (*FIELDS, *more)) for claim in claims]


def test_there_are_enough_of_them() -> None:
    assert len(SENTENCES) >= 500


@pytest.mark.parametrize("example", [pytest.param(e, id=f"{e.phenomenon}: {e.text[:40]}") for e in SENTENCES])
def test_a_sentence_without_a_title_gives_the_same_claims(example: Example) -> None:
    more = () if NAMES_A_YEAR.search(example.text) else ("comparison",)
    assert fields(extract(example.text), *more) == fields(extract(example.source), *more)
