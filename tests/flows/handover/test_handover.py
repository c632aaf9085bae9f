"""Do the data package and the dictionary tell what the tables hold?"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from frictionless import Package
from lxml import html

from expectations.engine.published import published_files, rows_in
from expectations.schema import SCHEMA_VERSION, load_tables
from flows.handover.home import write_home
from flows.handover.views import VIEWS
from flows.handover.write import write_handover
from flows.publishing.uniform import make_uniform
from tests.flows.handover.published import write_claims, write_table
from tests.languages import in_language

FILES = {"metrics.duckdb", "datapackage.json", "dictionary.html", "observations.csv", "index.html"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder with tables of which some have no file, and what is made of them."""
    write_claims(tmp_path / "tables", {"kind": "money"}, {}, {"masked": True, "sentence": "<b>完成</b>"}, part="part-x")
    write_claims(tmp_path / "tables", {"issuer": "县 & 市"}, batch="2016")
    write_table(tmp_path / "tables", "quarantine")
    write_handover(tmp_path / "tables", tmp_path)
    return tmp_path


def test_all_is_written_and_nothing_left_beside_it(output: Path) -> None:
    assert {path.name for path in output.iterdir()} == {"tables", *FILES}


def test_the_data_package_is_valid_and_names_files_that_are_there(output: Path) -> None:
    package = json.loads((output / "datapackage.json").read_text(encoding="utf-8"))
    read = Package.from_descriptor(str(output / "datapackage.json"))  # an error where it is not valid
    assert list(Package.metadata_validate(read.to_descriptor())) == []
    assert read.get_resource("claims").extrapaths == ["tables/claims/batch=a/part-x.parquet"]
    assert package["version"] == SCHEMA_VERSION
    paths = {resource["name"]: resource["path"] for resource in package["resources"]}
    assert paths["claims"] == ["tables/claims/batch=2016/part-0.parquet", "tables/claims/batch=a/part-x.parquet"]
    assert paths["quarantine"] == "tables/quarantine/batch=a/part-0.parquet"
    assert "runs" not in paths  # nothing was published, and a resource must have a file
    assert all((output / path).exists() for path in paths["claims"])


