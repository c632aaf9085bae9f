"""Does the page follow what is chosen, and say what is wrong where there is nothing to show?"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.flows.dashboard.published import publish

pytestmark = pytest.mark.slow  # each starts the app, about a second

SPEC = importlib.util.find_spec("flows.dashboard")
APP = Path(SPEC.origin or "").with_name("app.py") if SPEC else Path()
SCREEN = """
from pathlib import Path
from flows.dashboard.filters import Filters
from flows.dashboard.screens import {name}
from flows.dashboard.screens.elements import Shown
from flows.dashboard.tables import take_snapshot

output = Path({output!r})
{name}.show(Shown(output, take_snapshot(output), {filters}, dark=False))
"""


def open_app(output: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("REPORT_METRICS_OUTPUT", str(output))
    return AppTest.from_file(str(APP), default_timeout=30).run()


def open_screen(output: Path, name: str, filters: str = "Filters()") -> AppTest:
    script = SCREEN.format(name=name, output=str(output), filters=filters)
    return AppTest.from_string(script, default_timeout=30).run()


def texts(app: AppTest) -> str:
    return "\n".join(
        str(element.value) for kind in (app.markdown, app.caption, app.info, app.error) for element in kind
    )


def test_the_figures_follow_the_filters_and_reset(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(county, monkeypatch)
    assert not app.exception
    assert [metric.value for metric in app.metric] == ["11", "2", "1", "2022–2023", "9.1%", "1"]
    app.multiselect(key="kind").set_value(["money"]).run()
    assert app.metric[0].value == "7"
    app.toggle(key="once").set_value(False).run()
    assert app.metric[0].value == "8"
    app.multiselect(key="year").set_value([2022]).run()
    assert app.metric[0].value == "2"
    app.sidebar.button[0].click().run()
    assert app.metric[0].value == "11"


def test_filters_that_nothing_passes_say_so(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(county, monkeypatch)
    app.slider(key="confidence").set_value(1.0).run()
    assert not app.exception
    assert "No claims with these filters" in texts(app)


@pytest.mark.parametrize("name", ["overview", "totals", "growth", "plans", "claims"])
def test_no_screen_breaks_where_nothing_passes_the_filters(county: Path, name: str) -> None:
    app = open_screen(county, name, "Filters(places=('乌有镇',))")
    assert not app.exception
    assert "with these filters" in texts(app)


def test_totals_say_what_they_count(county: Path) -> None:
    app = open_screen(county, "totals", "Filters(years=(2023,))")
    assert not app.exception
    assert "Adds up actual 完成 levels in CNY: 2 claims of 1 report, 1 metric" in texts(app)
    assert "1 masked 打码, 1 range, 1 change" in texts(app)
    assert "report years are added up" not in texts(app)
    assert "2 report years are added up" in texts(open_screen(county, "totals"))


def test_totals_by_issuer_are_of_one_metric(county: Path) -> None:
    app = open_screen(county, "totals")
    app.selectbox(key="totals-group").set_value("issuer").run()
    assert not app.exception
    assert app.selectbox(key="totals-metric").value == "完成投资"


def test_growth_can_be_asked_for_by_year(county: Path) -> None:
    app = open_screen(county, "growth")
    app.selectbox(key="growth-group").set_value("report_year").run()
    assert not app.exception
    assert app.selectbox(key="growth-metric").value == "产值"
    assert app.dataframe[0].value["Median (%)"].tolist() == [12.5, -2.5]


def test_plans_and_what_was_reached_stand_side_by_side(county: Path) -> None:
    app = open_screen(county, "plans", "Filters(years=(2023,), statuses=('target',))")
    assert not app.exception
    assert app.dataframe[0].value["Attained"].tolist() == ["50%"]


def test_the_search_finds_rows(county: Path) -> None:
    app = open_screen(county, "claims")
    assert len(app.dataframe[0].value) == 11
    app.text_input(key="claims-words").set_value("投资 乙村").run()
    assert app.dataframe[0].value["As stated"].tolist() == ["2,000,000 元"] * 2
    app.text_input(key="claims-words").set_value("没有这个").run()
    assert not app.exception
    assert "No claims" in texts(app)


def test_an_empty_output_says_how_to_publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(tmp_path, monkeypatch)
    assert not app.exception
    assert "there are no tables" in texts(app)
    assert app.code[0].value.startswith("publish a batch: report-metrics ingest")


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
