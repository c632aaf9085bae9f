"""What do other reports say of the figure that is on the card? Scripts in the site's folder `others`.

Another batch may change what stands there for any claim, so it is not in the pages, which would all be written anew. Of
an observation that several claims state, all of them stand there, once:

    <first two digits of claim_id>.js   {claim_id: the observation's place}
    said-<place // TOGETHER>.js         what is said of some observations, in the order of their places
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa

from expectations.engine.scratch import open_scratch
from flows.handover.views import create_plain
from flows.site.write import put

FOLDER = "others"
DIGITS = 2  # of a claim's id
MOST = 8  # of the claims of one observation; all are in the view claims_observed
TOGETHER = 64  # observations in one script: some tens of kilobytes
MEMORY = "512MB"
_MEMBERS = """
CREATE TABLE members AS SELECT observation_id, claim_id, batch, report_id, report_year, quote
FROM claims_observed SEMI JOIN (
    SELECT observation_id FROM claims_observed GROUP BY observation_id HAVING count(DISTINCT report_id) > 1
) USING (observation_id)"""
_SAID = f"""
CREATE TABLE said AS
SELECT row_number() OVER (ORDER BY observation_id) - 1 AS place, observation_id, to_json(
    list([batch, report_id, claim_id, quote, title, report_year::VARCHAR] ORDER BY report_year, claim_id)[:{MOST}]
) AS said
FROM members JOIN (SELECT batch, report_id, title FROM reports) USING (batch, report_id)
GROUP BY observation_id ORDER BY place"""
_PLACES = f"""
SELECT left(claim_id, {DIGITS}), string_agg('"' || claim_id || '":' || place, ',' ORDER BY claim_id)
FROM members JOIN (SELECT observation_id, place FROM said) USING (observation_id)
WHERE left(claim_id, 1) = ? GROUP BY ALL"""  # a sixteenth at a time, for it is gathered in memory


def pages_to_write(site: Path, changed: pa.Table) -> pa.Table | None:
    """The sources whose pages are to be written: all (None) where the pages that are there ask for scripts of the form
    of before, in which each stood with what is said of its claims."""
    script = site / FOLDER / f"{'0' * DIGITS}.js"
    return changed if not script.exists() or script.read_text(encoding="utf-8").startswith("addPlaces(") else None


def write_others(tables: Path, site: Path, scratch: Path | None = None) -> None:
    """Of claims all scripts, empty ones too: a page that asks for one that is not there would say so on its console."""
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)  # links: what is published stays
    with open_scratch(scratch, MEMORY) as database:
        create_plain(database, tables, ("claims", "reports", "fingerprints"), "reports_unique", "claims_observed")
        database.execute(_MEMBERS)
        database.execute(_SAID)
        for first in "0123456789abcdef":
            places = dict(database.execute(_PLACES, [first]).fetchall())
            for number in range(16 ** (DIGITS - 1)):
                digits = f"{first}{number:0{DIGITS - 1}x}"
                put(folder / f"{digits}.js", [f'addPlaces("{digits}",{{{places.get(digits, "")}}});\n'])
        said, group = database.execute("SELECT said FROM said ORDER BY place"), 0
        while rows := said.fetchmany(TOGETHER):
            told = ",\n".join(row for (row,) in rows)
            put(folder / f"said-{group}.js", [f"addSaid({group},[\n{told}\n]);\n"])
            group += 1
