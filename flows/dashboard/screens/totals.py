"""How much is it altogether? Sums in one unit, each with what it counts and what it leaves out."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from flows.dashboard import queries
from flows.dashboard.charts import KIND_COLOURS, PLAIN, Tip, ranked_bars, shorten
from flows.dashboard.controls import choose_named, choose_one
from flows.dashboard.evidence import Choice
from flows.dashboard.language import _
from flows.dashboard.numbers import as_reported, full, span_of
from flows.dashboard.queries import GROUPS, Measure
from flows.dashboard.screens.elements import (
    AGAIN,
    Shown,
    ask_to_pick,
    cell_of,
    nothing_found,
    number,
    pick,
    records_of,
    show_sentences,
    show_table,
    whole_number,
)
from flows.dashboard.terms import term, unit_name

STATUSES = ("actual", "target", "forecast")


def show(shown: Shown) -> None:
    measure, group, kind, number_of_bars = choose(shown)
    if measure is None:
        nothing_found(_("No figures that add up with these filters."))
        return
    frame = dressed(shown.ask(queries.totals, measure, group, number_of_bars), measure.unit, kind)
    if frame.empty:
        nothing_found()
        return
    left, right = st.columns([5, 6], gap="large")
    with left:
        draw = partial(ranked_bars, frame, tips(), shown.dark)
        title = _("Totals of {what}, {status}", what=measure.metric or term(kind), status=term(measure.status))
        key = pick(
            shown,
            frame,
            lambda picked: draw(picked=picked),
            _("Bars of totals; the table has the same figures."),
            (title, unit_name(measure.unit)),
        )
        say_what_counts(shown, measure, group)
    with right:
        if key is None:
            ask_to_pick()
            show_totals(shown, frame, measure, group)
        else:
            choice = Choice("levels", ((group, key),), tuple(measure.conditions()))
            show_sentences(shown, choice, f"{key}: {cell_of(frame, key, 'total_text')}")


def tips() -> tuple[Tip, ...]:
    return (
        Tip("name", _("Of")), Tip("total_text", _("Total")), Tip("full_text", _("That is")),
        Tip("largest_text", _("Largest figure in it")), Tip("figures_text", _("Figures added")),
        Tip("left_out", _("Not in it")), Tip("years", _("Years")), Tip("reports", _("Reports")),
    )  # fmt: skip


def choose(shown: Shown) -> tuple[Measure | None, str, str, int]:
    """What is added up and how grouped. By issuer only one metric: 元 of all that an issuer states is no sum."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    statuses = [status for status in STATUSES if status in (shown.filters.statuses or STATUSES)]
    state = choose_one(row, _("Status"), "state", statuses, show=term, width=130, forget=AGAIN)
    offered = shown.ask(queries.units, state)
    if offered.empty:
        return None, "metric_key", "other", 0
    kinds: dict[str, str] = dict(zip(offered["unit"], offered["kind"], strict=True))
    texts = {
        unit: f"{unit_name(unit)} · {term(kind)} ({claims:,.0f})"
        for (unit, kind), claims in zip(kinds.items(), offered["claims"], strict=True)
    }
    unit = choose_named(
        row, _("Unit"), "unit", texts, first_unit(list(texts)), tell=True, width=230, forget=(*AGAIN, "metric")
    )
    group = choose_one(row, _("By"), "by", list(GROUPS), show=lambda name: _(GROUPS[name]), width=140, forget=AGAIN)
    metric = None
    if group != "metric_key":
        metrics = shown.ask(queries.metrics, Measure(unit, state), 500)
        metric = (
            choose_one(row, _("Of the metric"), "metric", metrics, tell=True, width=260, forget=AGAIN)
            if metrics
            else None
        )
    bars = choose_one(row, _("Bars"), "bars", [10, 20, 50], width=90, forget=AGAIN)
    return Measure(unit, state, metric), group, kinds[unit], bars


def first_unit(units: list[str]) -> str:
    """Money, or area, or else what there is most of: 个 of this and 个 of that say little."""
    return next((unit for unit in ("CNY", "m²") if unit in units), units[0])


