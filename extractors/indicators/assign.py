"""Which indicator is each claim of a report? By its name, else by its clause, else by what the clause takes up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from extractors.indicators.areas import CHINA, NATION, find_inside
from extractors.indicators.issuers import Issuer
from extractors.indicators.matching import GROWTH, GROWTH_OTHER, LEVEL, WHOLE, WORDS, Form, Match, match_name, takes_up
from extractors.indicators.names import plain_name
from extractors.model import Claim

#: 开发区, 都市圈: a figure of it is not one of the whole place.
_ENDS_LIKE_A_PLACE = re.compile(
    r"(?:区|市|县|州|盟|旗|镇|乡|村|街道|圈|片区|机场|港|流域|城市群|地区|组团|带|园|岛|湾)$"
)
REACH = 40  # characters before a figure in which its clause is looked for

_CLAUSE = re.compile(r"[，,；;。！？（(\n\t|]")
#: Between a name and its figure: 粮食产量首次突破700亿斤.
_BETWEEN = re.compile(
    r"(?:(?:比|较)?(?:上年|去年|同期|年初)|同比|实际|名义|可比|力争|预计|稳步|持续|首次|成功|再次|连续|稳定|保持"
    r"|达到?|实现|完成|突破|站上|跨越|超过?|为|约|近|在|到|至|了|增长|增加|提高|上涨|上升|下降|降低|减少|回落|控制|提升|左右|以上|以内|[\s：:])+$"
)
#: 城乡居民人均可支配收入分别增长4.4%、5.6%: of the towns first, then of the country.
_BOTH, _FIRST_OF_TWO = "城乡", re.compile(r"分别[^，；。、和]{0,8}$")
_TOWN_AND_COUNTRY = ("城镇", "农村")
#: 地区生产总值迈上6万亿元台阶，达到62661亿元: what is said before the first of these has the name.
_STEPS = re.compile(
    r"(?:连续|再次|成功|首次|历史性)*(?:迈上|跨上|站上|突破|跃上|迈过|登上|再上|跨越|连跨|跨过|达到|实现)"
)
_SENTENCE = re.compile(r"[；;。！？\n]")
#: 总量超500亿元的县域: no figure of the whole, but what things are counted by.
_COUNTED_BY = re.compile(
    r"(?:以上|以下|以内|左右)?的(?=[\u4e00-\u9fff])(?!水平|目标|比例|速度|增速|增长|规模|幅度|历史|台阶|大关|预期|较|好|高|基数)"
)
#: 从上半年5.5%降到5.3%: the first is not of the period of the second.
_FROM, _TO = (
    re.compile(r"[从由自][^，；。]{0,12}$"),
    re.compile(r"[^，；。]{0,3}?(?:降|升|增|减|提|扩|涨|落|发展|上调|下调)[^，；。]{0,4}(?:到|至|为)"),
)
#: What makes the base of a rate another than the year before, in its own words or those that govern its sentence.
_OTHER_BASE = re.compile(r"年均|平均(?!水平)|[比较](?:[“\"]|“?十|20|19|前|全国|全省|规划)|以来|期间|五年|累计|翻|环比|[季月]环")


def assign_indicators(claims: Sequence[Claim], text: str, issuer: Issuer, year: int | None) -> list[Claim]:
    """The claims of one report, in reading order, with indicator, scope, measure and place; `text` is their source's."""
    home = issuer.area_code
    assigned: list[Claim] = []
    before: Match | None = None  # the last one of the sentence
    sentence = ""
    for n, claim in enumerate(claims):
        if claim.sentence is not sentence and claim.sentence != sentence:
            sentence, before = claim.sentence, None
        match = _match(claim, claims, n, text, before)
        if match is None:
            assigned.append(replace(claim, area_code=home) if home else claim)
            continue
        before = match
        row = match.indicator
        measure = match.measure
        if measure == GROWTH and not _is_yearly(claim):
            measure = GROWTH_OTHER
        area_code, scope = _place(claim, match, text, home, year) if home else (None, match.scope)
        assigned.append(
            replace(
                claim,
                indicator_id=row.indicator_id,
                indicator_scope=scope,
                measure=measure,
                area_code=area_code,
                indicator_fit=match.fit if scope == match.scope else WHOLE if scope is None else WORDS,
            )
        )
    return assigned


