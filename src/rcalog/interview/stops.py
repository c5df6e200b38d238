"""Answers at which a branch may not end as a root cause, as whole clauses in English and Chinese."""

from __future__ import annotations

import re

PERSONS_EN = "engineer|developer|operator|admin|administrator|dba|intern|sre|user|employee"
PERSONS_ZH = "工程师|开发|开发人员|运维|运维人员|操作员|操作人员|管理员|实习生|新人|员工"
RULES_EN = "procedure|process|runbook|checklist|policy|rules?|instructions?"
FIXES_EN = "alert|alarm|alerting|monitoring|check|test|backup|review|automation|guard|safeguard"
POOR_EN = "inadequate|poor|insufficient|bad|weak|lacking|sloppy|not good enough"
POOR_ZH = "不到位|不完善|不健全|不充分|不规范|不够好|薄弱"


def _either(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


CLAUSES = {
    "human-error": _either(
        r"(?:it was |just |a |an )*(?:human|operator|user|pilot)[ -]?(?:error|mistake|failure)",
        r"(?:a )?mistake|carelessness",
        r"(?:人为|操作|人工|个人)(?:失误|错误|原因|因素|疏忽)|误操作|手误|失误",
    ),
    "forgot": _either(
        r"(?:(?:the )?\w+ )?(?:forgot|was careless|were careless|did not pay attention)"
        r"(?: (?:it|about it|to do (?:it|so)|this|that))?",
        r".{0,8}(?:疏忽|大意|没注意|不小心|粗心|忘了|忘记了?|遗忘)了?",
    ),
    "procedure": _either(
        rf"(?:the )?(?:{RULES_EN}) (?:was|were)(?: not|n't) followed",
        rf"(?:\w+ ){{0,3}}(?:did not|didn't) follow (?:the )?(?:{RULES_EN})",
        r".{0,6}(?:没有?|未)(?:按照?|遵守|执行)(?:流程|规范|规定|手册|制度).{0,4}",
    ),
    "training": _either(
        r"(?:a )?(?:lack|absence) of (?:\w+ )?(?:training|awareness|experience)",
        r"(?:insufficient|inadequate|no|poor) (?:training|awareness)",
        r"(?:缺乏|缺少|没有|欠缺)(?:相关|足够的?)?(?:培训|经验|意识|安全意识)",
        r"培训(?:不足|不够|不到位)|意识(?:不足|不够|薄弱|淡薄)",
    ),
    "judgement": _either(
        rf"(?:the )?(?:[\w-]+ ){{1,3}}(?:was|were|is|are) (?:{POOR_EN})",
        rf"(?:{POOR_EN})(?: [\w-]+){{1,3}}",
        rf".{{0,12}}(?:{POOR_ZH})",
    ),
    "missing-fix": _either(
        rf"(?:there (?:was|were|is|are)|we had|we have) no (?:{FIXES_EN})s?",
        rf"(?:no|missing|lack of(?: an?)?) (?:{FIXES_EN})s?",
        r"(?:没有|缺少|缺乏)(?:相关的?)?(?:告警|报警|监控|检查|测试|自动化|保护|校验)",
    ),
    "person": _either(
        rf"(?:it was )?(?:the |an? )?(?:on-?call |junior |senior |database |new )*(?:{PERSONS_EN})",
        rf"(?:值班)?(?:{PERSONS_ZH})",
    ),
}
"""What such an answer is (a key under `advice.`), and how it is said."""


def stop_clause(text: str) -> str | None:
    """Return why a text is no end for a branch; None where it may be one."""
    said = plain(text)
    return next((name for name, pattern in CLAUSES.items() if pattern.fullmatch(said)), None)


def plain(text: str) -> str:
    """Return a text as it is compared: no closing stop, no double blanks, lower case."""
    return " ".join(text.casefold().split()).strip(" .。!！")
