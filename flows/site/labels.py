"""What does the site call kinds, states, warnings and reasons? From assets/labels.toml and the pages' words."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from expectations.engine.doubtful import UNSURE
from expectations.pages.words import load_flags, load_reasons
from extractors.quantities.passed import LAST_RESORTS
from flows.site.rows import FIELDS


def read_asset(name: str) -> str:
    return files("flows.site").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def load_labels() -> dict[str, Any]:
    """The labels, and what each flag means, and each reason for which a numeral is passed over."""
    said = {"flags": load_flags(), "reasons": load_reasons(), "lastResorts": LAST_RESORTS}
    return tomllib.loads(read_asset("labels.toml")) | said


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
