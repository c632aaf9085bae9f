"""What did older commits of this project publish? Makes tests/data/old_outputs/, for test_old_tables.py.

    python -m tests.flows.make_old_outputs 04cfe02 8f8be76 …

Each commit is checked out beside the project and publishes a tiny inbox with its own code, in the environment of
today. Of what it wrote the tables are kept, a few KB. To be run once before a change of the schema, with the commit
that is the last before it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT

OLD_OUTPUTS = ROOT / "tests" / "data" / "old_outputs"
INBOX = {
    "甲.txt": "甲村2016年工作总结\n\n修路99公里。培训农民740余人，同比增长8.3%。\n【稿匣】入群请加微信\n",
    "乙.txt": "乙村2016年工作总结\n\n种树3000棵。2017年，计划新建道路12公里，财政补助XX万元。\n",
    "空.txt": "",
}


def write_inbox(folder: Path) -> Path:
    folder.mkdir()
    for name, text in INBOX.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def publish_with(commit: str, target: Path) -> None:
    """Let the code of a commit publish the inbox, and keep its tables."""
    with tempfile.TemporaryDirectory() as place:
        tree, output = Path(place) / "tree", Path(place) / "output"
        tree.mkdir()
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
        subprocess.run(["tar", "x", "-C", tree], input=archive.stdout, check=True)
        inbox = write_inbox(Path(place) / "inbox")
        command = [sys.executable, "-m", "flows.cli", "ingest", inbox, "--output", output]
        there = {"PYTHONPATH": str(tree), "PREFECT_HOME": f"{place}/prefect"}
        subprocess.run(command, check=True, cwd=place, env=os.environ | there)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree((output / "tables").resolve(), target / "tables")


if __name__ == "__main__":
    for commit in sys.argv[1:]:
        publish_with(commit, OLD_OUTPUTS / commit)
