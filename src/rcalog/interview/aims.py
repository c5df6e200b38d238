"""What an action seems to aim at, and how strong it is: proposals, to be confirmed by a person; none where in doubt."""

from __future__ import annotations

import re
from typing import TypeVar

from rcalog.model.actions import Aim, Strength
from rcalog.model.causes import LegName

Said = TypeVar("Said", Aim, Strength)
Forms = tuple[tuple[Said, str, str], ...]
"""What is said, its forms in English (whole words) and in Chinese."""

RECOVERING = r"restor\w*|recover\w*|roll(?:ing)? ?back|rollback|fail(?:ing)?[ -]?over|point-in-time"
RAISED = r"alert\w*|alarm\w*|notif\w*|monitor\w*|dashboards?|metrics?|probes?|pag(?:e|es|ing)|graphs?|logging|tracing"
CONTAINED = (
    r"limit\w*|rate[- ]limit\w*|throttl\w*|isolat\w*|quotas?|circuit breakers?|timeouts?|canar(?:y|ies)|batch(?:es)?"
    r"|one (?:region|host|zone|cell|node|cluster) (?:first|at a time)|stag(?:ed|gered)|shard\w*|bulkheads?|shed\w*"
    r"|degrad\w*|fall(?:s|ing)? ?back to|^(?:cap|split|serve a cached)|stop accepting|blast radius|backoff|gradual\w*"
)

AIMS: Forms[Aim] = (
    (
        Aim.COMPENSATE,
        r"refund\w*|compensat\w*|reimburs\w*|apologi\w+|goodwill|^credit\b.*",
        r"补偿|赔偿|退款|致歉|道歉|赔付",
    ),
    (
        Aim.DETECT,
        (
            rf"^(?:{RAISED}|watch|detect|compare|measure|track|scan|report|publish|count|subscribe|log (?:every|each"
            rf"|all))|synthetic\w*"
            rf"|^(?:add|set up|create|introduce|implement|build|have|raise|extend|tune|send|configure"
            rf"|enable) .*(?:{RAISED}|scanning)"
            rf"|^(?:{RECOVERING}).*\b(?:compare|verify|check|prove)\w*|^test .*\b(?:alerts?|backups?|dumps?|restores?"
            rf"|notify)"
        ),
        r"告警|报警|呼叫|监控|巡检|探测|拨测|比对|看板|大盘|埋点|扫描",
    ),
    (
        Aim.RECOVER,
        (
            r"runbooks?|playbooks?|backups?|back up|snapshots?|escalat\w*|standby|(?:second|spare|warm) (?:replica"
            r"|copy|site)"
            rf"|restart\w* .*automatic\w*|automatic\w* .*restart|archiv\w*|{RECOVERING}"
        ),
        r"恢复|回滚|回退|切换|归档|还原|备份|快照|应急手册|预案|自愈|自动重启|热备|备机",
    ),
    (Aim.LIMIT, CONTAINED, r"限流|限制每|隔离|熔断|降级|配额|灰度|分批|超时后|分级发布|兜底|上限|独立的"),
    (
        Aim.PREVENT,
        (
            r"prevent\w*|block\w*|forbid\w*|refus\w*|reject\w*|den(?:y|ies)|disallow\w*|impossible|enforc\w*"
            r"|^(?:remove|delete|drop|disable|revoke|retire|require|replace|validate|pin|upgrade|patch|fix|lint"
            r"|rotate|renew"
            r"|train|remind|teach|ask|tell|show|label|mark|double|increase|raise|double-check|review|document"
            r"|describe|wrap"
            r"|fail the (?:build|deploy)|make|name|use|migrate)"
            r"|lint|in ci|before (?:each|every|the|they|it|a)|guidance|guidelines?|training|polic(?:y|ies)|approv\w*"
            r"|read-only"
            r"|immutable|interlock|two[- ]person|dual[- ]control|confirm\w*|type[- ]check\w*|schema check"
        ),
        (
            r"禁止|阻止|拦截|去掉|必须|拒绝|强制|收回|下线|双人|培训|提醒|宣导|规范|校验|升级|续期|扩容|标出|核对"
            r"|复核|只读|取代|替换|修复|删除|约定|通知大家|写进"
        ),
    ),
)
"""How an aim is said; the first that is said counts, so that `alert when no backup is there` is about noticing."""

