"""`rcalog check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, app, command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rcalog.cli.output import Page
    from rcalog.logbook.records import Record
    from rcalog.model.questions import Questions
    from rcalog.services.checking import Checked


@command(
    app,
    "check",
    purpose=AFTERWARDS,
    examples=[
        ("rcalog check", "every record of the logbook"),
        ("rcalog check --strict incidents/2026/11", "warnings fail too, as in CI"),
        ("rcalog check --questions", "and what a reviewer would ask"),
    ],
)
def check(
    c: Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Record files or folders.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    questions: Annotated[bool, typer.Option("--questions", help="Add what a reviewer would ask.")] = False,
) -> None:
    """Find what is wrong or missing in records, each with file:line:column and a hint.

    With --questions, what a reviewer would ask of each analysis stands below: computed, and no reason to fail.

    Exits with 1 when there is an error (with --strict: a warning).
    """
    from rcalog.cli.dto import listing
    from rcalog.cli.finding_dto import finding_data
    from rcalog.cli.questions_page import questions_data
    from rcalog.model.findings import Weight
    from rcalog.services.checking import check_logbook
    from rcalog.services.questioning import questions_of

    with c.working("checking"):
        checked = check_logbook(c.book, paths or [])
    data = listing([finding_data(found) for found in checked.findings]) | {"files": checked.files}
    asked = [(record, questions_of(c.book, record)) for record in checked.records] if questions else []
    if questions:
        data["questions"] = [{"incident_id": record.incident.id} | questions_data(found) for record, found in asked]
    c.output.result(data, lambda page: show(page, checked, c.output.where, asked))
    for gone in checked.deleted:
        c.output.warn(f"{c.output.where(str(c.book.repo.top / gone))} was deleted by hand, and that is not committed")
        c.output.hint(f"to bring it back: {c.book.repo.restoring(gone.as_posix())}")
    fatal = (Weight.ERROR, Weight.WARNING) if strict else (Weight.ERROR,)
    if failing := [found for found in checked.findings if found.weight in fatal]:
        c.fail(failing)


def show(
    page: Page,
    checked: Checked,
    where: Callable[[str, int | None, int | None], str],
    asked: Sequence[tuple[Record, Questions]] = (),
) -> None:
    """Write findings as a compiler would, what a reviewer would ask, then how many findings there are.

    `where` tells a place.
    """
    from rcalog.cli.output import bold, dim, red, yellow
    from rcalog.cli.questions_page import show_questions
    from rcalog.model.findings import Weight

    paint = {Weight.ERROR: red, Weight.WARNING: yellow, Weight.HINT: dim}
    for found in checked.findings:
        place = where(found.file or "", found.line, found.column)
        page.line(bold(place), ": ", paint[found.weight](found.weight.value), f" {found.rule} ", found.message)
        if found.hint:
            page.line(dim("    hint: "), found.hint)
    for record, questions in asked:
        if questions.evidence.causes:
            page.gap()
            page.line(bold(record.incident.id), f"  {record.incident.title}")
            show_questions(page, questions)
    counts = [_count(checked.count(weight), weight.value) for weight in Weight]
    page.line(f"{_count(checked.files, 'record')}: ", ", ".join(counts))


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
