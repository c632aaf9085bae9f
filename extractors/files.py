"""Which bytes become which text? Input files of every format, as one decoded text each.

The text of a .txt or .md file is the file, decoded: newlines stay as they are, only a byte order mark goes. The text of
a .docx or .html file is what its reader (docx_text.py, html_text.py) makes of it. Either way nothing of a report is
dropped here: what is not report is the business of boilerplate.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from extractors.decoding import DecodingError, decode, decode_as_labelled
from extractors.docx_text import DocxError, docx_text
from extractors.html_text import charset_label, html_text
from extractors.model import SourceText

MAX_BYTES = 64 * 1024 * 1024  # a text of 64 MB is some 20 million characters, forty times the longest compilation seen

PLAIN = "save it as text in UTF-8 (.txt)"
WORD = "open it in Word or LibreOffice and save it as .docx or .txt"

# First bytes of formats that come under a wrong name, or that are no text: (bytes, what it is, remedy).
MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "convert it to .txt or .docx"),
    (
        b"PK\x03\x04",
        "a ZIP archive (or a Word or Excel file under another name)",
        "unpack it, or name a Word file .docx",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or WPS file", WORD),
    (b"{\\rtf", "rich text (RTF)", WORD),
    (b"\x89PNG", "a PNG picture", PLAIN),
    (b"\xff\xd8\xff", "a JPEG picture", PLAIN),
    (b"GIF8", "a GIF picture", PLAIN),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"\x7fELF", "a program", "leave it out of the batch"),
)

# Formats that users have and that are not read: suffix → remedy.
NOT_READ: dict[str, str] = {
    ".pdf": "convert it to .txt or .docx",
    ".doc": WORD,
    ".wps": WORD,
    ".rtf": WORD,
    ".xls": "save its tables as text (.txt)",
    ".xlsx": "save its tables as text (.txt)",
    ".ppt": PLAIN,
    ".pptx": PLAIN,
    ".zip": "unpack it",
    ".rar": "unpack it",
    ".7z": "unpack it",
}


class SourceError(Exception):
    """A file that cannot become text: which, where in it, why, and what its owner can do about it."""

    def __init__(self, path: str, reason: str, remedy: str, place: str = "") -> None:
        self.path, self.reason, self.remedy, self.place = path, reason, remedy, place
        super().__init__(f"{path}: {self.explanation}")

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, str, str]]:
        return SourceError, (self.path, self.reason, self.remedy, self.place)  # travels between processes

    @property
    def explanation(self) -> str:
        """Reason, place and remedy in one line, without the path."""
        place = f" ({self.place})" if self.place else ""
        return f"{self.reason}{place}; {self.remedy}"


def format_of(name: str) -> str:
    """The format that a file's name promises: its suffix in small letters, without the dot."""
    return Path(name).suffix.lower().removeprefix(".")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_bytes(path: Path, name: str) -> bytes:
    """The file's bytes; `name` is what the file is called in messages and tables."""
    try:
        if not path.is_file():
            raise SourceError(name, "is no regular file", "leave it out of the batch, or mend the link")
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = f"{MAX_BYTES // 1024**2} MB"
            raise SourceError(
                name, f"is too large: {size / 1024**2:.0f} MB, the limit is {limit}", "split it into parts"
            )
        return path.read_bytes()
    except OSError as error:
        remedy = "check that the file exists and that you may read it (ls -l)"
        raise SourceError(name, f"cannot be read: {error.strerror or error}", remedy) from error


def to_source_text(data: bytes, name: str) -> SourceText:
    """The bytes of one file as text, by the format that its name promises."""
    suffix = "." + format_of(name)
    reader = READERS.get(suffix)
    if reader is None:
        remedy = NOT_READ.get(suffix, PLAIN)
        known = " ".join(READERS)
        raise SourceError(name, f"{suffix.rstrip('.') or 'a name without suffix'} is not read (only {known})", remedy)
    if not data:
        raise SourceError(name, "is empty: 0 bytes", "fetch the file again, or leave it out")
    text, encoding = reader(data, name)
    if not text.strip():
        raise SourceError(name, "has no text in it", "if its pages are pictures, save their text as .txt")
    return SourceText(sha256(data), name, text, encoding, len(data))


def read_source(path: Path, name: str | None = None) -> SourceText:
    """One input file as text; raises SourceError where it is none."""
    name = path.name if name is None else name
    return to_source_text(read_bytes(path, name), name)


def read_plain(data: bytes, name: str) -> tuple[str, str]:
    refuse_foreign_formats(data, name)
    try:
        return decode(data)
    except DecodingError as error:
        raise SourceError(name, error.reason, error.remedy, error.place) from error


def read_html(data: bytes, name: str) -> tuple[str, str]:
    refuse_foreign_formats(data, name)
    try:
        markup, encoding = decode_as_labelled(data, charset_label(data))
    except DecodingError as error:
        raise SourceError(name, error.reason, error.remedy, error.place) from error
    return html_text(markup), encoding


def read_docx(data: bytes, name: str) -> tuple[str, str]:
    if not data.startswith(b"PK"):
        refuse_foreign_formats(data, name)
    try:
        return docx_text(data), "utf-8"  # of the XML inside
    except DocxError as error:
        raise SourceError(name, str(error), WORD) from error


def refuse_foreign_formats(data: bytes, name: str) -> None:
    for magic, what, remedy in MAGIC:
        if data.startswith(magic):
            raise SourceError(name, f"is binary: {what}", remedy, "byte 0")


READERS: dict[str, Callable[[bytes, str], tuple[str, str]]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".docx": read_docx,
    ".html": read_html,
    ".htm": read_html,
}
