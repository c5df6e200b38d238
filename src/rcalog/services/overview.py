"""The state of things: what is open, what is late, what was typed and not saved, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook.index import Asker, Excerpt, Found, Task, TaskFilter, Unread
from rcalog.logbook.waiting import go_on_with
from rcalog.model.overdue import days_after
from rcalog.model.query.parsing import parse_query
from rcalog.model.query.sorting import Sort
from rcalog.services.drafts import all_kept

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import PurePosixPath

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.journal import Draft

SUGGESTIONS = 3


@dataclass(frozen=True)
class Overview:
    """What needs somebody: open incidents (those that still hurt first), late actions, harmed records, drafts.

    `broken` records cannot be read, `deleted` ones were deleted by hand.
    `unreviewed` are those whose review is late, `undecided` those in which a merge left conflicts, `operation` is what
    git is in the middle of, `next` are the commands to type now.
    """

    open: tuple[Excerpt, ...]
    overdue: tuple[Task, ...]
    unreviewed: tuple[Excerpt, ...]
    undecided: tuple[Excerpt, ...]
    broken: tuple[Unread, ...]
    deleted: tuple[PurePosixPath, ...]
    drafts: tuple[Draft, ...]
    operation: str | None
    next: tuple[str, ...]


@dataclass(frozen=True)
class _Answers:
    """What the records say."""

    open: Found
    undecided: tuple[Excerpt, ...]
    late: tuple[Task, ...]
    gone: tuple[PurePosixPath, ...]


def overview(book: Logbook, *, now: datetime, whole: bool = False) -> Overview:
    """Return the state of a logbook; only with `whole` do the incidents have their `incident`."""
    today = now.astimezone(book.zone).date()
    found = book.index.ask(lambda asker: _ask(asker, today, whole=whole))
    drafts = tuple(all_kept(book))
    unfinished = found.open.excerpts
    steps = [next_step(each.id, each.status, has_why=bool(each.legs)) for each in unfinished]
    hurting = [step for step in steps if step.startswith("rcalog mark ")][:1]
    rest = [
        *_waiting(drafts),
        *_mend(found.open.broken),
        *_settle(found.undecided),
        *steps,
        *_late(found.late),
        "rcalog new TITLE",
    ]
    wanted = tuple(dict.fromkeys([*hurting, *rest]))[:SUGGESTIONS]
    unreviewed = tuple(each for each in unfinished if _is_late(each, book.policy.review_days, today))
    operation = book.repo.operation()
    return Overview(
        open=unfinished,
        overdue=found.late,
        unreviewed=unreviewed,
        undecided=found.undecided,
        broken=found.open.broken,
        deleted=found.gone,
        drafts=drafts,
        operation=operation,
        next=wanted,
    )


def _ask(asker: Asker, today: date, *, whole: bool) -> _Answers:
    unfinished = asker.find(parse_query(["open:true"]), today=today, sort=Sort("status"), whole=whole)
    undecided = asker.find(parse_query(["has:conflict"]), today=today)
    late = asker.tasks(TaskFilter(parse_query([]), overdue=True), today=today)
    return _Answers(unfinished, undecided.excerpts, tuple(late), tuple(asker.gone()))


def _is_late(found: Excerpt, days: int, today: date) -> bool:
    """Return whether an incident should have been reviewed by now; see `review_due`."""
    over = found.resolved_on if found.status == "resolved" else None
    due = days_after(over, days) if over else None
    return due is not None and due < today


def _waiting(drafts: tuple[Draft, ...]) -> Iterator[str]:
    waiting = [draft for draft in drafts if not draft.pending]
    if waiting:
        yield go_on_with(waiting[0]) if len(waiting) == 1 else "rcalog drafts"


def _mend(broken: tuple[Unread, ...]) -> Iterator[str]:
    if broken:
        yield "rcalog check"


def _settle(undecided: tuple[Excerpt, ...]) -> Iterator[str]:
    if undecided:
        yield f"rcalog conflicts {undecided[0].id}" if len(undecided) == 1 else "rcalog conflicts"


def next_step(ref: str, status: str, *, has_why: bool) -> str:
    """Return the command that brings an incident on."""
    match status:
        case "ongoing":
            return f"rcalog mark mitigated HOW-WE-KNOW -i {ref}"
        case "mitigated":
            return f"rcalog mark resolved HOW-WE-KNOW -i {ref}"
        case "resolved":
            return f"rcalog review {ref}" if has_why else f"rcalog why {ref}"
        case _:
            return f"rcalog actions --open -i {ref}"


def _late(late: tuple[Task, ...]) -> Iterator[str]:
    if late:
        yield "rcalog actions --overdue"
