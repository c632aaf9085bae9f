"""How is a verdict given and taken back? What is kept of it, and the keys that go on and back."""

from __future__ import annotations

import streamlit as st

from flows.dashboard import judging
from flows.dashboard.language import _
from flows.dashboard.plain import literally
from flows.dashboard.screens.elements import Shown
from flows.dashboard.terms import term
from flows.reviews.model import Place, Review, Row


def record(
    shown: Shown, place: Place, verdict: str, by: str, seen: Row, fields: Row | None = None, note: str = ""
) -> None:
    """Keep a verdict, and go on."""
    sample = st.session_state.get("review-sample", {}).get(place.claim_id)
    review = judging.say(shown.output, place, verdict, by, seen, fields, note, sample)
    remember(review)
    st.session_state["review-at"] = st.session_state.get("review-at", 0) + 1


def remember(review: Review) -> None:
    """For undo, and to be told."""
    at = st.session_state.get("review-at", 0)
    st.session_state.setdefault("review-last", []).append((review, at))
    st.session_state["review-done"] = (review.verdict, review.place.quote)


def undo(shown: Shown, by: str) -> None:
    """Take back what was said last on this page, and go back to where that was."""
    last: list[tuple[Review, int]] = st.session_state.get("review-last", [])
    if last:
        review, at = last.pop()
        judging.take_back(shown.output, review, by)
        st.session_state["review-at"] = at
        st.session_state["review-done"] = ("withdrawn", review.place.quote)


def say_what_was_done() -> None:
    """Said here, not where the button was pressed: there no language is known."""
    if done := st.session_state.pop("review-done", None):
        verdict, quote = done
        st.toast(f"{term(verdict)}: {literally(quote)}")


def step(by: int, count: int) -> None:
    st.session_state["review-at"] = min(max(0, st.session_state.get("review-at", 0) + by), count)


def move_buttons(shown: Shown, by: str, count: int) -> None:
    row = st.container(horizontal=True)
    row.button(_("‹ Back"), shortcut="k", on_click=step, args=(-1, count), key="step-back")
    row.button(_("Next ›"), shortcut="j", on_click=step, args=(1, count), key="step-next")
    last = st.session_state.get("review-last", [])
    row.button(_("Undo"), shortcut="u", on_click=undo, args=(shown, by), disabled=not last, key="say-undo")
