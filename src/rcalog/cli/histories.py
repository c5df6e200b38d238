"""What became of records: revision by revision, field by field, for people as it is found."""

from __future__ import annotations

import sys
from itertools import chain, islice

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo
    from typing import TypeVar

    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.logbook.history import Revision
    from rcalog.logbook.index import Asker
    from rcalog.services.past import Past
    from rcalog.services.telling import Told
    from rcalog.services.trail import RecordFile
    from rcalog.services.wanted import Wanted

    T = TypeVar("T")
    ToWant = Callable[[RecordFile | None], Wanted]

READING = "reading history"
A_DAY_S = 24 * 60 * 60
USUAL = 100
"""Revisions that are shown where no number is given."""


def show_history(
    c: Context,
    incident: str | None = None,
    *,
    since: str | None = None,
    field: str | None = None,
    author: str | None = None,
    limit: int = USUAL,
) -> None:
    """Show the revisions that are wanted, of a record or of all."""
    c.book.ask_git(look=False)
    most = min(limit, sys.maxsize - 1) or None  # one more is looked for

    def wanted(file: RecordFile | None) -> Wanted:
        return _wanted(c, file, since, field, author)

    if c.json:
        is_any = _give(c, incident, wanted, most)
    else:
        nothing = "no such change" if incident or since or field or author else "no commits yet"
        is_any = _tell(c, incident, wanted, most, nothing)
    if author and not is_any:
        _hint_at_authors(c, author)
    warn_of_cut(c)
    _remember_paths(c)


def _hint_at_authors(c: Context, author: str) -> None:
    """Warn where nobody is called so, and say who is called nearly so."""
    from rcalog.services.wanted import Wanted, unknown_author

    near = unknown_author(c.book, Wanted(author=author))
    if near is not None:
        c.output.warn(f"nobody who committed a record is called {author}")
    for name in near or ():
        c.output.hint(f"rcalog history --author {name}")


def warn_of_cut(c: Context) -> None:
    """Warn where a shallow clone leaves out the beginning of the history."""
    from rcalog.logbook.git.heads import cut_off

    if cut_off(c.book.place):
        c.output.warn("this shallow clone does not have the whole history: git fetch --unshallow")


def _give(c: Context, incident: str | None, wanted: ToWant, most: int | None) -> bool:
    """Give revisions to a program; return whether there are any."""
    from rcalog.cli.dto import listing
    from rcalog.services.past import past

    def found_in(file: RecordFile | None) -> Iterator[Past]:
        return past(c.book, file, wanted(file), by_index=True)

    found = of_named(c, incident, lambda file: _first(found_in(file), most)) if incident else found_in(None)
    with c.working(READING):
        items = [past_data(each) for each in islice(found, most)]
    more = next(found, None) is not None
    c.output.result(listing(items) | ({"total": None, "truncated": True} if more else {}), lambda _: None)
    return bool(items)


def _tell(c: Context, incident: str | None, wanted: ToWant, most: int | None, nothing: str) -> bool:
    """Show revisions, else that there are none; return whether there are any."""
    from rcalog.services.telling import telling

    def found_in(file: RecordFile | None) -> Iterator[Told]:
        return telling(c.book, file, wanted(file))

    found = of_named(c, incident, lambda file: _first(found_in(file), most)) if incident else found_in(None)
    with c.working(READING):
        first = list(islice(found, 1))
    c.flow(_pages(c, islice(chain(first, found), most), nothing))
    if next(found, None) is not None:
        c.output.hint("there is more: --limit 0")
    return bool(first)


def _first(found: Iterator[T], most: int | None) -> Iterator[T]:
    """Return as many as are shown, and one more, worked out at once."""
    return iter(list(islice(found, None if most is None else most + 1)))


def _remember_paths(c: Context) -> None:
    from rcalog.logbook.git.graph import remember_paths

    remember_paths(c.book.place)


def _wanted(c: Context, file: RecordFile | None, since: str | None, field: str | None, author: str | None) -> Wanted:
    from rcalog.services.wanted import Wanted, read_field

    began = None
    if since:
        from rcalog.cli.periods import read_bounds

        began, _ = read_bounds(c, since)
    return Wanted(began, author, read_field(field, c.book, file) if field else None)


