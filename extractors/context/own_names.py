"""What does the clause of a quantity itself call it? The words before the number, behind its unit, or both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.context.bases import AMOUNT_BEYOND
from extractors.context.budget_items import item_before
from extractors.context.changes import DIFFERENCE, KEEPS_RATE, MORE_DONE, RATE_OF_GROWTH, TAKES_POINTS, Change
from extractors.context.clauses import Setting
from extractors.context.edges import among, without_manner, without_measure
from extractors.context.lead_words import strip_left, trim_start
from extractors.context.members import Span
from extractors.context.metric import name_change, name_metric, read_right, shorten
from extractors.context.owners import MAY_END_FOR, NAMES, OWN, right_deed
from extractors.context.people import of_this_place, things_meant
from extractors.context.remarks import remarked
from extractors.context.shapes import (
    behind_those,
    bounded_by,
    done_at,
    is_paid,
    measured,
    of_counted,
    of_listed,
    of_members,
    of_size,
    one_of_those,
    reaching,
    served,
)
from extractors.context.sums import with_account
from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.tokens import Words


def own_name(words: Words, found: Sequence[Setting], n: int, change: Change) -> str:
    """The name in the quantity's own clause, but for words that name the quantity before it (5家分馆9个书屋)."""
    setting = found[n]
    left, right, text = setting.left, setting.right, words.text
    if n and found[n - 1].right[0] == left[0]:
        left = behind_those(words, found, n)
        left = (left[0] + 2, left[1]) if text.startswith("口中", left[0]) else left  # 42万人|口中|劳动力24万
    last = text[left[1] - 1] if left[0] < left[1] else ""
    if last in _OWN_ENDS and text.endswith(OWN, *left):  # 收入总计
        return with_account(words, left, next(own for own in OWN if text.endswith(own, *left)))
    if item := item_before(text, setting.gap_start, left[1]):
        return item.name
    if last in _VERSION_ENDS and setting.mention.unit.kind in _BUDGETED and _ONLY_VERSION.fullmatch(text, *left):
        return ""  # 教育支出年初预算2300万元，|支出决算为|2450万元
    if setting.mention.unit.unit == "个百分点" and _BEYOND_AIM.fullmatch(text, *left):
        return ""  # 覆盖比例较年初提升7个百分点、|超目标任务|1个百分点
    if left[0] < left[1] and text[left[1] - 1] in _CONVERTED_ENDS and _CONVERTED.fullmatch(text, *left):
        return ""
    if last in _OF_ENDS and _MULTIPLE_OF.fullmatch(text, *left):  # 是上年的3倍
        return ""
    if setting.mention.unit.unit == "倍" and last in _OF_ENDS and (multiple := _IS_MULTIPLE.search(text, *left)):
        return shorten(words, strip_left(words, (left[0], multiple.start())))  # 支出均为五年前的2倍
    if change.is_change:
        if text.find("、", *left) >= 0 and (ranked := _RANK_BEFORE.match(text, *left)):
            left = (ranked.end(), left[1])  # 生产总值860亿元、稳居全省前五强、|增长|4.8%
        if change.comparison == "other" and _NEXT_PLACE.fullmatch(setting.gap):  # 高于全国0.7、全省平均|2.3个百分点
            return ""
        if change.comparison != "none" and (gap := DIFFERENCE.search(text, *left) or AMOUNT_BEYOND.search(text, *left)):
            # 增速|比全省平均低 1.1个百分点, 人均收入|多于上年 500元
            return shorten(words, strip_left(words, (left[0], gap.start())))
        if setting.mention.unit.unit == "个百分点" and TAKES_POINTS.search(text[slice(*left)]):
            return shorten(words, strip_left(words, left))  # 降低社保费率|3.5个百分点
        if RATE_OF_GROWTH.match(text, right[0]) and (keeps := KEEPS_RATE.search(text, *left)):
            of = (left[0], keeps.start())  # 财政收入|保持|15%以上的增长; 在提质增效的基础上保持7%的增长
            return name_change(words, of) if text[of[1] - 1 : of[1]] not in _WITHIN else ""
        if setting.mention.unit.kind in _AMOUNTS and (added := read_right(words, setting.right)[0]):
            return text[slice(*added)]  # 中央财政增加300亿元|教育经费
        done = MORE_DONE.search(text, *left)  # 人均结案231.5件，同比|多结|18件
        name = name_change(words, (left[0], done.start()) if done else left)
        name = "" if _MORE.fullmatch(name) else name
        if name in _PER:
            whole = shorten(words, strip_left(words, left))
            name = whole if whole.endswith(_PRODUCES) else ""  # 亩均增产|50公斤|, 户均减支; 人均提高
        if n and name and found[n - 1].right[0] == left[0] and _is_of_kinds(text, found[n - 1], left):
            name = _of_its_kinds(words, found, n, name)
    elif meant := things_meant(words, setting, left):
        return meant
    else:
        after = found[n + 1] if n + 1 < len(found) else None
        if text.startswith("的", right[0]) and (shaped := measured(words, setting, after) or done_at(words, setting)):
            return shaped
        if setting.mention.unit.kind == "count" and (comes_to := reaching(words, setting, after)):
            return comes_to
        joint = setting.gap[-1:] in _JOINTS or (after is not None and after.gap[-1:] in _JOINTS)
        if joint and (together := _done_together(words, found, n)):
            return together
        if "对" in text and (remark := remarked(text, setting)):
            return remark["deed"]
        if text.find("之", *right) > 0 and (set_of := one_of_those(words, setting)):
            return set_of
        if text.find("包", *left) > 0 and (whole := of_members(words, setting)):
            return whole
        behind_other, for_whom = n > 0 and found[n - 1].right == left, served(words, setting)
        if for_whom and (words.at(for_whom[0][1] - 1)[2] == "v" or text.find("的", *for_whom[0]) > 0):
            for_whom = None  # 对|319名|具有从宽情节的被告人
        if not for_whom and (behind_other or last in MAY_END_FOR) and (deed := right_deed(words, found, n)):
            return deed
        if text.find("、", *left) > 0 and (counted_list := of_counted(words, found, n)):
            return counted_list
        if last == "等" and (one_of_list := of_listed(words, setting)):
            return one_of_list
        if for_whom:  # 为|326名|农民工追讨工资
            return without_manner(text[slice(*for_whom[0])])
        if behind_other and (before := served(words, found[n - 1])) and before[1][0] < left[1]:
            left = (before[1][0], left[1])
        if after is not None and after.left[1] == right[1] and (sized := of_size(words, setting, after)):
            verb = shorten(words, strip_left(words, left))
            return verb + sized if len(verb) <= 4 else sized
        phrase, of_phrase = read_right(words, right)
        if phrase and text.endswith(_FOR_ENDS, *left):
            return without_manner(text[slice(*phrase)])  # 市检察院对|150所|中小学食堂进行检查
        if phrase and last == "的" and _THERE_ARE.search(text, *left):
            return text[slice(*phrase)] if phrase[1] - phrase[0] > 2 else "存在" + text[slice(*phrase)]
        is_count = setting.mention.unit.kind == "count" and n + 1 < len(found)
        if phrase and is_count and phrase[1] - phrase[0] >= 4 and right[1] == found[n + 1].left[1]:
            phrase = without_measure(words, phrase)
        if behind_other and is_paid(text, found, n):
            return ""  # 直补|652个|农户|24万元: named as what they got it for
        if phrase and setting.mention.unit.kind == "money" and _names_money(words, left, right):
            phrase = None
        if phrase and (those := among(words, left, phrase)):
            return text[slice(*those)]
        if behind_other and phrase and (of_other := read_right(words, left)[0]):
            left = (of_other[1], left[1])
        elif behind_other and _did(found[n - 1], setting) and (there := _done_there(words, left)):
            left = there
        name = _joined(words, left, phrase) if phrase else ""
        name = name or name_metric(words, left, right[0], phrase, of_phrase)
        if setting.mention.unit.unit in _HOUSES and (not name or _CAUSES.search(name)) and _is_pair(found, n):
            name = own_name(words, found, n + 1, change) or name  # 暴雨造成|832户|2512人受灾
        if name[-1:] in _WHOLE_PLACE_ENDS and _WHOLE_PLACE.fullmatch(name):  # 完成全区237名退休人员资格认证
            name = text[slice(*phrase)] if phrase else name
        elif (
            text[left[1] - 1] in _MAY_END_PLACE
            and name.startswith(said := text[slice(*left)].strip() or "\0")
            and _WHOLE_PLACE.fullmatch(said)
        ):
            name = name[len(said) :]
        follows = n > 0 and found[n - 1].right[0] == left[0]
        if follows and name and _is_of_kinds(text, found[n - 1], left):
            name = _of_its_kinds(words, found, n, name)
        if (
            right[0] == right[1]
            and n + 1 < len(found)
            and not found[n + 1].gap
            and (bound := _THRESHOLD.match(text, found[n + 1].right[0]))
        ):  # 建成1个|千亩以上|示范园
            counted, _ = read_right(words, (bound.end(), found[n + 1].right[1]))
            name = text[right[0] : counted[1]] if counted else name
        if follows and name:
            bound = _THRESHOLD.match(text, left[0])
            name = (
                _with_threshold(words, found[n - 1], bound.end(), name) if bound else bounded_by(words, found, n, name)
            )
    if name and n and setting.mention.unit.kind == "percentage" and found[n - 1].mention.unit.kind == "duration":
        hastened = _HASTENED.search(text, *found[n - 1].left)
        whose = text[slice(*strip_left(words, (found[n - 1].left[0], hastened.start())))] if hastened else ""
        if whose and found[n - 1].right[1] >= left[1] and not name.startswith(whose):
            name = whose + name
    if setting.mention.unit.unit in _PEOPLE and (not name or name.endswith(_AMONG)):
        if (behind := _DOES_BEHIND.match(text, *right)) and (n + 1 == len(found) or right[1] < found[n + 1].left[1]):
            return behind["does"] or behind["done"]
        if undone := _not_done(text, found, n):
            return undone
    if len(name) > 2:
        return name
    if name in _HELD and (event := _EVENT_HELD.search(text, *left)):
        return shorten(words, strip_left(words, event.span("what")))  # 新闻发布会累计举行|20场
    if people := of_this_place(words, setting):
        return people
    if n + 1 < len(found):
        following = found[n + 1]  # 建设一处|覆盖群众8000人|的服务中心
        if right[1] == following.left[1] and text.startswith("的", following.right[0]):
            phrase, _ = read_right(words, following.right)
            if phrase:
                return name + text[slice(*phrase)]
    return name


