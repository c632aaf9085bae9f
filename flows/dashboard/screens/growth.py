"""How fast does it grow? Rates of change with their sign, by metric, issuer, region or year."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from flows.dashboard import queries
from flows.dashboard.charts import DOWN, UP, Tip, ranked_bars, shorten
from flows.dashboard.controls import choose_one, choose_some
from flows.dashboard.evidence import Choice
from flows.dashboard.language import _
from flows.dashboard.numbers import PERCENT, POINTS, signed
from flows.dashboard.queries import GROUPS, Rate
from flows.dashboard.screens.elements import (
    AGAIN,
    Shown,
    ask_to_pick,
    cell_of,
    legend,
    nothing_found,
    pick,
    plain_number,
    records_of,
    show_sentences,
    show_table,
)
from flows.dashboard.screens.totals import STATUSES, years
from flows.dashboard.terms import term

RATES = (PERCENT, POINTS)
BARS = 20
AGAINST = ("yoy", "mom", "other", "none")


def show(shown: Shown) -> None:
    rate, group = choose(shown)
    frame = dressed(shown.ask(queries.growth, rate, group, BARS), rate.unit) if rate else None
    if rate is None or frame is None or frame.empty:
        nothing_found(_("No rates of change with these filters."))
        return
    left, right = st.columns([5, 6], gap="large")
    with left:
        draw = partial(ranked_bars, frame, tips(), shown.dark)
        title = _("Growth of {what}, {status}", what=rate.metric or _("metrics"), status=term(rate.status))
        key = pick(
            shown,
            frame,
            lambda picked: draw(picked=picked),
            _("Bars of rates; the table has the same figures."),
            (title, unit_name(rate.unit)),
        )
        st.caption(
            _(
                "Median of the rates stated ({status}) in {unit}; rates are not added "
                    "up. The {count} with most rates stated, the fastest first.",
                status=term(rate.status), unit=unit_name(rate.unit), count=len(frame),
            )
            + f" {legend((UP, term('up')), (DOWN, term('down')))}"
        )  # fmt: skip
    with right:
        if key is None:
            ask_to_pick()
            show_rates(shown, frame, rate.unit, group)
        else:
            choice = Choice("growth", ((group, key),), tuple(rate.conditions()))
            show_sentences(shown, choice, f"{key}: {cell_of(frame, key, 'middle_text')}")


def tips() -> tuple[Tip, ...]:
    return (
        Tip("name", _("Of")), Tip("middle_text", _("Median")), Tip("span", _("Lowest to highest")),
        Tip("rates", _("Rates stated")), Tip("reports", _("Reports")), Tip("years", _("Report years")),
    )  # fmt: skip


def unit_name(unit: str) -> str:
    return unit if unit == PERCENT else _("percentage points")


def choose(shown: Shown) -> tuple[Rate | None, str]:
    """Which rates, and how they are grouped: by issuer, region or year only those of one metric."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    statuses = [status for status in STATUSES if status in (shown.filters.statuses or STATUSES)]
    state = choose_one(row, _("Status"), "state", statuses, show=term, width=130, forget=AGAIN)
    unit = choose_one(row, _("Rate in"), "unit", RATES, show=unit_name, width=170, forget=AGAIN)
    group = choose_one(row, _("By"), "by", list(GROUPS), show=lambda name: _(GROUPS[name]), width=140, forget=AGAIN)
    against = choose_some(
        st, _("Against (none chosen: all)"), "against", AGAINST, show=term, kind="pills", forget=AGAIN
    )
    rate = Rate(unit, state, against)
    if group == "metric_key":
        return rate, group
    metrics = shown.ask(queries.growing, rate, 500)
    if not metrics:
        return None, group
    metric = choose_one(row, _("Of the metric"), "metric", metrics, tell=True, width=260, forget=AGAIN)
    return replace(rate, metric=metric), group


def dressed(frame: pd.DataFrame, rate: str) -> pd.DataFrame:
    frame = frame.sort_values(["middle", "key"], ascending=[False, True])
    rows = records_of(frame)
    middles = [signed(row["middle"], rate) for row in rows]
    counts = [_("{count} rates", count=row["rates"]) for row in rows]
    texts = [
        f"{middle} · {count}" if row["rates"] > 1 else middle
        for middle, count, row in zip(middles, counts, rows, strict=True)
    ]
    return frame.assign(
        value=frame["middle"],
        colour=[UP if row["middle"] >= 0 else DOWN for row in rows],
        name=[str(row["key"]) for row in rows],
        label=[shorten(str(row["key"]), text) for row, text in zip(rows, texts, strict=True)],
        listed=[f"{row['key']}: {middle}" for row, middle in zip(rows, middles, strict=True)],
        middle_text=middles,
        shown=texts,
        span=[f"{signed(row['lowest'], rate)} … {signed(row['highest'], rate)}" for row in rows],
        years=[years(row) for row in rows],
    )


def show_rates(shown: Shown, frame: pd.DataFrame, rate: str, group: str) -> None:
    columns = {
        "name": _(GROUPS[group]), "middle": _("Median ({unit})", unit=unit_name(rate)), "lowest": _("Lowest"),
        "highest": _("Highest"), "rates": _("Rates stated"), "reports": _("Reports"), "years": _("Report years"),
    }  # fmt: skip
    formats = {name: plain_number("%+.4g") for name in ("middle", "lowest", "highest")}
    show_table("growth-table", frame, shown, columns, formats)
