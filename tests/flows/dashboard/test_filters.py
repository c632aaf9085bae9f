"""Do filters let through what was chosen, whatever characters are in it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.dashboard import queries
from flows.dashboard.filters import Filters, literal
from tests.flows.dashboard.published import answer


@pytest.mark.parametrize(
    ("filters", "claims"),
    [
        (Filters(), 11),
        (Filters(batches=("b",)), 0),  # its only report is a copy
        (Filters(batches=("b",), once=False), 1),
        (Filters(years=(2022,)), 3),
        (Filters(places=("柳溪县",)), 11),
        (Filters(places=("柳溪县民政局", "乌有镇")), 11),
        (Filters(places=("乌有镇",)), 0),
        (Filters(kinds=("money", "area")), 8),
        (Filters(statuses=("target",)), 1),
        (Filters(parts=("plan",)), 1),
        (Filters(least_confidence=0.5), 10),
        (Filters(flagged="only"), 1),
        (Filters(flagged="without"), 10),
        (Filters(places=("x' OR '1'='1",)), 0),
    ],
)
def test_a_filter_lets_through_what_was_chosen(county: Path, filters: Filters, claims: int) -> None:
    assert answer(county, queries.overview, filters=filters)["claims"] == claims


def test_a_quote_in_a_value_cannot_end_it() -> None:
    assert literal("a'b\\") == "'a''b\\'"
    assert literal(2023) == "2023"
