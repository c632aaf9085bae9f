"""Where are the tables of an output at a URL, however often it is published? As Delta tables, whose address stays.

    <url>/lake/<table>/            a Delta table: _delta_log/, and the Parquet files of the snapshots that are kept
    <url>/lake/versions.json       {"snapshot": "000042-3fa9c1d2", "versions": {"claims": 42, …}}

Athena, Spark, Superset and the like are told an address once. The snapshots (mirror.py) have another one after each
run; so their files are copied, by the store itself, below an address that stays, and a commit for each table says which
of them count. A commit is one object, put on the condition that nobody else has, so a reader sees a table as it was
before a run or after it. Delta commits one table at a time: who asks several of one state opens them in the versions
that versions.json names. Nothing here is what a run builds upon: what a killed one left undone, the next one does.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.engine.published import BATCH, NO_ROWS, batch_of
from expectations.schema import Table, load_tables
from flows.publishing.history import current
from flows.publishing.mirror import (
    AT_ONCE,
    REMOTE_SNAPSHOTS,
    Current,
    Entry,
    Mirror,
    is_table,
    read_current,
    read_files,
)
from flows.storage.remote import Store, one_line, open_store, shown

LAKE, VERSIONS = "lake", "versions.json"
PIECES = f"{BATCH.name}="  # begins the folders of a Delta table in which its Parquet files are
TRIES = 5  # of runs that publish one after the other, each brings up its own
MISSING = "none: pip install 'report-metrics[s3]'"
Files = Mapping[str, "Piece"]  # by where they are below the Delta table's address


@dataclass(frozen=True, slots=True)
class Piece:
    """A Parquet file of a table."""

    name: str  # below tables/<table>/: batch=2016/part-….parquet
    size: int

    @property
    def batch(self) -> str:
        return batch_of(Path(self.name))

    @property
    def place(self) -> str:
        """In Hive's layout, from which Polars has the batch; in ASCII, for it spells 报告 in another way than Delta."""
        return f"{PIECES}{quote(self.batch, safe='')}/{self.name.rsplit('/', 1)[-1]}"


class OutrunError(Exception):
    """Another run has published, or has written to a table, since this one looked."""


def bring_up(mirror: Mirror) -> str:
    """Let the Delta tables say what is published at the URL; where they are, or why they say less.

    The run is published already, and stays so whatever happens here.
    """
    if not find_spec("deltalake"):
        return MISSING
    address = f"{shown(mirror.url)}/{LAKE}"
    for _ in range(TRIES):
        try:
            if (now := read_current(mirror.url)) is not None:
                commit_all(mirror, now)
            return address
        except OutrunError:
            continue
        except Exception as error:  # of the store, of its library, of Delta's
            return f"{address}, of an earlier run until the next one: {one_line(error)}"
    return f"{address}, which other runs are bringing up"


def commit_all(mirror: Mirror, now: Current) -> None:
    """A commit for each table that has changed, and at last which versions are those of one state."""
    store, root = open_store(mirror.url)
    snapshots = f"{root}/{REMOTE_SNAPSHOTS}"
    published = by_table(read_files(store, f"{snapshots}/{now.snapshot}"))
    versions = {}
    for table in load_tables().values():
        opened = open_table(mirror.url, table, store)
        if read_current(mirror.url) != now:
            raise OutrunError
        versions[table.name] = commit(mirror, opened, store, table, published.get(table.name, {}), now)
    note = json.dumps({"snapshot": now.snapshot, "versions": versions})
    store.pipe_file(f"{root}/{LAKE}/{VERSIONS}", note.encode())
    kept = [published]
    for name in now.before:
        try:
            kept.append(by_table(read_files(store, f"{snapshots}/{name}")))
        except FileNotFoundError:  # the first runs have none before them
            continue
    for name in load_tables():
        clear_away(store, f"{root}/{LAKE}/{name}", {path for files in kept for path in files.get(name, {})})


def by_table(files: Mapping[str, Entry]) -> dict[str, dict[str, Piece]]:
    """The Parquet files of a snapshot; those without rows tell readers of folders what Delta says itself."""
    found: dict[str, dict[str, Piece]] = {}
    for name, entry in files.items():
        if is_table(name) and name.endswith(".parquet") and not name.rsplit("/", 1)[-1].startswith(NO_ROWS):
            _, table, inside = name.split("/", 2)
            piece = Piece(inside, entry.size)
            found.setdefault(table, {})[piece.place] = piece
    return found


