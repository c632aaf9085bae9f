"""Does a page's picture show the print, and are its marks where the quotes are?"""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractors.model import Places
from extractors.reading import pdf_picture
from extractors.reading.pdf import pdf_content
from extractors.reading.pdf_fonts import use_stub_font
from extractors.reading.pdf_picture import Picture, draw_pages, wanted_of

WIDTH, HEIGHT = 400, 300
QUOTE = "1,234.56"
LINES = [(40, 240, "Total 7,890.12 tons"), (40, 220, f"Spent {QUOTE} yuan"), (40, 200, "Left 55.5 yuan")]


def page_of(*lines: tuple[float, float, str], rotate: int = 0, sideways: bool = False, before: int = 0) -> bytes:
    """A page with lines in a font that all readers have, behind some empty ones; `sideways`: they run upwards."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    for _ in range(before):
        canvas.showPage()
    canvas.setPageRotation(rotate)
    canvas.setFont("Helvetica", 12)
    if sideways:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.save()
    return out.getvalue()


def draw(data: bytes, *quotes: str) -> list[Picture]:
    content = pdf_content(data)
    assert content.places is not None
    spans = {quote: (at := content.text.index(quote), at + len(quote)) for quote in quotes}
    return list(draw_pages(data, wanted_of(content.places, spans)))


def image_of(picture: Picture) -> Any:
    return Image.open(io.BytesIO(picture.data)).convert("L")


def inside(picture: Picture, quote: str) -> Any:
    [(x, y, width, height)] = picture.marks[quote]
    return image_of(picture).crop((x, y, x + width, y + height))


def ink(image: Any) -> int:
    return sum(count for count, grey in image.getcolors(256) if grey < 100)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("sideways", [False, True])
def test_in_the_mark_stand_the_digits_of_the_quote_and_nothing_else(rotate: int, sideways: bool) -> None:
    [picture] = draw(page_of(*LINES, rotate=rotate, sideways=sideways), QUOTE)
    [alone] = draw(page_of((0, 100, QUOTE)), QUOTE)  # the same digits, the only ink of their page
    assert picture.number == 0
    assert abs(ink(inside(picture, QUOTE)) - ink(image_of(alone))) <= 0.1 * ink(image_of(alone))
    assert ink(image_of(picture)) > 3 * ink(image_of(alone))


def test_a_page_that_lies_on_its_side_is_drawn_upright() -> None:
    [picture] = draw(page_of(*LINES, sideways=True), QUOTE)
    assert picture.width < picture.height  # the page is wider than high
    [(_, _, width, height)] = picture.marks[QUOTE]
    assert width > 2 * height


def test_only_pages_with_quotes_are_drawn() -> None:
    [picture] = draw(page_of(*LINES, before=2), QUOTE)
    assert picture.number == 2


def test_a_quote_over_two_lines_has_a_mark_in_each() -> None:
    places = pdf_content(page_of(*LINES)).places
    assert places is not None
    text = pdf_content(page_of(*LINES)).text
    spans = {"both": (text.index("7,890"), text.index(QUOTE) + len(QUOTE))}
    [picture] = draw_pages(page_of(*LINES), wanted_of(places, spans))
    upper, lower = picture.marks["both"]
    assert upper[1] + upper[3] <= lower[1] + 2


def test_what_no_font_shows_has_no_mark_and_its_page_no_picture() -> None:
    use_stub_font()  # as in a process that reads
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Helvetica", 12)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(40, 220, QUOTE)
    canvas.save()
    assert draw(out.getvalue(), QUOTE) == []


def test_a_photograph_is_stored_as_the_smaller_of_two_formats() -> None:
    noise = Image.effect_noise((900, 1200), 90)
    data, suffix = pdf_picture.encode(noise)
    assert suffix == ".webp"
    assert Image.open(io.BytesIO(data)).size == noise.size
    data, suffix = pdf_picture.encode(Image.new("L", (900, 1200), 255))
    assert (suffix, len(data) < 5_000) == (".png", True)


def test_pages_for_which_there_is_no_time_have_no_picture() -> None:
    content = pdf_content(page_of(*LINES))
    assert content.places is not None
    wanted = wanted_of(content.places, {"all": (0, len(content.text))})
    assert list(draw_pages(page_of(*LINES), wanted, seconds=-1)) == []


def test_the_box_is_the_rectangle_round_the_pieces() -> None:
    places = pdf_content(page_of(*LINES)).places
    assert isinstance(places, Places)
    page, pieces = places.pieces(0, 40)
    lefts, bottoms, rights, tops = zip(*pieces, strict=True)
    assert places.sheets[page].framed(places.box(0, 40) or (0, 0, 0, 0)) == pytest.approx(
        (min(lefts), min(bottoms), max(rights), max(tops))
    )
