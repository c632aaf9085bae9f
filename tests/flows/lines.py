"""The lines that come again in a batch of texts, as a run finds them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.repetition import lines_of, repeated_of
from flows.repetition import count_repeated, write_lines


def repeated_lines(texts: Iterable[str]) -> frozenset[str]:
    """Their keys, to be passed to `boilerplate.strip`."""
    listed = list(texts)
    with TemporaryDirectory() as folder:
        write_lines([(str(number), lines_of(text)) for number, text in enumerate(listed)], Path(folder))
        repeated = count_repeated(Path(folder))
    return frozenset(key for text in listed for key in repeated_of(text, repeated))
