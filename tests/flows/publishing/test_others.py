"""Does a claim's card get what other reports say of the same figure?"""

from __future__ import annotations

import json
import re
from pathlib import Path

from flows.publishing.others import DIGITS, FOLDER, write_others
from tests.flows.handover.published import CLAIM, REPORT, write_claims, write_table
from tests.flows.handover.test_observations import GRAIN, QINGHAI


def read_others(site: Path) -> dict[str, list[list[str]]]:
    """What is said of each claim's figure."""
    found: dict[str, list[list[str]]] = {}
    for file in sorted((site / FOLDER).glob("*.js")):
        match = re.fullmatch(r'addOthers\("(\w+)",(.*)\);\n', file.read_text(encoding="utf-8"))
        assert match
        assert match[1] == file.stem
        told = json.loads(match[2])
        found |= {claim: told["said"][place] for claim, place in told["claims"].items()}
    return found


def test_each_claim_has_those_of_its_observation_in_whatever_batch(tmp_path: Path) -> None:
    tables, site = tmp_path / "tables", tmp_path / "site"
    for batch, report, claim, quote in (("a", "r1", "aa1", "120万吨"), ("b", "r2", "bb2", "118万吨")):
        stated = {**GRAIN, "report_id": report, "claim_id": claim, "quote": quote}
        write_table(tables, "claims", {**CLAIM, **stated}, batch=batch)
        title = f"{batch}的报告"
        write_table(tables, "reports", {**REPORT, **QINGHAI, "report_id": report, "title": title}, batch=batch)
    write_others(tables, site)
    assert len(list((site / FOLDER).iterdir())) == 16**DIGITS  # those that say nothing too
    said = [["a", "r1", "aa1", "120万吨", "a的报告", "2023"], ["b", "r2", "bb2", "118万吨", "b的报告", "2023"]]
    assert read_others(site) == {"aa1": said, "bb2": said}


def test_figure_that_one_report_states_twice_has_no_others(tmp_path: Path) -> None:
    write_claims(tmp_path / "tables", GRAIN, GRAIN)
    write_table(tmp_path / "tables", "reports", {**REPORT, **QINGHAI, "report_id": "r1"})
    write_others(tmp_path / "tables", tmp_path / "site")
    assert read_others(tmp_path / "site") == {}
