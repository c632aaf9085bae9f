"""How is a number written in a report? Patterns for Arabic, Chinese, mixed and censored numerals.

They are parts of verbose regular expressions (blanks do not count), put together in extractors.quantities.quantities.
Repeats that could nest are possessive, so that none can backtrack far. A group that may be left out stands as (?:…|),
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
MASK = "[XxＸｘ*＊×#＃]"  # what stands for a censored digit
BLANK = r"[ \u3000\xa0\u2009]?"
OVER = "[余餘多几来]"  # 40余, 三千多, 20来
CONNECTOR = "(?:-|—|－|–|~|～|〜|至|到|——|--|―)"  # of a range

_THOUSAND = "千(?![瓦克米伏卡焦帕安赫乏字])"  # 万千瓦 is 万 + 千瓦
_HUNDRED = "百(?!分[点點之])"  # 1.5百分点
SCALE = f"(?:[十万亿萬億]|{_HUNDRED}|{_THOUSAND})"
# Each alternative begins with its character, so that re passes over those that cannot be meant without trying them.
_CHINESE = (
    f"(?:[零〇一二三四五六七八九十万亿萬億]|{_HUNDRED}|{_THOUSAND}|[两兩](?:(?<![百千万亿].)|(?=[百千万亿]))"
    "|[壹贰叁肆伍陆柒捌玖][拾佰仟]|[拾佰仟](?:[壹贰叁肆伍陆柒捌玖](?![拾佰仟]))?)"  # 陆 alone is a name
)

_ARABIC = (
    rf"(?:{DIGIT}++(?![,， \u2009\xa0])"
    rf"|{DIGIT}{{1,3}}(?:[,，]{DIGIT}{{3}})++(?!{DIGIT})"  # 1,100 and １，１００
    rf"|{DIGIT}{{1,3}}(?:[ \u2009\xa0]{DIGIT}{{3}})++(?!{DIGIT})"  # 1 234
    rf"|{DIGIT}(?:[ ]{DIGIT}(?!{DIGIT}))++"  # 1 1 3 4 4, digits set apart in conversion
    rf"|{DIGIT}++)(?:[ ]?[.．][ ]?{DIGIT}(?:[ ]{DIGIT}(?!{DIGIT}))++|[ ]?[.．]{DIGIT}++|)"
)
_SCALES = rf"{BLANK}{OVER}?{SCALE}{{1,4}}+"  # 万, 千余 before 亩, 多万
_MIXED = rf"{_ARABIC}(?:{_SCALES}(?:{_ARABIC}{SCALE}{{0,2}}+|))*+"  # 1.14万, 3万4000, 25万6千
_HAN = (
    rf"(?:[几幾数數](?={SCALE})|{_CHINESE}++几?)(?:{_CHINESE}|(?<=[十百千万亿]){OVER}(?={SCALE}))*+"  # 二百余万
    rf"(?:[点點][零〇一二三四五六七八九]++{SCALE}{{0,2}}+|)"  # 十二点八
)
_STARS = r"[*＊]{1,4}"
_CENSORED = (
    rf"(?={DIGIT}{{0,4}}+{MASK})"
    rf"{DIGIT}{{0,4}}(?<![A-WYZa-wyz])(?<!{DIGIT}{{4}})"  # 1X; not the end of a Latin word, not 2023X
    rf"(?:{_STARS}{DIGIT}{{2,4}}+(?:[.．]{DIGIT}++|)"  # *36.4, *800: leading digits are hidden
    rf"|{MASK}{{1,8}}+(?:[.．](?:{DIGIT}|{MASK}){{1,4}}+|)0{{0,6}}+)(?!{DIGIT}|[A-Za-z])"  # XX, X.X, X00
)
NUMBER = rf"(?:[-−](?=[0-9０-９])|)(?:{_CENSORED}(?:{_SCALES}|)|{_MIXED}|{_HAN})"

# Every rule begins with one of these characters; all others are passed at the speed of a class, for [ ].
STARTS = (
    r"0-9０-９XxＸ*＊×#＃零〇一二两兩三四五六七八九十百千万亿萬億壹贰叁肆伍陆柒捌玖拾佰仟几幾数數"
    r"“《「〔（(\[【第A-Za-zＶα-ω①-⑳⑴-⒇−\-"
)

# The parts that the rules of data/not_claims.toml are written with; a number need not be read there, only passed.
PARTS = {
    "digit": DIGIT,
    "mask": MASK,
    "cn": _CHINESE,
    "han": f"[{HAN}]",
    "punctuation": f"[{PUNCTUATION}]",
    "number": rf"(?:{DIGIT}++(?:[.．]{DIGIT}++|)[万亿千百]?+|{MASK}{{1,8}}+|{_CHINESE}{{1,16}}+)",
}
