"""What becomes of old Office files, with LibreOffice and without?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractors.reading import office
from extractors.reading.files import SourceError, to_source_text
from tests.formats.corpus import PARAGRAPHS, docx, xlsx

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
CONVERT = '#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done\n'


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for LibreOffice: a script that the test writes."""
    (tmp_path / "result.docx").write_bytes(docx())
    (tmp_path / "result.xlsx").write_bytes(xlsx())
    path = tmp_path / "soffice"
    monkeypatch.setattr(office, "PROGRAMS", (str(path),))
    return path


def write(program: Path, script: str) -> None:
    program.write_text(CONVERT + script)
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("name", "package"),
    [("a.doc", "libreoffice-writer"), ("a.wps", "libreoffice-writer"), ("a.xls", "libreoffice-calc")],
)
def test_without_libreoffice_the_reason_says_what_to_install(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "PROGRAMS", ("no-such-program",))
    with pytest.raises(SourceError, match=rf"install LibreOffice \(package {package}\) or save it as"):
        to_source_text(OLD, name)


def test_what_libreoffice_makes_of_a_document_is_read(program: Path) -> None:
    write(program, f'cp "{program.parent}/result.docx" "$out/source.docx"\n')
    assert PARAGRAPHS[0] in to_source_text(OLD, "a.doc").text
    write(program, f'cp "{program.parent}/result.xlsx" "$out/source.xlsx"\n')
    assert "供水总量\t万吨\t1180\t1264" in to_source_text(OLD, "a.xls").text


def test_a_document_that_libreoffice_cannot_read_is_told_so(program: Path) -> None:
    write(program, "exit 0\n")
    with pytest.raises(SourceError, match="LibreOffice cannot read it"):
        to_source_text(OLD, "a.wps")


def test_a_program_that_hangs_is_ended_with_all_that_it_started(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.3)
    write(program, "sleep 60 & sleep 60\n")
    with pytest.raises(SourceError, match=r"takes longer than 0\.3 s"):
        to_source_text(OLD, "a.doc")


def test_a_locked_document_is_told_so() -> None:
    with pytest.raises(SourceError, match="is encrypted"):
        to_source_text(OLD + "EncryptedPackage".encode("utf-16-le"), "a.docx")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_real_libreoffice_reads_rich_text_as_an_old_document() -> None:
    from extractors.reading.office import converted
    from tests.formats.corpus import rtf

    assert converted(rtf("gbk"), ".doc", ".docx", "").startswith(b"PK")
