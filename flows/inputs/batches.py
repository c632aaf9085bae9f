"""Is this the batch that was published under its name? Each remembers how it was named and where its files were.

A batch is called what it was told, character by character; but two inboxes may both be called reports. A run must not
put the files of one into the batch of the other, so that its rows are replaced, or pruned, without a word. `runs` has
the record; a batch that has none, of an earlier version, takes the next run's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from expectations.engine.published import rows_in
from expectations.engine.scratch import open_scratch
from flows.errors import BadUseError
from flows.inputs.discover import NO_FOLDER, batch_name, fits, joined_names
from flows.storage.parquet import part_files
from flows.storage.remote import Place, shown

_LAST = """
SELECT batch_name, inbox FROM {runs}
WHERE status = 'published' AND inbox IS NOT NULL ORDER BY started_at DESC LIMIT 1
"""


NULL = "__HIVE_DEFAULT_PARTITION__"
FORMER_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Batch:
    """What a run was told to read, and as what."""

    name: str  # as it was given, or made from the sources' names
    places: tuple[str, ...]
    is_named: bool  # by whoever started the run
    id: str  # what it is called in the tables


def batch_of(sources: Sequence[Place], name: str | None) -> Batch:
    places = {str(source.resolve()) if isinstance(source, Path) else shown(source) for source in sources}
    if name is not None:
        return Batch(name, tuple(sorted(places)), True, name)
    return Batch(joined_names(sources), tuple(sorted(places)), False, batch_name(sources))


def as_published(batch: Batch, tables: Path | None) -> Batch:
    """The batch under the id that it has: its name, or what an earlier version had made of that and published.

    Who chose a name that no folder may have, or that readers take for another thing, is told so.
    """
    former = former_id(batch.name)
    if former != batch.id and (files := part_files(tables, "runs", former)):
        with open_scratch() as database:
            called = f"SELECT count(*) FROM {rows_in('runs', files)} WHERE batch_name = ? AND status = 'published'"
            [(runs,)] = database.execute(called, [batch.name]).fetchall()
        if runs:
            return replace(batch, id=former)
    if batch.is_named and (problem := impossible(batch.name)):
        raise BadUseError(f"no batch can be called {batch.name!r}: {problem}", "choose another --batch")
    return batch


def impossible(name: str) -> str:
    """Why a batch cannot be called so; nothing if it can."""
    if not name.strip():
        return "a name has at least one character"
    if NO_FOLDER.search(name):
        return "it is a folder's name too, without /, control characters, or a dot before it"
    if name == NULL:
        return "that is how Hive writes that there is no name"
    return "" if fits(name) else "its folder's name would be longer than 255 bytes"


def former_id(name: str) -> str:
    """What a batch of this name was called until version 0.1: a name with more than word characters was changed."""
    clean = re.sub(r"[^\w.+-]+", "_", name).strip("._") or "batch"
    if len(clean) > FORMER_LENGTH:
        clean = f"{clean[: FORMER_LENGTH - 9]}-{hashlib.sha256(clean.encode()).hexdigest()[:8]}"
    return clean


def refuse_another(batch: Batch, runs: Sequence[Path]) -> None:
    """End where another batch is published under the same id; `runs` are that batch's files of this table.

    Who names the batch decides where it is read from, be it that the folder has moved.
    """
    with open_scratch() as database:
        found = database.execute(_LAST.format(runs=rows_in("runs", runs))).fetchall()
    for name, places in found:
        if batch.is_named and batch.name not in (batch.id, name):
            problem = f"batch {batch.id} is published, of the name {name!r}, which is written like {batch.name!r}"
            raise BadUseError(problem, f"choose another --batch, or --batch {batch.id} if this is the same")
        if not batch.is_named and set(places) != set(batch.places):
            problem = f"batch {batch.id} is published, and was read from {told(places)}; this is {told(batch.places)}"
            remedy = f"give this one a name of its own (--batch NAME), or --batch {batch.id} if its place has changed"
            raise BadUseError(problem, remedy)


def told(places: Sequence[str]) -> str:
    return " and ".join(places)
