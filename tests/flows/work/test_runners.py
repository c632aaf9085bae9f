"""Are the tables the same, whoever carries out a run's tasks, and whatever becomes of a worker?"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.errors import BadUseError
from tests.crash.state import digest

FILES = 450  # three tasks that read, three that extract


def write_batch(folder: Path, files: int) -> Path:
    folder.mkdir()
    for number in range(files):
        text = (
            f"第{number}村2016年工作总结\n全年修路{number + 1}公里，培训农民{number + 740}余人，同比增长8.{number}%。\n"
        )
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_batch(tmp_path_factory.mktemp("in") / "inbox", FILES)


@pytest.fixture(scope="module")
def run_with(prefect_server: None, batch: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Run the real flow with a runner of that description; the digest of its tables."""
    from flows.ingest import ingest
    from flows.work.runners import task_runner

    def run(*runner: Any) -> str:
        output = tmp_path_factory.mktemp("out") / "output"
        summary = ingest.with_options(task_runner=task_runner(*runner))([batch], output, "b")
        assert (summary.gate_failed, summary.figures["files"]) == (False, f"{FILES + 1}")
        assert list(output.glob(".stage-*")) == []
        return digest(output)

    return run


@pytest.fixture(scope="module")
def expected(run_with: Callable[..., str]) -> str:
    return run_with("local", None, 1)


@pytest.fixture
def cluster(prefect_server: None) -> Iterator[Any]:
    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.worker.daemon": False})
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def test_an_unknown_runner_is_bad_use(prefect_server: None) -> None:
    from flows.work.runners import task_runner

    with pytest.raises(BadUseError, match="no runner 'spark'") as error:
        task_runner("spark")
    assert "local or dask" in error.value.remedy


def test_a_runner_whose_library_is_missing_says_what_to_install(
    prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.work.runners import task_runner

    monkeypatch.setitem(sys.modules, "prefect_dask.task_runners", None)
    with pytest.raises(BadUseError, match="needs prefect-dask") as error:
        task_runner("dask")
    assert "report-metrics[dask]" in error.value.remedy


@pytest.mark.slow
@pytest.mark.parametrize(
    "runner", [("local", None, 2), ("dask", None, 2)], ids=["two processes", "a cluster made here"]
)
def test_the_tables_do_not_depend_on_the_runner(
    runner: tuple[Any, ...], expected: str, run_with: Callable[..., str]
) -> None:
    assert run_with(*runner) == expected


@pytest.mark.slow
def test_a_cluster_that_is_there_is_used_and_stays(expected: str, run_with: Callable[..., str], cluster: Any) -> None:
    assert run_with("dask", cluster.scheduler_address) == expected
    assert len(cluster.scheduler.workers) == 2


@pytest.mark.slow
def test_a_worker_of_the_cluster_that_is_killed_costs_nothing(
    expected: str, run_with: Callable[..., str], cluster: Any
) -> None:
    killed: list[int] = []

    def kill_one_at_work() -> None:
        while not killed:
            for worker in list(cluster.scheduler.workers.values()):
                if worker.processing and not killed:
                    killed.append(cluster.workers[worker.name].pid)
                    time.sleep(1)  # it is in the midst of its task
                    os.kill(killed[0], signal.SIGKILL)
            time.sleep(0.05)

    killer = threading.Thread(target=kill_one_at_work, daemon=True)
    killer.start()
    assert run_with("dask", cluster.scheduler_address) == expected
    assert killed
