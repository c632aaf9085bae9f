"""What was published, and what is there to look at? The last runs, what needs a look, ways to answers."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from expectations.engine.doubtful import UNSURE
from flows.dashboard import news, observed, queries
from flows.dashboard.cards import evidence_link, style
from flows.dashboard.filters import UNFILTERED
from flows.dashboard.language import _, spoken
from flows.dashboard.numbers import span_of
from flows.dashboard.plain import literally
from flows.dashboard.screens.elements import (
    Shown,
    number,
    plain_number,
    records_of,
    show_figures,
    show_table,
    whole_number,
)
from flows.dashboard.terms import name_of_indicator
from flows.site.links import passed_url, report_path

RUNS, FILES, PAIRS, QUESTIONS = 5, 20, 10, 8


def show(shown: Shown, pages: dict[str, Any]) -> None:
    """`pages` are the other screens, by their names in the address."""
    figures = shown.ask(queries.overview, filters=UNFILTERED)
    figures = {**figures, "reports": shown.ask(queries.reports, filters=UNFILTERED)}  # those without figures too
    runs = shown.ask(news.runs, RUNS, filters=UNFILTERED)
    if len(runs):
        say_last_run(records_of(runs)[0])
        lead_to_changes(shown, records_of(runs))
    show_figures(figures)
    left, right = st.columns([1, 1], gap="large")
    with left:
        offer_questions(shown, pages)
    with right:
        list_trouble(shown, pages)
    show_runs(shown, runs)


def say_last_run(run: dict[str, Any]) -> None:
    when = f"{run['started_at']:%Y-%m-%d %H:%M}"
    batch = literally(run["batch_name"] if isinstance(run["batch_name"], str) else run["batch"])
    if run["status"] != "published":
        st.error(
            _(
                "The last run, of {batch} at {when} UTC, was not published: a check "
                "failed that must hold. What was there before is shown.",
                batch=batch,
                when=when,
            )
        )
        return
    fresh = max(0, run["files"] - run["files_unchanged"] - run["files_rejected"])
    parts = [
        _.ngettext("{count} file new or changed", "{count} files new or changed", fresh),
        _("{count} unchanged", count=number(run["files_unchanged"])),
    ]
    parts += [_("{count} gone", count=number(run["files_pruned"]))] if run["files_pruned"] else []
    if run["files_rejected"]:
        rejected = _("{count} rejected", count=number(run["files_rejected"]))
        parts.append(f"**:red[{rejected}]**")
    st.markdown(
        _("Published last: **{batch}**, {when} UTC.", batch=batch, when=when)
        + " "
        + _("Read: {parts}.", parts=_(", ").join(parts))
    )


def lead_to_changes(shown: Shown, runs: list[dict[str, Any]]) -> None:
    """What the runs changed of what was there before; serve.py has their pages beside the app."""
    links = [
        f"[{literally(run['batch'])} {run['started_at']:%Y-%m-%d %H:%M}](/{page}?lang={spoken()})"
        for run in runs
        if (shown.output / (page := f"quality/changes-{run['run_id']}.html")).exists()
    ]
    if links:
        st.caption(_("What changed: {runs}", runs=" · ".join(links)))


def offer_questions(shown: Shown, pages: dict[str, Any]) -> None:
    head(_("Look at an indicator"))
    offered = shown.ask(observed.indicators, filters=UNFILTERED).head(QUESTIONS)
    if offered.empty:
        st.caption(_("No report states a figure of a whole place and year that the catalogue of indicators knows."))
    for row in records_of(offered):
        years = span_of(row["first_year"], row["last_year"])
        places = _.ngettext("{count} place", "{count} places", row["places"])
        line = st.container(horizontal=True, vertical_alignment="center")
        about = link(indicator=row["indicator_id"])
        name = str(row["name_zh"]) if spoken() == "zh" else str(row["name_en"])
        line.page_link(pages["trend"], label=f"**{name}**", icon=":material/show_chart:", query_params=about)
        if row["places"] > 1:
            compare = _("compare {places}, {years}", places=places, years=years)
            line.page_link(pages["compare"], label=compare, icon=":material/map:", query_params=about)
        else:
            line.caption(f"{places} · {years}", width="content")
    more = st.container(horizontal=True)
    more.page_link(
        pages["plans"], label=_("What was planned, and was it reached?"), icon=":material/flag:", query_params=link()
    )
    more.page_link(pages["claims"], label=_("Search all figures"), icon=":material/search:", query_params=link())


def link(**choices: str) -> dict[str, str]:
    return {**choices, "lang": spoken()}


def list_trouble(shown: Shown, pages: dict[str, Any]) -> None:
    head(_("What needs a look"))
    trouble = shown.ask(news.trouble, filters=UNFILTERED)
    disagreeing = shown.ask(news.disagreeing, filters=UNFILTERED)
    lines = (
        (
            trouble["flagged"],
            _.ngettext(
                "**{count}** figure carries a warning of the checks",
                "**{count}** figures carry a warning of the checks",
                trouble["flagged"],
            ),
            "review",
            {"sort": "flagged"},
        ),
        (
            trouble["unsure"],
            _.ngettext(
                "**{count}** figure is less sure than {threshold}",
                "**{count}** figures are less sure than {threshold}",
                trouble["unsure"],
                threshold=UNSURE,
            ),
            "review",
            {"sort": "unsure"},
        ),
        (
            trouble["masked"],
            _.ngettext(
                "**{count}** figure is masked: its digits are censored",
                "**{count}** figures are masked: their digits are censored",
                trouble["masked"],
            ),
            "contents",
            {"count": "masked", "by": "issuer"},
        ),
    )
    unread = trouble["rejected"] + trouble["stale"]
    for count, label, page, choices in lines:
        if count:
            st.page_link(pages[page], label=label, icon=":material/arrow_forward:", query_params=link(**choices))
    if trouble["quarantined"]:
        set_aside = _.ngettext(
            "**{count}** figure failed a check and is set aside (quality report)",
            "**{count}** figures failed a check and are set aside (quality report)",
            trouble["quarantined"],
        )
        st.markdown(f"[{set_aside}](/quality/index.html?lang={spoken()})")
    if trouble["passed"]:
        told = _.ngettext(
            "**{count}** numeral was passed over without a rule: was a figure missed?",
            "**{count}** numerals were passed over without a rule: was a figure missed?",
            trouble["passed"],
        )
        with st.expander(told):
            show_passed_over(shown)
    if unread:
        told = _.ngettext("**{count}** file could not be read", "**{count}** files could not be read", unread)
        with st.expander(told):
            show_files(shown)
    if disagreeing:
        told = _.ngettext(
            "**{count}** pair of figures contradict each other",
            "**{count}** pairs of figures contradict each other",
            disagreeing,
        )
        with st.expander(told):
            show_disagreements(shown)
    if not any((*trouble.values(), disagreeing)):
        st.success(_("Nothing: no warnings, no contradictions, no file that could not be read."))


def head(text: str) -> None:
    st.markdown(f"##### {text}")


def show_passed_over(shown: Shown) -> None:
    """The reports with most of them; each numeral is underlined on the report's page, with the reason."""
    rows = records_of(shown.ask(news.passed_over, PAIRS, filters=UNFILTERED))
    st.html(style(shown.dark) + f"<ul class='claim'>{''.join(passed_line(shown, row) for row in rows)}</ul>")


