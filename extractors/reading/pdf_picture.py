"""What do the printed pages of a PDF look like, and where on their pictures do parts of its text stand?

A picture is of a whole page, turned so that its text runs from left to right: the frame of Places. Print needs few
greys, so that a page takes some 50 kB; a page that is a photograph becomes a WebP where that is smaller.

To be used in a process that has read no PDF: that one draws nothing of fonts which the file does not bring
(pdf_fonts.py). Here they are shown in fonts of the machine, as a viewer would; what no font shows has no mark.
"""

from __future__ import annotations

import io
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from extractors.model import Box, Places, Sheet

DPI = 130  # type of 8 points is 14 pixels high
LARGEST = 2_600  # pixels of a page's longer side, however large the page says that it is
GREYS = 8
LARGE = 150_000  # bytes of a picture, from which it may be a photograph's
QUALITY = 35  # of its WebP
DARK = 160  # the lightest grey that is ink
SECONDS = 120.0  # for the pages of one file: some thousand; what is drawn by then is kept

Rectangle = tuple[int, int, int, int]  # left, top, width, height: pixels from the upper left corner


class Part(Struct, frozen=True, gc=False):
    """A part of a text that is to be shown: its name, its box as published, and where its pieces are in the frame."""

    name: str
    box: Box
    pieces: tuple[Box, ...]


class Wanted(Struct, frozen=True, gc=False):
    """A page of which a picture is wanted, from 0, and what is to be marked on it."""

    number: int
    sheet: Sheet
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture, and by the parts' names where they are on it."""

    number: int  # of the page, from 0
    data: bytes
    suffix: str
    width: int
    height: int
    marks: dict[str, tuple[Rectangle, ...]]


def wanted_of(places: Places, spans: Mapping[str, tuple[int, int]]) -> list[Wanted]:
    """The pages on which parts of a text are printed; `spans` are these, by their names."""
    found: defaultdict[int, list[Part]] = defaultdict(list)
    for name, (start, end) in spans.items():
        page, pieces = places.pieces(start, end)
        if pieces and (box := places.box(start, end)):
            found[page].append(Part(name, box, tuple(pieces)))
    return [Wanted(number, places.sheets[number], tuple(found[number])) for number in sorted(found)]


def draw_pages(data: bytes, wanted: list[Wanted], seconds: float = SECONDS) -> Iterator[Picture]:
    """The pages that are wanted, as many as there is time for; none that is damaged, or shows nothing at the marks."""
    import pypdfium2 as pdfium

    started = time.monotonic()
    document = pdfium.PdfDocument(data)
    try:
        for one in wanted:
            if time.monotonic() - started > seconds:
                break
            try:
                picture = draw_page(document[one.number], one)
            except pdfium.PdfiumError:
                continue
            if picture.marks:
                yield picture
    finally:
        document.close()


def draw_page(page: Any, wanted: Wanted) -> Picture:
    try:
        scale = min(DPI / 72, LARGEST / max(*page.get_size(), 1.0))
        turned = (wanted.sheet.turn * 90 - page.get_rotation()) % 360
        image = page.render(scale=scale, rotation=turned, grayscale=True).to_pil()
    finally:
        page.close()
    marks = {
        part.name: pieces for part in wanted.parts if (pieces := tuple(find_ink(image, wanted.sheet, part.pieces)))
    }
    data, suffix = encode(image) if marks else (b"", "")
    return Picture(wanted.number, data, suffix, image.width, image.height, marks)


def find_ink(image: Any, sheet: Sheet, pieces: tuple[Box, ...]) -> Iterator[Rectangle]:
    """Where pieces of the frame are on its picture; those without ink are left out: their font is nowhere."""
    width, height = (sheet.height, sheet.width) if sheet.turn % 2 else (sheet.width, sheet.height)
    across, down = image.width / max(width, 1.0), image.height / max(height, 1.0)
    for left, bottom, right, top in pieces:
        x, y = max(0, int(left * across)), max(0, int((height - top) * down))
        end, low = min(image.width, int(right * across) + 1), min(image.height, int((height - bottom) * down) + 1)
        if x < end and y < low and image.crop((x, y, end, low)).getextrema()[0] <= DARK:
            yield x, y, end - x, low - y


def encode(image: Any) -> tuple[bytes, str]:
    """A picture in few greys, and the ending of its file's name."""
    step = 255 / (GREYS - 1)
    few = image.point([round(grey / step) for grey in range(256)])
    few.putpalette([round(grey * step) for grey in range(GREYS) for _ in "rgb"])
    plain = io.BytesIO()
    few.save(plain, "PNG", bits=4)
    if plain.tell() < LARGE:
        return plain.getvalue(), ".png"
    photograph = io.BytesIO()
    image.save(photograph, "WEBP", quality=QUALITY, method=2)
    smaller = photograph.tell() < plain.tell()
    return (photograph.getvalue(), ".webp") if smaller else (plain.getvalue(), ".png")
