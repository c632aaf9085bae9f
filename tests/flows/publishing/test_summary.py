"""Is what came of a run told in figures that a person can follow?"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from expectations.engine.check import CRITICAL, ROW, TABLE, WARNING
from expectations.engine.suite import Failure
from expectations.engine.tally import Tally
from expectations.validate import Verdict
from flows.inputs.plan import Plan
from flows.publishing.differences import Changes
from flows.publishing.publish import Concluded, Run
from flows.publishing.summary import SHOWN, Summary, summarise

PLAN = Plan(to_read=(), spool=Path("spool"), reads=1, unchanged=2, outdated=0, changed=1, pruned=0, missing=0)
RUN = Run("r1", "甲", datetime(2026, 1, 1, tzinfo=UTC), 0.0, PLAN, "abc", ("a is empty",), True, {}, False)
TALLY = Tally({"files": 4, "reports": 3, "claims": 1200, "masked": 7, "kind count": 700, "kind area": 500})
WARNED = Failure("claims", "unit_known", WARNING, ROW, 2, "unit is in the unit table")
BROKEN = Failure("reports", "key_unique", CRITICAL, TABLE, 1, "report_id names each row once")


def summary_of(
    plan: Plan = PLAN,
    *,
    has_text: bool = True,
    failures: tuple[Failure, ...] = (),
    changes: Changes | None = None,
    preview: bool = False,
) -> Summary:
    verdict = Verdict(failures, (), TALLY, {})
    run = replace(RUN, plan=plan, has_text=has_text, preview=preview)
    return summarise(run, Concluded(verdict, 1, changes), Path("out"))


def shown(summary: Summary) -> str:
    console = Console(file=io.StringIO(), width=160)
    summary.show(console, 1.5)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_files_seen_are_those_not_read_again_and_all_that_was_read() -> None:
    figures = summary_of().figures
    assert (figures["files"], figures["  unchanged"], figures["  changed"]) == ("6", "2", "1")
    assert figures["claims"] == "1,200"
    assert list(figures)[list(figures).index("claims") + 1 :][:2] == ["  count", "  area"]  # the most first
    assert figures["  copies in the batch"] == "1"


def test_a_figure_that_says_nothing_is_left_out() -> None:
    figures = summary_of(replace(PLAN, unchanged=0, changed=0)).figures
    assert not {"  unchanged", "  changed", "  pruned", "  gone, rows kept"} & figures.keys()


def test_what_is_gone_is_told_with_the_way_to_remove_it() -> None:
    assert summary_of(replace(PLAN, missing=3)).figures["  gone, rows kept"] == "3 (--prune removes them)"
    assert summary_of(replace(PLAN, pruned=3)).figures["  pruned"] == "3"


def test_a_run_that_read_nothing_new_beside_what_is_published_is_no_failure() -> None:
    assert not summary_of(has_text=False).nothing_read
    assert summary_of(replace(PLAN, unchanged=0), has_text=False).nothing_read


def test_files_that_another_version_read_are_told_with_what_to_do() -> None:
    assert "--reprocess" in shown(summary_of(replace(PLAN, outdated=2)))
    assert "--reprocess" not in shown(summary_of())


def test_what_reading_again_changes_is_told_with_where_to_look() -> None:
    changes = Changes(added=1, gone=2, altered=1500)
    told = "1 added, 2 gone, 1,500 altered"
    assert summary_of(changes=changes).figures["changes"] == f"{told}: out/quality/changes.html"
    preview = summary_of(changes=changes, preview=True).figures
    assert preview["changes"] == f"{told}: out/preview/changes.html"
    assert preview["quality report"] == "out/preview/index.html"
    assert preview["tables"] == "not published"
    assert "changes" not in summary_of().figures


def test_the_gate_and_what_failed_are_told_the_worst_first() -> None:
    summary = summary_of(failures=(WARNED, BROKEN))
    text = shown(summary)
    assert summary.gate_failed
    assert summary.figures["tables"] == "not published"
    assert summary.figures["expectations failed"].startswith("1 critical, 1 warnings")
    assert text.index("reports.key_unique") < text.index("claims.unit_known, 2 rows")
    assert "nothing of this batch was published" in text


def test_long_lists_are_cut() -> None:
    summary = replace(summary_of(), rejected=tuple(f"{number}.txt is empty" for number in range(SHOWN + 5)))
    text = shown(summary)
    assert text.count("is empty") == SHOWN
    assert "and 5 more" in text


def test_serve_is_told_in_a_line() -> None:
    assert summary_of().brief() == "甲: 6 files, 2 of them unchanged; 3 reports, 1,200 claims read"
    assert "nothing of this batch was published" in summary_of(failures=(BROKEN,)).brief()


def test_pages_to_open_stand_below_the_figures(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    told = shown(summarise(RUN, Concluded(Verdict((), (), TALLY, {}), 1, None), tmp_path))
    assert f"Begin here: {tmp_path}/index.html" in told.splitlines()[-2]
    assert f"report-metrics dashboard --output {tmp_path}" in told.splitlines()[-1]


def test_figures_are_named_in_the_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_METRICS_LANG", "zh")
    told = shown(summary_of())
    assert "批次 甲" in told
    assert "未能读取" in told
    assert "files" not in told
