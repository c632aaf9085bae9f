"""The review pages show what a person should look at, and nothing else."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from expectations.pages.review import SHOWN, show_value, write_review_pages
from tests.flows.handover.published import Row, write_claims
from tests.languages import in_language, text_in


def pages_of(folder: Path, batch: str = "a") -> dict[str, str]:
    """The pages of what is published in the folder, by their names."""
    write_review_pages(folder, folder / "quality", batch, lambda *claim: "../site/" + "/".join(claim))
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "quality").glob("review*.html")}


def page_of(folder: Path, *claims: Row) -> str:
    write_claims(folder, *claims)
    return pages_of(folder)["review.html"]


def marks(page: str) -> list[str]:
    return [str(mark.text_content()) for mark in html.document_fromstring(page).xpath("//mark")]


def test_a_claim_with_a_warning_is_shown_with_its_sentence_and_the_warning_in_words(tmp_path: Path) -> None:
    page = page_of(tmp_path, {"flags": ["parts_do_not_sum: 6 + 8 = 14 ≠ 15"]}, {})
    assert marks(page) == ["740人"]
    assert "Parts do not add up to the total: 6 + 8 = 14 ≠ 15" in text_in(page)
    assert "各部分之和与总数不符：6 + 8 = 14 ≠ 15" in text_in(page, "zh")


def test_each_claim_leads_to_its_place_in_the_report(tmp_path: Path) -> None:
    page = page_of(tmp_path, {"confidence": 0.5})
    assert in_language(page).xpath("//td/a/@href") == ["../site/a/r1/c1"]


def test_the_warnings_that_stand_there_are_explained_once_and_no_others(tmp_path: Path) -> None:
    told = text_in(page_of(tmp_path, *[{"flags": ["two_points: 14..3"], "confidence": 0.5}] * 2))
    assert told.count("The numeral has two points in a row") == 1
    assert "Two numbers that the text multiplies" not in told
    assert "What the warnings mean" not in text_in(page_of(tmp_path, {"confidence": 0.5}))


def test_the_least_sure_claims_come_first_and_sure_ones_are_left_out(tmp_path: Path) -> None:
    page = page_of(
        tmp_path, *({"confidence": sure, "quote": f"{sure}", "sentence": f"{sure}人"} for sure in (0.9, 0.5, 0.3))
    )
    assert marks(page) == ["0.3", "0.5"]


def test_markup_in_a_report_stays_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    page = page_of(
        tmp_path, {"flags": [hostile], "metric": hostile, "sentence": hostile, "quote": hostile, "unit": hostile}
    )
    assert "<script>alert" not in page


def test_a_long_list_goes_on_over_further_pages(tmp_path: Path) -> None:
    write_claims(tmp_path, *[{"flags": ["warned"], "confidence": 0.5}] * (2 * SHOWN + 1))
    pages = pages_of(tmp_path)
    assert sorted(pages) == ["review-2.html", "review-3.html", "review.html"]
    assert [len(marks(pages[name])) for name in sorted(pages)] == [2 * SHOWN, 2, 2 * SHOWN]
    assert in_language(pages["review.html"]).xpath("(//nav[@class='turn'])[1]/a/@href") == [
        "review.html", "review-2.html", "review-3.html",
    ]  # fmt: skip
    write_claims(tmp_path, {"confidence": 0.5})
    assert sorted(pages_of(tmp_path)) == ["review.html"]


def test_a_further_page_says_nothing_of_a_sort_that_is_at_its_end(tmp_path: Path) -> None:
    write_claims(tmp_path, *[{"confidence": 0.5}] * (SHOWN + 1), {"flags": ["warned"]})
    told = text_in(pages_of(tmp_path)["review-2.html"])
    assert "Least sure" in told
    assert "With a warning" not in told
    assert "None." not in told


def test_an_unknown_unit_has_one_warning_though_two_have_noticed_it(tmp_path: Path) -> None:
    told = text_in(page_of(tmp_path, {"flags": ["unknown_unit", "unit_known"]}))
    assert told.count("Unknown unit") == 2  # on the claim, and among the meanings
    assert "unit_known" not in told


def test_claims_of_all_batches_stand_there_those_of_the_run_first(tmp_path: Path) -> None:
    for batch in ("a", "b", "c"):
        write_claims(tmp_path, {"confidence": 0.5, "quote": batch, "sentence": f"{batch}。"}, batch=batch)
    assert marks(pages_of(tmp_path, "b")["review.html"]) == ["b", "a", "c"]


def test_without_claims_there_is_a_page_that_says_so(tmp_path: Path) -> None:
    assert text_in(pages_of(tmp_path)["review.html"]).count("None.") == 2


def test_a_value_is_shown_as_its_report_writes_it() -> None:
    stated = {"value": 3.86e8, "value_min": None, "value_max": None, "unit": "元", "masked": False, "quote": "3.86亿元"}
    assert show_value(stated) == "3.86亿元"
    assert show_value(stated | {"value": 8000.0, "unit": "亩", "quote": "8千余亩"}) == "8,000亩"
    assert show_value(stated | {"value": None, "value_min": 3e4, "value_max": 5e4, "quote": "3—5万元"}) == "3万–5万元"
    assert show_value(stated | {"masked": True}) == "– 元"
    assert show_value(stated | {"value": 1.4, "unit": "%", "quote": "1.4%", "direction": "down"}) == "1.4% ↓"


def test_values_that_do_not_agree_come_before_what_tells_how_a_figure_was_read(tmp_path: Path) -> None:
    rows = [{"flags": ["from_value"]}, {"flags": ["stated_twice: 3 ≠ 5"]}, {"flags": ["shared_unit"]}]
    page = in_language(page_of(tmp_path, *rows))
    tags = [str(tag.text_content()) for tag in page.xpath("//table//span[@class='tag']")]
    assert tags == ["Stated twice, differently: 3 ≠ 5", "Where a change starts from", "Unit taken from the next number"]
