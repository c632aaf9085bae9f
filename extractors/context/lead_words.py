"""Where does a metric's name begin and end among the words before a number? Drops what only introduces it.

Which words introduce is known from data/metric.toml; whether one is only a part of a longer word (对接会, 行为) from
extractors.language.tokens. All are found by their first or last character, by which most words are left at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

import regex  # tells what a phrase can begin with

from extractors.context.edges import behind_done, behind_served, within
from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.phrases import begin_fast
from extractors.language.tokens import Words

_WORDS = knowledge.metric_words()
_LEADS, _TRAILS = frozenset((*_WORDS.lead, *_WORDS.adverb)), frozenset((*_WORDS.trail, *_WORDS.adverb))
_GENERIC, _LIGHTS = frozenset(_WORDS.generic), frozenset(_WORDS.light)
# Behind 比 of a ratio, 存贷比|同比上升: what cannot be compared with.
_BEHIND_RATIO = "[同环]比|比[上去年]|较(?=[上去前同]|年初)|[上下][升降]|提[高升]|增[长加]|减少|降低|达到|稳定"
_WITH_YEAR = r"[与同和跟](?:[上去]一?年|上月|(?:19|20)\d\d年)(?:同期)?比"
_WITH_LAST_YEAR = re.compile(_WITH_YEAR + "$")
_IS_RATIO = re.compile(f"(?<![同环相可]比)(?:{_BEHIND_RATIO})")
_REACHING = frozenset("超达约近至从到逾")
_WHOLE = tuple(_WORDS.whole)
_NAMES = (*(own for own in knowledge.load("names.toml")["own"] if own[-1] == "计"), "自然增长率")
_RATES = frozenset("率额值")  # of 落实及时率 not the last character alone
_MEASURE_ENDS = frozenset("率额数量值积均价比度面")  # 城市化率|为51%: jieba cuts 率为
_NOMINAL = "nvbajlis"  # first letters of the tags of words that can be part of a name

_PUNCTUATION = r"[\s、，；：。,.;:·\-—－–~～＋+*/|　]"
_FOOTNOTE = r"(?:[\[［〔]\d{1,2}[\]］〕]|[①-⑳]|(?<![A-Za-z0-9])[¹²³⁰⁴-⁹]{1,2})"
_TENS = "[一二三四五六七八九十]{1,2}"
_ENUMERATION = (
    rf"(?:[（(]?(?:{_TENS}|\d{{1,2}})[）)]|{_TENS}(?:是|、(?!{_TENS}[、产]))"
    rf"|第{_TENS}[，、](?!第|{_TENS}[、产])|\d{{1,2}}[.．、)])"
)
_TIME = r"""(?:
      (?:在|自|从)?(?:19|20)\d\d(?:学?年)?\s?[-—－–~～至到]{1,2}\s?(?:19|20)?\d\d\s?(?:学年度?(?:第?[一二上下]学期)?|年度?)(?:期间|间|以来)?
    | (?:19|20)\d\d(?=年初(?:预算|计划|目标)) | (?:19|20)\d\d年初(?![中级步一二三婚次始审核])
    | (?:截至|截止到?|[自从到至止])?(?>(?:今年|去年|本年度?|当年|同年|明年|全年|(?:19|20)\d\d年度?|[一二][九〇零]..年)?)
        (?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|末|初|\d{1,2}日)?|上半年|下半年|前?第?[一二三四]季度[末底]?|以来|年[底末]前?|期间|以前|之前)
    | (?:(?:今|去|上)年|本年)?[前头](?:\d{1,2}|[一二两三四五六七八九十]{1,2})\s?
        (?:个月|个?季度|月份?(?!\d)|天|周(?![岁年]))
    | (?:截至|截止到?)?(?:(?:今|去|前)年(?:年?[末底初])?|上年年?[末底初]|上一年度?[末底初]?|本年度?|当年|明年|全年
        |(?:19|20)\d\d\s?年(?>(?:度|[末底]前?|以来)?)|[一二][九〇零]..年)
    | 这[一二两三四五六七八九十\d]+年(?:间|来|里|中)?
    | [一二两三四五六七八九十\d]+年(?:共(?![青产享同建赢治])|(?=平均|累计|$)) | (?:19|20|１９|２０)\d\d年
    | (?:截至|截止到?)?\s?(?:19|20)\d\d\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?
    | (?:近|过去|最近)[一二两三四五六七八九十\d]+年(?:来|间|期间|以来)?
    | 今后(?:[一二两三四五六七八九十\d]+年)? | 未来[一二两三四五六七八九十\d]+年
    | [一二两三四五六七八九十\d]+年(?:来|间|期间|以来|下来|中(?![期等专考小央级药医心旬]|学(?!校)))
    | \d{1,2}[-—－–~～至到]\d{1,2}(?:月份?|日|(?=累计|完成|共)) | 到?(?:19|20)\d\d年(?:底|末)?
    | (?:(?:19|20|一九|二[〇零○])..年?[、和与及])+(?:19|20|一九|二[〇零○])..(?:这?[两二三四五六]年(?:间|来)?|年度?)?
    | (?:19|20)\d\d[-—－–~～至到]{1,2}(?:19|20)\d\d[两二三四五六]年(?:间|来)?(?=累计|共|合计)
    | 用[一二两三四五六七八九十\d]+(?:年|个月)(?:左右|多)?的?时间(?:将|把|使|让)?
    | (?:20[xX×*]{2}|[xX×*_＿]{2,4})\s?年(?:第?[一二三四]季度|[上下]半年|度(?![假日量]))?
    | (?:在|自)?[“"]?(?:十[一二三四五六]?|[六七八九])五[”"]?(?:规划)?(?:期间|时期|以来|末|期末)
    | (?:自|从)(?:19|20)\d\d年[^，。；、\d]{1,10}以来 | (?:自|从)(?:19|20)\d\d年(?:\d{1,2}月)?(?:起|开始)
    | (?:1[-—－–~～至到])?(?:本月|上月|当月|[本上]季度?|[本上]一?学[年期])(?:止)?
    | (?:(?:高温|炎热|严寒|低温)(?:季节|天气)|盛夏|酷暑|寒冬|隆冬|汛期|[春夏秋冬]季|[暑寒]假|暑期
        |(?:春节|元旦|国庆|中秋|端午|清明|两节|双节)(?=期间))(?:时节|期间)?(?=[为给向对]|$)
    | 今年以来 | 截?[至止]?目前 | 每(?:季度|[年月天日周季]) | [年月日]均(?=.{2})
  )"""
_YEARS_TOLD, _COUNTS = knowledge.phrase("done_in_years"), frozenset("两三四五六七八九十23456789")
_MARKS = frozenset(" \u3000\xa0\t\n\r、，；：。,.;:·-—－–~～＋+*/|=＝≈>●○■□◆◇▲△★☆•▪►√")  # dropped one by one
_YEAR = r"(?:(?:19|20|１９|２０)\d\d|[xX×*_]{2,4}|[一二][九〇零○][〇零○一二三四五六七八九]{2})年(?:底|末|度)?的?"


@cache
def _phrases_from(first: str) -> re.Pattern[str]:
    """The phrases that can begin with a character, tried in turn."""
    fit = [phrase for phrase in _PHRASES if regex.match(phrase, first, regex.VERBOSE, partial=True)]
    return re.compile("|".join(fit) or "(?!)", re.VERBOSE)


def _any(words: Collection[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def lengths_by(words: Collection[str], at: int) -> dict[str, list[int]]:
    """How long the words with a certain first (at 0) or last (at -1) character are, the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[at], set()).add(len(word))
    return {character: sorted(lengths, reverse=True) for character, lengths in found.items()}


