"""Which figures of a batch contradict others, and which do not add up? Asked of the tables to be published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from expectations.engine.scratch import Database, open_scratch
from expectations.pages.agreement import CHAINS, KINDS, Agreement, Misfit, Said
from flows.handover.views import create_plain

SHOWN = 8  # of each sort
ASKED = ("claims", "reports", "fingerprints", "observations")
VIEWS = ("reports_unique", "claims_observed", "contradictions", "chains")


def read_agreement(tables: Path, batch_id: str, scratch: Path | None = None) -> Agreement:
    """What of a batch is compared with other figures, of this batch or of others, and what does not fit."""
    with open_scratch(scratch) as database:
        create_plain(database, tables, ASKED, *VIEWS)
        observations, compared = database.execute(
            "SELECT count(*), count(*) FILTER (agreeing + differing > 1) FROM observations WHERE batch = ?", [batch_id]
        ).fetchall()[0]
        return Agreement(observations, compared, *_contradictions(database, batch_id), *_chains(database, batch_id))


def _contradictions(database: Database, batch_id: str) -> tuple[Sequence[tuple[str, int]], Sequence[Misfit]]:
    database.execute(
        "CREATE TABLE differing AS FROM contradictions WHERE batch = $batch OR other_batch = $batch",
        {"batch": batch_id},
    )
    counted = dict(database.execute("SELECT kind, count(*) FROM differing GROUP BY kind").fetchall())
    order = ", ".join(f"kind = '{kind}' DESC" for kind in KINDS)
    rows = database.execute(
        f"""SELECT kind, concat_ws(' · ', area_name, name_zh, scope, year(period_end)) AS about, words,
          [{{'batch': found.batch, 'report_id': found.report_id, 'claim_id': found.claim_id, 'quote': quote,
             'sentence': sentence, 'report_title': one.title}},
           {{'batch': other_batch, 'report_id': other_report_id, 'claim_id': other_claim_id, 'quote': other_quote,
             'sentence': other_sentence, 'report_title': other.title}}]
        FROM differing AS found
        JOIN (SELECT indicator_id, name_zh FROM indicators) USING (indicator_id)
        JOIN reports AS one ON one.batch = found.batch AND one.report_id = found.report_id
        JOIN reports AS other ON other.batch = other_batch AND other.report_id = other_report_id
        ORDER BY {order}, confidence DESC, found.claim_id, other_claim_id LIMIT {SHOWN}"""
    ).fetchall()
    return [(kind, counted[kind]) for kind in KINDS if kind in counted], [_misfit(*row) for row in rows]


def _chains(database: Database, batch_id: str) -> tuple[Sequence[tuple[str, int, int]], Sequence[Misfit]]:
    database.execute(
        """CREATE TABLE reckoned AS
        SELECT *, list_contains(list_transform(said, lambda one: one.batch), ?) AS is_here
        FROM (
          SELECT link.chain, link.area_name, name_zh, link.year, fits, words, link.confidence,
            list({'batch': seen.batch, 'report_id': seen.report_id, 'claim_id': seen.claim_id, 'quote': quote,
              'sentence': sentence, 'report_title': title} ORDER BY turn) AS said
          FROM (SELECT *, unnest(claim_ids) AS claim_id, generate_subscripts(claim_ids, 1) AS turn FROM chains) AS link
          JOIN (SELECT indicator_id, name_zh FROM indicators) USING (indicator_id)
          JOIN observations AS seen USING (claim_id)
          JOIN reports ON reports.batch = seen.batch AND reports.report_id = seen.report_id
          GROUP BY ALL
        )""",
        [batch_id],
    )
    counted = {
        kind: (kind, total, misfits)
        for kind, total, misfits in database.execute(
            "SELECT chain, count(*), count(*) FILTER (NOT fits) FROM reckoned WHERE is_here GROUP BY chain"
        ).fetchall()
    }
    rows = database.execute(
        f"""SELECT chain, concat_ws(' · ', area_name, name_zh, year), words, said
        FROM reckoned WHERE is_here AND NOT fits
        ORDER BY confidence DESC, area_name, name_zh, year LIMIT {SHOWN}"""
    ).fetchall()
    return [counted[kind] for kind in CHAINS if kind in counted], [_misfit(*row) for row in rows]


def _misfit(kind: str, about: str, words: str, said: Sequence[dict[str, str]]) -> Misfit:
    return Misfit(kind, about, words, [Said(**one) for one in said])