def open_table(url: str, table: Table, store: Store) -> Any:
    """A Delta table, made where there is none yet, with the columns of today."""
    from deltalake import DeltaTable, Schema
    from deltalake.exceptions import TableNotFoundError

    address, options = f"{url}/{LAKE}/{table.name}", options_of(store)
    wanted = Schema.from_arrow(delta_schema(table))
    try:
        opened = DeltaTable(address, storage_options=options)
    except TableNotFoundError:
        return DeltaTable.create(
            address,
            wanted,
            mode="ignore",
            partition_by=[BATCH.name],
            name=table.name,
            description=table.description,
            storage_options=options,
        )
    known = {field.name for field in opened.schema().fields}
    if fresh := [field for field in wanted.fields if field.name not in known]:
        opened.alter.add_columns(fresh)
    return opened


def delta_schema(table: Table) -> pa.Schema:
    """All may be null, as a column that is so one day would else be another one; descriptions as Spark shows them."""
    columns = {column.name: column.description for column in (*table.stored_columns, BATCH)}
    types = {field.name: field.type for field in table.stored_schema()} | {BATCH.name: pa.string()}
    return pa.schema([pa.field(name, types[name], metadata={"comment": told}) for name, told in columns.items()])


def commit(mirror: Mirror, opened: Any, store: Store, table: Table, wanted: Files, now: Current) -> int:
    """Let a Delta table have the files of a snapshot and no others, if nobody writes to it meanwhile; its version."""
    from deltalake.exceptions import CommitFailedError
    from deltalake.transaction import AddAction, CommitProperties, RemoveAction

    address = f"{mirror.url}/{LAKE}/{table.name}"
    held = {uri.split(f"/{LAKE}/{table.name}/", 1)[1] for uri in opened.file_uris()}
    fresh, gone = sorted(wanted.keys() - held), sorted(held - wanted.keys())
    if not (fresh or gone):
        return int(opened.version())
    _, there = open_store(address)
    if fresh:
        source = f"{there.removesuffix(f'{LAKE}/{table.name}')}{REMOTE_SNAPSHOTS}/{now.snapshot}/tables/{table.name}"
        copied = [f"{source}/{wanted[place].name}" for place in fresh], [f"{there}/{place}" for place in fresh]
        store.copy(*copied, batch_size=AT_ONCE)
    local = current(mirror.folder)
    count = partial(rows_of, local / "tables" / table.name if local else None)
    at = time.time_ns() // 1_000_000
    added = [
        AddAction(place, wanted[place].size, {BATCH.name: wanted[place].batch}, at, True, count(wanted[place].name))
        for place in fresh
    ]
    removed = [RemoveAction(place, True, at) for place in gone]
    told = CommitProperties(custom_metadata={"snapshot": now.snapshot}, max_commit_retries=0)
    try:
        opened.create_write_transaction(
            [*added, *removed], "append", opened.schema(), [BATCH.name], commit_properties=told
        )
    except CommitFailedError as error:
        raise OutrunError from error
    opened.update_incremental()
    return int(opened.version())


def rows_of(folder: Path | None, name: str) -> str:
    """What Delta notes of a file: how many rows it has, where that can be had without fetching it."""
    path = folder / name if folder else None
    return json.dumps({"numRecords": pq.read_metadata(path).num_rows}) if path and path.is_file() else "{}"


def clear_away(store: Store, folder: str, kept: Collection[str]) -> None:
    """Remove files that are in no snapshot which is kept: who reads a version may take as long as two further runs."""
    store.invalidate_cache()
    found = {path.removeprefix(f"{folder}/"): path for path in store.find(folder)}
    if old := [path for name, path in found.items() if name.startswith(PIECES) and name not in kept]:
        store.rm(old)


def options_of(store: Store) -> dict[str, str]:
    """Endpoint and keys as s3fs has them; what it takes from the environment, Delta's library takes from there too."""
    endpoint = store.endpoint_url or os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    found = {"aws_access_key_id": store.key, "aws_secret_access_key": store.secret, "aws_session_token": store.token}
    if endpoint:
        found |= {"aws_endpoint_url": endpoint, "aws_allow_http": str(endpoint.startswith("http://")).lower()}
        found["aws_region"] = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    return {name: value for name, value in found.items() if value}
