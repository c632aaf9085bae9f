"""How fast does it grow? Rates of change with their sign, by metric, issuer, region or year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from flows.dashboard import queries
from flows.dashboard.charts import DOWN, UP, Tip, shorten
from flows.dashboard.evidence import Choice
from flows.dashboard.queries import GROUPS, Rate
from flows.dashboard.screens.elements import (
    Shown,
    ask_to_pick,
    cell_of,
    legend,
    nothing_found,
    pick_bar,
    records_of,
    show_sentences,
)
from flows.dashboard.screens.totals import STATUSES, years
from flows.dashboard.terms import term

RATES = ("%", "percentage points")
BARS = 20
AGAINST = ("yoy", "mom", "other", "none")
TIPS = (
    Tip("name", "Of"), Tip("middle_text", "Median"), Tip("span", "Lowest to highest"), Tip("rates", "Rates stated"),
    Tip("reports", "Reports"), Tip("years", "Report years"),
)  # fmt: skip


def show(shown: Shown) -> None:
    rate, group = choose(shown)
    frame = dressed(shown.ask(queries.growth, rate, group, BARS), rate.unit) if rate else None
    if rate is None or frame is None or frame.empty:
        nothing_found("No rates of change")
        return
    left, right = st.columns([5, 6], gap="large")
    with left:
        key = pick_bar(frame, TIPS, shown, "growth")
        st.caption(
            f"Median of the {term(rate.status)} rates stated in {rate.unit}; rates are not added up. "
            f"The {len(frame)} with most rates stated, the fastest first. "
            f"{legend((UP, 'up 上升'), (DOWN, 'down 下降'))}"
        )
    with right:
        if key is None:
            ask_to_pick()
            show_table(frame, rate.unit, group)
        else:
            choice = Choice("growth", ((group, key),), tuple(rate.conditions()))
            show_sentences(shown, choice, f"{key}: {cell_of(frame, key, 'middle_text')}", "growth")


def choose(shown: Shown) -> tuple[Rate | None, str]:
    """Which rates, and how they are grouped: by issuer, region or year only those of one metric."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    statuses = [status for status in STATUSES if status in (shown.filters.statuses or STATUSES)]
    status: str = row.selectbox("Status", statuses, format_func=term, key="growth-status", width=150)
    unit: str = row.selectbox("Rate in", RATES, key="growth-unit", width=170)
    group = row.selectbox("By", list(GROUPS), format_func=GROUPS.__getitem__, key="growth-group", width=120)
    against = row.pills(
        "Against (none chosen: all)", AGAINST, selection_mode="multi", format_func=term, key="growth-against"
    )
    rate = Rate(unit, status, tuple(against))
    if group == "metric_key":
        return rate, group
    metric = row.selectbox("Of the metric", shown.ask(queries.growing, rate, 500), key="growth-metric", width=260)
    return (replace(rate, metric=metric) if metric else None), group


def dressed(frame: pd.DataFrame, rate: str) -> pd.DataFrame:
    frame = frame.sort_values(["middle", "key"], ascending=[False, True])
    rows = records_of(frame)
    texts = [rate_text(row["middle"], rate) + (f" · {row['rates']} rates" if row["rates"] > 1 else "") for row in rows]
    return frame.assign(
        value=frame["middle"],
        colour=[UP if row["middle"] >= 0 else DOWN for row in rows],
        name=[str(row["key"]) for row in rows],
        label=[shorten(str(row["key"]), text) for row, text in zip(rows, texts, strict=True)],
        middle_text=[rate_text(row["middle"], rate) for row in rows],
        shown=texts,
        span=[f"{rate_text(row['lowest'], rate)} to {rate_text(row['highest'], rate)}" for row in rows],
        years=[years(row) for row in rows],
    )


def rate_text(value: float, rate: str) -> str:
    return f"{value:+,.4g}{'%' if rate == '%' else ' points'}"


def show_table(frame: pd.DataFrame, rate: str, group: str) -> None:
    unit = "%" if rate == "%" else "points"
    columns = {
        "name": GROUPS[group], "middle": f"Median ({unit})", "lowest": "Lowest", "highest": "Highest",
        "rates": "Rates stated", "reports": "Reports", "years": "Report years",
    }  # fmt: skip
    numbers = {columns[name]: st.column_config.NumberColumn(format="%+.4g") for name in ("middle", "lowest", "highest")}
    st.dataframe(frame[list(columns)].rename(columns=columns), hide_index=True, column_config=numbers)
