"""What does the command say, and with which exit code, when it is used well or badly?"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from extractors.model import Extraction
from flows import cli
from flows.progress import Stages
from flows.publishing.summary import Summary
from flows.storage.remote import place_of
from flows.work.workers import RunBrokenError
from tests.conftest import TEXT
from tests.crash.processes import BROWSER, free_port, wait_until


def summary_of(gate_failed: bool = False, nothing_read: bool = False) -> Summary:
    return Summary("b", {}, (), (), gate_failed, nothing_read, outdated=0)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The command's exit code."""
    monkeypatch.setattr(sys, "argv", ["report-metrics", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "version") == 0
    assert capsys.readouterr().out.startswith("report-metrics ")


@pytest.mark.parametrize(
    ("gate_failed", "nothing_read", "code"), [(False, False, 0), (True, False, 1), (False, True, 2), (True, True, 1)]
)
def test_ingest_ends_with_what_the_run_came_to(
    gate_failed: bool, nothing_read: bool, code: int, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "run_ingest", lambda *_, **__: (summary_of(gate_failed, nothing_read), Stages(Console())))
    assert run(monkeypatch, "ingest", report) == code


def test_what_is_to_be_pruned_or_read_again_is_asked_for(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Mapping[str, object]] = []

    def note(sources: object, output: object, options: Mapping[str, object], *_: object) -> tuple[Summary, Stages]:
        asked.append(options)
        return summary_of(), Stages(Console())

    monkeypatch.setattr(cli, "run_ingest", note)
    for options in ((), ("--prune", "--no-site"), ("--reprocess", "--preview"), ("--max-loss", "5", "--allow-loss")):
        assert run(monkeypatch, "ingest", report, *options) == 0
    plain = {"batch": None, "prune": False, "reprocess": False, "preview": False, "work": None, "site": True}
    plain |= {"pictures": True}
    plain |= {"max_loss": 50.0, "max_rejected": 25.0, "allow_loss": False, "quiet_seconds": 0}
    assert asked == [
        plain,
        plain | {"prune": True, "site": False},
        plain | {"reprocess": True, "preview": True},
        plain | {"max_loss": 5.0, "allow_loss": True},
    ]


def test_a_run_that_cannot_go_on_says_why_and_what_to_do(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RunBrokenError("the disk is full", "make room")

    monkeypatch.setattr(cli, "run_ingest", break_down)
    assert run(monkeypatch, "ingest", report) == 2
    assert capsys.readouterr().err.splitlines() == ["error: the disk is full", "make room"]


@pytest.mark.parametrize("output", ["gs://bucket/metrics", "abfs://bucket/metrics"])
def test_another_store_than_s3_is_refused_before_its_library_is_asked_for(
    output: str, report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "ingest", str(report), "--output", output) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert f"{output} cannot be an output" in told
    assert "write s3://bucket/folder" in told
    assert "nstall" not in told


def test_a_source_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "ingest", tmp_path / "gone") == 2
    assert "gone does not exist" in capsys.readouterr().err


def test_no_source_or_an_unknown_option(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "ingest") == 2
    assert run(monkeypatch, "ingest", "--colour") == 2


def test_an_output_that_cannot_be_written(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "ingest", report, "--output", report) == 2
    error = capsys.readouterr().err
    assert "cannot be written" in error
    assert "--output" in error


def test_a_prefect_folder_that_cannot_be_written(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(report / "below-a-file"))
    assert run(monkeypatch, "ingest", report, "--output", tmp_path / "output") == 2
    assert "set PREFECT_HOME" in capsys.readouterr().err


def test_a_defect_ends_with_a_code_of_its_own(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "run_ingest", lambda *_, **__: 1 / 0)
    assert run(monkeypatch, "ingest", report) == 3


def test_extract_prints_claims_as_a_table_or_as_lines(
    report: Path, extraction: Extraction, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("extractors.extraction.extract_source", lambda source: extraction)
    assert run(monkeypatch, "extract", report) == 0
    assert "740余人" in capsys.readouterr().out
    assert run(monkeypatch, "extract", report, "--jsonl") == 0
    [line] = capsys.readouterr().out.splitlines()
    assert json.loads(line)["period_end"] == "2016-12-31"


def test_extract_says_what_is_wrong_with_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    assert run(monkeypatch, "extract", tmp_path / "a.txt") == 2
    assert "is empty" in capsys.readouterr().err


def test_extract_says_that_a_file_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "extract", tmp_path / "nope") == 2
    assert "does not exist" in capsys.readouterr().err


def test_extract_needs_neither_prefect_nor_pandas_nor_great_expectations(report: Path) -> None:
    code = (
        "import sys; sys.argv = ['report-metrics', 'extract', sys.argv[1]]\n"
        "from flows.cli import main\n"
        "try: main()\n"
        "finally: print(sorted({'prefect', 'pandas', 'great_expectations', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, report], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_locale_does_not_matter(report: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "flows.cli", "extract", str(report)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert "1 claim\n" in done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_run_says_nothing_on_stderr_but_its_stages(report: Path, tmp_path: Path) -> None:
    """Nor as it ends: DuckDB 2.0.0 complained of what Python had not taken apart by then."""
    command = [sys.executable, "-m", "flows.cli", "ingest", str(report), "--output", str(tmp_path / "output")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    stages = {"start", "discover", "read", "extract", "validate", "publish"}
    assert {line.split(":")[0].split()[0] for line in done.stderr.splitlines()} == stages


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest", ""), ("ingest", "a.txt", ""), ("ingest", "a.txt", "--output", " "),
        ("ingest", "a.txt", "--work", ""),
        ("ingest", "a.txt", "--log-json", ""), ("serve", ""), ("site", "--output", ""), ("dashboard", "--output", ""),
        ("extract", ""), ("ingest", "a.txt", "--workers", "0"), ("ingest", "a.txt", "--workers", "-1"),
        ("serve", "in", "--port", "0"), ("dashboard", "--port", "65536"), ("extract",), ("nothing",),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_bad_use_before_anything_is_done(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *arguments) == 2
    assert "error: " in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["?", "a?b#c", "::", "a::b"])
def test_an_output_whose_name_a_library_reads_otherwise_is_refused(
    name: str, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "ingest", report, "--output", name) == 2
    assert f"{tmp_path / name} has " in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_a_relative_name_with_a_colon_is_no_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert place_of("s3:x") == tmp_path / "s3:x"
    assert place_of("output") == Path("output")


@pytest.mark.parametrize("command", ["ingest", "extract"])
def test_ctrl_c_has_a_code_of_its_own(
    command: str, report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run_ingest", interrupt)
    monkeypatch.setattr("extractors.extraction.extract_source", interrupt)
    assert run(monkeypatch, command, report) == 130
    assert "Traceback" not in capsys.readouterr().err


def full_disk(told: Exception) -> Exception:
    error = RuntimeError("the run failed")
    error.__cause__ = told
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        RuntimeError('IO Error: Could not write file "x": No space left on device'),
        full_disk(RuntimeError("(sqlite3.OperationalError) database or disk is full")),
    ],
)
def test_a_full_disk_is_bad_use_whoever_tells_of_it(
    error: Exception, report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli, "run_ingest", fail)
    assert run(monkeypatch, "ingest", report) == 2
    assert capsys.readouterr().err.splitlines()[0] == "error: the disk is full"


@pytest.mark.parametrize("options", [(), ("--jsonl",)])
def test_a_pipe_that_is_closed_is_no_defect(options: tuple[str, ...], tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    lines = "".join(f"全年修路{number}公里，种树{number + 5}棵。\n" for number in range(400))
    report.write_text(f"某村2016年工作总结\n{lines}", encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli", "extract", str(report), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (cli.PIPE_CLOSED, b"")


@pytest.mark.slow
def test_modules_in_the_working_folder_are_not_the_programs(tmp_path: Path) -> None:
    """Whatever they are called: those of the program, of libraries, of Python; and children look for them, too."""
    command = Path(sys.executable).with_name("report-metrics")
    if not command.exists():
        pytest.skip("the command is not installed beside this Python")
    for name in ("select", "token", "queue", "numbers", "typing", "json", "prefect", "pandas", "duckdb", "streamlit"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a module of the working folder')", encoding="utf-8")
    for name in ("flows", "extractors", "expectations"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('a package of the working folder')")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PYTHON"))}
    environment = ours | {"PREFECT_HOME": str(tmp_path / "home")}
    for arguments in (("extract", "in/a.txt"), ("ingest", "in"), ("site",)):
        done = subprocess.run([command, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    for arguments, path in ((("serve", "in"), "/api/health"), (("dashboard",), "/_stcore/health")):
        port = free_port()
        told = (tmp_path / "log").open("wb")
        with subprocess.Popen(
            [command, *arguments, "--port", str(port)], cwd=tmp_path, env=environment, stdout=told, stderr=told
        ) as process:
            try:
                wait_until(lambda port=port, path=path: answered(port, path), 90)
            finally:
                process.terminate()


def answered(port: int, path: str) -> bool:
    with suppress(OSError), BROWSER.open(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


@pytest.mark.parametrize("arguments", [["--lang", "zh", "extract"], ["extract", "--lang=zh"]])
def test_language_may_stand_anywhere_among_the_arguments(report: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments, str(report)], capture_output=True, encoding="utf-8", check=True
    )
    assert "1 条数据" in done.stdout


def test_help_is_in_the_language_that_was_asked_for() -> None:
    command = [sys.executable, "-m", "flows.cli", "extract", "--lang", "zh", "--help"]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert "显示一个文件的数据，不发布。" in told
    assert "选项" in told


def test_language_without_messages_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "--lang", "xx", "version"], capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "xx" in done.stderr


def test_extract_says_of_a_folder_and_of_a_dangling_link_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    for name, told in (
        ("", "is a folder"),
        ("link.txt", "leads to a file that does not exist"),
        ("no.txt", "does not exist"),
    ):
        command = [sys.executable, "-m", "flows.cli", "extract", str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, told in done.stderr) == (2, True)


def test_each_sentence_is_shown_once_with_what_it_states(capsys: pytest.CaptureFixture[str]) -> None:
    from extractors import extract
    from flows.listing import show_claims

    claims = extract("某县2016年工作总结\n培训农民740余人，新建道路3公里。\n")
    lines = [str(line) for line in show_claims(claims)]
    assert [line.strip() for line in lines] == [
        "2 claims",
        "培训农民740余人，新建道路3公里。",
        "740余人        培训农民 · at least · 2016",
        "3公里          新建道路 · 2016",
    ]


@pytest.mark.parametrize("command", [["dashboard"], ["site"], ["reviews", "status"], ["reviews", "import", "r.csv"]])
def test_where_people_look_and_judge_an_output_at_a_url_is_its_working_copy(command: list[str]) -> None:
    done = CliRunner().invoke(cli.app, [*command, "--output", "s3://bucket/metrics"])
    assert done.exit_code == 2
    assert "working copy" in " ".join(done.output.replace("│", " ").split())
