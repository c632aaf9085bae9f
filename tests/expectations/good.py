"""A small batch in which every expectation holds: three files, one of them rejected, two reports, six claims."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from expectations.schema import load_tables
from expectations.validate import Facts

ADVERT = "【加入会员】更多范文请联系客服\n"
HARBOUR = (
    ADVERT + "2023年港区工作总结\n完成水稻种植面积1.14万亩。\n"
    "培训740余人。财政补助XX万元。\n2024年力争群众满意率达到98%以上。\n"
)
HILLS = "2023年山区工作总结\n修建道路3至5公里，比上年增长12.5%。\n"
SOURCES = {"a" * 64: ("港区.txt", HARBOUR), "b" * 64: ("山区.txt", HILLS)}


def make_claim(number: int, source_id: str, quote: str, **values: Any) -> dict[str, Any]:
    path, text = SOURCES[source_id]
    start = text.index(quote)
    hills = source_id[0] == "b"
    claim: dict[str, Any] = {
        "claim_id": f"c{number}",
        "source_id": source_id,
        "source_path": path,
        "report_id": "r2" if hills else "r1",
        "report_title": f"2023年{path[:2]}工作总结",
        "issuer": None,
        "region": path[:2],
        "report_year": 2023,
        "part": "summary",
        "section_id": "s3" if hills else "s1",
        "section": "",
        "sentence": next(line for line in text.splitlines() if quote in line),
        "quote": quote,
        "char_start": start,
        "char_end": start + len(quote),
        "kind": "count",
        "value": None,
        "value_min": None,
        "value_max": None,
        "unit": "人",
        "unit_standard": "人",
        "value_standard": None,
        "value_standard_min": None,
        "value_standard_max": None,
        "per": None,
        "scope": None,
        "part_of": None,
        "change": None,
        "basis": None,
        "base_text": None,
        "base_start": None,
        "base_end": None,
        "bound": "exact",
        "masked": False,
        "status": "actual",
        "comparison": "none",
        "direction": "none",
        "metric_key": "修建道路",
        "confidence": 0.95,
        "period_text": None,
        "period_start": date(2023, 1, 1),
        "period_end": date(2023, 12, 31),
        "flags": [],
        "extractor_version": "1",
    }
    return claim | values


def make_claims() -> list[dict[str, Any]]:
    harbour, hills = SOURCES
    area = {"kind": "area", "unit": "亩", "unit_standard": "m²"}
    money = {"kind": "money", "unit": "元", "unit_standard": "CNY"}
    share = {"kind": "percentage", "unit": "%", "unit_standard": "%"}
    length = {"kind": "length", "unit": "公里", "unit_standard": "m"}
    plan = {"part": "plan", "section_id": "s2", "status": "target"}
    return [
        make_claim(1, harbour, "1.14万亩", metric="水稻种植面积", value=11400.0, value_standard=7.6e6, **area),
        make_claim(
            2, harbour, "740余人", metric="培训", value=740.0, value_min=740.0, value_standard=740.0, bound="over"
        ),
        make_claim(3, harbour, "XX万元", metric="财政补助", masked=True, **money),
        make_claim(4, harbour, "98%", metric="群众满意率", value=98.0, value_min=98.0, bound="over", **share, **plan),
        make_claim(5, hills, "3至5公里", metric="修建道路", value_min=3.0, value_max=5.0, **length),
        make_claim(6, hills, "12.5%", metric="修建道路", value=12.5, comparison="yoy", direction="up", **share),
    ]


def make_rows() -> dict[str, list[dict[str, Any]]]:
    (harbour, (_, harbour_text)), (hills, (_, hills_text)) = SOURCES.items()
    begins, plan, ends = len(ADVERT), harbour_text.index("2024年"), len(harbour_text)

    def section(number: int, report: str, source: str, start: int, end: int, part: str = "summary") -> dict[str, Any]:
        place = {"char_start": start, "char_end": end, "part": part, "level": 0, "section": ""}
        named = {
            "section_id": f"s{number}",
            "report_id": report,
            "source_id": source,
            "source_path": SOURCES[source][0],
        }
        return named | place

    def report(number: int, source: str, start: int, end: int, sections: int, claims: int) -> dict[str, Any]:
        path = SOURCES[source][0]
        counts = {"sections": sections, "claims": claims, "char_start": start, "char_end": end}
        about = {
            "title": f"2023年{path[:2]}工作总结",
            "title_plain": f"2023年{path[:2]}工作总结",
            "region": path[:2],
            "report_year": 2023,
            "signed_on": date(2024, 1, 5),
        }
        return {"report_id": f"r{number}", "source_id": source, "source_path": path} | about | counts

    def source(path: str, source_id: str | None, text: str, removed: int, claims: int) -> dict[str, Any]:
        read = {"characters": len(text), "kept_characters": len(text) - removed, "reports": 1, "claims": claims}
        return {
            "source_path": path,
            "source_id": source_id,
            "status": "ok",
            "extractor_version": "1",
            "seconds": 0.1,
            "bytes": 300,
        } | read

    return {
        "claims": make_claims(),
        "reports": [report(1, harbour, begins, ends, 2, 4), report(2, hills, 0, len(hills_text), 1, 2)],
        "sections": [
            section(1, "r1", harbour, begins, plan),
            section(2, "r1", harbour, plan, ends, "plan"),
            section(3, "r2", hills, 0, len(hills_text)),
        ],
        "sources": [
            source("港区.txt", harbour, harbour_text, len(ADVERT), 4),
            source("山区.txt", hills, hills_text, 0, 2),
            {
                "source_path": "坏.docx",
                "status": "rejected",
                "reason": "不是 docx 文件；请重新保存",
                "extractor_version": "1",
                "seconds": 0.0,
            },
        ],
        "boilerplate": [
            {
                "source_id": harbour,
                "source_path": "港区.txt",
                "rule": "bracketed advert",
                "text": ADVERT,
                "char_start": 0,
                "char_end": len(ADVERT),
            }
        ],
        "passed_over": [
            {
                "source_id": source_id,
                "source_path": SOURCES[source_id][0],
                "report_id": report_id,
                "text": text,
                "reason": reason,
                "char_start": SOURCES[source_id][1].index(f"{text}年"),
                "char_end": SOURCES[source_id][1].index(f"{text}年") + 4,
            }
            for source_id, report_id, text, reason in (
                (harbour, "r1", "2023", "title"),
                (harbour, "r1", "2024", "calendar_year"),
                (hills, "r2", "2023", "title"),
            )
        ],
        "texts": [
            {"source_path": path, "source_id": source_id, "text": text} for source_id, (path, text) in SOURCES.items()
        ],
        "fingerprints": [make_fingerprint(0, "r1", numbers_masked=1), make_fingerprint(1, "r2", signature=b"")],
        "runs": [make_run()],
        "reviews": [make_review()],
        "observations": [make_observation()],
    }


def make_review(**values: Any) -> dict[str, Any]:
    claim = make_claims()[0]
    place = {
        name: claim[name] for name in ("source_id", "source_path", "report_id", "report_title", "sentence", "quote")
    }
    place |= {"char_start": claim["char_start"], "char_end": claim["char_end"], "reviewed_claim_id": "c1"}
    said = {"review_id": "v1", "claim_id": "c1", "verdict": "right", "field": "row", "by": "甲"}
    became = {"at": datetime(2024, 1, 7, tzinfo=UTC), "anchored": "id", "state": "applied"}
    return place | said | became | values


def make_observation(**values: Any) -> dict[str, Any]:
    figure = {"indicator_id": "grain_output", "measure": "level", "value_standard": 5.0, "unit_standard": "kg"}
    period = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31), "status": "actual"}
    counts = {"claims": 1, "agreeing": 1, "differing": 0, "confidence": 0.9}
    place = {
        "observation_id": "o1",
        "issuer_key": "甲",
        "claim_id": "c1",
        "report_id": "r1",
        "quote": "5",
        "sentence": "5",
    }
    return figure | period | counts | place | {"bound": "exact", "masked": False} | values


def make_fingerprint(place: int, report: str, **values: Any) -> dict[str, Any]:
    counts = {"place": place, "numbers_known": 3, "numbers_masked": 0, "characters": 40}
    hashes = {"signature": bytes(512), "numbers": bytes(24), "names": b""}
    return {"report_id": report, "text_id": report, "method": "1"} | counts | hashes | values


def make_run() -> dict[str, Any]:
    counts = {
        "files": 3,
        "files_unchanged": 0,
        "files_rejected": 1,
        "files_pruned": 0,
        "characters_in": len(HARBOUR) + len(HILLS),
        "characters_removed": len(ADVERT),
        "reports": 2,
        "claims_extracted": 6,
        "claims_published": 6,
        "claims_quarantined": 0,
        "claims_masked": 1,
        "claims_flagged": 0,
        "expectations_failed": 0,
    }
    about = {
        "run_id": "run-1",
        "batch_id": "样例",
        "started_at": datetime(2024, 1, 6, tzinfo=UTC),
        "status": "published",
    }
    return about | counts | {"extractor_version": "1", "versions": "{}", "seconds": 1.5}


def make_frame(table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pa.Table.from_pylist(rows, schema=load_tables()[table].arrow_schema()).to_pandas()


def make_frames() -> dict[str, pd.DataFrame]:
    return {table: make_frame(table, rows) for table, rows in make_rows().items()}


def make_facts(**changes: int) -> Facts:
    read = len(HARBOUR) + len(HILLS)
    facts: dict[str, Any] = {
        "source_texts": {source_id: text for source_id, (_, text) in SOURCES.items()},
        "extracted": 6,
        "characters_in": read,
        "characters_removed": len(ADVERT),
        "characters_kept": read - len(ADVERT),
        "files": 3,
    }
    return Facts(**(facts | changes))


def make_parts(frames: dict[str, pd.DataFrame]) -> list[tuple[dict[str, pd.DataFrame], Facts]]:
    """The same batch in three parts, a file each."""
    parts = []
    for path in frames["sources"]["source_path"]:
        part = {table: frame[frame["source_path"] == path] for table, frame in frames.items() if "source_path" in frame}
        read = {source_id: text for source_id, (name, text) in SOURCES.items() if name == path}
        characters, removed = sum(map(len, read.values())), int(part["boilerplate"]["text"].str.len().sum())
        counts = (len(part["claims"]), characters, removed, characters - removed, len(part["sources"]))
        parts.append((part, Facts(read, *counts)))
    return parts
