"""What do a warning, and a reason to pass a numeral over, mean? A sentence for each, from assets/words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from expectations.suites.claims import CHECKS


@cache
def load_flags() -> Mapping[str, str]:
    """By the name that stands before the colon: an expectation's flag is explained by what does not hold."""
    return {check.name: f"Expected, but not so: {check.description}" for check in CHECKS} | _load_words()["flags"]


@cache
def load_reasons() -> Mapping[str, str]:
    """By the value of `passed_over.reason`."""
    return _load_words()["reasons"]


def explain_flag(flag: str) -> str:
    """What a flag of a claim means; nothing where it has no words, of an earlier version perhaps."""
    return load_flags().get(flag.partition(":")[0], "")


@cache
def _load_words() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("expectations.pages").joinpath("assets", "words.toml").read_text(encoding="utf-8"))
