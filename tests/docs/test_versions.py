"""Do the pages name the versions, thresholds, tables and files that the program has?"""

from __future__ import annotations

from importlib.metadata import version

import pytest

from expectations.schema import SCHEMA_VERSION, load_tables
from extractors.version import OF_THE_PROGRAM
from flows.publishing.probe import SHOWN
from tests.conftest import ROOT
from tests.evaluation.fit import ENOUGH


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("docs/versions.md", f"| {version('report-metrics')} | the program"),
        ("docs/versions.md", f"| {SCHEMA_VERSION} | the tables |"),
        ("docs/versions.md", f"| {OF_THE_PROGRAM} | the extractor |"),
        ("CHANGELOG.md", f"Tables {SCHEMA_VERSION}, extractor {OF_THE_PROGRAM}."),
        ("docs/evaluation.md", f"was seen fewer than {ENOUGH} times is not fitted"),
    ],
)
def test_a_page_says_what_the_program_says(page: str, said: str) -> None:
    assert said in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_a_readme_lists_every_table(page: str) -> None:
    first_cells = [line.split("|")[1] for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if "|" in line]
    listed = " ".join(first_cells)
    assert [table for table in load_tables() if f"`{table}`" not in listed] == []


def test_make_clean_removes_all_that_an_output_shows() -> None:
    clean = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nclean:\n")[2].split()
    assert [name for name in SHOWN if f"output/{name}" not in clean] == []


def test_the_page_of_the_output_tells_what_an_output_shows() -> None:
    page = (ROOT / "output" / "README.md").read_text(encoding="utf-8")
    assert [name for name in SHOWN if f"`{name}" not in page] == []