# What introduces a name: one of these marks, a phrase, or one of the words of data/metric.toml.
_MARKS_BEFORE = _MARKS | frozenset("”’）)】")
_PHRASES = (
    *(_FOOTNOTE, _ENUMERATION, _TIME, r"【[^【】]{1,20}】"),
    *(
        knowledge.phrase(n).pattern
        for n in (
            "step_reached",
            "approved_by",
            "managed_in",
            "of_the_first",
            "step_told",
            "by_a_law",
            "deed_planned",
            "task_is",
        )
    ),
    r"在[^，。；、]{2,14}基础上(?:再|又|继续)?",
    rf"(?:通过|采取|采用)[^，。；\d]{{2,20}}?(?:方式|形式|途径|渠道|办法|手段)(?=[{HAN}]{{2}})",
    "[（(]以?下同[）)]",
    rf"[（(][^（）()]{{1,2}}[）)]、|(?<=[{HAN}])[（(][^（）()]{{2,20}}[）)](?=[{HAN}])",
    "就(?![地近业读诊餐医])",
    "对(?![俄美日欧韩英法德东非台港外华内口应])",
)
_PHRASE_BEGINS = frozenset(
    '原【[［〔①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳¹²³⁴⁵⁶⁷⁸⁹（(“"六七八九0123456789０１２３４５６７８９一二两三四五六七八九十第截止自从到至今去本用当明全上下前头近过最每年月日以期目对大关整新台门经在位居排列分省市县区州旗镇乡人万千百亿就依根按遵汇代纳要高炎严低盛酷寒隆汛春夏秋冬暑元国端双清xX×*_＿通采'
)
_LEAD_LENGTHS = lengths_by(_LEADS, 0)
_HANDED, _HANDED_BEGINS = knowledge.phrase("handed_down"), frozenset("年当今省市县区上下中")
_SUM_GOES_ON, _ADDED_TO = knowledge.phrase("sum_goes_on"), knowledge.phrase("added_to")
_LEAD_BEGINS = _HANDED_BEGINS | _MARKS_BEFORE | _PHRASE_BEGINS | _LEAD_LENGTHS.keys() | {"加"}

