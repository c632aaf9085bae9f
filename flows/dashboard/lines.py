"""How did it go on over the years? Lines of several places: filled points were reached, hollow ones were planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import altair as alt
import pandas as pd

from flows.dashboard.charts import Tip, by_key, ink, tooltips
from flows.dashboard.observed import PLANNED, REACHED

#: Told apart on white and on black, by people who see no red or green too; beside them stand the places' names.
LIGHT = ("#2f6ea5", "#c05a1c", "#2f8a5b", "#8a4fa8", "#a88000", "#b0355f", "#3f8b95", "#6b6f76", "#7a5a3a", "#4a55b5")
DARK = ("#79b0e0", "#f0a06a", "#74c79b", "#c79be0", "#dcc25a", "#ef8fb0", "#83ccd6", "#b9bec6", "#caa884", "#a3acf5")
HEIGHT = 360
GROUND = {"light": "#ffffff", "dark": "#0e1117"}  # of the page: what a hollow point is filled with


def trend_lines(
    frame: pd.DataFrame, tips: Sequence[Tip], names: Sequence[str], axis: str, words: tuple[str, str], dark: bool,
    picked: Any = None,
) -> alt.LayerChart:  # fmt: skip
    """Columns `key`, `name`, `year`, `state`, `value` (in the unit of the axis), `doubtful`.

    `words`: reached and planned.
    """
    text, soft = ink(dark)
    reached, planned = words
    colours = (DARK if dark else LIGHT)[: len(names)]
    frame = frame.assign(
        state_text=[reached if state == REACHED else planned for state in frame["state"]],
        size=[170 if key == picked else 70 for key in frame["key"]],
    )
    years = sorted(int(year) for year in frame["year"].unique())
    x = alt.X(
        "year:O",
        scale=alt.Scale(domain=list(range(years[0], years[-1] + 1)), padding=0.25),
        axis=alt.Axis(title=None, labelAngle=0, labelOverlap="greedy", labelColor=text, ticks=False),
    )
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(zero=False, nice=True, padding=8),
        axis=alt.Axis(
            title=axis, titleAngle=0, titleAlign="left", titleX=0, titleY=-12, labelColor=text, titleColor=soft
        ),
    )
    colour = alt.Color(
        "name:N",
        scale=alt.Scale(domain=list(names), range=list(colours)),
        legend=alt.Legend(title=None, orient="top", columns=3, labelColor=text) if len(names) > 1 else None,
    )
    # A legend of the states, which the dashes and the filling mean.
    shape = {
        "strokeDash": alt.StrokeDash(
            "state_text:N",
            scale=alt.Scale(domain=[reached, planned], range=[[1, 0], [4, 4]]),
            legend=alt.Legend(title=None, orient="bottom", labelColor=text),
        )
    }
    base = alt.Chart(frame).encode(x=x, y=y)
    lines = base.mark_line(strokeWidth=2, opacity=0.85).encode(color=colour, detail="state:N", **shape)
    filled: dict[str, Any] = {"filled": True}
    hollow: dict[str, Any] = {"filled": False, "fill": GROUND["dark" if dark else "light"]}
    points = [
        base.transform_filter(alt.datum.state == state)
        .mark_point(opacity=1, strokeWidth=2, **look)
        .encode(color=colour, size=alt.Size("size:Q", scale=None))
        for state, look in ((PLANNED, hollow), (REACHED, filled))
    ]
    doubts = base.transform_filter(alt.datum.doubtful).mark_text(text="?", dx=11, dy=-7, fontSize=14, fontWeight="bold")
    points.append(doubts.encode(color=colour))
    # A finger is wider than a point.
    ground = base.mark_point(size=700, opacity=0.001, filled=True, cursor="pointer").encode(tooltip=tooltips(tips))
    return cast(alt.LayerChart, alt.layer(lines, *points, ground.add_params(by_key()), height=HEIGHT))
