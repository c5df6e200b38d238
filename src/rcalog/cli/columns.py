"""The columns of lists: what each is about, what programs read in it, what people see in it."""

from __future__ import annotations

from rcalog.cli.output import bold, dim, red, yellow
from rcalog.cli.wall import Wall
from rcalog.logbook.index.sql import CELLS
from rcalog.model.query.sorting import NoSuchName
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any, TypeVar

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Cells as Found
    from rcalog.logbook.index import Excerpt, Task

    Row = TypeVar("Row")
    Cells = Callable[[Row], str]


class Column(Value):
    """A column: what it is about, and what programs read in it."""

    about: str
    value: Callable[[Any], str]


def _of_incident(about: str, value: Cells[Excerpt]) -> Column:
    return Column(about, value)


def _of_action(about: str, value: Cells[Task]) -> Column:
    return Column(about, value)


def _said(*keys: str) -> Cells[Excerpt]:
    """Return what reads a value in the data of a record."""

    def value(found: Excerpt) -> str:
        place: object = found.said
        for key in keys:
            place = place.get(key) if isinstance(place, dict) else None
        return "" if place is None else str(place)

    return value


INCIDENTS: Mapping[str, Column] = {
    "id": _of_incident("the id", lambda one: one.id),
    "ref": _of_incident("the end of the id, which is enough to type", lambda one: one.id[9:]),
    "status": _of_incident("where it stands", lambda one: one.status),
    "severity": _of_incident("how bad it was", lambda one: one.severity),
    "kind": _of_incident("incident or near-miss", lambda one: one.kind),
    "started": _of_incident("when it began", lambda one: one.started or ""),
    "title": _of_incident("what it is called", lambda one: one.title),
    "services": _of_incident("what it hit", lambda one: " ".join(one.services)),
    "tags": _of_incident("its tags", lambda one: " ".join(one.tags)),
    "owners": _of_incident("who has a role, or owns an action", lambda one: ", ".join(dict.fromkeys(one.owners))),
    "legs": _of_incident("the lines of inquiry", lambda one: " ".join(one.legs)),
    "file": _of_incident("the record file", lambda one: one.path.as_posix()),
    "introduced": _of_incident("when the fault came in", _said("times", "introduced")),
    "detected": _of_incident("when it was noticed", _said("times", "detected")),
    "acknowledged": _of_incident("when somebody took it on", _said("times", "acknowledged")),
    "mitigated": _of_incident("when the harm stopped", _said("times", "mitigated")),
    "resolved": _of_incident("when it was over", lambda one: one.resolved or ""),
    "lead": _of_incident("who led", _said("roles", "lead")),
    "summary": _of_incident("the story in short", _said("summary")),
    "impact": _of_incident("who was hurt", _said("impact", "summary")),
    "users": _of_incident("how many users were affected", _said("impact", "users_affected")),
}
IN_THE_DATA = {"introduced", "detected", "acknowledged", "mitigated", "lead", "summary", "impact", "users"}
"""The columns that are read in the whole record."""

PAINTED = {"ongoing": red("ongoing"), "mitigated": yellow("mitigated")}
OF_INCIDENTS = ("id", "status", "severity", "started", "title")

ACTIONS: Mapping[str, Column] = {
    "incident": _of_action("the incident", lambda one: one.incident),
    "action": _of_action("the id of the action", lambda one: one.id),
    "due": _of_action("the day until which it is not late", lambda one: str(one.due or one.shown.get("due", ""))),
    "owner": _of_action("whose it is", lambda one: one.shown.get("owner", "")),
    "status": _of_action("where it stands", lambda one: one.status),
    "what": _of_action("what is to be done", lambda one: one.shown["action"]),
    "every": _of_action("how often, for a drill", lambda one: one.shown.get("every", "")),
    "overdue": _of_action("true where it is late", lambda one: str(one.overdue).lower()),
    "aims_to": _of_action("prevent, detect, limit, recover or compensate", lambda one: one.shown.get("aims_to", "")),
    "strength": _of_action("strong, intermediate or weak", lambda one: one.shown.get("strength", "")),
    "title": _of_action("the title of the incident", lambda one: one.title),
    "severity": _of_action("the severity of the incident", lambda one: one.severity),
}
OF_ACTIONS = ("incident", "action", "due", "owner", "status", "what")


