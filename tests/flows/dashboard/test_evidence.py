"""Does a bar lead to its sentences, with the right quantity marked?"""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.dashboard import evidence
from flows.dashboard.evidence import ORDERS, Choice
from flows.dashboard.filters import Filters
from flows.dashboard.highlight import marked_sentence, place_in_sentence
from flows.dashboard.queries import Measure, Rate
from tests.flows.dashboard.published import TEXT, answer


def test_the_sentences_of_a_total_are_those_of_its_measure(county: Path) -> None:
    choice = Choice("levels", (("metric_key", "完成投资"),), tuple(Measure("CNY").conditions()))
    frame = answer(county, evidence.rows, choice, "largest", 10, filters=Filters(years=(2023,)))
    assert sorted(frame["quote"]) == ["200万元", "200万元", "300—500万元", "XX万元"]
    assert answer(county, evidence.count, choice, filters=Filters(years=(2023,))) == 4


def test_the_sentences_of_a_rate_are_those_of_its_rates(county: Path) -> None:
    choice = Choice("growth", (("metric_key", "产值"),), tuple(Rate("%", against=("yoy",)).conditions()))
    assert answer(county, evidence.rows, choice, "largest", 10)["value"].tolist() == [12.5]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_hold_every_claim_once(county: Path, order: str) -> None:
    pages = [answer(county, evidence.rows, Choice(), order, 4, offset) for offset in (0, 4, 8, 12)]
    assert [len(page) for page in pages] == [4, 4, 3, 0]
    assert len({claim for page in pages for claim in page["claim_id"]}) == 11


@pytest.mark.parametrize(("words", "found"), [("造林", 1), ("投资 乙村", 2), ("100%", 0), ("o'brien", 0), ("X", 11)])
def test_all_words_of_a_search_have_to_be_found(county: Path, words: str, found: int) -> None:
    assert answer(county, evidence.count, Choice(words=words)) == found


def test_the_surroundings_come_out_of_the_decoded_text(county: Path) -> None:
    places = (("a", "甲.txt", 14, 19), ("a", "没有.txt", 0, 1))
    assert answer(county, evidence.surroundings, places) == [(TEXT[:14], "200万元", TEXT[19:]), ("", "", "")]


def test_of_two_equal_quotes_the_one_is_marked_that_the_claim_means() -> None:
    sentence = "甲村投资200万元，乙村投资200万元。"
    assert place_in_sentence(sentence, "200万元", TEXT[:4]) == 4
    assert place_in_sentence(sentence, "200万元", TEXT[:14]) == 14
    assert place_in_sentence(sentence, "300万元", "") is None


def test_what_a_report_says_is_text_and_no_markup() -> None:
    assert marked_sentence("<b>投资</b>2元", "2元", "") == "&lt;b&gt;投资&lt;/b&gt;<mark>2元</mark>"