def dressed(frame: pd.DataFrame, unit: str, kind: str) -> pd.DataFrame:
    rows = records_of(frame)
    totals = [as_reported(row["total"], unit, row["unit"], row["factor"]) for row in rows]
    counts = [_("{count} figures", count=row["figures"]) for row in rows]
    texts = [
        f"{total} · {count}" if row["figures"] > 1 else total
        for total, count, row in zip(totals, counts, rows, strict=True)
    ]
    return frame.assign(
        value=frame["total"],
        colour=KIND_COLOURS.get(kind, PLAIN),
        name=[str(row["key"]) for row in rows],
        label=[shorten(str(row["key"]), text) for row, text in zip(rows, texts, strict=True)],
        shown=texts,
        listed=[f"{row['key']}: {total}" for row, total in zip(rows, totals, strict=True)],
        total_text=totals,
        full_text=[full(row["total"], unit) for row in rows],
        largest_text=[as_reported(row["largest"], unit, row["unit"], row["factor"]) for row in rows],
        figures_text=[
            _("{figures}, {rough} of them about, over or under", figures=number(row["figures"]), rough=row["rough"])
            if row["rough"]
            else number(row["figures"])
            for row in rows
        ],
        left_out=[left_out(row) for row in rows],
        years=[years(row) for row in rows],
    )


def left_out(row: dict[str, Any]) -> str:
    parts = [
        (row["masked"], _("masked")),
        (row["ranges"], _("without one value (ranges)")),
        (row["repeated"], _("repeated in the same report")),
        (row["inside"], _("of places inside others")),
        (row["earlier"], _("of earlier years (a stock does not add up over years)")),
    ]
    return _(", ").join(f"{number(count)} {what}" for count, what in parts if count) or "–"


def years(row: dict[str, Any]) -> str:
    return span_of(row["first_year"], row["last_year"]) or _("not said")


def say_what_counts(shown: Shown, measure: Measure, group: str) -> None:
    """What is in the bars and what is not; it has to be read with them."""
    figures = shown.ask(queries.sum_up, measure)
    text = [
        _(
            "Adds up levels ({status}) in {unit}: {claims} of {reports}, "
                "{metrics}; what a report states twice is counted once.",
            status=term(measure.status), unit=unit_name(measure.unit),
            claims=_.ngettext("{count} figure", "{count} figures", figures["claims"]),
            reports=_.ngettext("{count} report", "{count} reports", figures["reports"]),
            metrics=_.ngettext("{count} metric", "{count} metrics", figures["metrics"]),
        ),
        _(
            "Not in it: {masked} masked, {ranges}, {changes} (增长, 减少); "
                "parts of a whole, figures per head and prices.",
            masked=number(figures["masked"]), ranges=_.ngettext("{count} range", "{count} ranges", figures["ranges"]),
            changes=_.ngettext("{count} change", "{count} changes", figures["changes"]),
        ),
    ]  # fmt: skip
    if figures["rough"]:
        text.append(
            _.ngettext(
                "{count} is about, over or under (约, 余, 不足) and counts with the number stated.",
                "{count} are about, over or under (约, 余, 不足) and count with the number stated.",
                figures["rough"],
            )
        )
    st.caption(
        " ".join(
            [
                *text,
                _(
                    "Two figures of one name may still be a whole and its part: "
                    "see the sentences before you quote a sum."
                ),
            ]
        )
    )
    if figures["years"] > 1 and group != "report_year":
        badge = _.ngettext("{count} report year is added up", "{count} report years are added up", figures["years"])
        remedy = _("Choose one in the side bar, or group by year.")
        st.markdown(f":orange-badge[{badge}] {remedy}")


def show_totals(shown: Shown, frame: pd.DataFrame, measure: Measure, group: str) -> None:
    columns = {
        "name": _(GROUPS[group]), "total_text": _("Total"), "total": _("Total in {unit}", unit=unit_name(measure.unit)),
        "figures": _("Figures added"),
        "rough": _("Inexact"), "left_out": _("Not in it"), "reports": _("Reports"), "years": _("Years"),
    }  # fmt: skip
    show_table("totals-table", frame, shown, columns, {"total": whole_number()})
