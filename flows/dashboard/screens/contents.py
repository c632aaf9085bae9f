"""What is in the tables? How many figures, of what kind and year, and where their digits are masked."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from expectations.messages.catalogue import N_
from flows.dashboard import queries
from flows.dashboard.charts import KIND_COLOURS, PLAIN, Tip, ranked_bars, shorten
from flows.dashboard.controls import choose_named, choose_one
from flows.dashboard.evidence import Choice
from flows.dashboard.language import _
from flows.dashboard.numbers import as_share
from flows.dashboard.screens.elements import (
    AGAIN,
    Shown,
    ask_to_pick,
    nothing_found,
    number,
    pick,
    records_of,
    show_figures,
    show_sentences,
    show_table,
    whole_number,
)
from flows.dashboard.terms import term

MASKED = "#8d9399"
BARS = 30
BY = {
    "kind": N_("Kind"), "report_year": N_("Report year"), "status": N_("Status"), "part": N_("Part of the report"),
    "issuer": N_("Issuer"), "metric_key": N_("Metric"),
}  # fmt: skip
ALL_FIGURES, ONLY_MASKED = "all", "masked"


def show(shown: Shown) -> None:
    figures = shown.ask(queries.overview)
    if not figures["claims"]:
        nothing_found()
        return
    row = show_figures(figures)
    row.metric(
        _("Masked"),
        as_share(figures["masked"] / figures["claims"]),
        width=120,
        help=_("Figures whose digits are censored"),
    )
    row.metric(
        _("With warnings"), number(figures["flagged"]), width=130, help=_("Figures that carry a warning of the checks")
    )
    row = st.container(horizontal=True, vertical_alignment="bottom")
    column = choose_one(row, _("Figures by"), "by", list(BY), show=lambda name: _(BY[name]), width=190, forget=AGAIN)
    counts = {ALL_FIGURES: _("all figures"), ONLY_MASKED: _("share that is masked")}
    counted = choose_named(row, _("Count"), "count", counts, kind="segmented_control", forget=AGAIN)
    masked = counted == ONLY_MASKED
    bars = share_bars(shown, column) if masked else count_bars(shown, column)
    if bars.empty:
        st.caption(_("None of these figures is masked."))
        return
    left, right = st.columns([5, 6], gap="large")
    with left:
        draw = partial(
            ranked_bars,
            bars,
            (Tip("name", _("Of")), Tip("claims_text", _("Figures")), Tip("masked_text", _("Masked"))),
            shown.dark,
        )
        title = _("Figures by {what}", what=_(BY[column]))
        key = pick(
            shown,
            bars,
            lambda picked: draw(picked=picked),
            _("Bars of counts; the table has the same figures."),
            (title, counts[counted]),
        )
        if masked:
            st.caption(
                _(
                    "Share of the figures whose digits are censored (XX万元); at most {count} with most of them.",
                    count=BARS,
                )
            )
    with right:
        if key is None:
            ask_to_pick()
            columns = {"name": _(BY[column]), "claims": _("Figures"), "masked": _("Masked"), "share": _("Masked share")}
            looks = {"claims": whole_number(), "masked": whole_number()}
            show_table("contents-table", bars, shown, columns, looks)
        else:
            equal: tuple[tuple[str, Any], ...] = ((column, key), ("masked", True)) if masked else ((column, key),)
            show_sentences(shown, Choice(equal=equal), f"{_(BY[column])}: {name_of(key)}")


def count_bars(shown: Shown, column: str) -> pd.DataFrame:
    frame = shown.ask(queries.claims_by, column, BARS)
    if column == "report_year":
        frame = frame.sort_values("key", ascending=False)
    return dressed(frame, column, frame["claims"], [number(claims) for claims in frame["claims"]], PLAIN)


def share_bars(shown: Shown, column: str) -> pd.DataFrame:
    """Where figures are censored; the share with both numbers behind it."""
    frame = shown.ask(queries.masked_by, column, BARS).sort_values("masked_share", ascending=False, kind="stable")
    rows = records_of(frame)
    counts = [_("{masked} of {claims}", masked=number(row["masked"]), claims=number(row["claims"])) for row in rows]
    texts = [f"{as_share(row['masked_share'], 0)} · {count}" for row, count in zip(rows, counts, strict=True)]
    return dressed(frame, column, frame["masked_share"], texts, MASKED)


def name_of(key: Any) -> str:
    return term(str(key))


def dressed(frame: pd.DataFrame, column: str, value: pd.Series[Any], texts: list[str], colour: str) -> pd.DataFrame:
    names = [name_of(key) for key in frame["key"]]
    return frame.assign(
        value=value,
        shown=texts,
        colour=[KIND_COLOURS[key] for key in frame["key"]] if column == "kind" else colour,
        name=names,
        label=[shorten(name, text) for name, text in zip(names, texts, strict=True)],
        listed=[f"{name}: {text}" for name, text in zip(names, texts, strict=True)],
        claims_text=[number(claims) for claims in frame["claims"]],
        masked_text=[f"{row['masked']:,} ({as_share(row['masked_share'])})" for row in records_of(frame)],
        share=[as_share(row["masked_share"]) for row in records_of(frame)],
    )
