"""What does the browser show? The page that Streamlit runs, from top to bottom, each time something is chosen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from flows.dashboard import queries
from flows.dashboard.filters import Filters
from flows.dashboard.screens import claims, growth, overview, plans, review, totals
from flows.dashboard.screens.elements import Shown
from flows.dashboard.sidebar import choose_filters
from flows.dashboard.tables import Snapshot, TablesChangedError, take_snapshot
from flows.errors import BadUseError

# Streamlit puts this folder first among those that modules are looked for in: `numbers` would be ours, not Python's.
sys.path[:] = [place for place in sys.path if place != str(Path(__file__).parent)]

OUTPUT = "REPORT_METRICS_OUTPUT"  # environment variable: the folder that holds tables/
LOOK_AGAIN = "10s"
BESIDE = (("Quality report", "quality"), ("All reports", "site"))  # pages that serve.py has beside the app
SCREENS: tuple[tuple[str, str, Callable[[Shown], None]], ...] = (
    ("Overview 概览", "overview", overview.show),
    ("Totals 合计", "totals", totals.show),
    ("Growth 增长", "growth", growth.show),
    ("Plan and actual 计划与完成", "plans", plans.show),
    ("Claims 数据", "claims", claims.show),
    ("Review 复核", "review", review.show),
)


def main() -> None:
    st.set_page_config(page_title="Report metrics", layout="wide", menu_items={"About": None})
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
    dark = st.context.theme.type == "dark"
    offered = Shown(output, snapshot, Filters(), dark).ask(queries.facets)
    shown = Shown(output, snapshot, choose_filters(offered), dark)
    pages = [
        st.Page(partial(show, shown), title=title, url_path=path, default=path == "overview")
        for title, path, show in SCREENS
    ]
    page = st.navigation(pages, position="top")
    st.markdown(f"#### {page.title}")
    page.run()
    with st.sidebar:
        links = [
            f"[{name}](/{folder}/index.html)" for name, folder in BESIDE if (output / folder / "index.html").exists()
        ]
        st.caption(" · ".join([f"Published {snapshot.published:%Y-%m-%d %H:%M} UTC", *links]))
    watch(output, snapshot.stamp)


def show_problem(error: BadUseError) -> None:
    st.title("Nothing to show")
    st.error(error.problem)
    st.markdown("**What to do**")
    st.code(error.remedy, language=None)
    st.caption("This page looks again every ten seconds.")


@st.fragment(run_every=LOOK_AGAIN)
def watch(output: Path, stamp: str | None) -> None:
    """Begin again when another state of the tables is published."""
    try:
        now = take_snapshot(output).stamp
    except BadUseError:
        now = None
    if now != stamp:
        st.toast("New data was published.")
        st.rerun()


main()