def passed_line(shown: Shown, row: dict[str, Any]) -> str:
    title, found = (
        escape(row["title"]),
        escape(_.ngettext("{count} numeral: {some}", "{count} numerals: {some}", row["count"], some=row["some"])),
    )
    if (shown.output / "site" / report_path(row["batch"], row["report_id"])).exists():
        url = passed_url(row["batch"], row["report_id"], row["first"])
        title = f"<a href='/site/{escape(url)}' target='_blank' rel='noopener'>{title}</a>"
    return f"<li>{title} <footer>{found}</footer></li>"


def show_files(shown: Shown) -> None:
    for row in records_of(shown.ask(news.rejected, FILES, filters=UNFILTERED)):
        kept = _("what was read before is kept")
        st.text(f"{row['batch']}/{row['source_path']}: {row['reason']}" + (f" ({kept})" if row["stale"] else ""))


def show_disagreements(shown: Shown) -> None:
    kinds = {"contradiction": _("contradiction"), "unit slip": _("slip of a unit")}
    frame = shown.ask(news.disagreements, PAIRS, filters=UNFILTERED)
    frame = frame.assign(
        what=[name_of_indicator(row) for row in records_of(frame)],
        said=[kinds.get(kind, kind) for kind in frame["kind"]],
    )
    columns = {
        "area_name": _("Place"), "what": _("Indicator"), "year": _("Year"), "quote": _("One says"),
        "other_quote": _("Another says"), "said": _("Looks like"),
    }  # fmt: skip
    show_table("contradictions", frame, shown, columns, {"year": plain_number()})
    lines = [sentences_link(shown, row) for row in records_of(frame)]
    st.html(style(shown.dark) + f"<ul class='claim'>{''.join(lines)}</ul>")


def sentences_link(shown: Shown, row: dict[str, Any]) -> str:
    """The way to both sentences, for the keyboard too, which does not reach into a table."""
    other = {name: row[f"other_{name}"] for name in ("batch", "report_id", "claim_id", "quote")}
    said = [evidence_link(shown.output, one, one["quote"]) or escape(one["quote"]) for one in (row, other)]
    about = " ".join((row["area_name"], row["what"], str(row["year"])))
    return f"<li>{escape(about)}: {' ≠ '.join(said)}</li>"


def show_runs(shown: Shown, runs: pd.DataFrame) -> None:
    if runs.empty:
        return
    head(_("The last runs"))
    states = {"published": _("published"), "gate_failed": _("not published")}
    frame = runs.assign(
        when=[f"{moment:%Y-%m-%d %H:%M}" for moment in runs["started_at"]],
        said=[states.get(status, status) for status in runs["status"]],
    )
    columns = {
        "when": _("Began (UTC)"), "batch": _("Batch"), "said": _("State"), "files": _("Files"),
        "files_unchanged": _("Unchanged"), "files_rejected": _("Rejected"), "reports": _("Reports"),
        "claims_published": _("Figures"), "claims_quarantined": _("Set aside"), "claims_flagged": _("With warnings"),
    }  # fmt: skip
    counts = {name: whole_number() for name in columns if name not in ("when", "batch", "said")}
    show_table("runs", frame, shown, columns, counts)
