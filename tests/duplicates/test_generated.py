"""Does the measured quality of docs/duplicates.md still hold, on a small set?"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.fingerprints import Fingerprint
from tests.duplicates.generator import Generated, make_reports
from tests.duplicates.measure import find_in_batches, find_in_one_batch, fingerprints, score

REPORTS = make_reports(400, seed=1)


@pytest.fixture(scope="module")
def prints() -> list[Fingerprint]:
    return fingerprints(REPORTS)[0]


def assert_good(reports: list[Generated], text_ids: list[str]) -> None:
    found = score(reports, text_ids)
    assert found.copies > 100
    assert found.precision >= 0.99
    assert found.recall >= 0.97


def test_copies_are_found_and_near_misses_left_apart(prints: list[Fingerprint]) -> None:
    assert_good(REPORTS, find_in_one_batch(prints))


def test_it_makes_little_difference_in_how_many_batches_they_come(prints: list[Fingerprint], tmp_path: Path) -> None:
    assert_good(REPORTS, find_in_batches(prints, 3, tmp_path))


def test_the_same_seed_gives_the_same_reports() -> None:
    assert make_reports(30, seed=1)[0] == make_reports(30, seed=1)[0]
    assert make_reports(30, seed=1) != make_reports(30, seed=2)
