"""How are the figures written down? Tables for the terminal and in Markdown, and a marked part of a page rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from unicodedata import east_asian_width

from tests.evaluation.reliability import Reliability
from tests.evaluation.rules import FIELDS
from tests.evaluation.tally import Tally, by_class

Cells = Sequence[Sequence[str]]
FIGURES = ("", "rows", "found P", "R", "F1", "exact F1", "row F1", *FIELDS)


class MarkerError(ValueError):
    """A page lacks the marks between which a command writes."""


def figure_cells(tallies: Mapping[str, Tally]) -> list[list[str]]:
    """One row a corpus; the last one is all of them together."""
    total = sum(tallies.values(), Tally())
    return [list(FIGURES), *([title, *figures(t)] for title, t in [*tallies.items(), ("all", total)])]


def figures(t: Tally) -> list[str]:
    shares = [t.precision, t.recall, t.f1(t.matched), t.f1(t.exact), t.f1(t.whole), *map(t.field_share, FIELDS)]
    return [str(t.gold), *(f"{share:.3f}" for share in shares)]


def reliability_cells(table: Reliability) -> list[list[str]]:
    header = ["confidence", "rows", "mean", "share right"]
    bins = [
        [b.title, str(b.rows), *((f"{b.confidence:.3f}", f"{b.right:.3f}") if b.rows else "––")] for b in table.bins
    ]
    return [header, *bins]


def reliability_summary(table: Reliability) -> str:
    return (
        f"{table.rows} claims, {table.right:.3f} of them right; "
        f"expected calibration error {table.calibration_error:.3f}; Brier score {table.brier:.3f} "
        f"({table.brier_of_share:.3f} if every claim had the share right as its confidence); "
        f"a right claim is surer than a wrong one in {table.ranking:.3f} of the pairs; "
        f"the tenth with the least confidence holds {table.lowest_tenth:.3f} of the wrong ones"
    )


def plain(cells: Cells) -> str:
    """Columns under each other: the first one to the left, figures to the right."""
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        first, *rest = (cell if n else cell + " " * (widths[0] - width(cell)) for n, cell in enumerate(row))
        lines.append("  ".join([first, *(" " * (w - width(c)) + c for c, w in zip(rest, widths[1:], strict=True))]))
    return "\n".join(line.rstrip() for line in lines)


def width(cell: str) -> int:
    """Chinese characters take two columns."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in cell)


def markdown(cells: Cells) -> str:
    header, *rows = cells
    rule = ["---", *["--:"] * (len(header) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (header, rule, *rows))


def error_list(tally: Tally, most: int | None) -> str:
    """Every class with its count, and its errors: text and line, quote, what is wanted, what came."""
    lines = []
    for sort, errors in by_class(tally.errors).items():
        lines.append(f"{sort}: {len(errors)}")
        lines += [
            f"  {e.text}:{e.line}  {e.quote}  wanted {e.wanted or '–'}  got {e.got or '–'}" for e in errors[:most]
        ]
    return "\n".join(lines)


def rewrite(page: Path, name: str, content: str) -> None:
    """Put content between <!-- name:begin --> and <!-- name:end --> of a page, in the place of what is there."""
    page.write_text(replace_between(page.read_text(encoding="utf-8"), name, content, page.name), encoding="utf-8")


def replace_between(text: str, name: str, content: str, where: str) -> str:
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise MarkerError(f"{where}: {begin} and, after it, {end} must stand in it")
    return f"{before}{begin}\n{content.strip()}\n{end}{after}"
