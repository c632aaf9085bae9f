"""How much of a batch may go in one run, and how far may its counts be from those of past runs?

Tested on a frame with a row for each thing that is counted (expectations.engine.volume). A net below all else: whatever
made the rows go, a share of the network, a broken sync or a new version of the extractor, they stay until somebody
says that they shall go.
"""

from __future__ import annotations

from expectations.engine.check import CRITICAL, TABLE, WARNING, Check, check_in_set

ALLOW = "--allow-loss lets it happen once"

CHECKS: tuple[Check, ...] = (
    check_in_set(
        "rows_kept",
        CRITICAL,
        TABLE,
        "rows",
        ["kept"],
        f"No more rows of the batch go in one run than --max-loss allows, in per cent; {ALLOW}",
    ),
    check_in_set(
        "files_still_read",
        CRITICAL,
        TABLE,
        "files",
        ["read"],
        f"No more files that were read before are rejected now than --max-rejected allows, in per cent; {ALLOW}",
    ),
    check_in_set(
        "as_in_past_runs",
        WARNING,
        TABLE,
        "figures",
        ["usual"],
        "What a file gives, and how much is rejected, quarantined or removed, is near to what it was in past runs",
    ),
)
