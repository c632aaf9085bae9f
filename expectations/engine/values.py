"""What may the values of a column be? Sets, ranges and word lists out of values.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Values:
    sets: dict[str, list[str]]
    years: tuple[int, int]
    ranges: dict[str, tuple[float, float]]
    signed: dict[str, tuple[str, ...]]
    share_units: tuple[str, ...]
    share_endings: tuple[str, ...]
    metric_length: int


@cache
def load_values() -> Values:
    raw = tomllib.loads(files("expectations.engine").joinpath("values.toml").read_text(encoding="utf-8"))
    return Values(
        sets=raw["sets"],
        years=(raw["years"]["first"], raw["years"]["last"]),
        ranges={kind: (float(low), float(high)) for kind, (low, high) in raw["ranges"].items()},
        signed={kind: tuple(words) for kind, words in raw["signed"].items()},
        share_units=tuple(raw["shares"]["units"]),
        share_endings=tuple(raw["shares"]["endings"]),
        metric_length=raw["limits"]["metric_length"],
    )
