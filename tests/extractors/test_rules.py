"""Are a user's own units, adverts, headings, formats and expectations taken, tested, and told in the version?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.language.own import RulesError, merged
from tests.conftest import ROOT
from tests.docs.blocks import blocks

# The rules that README.md shows, by the names that it gives them.
FILES = {
    name: text
    for language in ("toml", "text", "python")
    for block in blocks(ROOT / "README.md", language)
    if block.startswith("# rules/")
    for name, _, text in [block.removeprefix("# rules/").partition("\n")]
}
UNITS = FILES["units.toml"]
WHAT_IS_READ = """
import json, sys
from expectations.validate import CHECKS
from extractors.extraction import extract_source
from extractors.reading.files import to_source_text
from extractors.version import EXTRACTOR_VERSION
source = to_source_text(sys.stdin.buffer.read(), "a.page")
found = extract_source(source)
print(json.dumps({
    "version": EXTRACTOR_VERSION,
    "stamped": sorted({claim.extractor_version for claim in found.claims}),
    "removed": [source.text[one.start : one.end] for one in found.removed],
    "indicators": [c.indicator_id for c in found.claims],
    "claims": [[c.quote, c.unit, c.value_standard and round(c.value_standard, 2), c.part] for c in found.claims],
    "checks": [check.name for check in CHECKS["claims"]][-1],
}))
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(arguments: list[str], rules: Path | None, data: str = "") -> subprocess.CompletedProcess[str]:
    """A process of its own, as rules are taken when it begins."""
    environment = {name: value for name, value in os.environ.items() if name != "REPORT_METRICS_RULES"}
    environment |= {"REPORT_METRICS_RULES": str(rules)} if rules else {}
    return subprocess.run(
        [sys.executable, "-X", "utf8", *arguments],
        input=data,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
def test_a_folder_adds_units_adverts_headings_formats_and_expectations(rules: Path) -> None:
    text = (
        "青禾镇2023年法治建设白皮书\n\n一、主要工作\n进口大豆3万蒲式耳，大型仪器开放共享3600机时。\n加绿泡泡qhwg88，全套范文\n"
        "二、堵点难点\n历年积案3件。\n"
    )
    done = run(["-c", WHAT_IS_READ], rules, json.dumps({"content": text}))
    assert not done.returncode, done.stderr
    found = json.loads(done.stdout)
    assert found["removed"] == ["加绿泡泡qhwg88，全套范文"]
    assert found["claims"] == [
        ["3万蒲式耳", "蒲式耳", 1057.17, "summary"],
        ["3600机时", "机时", 3600.0, "summary"],
        ["3件", "件", 3.0, "problems"],
    ]
    assert found["indicators"] == [None, "shared_hours", None]
    assert found["checks"] == "value_plausible"
    assert found["stamped"] == [found["version"]]
    assert found["version"].partition("+")[2]


@pytest.mark.slow
def test_the_version_tells_the_rules_and_changes_with_them(rules: Path) -> None:
    told = run(["-m", "flows.cli", "version", "--rules"], rules)
    assert not told.returncode, told.stderr
    assert f"{rules}/units.toml: 2 unit" in told.stdout
    chinese = run(["-m", "flows.cli", "version", "--rules", "--lang", "zh"], rules)
    assert f"{rules}/units.toml：unit 2 行" in chinese.stdout
    (rules / "units.toml").write_text(UNITS.replace("机时", "台时"), encoding="utf-8")
    for name in ("examples.toml", "indicators.toml"):  # which need the other unit
        (rules / name).unlink()
    again = run(["-m", "flows.cli", "version", "--rules"], rules)
    assert again.stdout.splitlines()[1] != told.stdout.splitlines()[1]
    assert "no rules beside" in run(["-m", "flows.cli", "version", "--rules"], None).stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("unit.toml", UNITS, "is no file of rules"),
        ("units.toml", "[[unit", "is no valid TOML"),
        ("units.toml", UNITS.replace("蒲式耳。", "斗。"), "does not take its example 进口大豆3万斗。"),
        ("units.toml", UNITS.replace('spellings = ["机时"]', 'spellings = ["亩"]'), "is already a spelling"),
        ("adverts.toml", '[[signal]]\nname = "x"\nweight = 1\nphrases = ["甲"]\n', "has no examples"),
        ("adverts.toml", "[advert]\nreport_words_most = 9\n", "would replace what is there"),
        ("expectations.toml", FILES["expectations.toml"].replace("value_standard", "worth"), "has no column worth"),
        ("examples.toml", FILES["examples.toml"].replace("30000", "3"), "3 was expected"),
        ("indicators.toml", FILES["indicators.toml"].replace("开放共享3600机时", "购置3600机时"), "does not take"),
        ("indicators.toml", FILES["indicators.toml"].replace("shared_hours", "grain_output"), "is there already"),
        ("indicators.toml", FILES["indicators.toml"].replace('unit = "机时"', ""), "has no 'unit'"),
        ("hooks.py", "import nothing_of_that_name", "cannot be loaded"),
    ],
)
def test_rules_that_do_not_hold_are_told_before_anything_is_done(rules: Path, name: str, text: str, told: str) -> None:
    (rules / name).write_text(text, encoding="utf-8")
    done = run(["-m", "flows.cli", "ingest", "nothing", "--rules", str(rules)], None)
    assert told in done.stderr.replace("\n", " "), done.stderr
    assert done.returncode == 2


def test_own_rows_come_first_and_nothing_is_replaced() -> None:
    assert merged({"a": [2], "b": {"c": [1]}}, {"a": [1], "b": {"c": [0]}, "d": 3}, "x") == {
        "a": [1, 2],
        "b": {"c": [0, 1]},
        "d": 3,
    }
    with pytest.raises(RulesError, match="a would replace"):
        merged({"a": 1}, {"a": 2}, "x")
