"""How are the pages of what is published made again? In a snapshot of their own, whose tables are those of the last."""

from __future__ import annotations

from pathlib import Path

from flows.errors import BadUseError
from flows.handover.database import DATABASE, write_database
from flows.handover.home import write_home
from flows.publishing.damage import naming_damage, whole_tables
from flows.publishing.history import current, next_place
from flows.publishing.others import write_others
from flows.publishing.snapshots import Tell, open_stage, publish, publishing, take_over
from flows.site.write import SiteFigures, write_site
from flows.storage.parquet import part_files


def rebuild_site(output: Path, tell: Tell = lambda _: None) -> SiteFigures:
    """Write all pages of reports anew, and publish them."""
    if not output.is_dir():
        raise nothing_in(output)
    with naming_damage(output), open_stage(output, tell) as stage, publishing(output, tell):
        base, made = current(output), stage / "next"
        tables = base / "tables" if base else None
        if base is None or not part_files(tables, "texts"):
            if part_files(tables, "claims"):
                problem = f"the tables in {output} were published by an earlier version, which did not keep the texts"
                raise BadUseError(problem, "publish the batches again: report-metrics ingest … --reprocess")
            raise nothing_in(output)
        whole_tables(tables, stage, "", reprocess=False)
        take_over(base, made)
        figures = write_site(made / "tables", made / "site", scratch=stage)
        write_others(made / "tables", made / "site", stage)
        write_database(made / "tables", made / DATABASE, next_place(output) / "tables")
        write_home(made / "tables", made)
        publish(stage, made)
    return figures


def nothing_in(output: Path) -> BadUseError:
    remedy = "publish some with report-metrics ingest, or name another folder with --output"
    return BadUseError(f"there are no tables in {output}", remedy)
