"""What are the values of a column called on the page? As in the data, with the Chinese word beside it."""

from __future__ import annotations

TERMS = {
    "count": "数量", "percentage": "百分比", "area": "面积", "money": "金额", "length": "长度", "mass": "重量",
    "volume": "体积",
    "power": "功率", "energy": "能量", "duration": "时长", "temperature": "温度",
    "turnover": "周转量", "rate_or_score": "比率、得分",
    "other": "其他",
    "actual": "完成", "target": "目标", "forecast": "预计",
    "summary": "总结", "problems": "问题", "plan": "计划",
    "yoy": "同比", "mom": "环比", "none": "未说明", "up": "上升", "down": "下降",
    "confirmed": "已确认", "corrected": "已更正", "rejected": "已否决", "added": "补录", "right": "正确",
    "wrong": "错误",
    "no_claim": "不是指标", "missing": "漏录", "withdrawn": "已撤回",
    "approx": "约", "over": "以上", "under": "以内", "masked": "打码",
}  # fmt: skip


def term(value: str) -> str:
    """money → money 金额."""
    return f"{value} {TERMS[value]}" if value in TERMS else value
