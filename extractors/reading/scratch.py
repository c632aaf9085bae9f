"""Where does a program that needs files put them? In a folder that goes, at the latest at the next start.

A run that is killed cannot tidy up. A conversion has a minute's time, so what is older than a few is nobody's any more.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

PREFIX = "report-metrics-"
OLD = 600  # seconds


def scratch_folder() -> TemporaryDirectory[str]:
    """A new folder, removed when its context ends."""
    return TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)


def remove_left_folders() -> int:
    """Remove the folders of runs that were killed; how many there were. Those of other users stay: they are theirs."""
    removed = 0
    with suppress(OSError):
        for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
            with suppress(OSError):
                if folder.is_dir() and not folder.is_symlink() and time.time() - folder.stat().st_mtime > OLD:
                    shutil.rmtree(folder, ignore_errors=True)
                    removed += not folder.exists()
    return removed
