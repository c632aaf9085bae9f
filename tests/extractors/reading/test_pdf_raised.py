"""Do digits that a PDF sets above or below their line run into no number?"""

from __future__ import annotations

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractors.extraction import extract_source
from extractors.reading.files import to_source_text
from extractors.reading.pdf import pdf_content
from tests.extractors.reading.test_pdf_chars import EM, canvas, saved

Piece = tuple[str, float, float]  # a text, its size and how much higher than its line it stands
HIGH, LOW = (7.0, 4.5), (7.0, -2.0)


def line(page: Canvas, pieces: tuple[Piece, ...], latin: str = "STSong-Light", mode: int = 0) -> None:
    x = 20.0
    for text, size, higher in pieces:
        font = latin if text.isascii() else "STSong-Light"
        page.setFont(font, size)
        page.drawString(x, 300 + higher, text, mode=mode)
        x += stringWidth(text, font, size)


def text_of(*pieces: Piece, latin: str = "STSong-Light", mode: int = 0) -> str:
    page, buffer = canvas()
    line(page, pieces, latin, mode)
    content = pdf_content(saved(page, buffer))
    assert content.doubtful_pages == ()
    return content.text.strip()


@pytest.mark.parametrize("latin", ["STSong-Light", "Times-Roman", "Helvetica"])
@pytest.mark.parametrize("how", [(6.0, 6.0), (7.0, 4.0), (8.0, 3.0), (9.6, 4.0)])
def test_raised_digits_are_marks_and_exponents(latin: str, how: tuple[float, float]) -> None:
    before = (("投资", EM, 0.0), ("15.6", EM, 0.0), ("1", *how), ("亿元，产值", EM, 0.0), ("6.2×10", EM, 0.0))
    behind = (("8", *how), ("元，面积", EM, 0.0), ("35km", EM, 0.0), ("2", *how), ("。", EM, 0.0))
    assert text_of(*before, *behind, latin=latin) == "投资15.6¹亿元，产值6.2×10⁸元，面积35km²。"


@pytest.mark.parametrize("latin", ["STSong-Light", "Times-Roman", "Helvetica"])
@pytest.mark.parametrize("how", [(7.0, -2.0), (8.0, -1.2), (7.0, -1.0)])
def test_lowered_digits_are_of_their_name(latin: str, how: tuple[float, float]) -> None:
    pieces = (("减排", EM, 0.0), ("CO", EM, 0.0), ("2", *how), ("3.2", EM, 0.0), ("万吨。", EM, 0.0))
    assert text_of(*pieces, latin=latin) == "减排CO₂3.2万吨。"


@pytest.mark.parametrize(
    ("mark", "text"), [("12", "300¹²人"), ("1,2", "300¹,²人"), ("[2]", "300[2]人"), ("①", "300①人")]
)
def test_marks_of_several_characters_and_those_with_brackets(mark: str, text: str) -> None:
    assert text_of(("300", EM, 0), (mark, *HIGH), ("人", EM, 0)) == text


def test_smaller_figures_on_the_line_of_their_words_stay() -> None:
    pieces = (("青禾县", 18.0, 0.0), ("2023", 15.0, 0.0), ("年投资", 18.0, 0.0), ("35", 9.0, 0.0), ("亿元", EM, 0.0))
    assert text_of(*pieces, latin="Times-Roman") == "青禾县2023年投资35亿元"


def test_figures_of_a_recognised_picture_stay_as_they_stand_anyhow() -> None:
    assert text_of(("投资", EM, 0), ("35", *HIGH), ("亿元", EM, 0), mode=3) == "投资35亿元"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_turned_has_its_marks_too(degrees: int) -> None:
    page, buffer = canvas()
    page.translate(300, 200)
    page.rotate(degrees)
    page.translate(-120, -300)
    line(page, (("减排CO", EM, 0), ("2", *LOW), ("3.2万吨，投资15.6", EM, 0), ("1", *HIGH), ("亿元", EM, 0)))
    assert pdf_content(saved(page, buffer)).text == "减排CO₂3.2万吨，投资15.6¹亿元\n"


def test_claims_have_the_numbers_without_their_marks() -> None:
    page, buffer = canvas()
    line(page, (("培训300", EM, 0), ("3", *HIGH), ("人，减排CO", EM, 0), ("2", *LOW), ("3.2万吨。", EM, 0)))
    claims = extract_source(to_source_text(saved(page, buffer), "a.pdf")).claims
    assert [(claim.quote, claim.value) for claim in claims] == [("300³人", 300), ("3.2万吨", 32000)]
