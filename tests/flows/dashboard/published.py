"""What do the tests of the dashboard read? Figures of a county for two years, and a copy of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from flows.dashboard.filters import Filters
from flows.dashboard.tables import ask, take_snapshot
from tests.flows.handover.published import Row, write_claims, write_table

T = TypeVar("T")
MONEY: Row = {"kind": "money", "unit": "元", "unit_standard": "CNY", "metric": "完成投资", "metric_key": "完成投资"}
AREA: Row = {"kind": "area", "unit": "亩", "unit_standard": "m²", "metric": "造林", "metric_key": "造林"}
RATE: Row = {
    "kind": "percentage",
    "unit": "%",
    "unit_standard": "%",
    "metric": "产值",
    "metric_key": "产值",
    "direction": "up",
}
Y2022: Row = {
    "report_id": "r0", "report_year": 2022, "period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31),
}  # fmt: skip
TEXT = "甲村投资200万元，乙村投资200万元。另有投资XX万元。\n"
CLAIMS: tuple[Row, ...] = (
    {**MONEY, "value": 2e6, "value_standard": 2e6, "quote": "200万元", "sentence": "甲村投资200万元，乙村投资200万元。",
     "char_start": 4, "char_end": 9},
    {**MONEY, "value": 2e6, "value_standard": 2e6, "quote": "200万元", "sentence": "甲村投资200万元，乙村投资200万元。",
     "char_start": 14, "char_end": 19},
    {**MONEY, "value": None, "value_standard": None, "masked": True, "quote": "XX万元", "sentence": "另有投资XX万元。"},
    {**MONEY, "value": None, "value_standard": None, "value_min": 3e6, "value_max": 5e6, "quote": "300—500万元"},
    {**MONEY, "value": 9e6, "value_standard": 9e6, "direction": "up", "comparison": "yoy", "quote": "900万元"},
    {**MONEY, "value": 7e6, "value_standard": 7e6, "bound": "over", **Y2022},
    {**MONEY, "value": 4e6, "value_standard": 4e6, "status": "target", **Y2022, "part": "plan",
     "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)},
    {**AREA, "value": 1500.0, "value_standard": 1e6, "flags": ["parts_do_not_sum: 6 + 8 = 14 ≠ 15"], "confidence": 0.4},
    {**RATE, "value": 12.5, "value_standard": 12.5, "comparison": "yoy"},
    {**RATE, "value": 2.5, "value_standard": 2.5, "direction": "down", **Y2022},
    {},
)  # fmt: skip


def publish(output: Path) -> Path:
    """Batch a with CLAIMS, batch b with a copy of the report r1 that has one claim."""
    tables = output / "tables"
    write_claims(tables, *(row | {"source_path": "甲.txt"} for row in map(dict, CLAIMS)), batch="a")
    write_claims(tables, {**MONEY, "value": 2e6, "value_standard": 2e6}, batch="b")
    for batch, report, text, known in (("a", "r1", "t1", 9), ("a", "r0", "t0", 9), ("b", "r1", "t1", 1)):
        print_ = {"report_id": report, "text_id": text, "numbers_known": known, "group_repeats": None}
        write_table(tables, "fingerprints", print_, batch=batch, part=f"part-{report}")
    write_table(tables, "texts", {"source_path": "甲.txt", "text": TEXT}, batch="a")
    return output


def answer(output: Path, question: Callable[..., T], *arguments: object, filters: Filters | None = None) -> T:
    """What a function of queries.py or evidence.py says of an output."""
    return ask(take_snapshot(output), output, filters or Filters(), lambda connection: question(connection, *arguments))
