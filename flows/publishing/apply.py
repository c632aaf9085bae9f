"""How does what people said get published at once, without reading files again? As a snapshot of its own."""

from __future__ import annotations

import uuid
from pathlib import Path

from flows.handover.write import write_handover
from flows.publishing.damage import naming_damage, whole_tables
from flows.publishing.history import current, next_place
from flows.publishing.observed import write_observations
from flows.publishing.others import pages_to_write, write_others
from flows.publishing.publish import add_changed, find_changed
from flows.publishing.remake import nothing_in
from flows.publishing.reviewed import Applied, apply_reviews
from flows.publishing.said import load_said
from flows.publishing.snapshots import Tell, open_stage, publish, publishing, take_over
from flows.publishing.tested import write_again
from flows.publishing.uniform import make_uniform
from flows.site.write import write_site
from flows.storage.parquet import part_files


def apply_now(output: Path, tell: Tell = lambda _: None) -> Applied:
    """Apply all reviews of an output to what is published there; a snapshot is made only where something changes."""
    if not output.is_dir():
        raise nothing_in(output)
    with naming_damage(output), open_stage(output, tell) as stage, publishing(output, tell):
        base, made = current(output), stage / "next"
        if base is None or not part_files(base / "tables", "claims"):
            raise nothing_in(output)
        whole_tables(base / "tables", stage, "", reprocess=False)
        said = load_said(output, base / "tables")
        take_over(base, made)
        run = uuid.uuid4().hex[:12]
        applied = apply_reviews(made / "tables", said.reviews, said.samples, run, stage)
        write_observations(made / "tables", run, stage)
        make_uniform(made / "tables")
        if same_files(base / "tables", made / "tables"):
            return applied
        site = made / "site"
        if site.exists() and applied.changed:
            changed = add_changed(find_changed("", None, ()), applied)
            write_site(made / "tables", site, pages_to_write(site, changed), scratch=stage)
            write_others(made / "tables", site, stage)
        write_again(made, stage)
        write_handover(made / "tables", made, next_place(output) / "tables")
        publish(stage, made)
    return applied


def same_files(one: Path, other: Path) -> bool:
    """A name is never used for other contents."""
    return {path.relative_to(one) for path in one.rglob("*.parquet")} == {
        path.relative_to(other) for path in other.rglob("*.parquet")
    }
