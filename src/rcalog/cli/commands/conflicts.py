"""`rcalog conflicts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from rcalog.cli.command import AFTERWARDS, Context, RefArgument, app, command, offer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rcalog.cli.output import Page
    from rcalog.services.disputes import Dispute, Side


@command(
    app,
    "conflicts",
    purpose=AFTERWARDS,
    writes=True,
    examples=[
        ("rcalog conflicts", "what merges have left undecided, in all records"),
        ("rcalog conflicts k7f3q 1 --take other", "the other value takes the place of the one that was kept"),
        ("rcalog conflicts k7f3q severity --value sev2", "a third one does"),
        ("rcalog conflicts k7f3q all --take kept", "everything stays as it stands in the record"),
    ],
)
def conflicts(
    c: Context,
    incident: RefArgument = None,
    which: Annotated[
        str | None,
        typer.Argument(metavar="WHICH", help="Its number or its field, or all; not needed for the only one."),
    ] = None,
    take: Annotated[
        str | None, typer.Option(metavar="SIDE", help="kept or other.", autocompletion=offer("kept", "other"))
    ] = None,
    value: Annotated[str | None, typer.Option(metavar="[TEXT]", help="Neither; this value.")] = None,
) -> None:
    """List the values that two sides of a merge changed differently, and settle one: keep it, or take another.

    The one that was kept stands in the record; the other is kept beside it, under conflicts, until it is settled.
    An incident with conflicts is not reviewed and not closed.
    """
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.cli.ask import NotAChoice
    from rcalog.services.disputes import disputes, settle
    from rcalog.services.fields import Assignment

    if take is None and value is None:
        _show(c, disputes(c.book, c.record(incident) if incident else None))
        return
    if take not in (None, "kept", "other"):
        raise NotAChoice(take, ("kept", "other"))
    record = c.record_to_change(incident)
    choice = cast("Side", take) if take else Assignment("", "=", value or "")
    show_saved(c, carry_out(c, lambda write: settle(c.book, record, which, choice, now=c.now, write=write)))


def _show(c: Context, found: Sequence[Dispute]) -> None:
    from rcalog.cli.dto import listing
    from rcalog.model.base import to_data

    data = [
        {
            "incident_id": each.record.incident.id,
            "number": each.number,
            "path": each.conflict.path,
            "base": to_data(each.conflict.base),
            "kept": to_data(each.conflict.kept),
            "other": to_data(each.conflict.other),
            "now": to_data(each.now),
        }
        for each in found
    ]
    c.output.result(listing(data), lambda page: _write(page, found))


def _write(page: Page, found: Sequence[Dispute]) -> None:
    from rcalog.cli.output import bold, cyan

    for each in found:
        incident, conflict = each.record.incident, each.conflict
        if each.number == 1:
            page.gap()
            page.line(bold(incident.id), f"  {incident.title}")
        page.line(f"  {each.number}  ", bold(conflict.path))
        page.table(list(_sides(each)), indent="     ", whole=True)
    if found:
        ref = found[0].record.incident.id
        page.gap()
        page.line("to settle one: ", cyan(f"rcalog conflicts {ref} {found[0].number} --take kept"), ", or other")
    else:
        page.line("no conflicts")


def _sides(each: Dispute) -> Iterator[list[str]]:
    from rcalog.cli.output import dim

    conflict = each.conflict
    yield ["kept", _told(conflict.kept)]
    yield ["other", _told(conflict.other)]
    yield [dim("before"), _told(conflict.base)]
    if not conflict.path.endswith("]") and each.now != conflict.kept:
        yield ["now", _told(each.now)]


def _told(value: object) -> str:
    from rcalog.model.changes.form import canonical

    return "(not there)" if value is None else value if isinstance(value, str) else canonical(value)
