"""How do printed pages get their pictures? Of each PDF the pages with claims are drawn, for the site to take.

    <target>/<source_id, first 16 digits>/0003.png      page 3
                                         places.json    which files there are, and where on them each claim's quote is

Drawn once what they are of is validated, in a worker that draws and does nothing else: a file that costs it loses its
pictures, and no claim.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.model import Box
from extractors.reading.files import sha256
from extractors.reading.pdf_picture import Picture, Rectangle, Wanted, draw_pages, wanted_of
from flows.inputs.discover import BatchFile
from flows.inputs.reading import Held, Reading, bytes_of
from flows.storage.spool import cut, put, take

PLACES = "places.json"
FOLDER_LENGTH = 16  # digits of a source_id, as in a report_id
FILES_AT_ONCE = 8  # for one worker


@dataclass(frozen=True, slots=True)
class Printed:
    """A file of whose pages pictures are wanted."""

    file: BatchFile
    source_id: str
    bytes: str | None  # where they wait in the spool; else they are read again
    wanted: str  # likewise: which pages, and what is marked on them


@dataclass(frozen=True, slots=True)
class Drawing:
    """Some files for one worker; `target` is the folder for their pictures."""

    printed: tuple[Printed, ...]
    spool: str
    target: str


def note_printed(reading: Reading, held: Held, spool: str) -> Printed | None:
    """What to draw of an extracted file; nothing where it has no printed pages, or no claims on them."""
    source, extraction = reading.result or (None, None)
    if source is None or extraction is None or source.places is None:
        return None
    wanted = wanted_of(
        source.places, {claim.claim_id: (claim.char_start, claim.char_end) for claim in extraction.claims}
    )
    if not wanted:
        return None
    name = f"{held.text}.wanted"
    put(wanted, spool, name)
    return Printed(reading.file, source.source_id, held.bytes, name)


def cut_drawings(printed: Iterable[Printed], spool: str, target: str) -> list[Drawing]:
    return [Drawing(tuple(some), spool, target) for some in cut(printed, FILES_AT_ONCE, lambda _: 0, 0)]


def draw_file(printed: Printed, done: int, spool: str, target: str) -> Iterator[int]:
    """A worker's job: the pictures of one file; how many there are. None of one that has changed since it was read."""
    data: bytes = take(spool, printed.bytes) if printed.bytes else bytes_of(printed.file)
    if sha256(data) != printed.source_id:
        yield 0
        return
    wanted: list[Wanted] = take(spool, printed.wanted)
    folder = Path(target) / printed.source_id[:FOLDER_LENGTH]
    yield write_pictures(folder, wanted, draw_pages(data, wanted))


def write_pictures(folder: Path, wanted: list[Wanted], pictures: Iterable[Picture]) -> int:
    boxes = {part.name: part.box for one in wanted for part in one.parts}
    pages: dict[int, tuple[str, int, int]] = {}
    claims: dict[str, tuple[int, Box, tuple[Rectangle, ...]]] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        page, file = picture.number + 1, f"{picture.number + 1:04}{picture.suffix}"
        (folder / file).write_bytes(picture.data)
        pages[page] = (file, picture.width, picture.height)
        claims |= {name: (page, boxes[name], marks) for name, marks in picture.marks.items()}
    (folder / PLACES).write_text(json.dumps({"pages": pages, "claims": claims}), encoding="ascii")
    return len(pages)
