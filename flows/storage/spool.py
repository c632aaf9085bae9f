"""Where does what a run has half done wait? In a folder, or below a URL, that all its processes can reach.

So that memory does not grow with the batch, and nothing large passes through the process that leads the run.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

import fsspec  # type: ignore[import-untyped,unused-ignore]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waiting(Generic[T]):
    """A list that waits in the spool, and how long it is."""

    spool: str
    name: str
    count: int

    def take(self) -> list[T]:
        """Reading it leaves it where it is."""
        items: list[T] = take(self.spool, self.name)
        return items


def cut(items: Iterable[T], most: int, size_of: Callable[[T], int], largest: int) -> Iterator[list[T]]:
    """Items in order, in pieces of so many, or of that size together; one that is larger is a piece of its own."""
    piece: list[T] = []
    size = 0
    for item in items:
        if piece and (len(piece) >= most or size + size_of(item) > largest):
            yield piece
            piece, size = [], 0
        piece.append(item)
        size += size_of(item)
    if piece:
        yield piece


def put_list(items: Sequence[T], spool: str, name: str) -> Waiting[T]:
    put(list(items), spool, name)
    return Waiting(spool, name, len(items))


def put(thing: object, spool: str, name: str) -> None:
    with opened(f"{spool}/{name}", "wb") as file:
        pickle.dump(thing, file, protocol=pickle.HIGHEST_PROTOCOL)


def take(spool: str, name: str) -> Any:
    with opened(f"{spool}/{name}", "rb") as file:
        return pickle.load(file)


def opened(path: str, mode: str) -> AbstractContextManager[IO[bytes]]:
    """A file of the spool. There is one a text: to open one on disk by fsspec is a tenth of reading a text."""
    if "://" not in path:
        return Path(path).open(mode)  # whoever asks for it closes it
    file: AbstractContextManager[IO[bytes]] = fsspec.open(path, mode)
    return file
