"""Can ten claims be judged by keyboard alone, and does what was said reach every place where the figure is shown?"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.dashboard import queries
from flows.dashboard.queries import Measure
from flows.publishing.apply import apply_now
from flows.reviews.places import draw_sample
from flows.reviews.store import open_store
from flows.site.links import report_path, report_url
from tests.flows.dashboard.published import answer
from tests.flows.dashboard.test_browser import SECONDS, served
from tests.flows.reviews import kills
from tests.flows.reviews.published import TOWN, claim, rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
Ingest = Callable[..., Any]


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    folder = tmp_path / "镇"
    folder.mkdir()
    (folder / "总结.txt").write_text(TOWN, encoding="utf-8")
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(SECONDS * 1000)
    yield context.new_page()
    context.close()


def settled(page: Page) -> None:
    page.wait_for_timeout(250)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'"
        " && !document.querySelector('[data-stale=true]')"
    )


def position(page: Page) -> int:
    """Which of its queue the page shows; it goes on by one with each verdict."""
    settled(page)
    [[at, last]] = re.findall(r"(?:(\d+) of|End of) (\d+); \d+ judged", page.get_by_test_id("stProgress").inner_text())
    return int(at) if at else int(last) + 1


def quote_shown(page: Page) -> str:
    return page.locator("article.claim p mark").first.inner_text()


def gone_on(page: Page, before: int, wait: float = SECONDS) -> bool:
    for _ in range(int(wait * 4)):
        if position(page) != before:
            return True
        page.wait_for_timeout(250)
    return False


def said(output: Path) -> list[tuple[str, str]]:
    with open_store(output) as store:
        return [(review.place.quote, review.verdict) for review in store.load()]


def press(page: Page, key: str) -> None:
    """A key, and wait until the next claim is shown."""
    before = position(page)
    page.keyboard.press(key)
    assert gone_on(page, before), f"nothing came of {key}"


def test_ten_claims_are_judged_by_keyboard_and_one_correction_reaches_every_place(
    ingest: Ingest, batch: Path, tmp_path: Path, page: Page
) -> None:
    output = tmp_path / "output"
    ingest([batch], output)
    with served(output) as base:
        page.goto(f"{base}/review")
        quotes = []
        for number in range(1, 11):
            assert position(page) == number
            quotes.append(quote_shown(page))
            if quotes[-1] == "3650亩":
                page.keyboard.press("e")
                field = page.get_by_label("Value", exact=True)
                field.wait_for()
                page.keyboard.press("Tab")
                for _ in range(12):  # to the field, whatever the dialog has before it
                    if page.evaluate("document.activeElement?.getAttribute('aria-label')") == "Value":
                        break
                    page.keyboard.press("Tab")
                page.keyboard.press("Control+a")
                page.keyboard.type("3600")
                page.keyboard.press("Enter")
                assert gone_on(page, number)
            else:
                press(page, "y")
        assert len(set(quotes)) == 10
        press(page, "n")  # the next one is wrong …
        press(page, "u")  # … and is not, after all
    assert len(said(output)) == 12
    assert said(output)[-1][1] == "withdrawn"
    verdicts = dict(said(output)[:10])
    assert verdicts.pop("3650亩") == "corrected"
    assert set(verdicts.values()) == {"right"}

    ingest([batch], output)  # the next run: nothing is new but what people said
    row = claim(output, "3650亩")
    assert (row["value"], row["review"]) == (3600, "corrected")
    ((parquet,),) = duckdb.sql(
        f"SELECT value FROM read_parquet('{output}/tables/claims/*/*.parquet') WHERE quote = '3650亩'"
    ).fetchall()
    with duckdb.connect(output / "metrics.duckdb", read_only=True) as connection:
        ((view,),) = connection.execute("SELECT area_m2 FROM area_m2 WHERE quote = '3650亩'").fetchall()
    bars = answer(output, queries.totals, Measure("m²"), "metric_key", 20)
    bar = bars.loc[bars["key"] == row["metric_key"], "total"].iloc[0]
    assert (parquet, view, bar) == (3600, row["value_standard"], row["value_standard"])
    evidence = (output / "site" / report_path(row["batch"], row["report_id"])).read_text(encoding="utf-8")
    [data] = re.findall(r'id="data">\n(.*?)\n</script>', evidence, re.DOTALL)
    shown = {fields[0]: fields[2] for fields in json.loads(data)["claims"]}[row["claim_id"]]
    assert shown[4] == 3600
    assert "corrected" in shown
    assert sum(one["review"] == "confirmed" for one in rows(output, "claims")) == 9

    text = TOWN.replace(quotes[0], "9" + quotes[0][1:] if quotes[0][0] != "9" else "8" + quotes[0][1:], 1)
    (batch / "总结.txt").write_text("（更新稿）\n" + text, encoding="utf-8")
    ingest([batch], output)
    states = {one["quote"]: one["state"] for one in rows(output, "reviews") if one["state"] != "withdrawn"}
    assert sorted(states.values()) == ["applied"] * 9 + ["orphaned"]
    assert states[quotes[0]] == "orphaned"
    assert claim(output, "3650亩")["value"] == 3600


def test_selected_words_of_a_page_become_a_missing_figure(
    ingest: Ingest, batch: Path, tmp_path: Path, page: Page
) -> None:
    output = tmp_path / "output"
    (batch / "总结.txt").write_text(TOWN + "走访老党员若干名。\n", encoding="utf-8")
    ingest([batch], output)
    [report] = rows(output, "reports")
    with served(output) as base:
        page.goto(f"{base}/site/{report_url(report['batch'], report['report_id'])}")
        page.evaluate(
            """() => {
                const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
                while (walker.nextNode() && !walker.currentNode.data.includes("若干名"));
                const at = walker.currentNode.data.indexOf("若干名"), range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + 3);
                getSelection().addRange(range);
            }"""
        )
        page.locator("#select-missing").click()
        settled(page)
        page.get_by_label("Value", exact=True).fill("30")
        page.get_by_label("Unit", exact=True).fill("名")
        page.get_by_label("Metric", exact=True).fill("走访老党员")
        page.get_by_role("button", name="Add").click()
        page.get_by_text("Added;").wait_for()
    apply_now(output)
    added = claim(output, "若干名")
    assert (added["value"], added["unit"], added["metric"], added["review"]) == (30, "名", "走访老党员", "added")


def test_what_a_sentence_misses_is_added_by_keyboard_and_counted(
    ingest: Ingest, batch: Path, tmp_path: Path, page: Page
) -> None:
    output = tmp_path / "output"
    (batch / "总结.txt").write_text("某镇2023年工作总结\n培训农民740余人。过半村民参加。\n", encoding="utf-8")
    ingest([batch], output)
    drawn = draw_sample(output / "tables", rows(output, "claims")[0]["batch"], 0, 0, 9, seed=1)
    with open_store(output) as store:
        store.put_sample(drawn)
    with served(output) as base:
        page.goto(f"{base}/review?sort=sample")
        for number in range(1, len(drawn) + 1):
            assert position(page) == number
            if "过半" in page.locator("article.claim p").first.inner_text():
                page.keyboard.press("e")
                page.get_by_label("Its words, as the sentence has them").fill("过半")
                page.keyboard.press("Enter")
                value, metric = (page.get_by_label(name, exact=True) for name in ("Value", "Metric"))
                while (value.input_value(), metric.input_value()) != (
                    "50",
                    "参加的村民",
                ):  # a late redrawing empties it
                    value.fill("50")
                    metric.fill("参加的村民")
                    page.wait_for_timeout(1000)
                metric.press("Enter")
                page.get_by_text("Added by people: 过半").wait_for()
                assert position(page) == number
            if number < len(drawn):
                press(page, "y")
        page.keyboard.press("y")
        page.get_by_text("End of").wait_for()
    assert sorted({verdict for _, verdict in said(output)}) == ["complete", "missing"]
    ingest([batch], output)
    assert (claim(output, "过半")["value"], claim(output, "过半")["review"]) == (50, "added")
    quality = next((output / "quality").rglob("index.html")).read_text(encoding="utf-8")
    assert f"{len(drawn)} of {len(drawn)} sentences that people looked over 1 were missing" in quality


def test_two_dashboards_at_once_lose_no_verdict(ingest: Ingest, batch: Path, tmp_path: Path, browser: Browser) -> None:
    output = tmp_path / "output"
    ingest([batch], output)
    with served(output) as one, served(output) as other:
        pages = [browser.new_context().new_page() for _ in range(2)]
        for page, base in zip(pages, (one, other), strict=True):
            page.goto(f"{base}/review")
            settled(page)
        for _ in range(5):
            at = [position(page) for page in pages]
            for page in pages:
                page.keyboard.press("y")
            assert all(gone_on(page, before) for page, before in zip(pages, at, strict=True))
        assert [position(page) for page in pages] == [6, 6]
    assert len(said(output)) == 10


def test_what_a_dashboard_has_confirmed_outlives_its_kill_while_another_one_writes(
    ingest: Ingest, tmp_path: Path, browser: Browser
) -> None:
    """More rounds: python -m tests.flows.reviews.kills 100."""
    inbox, output, rounds = tmp_path / "b", tmp_path / "output", 2
    kills.write_texts(inbox, rounds)
    ingest([inbox], output)
    *_, outcome = kills.run(output, rounds, browser, random.Random(1))
    assert (outcome.lost, outcome.twice, outcome.unshown) == (0, 0, 0), outcome
    assert outcome.confirmed == rounds * (2 * kills.A_ROUND + 1)


def test_the_tables_tell_tools_of_reviews(ingest: Ingest, batch: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    ingest([batch], output)
    assert not list(output.glob("reviews.sqlite*"))  # nobody said anything
    assert pq.read_schema(next((output / "tables/claims").rglob("*.parquet"))).field("review").nullable
