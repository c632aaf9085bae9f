"""How is a chunk of files read and extracted? In plain functions that run in any process; one bad file stops none.

A chunk is the unit of fan-out: some hundred files, so that scheduling costs next to nothing beside the work.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import connection, parent_process

from extractors.extract import extract_source
from extractors.files import SourceError, read_bytes, sha256, to_source_text
from extractors.model import Extraction, SourceText
from flows.discover import BatchFile

CHUNK_FILES = 200
CHUNK_BYTES = 1024 * 1024  # one or two seconds of extraction, which is how long Ctrl-C may take


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: a source text, or the reason why not; then its extraction."""

    file: BatchFile
    source_id: str | None
    source: SourceText | None
    extraction: Extraction | None
    reason: str | None
    seconds: float

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
    return [read_file(file) for file in files]


def read_file(file: BatchFile) -> Reading:
    started = time.perf_counter()
    source_id, source, reason = None, None, file.problem
    if not reason:
        try:
            data = read_bytes(file.path, file.name)
            source_id = sha256(data)
            source = to_source_text(data, file.name)
        except SourceError as error:
            reason = error.explanation
        except Exception as error:  # a reader's library choked on this one file
            reason = f"cannot be read: {of_defect(error)}; save it as text in UTF-8 (.txt)"
    return Reading(file, source_id, source, None, reason, time.perf_counter() - started)


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


def extract_files(readings: list[Reading]) -> list[Reading]:
    return [extract_file(reading) for reading in readings]


def extract_file(reading: Reading) -> Reading:
    if reading.source is None:
        return reading
    started = time.perf_counter()
    extraction, source, reason = None, reading.source, None
    try:
        extraction = extract_source(reading.source)
    except Exception as error:  # a defect of ours must not cost the other files
        reason = f"extraction failed: {of_defect(error)}; a defect in the program, please report it with the file"
    seconds = reading.seconds + time.perf_counter() - started
    return replace(
        reading, source=source if extraction else None, extraction=extraction, reason=reason, seconds=seconds
    )


def end_with_the_run() -> None:
    """For a worker process: end when the run is gone; a killed run's workers would wait for work for ever."""
    run = parent_process()
    if run is not None:
        threading.Thread(target=lambda: os._exit(1) if connection.wait([run.sentinel]) else None, daemon=True).start()


def of_defect(error: Exception) -> str:
    """The kind of error and where it arose, in one line."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}: {error}{place}"
