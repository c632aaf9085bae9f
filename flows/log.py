"""What does a run leave for those who were not looking? Lines of a log: on Prefect's pages, and as JSON on request.

All rooms write to LOG; who listens is decided where a run is started. Nobody does by default.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flows.errors import BadUseError
from flows.terminal import json_line, plain

LOG = logging.getLogger("report_metrics")
LOG.propagate = False
LOG.addHandler(logging.NullHandler())
# Environment variables, for runs that somebody else starts:
FILE = "REPORT_METRICS_LOG_JSON"  # where runs append JSON lines
NOTIFY = "REPORT_METRICS_NOTIFY"  # an Apprise URL that is not to be seen on Prefect's pages
TELLING = "REPORT_METRICS_TELL_RUNS"  # the terminal of `serve` says what each of its runs did


class JsonLines(logging.FileHandler):
    """One object a line: time, level, message, run, and what else the line is about."""

    def __init__(self, path: Path, run: str) -> None:
        self.run = run
        super().__init__(path, encoding="utf-8", errors="backslashreplace")

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname, "run": self.run, "message": record.getMessage()}
        return json_line(line | getattr(record, "about", {}))


class Forward(logging.Handler):
    """To a logger that knows which run it is of, such as Prefect's."""

    def __init__(self, logger: logging.LoggerAdapter[logging.Logger]) -> None:
        self.logger = logger
        super().__init__()

    def emit(self, record: logging.LogRecord) -> None:
        self.logger.log(record.levelno, "%s", plain(record.getMessage()))


@contextmanager
def listening(run: str, json_lines: Path | None, *others: logging.Handler) -> Iterator[None]:
    """Let these have the lines that are written meanwhile."""
    handlers = list(others)
    if json_lines:
        try:
            json_lines.absolute().parent.mkdir(parents=True, exist_ok=True)
            handlers.append(JsonLines(json_lines, run))
        except OSError as error:
            raise BadUseError(f"log {json_lines} cannot be written: {error.strerror}", "choose another file") from error
    before = LOG.level
    with ExitStack() as ending:
        ending.callback(LOG.setLevel, before)
        LOG.setLevel(logging.INFO)
        for handler in handlers:
            LOG.addHandler(handler)
            ending.callback(handler.close)
            ending.callback(LOG.removeHandler, handler)
        yield
