"""The lines that come again in a batch of texts, as a run finds them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.cleaning.repetition import lines_of, repeated_of
from flows.inputs.comparison import compare_files, write_lines
from flows.inputs.discover import BatchFile
from flows.inputs.plan import make_plan
from flows.inputs.reading import Held
from flows.work.portions import take_repeated


def repeated_lines(texts: Iterable[str]) -> frozenset[str]:
    """Their keys, to be passed to `boilerplate.strip`."""
    listed = list(texts)
    with TemporaryDirectory() as folder:
        held = [held_of(str(number), text) for number, text in enumerate(listed)]
        write_lines([(one, lines_of(text)) for one, text in zip(held, listed, strict=True)], Path(folder))
        make_plan([], [], Path(folder))
        _, name = compare_files(Path(folder))
        repeated = take_repeated(folder, name)
    return frozenset(key for text in listed for key in repeated_of(text, repeated))


def held_of(name: str, text: str) -> Held:
    """A file with a text; no two are the same, byte for byte."""
    return Held(BatchFile(Path(name), name, 0), name, None, 0.0, name, len(text))
