"""Does what is said on the screen reach the database as it was meant?"""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.dashboard import judging
from flows.dashboard.queue import ORDERS, flags_there, waiting
from flows.reviews.store import FILE
from tests.flows.dashboard.published import answer
from tests.flows.reviews.published import TOWN, claim, publish_texts

pytestmark = pytest.mark.usefixtures("main_module")


def test_only_what_was_changed_in_the_form_is_a_correction() -> None:
    seen = {
        "value": 3650.0,
        "unit": "亩",
        "metric": "种植药材",
        "per": None,
        "period_end": "2023-12-31",
        "masked": False,
    }
    entered = {
        "value": "3,600",
        "unit": "亩",
        "metric": "种植药材 ",
        "per": "",
        "period_end": "2023-12-31",
        "masked": False,
    }
    assert judging.changed_fields(seen, entered) == {"value": 3600.0}


def test_a_verdict_is_kept_and_taken_back(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish_texts(output, {"镇.txt": TOWN})
    row = claim(output, "3650亩")
    item = ("claim", "b", row["claim_id"])
    assert judging.judged_among(output, [item]) == {}
    assert not (output / FILE).exists()  # looking makes no database
    found = judging.place_of(output / "tables", item)
    assert found is not None
    place, seen = found
    said = judging.say(output, place, "corrected", "甲", seen, {"value": 3600})
    stands = judging.said_of(output, row["claim_id"])
    assert judging.on_screen(row, stands)["value"] == 3600
    assert judging.judged_among(output, [item]) == {row["claim_id"]: "甲"}
    judging.take_back(output, said, "甲")
    assert judging.judged_among(output, [item]) == {}
    assert judging.people(output) == [("甲", 2)]


def test_selected_words_are_found_by_what_stands_around_them_or_not_at_all() -> None:
    text = "走访党员若干名，\n走访群众若干名。"
    source = ("a.txt", "0" * 64, "t", text)
    place = judging.missing_place("b", "r", source, "若干名", "走访群众", "。")
    assert place is not None
    assert text[place.char_start : place.char_end] == "若干名"
    assert place.char_start == text.rindex("若干名")
    assert judging.missing_place("b", "r", source, "若干名", "", "") is None
    assert judging.missing_place("b", "r", source, "无", "", "") is None


@pytest.mark.parametrize("order", ORDERS)
def test_each_queue_has_every_claim_that_waits(county: Path, order: str) -> None:
    found = answer(county, waiting, order, None, "", False)
    assert len(found) == len(set(found)) == len(answer(county, waiting, "unsure", None, "", True))
    assert answer(county, flags_there) == ["parts_do_not_sum"]
    assert len(answer(county, waiting, order, "parts_do_not_sum", "造林", False)) == 1
