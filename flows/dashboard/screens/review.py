"""Is it right? One claim after the other with its sentence; a key for each verdict, and a form for what is wrong."""

from __future__ import annotations

import getpass
import subprocess
import sys

import streamlit as st

from flows.dashboard import evidence, judging, queue
from flows.dashboard.cards import card, flag_text, style
from flows.dashboard.controls import address, choose_named, choose_or_none, choose_switch, choose_text
from flows.dashboard.language import _
from flows.dashboard.plain import literally
from flows.dashboard.queue import Item
from flows.dashboard.screens.elements import Shown, number
from flows.dashboard.screens.fields import ask_for_figure, show_fields, show_form, show_refused, show_said
from flows.dashboard.screens.sentences import show_sentence
from flows.dashboard.screens.verdicts import move_buttons, record, say_what_was_done
from flows.errors import BadUseError
from flows.reviews.model import CORRECTED, MISSING, NO_CLAIM, RIGHT, WRONG, Place, Row
from flows.reviews.samples import CLAIM, NUMERAL, SENTENCE

#: What an address says of a figure, or of words that are one and were not read (a report's page makes such).
ABOUT = ("of", "claim", "report", "exact", "prefix", "suffix")


def show(shown: Shown) -> None:
    by = choose_person()
    asked = {name: (address().values(name) or [""])[0] for name in ABOUT}
    if asked["exact"]:
        for name, value in asked.items():
            address().tell(name, [value] if value else [])
        add_missing(shown, by, asked)
        return
    say_what_was_done()
    items = choose_queue(shown)
    if not items:
        st.info(_("Nothing waits here. Choose another queue, or reset the filters in the side bar."))
        show_foot(shown)
        return
    at = min(st.session_state.setdefault("review-at", 0), len(items))
    judged = judging.judged_among(shown.output, items)
    done = sum(target in judged for _, _, target in items)
    all_of_them = number(len(items))
    place = (
        _("{at} of {all}", at=number(at + 1), all=all_of_them)
        if at < len(items)
        else _("End of {all}", all=all_of_them)
    )
    st.progress(done / len(items), _("{place}; {done} judged", place=place, done=number(done)))
    if at == len(items):
        move_buttons(shown, by, len(items))
        show_foot(shown)
        return
    item = items[at]
    if item[0] == SENTENCE:
        show_sentence(shown, item, by, len(items))
        show_foot(shown)
        return
    if item[0] == CLAIM:
        address().tell("of", [item[1]])
        address().tell("claim", [item[2]])
    found = judging.place_of(shown.snapshot.folder, item)
    if found is None:
        st.warning(_("It is no longer in the tables."))
        move_buttons(shown, by, len(items))
    elif item[0] == NUMERAL:
        show_numeral(shown, item, found[0], by, len(items))
    else:
        show_claim(shown, item, found[0], by, len(items))
    st.caption(_("**y** right · **n** wrong · **e** edit · **x** no figure · **j** next · **k** back · **u** undo"))
    show_foot(shown)


def choose_person() -> str:
    named: str = st.session_state.setdefault("review-by", getpass.getuser())
    with st.sidebar:
        return str(st.text_input(_("Your name, for the history"), named, key="review-name").strip() or named)


