"""What does the site call kinds, states, warnings and reasons? From assets/labels.toml and the pages' words.

The scripts say everything in English; `messages.js` has the Chinese of what they may say.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from expectations.engine.doubtful import UNSURE
from expectations.messages.html import messages_js
from expectations.pages.words import SAME, load_flags, load_reasons, load_words
from extractors.model import LAST_RESORTS
from extractors.quantities.units import standard_names
from flows.site.rows import FIELDS

SCRIPTS = ("index.js", "passed.js", "relatives.js", "report.js", "review.js", "search.js", "values.js")
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "ngettext": (1, 2)}


def read_asset(name: str) -> str:
    return files("flows.site").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def load_labels() -> dict[str, Any]:
    """The labels, and what each flag means, and each reason for which a numeral is passed over."""
    said = {"flags": load_flags(), "reasons": load_reasons(), "lastResorts": LAST_RESORTS, "words": load_words()}
    return tomllib.loads(read_asset("labels.toml")) | said


def write_messages_js() -> str:
    """The Chinese of what the scripts say, and of the labels."""
    from babel.messages.extract import extract

    said: list[str] = []
    for name in SCRIPTS:
        options = {"parse_template_string": True}
        for _, message, _, _ in extract("javascript", BytesIO(read_asset(name).encode()), KEYWORDS, options=options):
            said.append(message if isinstance(message, str) else message[0])
    words = [word for group in load_words().values() for word in group.values()]
    return messages_js([*said, *words, *load_flags().values()])


def write_labels_js() -> str:
    """The labels as a script; file:// lets no page fetch anything."""
    labels = load_labels() | {"fields": FIELDS, "unsureBelow": UNSURE, "same": SAME, "units": standard_names()}
    return f"const LABELS = {json.dumps(labels, ensure_ascii=False)};\n"


def write_kinds_css() -> str:
    """Each kind's hue, and the sign behind its numbers."""
    return "".join(
        f'.k-{name} {{ --h: {kind["hue"]}; --sign: "{kind["sign"]}"; }}\n'
        for name, kind in load_labels()["kinds"].items()
    )
