"""Which snapshots have this output's own runs made, and which of them were published? Each has a note that says so.

    output/.snapshots/000042/.snapshot.json     {"output": "3fa9…", "before": ["000041", …], "published": true}

Nothing else in that folder is ours: it is neither removed nor written over. The note is there before the snapshot gets
its name, and says that it was published once the link leads to it; so a snapshot of a run that died in between is known
for what it is, and one that was published is found again where the link was lost.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

SNAPSHOTS, CURRENT, NOTE = ".snapshots", ".current", ".snapshot.json"
NUMBERED = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True)
class Note:
    """What a snapshot says of itself."""

    output: str  # which output's it is; snapshots of another one may have been copied here
    before: tuple[str, ...]  # the published ones that were there when it was made, the newest first
    published: bool = False


def current(output: Path) -> Path | None:
    """The folder of the newest snapshot: what lies in it belongs together."""
    link = output / CURRENT
    return link.resolve() if link.exists() else None


def read_note(snapshot: Path) -> Note | None:
    """None of a snapshot that an earlier version made, and of what is none."""
    try:
        found = json.loads((snapshot / NOTE).read_text(encoding="utf-8"))
        return Note(str(found["output"]), tuple(map(str, found["before"])), bool(found["published"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_note(snapshot: Path, note: Note) -> None:
    """Never in place: the note may be that of the snapshot before, by a hard link."""
    fresh = snapshot / f"{NOTE}-{uuid.uuid4().hex[:8]}"
    fresh.write_text(json.dumps(asdict(note)), encoding="utf-8")
    fresh.replace(snapshot / NOTE)


def numbered(output: Path) -> list[Path]:
    """What looks like a snapshot, the newest first."""
    folder = output / SNAPSHOTS
    found = [path for path in folder.iterdir() if NUMBERED.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(found, key=lambda path: int(path.name), reverse=True)


def next_place(output: Path) -> Path:
    """Where the next snapshot will be; true while `publishing` is held. A number is not used twice."""
    taken = [int(path.name) for path in numbered(output)]
    if (newest := current(output)) and NUMBERED.fullmatch(newest.name):
        taken.append(int(newest.name))
    return output.absolute() / SNAPSHOTS / f"{max(taken, default=0) + 1:06}"


def make_note(output: Path) -> Note:
    """For the snapshot that is about to follow."""
    newest = current(output)
    if newest is None:
        lost = (note.output for path in numbered(output) if (note := read_note(path)))
        return Note(next(lost, uuid.uuid4().hex), ())
    note = read_note(newest)
    before = [path.name for path in published(output, newest) if path.name != newest.name]
    return Note(note.output if note else uuid.uuid4().hex, (newest.name, *before))


def published(output: Path, newest: Path) -> Iterator[Path]:
    """This output's own snapshots that were published, the newest first, itself among them.

    Those that an earlier version made have no note; they are known by those that followed upon them.
    """
    own = read_note(newest)
    for path in numbered(output):
        note = read_note(path)
        if path.name == newest.name:
            yield path
        elif note:
            if own and note.output == own.output and note.published:
                yield path
        elif path.name in own.before if own else NUMBERED.fullmatch(newest.name) and int(path.name) < int(newest.name):
            yield path


def unpublished(output: Path, newest: Path | None) -> Iterator[Path]:
    """Snapshots of runs that died before the link led to them."""
    for path in numbered(output):
        note = read_note(path)
        if note and not note.published and path != newest:
            yield path


def confirm(snapshot: Path) -> None:
    """Note that it is published."""
    note = read_note(snapshot)
    if note and not note.published:
        write_note(snapshot, replace(note, published=True))


def find_lost(output: Path) -> Path | None:
    """The newest whole snapshot that was published, where no link says which one it is."""
    for path in numbered(output):
        note = read_note(path)
        if (path / "tables").is_dir() and (note is None or note.published):
            return path
    return None
