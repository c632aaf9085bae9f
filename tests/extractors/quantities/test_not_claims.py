"""Which numbers are no claims? The rows of not_claims.toml, by their own examples, and the word lists beside them."""

from __future__ import annotations

import re
from time import process_time

import pytest

from extractors.language import knowledge
from extractors.language.grammar import PARTS
from extractors.quantities.quantities import find_quantities

RULES = knowledge.not_claims()


# Examples that are not kept to yet: text → why.
FAILS = {}


def marks(text: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=FAILS[text], strict=True)] if text in FAILS else []


def examples(key: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.name}: {text}")
        for rule in RULES
        for text in (rule.takes if key == "takes" else rule.refuses)
    ]


def quotes(text: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in find_quantities(text)]


@pytest.mark.parametrize(("rule", "text"), examples("takes"))
def test_nothing_is_read_where_a_rule_takes_the_number(rule: knowledge.Rule, text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize(("rule", "text"), examples("takes"))
def test_a_rule_matches_what_it_takes(rule: knowledge.Rule, text: str) -> None:
    assert re.search(knowledge.fill(rule.pattern, PARTS), text, re.VERBOSE)


@pytest.mark.parametrize(("rule", "text"), examples("refuses"))
def test_a_quantity_that_looks_alike_is_read(rule: knowledge.Rule, text: str) -> None:
    assert quotes(text)


def test_every_rule_has_examples_of_both_sorts() -> None:
    assert [rule.name for rule in RULES if not (rule.takes and rule.refuses)] == []


def test_rule_names_are_unique() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "piece", ["1", "一", "X", "“", "1 ", "1,", "1.", "第", "（1", "一村", "2023", "1、", "千", "*"]
)
def test_a_long_run_of_one_piece_is_scanned_in_linear_time(piece: str) -> None:
    text = piece * (6_000 // len(piece))
    begun = process_time()
    find_quantities(text)
    assert process_time() - begun < 0.8  # some 0.1 s where it is linear, two seconds and more where a rule is quadratic


@pytest.mark.parametrize("unit", sorted(knowledge.quantity_words().masked_units))
def test_a_censored_number_counts_with(unit: str) -> None:
    (mention,) = find_quantities(f"共计XX{unit}。")
    assert mention.masked
    assert mention.value is None


@pytest.mark.parametrize(
    ("unit", "following"),
    [(unit, char) for unit, chars in knowledge.quantity_words().not_before.items() for char in chars],
)
def test_a_measure_word_that_begins_another_word_does_not_count(unit: str, following: str) -> None:
    assert f"三{unit}" not in quotes(f"三{unit}{following}")
