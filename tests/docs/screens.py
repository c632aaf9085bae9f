"""What does everything that people see look like? A picture of every page and screen, to be looked at.

    make screenshots OUTPUT=output TO=build/screens ONLY=trend

Two widths, light and dark, Chinese and English: eight pictures each, of an output that a run has published. What no
test can see, such as a label that is cut or a chart that says nothing, is seen here. Needs Chromium, of this machine
or of `playwright install chromium`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import duckdb

from expectations.pages.house import PAGES
from flows.site.links import claim_url, report_url
from tests.chromium import chromium
from tests.flows.dashboard.test_browser import served, settle
from tests.flows.dashboard.test_people import SCREENS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Scheme = Literal["light", "dark"]
WIDTHS = {1400: 900, 390: 844}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LONGEST = 3000  # pixels of a page that are taken

#: Pages that are not in the house's header, where the run has made them.
FURTHER = {
    "changes": "quality/changes.html",
    "checks": "quality/results/claims.html",
    "expectations": "quality/expectations/claims.html",
}
#: A claim of each sort that its card shows something else of.
CARDS = {
    "whole": "array_to_string(flags, ' ') LIKE '%parts_do_not_sum%'",
    "part": "part_of IS NOT NULL",
    "print": "page IS NOT NULL",
    "level": "indicator_id = 'gdp'",
}
SEARCHES = {"search": "?words=%E7%B2%AE%E9%A3%9F", "nothing": "?words=%E9%BA%92%E9%BA%9F%E7%91%9E%E5%85%BD"}


def pages_of(output: Path) -> Iterator[tuple[str, str]]:
    """Name and address, below the output's folder, of what is looked at from disk."""
    yield from ((name, path) for name, (path, _) in PAGES.items())
    yield from ((name, path) for name, path in FURTHER.items() if (output / path).exists())
    yield from ((name, PAGES["site"][0] + asked) for name, asked in SEARCHES.items())
    with duckdb.connect(str(output / "metrics.duckdb"), read_only=True) as connection:
        longest = connection.execute(
            "SELECT batch, report_id FROM claims GROUP BY ALL ORDER BY count(*) DESC, report_id LIMIT 1"
        ).fetchone()
        assert longest, "nothing is published"
        yield "report", "site/" + report_url(*longest)
        for name, condition in CARDS.items():
            sql = f"SELECT batch, report_id, claim_id FROM claims WHERE {condition} ORDER BY claim_id LIMIT 1"
            if found := connection.execute(sql).fetchone():
                yield f"card-{name}", "site/" + claim_url(*found)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    file: str
    locale: str
    width: int
    scheme: Scheme


def looks(name: str, only: str) -> Iterator[Look]:
    for language, width, scheme in product(LOCALES, WIDTHS, SCHEMES):
        file = f"{name}-{language}-{width}-{scheme}.png"
        if only in file:
            yield Look(file, LOCALES[language], width, scheme)


def open_page(browser: Browser, address: str, look: Look, height: int = 0) -> Page:
    context = browser.new_context(
        locale=look.locale, color_scheme=look.scheme,
        viewport={"width": look.width, "height": height or WIDTHS[look.width]},
    )  # fmt: skip
    page = context.new_page()
    page.goto(address)
    return page


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--output", type=lambda path: Path(path).absolute(), default=Path("output").absolute())
    options.add_argument("--to", type=Path, default=Path("build/screens"))
    options.add_argument("--only", default="", help="what the names of the pictures hold: trend, zh-390, dark")
    asked = options.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name, path in pages_of(asked.output):
            for look in looks(name, asked.only):
                page = open_page(browser, f"{asked.output.as_uri()}/{path}", look)
                page.wait_for_timeout(800)
                take(page, asked.to / look.file, whole="#" not in path)
        screens = {look: screen for screen in SCREENS for look in looks(f"screen-{screen or 'new'}", asked.only)}
        if screens:
            with served(asked.output) as base:
                for look, screen in screens.items():
                    # The page scrolls within itself: a window that is long shows what stands further down.
                    page = open_page(browser, f"{base}/{screen}", look, LONGEST // 2)
                    page.get_by_role("heading").first.wait_for(timeout=60_000)
                    for _ in range(2):  # what is drawn late comes out of its haze slowly
                        settle(page)
                        page.wait_for_timeout(1500)
                    take(page, asked.to / look.file, whole=False)


def take(page: Page, target: Path, whole: bool) -> None:
    width, height = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, LONGEST)}
    page.screenshot(path=target, full_page=whole, clip=clip if whole else None)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth")
    print(target.name, f"WIDER THAN ITS WINDOW: {wide}" if wide > width else "", flush=True)
    page.context.close()


if __name__ == "__main__":
    main()
