"""What do the README's pictures show? The sample batch in a browser: an evidence page, and the dashboard.

    report-metrics ingest seeds --output output && python -m tests.docs.pictures output

Needs Chromium, of this machine or of `playwright install chromium`. Writes docs/images/*.png, in few colours, which
keeps them small.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from PIL import Image

from flows.site.links import claim_url
from tests.chromium import chromium
from tests.conftest import ROOT
from tests.flows.dashboard.test_browser import served, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IMAGES = ROOT / "docs" / "images"
SHOWN = "8千余亩"  # quote of the claim whose card is open
COLOURS = 128


def main() -> None:
    output = Path(sys.argv[1] if len(sys.argv) > 1 else "output").absolute()
    with chromium() as browser:
        save(evidence(browser, output), IMAGES / "evidence.png")
        save(dashboard(browser, output), IMAGES / "dashboard.png")


def evidence(browser: Browser, output: Path) -> bytes:
    """The page of a report, with the card of one claim."""
    with duckdb.connect(str(output / "metrics.duckdb"), read_only=True) as connection:
        found = connection.execute("SELECT batch, report_id, claim_id FROM claims WHERE quote = ?", [SHOWN]).fetchone()
    assert found, f"no claim with the quote {SHOWN}: is this the sample batch?"
    page = browser.new_page(viewport={"width": 1200, "height": 700})
    page.goto((output / "site" / "index.html").as_uri().replace("index.html", claim_url(*found)))
    page.wait_for_timeout(1000)
    return page.screenshot()


def dashboard(browser: Browser, output: Path) -> bytes:
    with served(output) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 720})
        page.goto(address)
        settle(page)
        page.wait_for_timeout(2000)
        return page.screenshot()


def save(png: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
