"""What the index answers: plain values, so that a list is shown without building records."""

from __future__ import annotations

from rcalog.values import Value, cached_property

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import PurePosixPath
    from typing import Any

    from rcalog.logbook.index.kept import Told
    from rcalog.logbook.index.unread import Unread
    from rcalog.model.actions import Action
    from rcalog.model.incident import Incident


LATE = """(
    SELECT json_group_array(id) FROM (
        SELECT id FROM action WHERE action.number = record.number AND due_on < ? ORDER BY place
    )
)"""
"""The ids of the actions of an incident that are late on a day, as JSON."""


LINE = "\n"
"""Stands between the keys of a record in its data, and nowhere else: JSON spells out the ends of lines in texts."""

LATE_PLACE = '"\\u0000"'
"""Where they stand in what is kept."""

MICROSECONDS = 1_000_000


class Excerpt:
    """What a list shows of an incident; most of it is made of the row only when it is asked for.

    `started` and `resolved` are as written; `drafts` are those that it holds and that are not committed yet; `data` is
    the record, where it was asked for.
    """

    COLUMNS = "record.path, id, title, kind, status, severity, started, said_first, began, resolved, resolved_on, names"
    DATA = ", data, shown, behind, " + LATE
    SAID = ", data, NULL, NULL, ''"

    def __init__(self, row: Sequence[Any], drafts: Mapping[str, tuple[str, ...]]) -> None:
        self._row, self._drafts = row, drafts

    @property
    def id(self) -> str:
        """The id."""
        found: str = self._row[1]
        return found

    @property
    def title(self) -> str:
        """The title."""
        found: str = self._row[2]
        return found

    @property
    def kind(self) -> str:
        """Incident or near-miss."""
        found: str = self._row[3]
        return found

    @property
    def status(self) -> str:
        """Where it stands."""
        found: str = self._row[4]
        return found

    @property
    def severity(self) -> str:
        """How bad it was."""
        found: str = self._row[5]
        return found

    @property
    def started(self) -> str | None:
        """When it began, as written."""
        found: str | None = self._row[6]
        return found

    @property
    def resolved(self) -> str | None:
        """When it was over, as written."""
        found: str | None = self._row[9]
        return found

    @property
    def data(self) -> str:
        """The record as JSON, each of its keys on a line, where it was asked for."""
        found: str = self._row[12] if len(self._row) > 12 else ""
        return found

    def brief(self) -> Excerpt:
        """Return the same without the data, which takes much room."""
        return Excerpt(self._row[:12], self._drafts)

    @property
    def began(self) -> int | None:
        """The start in seconds after 1970, where it is known to the second."""
        found: int | None = None if self._row[7] or self._row[6] in (None, "unknown") else self.counted
        return found

    @property
    def counted(self) -> int:
        """The second after 1970 at which it stands in lists."""
        found: int = self._row[8] // MICROSECONDS
        return found

    @property
    def file(self) -> str:
        """The path of its record, relative to the top of the repository."""
        return path_of(self._row[0])

    @cached_property
    def path(self) -> PurePosixPath:
        """The same as a path."""
        return place_of(self._row[0])

    @property
    def drafts(self) -> tuple[str, ...]:
        """The ids of the drafts that it holds."""
        return self._drafts.get(self.file, ()) if self._drafts else ()

    @property
    def resolved_on(self) -> date | None:
        """The day on which it was resolved."""
        return day(self._row[10])

    @property
    def services(self) -> tuple[str, ...]:
        """The services that were hit."""
        return tuple(self._lists[0])

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""
        return tuple(self._lists[1])

    @property
    def owners(self) -> tuple[str, ...]:
        """Who has a role in it, and who owns its actions."""
        return tuple(self._lists[2])

    @property
    def legs(self) -> tuple[str, ...]:
        """The lines of inquiry that it has."""
        return tuple(self._lists[3])

    @cached_property
    def _lists(self) -> tuple[list[str], list[str], list[str], list[str]]:
        services, tags, owners, legs = _loaded(self._row[11])
        return services, tags, owners, legs

    @cached_property
    def said(self) -> Mapping[str, object]:
        """What the record says, as plain data, where it was asked for."""
        found: Mapping[str, object] = _loaded(self.data)
        return found

    @property
    def form(self) -> str | None:
        """The incident as programs get it, as JSON without its ref and its file, where the data was asked for.

        None where the index has it not; then it is made of the incident.
        """
        _, shown, behind, late = self._row[12:] or ("", None, None, "")
        if behind is None:
            return None
        before, after = behind.split(LATE_PLACE)
        front = (shown or self.data)[:-1].replace(LINE, " ")
        return f"{front}, {before[1:]}{late.replace(',', ', ')}{after}"

    @cached_property
    def incident(self) -> Incident:
        """The incident, where the data was asked for."""
        from rcalog.model.reading import read_incident

        return read_incident(_loaded(self.data))


class Found(Value):
    """The incidents that were asked for; `total` counts those left out by the limit too.

    The records that cannot be read are all there, whatever they are about.
    """

    excerpts: tuple[Excerpt, ...]
    broken: tuple[Unread, ...]
    total: int


class Cells(Value):
    """The incidents that were asked for, column by column; all else as in `Found`.

    Where a list of them was kept, `told` is all that it has of them.
    """

    columns: Sequence[Sequence[Any]]
    broken: tuple[Unread, ...]
    total: int
    told: Told | None = None


class Named(Value):
    """What a record is called; title and status only where it can be read."""

    file: str
    id: str | None
    title: str | None
    status: str | None

    @property
    def path(self) -> PurePosixPath:
        """Where its record is, relative to the top of the repository."""
        from pathlib import PurePosixPath

        return PurePosixPath(self.file)


class Task(Value):
    """An action of an incident, the last day on which it is not late (None: no such day), and whether it is late.

    The action has an id, be it the one that the next write gives it.
    """

    incident: str
    title: str
    severity: str
    id: str
    status: str
    due: date | None
    overdue: bool
    is_open: bool
    data: str

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """The texts of the action, by key."""
        said = _loaded(self.data)
        return {key: value for key, value in said.items() if isinstance(value, str)}

    @cached_property
    def action(self) -> Action:
        """The action."""
        from rcalog.model.actions import Action

        return Action.model_validate(_loaded(self.data))


class Called(Value):
    """What an action is called, and the path of its record."""

    path: PurePosixPath
    incident: str
    id: str
    text: str

    @property
    def name(self) -> str:
        """What means this action and no other: REF/ACTION."""
        return f"{self.incident}/{self.id}"


def path_of(raw: bytes) -> str:
    """Return a path that was stored: a name need not be text."""
    return raw.decode("utf-8", "surrogateescape")


def place_of(raw: bytes) -> PurePosixPath:
    """Return a path that was stored, as a path."""
    from pathlib import PurePosixPath

    return PurePosixPath(path_of(raw))


def day(text: str | None) -> date | None:
    """Return a day that was stored."""
    if not text:
        return None
    from datetime import date

    return date.fromisoformat(text)


def _loaded(text: str) -> Any:  # noqa: ANN401 (what JSON says)
    from rcalog.model.jsonread import read_json

    return read_json(text)
