"""How do the tables reach a BI tool? A database of documented views, a data package, a data dictionary.

    output/metrics.duckdb      views, no data: one for each table, and those that count each text once
    output/datapackage.json    the tables' columns, for programs
    output/dictionary.html     the same for people, with the views, examples and counts

    write_handover(tables, folder, published_at)   all three, into the folder that holds, or will hold, `tables`

None of them is written in place, so that `folder` may be one of hard links to an earlier snapshot.
"""

from __future__ import annotations

from pathlib import Path

from flows.handover.database import write_database
from flows.handover.datapackage import write_datapackage
from flows.handover.dictionary import write_dictionary

__all__ = ["write_database", "write_datapackage", "write_dictionary", "write_handover"]


def write_handover(tables: Path, folder: Path, published_at: Path | str | None = None) -> None:
    """Write what a BI tool needs; `published_at` is where `tables` will be found by readers, if not where it is now."""
    name = Path(published_at or tables).name
    write_database(tables, folder / "metrics.duckdb", published_at)
    write_datapackage(tables, folder / "datapackage.json", name)
    write_dictionary(tables, folder / "dictionary.html", folder / "metrics.duckdb")
