"""What do five provinces say in two years? Invented reports: a target in the one, its result in the next.

Only the names are real, so that codes of places are found; every figure is made up.
"""

from __future__ import annotations

from pathlib import Path

#: Name, GDP of 2022 in 亿元, growth of 2022 and of 2023, targets for 2023 and for 2024.
PROVINCES = (
    ("江苏省", 60210.4, 2.9, 5.6, "5%左右", "5.5%左右"),
    ("湖北省", 30870.2, 4.4, 6.1, "6.5%以上", "6%以上"),
    ("青海省", 2710.6, 2.2, 5.3, "5%左右", "5%左右"),
    ("海南省", 6830.9, 0.3, 9.2, "9.5%左右", "8%以上"),
    ("甘肃省", 9230.7, 4.7, 6.4, "6%", "6%以上"),
)

TEXT = """{name}{year}年政府工作报告

——{year}年1月{day}日在{name}第十三届人民代表大会第一次会议上

各位代表：

现在，我代表{name}人民政府，向大会报告政府工作，请予审议。

一、{before}年工作回顾

过去一年，全省上下攻坚克难，发展质量稳步提升。全年实现地区生产总值{gdp}亿元，增长{growth}%。粮食产量{grain}万吨，比上年增长{grain_growth}%。\
城镇新增就业{jobs}万人。一般公共预算收入{revenue}亿元，增长{revenue_growth}%。城镇居民人均可支配收入{income}元，增长{income_growth}%。

二、{year}年工作安排

今年经济社会发展的主要预期目标是：地区生产总值增长{target}，城镇新增就业{jobs_target}万人以上，粮食产量{grain_target}万吨以上。
"""


def write_provinces(folder: Path) -> Path:
    """Ten reports, those of 2023 and 2024 of five provinces."""
    folder.mkdir(parents=True, exist_ok=True)
    for n, (name, gdp, growth, growth_after, target, target_after) in enumerate(PROVINCES):
        reached = (
            (2022, gdp, growth, target),
            (2023, round(gdp * (1 + growth_after / 100), 1), growth_after, target_after),
        )
        for before, level, rate, planned in reached:
            grain = 400 + 310 * n + 9 * (before - 2022)
            text = TEXT.format(
                name=name, year=before + 1, before=before, day=15 + n, gdp=level, growth=rate, target=planned,
                grain=grain, grain_growth=round(1.2 + n / 10, 1), grain_target=grain + 5,
                jobs=20 + 9 * n + before - 2022, jobs_target=20 + 8 * n, revenue=round(level / 11, 1),
                revenue_growth=round(3.1 + n / 2, 1), income=41000 + 1900 * n + 2000 * (before - 2022),
                income_growth=round(4.2 + n / 5, 1),
            )  # fmt: skip
            (folder / f"{name}{before + 1}年政府工作报告.txt").write_text(text, encoding="utf-8")
    return folder
