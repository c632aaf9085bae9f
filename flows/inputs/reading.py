"""How is a file read? In plain functions that run in any process; one bad file stops none.

What was read waits in the spool, a folder that all processes of the run share; the run itself holds only what it has to
know of every file at once.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from extractors.cleaning.repetition import FileLines, lines_of
from extractors.model import Extraction, SourceText
from extractors.reading.content import UnreadableError
from extractors.reading.files import GoneError, SourceError, read_bytes, sha256, to_source_text
from extractors.reading.members import Part, parts
from flows.errors import BadUseError
from flows.inputs.discover import BatchFile
from flows.inputs.staying import COPY
from flows.storage.remote import fetch
from flows.storage.spool import put, take

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
    is_gone: bool = False  # it was listed, and is not there where it was read
    data: bytes | None = None  # of a file with printed pages that is not on disk by itself, to make pictures of them

    @property
    def result(self) -> tuple[SourceText, Extraction] | None:
        return (self.source, self.extraction) if self.source and self.extraction else None


@dataclass(frozen=True, slots=True)
class Held:
    """A reading without its text: that waits in the spool, in a file of this name."""

    file: BatchFile
    source_id: str | None
    reason: str | None
    seconds: float
    text: str | None = None
    characters: int = 0
    lines: FileLines | None = None
    is_gone: bool = False
    bytes: str | None = None  # in the spool: Reading.data


def read_and_hold(file: BatchFile, done: int, spool: str) -> Iterator[Begun | Held]:
    """`read_parts`, with each text put into the spool."""
    for found in read_parts(file, done):
        yield hold(found, spool) if isinstance(found, Reading) else found


def hold(reading: Reading, spool: str) -> Held:
    source = reading.source
    if source is None:
        return Held(*(reading.file, reading.source_id, reading.reason, reading.seconds), is_gone=reading.is_gone)
    name = f"{uuid.uuid4().hex}.text"
    put(source, spool, name)
    data = f"{name}.bytes" if reading.data else None
    if data:
        put(reading.data, spool, data)
    known = (reading.file, reading.source_id, None, reading.seconds, name, len(source.text))
    return Held(*known, lines_of(source.text), bytes=data)


def take_up(held: Held, spool: str) -> Reading:
    """The reading that was held, with its text."""
    source: SourceText | None = take(spool, held.text) if held.text else None
    return Reading(held.file, held.source_id, source, None, held.reason, held.seconds)


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
        data = bytes_of(file)
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
            took, is_gone = time.perf_counter() - started, isinstance(error, GoneError)
            yield Reading(file, None, None, None, reason_of(error), took, is_gone)


def bytes_of(file: BatchFile) -> bytes:
    if isinstance(file.path, str):
        return fetch(file.path, file.name, file.size, file.etag)
    return read_bytes(file.path, file.name, (file.size, file.modified) if file.modified is not None else None)


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
    by_itself = about.modified is not None  # a file on disk, no member of one and no object
    data = part.data if source and source.places and not by_itself else None
    return Reading(about, source_id, source, None, reason, time.perf_counter() - started, data=data)


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


def failed_reading(file: BatchFile, begun: Begun | None, why: str) -> Held:
    """What is held of a file whose worker was lost over it."""
    return Held(begun.file if begun else file, begun.source_id if begun else None, f"{why}; {SPLIT}", 0.0)


def refuse_blind_readers(held: Iterable[Held]) -> Iterator[Held]:
    """A file that its reader did not find, and the run does, is no fault of the file: a machine lacks the inbox."""
    for found in held:
        path = found.file.path
        if found.is_gone and isinstance(path, Path) and path.exists():
            problem = f"{path} is there, but a worker does not find it"
            raise BadUseError(problem, "let all workers have the sources under the same path, and run again")
        yield found


def reject_copies(held: Iterable[Held], copies: Mapping[str, str]) -> Iterator[Held]:
    """A second file with the same bytes would give every claim twice: it is rejected in favour of the first.

    `copies`: by a text's name in the spool, the file that its own is a copy of.
    """
    for found in held:
        original = copies.get(found.text or "")
        if original:
            reason = f"{COPY}{original}; its claims are those of that file"
            yield Held(found.file, found.source_id, reason, found.seconds)
        else:
            yield found


def of_defect(error: Exception) -> str:
    """The kind of error and where it arose, in one line."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}: {error}{place}"
