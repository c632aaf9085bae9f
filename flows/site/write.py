"""How is the site brought up to date? Pages of changed sources are written, of sources gone removed."""

from __future__ import annotations

import filecmp
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby, islice
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
from flows.site.overview import AT_ONCE, Pages, Totals, find_pages, take_pages
from flows.site.page import Page, write_source_pages
from flows.site.pictures import FOLDER, folders_of, load_pictures
from flows.site.rows import Tables
from flows.site.search import SENTENCES_MEMORY, blocks_of, shards_for, write_pairs, write_sentences
from flows.site.spread import Spread, spread

ASSETS = "assets"
NEW = ".new"
CHOSEN = pa.schema({"batch": pa.string(), "source_path": pa.string()})
MEMORY, THREADS = "192MB", 2  # of a database, of which each process has one


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
        chosen, kept = Path(folder) / "chosen.parquet", Path(folder) / "pages.parquet"
        with open_scratch(scratch, MEMORY, THREADS) as database:
            pages = find_pages(Tables(tables, database))
            pages.keep(kept)
            totals, sources = pages.totals(), write_chosen(pages, site, changed, chosen)
        with spread(sources if is_same else totals.pages) as processes:  # they need memory: no database is open here
            written = sum(processes.over(sources, write_pages, tables, site, chosen, assets))
            if is_same and not written:
                index = set(list_files(site, SHARDS))
            else:
                index = write_search(processes, tables, site, kept, totals)
        with open_scratch(scratch, MEMORY, THREADS) as database:
            pages = take_pages(database, kept)
            index |= {put_page(site, page) for page in write_index(pages, totals, assets)}
            removed = remove([site / file for file in pages.others(list_files(site, REPORTS))])
            for pictures in pages.without_source(folders_of(list_files(site, FOLDER))):
                remove([site / file for file in list_files(site, f"{FOLDER}/{pictures}")])
                with suppress(OSError):  # the batch has others
                    (site / FOLDER / pictures).parent.rmdir()
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


def write_pages(start: int, stop: int, tables: Path, site: Path, chosen: Path, assets: str) -> int:
    """Of the sources chosen those from one place to another; how many pages are new or have changed."""
    with open_scratch(chosen.parent, MEMORY, THREADS) as database:
        sources = Tables(tables, database).sources(chosen, start, stop)
        pages = (
            page
            for source in sources
            for page in write_source_pages(source, assets, load_pictures(site, source.batch, source.source_id))
        )
        return sum(put(site / page.path, page.pieces) for page in pages)


def write_search(processes: Spread, tables: Path, site: Path, kept: Path, totals: Totals) -> set[str]:
    """Write the scripts that the site is searched by, of all its pages; which they are."""
    spool, shards = kept.parent / "pairs", shards_for(totals.claims)
    spool.mkdir()
    told = processes.over(blocks_of(totals.pages), put_sentences, tables, site, kept, shards, spool)
    told += processes.over(shards, put_pairs, site, spool)
    return {file for files in told for file in files}


def put_sentences(start: int, stop: int, tables: Path, site: Path, kept: Path, shards: int, spool: Path) -> list[str]:
    """Of some blocks of pages."""
    with open_scratch(spool, SENTENCES_MEMORY, THREADS) as database:
        take_pages(database, kept)
        found = write_sentences(Tables(tables, database), shards, spool, start, stop)
        return [put_page(site, page) for page in found]


def put_pairs(start: int, stop: int, site: Path, spool: Path) -> list[str]:
    """Of some shards."""
    return [put_page(site, page) for page in write_pairs(spool, start, stop)]


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
