"""Family T: times that cannot be right. Each finding shows the arithmetic; what is only unlikely is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import cast

from rcalog.model.actions import Action
from rcalog.model.base import Part
from rcalog.model.causes import Later
from rcalog.model.findings import Loc, Weight
from rcalog.model.incident import Lost
from rcalog.model.metrics import render_span
from rcalog.model.paths import format_path
from rcalog.model.rules.rule import Case, Rule, Seen, fields_of
from rcalog.model.timeline import Event, Status
from rcalog.model.times import Day, When

SLACK = timedelta(hours=1)
"""How far off a time written with ~ may be."""

FAR = timedelta(days=7)
"""An event that is farther from the incident than this probably has a wrong date."""

YEAR = timedelta(days=366)
LONG_AGO = timedelta(days=20 * 366)

ORDER = (
    ("introduced", "started"),
    ("started", "detected"),
    ("detected", "acknowledged"),
    ("started", "mitigated"),
    ("mitigated", "resolved"),
    ("started", "resolved"),
)
TYPO = "look for a wrong day, month, year or offset"


def certainly_before(first: When | None, second: When | None) -> bool:
    """Return whether `first` lies before `second` whatever the two may mean."""
    if first is None or second is None or not first.certainly_before(second):
        return False
    slack = SLACK if first.approximate or second.approximate else timedelta()
    return first.latest is not None and second.earliest is not None and second.earliest - first.latest > slack


def gap(first: When, second: When) -> str:
    """Return how long after `first` `second` is, at least."""
    return render_span(round(_distance(first, second).total_seconds()))


def _times_out_of_order(case: Case) -> Iterator[Seen]:
    times = case.incident.times
    wrong: set[str] = set()
    for name, later in ORDER:
        first, second = getattr(times, name), getattr(times, later)
        if certainly_before(second, first) and not (name == "started" and later in wrong):
            wrong |= {later}
            message = f"{later} {second} is {gap(second, first)} before {name} {first}"
            yield Seen(("times", later), message, TYPO)


def _steps_out_of_order(case: Case) -> Iterator[Seen]:
    steps = [(("ladder", position), step.at) for position, step in enumerate(case.incident.ladder)]
    events = [(("timeline", position), event.at) for position, event in enumerate(case.incident.timeline)]
    for chain in (steps, events):
        for (before, first), (loc, second) in pairwise(chain):
            if certainly_before(second, first):
                message = f"{second} is {gap(second, first)} before the one above it, {first}"
                place = format_path(before, case.data)
                yield Seen((*loc, "at"), message, f"put it before {place}, or {TYPO}")


def _far_outside(case: Case) -> Iterator[Seen]:
    times = case.incident.times
    known = [when for when in (times.introduced, times.started, times.detected) if when and when.earliest]
    start = known[0] if known else None
    end = next((when for when in (times.resolved, times.mitigated) if when and when.latest), None)
    for position, event in enumerate(case.incident.timeline):
        loc: Loc = ("timeline", position, "at")
        if start and certainly_before(event.at, start) and _distance(event.at, start) > FAR:
            yield Seen(loc, f"{event.at} is {gap(event.at, start)} before the incident began, {start}", TYPO)
        if end and certainly_before(end, event.at) and _distance(end, event.at) > FAR:
            yield Seen(loc, f"{event.at} is {gap(end, event.at)} after the incident was over, {end}", TYPO)


def _distance(first: When, second: When) -> timedelta:
    return second.earliest - first.latest if first.latest and second.earliest else timedelta()


def _year_far_off(case: Case) -> Iterator[Seen]:
    recorded = _day_in_id(case.incident.id)
    if recorded is None:
        return
    for loc, when in _all_times(case, but=int(recorded.text[:4])):
        past = YEAR if loc[0] == "timeline" else LONG_AGO
        future = LONG_AGO if loc[-1] in {"due", "until", "by"} else YEAR * 10 if loc[0] != "times" else YEAR
        if certainly_before(recorded, when) and _distance(recorded, when) > future:
            yield Seen(loc, f"{when} is {gap(recorded, when)} after the day in the id, {recorded}", TYPO)
        elif loc[-1] not in {"introduced", "since"} and _distance(when, recorded) > past:
            yield Seen(loc, f"{when} is {gap(when, recorded)} before the day in the id, {recorded}", TYPO)


def _day_in_id(name: str) -> When | None:
    """Return the day that an id tells; None where no calendar has it, or none of incidents."""
    try:
        return When(f"{name[:4]}-{name[4:6]}-{name[6:8]}")
    except ValueError:
        return None


def _all_times(case: Case, *, but: int) -> Iterator[tuple[Loc, When]]:
    """Yield the times and dates of a record that are not of one year; nearly all are, and need no looking at."""
    for kind, parts in case.parts_of.items():
        for name, key in _fields_of_times(kind):
            for loc, part in parts:
                value = vars(part)[name]
                day = value and (value.earliest if value.__class__ is When else value.date)
                if day and day.year != but:
                    yield (*loc, key), value if value.__class__ is When else When(value.text)


@cache
def _fields_of_times(kind: type[Part]) -> list[tuple[str, str]]:
    """Return the names and keys of the fields that hold times and dates."""
    return [(name, key) for name, key, held in fields_of(kind) if held & {When, Day}]


def _due_before_start(case: Case) -> Iterator[Seen]:
    started = case.incident.times.started
    for loc, part in (*case.parts_of[Action], *case.parts_of[Later]):
        due = cast("Action | Later", part).due
        if due and started and certainly_before(When(due.text), started):
            yield Seen((*loc, "due"), f"due {due} is before the start of the incident, {started}", TYPO)


SPANS: tuple[tuple[type[Part], str, str], ...] = (
    (Event, "at", "next_due"),
    (Lost, "from_", "to"),
    (Action, "done_at", "verified_at"),
)
"""The fields of parts that begin something, and those that end it."""


def _ends_before_it_begins(case: Case) -> Iterator[Seen]:
    for kind, name, later in SPANS:
        for loc, part in case.parts_of[kind]:
            first, second = vars(part)[name], vars(part)[later]
            if certainly_before(second, first):
                message = f"{later} {second} is {gap(second, first)} before {name.rstrip('_')} {first}"
                yield Seen((*loc, later), message, TYPO)


WHY = "Durations, order and overdue are computed from times; one wrong digit makes all of them wrong."

RULES = (
    Rule(
        "T101",
        Weight.WARNING,
        "Times of the incident out of order",
        look=_times_out_of_order,
        why=WHY,
        bad="resolved before mitigated",
        good="started, detected, mitigated, resolved",
        guards=Status.RESOLVED,
    ),
    Rule(
        "T102",
        Weight.WARNING,
        "An event far outside the incident",
        look=_far_outside,
        why=WHY,
        bad="at: 2017-03-13T… in an incident of one day",
        good="at: 2017-01-31T…",
    ),
    Rule(
        "T103",
        Weight.WARNING,
        "A year far off",
        look=_year_far_off,
        why=WHY,
        bad="started: 2071-01-31T…",
        good="started: 2017-01-31T…",
    ),
    Rule(
        "T104",
        Weight.WARNING,
        "Due before the incident began",
        look=_due_before_start,
        why=WHY,
        bad="due: 2016-02-15",
        good="due: 2017-02-15",
    ),
    Rule(
        "T105",
        Weight.WARNING,
        "Events or steps out of order",
        look=_steps_out_of_order,
        why=WHY,
        bad="14:20 above 14:05",
        good="14:05 above 14:20",
    ),
    Rule(
        "T106",
        Weight.WARNING,
        "An end before its beginning",
        look=_ends_before_it_begins,
        why=WHY,
        bad="from: 18:00, to: 17:20",
        good="from: 17:20, to: 24:00",
    ),
)
