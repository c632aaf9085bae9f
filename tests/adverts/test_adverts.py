"""Is enough of each seller's adverts removed, and nothing of the reports? The floor under docs/adverts.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.cleaning.boilerplate import strip
from extractors.extraction import extract, extract_source
from extractors.model import SourceText
from tests.adverts.generate import Seller, clean_reports, decorate, read_list, read_sellers
from tests.adverts.measure import count_seller, rules_without, total
from tests.flows.lines import repeated_lines

SELLERS = read_sellers()
KNOWN = [seller for seller in SELLERS if not seller.unseen]
LEAST_UNSEEN = 0.7  # without the public reports, of which nothing is kept here; with them it is that of docs/adverts.md
DOUBTFUL, WITH_A_FIGURE = "文档库存5200篇", "网站收藏素材文稿300份、供下载20次"
LEAST_ALONE, LEAST_BATCH, LEAST_OF_A_SELLER = 0.90, 0.98, 0.90


@pytest.mark.parametrize("seller", SELLERS, ids=lambda seller: seller.name)
def test_nothing_of_a_report_is_lost_and_no_figure_of_an_advert_is_a_claim(seller: Seller) -> None:
    alone, batch = (count_seller(seller, as_batch) for as_batch in (False, True))
    assert (alone.lost, batch.lost) == (0, 0)
    assert (alone.claims, batch.claims) == (0, 0)


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


@pytest.mark.parametrize("line", read_list("report_lines.txt"))
def test_the_model_takes_no_line_that_reports_have_between_or_below_their_paragraphs(line: str) -> None:
    body = "2023年，全镇完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人，各项工作取得明显成效。"
    for text in (f"松坞镇2023年工作总结\n{body}\n{line}\n{body}\n", f"松坞镇2023年工作总结\n{body}\n{line}\n"):
        assert [span.text for span in strip(text).removed if span.rule.startswith("advert_voice")] == []


def test_a_figure_of_a_line_that_sounds_like_an_advert_is_no_claim_though_the_line_stays() -> None:
    body = "2023年，全镇完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人，各项工作取得明显成效。"
    text = f"松坞镇2023年工作总结\n{body}\n{DOUBTFUL}\n{body}\n"
    stripped = strip(text)
    assert [text[start:end] for start, end in stripped.doubtful] == [DOUBTFUL]
    found = extract_source(SourceText("x", "", text, "", 0))
    start, end = text.index(DOUBTFUL), text.index(DOUBTFUL) + len(DOUBTFUL)
    assert not [claim.quote for claim in found.claims if start <= claim.char_start < end]
    assert {passed.reason for passed in found.passed_over if start <= passed.start < end} == {"advert"}


def test_a_claim_of_a_line_that_may_be_an_advert_is_flagged_and_unsure() -> None:
    body = "2023年，全镇完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人，各项工作取得明显成效。"
    claims = extract(f"松坞镇2023年工作总结\n{body}\n{WITH_A_FIGURE}\n{body}\n")
    flagged = [claim for claim in claims if "maybe_advert" in claim.flags]
    assert {claim.quote for claim in flagged} == {"300份", "20次"}
    assert all(claim.confidence <= 0.5 for claim in flagged)


@pytest.mark.slow
def test_a_model_of_what_the_project_holds_takes_adverts_of_sellers_that_it_does_not_know(tmp_path: Path) -> None:
    sample = [seller for seller in SELLERS if seller.unseen][::11]
    counts = total(count_seller(seller, False, rules_without(seller, None, tmp_path)) for seller in sample)
    assert counts.share_removed >= LEAST_UNSEEN
