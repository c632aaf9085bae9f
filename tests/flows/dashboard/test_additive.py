"""Is nothing added up that does not add up: figures per head, prices, stocks over years, parts with wholes?"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from flows.dashboard import queries
from flows.dashboard.additive import words
from flows.dashboard.queries import Measure
from tests.conftest import ROOT
from tests.flows.dashboard.published import answer
from tests.flows.handover.published import Row, write_claims, write_table

MONEY: Row = {"kind": "money", "unit": "元", "unit_standard": "CNY"}
ROWS = tomllib.loads((ROOT / "flows/dashboard/assets/additive.toml").read_text(encoding="utf-8"))


def claim(name: str, value: float, year: int = 2023, **more: object) -> Row:
    return {
        **MONEY, "metric": name, "metric_key": name, "value": value, "value_standard": value,
        "period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "report_id": f"r{year}",
        "report_year": year, **more,
    }  # fmt: skip


def totals(output: Path, *claims: Row, group: str = "metric_key") -> dict[str, tuple[float, int]]:
    write_claims(output / "tables", *claims)
    write_table(output / "tables", "fingerprints")
    rows = answer(output, queries.totals, Measure("CNY"), group, 20).to_dict("records")
    return {row["key"]: (row["total"], row["figures"]) for row in rows}


@pytest.mark.parametrize("group", ["averages", "stocks"])
def test_every_word_takes_and_refuses_its_examples(group: str) -> None:
    for row in ROWS[group]:
        others = re.compile(words(group))
        assert all(row["word"] in name and others.search(name) for name in row["takes"]), row
        assert not any(others.search(name) for name in row["refuses"]), row


@pytest.mark.parametrize("name", ["人均可支配收入", "亩均税收", "户均增收", "商品房销售均价", "平均工资"])
def test_what_is_per_head_or_a_price_is_in_no_total(tmp_path: Path, name: str) -> None:
    figures = totals(tmp_path, claim(name, 1e4), claim(name, 2e4, issuer="乙县", report_id="r2"), claim("投资", 5.0))
    assert figures == {"投资": (5.0, 1)}


def test_incomes_of_two_places_that_the_catalogue_knows_are_in_no_total(tmp_path: Path) -> None:
    income = {"indicator_id": "disposable_income"}
    figures = totals(tmp_path, claim("居民收入", 3e4, **income), claim("居民收入", 4e4, report_id="r2", **income))
    assert figures == {}


@pytest.mark.parametrize("more", [{"indicator_id": "loans"}, {}])
def test_of_a_balance_only_the_last_year_is_counted(tmp_path: Path, more: Row) -> None:
    balance = "各项贷款余额"
    figures = totals(tmp_path, claim(balance, 100.0, 2021), claim(balance, 120.0, 2022), claim("投资", 7.0, **more))
    assert figures[balance] == (120.0, 1)


def test_balances_of_two_places_in_one_year_are_added(tmp_path: Path) -> None:
    figures = totals(tmp_path, claim("贷款余额", 100.0), claim("贷款余额", 50.0, report_id="r2", issuer="乙县"))
    assert figures == {"贷款余额": (150.0, 2)}


def test_flows_of_two_years_are_added(tmp_path: Path) -> None:
    assert totals(tmp_path, claim("投资", 1.0, 2022), claim("投资", 2.0, 2023)) == {"投资": (3.0, 2)}


def test_parts_of_a_whole_are_not_added_to_it(tmp_path: Path) -> None:
    assert totals(tmp_path, claim("投资", 15.0), claim("投资", 6.0, part_of="c1")) == {"投资": (15.0, 1)}


def test_a_county_is_not_added_to_the_province_that_it_lies_in(tmp_path: Path) -> None:
    places = [
        claim("地区生产总值", value, report_id=code, area_code=code)
        for code, value in (("630000", 100.0), ("630100", 40.0), ("630102", 10.0), ("620000", 70.0))
    ]
    assert totals(tmp_path, *places) == {"地区生产总值": (170.0, 2)}
    row = answer(tmp_path, queries.totals, Measure("CNY"), "metric_key", 5).iloc[0]
    assert row["inside"] == 2


def test_a_masked_figure_counts_neither_as_report_nor_as_metric(tmp_path: Path) -> None:
    masked = claim("绿化", 0.0, report_id="r9", masked=True) | {
        "value": None, "value_standard": None,
    }  # fmt: skip
    totals(tmp_path, claim("投资", 1.0), masked)
    figures = answer(tmp_path, queries.sum_up, Measure("CNY"))
    assert (figures["claims"], figures["reports"], figures["metrics"], figures["masked"]) == (1, 1, 1, 1)
