"""Where does what a run has half done wait? In a folder, or below a URL, that all its processes can reach.

So that memory does not grow with the batch, and nothing large passes through the process that leads the run.
"""

from __future__ import annotations

import pickle
from typing import Any

import fsspec  # type: ignore[import-untyped,unused-ignore]


def put(thing: object, spool: str, name: str) -> None:
    with fsspec.open(f"{spool}/{name}", "wb") as file:
        pickle.dump(thing, file, protocol=pickle.HIGHEST_PROTOCOL)


def take(spool: str, name: str) -> Any:
    with fsspec.open(f"{spool}/{name}", "rb") as file:
        return pickle.load(file)
