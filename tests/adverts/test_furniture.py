"""Is any figure of what stands around a report a claim, or any of the report's own lost?"""

from __future__ import annotations

import pytest

from tests.adverts.furniture import Page, judge, read_pages


@pytest.mark.parametrize("page", read_pages(), ids=lambda page: page.name)
def test_all_figures_of_a_report_are_claims_and_none_of_its_furniture_is(page: Page) -> None:
    outcome = judge(page)
    assert (outcome.missing, outcome.out_of_furniture) == ([], [])
