"""Was it reached? Targets beside what later reports, or the same one, say was done."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from flows.dashboard import queries
from flows.dashboard.charts import MISSED, REACHED, Tip, shorten
from flows.dashboard.evidence import Choice
from flows.dashboard.numbers import full, short
from flows.dashboard.screens.elements import (
    Shown,
    ask_to_pick,
    legend,
    nothing_found,
    pick_bar,
    records_of,
    show_sentences,
)

MOST = 2_000
BARS = 20
TIPS = (
    Tip("name", "Of"), Tip("issuer_key", "Issuer"), Tip("year", "Year"), Tip("target_text", "Target 目标"),
    Tip("actual_text", "Actual 完成"), Tip("attained", "Attained"), Tip("several", "Figures that fit"),
)  # fmt: skip


def show(shown: Shown) -> None:
    filters = shown.filters.across_time()
    frame = shown.ask(queries.plans, shown.filters.years, MOST, filters=filters)
    if frame.empty:
        nothing_found("No target meets a figure of the same issuer, metric, unit and year")
        return
    frame = dressed(frame)
    left, right = st.columns([5, 6], gap="large")
    with left:
        sort = st.segmented_control(
            "Order",
            ["Missed by most first", "Exceeded by most first"],
            default="Missed by most first",
            required=True,
            key="plans-order",
        )
        bars = frame[frame["attainment"].notna()].sort_values(
            "attainment", ascending=sort != "Exceeded by most first", kind="stable"
        )
        key = None
        if len(bars):
            key = pick_bar(capped(bars.head(BARS)), TIPS, shown, "plans", mark_at=1.0)
            st.caption(
                "Actual as a share of the target; the tick is 100 %. "
                f"{min(BARS, len(bars))} of {len(bars):,} pairs. An upper limit is kept below the tick. "
                f"{legend((REACHED, 'reached'), (MISSED, 'missed'))}"
            )
        st.caption(
            "A target meets the figure of the same issuer, metric, unit and year; two that only share a name may meet. "
            "Filters by status and part do not apply here; **Year** is the year that was planned for."
        )
    with right:
        if key is None:
            ask_to_pick()
            show_table(frame)
        else:
            row = frame.set_index("key").loc[key]
            ids = (str(row["target_claim_id"]), str(row["actual_claim_id"]))
            show_sentences(shown, Choice(ids=ids), f"{row['name']}: {row['attained']} of the target", "plans", filters)


def dressed(frame: pd.DataFrame) -> pd.DataFrame:
    rows = records_of(frame)
    return frame.assign(
        key=frame["target_batch"] + "/" + frame["target_claim_id"],
        value=frame["attainment"],
        colour=[REACHED if row["reached"] else MISSED for row in rows],
        name=[row["metric_key"] for row in rows],
        label=[shorten(f"{row['year']:.0f} {row['metric_key']}", "1,000% of 100 bn CNY") for row in rows],
        attained=["" if pd.isna(row["attainment"]) else f"{row['attainment']:.0%}" for row in rows],
        target_text=[full(row["target"], row["unit_standard"]) for row in rows],
        actual_text=[full(row["actual"], row["unit_standard"]) for row in rows],
        several=[f"{row['targets']} as target, {row['actuals']} as actual" for row in rows],
    ).assign(
        shown=[
            ""
            if pd.isna(row["attainment"])
            else f"{row['attainment']:.0%} of {short(row['target'], row['unit_standard'])}"
            for row in rows
        ]
    )


def capped(bars: pd.DataFrame) -> pd.DataFrame:
    """Bars up to three times the target: one of 4,000 % would make the others dots. Its number stands beside it."""
    return bars.assign(value=bars["value"].clip(upper=3.0))


def show_table(frame: pd.DataFrame) -> None:
    columns = {
        "metric_key": "Metric", "issuer_key": "Issuer", "year": "Year", "target_quote": "Target 目标",
        "actual_quote": "Actual 完成", "attained": "Attained", "reached": "Reached", "target": "Target value",
        "actual": "Actual value", "unit_standard": "Unit", "target_report": "Report with the target",
        "actual_report": "Report with the actual", "confidence": "Confidence",
    }  # fmt: skip
    numbers = {
        "Target value": st.column_config.NumberColumn(format="localized"),
        "Actual value": st.column_config.NumberColumn(format="localized"),
        "Year": st.column_config.NumberColumn(format="%d"),
        "Confidence": st.column_config.NumberColumn(format="%.2f"),
    }
    changes = int(frame["is_change"].sum())
    more = " or more" if len(frame) == MOST else ""
    st.caption(f"{len(frame):,}{more} pairs; {changes:,} of them are rates of change, planned and reached.")
    st.dataframe(frame[list(columns)].rename(columns=columns), hide_index=True, column_config=numbers)
