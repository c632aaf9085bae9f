"""Do the recipes of README.md and CONTRIBUTING.md work? Each is carried out in a copy, and changes what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from inspect import getsource
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.docs.blocks import blocks
from tests.extractors.test_corpus import read_corpus
from tests.extractors.test_corpus import test_an_example_gives_its_claims_and_no_others as check_example

TITLE = "青禾镇2023年工作总结\n"
# Each asks the packages of the folder that it is started in.
READ = """
import json, sys
from what_is_read import what_is_read
print(json.dumps(what_is_read(sys.argv[1], sys.stdin.buffer.read())))
"""
VALIDATE = """
import sys
from expectations.validate import validate
from tests.expectations.good import make_facts, make_frame, make_frames, make_rows
rows = make_rows()["claims"]
rows[0]["value_standard"] = float(sys.argv[1])
frames = make_frames() | {"claims": make_frame("claims", rows)}
print(*(failure.expectation for failure in validate(frames, make_facts(), None).failures))
"""
MAKE_ROWS = """
from expectations.contract import load_contract
from flows.work.frames import report_row
from tests.conftest import REPORT, SOURCE
assert report_row(SOURCE, REPORT, (), ())["title_characters"] == len(REPORT.title)
print(load_contract()["reports"]["title_characters"])
"""


def what_is_read(name: str, data: bytes) -> dict[str, list[Any]]:
    from extractors.extraction import extract_source
    from extractors.reading.files import SourceError, to_source_text

    try:
        source = to_source_text(data, name)
    except SourceError as error:
        return {"rejected": [str(error)]}
    found = extract_source(source)
    return {
        "reports": [report.title for report in found.reports],
        "removed": [source.text[span.start : span.end] for span in found.removed],
        "claims": [[c.quote, c.unit, c.kind, c.value_standard, c.unit_standard, c.part] for c in found.claims],
    }


def recipe(path: str, word: str, page: str = "CONTRIBUTING.md") -> str:
    """The page's recipe that changes this file with this word."""
    found = [block for block in blocks(ROOT / page, "diff") if f"# {path}\n" in block and word in block]
    assert len(found) == 1, f"{len(found)} recipes for {path} with {word}"
    return found[0]


def carry_out(recipe: str, tree: Path) -> None:
    """Change the files of a tree: lines with + are put where the lines beside them stand, which must be there once."""
    for path, body in re.findall(r"^# (\S+\.\w+)\n((?:[ +@].*\n|\n)+)", recipe, re.MULTILINE):
        file = tree / path
        text = file.read_text(encoding="utf-8")
        for hunk in re.split(r"^@@\n", body, flags=re.MULTILINE):
            lines = hunk.splitlines()
            before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
            after = "".join(f"{line[1:]}\n" for line in lines)
            assert text.count(f"\n{before}") == 1, f"{path}: {before!r} stands there {text.count(before)} times"
            text = text.replace(f"\n{before}", f"\n{after}")
        file.write_text(text, encoding="utf-8")


def before(data: str, name: str = "a.txt") -> dict[str, list[Any]]:
    return what_is_read(name, data.encode())


def after(tree: Path, data: str, name: str = "a.txt") -> dict[str, list[Any]]:
    """What the changed copy finds, in a process of its own."""
    probe = f"from __future__ import annotations\n\n{getsource(what_is_read)}"
    (tree / "what_is_read.py").write_text(probe, encoding="utf-8")
    found: dict[str, list[Any]] = json.loads(run(tree, ["-c", READ, name], data))
    return found


