"""What does the browser show? The page that Streamlit runs, from top to bottom, each time something is chosen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from expectations.messages.catalogue import N_
from expectations.messages.sentences import say_in
from flows.dashboard import controls, queries, taking
from flows.dashboard.charts import ink
from flows.dashboard.filters import Filters
from flows.dashboard.language import _, language_for, speak, spoken
from flows.dashboard.plain import literally
from flows.dashboard.screens import claims, compare, contents, growth, plans, review, start, totals, trend
from flows.dashboard.screens.elements import Shown
from flows.dashboard.sidebar import ALL, NONE, OF_OBSERVATIONS, OF_PLANS, choose_filters, choose_language
from flows.dashboard.tables import Snapshot, TablesChangedError, take_snapshot
from flows.errors import BadUseError

# Streamlit puts this folder first among those that modules are looked for in: `numbers` would be ours, not Python's.
sys.path[:] = [place for place in sys.path if place != str(Path(__file__).parent)]

OUTPUT = "REPORT_METRICS_OUTPUT"  # environment variable: the folder that holds tables/
LOOK_AGAIN = "10s"
PAGE_LANGUAGES = {"zh": "zh-Hans", "en": "en"}
BESIDE = (  # pages that serve.py has beside the app
    (N_("All pages"), "index.html"),
    (N_("All reports"), "site/index.html"),
    (N_("Quality report"), "quality/index.html"),
    (N_("Data dictionary"), "dictionary.html"),
)


@dataclass(frozen=True, slots=True)
class Screen:
    """A page: its title, its name in the address, which filters it obeys, and what draws it."""

    title: str
    path: str
    filters: tuple[str, ...]
    show: Callable[..., None]


SCREENS = (
    Screen(N_("What is new"), "start", NONE, start.show),
    Screen(N_("Trend"), "trend", OF_OBSERVATIONS, trend.show),
    Screen(N_("Comparison"), "compare", OF_OBSERVATIONS, compare.show),
    Screen(N_("Plan and result"), "plans", OF_PLANS, plans.show),
    Screen(N_("Growth"), "growth", ALL, growth.show),
    Screen(N_("Totals"), "totals", ALL, totals.show),
    Screen(N_("All figures"), "claims", ALL, claims.show),
    Screen(N_("Contents"), "contents", ALL, contents.show),
    Screen(N_("Review"), "review", ALL, review.show),
)


#: Small print is soft, but can still be read (contrast 4.5 and more).
SOFT = """<style>[data-testid="stCaptionContainer"] {{ opacity: 1 !important; }}
[data-testid="stCaptionContainer"] *:not(a) {{ color: {soft}; }}</style>"""
#: On the light blue of the dark page letters are dark.
ON_BLUE = """<style>[data-testid="stMultiSelect"] [data-tag] :is(span, button), [data-testid="stBaseButton-primary"],
[data-testid="stBaseButton-primary"] * { color: #10161c !important; }</style>"""


#: Streamlit says that each page is English: screen readers would read Chinese so, and browsers choose fonts by it.
LANGUAGE = "<script>document.documentElement.lang = {language!r};</script>"


def main() -> None:
    speak(language_for(st.context.locale))
    st.set_page_config(page_title="report-metrics", layout="wide", menu_items={"About": None})
    output = Path(os.environ.get(OUTPUT, "output"))
    snapshot = None
    try:
        snapshot = take_snapshot(output)
        show_page(output, snapshot)
    except TablesChangedError:
        st.rerun()
    except BadUseError as error:
        show_problem(error)
        watch(output, snapshot.stamp if snapshot else None)


def show_page(output: Path, snapshot: Snapshot) -> None:
    # Titles are in the language of the address, which is known only when it has been read: so it is read first.
    speak(asked_language())
    pages = {
        screen.path: st.Page(nothing, title=_(screen.title), url_path=screen.path, default=screen is SCREENS[0])
        for screen in SCREENS
    }
    chosen = st.navigation(list(pages.values()), position="top")
    screen = next(screen for screen in SCREENS if pages[screen.path] == chosen)
    controls.begin(screen.path)
    head = st.container(horizontal=True, vertical_alignment="center")
    notices = st.container()
    with st.sidebar:
        choose_language(st)
    dark = st.context.theme.type == "dark"
    st.html(SOFT.format(soft=ink(dark)[1]) + (ON_BLUE if dark else ""))
    say_language()
    head.markdown(f"#### {_(screen.title)}")
    with head:
        taking.copy_link()
    offered = Shown(output, snapshot, Filters(), dark).ask(queries.facets)
    shown = Shown(output, snapshot, choose_filters(offered, screen.filters), dark)
    if screen.show is start.show:
        start.show(shown, pages)
    else:
        screen.show(shown)
    with st.sidebar:
        links = [f"[{_(name)}](/{place}?lang={spoken()})" for name, place in BESIDE if (output / place).exists()]
        published = _("Published {when} UTC", when=f"{snapshot.published:%Y-%m-%d %H:%M}")
        st.caption(" · ".join([published, *links]))
    controls.say_what_was_not_understood(notices, controls.finish())
    watch(output, snapshot.stamp)


def say_language() -> None:
    st.html(LANGUAGE.format(language=PAGE_LANGUAGES[spoken()]), unsafe_allow_javascript=True)


def nothing() -> None:
    """What a page does when it is run: which one it is, is all that is asked of it."""


def asked_language() -> str:
    kept: dict[str, list[str]] = controls.address().chosen.get("", {})
    asked = st.query_params.get("lang") or next(iter(kept.get("lang", [])), None)
    return asked if asked in ("zh", "en") else language_for(st.context.locale)


def show_problem(error: BadUseError) -> None:
    say_language()
    st.title(_("Nothing to show"))
    st.error(literally(say_in(spoken(), error.problem)))
    remedy = _("What to do")
    st.markdown(f"**{remedy}**")
    st.code(say_in(spoken(), error.remedy), language=None)
    st.caption(_("This page looks again every ten seconds."))


@st.fragment(run_every=LOOK_AGAIN)
def watch(output: Path, stamp: str | None) -> None:
    """Begin again when another state of the tables is published."""
    try:
        now: Any = take_snapshot(output).stamp
    except BadUseError:
        now = None
    if now != stamp:
        st.toast(_("New data was published."))
        st.rerun()


main()