def test_the_data_package_holds_for_its_files_though_a_file_lies_in_two_batches(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    for batch in ("2016", "2017", "甲"):
        write_claims(tables, {"flags": ["x: 1"], "unit": "", "section": "nan"}, {"page": 3}, batch=batch)
        for name in set(load_tables()) - {"claims", "reports"}:
            write_table(tables, name, {}, batch=batch)
    make_uniform(tables)
    write_handover(tables, tmp_path)
    found = Package(str(tmp_path / "datapackage.json")).validate()
    assert found.valid, found.flatten(["title", "fieldName", "message"])[:5]
    claims = rows_in("claims", published_files(tables, "claims"))
    counts = f"SELECT count(*), count(DISTINCT (batch, claim_id)), count(DISTINCT claim_id) FROM {claims}"
    assert duckdb.sql(counts).fetchall() == [(6, 6, 2)]


def test_the_data_package_has_type_meaning_and_unit_of_every_column(output: Path) -> None:
    package = json.loads((output / "datapackage.json").read_text(encoding="utf-8"))
    (claims,) = (resource for resource in package["resources"] if resource["name"] == "claims")
    fields = {field["name"]: field for field in claims["schema"]["fields"]}
    assert list(fields) == [column.name for column in load_tables()["claims"].stored_columns]
    assert claims["schema"]["primaryKey"] == ["batch_id", "claim_id"]
    assert fields["char_start"]["unit"] == "code points"
    assert fields["value"]["type"] == "number"
    assert fields["value"]["constraints"] == {"required": False}
    assert fields["flags"]["type"] == "any"
    assert all(field["description"] for field in fields.values())


def test_the_dictionary_has_every_column_of_every_table_and_view(output: Path) -> None:
    page = html.document_fromstring((output / "dictionary.html").read_text(encoding="utf-8"))
    named = {row.get("id") for row in page.xpath("//tr[@id]")}
    assert {f"{table.name}.{column.name}" for table in load_tables().values() for column in table.columns} <= named
    assert {"claims.batch", "growth.rate", "plan_vs_actual.attainment"} <= named
    assert {section.get("id") for section in page.xpath("//section[@id]")} == {*load_tables(), *VIEWS}


def test_the_dictionary_has_examples_and_counts_of_the_values_of_categories(output: Path) -> None:
    page = html.document_fromstring((output / "dictionary.html").read_text(encoding="utf-8"))
    (kind,) = page.xpath("//tr[@id='claims.kind']")
    assert [value.text_content() for value in kind.xpath(".//*[@class='value']")] == ["count 3", "money 1"]
    (sentence,) = page.xpath("//tr[@id='claims.sentence']")
    assert "<b>完成</b>" in sentence.text_content()  # shown, not obeyed
    assert "4 rows" in page.xpath("string(//section[@id='claims']/h2)")


@pytest.mark.parametrize("name", ["dictionary.html", "index.html"])
def test_a_first_page_leans_on_no_other_file(output: Path, name: str) -> None:
    page = html.document_fromstring((output / name).read_text(encoding="utf-8"))
    assert [
        *page.xpath("//script/@src"),
        *page.xpath("//img"),
        *page.xpath("//link[not(starts-with(@href, 'data:'))]"),
    ] == []


def test_the_first_page_leads_to_what_is_there_and_counts_it(output: Path) -> None:
    (output / "site").mkdir()
    (output / "site" / "index.html").write_text("", encoding="utf-8")
    write_table(output / "tables", "runs", {"run_id": "1", "batch_id": "2016", "status": "published"}, batch="2016")
    write_home(output / "tables", output)
    page = in_language((output / "index.html").read_text(encoding="utf-8"))
    links = set(page.xpath("//main//a/@href"))
    assert {"site/index.html", "site/index.html?batch=2016", "dictionary.html", "tables/", "metrics.duckdb"} <= links
    assert "quality/index.html" not in links  # none was written
    assert "report-metrics dashboard --output ." in page.text_content()
    (row,) = page.xpath("//tbody/tr")
    assert [cell.text_content() for cell in row][:4] == ["2016", "1", "1", "0"]


def test_descriptions_of_columns_are_there_in_chinese_too(output: Path) -> None:
    page = in_language((output / "dictionary.html").read_text(encoding="utf-8"), "zh")
    (column,) = page.xpath("//tr[@id='claims.char_start']")
    assert "引文在解码后原文中的起点 · 单位：码点" in " ".join(column.text_content().split())
    (taken_over,) = page.xpath("//tr[@id='growth.char_start']")
    assert "引文在解码后原文中的起点 · 单位：码点" in " ".join(taken_over.text_content().split())


def test_what_hard_links_keep_of_an_earlier_run_stays_as_it_was(output: Path, tmp_path: Path) -> None:
    kept = {name: (tmp_path / f"kept-{name}") for name in FILES}
    for name, link in kept.items():
        link.hardlink_to(output / name)
    before = {name: link.read_bytes() for name, link in kept.items()}
    write_claims(output / "tables", {}, batch="new")
    write_handover(output / "tables", output)
    assert {name: link.read_bytes() for name, link in kept.items()} == before
    assert "batch=new" in (output / "datapackage.json").read_text(encoding="utf-8")


def test_tables_without_any_file_give_a_hand_over_too(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    write_handover(tmp_path / "tables", tmp_path)
    assert "0 rows" in (tmp_path / "dictionary.html").read_text(encoding="utf-8")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["resources"] == []


def test_the_files_may_be_published_elsewhere_than_they_are_written(tmp_path: Path) -> None:
    staged = tmp_path / ".stage"
    write_claims(staged / "tables", {})
    write_handover(staged / "tables", staged, published_at=tmp_path / "output" / "tables")
    assert "1 row<" in (staged / "dictionary.html").read_text(encoding="utf-8")
    package = json.loads((staged / "datapackage.json").read_text(encoding="utf-8"))
    assert package["resources"][0]["path"].startswith("tables/")
