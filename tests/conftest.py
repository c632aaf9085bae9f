"""What do several tests need? A claim to put into tables, a browser, and Prefect's API, started once for all tests."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from msgspec.structs import replace

from extractors.model import Claim, Extraction, Report, Section, SourceText
from tests.chromium import NoBrowserError, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The same examples each time, so that a build fails for what was changed; others by --hypothesis-profile=default, and
# in the slow tests.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")
_sessions: list[pytest.Session] = []
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"  # hand-made answers and real texts; not on a user's machine


def pytest_sessionstart(session: pytest.Session) -> None:
    _sessions.append(session)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test printed goes from one process to another, which takes no half of a surrogate pair."""
    report = yield
    report.sections = [
        (name, told.encode("utf-8", "backslashreplace").decode("utf-8")) for name, told in report.sections
    ]
    return report


@atexit.register
def _leave() -> None:
    """End with the status of the tests, without tearing the interpreter down.

    Threads of native libraries (DuckDB, Arrow, Delta Lake, several event loops: in this process there are more of them
    than in any run) were seen to crash it then, after all tests had passed. What atexit was told is done before.
    """
    if _sessions:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(_sessions[0].exitstatus))


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One server for the session; to be had before Prefect is imported, which then reads its address."""
    from flows.scheduling.server import prefect_api

    with prefect_api(Path(os.environ.get("PREFECT_HOME") or ROOT / ".prefect")) as server:
        server.wait_until_ready()
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as started:
            yield started
    except NoBrowserError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def ingest(prefect_server: None) -> Callable[..., object]:
    """The real flow."""
    from flows.ingest import ingest

    return ingest


TEXT = "某县2016年工作总结\n培训农民740余人。\n"
SOURCE = SourceText("0" * 64, "a.txt", TEXT, "utf-8", len(TEXT.encode()))
REPORT = Report("r1", "某县2016年工作总结", None, "某县", 2016, date(2016, 12, 20), 0, len(TEXT))
SECTION = Section("s1", "r1", "", 0, "summary", 0, len(TEXT))
CLAIM = Claim(
    "c1", SOURCE.source_id, "r1", REPORT.title, None, "某县", 2016, "summary", "s1", "",
    "培训农民740余人。", "740余人", 16, 21, "培训农民", "培训农民", None, None, "count", 740.0, 740.0, None, "人", "人",
    740.0, 740.0, None, None,
    "over", False, "actual", "none", "none", None, None, None, None, None,
    None, date(2016, 1, 1), date(2016, 12, 31), 0.9, (), "test",
)  # fmt: skip


@pytest.fixture
def make_claim() -> Callable[..., Claim]:
    """A claim like the one of TEXT, with some fields changed."""
    return lambda **changes: replace(CLAIM, **changes)


@pytest.fixture
def extraction() -> Extraction:
    """What TEXT gives."""
    return Extraction(TEXT, (), (REPORT,), (SECTION,), (CLAIM,))