def record_file(c: Context, ref: str) -> RecordFile:
    """Return the record that is meant; where one is called so, or it is the newest, without reading it.

    Raises:
        NoSuchIncident, AmbiguousReference.
    """
    return of_named(c, ref, lambda file: file)


def of_named(c: Context, ref: str, ask: Callable[[RecordFile], T]) -> T:
    """Return what is asked of the record that is meant (see `record_file`), which may be asked while git still looks.

    Raises:
        NoSuchIncident, AmbiguousReference, and what asking raises.
    """
    from rcalog.services.trail import RecordFile, plainly_named

    if plain := plainly_named(c.book, ref):
        with c.working(READING):
            return ask(plain)
    c.book.ask_git()
    from rcalog.logbook.index.asking import SHORTEST
    from rcalog.model.display import width

    name = ref.strip().casefold()
    is_part = width(name) >= SHORTEST

    def asked(asker: Asker) -> tuple[T] | None:
        found = asker.newest() if name == "@" else asker.called(name, may_be_part=is_part)
        is_one = len(found) == 1 and found[0].id and (name == "@" or not name.startswith("@"))
        return (ask(RecordFile(str(found[0].id), found[0].file)),) if is_one else None

    with c.working(READING):
        told = c.book.index.ask(asked, early=True)
    if told:
        return told[0]
    from rcalog.cli.choosing import named_ever

    file = named_ever(c, ref)
    with c.working(READING):
        return ask(file)


def past_data(each: Past) -> dict[str, object]:
    """Return a revision as programs get it."""
    from rcalog.cli.incident_dto import change_data

    revision = each.revision
    return {
        "commit": revision.commit,
        "author": revision.author,
        "email": revision.email,
        "at": revision.when.isoformat(),
        "committed": revision.committed.isoformat(),
        "subject": revision.subject,
        "operation": next(iter(revision.trailers.get("Operation", ())), None),
        "path": revision.path,
        "old_path": revision.old_path,
        "incident_id": each.incident,
        "title": each.title,
        "created": each.created,
        "removed": each.removed,
        "unreadable": each.unreadable,
        "cut": each.cut,
        "compared": each.compared,
        "changes": [change_data(change) for change in each.changes],
    }


def _pages(c: Context, found: Iterator[Told], nothing: str) -> Iterator[Page]:
    """Yield a page for each revision, as they come."""
    shown = 0
    for each in found:
        page = c.output.page()
        if shown:
            page.line("")
        _show(page, each, c)
        shown += 1
        yield page
    if not shown:
        page = c.output.page()
        page.line(nothing)
        yield page


def _show(page: Page, each: Told, c: Context) -> None:
    from rcalog.cli.folding import put
    from rcalog.cli.output import bold, cyan, dim

    revision = each.revision
    when = written(revision, c.book.settings.wall_zone())
    put(page, cyan(revision.short), f"  {when}  ", bold(revision.author), f"  {revision.subject}")
    for is_about, line in each.lines:
        put(page, "    ", dim(_from_here(line, revision, c)) if is_about else line)


def written(revision: Revision, zone: tzinfo | None) -> str:
    """Return when a revision was written, and when it was committed where that is another day's matter."""
    from rcalog.cli.wall import Wall
    from rcalog.logbook.git.dates import seconds

    moments = [seconds(revision.date), revision.at]
    when, committed = Wall(zone).tell(moments)
    return when if abs(moments[1] - moments[0]) < A_DAY_S else f"{when} (committed {committed})"


def _from_here(line: str, revision: Revision, c: Context) -> str:
    """Return what is said of a revision with the paths as somebody has to type them here."""
    path, old = revision.path, revision.old_path or ""
    for said, paths in (("made: {}", (path,)), ("removed: {}", (path,)), ("renamed: {} -> {}", (old, path))):
        if line == said.format(*paths):
            return said.format(*map(c.output.place, paths))
    return line
