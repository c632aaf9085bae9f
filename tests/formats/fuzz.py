"""Which bytes break a reader or the extractor? A search guided by coverage, with atheris, to be installed for it.

    pip install atheris; python -m tests.formats.fuzz FOLDER -max_total_time=600

FOLDER collects inputs; what breaks something is written to FOLDER/../found, one input for each place that breaks, and
belongs into test_fuzz.py when it is mended.
"""

from __future__ import annotations

import io
import sys
import traceback
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["extractors", "striprtf", "email", "docx"]):
    from extractors.extraction import extract_source
    from extractors.reading.files import READERS, SourceError, to_source_text
    from extractors.reading.members import is_container, parts
from tests.formats.corpus import SAMPLES, docx, xlsx

LONGEST = 5_000  # characters extracted; the search wants many runs
INSIDE = {
    "docx": (docx, "word/document.xml"),
    "numbering": (docx, "word/numbering.xml"),
    "xlsx": (xlsx, "xl/worksheets/sheet1.xml"),
}
KINDS = [*READERS, ".zip", ".tar", ".7z", ".tar.gz", *INSIDE]
KINDS = [kind for kind in KINDS if kind not in (".xls", ".et", ".wps")]  # the same readers under other names


def rebuilt(kind: str, data: bytes) -> tuple[str, bytes]:
    """An Office file with one part replaced: random bytes would hardly ever make a ZIP archive."""
    build, replaced = INSIDE[kind]
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build())) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, data if name == replaced else source.read(name))
    return (".xlsx" if kind == "xlsx" else ".docx"), buffer.getvalue()


def look_at(data: bytes) -> None:
    """One input: the first byte says which reader, the rest is the file."""
    if not data:
        return
    kind, data = KINDS[data[0] % len(KINDS)], data[1:]
    if kind in INSIDE:
        kind, data = rebuilt(kind, data)
    name = f"a{kind}"
    found = parts(data, name) if is_container(name) else ()
    for part in found:
        assert part.name.startswith(name)
        part.name.encode("utf-8")
    try:
        source = to_source_text(data, name)
    except SourceError:
        return
    source.text.encode("utf-8")
    assert "\0" not in source.text or kind in (".txt", ".md")
    assert all(0 <= start <= len(source.text) for start in source.pages)
    if len(source.text) <= LONGEST:
        for claim in extract_source(source).claims:
            assert source.text[claim.char_start : claim.char_end] == claim.quote


def search_on(data: bytes) -> None:
    """Keep what breaks, and search on; a hang or a crash of native code ends the search and is kept by atheris."""
    try:
        look_at(data)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{type(error).__name__}-{Path(frames[-1].filename).stem}-{frames[-1].lineno}"
        kept = FOUND / place
        if not kept.exists():
            kept.write_bytes(data)
            (FOUND / f"{place}.trace").write_text(traceback.format_exc(), encoding="utf-8")


def write_seeds(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for at, sample in enumerate(SAMPLES):
        kind = next((k for k in KINDS if sample.name.endswith(k)), None)
        if kind:
            (folder / f"sample-{at}").write_bytes(bytes([KINDS.index(kind)]) + sample.build())
    for kind, (build, replaced) in INSIDE.items():
        with zipfile.ZipFile(io.BytesIO(build())) as source:
            (folder / f"inside-{kind}").write_bytes(bytes([KINDS.index(kind)]) + source.read(replaced))


if __name__ == "__main__":
    write_seeds(Path(sys.argv[1]))
    FOUND = Path(sys.argv[1]).parent / "found"
    FOUND.mkdir(exist_ok=True)
    atheris.Setup(sys.argv, search_on)
    atheris.Fuzz()
