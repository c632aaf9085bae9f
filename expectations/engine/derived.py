"""Which helper columns do the expectations test, that the tables do not have?

The only place where a fact about a row is worked out with pandas. A helper says what was found (the text at a position,
the id that exists, "masked, yet with a value"), so that a failing row explains itself in the quality report; whether it
is right is for the expectation to say.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from expectations.engine.numerals import count_unaccounted
from expectations.engine.values import load_values
from expectations.schema import ARROW_TYPES, Column, load_tables

Frames = Mapping[str, pd.DataFrame]
Texts = Mapping[str, str]

_LOG = logging.getLogger(__name__)
_NO_RANGE = (np.nan, np.nan)
_NUMBERS = ["value", "value_min", "value_max", "value_standard"]


def add_helpers(table: str, frames: Frames, texts: Texts) -> pd.DataFrame:
    """The table with its helper columns.

    A frame that lacks a column or holds the wrong type comes back as it is: the expectations on the columns say so, and
    those on the helpers raise, which counts as failure.
    """
    try:
        helpers = {"_missing": _name_missing(table, frames[table])} if table in load_tables() else {}
        if table in _HELPERS:
            helpers |= _HELPERS[table](frames, texts)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        _LOG.debug("no helper columns for %s: %s", table, error)
        return frames[table]
    return pd.concat([frames[table], pd.DataFrame(helpers, index=frames[table].index)], axis=1)


def _of_claims(frames: Frames, texts: Texts) -> dict[str, Any]:
    claims, sections = frames["claims"], frames["sections"]
    values = load_values()
    numbers = claims[_NUMBERS].to_numpy(dtype=float, na_value=np.nan)
    infinite = np.isinf(numbers).any(axis=1)
    stated = np.where(np.isfinite(numbers[:, :3]), numbers[:, :3], np.nan)
    range_kind = pd.Series(_name_range(claims))
    spans = sections.drop_duplicates("section_id").set_index("section_id")
    section = claims["section_id"].astype(object)
    starts, stops = section.map(spans["char_start"]), section.map(spans["char_end"])
    inside = (claims["char_start"] >= starts) & (claims["char_end"] <= stops)
    return {
        "_use_of_id": np.where(claims["claim_id"].duplicated(), "repeat", "first"),
        "_text_at_position": _slice_texts(claims, texts),
        "_report_found": _find(claims["report_id"], frames["reports"]["report_id"]),
        "_section_found": _find(claims["section_id"], sections["section_id"]),
        "_whole_found": _find_wholes(claims),
        "_moved": _describe_changes(claims),
        "_box": [_describe_box(box) for box in claims["box"]],
        "_place": np.select([starts.isna(), inside], ["section unknown", "inside"], "outside"),
        "_digits": _describe_digits(claims["masked"].to_numpy(dtype=bool), ~np.isnan(numbers)),
        "_number": np.select([infinite, np.isnan(numbers).all(axis=1)], ["infinite", "none"], "finite"),
        "_lowest": np.fmin.reduce(stated, axis=1),
        "_highest": np.fmax.reduce(stated, axis=1),
        "_kind_floor": _each(range_kind, lambda kind: values.ranges.get(kind, _NO_RANGE)[0]).astype(float),
        "_kind_ceiling": _each(range_kind, lambda kind: values.ranges.get(kind, _NO_RANGE)[1]).astype(float),
        "_share": np.where(_find_shares(claims), stated[:, 0], np.nan),
        "_unit_found": _each(claims["unit"], lambda unit: unit if _is_known(unit) else "(unknown)"),
        "_kind_of_unit": _kinds_of_units(claims),
        "_period_start_year": _years(claims["period_start"]),
        "_period_end_year": _years(claims["period_end"]),
    }


def _describe_box(box: Any) -> str:
    """What the rectangle of a quote is like; none is printed where a format has no pages."""
    if box is None or (isinstance(box, float) and np.isnan(box)):
        return "none"
    left, bottom, right, top = box
    return "a rectangle" if left <= right and bottom <= top else "inside out"


def _of_reports(frames: Frames, texts: Texts) -> dict[str, Any]:
    reports, sections = frames["reports"], frames["sections"]
    ends = sections["char_end"].groupby(sections["report_id"].astype(object)).max()
    return {
        "_source_found": _find(reports["source_path"], frames["sources"]["source_path"]),
        "_signed_on_year": _years(reports["signed_on"]),
        "_sections_counted": _count(reports["report_id"], sections["report_id"]),
        "_sections_end": reports["report_id"].astype(object).map(ends),
        "_claims_counted": _count(reports["report_id"], frames["claims"]["report_id"]),
    }


def _of_copies(frames: Frames, texts: Texts) -> dict[str, Any]:
    reports = frames["copies"]
    known = frames.get("originals")
    if known is None:
        known = reports[reports["duplicate_of"].isna() | reports["duplicate_in"].notna()]
    return {
        "_original_found": _find_originals(reports, set(known["report_id"])),
        "_copy_told": reports["duplicate_of"].where(reports["similarity"].notna(), None),
    }


def _find_originals(reports: pd.DataFrame, originals: set[str]) -> list[str | None]:
    """What duplicate_of names, as far as it can be known here: of another batch everything."""
    found: list[str | None] = []
    for own, named, batch in zip(reports["report_id"], reports["duplicate_of"], reports["duplicate_in"], strict=True):
        if pd.isna(named):
            found.append(None if pd.isna(batch) else "(none named)")
        elif not pd.isna(batch) or (named in originals and named != own):
            found.append(named)
        else:
            found.append("(itself)" if named == own else "(no original)")
    return found


def _of_sections(frames: Frames, texts: Texts) -> dict[str, Any]:
    sections = frames["sections"]
    report = sections["report_id"].astype(object)
    report_starts = frames["reports"].drop_duplicates("report_id").set_index("report_id")["char_start"]
    ordered = sections.sort_values(["char_start", "char_end"])
    end_before = ordered["char_end"].groupby(report[ordered.index]).shift().reindex(sections.index)
    return {
        "_report_found": _find(sections["report_id"], frames["reports"]["report_id"]),
        "_start_expected": end_before.fillna(report.map(report_starts)).fillna(sections["char_start"]),
    }


def _of_sources(frames: Frames, texts: Texts) -> dict[str, Any]:
    sources, boilerplate = frames["sources"], frames["boilerplate"]
    path = sources["source_path"].astype(object)
    status = sources["status"].astype(object)
    is_read = status == "ok"
    removed = boilerplate["text"].str.len().groupby(boilerplate["source_path"].astype(object)).sum()
    accounted = sources["kept_characters"] + path.map(removed).fillna(0).astype(int)
    told = np.where(is_read, sources["source_id"].notna() & sources["characters"].notna(), sources["reason"].notna())
    return {
        "_outcome": np.where(told.astype(bool), status, status.astype(str) + ", but nothing is known of it"),
        "_characters_accounted": accounted.where(is_read, sources["characters"]),
        "_reports_counted": _count(path, frames["reports"]["source_path"]).where(is_read, sources["reports"]),
        "_claims_counted": _count(path, frames["claims"]["source_path"]).where(is_read, sources["claims"]),
        "_first_doubtful": [_first(pages) for pages in sources["doubtful_pages"]],
        "_numerals_lost": _numerals_lost(sources["source_id"].astype(object), frames, texts),
    }


def _first(pages: Any) -> float:
    """The first of some pages; NaN of none."""
    return float(min(pages)) if isinstance(pages, (list, np.ndarray)) and len(pages) else np.nan


def _numerals_lost(sources: pd.Series[Any], frames: Frames, texts: Texts) -> pd.Series[Any]:
    lost = count_unaccounted(texts, (frames["claims"], frames["passed_over"]), frames["boilerplate"])
    return sources.map(lost).fillna(0).astype(int)


def _of_boilerplate(frames: Frames, texts: Texts) -> dict[str, Any]:
    boilerplate = frames["boilerplate"]
    return {
        "_source_found": _find(boilerplate["source_path"], frames["sources"]["source_path"]),
        "_text_at_position": _slice_texts(boilerplate, texts),
    }


def _of_passed_over(frames: Frames, texts: Texts) -> dict[str, Any]:
    passed = frames["passed_over"]
    return {
        "_source_found": _find(passed["source_path"], frames["sources"]["source_path"]),
        "_text_at_position": _slice_texts(passed, texts),
    }


def _of_runs(frames: Frames, texts: Texts) -> dict[str, Any]:
    runs = frames["runs"]
    return {"_claims_accounted": runs["claims_published"] + runs["claims_quarantined"]}


def _of_reviews(frames: Frames, texts: Texts) -> dict[str, Any]:
    """The state where it goes with the rest of the row, else what is wrong with it."""
    reviews = frames["reviews"]
    state, named = reviews["state"].astype(object), reviews["claim_id"].notna()
    of_sentence = reviews["verdict"].astype(object).isin(["complete", "incomplete"])
    orphaned = reviews["anchored"].astype(object) == "orphaned"
    why = reviews["reason"].notna()
    wrong = np.select(
        [
            state.isin(["applied", "set_aside"]) & ((named == of_sentence) | orphaned),
            (state == "orphaned") & (named | ~orphaned | ~why),
        ],
        ["without its claim, or a sentence's with one", "orphaned, yet with a claim or without a reason"],
        "",
    )
    return {"_state_possible": np.where(wrong == "", state, state.astype(str) + ", " + wrong)}


def _of_observations(frames: Frames, texts: Texts) -> dict[str, Any]:
    observed = frames["observations"]
    masked = observed["masked"].astype(bool)
    known = observed[["value_standard", "value_standard_min", "value_standard_max"]].notna().any(axis=1)
    return {
        "_compared": observed["agreeing"] + observed["differing"],
        "_value": np.select([masked & ~known, ~masked & known], ["censored", "known"], "none, or of censored digits"),
        "_unit": observed["unit_standard"].astype(object).where(observed["measure"] != "growth", "%"),
    }


def _of_fingerprints(frames: Frames, texts: Texts) -> dict[str, Any]:
    printed = frames["fingerprints"]
    return {
        "_report_found": _find(printed["report_id"], frames["reports"]["report_id"]),
        "_signature_bytes": _each(printed["signature"], lambda value: str(len(value))),
        "_numbers_over": _each(printed["numbers"], lambda value: str(len(value) % 8)),
        "_names_over": _each(printed["names"], lambda value: str(len(value) % 8)),
    }


def _of_texts(frames: Frames, texts: Texts) -> dict[str, Any]:
    """What the source does not say is taken to agree: that it does not say it is for the sources' own expectations."""
    own, sources = frames["texts"], frames["sources"].drop_duplicates("source_path")
    path = own["source_path"].astype(object)
    sources = sources.set_index(sources["source_path"].astype(object))
    characters = own["text"].str.len().astype(float)
    return {
        "_source_found": _find(path, sources["source_path"]),
        "_source_id_known": path.map(sources["source_id"].astype(object)).fillna(own["source_id"]),
        "_characters": characters,
        "_characters_known": path.map(sources["characters"].astype(float)).fillna(characters),
    }


