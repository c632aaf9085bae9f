"""Which claims wait to be judged, in which order? Of what the filters let through: the doubtful first, or some sort."""

from __future__ import annotations

import duckdb

from expectations.pages.words import SAME
from flows.dashboard.evidence import found
from flows.dashboard.filters import all_of, literal, one_of
from flows.dashboard.queries import one_row

Connection = duckdb.DuckDBPyConnection
MOST = 300  # in one queue
ORDERS = {
    "unsure": "confidence, batch, source_path, char_start",
    "flagged": "len(flags) = 0, confidence, batch, source_path, char_start",
    "reports": "batch, source_path, char_start",
    "indicators": "metric_key, unit_standard, value_standard DESC, batch, source_path, char_start",
}
SAMPLE = "sample"
Item = tuple[str, str, str]  # claim or numeral; batch; id


def waiting(connection: Connection, order: str, flag: str | None, words: str, judged_too: bool) -> list[Item]:
    """The first of the claims that nobody has judged, as far as is published."""
    conditions = [] if judged_too else ["review IS NULL"]
    if flag:
        names = one_of("split_part(one, ':', 1)", (flag, *(also for also, same in SAME.items() if same == flag)))
        conditions.append(f"len(list_filter(flags, lambda one: {names})) > 0")
    conditions += [found(word) for word in words.split()]
    rows = connection.execute(
        f"SELECT batch, claim_id FROM claims_unique WHERE {all_of(conditions)} ORDER BY {ORDERS[order]} LIMIT {MOST}"
    ).fetchall()
    return [("claim", batch, claim_id) for batch, claim_id in rows]


def flags_there(connection: Connection) -> list[str]:
    rows = connection.execute(
        """SELECT split_part(flag, ':', 1) AS name FROM (SELECT unnest(flags) AS flag FROM claims_unique)
        GROUP BY name ORDER BY count(*) DESC, name"""
    ).fetchall()
    return list(dict.fromkeys(SAME.get(name, name) for (name,) in rows))


def sources_of_report(connection: Connection, batch: str, report_id: str) -> tuple[str, str, str, str] | None:
    """Path, source_id, title and text of the file that a report stands in."""
    rows = connection.execute(
        f"""SELECT r.source_path, r.source_id, r.title, t.text FROM reports r JOIN texts t USING (batch, source_path)
        WHERE batch = {literal(batch)} AND report_id = {literal(report_id)}"""
    ).fetchall()
    return rows[0] if rows else None


def claim_row(connection: Connection, batch: str, claim_id: str) -> dict[str, object] | None:
    """A claim with all its columns, rejected or not, whatever the filters are."""
    answer = connection.execute(
        f"SELECT * FROM claims WHERE batch = {literal(batch)} AND claim_id = {literal(claim_id)} LIMIT 1"
    )
    return one_row(answer) or None
