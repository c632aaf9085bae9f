"""Does a claim's card get what other reports say of the same figure?"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pyarrow as pa

from flows.publishing.others import DIGITS, FOLDER, TOGETHER, pages_to_write, write_others
from tests.flows.handover.published import CLAIM, REPORT, write_claims, write_table
from tests.flows.handover.test_observations import GRAIN, QINGHAI


def read_others(site: Path) -> dict[str, list[list[str]]]:
    """What is said of each claim's figure, as relatives.js finds it."""
    places: dict[str, int] = {}
    said: dict[int, list[list[str]]] = {}
    for file in sorted((site / FOLDER).glob("*.js")):
        text = file.read_text(encoding="utf-8")
        if match := re.fullmatch(r'addPlaces\("(\w+)",(.*)\);\n', text):
            assert match[1] == file.stem
            places |= json.loads(match[2])
        else:
            match = re.fullmatch(r"addSaid\(([0-9]+),(.*)\);\n", text, re.DOTALL)
            assert match
            assert f"said-{match[1]}" == file.stem
            said |= dict(enumerate(json.loads(match[2]), int(match[1]) * TOGETHER))
    return {claim: said[place] for claim, place in places.items()}


def test_each_claim_has_those_of_its_observation_in_whatever_batch(tmp_path: Path) -> None:
    tables, site = tmp_path / "tables", tmp_path / "site"
    for batch, report, claim, quote in (("a", "r1", "aa1", "120万吨"), ("b", "r2", "bb2", "118万吨")):
        stated = {**GRAIN, "report_id": report, "claim_id": claim, "quote": quote}
        write_table(tables, "claims", {**CLAIM, **stated}, batch=batch)
        title = f"{batch}的报告"
        write_table(tables, "reports", {**REPORT, **QINGHAI, "report_id": report, "title": title}, batch=batch)
    write_others(tables, site)
    assert len(list((site / FOLDER).glob("??.js"))) == 16**DIGITS  # those that say nothing too
    said = [["a", "r1", "aa1", "120万吨", "a的报告", "2023"], ["b", "r2", "bb2", "118万吨", "b的报告", "2023"]]
    assert read_others(site) == {"aa1": said, "bb2": said}


def test_figure_that_one_report_states_twice_has_no_others(tmp_path: Path) -> None:
    write_claims(tmp_path / "tables", GRAIN, GRAIN)
    write_table(tmp_path / "tables", "reports", {**REPORT, **QINGHAI, "report_id": "r1"})
    write_others(tmp_path / "tables", tmp_path / "site")
    assert read_others(tmp_path / "site") == {}


def test_many_observations_stand_in_several_scripts_and_those_of_before_are_gone(tmp_path: Path) -> None:
    tables, site = tmp_path / "tables", tmp_path / "site"
    (site / FOLDER).mkdir(parents=True)
    (site / FOLDER / "said-7.js").write_text("old", encoding="utf-8")
    years = range(1950, 1950 + TOGETHER + 1)
    for report in ("aa", "bb"):
        for place, year in enumerate(years):
            ids = {"report_id": report, "claim_id": f"{report}{place}"}
            span = {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}
            write_table(tables, "claims", {**CLAIM, **GRAIN, **span, **ids}, batch=report, part=str(place))
        write_table(tables, "reports", {**REPORT, **QINGHAI, "report_id": report}, batch=report)
    write_others(tables, site)
    assert sorted(path.name for path in (site / FOLDER).glob("said-*.js")) == ["said-0.js", "said-1.js"]
    found = read_others(site)
    assert len(found) == 2 * len(years)
    assert all([claim[2] for claim in said] == [f"aa{name[2:]}", f"bb{name[2:]}"] for name, said in found.items())


def test_pages_that_ask_for_scripts_of_the_form_of_before_are_all_written_again(tmp_path: Path) -> None:
    changed = pa.table({"batch": ["a"], "source_path": ["x"]})
    assert pages_to_write(tmp_path, changed) is changed  # nobody asks yet
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "00.js").write_text('addOthers("00",{"claims":{},"said":[]});\n', encoding="utf-8")
    assert pages_to_write(tmp_path, changed) is None
    write_claims(tmp_path / "tables", GRAIN)
    write_table(tmp_path / "tables", "reports", {**REPORT, **QINGHAI, "report_id": "r1"})
    write_others(tmp_path / "tables", tmp_path)
    assert pages_to_write(tmp_path, changed) is changed
