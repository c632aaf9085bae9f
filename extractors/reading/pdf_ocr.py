"""What do the pictures of a scanned page say? The characters that RapidOCR recognises, as if they were printed there.

RapidOCR is optional (`pip install 'report-metrics[ocr]'`); its models come with it, nothing is fetched. Of the programs
tried it was the one whose figures can be trusted (docs/formats.md).
"""

from __future__ import annotations

import ctypes
import math
import time
from functools import cache
from importlib.util import find_spec
from statistics import median
from typing import Any

import regex

from extractors.reading.pdf_lines import Char

SECONDS = 600.0  # for the scanned pages of one file: some two hundred; flows.work.workers waits that long
DPI = 150  # finer ones take longer and show nothing more
LARGEST = 2_200  # pixels of a page's longer side, however large the page says that it is
SEARCHED = 960  # pixels of the longer side of the picture in which lines are looked for
FEW = 60  # characters of a page that is a scan all the same: what the scanning program printed below its picture
PICTURE_SHARE = 0.5  # of the page, from which a picture is the page
FINE = 100  # parts of a point, as PDFium gives places on a page in whole numbers
WIDE = 8  # times as wide as high: a box that tells how askew the page lies
#: Marks that stand by Chinese words are wide ones, whatever was recognised; the brackets of a number too.
MARKS = str.maketrans("(),:;?!", "（），：；？！")
NEAR_HAN = regex.compile(r"[(),:?!](?=\p{Han})|(?<=[\p{Han}”’）〕】》])[(),:?!]|(?<=\p{Han}\d{1,3})\)|;")
PAGE_NUMBER = regex.compile(r"[-—–一]\s*(\d{1,4})\s*[-—–一]")  # its dashes are taken for ones
BLANK = regex.compile(r"(?<![A-Za-z])\s|\s(?![A-Za-z])|(?<=[XＸ])\s(?=[XＸ])")


def has_ocr() -> bool:
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def is_picture(page: Any, characters: int) -> bool:
    """Whether a page is a picture with hardly a character beside it."""
    import pypdfium2.raw as api

    if characters > FEW:
        return False
    left, bottom, right, top = page.get_mediabox()
    whole = abs((right - left) * (top - bottom)) * PICTURE_SHARE
    pictures = page.get_objects(filter=[api.FPDF_PAGEOBJ_IMAGE], max_depth=5)
    return any(width * height >= whole for width, height in map(size_of, pictures))


def size_of(picture: Any) -> tuple[float, float]:
    left, bottom, right, top = picture.get_bounds()
    return abs(right - left), abs(top - bottom)


class Clock:
    """How much of a file's time its scanned pages have left; the next page is taken to need what the last ones did."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.started, self.seconds, self.pages = time.monotonic(), seconds, 0

    def has_time(self) -> bool:
        spent = time.monotonic() - self.started
        return spent + spent / max(self.pages, 1) <= self.seconds


@cache
def engine() -> Any:
    from rapidocr import RapidOCR  # three seconds and half a gigabyte, for scans only

    one = {
        f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")
    }  # workers fill the cores
    search = {"Det.limit_type": "max", "Det.limit_side_len": SEARCHED}
    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical", **search, **one})


def recognise(page: Any) -> list[Char]:
    """The characters of a page as it is looked at."""
    import numpy as np

    width, height = page.get_size()
    scale = min(DPI / 72, LARGEST / max(width, height, 1.0))
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    picture = np.repeat(picture.reshape(picture.shape[0], picture.shape[1], 1), 3, axis=2)
    found = engine()(picture)
    boxes = [] if found.boxes is None else found.boxes.tolist()
    askew = slope(boxes)
    characters: list[Char] = []
    for box, text in zip(boxes, found.txts or (), strict=False):
        characters += spread(box, text, askew, scale, height)
    return characters


def place_unseen(page: Any, written: list[Char], seen: list[Char]) -> list[Char]:
    """Written characters as the page is looked at, but for those that a scanning program wrote behind what is seen."""
    placed = [place(page, char) for char in written]
    return [char for char in placed if not any(covers(other, char) for other in seen)]


def place(page: Any, char: Char) -> Char:
    """A character's box on the page that is stored, on the page that is turned and cropped."""
    import pypdfium2.raw as api

    width, height = page.get_size()
    x, y = ctypes.c_int(), ctypes.c_int()
    across, down = [], []
    for corner in ((char.left, char.bottom), (char.right, char.top)):
        size = round(width * FINE), round(height * FINE)
        api.FPDF_PageToDevice(page, 0, 0, *size, 0, *corner, ctypes.byref(x), ctypes.byref(y))
        across.append(x.value / FINE)
        down.append(y.value / FINE)
    return Char(char.text, min(across), max(across), height - max(down), height - min(down))


def covers(seen: Char, written: Char) -> bool:
    x, y = (written.left + written.right) / 2, (written.bottom + written.top) / 2
    return seen.left <= x <= seen.right and seen.bottom <= y <= seen.top


def slope(boxes: list[list[list[float]]]) -> float:
    """How far lines go down for each step to the right, by their wide boxes."""
    slopes = [
        (right[1] - left[1]) / (right[0] - left[0])
        for left, right, _, low in boxes
        if right[0] - left[0] > WIDE * max(math.dist(left, low), 1.0)
    ]
    return median(slopes) if slopes else 0.0


def spread(box: list[list[float]], text: str, askew: float, scale: float, height: float) -> list[Char]:
    """A line's characters side by side in its box, upright; Latin ones take half the place.

    They are as high as they are wide, for a box leaves much or little room above and below its line.
    """
    text = clean(text)
    left, right = min(box[0][0], box[3][0]), max(box[1][0], box[2][0])
    middle = sum(corner[1] for corner in box) / 4 - askew * (left + right) / 2
    places = [0.5 if char.isascii() else 1.0 for char in text]
    em = (right - left) / max(sum(places), 1.0)
    half = min(em, math.dist(box[0], box[3])) / 2
    characters = []
    for char, place in zip(text, places, strict=True):
        end = left + place * em
        characters.append(
            Char(char, left / scale, end / scale, height - (middle + half) / scale, height - (middle - half) / scale)
        )
        left = end
    return characters


def clean(text: str) -> str:
    """A recognised line without the blanks that its wide marks look like, and with these as Chinese writes them."""
    text = PAGE_NUMBER.sub(r"— \1 —", text) if PAGE_NUMBER.fullmatch(text) else BLANK.sub("", text.strip())
    return NEAR_HAN.sub(lambda mark: mark[0].translate(MARKS), text)
