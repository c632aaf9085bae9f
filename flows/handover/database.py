"""How does a BI tool open the tables without knowing their folders? A DuckDB file that holds views and no data."""

from __future__ import annotations

from pathlib import Path

import duckdb

from expectations.engine.scratch import quoted
from flows.handover.files import replaced
from flows.handover.views import create_views

DATABASE = "metrics.duckdb"
STORAGE = "v1.2.0"  # BI tools bring a DuckDB of their own, often an older one; views need nothing newer


def write_database(tables: Path, path: Path, published_at: Path | str | None = None) -> None:
    """Write the views over `tables`, or over where these will be found, into a database file."""
    with replaced(path) as fresh, duckdb.connect() as connection:
        connection.execute(f"ATTACH {quoted(str(fresh))} AS metrics (STORAGE_VERSION '{STORAGE}')")
        connection.execute("USE metrics")
        create_views(connection, tables, published_at)
        connection.execute("USE memory")
        connection.execute("DETACH metrics")
