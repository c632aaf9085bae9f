"""What do several pages share? Answers out of a cache, bars that can be picked, and the sentences behind a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from flows.dashboard import evidence
from flows.dashboard.charts import PICK, Tip, ranked_bars
from flows.dashboard.evidence import Choice
from flows.dashboard.filters import Filters
from flows.dashboard.highlight import marked, marked_sentence
from flows.dashboard.numbers import as_reported, full, stated
from flows.dashboard.tables import Snapshot, ask
from flows.dashboard.terms import term
from flows.site.links import claim_url

T = TypeVar("T")
CARDS = 10  # sentences at a time
SITE = "/site/"  # where serve.py puts output/site


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


def pick_bar(frame: pd.DataFrame, tips: Sequence[Tip], shown: Shown, name: str, mark_at: float | None = None) -> Any:
    """Draw bars; the key of the one that was clicked, None where none is."""
    chart = ranked_bars(frame, tips, shown.dark, mark_at)
    key = (
        f"{name}-{shown.snapshot.stamp}-{hash(tuple(map(str, frame['key'])))}"  # other bars: nothing is picked any more
    )
    state: Any = st.altair_chart(chart, on_select="rerun", selection_mode=PICK, key=key, theme="streamlit")
    points = state.selection.get(PICK, []) if state else []
    return points[0]["key"] if points else None


def nothing_found(what: str = "No claims") -> None:
    st.info(f"{what} with these filters. Take one of them back in the side bar, or press **Reset filters** there.")


def ask_to_pick() -> None:
    st.caption("Click a bar to read the sentences behind it.")


def show_sentences(shown: Shown, choice: Choice, heading: str, name: str, filters: Filters | None = None) -> None:
    """The claims of a choice with their sentences, ten at a time."""
    number_found = shown.ask(evidence.count, choice, filters=filters)
    st.markdown(f"##### {heading}")
    pages = max(1, -(-number_found // CARDS))
    claims = f"{number(number_found)} claim{'s' * (number_found != 1)}"
    page = 1
    if pages > 1:
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        order = left.selectbox("Order", list(evidence.ORDERS), index=1, key=f"{name}-order")
        page = int(right.number_input(f"Page of {number(pages)}", 1, pages, key=f"{name}-page-{hash(choice)}"))
    else:
        order = "Largest first"
    st.caption(claims)
    frame = shown.ask(evidence.rows, choice, order, CARDS, (page - 1) * CARDS, filters=filters)
    show_cards(shown, frame)


def show_cards(shown: Shown, claims: pd.DataFrame) -> None:
    """Each claim with its sentence, the quote marked, where it stands, and the text around it."""
    records = records_of(claims)
    places = tuple((row["batch"], row["source_path"], row["char_start"], row["char_end"]) for row in records)
    around = shown.ask(evidence.surroundings, places) if places else []
    st.html(style(shown.dark) + "".join(card(shown, row, text) for row, text in zip(records, around, strict=True)))


def card(shown: Shown, row: dict[str, Any], around: tuple[str, str, str]) -> str:
    before, quote, after = around
    tags = [term(row[name]) for name, plain in (("status", "actual"), ("bound", "exact")) if row[name] != plain]
    tags += [term("masked")] if row["masked"] else []
    tags += [f"{term(row['comparison'])} {term(row['direction'])}"] if row["direction"] != "none" else []
    tags += [term(row["review"])] if isinstance(row.get("review"), str) else []
    tags += list(row["flags"])
    where = [row[name] for name in ("report_title", "issuer", "source_path") if isinstance(row[name], str)]
    page = "" if pd.isna(row["page"]) else f"page {row['page']:.0f}, "
    place = f"{page}characters {row['char_start']:,}–{row['char_end']:,}"
    url = claim_url(row["batch"], row["report_id"], row["claim_id"])
    linked = (shown.output / "site" / url.partition("#")[0]).exists()
    link = f'<a href="{SITE}{escape(url)}" target="_blank" rel="noopener">Evidence page</a> · ' if linked else ""
    context = (
        f"<details><summary>In its text</summary><p lang='zh'>…{marked(before, quote, after)}…</p></details>"
        if quote
        else ""
    )
    return (
        f"<article class='claim'><header><b lang='zh'>{escape(row['metric'])}</b> "
        f"<span class='value'>{escape(value_of(row))}</span> "
        + "".join(f"<span class='tag'>{escape(tag)}</span> " for tag in tags)
        + f"</header><p lang='zh'>{marked_sentence(row['sentence'], row['quote'], before)}</p>"
        f"<footer><span lang='zh'>{escape(' · '.join(where))}</span> · {place} · "
        f"{link}{review_link(row)} · confidence {row['confidence']:.2f}{context}</footer></article>"
    )


def review_link(row: dict[str, Any]) -> str:
    """To the claim on the screen where it can be judged."""
    about = urlencode({"of": row["batch"], "claim": row["claim_id"]})
    return f"<a href='/review?{escape(about)}' target='_self'>Review</a>"


def value_of(row: dict[str, Any]) -> str:
    """11,400 亩 = 7,600,000 m²."""
    written = stated(row)
    if row["unit"] == row["unit_standard"] or row["value_standard"] is None or pd.isna(row["value_standard"]):
        return written
    if row["unit_standard"] == "CNY" and row["unit"] == "元":
        return f"{written} = {as_reported(row['value_standard'], 'CNY')}"
    return f"{written} = {full(row['value_standard'], row['unit_standard'])}"


def style(dark: bool) -> str:
    line, soft, mark, tag, ink = (
        ("#3a434d", "#a4afba", "#6b5716", "#4a3d1c", "#f3d79a")
        if dark
        else ("#d9e0e7", "#5c6b7a", "#ffe9a8", "#fdf1dc", "#8a5600")
    )
    return f"""<style>
.claim {{ border-top: 1px solid {line}; padding: 10px 0; font-size: 15px; line-height: 1.6; overflow-wrap: anywhere; }}
.claim p {{ margin: 4px 0; }}
.claim mark {{ background: {mark}; color: inherit; padding: 0 2px; border-radius: 2px; }}
.claim .value {{ margin: 0 6px; font-variant-numeric: tabular-nums; }}
.claim .tag {{ background: {tag}; color: {ink}; font-size: 12px; font-weight: 600; padding: 2px 8px; border-radius: 9px;
  white-space: nowrap; }}
.claim footer, .claim summary {{ color: {soft}; font-size: 13px; }}
.claim details p {{ font-size: 14px; white-space: pre-wrap; }}
.claim summary {{ cursor: pointer; }}
</style>"""
