"""What have people said of an output? Its database of reviews; where it was lost, what the tables have of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.publishing.review_rows import said_in
from flows.reviews.model import Review
from flows.reviews.samples import Drawn
from flows.reviews.store import has_store, open_store


@dataclass(frozen=True, slots=True)
class Said:
    reviews: list[Review]
    samples: list[Drawn]


def refuse_unreadable(output: Path) -> None:
    """BadUseError before any work where what people said cannot be had: a run would publish without it."""
    if has_store(output):
        with open_store(output) as store:
            store.count()


def load_said(output: Path, tables: Path | None) -> Said:
    """All reviews and samples. The tables have a copy of what was published: without its database nothing is undone."""
    if not has_store(output) and not said_in(tables):
        return Said([], [])
    with open_store(output) as store:
        store.append(said_in(tables, store.ids()))
        return Said(store.load(), store.samples())
