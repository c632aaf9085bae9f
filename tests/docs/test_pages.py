"""Do the pages show what the sample batch gives today?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.write import pages

pytestmark = pytest.mark.slow


def test_the_pages_are_as_make_docs_would_write_them(sample_output: Path) -> None:
    for page, text in pages(sample_output).items():
        assert page.read_text(encoding="utf-8") == text, f"{page.name}: run `make docs`, and look at what changed"
