"""What do other reports say of the figure that is on the card? Scripts beside the site's pages, by claim.

Another batch may change what stands there for any claim, so it is not in the pages, which would all be written anew. Of
an observation that several claims state, all of them stand there: site/others/<first two digits of claim_id>.js.
"""

from __future__ import annotations

import json
from pathlib import Path

from expectations.engine.scratch import Database, open_scratch
from flows.handover.views import create_plain
from flows.site.write import put

FOLDER = "others"
DIGITS = 2  # of a claim's id
MOST = 8  # of the claims of one observation; all are in the view claims_observed
MEMORY = "512MB"
_MEMBERS = """
CREATE TABLE members AS SELECT observation_id, claim_id, batch, report_id, report_year, quote
FROM claims_observed SEMI JOIN (
    SELECT observation_id FROM claims_observed GROUP BY observation_id HAVING count(DISTINCT report_id) > 1
) USING (observation_id)"""
_SAID = f"""
CREATE TABLE said AS
SELECT observation_id,
    list([batch, report_id, claim_id, quote, title, report_year::VARCHAR] ORDER BY report_year, claim_id)
        [:{MOST}] AS said
FROM members JOIN (SELECT batch, report_id, title FROM reports) USING (batch, report_id) GROUP BY observation_id"""
_OF_SHARD = f"""
SELECT here.claims, said.said
FROM (
    SELECT observation_id, list(claim_id ORDER BY claim_id) AS claims FROM members
    WHERE left(claim_id, {DIGITS}) = ? GROUP BY observation_id
) AS here JOIN said USING (observation_id) ORDER BY here.claims"""


def write_others(tables: Path, site: Path, scratch: Path | None = None) -> None:
    """Write all scripts, empty ones too: a page that asks for one that is not there would say so on its console."""
    with open_scratch(scratch, MEMORY) as database:
        create_plain(database, tables, ("claims", "reports", "fingerprints"), "reports_unique", "claims_observed")
        database.execute(_MEMBERS)
        database.execute(_SAID)
        for number in range(16**DIGITS):
            shard = f"{number:0{DIGITS}x}"
            told = json.dumps(said_by_others(database, shard), ensure_ascii=False, separators=(",", ":"))
            put(site / FOLDER / f"{shard}.js", [f'addOthers("{shard}",{told});\n'])


def said_by_others(database: Database, shard: str) -> dict[str, object]:
    """The claims with the place of what is said of their observation; those of the claim's own report among it."""
    rows = database.execute(_OF_SHARD, [shard]).fetchall()
    places = {claim: place for place, (claims, _) in enumerate(rows) for claim in claims}
    return {"claims": places, "said": [said for _, said in rows]}
