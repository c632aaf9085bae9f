"""What tells an advert from a report? Fits extractors/data/advert_model.toml; `make fit-adverts REPORTS=folder`.

Adverts are the lines of sellers.toml and lines.txt and what the rows of adverts.toml and boilerplate.toml take; reports
are the sample reports, the corpus of examples, report_lines.txt, what the rows refuse, and, where REPORTS names a
folder, the .txt files below it: public reports and news, of which nothing is kept but weights. For a style that is
judged the model is fitted without it, and without all lines that are nearly the same as one of its own.
"""

from __future__ import annotations

import argparse
import random
import re
import tomllib
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from extractors.cleaning.boilerplate import read_rows
from extractors.cleaning.shapes import MANY_PIECES, SHAPES, shapes_of
from extractors.cleaning.voice import SCALE, grams_of
from extractors.language.knowledge import load
from tests.adverts.generate import HERE, Seller, clean_reports, read_list, read_sellers

MODEL = HERE.parents[1] / "extractors" / "data" / "advert_model.toml"
CORPUS = HERE.parents[1] / "extractors" / "corpus"
SENTENCE = re.compile(r"[^。！？!?\n]++[。！？!?]*+")
#: The places of the invented texts, which sellers and reports share: each line gets another one, so that none counts.
PLACES = ("青禾", "云禾", "松坞", "柳溪", "禾润")
OTHERS = (
    "安陵",
    "白河",
    "长泽",
    "东岭",
    "丰源",
    "古塘",
    "海澄",
    "金湖",
    "临泉",
    "明远",
    "南坪",
    "平川",
    "清远",
    "石桥",
    "望江",
)
STRENGTH, ADVERT_WEIGHT = 0.5, 12.0  # of the fit: the inverse of the penalty, and what one advert line weighs
FEWEST_SELLERS, FEWEST_REPORT_LINES = 2, 40
ALIKE = 0.6
MOST_LONG, MOST_SHORT, LONG = 15_000, 35_000, 60
SMALLEST = 0.15  # smaller weights are left out
SHAPE_NAMES = (*SHAPES, MANY_PIECES)


@dataclass(frozen=True, slots=True)
class Example:
    """A line, and whose it is: a seller's, the list's, or a report's."""

    text: str
    owner: str


@cache
def read_adverts() -> tuple[Example, ...]:
    found = {line: Example(line, seller.name) for seller in read_sellers() for line in lines_of(seller)}
    listed = [line for line in read_list("lines.txt") if line not in found]
    rows = [text for kind in ("signal", "line") for row in read_rows()[kind] for text in row["takes"]]
    return (*found.values(), *(Example(line, f"line {n}") for n, line in enumerate([*listed, *rows])))


def lines_of(seller: Seller) -> list[str]:
    return sorted({*seller.header, *seller.footer, *seller.inline, *seller.sentence})


def read_report_lines(folder: Path | None) -> tuple[list[str], list[str]]:
    """Invented and public lines of reports, and the last sentences of their paragraphs, where sellers' would stand."""
    units = {*read_list("report_lines.txt")}
    rows = [*read_rows()["signal"], *read_rows()["line"], *load("pages.toml")["field"]]
    units |= {text for row in rows for text in row["refuses"]}
    for path in sorted(CORPUS.glob("*.toml")):
        texts = [row["text"] for row in tomllib.loads(path.read_text(encoding="utf-8")).get("example", ())]
        units |= {line.strip() for text in texts for line in text.splitlines()}
    for text in clean_reports().values():
        units |= _units(text)
    public = set[str]()
    for path in sorted(folder.rglob("*.txt")) if folder else ():
        public |= _units(path.read_text(encoding="utf-8"))
    public -= units
    long, short = sorted(u for u in public if len(u) > LONG), sorted(u for u in public if u and len(u) <= LONG)
    chance = random.Random(1)
    chosen = chance.sample(long, min(MOST_LONG, len(long))) + chance.sample(short, min(MOST_SHORT, len(short)))
    return sorted(units - {""}), chosen


def _units(text: str) -> set[str]:
    lines = {line.strip() for line in text.splitlines()}
    return lines | {sentences[-1].strip() for line in lines if len(sentences := SENTENCE.findall(line)) > 1}


def hide_places(line: str, number: int) -> str:
    for n, place in enumerate(PLACES):
        line = line.replace(place, OTHERS[(number + n) % len(OTHERS)])
    return line


