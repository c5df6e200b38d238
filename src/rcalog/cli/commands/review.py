"""`rcalog review`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, RefArgument, app, command, labels
from rcalog.errors import UsageError

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.logbook.records import Record
    from rcalog.services.reviewing import ReviewState


class BothVerdicts(UsageError):
    """An analysis is approved, or changes are asked for."""

    code = "both-verdicts"

    def __init__(self) -> None:
        super().__init__("--approve and --changes do not go together", hint="say what should change with --note")


@command(
    app,
    "review",
    purpose=AFTERWARDS,
    writes=True,
    examples=[
        ("rcalog review k7f3q", "all that is still missing for `reviewed`"),
        ("rcalog review k7f3q --approve", "sign it off"),
        ("rcalog review k7f3q --changes 'who restores at night?'", "ask for changes"),
        ("rcalog review k7f3q --approve --waive A204@ap9d2 --because 'stopgap until the tool is in use'", ""),
    ],
)
def review(
    c: Context,
    incident: RefArgument = None,
    approve: Annotated[bool, typer.Option("--approve", help="Sign the analysis off.")] = False,
    changes: Annotated[str | None, typer.Option(metavar="TEXT", help="Say what should change.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="A remark with the approval.")] = None,
    by: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who reviews; without it: you.", autocompletion=labels("owner"))
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When; without it: now.")] = None,
    waive: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Accept a finding; RULE or RULE@ITEM.")
    ] = None,
    because: Annotated[str | None, typer.Option(metavar="TEXT", help="Why a rule is waived.")] = None,
) -> None:
    """Say what is still missing for `reviewed`, or sign the analysis off.

    Without --approve or --changes nothing is written, and the exit code is 1 while something is missing; on a
    terminal you are asked whether to sign off when nothing is. Who alone wrote the analysis cannot, unless nobody
    else has ever written in this logbook.
    """
    from rcalog.cli.acting import carry_out, read_when, show_saved
    from rcalog.services.climbing import Climbing
    from rcalog.services.reviewing import review_state, sign

    if approve and changes:
        raise BothVerdicts
    find = c.record_to_change if approve or changes else c.record
    record = find(incident, purpose="analysis")
    if not approve and not changes:
        state = review_state(c.book, record)
        _show_state(c, record, state)
        if not (c.interactive and not c.json and c.asker.confirm("Sign it off now?", flag="--approve", default=False)):
            return
    when = read_when(c, at) if at else None
    said = Climbing(how=changes or note, at=when, by=by, because=because, waive=tuple(waive or ()))
    signed = carry_out(c, lambda write: sign(c.book, record, said, approved=not changes, write=write))
    show_saved(c, signed.saved)


def _show_state(c: Context, record: Record, state: ReviewState) -> None:
    from rcalog.cli.finding_dto import finding_data
    from rcalog.cli.incident_dto import record_object
    from rcalog.cli.questions_page import questions_data
    from rcalog.services.why import unfinished

    data = {
        "incident": record_object(record, today=c.today),
        "ready": not state.blocking,
        "missing": [finding_data(found) for found in state.blocking],
        "remarks": [finding_data(found) for found in state.remarks],
        "questions": questions_data(state.asked),
    }
    c.output.result(data, lambda page: show(page, state))
    if unfinished(c.book, record.incident.id):
        c.output.note(f"an interview is under way, and its answers do not count yet: rcalog why {record.incident.id}")
    if state.blocking:
        c.fail(state.blocking)


def show(page: Page, state: ReviewState) -> None:
    """Write what is missing, what a reviewer would ask besides, and whether it is ready."""
    from rcalog.cli.output import bold, cyan, dim, green, red
    from rcalog.cli.questions_page import show_questions

    page.line(bold(state.incident.id), f"  {state.incident.title}")
    for found, paint in [(each, red) for each in state.blocking] + [(each, dim) for each in state.remarks]:
        page.line("  ", paint(found.rule), f" {found.message}", dim(f"  {found.path}" if found.path else ""))
        if found.hint:
            page.line(dim("       hint: "), found.hint)
    show_questions(page, state.asked)
    if state.blocking:
        page.line(f"{len(state.blocking)} missing for reviewed")
    else:
        page.line(green("ready: "), cyan(f"rcalog review {state.incident.id} --approve"))
