"""How does a PDF look whose fonts are those of the machine?

It is rendered in a process of its own, for who reads a PDF takes them away from the process
(extractors.reading.pdf_fonts).
"""

from __future__ import annotations

import io
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

import pypdfium2 as pdfium
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

NO_FONT = "no font with Chinese characters is installed, so there is nothing to make a scan of"


def draw_pages(data: bytes, dpi: int) -> list[Image.Image]:
    """Each page as a picture in shades of grey."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(render_pages, data, dpi).result()


def render_pages(data: bytes, dpi: int) -> list[Image.Image]:
    with pdfium.PdfDocument(data) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


@cache
def has_han_font() -> bool:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(40, 40))
    canvas.setFont("STSong-Light", 20)
    canvas.drawString(10, 10, "户")
    canvas.save()
    [picture] = draw_pages(buffer.getvalue(), 72)
    return picture.getextrema() != (255, 255)