def run(tree: Path, arguments: list[str], data: str = "") -> str:
    """What Python prints with the packages of this folder."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", *arguments],
        input=data.encode(),
        capture_output=True,
        env=os.environ | {"PYTHONPATH": f"{tree}{os.pathsep}{ROOT}"},
        cwd=tree,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the packages, to be changed."""
    for package in ("extractors", "expectations", "flows"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_recipe_fits_the_files_that_it_changes(tree: Path) -> None:
    recipes = blocks(ROOT / "CONTRIBUTING.md", "diff")
    assert len(recipes) == 7
    for recipe in recipes:
        carry_out(recipe, tree)
    for file in tree.glob("*/**/*.toml"):
        tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_a_unit_is_a_row_and_a_definition(tree: Path) -> None:
    text = TITLE + "进口大豆3万蒲式耳。"
    assert "蒲式耳" not in str(before(text)["claims"])
    carry_out(recipe("extractors/data/units.toml", "蒲式耳"), tree)
    [[quote, unit, kind, value, standard, _]] = after(tree, text)["claims"]
    assert (quote, unit, kind, round(value, 2), standard) == ("3万蒲式耳", "蒲式耳", "volume", 1057.17, "m³")


@pytest.mark.slow
def test_a_measure_word_is_a_row(tree: Path) -> None:
    text = TITLE + "大型仪器开放共享3600机时。"
    assert before(text)["claims"] == []
    carry_out(recipe("extractors/data/units.toml", "机时"), tree)
    assert after(tree, text)["claims"] == [["3600机时", "机时", "count", 3600.0, "机时", "summary"]]


@pytest.mark.slow
def test_an_advert_phrase_is_a_signal(tree: Path) -> None:
    advert = "绿泡泡qhwg88全套资料"
    done = "全镇培训农民740人，建成湿地公园3处，完成固定资产投资3.2亿元，各项工作取得明显成效。"
    text = f"{TITLE}一、主要工作\n{done}\n{advert}\n{done}\n"  # between paragraphs, where no model takes so little
    assert before(text)["removed"] == []
    carry_out(recipe("extractors/data/adverts.toml", "绿泡泡"), tree)
    found = after(tree, text)
    assert found["removed"] == [advert]
    assert len(found["claims"]) == 6


@pytest.mark.slow
def test_a_file_format_is_a_function(tree: Path) -> None:
    page = json.dumps({"content": TITLE + "培训农民740人。"})
    assert "is not read" in before(page, "a.page")["rejected"][0]
    carry_out(recipe("extractors/reading/files.py", ".page"), tree)
    assert [claim[0] for claim in after(tree, page, "a.page")["claims"]] == ["740人"]
    assert "is no JSON with a content" in after(tree, "{", "a.page")["rejected"][0]


@pytest.mark.slow
def test_a_genre_and_a_heading_are_two_rows(tree: Path) -> None:
    work = "全年办理各类案件30件，开展法治宣传活动12场次，参与群众1600余人次，矛盾纠纷排查化解工作取得新的成效。"
    one = f"青禾镇2023年法治建设白皮书\n\n一、主要工作\n{work}\n二、堵点难点\n历年积案3件。\n\n\n"
    text = one + one.replace("青禾镇", "云梯县")
    assert len(before(text)["reports"]) == 1
    assert "problems" not in {claim[-1] for claim in before(text)["claims"]}
    carry_out(recipe("extractors/data/structure.toml", "白皮书"), tree)
    found = after(tree, text)
    assert found["reports"] == ["青禾镇2023年法治建设白皮书", "云梯县2023年法治建设白皮书"]
    assert [claim[-1] for claim in found["claims"]] == [*["summary"] * 3, "problems"] * 2


def test_an_example_is_read_as_it_says(tmp_path: Path) -> None:
    (tmp_path / "example.toml").write_text("".join(blocks(ROOT / "CONTRIBUTING.md", "toml")), encoding="utf-8")
    [example] = read_corpus(tmp_path / "example.toml")
    check_example(example)


@pytest.mark.slow
def test_an_expectation_is_a_check_in_a_list(tree: Path) -> None:
    assert run(tree, ["-c", VALIDATE, "1e17"]) == ""
    carry_out(recipe("expectations/suites/claims.py", "value_plausible"), tree)
    assert run(tree, ["-c", VALIDATE, "1e17"]) == "value_plausible"
    assert run(tree, ["-c", VALIDATE, "1e15"]) == ""


@pytest.mark.slow
def test_a_column_is_described_filled_and_promised(tree: Path) -> None:
    carry_out(recipe("expectations/tables.toml", "title_characters"), tree)
    run(tree, ["-m", "expectations.contract"])
    assert run(tree, ["-c", MAKE_ROWS]) == "int64?"
