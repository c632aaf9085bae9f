"""How did an indicator go on? Places over the years, planned and reached in one chart, and the sentences behind it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from flows.dashboard import observed
from flows.dashboard.charts import Tip
from flows.dashboard.controls import choose_some
from flows.dashboard.evidence import Choice
from flows.dashboard.filters import UNFILTERED
from flows.dashboard.language import _
from flows.dashboard.lines import trend_lines
from flows.dashboard.numbers import Scale, of_point
from flows.dashboard.observed import REACHED, SURE
from flows.dashboard.plain import literally
from flows.dashboard.screens.elements import (
    AGAIN,
    Shown,
    nothing_found,
    pick,
    plain_number,
    records_of,
    show_sentences,
    show_table,
)
from flows.dashboard.screens.indicators import about, choose_indicator, scale_of
from flows.dashboard.terms import name_of_indicator, term

AT_FIRST, MOST = 5, 10  # places: at first, and at most; a chart has as many colours


def show(shown: Shown) -> None:
    asked = choose_indicator(shown)
    if asked is None:
        return
    places = shown.ask(observed.places, asked, filters=UNFILTERED)
    if places.empty:
        nothing_found(_("No figure of this indicator is as sure as is asked for in the side bar."))
        return
    names = dict(zip(places["place"], places["name"], strict=True))
    chosen = choose_some(
        st, _("Places"), "places", list(names), comparable(places), show=names.__getitem__, tell=True,
        max_selections=MOST, placeholder=_("choose places"), forget=AGAIN,
    )  # fmt: skip
    if not chosen:
        st.info(_("Choose a place."))
        return
    frame = shown.ask(observed.trend, asked, chosen, filters=UNFILTERED)
    scale = scale_of(frame)
    frame = dressed(frame, scale)
    title = f"{name_of_indicator(about(shown, asked))} · {term(asked.measure)}"
    tips = (
        Tip("name", _("Place")), Tip("year", _("Year")), Tip("state_name", _("State")), Tip("text", _("Value")),
        Tip("quote", _("As written")),
    )  # fmt: skip
    left, right = st.columns([6, 5], gap="large")
    with left:
        lines = partial(
            trend_lines,
            frame,
            tips,
            [names[place] for place in chosen],
            scale.name,
            (term("actual"), term("target")),
            shown.dark,
        )
        key = pick(
            shown,
            frame,
            lambda picked: lines(picked=picked),
            _("Lines over the years; the table below has the same figures."),
            (title, scale.name),
        )
        st.caption(
            _(
                "Filled points and solid lines were reached, hollow points and dashed lines "
                "were planned. Figures of whole places and whole years only."
            )
        )
        if frame["doubtful"].any():
            st.caption(
                _(
                    "? stands at figures that are less sure than {threshold}, or that other figures contradict: "
                    "read their sentences first.",
                    threshold=SURE,
                )
            )
        show_years(shown, frame)
    with right:
        if key is None:
            ids = tuple(frame["claim_id"])
            show_sentences(shown, Choice(ids=ids), _("All sentences behind the chart"), UNFILTERED, "latest")
        else:
            row = frame.set_index("key").loc[key]
            show_sentences(shown, Choice(ids=(row["claim_id"],)), str(row["listed"]), UNFILTERED)
            if row["others"]:
                st.caption(_("Stated elsewhere: {others}", others=literally(row["others"])))
            elif row["differing"]:
                st.caption(
                    _.ngettext(
                        "{count} other report says something else: see the first page.",
                        "{count} others say something else: see the first page.",
                        int(row["differing"]),
                    )
                )


def comparable(places: pd.DataFrame) -> list[str]:
    """The first places of the level that most places are of: provinces beside provinces."""
    level = places["level"].mode().iloc[0]
    return [str(place) for place in places[places["level"] == level]["place"].head(AT_FIRST)]


def dressed(frame: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    states = [term("actual") if state == REACHED else term("target") for state in frame["state"]]
    texts = [of_point(row, scale) for row in records_of(frame)]
    return frame.assign(
        name=frame["area_name"],
        standard=frame["value"],
        value=frame["value"] / scale.factor,
        text=texts,
        state_name=states,
        listed=[
            f"{name} {year} {state}: {text}"
            for name, year, state, text in zip(frame["area_name"], frame["year"], states, texts, strict=True)
        ],
    )


def show_years(shown: Shown, frame: pd.DataFrame) -> None:
    """Planned beside reached, a line for each place and year."""
    wide = frame.pivot_table(
        index=["place", "name", "year"], columns="state", values="text", aggfunc="first", sort=False
    ).reset_index()
    by_year = frame.groupby(["place", "year"], sort=False)
    wide = wide.merge(by_year["confidence"].min().reset_index(), on=["place", "year"])
    elsewhere = by_year["others"].agg(lambda said: " ".join(filter(None, said)))
    wide = wide.merge(elsewhere.reset_index(), on=["place", "year"])
    for state in ("planned", "reached"):
        if state not in wide:
            wide[state] = ""
    wide = wide.fillna({"planned": "", "reached": ""})
    columns = {
        "name": _("Place"), "year": _("Year"), "planned": term("target"), "reached": term("actual"),
        "others": _("Stated elsewhere"), "confidence": _("Least confidence"),
    }  # fmt: skip
    if not wide["others"].any():
        del columns["others"]
    show_table("trend-table", wide, shown, columns, {"year": plain_number(), "confidence": plain_number("%.2f")})
