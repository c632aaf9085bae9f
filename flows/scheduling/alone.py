"""How is a scheduled run the only one for its output, and outlives nobody who started it? A lock, a look at the parent.

Both fall with the process, however that ends. Prefect's own limits do not: the slot of a run that was killed stays
taken in the server's database, and all later runs are cancelled for it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import connection, parent_process
from pathlib import Path

from flows.publishing.snapshots import locked

RUNNING = ".running"  # lock in the output, and in it the run that has it, or had it when it died
LOOKS = 1.0  # seconds between two looks at the parent
ORPHANED = 1  # exit code


@contextmanager
def only_run(output: Path, run: str) -> Iterator[str | None]:
    """Hold the output's lock; gives the run that died holding it. BlockingIOError where another run is going on."""
    place = output / RUNNING
    with ExitStack() as hold:
        with suppress(OSError):  # an output that cannot be made: the run will say so, with the remedy
            output.mkdir(parents=True, exist_ok=True)
        try:
            hold.enter_context(locked(place, wait=False, create=True))
        except BlockingIOError:
            raise
        except OSError:
            yield None
            return
        before = place.read_text(encoding="utf-8").strip()
        place.write_text(run, encoding="utf-8")
        yield before or None
        place.write_text("", encoding="utf-8")


def end_with_parent() -> None:
    """End this process when the one that started it is gone: its run would go on beside those that come after it."""
    threading.Thread(target=watch_parent, daemon=True).start()


def watch_parent() -> None:
    if parent := parent_process():
        connection.wait([parent.sentinel])
    else:
        number = os.getppid()
        while os.getppid() == number:
            time.sleep(LOOKS)
    os._exit(ORPHANED)
