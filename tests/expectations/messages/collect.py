"""Which messages does the code have? Brings zh.po up to date with them: `make messages`.

New ones are added without a translation, which is to be written by hand; those that nobody says any more go. Neither
files nor lines are noted, and all stand in one order, so that two people's additions seldom meet.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from expectations.engine.check import ROW, WARNING
from expectations.engine.published import BATCH
from expectations.messages.sentences import SENTENCE
from expectations.pages.words import EXPECTED
from expectations.schema import load_tables
from expectations.suites.claims import CHECKS
from flows.handover.lists import told_of_lists
from tests.conftest import ROOT
from tests.expectations.messages.sentences import found_sentences

FILE = ROOT / "expectations" / "messages" / "zh.po"
PACKAGES = ("expectations", "flows")
# What the code calls a message by: N_ marks one; both and its kin write both languages into a page.
KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "both": None,
    "both_of": (1, 2),
    "named": (2,),
    "worded": None,
}
METHODS = {".py": "python", ".js": "javascript", ".html": babel_extract}
HEADER = """\
# Chinese for the messages of the pages, the screens and the terminal.
# `make messages` adds what the code says anew, and takes out what it says no more.
# The Chinese is written by hand; a test finds what has none."""

COMMENT = re.compile(r"^COMMENT ON [^;]*? IS\s+'((?:[^']|'')*)';", re.MULTILINE)

Found = tuple[str | tuple[str, str], str | None]  # the message, with its plural where it has one; its context


def found_messages() -> Iterator[Found]:
    """All messages: of code, scripts and templates; of the data that pages show words of; and all that errors say."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in METHODS:
                yield from messages_in(path.suffix, path.read_bytes())
    words = tomllib.loads((ROOT / "expectations/pages/assets/words.toml").read_text(encoding="utf-8"))
    for group in words.values():
        yield from ((message, None) for message in group.values())
    yield from ((message, None) for message in described())
    yield from ((message, SENTENCE) for message in found_sentences())
    flags = [check.description for check in CHECKS if check.severity == WARNING and check.scope == ROW]
    yield from ((EXPECTED + description, None) for description in flags)


def described() -> Iterator[str]:
    """What the data dictionary says of tables, views and their columns."""
    for table in load_tables().values():
        yield table.description
        for column in (*table.stored_columns, BATCH):
            yield column.description
            if column.unit:
                yield column.unit
    for path in sorted((ROOT / "flows/handover/assets/views").glob("*.sql")):
        yield from (told.replace("''", "'") for told in COMMENT.findall(path.read_text(encoding="utf-8")))
    yield from told_of_lists().values()


def messages_in(suffix: str, content: bytes) -> Iterator[Found]:
    options = {"parse_template_string": True} if suffix == ".js" else {"encoding": "utf-8"}
    for _, message, _, context in extract(METHODS[suffix], BytesIO(content), KEYWORDS, options=options):
        if isinstance(message, (tuple, list)):
            yield (message[0], message[1]), context
        elif message:
            yield message, context


def read_catalogue() -> Catalog:
    with FILE.open("rb") as file:
        return read_po(file, locale="zh")


def updated(catalogue: Catalog) -> Catalog:
    """With every message that is found, and no other."""
    fresh = Catalog(locale="zh", fuzzy=False, header_comment=HEADER)
    for message, context in found_messages():
        name = message[0] if isinstance(message, tuple) else message
        known = catalogue.get(name, context)
        fresh.add(message, known.string if known else "", context=context)
    return fresh


def written(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=0, no_location=True, sort_output=True, omit_header=False)
    lines = out.getvalue().decode().split("\n")
    ours = ("#", '"Language:', '"Plural', '"MIME', '"Content', "msg")
    head = lines.index("")
    kept = [line for line in lines[:head] if line.startswith(ours)]
    return "\n".join([*kept, *lines[head:]]).encode()


def main() -> None:
    catalogue = read_catalogue() if FILE.exists() else Catalog(locale="zh")
    fresh = updated(catalogue)
    FILE.write_bytes(written(fresh))
    without = [message.id for message in fresh if message.id and not any(message.string)]
    print(f"{len(fresh)} messages, {len(without)} without Chinese:", *without, sep="\n  ")


if __name__ == "__main__":
    main()
