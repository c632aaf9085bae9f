"""Which words name a figure from another place than beside it? 全长|19公里|的乡道: what is measured stands behind.

76项省级、64项市级、127项县级|服务事项: of a list what all its members count stands behind the last one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.context.clauses import Setting
from extractors.context.edges import without_measure
from extractors.context.lead_words import strip_left, trim_start
from extractors.context.members import members_of
from extractors.context.metric import read_right, shorten
from extractors.context.owners import NAMES
from extractors.context.residue import noun_of
from extractors.language import knowledge
from extractors.language.tokens import Words

_MEASURE_OF = knowledge.phrase("measure_of")
_OF_MEMBERS = knowledge.phrase("of_members")
_SIZE = knowledge.phrase("size_of_each")
_ONE_OF_THOSE = knowledge.phrase("one_of_those")
_OF_AGE = frozenset({"岁", "周岁"})
Span = tuple[int, int]
_ATTRIBUTES = frozenset(NAMES["attributes"])
_JOINS, _WON = frozenset("、和及与"), tuple(NAMES["won"])
_BOUNDS, _LONGEST_BOUND, _LONGEST = frozenset(("over", "under")), 10, 26
_COUNTED_BY, _FACILITY = frozenset(NAMES["of_facility"]), tuple(NAMES["facility"])
_PEOPLED = frozenset({"户", "家", "人", "名", "口", "人次"})
_STACKED = frozenset({"count", "length", "area", "volume", "power", "mass", "other"})
_LONGEST_VERB, _BETWEEN, _ENDS_NO_NAME = 4, frozenset(("", "、", "共", "共计")), frozenset("的等 ，、")
_FACILITY_UNITS = frozenset({"个", "家", "所", "座", "处", "户"})


def measured(words: Words, setting: Setting, behind: Setting | None) -> str:
    """全长|19公里|的乡道 → 乡道全长; "" where no bare measure stands before the number, or nothing behind. `behind` is
    the figure that follows, with which the name of the thing may begin: 总投资|7000万元|的35千伏变电站."""
    text, (start, end) = words.text, setting.left
    if not text.startswith("的", setting.right[0]):
        return ""
    said = _MEASURE_OF.search(text, start, end)
    phrase, _ = read_right(words, setting.right) if said else (None, None)
    if phrase is None and said and behind and behind.gap == "的" and (of := read_right(words, behind.right)[0]):
        phrase = of if behind.mention.unit.kind == "count" else (setting.right[0] + 1, of[1])
    if said is None or phrase is None:
        return ""
    joint = max(text.rfind(mark, start, said.start("measure")) for mark in _JOINS)
    if joint > 0 and words.at(joint)[:2] == (joint, joint + 1):
        start = joint + 1
    begin = trim_start(words, start, said.start("measure"))
    before = words.at(begin) if begin < said.start("measure") else None
    if before and not (before[2][0] == "v" and before[1] >= said.start("measure")):
        return ""  # 云岭产业园总投资|5亿元|的一期工程
    thing = text[slice(*phrase)].rpartition("的")[2]
    if next_one := _MEASURE_OF.search(thing):  # 的松坞乡道和|投资5000万元|的轨道项目
        thing = thing[: next_one.start("measure")].rstrip("、和及与")
    return thing + said["measure"] if 2 <= len(thing) <= _LONGEST - len(said["measure"]) else ""


def of_size(words: Words, setting: Setting, behind: Setting) -> str:
    """建成|1条|日处理能力为|100吨|的餐厨垃圾生产线 → 餐厨垃圾生产线: what is counted, before how big each is
    or all are (新建|7条||32公里|公路)."""
    text, size = words.text, behind.right
    of_each = text.startswith("的", size[0]) and _SIZE.fullmatch(text, *setting.right)
    if not of_each and not _is_stacked(words, setting, behind):
        return ""
    phrase, _ = read_right(words, size)
    if phrase is None or (not of_each and phrase[1] - phrase[0] <= 2 and _says_more(words, setting)):
        return ""
    return text[slice(*phrase)]


def _says_more(words: Words, setting: Setting) -> bool:
    """列出帮扶清单|9大项||38个|小项: what stands before both is more than a verb, and names them better."""
    start, end = strip_left(words, setting.left)
    return end - start > _LONGEST_VERB


def _is_stacked(words: Words, setting: Setting, behind: Setting) -> bool:
    """新建|7条||32公里|公路, 办好|8类||36件|民生实事: whether a count stands before another figure of the same, and no
    noun before both."""
    unit, other, text = setting.mention.unit, behind.mention.unit, words.text
    if unit.kind != "count" or unit.noun or unit.unit in _PEOPLED or other.unit == unit.unit:
        return False
    if other.kind not in _STACKED or other.unit in _PEOPLED or text[slice(*setting.right)] not in _BETWEEN:
        return False
    start, end = setting.left
    return start == end or text[end - 1] in _ENDS_NO_NAME or words.at(end - 1)[2] != "n"  # 新建 is taken for a place


def behind_those(words: Words, found: Sequence[Setting], n: int) -> Span:
    """46所学校|中有|寄宿制学校12所: the words before a number, behind those among whom it counts."""
    left = found[n].left
    if not _MAY_BE_AMONG.search(words.text, *left):
        return left
    those, _ = read_right(words, found[n - 1].right)
    among = _BEHIND_THOSE.match(words.text, those[1], left[1]) if those else None
    is_bound = found[n - 1].mention.bound in _BOUNDS  # 500万元以上的|项目有|3个
    return (among.end(), left[1]) if among and not (is_bound and among.end() == left[1]) else left


_MAY_BE_AMONG, _BEHIND_THOSE = re.compile("[有中上和及与]"), knowledge.phrase("behind_those")


def one_of_those(words: Words, setting: Setting) -> str:
    """我村是全市|62个|重点示范村之一 → 重点示范村: those who are counted; "" for any other words behind."""
    match = _ONE_OF_THOSE.match(words.text, *setting.right)
    return match["those"] if match else ""


def of_members(words: Words, setting: Setting) -> str:
    """一类村包括上塘、下塘等|4个|村 → 一类村: what a list is of whose members are counted behind it; "" for none."""
    text = words.text
    match = _OF_MEMBERS.search(text, *setting.left)
    if match is None:
        return ""
    phrase, _ = read_right(words, setting.right)
    start, end = strip_left(words, match.span("whole"))
    whole, noun = text[start:end], text[slice(*phrase)] if phrase else ""
    return "" if not whole else whole if whole.endswith(noun) else whole + match["has"] + noun


def done_at(words: Words, setting: Setting) -> str:
    """按不低于|5%|的幅度压减一般性支出: what is done at the rate; "" where the share is none."""
    if not _BY_RATE.search(words.text, *setting.left):
        return ""
    of = _RATE_OF.match(words.text, *setting.right)
    return of["deed"] if of else ""


_BY_RATE, _RATE_OF = knowledge.phrase("by_rate"), knowledge.phrase("rate_of")


def served(words: Words, setting: Setting) -> tuple[Span, Span] | None:
    """为|326名|农民工追讨工资: those for whom something was done, and the deed; None where nothing was."""
    text, (start, end) = words.text, setting.left
    if start >= end or text[end - 1] not in _MAY_SERVE or text.endswith(_NOT_SERVING, start, end):
        return None
    if not text.endswith(_SERVING, start, end) and not (
        text[end - 1] in _MAY_SERVE
        and (_SERVES_LIST.search(text, start, end) or _SERVES_MORE.search(text, max(0, end - 24), end))
    ):
        return None
    phrase, said = read_right(words, setting.right)
    if phrase is None:
        return None
    begin, stop = phrase
    if text.startswith(_SERVED, begin):
        return None
    last = said[1] if said and said[0] == stop else stop
    at = words.at(begin)[1]
    of = words.at(begin)[2]
    while at < stop:
        _, behind, tag = words.at(at)
        each = _EACH.search(text, begin, at)
        is_deed = (of[0] in "nl" or each or text[at - 1] in "户人") and (
            (tag == "v" and text[at:behind] not in _NOUNS and not text.startswith("者", behind))
            or text.startswith(_SERVED, at)
        )
        if is_deed and not _STILL_THEY.match(text, behind, last):  # 因案致贫|群众|发放救助金
            they = each.start() if each else at
            return ((begin, they), (at, last)) if they - begin >= 2 and last - at >= 2 else None
        at, of = behind, tag
    if said and said[0] == stop and last - stop >= 2 and stop - begin >= 2 and text[begin:stop] not in _GENERIC:
        return phrase, said  # 为|30万|群众|提供服务
    return None


def of_listed(words: Words, setting: Setting) -> str:
    """走访东岭乡、西岭乡等|5个|乡镇 → 走访乡镇: what was done to those of a list; "" for no list."""
    text, (start, end) = words.text, setting.left
    if not text.endswith("等", start, end) or text.find("、", start, end) < 0:
        return ""
    phrase, _ = read_right(words, setting.right)
    first, verb = trim_start(words, start, end), ""
    at = first
    while phrase and at < end:
        begin, stop, tag = words.at(at)
        word = text[begin:stop]
        is_deed = word in NAMES["deeds"] or (tag[0] == "v" and text.startswith("了", stop))
        if begin < at or text.startswith("、", stop) or not (word in _MANNERS or tag == "ul" or is_deed):
            break
        verb = word if word not in _MANNERS and tag != "ul" else verb
        at = stop
    if not verb and text.endswith(tuple(_GOES_THERE), start, first):
        return text[slice(*phrase)] if phrase else ""  # 涉及教育、医疗等|7个|领域
    return verb + text[slice(*phrase)] if phrase and verb and verb not in _GOES_THERE else ""


def reaching(words: Words, setting: Setting, after: Setting | None) -> str:
    """5个|乡镇税收超过1亿元: those counted, with what each of them comes up to; "" for anything else."""
    if after is not None and after.left[1] == setting.right[1] and (bounded := _bounded(words, setting, after)):
        return bounded
    match = _REACHING.match(words.text, setting.right[0])
    if not match or after is None or match.end() != after.left[1] or not match["measure"].endswith(_OF_EACH):
        return ""
    figure = words.text[after.left[1] : after.right[0]]
    behind = "以上" if words.text.startswith("以上", after.right[0]) else ""
    return f"{match['measure']}{match['bound']}{figure}{behind}的{match['of']}"


def _bounded(words: Words, setting: Setting, after: Setting) -> str:
    """3家|超|亿元企业, 2个|投资额在|500万元以上的项目: those counted, with the bound that stands between; or ""."""
    match = _UP_TO_BOUND.match(words.text[slice(*setting.right)])
    above = words.text.startswith("以上", after.right[0])
    if match is None or after.mention.unit.kind != "money" or not (match["over"] or (above and match["measure"])):
        return ""
    thing, _ = read_right(words, (after.right[0] + 2 * above, after.right[1]))
    if thing is None:
        return ""
    start, end = strip_left(words, setting.left)
    verb = words.text[start:end] if start < end and words.at(start)[2][0] == "v" else ""
    figure = words.text[after.left[1] : after.right[0]]
    bound = f"{match['measure']}{figure}以上" if above else f"{match['measure']}超{figure}"
    return f"{verb if len(verb) <= _LONGEST_VERB else ''}{bound}{words.text[slice(*thing)]}"


_UP_TO_BOUND = knowledge.phrase("up_to_bound")
_REACHING, _OF_EACH = knowledge.phrase("reaching"), (*NAMES["measure"], "率", "增幅", "增速", "增长", "增量", "增加")


_SEPARATORS = re.compile("[、，和及与]")
_IS_SO = frozenset("有为在是")  # 设有办公室、财务室等


def of_counted(words: Words, found: Sequence[Setting], n: int) -> str:
    """东岭牧业、西岭牧业|两家|养猪场 → 养猪场: what as many are as a list has members; "" for no such list."""
    text, (start, end), count = words.text, found[n].left, found[n].mention.value
    if found[n].mention.unit.kind != "count" or not count or count < 2 or text.endswith("等", start, end):
        return ""
    if not text.count("、", start, end) < count <= len(_SEPARATORS.findall(text, start, end)) + 1:
        return ""
    start, end = strip_left(words, (start, end))
    if len(members_of(words, (start, end))) != count:
        return ""
    last = n
    while last + 1 < len(found) and not found[last + 1].gap:  # 8条|69公里|通村公路
        last += 1
    phrase, _ = read_right(words, found[last].right)
    if phrase and last + 1 < len(found) and phrase[1] == found[last + 1].left[1]:  # 三处|违建|1200平方米
        phrase = without_measure(words, phrase) if words.at(phrase[0])[2][0] == "n" else None  # 两家|年出栏|1万头的猪场
    what = shorten(words, phrase) if phrase else ""
    if len(what) < 2:
        return ""
    begin, stop, tag = words.at(start)
    is_deed = begin == start and tag[0] == "v" and stop - start == 2 and text[start:stop] not in _GOES_THERE
    return text[start:stop] + what if is_deed and text[stop] not in _JOINS and text[stop - 1] not in _IS_SO else what


_NOUNS = frozenset(knowledge.metric_words().noun)  # 对|15个|市直预算单位|进行审计
_MANNERS, _GOES_THERE = frozenset(NAMES["manners"]), frozenset(NAMES["goes_there"])
_GENERIC = frozenset(knowledge.metric_words().generic)
_SERVING, _NOT_SERVING = (
    ("为", "给", "向", "对", "替"),
    ("分为", "称为", "成为", "作为", "应对", "面对", "派对", "认为", "评为", "列为", "确定为", "因为"),
)
_MAY_SERVE = frozenset((*_SERVING, *"等、和国省市县区州旗镇乡村校院局"))
_EACH, _STILL_THEY = re.compile("每[人户名家](?:每?[年月天季])?$"), knowledge.phrase("still_they")
_SERVES_LIST, _SERVES_MORE = knowledge.phrase("serves_list"), knowledge.phrase("serves_one_more")
_SERVED = (*NAMES["deeds"], *NAMES["done_for"])


def bounded_by(words: Words, found: Sequence[Setting], n: int, name: str) -> str:
    """纳税超|百万元|的企业达到|2家, 0-17周岁|人口|6.5万人: the name with the figure that bounds what is counted."""
    before, start, text = found[n - 1], found[n].left[0], words.text
    if before.right[0] != start or not name:
        return name
    of_age = before.mention.unit.unit in _OF_AGE
    at = start + 1 if text.startswith("的", start) else start
    is_sum = before.mention.unit.kind == "money" and text[at : found[n].left[1]] == name  # 超5亿元|企业|8家
    bounds = before.mention.bound in _BOUNDS and (at > start or is_sum)
    if not text.startswith(name, at) or not (of_age or bounds):
        return name
    begin = trim_start(words, max(before.left[0], text.rfind("、", *before.left) + 1), before.left[1])
    if before.left[1] - begin > _LONGEST_BOUND:
        return name
    whole = text[begin : at + len(name)]
    return whole if len(whole) <= _LONGEST else name


def share_behind(words: Words, found: Sequence[Setting], names: Sequence[str]) -> dict[int, str]:
    """The names of a list's members that what stands behind its last one completes: 15个|集体、48名|个人获表彰."""
    text = words.text
    completed: dict[int, str] = {}
    for n in range(len(found) - 2, -1, -1):
        own, joint = found[n + 1].gap[:-1], found[n + 1].gap[-1:]
        if joint not in _JOINS or not 2 <= len(own) <= 6 or not names[n].endswith(own):
            continue
        phrase, _ = read_right(words, found[n + 1].right)
        if phrase is None:
            continue
        noun, following = text[slice(*phrase)], completed.get(n + 1, names[n + 1])
        attribute = next((a for a in (noun[:3], noun[:2]) if a in _ATTRIBUTES), "") if own in _ATTRIBUTES else ""
        if attribute and following.startswith(attribute) and len(following) >= len(attribute) + 2:
            completed[n] = names[n] + following[len(attribute) :]
        elif following.endswith("的" + noun) and following.startswith(_WON):
            completed[n] = following.removesuffix(noun) + own
    return completed


