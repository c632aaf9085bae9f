"""What does a page say to a reader of one language? As languages.css and languages.js show it."""

from __future__ import annotations

from lxml import html


def in_language(page: str, language: str = "en") -> html.HtmlElement:
    """The page without what it says in the other language."""
    document = html.document_fromstring(page)
    other = {"en": "zh", "zh": "en"}[language]
    for span in document.xpath(f"//span[@lang='{other}']"):
        span.drop_tree()
    for element in document.iter(html.etree.Element) if language == "en" else ():
        for name in [name for name in element.attrib if name.startswith("data-en-")]:
            said = element.attrib.pop(name)
            if name == "data-en-text":
                element.text = said
            else:
                element.set(name.removeprefix("data-en-"), said)
    return document


def text_in(page: str, language: str = "en") -> str:
    """Its text, with one blank between words."""
    return " ".join(str(in_language(page, language).text_content()).split())
