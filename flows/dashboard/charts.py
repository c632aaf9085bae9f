"""What do the figures look like? Ranked bars, each under its label: no name is cut off on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import altair as alt
import pandas as pd

PICK = "picked"  # name of the selection
STEP, PADDING = 42, 22  # pixels: a bar with its label, and what Streamlit leaves free below
NARROW, HAN, LATIN = 320, 13, 7  # pixels: the narrowest chart, and characters of its labels
# One colour a kind, on every page. Muted, so that fourteen of them do not shout; the rare kinds share greys.
KIND_COLOURS = {
    "count": "#4a7ba6", "money": "#b8862f", "area": "#5f9460", "percentage": "#8a6fa8", "mass": "#a5694f",
    "length": "#4b9296", "volume": "#6f8fb0", "energy": "#a39a4d", "power": "#b27a92", "duration": "#7f8a95",
    "temperature": "#b3706b", "turnover": "#6b8f80",
    "rate_or_score": "#93877b", "other": "#8d9399",
}  # fmt: skip
PLAIN = UP = "#4a7ba6"
REACHED = "#4f8a55"
DOWN = MISSED = "#b8623a"
NEITHER = "#7f8a95"
INK = {"light": ("#1d2733", "#5c6b7a"), "dark": ("#e8ebef", "#a4afba")}  # text, soft text
FAINT = 0.4  # of the bars beside the one that is picked


@dataclass(frozen=True, slots=True)
class Tip:
    """A line of a tooltip: column of the frame, and what it is called."""

    column: str
    title: str


def ink(dark: bool) -> tuple[str, str]:
    return INK["dark" if dark else "light"]


def tooltips(tips: Sequence[Tip]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{tip.column}:N", title=tip.title) for tip in tips]


def by_key() -> alt.Parameter:
    """A selection of the thing that is clicked, by its key; what is picked is drawn by the page, not by the browser."""
    return alt.selection_point(name=PICK, fields=["key"], on="click", empty=False, toggle=False)


def ranked_bars(
    frame: pd.DataFrame, tips: Sequence[Tip], dark: bool, picked: Any = None, mark_at: float | None = None
) -> alt.LayerChart:
    """Bars in the order of the frame: columns `key` (to select by), `label`, `value`, `shown` (as text), `colour`.

    `mark_at` draws a tick across each bar there, 100 % of a plan.
    """
    text, soft = ink(dark)
    values = [value for value in (*frame["value"], mark_at, 0.0) if value is not None]
    scale = alt.Scale(domain=[min(values), max(values) or 1.0], nice=False)
    frame = frame.assign(strength=[1.0 if picked is None or key == picked else FAINT for key in frame["key"]])
    y = alt.Y("key:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0.0, paddingOuter=0.0))
    x = alt.X("value:Q", scale=scale, axis=None)
    base = alt.Chart(frame).encode(y=y, tooltip=tooltips(tips))
    ground = base.mark_rect(opacity=0.001, cursor="pointer").encode(x=alt.value(0), x2=alt.value("width"))
    bars = base.mark_bar(height=12, yOffset=9, cornerRadiusEnd=2, cursor="pointer").encode(
        x=x,
        color=alt.Color("colour:N", scale=None),
        opacity=alt.Opacity("strength:Q", scale=None),
    )
    labels = base.mark_text(align="left", baseline="middle", dy=-9, color=text, fontSize=13, cursor="pointer").encode(
        x=alt.value(0), text="label:N"
    )
    shown = base.mark_text(align="right", baseline="middle", dy=-9, color=soft, fontSize=13, cursor="pointer").encode(
        x=alt.value("width"), text="shown:N"
    )
    layers = [ground.add_params(by_key()), bars, labels, shown]
    if mark_at is not None:
        ticks = base.mark_tick(height=20, yOffset=9, thickness=2, color=text)
        layers.append(ticks.encode(x=alt.XDatum(mark_at, scale=scale, axis=None)))
    return cast(alt.LayerChart, alt.layer(*layers, height=STEP * max(len(frame), 1) + PADDING))


def shorten(label: str, beside: str = "") -> str:
    """A name that leaves room for the value at the end of its line, even on a telephone; the tooltip has it whole."""
    room = NARROW - width_of(beside) - 16
    if width_of(label) <= room:
        return label
    while label and width_of(label) + HAN > room:
        label = label[:-1]
    return label + "…"


def width_of(text: str) -> int:
    """About how many pixels a text takes."""
    return sum(HAN if ord(character) > 0x2E80 else LATIN for character in text)
