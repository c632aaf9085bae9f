"""Does each figure of a list get the name of its own member, and of no other?"""

from __future__ import annotations

import pytest

from extractors import extract
from tests.extractors.context import written_lists

SEEDS = 60
SLOW_SEEDS = 600


def wrong(seeds: range) -> list[str]:
    """What is named otherwise than it was written, with the sentence."""
    found = []
    for seed in seeds:
        written = written_lists.write(seed)
        got = {claim.quote: (claim.scope or "") + claim.metric for claim in extract("某市统计公报\n" + written.text)}
        found += [
            f"{seed}: {written.text} {quote} is called {got.get(quote)}, not {name}"
            for quote, name in written.names.items()
            if got.get(quote) != name
        ]
    return found


def test_each_figure_of_a_list_is_its_own_members_with_a_joint_inside_or_not() -> None:
    assert not wrong(range(SEEDS))


def test_no_member_gives_its_name_where_there_are_more_or_fewer_figures() -> None:
    for seed in range(SEEDS):
        written = written_lists.write_unequal(seed)
        names = [claim.metric for claim in extract("某市统计公报\n" + written.text)]
        assert all("、" in name for name in names), f"{written.text} {names}"


@pytest.mark.slow
def test_so_are_the_figures_of_several_hundred_lists_more() -> None:
    assert not wrong(range(SEEDS, SEEDS + SLOW_SEEDS))
