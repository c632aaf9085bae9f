"""Does the quality report learn what contradicts, and what does not add up, with the places of both?"""

from __future__ import annotations

from pathlib import Path

from lxml import html

from expectations.pages.agreement import CHAINS, KINDS, Agreement
from flows.handover.views import read_view
from flows.publishing import tested
from flows.publishing.agreement import read_agreement
from flows.publishing.observed import write_observations
from tests.flows.handover.published import REPORT, Row, write_claims, write_table
from tests.flows.handover.test_observations import GRAIN, QINGHAI

HALF: Row = {**GRAIN, "value_standard": 6e8, "quote": "60万吨", "sentence": "粮食产量60万吨。"}
MONEY: Row = {**GRAIN, "kind": "money", "unit_standard": "CNY"}


def publish(tables: Path, **batches: tuple[Row, ...]) -> None:
    for batch, claims in batches.items():
        write_claims(tables, *({"report_id": f"r-{batch}", **one} for one in claims), batch=batch)
        report = {**REPORT, **QINGHAI, "report_id": f"r-{batch}", "title": f"{batch}的报告"}
        write_table(tables, "reports", report, batch=batch)
    write_observations(tables, "1")


def test_a_contradiction_of_two_batches_is_told_in_both_with_both_places(tmp_path: Path) -> None:
    publish(tmp_path, 甲=(GRAIN,), 乙=({**HALF, "claim_id": "d1"},), 丙=({**GRAIN, "indicator_id": "meat_output"},))
    for batch in ("甲", "乙"):
        (found,) = read_agreement(tmp_path, batch).contradictions
        assert found.about == "青海省 · 粮食产量 · 2023"
        assert {one.batch: (one.claim_id, one.report_title) for one in found.said} == {
            "甲": ("c1", "甲的报告"),
            "乙": ("d1", "乙的报告"),
        }
    assert read_agreement(tmp_path, "丙") == Agreement(1, 0, [], [], [], [])


def test_parts_that_do_not_make_their_whole_are_told_with_all_of_their_sentences(tmp_path: Path) -> None:
    parts = (("foreign_trade", 100.0), ("exports", 60.0), ("imports", 30.0))
    publish(tmp_path, 甲=tuple({**MONEY, "indicator_id": name, "value_standard": value} for name, value in parts))
    found = read_agreement(tmp_path, "甲")
    assert found.chains == [("parts", 1, 1)]
    assert [len(one.said) for one in found.misfits] == [3]


def test_the_page_of_a_batch_says_what_contradicts_in_it(tmp_path: Path) -> None:
    publish(tmp_path / "tables", 甲=(GRAIN, HALF))
    tested.write_tested(tmp_path, tested.Tested("甲", True, (), ()), tmp_path)
    page = html.document_fromstring((tmp_path / "quality" / "index.html").read_text(encoding="utf-8"))
    (part,) = page.xpath("//section[@id='agreement']")
    assert "÷" in part.text_content()
    assert len(part.xpath(".//a")) == 2


def test_every_kind_that_the_views_give_has_its_words() -> None:
    assert all(f"'{kind}'" in read_view("contradictions") for kind in KINDS)
    assert all(f"'{kind}' AS chain" in read_view("chains") for kind in CHAINS)
