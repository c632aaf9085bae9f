"""How are a page, its charts and its tables taken along? A link, pictures, and files, each made when asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from flows.dashboard import downloads, pictures
from flows.dashboard.controls import address
from flows.dashboard.language import _

#: Name, function, ending, kind of file, most rows.
FORMATS = (
    ("CSV", downloads.to_csv, "csv", "text/csv", downloads.MOST_CSV),
    (
        "Excel",
        downloads.to_excel,
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        downloads.MOST_EXCEL,
    ),
    ("Parquet", downloads.to_parquet, "parquet", "application/vnd.apache.parquet", None),
)
#: The address bar always says what is shown. Copying needs a page that the browser trusts, as it does this machine's.
COPY = """<button class="copy-link" type="button">{copy}</button>
<style>
.copy-link {{ font: inherit; font-size: 14px; color: inherit; background: transparent; border: 1px solid #8a94a0;
  border-radius: 8px; padding: 4px 12px; cursor: pointer; }}
.copy-link:focus-visible {{ outline: 3px solid #4a7ba6; outline-offset: 2px; }}
</style>
<script>
document.querySelectorAll('.copy-link').forEach(button => button.onclick = async () => {{
  try {{ await navigator.clipboard.writeText(location.href); button.textContent = {copied!r}; }}
  catch (error) {{ window.prompt({copy!r}, location.href); }}
  setTimeout(() => button.textContent = {copy!r}, 2000);
}});
</script>"""


def copy_link() -> None:
    st.html(COPY.format(copy=_("Copy link"), copied=_("Copied")), unsafe_allow_javascript=True, width="content")


def link_here() -> str:
    """The address of what is shown."""
    place = urlsplit(st.context.url or "")
    query = urlencode(address().told, doseq=True)
    return f"{place.scheme}://{place.netloc}{place.path}?{query}" if place.netloc else f"?{query}"


def offer_rows(
    name: str, found: int, ask: Callable[[Callable[..., bytes]], bytes], stamp: str, place: Any = None
) -> None:
    """Buttons for all rows of something; `ask` is given the function that writes them."""
    row = (place or st).container(horizontal=True, vertical_alignment="center")
    for label, write, ending, mime, most in FORMATS:
        cut = most is not None and found > most
        row.download_button(
            _("{format} (first {most} rows)", format=label, most=f"{most:,}") if cut else label,
            data=partial(ask, write),
            file_name=f"{name}-{stamp}.{ending}",
            mime=mime,
            on_click="ignore",
            key=f"take-{name}-{ending}",
            help=_("For all rows take Parquet.") if cut else _.ngettext("{count} row", "{count} rows", found),
        )


def offer_table(name: str, frame: pd.DataFrame, stamp: str, place: Any = None) -> None:
    """The table as it is shown."""
    offer_rows(name, len(frame), partial(_written, frame), stamp, place)


def _written(frame: pd.DataFrame, write: Callable[..., bytes]) -> bytes:
    return downloads.of_frame(write, frame)


def offer_chart(name: str, chart: Any, words: pictures.Words, frame: pd.DataFrame, stamp: str) -> None:
    """The chart as a picture, and its figures."""
    row = st.container(horizontal=True, vertical_alignment="center")
    if pictures.can_draw():
        spec = chart.to_dict()
        for ending, mime in pictures.MIME.items():
            row.download_button(
                ending.upper(),
                data=partial(pictures.draw, spec, words, ending),
                file_name=f"{name}-{stamp}.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"take-{name}-{ending}",
                help=_("The chart with title, unit, source and link"),
            )
    else:
        row.caption(_("For pictures of charts: {command}", command="pip install vl-convert-python"))
    offer_table(name, frame, stamp, row)
