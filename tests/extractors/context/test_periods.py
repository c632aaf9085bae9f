"""Which period do time words stand for? The rows of periods.toml by their own examples, and what all keep to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.context.periods import Period, find_periods
from extractors.context.resolvers import Years
from extractors.language import knowledge

YEARS = Years(2023, 2023)  # a report of 2023, written at the end of that year
RULES = knowledge.period_rules()


def only(text: str, years: Years = YEARS) -> Period:
    (period,) = find_periods(text, years)
    return period


def days(text: str, years: Years = YEARS) -> tuple[str, str]:
    period = only(text, years)
    return period.first.isoformat(), period.last.isoformat()


@pytest.mark.parametrize(
    ("rule", "text", "span"),
    [
        pytest.param(rule.name, text, span, id=f"{rule.name}: {text}")
        for rule in RULES
        for text, span in rule.examples.items()
    ],
)
def test_an_example_of_a_rule_gives_its_days(rule: str, text: str, span: tuple[str, ...]) -> None:
    found = [period for period in find_periods(text, YEARS) if period.rule == rule]
    assert [(p.first.isoformat(), p.last.isoformat()) for p in found] == ([tuple(span)] if span else [])


def test_every_rule_has_an_example() -> None:
    assert [rule.name for rule in RULES if not rule.examples] == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("一季度", "2024-01-01", "2024-03-31"),
        ("今年以来", "2024-01-01", "2024-12-31"),
        ("去年", "2023-01-01", "2023-12-31"),
        ("2月", "2024-02-01", "2024-02-29"),
        ("二〇二一年", "2021-01-01", "2021-12-31"),
        ("２０２２年", "2022-01-01", "2022-12-31"),
        ("1 9 9 6 年", "1996-01-01", "1996-12-31"),
        ("2022年11月", "2022-11-01", "2022-11-30"),
        ("十一月", "2024-11-01", "2024-11-30"),
        ("“十二五”期间", "2011-01-01", "2015-12-31"),
        ("八五期间", "1991-01-01", "1995-12-31"),
        ("2019年至2021年", "2019-01-01", "2021-12-31"),
    ],
)
def test_time_words_of_a_report_of_2024(text: str, first: str, last: str) -> None:
    assert days(text, Years(2024, 2024)) == (first, last)


def test_last_year_is_reckoned_from_when_the_report_speaks() -> None:
    assert days("去年", Years(default=2023, now=2024)) == ("2023-01-01", "2023-12-31")
    assert days("今年", Years(default=2023, now=2024)) == ("2024-01-01", "2024-12-31")
    assert days("五年来", Years(default=2023, now=2024)) == ("2019-01-01", "2023-12-31")


@pytest.mark.parametrize("text", ["比上年", "较去年", "与2019年相比", "比2022年", "较上年"])
def test_the_base_of_a_comparison_is_no_period(text: str) -> None:
    assert find_periods(text, YEARS) == []


@pytest.mark.parametrize("text", ["13月", "2月30日", "2023年15月", "第五季度", "90天", "三级", ""])
def test_what_is_no_date_gives_none_of_that_name(text: str) -> None:
    assert text not in [period.text for period in find_periods(text, YEARS)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_names_the_words_it_read(rule: knowledge.PeriodRule) -> None:
    for text in rule.examples:
        for period in find_periods(text, YEARS):
            assert text[period.start : period.end] == period.text


TIME = st.sampled_from(
    [
        *"年月日至到截前近上下本今去全第季度半末底—-~、，。0123456789一二三四五十两零〇连续每",
        "2023",
        "2024年",
        "十四五",
        "期间",
        "以来",
    ]
)


@given(st.lists(TIME, max_size=14).map("".join) | st.text(max_size=20))
def test_any_text_gives_periods_in_order_that_begin_before_they_end(text: str) -> None:
    at = 0
    for period in find_periods(text, YEARS):
        assert at <= period.start < period.end <= len(text)
        assert period.first <= period.last
        assert date(1000, 1, 1) <= period.first
        at = period.end
