"""Which words did a seller's censoring replace? Puts them back (D建 → 党建), and can take that back again.

For titles, names and keys only: a quote stays as it is written. Rules and examples are in data/censoring.toml.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

import regex

from extractors.language import knowledge

_LOOKS_BEHIND = re.compile(r"\(\?<[=!][^()]*\)")
RULES = knowledge.censoring_rules()
_ANY = regex.compile("|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in RULES))
#: What a match of one of them can begin with.
_MAY_BEGIN = frozenset(
    char
    for char in sorted({*string.printable, *"".join(rule.pattern for rule in RULES)})
    if any(regex.match(_LOOKS_BEHIND.sub("", rule.pattern), char, partial=True) for rule in RULES)
)
_PLAIN = {rule.name: rule.plain for rule in RULES}


@dataclass(frozen=True, slots=True)
class Change:
    """One word put back: where it begins in the uncensored text, the word, and what was written."""

    start: int
    plain: str
    written: str


@dataclass(frozen=True, slots=True)
class Uncensored:
    """A text with its censored words put back."""

    text: str
    changes: tuple[Change, ...]

    def restore(self) -> str:
        """The text as it was written."""
        pieces, at = [], 0
        for change in self.changes:
            pieces += [self.text[at : change.start], change.written]
            at = change.start + len(change.plain)
        return "".join((*pieces, self.text[at:]))


def uncensor(text: str) -> Uncensored:
    """The text with the words that are known put back; one that has none comes back as it is."""
    if _MAY_BEGIN.isdisjoint(text):
        return Uncensored(text, ())
    pieces, changes = list[str](), list[Change]()
    at = length = 0
    for match in _ANY.finditer(text):
        plain = _PLAIN[match.lastgroup or ""]
        before = text[at : match.start()]
        length += len(before)
        changes.append(Change(length, plain, match[0]))
        pieces += [before, plain]
        length += len(plain)
        at = match.end()
    return Uncensored("".join((*pieces, text[at:])), tuple(changes))
