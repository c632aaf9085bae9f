"""Where does a figure stand on paper? A window on the picture of its printed page, with the quote marked."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from flows.dashboard.language import _
from flows.dashboard.numbers import missing
from flows.site.pictures import Pictures, load_pictures

SCALE = 0.62  # of a picture's pixels, as on the evidence pages
LINES = 2.2  # shown above and below the marked ones, of their height
LEAST = 44  # pixels of a picture: of a low line two make no strip

load = lru_cache(maxsize=32)(load_pictures)  # by the snapshot's own folder, in which they stay what they are


def strip(output: Path, row: dict[str, Any], site: str) -> str:
    """HTML of the window; nothing where the page has no picture. It is as wide as there is room, round the quote."""
    found = shown_on(output, row)
    if found is None:
        return ""
    pictures, (number, marks) = found
    page, address, width, height = pictures.sheets[number]
    room = max(LEAST, LINES * max(high for _left, _top, _wide, high in marks))
    top = max(0.0, min(mark[1] for mark in marks) - room)
    bottom = min(float(height), max(mark[1] + mark[3] for mark in marks) + room)
    middle = (min(mark[0] for mark in marks) + max(mark[0] + mark[2] for mark in marks)) / 2
    signs = "".join(
        f"<i style='left:{share(left, width)};top:{share(above, height)};width:{share(wide, width)};"
        f"height:{share(high, height)}'></i>"
        for left, above, wide, high in marks
    )
    alt = _("Page {page} as printed; marked on it: {quote}", page=page, quote=row["quote"])
    name = _("Page {page} as printed", page=page)
    place = f"{site}{escape(address)}"
    wide, centre = px(width), px(middle)
    return (
        f"<details class='print' open><summary>{escape(name)}</summary>"
        f"<a href='{place}' target='_blank' rel='noopener' style='max-width:{wide};height:{px(bottom - top)}'>"
        f"<span style='width:{wide};height:{px(height)};top:-{px(top)};"
        f"left:min(0px, max(calc(100% - {wide}), calc(50% - {centre})))'>"
        f"<img src='{place}' alt='{escape(alt)}' loading='lazy' width='{width}' height='{height}'>{signs}"
        "</span></a></details>"
    )


def shown_on(output: Path, row: dict[str, Any]) -> tuple[Pictures, tuple[int, list[list[int]]]] | None:
    """The pictures of its source, which of them it is on, and its rectangles there."""
    if missing(row["page"]) or row["box"] is None:
        return None
    pictures = load((output / "site").resolve(), row["batch"], row["source_id"])
    shown = pictures.find(row["claim_id"], int(row["page"]), list(row["box"]))
    return (pictures, shown) if shown and shown[1] else None


def share(part: float, whole: float) -> str:
    return f"{part / whole:.3%}"


def px(pixels: float) -> str:
    return f"{pixels * SCALE:.1f}px"