_HELPERS: dict[str, Callable[[Frames, Texts], dict[str, Any]]] = {
    "claims": _of_claims,
    "reports": _of_reports,
    "copies": _of_copies,
    "sections": _of_sections,
    "sources": _of_sources,
    "boilerplate": _of_boilerplate,
    "passed_over": _of_passed_over,
    "texts": _of_texts,
    "fingerprints": _of_fingerprints,
    "runs": _of_runs,
    "reviews": _of_reviews,
    "observations": _of_observations,
}


def describe_columns(frames: Frames) -> pd.DataFrame:
    """One row per column that is defined or found: where it stands and what it can be stored as."""
    rows = []
    for name, frame in frames.items():
        table = load_tables()[name]
        defined = {column.name: (at, column) for at, column in enumerate(table.columns)}
        found = {str(column): at for at, column in enumerate(frame.columns)}
        for column in [*defined, *(extra for extra in found if extra not in defined)]:
            known = column in defined and column in found
            rows.append(
                {
                    "column": f"{name}.{column}",
                    "expected_at": f"{name}.{column}: {defined[column][0]}" if column in defined else None,
                    "found_at": f"{name}.{column}: {found[column]}" if column in found else None,
                    "type_expected": f"{name}.{column}: {defined[column][1].type}" if known else None,
                    "type_found": f"{name}.{column}: {_find_type(frame[column], defined[column][1])}"
                    if known
                    else None,
                }
            )
    return pd.DataFrame(rows)


