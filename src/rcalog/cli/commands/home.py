"""Bare `rcalog`: the state of things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.cli.command import Context, app, command

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.logbook.book import Logbook
    from rcalog.services.overview import Overview

FEW = 10


@command(app, "home", hidden=True)
def home(c: Context) -> None:
    """Show the state of things: open incidents, what is late, drafts to go on with, and what to do next."""
    from rcalog.cli.opening import NoLogbook

    try:
        book = c.book
    except NoLogbook as error:
        hint = error.hint or ""
        c.output.result({"logbook": None}, lambda page: _welcome(page, hint))
        return
    from rcalog.services.overview import overview

    with c.working("reading records"):
        found = overview(book, now=c.now)
    c.output.result(_data(c, found), lambda page: show(page, found, book))


def _data(c: Context, found: Overview) -> dict[str, object]:
    from rcalog.cli.commands.actions import task_data
    from rcalog.cli.commands.drafts import draft_data
    from rcalog.cli.incident_dto import incident_data

    return {
        "logbook": str(c.book.root),
        "open": [incident_data(record, today=c.today) for record in found.open],
        "overdue": [task_data(task) for task in found.overdue],
        "broken": [broken.path.as_posix() for broken in found.broken],
        "drafts": [draft_data(draft) for draft in found.drafts],
        "next": list(found.next),
    }


def show(page: Page, found: Overview, book: Logbook) -> None:
    """Write the state of a logbook."""
    from rcalog.cli.commands.actions import show as show_actions
    from rcalog.cli.commands.list_ import row
    from rcalog.cli.output import bold, cyan, dim, green, red, yellow

    page.line(dim(str(book.root)))
    if found.open:
        page.line(bold(f"{len(found.open)} open"))
        page.table([row(record, book) for record in found.open[:FEW]], indent="  ")
    else:
        page.line(green("no open incidents"))
    if found.overdue:
        page.gap()
        page.line(red(f"{len(found.overdue)} overdue"))
        show_actions(page, found.overdue[:FEW])
    for broken in found.broken:
        page.line(red("cannot be read: "), f"{broken.path}: {broken.errors[0].message}")
    for draft in found.drafts:
        page.line(yellow("not saved yet: "), f"{draft.id}  {draft.summary}")
    page.gap()
    page.line("next:")
    for step in found.next:
        page.line("  ", cyan(step))


def _welcome(page: Page, hint: str) -> None:
    from rcalog.cli.output import cyan

    page.line("rcalog writes down incidents and their causes, as YAML in a git repository.")
    page.line("There is no logbook yet. To begin:")
    page.line("  ", cyan("rcalog new TITLE"), "       after, or during, an outage")
    page.line("  ", cyan("rcalog init DIR"), "        a logbook for the team")
    page.line("  ", cyan("rcalog help start"), "      how it goes on")
    page.line(hint)
