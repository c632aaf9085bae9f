"""What does the site call kinds, states and warnings? From assets/labels.toml and the expectations' own words."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from expectations.engine.doubtful import UNSURE
from expectations.suites.claims import CHECKS
from flows.site.rows import FIELDS


def read_asset(name: str) -> str:
    return files("flows.site").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def load_labels() -> dict[str, Any]:
    """The labels, and what each flag means: an expectation's is its description."""
    labels = tomllib.loads(read_asset("labels.toml"))
    labels["flags"] = {check.name: check.description for check in CHECKS} | labels["flags"]
    return labels


def write_labels_js() -> str:
    """The labels as a script; file:// lets no page fetch anything."""
    labels = load_labels() | {"fields": FIELDS, "unsureBelow": UNSURE}
    return f"const LABELS = {json.dumps(labels, ensure_ascii=False)};\n"


def write_kinds_css() -> str:
    """Each kind's hue, and the sign behind its numbers."""
    return "".join(
        f'.k-{name} {{ --h: {kind["hue"]}; --sign: "{kind["sign"]}"; }}\n'
        for name, kind in load_labels()["kinds"].items()
    )
