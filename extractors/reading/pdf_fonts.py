"""With what does PDFium measure a character whose font the PDF names, but does not bring? With a stub of a font.

Left alone PDFium takes a font of the machine, or else a built-in Latin one. There a Han character has no glyph and thus
no extent, and a text object of no extent is left out of the text (CPDF_TextPage::ProcessTextObject, cpdf_textpage.cpp):
a table's cell of one character, or all of a page that places each character by itself. So what is read would depend on
the fonts that are installed. The stub has a glyph for all of Unicode, with an extent and without ink: what pdf_ocr.py
renders shows nothing where a font is missing, rather than boxes, which look like 口.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from itertools import pairwise
from typing import Any

NAME = "report-metrics stub"
#: PDFium has these built in, the same on every machine. A PDF may leave out how wide their letters are, so that only
#: they know (ISO 32000-1, 9.6.2.2); a stub does not.
BUILT_IN = frozenset((
    b"Courier", b"Courier-Bold", b"Courier-BoldOblique", b"Courier-Oblique", b"Helvetica", b"Helvetica-Bold",
    b"Helvetica-BoldOblique", b"Helvetica-Oblique", b"Times-Roman", b"Times-Bold", b"Times-BoldItalic", b"Times-Italic",
    b"Symbol", b"ZapfDingbats",
))  # fmt: skip
HAN = frozenset((128, 129, 134, 136))  # charsets: Shift-JIS, Hangul, GB2312, Big5 (fpdf_sysfontinfo.h)
EM = 1_000
ASCENT, DESCENT = 880, -120  # as Chinese fonts have them
#: The extent of a glyph. It is less than a PDF says of its font's height and of the character's width, for PDFium makes
#: a box of all of these (GetLooseBounds, cpdf_textpage.cpp), and the PDF is to have the last word.
BOTTOM, TOP = -100, 800
BLANK, NARROW, WIDE = GLYPHS = (0, 500), (200, 500), (500, 1_000)  # right edge, advance
#: From which code point on. Blanks have no extent in any font. Wide ones begin with the radicals.
RANGES = (
    (0x00, BLANK), (0x21, NARROW), (0xA0, BLANK), (0xA1, NARROW), (0x2E80, WIDE), (0x3000, BLANK), (0x3001, WIDE),
    (0xFF61, NARROW), (0xFFE0, WIDE), (0x110000, BLANK),
)  # fmt: skip


@cache
def use_stub_font() -> Any:
    """From now on, in all of the process. PDFium keeps a pointer to what is returned, so the cache keeps it alive."""
    import pypdfium2.raw as api

    font = stub_font()

    def map_font(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        return None if ctypes.string_at(face) in BUILT_IN and charset not in HAN else 1  # there is but one stub

    def read_font(_: Any, handle: int, table: int, buffer: Any, size: int) -> int:
        if table:  # a collection's, or names
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    kinds = dict(api.FPDF_SYSFONTINFO._fields_)
    info = api.FPDF_SYSFONTINFO(
        version=1,
        MapFont=kinds["MapFont"](map_font),
        GetFontData=kinds["GetFontData"](read_font),
        DeleteFont=kinds["DeleteFont"](lambda *_: None),
    )
    api.FPDF_SetSystemFontInfo(info)
    return info


def is_stub(text_page: Any, index: int) -> bool:
    """Whether a character has no other font, so that a rendered page does not show it."""
    import pypdfium2.raw as api

    written = api.FPDFText_GetTextObject(text_page, index)
    font = api.FPDFTextObj_GetFont(written) if written else None
    if not font:
        return False
    name = ctypes.create_string_buffer(len(NAME) + 1)
    return api.FPDFFont_GetFamilyName(font, name, len(name)) == len(name) and name.value == NAME.encode()


def stub_font() -> bytes:
    """A TrueType font of the tables that FreeType asks for (OpenType 1.9, chapter 5); it reads no checksums."""
    outlines = [outline(right) for right, _ in GLYPHS]
    starts = [sum(map(len, outlines[:at])) for at in range(len(outlines) + 1)]
    tables = {
        "cmap": character_map(),
        "glyf": b"".join(outlines),
        "head": struct.pack(
            ">4I2H2q4h2H3h", 0x10000, 0, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, DESCENT, EM, ASCENT, 0, 8, 2, 1, 0
        ),
        "hhea": struct.pack(">I3hH11hH", 0x10000, ASCENT, DESCENT, 0, EM, *[0] * 11, len(GLYPHS)),
        "hmtx": b"".join(struct.pack(">Hh", advance, 0) for _, advance in GLYPHS),
        "loca": struct.pack(f">{len(starts)}I", *starts),
        "maxp": struct.pack(">I14H", 0x10000, len(GLYPHS), 2, 1, 0, 0, 2, *[0] * 8),
        "name": struct.pack(">9H", 0, 1, 18, 3, 1, 0x409, 1, 2 * len(NAME), 0) + NAME.encode("utf-16-be"),
    }
    head = struct.pack(">I4H", 0x10000, len(tables), 128, 3, 0)
    body = b""
    for tag, data in tables.items():
        head += struct.pack(">4s3I", tag.encode(), 0, 12 + 16 * len(tables) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + body


def outline(right: int) -> bytes:
    """A contour of two points, there and back: it has an extent, and nothing inside."""
    if not right:
        return b""
    return struct.pack(">5h2H2B4h", 1, 0, BOTTOM, right, TOP, 1, 0, 1, 1, 0, right, BOTTOM, TOP - BOTTOM)


def character_map() -> bytes:
    """Format 13: ranges whose characters share a glyph. One map, of platform 3 (Windows) and encoding 10 (UCS-4)."""
    ranges = [struct.pack(">3I", start, end - 1, GLYPHS.index(glyph)) for (start, glyph), (end, _) in pairwise(RANGES)]
    table = struct.pack(">2H3I", 13, 0, 16 + 12 * len(ranges), 0, len(ranges)) + b"".join(ranges)
    return struct.pack(">4HI", 0, 1, 3, 10, 12) + table
