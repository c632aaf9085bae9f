"""Do claims of a PDF say where they are printed, and that their page is in doubt?"""

from __future__ import annotations

import pickle
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace

from extractors.extraction import extract_source
from extractors.reading.files import to_source_text
from flows.inputs.discover import BatchFile
from flows.inputs.reading import Reading
from flows.work.frames import make_frames
from tests.formats.corpus import pdf


@pytest.mark.parametrize("wide", [False, True])
def test_the_print_in_a_claims_box_is_its_quote(wide: bool) -> None:
    data = pdf(wide)
    source = pickle.loads(pickle.dumps(to_source_text(data, "a.pdf")))  # as it waits in the spool
    found = extract_source(source)
    assert found.claims
    assert source.places
    with pdfium.PdfDocument(data) as document:
        pages = [page.get_textpage() for page in document]
        for claim in found.claims:
            page = sum(start <= claim.char_start for start in source.pages)
            left, bottom, right, top = source.places.box(claim.char_start, claim.char_end) or (0, 0, 0, 0)
            printed = pages[page - 1].get_text_bounded(left + 1, bottom + 1, right - 1, top - 1)
            assert (claim.quote[0] in printed and claim.quote[-1] in printed) or "\n" in printed, (claim.quote, printed)


def test_claims_of_a_doubtful_page_carry_a_flag_and_the_source_names_the_page() -> None:
    source = to_source_text(pdf(), "a.pdf")
    clean, doubted = (extract_source(replace(source, doubtful_pages=pages)) for pages in ((), (1,)))
    page_two = source.pages[1]
    for before, after in zip(clean.claims, doubted.claims, strict=True):
        if before.char_start < page_two:
            assert after.flags == (*before.flags, "doubtful_page") or "doubtful_page" in after.flags
            assert after.confidence < before.confidence
        else:
            assert after == before
    file = BatchFile(Path("a.pdf"), "a.pdf", source.size)
    reading = Reading(file, source.source_id, replace(source, doubtful_pages=(1,)), doubted, None, 0.1)
    frames = make_frames([reading])
    assert list(frames["sources"]["doubtful_pages"]) == [[1]]
    assert all(len(box) == 4 for box in frames["claims"]["box"])


def test_claims_of_a_recognised_page_carry_a_flag_and_are_as_sure_as_before() -> None:
    source = to_source_text(pdf(), "a.pdf")
    printed, recognised = (extract_source(replace(source, recognised_pages=pages)) for pages in ((), (1,)))
    for before, after in zip(printed.claims, recognised.claims, strict=True):
        is_of_it = before.char_start < source.pages[1]
        assert after == (replace(before, flags=(*before.flags, "recognised")) if is_of_it else before)


def test_what_has_no_pages_has_no_places() -> None:
    source = to_source_text("全县完成投资3.2亿元。\n".encode(), "a.txt")
    reading = Reading(BatchFile(Path("a.txt"), "a.txt", 1), source.source_id, source, extract_source(source), None, 0.1)
    frames = make_frames([reading])
    assert list(frames["claims"]["box"]) == [None]
    assert list(frames["sources"]["doubtful_pages"]) == [None]
