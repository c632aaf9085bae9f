"""How do held texts become a validated part of the tables? Extracted by the chunk, validated and written by the part.

A chunk is some hundred files or a megabyte: what one worker extracts at a time. A part is as many chunks as make a
Parquet file of a good size: what one process validates at a time. Both are plain functions that run in any process and
hand their results on through the spool.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from expectations.validate import Facts, validate_part
from extractors.cleaning.repetition import Hashes, repeated_of
from extractors.fingerprints import Fingerprint, take_fingerprints
from extractors.reading.files import UNSETTLED
from extractors.version import RULES
from flows.inputs.reading import SPLIT, Begun, Held, Reading, of_defect, take_up
from flows.inputs.staying import COPY
from flows.storage.parquet import part_path, write_arrow, write_table
from flows.storage.spool import Waiting, cut, put, put_list, take
from flows.work.frames import FINGERPRINTS, make_frames, prints_table
from flows.work.pictures import Printed, note_printed

CHUNK_FILES = 200
CHUNK_CHARACTERS = 350_000  # a megabyte of UTF-8: about a second of extraction, which is how long Ctrl-C may take
PART_CLAIMS = 50_000  # some 200 MB while they are validated, some 4 MB as Parquet
MAX_CLAIMS = 150_000  # of one text, for they are validated together: the largest text at twice the density of real ones

BY_SOURCE = (
    "claims",
    "sections",
    "sources",
    "texts",
    "boilerplate",
    "passed_over",
    "quarantine",
)  # all rows of a source in one file


@dataclass(frozen=True, slots=True)
class Chunk:
    """Files to extract together; the lines that come again in the batch are in the spool, in a file `repeated`."""

    number: int
    held: Waiting[Held]
    repeated: str | None
    spool: str
    rules: str = RULES  # the fingerprint of those that the run has added; a worker's must be the same


@dataclass(frozen=True, slots=True)
class Extracted:
    """What the run has to know of an extracted chunk; its rows and fingerprints wait in the spool, in `frames`."""

    number: int
    frames: str
    facts: Facts  # without texts, which are among the frames
    rejected: tuple[str, ...]  # file and reason
    has_text: bool
    waiting: tuple[str, ...] = ()  # the same of files that may still be being written
    printed: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Chunks to validate together and to write as one file of each table below the folder or URL `target`."""

    name: str
    chunks: tuple[Extracted, ...]
    spool: str
    target: str
    batch_id: str
    alone: bool = False  # the only one of its run


@dataclass(frozen=True, slots=True)
class Rows:
    """What a chunk gave."""

    frames: dict[str, pd.DataFrame]
    prints: tuple[tuple[str, Fingerprint], ...]  # report_id


def cut_chunks(held: Iterable[Held], repeated: str | None, spool: str) -> Iterator[Chunk]:
    """Files in order, by the hundred or by the megabyte, whichever comes first."""
    for number, some in enumerate(cut(held, CHUNK_FILES, lambda one: one.characters, CHUNK_CHARACTERS)):
        yield Chunk(number, put_list(some, spool, f"{number:06}.held"), repeated, spool)


def extract_chunk(chunk: Chunk, lost: Mapping[int, str]) -> Iterator[Begun | Extracted]:
    """Before each text, what is begun; at last the whole. `lost`: by place, the files that cost a worker, and why."""
    readings: list[Reading] = []
    prints: list[tuple[str, Fingerprint]] = []
    printed: list[Printed] = []
    repeated = take_repeated(chunk.spool, chunk.repeated)
    for place, held in enumerate(chunk.held.take()):
        if place in lost:
            readings.append(Reading(held.file, held.source_id, None, None, lost[place], held.seconds))
            continue
        yield Begun(held.file, held.source_id)
        reading, fingerprints = extract_reading(take_up(held, chunk.spool), repeated)
        readings.append(reading)
        prints += fingerprints
        if noted := note_printed(reading, held, chunk.spool):
            printed.append(noted)
    failed = [
        (reading.reason or "", f"{reading.file.name} {reading.reason}") for reading in readings if not reading.result
    ]
    name = f"{chunk.number:06}.frames"
    put(Rows(make_frames(readings), tuple(prints)), chunk.spool, name)
    results = [reading.result for reading in readings if reading.result]
    yield Extracted(
        chunk.number,
        name,
        facts_of(readings),
        tuple(told for reason, told in failed if not reason.startswith(UNSETTLED)),
        any(source.text for source, _ in results) or any(reason.startswith(COPY) for reason, _ in failed),
        tuple(told for reason, told in failed if reason.startswith(UNSETTLED)),
        tuple(printed),
    )