def facility_of(words: Words, found: Sequence[Setting], n: int, name: str, names: Sequence[str]) -> str | None:
    """4509个|卫生院，床位|11.9万张: what has the beds, staff, pupils that are counted without saying whose they are."""
    if name not in _COUNTED_BY:
        return _group_of(found, n, name, names)
    for k in range(n - 1, -1, -1):
        if "；" in found[k + 1].gap or "。" in found[k + 1].gap:
            return None
        if names[k].endswith(_FACILITY) and found[k].mention.unit.unit in _FACILITY_UNITS:
            return noun_of(words, names[k])
    return None


def _group_of(found: Sequence[Setting], n: int, name: str, names: Sequence[str]) -> str | None:
    """限上餐饮业40家，|营业收入|10亿元，增长3%: the enterprises that were counted right before what they earned."""
    if not _EARNED_BY_ALL.match(name):
        return None
    k = n - 1
    while k > 0 and _EARNED_BY_ALL.match(names[k]):
        k -= 1
    if not _GROUP.search(names[k]) or found[k].mention.unit.unit not in _GROUPED:
        return None
    return names[k] if all("。" not in s.gap and "；" not in s.gap for s in found[k + 1 : n + 1]) else None


_EARNED_BY_ALL, _GROUP = knowledge.phrase("earned_by_all"), knowledge.phrase("group_counted")
_GROUPED = frozenset(("家", "户", "个"))


