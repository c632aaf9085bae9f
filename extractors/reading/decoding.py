"""In which encoding was this text written? UTF-8 and UTF-16 by their form, GB18030 and Big5 by what they would say.

GB18030 decodes nearly any bytes without complaint, so that it decodes proves nothing. What tells is whether the
characters are ones that people write: the common ones (level 1 of GB 2312-1980: 3,755 characters in rows 16 to 55;
level 1 of Big5: 5,401 characters) make up over 95 % of running text, and at most half of a wrong reading.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import Any

import numpy as np

from extractors.reading.content import UnreadableError

REMEDY = "open it in an editor with the right encoding and save it as UTF-8"

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
LEGACY = ("gb18030", "big5hkscs")
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}  # a label and the superset it is used for
SAMPLE = 20_000  # characters judged: enough to tell, and the same cost for every file
PLAUSIBLE = 0.8  # share of common characters; running text has over 0.95, a wrong encoding under 0.5
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")  # but blanks, and the end of file of DOS
HANZI = range(0x4E00, 0xA000)


class DecodingError(UnreadableError):
    """Bytes that are no text, or text in no encoding known here."""

    def __init__(self, reason: str, place: str = "", remedy: str = REMEDY) -> None:
        super().__init__(reason, remedy, place)

    def __reduce__(self) -> tuple[type[DecodingError], tuple[str, str, str]]:
        return DecodingError, (self.reason, self.place, self.remedy)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; a byte order mark is not part of the text."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = decode_strictly(data[len(mark) :], encoding, len(mark))
            refuse_controls(text)
            return text, encoding
    if b"\0" in data:
        return decode_utf16_without_mark(data)
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        text, encoding = decode_legacy(data, error)
    refuse_controls(text)
    refuse_garbled(text)
    return text, encoding


def decode_as_labelled(data: bytes, label: str | None) -> tuple[str, str]:
    """Decode what a page says it is; where the label is missing or wrong, judge the bytes.

    Bytes that are UTF-8 are UTF-8 whatever the label: text in another encoding hardly ever happens to be.
    """
    if label and label.lower() not in ("utf-8", "utf8") and not is_marked(data) and not is_utf8(data):
        encoding = WIDER.get(label.lower(), label.lower())
        try:
            text = data.decode(encoding)
            refuse_garbled(text)
            return text, encoding
        except (LookupError, ValueError, DecodingError):  # a label may be anything
            pass
    return decode(data)


def is_marked(data: bytes) -> bool:
    return data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS))


def is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode_strictly(data: bytes, encoding: str, offset: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"begins with the mark of {encoding} but is not {encoding}"
        raise DecodingError(reason, place_of(data, error.start, offset)) from error


def decode_utf16_without_mark(data: bytes) -> tuple[str, str]:
    """Text with NUL bytes: UTF-16 when it reads as such, else binary."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and plausibility(text) >= PLAUSIBLE:
            return text, encoding
    raise DecodingError(
        "is binary, not text: it has NUL bytes", place_of(data, data.index(0)), "convert it to .txt or .docx"
    )


def decode_legacy(data: bytes, utf8_error: UnicodeDecodeError) -> tuple[str, str]:
    """GB18030 or Big5, whichever makes sense of the bytes."""
    readings: list[tuple[float, str, str]] = []
    for encoding in LEGACY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((plausibility(text), encoding, text))
    if readings:
        score, encoding, text = max(readings, key=lambda reading: reading[0])
        if score >= PLAUSIBLE:
            return text, encoding
    place = place_of(data, utf8_error.start)
    if damaged := data.decode("utf-8", "replace").count("\ufffd"):
        share = damaged / max(1, len(data))
        if share < 0.01:
            raise DecodingError(f"is UTF-8 but for {damaged} damaged places", f"the first at {place}")
    raise DecodingError(f"is in an encoding that is not known here{guess(data)}", f"not UTF-8 at {place}")


def plausibility(text: str) -> float:
    """Share of common characters among all that are not ASCII; 0 where there is nothing to judge by."""
    judged = [char for char in text[:SAMPLE] if char > "\x7f"]
    return sum(char in common_characters() for char in judged) / len(judged) if judged else 0.0


@cache
def common_characters() -> frozenset[str]:
    """Level 1 of GB 2312 and of Big5, and the punctuation and full-width forms that stand between them."""
    rows = [bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    rows += [
        bytes((row, cell)).decode("big5", "ignore")
        for row in range(0xA4, 0xC7)
        for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        if (row, cell) <= (0xC6, 0x7E)
    ]
    marks = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·•○●％‰℃㎡×＋－～／＝＊＃＆＠\u3000\u00a0②③④⑤⑥⑦⑧⑨⑩①"
    full_width = map(chr, range(0xFF01, 0xFF5F))
    return frozenset({char for char in rows if char} | set(marks) | set(full_width))


def refuse_controls(text: str) -> None:
    """Text has no control characters to speak of: one in a hundred is a binary file that happens to decode."""
    sample = text[:SAMPLE]
    controls = [found.start() for found in CONTROL.finditer(sample)]
    if len(controls) > len(sample) / 100:
        raise DecodingError(
            "is binary, not text", f"control character at position {controls[0]}", "convert it to .txt or .docx"
        )


def refuse_garbled(text: str) -> None:
    """A text was saved in a wrong encoding when its characters stand there as Latin letters, or as rare ones.

    工作总结 becomes å·¥ä½œæ€»ç»“ (UTF-8 read as Latin) or 宸ヤ綔鎬荤粨 (UTF-8 read as GBK).
    """
    sample = text[:SAMPLE]
    codes = np.frombuffer(sample.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    foreign = np.count_nonzero(codes > 0x7F)
    if foreign < 20:
        return
    latin = np.count_nonzero((codes > 0x7F) & (codes <= 0x24F))
    lost = np.count_nonzero(codes == 0xFFFD)
    hanzi = codes[(codes >= HANZI.start) & (codes < HANZI.stop)]
    rare = len(hanzi) - np.count_nonzero(_common_hanzi()[hanzi - HANZI.start])
    if latin > foreign / 2 or lost > foreign / 10 or rare > max(20, len(hanzi)) / 3:
        reason = "was saved in a wrong encoding before: its characters make no words"
        raise DecodingError(reason, f"it begins {sample[:12]!r}", "fetch the original file again")


@cache
def _common_hanzi() -> Any:
    """Whether each of HANZI is a common character: an array of bool."""
    return np.array([chr(code) in common_characters() for code in HANZI])


def place_of(data: bytes, at: int, offset: int = 0) -> str:
    line = data.count(b"\n", 0, at) + 1
    return f"byte {at + offset}, line {line}"


def guess(data: bytes) -> str:
    """What the encoding may be, for the message only."""
    from charset_normalizer import from_bytes  # only where decoding failed

    best = from_bytes(data[:SAMPLE]).best()
    return f" (it may be {best.encoding})" if best else ""


def decode_surrogates(text: str) -> str:
    """Raw UTF-8 or GBK bytes where a name or header ought to be ASCII, as old archivers and mailers write them."""
    raw = text.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
