"""What is in the tables? How many claims, of what kind and year, and where their digits are masked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from flows.dashboard import queries
from flows.dashboard.charts import KIND_COLOURS, PLAIN, Tip, shorten
from flows.dashboard.evidence import Choice
from flows.dashboard.screens.elements import (
    Shown,
    ask_to_pick,
    nothing_found,
    number,
    pick_bar,
    records_of,
    show_sentences,
)
from flows.dashboard.terms import term

MASKED = "#8d9399"
SHARES_SHOWN = 12
CLAIMS_BY = {"kind": "kind", "report_year": "report year", "status": "status", "part": "part of the report"}
MASKED_BY = {"kind": "kind", "issuer": "issuer", "metric_key": "metric"}
TIPS = (Tip("name", "Of"), Tip("claims_text", "Claims"), Tip("masked_text", "Masked"))


def show(shown: Shown) -> None:
    figures = shown.ask(queries.overview)
    if not figures["claims"]:
        nothing_found()
        return
    show_figures(shown, figures)
    left, right = st.columns(2, gap="large")
    with left:
        column = st.selectbox("Claims by", list(CLAIMS_BY), format_func=CLAIMS_BY.__getitem__, key="claims-by")
        key = pick_bar(count_bars(shown, column), TIPS, shown, f"claims-{column}")
    with right:
        masked_column = st.selectbox(
            "Masked 打码 share by", list(MASKED_BY), format_func=MASKED_BY.__getitem__, key="masked-by"
        )
        bars = share_bars(shown, masked_column)
        masked_key = None
        if bars.empty:
            st.caption("None of these claims is masked.")
        else:
            masked_key = pick_bar(bars, TIPS, shown, f"masked-{masked_column}")
            st.caption(f"Share of claims whose digits are censored (XX万元), at most {SHARES_SHOWN} with most of them.")
    if key is None and masked_key is None:
        ask_to_pick()
    if key is not None:
        show_sentences(
            shown, Choice(equal=((column, key),)), f"{CLAIMS_BY[column].capitalize()}: {term(str(key))}", "claims"
        )
    if masked_key is not None:
        choice = Choice(equal=((masked_column, masked_key), ("masked", True)))
        show_sentences(shown, choice, f"Masked, {MASKED_BY[masked_column]}: {term(str(masked_key))}", "masked")


def show_figures(shown: Shown, figures: dict[str, int]) -> None:
    claims, first, last = figures["claims"], figures["first_year"], figures["last_year"]
    years = "–" if first is None else str(first) if first == last else f"{first}–{last}"
    masked = f"{number(figures['masked'])} claims whose digits are censored"
    row = st.container(horizontal=True, gap="medium")
    row.metric("Claims", number(claims), width=130)
    row.metric("Reports", number(figures["reports"]), width=110)
    row.metric("Issuers", number(figures["issuers"]), width=110)
    row.metric("Report years", years, width=150)
    row.metric("Masked 打码", f"{figures['masked'] / claims:.1%}", width=120, help=masked)
    row.metric(
        "Flagged", number(figures["flagged"]), width=110, help="Claims that carry a warning of the quality checks"
    )
    copies = shown.ask(queries.copies)
    if copies:
        counted = "of each text the best copy is counted" if shown.filters.once else "all copies are counted"
        st.caption(f"{number(copies)} of all published reports repeat another one; {counted}.")


def count_bars(shown: Shown, column: str) -> pd.DataFrame:
    frame = shown.ask(queries.claims_by, column)
    if column == "report_year":
        frame = frame.sort_values("key", ascending=False)
    return dressed(frame, column, frame["claims"], [number(claims) for claims in frame["claims"]], PLAIN)


def share_bars(shown: Shown, column: str) -> pd.DataFrame:
    """Where figures are censored; the share with both numbers behind it."""
    frame = shown.ask(queries.masked_by, column, SHARES_SHOWN).sort_values(
        "masked_share", ascending=False, kind="stable"
    )
    texts = [f"{row['masked_share']:.0%} · {row['masked']:,} of {row['claims']:,}" for row in records_of(frame)]
    return dressed(frame, column, frame["masked_share"], texts, MASKED)


def dressed(frame: pd.DataFrame, column: str, value: pd.Series[Any], texts: list[str], colour: str) -> pd.DataFrame:
    names = [term(str(key)) for key in frame["key"]]
    return frame.assign(
        value=value,
        shown=texts,
        colour=[KIND_COLOURS[key] for key in frame["key"]] if column == "kind" else colour,
        name=names,
        label=[shorten(name, text) for name, text in zip(names, texts, strict=True)],
        claims_text=[number(claims) for claims in frame["claims"]],
        masked_text=[f"{row['masked']:,} ({row['masked_share']:.1%})" for row in records_of(frame)],
    )
