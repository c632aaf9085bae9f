"""How is a number written in a report? Patterns for Arabic, Chinese, mixed and censored numerals.

They are parts of verbose regular expressions (blanks do not count), put together in extractors.quantities.quantities.
Repeats that could nest are possessive or atomic, so that none backtracks far. A group that may be left out is (?:…|),
since re sets up a repeat for (?:…)?, which takes longer than most of what is read so.
"""

from __future__ import annotations

# What \p{Han} is to regex, for patterns of re, whose calls cost a third: to stand within [ ].
HAN = (
    r"\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufa6d\ufa70-\ufad9\U00020000-\U0003347f"
)

# What \p{P} is, symbols apart, to stand within [ ] too: ASCII, Latin-1, general, Chinese and full-width punctuation.
PUNCTUATION = (
    r"!-#%-*,-/:;?@\[-\]_{}¡§«¶·»¿\u2010-\u2027\u2030-\u2043\u2045-\u2051\u2053-\u205e\u2e00-\u2e2e\u2e30-\u2e4f\u2e52-\u2e5d"
    "、-〃〈-】〔-〟〰〽゠・︐-︙︰-﹒﹔-﹡﹣﹨﹪﹫！-＃％-＊，-／：；？＠［-］＿｛｝｟-･"
)

DIGIT = "[0-9０-９]"
MASK = "[XxＸｘ*＊×#＃○]"  # what stands for a censored digit
BLANK = r"[ \u3000\xa0\u2009]?"
OVER = "[余餘多几来]"  # 40余, 三千多, 20来
CONNECTOR = "(?:——|--|[-—－–~～〜至到―])"  # of a range
MINUS = "[-−－–—﹣]"

# Powers of ten, as calculators and spreadsheets write them: 1.2×10^5, 10⁸, 1.23E+08.
_POWER = (
    rf"(?:(?:[ ]?[×✕xX*][ ]?10|(?<![0-9.]10)(?<=10))(?:\^[-−]?{DIGIT}{{1,2}}|[⁻]?[⁰¹²³⁴-⁹]{{1,2}})"
    rf"|[eE][+-][0-9]{{1,3}})(?!{DIGIT}|[.．]{DIGIT})"
)

# 万千瓦 is 万 + 千瓦, at a line's end too; 6万5千|米
_THOUSAND = r"千(?!\n?(?:[瓦克伏卡焦帕安赫乏字升]|(?<!万[0-9一二三四五六七八九]千)米)|牛(?![羊奶肉])|比特|分[点點])"
_HUNDRED = "百(?!分[点點之])"  # 1.5百分点
_TRILLION = (  # 兆 alone is a megabit
    f"兆(?=[零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖]{{1,12}}+[万亿萬億]|{DIGIT}{{1,4}}+(?:[.．]{DIGIT}++|)[万亿萬億]|元)"
)
SCALE = f"(?:[十万亿萬億佰仟]|{_HUNDRED}|{_THOUSAND}|{_TRILLION})"
_FORMAL = "壹贰叁肆伍陆柒捌玖"  # 陆, 伍 and others alone are names
_GREAT = "十百千拾佰仟万亿萬億"
# What a formal digit counts alone: 伍套设备; not 伍家岗, 陆家嘴.
_COUNTED_FORMALLY = "[名户套台辆件项座栋间亩吨次份张条]|公里|公斤|平方米|立方米|个(?!性|人|体)"
# Each alternative begins with its character, so that re passes over those that cannot be meant without trying them.
_CHINESE = (
    f"(?:[零〇一二三四五六七八九十万亿萬億廿卅卌]|{_HUNDRED}|{_THOUSAND}|[两兩](?:(?<![十百千万亿二三四五六七八九].)(?!之)|(?=[百千万亿]))"
    f"|[{_FORMAL}](?:(?=[{_GREAT}{_FORMAL}零点]|[元圆角]|分(?:$|[，。、])|{_COUNTED_FORMALLY})|(?<=[{_GREAT}{_FORMAL}零〇点之].)|(?<=角.)(?=分))"
    f"|参(?:(?=[拾佰仟万萬])|(?<=[拾佰仟零].)(?=元))"
    f"|[拾佰仟](?:(?<=[{_FORMAL}参一二三四五六七八九].)|(?=[{_FORMAL}](?![拾佰仟])|[万萬亿億元圆零]|[一二三四五六七八九][万亿元])|(?<=拾)(?<![捡收].)(?={_COUNTED_FORMALLY}))"
    f"|{_TRILLION})"
)

