"""Of which days is each figure of a report whose times are known, and is it a fact?"""

from __future__ import annotations

import pytest

from extractors import extract
from tests.extractors.context import times

SEEDS = 40  # some 300 figures; `SLOW_SEEDS` more in the slow test
SLOW_SEEDS = 300


def wrong(seeds: range) -> list[str]:
    """What is read otherwise than it was written, with the sentence."""
    found = []
    for seed in seeds:
        report = times.write(seed)
        claims = {(claim.char_start, claim.char_end): claim for claim in extract(report.text)}
        for figure in report.figures:
            claim = claims.get((figure.start, figure.end))
            got = claim and (
                (claim.period_start, claim.period_end),
                "actual" if claim.status == "actual" else "target",
                claim.comparison,
            )
            if got != (figure.span, figure.status, figure.comparison):
                line = report.text[report.text.rfind("\n", 0, figure.start) + 1 : figure.end]
                found.append(
                    f"{seed}: {line} is read as {got}, not {figure.span}, {figure.status}, {figure.comparison}"
                )
    return found


def test_each_figure_has_the_days_that_title_heading_sentence_or_bracket_say() -> None:
    assert not wrong(range(SEEDS))


@pytest.mark.slow
def test_so_it_has_in_several_hundred_reports_more() -> None:
    assert not wrong(range(SEEDS, SEEDS + SLOW_SEEDS))
