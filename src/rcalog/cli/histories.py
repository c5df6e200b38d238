"""What became of records: revision by revision, field by field, for people as it is found."""

from __future__ import annotations

import sys
from itertools import chain, islice

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.services.past import Past, Wanted
    from rcalog.services.trail import RecordFile

FEW = 12
"""Fields of a new record that are shown; the rest is in the record."""

SAID = ("schema", "id")
"""Fields of a new record that its name says already."""

WIDTH = 110
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
    from rcalog.services.trail import plainly_named

    file = plainly_named(c.book, incident) if incident else None
    c.book.ask_git(look=incident is not None and file is None)
    from rcalog.services.past import past

    wanted = _wanted(c, since, field, author)
    if incident and file is None:
        file = record_file(c, incident)
    found = past(c.book, file, wanted, by_index=True)
    with c.working("reading history"):
        most = min(limit, sys.maxsize) or None
        first = list(islice(found, most if c.json else 1))
    few = islice(chain(first, found), most)
    if c.json:
        from rcalog.cli.dto import listing

        items = [past_data(each) for each in few]
        more = next(found, None) is not None
        c.output.result(listing(items) | ({"total": None, "truncated": True} if more else {}), lambda _: None)
        _remember_paths(c)
        return
    c.flow(_pages(c, few, "no such change" if file or since or field or author else "no commits yet"))
    if next(found, None) is not None:
        c.output.hint("there is more: --limit 0")
    _remember_paths(c)


def _remember_paths(c: Context) -> None:
    from rcalog.logbook.git.graph import remember_paths

    remember_paths(c.book.place)


def _wanted(c: Context, since: str | None, field: str | None, author: str | None) -> Wanted:
    from rcalog.services.past import Wanted, read_field

    began = None
    if since:
        from rcalog.cli.periods import read_bounds

        began, _ = read_bounds(c, since)
    return Wanted(began, author, read_field(field) if field else None)


def record_file(c: Context, ref: str) -> RecordFile:
    """Return the record that is meant; where one is called so, or it is the newest, without reading it.

    Raises:
        NoSuchIncident, AmbiguousReference.
    """
    from rcalog.logbook.index.asking import SHORTEST
    from rcalog.model.display import width
    from rcalog.services.trail import RecordFile

    name = ref.strip().casefold()
    is_part = width(name) >= SHORTEST
    found = c.book.index.ask(lambda asker: asker.newest() if name == "@" else asker.called(name, may_be_part=is_part))
    if len(found) == 1 and found[0].id and (name == "@" or not name.startswith("@")):
        return RecordFile(found[0].id, found[0].file)
    from rcalog.cli.choosing import named_ever

    return named_ever(c, ref)


def past_data(each: Past) -> dict[str, object]:
    """Return a revision as programs get it."""
    from rcalog.cli.incident_dto import change_data

    revision = each.revision
    return {
        "commit": revision.commit,
        "author": revision.author,
        "email": revision.email,
        "at": revision.when.isoformat(),
        "subject": revision.subject,
        "operation": next(iter(revision.trailers.get("Operation", ())), None),
        "path": revision.path,
        "old_path": revision.old_path,
        "incident_id": each.incident,
        "title": each.title,
        "created": each.created,
        "removed": each.removed,
        "unreadable": each.unreadable,
        "compared": each.compared,
        "changes": [change_data(change) for change in each.changes],
    }


def _pages(c: Context, found: Iterator[Past], nothing: str) -> Iterator[Page]:
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


def _show(page: Page, each: Past, c: Context) -> None:
    from rcalog.cli.output import bold, cyan, dim
    from rcalog.model.changes import describe

    revision = each.revision
    when = f"{revision.when.astimezone(c.book.settings.wall_zone()):%Y-%m-%d %H:%M}"
    page.line(cyan(revision.short), f"  {when}  ", bold(revision.author), f"  {revision.subject}")
    for line in _what(each):
        page.line("    ", dim(line))
    told = [change for change in each.changes if not each.created or change.path not in SAID]
    few = told[:FEW] if each.created else told
    for change in few:
        page.line("    ", describe(change, width=WIDTH))
    if len(told) > len(few):
        page.line(dim(f"    and {len(told) - len(few)} more"))


def _what(each: Past) -> Iterator[str]:
    """Yield what cannot be said as a change of a field."""
    revision = each.revision
    if each.incident and each.incident not in revision.subject:
        yield f"{each.incident}  {each.title}"
    if each.created:
        yield f"made: {revision.path}"
    if each.removed:
        yield f"removed: {revision.path}"
    if revision.old_path:
        yield f"renamed: {revision.old_path} -> {revision.path}"
    if each.unreadable:
        yield "it could not be read any more"
    if each.compared:
        yield f"it could be read again; compared with {each.compared}:"