# A decimal point that is said: 零点77亿元, 3点5个百分点. Before other units 8点30 is a time.
_SAID_OF = "[万萬亿億%％‰]|个?百分[点點]|元|公里|千米|米|亩|公顷|吨|平方|立方|倍|千瓦"
_SAID = rf"[点點](?={DIGIT}{{1,4}}+{BLANK}(?:{_SAID_OF}))"

# Another mark in the place of a decimal point, before what is counted in decimals: 35。8亿元; not 始于2023。
_MISTYPED = rf"(?<!19{DIGIT}{{2}})(?<!20{DIGIT}{{2}})[。｡'’´`ˑ]"
_OF_DECIMALS = "[万萬亿億元%％‰吨亩倍]|个?百分[点點]|公里|公顷|平方|立方|千瓦"

_ARABIC = (
    rf"(?:{DIGIT}++(?![,， \u2009\xa0'’])"
    rf"|{DIGIT}{{1,3}}(?>(?:[,，]{DIGIT}{{3}})+)(?!{DIGIT})"  # 1,100 and １，１００
    rf"|{DIGIT}{{4,6}}[,，][0０]{DIGIT}{{2}}(?!{DIGIT})"  # 1000,000: no number begins with 0
    rf"|{DIGIT}{{1,3}}(?>(?:[ \u2009\xa0]{DIGIT}{{3}})+)(?!{DIGIT})"  # 1 234
    rf"|{DIGIT}{{1,3}}(?>(?:['’]{DIGIT}{{3}})+)(?!{DIGIT})"  # 1'234'567, as the Swiss and some accounts write
    rf"|{DIGIT}(?>(?:[ ]{DIGIT}(?!{DIGIT}))+)"  # 1 1 3 4 4, digits set apart in conversion
    rf"|(?<=[{HAN}])[⒈-⒐]{DIGIT}{{1,2}}(?!{DIGIT})(?={_OF_DECIMALS})"  # ⒈5%; at a line's begin it numbers an item
    rf"|{DIGIT}++)(?:[ ]?[.．][ ]?{DIGIT}(?>(?:[ ]{DIGIT}(?!{DIGIT}))+)"
    rf"|[ ]?(?:[.．]{{1,2}}|[.．][,，]|[,，][.．]){DIGIT}++"
    rf"|{_MISTYPED}{DIGIT}{{1,2}}(?={_OF_DECIMALS})|{_SAID}{DIGIT}++|)"  # 14..3, 8.,5; 35。8亿元
)
_LETTER_SCALE = "[kKwW](?=元|[-~～—]|张|左右|上下)|[kw](?=[，。])"  # 15k左右, 10k~15k, 300w张
_GE = f"个(?={OVER}亿|亿(?!元|级|吨)|(?<=[.．][0-9]个)亿|(?<=[.．][0-9][0-9]个)亿)"  # 12.5个亿, but 3个亿元项目
_SCALES = rf"{BLANK}(?:{_LETTER_SCALE}|(?:{_GE}|){OVER}?(?>{SCALE}{{1,4}}))"  # 万, 千余 before 亩, 多万
_LATER = rf"零?(?:{_ARABIC}|[一二两三四五六七八九](?={SCALE}))(?:(?>{SCALE}{{1,3}})|)"  # 2千零30万, 5万4千, 100万三千
_MIXED = (  # 1.14万, 3万4000, 25万6千
    rf"{_ARABIC}(?:(?=[ ×✕xX*^⁻⁰¹²³⁴-⁹eE]){_POWER}|)(?>(?:{_SCALES}(?>(?:{_LATER})*))*)"
)
_HAN = (
    rf"(?:[几幾数數](?={SCALE})|(?>{_CHINESE}+)几?)(?>(?:{_CHINESE}|(?<=[十百千万亿]){OVER}(?={SCALE})"
    rf"|{_GE})*)"  # 二百余万, 两个亿
    rf"(?:[点點][零〇一二三四五六七八九{_FORMAL}]++(?>{SCALE}{{0,2}})"  # 十二点八
    rf"|(?<=零){_SAID}{DIGIT}++(?>{SCALE}{{0,2}})|)"
)
_STARS = r"[*＊]{1,4}"
_CENSORED = (
    rf"(?={DIGIT}{{0,4}}+{MASK}(?!10[\^⁰¹²³⁴-⁹]))"  # not 3×10^4
    rf"{DIGIT}{{0,4}}(?<![A-WYZa-wyz])(?<!{DIGIT}{{4}})"  # 1X; not the end of a Latin word, not 2023X
    rf"(?:{_STARS}{DIGIT}{{2,4}}+(?:[.．]{DIGIT}++|)"  # *36.4, *800: leading digits are hidden
    rf"|{MASK}{{1,8}}+(?:[.．](?>(?:{DIGIT}|{MASK}){{1,4}})|)0{{0,6}}+)(?!{DIGIT}|[A-Za-z])"  # XX, X.X, X00
)
_CENSORED_SCALED = rf"{_CENSORED}(?:{_SCALES}(?:{MASK}{{1,4}}(?>{SCALE}{{1,3}})|)|)"  # X亿X千万
UNSIGNED = rf"(?:{_CENSORED_SCALED}|{_MIXED}|{_HAN})"
_POINTS = "个?(?:百分点|p(?:cts?|p)(?![A-Za-z]))"
_RATE_OR_SUM = rf"{DIGIT}{{1,9}}+(?:[.．]{DIGIT}++|)[ 万亿]?(?:[%％‰元]|{_POINTS})"  # 负的0.8%
# A hyphen or a minus stands before the digits; a dash that could be any other mark only before a rate; 负 begins no
# burden (减负, 负担), 零下 a temperature. No year is negative: 2017年11月-2019年3月.
_SIGN = (
    rf"[-−﹣－](?={DIGIT})(?!(?:19|20){DIGIT}{{2}}[ ]?年)(?<![-－—–].)|[-−﹣－][ ](?={DIGIT})(?<=[为是:：(（].[ ])"
    rf"|[–—](?={DIGIT}{{1,4}}+(?:[.．]{DIGIT}++|)[ ]?(?:[%％‰℃]|{_POINTS}))(?<![-－—–].)"
    rf"|负(?<![减抱担肩背辜胜自欺承身税债].)"
    rf"(?:[ ](?={DIGIT})|的(?={_RATE_OR_SUM})|(?=[0-9０-９零一二两三四五六七八九十百{_FORMAL}拾佰]))"
    rf"|零[下上](?=[0-9０-９一二三四五六七八九十])"
    rf"|[+＋](?={DIGIT}{{1,4}}+(?:[.．]{DIGIT}++|)[ ]?(?:[%％‰]|{_POINTS}))(?<!{DIGIT}.)"
)
NUMBER = rf"(?:{_SIGN}|){UNSIGNED}"

