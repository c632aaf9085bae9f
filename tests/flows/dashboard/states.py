"""What do five invented states of provinces look like as tables? GDP planned and reached, without reading any text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.publishing.observed import write_observations
from tests.flows.dashboard.provinces import PROVINCES
from tests.flows.handover.published import REPORT, Row, write_claims, write_table

CODES = {"江苏省": "320000", "湖北省": "420000", "青海省": "630000", "海南省": "460000", "甘肃省": "620000"}
GROWTH: Row = {
    "kind": "percentage", "unit": "%", "unit_standard": "%", "measure": "growth", "direction": "up",
    "comparison": "yoy", "indicator_id": "gdp", "indicator_fit": "whole", "metric": "地区生产总值",
    "metric_key": "地区生产总值",
}  # fmt: skip
LEVEL: Row = {
    **GROWTH, "kind": "money", "unit": "元", "unit_standard": "CNY", "measure": "level", "direction": "none",
    "comparison": "none",
}  # fmt: skip


def year(number: int) -> Row:
    return {"period_start": date(number, 1, 1), "period_end": date(number, 12, 31)}


def publish_states(output: Path) -> Path:
    """Reports of 2022 and 2023: what was reached in them, and what is planned for the year after."""
    claims: list[Row] = []
    reports: list[Row] = []
    for name, gdp, growth, growth_after, target, target_after in PROVINCES:
        for n, (level, rate, planned) in enumerate(
            ((gdp, growth, target), (gdp * (1 + growth_after / 100), growth_after, target_after))
        ):
            where: Row = {
                "report_id": f"{CODES[name]}-{n}", "issuer": f"{name}人民政府", "region": name, "report_year": 2022 + n,
                "area_code": CODES[name], "source_path": f"{name}{n}.txt",
            }  # fmt: skip
            percent = float(planned.split("%")[0])
            bound = {"左右": "approx", "以上": "over"}.get(planned.partition("%")[2], "exact")
            ends = {"value_standard_min": percent, "value_min": percent} if bound == "over" else {}
            claims += [
                {**LEVEL, **where, **year(2022 + n), "value": level * 1e8, "value_standard": level * 1e8,
                 "quote": f"{level:.1f}亿元", "sentence": f"实现地区生产总值{level:.1f}亿元，增长{rate}%。"},
                {**GROWTH, **where, **year(2022 + n), "value": rate, "value_standard": rate, "quote": f"{rate}%",
                 "sentence": f"实现地区生产总值{level:.1f}亿元，增长{rate}%。"},
                {**GROWTH, **where, **year(2023 + n), "status": "target", "part": "plan", "bound": bound,
                 "value": percent, "value_standard": percent, **ends, "quote": planned,
                 "sentence": f"地区生产总值增长{planned}。"},
            ]  # fmt: skip
            reports.append({**REPORT, **where, "issuer_type": "government"})
    tables = output / "tables"
    write_claims(tables, *claims, batch="五省")
    write_table(tables, "reports", *reports, batch="五省")
    for report in reports:
        print_ = {
            "report_id": report["report_id"], "text_id": report["report_id"], "numbers_known": 3, "group_repeats": None,
        }  # fmt: skip
        write_table(tables, "fingerprints", print_, batch="五省", part=f"part-{report['report_id']}")
    write_observations(tables, "1")
    return output
