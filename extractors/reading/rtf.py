"""What does rich text (.rtf) say? striprtf reads it; here Chinese bytes are made readable to it, and rows to us."""

from __future__ import annotations

import regex

from extractors.reading.content import UnreadableError
from extractors.reading.rtf_marks import with_marks

RESAVE = "open it in Word or LibreOffice and save it as .docx or .txt"
RAW_BYTE = regex.compile(r"[\x80-\xff]")


def rtf_text(data: bytes) -> str:
    """The text, one paragraph or table row a line, cells apart by tabs."""
    from striprtf.striprtf import rtf_to_text  # for .rtf files only

    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableError("is not rich text (RTF)", RESAVE, "byte 0")
    markup = RAW_BYTE.sub(lambda match: f"\\'{ord(match[0]):02x}", data.decode("latin-1"))
    markup = with_marks(markup)
    try:
        text: str = rtf_to_text(markup, encoding="gb18030", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, OverflowError) as error:
        raise UnreadableError("is damaged rich text (RTF)", RESAVE) from error
    return "".join(f"{row_of_line(line)}\n" for line in joined_halves(text).splitlines())


def joined_halves(text: str) -> str:
    """Characters beyond U+FFFF stand in RTF as two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")


def row_of_line(line: str) -> str:
    """striprtf ends each cell with a bar."""
    return "\t".join(cell.strip() for cell in line[:-1].split("|")) if line.endswith("|") else line
