"""Which bytes become which text? Input files of every format, as one decoded text each.

The text of a .txt or .md file is the file, decoded: newlines stay as they are, only a byte order mark goes. The text of
any other file is what its reader makes of it. Either way nothing of a report is dropped here: what is not report is the
business of boilerplate.py. Archives have no text of their own: members.py opens them.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import regex

from extractors.language.own import file_formats
from extractors.model import SourceText
from extractors.reading.content import Content, UnreadableError
from extractors.reading.decoding import decode, decode_as_labelled
from extractors.reading.hiding import without_marks
from extractors.reading.office_zip import ENCRYPTED, OLE, UNLOCK, is_encrypted_office

MAX_BYTES = 64 * 1024 * 1024  # a text of 64 MB is some 20 million characters, forty times the longest compilation seen
MAX_ARCHIVE_BYTES = 256 * 1024 * 1024
MAX_CHARACTERS = 5_000_000  # ten times that compilation; a minute of extraction, one gigabyte of memory

UNSETTLED = "may still be being written"  # begins the reason of a file that waits for the next run
CHANGED, WAIT = "it changed while it was being read", "wait until it is complete and run again"
OWN_PAGE = b'<meta name="generator" content="report-metrics">'  # the head of every page of an output has it
PLAIN = "save it as text in UTF-8 (.txt)"
WORD = "open it in Word or LibreOffice and save it as .docx or .txt"

# First bytes of formats that come under a wrong name, or that are no text: (bytes, what it is, remedy).
MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "name it .pdf"),
    (b"PK\x03\x04", "a ZIP archive (or a Word or Excel file under another name)", "name it .zip, .docx or .xlsx"),
    (OLE[:4], "an old Word, Excel or WPS file", "name it .doc, .xls or .wps"),
    (b"{\\rtf", "rich text (RTF)", "name it .rtf"),
    (b"\x89PNG", "a PNG picture", PLAIN),
    (b"\xff\xd8\xff", "a JPEG picture", PLAIN),
    (b"GIF8", "a GIF picture", PLAIN),
    (b"\x1f\x8b", "a gzip archive", "name it .tar.gz or .gz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "name it .7z"),
    (b"Rar!", "a RAR archive", "name it .rar"),
    (b"\x7fELF", "a program", "leave it out of the batch"),
)

# Formats that users have and that are not read: suffix → remedy.
NOT_READ: dict[str, str] = {
    ".ofd": "open it in WPS Office or an OFD reader and save it as .pdf or .docx",
    ".caj": "convert it to .pdf or .docx",
    ".odt": WORD,
    ".ppt": PLAIN,
    ".pptx": PLAIN,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff"), "if it shows text, " + PLAIN),
}
PLAIN_FORMATS = (".txt", ".md")  # their text is the file's, character by character
LONE_LINE_END = regex.compile(r"\r(?!\n)|[\v\x85\u2028\u2029]")
INVISIBLE = regex.compile(
    r"[\0\u00ad\u200b-\u200f\u2060\ufeff]+"
)  # NUL, soft hyphens, zero-width blanks, marks of direction
ARCHIVE_FORMATS = frozenset(("zip", "tar", "tar.gz", "tgz", "tar.bz2", "tar.xz", "txz", "gz", "7z", "rar"))
RECORD_FORMATS = frozenset(("json", "jsonl", "ndjson"))
CONTAINER_FORMATS = ARCHIVE_FORMATS | RECORD_FORMATS
DOUBLE_SUFFIXES = (".tar.gz", ".tar.bz2", ".tar.xz")


class SourceError(Exception):
    """A file that cannot become text: which, where in it, why, and what its owner can do about it."""

    def __init__(self, path: str, reason: str, remedy: str, place: str = "") -> None:
        self.path, self.reason, self.remedy, self.place = path, reason, remedy, place
        super().__init__(f"{path}: {self.explanation}")

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, str, str]]:
        return type(self), (self.path, self.reason, self.remedy, self.place)  # travels between processes

    @property
    def explanation(self) -> str:
        """Reason, place and remedy in one line, without the path."""
        place = f" ({self.place})" if self.place else ""
        return f"{self.reason}{place}; {self.remedy}"


class GoneError(SourceError):
    """A file that was listed and is not found."""


def format_of(name: str) -> str:
    """The format that a file's name promises: its suffix in small letters, without the dot."""
    small = name.lower()
    double = next((suffix for suffix in DOUBLE_SUFFIXES if small.endswith(suffix)), None)
    return (double or Path(small).suffix).removeprefix(".")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_bytes(path: Path, name: str, listed: tuple[int, int] | None = None) -> bytes:
    """The file's bytes; `name` is what the file is called in messages and tables.

    `listed`: its size and its time of change in nanoseconds, when it was looked at before; they must be the same now.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a named pipe must not be waited for
        with os.fdopen(handle, "rb") as file:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise SourceError(name, "is no regular file", "leave it out of the batch")
            refuse_too_large(before.st_size, name)
            data = file.read(before.st_size + 1)
            after = os.fstat(handle)
    except FileNotFoundError as error:
        reason = "is a link to a file that is not there" if path.is_symlink() else "is gone"
        raise GoneError(name, reason, "leave it out of the batch, or mend the link") from error
    except OSError as error:
        remedy = "check that the file exists and that you may read it (ls -l)"
        raise SourceError(name, f"cannot be read: {error.strerror or error}", remedy) from error
    looks = {(look.st_size, look.st_mtime_ns) for look in (before, after)} | ({listed} if listed else set())
    if len(data) != before.st_size or len(looks) > 1:
        raise SourceError(name, f"{UNSETTLED}: {CHANGED}", WAIT)
    return data


def refuse_too_large(size: int, name: str) -> None:
    limit = MAX_ARCHIVE_BYTES if format_of(name) in ARCHIVE_FORMATS else MAX_BYTES
    if size > limit:
        reason = f"is too large: {size / 1024**2:.0f} MB, the limit is {limit // 1024**2} MB"
        raise SourceError(name, reason, "split it into parts")


def to_source_text(data: bytes, name: str) -> SourceText:
    """The bytes of one file as text, by the format that its name promises."""
    suffix = "." + format_of(name)
    reader = READERS.get(suffix)
    if reader is None:
        raise SourceError(name, *why_not_read(suffix))
    if not data:
        raise SourceError(name, "is empty: 0 bytes", "fetch the file again, or leave it out")
    try:
        content = reader(data, suffix)
    except UnreadableError as error:
        raise SourceError(name, error.reason, error.remedy, error.place) from error
    if suffix not in PLAIN_FORMATS:
        content = without_marks(content).without(INVISIBLE)
    text = whole_characters(content.text)
    if not text.strip():
        raise SourceError(name, "has no text in it", "if its pages are pictures, save their text as .txt")
    if len(text) > MAX_CHARACTERS:
        reason = f"has {len(text):,} characters, the limit is {MAX_CHARACTERS:,}"
        raise SourceError(name, reason, "split it into parts")
    said = (content.pages, content.tables, content.blocks, content.hidden, content.places)
    parts = (*said, content.doubtful_pages, content.recognised_pages) if len(text) == len(content.text) else ()
    return SourceText(sha256(data), name, text, content.encoding, len(data), *parts)


def why_not_read(suffix: str) -> tuple[str, str]:
    """Reason and remedy for a name that promises no format known here."""
    if suffix.removeprefix(".") in RECORD_FORMATS:
        return "holds records, not one report", "ingest it: each record becomes a report"
    if suffix.removeprefix(".") in ARCHIVE_FORMATS:
        return "is an archive, not a report", "unpack it, or ingest it"
    known = " ".join([*READERS, *(f".{kind}" for kind in sorted(CONTAINER_FORMATS))])
    what = suffix.rstrip(".") or "a name without suffix"
    return f"{what} is not read (only {known})", NOT_READ.get(suffix, PLAIN)


def whole_characters(text: str) -> str:
    """Halves of characters (lone surrogates), which no file of ours can hold, become the replacement character."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def read_source(path: Path, name: str | None = None) -> SourceText:
    """One input file as text; raises SourceError where it is none."""
    name = path.name if name is None else name
    return to_source_text(read_bytes(path, name), name)


