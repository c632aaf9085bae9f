"""What does a PDF say? The characters of each page as they stand on it, put into lines by pdf_lines.py.

PDFium (pypdfium2) gives each character's place; its own text would follow the order in which the page was drawn, and
break every printed line. A page that is a picture is a scan: pdf_ocr.py recognises it, where that is installed.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from extractors.reading import pdf_ocr
from extractors.reading.content import Content, UnreadableError
from extractors.reading.pdf_columns import order_columns
from extractors.reading.pdf_fonts import is_stub, use_stub_font
from extractors.reading.pdf_lines import Char, page_lines
from extractors.reading.pdf_paragraphs import Page, join_pages

MAX_PAGES = 5_000
MAX_CHARACTERS = 5_000_000
CONVERT = "open it, copy or export its text, and save that as .txt or .docx"
RECOGNISE = "install report-metrics[ocr], or run an OCR program over it and give its result as .pdf or .docx"
UNSEEN = frozenset((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xFFFE, 0xFFFF))  # PDFium gives 0xFFFE for a hyphen
STEEP = 10  # degrees off its page's direction, from which a character is a watermark's


def pdf_content(data: bytes) -> Content:
    """Text with one paragraph or table row a line, and where each page begins in it."""
    import pypdfium2 as pdfium  # native code, for PDF files only
    import pypdfium2.raw as api

    use_stub_font()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if api.FPDF_GetLastError() == api.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise UnreadableError("is encrypted", "open it with its password and save it without one") from error
        raise UnreadableError("is not a PDF, or a damaged one", "fetch it again, or " + CONVERT) from error
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise UnreadableError(f"has {count:,} pages, the limit is {MAX_PAGES:,}", "split it into parts")
        pages, scans, total = [], [], 0
        for number in range(count):
            characters, width, height, scan = read_page(document, number)
            total += len(characters)
            if total > MAX_CHARACTERS:
                raise UnreadableError(f"has more than {MAX_CHARACTERS:,} characters", "split it into parts")
            if scan:
                scans.append(number)
            turn, kept = upright(characters)
            pages.append((order_columns(page_lines(kept)), *((height, width) if turn % 2 else (width, height))))
        recognised = read_scans(document, scans, pages)
    finally:
        document.close()
    if not any(lines for lines, _, _ in pages) or (len(scans) == count and not recognised):
        raise UnreadableError(f"has no text layer: its {count} pages are pictures (a scan)", RECOGNISE)
    text, starts = join_pages(pages)
    return Content(text, name_encoding(count, len(scans), recognised), starts)


def read_scans(document: object, scans: list[int], pages: list[Page]) -> int:
    """Put recognised pages in the place of those that are pictures, as many as there is time for; how many."""
    import pypdfium2 as pdfium

    if not scans or not pdf_ocr.has_ocr():
        return 0
    clock = pdf_ocr.Clock()
    for number in scans:
        if not clock.has_time():
            break
        with suppress(pdfium.PdfiumError):  # a damaged page
            page = document[number]  # type: ignore[index]
            characters, width, height = pdf_ocr.recognise(page)
            characters += pdf_ocr.place_unseen(page, undrawn_characters(page), characters)
            page.close()
            pages[number] = (order_columns(page_lines(characters)), width, height)
        clock.pages += 1
    return clock.pages


def name_encoding(count: int, scans: int, recognised: int) -> str:
    """What the text was decoded from: PDFium's characters, or pictures, and how many of these where not all."""
    if not recognised:
        return "utf-16"
    kind = "OCR" if scans == count else "utf-16, OCR"
    return kind if recognised == scans else f"{kind} of {recognised} of {scans} scanned pages"


def read_page(document: object, number: int) -> tuple[list[tuple[Char, float]], float, float, bool]:
    """The characters of a page with their directions in degrees, its size, and whether it is a picture.

    None of a damaged page.
    """
    import pypdfium2 as pdfium

    try:
        page = document[number]  # type: ignore[index]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return [], 0.0, 0.0, False
    try:
        left, bottom, right, top = page.get_mediabox()  # not turned, as the characters are not
        characters = list(page_characters(text_page))
        scan = pdf_ocr.is_picture(page, len(characters))
        return characters, float(right - left), float(top - bottom), scan
    finally:
        text_page.close()
        page.close()


def undrawn_characters(page: object) -> list[Char]:
    """Those that the page's picture does not show, as the PDF does not bring their font; no slanted watermarks."""
    text_page = page.get_textpage()  # type: ignore[attr-defined]
    try:
        characters = list(page_characters(text_page, partial(is_stub, text_page)))
    finally:
        text_page.close()
    return [char for char, angle in characters if abs((angle + 45) % 90 - 45) <= STEEP]


def page_characters(text_page: object, wanted: Callable[[int], bool] | None = None) -> Iterator[tuple[Char, float]]:
    """The characters with their directions in degrees; only those whose index in the page is wanted, if it is asked."""
    import pypdfium2.raw as api

    box = api.FS_RECTF()
    high = 0  # the first half of a character beyond U+FFFF
    for index in range(min(text_page.count_chars(), MAX_CHARACTERS + 1)):  # type: ignore[attr-defined]
        code = api.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        if not 0x20 <= code < 0x110000 or code in UNSEEN or api.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if wanted and not wanted(index):
            continue
        if not api.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
            continue
        angle = math.degrees(api.FPDFText_GetCharAngle(text_page, index))
        if not all(map(math.isfinite, (box.left, box.right, box.bottom, box.top))):
            continue
        yield Char(chr(code), box.left, box.right, box.bottom, box.top), max(angle, 0.0)


def upright(characters: list[tuple[Char, float]]) -> tuple[int, list[Char]]:
    """The characters that run in the page's own direction, turned so that it is from left to right, and how far.

    What runs askew is a watermark. A landscape page is stored turned by a right angle, all of it.
    """
    turns = Counter(round(angle / 90) % 4 for _, angle in characters)
    if not turns:
        return 0, []
    turn = turns.most_common(1)[0][0]
    kept = [char for char, angle in characters if abs((angle - 90 * turn + 180) % 360 - 180) <= STEEP]
    return turn, [turned(char, turn) for char in kept]


def turned(char: Char, turn: int) -> Char:
    """A character's box turned clockwise by so many right angles (angles count against the clock's direction)."""
    _, left, right, bottom, top = char
    if turn == 1:
        left, right, bottom, top = bottom, top, -right, -left
    elif turn == 2:
        left, right, bottom, top = -right, -left, -top, -bottom
    elif turn == 3:
        left, right, bottom, top = -top, -bottom, left, right
    return Char(char.text, left, right, bottom, top)
