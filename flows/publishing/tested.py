"""How is the quality report's first page made, and made again when people said more? What was tested is kept by it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from expectations.engine.suite import Failure
from expectations.pages.house import replace_file
from expectations.pages.quality import Evaluated, write_quality_page
from flows.publishing.agreement import read_agreement
from flows.site.links import claim_url, passed_url

QUALITY, KEPT = "quality", "tested.json"


class Tested(msgspec.Struct, frozen=True):
    """What the tables do not say of a run's batch."""

    batch_id: str
    site: bool  # there are pages of its reports
    failures: tuple[Failure, ...]
    tested: tuple[Evaluated, ...]


def write_tested(following: Path, tested: Tested, scratch: Path) -> None:
    """Write the page of a batch from the tables that are about to be published."""
    folder = following / QUALITY
    write_quality_page(
        following / "tables",
        folder,
        tested.batch_id,
        scratch=scratch,
        failures=tested.failures,
        tested=tested.tested,
        claim_link=(lambda *claim: f"../site/{claim_url(*claim)}") if tested.site else None,
        agreement=read_agreement(following / "tables", tested.batch_id, scratch),
        passed_link=(lambda *numeral: f"../site/{passed_url(*numeral)}") if tested.site else None,
    )
    replace_file(folder / KEPT, msgspec.json.encode(tested).decode())


def write_again(following: Path, scratch: Path) -> None:
    """The page of the batch that was tested last, with what is in the tables now; nothing where none is kept."""
    kept = following / QUALITY / KEPT
    if kept.exists():
        write_tested(following, msgspec.json.decode(kept.read_bytes(), type=Tested), scratch)
