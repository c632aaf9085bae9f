"""How is the comparison written down? docs/comparison.md, from scores and speeds; with the versions and the day."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

from tests.evaluation.report import replace_between
from tests.peers.matching import Score


@dataclass(frozen=True, slots=True)
class Row:
    """One way of asking one tool; `right` counts what the row's title says, exact unless it says otherwise."""

    title: str
    variant: str
    found: Score
    right: Score


@dataclass(frozen=True, slots=True)
class Speed:
    """MB/s of this project and of a peer, and the median of this project's time over the peer's."""

    title: str
    variant: str
    this: float
    peer: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Section:
    """What came out on one corpus."""

    title: str
    texts: int
    wanted: int
    megabytes: float
    rows: list[Row]
    fields: list[Row]
    tried: list[Row]
    speeds: list[Speed]


SUITES_BEGIN, SUITES_END = "<!-- suites:begin -->", "<!-- suites:end -->"
TEMPLATE = Path(__file__).resolve().parent / "comparison.template.md"


def page(
    sections: list[Section],
    versions: dict[str, str],
    descriptions: dict[str, dict[str, str]],
    skipped: list[str],
    rounds: int,
) -> str:
    """The whole of docs/comparison.md."""
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        versions=", ".join(f"{title} {version}" for title, version in versions.items()),
        python=".".join(platform.python_version_tuple()[:2]),
        day=date.today().isoformat(),
        corpora="\n".join(f"| {s.title} | {s.texts} | {s.wanted} | {s.megabytes:.3f} |" for s in sections),
        rounds=rounds,
        skipped="".join(f"- Skipped: {reason}\n" for reason in skipped),
        everything="\n".join(scores(s, s.rows) for s in sections),
        speed=speed_table(sections),
        fields="\n".join(scores(s, s.fields) for s in sections),
        tried=tried_list(descriptions),
        variants="\n".join(scores(s, s.tried) for s in sections),
    )


def keep_suites(page: str, before: str) -> str:
    """The page with the part that `make suites` writes as it was."""
    _, found, rest = before.partition(SUITES_BEGIN)
    return replace_between(page, "suites", rest.partition(SUITES_END)[0], "comparison.md") if found else page


def scores(section: Section, rows: list[Row]) -> str:
    lines = [
        f"### {section.title}\n",
        "| tool | asked for | found P | R | F1 | exact P | R | F1 |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [f"| {r.title} | {r.variant} | {three(r.found)} | {three(r.right)} |" for r in rows]
    return "\n".join(lines) + "\n"


def three(score: Score) -> str:
    return f"{score.precision:.3f} | {score.recall:.3f} | **{score.f1:.3f}**"


def speed_table(sections: list[Section]) -> str:
    lines = [
        "| texts | peer | asked for | peer, MB/s | report-metrics, MB/s | peer's speed, this project's = 1 |",
        "|---|---|---|--:|--:|--:|",
    ]
    for section in sections:
        for s in section.speeds:
            lines.append(
                f"| {section.title} | {s.title} | {s.variant} | {s.peer:.2f} | {s.this:.2f} | {s.ratio:.2f} × |"
            )
    return "\n".join(lines) + "\n"


def tried_list(descriptions: dict[str, dict[str, str]]) -> str:
    return "\n".join(
        f"- {title}, *{name}*: {what}" for title, variants in descriptions.items() for name, what in variants.items()
    )
