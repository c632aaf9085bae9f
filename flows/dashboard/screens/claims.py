"""Which rows are there? A table with a search, page by page, and all of it to take along."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from flows.dashboard import downloads, evidence
from flows.dashboard.evidence import Choice
from flows.dashboard.numbers import stated
from flows.dashboard.screens.elements import Shown, nothing_found, number, records_of, show_cards
from flows.dashboard.tables import ask

ROWS = 50
COLUMNS = {
    "metric": "Metric", "stated": "As stated", "value_standard": "Standard value", "unit_standard": "Unit",
    "kind": "Kind", "status": "Status", "issuer": "Issuer", "report_year": "Year", "period_end": "Until",
    "sentence": "Sentence", "confidence": "Confidence", "flags": "Flags", "review": "Review", "report_title": "Report",
    "source_path": "Source", "batch": "Batch",
}  # fmt: skip
FORMATS = {
    "CSV": (downloads.to_csv, "csv", "text/csv", downloads.MOST_CSV),
    "Excel": (
        downloads.to_excel,
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        downloads.MOST_EXCEL,
    ),
    "Parquet": (downloads.to_parquet, "parquet", "application/vnd.apache.parquet", None),
}


def show(shown: Shown) -> None:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    words = row.text_input(
        "Search", key="claims-words", placeholder="words in metric, sentence, title, issuer …", width=360
    )
    choice = Choice(words=words.strip())
    found = shown.ask(evidence.count, choice)
    if not found:
        nothing_found()
        return
    pages = -(-found // ROWS)
    order = row.selectbox("Order", list(evidence.ORDERS), key="claims-order", width=180)
    page = int(row.number_input(f"Page of {number(pages)}", 1, pages, key=f"claims-page-{found}", width=150))
    frame = shown.ask(evidence.rows, choice, order, ROWS, (page - 1) * ROWS)
    first = (page - 1) * ROWS
    rows = f"rows {number(first + 1)}–{number(first + len(frame))}"
    st.caption(f"{number(found)} claims; {rows}. Select a row to see its sentence.")
    picked = show_table(frame)
    if picked is not None:
        show_cards(shown, frame.iloc[[picked]])
    offer_downloads(shown, choice, found)


def show_table(frame: pd.DataFrame) -> int | None:
    rows = records_of(frame)
    table = frame.assign(stated=[stated(row) for row in rows])[list(COLUMNS)].rename(columns=COLUMNS)
    state: Any = st.dataframe(
        table,
        hide_index=True,
        height=440,
        on_select="rerun",
        selection_mode="single-row",
        key="claims-table",
        column_config={
            "Standard value": st.column_config.NumberColumn(format="localized"),
            "Year": st.column_config.NumberColumn(format="%d"),
            "Until": st.column_config.DateColumn(),
            "Confidence": st.column_config.NumberColumn(format="%.2f"),
            "Sentence": st.column_config.TextColumn(width="large"),
        },
    )
    return state.selection.rows[0] if state.selection.rows and state.selection.rows[0] < len(frame) else None


def offer_downloads(shown: Shown, choice: Choice, found: int) -> None:
    """The files are made when they are asked for, of all rows found and not of the page only."""
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown("Download")
    for name, (write, ending, mime, most) in FORMATS.items():
        cut = most is not None and found > most
        row.download_button(
            f"{name} (first {number(most or 0)} rows)" if cut else name,
            data=partial(ask, shown.snapshot, shown.output, shown.filters, partial(write, choice=choice)),
            file_name=f"claims-{shown.snapshot.published:%Y%m%d-%H%M}.{ending}",
            mime=mime,
            on_click="ignore",
            key=f"download-{ending}",
            help="For all rows take Parquet." if cut else f"All {number(found)} rows",
        )
