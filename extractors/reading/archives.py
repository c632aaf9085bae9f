"""Which files stand inside an archive? .zip, .tar with its compressed kinds, .gz, .7z and .rar, one member at a time.

Nothing is written to disk. What a member unpacks to is counted while it unpacks, whatever the archive's index says, and
taken off a budget that an archive shares with all archives inside it.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from extractors.reading.content import UnreadableError
from extractors.reading.decoding import decode_surrogates

MAX_UNPACKED = 512 * 1024 * 1024  # bytes, of an archive and all archives in it
MAX_MEMBERS = 10_000
MAX_RATIO = 200  # times; text packs to a fifth, an Excel sheet to a fiftieth, a bomb to a thousandth
RATIO_FROM = 4 * 1024 * 1024  # bytes, below which a ratio does no harm
BLOCK = 1024 * 1024

BOMB_REMEDY = "unpack it yourself and look at what is in it"
DAMAGED = ("is a damaged archive", "fetch it again, or unpack what can be and give that")
LOCKED = ("is encrypted", "unpack it with its password and give what is in it")
NO_LIBARCHIVE = (
    "is a RAR archive, which only libarchive reads here",
    "install it (pip install '.[rar]' and the package libarchive13, on a Mac libarchive), or pack it as .zip or .7z",
)
LINK = ("is a link, not a file", "put the file itself into the archive")
ERRORS = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, KeyError, IndexError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its bytes, or why there are none."""

    name: str
    data: bytes | None
    problem: UnreadableError | None = None
    size: int = 0


@dataclass(slots=True)
class Budget:
    """What may still be unpacked."""

    bytes: int = MAX_UNPACKED
    members: int = MAX_MEMBERS

    def count_member(self) -> None:
        self.members -= 1
        if self.members < 0:
            raise UnreadableError(f"holds more than {MAX_MEMBERS:,} files", BOMB_REMEDY)

    def count_bytes(self, size: int) -> None:
        self.bytes -= size
        if self.bytes < 0:
            raise UnreadableError(f"unpacks to more than {MAX_UNPACKED // 1024**2} MB", BOMB_REMEDY)


def archive_members(data: bytes, kind: str, budget: Budget, largest: int) -> Iterator[Member]:
    """The members of an archive of one of KINDS, none larger than `largest` bytes."""
    try:
        yield from KINDS[kind](data, budget, largest)
    except ERRORS as error:
        raise UnreadableError(*DAMAGED) from error


def zip_members(data: bytes, budget: Budget, largest: int) -> Iterator[Member]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            budget.count_member()
            name = zip_name(info)
            if stat.S_ISLNK(info.external_attr >> 16):
                yield Member(name, None, UnreadableError(*LINK), info.file_size)
            elif info.flag_bits & 1:
                yield Member(name, None, UnreadableError(*LOCKED), info.file_size)
            else:
                yield opened(name, lambda info=info: archive.open(info), info.compress_size, budget, largest)  # type: ignore[misc]


