"""How is a bare numeral asked? With a unit, in an invented sentence of its sort: people, money, a share."""

from __future__ import annotations

import re

from tests.peers.suites.cases import Collection, Expectation, normal

FORMAL = re.compile("[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]")


def is_improper(plain: str, value: float) -> bool:
    return abs(value) > 1 and not is_mixed(plain)


def is_mixed(plain: str) -> bool:
    """一又二分之一, 1 1/2."""
    return "又" in plain or re.search(r"\d \d/\d", plain) is not None


def ask_bare(
    to: Collection, text: str, value: float, *, bound: str | None = None, is_fraction: bool | None = None
) -> None:
    text = text.strip()
    plain = normal(text)
    if is_fraction is None:
        is_fraction = _looks_a_fraction(plain)
    if is_fraction and is_mixed(plain):
        to.add(f"平均每户{text}亩。", Expectation(text + "亩", value, "亩", bound=bound))
    elif is_fraction:
        to.add(f"占总量的{text}。", Expectation(text, value, "ratio", bound=bound))
    elif value < 0:
        to.add(f"净利润为{text}元。", Expectation(text + "元", value, "CNY", bound=bound))
    elif value % 1 or FORMAL.search(text) or _is_scaled_by_letter(plain):
        to.add(f"共投入{text}元。", Expectation(text + "元", value, "CNY", bound=bound))
    else:
        to.add(f"共有{text}人。", Expectation(text + "人", value, "人", bound=bound))


def _is_scaled_by_letter(plain: str) -> bool:
    return "兆" not in plain and re.search(r"[kKwW]$|[kKwW][-~]", plain) is not None


def _looks_a_fraction(plain: str) -> bool:
    if re.search(r"兆|[kKwW]$|[kKwW][-~]|^[-负負]|[余多几幾]", plain):
        return False
    return re.search("分[之一]", plain) is not None