# The readers: bytes and suffix to content. Each imports its library itself: few batches need them all.


def read_plain(data: bytes, suffix: str) -> Content:
    """The file as it is; a line end that is one character long (old Macs, web editors) becomes the usual one."""
    refuse_foreign_formats(data)
    text, encoding = decode(data)
    return Content(LONE_LINE_END.sub("\n", text), encoding)


def read_html(data: bytes, suffix: str) -> Content:
    from extractors.reading.html import charset_label, html_content

    refuse_foreign_formats(data)
    if OWN_PAGE in data[:1000]:
        raise UnreadableError("is a page that this program wrote", "leave it out of the batch")
    markup, encoding = decode_as_labelled(data, charset_label(data))
    return html_content(markup, encoding)


def read_web_archive(data: bytes, suffix: str) -> Content:
    from extractors.reading.mail import page_content

    return page_content(data)


def read_mail(data: bytes, suffix: str) -> Content:
    from extractors.reading.mail import mail_content

    return mail_content(data)


def read_docx(data: bytes, suffix: str) -> Content:
    from extractors.reading.docx import docx_content

    if not data.startswith(b"PK"):
        refuse_foreign_formats(data)
    return docx_content(data)


def read_xlsx(data: bytes, suffix: str) -> Content:
    from extractors.reading.sheet import xlsx_content

    if not data.startswith(b"PK"):
        refuse_foreign_formats(data)
    return xlsx_content(data)


