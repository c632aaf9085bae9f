"""Is the text of a PDF the same whichever fonts a machine has, and left out of pictures rather than blackened?"""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pypdfium2.raw as api
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.reading.pdf import pdf_content
from extractors.reading.pdf_chars import page_characters
from extractors.reading.pdf_fonts import is_stub, use_stub_font

EM = 20
SIZE = 400
NAMED = "全县用水户5户，㐀。（一）A"
GBK = "全县用水户5户，镕。（一）A"
BIG5 = "全縣用水戶5戶，龜。（一）A"


def characters_apart(font: str, encoding: str, codes: list[bytes], ordering: str = "GB1", unicodes: str = "") -> bytes:
    """A page on which each character is a text object, in a font that is named only; `unicodes` say what codes mean."""
    descriptor = f"<</Type/FontDescriptor/FontName/{font}/Flags 4/FontBBox[0 -141 1000 859]/Ascent 859/Descent -141>>"
    system = f"/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 0>>"
    places = enumerate(codes)
    drawn = "".join(f"BT /F {EM} Tf {EM * at} 100 Td <{code.hex()}> Tj ET\n" for at, code in places)
    pairs = "".join(f"<{code.hex()}><{ord(char):04x}>\n" for code, char in zip(codes, unicodes, strict=False))
    meaning = (
        f"begincmap 1 begincodespacerange <0000><ffff> endcodespacerange {len(unicodes)} beginbfchar {pairs} endbfchar"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 {SIZE} {SIZE}]>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        f"<</Type/Font/Subtype/Type0/BaseFont/{font}/Encoding/{encoding}/DescendantFonts[6 0 R]"
        + ("/ToUnicode 8 0 R>>" if unicodes else ">>"),
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font}{system}/FontDescriptor 7 0 R>>",
        descriptor,
        f"<</Length {len(meaning)}>>stream\n{meaning}\nendstream",
    ]
    body = "".join(f"{number} 0 obj{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 9>>\n%%EOF".encode()


def utf16(text: str) -> list[bytes]:
    return [char.encode("utf-16-be") for char in text]


def opened(data: bytes) -> pdfium.PdfDocument:
    use_stub_font()
    return pdfium.PdfDocument(data)


FILES = {
    "STSong-Light": (NAMED, characters_apart("STSong-Light", "UniGB-UCS2-H", utf16(NAMED))),
    "SimSun": (GBK, characters_apart("SimSun", "GBK-EUC-H", [char.encode("gbk") for char in GBK])),
    "SimHei, bold": (NAMED, characters_apart("SimHei,Bold", "UniGB-UCS2-H", utf16(NAMED))),
    "MSung-Light": (BIG5, characters_apart("MSung-Light", "ETen-B5-H", [char.encode("big5") for char in BIG5], "CNS1")),
    "Arial, of Chinese characters": (NAMED, characters_apart("ArialUnicodeMS", "UniGB-UCS2-H", utf16(NAMED))),
    "codes of its own": (
        NAMED,
        characters_apart("FangSong", "Identity-H", [bytes((4, at)) for at in range(len(NAMED))], "Identity", NAMED),
    ),
}


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    return FILES[request.param]


def test_a_character_that_stands_by_itself_is_read_though_its_font_is_missing(file: tuple[str, bytes]) -> None:
    text, data = file
    assert pdf_content(data).text == text + "\n"


def test_its_box_is_what_the_pdf_says_whatever_a_font_of_the_machine_would_say(file: tuple[str, bytes]) -> None:
    with opened(file[1]) as document:
        characters = [char for char, _ in page_characters(document[0].get_textpage())]
    boxes = [(char.left, char.right, char.bottom, char.top) for char in characters]
    expected = [(at * EM, (at + 1) * EM, 100 - 0.141 * EM, 100 + 0.859 * EM) for at in range(len(boxes))]
    assert boxes == [pytest.approx(box, abs=0.01) for box in expected]


def test_what_has_no_font_is_not_drawn(file: tuple[str, bytes]) -> None:
    with opened(file[1]) as document:
        assert document[0].render(grayscale=True).to_numpy().min() == 255


def test_a_vertical_character_stands_in_its_square() -> None:
    with opened(characters_apart("STSong-Light", "UniGB-UCS2-V", utf16("户"))) as document:
        [(char, _)] = page_characters(document[0].get_textpage())
    assert (char.right - char.left, char.top - char.bottom) == (EM, EM)


def test_the_fonts_that_every_reader_has_are_drawn_and_as_wide_as_they_are() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(SIZE, SIZE))
    canvas.setFont("Helvetica", EM)
    canvas.drawString(0, 100, "iW")  # no widths are written for Helvetica
    canvas.save()
    with opened(buffer.getvalue()) as document:
        text_page = document[0].get_textpage()
        narrow, wide = (char.right - char.left for char, _ in page_characters(text_page))
        assert not is_stub(text_page, 0)
        assert document[0].render(grayscale=True).to_numpy().min() == 0
    assert 3 * narrow < wide


def test_a_blank_that_stands_by_itself_is_left_out_as_with_any_font() -> None:
    with opened(characters_apart("SimSun", "UniGB-UCS2-H", utf16("户 户\u3000户"))) as document:
        text_page = document[0].get_textpage()
        assert "".join(char.text for char, _ in page_characters(text_page)) == "户户户"
        assert api.FPDFText_CountChars(text_page) > 3  # PDFium's own blanks, of the gaps
