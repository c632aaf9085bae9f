"""Do the commands, figures, queries and programs of README.md and docs/operations.md hold?"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
import typer.main

from extractors.reading import pdf_picture
from extractors.reading.files import MAX_ARCHIVE_BYTES, MAX_BYTES, MAX_CHARACTERS
from extractors.reading.members import MAX_FOLDERS, MAX_NAME
from flows import cli
from flows.command_line import ending
from flows.publishing import snapshots
from flows.work import workers
from tests.conftest import ROOT
from tests.docs.blocks import PAGES, blocks

OPERATIONS = ROOT / "docs" / "operations.md"
COMMAND = re.compile(r"(?:^ {4}|`)(?:\.venv/bin/)?report-metrics +([a-z-]+)([^`\n#]*)", re.MULTILINE)
COMMANDS = [
    pytest.param(name, rest, id=f"{page.name}: {name}{rest.rstrip()}")
    for page in PAGES
    if page.exists()
    for name, rest in COMMAND.findall(page.read_text(encoding="utf-8"))
]


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 10


@pytest.mark.parametrize(("name", "rest"), COMMANDS)
def test_a_command_and_its_options_exist(name: str, rest: str) -> None:
    known = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    assert name in known
    command = known[name]
    inner = getattr(command, "commands", {})  # reviews export
    command = inner.get(next(iter(rest.split()), ""), command)
    options = {option for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", rest)) <= options | {"--help"}


def test_the_exit_codes_are_those_of_the_command() -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    codes = [int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert codes == [
        ending.OK,
        ending.GATE_FAILED,
        ending.BAD_USE,
        ending.DEFECT,
        ending.INTERRUPTED,
        ending.PIPE_CLOSED,
    ]


@pytest.mark.parametrize(
    "said",
    [
        f"| {workers.MEMORY // 1024**3} GB of memory |",
        f"| {workers.READ_SECONDS:.0f} s |",
        f"| {workers.CONTAINER_SECONDS:.0f} s |",
        f"| {workers.EXTRACT_SECONDS:.0f} s and {workers.EXTRACT_SECONDS_PER_CHARACTER * 1e6:.0f} µs a character |",
        f"| {workers.DRAW_SECONDS:.0f} s, besides {pdf_picture.SECONDS:.0f} s for a file |",
        f"| {MAX_BYTES // 1024**2} MB; {MAX_ARCHIVE_BYTES // 1024**2} MB |",
        f"| {MAX_CHARACTERS:,} characters |",
        f"| {MAX_FOLDERS} folders, {MAX_NAME:,} characters |",
        f"{snapshots.KEPT} snapshots are kept",
    ],
)
def test_the_limits_are_those_of_the_program(said: str) -> None:
    assert said in OPERATIONS.read_text(encoding="utf-8")


def test_the_parameters_are_those_of_the_deployment() -> None:
    section = OPERATIONS.read_text(encoding="utf-8").partition("| parameter |")[2].partition("\n\n")[0]
    named = {name for row in section.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1] if row else "")}
    deployed = (
        (ROOT / "prefect.yaml").read_text(encoding="utf-8").partition("parameters:\n")[2].partition("work_pool")[0]
    )
    assert named == set(re.findall(r"^ +(\w+):", deployed, re.MULTILINE))


@pytest.mark.slow
@pytest.mark.parametrize("query", blocks(OPERATIONS, "sql"))
def test_a_query_can_be_asked(sample_output: Path, query: str) -> None:
    with duckdb.connect(sample_output / "metrics.duckdb", read_only=True) as connection:
        connection.execute(query).fetchall()


@pytest.mark.slow
@pytest.mark.parametrize("program", blocks(OPERATIONS, "python"))
def test_a_program_tells_something(
    program: str, sample_output: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(sample_output.parent)
    exec(program, {})
    assert "seeds" in capsys.readouterr().out


@pytest.mark.slow
def test_a_preview_leaves_its_pages_and_publishes_nothing(sample_output: Path) -> None:
    from flows.ingest import ingest

    before = (sample_output / ".current").readlink()
    summary = ingest([ROOT / "seeds"], sample_output, reprocess=True, preview=True)
    assert (sample_output / ".current").readlink() == before
    assert Path(summary.figures["quality report"]).read_text(encoding="utf-8")
    assert "0 added, 0 gone, 0 altered" in summary.figures["changes"]
    assert Path(summary.figures["changes"].rpartition(": ")[2]).exists()
