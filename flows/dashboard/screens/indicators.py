"""Which indicator is looked at, and in what scale? The same choices on the pages of trends and of comparisons."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from expectations.engine.published import published_files
from flows.dashboard import observed
from flows.dashboard.controls import choose_named, choose_one
from flows.dashboard.filters import UNFILTERED
from flows.dashboard.language import _
from flows.dashboard.numbers import Scale, scale_for
from flows.dashboard.observed import Asked
from flows.dashboard.screens.elements import AGAIN, Shown, records_of
from flows.dashboard.terms import name_of_indicator, term

OF_MEASURE = ("places", *AGAIN, "of_year", "level", "state")  # choices that only made sense with the measure before


def choose_indicator(shown: Shown) -> Asked | None:
    """Which indicator, and whether how much there is of it or how fast it grows."""
    offered = shown.ask(observed.indicators, filters=UNFILTERED)
    if offered.empty:
        if published_files(shown.snapshot.folder, "observations"):
            st.info(_("No report states a figure of a whole place and year that the catalogue of indicators knows."))
        else:
            st.info(_("These tables have no observations yet: the next run makes them."))
        st.caption(_("Every figure can be found under “All figures”."))
        return None
    names = {
        row["indicator_id"]: f"{name_of_indicator(row)} ({row['places']:,} × {row['years']:,})"
        for row in records_of(offered)
    }
    row = st.container(horizontal=True, vertical_alignment="bottom")
    indicator = choose_named(
        row, _("Indicator (places × years)"), "indicator", names, tell=True, width=380, forget=("measure", *OF_MEASURE)
    )
    measures = shown.ask(observed.measures, indicator, filters=UNFILTERED)
    measure = choose_one(
        row, _("Measure"), "measure", measures, show=term, kind="segmented_control", tell=True, forget=OF_MEASURE
    )
    return Asked(indicator, measure, shown.filters.least_confidence)


def about(shown: Shown, asked: Asked) -> dict[str, Any]:
    """What the catalogue says of the indicator that is looked at."""
    offered = shown.ask(observed.indicators, filters=UNFILTERED).set_index("indicator_id")
    return {str(name): value for name, value in offered.loc[asked.indicator].items()}


def scale_of(frame: pd.DataFrame) -> Scale:
    """In the unit that most of the figures are written in."""
    unit = frame["unit"].mode()
    factor = frame.loc[frame["unit"] == unit.iloc[0], "factor"].median() if len(unit) else 1.0
    return scale_for(frame["value"], str(frame["unit_standard"].iloc[0]), unit.iloc[0] if len(unit) else None, factor)
