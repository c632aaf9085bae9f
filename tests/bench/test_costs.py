"""Does the time of each part of reading add up, and does every module belong to a part?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.costs import CLAIMS, CONTEXT, LIBRARIES, NAMES, ROOMS, Costs, costs_section, measure_costs, part_of
from tests.bench.measure import Text

ROOT = Path(__file__).parents[2]


def test_every_module_of_context_and_every_room_belongs_to_a_part() -> None:
    modules = {path.stem for path in (ROOT / "extractors/context").glob("*.py")} - {"__init__"}
    assert modules == set(CONTEXT)
    beside = {"context", "corpus", "data", "reading", "__pycache__"}  # no room, or not on the way of a text
    assert {path.name for path in (ROOT / "extractors").iterdir() if path.is_dir()} - beside <= set(ROOMS)


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("/here/extractors/context/naming.py", NAMES),
        ("/here/extractors/extraction.py", CLAIMS),
        ("/here/extractors/quantities/units.py", ROOMS["quantities"]),
        ("/elsewhere/pint/registry.py", LIBRARIES),
        ("~", LIBRARIES),
    ],
)
def test_a_file_counts_for_its_part(file: str, part: str) -> None:
    assert part_of(file, "/here") == part


def test_the_parts_of_a_state_make_up_its_time() -> None:
    [costs] = measure_costs([ROOT], [Text("a text", "2017年，全区流转土地8千余亩，同比增长3%。")], rounds=1)
    assert costs.claims == 2
    assert sum(costs.parts.values()) == pytest.approx(costs.seconds)
    assert costs.parts[NAMES] > 0


def test_a_part_that_one_state_lacks_costs_nothing_there() -> None:
    now, before = Costs(2, 4e-6, {"a": 3e-6, "b": 1e-6}), Costs(1, 1e-6, {"b": 1e-6})
    assert costs_section(now, before).splitlines()[2:] == [
        "| a | 0.0 | 1.5 | 75% |",
        "| b | 1.0 | 0.5 | 25% |",
        "| all | 1.0 | 2.0 | 100% |",
    ]
