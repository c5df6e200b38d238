"""What an action seems to aim at, and how strong it is: proposals, to be confirmed by a person."""

from __future__ import annotations

import re

from rcalog.model.actions import Aim, Strength
from rcalog.model.causes import LegName

AIMS = {
    Aim.COMPENSATE: (r"refund|compensat\w*|credit|apolog\w*", "补偿|赔偿|退款|致歉"),
    Aim.DETECT: (
        r"alert\w*|monitor\w*|detect\w*|alarm\w*|page|dashboard|notice|watch|probe|compare",
        "告警|报警|监控|巡检|探测|发现|比对|看板",
    ),
    Aim.RECOVER: (
        r"restor\w*|recover\w*|roll ?back|failover|re-?sync\w*|point-in-time|archiv\w*",
        "恢复|回滚|回退|切换演练|归档|还原",
    ),
    Aim.LIMIT: (
        r"limit\w*|throttl\w*|isolat\w*|quota|circuit|timeout|canary|staged rollout|shard\w*",
        "限流|隔离|熔断|降级|配额|灰度|超时",
    ),
    Aim.PREVENT: (r"prevent\w*|block\w*|forbid\w*|remov\w*|require\w*|refus\w*|wrap", "禁止|阻止|拦截|去掉|必须"),
}
"""How an aim is said, in English and in Chinese; the first that is said counts."""

STRENGTHS = {
    Strength.WEAK: (
        (
            r"train\w*|remind\w*|warn\w*|document\w*|write (?:up|down)|wiki|polic(?:y|ies)|guideline\w*"
            r"|double[- ]check\w*"
            r"|be (?:more )?careful|communicat\w*|show|prompt|awareness|briefing"
        ),
        "培训|提醒|警告|文档|规范|制度|宣导|宣贯|复核|加强意识|通知|注意",
    ),
    Strength.STRONG: (
        (
            r"block\w*|forbid\w*|refus\w*|impossible|interlock|enforc\w*|remov\w*|eliminat\w*"
            r"|two[- ]person|dual[- ]control|replac\w*|read-only|immutable|redesign\w*|revok\w*"
        ),
        "禁止|拦截|强制|去掉|下线|双人|只读|不可变|替换|重构|取消",
    ),
}
"""How a strength is said; what is neither weak nor strong is intermediate."""

OF_LEG = {
    LegName.OCCURRENCE: Aim.PREVENT,
    LegName.DEFENCE: Aim.PREVENT,
    LegName.DETECTION: Aim.DETECT,
    LegName.RECOVERY: Aim.RECOVER,
    LegName.SYSTEMIC: Aim.PREVENT,
}


def proposed_aim(action: str, leg: LegName | None) -> Aim:
    """Return what an action seems to aim at by its words, else by its leg."""
    by_leg = OF_LEG[leg] if leg else Aim.PREVENT
    return next((aim for aim, forms in AIMS.items() if _says(action, *forms)), by_leg)


def proposed_strength(action: str) -> Strength:
    """Return how strong an action seems by its words; where they say nothing, intermediate."""
    found = (strength for strength, forms in STRENGTHS.items() if _says(action, *forms))
    return next(found, Strength.INTERMEDIATE)


def _says(action: str, english: str, chinese: str) -> bool:
    return bool(re.search(rf"\b(?:{english})\b|{chinese}", action, re.IGNORECASE))
