"""Are the bars in order, and their names readable?"""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from flows.dashboard.charts import KIND_COLOURS, NARROW, PICK, Tip, ranked_bars, shorten, width_of
from flows.dashboard.tiles import GROUND, LETTERS
from tests.conftest import ROOT

FRAME = pd.DataFrame(
    {"key": ["乙", "甲"], "label": ["乙", "甲"], "value": [5.0, -2.0], "shown": ["5", "-2"], "colour": ["#123456"] * 2}
)


def test_bars_keep_their_order_and_can_be_picked() -> None:
    chart = ranked_bars(FRAME, [Tip("label", "Of")], dark=False, mark_at=1.0).to_dict()
    layers = chart["layer"]
    assert all(layer["encoding"]["y"]["sort"] is None for layer in layers if "y" in layer["encoding"])
    assert [param["name"] for param in chart["params"]] == [PICK]
    bars = next(layer for layer in layers if layer["mark"]["type"] == "bar")
    assert bars["encoding"]["x"]["scale"]["domain"] == [-2.0, 5.0]


def test_every_kind_has_a_colour_of_its_own() -> None:
    values = tomllib.loads((ROOT / "expectations" / "engine" / "values.toml").read_text(encoding="utf-8"))
    assert set(KIND_COLOURS) == set(values["sets"]["kind"])
    assert len(set(KIND_COLOURS.values())) == len(KIND_COLOURS)


@pytest.mark.parametrize("label", ["短", "三次产业增加值占地区生产总值的比重之和的平均数再加上一些字", "a" * 80])
def test_a_label_and_its_value_fit_on_a_telephone(label: str) -> None:
    short = shorten(label, "12.6 bn CNY · 2 figures")
    assert width_of(short) + width_of("12.6 bn CNY · 2 figures") < NARROW
    assert short == label or short.endswith("…")


def luminance(colour: list[float]) -> float:
    """As WCAG 2 defines it, of red, green and blue from 0 to 255."""
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (one / 255 for one in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parts_of(colour: str) -> list[float]:
    return [float(int(colour[at : at + 2], 16)) for at in (1, 3, 5)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_on_tiles_of_every_value_can_be_read(scheme: str) -> None:
    _none, least, most = map(parts_of, GROUND[scheme])
    of_little, of_much, turn = LETTERS[scheme]
    for share in (step / 100 for step in range(101)):
        ground = [low + share * (high - low) for low, high in zip(least, most, strict=True)]
        letters = parts_of(of_little if share < turn else of_much)
        bright, dark = sorted((luminance(ground), luminance(letters)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5
