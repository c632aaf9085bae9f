"""How is a chart taken along? As PNG or SVG with its title, unit, source and address, drawn without a browser.

vl-convert draws what Vega draws, in this process and offline. It is large (80 MB), and part of the extra `dashboard`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

WIDTH = 860  # pixels
TIMES = 2  # of a PNG: sharp in print
# What has Chinese characters, on Linux, macOS and Windows; then whatever there is.
FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
MIME = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the chart."""

    title: str
    unit: str
    source: str
    link: str


def can_draw() -> bool:
    return find_spec("vl_convert") is not None


def draw(chart: dict[str, Any], words: Words, ending: str) -> bytes:
    """The picture of a Vega-Lite chart, `ending` png or svg."""
    import vl_convert

    spec = framed(chart, words)
    if ending == "svg":
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=TIMES, allowed_base_urls=[]))


def framed(chart: dict[str, Any], words: Words) -> dict[str, Any]:
    """The chart with its title and unit above, and below where its figures come from."""
    inner = {key: value for key, value in chart.items() if key not in ("$schema", "config", "datasets", "usermeta")}
    inner["width"] = WIDTH
    inner["title"] = {"text": words.title, "subtitle": words.unit, "anchor": "start", "offset": 16}
    below = {"text": words.source, "subtitle": words.link, "orient": "bottom", "anchor": "start", "fontSize": 11}
    title = {"fontSize": 17, "subtitleFontSize": 13, "subtitleColor": "#5c6b7a", "font": FONT, "subtitleFont": FONT}
    return {
        "$schema": chart["$schema"],
        "vconcat": [inner],
        "title": {**below, "fontWeight": "normal", "color": "#5c6b7a", "subtitleFontSize": 11, "offset": 12},
        "datasets": chart.get("datasets", {}),
        "background": "#ffffff",
        "padding": 20,
        "config": {"font": FONT, "title": title, "view": {"strokeWidth": 0}},
    }
