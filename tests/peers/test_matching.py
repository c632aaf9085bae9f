"""Does the comparison's matcher reward and punish what it says it does?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.peers.adapter_protocol import Mention, lumps, single
from tests.peers.answers import locate, starts_of_lines
from tests.peers.matching import Answer, Judge, Score, has_value, is_exact, is_found, match, on_own_field, score

# 培训农民740余人，投资50万元。
PEOPLE = Answer(4, 9, "740余人", 740.0, "人", "count", masked=False, optional=False)
MONEY = Answer(12, 16, "50万元", 500000.0, "元", "money", masked=False, optional=False)
ANSWERS = [PEOPLE, MONEY]
RIGHT = [single(4, 9, 740.0, "人", "count"), single(12, 16, 500000.0, "元", "money")]


def f1(mentions: list[Mention], is_right: Judge = is_exact, answers: list[Answer] = ANSWERS) -> float:
    return score(answers, mentions, is_right).f1


def test_the_answers_themselves_score_one() -> None:
    assert f1(RIGHT) == f1(RIGHT, is_found) == 1.0


def test_nothing_given_scores_zero() -> None:
    assert score(ANSWERS, [], is_found) == Score(wanted=2, given=0, right=0)
    assert f1([]) == 0.0


def test_a_mention_that_only_overlaps_is_found_but_counts_as_exact_by_its_fields() -> None:
    number = single(4, 7, 740.0, "", "count")
    assert score(ANSWERS, [number], is_found).right == 1
    assert score(ANSWERS, [number], is_exact).right == 0
    assert score(ANSWERS, [number], has_value).right == 1


def test_a_mention_beside_every_answer_is_spurious() -> None:
    assert score(ANSWERS, [*RIGHT, single(0, 2, 1.0, "", "count")], is_found) == Score(wanted=2, given=3, right=2)


def test_a_mention_over_two_answers_is_for_the_one_it_overlaps_most() -> None:
    assert match(ANSWERS, [single(8, 16, 500000.0, "元", "money")]) == [(1, 0)]


def test_two_mentions_of_one_answer_count_once() -> None:
    parts = [single(4, 7, 740.0, "", "count"), single(8, 9, 1.0, "人", "count")]
    assert score(ANSWERS, parts, is_found) == Score(wanted=2, given=2, right=1)


def test_an_optional_answer_neither_rewards_nor_punishes() -> None:
    answers = [PEOPLE, replace(MONEY, optional=True)]
    assert score(answers, RIGHT, is_exact) == score(answers, RIGHT[:1], is_exact) == Score(wanted=1, given=1, right=1)


@pytest.mark.parametrize(
    ("answer", "mention", "right"),
    [
        (PEOPLE, single(4, 9, 741.0, "人", "count"), False),
        (PEOPLE, single(4, 9, None, "人", "count"), False),
        (PEOPLE, single(4, 9, 740.0, "人次", "count"), False),
        (PEOPLE, single(4, 9, 740.0, "人", "other"), False),
        (replace(PEOPLE, unit="岁"), single(4, 9, 740.0, "岁", "other"), True),
        (replace(PEOPLE, unit="元/月", kind="money"), single(4, 9, 740.0, "元/月", "other"), True),
        (replace(PEOPLE, unit="平方米", kind="area"), single(4, 9, 740.0, "㎡", "area"), True),
        (replace(PEOPLE, value=None, masked=True), single(4, 9, None, "人", "count"), True),
        (replace(PEOPLE, value=None, masked=True), single(4, 9, 10000.0, "人", "count"), False),
        (replace(PEOPLE, value=(2.0, 3.0)), Mention(4, 9, None, 2.0, 3.0, "人", "count"), True),
        (replace(PEOPLE, value=(2.0, 3.0)), single(4, 9, 2.0, "人", "count"), False),
        (replace(PEOPLE, value=0.1 + 0.2), single(4, 9, 0.3, "人", "count"), True),
    ],
)
def test_exact_asks_for_value_unit_and_kind(answer: Answer, mention: Mention, right: bool) -> None:
    assert is_exact(answer, mention) is right


def test_on_its_own_field_a_tool_is_asked_for_nothing_else() -> None:
    answers, mentions = on_own_field(ANSWERS, RIGHT, {"money"})
    assert score(answers, mentions, is_exact) == Score(wanted=1, given=1, right=1)


def test_scores_add_up_over_texts() -> None:
    assert Score(2, 3, 2) + Score(1, 0, 0) == Score(3, 3, 2)


def test_equal_quotes_of_a_line_are_located_in_order() -> None:
    text = "甲5家，乙5家\n丙5家"
    cursor: dict[object, int] = {}
    rows = [{"line": 1, "quote": "5家"}, {"line": 1, "quote": "5家"}, {"line": 1, "quote": "5家"}]
    assert [locate(text, starts_of_lines(text), row, cursor) for row in rows] == [1, 5, -1]


def test_a_cell_is_located_behind_its_label() -> None:
    text = "5\n诊疗（万人次）\t3\t5\n"
    row = {"sentence_has": "诊疗（万人次）", "quote": "5", "table": True}
    assert locate(text, starts_of_lines(text), row, {}) == text.rindex("5")


def test_lumps_are_whole_lines_and_lose_nothing() -> None:
    text = "一二三\n四\n五六\r\n七"
    for size in range(8):
        pieces = list(lumps(text, size))
        assert "".join(piece for _, piece in pieces) == text
        assert all(text.startswith(piece, start) for start, piece in pieces)
    assert [piece for _, piece in lumps(text, 0)] == ["一二三\n", "四\n", "五六\r\n", "七"]
