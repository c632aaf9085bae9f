"""Where is much, and where little? A map of provinces as tiles of one size, coloured by value; it needs no borders."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast

import altair as alt
import pandas as pd

from flows.dashboard.charts import Tip, by_key, ink, tooltips

TILE = 46  # pixels high
GROUND = {"light": ("#eef1f4", "#cfe0f0", "#1f5d94"), "dark": ("#20262d", "#22384c", "#8cc4f5")}  # none, least, most
#: Letters of little, letters of much, and from where on in the scale these are: contrast is 4.5 and more (WCAG AA),
#: which amid the scale only black and white reach.
LETTERS = {"light": ("#000000", "#ffffff", 0.79), "dark": ("#ffffff", "#000000", 0.47)}


@cache
def load_tiles() -> pd.DataFrame:
    """Code, short name, row and column of each province."""
    text = files("flows.dashboard").joinpath("assets", "tiles.toml").read_text(encoding="utf-8")
    return pd.DataFrame(tomllib.loads(text)["tiles"], columns=["area_code", "short", "row", "column"])


def tile_map(frame: pd.DataFrame, tips: Sequence[Tip], dark: bool, picked: Any = None) -> alt.LayerChart:
    """Columns `key` (the area's code), `value`, `shown` (as text), `sure_enough`, and those of the tips.

    What is unsure has no colour: it would make all others pale, were it wrong.
    """
    text, soft = ink(dark)
    none, least, most = GROUND["dark" if dark else "light"]
    tiles = load_tiles().merge(frame, how="left", left_on="area_code", right_on="key", suffixes=("", "_of_points"))
    sure = frame[frame["sure_enough"]]["value"] if frame["sure_enough"].any() else frame["value"]
    low, high = float(sure.min()), float(sure.max())
    of_little, of_much, turn = LETTERS["dark" if dark else "light"]
    limit = low + turn * (high - low) if high > low else high + 1
    tiles["known"] = tiles["value"].notna()
    tiles["coloured"] = [known and bool(sure) for known, sure in zip(tiles["known"], tiles["sure_enough"], strict=True)]
    tiles["ink"] = [
        soft if not coloured else of_little if value < limit else of_much
        for coloured, value in zip(tiles["coloured"], tiles["value"], strict=True)
    ]
    tiles["edge"] = [3 if picked is not None and code == picked else 0 for code in tiles["area_code"]]
    tiles["shown"] = tiles["shown"].fillna("")
    tiles["key"] = tiles["area_code"]
    x = alt.X("column:O", axis=None, scale=alt.Scale(paddingInner=0.06, paddingOuter=0))
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.06, paddingOuter=0))
    base = alt.Chart(tiles).encode(x=x, y=y)
    blank = base.mark_rect(cornerRadius=4, color=none)
    colour = alt.Color(
        "value:Q", scale=alt.Scale(domain=[low, high if high > low else low + 1], range=[least, most]), legend=None
    )
    filled = (
        base.transform_filter("datum.coloured")
        .mark_rect(cornerRadius=4, stroke=text)
        .encode(color=colour, strokeWidth=alt.StrokeWidth("edge:Q", scale=None))
    )
    ground = (
        base.transform_filter("datum.known")
        .mark_rect(opacity=0.001, cursor="pointer")
        .encode(tooltip=tooltips(tips))
        .add_params(by_key())
    )
    plain = {"color": alt.Color("ink:N", scale=None)}
    names = base.mark_text(dy=-7, fontSize=12, fontWeight="bold").encode(text="short:N", **plain)
    values = base.mark_text(dy=9, fontSize=11).encode(text="shown:N", **plain)
    rows = int(tiles["row"].max()) + 1
    return cast(
        alt.LayerChart,
        alt.layer(blank, filled, names, values, ground, height=rows * TILE).resolve_scale(color="independent"),
    )
