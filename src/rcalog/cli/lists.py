"""The lists of incidents and of actions, in the form that was asked for: a table, CSV, ids alone, or JSON."""

from __future__ import annotations

from rcalog.cli.columns import (
    IN_THE_DATA,
    INCIDENTS,
    OF_INCIDENTS,
    Column,
    chosen,
    in_the_index,
    incident_columns,
    plain_columns,
)
from rcalog.cli.streams import is_terminal, speak_utf8
from rcalog.errors import UsageError
from rcalog.model.query.sorting import INCIDENT_SORTS, NEWEST, NoSuchName, Sort
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from rcalog.cli.broken import UnreadRow
    from rcalog.cli.context import Context
    from rcalog.cli.output import Output, Page
    from rcalog.cli.wall import Wall
    from rcalog.logbook.index import Cells, Excerpt, Found, Unread
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

    @property
    def shows_unread(self) -> bool:
        """Whether records that cannot be read are rows: not where each row is taken for an incident's values."""
        return not self.ids and self.format == FORMS[0]

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
    columns: Callable[[Page], Sequence[Sequence[str]]]
    name: Callable[[Any], str]
    data: Callable[[Any], object]
    nothing: str
    broken: Sequence[Unread]
    """All records that cannot be read, whatever is listed."""
    unread: Sequence[UnreadRow] = ()
    """Those of them that are listed."""

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

        items = [self.data(row) for row in self.rows]
        for each in self.unread:
            items.insert(each.at, each.data)
        return listing(items, total=self.total) | {"unreadable": len(self.broken)}

    def table(self, page: Page) -> None:
        """Put it on a page for people."""
        shown, columns = len(self.rows) + len(self.unread), self.columns(page)
        if self.unread:
            from rcalog.cli.broken import with_cells

            columns = with_cells(columns, self.unread, self.names)
        page.columns(columns, head=self.names)
        if not shown:
            page.line(self.nothing)
        elif self.total > shown:
            page.line(f"{self.total - shown} more: --limit 0")


def list_incidents(c: Context, filters: Sequence[str] | None, form: Form) -> None:
    """Show the incidents that match."""
    form.check(json=c.json)
    c.book.ask_git()
    from rcalog.services import listing as service

    names = chosen(form.columns, INCIDENTS, OF_INCIDENTS)
    sort = Sort.read(form.sort, INCIDENT_SORTS) if form.sort else NEWEST
    query, whole = c.query(filters), c.json or not IN_THE_DATA.isdisjoint(names)
    if _is_plain(c.output, form) and in_the_index(names) and _list_plainly(c, query, form, sort, names):
        return
    limit = form.most(SCREENFUL)
    with c.reading():
        found = service.list_incidents(c.book, query, limit=limit, today=lambda: c.today, sort=sort, whole=whole)
    found, unread = _among(c, found, query, form, sort)
    listed = Listed(
        rows=found.excerpts,
        total=found.total,
        known=INCIDENTS,
        names=names,
        columns=lambda page: incident_columns(found.excerpts, names, c.book, colour=page.colour),
        name=lambda one: one.id,
        data=lambda one: _incident_data(c, one),
        nothing="no incidents",
        broken=found.broken,
        unread=unread,
    )
    listed.show(c, form)
    hint_at_keys(c, query, found.total)
    _warn_of_twins(c, [one.id for one in found.excerpts])
    c.tell_what_is_missing(found.broken)


def hint_at_keys(c: Context, query: Query, total: int) -> None:
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


def _is_plain(output: Output, form: Form) -> bool:
    """Return whether the result is text without colours that nobody looks at on a terminal: for a pipe, or a file."""
    return form.format == FORMS[0] and not output.json and not output.colour and not is_terminal(output.stdout)


def _among(c: Context, found: Found, query: Query, form: Form, sort: Sort) -> tuple[Found, Sequence[UnreadRow]]:
    """Return a list with the rows of records that cannot be read."""
    if not found.broken or not form.shows_unread:
        return found, ()
    from rcalog.cli.broken import with_rows

    return with_rows(c, found, query, sort, form.most(SCREENFUL))


def _list_plainly(c: Context, query: Query, form: Form, sort: Sort, names: Sequence[str]) -> bool:
    """Show the incidents that match to whoever reads text without colours: the same, and ten thousand at once.

    Return whether it was done: not where records that cannot be read stand between them.
    """
    from rcalog.services import listing as service

    most = form.most(SCREENFUL)
    if most is None and not query.terms and not form.ids:
        return _list_whole(c, sort, names)
    names = ("id",) if form.ids else names
    with c.reading():
        found = service.list_cells(c.book, query, names, limit=most, today=lambda: c.today, sort=sort)
    if found.broken and form.shows_unread:
        from rcalog.services.unread import meant

        if meant(c.book, found.broken, query):
            return False
    _in_columns(c, names, found).show(c, form)
    hint_at_keys(c, query, found.total)
    if "id" in names:
        _warn_of_twins(c, found.columns[names.index("id")])
    c.tell_what_is_missing(found.broken)
    return True


def _list_whole(c: Context, sort: Sort, names: Sequence[str]) -> bool:
    """Show all incidents likewise: as they were shown before, where nothing has changed since."""
    from rcalog.cli.whole import Whole

    whole = Whole(c, names, sort)
    with c.reading():
        found = whole.found()
    if found.broken:
        return False
    if found.told:
        whole.write(found.told.text)
    else:
        whole.show(_in_columns(c, names, found, whole.times).table, rows=found.total)
        if "id" in names:
            _warn_of_twins(c, found.columns[names.index("id")])
    c.tell_what_is_missing(found.broken)
    return True


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
        broken=found.broken,
    )


def _incident_data(c: Context, found: Excerpt) -> object:
    from rcalog.cli.incident_dto import excerpt_object

    return excerpt_object(found, today=c.today)
