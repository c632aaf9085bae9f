"""What is there to tell of a batch? Counts and examples out of its Parquet files, which are not read into memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from expectations.engine.doubtful import UNSURE
from expectations.engine.published import published_files, rows_in
from expectations.engine.rightness import STRATUM, STRATUM_OF_NUMERAL
from expectations.engine.scratch import Database, ask, open_scratch
from expectations.pages.words import SAME
from extractors.model import LAST_RESORTS

Row = Mapping[str, Any]
EXAMPLES = 4  # sentences of each sort; review.html has more
MISSED = 9  # numerals that no rule passed over, of all last resorts together
AROUND = 80  # characters before and behind them
LISTED = 6  # rejected files; the table has them all
RUNS = 30

_CLAIM = (
    "claim_id, report_id, report_title, source_path, metric, kind, value, value_min, value_max, unit, masked, "
    "direction, flags, confidence, quote, sentence"
)
_READ = ("claims", "reports", "sources", "boilerplate", "passed_over", "quarantine", "texts", "reviews")

QUERIES = {
    "reviewed": """
        SELECT state AS name, count(DISTINCT review_id) AS count FROM reviews
        GROUP BY name ORDER BY count DESC, name""",
    "sampled": """
        SELECT coalesce(claim_id, reviewed_claim_id) AS target, stratum, verdict, field, state
        FROM reviews WHERE stratum IS NOT NULL AND sample_of IS NULL AND state <> 'withdrawn'""",
    # What was added inside a sentence was missing in it, whoever added it from wherever.
    "looked_over": """
        SELECT said.target, arg_max(said.verdict, said.at) AS verdict, any_value(said.stratum) AS stratum,
          any_value(said.extracted) AS quotes, any_value(said.stratum_of) AS stratum_of,
          any_value(said.sample_of) AS sample_of, count(DISTINCT added.char_start) AS added
        FROM (
          SELECT *, reviewed_claim_id AS target FROM reviews
          WHERE sample_of IS NOT NULL AND state = 'applied' AND verdict IN ('complete', 'incomplete')
        ) said LEFT JOIN (
          SELECT * FROM reviews WHERE verdict = 'missing' AND state IN ('applied', 'set_aside')
        ) added ON added.source_id = said.source_id
          AND added.char_start >= said.char_start AND added.char_end <= said.char_end
        GROUP BY said.target""",
    "strata": f"""
        SELECT {STRATUM} AS name, count(*) AS count FROM claims WHERE review IS DISTINCT FROM 'added' GROUP BY name
        UNION ALL
        SELECT {STRATUM_OF_NUMERAL}, count(*) FROM passed_over WHERE report_id IS NOT NULL GROUP BY 1""",
    "claims": f"""
        SELECT count(*) AS claims, count(*) FILTER (masked) AS masked, count(*) FILTER (len(flags) > 0) AS flagged,
          count(*) FILTER (confidence < {UNSURE}) AS unsure, count(DISTINCT metric_key) AS metrics
        FROM claims""",
    "kinds": """
        SELECT kind AS name, count(*) AS count, count(*) FILTER (masked) AS part
        FROM claims GROUP BY kind ORDER BY count DESC, name""",
    "confidence": """
        SELECT least(floor(confidence * 10), 9)::INTEGER AS tenth, count(*) AS count
        FROM claims GROUP BY tenth ORDER BY tenth""",
    "flags": f"""
        SELECT coalesce(map_extract(map {SAME}, split_part(flag, ':', 1))[1], split_part(flag, ':', 1)) AS name,
          count(DISTINCT claim_id) AS count
        FROM (SELECT claim_id, unnest(flags) AS flag FROM claims WHERE len(flags) > 0)
        GROUP BY name ORDER BY count DESC, name""",
    # Claims are chosen first and read then: their sentences are wide. One of each warning before a second of any.
    "flagged": f"""
        SELECT {_CLAIM} FROM claims WHERE claim_id IN (
          SELECT claim_id FROM claims WHERE len(flags) > 0
          ORDER BY row_number() OVER (PARTITION BY split_part(flags[1], ':', 1) ORDER BY source_path, char_start)
          LIMIT {EXAMPLES}
        )
        ORDER BY source_path, char_start""",
    "unsure": f"""
        SELECT {_CLAIM} FROM claims WHERE claim_id IN (
          SELECT claim_id FROM claims WHERE confidence < {UNSURE}
          ORDER BY confidence, source_path, char_start LIMIT {EXAMPLES}
        )
        ORDER BY confidence, source_path, char_start""",
    "units": """
        SELECT unit AS name, count(*) AS count, arg_min(quote, char_start) AS quote
        FROM claims WHERE len(list_filter(flags, lambda flag: starts_with(flag, 'unknown_unit'))) > 0
        GROUP BY name ORDER BY count DESC, name""",
    "reports": """
        SELECT count(*) AS reports, count(duplicate_of) AS copies, count(duplicate_in) AS copies_of_other_batches
        FROM reports""",
    "copies": f"""
        SELECT copy.title, copy.source_path, coalesce(original.title, copy.duplicate_of) AS original,
          copy.duplicate_in AS batch, copy.similarity
        FROM reports AS copy LEFT JOIN reports AS original ON original.report_id = copy.duplicate_of
        WHERE copy.duplicate_of IS NOT NULL ORDER BY copy.similarity DESC, copy.report_id LIMIT {EXAMPLES}""",
    "formats": """
        SELECT coalesce(format, 'unknown') AS name, count(*) AS count, count(*) FILTER (status = 'rejected') AS part,
          sum(reports)::BIGINT AS reports, sum(claims)::BIGINT AS claims
        FROM sources GROUP BY name ORDER BY count DESC, name""",
    "files": """
        SELECT count(*) AS files, count(*) FILTER (status = 'rejected') AS rejected, sum(bytes)::BIGINT AS bytes,
          coalesce(sum(characters), 0)::BIGINT AS characters,
          coalesce(sum(characters - kept_characters), 0)::BIGINT AS removed, count(stale_since) AS stale,
          coalesce(sum(len(doubtful_pages)), 0)::BIGINT AS doubtful
        FROM sources""",
    "rejected": f"""
        SELECT source_path AS name, reason FROM sources WHERE status = 'rejected' ORDER BY name LIMIT {LISTED}""",
    "stale": f"""
        SELECT source_path AS name, stale_reason AS reason,
          strftime(stale_since AT TIME ZONE 'UTC', '%Y-%m-%d') AS since
        FROM sources WHERE stale_since IS NOT NULL ORDER BY name LIMIT {LISTED}""",
    "doubtful": f"""
        SELECT source_path AS name, array_to_string(doubtful_pages, ', ') AS pages
        FROM sources WHERE len(doubtful_pages) > 0 ORDER BY name LIMIT {LISTED}""",
    "rules": """
        SELECT split_part(rule, ':', 1) AS name, sum(char_end - char_start)::BIGINT AS count, count(*) AS spans
        FROM boilerplate GROUP BY name ORDER BY count DESC, name""",
    "passed": """
        SELECT reason AS name, count(*) AS count, arg_min(text, (source_path, char_start)) AS quote
        FROM passed_over GROUP BY name ORDER BY count DESC, name""",
    # One of each last resort before a second of any, and each numeral once, in an order that means nothing: the first
    # of a batch are those of one report. md5 is the same everywhere. Texts are read last: they are long.
    "missed": f"""
        WITH told AS (
          SELECT *, md5(source_id || char_start) AS lot FROM passed_over WHERE reason IN {LAST_RESORTS}
        ), different AS (
          SELECT * FROM told QUALIFY row_number() OVER (PARTITION BY reason, text ORDER BY lot) = 1
        ), chosen AS (
          SELECT *, row_number() OVER (PARTITION BY reason ORDER BY lot) AS turn FROM different
          QUALIFY turn <= {MISSED} ORDER BY turn, reason LIMIT {MISSED}
        )
        SELECT chosen.reason, chosen.text AS quote, chosen.report_id, chosen.source_path, chosen.char_start,
          texts.text[greatest(chosen.char_start - {AROUND}, 0) + 1 : chosen.char_start] AS before,
          texts.text[chosen.char_end + 1 : chosen.char_end + {AROUND}] AS after,
          coalesce(reports.title, chosen.source_path) AS report_title
        FROM chosen JOIN texts ON texts.source_path = chosen.source_path
          LEFT JOIN reports ON reports.report_id = chosen.report_id
        ORDER BY chosen.reason, chosen.source_path, chosen.char_start""",
    "quarantined": "SELECT count(DISTINCT claim_id) AS claims FROM quarantine",
    "quarantine": """
        SELECT expectation AS name, count(*) AS count, arg_min(quote, source_path) AS quote,
          arg_min(sentence, source_path) AS sentence
        FROM quarantine GROUP BY name ORDER BY count DESC, name""",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What the tables say of one batch: for each of QUERIES its rows, and the last runs, the latest at the end."""

    answers: Mapping[str, Sequence[Row]]
    runs: Sequence[Row]
    has_tables: bool

    def rows(self, query: str) -> Sequence[Row]:
        return self.answers[query]

    def one(self, query: str) -> Row:
        """The only row of a query that counts."""
        return self.answers[query][0]


def read_figures(tables: Path, batch_id: str, history: Path | None = None, *, scratch: Path | None = None) -> Figures:
    """Ask the tables of one batch.

    `history`: where the table `runs` lies when not in `tables`. `scratch`: the folder for what is not kept in memory,
    else the system's.
    """
    with open_scratch(scratch) as connection:
        for name in _READ:
            _open(connection, name, published_files(tables, name, batch_id))
        answers = {name: ask(connection, query) for name, query in QUERIES.items()}
        _open(connection, "runs", published_files(history or tables, "runs"))
        runs = ask(connection, f"FROM runs ORDER BY started_at DESC, run_id LIMIT {RUNS}")
        found = any(published_files(tables, name, batch_id) for name in _READ)
    return Figures(answers, [dict(run, started_at=run["started_at"].astimezone(UTC)) for run in runs[::-1]], found)


def _open(connection: Database, name: str, files: Sequence[Path]) -> None:
    connection.execute(f"CREATE VIEW {name} AS FROM {rows_in(name, files)}")
