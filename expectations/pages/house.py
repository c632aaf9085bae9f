"""What have all pages in common? How they begin, and a header that leads to the others, the languages at its end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

from expectations.messages.catalogue import LANGUAGES, N_
from expectations.messages.html import both, languages_css, named

#: Where each page lies, from the output's folder; and what the header calls it.
PAGES: Mapping[str, tuple[str, str]] = {
    "home": ("index.html", N_("Start")),
    "site": ("site/index.html", N_("Reports")),
    "quality": ("quality/index.html", N_("Quality")),
    "review": ("quality/review.html", N_("To be checked")),
    "dictionary": ("dictionary.html", N_("Dictionary")),
}
SCRIPT, STYLE = "languages.js", "style.css"


_HEAD = Markup("""<meta charset="utf-8">
<meta name="generator" content="report-metrics">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title{}</title>""")


def head(title: Markup) -> Markup:
    """What the head of a page begins with; `title` as `worded` says it."""
    return _HEAD.format(title)


def house(root: str, here: str = "", has_site: bool = True) -> Markup:
    """The header of a page; `root` leads from it to the output's folder: ../; reports may have no pages."""
    links = Markup("").join(
        Markup('<a href="{}"{}>{}</a>').format(
            root + path, Markup(' aria-current="page"') if name == here else "", both(title)
        )
        for name, (path, title) in PAGES.items()
        if name != "site" or has_site
    )
    languages = Markup("").join(
        Markup('<a lang="{0}" hreflang="{0}" href="?lang={0}">{1}</a>').format(language, name)
        for language, name in LANGUAGES.items()
    )
    label = named("aria-label", "All pages")
    return Markup('<nav class="house" {}>{}<span class="languages">{}</span></nav>').format(label, links, languages)


@cache
def house_css() -> str:
    """What all style sheets begin with."""
    return read_asset("house.css") + languages_css()


@cache
def page_css() -> str:
    """The style sheet of the quality report and the dictionary."""
    return house_css() + read_asset(STYLE)


def replace_file(path: Path, text: str) -> None:
    """Never in place: the earlier file may be the page of an earlier snapshot, by a hard link."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def read_asset(name: str) -> str:
    return files("expectations.pages").joinpath("assets", name).read_text(encoding="utf-8")