def _done_together(words: Words, found: Sequence[Setting], n: int) -> str:
    """188家单位、8795人次|参与捐赠: what the deed behind the last of two figures says of both; "" for others."""
    first = n if n + 1 < len(found) and found[n + 1].gap[-1:] in _JOINTS else n - 1
    if first < 0 or found[first + 1].gap[-1:] not in _JOINTS or not _TOGETHER.fullmatch(found[first + 1].gap):
        return ""
    pair = found[first : first + 2]
    deed = _JOINT_DEED.match(words.text, *pair[1].right)
    if deed is None or any(setting.mention.unit.kind != "count" for setting in pair):
        return ""
    if words.at(pair[1].gap_start)[2][0] == "v":
        return ""  # 两次|赴省城考察、三次参加评选
    noun = pair[1].gap[:-1] if n == first else words.text[deed.start() : deed.start("deed")].removesuffix("分别")
    return f"{deed['deed']}的{noun}" if noun else deed["deed"]


def _not_done(text: str, found: Sequence[Setting], n: int) -> str:
    """3户|8人|未脱贫: what is said of those that figures count one behind the other; "" for nothing."""
    while n + 1 < len(found) and found[n].right[0] == found[n + 1].left[1]:
        n += 1
    undone = _NOT_DONE.match(text, found[n].right[0])
    return undone["not"] if undone else ""