def read_csv(data: bytes, suffix: str) -> Content:
    from extractors.reading.sheet import csv_content

    refuse_foreign_formats(data)
    return csv_content(data)


def read_pdf(data: bytes, suffix: str) -> Content:
    from extractors.reading.pdf import pdf_content

    if b"%PDF-" not in data[:1024]:
        refuse_foreign_formats(data)
    return pdf_content(data)


def read_rtf(data: bytes, suffix: str) -> Content:
    from extractors.reading.rtf import rtf_text

    return Content(rtf_text(data), "gb18030")


def read_old_word(data: bytes, suffix: str) -> Content:
    """A .doc or .wps file: often rich text, a web page or a .docx under that name."""
    if data.startswith(OLE[:4]):
        from extractors.reading.office import old_word_content

        return old_word_content(data, suffix)
    if data.startswith(b"PK"):
        return read_docx(data, suffix)
    if data.startswith(b"{\\rtf"):
        return read_rtf(data, suffix)
    if data.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml"):
        return read_html(data, suffix)
    if data[:13].lower() == b"mime-version:":
        return read_web_archive(data, suffix)
    raise UnreadableError("is not a Word or WPS document, or a damaged one", WORD)


def read_old_sheet(data: bytes, suffix: str) -> Content:
    if data.startswith(b"PK"):
        return read_xlsx(data, suffix)
    if not data.startswith(OLE[:4]):
        text = read_disguised_sheet(data, suffix)
        if text is not None:
            return text
    elif not is_encrypted_office(data):
        from extractors.reading.old_sheet import xls_content

        content = xls_content(data)
        if content is not None:
            return content
    from extractors.reading.office import old_sheet_content

    return old_sheet_content(data, suffix)


def read_disguised_sheet(data: bytes, suffix: str) -> Content | None:
    """A web page or a text with tabs under the name .xls, as many systems export their tables."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doc", b"<table", b"<meta", b"<head")):
        return read_html(data, suffix)
    return read_csv(data, suffix) if b"\t" in head and b"\0" not in head else None


def refuse_foreign_formats(data: bytes) -> None:
    if is_encrypted_office(data):
        raise UnreadableError(ENCRYPTED, UNLOCK)
    for magic, what, remedy in MAGIC:
        if data.startswith(magic):
            raise UnreadableError(f"is binary: {what}", remedy, "byte 0")


READERS: dict[str, Callable[[bytes, str], Content]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".docx": read_docx,
    ".doc": read_old_word,
    ".wps": read_old_word,
    ".rtf": read_rtf,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".mht": read_web_archive,
    ".mhtml": read_web_archive,
    ".xlsx": read_xlsx,
    ".xls": read_old_sheet,
    ".et": read_old_sheet,
    ".csv": read_csv,
    ".eml": read_mail,
}
READERS |= file_formats()
