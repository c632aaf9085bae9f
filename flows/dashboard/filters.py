"""Which claims does somebody want to see? The choices of the side bar, and the claims_unique that they make."""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb

FLAGGED = ("all", "without", "only")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen; where nothing is, all."""

    batches: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()  # issuers or regions
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    least_confidence: float = 0.0
    flagged: str = "all"  # one of FLAGGED
    once: bool = True  # copies of a report counted once

    def across_time(self) -> Filters:
        """The same without what would keep a plan and what came of it apart: they stand in reports of two years."""
        return replace(self, years=(), statuses=(), parts=())

    def conditions(self) -> list[str]:
        """SQL conditions on claims."""
        chosen = [
            one_of("batch", self.batches),
            one_of("report_year", self.years),
            one_of("kind", self.kinds),
            one_of("status", self.statuses),
            one_of("part", self.parts),
        ]
        if self.places:
            chosen.append(f"({one_of('issuer', self.places)} OR {one_of('region', self.places)})")
        if self.least_confidence > 0:
            chosen.append(f"confidence >= {float(self.least_confidence)!r}")
        if self.flagged != "all":
            chosen.append(f"len(flags) {'>' if self.flagged == 'only' else '='} 0")
        return [condition for condition in chosen if condition]

    def apply(self, connection: duckdb.DuckDBPyConnection, base: str | None = None) -> None:
        """Give this cursor a claims_unique of its own: the other views, which read it, then hold the same choice.

        `base`: a table of some of the claims, where no others matter.
        """
        base = base or ("claims_once" if self.once else "claims")
        conditions = all_of([*self.conditions(), "review IS DISTINCT FROM 'rejected'"])
        connection.execute(f"CREATE OR REPLACE TEMP VIEW claims_unique AS SELECT * FROM {base} WHERE {conditions}")


#: All that is published, whatever is chosen in the side bar.
UNFILTERED = Filters()


def all_of(conditions: list[str]) -> str:
    return " AND ".join(conditions) or "true"


def one_of(column: str, values: tuple[str, ...] | tuple[int, ...]) -> str:
    """`column IN (…)`; empty where nothing was chosen. A view takes no parameters, so the values are quoted here."""
    return f"{column} IN ({', '.join(map(literal, values))})" if values else ""


def literal(value: str | int | float | bool) -> str:
    """A value as SQL writes it: in a string of standard SQL only the quote has to be doubled."""
    return repr(value) if isinstance(value, int | float) else "'" + value.replace("'", "''") + "'"