# What only leads over to the number, likewise.
_MARKS_BEHIND = _MARKS | frozenset("（(≥≤≧≦＞＜><")
_SCALES_ALONE = frozenset("百千万亿")
_PRICED = (
    "(?:公斤|千克|平方米|立方米|平米|[亩户人吨斤克度方股件只头套间桶袋箱盒瓶包张])"  # 每|公斤|, what a price is of
)
_PHRASE_BEHIND = re.compile(
    rf"(?=[\[［〔①-⑳¹²³⁴-⁹xX×*_今去12１２一二三四五六七八九十两近过最年期目现如当由从每人户亩分约为达决0-9])(?:{_FOOTNOTE}|(?:(?:今年|去年)[底末初]?|(?<=.{{4}})年[底末]|{_YEAR})的?(?:(?:每[人户亩]|[人户亩月年]均)(?:每[月年天])?|(?<=年)月均)?|(?<=.{{2}})(?<!学前)(?<![第续每期限制刑满龄周过来后用学〇○零一二两三四五六七八九十百几\d至到~—-])(?:前|近|过去|最近)?[两三四五六七八九十2-9]年|(?<=[^均求只人户亩]{{2}})每[年月天村校]|(?<![一二两三四五六七八九十几数\d])年度?内|[由从](?:每(?:{_PRICED}|[人户亩生名床头年月天季节课次班场校村镇]|对夫[妇妻])|[人户亩月年]?均|[月年]人)+|(?<=[价格])每{_PRICED}|(?<=[到至为])(?:每(?:[人户亩生名床吨头方度件股年月天季]|对夫[妇妻])|[人户亩]均)+|(?<=[数次量额值])(?:分别|约)?[为达]?[0-9][0-9,.]+|(?<=.{{2}}(?:支出|收入))决算数?|(?<=[率例额准价量数])[由从][^，；、\d]{{2,10}}(?:后|前|时)的|(?<=[到至])(?:[年期][末底]|目前|现在|如今|当前|现今)的?)$"
)
_PHRASE_ENDS = frozenset(
    "]］〕年来间底末前在今月天人户亩均内生名床吨头季方度件股斤克米只桶袋箱盒瓶包张0123456789度的算数①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳¹²³⁴⁵⁶⁷⁸⁹"
)
_TRAIL_WORDS = _TRAILS | {moved + over for moved in _WORDS.moved for over in ("到", "至", "为", "了到", "了至", "了为")}
_TRAIL_LENGTHS = lengths_by(_TRAIL_WORDS, -1)
_EACH_ENDS = frozenset("节课次班场校村镇妇妻")  # only behind 每: names end in these, too
_TRAIL_ENDS = _PHRASE_ENDS | _EACH_ENDS | _TRAIL_LENGTHS.keys()
_CHANGE = re.compile(  # what leads over to a change
    rf"(?:{knowledge.phrase('compared_twice').pattern}|{_PUNCTUATION}|(?P<word>{_any(_WORDS.change)})|了|(?<![同环占对成百相])(?:比(?![重例率对]|{_BEHIND_RATIO})|较(?![大小好快高低重多少为]))[^，、；]{{1,12}}?(?:相比|同期)?"
    r"|[高低快慢好][于出](?:全[国省市县区州]|[、和及与平均水同期增速])+|[高低快慢][于出](?:上|去|前)[^，、；]{1,8}?|按?(?:现价|可比价格?|不变价格?|现行价格|当年价格?)(?:计算|计)?|名义|实际|(?:考虑|扣除|剔除)[^，；]{1,10}(?:因素|影响|上涨)(?:后|影响)?|[同自][口然]?口?径"
    rf"|{_WITH_YEAR}|[由从](?:[上去]一?年|上月|[上一二三四]季度|[0-9]{{1,2}}月|上半年|年初)(?:同期|份|末|底)?的?"
    r"|(?:与|同|和)[^，、；]{1,12}?(?:相比|相较|比较|同期|均值?比(?:下降|上升|增长|减少|增加|提高)?)|[（(]以?下同[）)]"
    rf"|{knowledge.phrase('most_of_all').pattern.removesuffix('$')})$"
)