def distance(words: Words, setting: Setting) -> str:
    """松坞村位于县城西南|10公里|处: how far a place is from another, 距县城, or as written; "" for other lengths."""
    lies = _LIES_AT.search(words.text, *setting.left)
    if lies is None:
        return ""
    return words.text[trim_start(words, *setting.left) : lies.end("of")] if lies["far"] else "距" + lies["of"]


_LIES_AT = knowledge.phrase("lies_at")


def is_paid(text: str, found: Sequence[Setting], n: int) -> bool:
    """直补652个|农户|24万元, 符合条件1365户|1849人|发放资金137万元: whether the words at a sum, or at people behind
    their households, only say that it was paid."""
    setting = found[n]
    if setting.mention.unit.kind == "money":
        return _RECEIVE.fullmatch(text[slice(*setting.left)]) is not None
    if setting.gap or setting.mention.unit.unit not in _HEADS or found[n - 1].mention.unit.unit != "户":
        return False
    paid = found[n + 1] if n + 1 < len(found) else None
    if paid is None or paid.mention.unit.kind != "money" or paid.left[1] != setting.right[1]:
        return False
    return found[n - 1].left[0] < found[n - 1].left[1] and _PAID_OUT.match(text, *setting.right) is not None


_RECEIVE, _PAID_OUT = knowledge.phrase("receive"), re.compile("发放|兑付|兑现|支付|拨付|补助|补贴")
_HEADS = frozenset({"人", "名", "口"})
