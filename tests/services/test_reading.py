"""What is read across a logbook: lists, tasks and the state of things, without the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from rcalog.model.query.parsing import parse_query
from rcalog.services.listing import list_incidents
from rcalog.services.overview import next_step, overview
from rcalog.services.tasks import TaskFilter, list_actions
from tests.helpers.logbooks import make_logbook, record_text

NOW = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
TODAY = NOW.date()

ALERT = ("- action: Alert on lag", "  id: am3x7", "  owner: ana", "  due: 2026-11-19", "  status: todo")
DRILL = ("- action: Restore the dump", "  id: ad4rl", "  owner: li", "  due: 2026-11-25", "  status: running")
DONE = ("- action: Show the role", "  id: ap9d2", "  owner: Ana", "  due: 2026-11-01", "  status: verified")
BARE = ("- action: Write it down",)

OLD, MAIL, DUMP, PAY = "20261001-aaaaa", "20261118-bbbbb", "20261119-ccccc", "20261120-ddddd"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """A logbook with four incidents and a file that cannot be read."""
    records = {
        f"2026/10/{OLD}-old.yaml": record_text(OLD, "Old one", "actions:", *DONE, status="closed"),
        f"2026/11/{MAIL}-mail.yaml": record_text(
            MAIL, "Mail stopped", "times:", "  started: 2026-11-18T09:00:00Z", "actions:", *ALERT, *BARE
        ),
        f"2026/11/{DUMP}-dump.yaml": record_text(
            DUMP, "Dump empty", "times:", "  started: 2026-11-19T09:00:00Z", "actions:", *DRILL, status="mitigated"
        ),
        f"2026/11/{PAY}-pay.yaml": record_text(PAY, "Payments down", status="ongoing"),
        "2026/11/20261117-eeeee-broken.yaml": "title: [\n",
    }
    return make_logbook(tmp_path / "log", records=records)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], [PAY, DUMP, MAIL, OLD]),
        (["status:ongoing"], [PAY]),
        (["status:closed"], [OLD]),
        (["not:status:closed"], [PAY, DUMP, MAIL]),
        (["owner:ana"], [MAIL, OLD]),
        (["has:action"], [DUMP, MAIL, OLD]),
        (["has:overdue"], [MAIL]),
        (["since:2026-11-19"], [PAY, DUMP]),
        (["until:2026-11-18"], [MAIL, OLD]),
        (["Payments"], [PAY]),
        (["status:ongoing,mitigated"], [PAY, DUMP]),
        (["nothing of the kind"], []),
    ],
)
def test_incidents_are_listed_newest_first(words: list[str], found: list[str], book: Logbook) -> None:
    """Those that match, and always what cannot be read."""
    listing = list_incidents(book, parse_query(words), limit=None, today=NOW.date)
    assert [each.id for each in listing.excerpts] == found
    assert (listing.total, [each.id for each in listing.broken]) == (len(found), ["20261117-eeeee"])


@pytest.mark.parametrize(("limit", "shown"), [(0, []), (1, [PAY]), (9, [PAY, DUMP, MAIL, OLD])])
def test_a_limit_counts_what_it_leaves_out(limit: int, shown: list[str], book: Logbook) -> None:
    """The total is that of all that match."""
    listing = list_incidents(book, parse_query([]), limit=limit, today=NOW.date)
    assert ([each.id for each in listing.excerpts], listing.total) == (shown, 4)


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        (
            TaskFilter(parse_query([])),
            ["Alert on lag", "Restore the dump", "Write it down", "Show the role"],
        ),
        (TaskFilter(parse_query([]), open=True), ["Alert on lag", "Restore the dump", "Write it down"]),
        (TaskFilter(parse_query([]), overdue=True), ["Alert on lag"]),
        (TaskFilter(parse_query([]), owner="ANA"), ["Alert on lag", "Show the role"]),
        (TaskFilter(parse_query([]), due=date(2026, 11, 19)), ["Alert on lag"]),
        (TaskFilter(parse_query([]), due=date(2026, 11, 25)), ["Alert on lag", "Restore the dump"]),
        (TaskFilter(parse_query([]), incident=DUMP), ["Restore the dump"]),
        (TaskFilter(parse_query(["lag"])), ["Alert on lag"]),
        (TaskFilter(parse_query(["status:closed"])), ["Show the role"]),
        (TaskFilter(parse_query(["status:ongoing"])), []),
    ],
)
def test_actions_are_listed_most_pressing_first(wanted: TaskFilter, texts: list[str], book: Logbook) -> None:
    """By the day on which they are late; what is done has no such day, and comes last."""
    tasks = list_actions(book, wanted, today=TODAY)
    assert [task.action.action for task in tasks.items] == texts
    assert [each.id for each in tasks.broken] == ["20261117-eeeee"]


def test_every_action_can_be_named(book: Logbook) -> None:
    """One that a person wrote without an id has the one that the next write gives it."""
    tasks = list_actions(book, TaskFilter(parse_query([])), today=TODAY).items
    assert all(task.action.id for task in tasks)
    assert (tasks[0].due, tasks[0].overdue) == (date(2026, 11, 19), True)


def test_the_state_of_things(book: Logbook) -> None:
    """What hurts comes first, and each suggestion is a command to type."""
    seen = overview(book, now=NOW)
    assert [each.id for each in seen.open] == [PAY, DUMP, MAIL]
    assert [task.action.action for task in seen.overdue] == ["Alert on lag"]
    assert [each.id for each in seen.broken] == ["20261117-eeeee"]
    assert (seen.drafts, seen.operation, seen.unreviewed) == ((), None, ())
    assert seen.next == (
        f"rcalog mark mitigated HOW-WE-KNOW -i {PAY}",
        "rcalog check",
        f"rcalog mark resolved HOW-WE-KNOW -i {DUMP}",
    )


@pytest.mark.parametrize(
    ("status", "command"),
    [
        ("ongoing", "rcalog mark mitigated HOW-WE-KNOW -i 20261120-paydn"),
        ("mitigated", "rcalog mark resolved HOW-WE-KNOW -i 20261120-paydn"),
        ("resolved", "rcalog why 20261120-paydn"),
        ("reviewed", "rcalog actions --open -i 20261120-paydn"),
        ("closed", "rcalog actions --open -i 20261120-paydn"),
    ],
)
def test_the_next_step(status: str, command: str) -> None:
    """Each rung of the ladder has a command that leads on."""
    assert next_step("20261120-paydn", status, has_why=False) == command


def test_the_next_step_after_the_whys() -> None:
    """What was asked about is reviewed."""
    assert next_step("20261120-paydn", "resolved", has_why=True) == "rcalog review 20261120-paydn"


def test_an_empty_logbook(tmp_path: Path) -> None:
    """There is one thing to do in it."""
    seen = overview(make_logbook(tmp_path / "log"), now=NOW)
    assert (seen.open, seen.next) == ((), ("rcalog new TITLE",))