_WHOLE_BEGIN = knowledge.phrase("whole_begin")
_BEGINS_WHOLE = frozenset("共在中上下外内有为以本经等计还再按主可对能要近超由和即比期")
_BESIDE, _MEAN_OF_YEARS = knowledge.phrase("compared_beside"), knowledge.phrase("mean_of_years")
_BESIDE_ENDS, _MEAN_ENDS = frozenset("比较期"), frozenset("均")

_COMPARED_WITH = re.compile(r"(?:相[比较]|(?<![占环同对百成正])[比较])$")
_SERVING = frozenset("为给向对由替")
_BEHIND_NOUNS, _CLAUSE_STARTS = frozenset("中上下内外"), frozenset(("", "，", "。", "；", "、"))  # 中坳镇, 下沟乡
_TOTAL, _LIGHT = re.compile(_any(_WORDS.total)), re.compile(_any(_WORDS.light))
_TOTAL_OR_LIGHT = re.compile(begin_fast(_any((*_WORDS.total, *_WORDS.light))))
_SUMS_UP = frozenset(("共", "已"))
_ORGANISED = frozenset("检D党层会体村团妇工")  # 纪检组织, 基层组织: a noun
_AFTER_TOTAL = ("金额", "面积", "收入", "投资", "时长", "人数", "数")

Span = tuple[int, int]


def strip_left(words: Words, span: Span, is_change: bool = False) -> Span:
    """The span without what only introduces: 2023年以来，共召开安全例会 → 安全例会."""
    start, end = _trim_end(words, span, is_change)
    if is_change and (outer := within(words, start, end)) < end:  # 粮食产量|在高基数上|增加了267亿斤
        start, end = _trim_end(words, (start, outer), is_change)
    start = trim_start(words, start, end)
    text = words.text
    if start > span[0] and text[start - 1] in _SERVING:
        start = behind_served(words, start, end)
    if text.find("加", start + 2, end) > 0 and (added := _ADDED_TO.search(text, start, end)):
        start = trim_start(words, added.end(), end)
    if not is_change and text.find("了", start, end) > start:
        start = behind_done(words, start, end)
    if not _TOTAL_OR_LIGHT.search(text, start, end):
        return start, end
    for cut in _TOTAL.finditer(text, start + 1, end):
        if (
            end - cut.end() >= 2
            and words.at(cut.start())[0] == cut.start()
            and not text.startswith(_AFTER_TOTAL, cut.end())
            and text[cut.end() : end] not in _GENERIC
            and not _WHOLE_BEGIN.match(text, cut.start(), end)
        ):
            start = trim_start(words, cut.end(), end)
    for light in _LIGHT.finditer(text, start, end):
        if (
            end - light.end() >= 3 + (text[end - 1] == "率")  # 政策落实及时率
            and text[light.end() : end] not in _GENERIC
            and light.start() > start
            and words.at(light.start())[0] == light.start()
            and words.at(light.start())[1] <= light.end()
            and not (light[0] == "组织" and text[light.start() - 1] in _ORGANISED)
        ):
            start = trim_start(words, light.end(), end)
    return start, end


def trim_start(words: Words, start: int, end: int) -> int:
    """Where the name begins: behind the marks, phrases and words at the start of the span that only introduce it."""
    text = words.text
    while start < end and (first := text[start]) in _LEAD_BEGINS:
        if first in _BEGINS_WHOLE and _WHOLE_BEGIN.match(text, start, end):
            return start
        if first in _MARKS_BEFORE:
            start += 1
        elif first == "到" and text.endswith("争取", 0, start) and words.at(start)[:2] == (start, start + 1):
            start += 1  # 争取到|中央资金; not 争取|到位资金
        elif first in _COUNTS and (told := _YEARS_TOLD.match(text, start)) and told.end("years") <= end:
            start = told.end("years")
        elif (
            first in _HANDED_BEGINS
            and (text.find("下达", start, end) >= 0 or text.find("我", start, end) >= 0)
            and (task := _HANDED.match(text, start, end))
        ):
            start = task.end()
        elif first == "加" and (adds := _SUM_GOES_ON.match(text, start, end)):
            start = adds.end()
            if text[start] == "上":  # 加|上级补助收入: 加上 is a word, too
                return start
        elif first in _PHRASE_BEGINS and (phrase := _phrases_from(first).match(text, start, end)):
            start = phrase.end()
        else:
            stop = end_of_word(text, start, end, _LEAD_LENGTHS.get(first, ()), _LEADS)
            if (
                not stop
                or (end - stop == 1 and text[stop] in _RATES)
                or (end - stop < 3 and text[start:stop] in _LIGHTS)
                or (first in _BEHIND_NOUNS and stop == start + 1 and text[max(0, start - 1) : start] in _CLAUSE_STARTS)
                or (first in "上下" and stop == start + 1 and text[start - 1 : start] == "年")  # 全年|上转患者
                or _is_part_of_word(words, start, stop)
            ):
                return start
            start = stop
    return start


