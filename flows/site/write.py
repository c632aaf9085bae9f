"""How is the site brought up to date? Pages of changed sources are written, of sources gone removed."""

from __future__ import annotations

import filecmp
import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from flows.errors import BadUseError
from flows.site.index import SHARDS, write_index
from flows.site.labels import read_asset, write_kinds_css, write_labels_js
from flows.site.links import REPORTS, report_path
from flows.site.overview import Overview, list_pages
from flows.site.page import write_source_pages
from flows.site.rows import Source, Tables

ASSETS = "assets"
NEW = ".new"
SOURCES_A_PROCESS = 500  # fewer do not repay a process of their own


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """What was done to a site."""

    reports: int  # pages of reports that it has now
    claims: int
    written: int  # those of them that are new or have changed
    removed: int


def write_site(tables: Path, site: Path, sources: Collection[Source] | None = None) -> SiteFigures:
    """Write the pages of all sources, or of some (batch, source_path) and of those that have none; the index always."""
    site.mkdir(parents=True, exist_ok=True)
    assets = write_assets(site)
    written = write_all_pages(tables, site, choose(tables, site, sources), assets)
    pages = pages_of(tables)  # asked again, for others hold memory while pages are written
    index = {site / page.path: page.pieces for page in write_index(pages, assets)}
    for file, pieces in index.items():
        put(file, pieces)
    removed = remove(set(list_files(site / REPORTS)) - {place_of(site, page) for page in pages})
    remove(set(list_files(site / SHARDS)) - index.keys())
    if sources is None:  # no page bears the look of an earlier version any more
        remove({file for file in list_files(site / ASSETS) if file.parent != site / assets})
    return SiteFigures(len(pages), sum(page.claims for page in pages), written, removed)


def pages_of(tables: Path) -> list[Overview]:
    with tempfile.TemporaryDirectory(prefix="report-metrics-") as scratch:
        return list_pages(Tables(tables, Path(scratch)))


def place_of(site: Path, page: Overview) -> Path:
    return site / report_path(page.batch, page.page_id)


def choose(tables: Path, site: Path, sources: Collection[Source] | None) -> list[Source]:
    """Of which sources to write the pages, in order: all, or `sources` and those that lack a page."""
    present = set(list_files(site / REPORTS))
    return sorted(
        {
            page.source
            for page in pages_of(tables)
            if sources is None or page.source in sources or place_of(site, page) not in present
        }
    )


def write_all_pages(tables: Path, site: Path, chosen: Sequence[Source], assets: str) -> int:
    """Write the sources' pages, many of them in several processes; how many pages are new or have changed."""
    processes = min(os.cpu_count() or 1, len(chosen) // SOURCES_A_PROCESS)
    if processes < 2:
        return write_pages(tables, site, chosen, assets)
    share = -(-len(chosen) // processes)
    shares = [chosen[at : at + share] for at in range(0, len(chosen), share)]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return sum(pool.map(partial(write_pages, tables, site, assets=assets), shares))


def write_pages(tables: Path, site: Path, chosen: Sequence[Source], assets: str) -> int:
    with tempfile.TemporaryDirectory(prefix="report-metrics-") as scratch:
        return sum(
            put(site / page.path, page.pieces)
            for source in Tables(tables, Path(scratch)).sources(set(chosen))
            for page in write_source_pages(source, assets)
        )


def rebuild_site(output: Path) -> SiteFigures:
    """Write the site of an output folder anew, from its tables."""
    tables = output / "tables"
    if not any(tables.glob("texts/batch=*/*.parquet")):
        if any(tables.glob("claims/batch=*/*.parquet")):
            problem = f"the tables in {tables} were published by an earlier version, which did not keep the texts"
            raise BadUseError(problem, "publish the batches again: report-metrics ingest")
        remedy = "publish some with report-metrics ingest, or name another folder with --output"
        raise BadUseError(f"there are no tables in {tables}", remedy)
    try:
        return write_site(tables, output / "site")
    except OSError as error:
        remedy = "check its permissions and the space on its disk"
        raise BadUseError(f"{output / 'site'} cannot be written: {error.strerror}", remedy) from error


def write_assets(site: Path) -> str:
    """Put style and scripts into a folder named after what they say: pages of an earlier version keep theirs."""
    contents = {
        "site.css": read_asset("site.css") + write_kinds_css(),
        "labels.js": write_labels_js(),
        "report.js": read_asset("report.js"),
        "index.js": read_asset("index.js"),
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


def list_files(folder: Path) -> Iterator[Path]:
    """All files below a folder, those that a killed run left half written among them; none where it does not exist."""
    for home, _, names in os.walk(folder):
        yield from (Path(home, name) for name in names)


def remove(files: Collection[Path]) -> int:
    """Remove files, and the folders that hold nothing else."""
    for file in files:
        file.unlink()
    for folder in {file.parent for file in files}:
        with suppress(OSError):  # not empty
            folder.rmdir()
    return len(files)