def form_of(claim: Claim) -> Form:
    """How a claim is stated."""
    is_change = claim.direction != "none"
    return Form(claim.unit_standard, is_change, claim.comparison == "other" and not is_change, claim.per is not None)


def _match(claim: Claim, claims: Sequence[Claim], n: int, text: str, before: Match | None) -> Match | None:
    form = form_of(claim)
    name = claim.metric
    start, end = claim.char_start, claim.char_end
    if not form.is_change:
        if claim.bound in ("over", "under") and _COUNTED_BY.match(text, end, end + 6):
            return None
        if _TO.match(text, end, end + 12) and _FROM.search(text, max(0, start - 16), start):
            return None
    if _BOTH in name:
        name = _of_town_or_country(name, claims, n, text)
    if takes_up(name) or takes_up(_clause(claim, text)):
        stepped = _name_before_step(claim, text)
        if stepped and (match := match_name(stepped, form)) is not None:
            return match
        return match_name(before.indicator.name_zh, form) if before is not None else None
    match = match_name(name, form)
    if match is not None and _BOTH in name and match.indicator.is_per:
        return None  # one figure for the incomes of town and country
    if match is None and name is claim.metric:
        clause = _clause(claim, text)
        if clause and clause != name:
            match = match_name(clause, form)
            if match is not None and match.scope is not None:
                match = None
    return match


def _is_yearly(claim: Claim) -> bool:
    """Whether a rate is over the year before. 高于全国 said of one figure is no base of those that follow it."""
    if claim.comparison in ("none", "yoy"):
        return True
    return claim.comparison == "other" and not _OTHER_BASE.search(claim.sentence.partition(claim.quote)[0])


def _name_before_step(claim: Claim, text: str) -> str | None:
    """What stepped over a mark, of the words since the last full stop; the last one."""
    left = text[max(0, claim.char_start - REACH) : claim.char_start]
    left = _SENTENCE.split(left)[-1]
    for clause in reversed(re.split("[，,、]", left)):
        step = _STEPS.search(clause)
        if step and step.start():
            return clause[: step.start()]
    return None


def _place(claim: Claim, match: Match, text: str, home: str, year: int | None) -> tuple[str | None, str | None]:
    """Of which place a figure is, and what is left of its scope."""
    scope = match.scope
    if home != CHINA and claim.metric.startswith(NATION):
        return CHINA, scope
    if scope:
        inside = find_inside(scope, home, year)
        if inside is not None:
            rest = scope[len(inside[1]) :]
            return (inside[0] if not _ENDS_LIKE_A_PLACE.search(rest) else None), rest or None
        return (None if _ENDS_LIKE_A_PLACE.search(scope) else home), scope
    clause = plain_name(_clause(claim, text))
    inside = find_inside(clause, home, year)
    return (inside[0] if inside is not None else home), scope


def _clause(claim: Claim, text: str) -> str:
    """The words before a figure, back to the last mark."""
    start = claim.char_start
    left = text[max(0, start - REACH) : start]
    marks = list(_CLAUSE.finditer(left))
    return _BETWEEN.sub("", left[marks[-1].end() :] if marks else left)


def _of_town_or_country(name: str, claims: Sequence[Claim], n: int, text: str) -> str:
    """The name of one of two figures that are given for 城乡 side by side."""
    claim = claims[n]
    at = claim.char_start
    if _FIRST_OF_TWO.search(text, max(0, at - 12), at):
        return name.replace(_BOTH, _TOWN_AND_COUNTRY[0])
    if (
        n
        and claims[n - 1].metric == claim.metric
        and text[claims[n - 1].char_end : at] in ("、", "和", ",", "，", "与")
    ):
        return name.replace(_BOTH, _TOWN_AND_COUNTRY[1])
    behind = claims[n + 1] if n + 1 < len(claims) else claim
    if behind.metric == claim.metric and text[claim.char_end : behind.char_start] in ("、", "和", "与"):
        return name.replace(_BOTH, _TOWN_AND_COUNTRY[0])
    return name
