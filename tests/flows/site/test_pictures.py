"""Do pictures of printed pages come, stay, change and go with the sources that they are of?"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows.publishing.history import current
from flows.publishing.remake import rebuild_site
from flows.site.pictures import FOLDER, bring_pictures, load_pictures
from flows.site.write import write_site
from flows.work.pictures import PLACES
from tests.extractors.reading.test_pdf_picture import page_of
from tests.flows.site.published import Published, Stated, publish
from tests.flows.site.test_write import data_of, page

BOX = [40.0, 219.1, 84.2, 231.0]
PRINTED = {"page": 1, "box": BOX}
CLAIMS = [
    Stated("c1", 16, 21, PRINTED),
    Stated("c2", 16, 21, PRINTED | {"box": [9.0, 9.0, 9.9, 9.9]}),
    Stated("c3", 0, 2),
]
SOURCE = Published("a.pdf", "某县2016年工作总结\n培训农民740余人。\n", claims=CLAIMS)
MARK = [72, 100, 80, 22]


def draw(site: Path, source: Published, batch: str = "seeds", box: list[float] = BOX) -> Path:
    """A picture of the first page as a run leaves it; all claims were drawn at one place."""
    folder = site / FOLDER / batch / source.source_id[:16]
    folder.mkdir(parents=True)
    (folder / "0001.png").write_bytes(b"a picture")
    claims = {claim.claim_id: [1, box, [MARK]] for claim in source.claims}
    (folder / PLACES).write_text(json.dumps({"pages": {"1": ["0001.png", 700, 900]}, "claims": claims}))
    return folder


def write(tmp_path: Path, box: list[float] = BOX) -> tuple[Path, Any]:
    publish(tmp_path / "tables", "seeds", [SOURCE])
    draw(tmp_path / "site", SOURCE, box=box)
    write_site(tmp_path / "tables", tmp_path / "site")
    return tmp_path / "site", data_of(page(tmp_path / "site", SOURCE))


def test_a_claim_says_on_which_picture_it_is_and_where(tmp_path: Path) -> None:
    site, data = write(tmp_path)
    [(number, address, *size)] = data["pictures"]
    assert (number, size) == (1, [700, 900])
    assert (site / "reports" / "seeds" / address).resolve().read_bytes() == b"a picture"
    shown = {claim[0]: claim[3:] for claim in data["claims"]}
    assert shown["c1"] == [[0, MARK]]


def test_a_claim_that_is_published_as_standing_elsewhere_is_shown_on_no_picture(tmp_path: Path) -> None:
    _, data = write(tmp_path)
    assert {claim[0]: claim[3:] for claim in data["claims"] if claim[0] != "c1"} == {"c2": [], "c3": []}
    _, data = write(tmp_path / "other", box=[40.0, 300.0, 84.2, 312.0])
    assert data["pictures"] == []


def test_pictures_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    folder = draw(tmp_path, SOURCE)
    assert load_pictures(tmp_path, "seeds", SOURCE.source_id).sheets
    (folder / "0001.png").unlink()
    assert load_pictures(tmp_path, "seeds", SOURCE.source_id).find("c1", 1, BOX) is None
    (folder / PLACES).write_text("{")
    assert load_pictures(tmp_path, "seeds", SOURCE.source_id).sheets == []
    assert load_pictures(tmp_path, "other", SOURCE.source_id).sheets == []


def test_pictures_go_with_their_source_and_others_stay(tmp_path: Path) -> None:
    other = Published("b.pdf", "某县2015年工作总结\n培训农民740余人。\n", claims=[Stated("c4", 16, 21, PRINTED)])
    publish(tmp_path / "tables", "seeds", [SOURCE, other])
    kept, gone = draw(tmp_path / "site", SOURCE), draw(tmp_path / "site", other)
    foreign = draw(tmp_path / "site", SOURCE, "a batch that is no more")
    shutil.rmtree(tmp_path / "tables")
    publish(tmp_path / "tables", "seeds", [SOURCE])
    write_site(tmp_path / "tables", tmp_path / "site")
    assert kept.is_dir()
    assert not gone.exists()
    assert not foreign.parent.exists()


def test_new_pictures_take_the_place_of_old_ones_and_leave_an_earlier_snapshot_s_alone(tmp_path: Path) -> None:
    before, site = draw(tmp_path / "before", SOURCE), draw(tmp_path / "site", SOURCE)
    for name in ("0001.png", PLACES):
        (site / name).unlink()
        os.link(before / name, site / name)
    os.link(before / "0001.png", site / "0002.png")
    drawn = tmp_path / "drawn" / SOURCE.source_id[:16]
    drawn.mkdir(parents=True)
    (drawn / "0001.png").write_bytes(b"another picture")
    (drawn / PLACES).write_text("{}")
    bring_pictures(tmp_path / "drawn", tmp_path / "site", "seeds")
    assert sorted(file.name for file in site.iterdir()) == ["0001.png", PLACES]
    assert (site / "0001.png").read_bytes() == b"another picture"
    assert (before / "0001.png").read_bytes() == b"a picture"


def pictures_of(output: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(output / "site")): file.read_bytes() for file in (output / "site" / FOLDER).rglob("*.*")
    }


def shown_in(output: Path) -> int:
    return sum(
        len(claim) > 3
        for file in (output / "site" / "reports").rglob("*.html")
        for claim in data_of(file.read_text("utf-8"))["claims"]
    )


@pytest.mark.slow
def test_pictures_are_drawn_by_a_run_and_stay_without_the_file_until_its_rows_go(
    ingest: Callable[..., Any], tmp_path: Path
) -> None:
    inbox, output = tmp_path / "inbox", tmp_path / "output"
    inbox.mkdir()
    (inbox / "a.pdf").write_bytes(page_of((40, 220, "GDP 355km, 8.3%"), before=1))
    (inbox / "b.txt").write_text("某镇2023年工作总结\n修路5公里。\n", encoding="utf-8")
    ingest([inbox], output, "b", pictures=False)
    assert pictures_of(output) == {}
    ingest([inbox], output, "b", reprocess=True)
    drawn = pictures_of(output)
    assert sorted(name.rpartition("/")[2] for name in drawn) == ["0002.png", PLACES]
    claims = pq.read_table(next((output / "tables" / "claims").rglob("*.parquet"))).to_pylist()
    on_paper = sum(claim["box"] is not None for claim in claims)
    assert shown_in(output) == on_paper > 0
    ingest([inbox], output, "b", reprocess=True, pictures=False)
    assert (pictures_of(output), shown_in(output)) == (drawn, on_paper)
    (inbox / "a.pdf").unlink()
    ingest([inbox], output, "b", reprocess=True)
    assert (pictures_of(output), shown_in(output)) == (drawn, on_paper)
    before = current(output)
    assert before
    rebuild_site(output)
    assert (pictures_of(output), shown_in(output)) == (drawn, on_paper)
    assert current(output) != before
    ingest([inbox], output, "b", prune=True, allow_loss=True)
    assert (pictures_of(output), shown_in(output)) == ({}, 0)
