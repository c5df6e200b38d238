"""The lists of incidents and of actions, in the form that was asked for: a table, CSV, ids alone, or JSON."""

from __future__ import annotations

from rcalog.cli.columns import (
    ACTIONS,
    IN_THE_DATA,
    INCIDENTS,
    OF_ACTIONS,
    OF_INCIDENTS,
    Column,
    action_columns,
    chosen,
    in_the_index,
    incident_columns,
    plain_columns,
)
from rcalog.cli.streams import is_terminal, speak_utf8
from rcalog.errors import UsageError
from rcalog.model.query.sorting import ACTION_SORTS, INCIDENT_SORTS, NEWEST, PRESSING, NoSuchName, Sort
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from rcalog.cli.context import Context
    from rcalog.cli.output import Output, Page
    from rcalog.cli.wall import Wall
    from rcalog.logbook.index import Cells, Excerpt, Task, TaskFilter
    from rcalog.model.query.query import Query

FEW = 5
"""So many ids that several files have are named."""

READ = 1000
"""Longer lists go to a program, and it takes a while to compare so many ids."""

MEANT = {
    "open": "open:true",
    "overdue": "overdue:true",
    "late": "overdue:true",
    "today": "since:today",
    "yesterday": "since:yesterday",
}
"""Words of which nobody means the word."""

FORMS = ("table", "csv")
SCREENFUL = 50
"""How many are listed for people, and in JSON, where no number is given."""


class TwoForms(UsageError):
    """Two flags ask for two forms of one list."""

    code = "two-forms"

    def __init__(self, one: str, other: str, help_on: str = "rcalog help lists") -> None:
        super().__init__(f"{one} and {other} do not go together", hint=help_on)


class Form(Value):
    """What was asked for: how to sort, how many, which columns, and in which form."""

    sort: str | None = None
    limit: int | None = None
    columns: str | None = None
    format: str = FORMS[0]
    ids: bool = False

    def check(self, *, json: bool) -> None:
        """Make sure that one form is asked for.

        Raises:
            TwoForms, NoSuchName.
        """
        if self.format not in FORMS:
            raise NoSuchName("format", self.format, FORMS)
        said = {"--json": json, "--ids": self.ids, "--format csv": self.format == "csv"}
        forms = [name for name, is_said in said.items() if is_said]
        forms += ["--columns"] if self.columns is not None and (json or self.ids) else []
        if len(forms) > 1:
            raise TwoForms(*forms[:2])

    def most(self, usual: int | None) -> int | None:
        """Return how many to list at most, None for all; what goes into a file or a pipe is never cut unasked."""
        if self.limit is None:
            return None if self.ids or self.format == "csv" else usual
        return self.limit or None


class Listed(Value):
    """What is listed, and how each of it is shown: its name, its cells for people, its object for programs."""

    rows: Sequence[Any]
    total: int
    known: Mapping[str, Column]
    names: Sequence[str]
    columns: Callable[[Page], list[Sequence[str]]]
    name: Callable[[Any], str]
    data: Callable[[Any], object]
    nothing: str

    def show(self, c: Context, form: Form) -> None:
        """Show it in the form that was asked for."""
        if form.ids:
            c.output.write("".join(f"{self.name(row)}\n" for row in self.rows))
        elif form.format == "csv":
            from rcalog.cli.csvform import as_csv

            values = [self.known[name].value for name in self.names]
            speak_utf8(c.output.stdout)
            c.output.write(as_csv(([value(row) for value in values] for row in self.rows), self.names))
        else:
            c.output.result(self._listing() if c.json else None, self.table)

    def _listing(self) -> object:
        from rcalog.cli.dto import listing

        return listing([self.data(row) for row in self.rows], total=self.total)

    def table(self, page: Page) -> None:
        """Put it on a page for people."""
        page.columns(self.columns(page), head=self.names)
        if not self.rows:
            page.line(self.nothing)
        elif self.total > len(self.rows):
            page.line(f"{self.total - len(self.rows)} more: --limit 0")


