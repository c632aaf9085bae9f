"""How good is this batch? One page that a person reads in a minute, before the details of every single expectation.

`write_quality_page` takes any folder of published tables, so that the page can be made of a snapshot again. What the
tables cannot say, what was tested and what did not hold, is handed over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from expectations.engine.check import CRITICAL, ROW, TABLE
from expectations.engine.doubtful import UNSURE
from expectations.engine.suite import Failure
from expectations.messages.catalogue import N_
from expectations.messages.html import both, both_of, languages_js, named
from expectations.pages.agreement import Agreement, show_agreement
from expectations.pages.figures import Figures, Row, read_figures
from expectations.pages.house import SCRIPT, STYLE, page_css, replace_file
from expectations.pages.review import ClaimLink, in_sentence, mark_between, show_value, write_review_pages
from expectations.pages.rightness import read_rightness
from expectations.pages.templates import load_template
from expectations.pages.words import explain_flag, load_reasons
from extractors.model import LAST_RESORTS

PassedLink = Callable[[str, str, int], str]  # batch, report_id, where a numeral begins: the address likewise


@dataclass(frozen=True, slots=True)
class Evaluated:
    """How many expectations of one table were evaluated, and how many of them do not hold."""

    table: str
    rows: int | None  # None of what is no table: columns, reconciliation
    evaluated: int
    failed: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure over the runs: name, column of `runs`, and of which other column it is a share."""

    name: str
    column: str
    of: str = ""


TRENDS = (
    Trend(N_("Claims published"), "claims_published"),
    Trend(N_("Censored"), "claims_masked", "claims_published"),
    Trend(N_("With a warning"), "claims_flagged", "claims_published"),
    Trend(N_("Quarantined"), "claims_quarantined"),
    Trend(N_("Files rejected"), "files_rejected"),
    Trend(N_("Seconds"), "seconds"),
)


def write_quality_page(
    tables: Path,
    folder: Path,
    batch_id: str,
    *,
    failures: Sequence[Failure] = (),
    tested: Sequence[Evaluated] = (),
    run: Row | None = None,
    history: Path | None = None,
    scratch: Path | None = None,
    claim_link: ClaimLink | None = None,
    passed_link: PassedLink | None = None,
    agreement: Agreement | None = None,
) -> None:
    """Write index.html and review.html, with what they need, into the folder of the quality report.

    Of a batch whose gate failed, `tables` is where it is staged and `history` where the table `runs` lies. `run` is the
    row of this run, if it is not among `runs` yet. `scratch`: the folder for what is not kept in memory meanwhile.
    """
    figures = read_figures(tables, batch_id, history, scratch=scratch)
    runs = [*(past for past in figures.runs if not run or past["run_id"] != run["run_id"]), *([run] if run else [])]
    evaluated = sum(table.evaluated for table in tested)
    page = _template().render(
        **_verdict(failures, evaluated),
        has_site=claim_link is not None,
        evaluated=evaluated,
        **{name: figures.one(name) for name in ("claims", "reports", "files", "quarantined")},
        **{
            name: figures.rows(name)
            for name in ("formats", "rejected", "stale", "doubtful", "rules", "kinds", "units", "copies")
        },
        batch=batch_id,
        moment=(run["started_at"] if run else datetime.now(UTC)).strftime("%Y-%m-%d %H:%M UTC"),
        seconds=f"{run['seconds']:.1f}" if run else "",
        failures=sorted(failures, key=lambda failure: (failure.severity != CRITICAL, failure.scope == ROW)),
        tested=tested,
        tiles=_tiles(figures, run) if figures.has_tables or run else [],
        confidence=_by_confidence(figures.rows("confidence")),
        flags=[dict(row, told=both(explain_flag(row["name"]))) for row in figures.rows("flags")],
        **_passed_over(figures.rows("passed")),
        **read_rightness(figures),
        **show_agreement(agreement, claim_link),
        reviewed=figures.rows("reviewed"),
        missed=[_show_missed(row, batch_id, passed_link) for row in figures.rows("missed")],
        flagged=[_show(row, batch_id, claim_link) for row in figures.rows("flagged")],
        unsure=[_show(row, batch_id, claim_link) for row in figures.rows("unsure")],
        quarantine=[dict(row, marked=Markup(in_sentence(row))) for row in figures.rows("quarantine")],
        runs=runs,
        trends=[_trend(trend, runs) for trend in TRENDS],
        threshold=UNSURE,
        has_tables=figures.has_tables,
        has_changes=(folder / "changes.html").exists(),
    )
    replace_file(folder / "index.html", page)
    replace_file(folder / STYLE, page_css())
    replace_file(folder / SCRIPT, languages_js())
    write_review_pages(tables, folder, batch_id, claim_link, scratch=scratch)


