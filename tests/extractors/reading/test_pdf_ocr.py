"""Is a scan recognised where OCR is installed, and told apart where it is not?"""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.reading import pdf_ocr
from extractors.reading.content import UnreadableError
from extractors.reading.pdf import name_encoding, pdf_content
from extractors.reading.pdf_lines import Char, page_lines

A4 = (595, 842)


class Footer(NamedTuple):
    text: str
    font: str = "Helvetica"
    bottom: float = 20


def pictures(*footers: str | Footer) -> bytes:
    """A page for each footer: a picture of everything, and the footer as characters."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for footer in footers:
        text, font, bottom = footer if isinstance(footer, Footer) else Footer(footer)
        canvas.drawImage(ImageReader(Image.new("L", (60, 84), 200)), 0, 0, *A4)
        canvas.setFont(font, 14)
        canvas.drawString(100, bottom, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def box(left: float, top: float, right: float, bottom: float, drop: float = 0) -> list[list[float]]:
    """Corners as the recogniser gives them, clockwise from the upper left one; pixels from the top."""
    return [[left, top], [right, top + drop], [right, bottom + drop], [left, bottom]]


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands for RapidOCR: says the same of every picture."""
    import numpy as np

    found = SimpleNamespace(boxes=np.array([box(100, 800, 500, 840)], dtype="float32"), txts=("建成水厂4座。",))
    monkeypatch.setattr(pdf_ocr, "has_ocr", lambda: True)
    monkeypatch.setattr(pdf_ocr, "engine", lambda: lambda _: found)


def test_without_ocr_a_scan_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_ocr, "has_ocr", lambda: False)
    with pytest.raises(UnreadableError, match=r"its 2 pages are pictures \(a scan\)") as error:
        pdf_content(pictures("", "Made by a scanning program"))
    assert "install report-metrics[ocr]" in error.value.remedy


def test_without_ocr_the_written_pages_of_a_mixed_file_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_ocr, "has_ocr", lambda: False)
    content = pdf_content(pictures("", "A written page. " * 5))
    assert content.text.startswith("A written page.")
    assert content.encoding == "utf-16"


def test_what_a_scanning_program_prints_below_its_pictures_makes_no_text_layer(recogniser: None) -> None:
    content = pdf_content(pictures("Made by a scanning program", "Made by a scanning program"))
    assert content.text == "建成水厂4座。\n建成水厂4座。\n"
    assert (content.encoding, content.pages) == ("OCR", (0, 8))


def test_only_the_pictures_of_a_mixed_file_are_recognised(recogniser: None) -> None:
    content = pdf_content(pictures("A written page. " * 5, ""))
    assert content.text.splitlines()[0].startswith("A written page.")
    assert content.text.splitlines()[-1] == "建成水厂4座。"
    assert content.encoding == "utf-16, OCR"


def test_a_title_over_a_picture_is_kept_though_the_picture_does_not_show_its_font(recogniser: None) -> None:
    content = pdf_content(pictures(Footer("某县水务局2023年工作总结", "STSong-Light", 700)))
    assert content.text.splitlines() == ["某县水务局2023年工作总结", "建成水厂4座。"]


def test_what_is_written_on_a_turned_page_is_placed_as_it_is_looked_at() -> None:
    with pdfium.PdfDocument(pictures("")) as document:
        document[0].set_rotation(90)  # clockwise
        placed = pdf_ocr.place(document[0], Char("水", 100, 114, 700, 714))
    assert placed[:5] == ("水", *map(pytest.approx, (700, 714, A4[0] - 114, A4[0] - 100)))


def test_what_a_scanning_program_writes_behind_its_picture_is_not_read_twice(recogniser: None) -> None:
    place = A4[1] - 820 / 2.1  # about where it is recognised
    content = pdf_content(pictures(Footer("建成水厂4座。", "STSong-Light", place)))
    assert content.text.splitlines() == ["建成水厂4座。"]


def test_when_the_time_is_up_the_rest_is_left_and_the_encoding_says_so(
    recogniser: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_ocr.Clock, "has_time", lambda clock: clock.pages < 2)
    content = pdf_content(pictures("", "", ""))
    assert content.text.count("建成水厂4座。") == 2
    assert content.encoding == "OCR of 2 of 3 scanned pages"


def test_the_clock_stops_before_a_page_that_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(pdf_ocr.time, "monotonic", lambda: now)
    clock = pdf_ocr.Clock(seconds=10)
    read = 0
    while clock.has_time():
        now += 3.0
        clock.pages += 1
        read += 1
    assert (read, now) == (3, 9.0)


@pytest.mark.parametrize(
    ("count", "scans", "recognised", "encoding"),
    [(3, 0, 0, "utf-16"), (3, 1, 0, "utf-16"), (3, 3, 3, "OCR"), (9, 4, 2, "utf-16, OCR of 2 of 4 scanned pages")],
)
def test_the_encoding_tells_what_was_recognised(count: int, scans: int, recognised: int, encoding: str) -> None:
    assert name_encoding(count, scans, recognised) == encoding


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ("(一)稳产， 增收", "（一）稳产，增收"),
        ("化解率98.5%;受理12件", "化解率98.5%；受理12件"),
        ("共3座(其中新建1座)", "共3座（其中新建1座）"),
        ("投资1,286.5万元", "投资1,286.5万元"),
        ("-5一", "— 5 —"),
        ("Windows 10系统", "Windows10系统"),
    ],
)
def test_marks_become_the_wide_ones_and_blanks_go(seen: str, text: str) -> None:
    assert pdf_ocr.clean(seen) == text


def test_a_line_askew_is_put_upright_and_its_cells_stay_on_it() -> None:
    boxes = [box(100, 100, 500, 120, drop=8), box(600, 110, 1000, 130, drop=8)]
    askew = pdf_ocr.slope(boxes)
    chars = [char for at in boxes for char in pdf_ocr.spread(at, "供水总量", askew, 2.0, 842.0)]
    [line] = page_lines(chars)
    assert [cell.text for cell in line.cells] == ["供水总量", "供水总量"]


@pytest.mark.slow
@pytest.mark.skipif(not pdf_ocr.has_ocr(), reason="report-metrics[ocr] is not installed")
def test_the_recogniser_finds_its_models_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("asked the network"))
    pdf_ocr.engine.cache_clear()
    with pdfium.PdfDocument(pictures("")) as document:
        assert pdf_ocr.recognise(document[0])[1:] == A4
