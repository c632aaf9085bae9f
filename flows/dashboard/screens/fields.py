"""What is known of a claim, and what should be? Its fields, shown and as a form, and what was said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from expectations.engine.values import load_values
from expectations.messages.catalogue import N_
from expectations.messages.sentences import say_in
from extractors.language.writing import in_full
from flows.dashboard import judging
from flows.dashboard.language import _, spoken
from flows.dashboard.plain import literally
from flows.dashboard.terms import term
from flows.errors import BadUseError
from flows.reviews.model import Review, Row

#: The fields of the form.
FIELDS = {
    "value": N_("Value"), "unit": N_("Unit"), "metric": N_("Metric"), "value_min": N_("Value at least"),
    "value_max": N_("Value at most"), "scope": N_("Restricted to"), "status": N_("Status"),
    "comparison": N_("Compared with"), "direction": N_("Up or down"), "bound": N_("Bound"),
    "period_start": N_("From"), "period_end": N_("Until"), "masked": N_("Masked"), "kind": N_("Kind"),
    "per": N_("Per"),
}  # fmt: skip


def show_fields(seen: Row) -> None:
    told = {name: value for name, value in seen.items() if value is not None and value != "" and value is not False}
    st.caption(
        " · ".join(
            f"{field_name(name)} **{in_full(value)}**"
            if isinstance(value, float)
            else f"{field_name(name)} **{literally(term(str(value)))}**"
            for name, value in told.items()
        )
    )


def show_said(reviews: list[Review]) -> None:
    """The history of the claim, the latest at the end."""
    for review in reviews:
        fields = ", ".join(f"{field_name(name)} = {value}" for name, value in review.fields.items())
        note = f" ({review.note})" if review.note else ""
        st.caption(f"{review.at:%Y-%m-%d %H:%M} {literally(f'{review.by}: {term(review.verdict)} {fields}{note}')}")


def show_form(seen: Row) -> Row:
    """The fields, as they are; texts, so that they can be typed without a mouse."""
    sets = load_values().sets
    entered: dict[str, Any] = {}
    first, second, third = st.columns(3)

    def text(place: Any, name: str) -> None:
        value = seen.get(name)
        shown = "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
        entered[name] = place.text_input(field_name(name), shown)

    def choice(place: Any, name: str) -> None:
        options = sets[name]
        value = seen.get(name)
        entered[name] = place.selectbox(
            field_name(name), options, options.index(value) if value in options else 0, format_func=term
        )

    text(first, "value")
    text(second, "unit")
    text(third, "metric")
    for place, name in zip((first, second, third), ("value_min", "value_max", "scope"), strict=True):
        text(place, name)
    for place, name in zip((first, second, third), ("status", "comparison", "direction"), strict=True):
        choice(place, name)
    choice(first, "bound")
    text(second, "period_start")
    text(third, "period_end")
    if seen.get("masked") is not None:
        entered["masked"] = first.checkbox(field_name("masked"), bool(seen["masked"]))
    return entered


def ask_for_figure(words: str, sentence: str, keep: Callable[[Row, str], None]) -> bool:
    """The form of a figure that was not read. What was entered and a note go to `keep` when it is sent; whether it took
    them."""
    with st.form("missing", border=False):
        entered = show_form(judging.read_words(words, sentence))
        note = st.text_input(_("Note"))
        if not st.form_submit_button(_("Add"), type="primary"):
            return False
        try:
            fields = {name: value for name, value in entered.items() if value not in ("", None)}
            keep(judging.changed_fields({}, fields), note)
        except BadUseError as error:
            show_refused(error)
            return False
    return True


def show_refused(error: BadUseError) -> None:
    st.error(literally(say_in(spoken(), str(error))))


def field_name(name: str) -> str:
    return _(FIELDS[name]) if name in FIELDS else name
