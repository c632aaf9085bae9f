"""Where are the pictures of a source's printed pages, and which of its claims are marked on which?

    site/pictures/<batch>/<source_id, first 16 digits>/     what flows/work/pictures.py has made of the source

They are made while a source is read, and stay while it is published: its file may be gone when its pages are written
again. A claim is shown on a picture only if the place that was marked is the one that is published.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flows.site.links import SOURCE_ID_LENGTH
from flows.work.pictures import PLACES

FOLDER = "pictures"
NEAR = 0.05  # of a point: places are published in single precision

Sheet = tuple[int, str, int, int]  # page, address relative to the site, width and height in pixels
Shown = tuple[int, list[list[int]]]  # which sheet, from 0, and the rectangles on it: left, top, width, height


@dataclass(frozen=True, slots=True)
class Pictures:
    """Those of one source."""

    sheets: list[Sheet] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)  # page → which sheet
    claims: dict[str, Any] = field(default_factory=dict)

    def find(self, claim_id: str, page: int | None, box: Sequence[float] | None) -> Shown | None:
        """On which sheet a claim is, and where; nothing where it is published as standing elsewhere."""
        drawn_page, drawn_box, marks = self.claims.get(claim_id, (None, None, None))
        if drawn_page is None or drawn_page != page or box is None or drawn_page not in self.numbers:
            return None
        same = all(abs(one - other) <= NEAR for one, other in zip(drawn_box, box, strict=True))
        return (self.numbers[drawn_page], marks) if same else None


def load_pictures(site: Path, batch: str, source_id: str) -> Pictures:
    """None where the source has none, or where what is there of them cannot be read."""
    folder = f"{FOLDER}/{batch}/{source_id[:SOURCE_ID_LENGTH]}"
    try:
        found = json.loads((site / folder / PLACES).read_bytes())
    except (OSError, ValueError):
        return Pictures()
    there = [(int(page), *rest) for page, rest in found["pages"].items() if (site / folder / rest[0]).is_file()]
    sheets = [(page, quote(f"{folder}/{file}"), width, height) for page, file, width, height in there]
    return Pictures(sheets, {sheet[0]: at for at, sheet in enumerate(sheets)}, found["claims"])


def bring_pictures(drawn: Path, site: Path, batch: str) -> None:
    """Put what a run has drawn of its sources in the place of what was there of them."""
    for folder in sorted(drawn.iterdir()) if drawn.is_dir() else ():
        target = site / FOLDER / batch / folder.name
        target.mkdir(parents=True, exist_ok=True)
        for old in target.iterdir():  # a link to an earlier snapshot's
            old.unlink()
        for new in folder.iterdir():
            new.rename(target / new.name)


def folders_of(files: Iterable[str]) -> list[str]:
    """batch/source of pictures' files, each once."""
    return sorted({file.removeprefix(f"{FOLDER}/").rpartition("/")[0] for file in files})