def choose_queue(shown: Shown) -> list[Item]:
    """The queue of the choices, as it was when it was begun: verdicts move nothing in it."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    orders = {
        "unsure": _("Least sure first"), "flagged": _("Warnings first"), "reports": _("Report by report"),
        "indicators": _("Metric by metric"), queue.SAMPLE: _("Random sample"),
    }  # fmt: skip
    order = choose_named(row, _("Queue"), "sort", orders, width=190, forget=ABOUT)
    flag = choose_or_none(
        row,
        _("Warning"),
        "flag",
        shown.ask(queue.flags_there),
        show=flag_text,
        placeholder=_("any"),
        width=190,
        forget=ABOUT,
    )
    words = choose_text(row, _("Words"), "words", placeholder=_("metric, title, issuer …"), width=220, forget=ABOUT)
    too = choose_switch(row, _("Judged ones too"), "too", False)
    asked = tuple((address().values(name) or [""])[0] for name in ("of", "claim"))
    made_of = (order, flag, words, too, asked, shown.filters)
    if st.session_state.get("review-made-of") != made_of:
        st.session_state["review-made-of"] = made_of
        st.session_state["review-at"] = 0
        st.session_state["review-items"] = make_queue(shown, order, flag, words, too, asked)
    items: list[Item] = st.session_state["review-items"]
    return items


def make_queue(shown: Shown, order: str, flag: str | None, words: str, too: bool, asked: tuple[str, ...]) -> list[Item]:
    if order == queue.SAMPLE:
        drawn = judging.sample_of(shown.output, shown.filters.batches)
        st.session_state["review-sample"] = {one.target: one.sample for one in drawn}
        items: list[Item] = [(one.what, one.batch, one.target) for one in drawn]
        judged = judging.judged_among(shown.output, items)
        return items if too else [item for item in items if item[2] not in judged]
    st.session_state["review-sample"] = {}
    items = list(shown.ask(queue.waiting, order, flag, words, too))
    judged = {} if too else judging.judged_among(shown.output, items)
    batch, claim = asked
    first: list[Item] = [("claim", batch, claim)] if batch and claim else []
    return first + [item for item in items if item[2] not in judged and item not in first]


def show_claim(shown: Shown, item: Item, place: Place, by: str, count: int) -> None:
    row = shown.ask(queue.claim_row, item[1], item[2])
    if row is None:
        st.warning(_("It is no longer in the tables."))
        return
    stands = judging.said_of(shown.output, item[2])
    seen = judging.on_screen(row, stands)
    around = shown.ask(evidence.surroundings, ((row["batch"], row["source_path"], row["char_start"], row["char_end"]),))
    st.html(style(shown.dark) + card(shown.output, dict(row), around[0]))
    show_fields(seen)
    show_said(stands.reviews)

    def judge(verdict: str) -> None:
        record(shown, place, verdict, by, seen)

    buttons = st.container(horizontal=True)
    buttons.button(_("Right"), shortcut="y", on_click=judge, args=(RIGHT,), type="primary", key="say-right")
    buttons.button(_("Wrong"), shortcut="n", on_click=judge, args=(WRONG,), key="say-wrong")
    if buttons.button(_("Edit"), shortcut="e", key="say-edit"):
        edit(shown, place, by, seen)
    buttons.button(_("No figure"), shortcut="x", on_click=judge, args=(NO_CLAIM,), key="say-none")
    move_buttons(shown, by, count)


def show_numeral(shown: Shown, item: Item, place: Place, by: str, count: int) -> None:
    """A numeral that was passed over: is it a quantity after all?"""
    st.markdown(_("Passed over: is **{quote}** a figure that is missing?", quote=literally(place.quote)))
    st.text(place.sentence)

    def judge(verdict: str) -> None:
        record(shown, place, verdict, by, {})

    buttons = st.container(horizontal=True)
    buttons.button(
        _("Rightly passed over"), shortcut="y", on_click=judge, args=(NO_CLAIM,), type="primary", key="say-right"
    )
    if buttons.button(_("It is a figure"), shortcut="e", key="say-edit"):
        edit(shown, place, by, judging.read_words(place.quote, place.sentence), MISSING)
    move_buttons(shown, by, count)


def edit(shown: Shown, place: Place, by: str, seen: Row, verdict: str = CORRECTED) -> None:
    """Enter in any field saves, Esc leaves."""
    st.dialog(_("What it should be"), width="large")(edit_fields)(shown, place, by, seen, verdict)


def edit_fields(shown: Shown, place: Place, by: str, seen: Row, verdict: str) -> None:
    st.text(place.sentence)
    with st.form("edit", border=False):
        entered = show_form(seen)
        note = st.text_input(_("Note"), key=f"edit-note-{place.claim_id}")
        if not st.form_submit_button(_("Save"), type="primary"):
            return
        try:
            fields = judging.changed_fields({} if verdict == MISSING else seen, entered)
            record(shown, place, verdict, by, seen, fields, note)
        except BadUseError as error:
            show_refused(error)
            return
    st.rerun()


def add_missing(shown: Shown, by: str, asked: dict[str, str]) -> None:
    """A figure that was not read, by its words that somebody has selected on its page."""
    source = shown.ask(queue.sources_of_report, asked["of"], asked["report"])
    words = asked["exact"].strip()
    place = (
        judging.missing_place(asked["of"], asked["report"], source, words, asked["prefix"], asked["suffix"])
        if source
        else None
    )
    if place is None:
        st.error(_("These words do not stand at one place of the text: select some more, or fewer."))
        return
    st.markdown(_("**{words}** in:", words=literally(words)))
    st.text(place.sentence)

    def keep(fields: Row, note: str) -> None:
        record(shown, place, MISSING, by, {}, fields, note)

    if ask_for_figure(words, place.sentence, keep):
        st.success(_("Added; it is published with the next run, or at once with the button below."))
    show_foot(shown)


def show_foot(shown: Shown) -> None:
    """Who did what, and the way into the tables."""
    people = judging.people(shown.output)
    if people:
        told = " · ".join(f"{literally(by)} {number(count)}" for by, count in people[:8])
        st.caption(_("Reviews so far: {told}", told=told))
    if people and st.button(_("Publish what was said"), key="review-apply"):
        with st.spinner(_("publishing …")):
            command = [sys.executable, "-m", "flows.cli", "reviews", "apply", "--output", str(shown.output)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            st.error(literally(done.stderr) or _("It could not be published."))
        else:
            st.success(literally(done.stdout))
