"""Does a batch name each file once, and read each text once? Told from digests, for no part knows the others' names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd

Digests = np.ndarray[Any, np.dtype[np.void]]
_DIGEST = np.dtype([("first", "<u8"), ("second", "<u8")])  # 128 bits: no two names of any batch share them by chance


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a part: their paths, and the bytes of those that were read."""

    paths: Digests
    texts: Digests

    def counts(self) -> dict[str, int]:
        return {
            "paths of sources": len(self.paths),
            "different paths of sources": len(np.unique(self.paths)),
            "texts read": len(self.texts),
            "different texts read": len(np.unique(self.texts)),
        }


def sources_of(sources: pd.DataFrame) -> Sources:
    """Of the table `sources`."""
    read = sources["source_id"][(sources["status"] == "ok") & sources["source_id"].notna()]
    return Sources(_digests(sources["source_path"]), _digests(read))


def add_sources(parts: Iterable[Sources]) -> Sources:
    """Of all parts, one at least."""
    listed = list(parts)
    return Sources(np.concatenate([part.paths for part in listed]), np.concatenate([part.texts for part in listed]))


def _digests(names: Iterable[object]) -> Digests:
    packed = b"".join(blake2b(str(name).encode("utf-8", "surrogatepass"), digest_size=16).digest() for name in names)
    return np.frombuffer(packed, dtype=_DIGEST)
