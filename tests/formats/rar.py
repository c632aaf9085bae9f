"""How is a .rar archive built? Stored, without compression, as RAR 4 writes it (the format's technote)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

MARKER = b"Rar!\x1a\x07\x00"
END = b"\xc4\x3d\x7b\x00\x40\x07\x00"
STORED, UNIX, VERSION, FILE, LONG = 0x30, 3, 29, 0x74, 0x8000


def header(kind: int, flags: int, body: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest


def rar(files: Mapping[str, bytes]) -> bytes:
    """The archive's bytes; names are written in UTF-8."""
    blocks = [MARKER, header(0x73, 0, bytes(6))]
    for name, data in files.items():
        raw = name.encode()
        fields = (len(data), len(data), UNIX, zlib.crc32(data), 0x5A210000, VERSION, STORED, len(raw), 0o100644)
        blocks += [header(FILE, LONG, struct.pack("<IIBIIBBHI", *fields) + raw), data]
    return b"".join([*blocks, END])
