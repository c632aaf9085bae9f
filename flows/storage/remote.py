"""How are files read that lie at a URL? Listed, fetched and hashed through fsspec, which knows S3 and its like.

Endpoint and keys come from where fsspec and the store's own library look for them: AWS_ENDPOINT_URL, AWS_PROFILE,
FSSPEC_S3_KEY … Broken connections are tried again by that library, a bounded number of times.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import fsspec  # type: ignore[import-untyped,unused-ignore]

from extractors.reading.files import CHANGED, UNSETTLED, WAIT, SourceError, refuse_too_large
from flows.errors import BadUseError

Place = Path | str  # a path on disk; a string is a URL
Store = Any  # a file system of fsspec's, which has no types
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*@")
PIECE = 8 * 1024 * 1024  # bytes that are hashed at a time

KEYS = "check keys and rights: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
NETWORK = "check the store's address (AWS_ENDPOINT_URL) and the network, and run again"


@dataclass(frozen=True, slots=True)
class Listed:
    """An object below a URL, as the store lists it."""

    url: str
    path: str  # in the store, its bucket first
    size: int
    etag: str | None  # what the store calls this state of it, where it has a name for that


def place_of(text: str | Path) -> Place:
    """What is meant by a source or an output: a path, or a URL if it is one of anything but this machine's files."""
    if not URL.match(str(text)):
        # pyarrow and fsspec take a relative path with a colon for a URL.
        return Path(text).absolute() if ":" in str(text) else Path(text)
    parts = urlsplit(str(text))
    if parts.scheme.lower() != "file":
        return str(text).rstrip("/")
    if parts.netloc not in ("", "localhost"):
        raise BadUseError(f"{text} names a file of another machine", "write file:///folder, with three slashes")
    return Path(unquote(parts.path))


def shown(url: str) -> str:
    """The URL without the password that may stand in it."""
    return PASSWORD.sub(r"\1:…@", url)


def last_name(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[-1]


def open_store(url: str) -> tuple[Store, str]:
    """The store that a URL is about, and the path in it."""
    try:
        store, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        extra = "s3" if url.startswith(("s3:", "s3a:")) else None
        remedy = f"pip install 'report-metrics[{extra}]'" if extra else "install what is named there"
        raise BadUseError(f"{shown(url)} cannot be opened: {error}", remedy) from error
    except ValueError as error:
        remedy = "write s3://bucket/folder, or another protocol that fsspec knows"
        raise BadUseError(f"{shown(url)} cannot be opened: {error}", remedy) from error
    return store, path.rstrip("/")


@contextmanager
def using(url: str) -> Iterator[None]:
    """What goes wrong between us and a store, whatever its library raises, is told with URL and remedy."""
    try:
        yield
    except BadUseError:
        raise
    except Exception as error:
        raise BadUseError(f"{shown(url)} cannot be used: {one_line(error)}", remedy_for(error)) from error


def remedy_for(error: Exception) -> str:
    if isinstance(error, BadUseError):
        return error.remedy
    if isinstance(error, FileNotFoundError):
        return "check the name of the bucket and the path"
    if isinstance(error, PermissionError) or "Credentials" in type(error).__name__:
        return KEYS
    return NETWORK


def one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def list_objects(url: str) -> list[Listed]:
    """All objects at or below a URL; none where its folder is empty, for a store has no empty folders."""
    with using(url):
        store, path = open_store(url)
        store.invalidate_cache()
        found = find_objects(store, path)
        return [
            Listed(store.unstrip_protocol(name), name, int(info["size"] or 0), etag_of(info))
            for name, info in found.items()
            if not name.endswith("/")  # what web consoles put there to show an empty folder
        ]


def find_objects(store: Store, path: str) -> Mapping[str, Mapping[str, Any]]:
    """What is below a path. A folder that cannot be listed is an error: fsspec's own walk leaves it out in silence."""
    if type(store).find is not fsspec.AbstractFileSystem.find:  # a store whose keys only look like folders
        flat: Mapping[str, Mapping[str, Any]] = store.find(path, detail=True)
        return flat
    if not store.isdir(path):
        return {path: store.info(path)} if store.exists(path) else {}
    found: dict[str, Mapping[str, Any]] = {}
    folders = [path]
    while folders:
        folder = folders.pop()
        for info in store.ls(folder, detail=True):
            if info["type"] != "directory":
                found[info["name"]] = info
            elif info["name"].rstrip("/") != folder:
                folders.append(info["name"].rstrip("/"))
    return dict(sorted(found.items()))


def etag_of(info: Mapping[str, Any]) -> str | None:
    return info.get("ETag") or info.get("etag")


def fetch(url: str, name: str, size: int, etag: str | None) -> bytes:
    """An object's bytes, if it still is what was listed; `name` is what it is called in messages and tables."""
    refuse_too_large(size, name)
    try:
        store, path = open_store(url)
        store.invalidate_cache()
        with store.open(path, "rb", cache_type="none") as file:
            now = getattr(file, "details", None) or store.info(path)
            changed = now["size"] != size or (etag and etag_of(now) not in (None, etag))
            data: bytes = b"" if changed else file.read(size + 1)
    except FileNotFoundError as error:
        raise SourceError(name, "is gone since it was listed", "leave it out of the batch, or put it back") from error
    except Exception as error:
        if type(error).__name__ == "FileExpired":  # s3fs: the object became another between two requests
            changed, data = True, b""
        else:
            raise SourceError(name, f"cannot be fetched: {one_line(error)}", remedy_for(error)) from error
    if changed or len(data) != size:
        raise SourceError(name, f"{UNSETTLED}: {CHANGED}", WAIT)
    return data


def hash_object(url: str) -> str:
    """The sha256 of an object's bytes, a piece at a time."""
    store, path = open_store(url)
    store.invalidate_cache()
    found = hashlib.sha256()
    with store.open(path, "rb", cache_type="none") as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()