def end_of_word(text: str, start: int, end: int, lengths: Collection[int], among: Collection[str]) -> int:
    """Where the longest of the words ends that begin at `start`; 0 for none."""
    for length in lengths:
        if text[start : start + length] in among and start + length <= end:
            return start + length
    return 0


def _is_part_of_word(words: Words, start: int, stop: int) -> bool:
    """Whether the introducing word is only the beginning of a longer one: 对接会, 实现率, 上级."""
    begin, end, tag = words.at(start)
    if end <= stop or words.text[begin:end] in _LEADS or (stop - start > 1 and words.text[stop:end] in _LEADS):
        return False
    if end - begin > 2 and words.text[start:stop] in _SUMS_UP and tag[0] in "ld":
        return False  # 共|出动, 共|新收: the dictionary has them as one word
    return stop - start == 1 or tag[0] in _NOMINAL or words.text[end - 1] == "者"  # 所有者权益


def _trim_end(words: Words, span: Span, is_change: bool) -> Span:
    start, end = span
    text = words.text
    while start < end:
        last = text[end - 1]
        if last in _MARKS_BEHIND or (last == "过" and end == span[1] and text[end : end + 1] in _SCALES_ALONE):
            end -= 1  # 利税过|千万元
            continue
        if is_change and (
            (last in _BESIDE_ENDS and (said := _BESIDE.search(text, max(start, end - 18), end)))
            or (last in _MEAN_ENDS and (said := _MEAN_OF_YEARS.search(text, max(start, end - 8), end)))
        ):
            end = said.start()
            continue
        if (
            is_change
            and end < span[1]
            and last in "比较"
            and text[end].isdigit()
            and (word := _COMPARED_WITH.search(text, start, end))
        ):
            end = word.start()  # 事故起数、死亡人数|比2018年|分别下降
            continue
        if (last in "计率" and text.endswith(_NAMES, start, end)) or (last == "比" and _is_ratio(text, start, end)):
            return start, end  # 收、支总计; 自然增长率; 存贷比|同比上升
        cut = _start_of_trail(text, start, end, last) if last in _TRAIL_ENDS else end
        if last == "数" and text.startswith("执行数", cut) and text.endswith("预算", start, cut):
            return start, end  # 当年|预算执行数|: what was carried out is no budget
        # A verb of reaching directly before the number is no part of a noun: 营收|超 5亿元.
        reaches = last in _REACHING or (last == "为" and text[cut - 1 : cut] in _MEASURE_ENDS)
        part = cut == end - 1 and (
            text.endswith(_WHOLE, start, end) or (not (end == span[1] and reaches) and _inside_word(words, cut))
        )
        if is_change and (part or cut == end):
            match = _CHANGE.search(text, max(start, end - 18), end)
            if match is None:
                return start, end
            cut = match.start()
            part = cut == end - 1 and match["word"] is not None and _inside_word(words, cut)
        if part or cut == end:
            return start, end
        end = cut
    return start, end


def _is_ratio(text: str, start: int, end: int) -> bool:
    """存贷比|同比上升; not 与上年比|下降."""
    return _IS_RATIO.match(text, end) is not None and not _WITH_LAST_YEAR.search(text, start, end)


def _start_of_trail(text: str, start: int, end: int, last: str) -> int:
    """Where the phrase or the longest of the words begins that ends at `end`; `end` for none."""
    may_end = last in _PHRASE_ENDS or (last in _EACH_ENDS and text.find("每", max(start, end - 4), end) >= 0)
    if may_end and (phrase := _PHRASE_BEHIND.search(text, max(start, end - 12), end)):
        return phrase.start()
    for length in _TRAIL_LENGTHS.get(last, ()):
        if text[end - length : end] in _TRAIL_WORDS and length <= end - start:
            return end - length
    return end


def _inside_word(words: Words, position: int) -> bool:
    """Whether the single trailing character belongs to a longer word: 会合, 总和, 行为."""
    begin, end, tag = words.at(position)
    word = words.text[begin:end]
    return begin < position and (tag[0] in _NOMINAL or word in _WORDS.whole) and word not in _TRAILS
