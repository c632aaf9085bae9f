"""Does a card show its figure as it is printed, and only where it is that?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from flows.dashboard.cards import card
from flows.dashboard.printed import load, strip
from tests.flows.dashboard.test_cards import ROW
from tests.flows.site.test_pictures import BOX, MARK, SOURCE, draw

PRINTED: dict[str, Any] = ROW | {
    "batch": "五省 1", "source_id": SOURCE.source_id, "page": 1.0, "box": BOX, "quote": "740余人<",
}  # fmt: skip


@pytest.fixture
def output(tmp_path: Path) -> Path:
    load.cache_clear()
    draw(tmp_path / "site", SOURCE, batch="五省 1")
    return tmp_path


def test_the_strip_is_of_the_lines_round_the_quote_which_is_marked(output: Path) -> None:
    made = strip(output, PRINTED, "/site/")
    [address] = set(re.findall(r"(?:src|href)='([^']+)'", made))
    assert address == f"/site/pictures/%E4%BA%94%E7%9C%81%201/{SOURCE.source_id[:16]}/0001.png"
    left, top, wide, high = MARK
    [mark] = re.findall(r"<i style='left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%'", made)
    assert [float(part) for part in mark] == pytest.approx(
        [left / 7, top / 9, wide / 7, high / 9], abs=0.001
    )  # of a picture of 700 × 900
    [shown] = re.findall(r"max-width:434\.0px;height:([\d.]+)px", made)
    [above] = re.findall(r"top:-([\d.]+)px", made)
    assert float(above) < top * 0.62 < (top + high) * 0.62 < float(above) + float(shown) < 900 * 0.62
    assert "740余人&lt;" in made


@pytest.mark.parametrize(
    "change", [{"page": None}, {"page": float("nan")}, {"box": None}, {"page": 2.0}, {"claim_id": "c9"}, {"batch": "b"}]
)
def test_a_figure_without_a_picture_of_its_place_has_a_card_without_one(output: Path, change: dict[str, Any]) -> None:
    assert "<img" in card(output, PRINTED, ("", "", ""))
    assert "<img" not in card(output, PRINTED | change, ("", "", ""))


def test_a_figure_that_is_published_elsewhere_than_it_was_drawn_has_no_picture(output: Path) -> None:
    assert strip(output, PRINTED | {"box": [40.0, 300.0, 84.2, 312.0]}, "/site/") == ""