def total(
    frames: Frames, quarantined: int, *, extracted: int, characters: tuple[int, int, int], files: int
) -> pd.DataFrame:
    """One row of totals: what was read (characters: all, kept, removed), and what the tables account for."""
    read, kept, removed = characters
    lengths = frames["boilerplate"]["text"].str.len().sum()
    return pd.DataFrame(
        [
            {
                "claims extracted": extracted,
                "claims published + quarantined": len(frames["claims"]) + quarantined,
                "characters read": read,
                "characters kept + removed": kept + removed,
                "characters of sources": int(frames["sources"]["characters"].fillna(0).sum()),
                "characters removed": removed,
                "characters of boilerplate": int(lengths),
                "files seen": files,
                "rows of sources": len(frames["sources"]),
            }
        ]
    )


def total_up(totals: Sequence[pd.DataFrame], once: Mapping[str, int]) -> pd.DataFrame:
    """The totals of each part in a row, and in the first one how many sources of the batch must differ."""
    rows = pd.concat(totals, ignore_index=True)
    counts = pd.DataFrame(once, index=[0])
    return pd.concat([rows, counts.reindex(rows.index)], axis=1)


def _each(series: pd.Series[Any], function: Callable[[Any], Any]) -> np.ndarray[Any, Any]:
    """The function of every value, worked out once per distinct value; None of a missing one."""
    codes, distinct = pd.factorize(series)
    results = np.empty(len(distinct) + 1, dtype=object)
    results[:-1] = [function(value) for value in distinct]
    return results[codes]  # the code of a missing value is -1: the last place, which is None


def _plain(series: pd.Series[Any]) -> list[Any]:
    """The values as Python has them, at once: to go through text one by one takes pandas ten times as long."""
    return series.astype(object).tolist()


