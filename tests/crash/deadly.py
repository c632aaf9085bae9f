"""How does a text kill the worker that extracts it? A job for tests, to be sent in place of the real one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping

from extractors import extraction
from flows.inputs.reading import Begun
from flows.work.portions import Chunk, Extracted, extract_chunk


def extract_unless_deadly(chunk: Chunk, lost: Mapping[int, str]) -> Iterator[Begun | Extracted]:
    """`extract_chunk`, whose process is killed in the midst of a text that says 致命."""
    extract = extraction.extract_source

    def extract_or_die(source, *others):  # type: ignore[no-untyped-def]
        if "致命" in source.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return extract(source, *others)

    extraction.extract_source = extract_or_die
    try:
        yield from extract_chunk(chunk, lost)
    finally:
        extraction.extract_source = extract
