"""Does docs/context.md show what is read of its examples, and are there enough of each kind?"""

from __future__ import annotations

from collections import Counter

from tests.extractors.context.kinds import KINDS, PAGE, page
from tests.extractors.test_corpus import CORPUS, read_corpus


def test_the_page_shows_what_is_read_of_the_examples_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make kinds"


def test_each_kind_has_ten_examples_and_more() -> None:
    counted = Counter(example.phenomenon[:2] for example in read_corpus(CORPUS / "kinds.toml"))
    assert counted.keys() == KINDS.keys()
    assert min(counted.values()) >= 10
