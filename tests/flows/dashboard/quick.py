"""How long does a page wait for its figures? Seconds of each screen's questions, asked of tables of any size.

python -m tests.flows.dashboard.generate FOLDER 1000000        10,000 reports
python -m tests.flows.dashboard.quick FOLDER
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flows.dashboard import evidence, news, observed, planned, queries
from flows.dashboard.evidence import Choice
from flows.dashboard.filters import Filters
from flows.dashboard.observed import Asked
from flows.dashboard.queries import Measure, Rate
from flows.dashboard.tables import ask, open_database, take_snapshot

TIMES = 3  # the least of them counts: the machine does other things too


def questions(
    indicator: str, measure: str, places: tuple[str, ...], year: int
) -> Iterator[tuple[str, Any, tuple[Any, ...]]]:
    """Screen, question, and what it is asked with."""
    asked = Asked(indicator, measure)
    yield "all", queries.facets, ()
    yield "What is new", queries.overview, ()
    yield "What is new", news.trouble, ()
    yield "What is new", news.disagreements, (10,)
    yield "Trend", observed.indicators, ()
    yield "Trend", observed.places, (asked,)
    yield "Trend", observed.trend, (asked, places)
    yield "Comparison", observed.years, (asked,)
    yield "Comparison", observed.ranking, (asked, year, "county", "reached")
    yield "Plan and result", planned.plans, (Filters(),)
    yield "Growth", queries.growth, (Rate("%"), "metric_key", 20)
    yield "Totals", queries.units, ("actual",)
    yield "Totals", queries.totals, (Measure("CNY"), "metric_key", 10)
    yield "Totals", queries.sum_up, (Measure("CNY"),)
    yield "All figures", evidence.count, (Choice(words="投资"),)
    yield "All figures", evidence.rows, (Choice(words="投资"), "largest", 50)
    yield "Contents", queries.claims_by, ("metric_key", 30)
    yield "Contents", queries.masked_by, ("issuer", 30)


def main(output: Path) -> None:
    snapshot = take_snapshot(output)
    began = time.perf_counter()
    open_database(snapshot.folder, snapshot.stamp)
    print(f"{time.perf_counter() - began:6.2f} s  once, for each state of the tables")

    def answer(question: Callable[..., Any], *arguments: Any) -> Any:
        return ask(snapshot, output, Filters(), lambda connection: question(connection, *arguments))

    first = answer(observed.indicators).iloc[0]
    measure = answer(observed.measures, first["indicator_id"])[0]
    asked = Asked(str(first["indicator_id"]), measure)
    places = tuple(answer(observed.places, asked)["place"].head(5))
    year = int(answer(observed.years, asked).iloc[0]["year"])
    for screen, question, arguments in questions(asked.indicator, asked.measure, places, year):
        seconds = []
        for _ in range(TIMES):
            began, busy = time.perf_counter(), time.process_time()
            answer(question, *arguments)
            seconds.append((time.perf_counter() - began, time.process_time() - busy))
        waited, worked = map(min, zip(*seconds, strict=True))
        print(f"{waited:6.2f} s ({worked:.2f} s of processor)  {screen}: {question.__name__}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
