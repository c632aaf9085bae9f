"""Who has most, who grows fastest? Places ranked by an indicator in a year; provinces as a map of tiles."""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from flows.dashboard import observed
from flows.dashboard.charts import MISSED, NEITHER, PLAIN, Tip, ranked_bars, shorten
from flows.dashboard.controls import choose_named, choose_one
from flows.dashboard.evidence import Choice
from flows.dashboard.filters import UNFILTERED
from flows.dashboard.language import _, spoken
from flows.dashboard.numbers import Scale, of_point
from flows.dashboard.observed import PLANNED, PROVINCE, REACHED, SURE
from flows.dashboard.screens.elements import (
    PICKED,
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
from flows.dashboard.tiles import tile_map

BARS = 40
FEW = 3  # provinces from which on a map says something


def show(shown: Shown) -> None:
    asked = choose_indicator(shown)
    if asked is None:
        return
    years = shown.ask(observed.years, asked, filters=UNFILTERED)
    if years.empty:
        nothing_found(_("No figure of this indicator is as sure as is asked for in the side bar."))
        return
    level, year, state = choose(years)
    frame = shown.ask(observed.ranking, asked, year, level, state, filters=UNFILTERED)
    if frame.empty:
        nothing_found(_("No place of this level states this for {year}.", year=year))
        return
    scale = scale_of(frame)
    frame = dressed(frame, scale)
    row = about(shown, asked)
    said = term("actual" if state == REACHED else "target")
    title = f"{name_of_indicator(row)} · {term(asked.measure)} · {year} · {said}"
    say_what_is_ranked(frame, year, row["better"])
    kind = "bars"
    if level == PROVINCE and len(frame) >= FEW:
        looks = {"map": _("Map"), "bars": _("Bars")}
        kind = choose_named(st, _("Show as"), "look", looks, kind="segmented_control")
    left, right = st.columns([6, 5], gap="large")
    with left:
        tips = (
            Tip("name", _("Place")), Tip("text", _("Value")), Tip("rank", _("Rank")), Tip("quote", _("As written")),
            Tip("sure", _("Confidence")),
        )  # fmt: skip
        if kind == "map":
            told = _("A map of the provinces as tiles, the darker the more; the table below has the same figures.")
            tiles = frame.assign(shown=frame["short_text"])
            key = pick(
                shown, tiles, lambda picked: tile_map(tiles, tips, shown.dark, picked), told, (title, scale.name)
            )
            st.caption(
                _(
                    "In {unit}. Grey: no figure. Tiles are about where the provinces lie; borders are not shown.",
                    unit=scale.name,
                )
            )
        else:
            bars = frame.head(BARS)
            told = _("Bars, the largest first; the table below has the same figures.")
            key = pick(
                shown, bars, lambda picked: ranked_bars(bars, tips, shown.dark, picked), told, (title, scale.name)
            )
            if len(frame) > BARS:
                st.caption(_("{shown} of {all} places are drawn; the table has all.", shown=BARS, all=len(frame)))
    with right:
        if key is None:
            st.caption(_("Choose a place to read its sentence."))
        else:
            chosen = frame.set_index("key").loc[key]
            show_sentences(shown, Choice(ids=(str(chosen["claim_id"]),)), str(chosen["listed"]), UNFILTERED)
            way = {"indicator": asked.indicator, "measure": asked.measure, "places": str(key), "lang": spoken()}
            over_the_years = _("Its trend over the years")
            st.markdown(f"[{over_the_years}](/trend?{urlencode(way)})")
        show_ranks(shown, frame, scale)


def choose(years: pd.DataFrame) -> tuple[str, int, str]:
    """Level of places, year, and planned or reached; at first those with most points."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    levels = list(dict.fromkeys(years["level"]))
    level = choose_one(
        row, _("Level of places"), "level", levels, show=level_name, tell=True, width=170,
        forget=("of_year", "state", PICKED),
    )  # fmt: skip
    there = years[years["level"] == level]
    best = there.iloc[0]
    offered = sorted({int(year) for year in there["year"]}, reverse=True)
    year = choose_one(
        row, _("Year"), "of_year", offered, int(best["year"]), tell=True, width=110, forget=("state", PICKED)
    )
    names = {REACHED: term("actual"), PLANNED: term("target")}
    states = {state: names[state] for state in there[there["year"] == year]["state"]}
    state = choose_named(row, _("State"), "state", states, kind="segmented_control", tell=True, forget=(PICKED,))
    return level, year, state


def level_name(level: str) -> str:
    return _("town or other") if level == "below" else term(level)


def dressed(frame: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    rows = records_of(frame)
    texts = [of_point(row, scale) for row in rows]
    ranks = ["?" if row["rank"] is None or pd.isna(row["rank"]) else f"{row['rank']:.0f}" for row in rows]
    return frame.assign(
        name=frame["area_name"],
        standard=frame["value"],
        value=frame["value"] / scale.factor,
        text=texts,
        short_text=[
            short(row["value"] / scale.factor)
            + ("%" if scale.name == "%" else "")
            + ("" if row["confidence"] >= SURE else "?")
            for row in rows
        ],
        shown=texts,
        sure=[f"{row['confidence']:.2f}" for row in rows],
        colour=[NEITHER if row["confidence"] < SURE else MISSED if row["value"] < 0 else PLAIN for row in rows],
        rank=ranks,
        sure_enough=[row["confidence"] >= SURE for row in rows],
        label=[
            shorten(f"{rank}. {row['area_name']}", text) for rank, row, text in zip(ranks, rows, texts, strict=True)
        ],
        listed=[f"{rank}. {row['area_name']}: {text}" for rank, row, text in zip(ranks, rows, texts, strict=True)],
    )


def short(value: float) -> str:
    """What a tile has room for."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def say_what_is_ranked(frame: pd.DataFrame, year: int, better: str | None) -> None:
    bounds = int(((frame["bound"] != "exact") | frame["upper"].notna()).sum())
    text = _.ngettext(
        "{count} place states this for {year}; the largest value comes first.",
        "{count} places state this for {year}; the largest value comes first.",
        len(frame),
        year=year,
    )
    if better == "less":
        text += " " + _("Of this indicator less is better.")
    if bounds:
        text += " " + _.ngettext(
            "{count} of the figures is a bound, a range or about: it stands where its (lower) number puts it.",
            "{count} of the figures are bounds, ranges or about: they stand where their (lower) number puts them.",
            bounds,
        )
    unsure = int((~frame["sure_enough"]).sum())
    if unsure:
        text += " " + _.ngettext(
            "{count} is unsure: it stands last, grey and without a rank.",
            "{count} are unsure: they stand last, grey and without a rank.",
            unsure,
        )
    st.caption(text)


def show_ranks(shown: Shown, frame: pd.DataFrame, scale: Scale) -> None:
    columns = {
        "rank": _("Rank"), "name": _("Place"), "text": _("Value"), "quote": _("As written"),
        "confidence": _("Confidence"),
        "sentence": _("Sentence"),
    }  # fmt: skip
    show_table("compare-table", frame, shown, columns, {"confidence": plain_number("%.2f")})
