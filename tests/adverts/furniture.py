"""Which claims are read out of what stands around a report, and which of the report's own are lost?

python -m tests.adverts.furniture    prints both for each page of furniture.toml, and the sums
"""

from __future__ import annotations

import io
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache

import docx

from extractors.extraction import extract_source
from extractors.reading.files import to_source_text
from tests.adverts.generate import HERE


@dataclass(frozen=True, slots=True)
class Page:
    """A page as someone saved it; `figures` are the quotes of its report's claims."""

    name: str
    kind: str
    text: str
    figures: list[str]
    head: list[str] | None = None
    foot: list[str] | None = None
    rows: list[list[list[str]]] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    found: int
    missing: list[str]
    out_of_furniture: list[str]


@cache
def read_pages() -> tuple[Page, ...]:
    rows = tomllib.loads((HERE / "furniture.toml").read_text(encoding="utf-8"))["page"]
    return tuple(Page(**row) for row in rows)


def make_file(page: Page) -> bytes:
    """The page as the bytes of a file."""
    if page.kind != "docx":
        return page.text.strip().encode()
    document = docx.Document()
    section = document.sections[0]
    for lines, part in ((page.head, section.header), (page.foot, section.footer)):
        for line in lines or ():
            part.add_paragraph(line)
    for line in page.text.strip().splitlines():
        document.add_paragraph(line)
    for grid in page.rows or ():
        table = document.add_table(rows=len(grid), cols=len(grid[0]))
        for row, cells in zip(table.rows, grid, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        document.add_paragraph("")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def judge(page: Page) -> Outcome:
    source = to_source_text(make_file(page), f"page.{page.kind}")
    found = Counter(claim.quote for claim in extract_source(source, numerals=False).claims)
    expected = Counter(page.figures)
    return Outcome((expected & found).total(), list((expected - found).elements()), list((found - expected).elements()))


def main() -> None:
    outcomes = [(page, judge(page)) for page in read_pages()]
    for page, outcome in outcomes:
        print(f"{outcome.found}/{len(page.figures)} {page.name}")
        print(f"    missing {outcome.missing}, out of furniture {outcome.out_of_furniture}")
    expected = sum(len(page.figures) for page, _ in outcomes)
    extra = sum(len(outcome.out_of_furniture) for _, outcome in outcomes)
    print(f"{sum(outcome.found for _, outcome in outcomes)} of {expected} figures, {extra} claims of furniture")


if __name__ == "__main__":
    main()
