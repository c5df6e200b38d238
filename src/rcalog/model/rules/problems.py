"""Family S, the problem that a leg explains: something observable, with a number, without a cause."""

from __future__ import annotations

from collections.abc import Iterator

from rcalog.model.causes import LegName
from rcalog.model.findings import Weight
from rcalog.model.rules.rule import Case, Rule, Seen, once
from rcalog.model.tokens import narrow
from rcalog.patterns import pattern
from rcalog.values import Value

COUNTED = "年月日天周号点时分秒次个条台人家位份块笔名倍成万亿小半多余"
NUMBER = pattern(rf"\d|[零一二两三四五六七八九十百千万亿半几数][{COUNTED}十百千a-z%]")
"""A digit of any script and width, or a Chinese numeral with something counted."""

CAUSE = pattern(
    r"\b(?:because|due to|caused by|as a result of|owing to|thanks to)\b|因为|由于|导致|原因是|造成(?!了?的?影响)|引起"
)
"""Words that say why; a problem says what."""


class Fault(Value):
    """What keeps a text from being a problem: the rule, what is missing, and an example."""

    rule: str
    saw: str
    example: str


FAULTS = (
    Fault("S201", "has no number and no time", "18 h without service from 2017-01-31 23:27 UTC"),
    Fault("S202", "names a cause already", "leave out why; the causes come below"),
)


def problem_faults(text: str) -> list[Fault]:
    """Return what keeps a text from being a problem worth explaining."""
    plain = narrow(text).casefold()
    broken = (not NUMBER.search(plain), bool(CAUSE.search(plain)))
    return [fault for fault, found in zip(FAULTS, broken, strict=True) if found]


@once
def _faults(case: Case) -> Iterator[tuple[Fault, Seen]]:
    for position, leg in enumerate(case.incident.whys):
        faults = problem_faults(leg.problem) if leg.problem and leg.leg is not LegName.SYSTEMIC else []
        for fault in faults:
            message = f"«{leg.problem}» {fault.saw}"
            yield fault, Seen(("whys", position, "problem"), message, f"for example: {fault.example}")


def _faulty(case: Case, rule: str) -> Iterator[Seen]:
    yield from (seen for fault, seen in _faults(case) if fault.rule == rule)


def _without_number(case: Case) -> Iterator[Seen]:
    return _faulty(case, "S201")


def _with_cause(case: Case) -> Iterator[Seen]:
    return _faulty(case, "S202")


RULES = (
    Rule(
        "S201",
        Weight.HINT,
        "A problem without a number",
        look=_without_number,
        why="Without how much, how long or since when nobody can say whether the causes explain all of it.",
        bad="The site was slow",
        good="Every third request took longer than 8 s from 14:05 to 14:50",
        bad_zh="网站变慢",
        good_zh="14:05 到 14:50，三分之一的请求超过 8 秒",
    ),
    Rule(
        "S202",
        Weight.HINT,
        "A problem that names its cause",
        look=_with_cause,
        why="What is in the problem is never asked about.",
        bad="18 h without service because the backups were empty",
        good="18 h without service",
        bad_zh="因为备份为空，停服 18 小时",
        good_zh="停服 18 小时",
    ),
)
