"""Where does py7zr put what it unpacks? Into memory, counted against the archive's budget."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from py7zr.io import Py7zIO, WriterFactory

if TYPE_CHECKING:
    from extractors.archives import Budget


class Kept(Py7zIO):
    """One member's bytes."""

    def __init__(self, budget: Budget, largest: int) -> None:
        self.budget, self.largest, self.buffer = budget, largest, BytesIO()

    def write(self, s: bytes | bytearray) -> int:
        self.budget.count_bytes(len(s))
        if self.size() + len(s) > self.largest:
            raise ValueError("a member is larger than the archive's index says")
        return self.buffer.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self.buffer.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.buffer.seek(offset, whence)

    def flush(self) -> None:
        return None

    def size(self) -> int:
        return self.buffer.getbuffer().nbytes


class KeptInMemory(WriterFactory):
    """Makes a place for each member, and gives its bytes once."""

    def __init__(self, budget: Budget, largest: int) -> None:
        self.budget, self.largest = budget, largest
        self.kept: dict[str, Kept] = {}

    def create(self, filename: str) -> Py7zIO:
        self.kept[filename] = Kept(self.budget, self.largest)
        return self.kept[filename]

    def take(self, filename: str) -> bytes:
        kept = self.kept.pop(filename, None)
        return kept.buffer.getvalue() if kept else b""
