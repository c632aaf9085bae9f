"""Is this Office file (.docx, .xlsx) safe to open? Its parts counted and looked through before a parser sees them.

Both are ZIP archives of XML. What is refused: parts that unpack to more than a report can need, encrypted parts, and
document type definitions, which Office never writes (ECMA-376-2, 8.1.4 forbids them) and entity bombs are made of.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from extractors.reading.content import UnreadableError

MAX_UNPACKED = 256 * 1024 * 1024  # bytes of all parts, pictures included: python-docx loads them all
MAX_XML = 64 * 1024 * 1024  # bytes of XML; the parsed tree takes some ten times as much memory
MAX_PARTS = 20_000
XML_SUFFIXES = (".xml", ".rels", ".vml")
DTD_MARKS = tuple(
    mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2, what holds old Office files and encrypted new ones
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
ENCRYPTED = "is encrypted"
UNLOCK = "open it with its password and save it without one"


def check_office_zip(data: bytes, what: str, remedy: str) -> None:
    """Raise where the archive is damaged, encrypted or meant to hurt."""
    if is_encrypted_office(data):
        raise UnreadableError(ENCRYPTED, UNLOCK)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_parts(archive, remedy)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise UnreadableError(f"is not {what}, or a damaged one", remedy) from error


def is_encrypted_office(data: bytes) -> bool:
    return data.startswith(OLE) and ENCRYPTED_STREAM in data


def check_parts(archive: zipfile.ZipFile, remedy: str) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(ENCRYPTED, UNLOCK)
    xml = [part for part in parts if part.filename.lower().endswith(XML_SUFFIXES)]
    too_large = sum(part.file_size for part in parts) > MAX_UNPACKED or sum(part.file_size for part in xml) > MAX_XML
    if too_large or len(parts) > MAX_PARTS:
        limit = f"{MAX_XML // 1024**2} MB of text or {MAX_UNPACKED // 1024**2} MB in all"
        raise UnreadableError(f"unpacks to more than {limit}", remedy)
    for part in xml:
        content = archive.read(part)  # never more than the size that the archive states, which was counted above
        if any(mark in content for mark in DTD_MARKS):
            raise UnreadableError(
                "defines XML entities, which no Office program writes", "leave it out of the batch", part.filename
            )