def _verdict(failures: Sequence[Failure], evaluated: int) -> dict[str, str]:
    if any(failure.severity == CRITICAL and failure.scope == TABLE for failure in failures):
        return {"verdict": both("The gate failed: nothing of this batch is published"), "state": "failed"}
    if failures:
        return {"verdict": both("Passed, with remarks"), "state": "remarks"}
    if not evaluated:
        return {"verdict": both("Nothing was tested"), "state": "remarks"}
    return {"verdict": both("Passed: every expectation holds"), "state": "passed"}


def _tiles(figures: Figures, run: Row | None) -> list[dict[str, str]]:
    """The figures of the tables; where these hold nothing of the batch, those of the run."""
    claims, sources, reports = figures.one("claims"), figures.one("files"), figures.one("reports")
    quarantined = figures.one("quarantined")["claims"]
    name = both_of("claim", "claims", claims["claims"])
    if run and not figures.has_tables:
        name = both_of("claim extracted", "claims extracted", run["claims_extracted"])
        sources = {"files": run["files"], "rejected": run["files_rejected"], "stale": 0, "doubtful": 0}
        reports = {"reports": run["reports"], "copies": 0}
        claims = {"claims": run["claims_extracted"], "masked": 0, "flagged": 0, "unsure": 0}
        quarantined = run["claims_quarantined"]
    extracted = run["claims_extracted"] if run else quarantined + claims["claims"]

    def tile(name: str, number: int, note: str = "", state: str = "") -> dict[str, str]:
        return {"name": name, "number": _whole(number), "note": note, "state": state if number else ""}

    tiles = [
        tile(
            both_of("file read", "files read", sources["files"] - sources["rejected"]),
            sources["files"] - sources["rejected"],
        ),
        tile(both_of("file rejected", "files rejected", sources["rejected"]), sources["rejected"], state="warn"),
        tile(both_of("report", "reports", reports["reports"]), reports["reports"], _repeat(reports["copies"])),
        tile(name, claims["claims"]),
        tile(both("quarantined"), quarantined, _share(quarantined, extracted), "bad"),
    ]
    if sources["stale"]:
        tiles.insert(
            2,
            tile(
                both_of("file not read again", "files not read again", sources["stale"]), sources["stale"], state="warn"
            ),
        )
    if sources["doubtful"]:
        tiles.insert(
            2, tile(both_of("page in doubt", "pages in doubt", sources["doubtful"]), sources["doubtful"], state="warn")
        )
    if figures.has_tables:
        shares = {
            both("censored"): "masked",
            both("with a warning"): "flagged",
            both("less sure than {threshold}", threshold=UNSURE): "unsure",
        }
        tiles[-1:-1] = [
            tile(told, claims[column], _share(claims[column], claims["claims"]), "" if column == "masked" else "warn")
            for told, column in shares.items()
        ]
    return tiles


def _repeat(copies: int) -> str:
    return both_of("{count} repeats another", "{count} repeat another", copies) if copies else ""