def zip_name(info: zipfile.ZipInfo) -> str:
    """A member's name; without the flag for UTF-8 it is in the code page of whoever packed it, in China GBK."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.orig_filename.split("\0")[0].encode("cp437", "replace")  # as zipfile read it
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def tar_members(data: bytes, budget: Budget, largest: int) -> Iterator[Member]:
    with tarfile.open(fileobj=BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
        for info in archive:
            if info.isdir():
                continue
            budget.count_member()
            name = decode_surrogates(info.name)
            if info.issym() or info.islnk():
                yield Member(name, None, UnreadableError(*LINK))
            elif not info.isreg():
                yield Member(name, None, UnreadableError("is no regular file", "leave it out of the archive"))
            elif info.sparse is not None:
                yield Member(name, None, UnreadableError("is a sparse file", "pack it without --sparse"))
            else:
                file = archive.extractfile(info)
                if file is not None:
                    yield opened(name, lambda file=file: file, info.size, budget, largest)  # type: ignore[misc]


def packed_tar_members(data: bytes, budget: Budget, largest: int) -> Iterator[Member]:
    """The inner .tar is unpacked as a whole, within the budget."""
    inner = Budget(budget.bytes, budget.members)
    yield from tar_members(limited(unpacker(data), len(data), inner, inner.bytes), budget, largest)


def packed_member(data: bytes, budget: Budget, largest: int) -> Iterator[Member]:
    """A single packed file, named after its archive by who calls."""
    budget.count_member()
    yield opened("", lambda: unpacker(data), len(data), budget, largest)


def unpacker(data: bytes) -> IO[bytes]:
    """What undoes the packing that the first bytes tell of."""
    if data.startswith(b"BZh"):
        return bz2.BZ2File(BytesIO(data))
    if data.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMAFile(BytesIO(data), format=lzma.FORMAT_XZ)
    return gzip.GzipFile(fileobj=BytesIO(data))  # type: ignore[return-value]


def seven_zip_members(data: bytes, budget: Budget, largest: int) -> Iterator[Member]:
    """py7zr unpacks all members at once; each is kept up to `largest` bytes, all within the budget."""
    import py7zr  # for .7z archives only
    from py7zr.exceptions import ArchiveError

    from extractors.reading.seven_zip import KeptInMemory

    try:
        with py7zr.SevenZipFile(BytesIO(data)) as archive:
            if archive.needs_password():
                raise UnreadableError(*LOCKED)
            entries = [entry for entry in archive.list() if not entry.is_directory]
            for _ in entries:
                budget.count_member()
            stated = sum(entry.uncompressed for entry in entries)
            if stated > budget.bytes or too_dense(stated, len(data)):
                raise UnreadableError(f"unpacks to {stated / 1024**2:.0f} MB", BOMB_REMEDY)
            wanted = [e.filename for e in entries if e.is_file and not e.is_symlink and e.uncompressed <= largest]
            unpacked = KeptInMemory(budget.count_bytes, largest)
            if wanted:
                archive.extract(targets=wanted, factory=unpacked)
    except (ArchiveError, py7zr.UnsupportedCompressionMethodError) as error:
        raise UnreadableError(*DAMAGED) from error
    for entry in entries:
        if entry.is_symlink or not entry.is_file:
            yield Member(entry.filename, None, UnreadableError(*LINK))
        elif entry.uncompressed > largest:
            yield Member(entry.filename, None, too_large(largest), entry.uncompressed)
        else:
            content = unpacked.take(entry.filename)
            yield Member(entry.filename, content, None, len(content))


def rar_members(data: bytes, budget: Budget, largest: int) -> Iterator[Member]:
    """Read by libarchive, where that is installed: it has no part that may not be passed on, as unrar has."""
    try:
        import libarchive  # for .rar archives only
    except (ImportError, AttributeError, TypeError, OSError) as error:  # the last three: no shared library
        raise UnreadableError(*NO_LIBARCHIVE) from error
    try:
        with libarchive.memory_reader(data) as archive:
            for entry in archive:
                if entry.isdir:
                    continue
                budget.count_member()
                name = decode_name(entry.pathname)
                if not entry.isreg:
                    yield Member(name, None, UnreadableError(*LINK))
                else:
                    yield opened(name, lambda entry=entry: Blocks(entry.get_blocks(BLOCK)), len(data), budget, largest)  # type: ignore[misc]
    except libarchive.exception.ArchiveError as error:
        encrypted = "ncrypt" in str(error) or "assphrase" in str(error)
        raise UnreadableError(*(LOCKED if encrypted else DAMAGED)) from error


def decode_name(name: str | bytes) -> str:
    return decode_surrogates(name.decode("utf-8", "surrogateescape")) if isinstance(name, bytes) else name


class Blocks(BytesIO):
    """What libarchive gives block by block, as a file."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        super().__init__()
        self.blocks = iter(blocks)

    def read(self, size: int | None = -1, /) -> bytes:
        return next(self.blocks, b"")


def opened(name: str, open_it: Callable[[], IO[bytes]], packed: int, budget: Budget, largest: int) -> Member:
    """One member unpacked; what is wrong with it alone is told of it alone."""
    try:
        with open_it() as file:
            data = limited(file, packed, budget, largest)
        return Member(name, data, None, len(data))
    except UnreadableError as error:
        if budget.bytes < 0:
            raise
        return Member(name, None, error)
    except ERRORS:
        return Member(name, None, UnreadableError(*DAMAGED))


def limited(file: IO[bytes], packed: int, budget: Budget, largest: int) -> bytes:
    """All that a stream gives, counted block by block."""
    blocks: list[bytes] = []
    size = 0
    while block := file.read(BLOCK):
        size += len(block)
        budget.count_bytes(len(block))
        if size > largest:
            raise too_large(largest)
        if too_dense(size, packed):
            raise UnreadableError(f"unpacks to more than {MAX_RATIO} times its size", BOMB_REMEDY)
        blocks.append(block)
    return b"".join(blocks)


def too_dense(size: int, packed: int) -> bool:
    return size > RATIO_FROM and size > MAX_RATIO * max(packed, 1)


def too_large(largest: int) -> UnreadableError:
    return UnreadableError(f"is too large: more than {largest // 1024**2} MB", "split it into parts")


KINDS: dict[str, Callable[[bytes, Budget, int], Iterator[Member]]] = {
    "zip": zip_members,
    "tar": tar_members,
    "tar.gz": packed_tar_members,
    "tgz": packed_tar_members,
    "tar.bz2": packed_tar_members,
    "tar.xz": packed_tar_members,
    "txz": packed_tar_members,
    "gz": packed_member,
    "7z": seven_zip_members,
    "rar": rar_members,
}
