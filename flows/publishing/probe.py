"""Can a run publish here at all? Tried on nothing, before any work: room, rights, links.

A run of hours that ends with “no symbolic links” is worse than one that does not begin.
"""

from __future__ import annotations

import os
from pathlib import Path

from flows.errors import BadUseError
from flows.publishing.history import CURRENT, SNAPSHOTS

ROOM = 1 << 20  # bytes: with less no run gets far; what one needs is not known before its files are read
SHOWN = (
    "tables", "quality", "site",
    "metrics.duckdb", "datapackage.json", "dictionary.html", "observations.csv", "index.html",
)  # fmt: skip


def refuse_strangers(output: Path) -> None:
    """Where a run would put a link there must be none but a link."""
    for name in (CURRENT, *SHOWN):
        place = output / name
        if place.is_symlink() or not place.exists():
            continue
        if (output / SNAPSHOTS).is_dir():
            problem = f"{place} is no link to the newest snapshot: it was copied without links, or put there"
            remedy = "move it away; the next run makes the link again (copy outputs with rsync -aH or cp -a)"
        else:
            problem = f"output folder {output} has {name} that an earlier version, or another program, put there"
            remedy = "choose another with --output, or move them away"
        raise BadUseError(problem, remedy)


def try_out(stage: Path) -> None:
    """OSError where there is no room or no right, BadUseError where the file system lacks what snapshots need."""
    output = stage.parent
    for place in (output / SNAPSHOTS, output / ".lock"):
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(13, "Permission denied", str(place))
    probe = stage / "probe"
    probe.write_bytes(bytes(ROOM))
    try:
        (stage / "link").symlink_to(probe.name)
        (stage / "other").symlink_to(probe.name)
        (stage / "other").replace(stage / "link")
    except OSError as error:
        problem = f"output folder {output} is on a disk without symbolic links ({error.strerror}), which snapshots need"
        raise BadUseError(
            problem, "choose a folder on another disk with --output (exFAT, FAT and some shares have none)"
        ) from error
    (stage / "link").unlink()
    probe.unlink()
