"""What can be chosen for all pages? The filters in the side bar; the address has them too, so that it can be sent."""

from __future__ import annotations

import streamlit as st

from flows.dashboard.filters import FLAGGED, Filters
from flows.dashboard.terms import term

DEFAULTS: dict[str, str | float | bool | None] = {
    "batch": None, "year": None, "place": None, "kind": None, "status": None, "part": None,  # all
    "confidence": 0.0, "flagged": "all", "once": True,
}  # fmt: skip


def choose_filters(offered: dict[str, list[str | int]]) -> Filters:
    with st.sidebar:
        st.markdown("#### Report metrics 工作报告数据")
        years = choose("Report year", "year", sorted(offered["report_year"], reverse=True))
        places = choose("Region or issuer", "place", offered["place"], "A name that is not in the list can be typed")
        kinds = choose("Kind", "kind", offered["kind"])
        statuses = choose("Status", "status", offered["status"])
        parts = choose("Part of the report", "part", offered["part"])
        batches = choose("Batch", "batch", offered["batch"])
        least = st.slider("Confidence at least", 0.0, 1.0, 0.0, 0.05, key="confidence", bind="query-params")
        flagged = st.segmented_control(
            "Flagged by quality checks", FLAGGED, default="all", required=True, key="flagged", bind="query-params"
        )
        once = st.toggle(
            "Count copies once",
            True,
            key="once",
            bind="query-params",
            help="Of a report that was published in several compilations the best copy counts",
        )
        st.button("Reset filters", on_click=reset, width="stretch")
    return Filters(
        batches=tuple(map(str, batches)),
        years=tuple(map(int, years)),
        places=tuple(map(str, places)),
        kinds=tuple(map(str, kinds)),
        statuses=tuple(map(str, statuses)),
        parts=tuple(map(str, parts)),
        least_confidence=least,
        flagged=flagged or "all",
        once=once,
    )


def choose(label: str, key: str, options: list[str | int], help_text: str | None = None) -> list[str | int]:
    """Some of the options; where there is a help text, names that are not among them too."""
    return st.multiselect(
        label,
        options,
        format_func=lambda value: term(str(value)),
        key=key,
        placeholder="all",
        help=help_text,
        accept_new_options=help_text is not None,
        bind="query-params",
    )


def reset() -> None:
    """Back to the defaults. They have to be set: a value that is only dropped comes back out of the address."""
    for key, value in DEFAULTS.items():
        st.session_state[key] = [] if value is None else value
