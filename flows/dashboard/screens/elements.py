"""What do several pages share? Answers out of a cache, charts to pick from, and the sentences behind a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from flows.dashboard import evidence, pictures, taking
from flows.dashboard.cards import card, style
from flows.dashboard.charts import PICK
from flows.dashboard.controls import address, choose_named, choose_or_none, choose_page, key_of
from flows.dashboard.evidence import Choice
from flows.dashboard.filters import Filters
from flows.dashboard.language import _
from flows.dashboard.numbers import span_of
from flows.dashboard.plain import literally
from flows.dashboard.tables import Snapshot, ask

T = TypeVar("T")
CARDS = 10  # sentences at a time
PICKED = "pick"  # the name in the address of what is picked from a chart
SENTENCES = ("sort", "at")  # the order of the sentences behind it, and the page of them
AGAIN = (PICKED, *SENTENCES)  # what another chart forgets


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page is made of: the tables, as they were when it was begun, and what the user chose."""

    output: Path
    snapshot: Snapshot
    filters: Filters
    dark: bool

    def ask(self, question: Callable[..., T], *arguments: object, filters: Filters | None = None) -> T:
        """The answer of a function of queries.py or evidence.py; asked once for each state of tables and filters."""
        answer: T = _answer(question, arguments, filters or self.filters, self.snapshot.stamp, self)
        return answer

    @property
    def stamp(self) -> str:
        """For names of files."""
        return f"{self.snapshot.published:%Y%m%d-%H%M}"


@st.cache_data(show_spinner=False, max_entries=300, hash_funcs={FunctionType: lambda function: function.__qualname__})
def _answer(
    question: Callable[..., Any], arguments: tuple[object, ...], filters: Filters, stamp: str, _shown: Shown
) -> Any:
    return ask(_shown.snapshot, _shown.output, filters, lambda connection: question(connection, *arguments))


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def cell_of(frame: pd.DataFrame, key: Any, column: str) -> str:
    """What stands in a column of the bar that was picked."""
    return str(frame.loc[frame["key"] == key, column].iloc[0])


def legend(*colours: tuple[str, str]) -> str:
    """Markdown: a square of each colour, and what it means."""
    return " ".join(f":color[■]{{foreground='{colour}'}} {meaning}" for colour, meaning in colours)


def number(value: float) -> str:
    return f"{value:,.0f}"


def pick(
    shown: Shown, frame: pd.DataFrame, draw: Callable[[Any], Any], told: str, words: tuple[str, str],
) -> Any:  # fmt: skip
    """Draw a chart of things with a `key` each; the key of the one picked, in the chart or in the list below it.

    The list is for the keyboard, and for names that a chart cuts off; the frame has its lines as `listed`.
    `told` says what the chart shows to those who do not see it; `words` are its title and unit, for pictures.
    """
    place = st.container()
    listed = dict(zip(map(str, frame["key"]), frame["listed"], strict=True))
    picked = choose_or_none(
        st, _("Sentences behind"), PICKED, list(listed), show=listed.__getitem__, forget=SENTENCES,
        placeholder=_("choose here or in the chart"),
    )  # fmt: skip
    keys = dict(zip(listed, frame["key"], strict=True))
    chart = draw(keys.get(picked or ""))
    # Another choice, another chart: what the browser has selected in the one before it is gone.
    key = f"{key_of('chart')}-{shown.snapshot.stamp}-{hash((tuple(listed), picked))}"

    def keep() -> None:
        points = st.session_state[key].selection.get(PICK, [])
        if points:
            address().choose(PICKED, [str(points[0]["key"])], SENTENCES)

    place.altair_chart(
        chart.configure_view(strokeWidth=0), on_select=keep, selection_mode=PICK, key=key, theme="streamlit", alt=told
    )
    title, unit = words
    source = _(
        "Source: work reports, as published {when} UTC by report-metrics",
        when=f"{shown.snapshot.published:%Y-%m-%d %H:%M}",
    )
    around = pictures.Words(title, unit, source, taking.link_here())
    hidden = [name for name in ("colour", "label", "strength", "listed", "shown") if name in frame]
    taking.offer_chart(address().page or "chart", draw(None), around, frame.drop(columns=hidden), shown.stamp)
    return keys.get(picked or "")


def nothing_found(what: str | None = None) -> None:
    st.info(what or _("No figures with these filters."))
    st.caption(_("Take a filter back in the side bar, or press “Reset filters” there."))


def ask_to_pick() -> None:
    st.caption(_("Click in the chart, or choose in the list under it, to read the sentences behind a figure."))


def show_sentences(
    shown: Shown, choice: Choice, heading: str, filters: Filters | None = None, order: str = "largest"
) -> None:
    """The claims of a choice with their sentences, ten at a time."""
    found = shown.ask(evidence.count, choice, filters=filters)
    st.markdown(f"##### {literally(heading)}")
    row = st.container(horizontal=True, vertical_alignment="bottom")
    if found > 1:
        order = choose_order(row, order, ("at",))
    page = choose_page(row, "at", max(1, -(-found // CARDS)))
    st.caption(_.ngettext("{count} figure", "{count} figures", found))
    show_cards(shown, shown.ask(evidence.rows, choice, order, CARDS, (page - 1) * CARDS, filters=filters))


def choose_order(place: Any, default: str, forget: tuple[str, ...]) -> str:
    """One of `evidence.ORDERS`."""
    names = {
        "largest": _("Largest first"), "source": _("As in the source"), "unsure": _("Least sure first"),
        "latest": _("Latest first"),
    }  # fmt: skip
    return choose_named(place, _("Order"), "sort", names, default, forget=forget, width=190)


def show_cards(shown: Shown, claims: pd.DataFrame) -> None:
    """Each claim with its sentence, the quote marked, where it stands, and the text around it."""
    records = records_of(claims)
    places = tuple((row["batch"], row["source_path"], row["char_start"], row["char_end"]) for row in records)
    around = shown.ask(evidence.surroundings, places) if places else []
    st.html(
        style(shown.dark) + "".join(card(shown.output, row, text) for row, text in zip(records, around, strict=True))
    )


def show_figures(figures: dict[str, Any]) -> Any:
    """What `queries.overview` counts; the row, for more."""
    row = st.container(horizontal=True)
    row.metric(
        _("Figures"),
        number(figures["claims"]),
        width=130,
        help=_("Each with its sentence; copies of a report count once"),
    )
    row.metric(_("Reports"), number(figures["reports"]), width=110)
    row.metric(_("Issuers"), number(figures["issuers"]), width=110)
    row.metric(_("Report years"), span_of(figures["first_year"], figures["last_year"]) or "–", width=210)
    return row


def show_table(
    name: str, frame: pd.DataFrame, shown: Shown, columns: dict[str, str], formats: dict[str, Any] | None = None
) -> None:
    """Some columns of a frame under names for people; to be taken along as a file."""
    table = frame[list(columns)].rename(columns=columns)
    config = {columns[column]: look for column, look in (formats or {}).items()}
    st.dataframe(
        table, hide_index=True, column_config=config, alt=_("Table: {columns}", columns=", ".join(table.columns))
    )
    taking.offer_table(name, table, shown.stamp)


def whole_number() -> Any:
    return st.column_config.NumberColumn(format="localized")


def plain_number(form: str = "%d") -> Any:
    return st.column_config.NumberColumn(format=form)


def lines_of(pairs: Sequence[tuple[str, str]]) -> str:
    """Markdown: a list of names and what they are."""
    return "\n".join(f"- **{name}**: {text}" for name, text in pairs)
