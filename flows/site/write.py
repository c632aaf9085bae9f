"""How is the site brought up to date? Pages of changed sources are written, of sources gone removed."""

from __future__ import annotations

import filecmp
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.engine.scratch import open_scratch
from expectations.messages.html import languages_js
from expectations.pages.house import house_css
from flows.site.index import SHARDS, write_index
from flows.site.labels import SCRIPTS, read_asset, write_kinds_css, write_labels_js, write_messages_js
from flows.site.links import REPORTS
from flows.site.overview import AT_ONCE, Pages
from flows.site.page import Page, write_source_pages
from flows.site.pictures import FOLDER, folders_of, load_pictures
from flows.site.rows import Tables
from flows.site.search import write_search

ASSETS = "assets"
NEW = ".new"
CHOSEN = pa.schema({"batch": pa.string(), "source_path": pa.string()})
MEMORY, THREADS = "192MB", 2  # of a database, of which each process has one
SOURCES_A_PROCESS = 500  # fewer do not repay a process of their own


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """What was done to a site."""

    reports: int  # pages of reports that it has now
    claims: int
    written: int  # those of them that are new or have changed
    removed: int


def write_site(
    tables: Path, site: Path, changed: pa.Table | None = None, *, scratch: Path | None = None
) -> SiteFigures:
    """Write the pages of all sources, or of the `changed` ones and of those that have none; the index always.

    `changed`: columns batch and source_path. `scratch`: the folder for what is not kept in memory, else the system's.
    """
    site.mkdir(parents=True, exist_ok=True)
    before = set(list_files(site, ASSETS))
    assets = write_assets(site)
    is_same = changed is not None and not changed.num_rows and f"{assets}/search.js" in before
    with TemporaryDirectory(prefix="report-metrics-", dir=scratch) as folder:
        chosen = Path(folder) / "chosen.parquet"
        with open_scratch(scratch, MEMORY, THREADS) as database:
            sources = write_chosen(Pages(Tables(tables, database)), site, changed, chosen)
        written = write_all_pages(tables, site, chosen, sources, assets)
    with open_scratch(scratch, MEMORY, THREADS) as database:  # anew: those that write pages need memory
        pages = Pages(Tables(tables, database))
        totals = pages.totals()
        index = {put_page(site, page) for page in write_index(pages, totals, assets)}
        if is_same and not written:
            index |= set(list_files(site, SHARDS))
        else:
            with TemporaryDirectory(prefix="report-metrics-", dir=scratch) as folder:
                index |= {put_page(site, page) for page in write_search(pages.tables, totals.claims, Path(folder))}
        removed = remove([site / file for file in pages.others(list_files(site, REPORTS))])
        for folder in pages.without_source(folders_of(list_files(site, FOLDER))):
            remove([site / file for file in list_files(site, f"{FOLDER}/{folder}")])
            with suppress(OSError):  # the batch has others
                (site / FOLDER / folder).parent.rmdir()
    remove([site / file for file in list_files(site, SHARDS) if file not in index])
    if changed is None:  # no page bears the look of an earlier version any more
        remove([site / file for file in list_files(site, ASSETS) if not file.startswith(f"{assets}/")])
    return SiteFigures(totals.pages, totals.claims, written, removed)


def write_chosen(pages: Pages, site: Path, changed: pa.Table | None, target: Path) -> int:
    """Write a Parquet file of the sources whose pages are to be written, in order, each once; how many they are."""
    chosen = (source for source, file, is_changed in pages.places(changed) if is_changed or not (site / file).exists())
    sources, count = (source for source, _ in groupby(chosen)), 0
    with pq.ParquetWriter(target, CHOSEN) as parquet:
        while some := list(islice(sources, AT_ONCE)):
            parquet.write_table(pa.table(list(map(list, zip(*some, strict=True))), schema=CHOSEN))
            count += len(some)
    return count


def write_all_pages(tables: Path, site: Path, chosen: Path, sources: int, assets: str) -> int:
    """Write the sources' pages, many of them in several processes; how many pages are new or have changed."""
    processes = min(os.cpu_count() or 1, sources // SOURCES_A_PROCESS)
    write = partial(write_pages, tables, site, chosen, assets)
    if processes < 2:
        return write(0, sources)
    starts = range(0, sources, -(-sources // processes))
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return sum(pool.map(write, starts, [*starts[1:], sources]))


def write_pages(tables: Path, site: Path, chosen: Path, assets: str, start: int, stop: int) -> int:
    """Of the sources chosen those from one place to another."""
    with open_scratch(chosen.parent, MEMORY, THREADS) as database:
        sources = Tables(tables, database).sources(chosen, start, stop)
        pages = (
            page
            for source in sources
            for page in write_source_pages(source, assets, load_pictures(site, source.batch, source.source_id))
        )
        return sum(put(site / page.path, page.pieces) for page in pages)


def put_page(site: Path, page: Page) -> str:
    put(site / page.path, page.pieces)
    return page.path


def write_assets(site: Path) -> str:
    """Put style and scripts into a folder named after what they say: pages of an earlier version keep theirs."""
    contents = {
        "site.css": house_css() + read_asset("site.css") + write_kinds_css(),
        "languages.js": languages_js(),
        "messages.js": write_messages_js(),
        "labels.js": write_labels_js(),
        **{name: read_asset(name) for name in SCRIPTS},
    }
    version = hashlib.sha256("".join(contents.values()).encode()).hexdigest()[:12]
    for name, content in contents.items():
        put(site / ASSETS / version / name, [content])
    return f"{ASSETS}/{version}"


def put(file: Path, pieces: Iterable[str]) -> bool:
    """Put a file into its place whole, unless it is there already; whether that was needed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name[:64]}.{os.getpid()}{NEW}")
    try:
        with new.open("wb") as out:
            for piece in pieces:
                out.write(piece.encode("utf-8", "replace"))
        if file.exists() and filecmp.cmp(new, file, shallow=False):
            return False
        new.replace(file)
        return True
    finally:
        new.unlink(missing_ok=True)


def list_files(site: Path, folder: str) -> Iterator[str]:
    """All files below a folder of the site, those that a killed run left half written among them; none without it."""
    if not (site / folder).is_dir():
        return
    with os.scandir(site / folder) as entries:  # one by one: there may be a million
        for entry in entries:
            if entry.is_dir():
                yield from list_files(site, f"{folder}/{entry.name}")
            else:
                yield f"{folder}/{entry.name}"


def remove(files: Collection[Path]) -> int:
    """Remove files, and the folders that hold nothing else."""
    for file in files:
        file.unlink()
    for folder in {file.parent for file in files}:
        with suppress(OSError):  # not empty
            folder.rmdir()
    return len(files)
