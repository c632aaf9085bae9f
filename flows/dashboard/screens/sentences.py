"""Is a figure missing in this sentence? What was read in it is marked; what was not can be added."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows.dashboard import judging
from flows.dashboard.cards import style
from flows.dashboard.language import _
from flows.dashboard.plain import literally
from flows.dashboard.queue import Item
from flows.dashboard.screens.elements import Shown
from flows.dashboard.screens.fields import ask_for_figure, show_said
from flows.dashboard.screens.verdicts import move_buttons, record, remember
from flows.reviews.model import COMPLETE, INCOMPLETE, MISSING, Place, Row
from flows.reviews.sentences import Sentence, find_sentence, places_of_words


def show_sentence(shown: Shown, item: Item, by: str, count: int) -> None:
    _what, batch, target = item
    found = find_sentence(shown.snapshot.folder, batch, target)
    if found is None:
        st.warning(_("It is no longer in the tables."))
        move_buttons(shown, by, count)
        return
    st.markdown(_("Is a figure **missing** in this sentence? What was read is marked."))
    st.html(f"{style(shown.dark)}<article class='claim'><p lang='zh'>{with_marks(found)}</p></article>")
    added = judging.added_in(shown.output, found.place)
    for told, quotes in (
        (_("Read"), [claim["quote"] for claim in found.claims if claim["review"] != "added"]),
        (_("Added by people"), [review.place.quote for review in added]),
        (_("Numerals that were passed over"), found.passed),
    ):
        if quotes:
            st.caption(f"{told}: {' · '.join(map(literally, quotes))}")
    show_said(judging.said_of(shown.output, target).reviews)

    def judge(verdict: str) -> None:
        record(shown, found.place, verdict, by, found.seen)

    buttons = st.container(horizontal=True)
    buttons.button(
        _("Nothing is missing"), shortcut="y", on_click=judge, args=(COMPLETE,), type="primary", key="say-right"
    )
    buttons.button(_("Something is missing"), shortcut="n", on_click=judge, args=(INCOMPLETE,), key="say-wrong")
    if buttons.button(_("Add what is missing"), shortcut="e", key="say-edit"):
        st.dialog(_("Which figure is missing?"), width="large")(add)(shown, found, by)
    move_buttons(shown, by, count)
    st.caption(
        _("**y** nothing more is missing · **n** something is · **e** add it · **j** next · **k** back · **u** undo")
    )


def with_marks(found: Sentence) -> str:
    """The sentence as HTML, with its claims marked."""
    text, start, parts, done = found.place.quote, found.place.char_start, [], 0
    for claim in found.claims:
        first, last = claim["char_start"] - start, min(claim["char_end"] - start, len(text))
        if first >= done:
            parts.append(f"{escape(text[done:first])}<mark>{escape(text[first:last])}</mark>")
            done = last
    return "".join(parts) + escape(text[done:])


def add(shown: Shown, found: Sentence, by: str) -> None:
    """The sentence stays on the screen: there may be more to add."""
    st.text(found.place.quote)
    words = st.text_input(_("Its words, as the sentence has them"), key="missing-words").strip()
    places = places_of_words(found, words)
    if not places:
        if words:
            st.error(_("The sentence does not have these words."))
        return
    place = places[0]
    if len(places) > 1:
        number = st.selectbox(_("Which of them"), range(len(places)), format_func=lambda at: around(places[at]))
        place = places[number]

    def keep(fields: Row, note: str) -> None:
        remember(judging.say(shown.output, place, MISSING, by, {}, fields, note, sample=None))

    if ask_for_figure(words, found.place.quote, keep):
        st.rerun()


def around(place: Place) -> str:
    return f"…{place.before[-8:]}【{place.quote}】{place.after[:8]}…"