class Fitter:
    """All examples as a matrix, from which models without this seller or that are fitted."""

    def __init__(self, folder: Path | None) -> None:
        self.adverts = read_adverts()
        self.grams = [grams_of(hide_places(a.text, n)) for n, a in enumerate(self.adverts)]
        shapes = [shapes_of(a.text) for a in self.adverts]
        invented, public = read_report_lines(folder)
        lines = [hide_places(line, n) for n, line in enumerate(invented)] + public
        report_grams = [grams_of(line) for line in lines]
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for advert, grams in zip(self.adverts, self.grams, strict=True):
            for gram in grams:
                owners[gram].add(advert.owner)
        often = Counter(gram for grams in report_grams for gram in grams)
        known = {gram for gram, whose in owners.items() if len(whose) >= FEWEST_SELLERS}
        # Words of reports only as far as invented ones have them: public ones name people and places.
        told = {gram for grams in report_grams[: len(invented)] for gram in grams}
        known |= {gram for gram in told if often[gram] >= FEWEST_REPORT_LINES}
        self.vocabulary = sorted(known)
        self.places = {gram: n for n, gram in enumerate(self.vocabulary)}
        self.reports = self._matrix(report_grams, [shapes_of(line) for line in lines])
        self.advert_rows = self._matrix(self.grams, shapes)

    def _matrix(self, grams: Sequence[set[str]], shapes: Sequence[list[str]]) -> csr_matrix:
        data, columns, starts = [], [], [0]
        of_shape = {name: len(self.vocabulary) + n for n, name in enumerate(SHAPE_NAMES)}
        for said, shaped in zip(grams, shapes, strict=True):
            found = [self.places[gram] for gram in said if gram in self.places]
            columns += [*found, *(of_shape[shape] for shape in shaped)]
            data += [SCALE / sqrt(len(said))] * len(found) + [1.0] * len(shaped)
            starts.append(len(columns))
        return csr_matrix((data, columns, starts), shape=(len(grams), len(self.vocabulary) + len(SHAPE_NAMES)))

    def fit(self, without: str = "") -> dict[str, Any]:
        """The model, as data/advert_model.toml holds it, without the lines of a seller and those like them."""
        own = [grams for advert, grams in zip(self.adverts, self.grams, strict=True) if advert.owner == without]
        kept = [
            n
            for n, (advert, grams) in enumerate(zip(self.adverts, self.grams, strict=True))
            if advert.owner != without and not any(_alike(grams, other) for other in own)
        ]
        rows = vstack([self.advert_rows[kept], self.reports]).tocsr()
        truth = np.r_[np.ones(len(kept)), np.zeros(self.reports.shape[0])]
        weights = np.r_[np.full(len(kept), ADVERT_WEIGHT), np.ones(self.reports.shape[0])]
        model = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-3, random_state=1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(rows, truth, sample_weight=weights)
        of_grams, of_shapes = np.split(model.coef_[0], [len(self.vocabulary)])
        grams_by_weight: defaultdict[str, list[str]] = defaultdict(list)
        for gram, weight in zip(self.vocabulary, of_grams, strict=True):
            if abs(weight) >= SMALLEST:
                grams_by_weight[f"{weight:.1f}"].append(gram)
        return {
            "base": round(float(model.intercept_[0]), 2),
            "limits": LIMITS,
            "shapes": {name: round(float(w), 2) for name, w in zip(SHAPE_NAMES, of_shapes, strict=True)},
            "grams": {w: " ".join(grams) for w, grams in sorted(grams_by_weight.items(), key=lambda i: -float(i[0]))},
        }


#: How loud a line must be, by its length and where it stands. What no line of 20,000 public documents reaches (their
#: loudest: 4.6 of up to 12 characters, 3.0 of up to 25, 0.4 of up to 40, -1.8 of longer ones), with something to spare.
NEVER = 99.0
LIMITS = {
    "lengths": [4, 12, 25, 40],
    "line": [NEVER, 6.5, 3.3, 1.2, 0.0],
    "edge": [4.0, 3.0, 3.15, 0.5, -0.8],
    "beside": [1.0, 0.5, -0.5, -1.5, -2.0],
    "between": [-1.0, -2.0, -3.0, -3.0, -3.0],
    "paragraph": [NEVER, 1.0, 0.0, -0.5, -1.5],
    "sentence": [NEVER, 4.0, 1.5, 1.5, 0.5],
    "bracket": [NEVER, 5.0, 3.0, 1.5, 0.5],
    "report": [-NEVER, -3.0, -3.0, -3.5, -4.0],
    "doubtful": [NEVER, 2.5, 1.0, -0.5, -1.5],
}


def _alike(some: set[str], others: set[str]) -> bool:
    return len(some & others) >= ALIKE * len(some | others)


HEAD = """\
# What tells an advert from a report, in log-odds; read by extractors/cleaning/voice.py, fitted by `make fit-adverts`.
#
#   base     of a line of which nothing is known
#   limits   how loud a line must be to go: up to as many characters as `lengths` say, and longer; `line` anywhere,
#            `edge` above and below a report's paragraphs, `beside` next to an advert there, `between` two of them,
#            `sentence` at a paragraph's end, `bracket` in one; what is as loud as `paragraph` says ends no report, a
#            sentence that is not as loud as `report` keeps its line, and from `doubtful` on a line that stays is marked
#   shapes   what can be said of a whole line
#   grams    n-grams of characters (^ and $ are the line's beginning and end, 0 is any figure), each weight's together;
#            their sum is divided by the root of the number of the line's n-grams, and taken five times
"""


def write(model: dict[str, Any], path: Path = MODEL) -> None:
    lines = [HEAD, f"base = {model['base']}", "", "[limits]"]
    lines += [f"{name} = {value}" for name, value in model["limits"].items()]
    lines += ["", "[shapes]", *(f'"{name}" = {weight}' for name, weight in model["shapes"].items()), "", "[grams]"]
    lines += [f'"{weight}" = {_quoted(grams)}' for weight, grams in model["grams"].items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=Path, help="a folder of public reports as .txt files")
    options = parser.parse_args(None if arguments is None else list(arguments))
    fitter = Fitter(options.reports)
    write(fitter.fit())
    print(f"{len(fitter.adverts)} lines of adverts, {fitter.reports.shape[0]} of reports: wrote {MODEL}")


if __name__ == "__main__":
    main()
