"""Does a run say what it is doing, in the language of its terminal?"""

from __future__ import annotations

import re

from flows.progress import DOES
from tests.conftest import ROOT

STAGE = re.compile(r"""\.stage\(["']([^"']+)""")


def test_every_stage_of_a_run_has_its_words() -> None:
    named = {
        name for path in (ROOT / "flows").rglob("*.py") for name in STAGE.findall(path.read_text(encoding="utf-8"))
    }
    assert named == set(DOES)