def _names_money(words: Words, left: Span, right: Span) -> bool:
    """争取国债资金|17亿元|助力拉动投资: a noun before a sum names it, whatever it was for."""
    text, end = words.text, left[1]
    while end > left[0] and text[end - 1] in "近约超逾达共 ":
        end -= 1
    bounds = text.startswith(_BOUND_BEHIND, right[0])  # 引进落地|亿元|以上项目
    return end - left[0] > 2 and not bounds and text[right[0]] != "的" and words.at(end - 1)[2] == "n"


def _of_its_kinds(words: Words, found: Sequence[Setting], n: int, name: str) -> str:
    """猪牛羊|三种|肉产量, 八类|主要案件: the name with the kinds that it is of, right behind their number."""
    before, (start, end), text = found[n - 1], found[n].left, words.text
    at = text.rfind(name, start, end)
    if at < 0 or text[start:at].strip() not in _BEFORE_KINDS:
        return name
    begin = trim_start(words, *before.left)
    if begin >= before.left[1] and before.mention.unit.unit in _CLASSES:
        return text[before.left[1] : at + len(name)]
    if 0 < before.left[1] - begin <= _LONGEST_KINDS and text.endswith(name, start, end):
        return text[begin:end].rstrip("达到约为共")
    return name


def _did(who: Setting, what: Setting) -> bool:
    return who.mention.unit.kind == "count" and what.mention.unit.kind in _OF_DEEDS


