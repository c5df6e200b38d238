"""What a reviewer would ask, on a page and as programs get it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.model.questions import ASKED, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.cli.output import Page
    from rcalog.model.causes import Grade
    from rcalog.model.questions import Evidence, Question, Questions

SHOWN = 5
"""How many of a topic a page shows; programs get all."""


def questions_data(asked: Questions) -> dict[str, object]:
    """Return the object of the questions about a record."""
    evidence = asked.evidence
    coverage = {
        "causes": evidence.causes,
        "shown": evidence.shown,
        "grades": _counts(evidence.grades),
        "ungraded": evidence.ungraded,
        "not_verified": _counts(evidence.not_verified),
        "absent": evidence.absent,
    }
    return {"evidence": coverage, "items": [_item(each) for each in asked.items]}


def _counts(grades: Mapping[Grade, int]) -> dict[str, int]:
    return {grade.value: count for grade, count in grades.items()}


def _item(each: Question) -> dict[str, object]:
    return {
        "topic": each.topic.value,
        "about": each.about,
        "field": each.path,
        "item": each.item,
        "question": ASKED[each.topic],
    }


def show_questions(page: Page, asked: Questions) -> None:
    """Write how much of the analysis is shown, then topic by topic what is open; nothing where no cause is yet."""
    from rcalog.cli.output import bold, cyan, dim

    if not asked.evidence.causes:
        return
    page.line(bold("What a reviewer would ask"))
    page.line("  evidence: ", _coverage(asked.evidence))
    for topic in Topic:
        about = asked.on(topic)
        if about:
            page.line(f"  {ASKED[topic]}")
            page.table([(cyan(each.item or "-"), each.about) for each in about[:SHOWN]], indent="    ")
        if len(about) > SHOWN:
            page.line(dim(f"      and {len(about) - SHOWN} more; --json has them all"))


def _coverage(evidence: Evidence) -> str:
    named = [_graded(grade, count, evidence.not_verified.get(grade, 0)) for grade, count in evidence.grades.items()]
    named += [f"{evidence.ungraded} not graded"] if evidence.ungraded else []
    named += [f"{evidence.absent} not there"] if evidence.absent else []
    grades = f" ({', '.join(named)})" if named else ""
    return f"{evidence.shown} of {evidence.causes} causes{grades}"


def _graded(grade: Grade, count: int, not_verified: int) -> str:
    if not not_verified:
        return f"{count} {grade}"
    return f"{count} {grade} not verified" if not_verified == count else f"{count} {grade}, {not_verified} not verified"