def chosen(text: str | None, known: Collection[str], usual: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that were asked for, with commas between them; the usual ones where none were.

    Raises:
        NoSuchName: for one that there is not.
    """
    if text is None:
        return tuple(usual)
    names = [name.strip().casefold() for name in text.replace("，", ",").split(",")]
    for name in names:
        if name not in known:
            raise NoSuchName("column", name, known)
    return tuple(names)


def incident_columns(
    incidents: Sequence[Excerpt], names: Sequence[str], book: Logbook, *, colour: bool
) -> list[Sequence[str]]:
    """Return the columns that people see of incidents; their starts are in the zone of the logbook."""
    labels = book.basics.labels
    styled: dict[str, Cells[Excerpt]] = {
        "id": lambda one: bold(one.id),
        "status": lambda one: PAINTED.get(one.status, one.status),
    }
    seen: dict[str, Cells[Excerpt]] = (styled if colour else {}) | {
        "severity": lambda one: labels.get(one.severity, one.severity),
    }
    columns: list[Sequence[str]] = []
    for name in names:
        if name == "started":
            columns.append(_told([*map(_start, incidents)], Wall(book.settings.wall_zone())))
        else:
            columns.append([*map(seen.get(name, INCIDENTS[name].value), incidents)])
    return columns


def in_the_index(names: Sequence[str]) -> bool:
    """Return whether the index has all that people see in these columns."""
    return CELLS.keys() >= set(names)


def plain_columns(found: Found, names: Sequence[str], book: Logbook, times: Wall | None = None) -> list[Sequence[str]]:
    """Return the same columns as `incident_columns` without colours, made of those that the index was asked for."""
    labels = book.basics.labels
    columns: list[Sequence[str]] = []
    for name, column in zip(names, found.columns, strict=True):
        if name == "started":
            columns.append(_told(column, times or Wall(book.settings.wall_zone())))
        elif name == "severity" and labels:
            columns.append([labels.get(severity, severity) for severity in column])
        else:
            columns.append(column)
    return columns


def action_columns(actions: Sequence[Task], names: Sequence[str], book: Logbook) -> list[Sequence[str]]:
    """Return the columns that people see of actions."""
    seen: Mapping[str, Cells[Task]] = {
        "action": lambda one: bold(one.id),
        "due": _due,
        "owner": lambda one: one.shown.get("owner", "?"),
        "status": lambda one: f"{one.status} every {one.shown['every']}" if "every" in one.shown else one.status,
        "severity": lambda one: book.basics.label(one.severity),
    }
    return [[*map(seen.get(name, ACTIONS[name].value), actions)] for name in names]


def _start(one: Excerpt) -> int | float | str:
    """Return when an incident began, as the index has it in `CELLS`."""
    said = one.started or "?"
    if one.began is None:
        return said
    return float(one.began) if said[0] == "~" else one.began


def _told(starts: Sequence[int | float | str], times: Wall) -> list[str]:
    """Return when incidents began: on the clock of the zone where that is known, else as it is said."""
    if {*map(type, starts)} <= {int}:
        return times.tell(starts)  # type: ignore[arg-type] # all of them are whole numbers
    local = times.tell([0 if isinstance(start, str) else int(start) for start in starts])
    return [
        start if isinstance(start, str) else f"~{time}" if isinstance(start, float) else time
        for start, time in zip(starts, local, strict=True)
    ]


def _due(task: Task) -> str:
    if task.overdue:
        return red(f"{task.due} overdue")
    if task.due:
        return str(task.due)
    if task.is_open and "due" not in task.shown:
        return "no date"
    due = task.shown.get("due", "")
    return due if task.is_open else dim(due)
