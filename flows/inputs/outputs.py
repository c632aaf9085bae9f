"""Is this folder an output of this program? What is in one is never read as reports.

A mark says so: in an output, and in each of its snapshots, which people copy elsewhere. Outputs of earlier versions are
known by their links.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from flows.errors import BadUseError
from flows.storage.remote import Place, shown

MARK = ".report-metrics"  # file
TEXT = "An output of report-metrics: what is in this folder is not read as reports.\n"
CURRENT, SNAPSHOTS = ".current", ".snapshots"  # as publishing/snapshots.py names them
REMEDY = "give the folder that holds the reports, and an --output that is not above it"


def mark_output(folder: Path) -> None:
    mark = folder / MARK
    if not mark.exists():
        mark.write_text(TEXT, encoding="utf-8")


def is_output(folder: Path, names: Container[str] | None = None) -> bool:
    """Whether a folder is an output, or a copy of a snapshot; `names` are those in it, where they are known.

    Others have folders called .snapshots, too: file systems that keep states of their own.
    """
    if (MARK in names) if names is not None else (folder / MARK).exists():
        return True
    if names is not None and CURRENT not in names and SNAPSHOTS not in names:
        return False
    link = folder / CURRENT
    leads_to_snapshot = link.is_symlink() and os.readlink(link).startswith(f"{SNAPSHOTS}/")  # noqa: PTH115
    return leads_to_snapshot or any((folder / SNAPSHOTS).glob("[0-9]*/tables"))


def outputs_among(paths: Iterable[str]) -> tuple[str, ...]:
    """Of the objects of a store, the folders that are outputs or snapshots of one, as prefixes."""
    marked = {path.removesuffix(MARK) for path in paths if path.rpartition("/")[2] == MARK}
    roots = {
        root for folder in marked for root, found, inside in [folder.rpartition("/snapshots/")] if found and inside
    }
    return (*sorted(marked), *(f"{root}/" for root in sorted(roots)))


def refuse_outputs(sources: Sequence[Place], output: Place) -> None:
    """End where a source is an output, or lies inside of one: the program would read what it wrote."""
    for source in sources:
        if isinstance(source, str):
            if isinstance(output, str) and f"{source}/".startswith(f"{output}/"):
                raise BadUseError(f"{shown(source)} lies in the output {shown(output)}", REMEDY)
            continue
        place = source.resolve()
        own = output.resolve() if isinstance(output, Path) else None
        for folder in (place, *place.parents):
            if folder.is_dir() and (folder == own or is_output(folder)):
                problem = f"{source} is an output of this program"
                if folder != place:
                    problem = f"{source} lies in {folder}, which is an output of this program"
                raise BadUseError(problem, REMEDY)
