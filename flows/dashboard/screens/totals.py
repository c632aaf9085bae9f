"""How much is it altogether? Sums in one unit, each with what it counts and what it leaves out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from flows.dashboard import queries
from flows.dashboard.charts import KIND_COLOURS, PLAIN, Tip, shorten
from flows.dashboard.evidence import Choice
from flows.dashboard.numbers import as_reported, full, short
from flows.dashboard.queries import GROUPS, Measure
from flows.dashboard.screens.elements import (
    Shown,
    ask_to_pick,
    cell_of,
    nothing_found,
    number,
    pick_bar,
    records_of,
    show_sentences,
)
from flows.dashboard.terms import term

STATUSES = ("actual", "target", "forecast")
TIPS = (
    Tip("name", "Of"), Tip("total_text", "Total"), Tip("reported_text", "That is"),
    Tip("largest_text", "Largest figure in it"), Tip("figures_text", "Figures added"), Tip("left_out", "Not in it"),
    Tip("years", "Years"), Tip("reports", "Reports"),
)  # fmt: skip


def show(shown: Shown) -> None:
    measure, group, kind, number_of_bars = choose(shown)
    if measure is None:
        nothing_found("No figures that add up")
        return
    frame = dressed(shown.ask(queries.totals, measure, group, number_of_bars), measure.unit, kind)
    if frame.empty:
        nothing_found("No figures")
        return
    left, right = st.columns([5, 6], gap="large")
    with left:
        key = pick_bar(frame, TIPS, shown, "totals")
        say_what_counts(shown, measure, group)
    with right:
        if key is None:
            ask_to_pick()
            show_table(frame, measure, group)
        else:
            choice = Choice("levels", ((group, key),), tuple(measure.conditions()))
            show_sentences(shown, choice, f"{key}: {cell_of(frame, key, 'total_text')}", "totals")


def choose(shown: Shown) -> tuple[Measure | None, str, str, int]:
    """What is added up and how grouped. By issuer only one metric: 元 of all that an issuer states is no sum."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    statuses = [status for status in STATUSES if status in (shown.filters.statuses or STATUSES)]
    status: str = row.selectbox("Status", statuses, format_func=term, key="totals-status", width=150)
    offered = shown.ask(queries.units, status)
    if offered.empty:
        return None, "metric_key", "other", 0
    kinds: dict[str, str] = dict(zip(offered["unit"], offered["kind"], strict=True))
    texts = {
        unit: f"{unit} · {term(kind)} ({claims:,.0f})"
        for (unit, kind), claims in zip(kinds.items(), offered["claims"], strict=True)
    }
    unit: str = row.selectbox(
        "Unit", list(texts), format_func=texts.__getitem__, index=first_unit(list(texts)), key="totals-unit", width=230
    )
    group = row.selectbox("By", list(GROUPS), format_func=GROUPS.__getitem__, key="totals-group", width=120)
    metric = None
    if group != "metric_key":
        metric = row.selectbox(
            "Of the metric", shown.ask(queries.metrics, Measure(unit, status), 500), key="totals-metric", width=260
        )
    bars = row.selectbox("Bars", [10, 20, 50], key="totals-number", width=90)
    return Measure(unit, status, metric), group, kinds[unit], bars


def first_unit(units: list[str]) -> int:
    """Money, or area, or else what there is most of: 个 of this and 个 of that say little."""
    return next((units.index(unit) for unit in ("CNY", "m²") if unit in units), 0)


def dressed(frame: pd.DataFrame, unit: str, kind: str) -> pd.DataFrame:
    rows = records_of(frame)
    texts = [short(row["total"], unit) + (f" · {row['figures']} figures" if row["figures"] > 1 else "") for row in rows]
    return frame.assign(
        value=frame["total"],
        colour=KIND_COLOURS.get(kind, PLAIN),
        name=[str(row["key"]) for row in rows],
        label=[shorten(str(row["key"]), text) for row, text in zip(rows, texts, strict=True)],
        shown=texts,
        total_text=[full(row["total"], unit) for row in rows],
        reported_text=[as_reported(row["total"], unit) for row in rows],
        largest_text=[full(row["largest"], unit) for row in rows],
        figures_text=[
            number(row["figures"]) + (f", {row['rough']} of them about, over or under" if row["rough"] else "")
            for row in rows
        ],
        left_out=[left_out(row) for row in rows],
        years=[years(row) for row in rows],
    )


def left_out(row: dict[str, Any]) -> str:
    parts = [
        (row["masked"], "masked"),
        (row["ranges"], "without one value (ranges)"),
        (row["repeated"], "repeated in the same report"),
    ]
    return ", ".join(f"{number(count)} {what}" for count, what in parts if count) or "–"


def years(row: dict[str, Any]) -> str:
    if pd.isna(row["first_year"]):
        return "not stated"
    first, last = int(row["first_year"]), int(row["last_year"])
    return str(first) if first == last else f"{first}–{last}"


def say_what_counts(shown: Shown, measure: Measure, group: str) -> None:
    """What is in the bars and what is not; it has to be read with them."""
    figures = shown.ask(queries.sum_up, measure)
    text = (
        f"Adds up {term(measure.status)} levels in {measure.unit}: {counted(figures, 'claims')} of "
        f"{counted(figures, 'reports')}, {counted(figures, 'metrics')}; what a report states twice is counted once. "
        f"Not in it: {number(figures['masked'])} masked 打码, {counted(figures, 'ranges')}, "
        f"{counted(figures, 'changes')} (增长, 减少). "
    )
    if figures["rough"]:
        text += f"{number(figures['rough'])} are about, over or under (约, 余, 不足) and count with the number stated. "
    st.caption(
        text
        + "A report may state a whole and its parts, a county and its towns: see the sentences before you quote a sum."
    )
    if figures["years"] > 1 and group != "report_year":
        st.caption(
            f":orange-badge[{figures['years']} report years are added up] Choose one in the side bar, or group by year."
        )


def counted(figures: dict[str, int], what: str) -> str:
    """1 report, 1,200 reports."""
    return f"{number(figures[what])} {what.removesuffix('s') if figures[what] == 1 else what}"


def show_table(frame: pd.DataFrame, measure: Measure, group: str) -> None:
    columns = {
        "name": GROUPS[group], "total": f"Total ({measure.unit})", "largest": "Largest", "figures": "Figures",
        "rough": "Inexact", "repeated": "Repeated", "masked": "Masked", "ranges": "Ranges", "reports": "Reports",
        "years": "Years",
    }  # fmt: skip
    numbers = {
        columns[name]: st.column_config.NumberColumn(format="localized")
        for name in columns
        if name not in ("name", "years")
    }
    st.dataframe(frame[list(columns)].rename(columns=columns), hide_index=True, column_config=numbers)
