"""Does the page follow what is chosen, and say what is wrong where there is nothing to show?"""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flows.dashboard import observed
from flows.dashboard.observed import Asked
from tests.flows.dashboard.published import answer, publish

pytestmark = pytest.mark.slow  # each starts the app, about a second

SECONDS = 120  # on a machine that does much else

SPEC = importlib.util.find_spec("flows.dashboard")
APP = Path(SPEC.origin or "").with_name("app.py") if SPEC else Path()
SCREEN = """
from pathlib import Path
from flows.dashboard import controls
from flows.dashboard.filters import Filters
from flows.dashboard.language import speak
from flows.dashboard.screens import {name}
from flows.dashboard.screens.elements import Shown
from flows.dashboard.tables import take_snapshot

speak("en")
controls.begin("{name}")
output = Path({output!r})
{name}.show(Shown(output, take_snapshot(output), {filters}, dark=False))
controls.finish()
"""


def open_app(output: Path, monkeypatch: pytest.MonkeyPatch, **asked: str) -> AppTest:
    monkeypatch.setenv("REPORT_METRICS_OUTPUT", str(output))
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    for name, value in {"lang": "en", **asked}.items():
        app.query_params[name] = value
    return app.run()


def open_screen(output: Path, name: str, filters: str = "Filters()", **asked: str | list[str]) -> AppTest:
    script = SCREEN.format(name=name, output=str(output), filters=filters)
    app = AppTest.from_string(script, default_timeout=SECONDS)
    for parameter, value in asked.items():
        app.query_params[parameter] = value
    return app.run()


def address(app: AppTest) -> dict[str, list[str]]:
    """What the address says; of one value Streamlit's test gives no list."""
    return {name: [values] if isinstance(values, str) else list(values) for name, values in app.query_params.items()}


def texts(app: AppTest) -> str:
    """As they are read: text from outside stands in Markdown with a backslash before each mark."""
    kinds = (app.markdown, app.caption, app.info, app.error, app.warning)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", "\n".join(str(one.value) for kind in kinds for one in kind))


