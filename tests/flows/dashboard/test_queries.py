"""Do totals say what they count, and count nothing twice?"""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.dashboard import queries
from flows.dashboard.filters import Filters
from flows.dashboard.queries import Measure, Rate
from tests.flows.dashboard.published import answer

CNY = Measure("CNY")


def test_a_total_leaves_out_changes_targets_masked_figures_and_ranges_and_says_so(county: Path) -> None:
    frame = answer(county, queries.totals, CNY, "metric_key", 10, filters=Filters(years=(2023,)))
    (row,) = frame.to_dict("records")
    assert row["key"] == "完成投资"
    assert (row["total"], row["figures"]) == (2e6, 1)
    assert (row["masked"], row["ranges"], row["repeated"]) == (1, 1, 1)
    assert answer(county, queries.sum_up, CNY, filters=Filters(years=(2023,))) == {
        "claims": 2, "reports": 1, "metrics": 1, "years": 1, "masked": 1, "ranges": 1, "rough": 0, "changes": 1,
    }  # fmt: skip


def test_a_figure_with_a_bound_counts_as_stated_and_is_told(county: Path) -> None:
    frame = answer(county, queries.totals, CNY, "report_year", 10).set_index("key")
    assert frame.loc[2022, ["total", "rough"]].tolist() == [7e6, 1]


def test_targets_are_added_up_by_themselves(county: Path) -> None:
    assert answer(county, queries.totals, Measure("CNY", "target"), "metric_key", 10)["total"].tolist() == [4e6]


@pytest.mark.parametrize(("once", "total"), [(True, 9e6), (False, 11e6)])
def test_copies_count_once_unless_all_are_asked_for(county: Path, once: bool, total: float) -> None:
    frame = answer(county, queries.totals, CNY, "metric_key", 10, filters=Filters(once=once))
    assert frame["total"].tolist() == [total]


def test_areas_are_added_up_in_square_metres(county: Path) -> None:
    assert answer(county, queries.totals, Measure("m²"), "issuer", 10)["total"].tolist() == [1e6]


def test_shares_are_not_offered_for_adding_up(county: Path) -> None:
    assert answer(county, queries.units, "actual")["unit"].tolist() == ["CNY", "m²", "人"]


def test_growth_carries_its_sign_and_is_not_added_up(county: Path) -> None:
    (row,) = answer(county, queries.growth, Rate("%"), "metric_key", 10).to_dict("records")
    assert (row["middle"], row["lowest"], row["highest"], row["rates"]) == (5.0, -2.5, 12.5, 2)
    yoy = answer(county, queries.growth, Rate("%", against=("yoy",)), "metric_key", 10)
    assert yoy["middle"].tolist() == [12.5]
    assert answer(county, queries.growing, Rate("%"), 10) == ["产值"]


def test_the_overview_counts_what_the_filters_let_through(county: Path) -> None:
    everything = answer(county, queries.overview)
    assert everything == {
        "claims": 11, "reports": 2, "issuers": 1, "first_year": 2022, "last_year": 2023, "masked": 1, "flagged": 1,
    }  # fmt: skip
    assert answer(county, queries.overview, filters=Filters(kinds=("area",)))["claims"] == 1
    assert answer(county, queries.overview, filters=Filters(years=(1999,)))["claims"] == 0
    assert answer(county, queries.copies) == 1


def test_the_masked_share_has_both_numbers_behind_it(county: Path) -> None:
    (row,) = answer(county, queries.masked_by, "kind", 10).to_dict("records")
    assert (row["key"], row["masked"], row["claims"]) == ("money", 1, 7)
    assert row["masked_share"] == pytest.approx(1 / 7)


def test_claims_are_counted_by_kind_most_first(county: Path) -> None:
    assert answer(county, queries.claims_by, "kind", 10)["key"].tolist() == ["money", "percentage", "area", "count"]


def test_filters_are_offered_with_every_value_there_is(county: Path) -> None:
    offered = answer(county, queries.facets, filters=Filters(kinds=("area",)))
    assert offered["report_year"] == [2022, 2023]
    assert offered["batch"] == ["a", "b"]
    assert offered["kind"][0] == "money"
    assert offered["place"] == ["柳溪县", "柳溪县民政局"]
