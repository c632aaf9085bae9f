"""Does the same report give the same claims in every format and encoding?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.model import Claim
from extractors.reading.pdf_ocr import has_ocr
from flows.work.workers import Workers
from tests.formats.compare import compare, reference
from tests.formats.corpus import SAMPLES, SCAN, Sample
from tests.formats.pictures import NO_FONT, has_han_font


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as workers:
        yield workers


@pytest.fixture(scope="module")
def claims(workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> list[Claim]:
    return reference(workers, tmp_path_factory.mktemp("reference"))


def test_the_report_has_claims_of_prose_and_table(claims: list[Claim]) -> None:
    assert len(claims) > 20


@pytest.mark.parametrize(
    "sample",
    SAMPLES,
    ids=lambda sample: f"{sample.format} {sample.variant}".strip(),
)
def test_a_format_gives_the_claims_of_the_plain_text(
    sample: Sample, workers: Workers, claims: list[Claim], tmp_path: Path
) -> None:
    result = compare(workers, tmp_path, sample, claims)
    assert result.holds, result


@pytest.mark.slow
@pytest.mark.skipif(not has_ocr(), reason="report-metrics[ocr] is not installed")
def test_a_scan_gives_nine_in_ten_claims_and_no_other(workers: Workers, claims: list[Claim], tmp_path: Path) -> None:
    if not has_han_font():
        pytest.skip(NO_FONT)
    result = compare(workers, tmp_path, SCAN, claims)
    assert (result.reasons, result.others) == ((), 0)
    assert result.same >= 0.9 * result.wanted
