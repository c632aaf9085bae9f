"""Where does py7zr put what it unpacks? Into memory, counted by whoever set a limit to it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from py7zr.io import Py7zIO, WriterFactory


class Kept(Py7zIO):
    """One member's bytes."""

    def __init__(self, count_bytes: Callable[[int], None], largest: int) -> None:
        self.count_bytes, self.largest, self.buffer = count_bytes, largest, BytesIO()

    def write(self, s: bytes | bytearray) -> int:
        self.count_bytes(len(s))
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

    def __init__(self, count_bytes: Callable[[int], None], largest: int) -> None:
        self.count_bytes, self.largest = count_bytes, largest
        self.kept: dict[str, Kept] = {}

    def create(self, filename: str) -> Py7zIO:
        self.kept[filename] = Kept(self.count_bytes, self.largest)
        return self.kept[filename]

    def take(self, filename: str) -> bytes:
        kept = self.kept.pop(filename, None)
        return kept.buffer.getvalue() if kept else b""
