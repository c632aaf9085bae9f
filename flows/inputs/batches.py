"""Is this the batch that was published under its name? Each remembers how it was named and where its files were.

Names of folders fold together: two inboxes called reports, `报告（一）` and `报告【一】`. A run must not put the files
of one into the batch of the other, so that its rows are replaced, or pruned, without a word. `runs` has the record; a
batch that has none, of an earlier version, takes the next run's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from expectations.engine.published import rows_in
from expectations.engine.scratch import open_scratch
from flows.errors import BadUseError
from flows.inputs.discover import folder_name, joined_names
from flows.storage.remote import Place, shown

_LAST = """
SELECT batch_name, inbox FROM {runs}
WHERE status = 'published' AND inbox IS NOT NULL ORDER BY started_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a run was told to read, and as what."""

    name: str  # as it was given, or made from the sources' names
    places: tuple[str, ...]
    is_named: bool = True  # by whoever started the run

    @property
    def id(self) -> str:
        return folder_name(self.name)


def batch_of(sources: Sequence[Place], name: str | None) -> Batch:
    places = {str(source.resolve()) if isinstance(source, Path) else shown(source) for source in sources}
    return Batch(name or joined_names(sources), tuple(sorted(places)), bool(name))


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