# What must be accounted for: every digit, Chinese numerals of two characters or more, and of one character those of a
# length of time with a half (一年半, 三个半月, 半年) or of a measure (千亩果园). A plain regular expression.
# It begins with a set of characters, so that re goes fast over all others.
_HAN_DIGITS = "零〇一二两兩三四五六七八九十百千万萬亿億"
NUMERAL = (
    f"[0-9０-９{_HAN_DIGITS}半](?:(?<={DIGIT}){DIGIT}*+(?>(?:[.．,，]{DIGIT}++)*)|(?<=[{_HAN_DIGITS}])[{_HAN_DIGITS}]++"
    "|(?<=[一二两三四五六七八九十])(?:个半(?:月|小时)|[年天周]半)"
    "|(?<=[百千万亿])(?:亩|元|吨|公里|公顷|人次|户)|(?<=半)(?<![上下前后大].)(?:年(?![度报级])|个月|个?小时|天))"
)

# Every rule begins with one of these characters; all others are passed at the speed of a class, for [ ].
STARTS = (
    r"0-9０-９XxＸ*＊×#＃○零〇一二两兩三四五六七八九十百千万亿萬億廿卅卌壹贰叁参肆伍陆柒捌玖拾佰仟几幾数數"
    r"半翻“《「〔（(\[【第A-Za-zＶα-ω①-⑳⑴-⒐−\-－–—﹣负+＋"
)

# The parts that the rules of data/not_claims.toml are written with; a number need not be read there, only passed, so
# that a set of characters will do: what tells 两 and 千 of a number from those of a unit takes long to compile.
_CN = "[零〇一二三四五六七八九十百千万亿萬億兆两兩廿卅卌]"
PARTS = {
    "digit": DIGIT,
    "mask": MASK,
    "cn": _CN,
    "han": f"[{HAN}]",
    "punctuation": f"[{PUNCTUATION}]",
    "number": rf"(?:{DIGIT}++(?:[.．]{DIGIT}++|)[万亿千百]?+|{MASK}{{1,8}}+|(?>{_CN}{{1,16}}))",
}
