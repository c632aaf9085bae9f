"""Where is a browser? Playwright's own Chromium, or this machine's; whoever needs one starts it here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")


class NoBrowserError(Exception):
    """What is missing, and how to get it."""


@contextmanager
def chromium(*switches: str) -> Iterator[Browser]:
    """A running Chromium; NoBrowserError where there is none."""
    try:
        from playwright import sync_api
    except ImportError as error:
        raise NoBrowserError("playwright is not installed") from error
    with sync_api.sync_playwright() as started:
        own = Path(started.chromium.executable_path)
        path = str(own) if own.exists() else next(filter(None, map(shutil.which, NAMES)), None)
        if path is None:
            raise NoBrowserError("no Chromium is found: install one, or run `playwright install chromium`")
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox", *switches])
        try:
            yield browser
        finally:
            browser.close()
