"""Censored words come back, and go again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.context.metric_key import metric_key
from extractors.language.censoring import RULES, uncensor

TAKES = [(rule.name, written, plain) for rule in RULES for written, plain in rule.takes.items()]
REFUSES = [(rule.name, text) for rule in RULES for text in rule.refuses]


@pytest.mark.parametrize(("rule", "written", "plain"), TAKES)
def test_a_censored_word_is_put_back(rule: str, written: str, plain: str) -> None:
    assert uncensor(written).text == plain


@pytest.mark.parametrize(("rule", "text"), REFUSES)
def test_a_letter_that_is_none_stays(rule: str, text: str) -> None:
    assert uncensor(text).text == text


@given(st.text(alphabet="DAPG党建委群号级入治XX*镇3，"))
def test_what_was_put_back_can_be_taken_back(text: str) -> None:
    assert uncensor(text).restore() == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("D员大会", "党员大会"),
        ("DP", "地区生产总值"),
        ("AAA公众号推文", "微信公众号推文"),
        ("全县粮食总产量", "粮食产量"),
        ("糧食總產量", "粮食产量"),
        ("“一村一品”示范村", "一村一品示范村"),
        ("固定资产投资（不含农户）", "固定资产投资"),
    ],
)
def test_one_metric_has_one_key(one: str, other: str) -> None:
    assert metric_key(one) == metric_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("D级危房", "党级危房"), ("计划生育家庭", "生育家庭"), ("共建单位", "建单位")]
)
def test_different_metrics_have_different_keys(one: str, other: str) -> None:
    assert metric_key(one) != metric_key(other)
