"""Does docs/tables.md tell what is so?"""

from __future__ import annotations

import pytest

from tests.extractors.tables.formats import WRITERS
from tests.extractors.tables.measure import PAGE, count

COLUMNS = [*WRITERS]


@pytest.mark.slow
def test_the_page_has_the_figures_of_every_format_but_pdf() -> None:
    """Those of PDF hang on the reader's rules; they are as of the last `make tables`."""
    rows = [line.strip("|").split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    page = {row[0].strip(): dict(zip(COLUMNS, map(str.strip, row[1:]), strict=True)) for row in rows[2:]}
    suffixes = [suffix for suffix in COLUMNS if suffix != "pdf"]
    table, _ = count(suffixes)
    assert {kind: {s: cells[s] for s in suffixes} for kind, cells in page.items()} == table
