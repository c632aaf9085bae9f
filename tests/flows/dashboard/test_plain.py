"""Does text from outside stay text in Markdown?"""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.dashboard.plain import literally

MARKS = "*_`~#<>[]()!|$:\\\\-+.&{}=^\"'/1a亩 \n"


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://example.org/x.png)",
        "1.2万元*",
        "# 甲",
        "1. 甲",
        "`甲",
        "<img src=x>",
        ":red[甲]",
        "**甲**",
        "  甲",
    ],
)
@given(other=st.text(alphabet=MARKS, max_size=30))
def test_what_is_shown_is_what_was_written(text: str, other: str) -> None:
    for written in (text, other, f"{other}{text}", f"{text}{other}"):
        shown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(literally(written))
        plain = " ".join(written.split())
        assert shown == (f"<p>{escape(plain, quote=False).replace(chr(34), '&quot;')}</p>\n" if plain else "")