def _find(ids: pd.Series[Any], known: pd.Series[Any]) -> np.ndarray[Any, Any]:
    existing = set(_plain(known))
    return _each(ids, lambda value: value if value in existing else "(none)")


def _count(keys: pd.Series[Any], rows: pd.Series[Any]) -> pd.Series[Any]:
    return keys.astype(object).map(rows.astype(object).value_counts()).fillna(0).astype(int)


def _years(dates: pd.Series[Any]) -> np.ndarray[Any, Any]:
    return _each(dates, lambda value: value.year).astype(float)


def _slice_texts(rows: pd.DataFrame, texts: Texts) -> list[str]:
    return [
        (texts[source][start:end] if 0 <= start <= end else "(no such position)")
        if source in texts
        else "(no such source)"
        for source, start, end in zip(
            _plain(rows["source_id"]), _plain(rows["char_start"]), _plain(rows["char_end"]), strict=True
        )
    ]


def _name_missing(table: str, frame: pd.DataFrame) -> pd.Series[Any]:
    """The required columns that are null in a row, "" where none is."""
    missing = pd.Series("", index=frame.index, dtype=object)
    for column in load_tables()[table].columns:
        is_null = frame[column.name].isna() if not column.null else None
        if is_null is not None and is_null.any():
            missing = missing.mask(is_null, missing + f"{column.name} ")
    return missing.str.rstrip()


def _find_shares(claims: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Is the claim the share of a whole, stated as such (and not a change of it)?"""
    values = load_values()
    of_whole = _each(claims["metric"], lambda metric: str(metric).endswith(values.share_endings)).astype(bool)
    in_percent = claims["unit"].astype(object).isin(values.share_units).to_numpy()
    return of_whole & in_percent & (claims["comparison"].astype(object) == "none").to_numpy()


def _find_wholes(claims: pd.DataFrame) -> list[str | None]:
    """What part_of names, where that is another claim of its report."""
    found: list[str | None] = [None] * len(claims)
    parts = np.flatnonzero(claims["part_of"].notna())
    if not len(parts):  # of most batches few are part of another
        return found
    identity, report = _plain(claims["claim_id"]), _plain(claims["report_id"])
    report_of = dict(zip(identity, report, strict=True))
    for place, whole in zip(parts.tolist(), _plain(claims["part_of"].iloc[parts]), strict=True):
        if whole == identity[place]:
            found[place] = "(itself)"
        else:
            found[place] = whole if report_of.get(whole) == report[place] else "(none)"
    return found


def _describe_changes(claims: pd.DataFrame) -> np.ndarray[Any, Any]:
    change, direction = claims["change"], claims["direction"].astype(object)
    return np.select(
        [change.isna(), direction == "none", (direction == "down") & (change > 0)],
        ["level", "changed, yet in no direction", "down, yet by more than 0"],
        "change",
    )


def _describe_digits(masked: np.ndarray[Any, Any], given: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.select(
        [masked & given.any(axis=1), masked, given[:, 0], given[:, 1] | given[:, 2]],
        ["masked, yet with a value", "masked", "value", "range or bound"],
        "neither masked nor with a value",
    )


def _name_range(claims: pd.DataFrame) -> np.ndarray[Any, Any]:
    """The range of values.toml that a claim falls under: that of its kind, or the signed one if its metric allows."""
    kinds = claims["kind"].astype(object)
    for kind, words in load_values().signed.items():
        signed = _each(claims["metric"], partial(_holds_any, words)).astype(bool)
        kinds = kinds.mask((kinds == kind) & signed, f"signed {kind}")
    return kinds.to_numpy(dtype=object)


def _holds_any(words: tuple[str, ...], text: Any) -> bool:
    return any(word in str(text) for word in words)


def _is_known(unit: str) -> bool:
    from extractors.quantities.units import look_up

    return not unit or look_up(unit) is not None


def _kinds_of_units(claims: pd.DataFrame) -> np.ndarray[Any, Any]:
    """The kind that the unit table gives, or the claim's own where the table does not know the unit."""
    from extractors.quantities.units import look_up

    def find_kind(unit: str) -> str | None:
        entry = look_up(unit) if unit else None
        return None if entry is None else entry.kind

    found = _each(claims["unit"], find_kind)
    return np.where(pd.isna(found), claims["kind"].astype(object), found)


def _find_type(series: pd.Series[Any], column: Column) -> str:
    """The type of tables.toml if Arrow can store the series with it, else what pandas calls it."""
    wanted = ARROW_TYPES[column.type]
    values: Any = series
    if isinstance(series.dtype, pd.CategoricalDtype):
        values = series.cat.categories.to_series()
    try:
        pa.array(values, type=wanted, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return str(series.dtype)
    return column.type
