"""Which sentences stand behind a bar? Claims, a page of them at a time, and the text around them."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from flows.dashboard.filters import all_of, literal, one_of

Connection = duckdb.DuckDBPyConnection
AROUND = 260  # characters of the source shown before and after a quote
COLUMNS = (
    "claim_id, batch, source_id, report_id, report_title, issuer, region, report_year, part, section, sentence, quote, "
    "char_start, char_end, page, box, metric, metric_key, kind, value, value_min, value_max, unit, unit_standard, "
    "value_standard, bound, masked, status, comparison, direction, period_text, period_start, period_end, "
    "confidence, flags, source_path, review"
)
ORDERS = {
    "source": "batch, source_path, char_start, claim_id",
    "largest": "value_standard DESC NULLS LAST, batch, source_path, char_start, claim_id",
    "unsure": "confidence, batch, source_path, char_start, claim_id",
    "latest": "period_end DESC NULLS LAST, batch, source_path, char_start, claim_id",
}
SEARCHED = ("sentence", "metric", "report_title", "issuer", "region")


@dataclass(frozen=True, slots=True)
class Choice:
    """Some claims: of one view, with given values in some columns, containing some words, or by their ids."""

    view: str = "claims_unique"  # or levels, growth
    equal: tuple[tuple[str, str | int | bool], ...] = ()
    conditions: tuple[str, ...] = ()
    words: str = ""
    ids: tuple[str, ...] = ()

    def where(self) -> str:
        equal = [f"{column} = {literal(value)}" for column, value in self.equal]
        words = [found(word) for word in self.words.split()]
        return all_of([*equal, *self.conditions, *words, *([one_of("claim_id", self.ids)] if self.ids else [])])


def found(word: str) -> str:
    """A condition: the word, upper or lower case, stands in one of the columns that are searched."""
    has_case = word.upper() != word.lower()  # Chinese has none, and to lower a million sentences takes its time
    inside = (f"contains({f'lower({column})' if has_case else column}, {literal(word.lower())})" for column in SEARCHED)
    return f"coalesce({' OR '.join(inside)}, false)"


def count(connection: Connection, choice: Choice) -> int:
    (number,) = connection.execute(f"SELECT count(*) FROM {view_of(choice)} WHERE {choice.where()}").fetchone() or (0,)
    return int(number)


def rows(connection: Connection, choice: Choice, order: str, limit: int, offset: int = 0) -> pd.DataFrame:
    """Some rows of a choice, in one of ORDERS: first which they are, so that only their sentences are read."""
    chosen = connection.execute(
        f"""SELECT batch, source_path, claim_id FROM {view_of(choice)} WHERE {choice.where()}
        ORDER BY {ORDERS[order]} LIMIT {int(limit)} OFFSET {int(offset)}"""
    ).fetchall()
    batches, paths, ids = (
        (tuple(sorted(set(column))) for column in zip(*chosen, strict=True)) if chosen else ((), (), ("",))
    )
    found_here = [one_of("batch", batches), one_of("source_path", paths), one_of("claim_id", ids)]
    return connection.execute(
        f"SELECT {COLUMNS} FROM claims_unique WHERE {all_of(list(filter(None, found_here)))} ORDER BY {ORDERS[order]}"
    ).df()


def view_of(choice: Choice) -> str:
    """`growth` has not all columns of a claim, and two more, which its conditions may name."""
    if choice.view != "growth":
        return choice.view
    return "(SELECT claims_unique.*, rate, rate_unit FROM claims_unique JOIN growth USING (batch, claim_id))"


def surroundings(connection: Connection, places: tuple[tuple[str, str, int, int], ...]) -> list[tuple[str, str, str]]:
    """What stands before a quote, the quote, and what follows it, in the source; for each (batch, path, start, end)."""
    wanted = pd.DataFrame(places, columns=["batch", "source_path", "char_start", "char_end"])
    wanted["place"] = range(len(wanted))
    connection.register("wanted", wanted)
    batches, paths = (tuple(sorted(set(wanted[column]))) for column in ("batch", "source_path"))
    found_texts = connection.execute(
        f"""SELECT place, substring(text, greatest(1, char_start + 1 - {AROUND}), least({AROUND}, char_start)),
          substring(text, char_start + 1, char_end - char_start), substring(text, char_end + 1, {AROUND})
        FROM (FROM texts WHERE {one_of("batch", batches)} AND {one_of("source_path", paths)})
        JOIN wanted USING (batch, source_path)"""
    ).fetchall()
    by_place = {row[0]: (row[1], row[2], row[3]) for row in found_texts}
    return [by_place.get(place, ("", "", "")) for place in range(len(wanted))]