def _by_confidence(rows: Sequence[Row]) -> list[dict[str, Any]]:
    counts = {row["tenth"]: row["count"] for row in rows}
    if not counts:
        return []
    return [
        {"name": f"{tenth / 10:.1f} – {(tenth + 1) / 10:.1f}", "count": counts.get(tenth, 0)}
        for tenth in range(9, min(*counts, 6) - 1, -1)
    ]


def _show(row: Row, batch_id: str, claim_link: ClaimLink | None) -> dict[str, Any]:
    link = claim_link(batch_id, row["report_id"], row["claim_id"]) if claim_link else ""
    return dict(row, marked=Markup(in_sentence(row)), shown=show_value(row), link=link)


def _passed_over(rows: Sequence[Row]) -> dict[str, Any]:
    """The reasons with their meanings: last resorts, which may hide a quantity, apart from the rules."""
    told = [dict(row, told=both(load_reasons().get(row["name"], ""))) for row in rows]
    last = [row for row in told if row["name"] in LAST_RESORTS]
    numbers = {"passed": sum(row["count"] for row in told), "unruled": sum(row["count"] for row in last)}
    return {**numbers, "by_last": last, "by_rule": [row for row in told if row not in last]}


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _show_missed(row: Row, batch_id: str, passed_link: PassedLink | None) -> dict[str, Any]:
    """A numeral in its line of the source, which may be a heading or a row of a table."""
    before, after = (row["before"] + "|").splitlines()[-1][:-1], ("|" + row["after"]).splitlines()[0][1:]
    marked = Markup(mark_between(before.lstrip(), row["quote"], after.rstrip()))
    link = passed_link(batch_id, row["report_id"], row["char_start"]) if passed_link and row["report_id"] else ""
    return dict(row, marked=marked, link=link)


def _trend(trend: Trend, runs: Sequence[Row]) -> dict[str, Any]:
    values = [_value_of(trend, run) for run in runs]
    most = max(values, default=0.0)
    shown = [_shown(trend, value) for value in values]
    columns = [
        {
            "height": _width(value, most),
            "shown": text,
            "state": "" if run["status"] == "published" else "failed",
            "title": f"{run['started_at']:%Y-%m-%d %H:%M} {run['batch_id']}: {text}",
        }
        for value, text, run in zip(values, shown, runs, strict=True)
    ]
    return {"name": trend.name, "columns": columns, "last": shown[-1] if shown else "", "most": _shown(trend, most)}


def _value_of(trend: Trend, run: Row) -> float:
    value = float(run[trend.column])
    return value / (run[trend.of] or 1) if trend.of else value


def _shown(trend: Trend, value: float) -> str:
    if trend.of:
        return _share(value, 1)
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def _share(part: float, whole: float) -> str:
    """Per cent; what is there, however little, is not 0 %, and what is not all is not 100 %."""
    if not whole or not part:
        return "0%"
    percent = 100 * part / whole
    if percent < 0.1:
        return "<0.1%" if percent < 0.05 else "0.1%"
    return f"{min(percent, 99.9) if part < whole else percent:.1f}".removesuffix(".0") + "%"


def _width(part: float, whole: float) -> str:
    """Of a bar, as style sheets have it: they know no <0.1%."""
    return f"{100 * part / whole:.2f}%" if whole else "0"


def _whole(number: int) -> str:
    return f"{number:,}"


def _consequence(failure: Failure) -> Markup:
    if failure.severity == CRITICAL:
        return both("rows quarantined") if failure.scope == ROW else both("gate fails")
    return both("rows flagged") if failure.scope == ROW and failure.table == "claims" else both("reported")


def _explain(flag: str) -> Markup:
    """The attribute that says what a warning means; none where it has no words."""
    told = explain_flag(flag)
    return named("title", told) if told else Markup()


def _template() -> Any:
    filters: dict[str, Callable[..., Any]] = {
        "share": _share,
        "width": _width,
        "whole": _whole,
        "consequence": _consequence,
        "explain": _explain,
    }
    return load_template("expectations.pages", "quality.html", {**filters, "percent": _percent})
