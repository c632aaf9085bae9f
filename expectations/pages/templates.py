"""How is a page made of its template? By Jinja, with what says things in both languages at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from expectations.messages.html import both, both_of, both_said, named, worded
from expectations.pages.house import head, house
from expectations.pages.words import say, say_flag, say_flags


def bold(text: str) -> Markup:
    """For the values of a message."""
    return Markup("<b>{}</b>").format(text)


def code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def link(address: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


WORDS = {
    "bold": bold,
    "code": code,
    "link": link,
    "say": say,
    "say_flag": say_flag,
    "say_flags": say_flags,
    "both": both,
    "both_of": both_of,
    "both_said": both_said,
    "named": named,
    "worded": worded,
    "head": head,
    "house": house,
}


def load_template(package: str, name: str, filters: Mapping[str, Callable[..., Any]] | None = None) -> Any:
    """A template among a package's assets, which may include others of them."""
    environment = Environment(
        loader=PackageLoader(package, "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters or {}
    environment.globals |= WORDS
    return environment.get_template(name)


@cache
def said_template(package: str, name: str) -> str:
    """A template whose words are said, and whose `$names` are left for string.Template: pages by the thousand."""
    return str(load_template(package, name).render())