def test_the_first_page_tells_what_was_published_and_offers_indicators(
    states: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(states, monkeypatch)
    assert not app.exception
    assert [metric.value for metric in app.metric] == ["30", "10", "5", "2022–2023"]
    assert "Look at an indicator" in texts(app)
    assert "What needs a look" in texts(app)


def test_the_first_page_is_in_the_language_of_its_address(states: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(states, monkeypatch, lang="zh")
    assert "查看指标" in texts(app)
    english = open_app(states, monkeypatch)
    assert "查看指标" not in texts(english)


def test_figures_follow_the_filters(county: Path) -> None:
    for filters, count in (
        ("Filters()", "11"), ("Filters(kinds=('money',))", "7"), ("Filters(kinds=('money',), once=False)", "8"),
        ("Filters(kinds=('money',), years=(2022,))", "2"),
    ):  # fmt: skip
        app = open_screen(county, "contents", filters)
        assert not app.exception
        assert app.metric[0].value == count


@pytest.mark.parametrize("name", ["totals", "growth", "plans", "claims", "contents"])
def test_no_screen_breaks_where_nothing_passes_the_filters(county: Path, name: str) -> None:
    app = open_screen(county, name, "Filters(places=('乌有镇',))")
    assert not app.exception
    assert "ilters" in texts(app)


@pytest.mark.parametrize("name", ["trend", "compare"])
def test_a_screen_without_indicators_says_why(county: Path, name: str) -> None:
    app = open_screen(county, name)
    assert not app.exception
    assert "the next run" in texts(app)


def test_totals_say_what_they_count(county: Path) -> None:
    app = open_screen(county, "totals", "Filters(years=(2023,))")
    assert not app.exception
    assert "Adds up levels (reached) in CNY: 2 figures of 1 report, 1 metric" in texts(app)
    assert "1 masked, 1 range, 1 change" in texts(app)
    assert "report years are added up" not in texts(app)
    assert "2 report years are added up" in texts(open_screen(county, "totals"))


def test_totals_by_issuer_are_of_one_metric(county: Path) -> None:
    app = open_screen(county, "totals", by="issuer")
    assert not app.exception
    assert app.selectbox(key="totals-metric").value == "完成投资"


def test_growth_can_be_asked_for_by_year(county: Path) -> None:
    app = open_screen(county, "growth", by="report_year")
    assert not app.exception
    assert app.selectbox(key="growth-metric").value == "产值"
    assert app.dataframe[0].value["Median (%)"].tolist() == [12.5, -2.5]


def test_plans_and_what_was_reached_stand_side_by_side(county: Path) -> None:
    app = open_screen(county, "plans", "Filters(years=(2023,), statuses=('target',))")
    assert not app.exception
    assert app.dataframe[0].value["Result"].tolist() == ["50%"]


def test_a_page_without_pairs_names_what_is_missing(states: Path, county: Path) -> None:
    none = open_screen(states, "plans", "Filters(years=(2031,))")
    assert "There are 10 plans and 20 results, but no pair for the years chosen" in texts(none)
    filtered = open_screen(county, "plans", "Filters(kinds=('count',))")
    assert "The filters leave 0 of 1 plans and 1 of 8 results" in texts(filtered)


def test_open_plans_stand_beside_the_last_figure(states: Path) -> None:
    app = open_screen(states, "plans", part_of_plans="open")
    assert not app.exception
    table = app.dataframe[0].value
    assert table[["Planned", "Last figure (year)"]].to_numpy().tolist()[0][1].endswith("(2023)")
    assert len(table) == 5


def test_a_trend_has_planned_and_reached_of_each_place_and_year(states: Path) -> None:
    app = open_screen(states, "trend")
    assert not app.exception
    table = app.dataframe[0].value.set_index(["Place", "Year"])
    assert table.loc[("青海省", 2023), ["planned", "reached"]].tolist() == ["about 5%", "5.3%"]
    assert table.loc[("湖北省", 2023), ["planned", "reached"]].tolist() == ["over 6.5%", "6.1%"]
    assert len(table) == 15
    assert address(app)["indicator"] == ["gdp"]
    assert len(address(app)["places"]) == 5


def test_a_point_of_a_trend_leads_to_its_sentence(states: Path) -> None:
    app = open_screen(states, "trend")
    points = answer(states, observed.trend, Asked("gdp", "growth"), ("630000",))
    (key,) = points[(points["year"] == 2023) & (points["state"] == "reached")]["key"]
    app.selectbox(key="trend-pick").set_value(key).run()
    assert not app.exception
    assert "##### 青海省 2023 reached: 5.3%" in texts(app)
    again = open_screen(states, "trend", **address(app))
    assert "##### 青海省 2023 reached: 5.3%" in texts(again)


def test_places_are_ranked_and_the_address_says_by_what(states: Path) -> None:
    app = open_screen(states, "compare", look="bars")
    assert not app.exception
    assert app.dataframe[0].value["Place"].tolist() == ["海南省", "甘肃省", "湖北省", "江苏省", "青海省"]
    assert {name: address(app)[name] for name in ("level", "of_year", "state", "look")} == {
        "level": ["province"], "of_year": ["2023"], "state": ["reached"], "look": ["bars"],
    }  # fmt: skip


def test_the_search_finds_rows_and_is_in_the_address(county: Path) -> None:
    app = open_screen(county, "claims")
    assert len(app.dataframe[0].value) == 11
    app.text_input(key="claims-words").set_value("投资 乙村").run()
    assert app.dataframe[0].value["As stated"].tolist() == ["200万元"] * 2
    assert address(app) == {"words": ["投资 乙村"]}
    app.text_input(key="claims-words").set_value("没有这个").run()
    assert not app.exception
    assert "No figure contains all these words" in texts(app)


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"kind": "metal"}, "kind=metal"), ({"colour": "red"}, "colour=red"), ({"confidence": "7"}, "confidence=7")],
)
def test_what_an_address_asks_for_in_vain_is_said(
    county: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], told: str
) -> None:
    app = open_app(county, monkeypatch, **asked)
    assert not app.exception
    assert told in texts(app)


def test_an_address_that_is_understood_says_nothing_else(county: Path) -> None:
    asked = {"unit": "m²", "by": "report_year", "metric": "造林", "bars": "20", "pick": "2023"}
    app = open_screen(county, "totals", **asked)
    assert not app.exception
    assert address(app) == {name: [value] for name, value in asked.items()}
    assert "##### 2023: 1,500亩" in texts(app)


def test_an_empty_output_says_how_to_publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(tmp_path, monkeypatch)
    assert not app.exception
    assert "还没有表" in texts(app)
    assert app.code[0].value.startswith("请发布一个批次：report-metrics ingest")


def test_a_broken_file_is_named_and_no_traceback_shown(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = shutil.copytree(county, tmp_path / "output")
    broken = output / "tables" / "claims" / "batch=a" / "part-0.parquet"
    broken.write_bytes(broken.read_bytes()[:-20])
    app = open_app(output, monkeypatch)
    assert not app.exception
    assert "part-0.parquet" in texts(app)


def test_data_published_meanwhile_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(tmp_path, monkeypatch)
    publish(tmp_path)
    app.run()
    assert app.metric[0].value == "11"
