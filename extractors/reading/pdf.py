"""What does a PDF say? The characters of each page as they stand on it, put into lines by pdf_lines.py.

PDFium (pypdfium2) gives each character's place; its own text would follow the order in which the page was drawn, and
break every printed line. A page that is a picture is a scan: pdf_ocr.py recognises it, where that is installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from extractors.model import Box, Sheet
from extractors.reading import pdf_ocr
from extractors.reading.content import Content, UnreadableError
from extractors.reading.pdf_chars import MAX_CHARACTERS, STEEP, is_second_print, page_characters, trusted, upright
from extractors.reading.pdf_columns import order_columns
from extractors.reading.pdf_digits import is_doubtful
from extractors.reading.pdf_fonts import is_stub, use_stub_font
from extractors.reading.pdf_grid import Grid, Reader, take_grids
from extractors.reading.pdf_lattice import find_lattices
from extractors.reading.pdf_lines import Cell, Char, PageLine, page_lines
from extractors.reading.pdf_paragraphs import PAGE_NUMBER, Page, join_pages
from extractors.reading.pdf_raised import on_page
from extractors.reading.pdf_rules import find_rules

MAX_PAGES = 5_000
CONVERT = "open it, copy or export its text, and save that as .txt or .docx"
RECOGNISE = "install report-metrics[ocr], or run an OCR program over it and give its result as .pdf or .docx"


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
        pages, scans, doubtful, total = [], [], [], 0
        for number in range(count):
            page = read_page(document, number)
            total += page.characters
            if total > MAX_CHARACTERS:
                raise UnreadableError(f"has more than {MAX_CHARACTERS:,} characters", "split it into parts")
            if page.is_scan:
                scans.append(number)
            if page.is_doubtful:
                doubtful.append(number + 1)
            pages.append(page.content)
        recognised = read_scans(document, scans, pages)
    finally:
        document.close()
    if not any(page.items for page in pages) or (len(scans) == count and not recognised):
        raise UnreadableError(f"has no text layer: its {count} pages are pictures (a scan)", RECOGNISE)
    joined = join_pages(pages)
    encoding = name_encoding(count, len(scans), recognised)
    of_pictures = tuple(number + 1 for number in scans[:recognised])
    places = joined.places
    return Content(joined.text, encoding, joined.starts, joined.tables, (), (), places, tuple(doubtful), of_pictures)


def read_scans(document: Any, scans: list[int], pages: list[Page]) -> int:
    """Put recognised pages in the place of those that are pictures, as many as there is time for; how many."""
    import pypdfium2 as pdfium

    if not scans or not pdf_ocr.has_ocr():
        return 0
    clock = pdf_ocr.Clock()
    for number in scans:
        if not clock.has_time():
            break
        with suppress(pdfium.PdfiumError):  # a damaged page
            page = document[number]
            characters = pdf_ocr.recognise(page)
            characters += pdf_ocr.place_unseen(page, undrawn_characters(page), characters)
            pages[number] = Page(order_columns(page_lines(characters)), sheet_shown(page))
            page.close()
        clock.pages += 1
    return clock.pages


def name_encoding(count: int, scans: int, recognised: int) -> str:
    """What the text was decoded from: PDFium's characters, or pictures, and how many of these where not all."""
    if not recognised:
        return "utf-16"
    kind = "OCR" if scans == count else "utf-16, OCR"
    return kind if recognised == scans else f"{kind} of {recognised} of {scans} scanned pages"


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a page gave."""

    content: Page
    characters: int = 0
    is_scan: bool = False
    is_doubtful: bool = False  # a numeral may not be read as it is printed


def read_page(document: Any, number: int) -> PageRead:
    """Nothing of a damaged page."""
    import pypdfium2 as pdfium

    try:
        page = document[number]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return PageRead(Page([], Sheet(0.0, 0.0, 0.0, 0.0)))
    try:
        found = trusted(text_page, list(page_characters(text_page)))
        directions = upright(found, visible(page))
        readers = [
            partial(
                page_lines, is_second_print=partial(is_second_print, text_page), with_set_off=on_page(text_page, sheet)
            )
            for sheet, _ in directions
        ]
        sheet, characters = directions[0]
        items = read_items(page, sheet, characters, readers[0])
        left_out = {char.number for char, _ in found} - {char.number for _, chars in directions for char in chars}
        for read, (_, others) in zip(readers[1:], directions[1:], strict=True):  # a name along a table, a page's number
            for line in read(others):
                if PAGE_NUMBER.fullmatch(line.text):
                    left_out |= {char.number for char in others}
                else:
                    items.append(line)
        doubtful = is_doubtful(text_page, cells_of(items), [char for char, _ in found], left_out)
        return PageRead(Page(items, sheet), len(found), pdf_ocr.is_picture(page, len(found)), doubtful)
    finally:
        text_page.close()
        page.close()


def read_items(page: Any, sheet: Sheet, characters: list[Char], read: Reader) -> list[PageLine | Grid]:
    """The ruled tables of a page, and the lines above, between and below them."""
    grids, characters = take_grids(characters, find_lattices(find_rules(page, sheet)), read)
    lines = read(characters)
    items: list[PageLine | Grid] = []
    for grid in sorted(grids, key=lambda grid: -grid.top):
        above = [line for line in lines if line.bottom + line.top > grid.top + grid.bottom]
        items += [*order_columns(above), grid]
        lines = lines[len(above) :]
    return items + order_columns(lines)


def cells_of(items: Sequence[PageLine | Grid]) -> list[Cell]:
    lines = [
        line
        for item in items
        for line in ([item] if isinstance(item, PageLine) else [line for cell in item.cells for line in cell.lines])
    ]
    return [cell for line in lines for cell in line.cells]


def visible(page: Any) -> Box:
    """The part of a page that is shown, not turned; what PDFium gives as its media box leaves out what it inherits."""
    import pypdfium2.raw as api

    box = api.FS_RECTF()
    api.FPDF_GetPageBoundingBox(page.raw, box)
    return box.left, box.bottom, box.right, box.top


def sheet_shown(page: Any) -> Sheet:
    """The frame of a page as it is looked at."""
    left, bottom, right, top = visible(page)
    return Sheet(left, bottom, right - left, top - bottom, page.get_rotation() // 90)


def undrawn_characters(page: Any) -> list[Char]:
    """Those that the page's picture does not show, as the PDF does not bring their font; no slanted watermarks."""
    text_page = page.get_textpage()
    try:
        characters = list(page_characters(text_page, partial(is_stub, text_page)))
    finally:
        text_page.close()
    return [char for char, angle in characters if abs((angle + 45) % 90 - 45) <= STEEP]