def list_incidents(c: Context, filters: Sequence[str] | None, form: Form) -> None:
    """Show the incidents that match."""
    form.check(json=c.json)
    c.book.ask_git()
    from rcalog.services import listing as service

    names = chosen(form.columns, INCIDENTS, OF_INCIDENTS)
    sort = Sort.read(form.sort, INCIDENT_SORTS) if form.sort else NEWEST
    query, whole = c.query(filters), c.json or not IN_THE_DATA.isdisjoint(names)
    if form.format == FORMS[0] and _is_plain(c.output) and in_the_index(names):
        _list_plainly(c, query, form, sort, ("id",) if form.ids else names)
        return
    with c.reading():
        found = service.list_incidents(
            c.book, query, limit=form.most(SCREENFUL), today=lambda: c.today, sort=sort, whole=whole
        )
    listed = Listed(
        rows=found.excerpts,
        total=found.total,
        known=INCIDENTS,
        names=names,
        columns=lambda page: incident_columns(found.excerpts, names, c.book, colour=page.colour),
        name=lambda one: one.id,
        data=lambda one: _incident_data(c, one),
        nothing="no incidents",
    )
    listed.show(c, form)
    _hint_at_keys(c, query, found.total)
    _warn_of_twins(c, [one.id for one in found.excerpts])
    c.tell_what_is_missing(found.broken)


def _hint_at_keys(c: Context, query: Query, total: int) -> None:
    """Say of a word that nothing has, and that is said otherwise in a filter, that it was looked for as a word."""
    if total or not query.terms:
        return
    from rcalog.model.query.terms import Word

    for term in query.terms:
        if isinstance(term, Word) and (meant := MEANT.get(term.text.casefold())):
            c.output.hint(f"{term} was looked for as a word; did you mean {meant}?")


def _warn_of_twins(c: Context, ids: Sequence[str]) -> None:
    """Warn of an id that several of the files have that are listed, where somebody may read the list."""
    if len(ids) > READ or len(set(ids)) == len(ids):
        return
    from collections import Counter

    for name in (each for each, files in Counter(ids).most_common(FEW) if files > 1):
        c.output.warn(f"several files have the id {name}: rcalog check says which")


def _is_plain(output: Output) -> bool:
    """Return whether the result is text without colours that nobody looks at on a terminal: for a pipe, or a file."""
    return not output.json and not output.colour and not is_terminal(output.stdout)


def _list_plainly(c: Context, query: Query, form: Form, sort: Sort, names: Sequence[str]) -> None:
    """Show the incidents that match to whoever reads text without colours: the same, and ten thousand at once."""
    from rcalog.services import listing as service

    most = form.most(SCREENFUL)
    if most is None and not query.terms and not form.ids:
        _list_whole(c, sort, names)
        return
    with c.reading():
        found = service.list_cells(c.book, query, names, limit=most, today=lambda: c.today, sort=sort)
    _in_columns(c, names, found).show(c, form)
    _hint_at_keys(c, query, found.total)
    if "id" in names:
        _warn_of_twins(c, found.columns[names.index("id")])
    c.tell_what_is_missing(found.broken)


def _list_whole(c: Context, sort: Sort, names: Sequence[str]) -> None:
    """Show all incidents likewise: as they were shown before, where nothing has changed since."""
    from rcalog.cli.whole import Whole

    whole = Whole(c, names, sort)
    with c.reading():
        found = whole.found()
    if found.told:
        whole.write(found.told.text)
    else:
        whole.show(_in_columns(c, names, found, whole.times).table, rows=found.total)
        if "id" in names:
            _warn_of_twins(c, found.columns[names.index("id")])
    c.tell_what_is_missing(found.broken)


def _in_columns(c: Context, names: Sequence[str], found: Cells, times: Wall | None = None) -> Listed:
    return Listed(
        rows=found.columns[0],
        total=found.total,
        known=INCIDENTS,
        names=names,
        columns=lambda _: plain_columns(found, names, c.book, times),
        name=str,
        data=str,
        nothing="no incidents",
    )


def list_actions(c: Context, wanted: TaskFilter, form: Form) -> None:
    """Show the actions that match."""
    from rcalog.services import tasks as service

    form.check(json=c.json)
    names = chosen(form.columns, ACTIONS, OF_ACTIONS)
    sort = Sort.read(form.sort, ACTION_SORTS) if form.sort else PRESSING
    with c.reading():
        found = service.list_actions(c.book, wanted, today=c.today, sort=sort)
    rows = found.items[: form.most(None)]
    listed = Listed(
        rows=rows,
        total=len(found.items),
        known=ACTIONS,
        names=names,
        columns=lambda _: action_columns(rows, names, c.book),
        name=lambda one: f"{one.incident}/{one.id}",
        data=_task_data,
        nothing="no actions",
    )
    listed.show(c, form)
    _hint_at_keys(c, wanted.query, listed.total)
    c.tell_what_is_missing(found.broken)


def _incident_data(c: Context, found: Excerpt) -> object:
    from rcalog.cli.incident_dto import excerpt_object

    return excerpt_object(found, today=c.today)


def _task_data(task: Task) -> object:
    from rcalog.cli.incident_dto import task_object

    return task_object(task)
