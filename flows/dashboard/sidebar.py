"""What can be chosen for several pages? The filters in the side bar, of which a page shows those that it obeys."""

from __future__ import annotations

from typing import Any

import streamlit as st

from expectations.messages.catalogue import LANGUAGES
from flows.dashboard.controls import choose_named, choose_one, choose_share, choose_some, choose_switch, reset
from flows.dashboard.filters import FLAGGED, Filters
from flows.dashboard.language import _, language_for, speak
from flows.dashboard.terms import term

#: The filters, by their names in the address. Figures of whole places come from all reports: of those only how sure.
ALL = ("year", "place", "kind", "status", "part", "batch", "confidence", "flagged", "once")
OF_PLANS = ("year", "place", "kind", "batch", "confidence", "flagged", "once")
OF_OBSERVATIONS = ("confidence",)
NONE = ()


def choose_language(place: Any) -> None:
    """The language of the address, else of the browser; from here on everything is said in it."""
    chosen = choose_named(
        place, "语言 / Language", "lang", LANGUAGES, language_for(st.context.locale),
        kind="segmented_control", label_visibility="collapsed", tell=True,
    )  # fmt: skip
    speak(chosen)


def choose_filters(offered: dict[str, list[str | int]], wanted: tuple[str, ...]) -> Filters:
    chosen: dict[str, Any] = {}
    with st.sidebar:
        if "year" in wanted:
            years = sorted((int(year) for year in offered["report_year"]), reverse=True)
            label = _("Year planned for") if wanted == OF_PLANS else _("Report year")
            chosen["years"] = choose_some(st, label, "year", years, placeholder=_("all"))
        for name, field, label in (
            ("place", "places", _("Region or issuer")),
            ("kind", "kinds", _("Kind")),
            ("status", "statuses", _("Status")),
            ("part", "parts", _("Part of the report")),
            ("batch", "batches", _("Batch")),
        ):
            if name in wanted:
                free = name == "place"
                help_text = _("A name that is not in the list can be typed") if free else None
                options = [str(option) for option in offered[name]]
                show = str if name in ("place", "batch") else term
                chosen[field] = choose_some(
                    st, label, name, options, show=show, free=free, placeholder=_("all"), help=help_text
                )
        if "confidence" in wanted:
            chosen["least_confidence"] = choose_share(st, _("Confidence at least"), "confidence")
        if "flagged" in wanted:
            chosen["flagged"] = choose_one(
                st, _("Warnings of the checks"), "flagged", FLAGGED, show=term, kind="segmented_control"
            )
        if "once" in wanted:
            chosen["once"] = choose_switch(
                st, _("Count copies once"), "once", True,
                help=_("Of a report that was published in several compilations the best copy counts"),
            )  # fmt: skip
        if wanted:
            st.button(_("Reset filters"), on_click=reset, args=(ALL,), width="stretch", key="reset")
    return Filters(**chosen)
