"""Is enough of each seller's adverts removed, and nothing of the reports? The floor under docs/adverts.md."""

from __future__ import annotations

import pytest

from extractors.cleaning.boilerplate import strip
from tests.adverts.generate import Seller, clean_reports, decorate, read_sellers
from tests.adverts.measure import count_seller, total
from tests.flows.lines import repeated_lines

SELLERS = read_sellers()
KNOWN = [seller for seller in SELLERS if not seller.held_out]
LEAST_ALONE, LEAST_BATCH, LEAST_OF_A_SELLER = 0.90, 0.98, 0.90


@pytest.mark.parametrize("seller", SELLERS, ids=lambda seller: seller.name)
def test_nothing_of_a_report_is_lost(seller: Seller) -> None:
    assert count_seller(seller, as_batch=False).lost == 0
    assert count_seller(seller, as_batch=True).lost == 0


@pytest.mark.parametrize("seller", KNOWN, ids=lambda seller: seller.name)
def test_most_of_a_sellers_adverts_go_in_a_batch(seller: Seller) -> None:
    assert count_seller(seller, as_batch=True).share_removed >= LEAST_OF_A_SELLER


def test_over_all_sellers_adverts_go() -> None:
    assert len(KNOWN) >= 15
    assert total(count_seller(seller, as_batch=False) for seller in KNOWN).share_removed >= LEAST_ALONE
    assert total(count_seller(seller, as_batch=True) for seller in KNOWN).share_removed >= LEAST_BATCH


def test_reports_as_they_are_lose_nothing() -> None:
    texts = clean_reports()
    repeated = repeated_lines(texts.values())
    assert {name: strip(text, repeated).kept for name, text in texts.items()} == texts


def test_a_decorated_text_holds_the_report_in_order() -> None:
    for seller in SELLERS:
        for text in clean_reports().values():
            sold = decorate(text, seller)
            assert "".join(char for n, char in enumerate(sold.text) if n not in sold.advert) == text
