"""Does text from outside stay text, on a terminal, in lines of JSON and in the log?"""

from __future__ import annotations

import io
import json
import logging
import sys
from dataclasses import replace
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from rich.table import Table

from expectations.engine.check import CRITICAL, ROW
from expectations.engine.suite import Failure
from extractors.model import Extraction
from flows import cli
from flows.errors import BadUseError
from flows.log import LOG, listening
from flows.progress import Stages
from flows.publishing.summary import Summary
from flows.terminal import Terminal, plain

HOSTILE = [
    "[/quote]", "[bold red]x", "[link=http://evil.example]x[/link]", "\x1b[2J\x1b[1;1H", "\x1b]0;title\x07", "\x9b2J",
    "a\nerror: forged", "a\rforged", "a\x08b", "\u202egnp.exe", "\u2066x", ":smile:", "\u2028forged", "\x7f", "\udc9b",
]  # fmt: skip


def is_harmless(told: str) -> bool:
    """Whether a terminal shows it and does nothing else: no control, format or separator but those without width."""
    obeyed = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return not any(category(one) in obeyed and one not in "\n\u200b\u200c\u200d\u2060\ufeff" for one in told)


@given(st.text())
def test_what_is_plain_has_one_line_and_nothing_that_a_terminal_obeys(text: str) -> None:
    told = plain(text)
    assert is_harmless(told)
    assert "\n" not in told
    assert plain(told) == told


@pytest.mark.parametrize("text", ["全年完成投资3.5亿元，同比增长8%", "［附件］①", "e\u0301", "𠮷", "a\u200db", "a b"])
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_printed_text_neither_marks_nor_moves_nor_breaks_a_line(text: str) -> None:
    written = io.StringIO()
    terminal = Terminal(file=written, width=200, force_terminal=False)
    terminal.print(f"rejected: {text}", style="red")
    table = Table(title=text)
    table.add_column(text)
    table.add_row(text)
    terminal.print(table)
    told = written.getvalue()
    assert is_harmless(told)
    assert told.splitlines()[0].rstrip() == f"rejected: {plain(text)}"
    assert told.count(plain(text)) >= 4


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_command_prints_is_harmless(
    text: str,
    extraction: Extraction,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = tmp_path / "a.txt"
    report.write_text("x", encoding="utf-8")

    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["report-metrics", *arguments])
        with pytest.raises(SystemExit):
            cli.main()
        told = capsys.readouterr()
        return told.out + told.err

    claims = tuple(structs.replace(claim, sentence=text, quote=text, metric=text) for claim in extraction.claims)
    monkeypatch.setattr("extractors.extraction.extract_source", lambda source: replace(extraction, claims=claims))
    failure = Failure("claims", "x", CRITICAL, ROW, 1, text)
    summary = Summary(text, {text: text}, (text,), (failure,), False, False, outdated=0)
    ends: list[object] = [summary, BadUseError(text, text), OSError(text), RuntimeError(text)]
    told = [run("extract", str(report)), run("extract", "--jsonl", str(report)), run("extract", text), run(text)]
    for end in ends:

        def come_to(*_: object, end: object = end, **__: object) -> tuple[Summary, Stages]:
            if isinstance(end, Exception):
                raise end
            return summary, Stages(Terminal())

        monkeypatch.setattr(cli, "run_ingest", come_to)
        told.append(run("ingest", str(report)))
    assert all(map(is_harmless, told))
    assert json.loads(told[1])["quote"] == text


def test_the_log_has_one_object_a_line_whatever_is_told(tmp_path: Path) -> None:
    path = tmp_path / "new" / "log.jsonl"
    with listening("run", path):
        for text in HOSTILE:
            LOG.warning("%s", text)
    LOG.warning("nobody listens any more")
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["message"] for line in lines[:-1]] == HOSTILE
    assert all(map(is_harmless, lines))
    assert all(json.loads(line)["level"] == "WARNING" for line in lines[:-1])
    assert LOG.level != logging.INFO
