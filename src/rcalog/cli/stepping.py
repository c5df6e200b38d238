"""The interview one question at a time, for programs: `--next`, `--answer`, `--finish`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.cli.incident_dto import record_object
from rcalog.cli.interviewing import conclude, report_finished, save_settled, tell_lost
from rcalog.cli.output import bold, dim
from rcalog.cli.wording import enter, on_one_line, shown
from rcalog.errors import UsageError
from rcalog.services.why import hold, preview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.interview.state import Question
    from rcalog.logbook.records import Record
    from rcalog.services.why import Interview, Wanted


class AnswerRefused(UsageError):
    """An answer does not fit its question; the question stands."""

    code = "answer-refused"

    def __init__(self, reason: str, incident: str) -> None:
        super().__init__(reason, hint=f"the question stands: rcalog why {incident} --next")


def step(
    c: Context, record: Record, wanted: Wanted, answer: str | None, evidence: Sequence[str], *, finish: bool
) -> None:
    """Take an answer, if one is given, and give the next question; commit at the end, or where `finish` asks for it.

    Raises:
        AnswerRefused, and what a commit raises.
    """
    interview = (preview if c.dry_run else hold)(c.book, record, wanted, c.now)
    tell_lost(c, interview)
    saves = save_settled(c, interview)
    if answer is not None:
        _take(c, interview, " @@ ".join([answer, *evidence]))
        saves += save_settled(c, interview)
    if finish or interview.question is None:
        finished = conclude(c, interview, yields=wanted.yields)
        if interview.unsent and not c.dry_run:
            values = {"text": on_one_line(interview.unsent), "command": f"rcalog why {record.incident.id}"}
            c.output.warn(interview.texts("face.unsent", shown(values)))
        report_finished(c, record, finished, told=len(interview.saves))
        return
    asked = interview.question
    interview.leave(keep=True)
    about = record_object(record, today=c.today)
    data = {"incident": about, "answers": len(interview.state.given), "question": _data(interview, asked)}
    if saves:
        c.output.commit = saves[-1].commit
        data["commits"] = [one.commit for one in saves]
    c.output.result(data, lambda page: _write(page, interview, asked))


def _take(c: Context, interview: Interview, text: str) -> None:
    refusal = interview.answer(text, c.now)
    if refusal:
        interview.leave(keep=True)
        reason = interview.texts(refusal.key, shown(refusal.values))
        raise AnswerRefused(reason, interview.record.incident.id)


def _data(interview: Interview, asked: Question) -> dict[str, object]:
    """Return a question as programs get it: worded, with what may be answered."""
    texts = interview.texts
    return {
        "id": asked.id,
        "kind": asked.ask.value,
        "leg": asked.leg,
        "text": texts(asked.line, asked.values),
        "help": texts(f"help.{asked.ask}"),
        "default": asked.default,
        "enter": enter(asked, texts),
        "choices": list(asked.choices),
        "remarks": [texts(remark.key, remark.values) for remark in asked.remarks],
        "keys": sorted(key.value for key in asked.keys),
    }


def _write(page: Page, interview: Interview, asked: Question) -> None:
    texts = interview.texts
    for remark in asked.remarks:
        page.line(dim(texts(remark.key, shown(remark.values))))
    for number, choice in enumerate(asked.choices, 1):
        page.line(f"{number:3}  ", " ".join(choice.split()))
    page.line(bold(texts(asked.line, shown(asked.values))))
    page.line(dim(f"  {on_one_line(enter(asked, texts))}"))
