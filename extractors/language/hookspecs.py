"""What may a package, or the hooks.py of a rules folder, add? Three things, each a function of one of these names.

A package names its module in the entry point group `report_metrics`; a folder is given with `--rules`, or in
REPORT_METRICS_RULES. Both mark their functions:

    from extractors import hookimpl

    @hookimpl
    def file_formats():
        return {".page": read_page}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from extractors.reading.content import Content

PROJECT = "report_metrics"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def rules_folder() -> Path:  # type: ignore[empty-body]
    """A folder of TOML files like those of extractors/data/, whose rows are added to these; of a package only."""


@hookspec
def file_formats() -> Mapping[str, Callable[[bytes, str], Content]]:  # type: ignore[empty-body]
    """Readers by suffix: bytes and suffix to the text, or an UnreadableError with reason and remedy."""


@hookspec
def expectations() -> Mapping[str, Sequence[Any]]:  # type: ignore[empty-body]
    """Checks (expectations.engine.check.Check) by table, to be tested after the project's own."""
