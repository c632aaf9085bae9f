"""Was it reached? Plans beside results; open plans beside the last figure; and pairs that are doubtful, apart."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from flows.dashboard import planned
from flows.dashboard.charts import MISSED, REACHED, Tip, ranked_bars, shorten
from flows.dashboard.controls import choose_named, choose_one, choose_or_none
from flows.dashboard.evidence import Choice
from flows.dashboard.filters import UNFILTERED, Filters
from flows.dashboard.language import _
from flows.dashboard.numbers import POINTS, signed
from flows.dashboard.planned import AMOUNTS, RATES
from flows.dashboard.screens.elements import (
    AGAIN,
    PICKED,
    SENTENCES,
    Shown,
    ask_to_pick,
    legend,
    nothing_found,
    number,
    pick,
    plain_number,
    records_of,
    show_sentences,
    show_table,
)

BARS = 20
SURE, OPEN, DOUBTFUL = "pairs", "open", "doubtful"
WIDEST = 3.0  # times the plan: one bar of 4,000 % would make the others dots; its number stands beside it


def show(shown: Shown) -> None:
    filters = shown.filters.across_time()
    pairs, still_open = shown.ask(planned.plans, shown.filters)
    parts = {
        SURE: (_("With a result"), pairs[~pairs["doubtful"]]),
        OPEN: (_("Open"), still_open),
        DOUBTFUL: (_("Doubtful pairs"), pairs[pairs["doubtful"]]),
    }
    if not any(len(frame) for _name, frame in parts.values()):
        nothing_found(why_none(shown, filters))
        return
    first = next(part for part in (SURE, OPEN, DOUBTFUL) if len(parts[part][1]))
    part = choose_one(
        st, _("Plans"), "part_of_plans", list(parts), first, tell=True, kind="segmented_control",
        show=lambda part: f"{parts[part][0]} ({number(found(parts[part][1]))})",
        forget=(*AGAIN, "measured"),
    )  # fmt: skip
    frame = parts[part][1]
    if part == OPEN:
        show_open(shown, frame, filters)
    elif frame.empty:
        st.info(why_none(shown, filters) if part == SURE else _("No pair is doubtful."))
    else:
        show_pairs(shown, frame, filters, part)


def why_none(shown: Shown, filters: Filters) -> str:
    """What is really missing: plans, results, what they have in common, or what the filters let through."""
    plans, results = shown.ask(planned.sides, filters=filters)
    if not plans or not results:
        all_plans, all_results = shown.ask(planned.sides, filters=UNFILTERED)
        if (not plans and all_plans) or (not results and all_results):
            return _(
                "The filters leave {plans} of {all_plans} plans and {results} of {all_results} results.",
                plans=number(plans),
                all_plans=number(all_plans),
                results=number(results),
                all_results=number(all_results),
            )
        return _(
            "The reports state {plans} plans and {results} results: there is nothing to set side by side.",
            plans=number(plans),
            results=number(results),
        )
    if shown.filters.years:
        return _(
            "There are {plans} plans and {results} results, but no pair for the years chosen.",
            plans=number(plans),
            results=number(results),
        )
    return _(
        "There are {plans} plans and {results} results, but none of the same issuer, metric, unit and "
        "year: a plan meets its result when the report of the year after it is published too.",
        plans=number(plans),
        results=number(results),
    )


def show_pairs(shown: Shown, frame: pd.DataFrame, filters: Filters, part: str) -> None:
    frame = dressed(frame)
    if part == DOUBTFUL:
        st.caption(
            _(
                "Several figures fit, one is more than three times the other, or one is "
                "unsure: the two may not belong together. Read both sentences."
            )
        )
    row = st.container(horizontal=True, vertical_alignment="bottom")
    groups = {
        AMOUNTS: (_("Amounts"), frame[frame["measured"] == AMOUNTS]),
        RATES: (_("Rates and shares"), frame[frame["measured"] == RATES]),
    }
    there = {name: title for name, (title, rows) in groups.items() if len(rows)}
    left, right = st.columns([5, 6], gap="large")
    key = None
    if there:
        measured = choose_named(row, _("Of"), "measured", there, kind="segmented_control", tell=True, forget=AGAIN)
        orders = {"missed": _("Missed by most first"), "exceeded": _("Exceeded by most first")}
        order = choose_named(row, _("Order"), "order", orders, width=230, forget=(PICKED,))
        bars = bars_of(groups[measured][1], measured, ascending=order == "missed")
        with left:
            draw = partial(ranked_bars, bars, tips(), shown.dark, mark_at=1.0 if measured == AMOUNTS else None)
            told = _("Bars of plans and results; the table has the same figures.")
            unit = _("result ÷ plan") if measured == AMOUNTS else _("result − plan, in percentage points")
            key = pick(shown, bars, lambda picked: draw(picked=picked), told, (_("Plan and result"), unit))
            say_what_is_drawn(measured, len(bars), found(groups[measured][1], "comparable"))
    with right:
        if key is not None:
            chosen = frame.set_index("key").loc[key]
            ids = (str(chosen["target_claim_id"]), str(chosen["actual_claim_id"]))
            show_sentences(
                shown, Choice(ids=ids), f"{chosen['who']} · {chosen['what']} · {chosen['year']}", filters, "source"
            )
        else:
            ask_to_pick()
        show_pair_table(shown, frame)
        say_what_is_left_out(frame)


def found(frame: pd.DataFrame, column: str = "found") -> int:
    """Of how many these rows are; a page shows no more than `planned.MOST` of a kind."""
    return int(frame[column].iloc[0]) if len(frame) else 0


def say_what_is_left_out(frame: pd.DataFrame) -> None:
    if len(frame) < found(frame):
        st.caption(
            _(
                "{shown} of {all} are listed; choose years, places or kinds in the side bar to see the others.",
                shown=number(len(frame)),
                all=number(found(frame)),
            )
        )


def tips() -> tuple[Tip, ...]:
    return (
        Tip("what", _("Of")), Tip("who", _("Issuer")), Tip("year", _("Year")), Tip("target_quote", _("Planned")),
        Tip("actual_quote", _("Reached")), Tip("attained", _("Result")), Tip("several", _("Figures that fit")),
    )  # fmt: skip


def dressed(frame: pd.DataFrame) -> pd.DataFrame:
    rows = records_of(frame)
    names = [name_of_issuer(row["who"]) for row in rows]
    share = [row["unit_standard"] == "%" or row["is_change"] for row in rows]
    texts = [
        signed(row["gap"], POINTS) if is_share and row["unit_standard"] == "%"
        else "" if pd.isna(row["attainment"]) else f"{row['attainment']:.0%}"
        for row, is_share in zip(rows, share, strict=True)
    ]  # fmt: skip
    return frame.assign(
        colour=[REACHED if row["reached"] else MISSED for row in rows],
        attained=texts,
        said=[_("reached") if row["reached"] else _("missed") for row in rows],
        several=[_("{plans} planned, {results} reached", plans=row["targets"], results=row["actuals"]) for row in rows],
        shown=[
            f"{row['actual_quote']} · {text}" if text else row["actual_quote"]
            for row, text in zip(rows, texts, strict=True)
        ],
        who=names,
        listed=[
            f"{name} · {row['what']} {row['year']}: {row['target_quote']} → {row['actual_quote']}"
            for name, row in zip(names, rows, strict=True)
        ],
    )


def name_of_issuer(key: str) -> str:
    """Of an issuer that its report does not name, the key has only which text it is."""
    return _("not named") if key.startswith("? (") else key


def bars_of(frame: pd.DataFrame, measured: str, ascending: bool) -> pd.DataFrame:
    """The bars: each with its issuer, and both figures as written."""
    bars = frame.sort_values(["drawn", "key"], ascending=[ascending, True]).head(BARS)
    values = bars["drawn"].clip(upper=WIDEST) if measured == AMOUNTS else bars["drawn"]
    names = [f"{row['who']} · {row['year']} {row['what']}" for row in records_of(bars)]
    return bars.assign(
        value=values, label=[shorten(name, text) for name, text in zip(names, bars["shown"], strict=True)]
    )


def say_what_is_drawn(measured: str, drawn: int, found: int) -> None:
    if measured == AMOUNTS:
        text = _.ngettext(
            "Result as a share of the plan; the tick is 100%. {drawn} of {count} pair.",
            "Result as a share of the plan; the tick is 100%. {drawn} of {count} pairs.",
            found,
            drawn=drawn,
        )
    else:
        text = _.ngettext(
            "Result less plan, in percentage points. {drawn} of {count} pair.",
            "Result less plan, in percentage points. {drawn} of {count} pairs.",
            found,
            drawn=drawn,
        )
    colours = legend((REACHED, _("reached")), (MISSED, _("missed")))
    st.caption(f"{text} {colours}")
    st.caption(
        _(
            "A plan meets the result of the same issuer, metric, unit and year, or of the same place and indicator. "
            "An upper limit, and what is better the less there is of it, is reached from above."
        )
    )


def show_pair_table(shown: Shown, frame: pd.DataFrame) -> None:
    columns = {
        "who": _("Issuer"), "what": _("Metric"), "year": _("Year"), "target_quote": _("Planned"),
        "actual_quote": _("Reached"), "attained": _("Result"), "said": _("So it was"), "confidence": _("Confidence"),
    }  # fmt: skip
    show_table("plans-table", frame, shown, columns, {"year": plain_number(), "confidence": plain_number("%.2f")})


def show_open(shown: Shown, frame: pd.DataFrame, filters: Filters) -> None:
    """Plans without a result: there is nothing to draw, but how far there is to go from the last figure."""
    if frame.empty:
        st.info(_("Every plan has a result."))
        return
    rows = records_of(frame)
    frame = frame.assign(
        who=[name_of_issuer(row["who"]) for row in rows],
        last_text=[
            "" if pd.isna(row["last_year"]) else f"{row['last_quote']} ({row['last_year']:.0f})" for row in rows
        ],
        listed=[f"{row['who']} · {row['what']} {row['year']}: {row['target_quote']}" for row in rows],
    )
    st.caption(
        _(
            "Plans of which no report that is published gives the result, "
            "beside the last figure of the same issuer, metric and unit before."
        )
    )
    columns = {
        "who": _("Issuer"), "what": _("Metric"), "year": _("Year"), "target_quote": _("Planned"),
        "last_text": _("Last figure (year)"), "confidence": _("Confidence"),
    }  # fmt: skip
    show_table("open-table", frame, shown, columns, {"year": plain_number(), "confidence": plain_number("%.2f")})
    say_what_is_left_out(frame)
    listed = dict(zip(frame["key"], frame["listed"], strict=True))
    key = choose_or_none(
        st,
        _("Sentences behind"),
        PICKED,
        list(listed),
        show=listed.__getitem__,
        forget=SENTENCES,
        placeholder=_("choose a plan"),
    )
    if key is not None:
        row = frame.set_index("key").loc[key]
        ids = [str(row["target_claim_id"]), *([] if pd.isna(row["actual_claim_id"]) else [str(row["actual_claim_id"])])]
        show_sentences(shown, Choice(ids=tuple(ids)), listed[key], filters, "source")
