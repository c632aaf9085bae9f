"""Which rows are there? A table with a search, page by page, and all of it to take along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from expectations.messages.catalogue import ENGLISH
from expectations.pages.words import told_once
from flows.dashboard import evidence, taking
from flows.dashboard.cards import change_of, flag_text
from flows.dashboard.controls import address, choose_page, choose_text, key_of
from flows.dashboard.downloads import selected
from flows.dashboard.evidence import Choice
from flows.dashboard.language import _, spoken
from flows.dashboard.numbers import stated
from flows.dashboard.screens.elements import (
    Shown,
    choose_order,
    nothing_found,
    number,
    plain_number,
    records_of,
    show_cards,
)
from flows.dashboard.tables import ask
from flows.dashboard.terms import term, unit_name

ROWS = 50
ROOM = 150  # pixels for a number: 1,234,567,890,000
MOVE = 90  # 同比上升
CHOSEN = "claim"  # the row that is open, by its id, in the address


def show(shown: Shown) -> None:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    words = choose_text(
        row, _("Search"), "words", placeholder=_("words in metric, sentence, title, issuer …"), width=360,
        forget=("page", CHOSEN),
    )  # fmt: skip
    choice = Choice(words=words)
    found = shown.ask(evidence.count, choice)
    if not found:
        nothing_found(_("No figure contains all these words, with these filters.") if words else None)
        return
    order = choose_order(row, "source", ("page", CHOSEN))
    place = st.container()
    page = choose_page(st, "page", -(-found // ROWS))
    frame = shown.ask(evidence.rows, choice, order, ROWS, (page - 1) * ROWS)
    first = (page - 1) * ROWS
    with place:
        rows = _("rows {first}–{last}", first=number(first + 1), last=number(first + len(frame)))
        figures = _.ngettext("{count} figure", "{count} figures", found)
        st.caption(_("{figures}; {rows}. Select a row to see its sentence.", figures=figures, rows=rows))
        show_rows(frame)
    show_chosen(shown, frame)
    st.caption(_("Take all rows found along:"))

    def write_all(write: Callable[..., bytes]) -> bytes:
        return ask(shown.snapshot, shown.output, shown.filters, lambda connection: write(connection, selected(choice)))

    taking.offer_rows("claims", found, write_all, shown.stamp)


def show_rows(frame: pd.DataFrame) -> None:
    columns = {
        "metric": _("Metric"), "stated": _("As stated"), "change": _("Change"), "value_standard": _("Standard value"),
        "unit_standard": _("Standard unit"), "kind": _("Kind"), "status": _("Status"), "issuer": _("Issuer"),
        "report_year": _("Report year"), "period_end": _("Until"), "sentence": _("Sentence"),
        "confidence": _("Confidence"), "flags": _("Warnings"),
        "review": _("Review"), "report_title": _("Report"), "source_path": _("Source"), "batch": _("Batch"),
    }  # fmt: skip
    rows = records_of(frame)
    table = frame.assign(
        stated=[stated(row) for row in rows],
        unit_standard=[unit_name(row["unit_standard"]) for row in rows],
        flags=pd.Series([list(map(flag_text, told_once(row["flags"]))) for row in rows], frame.index, object),
        change=[change_of(row) for row in rows],
        kind=[term(row["kind"]) for row in rows],
        status=[term(row["status"]) for row in rows],
        review=[term(row["review"]) if isinstance(row["review"], str) else "" for row in rows],
    )[list(columns)].rename(columns=columns)
    chosen = (address().values(CHOSEN) or [""])[0]
    ids = [str(claim) for claim in frame["claim_id"]]
    key = f"{key_of('table')}-{hash(tuple(ids))}"

    def keep() -> None:
        picked = st.session_state[key].selection.rows
        address().choose(CHOSEN, [ids[picked[0]]] if picked and picked[0] < len(ids) else [])

    look: dict[str, Any] = {
        # A number is cut at its left where it finds no room, and would be read as another one.
        _("Metric"): st.column_config.TextColumn(width="medium"),
        _("As stated"): st.column_config.TextColumn(width=ROOM),
        _("Change"): st.column_config.TextColumn(width=ROOM if spoken() == ENGLISH else MOVE),
        _("Standard value"): st.column_config.NumberColumn(format="localized", width=ROOM),
        _("Report year"): plain_number(),
        _("Until"): st.column_config.DateColumn(),
        _("Confidence"): plain_number("%.2f"),
        _("Sentence"): st.column_config.TextColumn(width="large"),
    }
    st.dataframe(
        table, hide_index=True, height=440, on_select=keep, selection_mode="single-row", key=key, column_config=look,
        selection_default={"selection": {"rows": [ids.index(chosen)] if chosen in ids else []}},
        alt=_("Figures with metric, value, status, issuer and sentence"),
    )  # fmt: skip


def show_chosen(shown: Shown, frame: pd.DataFrame) -> None:
    """The sentence of the row that is open; whatever page it is on."""
    chosen = (address().values(CHOSEN) or [""])[0]
    if not chosen:
        return
    row = frame[frame["claim_id"] == chosen]
    if row.empty:
        row = shown.ask(evidence.rows, Choice(ids=(chosen,)), "source", 1)
    if row.empty:
        address().missing.append((CHOSEN, chosen))
        return
    address().tell(CHOSEN, [chosen])
    show_cards(shown, row)