_OF_DEEDS = frozenset({"count", "area", "length"})


def _done_there(words: Words, left: Span) -> Span | None:
    """3个社区|建成服务站|12个: what those counted before did, up to what is counted."""
    if words.text.startswith(_BOUND_BEHIND, *left):
        return None  # 18岁以上加强针接种14951人
    those, deed = read_right(words, left)
    return deed if those and deed and deed[0] == those[1] and deed[1] == left[1] and deed[1] - deed[0] > 3 else None


_BOUND_BEHIND = ("以上", "以下", "级", "左右")
_BEFORE_KINDS, _CLASSES = frozenset(("", "主要", "重点")), frozenset(("类", "大类", "种"))


def _is_of_kinds(text: str, before: Setting, left: Span) -> bool:
    return before.mention.unit.unit in _OF_KINDS and not text[left[0]].isspace()


_PER, _PRODUCES = frozenset(NAMES["per"]), tuple(NAMES["produces"])
_OF_KINDS, _LONGEST_KINDS = frozenset(NAMES["of_kinds"]) - {"个"}, 10
_THEY_END = frozenset("员户者工童")
_AND_ENDS = ("和", "及", "与", "以及")


def _joined(words: Words, left: Span, phrase: Span) -> str:
    """配备书架和1200册图书 → 配备图书; 创作11部反映山乡变化的作品 → 创作作品; "" for anything else."""
    text = words.text
    before = text[slice(*left)].rstrip()
    if len(before) < 2:
        return ""
    joined = before.endswith(_AND_ENDS) and len(before) > 5
    of = text.rfind("的", *phrase)
    says_of = phrase[0] < of < phrase[1] - 2
    if not joined and not says_of:
        return ""
    if not joined and text[of - 1] in _THEY_END:
        return ""  # 做好|860名|隔离人员的生活保障
    if not joined and len(before) > 8:
        return _made(words, left, phrase, of)
    if not joined and len(before.rstrip("了")) != 2:
        return ""
    start = trim_start(words, *left)
    begin, stop, tag = words.at(start) if start < left[1] else (0, 0, "x")
    verb = text[begin:stop] if begin == start and tag[0] == "v" and stop - begin == 2 else ""
    if not verb or not (joined or before.rstrip("了").endswith(verb)):
        return ""
    if joined:
        return verb + text[slice(*phrase)]
    if before.rstrip("了") == verb and words.at(phrase[0])[2][0] == "v":
        return verb + text[of + 1 : phrase[1]]
    return ""


