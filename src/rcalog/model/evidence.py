"""How strong evidence is, from a measurement (A) to an inference (F), by how it is written down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rcalog.model.causes import Grade

if TYPE_CHECKING:
    from rcalog.model.causes import Cause

INFERENCE = re.compile(
    r"\b(?:i think|i guess|probably|maybe|perhaps|presumably|likely|must have been|might have|seems?)\b"
    r"|可能|应该是|大概|也许|估计|好像",
    re.IGNORECASE,
)
SAID = r"said|says?|told|tells?|recall(?:s|ed)?|remembers?|reports?|confirm(?:s|ed)?"
SAID_ZH = "说|讲|回忆|反映|确认"

FORMS = {
    Grade.A: re.compile(
        r"\S#L\d+|\bgit:\S+@|/commits?/|\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}\b"
        r"|\b\d+(?:[.,]\d+)? ?(?:%|(?:ms|s|min|h|[kmgt]b)\b)"
        r"|\b(?:logs?|logged|metrics?|graphs?|dashboards?|traces?|dumps?|output|screenshots?|recording|query"
        r"|counters?"
        r"|measured|monitoring|history|diff|config(?:uration)?|grafana|kibana|prometheus|df|du|ls|ps|top|dmesg"
        r"|journal(?:ctl)?"
        r"|kubectl|explain|select|curl|dig|strace|backtrace|core)\b"
        r"|日志|截图|指标|曲线|监控|看板|输出|录像|实测|记录仪|配置|查询|提交|执行计划",
        re.IGNORECASE,
    ),
    Grade.C: re.compile(
        rf"\b(?:two|three|several|both) (?:people|accounts|engineers|of us)\b|\b\w+ and \w+ (?:both )?(?:{SAID})\b"
        rf"|两人|二人|两位|几位|多人|[\u3400-\u9fff]+[和与、][\u3400-\u9fff]+都?(?:{SAID_ZH})",
        re.IGNORECASE,
    ),
    Grade.E: re.compile(
        r"\b(?:experts?|consultants?|vendor|supplier|support engineer|opinion|estimate[sd]?)\b|专家|厂商|供应商"
        r"|顾问|经验",
        re.IGNORECASE,
    ),
    Grade.D: re.compile(
        rf"\b(?:{SAID}|according to|account of|interview(?:ed)? (?:with )?)\b|{SAID_ZH}|口述|访谈", re.IGNORECASE
    ),
    Grade.B: re.compile(
        r"https?://|\.(?:md|pdf|docx?|html?|txt|xlsx?)\b|\b(?:runbook|wiki|review|ticket|policy|specification"
        r"|documents?|documentation"
        r"|contract|manual|issue|changelog|release notes?|e-?mails?|minutes|chat|advisory|plan)\b"
        r"|文档|手册|工单|合同|规范|复盘|公告|邮件|聊天记录|会议纪要|说明书",
        re.IGNORECASE,
    ),
}
"""How evidence of each grade is written down; the first that fits counts."""


def grade_of(cause: Cause) -> Grade | None:
    """Return the grade that a cause was given, else that of its best evidence; None where neither says it.

    What says itself that it is a guess, and has no evidence, is an inference.
    """
    if cause.grade or not cause.evidence:
        return cause.grade or (Grade.F if is_inference(cause.cause) else None)
    found = [grade for grade in map(graded, cause.evidence) if grade]
    return min(found) if found else None


def graded(evidence: str) -> Grade | None:
    """Return the grade of one piece of evidence; None where how it is written does not say it."""
    found = next((grade for grade, form in FORMS.items() if form.search(evidence)), None)
    return Grade.F if found is None and is_inference(evidence) else found


def is_inference(text: str) -> bool:
    """Return whether a text says itself that it is a guess."""
    return bool(INFERENCE.search(text))
