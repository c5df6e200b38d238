"""Bare `rcalog`: the state of things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.cli.command import Context, app, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.opening import NoLogbook
    from rcalog.cli.output import Page
    from rcalog.services.overview import Overview

FEW = 10

BEGIN = (
    ("rcalog new TITLE", "after, or during, an outage"),
    ("rcalog init DIR", "a logbook for the team"),
    ("rcalog help start", "how it goes on"),
)
"""What to type where there is no logbook yet."""

LISTS = ("open", "overdue", "unreviewed", "undecided", "broken", "deleted", "drafts")


@command(app, "home", hidden=True)
def home(c: Context) -> None:
    """Show the state of things: open incidents, what is late, drafts to go on with, and what to do next."""
    from rcalog.cli.opening import NoLogbook

    try:
        book = c.book
    except NoLogbook as error:
        _welcome(c, error)
        return
    from rcalog.cli.commands.drafts import warn_of_unreadable
    from rcalog.services.overview import overview

    with c.working("reading records"):
        found = overview(book, now=c.now, whole=c.json)
    c.output.result(_data(c, found) if c.json else {}, lambda page: show(page, c, found))
    warn_of_unreadable(c)


def _data(c: Context, found: Overview) -> dict[str, object]:
    from rcalog.cli.commands.drafts import draft_data
    from rcalog.cli.incident_dto import excerpt_object, task_object

    return {
        "logbook": str(c.book.root),
        "open": [excerpt_object(record, today=c.today) for record in found.open],
        "overdue": [task_object(task) for task in found.overdue],
        "unreviewed": [excerpt_object(record, today=c.today) for record in found.unreviewed],
        "undecided": [record.id for record in found.undecided],
        "broken": [broken.path.as_posix() for broken in found.broken],
        "deleted": [path.as_posix() for path in found.deleted],
        "drafts": [draft_data(draft) for draft in found.drafts],
        "operation": found.operation,
        "next": list(found.next),
    }


def show(page: Page, c: Context, found: Overview) -> None:
    """Write the state of a logbook: what hurts first."""
    from rcalog.cli.columns import OF_ACTIONS, OF_INCIDENTS, action_columns, incident_columns
    from rcalog.cli.commands.drafts import write as show_drafts
    from rcalog.cli.output import bold, cyan, dim, green, red, yellow

    page.line(dim(str(c.book.root)))
    page.line(bold(f"{len(found.open)} open") if found.open else green("no open incidents"))
    page.columns(incident_columns(found.open[:FEW], OF_INCIDENTS, c.book, colour=page.colour), indent="  ")
    _rest(page, found.open, "rcalog list not:status:closed")
    if found.overdue:
        page.gap()
        page.line(red(f"{len(found.overdue)} overdue"))
        page.columns(action_columns(found.overdue[:FEW], OF_ACTIONS, c.book), head=OF_ACTIONS)
        _rest(page, found.overdue, "rcalog actions --overdue")
    _noticed(page, c, found)
    if found.operation:
        from rcalog.logbook.repository import in_progress

        page.line(yellow(f"{in_progress(found.operation)}: "), "what you write is kept until git can commit it")
    if found.drafts:
        page.gap()
        page.line(yellow(f"{len(found.drafts)} not saved yet"))
        show_drafts(page, c, found.drafts[:FEW])
        _rest(page, found.drafts, "rcalog drafts")
    page.gap()
    page.line("next:")
    for step in found.next:
        page.line("  ", cyan(step))


def _noticed(page: Page, c: Context, found: Overview) -> None:
    """Write what nobody asks for by itself: late reviews, conflicts, and records that are harmed."""
    from rcalog.cli.output import red

    for record in found.unreviewed[:FEW]:
        page.line(red("review is late: "), f"{record.id}  {record.title}")
    _rest(page, found.unreviewed, "rcalog list status:resolved")
    for record in found.undecided[:FEW]:
        page.line(red("a merge left values undecided: "), f"{record.id}  {record.title}")
    _rest(page, found.undecided, "rcalog conflicts")
    for broken in found.broken[:FEW]:
        page.line(red("cannot be read: "), f"{c.output.where(broken.path.as_posix())}: {broken.errors[0].message}")
    _rest(page, found.broken, "rcalog check")
    for path in found.deleted[:FEW]:
        page.line(red("deleted by hand: "), f"{path}; to bring it back: {c.book.repo.restoring(path.as_posix())}")
    _rest(page, found.deleted, "git ls-files --deleted")


def _rest(page: Page, shown: Sequence[object], command: str) -> None:
    from rcalog.cli.output import cyan

    if len(shown) > FEW:
        page.line(f"  and {len(shown) - FEW} more: ", cyan(command))


def _welcome(c: Context, error: NoLogbook) -> None:
    from rcalog.cli.output import cyan

    def show(page: Page) -> None:
        page.line("rcalog writes down incidents and their causes, as YAML in a git repository.")
        page.line("There is no logbook yet. To begin:")
        page.table([[cyan(line), meaning] for line, meaning in BEGIN], indent="  ")
        page.line(error.hint or "")

    nothing: dict[str, object] = {name: [] for name in LISTS}
    c.output.result({"logbook": None, **nothing, "operation": None, "next": [line for line, _ in BEGIN]}, show)