def _made(words: Words, left: Span, phrase: Span, of: int) -> str:
    """围绕移风易俗等|创作了|7部|反映乡村变化的|微电影: the verb before the number, and what is behind `of`, the 的 of a
    clause."""
    text = words.text
    end = left[1] - 1 if text[left[1] - 1] == "了" else left[1]
    begin, stop, tag = words.at(end - 1)
    if tag[0] != "v" or stop - begin != 2 or stop != end:
        return ""
    return text[begin:stop] + text[of + 1 : phrase[1]] if words.at(phrase[0])[2][0] == "v" else ""


def _is_pair(found: Sequence[Setting], n: int) -> bool:
    """369户|1025人|脱贫: whether people stand right behind the households that they belong to."""
    return n + 1 < len(found) and not found[n + 1].gap.strip("、 ") and found[n + 1].mention.unit.unit in _OF_HOUSES


_HELD, _EVENT_HELD = frozenset(("举行", "举办", "召开")), knowledge.phrase("event_held")
_HOUSES, _OF_HOUSES = frozenset({"户", "家"}), frozenset({"人", "名", "口"})
_CAUSES = knowledge.phrase("causes")
_PEOPLE = frozenset({"人", "名", "户", "家", "人次"})
_WITHIN = frozenset(("上", "下", "中", "，", ""))
_JOINTS, _THERE_ARE = frozenset("、和及"), knowledge.phrase("there_are")
_JOINT_DEED, _TOGETHER = knowledge.phrase("joint_deed"), re.compile(rf"[{HAN}]{{1,8}}[、和及]")
_NEXT_PLACE = knowledge.phrase("next_place")
_NOT_DONE = knowledge.phrase("not_done")
_AMONG = ("中有", "中现有", "中，有", "里有")
_DOES_BEHIND = knowledge.phrase("does_behind")  # 已有5人|到省市机关跟班学习
_CONVERTED, _CONVERTED_ENDS = knowledge.phrase("converted"), frozenset("折合算即成为约近币至到")
_BEYOND_AIM = knowledge.phrase("beyond_aim")
_ONLY_VERSION = knowledge.phrase("only_version")
_BUDGETED = frozenset(("money", "percentage", "other"))
_VERSION_ENDS = frozenset("为是数算计到至行")
_AMOUNTS = frozenset({"money", "mass", "area", "volume", "power", "energy"})
_RANK_BEFORE = re.compile(rf"[、，]?(?:{knowledge.phrase('rank_clause').pattern.removesuffix('$')})、")
_IS_MULTIPLE = knowledge.phrase("is_multiple")
_MULTIPLE_OF = knowledge.phrase("multiple_of")
_FOR_ENDS = ("对", "给", "由", "项目在", "试点在")
_OWN_ENDS = frozenset(own[-1] for own in OWN)
_OF_ENDS = frozenset("的约近")  # what _MULTIPLE_OF ends in
_WHOLE_PLACE = knowledge.phrase("whole_place")
_WHOLE_PLACE_ENDS = frozenset("国省市县区旗州镇乡村街道校院局系统")
_MAY_END_PLACE = _WHOLE_PLACE_ENDS | {c for c in map(chr, range(0x3001)) if c.isspace()}
_THRESHOLD = knowledge.phrase("threshold")


_MORE = knowledge.phrase("more_or_less")
_HASTENED = knowledge.phrase("hastened")  # 保交房项目|提前|3个月实现100%交付


def _with_threshold(words: Words, bound: Setting, behind: int, name: str) -> str:
    """新签约|亿元以上|项目: a threshold is a part of the name."""
    text = words.text
    start = trim_start(words, *bound.left)
    before = text[start : bound.left[1]] if bound.left[1] - start <= 8 else ""
    whole = before + text[bound.left[1] : behind] + name
    return whole if len(whole) <= 26 and not name.startswith(before or "\0") else name
