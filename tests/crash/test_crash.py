"""Do published tables stay whole when runs are killed, meet a full or read-only disk, or come two at once?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from flows.publishing.probe import ROOM as ROOM_TO_BEGIN
from tests.conftest import ROOT
from tests.crash.kill import block_of
from tests.crash.nights import measure as measure_nights
from tests.crash.state import digest

KILLS = 5
ROOM = ROOM_TO_BEGIN + 300_000  # bytes left on a full disk


def write(folder: Path, *numbers: int, lines: int = 1) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        told = "".join(f"全年修路{number}公里，第{line}组种树{line + 1}棵。\n" for line in range(lines))
        (folder / f"{number}.txt").write_text(f"第{number}村2016年工作总结\n{told}", encoding="utf-8")
    return folder


def ingest(*arguments: object, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", "ingest", *map(str, arguments)]
    beside = {"PREFECT_HOME": str(home)} if home else {}
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | beside
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


def claims(output: Path) -> pd.DataFrame:
    return pd.read_parquet(output / "tables" / "claims")


def leftovers(output: Path) -> list[Path]:
    return [*output.glob(".stage-*"), *output.glob(".link-*")]


def test_the_figures_of_other_commands_stay_on_the_page_when_it_is_written_again(tmp_path: Path) -> None:
    page = tmp_path / "crashes.md"
    assert "not measured" in block_of(page, "storage")
    page.write_text("# Kills\n<!-- storage -->\n| 1 |\n<!-- /storage -->\nmore", encoding="utf-8")
    assert block_of(page, "storage") == "<!-- storage -->\n| 1 |\n<!-- /storage -->"


@pytest.mark.slow
def test_killed_runs_show_readers_nothing_half_done_and_the_next_run_mends_all(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.crash.kill import measure, prepared\n"
        "with prepared(): tally = measure(int(sys.argv[1]), 11, Path(sys.argv[2]))\n"
        "print(tally.kills, tally.recovered, tally.before + tally.after, tally.wrong.total(), tally.reads)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}  # a process of its own, for it forks
    done = subprocess.run(
        [sys.executable, "-c", code, str(KILLS), tmp_path], env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    kills, recovered, whole, wrong, reads = map(int, done.stdout.splitlines()[-1].split())
    assert kills >= KILLS
    assert (recovered, whole, wrong) == (kills, kills, 0)
    assert reads > 0


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="tells processes by /proc")
def test_the_next_night_comes_when_serve_was_killed_or_ended_in_the_middle_of_a_run() -> None:
    found, seen = measure_nights(kills=1, ends=1, deployments=0, seed=3)
    assert [nights.wrong for nights in found.values()] == [[], []]
    assert [nights.came for nights in found.values()] == [1, 1]
    assert {told.split()[1] for told in seen} <= {"whole"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of some megabytes that holds nothing yet."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if not mount or subprocess.run([mount, "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk], check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.mark.slow
def test_a_full_disk_ends_the_run_and_leaves_the_tables_as_they_were(tmp_path: Path, small_disk: Path) -> None:
    output, inbox = small_disk / "output", write(tmp_path / "in", 1)
    first = ingest(inbox, "--output", output, home=tmp_path / "home")
    assert first.returncode == 0, first.stdout + first.stderr
    before = digest(output)
    write(inbox, *range(2, 8), lines=300)
    (small_disk / "other").write_bytes(bytes(shutil.disk_usage(small_disk).free - ROOM))
    done = ingest(inbox, "--output", output, home=tmp_path / "home")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert digest(output) == before
    assert leftovers(output) == []


@pytest.mark.slow
def test_an_output_that_became_read_only_is_bad_use(tmp_path: Path, small_disk: Path) -> None:
    output, inbox = small_disk / "output", write(tmp_path / "in", 1)
    assert ingest(inbox, "--output", output, home=tmp_path / "home").returncode == 0
    before = digest(output)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = ingest(write(inbox, 2), "--output", output, home=tmp_path / "home")
    assert done.returncode == 2
    assert "cannot be written: Read-only file system" in done.stderr
    assert "--output" in done.stderr
    assert digest(output) == before


@pytest.mark.slow
def test_a_text_that_costs_its_worker_is_rejected_and_the_others_are_published(
    prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.ingest import ingest as flow
    from flows.work import workers
    from tests.crash.deadly import extract_unless_deadly

    inbox = write(tmp_path / "in", 1, 2, 3)
    (inbox / "2.txt").write_text("某村2016年工作总结\n全年修路2公里。致命。\n", encoding="utf-8")
    monkeypatch.setattr(workers, "extract_chunk", extract_unless_deadly)
    summary = flow([inbox], tmp_path / "output")
    assert not summary.gate_failed
    sources = pd.read_parquet(tmp_path / "output" / "tables" / "sources").set_index("source_path")
    assert sources["status"].to_dict() == {"1.txt": "ok", "2.txt": "rejected", "3.txt": "ok"}
    assert sources["reason"]["2.txt"].startswith("made its reader end (SIGKILL) to extract; split it")
    assert set(claims(tmp_path / "output")["source_path"]) == {"1.txt", "3.txt"}


@pytest.mark.slow
@pytest.mark.parametrize("batches", [("a", "b"), ("a", "a")], ids=["two batches", "one batch"])
def test_two_runs_at_once_both_publish_and_nothing_is_there_twice(batches: tuple[str, str], tmp_path: Path) -> None:
    output, inbox = tmp_path / "output", write(tmp_path / "in", *range(1, 9))
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(ingest, inbox, "--output", output, "--batch", batch) for batch in batches]
    for run in runs:
        assert run.result().returncode == 0, run.result().stdout + run.result().stderr
    assert ingest(inbox, "--output", tmp_path / "alone", "--batch", "a").returncode == 0
    found, alone = claims(output), claims(tmp_path / "alone")
    assert set(found["batch"]) == set(batches)
    for _, rows in found.groupby("batch", observed=True):
        assert sorted(rows["claim_id"]) == sorted(alone["claim_id"])
    assert len(pd.read_parquet(output / "tables" / "runs")) == 2
    assert leftovers(output) == []
