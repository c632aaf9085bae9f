"""How is all that leads to the tables written? For BI tools, for programs, and for people."""

from __future__ import annotations

from pathlib import Path

from flows.handover.database import DATABASE, write_database
from flows.handover.datapackage import write_datapackage
from flows.handover.dictionary import write_dictionary
from flows.handover.home import write_home
from flows.handover.sdmx import FILE, write_sdmx


def write_handover(tables: Path, folder: Path, published_at: Path | str | None = None) -> None:
    """Write what a BI tool needs, and the output's first page: when the site and the quality report are there.

    `published_at` is where `tables` will be found by readers, if not where it is now.
    """
    name = Path(published_at or tables).name
    write_database(tables, folder / DATABASE, published_at)
    write_datapackage(tables, folder / "datapackage.json", name)
    write_dictionary(tables, folder / "dictionary.html", folder / DATABASE)
    write_sdmx(tables, folder / FILE, folder / DATABASE)
    write_home(tables, folder)
