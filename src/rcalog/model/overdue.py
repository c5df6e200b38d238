"""What is late: actions past their due date, and drills that have fallen silent. Derived, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, date, timedelta

from rcalog.model.vocabulary import Status

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.model.actions import Action
    from rcalog.model.incident import Incident

PERIOD = "[1-9][0-9]{0,3}d|[1-9][0-9]{0,2}w|[1-9][0-9]{0,2}mo|[1-9][0-9]?y"
"""How a period is written; none is longer than a century, beyond which no drill is heard of, nor any date."""

DAYS = {"d": 1, "w": 7}
MONTHS = {"mo": 1, "y": 12}


def overdue(incident: Incident, today: date) -> Iterator[Action]:
    """Yield the actions of an incident that are late."""
    return (action for action in incident.actions if is_overdue(action, today))


def review_due(incident: Incident, days: int) -> date | None:
    """Return the last day on which the review of an incident that is over is not late, None where none is due."""
    over = incident.times.resolved
    if incident.status is not Status.RESOLVED or over is None or over.earliest is None:
        return None
    return days_after(over.earliest.date(), days)


def is_overdue(action: Action, today: date) -> bool:
    """Return whether an action is late: it was due before today, or its drill should have passed again by now."""
    until = due_on(action)
    return until is not None and until < today


def due_on(action: Action) -> date | None:
    """Return the last day on which an action is not late, None where it has no such day or nothing is left to do.

    What is done waits for somebody to verify it, and is not late. A drill in service is due one period
    after its last pass, or after it was put in service; a failing proof does not set the clock back.
    """
    passes = (proof.at.earliest.date() for proof in action.proofs if proof.proof == "pass" and proof.at.earliest)
    since = action.running_since.date if action.running_since else None
    return last_day(action.status, action.due.date if action.due else None, action.every, since, passes)


def last_day(
    status: str, due: date | None, every: str | None, since: date | None, passes: Iterable[date]
) -> date | None:
    """Return the last day on which an action is not late (see `due_on`); `since` is when its drill began to run."""
    if status == "running" and every:
        began = max([*passes, *([since] if since else [])], default=None)
        return after(began, every) if began else None
    return due if status in ("todo", "running") else None


def days_after(day: date, days: int) -> date | None:
    """Return the day so many days later, None beyond the end of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def after(day: date, period: str) -> date | None:
    """Return the day one period later, such as `2w` or `3mo`; a month ends where the next one is shorter.

    Beyond the end of the calendar there is no such day.
    """
    unit = period.lstrip("0123456789")  # the model admits nothing but a `PERIOD`
    number = int(period.removesuffix(unit))
    if unit in DAYS:
        return days_after(day, number * DAYS[unit])
    months = day.year * 12 + day.month - 1 + number * MONTHS[unit]
    year, month = divmod(months, 12)
    if year > MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, _days_of(year, month + 1)))


def _days_of(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