STRENGTHS: Forms[Strength] = (
    (
        Strength.STRONG,
        (
            r"refus\w*|reject\w*|block\w*|forbid\w*|den(?:y|ies)|disallow\w*|impossible|interlock|enforc\w*|eliminat\w*"
            r"|immutable|require (?:a|two|an)|nobody can"
            r"|read-only|two[- ]person|two people|dual[- ]control|revoke|redesign\w*|fail the (?:build|deploy\w*)"
            r"|point-in-time"
            r"|^(?:remove|replace|disable|retire|decommission|delete|drop)(?!.*\b(?:batch|limit|alert|text|wording))\b.*"
        ),
        r"禁止|拦截|强制|去掉|下线|双人|只读|不可变|取代|拒绝|重构|收回|取消|阻断|^删除",
    ),
    (
        Strength.WEAK,
        (
            r"train\w*(?! data| set| cluster| job)|remind\w*|teach\w*|warn\w*|^document|documentation|describe"
            r"|write (?:up|down|an?)|runbooks?|playbooks?|wiki"
            r"|guidelines?|guidance|guides?|(?<!stored )procedures?|double[- ]check\w*|careful|communicat\w*"
            r"|announce|tell|ask|inform|discuss"
            r"|^(?:show|label|mark|colou?r|rename)|awareness|briefing|onboarding|investigat\w*|look into|evaluat\w*"
            r"|consider"
            r"|research|find out|agree (?:with|on)|remember|mention|subscribe|review .*by hand|lists? of|^polic(?:y"
            r"|ies)|write .*polic(?:y|ies)"
        ),
        (
            r"培训|提醒|警告|文档|规范|制度|宣导|宣贯|复核|核对|意识|通知大家|注意|手册|标出|标注|调研|排查|讨论|分享"
            r"|约定|写进"
        ),
    ),
    (
        Strength.INTERMEDIATE,
        (
            rf"{RAISED}|{CONTAINED}|{RECOVERING}|automat\w*|snapshots?|backups?|back up|replicas?|redundan\w*|standby"
            rf"|checklists?"
            r"|compare|scan\w*|lint\w*|in ci|tests?|drills?|rehears\w*|validat\w*|double the|increase|raise|upgrade"
            r"|patch|fix"
            r"|retr(?:y|ies)|cach\w*|dashboard|rotate|measure|verify|second|spare|pin|archiv\w*|watch|script"
            r"|synthetic|split|cap|log (?:every|each|all)"
        ),
        (
            r"告警|报警|呼叫|监控|巡检|探测|比对|看板|自动|快照|备份|恢复|还原|演练|限流|隔离|熔断|降级|灰度|分批|限制每|回滚"
            r"|校验|扩容|升级|扫描|冗余|超时|拨测|热备|备机|上限|独立的"
        ),
    ),
)
"""How a strength is said: what makes the harm impossible first, then what relies on people."""

OF_LEG = {LegName.OCCURRENCE: Aim.PREVENT, LegName.DETECTION: Aim.DETECT, LegName.RECOVERY: Aim.RECOVER}
"""What actions of a leg mostly aim at; in the others it is anything."""


def proposed_aim(action: str, leg: LegName | None) -> Aim | None:
    """Return what an action seems to aim at by its words, else by its leg; None where neither says it."""
    return _said(action, AIMS) or (OF_LEG.get(leg) if leg else None)


def proposed_strength(action: str) -> Strength | None:
    """Return how strong an action seems by its words; None where they do not say it, as with a compensation."""
    return None if _said(action, AIMS) is Aim.COMPENSATE else _said(action, STRENGTHS)


def _said(action: str, forms: Forms[Said]) -> Said | None:
    found = (said for said, english, chinese in forms if _says(action, english, chinese))
    return next(found, None)


def _says(action: str, english: str, chinese: str) -> bool:
    return bool(re.search(rf"(?:\b|^)(?:{english})\b|{chinese}", action, re.IGNORECASE))
