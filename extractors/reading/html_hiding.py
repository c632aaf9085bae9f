"""What of a web page does a browser not show, or strike out?"""

from __future__ import annotations

from collections.abc import Iterable

import regex
from lxml.etree import _Element

STRUCK = {"s", "strike", "del"}
READING = {"rt", "rp", "rtc"}  # how the characters of <ruby> sound
UNSEEN = regex.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|text-decoration[\w-]*\s*:[^;]*line-through"
    r"|(?<![\w-])(?:opacity\s*:\s*0(?:\.0+)?|font-size\s*:\s*[01](?:\.0+)?(?:px|pt)?)\s*(?:!|;|$)"  # no size, no ink
)
AT_RULE = regex.compile(r"@[^{};]*+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}|/\*.*?\*/", regex.DOTALL)
CSS_RULE = regex.compile(r"([^{}]++)\{([^{}]*+)\}")
SIMPLE = regex.compile(r"(?:\w+)?([.#])([\w-]+)")


def hidden_names(styles: Iterable[str]) -> frozenset[str]:
    """The classes (.name) and the elements (#name) that a page's own style sheets hide on every screen."""
    names = set()
    for sheet in styles:
        for selectors, declarations in CSS_RULE.findall(AT_RULE.sub("", sheet[:200_000])):
            if UNSEEN.search(declarations):
                matches = (SIMPLE.fullmatch(selector.strip()) for selector in selectors.split(","))
                names |= {match[1] + match[2] for match in matches if match}
    return frozenset(names)


def is_hidden_element(element: _Element, tag: str, names: frozenset[str]) -> bool:
    """Whether a browser does not show an element, or strikes it out."""
    if tag in STRUCK or tag in READING or element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style and UNSEEN.search(style.lower()):
        return True
    if not names:
        return False
    return f"#{element.get('id')}" in names or any(f".{name}" in names for name in element.get("class", "").split())
