"""Does the comparison say which claims a new version adds, loses and alters, and in what?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from extractors.model import Claim
from flows.publishing.differences import Changes, changes_page, keep_changes, write_changes
from flows.storage.parquet import write_table
from flows.work.frames import claims_frame
from tests.conftest import SOURCE

MakeClaim = Callable[..., Claim]


def put(root: Path, *claims: Claim) -> Path:
    write_table(claims_frame([(SOURCE, claim) for claim in claims]), "claims", str(root), "b", "part-1")
    return root


def test_claims_are_added_gone_and_altered_column_by_column(tmp_path: Path, make_claim: MakeClaim) -> None:
    same, old = make_claim(claim_id="same"), make_claim(claim_id="other", metric="培训", value=740.0)
    base = put(tmp_path / "base", same, old, make_claim(claim_id="old", quote="1人"))
    new = make_claim(claim_id="other", metric="培训农民", value=None)
    parts = put(tmp_path / "parts", make_claim(claim_id="same"), new, make_claim(claim_id="new", quote="<b>2人"))
    changes = write_changes(base, parts, "b", {SOURCE.path}, tmp_path / "quality", 1)
    assert changes == Changes(added=1, gone=1, altered=1)
    table = pd.read_parquet(tmp_path / "quality" / "changes.parquet").set_index("claim_id")
    assert table["change"].to_dict() == {"other": "altered", "new": "added", "old": "gone"}
    assert list(table.loc["other", "columns"]) == ["metric", "value"]
    page = (tmp_path / "quality" / "changes.html").read_text(encoding="utf-8")
    assert "metric: 培训 → <b>培训农民</b><br>value: 740 → <b>–</b>" in page
    assert "&lt;b&gt;2人" in page


def test_another_version_alone_is_no_change(tmp_path: Path, make_claim: MakeClaim) -> None:
    base = put(tmp_path / "base", make_claim(extractor_version="1"))
    parts = put(tmp_path / "parts", make_claim(extractor_version="2"))
    assert write_changes(base, parts, "b", {SOURCE.path}, tmp_path / "q", 1) == Changes(0, 0, 0)


def test_claims_of_files_that_were_not_read_again_do_not_count_as_gone(tmp_path: Path, make_claim: MakeClaim) -> None:
    base = put(tmp_path / "base", make_claim())
    parts = put(tmp_path / "parts", make_claim(claim_id="c2"))
    assert write_changes(base, parts, "b", set(), tmp_path / "q", 0) == Changes(1, 0, 0)
    assert write_changes(None, parts, "b", set(), tmp_path / "q", 0) == Changes(1, 0, 0)


def test_what_runs_changed_stays_to_be_looked_at(tmp_path: Path, make_claim: MakeClaim) -> None:
    parts, before = put(tmp_path / "parts", make_claim()), None
    for run in ("one", "two", "three"):
        quality = tmp_path / run
        if run == "two":
            quality.mkdir()  # it changed nothing
        else:
            write_changes(None, parts, "b", set(), quality, 0)
        keep_changes(before, quality, run)
        before = quality
    assert {path.name for path in quality.glob("changes-*")} == {
        f"changes-{run}.{suffix}" for run in ("one", "three") for suffix in ("html", "parquet")
    }
    assert 'href="changes-one.parquet"' in (quality / changes_page("one")).read_text(encoding="utf-8")


def test_claims_of_a_file_whose_bytes_changed_are_compared_by_what_they_measure(
    tmp_path: Path, make_claim: MakeClaim
) -> None:
    old = [
        make_claim(claim_id=f"a{n}", metric_key=key, value=float(n)) for n, key in enumerate(("产值", "投资", "投资"))
    ]
    new = [
        make_claim(
            claim_id=f"b{n}", source_id="f" * 64, metric_key=key, value=value, char_start=99 + n, sentence="另一句。"
        )
        for n, (key, value) in enumerate((("产值", 0.0), ("投资", 1.0), ("投资", 7.0), ("粮食产量", 8.0)))
    ]
    base, parts = put(tmp_path / "base", *old), put(tmp_path / "parts", *new)
    assert write_changes(base, parts, "b", {SOURCE.path}, tmp_path / "q", 1) == Changes(added=1, gone=0, altered=1)
    table = pd.read_parquet(tmp_path / "q" / "changes.parquet").set_index("claim_id")
    assert table["change"].to_dict() == {"b2": "altered", "b3": "added"}
    assert list(table.loc["b2", "columns"]) == ["value"]
    page = (tmp_path / "q" / "changes.html").read_text(encoding="utf-8")
    assert "metric: 培训农民<br>value: 2 → <b>7</b>" in page
