"""How is a chunk of files read and extracted? In plain functions that run in any process; one bad file stops none.

A chunk is the unit of fan-out: some hundred files, so that scheduling costs next to nothing beside the work.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extractors.content import UnreadableError
from extractors.extract import extract_source
from extractors.files import SourceError, read_bytes, sha256, to_source_text
from extractors.members import Part, parts
from extractors.model import Extraction, SourceText
from extractors.repetition import count_repeated, lines_of
from flows.discover import BatchFile

CHUNK_FILES = 200
CHUNK_BYTES = 1024 * 1024  # one or two seconds of extraction, which is how long Ctrl-C may take
SPLIT = "split it into parts, or save its text as .txt"


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that is about to be read; should its reader be lost, this is what it was at."""

    file: BatchFile
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: a source text, or the reason why not; then its extraction."""

    file: BatchFile
    source_id: str | None
    source: SourceText | None
    extraction: Extraction | None
    reason: str | None
    seconds: float
    repeated: frozenset[str] = frozenset()  # its lines that other files of the batch have too

    @property
    def result(self) -> tuple[SourceText, Extraction] | None:
        return (self.source, self.extraction) if self.source and self.extraction else None


def chunks(files: Iterable[BatchFile]) -> Iterator[list[BatchFile]]:
    """Files in order, by the hundred or by the megabytes, whichever comes first."""
    chunk: list[BatchFile] = []
    size = 0
    for file in files:
        if chunk and (len(chunk) >= CHUNK_FILES or size + file.size > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(file)
        size += file.size
    if chunk:
        yield chunk


def read_files(files: list[BatchFile]) -> list[Reading]:
    """What became of each file and of all that is in it, read in this process."""
    return [found for file in files for found in read_parts(file) if isinstance(found, Reading)]


def read_parts(file: BatchFile, done: int = 0) -> Iterator[Begun | Reading]:
    """A file, or an archive's members and then itself: before each reading, what is begun; the first `done` left out.

    What goes wrong between two members goes wrong with the whole: it is told of the file itself.
    """
    started = time.perf_counter()
    number = 0
    try:
        if file.problem:
            raise ProblemError(file.problem)
        data = read_bytes(file.path, file.name)
        for number, part in enumerate(parts(data, file.name), start=1):
            if number > done:
                about = file if part.name == file.name else BatchFile(file.path, part.name, part.size)
                source_id = sha256(part.data) if part.data is not None else None
                yield Begun(about, source_id)
                yield read_part(part, about, source_id, started)
                started = time.perf_counter()
    except Exception as error:
        if number >= done:
            yield Begun(file, None)
            yield Reading(file, None, None, None, reason_of(error), time.perf_counter() - started)


def read_part(part: Part, about: BatchFile, source_id: str | None, started: float) -> Reading:
    """One file's bytes as text, or why not. An archive read to its end is a source without text of its own."""
    source, reason = None, None
    try:
        if part.problem:
            raise part.problem
        assert part.data is not None
        source = (
            SourceText(sha256(part.data), part.name, "", "", part.size)
            if part.is_archive
            else to_source_text(part.data, part.name)
        )
    except Exception as error:  # also what a reader's library choked on
        reason = reason_of(error)
    return Reading(about, source_id, source, None, reason, time.perf_counter() - started)


class ProblemError(Exception):
    """A file that was found to be no good before it was opened."""


def reason_of(error: Exception) -> str:
    """Why a file has no text, and what to do about it."""
    if isinstance(error, SourceError):
        return error.explanation
    if isinstance(error, UnreadableError):
        return f"{error.reason}{f' ({error.place})' if error.place else ''}; {error.remedy}"
    if isinstance(error, ProblemError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"needs more memory than a reader may have; {SPLIT}"
    return f"cannot be read: {of_defect(error)}; save it as text in UTF-8 (.txt)"


def failed_reading(file: BatchFile, begun: Begun | None, why: str) -> Reading:
    """The reading of a file whose worker was lost over it."""
    about = begun.file if begun else file
    return Reading(about, begun.source_id if begun else None, None, None, f"{why}; {SPLIT}", 0.0)


def reject_copies(readings: list[Reading]) -> list[Reading]:
    """A second file with the same bytes would give every claim twice: it is rejected in favour of the first."""
    first: dict[str, str] = {}
    kept: list[Reading] = []
    for reading in readings:
        original = first.setdefault(reading.source_id, reading.file.name) if reading.source_id else None
        if reading.source and original != reading.file.name:
            reading = replace(
                reading, source=None, reason=f"is a copy of {original}; its claims are those of that file"
            )
        kept.append(reading)
    return kept


def reading_chunks(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Readings in order, by the megabyte of text or by the hundred."""
    chunk: list[Reading] = []
    size = 0
    for reading in readings:
        length = 3 * len(reading.source.text) if reading.source else 0  # bytes of Chinese in UTF-8
        if chunk and (len(chunk) >= CHUNK_FILES or size + length > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(reading)
        size += length
    if chunk:
        yield chunk


def note_repeated(readings: list[Reading]) -> list[Reading]:
    """The readings, each with those of its lines that stand in several files of the batch."""
    lines = [lines_of(reading.source.text) if reading.source else None for reading in readings]
    repeated = count_repeated(found for found in lines if found is not None)
    if not repeated:
        return readings
    return [
        replace(reading, repeated=repeated & own.keys) if own is not None else reading
        for reading, own in zip(readings, lines, strict=True)
    ]


def extract_files(readings: list[Reading]) -> list[Reading]:
    return [extract_file(reading) for reading in readings]


def extract_file(reading: Reading) -> Reading:
    if reading.source is None:
        return reading
    started = time.perf_counter()
    extraction, source, reason = None, reading.source, None
    try:
        extraction = extract_source(reading.source, reading.repeated)
    except Exception as error:  # a defect of ours must not cost the other files
        reason = f"extraction failed: {of_defect(error)}; a defect in the program, please report it with the file"
    seconds = reading.seconds + time.perf_counter() - started
    return replace(
        reading, source=source if extraction else None, extraction=extraction, reason=reason, seconds=seconds
    )


def failed_extraction(reading: Reading, begun: Begun | None, why: str) -> Reading:
    """The reading of a text whose worker was lost over it."""
    return replace(reading, source=None, reason=f"{why} to extract; {SPLIT}")


def of_defect(error: Exception) -> str:
    """The kind of error and where it arose, in one line."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}: {error}{place}"
