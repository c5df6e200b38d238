"""What evidence names, and how strong it is, from a measurement (A) to an inference (F), by how it is written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING

from rcalog.model.causes import Grade
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.model.causes import Cause

INFERENCE = pattern(
    r"\b(?:i think|i guess|probably|maybe|perhaps|presumably|likely|must have been|might have|seems?)\b"
    r"|可能|应该是|大概|也许|估计|好像",
    re.IGNORECASE,
)
SAID = r"said|says?|told|tells?|recall(?:s|ed)?|remembers?|reports?|confirm(?:s|ed)?"
SAID_ZH = "说|讲|回忆|反映|确认"

FORMS = {
    Grade.A: pattern(
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
    Grade.C: pattern(
        rf"\b(?:two|three|several|both) (?:people|accounts|engineers|of us)\b|\b\w+ and \w+ (?:both )?(?:{SAID})\b"
        rf"|两人|二人|两位|几位|多人|[\u3400-\u9fff]+[和与、][\u3400-\u9fff]+都?(?:{SAID_ZH})",
        re.IGNORECASE,
    ),
    Grade.E: pattern(
        r"\b(?:experts?|consultants?|vendor|supplier|support engineer|opinion|estimate[sd]?)\b|专家|厂商|供应商"
        r"|顾问|经验",
        re.IGNORECASE,
    ),
    Grade.D: pattern(
        rf"\b(?:{SAID}|according to|account of|interview(?:ed)? (?:with )?)\b|{SAID_ZH}|口述|访谈", re.IGNORECASE
    ),
    Grade.B: pattern(
        r"https?://|\.(?:md|pdf|docx?|html?|txt|xlsx?)\b|\b(?:runbook|wiki|review|ticket|policy|specification"
        r"|documents?|documentation"
        r"|contract|manual|issue|changelog|release notes?|e-?mails?|minutes|chat|advisory|plan)\b"
        r"|文档|手册|工单|合同|规范|复盘|公告|邮件|聊天记录|会议纪要|说明书",
        re.IGNORECASE,
    ),
}
"""How evidence of each grade is written down; the first that fits counts."""

_WORD = r"[^\s\x00-\x1f\x7f，。；：、（）「」“”<>\"'`]"
_LINES = r"#L(?P<first>\d{1,9})(?:-L?(?P<last>\d{1,9}))?"
NAMED = pattern(
    rf"(?<![A-Za-z0-9_])git:(?P<repo>{_WORD}+?)@(?P<rev>[^\s\x00-\x1f\x7f:@#]+)(?::(?P<inside>{_WORD}+?))?(?:{_LINES})?(?=[,.;:)\]]*(?!{_WORD}))"
    rf"|(?![(\[])(?P<path>(?:(?!git:){_WORD})+?){_LINES.replace('first', 'from').replace('last', 'to')}"
)
"""A piece of a repository, `git:REPO@REVISION:PATH`, or the lines of a file, `PATH#L10-L20`."""


class Reference(Value):
    """What evidence names: a file, or with `rev` what a repository holds; its first and last line, if it has them."""

    text: str
    path: str
    lines: tuple[int, int] | None = None
    repo: str = ""
    rev: str = ""


class Standing(Enum):
    """What looking up a piece of evidence showed."""

    THERE = auto()
    ABSENT = auto()
    NOT_VERIFIED = auto()


class Looked(Value):
    """What looking up a piece of evidence showed; where it is not there, why, and what to do."""

    standing: Standing
    why: str = ""
    hint: str | None = None


Verdicts = Mapping[str, Looked]
"""What looking up showed, by the text of the evidence; what names nothing that can be looked up is not in it."""

NOTHING_LOOKED_UP: Verdicts = MappingProxyType({})


def references(evidence: str) -> list[Reference]:
    """Return the files and the pieces of repositories that a text names; an address of the web is none of them."""
    if "git:" not in evidence and "#L" not in evidence:
        return []
    found = [_reference(match) for match in NAMED.finditer(evidence)]
    return [each for each in found if each.rev or "://" not in each.path]


def _reference(match: re.Match[str]) -> Reference:
    first = match["first"] or match["from"]
    lines = (int(first), int(match["last"] or match["to"] or first)) if first else None
    path = (match["inside"] or match["path"] or "").replace("%20", " ")
    return Reference(match[0], path, lines, match["repo"] or "", match["rev"] or "")


def grade_of(cause: Cause, verdicts: Verdicts = NOTHING_LOOKED_UP) -> Grade | None:
    """Return the grade that a cause was given, else that of its best evidence; None where neither says it.

    What says itself that it is a guess, and has no evidence, is an inference. Evidence that is not there does not
    count, nor does a grade that was given for it.
    """
    there = [each for each in cause.evidence if standing(each, verdicts) is not Standing.ABSENT]
    if cause.evidence and not there:
        return None
    given = cause.grade if len(there) == len(cause.evidence) else None
    if given or not there:
        return given or (Grade.F if is_inference(cause.cause) else None)
    return min((grade for grade in map(graded, there) if grade), default=None)


def standing(evidence: str, verdicts: Verdicts) -> Standing:
    """Return what looking up a piece of evidence showed; what names nothing is taken as it is."""
    looked = verdicts.get(evidence)
    return looked.standing if looked else Standing.THERE


def is_absent(cause: Cause, verdicts: Verdicts) -> bool:
    """Return whether a cause names evidence, and none of it is there."""
    return bool(cause.evidence) and all(standing(each, verdicts) is Standing.ABSENT for each in cause.evidence)


def is_verified(cause: Cause, verdicts: Verdicts) -> bool:
    """Return whether the grade of a cause rests on nothing that could not be looked up here."""
    kept = tuple(each for each in cause.evidence if standing(each, verdicts) is not Standing.NOT_VERIFIED)
    if kept == cause.evidence:
        return True
    return cause.grade is None and grade_of(cause.model_copy(update={"evidence": kept}), verdicts) == grade_of(
        cause, verdicts
    )


def graded(evidence: str) -> Grade | None:
    """Return the grade of one piece of evidence; None where how it is written does not say it."""
    found = next((grade for grade, form in FORMS.items() if form.search(evidence)), None)
    return Grade.F if found is None and is_inference(evidence) else found


def is_inference(text: str) -> bool:
    """Return whether a text says itself that it is a guess."""
    return bool(INFERENCE.search(text))