@lru_cache(maxsize=1)
def take_repeated(spool: str, name: str | None) -> Hashes:
    """The hashes of the lines that come again, the same for all chunks of a run."""
    repeated: Hashes = take(spool, name) if name else np.empty(0, dtype=np.uint64)
    return repeated


def extract_reading(reading: Reading, repeated: Hashes) -> tuple[Reading, tuple[tuple[str, Fingerprint], ...]]:
    """The reading with its extraction, and the fingerprints of its reports."""
    from extractors.extraction import extract_source  # here, for the process that leads the run does not need it

    source = reading.source
    if source is None:
        return reading, ()
    started = time.perf_counter()
    try:
        extraction = extract_source(source, repeated_of(source.text, repeated))
        if len(extraction.claims) > MAX_CLAIMS:
            return replace(reading, source=None, reason=f"holds more than {MAX_CLAIMS:,} quantities; {SPLIT}"), ()
        prints = tuple(take_fingerprints(source, extraction))
    except Exception as error:  # a defect of ours must not cost the other files
        reason = f"extraction failed: {of_defect(error)}; a defect in the program, please report it with the file"
        return replace(reading, source=None, reason=reason), ()
    return replace(reading, extraction=extraction, seconds=reading.seconds + time.perf_counter() - started), prints


def lost_in_extraction(why: str) -> str:
    """The reason of a file that cost its worker."""
    return f"{why} to extract; {SPLIT}"


def facts_of(readings: Sequence[Reading]) -> Facts:
    """What was read, counted from the extractions and not from the tables that are held against it."""
    results = [reading.result for reading in readings if reading.result]
    return Facts(
        source_texts={},
        extracted=sum(len(found.claims) for _, found in results),
        characters_in=sum(len(source.text) for source, _ in results),
        characters_removed=sum(len(span.text) for _, found in results for span in found.removed),
        characters_kept=sum(len(found.kept) for _, found in results),
        files=len(readings),
    )


def cut_parts(chunks: Iterable[Extracted], run: str, spool: str, target: str, batch_id: str) -> list[Part]:
    """Chunks in order, as many as hold PART_CLAIMS together, and one at least."""
    groups: list[list[Extracted]] = []
    claims = 0
    for chunk in chunks:
        if not groups or claims + chunk.facts.extracted > PART_CLAIMS:
            groups.append([])
            claims = 0
        groups[-1].append(chunk)
        claims += chunk.facts.extracted
    return [
        Part(f"part-{run}-{number:04}", tuple(group), spool, target, batch_id, alone=len(groups) == 1)
        for number, group in enumerate(groups)
    ]


def build_and_tell(part: Part, done: int) -> Iterator[str]:
    """`build_part` as a worker's job."""
    yield build_part(part)


def build_part(part: Part) -> str:
    """Validate the chunks' rows; write those that hold, and the quarantine, and put by what waits for other parts.

    The name of the part's Evidence in the spool.
    """
    rows: list[Rows] = [take(part.spool, chunk.frames) for chunk in part.chunks]
    frames = joined([each.frames for each in rows])
    prints = prints_table(printed for each in rows for printed in each.prints)
    texts = frames["texts"]
    frames, evidence = validate_part(
        frames, replace(add_up(part.chunks), source_texts=dict(zip(texts["source_id"], texts["text"], strict=True)))
    )
    for table in BY_SOURCE:
        write_table(frames[table], table, part.target, part.batch_id, part.name)
    write_table(frames["reports"], "reports", part.spool, part.batch_id, part.name)
    write_arrow(prints, part_path(part.spool, FINGERPRINTS, part.batch_id, part.name))
    name = f"{part.name}.evidence"
    put(evidence, part.spool, name)
    return name


def joined(parts: Sequence[dict[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    if len(parts) == 1:
        return parts[0]
    return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}


def add_up(chunks: Sequence[Extracted]) -> Facts:
    facts = [chunk.facts for chunk in chunks]
    return Facts(
        source_texts={},
        extracted=sum(fact.extracted for fact in facts),
        characters_in=sum(fact.characters_in for fact in facts),
        characters_removed=sum(fact.characters_removed for fact in facts),
        characters_kept=sum(fact.characters_kept for fact in facts),
        files=sum(fact.files for fact in facts),
    )
