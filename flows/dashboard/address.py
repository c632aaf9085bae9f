"""What does the address of a page say? Every choice by its name, as text; and what of it nobody understands.

Choices are kept by page and as texts, as an address has them: so they outlast a page that is left and entered again,
and a value that is not offered at present is said, not lost. Nothing here knows of Streamlit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Values = dict[str, list[str]]
#: Names that belong to all pages; others are a page's own.
SHARED = ("lang", "batch", "year", "place", "kind", "status", "part", "confidence", "flagged", "once")


@dataclass(slots=True)
class Address:
    """The choices of one reader, on all pages."""

    page: str = ""
    chosen: dict[str, Values] = field(default_factory=dict)  # by page; "" has the shared ones
    told: Values = field(default_factory=dict)  # what this page's address is to say
    written: Values | None = None  # what it said when the page was made last
    arrived: set[str] = field(default_factory=set)  # names that came with the address from outside
    missing: list[tuple[str, str]] = field(default_factory=list)  # values that are not offered
    touched: bool = False  # something was chosen on the page: its address may not have reached the browser yet
    quiet: bool = False  # somebody went back in the browser: nothing is written, or there would be no way further back

    def begin(self, page: str, asked: Mapping[str, list[str]]) -> None:
        """Begin a page whose address says `asked`: what differs from what was written has come from outside."""
        same_page = page == self.page
        if same_page and self.touched:
            pass
        elif same_page and not asked and self.written:
            self.quiet = True  # an address that a page had before it wrote one
        elif (asked and asked != self.written) or (same_page and asked != (self.written or {})):
            self.quiet = same_page
            shared = {name: list(values) for name, values in asked.items() if name in SHARED}
            self.chosen[""] = shared if same_page else self.chosen.get("", {}) | shared
            self.chosen[page] = {name: list(values) for name, values in asked.items() if name not in SHARED}
            self.arrived = set(asked)
        elif not same_page:
            self.quiet, self.arrived = False, set()
        self.page, self.touched = page, False
        self.told, self.missing = {}, []

    def values(self, name: str) -> list[str] | None:
        """What was chosen; None where nothing was."""
        return self._home(name).get(name)

    def choose(self, name: str, values: list[str], forget: tuple[str, ...] = ()) -> None:
        """Keep a choice, and forget those that only made sense with the one before it."""
        self.quiet, self.touched = False, True
        self._home(name)[name] = values
        for other in forget:
            self._home(other).pop(other, None)
        for other in self.arrived - self.told.keys():
            self._home(other).pop(other, None)  # it has been said that nobody understands it
        self.arrived &= self.told.keys()

    def forget(self, *names: str) -> None:
        self.quiet, self.touched = False, True
        for name in names:
            self._home(name).pop(name, None)

    def tell(self, name: str, values: list[str]) -> None:
        """Have the address say this, unless there is nothing to say."""
        self.told[name] = values

    def finish(self, asked: Mapping[str, list[str]]) -> Values:
        """What the address is to say now; `asked` is what it says."""
        told = {name: values for name, values in self.told.items() if values}
        self.written = dict(asked) if self.quiet else told
        return self.written

    def not_understood(self) -> list[tuple[str, str]]:
        """Names and values of the address for which this page has no choice, or not this one."""
        strange = [
            (name, value)
            for name in sorted(self.arrived - self.told.keys())
            for value in self._home(name).get(name, [])
        ]
        return list(dict.fromkeys([*self.missing, *strange]))

    def _home(self, name: str) -> Values:
        return self.chosen.setdefault("" if name in SHARED else self.page, {})
