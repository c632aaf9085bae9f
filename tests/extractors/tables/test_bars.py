"""Are cells of a table without outer bars under their labels?"""

from __future__ import annotations

import pytest

from extractors.tables.bars import cells_of, without_outer_bars

BOUNDED = "指标|2022年|2023年\n税收|120|130"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("|指标|2022年|2023年|\n|税收|120|130|", BOUNDED),
        ("指标|2022年|2023年\n税收|120|130", BOUNDED),
        ("|指标|2022年|2023年\n|税收|120|130", BOUNDED),
        ("|指标|2022年|2023年|\n税收|120|130|", BOUNDED),
        ("|指标|2022年|2023年|\n税收|120|130", BOUNDED),
        ("|2022年|2023年\n税收|120|130", "|2022年|2023年\n税收|120|130"),
        ("|2022年|2023年|\n税收|120|130|", "|2022年|2023年\n税收|120|130"),
        ("|2022年|2023年|\n税收|120|130", "|2022年|2023年\n税收|120|130"),
        ("科目|2022年|2023年|\n||预算数|执行数\n税收|86|90|91", "科目|2022年|2023年|\n||预算数|执行数\n税收|86|90|91"),
    ],
)
def test_a_bar_bounds_a_table_or_ends_an_empty_cell(written: str, read: str) -> None:
    run, at = [], 0
    for line in written.split("\n"):
        run.append((at, at + len(line), cells_of(line, at)))
        at += len(line) + 1
    rows = without_outer_bars(written, run)
    assert "\n".join("|".join(cell.text for cell in cells) for _, _, cells in rows) == read
