"""Which published rows stay when those of a run come? A row goes for what is known of its file, never for want of it.

Rows go when their file was read anew, or when it was not there, though its folder could be listed, and that is asked
for (prune). A file, archive or folder that could not be read this time keeps what it had: that is stale, with the
reason, and is tried again in every run. What its bytes say is not kept twice: where they were read under another name,
the rows go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from expectations.engine.published import rows_in
from expectations.engine.scratch import Database, files_of, open_scratch

NAMES, STAYING = "names.parquet", "staying.parquet"
COPY = "is a copy of "  # begins the reason of a file that was rejected for that
NOT_READ = "was not read to its end"

_KNOWN = f"""
CREATE VIEW known AS
SELECT source_path, source_id, status = 'ok' AS is_read, bytes, extractor_version, stale_since IS NOT NULL AS is_stale,
    status = 'rejected' AND starts_with(reason, '{COPY}') AS is_copy
FROM {{sources}}
"""
_ARRIVED = "CREATE VIEW arrived AS SELECT source_path, source_id, status = 'ok' AS is_read, reason FROM {sources}"
# A source is a file or inside of one: a.zip/2016/b.docx of a.zip; or its folder, where that could not be listed. Of one
# that is gone nothing is an owner. Paths in archives may be long: no more of them is looked at than a file's may be.
_OWNERS = """
CREATE TABLE owners AS
WITH longest AS (SELECT coalesce(max(length(name)), 0) + 1 AS characters FROM names),
split AS (SELECT source_path, string_split(left(source_path, characters), '/') AS folders FROM known, longest),
above AS (SELECT *, unnest(generate_series(1, len(folders))) AS depth FROM split)
SELECT source_path, name FROM above JOIN names ON name = array_to_string(folders[1:depth], '/');
CREATE VIEW owned AS
SELECT source_path, bool_or(again) AS again FROM owners JOIN names USING (name) GROUP BY source_path;
"""
DROPPED = "again OR ($pruned AND again IS NULL)"
_STAYING = f"""
CREATE TABLE staying AS
SELECT source_id FROM known LEFT JOIN owned USING (source_path) WHERE is_read AND NOT coalesce({DROPPED}, false)
"""
_TWICE = "SELECT count(*) FROM arrived SEMI JOIN staying USING (source_id) WHERE is_read"
_KEPT = f"""
CREATE TABLE texts AS SELECT source_id FROM arrived WHERE is_read UNION FROM staying;
CREATE TABLE failed AS
SELECT source_path, reason FROM arrived ANTI JOIN texts USING (source_id) WHERE NOT is_read
UNION ALL SELECT name, '{NOT_READ}' FROM names WHERE again AND name NOT IN (SELECT source_path FROM arrived);
CREATE TABLE kept AS
WITH longest AS (SELECT coalesce(max(length(source_path)), 0) + 1 AS characters FROM failed),
split AS (
    SELECT source_path, source_id, is_read, string_split(left(source_path, characters), '/') AS folders
    FROM longest, known JOIN owned USING (source_path) WHERE again
),
above AS (SELECT *, unnest(generate_series(1, len(folders))) AS depth FROM split),
held_up AS (
    SELECT above.source_path, any_value(source_id) AS source_id, any_value(is_read) AS is_read,
        arg_max(reason, depth) AS reason, bool_or(failed.source_path = above.source_path) AS itself
    FROM above JOIN failed ON failed.source_path = array_to_string(above.folders[1:depth], '/')
    GROUP BY above.source_path
)
SELECT source_path, reason FROM held_up
WHERE (itself AND is_read OR source_path NOT IN (SELECT source_path FROM arrived))
    AND (source_id IS NULL OR source_id NOT IN (SELECT source_id FROM arrived WHERE is_read));
"""
_FOUND = f"""
SELECT source_path, again, kept.source_path IS NOT NULL AS stays, reason
FROM known LEFT JOIN owned USING (source_path) LEFT JOIN kept USING (source_path)
WHERE {DROPPED}
"""


@dataclass(frozen=True, slots=True)
class Dropped:
    """source_path of the published rows that go: of files that were read again, or are gone and pruned."""

    paths: frozenset[str]
    read_again: frozenset[str]  # of these, those whose files were read again
    kept: Mapping[str, str] = field(default_factory=dict)  # of those that stay though their files are not, the reason
    twice: int = 0  # texts that have arrived and that also stay, under another name: published since the plan was made

    def and_of(self, lost: frozenset[str]) -> Dropped:
        """With sources that can only be read again, or are pruned: what was published of them is damaged."""
        return replace(self, paths=self.paths | lost)


def find_dropped(spool: Path, published: Sequence[Path], arrived: Sequence[Path], *, prune: bool) -> Dropped:
    """What goes of the `published` rows of the batch, now that those that have `arrived` are known.

    Both are files of the table `sources`; the spool has the names of all files of the run.
    """
    with open_scratch(spool) as database:
        show_published(database, published)
        database.execute(_ARRIVED.format(sources=rows_in("sources", arrived)))
        database.execute(f"CREATE VIEW names AS FROM {files_of([spool / NAMES])}")
        find_owners(database)
        database.execute(_STAYING, {"pruned": prune})
        [(twice,)] = database.execute(_TWICE).fetchall()
        database.execute(_KEPT)
        found = database.execute(_FOUND, {"pruned": prune}).fetchall()
    return Dropped(
        frozenset(path for path, _, stays, _ in found if not stays),
        frozenset(path for path, again, stays, _ in found if again and not stays),
        {path: reason for path, _, stays, reason in found if stays},
        int(twice),
    )


def show_published(database: Database, published: Sequence[Path]) -> None:
    """Make `known`, the batch's rows of `sources`; once `names` is there, `find_owners` says whose they are."""
    database.execute(_KNOWN.format(sources=rows_in("sources", published)))


def find_owners(database: Database) -> None:
    """Make `owned`: which of the `known` rows belong to a file of `names`, and whether that is read again."""
    database.execute(_OWNERS)
