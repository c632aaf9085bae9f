"""Does any input make a reader do anything but read it or say why not? Random ones, and those that once did.

Texts are cut as pages and search results cut them: in the midst of a list, a name, a figure.
"""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import extract
from extractors.extraction import extract_source
from extractors.reading.files import READERS, SourceError, to_source_text
from extractors.reading.members import is_container, parts
from tests.extractors.test_corpus import CORPUS, EXAMPLES
from tests.formats.corpus import SAMPLES, docx, xlsx

SEEDS = {sample.name + sample.variant: (sample.name, sample.build()) for sample in SAMPLES}
PARTS = [("a.docx", docx(), "word/document.xml"), ("a.docx", docx(), "word/numbering.xml")]
PARTS += [("a.xlsx", xlsx(), "xl/worksheets/sheet1.xml"), ("a.xlsx", xlsx(), "xl/styles.xml")]
TEXTS = sorted({example.text for example in EXAMPLES})
some = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def look_at(data: bytes, name: str) -> None:
    """Read, or raise the project's own error; extract; every quote stands where it is said to stand."""
    for part in parts(data, name) if is_container(name) else ():
        assert part.name.startswith(name)
        part.name.encode("utf-8")
    with suppress(SourceError):
        source = to_source_text(data, name)
        source.text.encode("utf-8")
        assert all(0 <= start <= len(source.text) for start in source.pages)
        for claim in extract_source(source).claims:
            assert source.text[claim.char_start : claim.char_end] == claim.quote


def changed(data: bytes, at: float, cut: int, inserted: bytes) -> bytes:
    """The bytes with some taken out and others put in at one place."""
    place = int(at * len(data))
    return data[:place] + inserted + data[place + cut :]


change = (st.floats(0, 1), st.integers(0, 40), st.binary(max_size=20))


@some
@given(st.sampled_from([*READERS, ".zip", ".tar", ".tar.gz", ".7z"]), st.binary(max_size=300))
def test_any_bytes_under_any_name(suffix: str, data: bytes) -> None:
    look_at(data, f"a{suffix}")


@some
@given(st.sampled_from(sorted(SEEDS)), *change)
def test_a_good_file_with_a_bad_place(seed: str, at: float, cut: int, inserted: bytes) -> None:
    name, data = SEEDS[seed]
    look_at(changed(data, at, cut, inserted), name)


@some
@given(st.sampled_from(PARTS), *change)
def test_an_office_file_with_a_bad_place_inside(
    part: tuple[str, bytes, str], at: float, cut: int, inserted: bytes
) -> None:
    name, data, replaced = part
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for inner in source.namelist():
            content = source.read(inner)
            target.writestr(inner, changed(content, at, cut, inserted) if inner == replaced else content)
    look_at(buffer.getvalue(), name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xef\xbb\xbf" + "指标,".encode() + bytes(90) + "数量\n".encode(), "a.csv"),  # NUL behind a mark
        (b'Subject: a\nContent-Type: text/plain; charset="\0"\n\n\xb9\xa4', "a.eml"),  # no such encoding
    ],
)
def test_what_once_broke_a_reader_does_no_more(data: bytes, name: str) -> None:
    look_at(data, name)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=3))
def test_texts_that_are_cut_anywhere(pieces: list[tuple[str, float, float]]) -> None:
    text = "".join(piece[int(min(a, b) * len(piece)) : int(max(a, b) * len(piece)) + 1] for piece, a, b in pieces)
    for claim in extract(text):
        assert text[claim.char_start : claim.char_end] == claim.quote


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_of_examples_as_one_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert all(text[claim.char_start : claim.char_end] == claim.quote for claim in extract(text))
