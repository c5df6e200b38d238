"""One incident, as it stands or as it stood."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.logbook.records import Record
    from rcalog.services.then import Then


def show_incident(c: Context, incident: str | None, *, yaml: bool = False, at: str | None = None) -> None:
    """Show the incident that is meant: as a page, or as its file; as it is, or as it was then."""
    from rcalog.cli.incident_dto import record_object
    from rcalog.logbook.records import BrokenRecord

    if at:
        _show_then(c, incident, at, yaml=yaml)
        return
    try:
        record = c.record(incident, purpose="reading")
    except BrokenRecord as error:
        if yaml and not c.json:  # it can be looked at all the same
            _print(c, None, error.broken.raw.decode("utf-8", "replace"))
        raise
    data = {"incident": record_object(record, today=c.today)}
    if yaml:
        _print(c, data, record.document.text)
    else:
        c.paged(data, lambda page: _write(page, record, c))


def _show_then(c: Context, incident: str | None, at: str, *, yaml: bool) -> None:
    """Show a record as it was; what was late then is late in it."""
    from rcalog.cli.histories import written
    from rcalog.cli.incident_dto import record_object

    then = _found(c, incident, at)
    record, revision = then.record, then.revision
    back = c.back_at(then.moment)
    times = {"at": revision.when.isoformat(), "committed": revision.committed.isoformat()}
    said = {"commit": revision.commit, **times, "author": revision.author}
    data = {"incident": record_object(record, today=back.today), "revision": said}
    if then.is_cut:
        c.output.warn(f"history begins with {revision.short} (shallow clone): git fetch --unshallow")
    if yaml:
        _print(c, data, record.document.text)
        return
    since = "in" if then.is_cut else "from"
    c.output.note(
        f"as it was {since} {revision.short}, {written(revision, c.zone)}, {revision.author}: {revision.subject}"
    )
    c.paged(data, lambda page: _write(page, record, back))


def _found(c: Context, incident: str | None, at: str) -> Then:
    """Return the record as it was at a time, or in a commit, that was typed."""
    from rcalog.cli.choosing import named_ever
    from rcalog.cli.histories import record_file
    from rcalog.cli.periods import read_bounds
    from rcalog.logbook.repository import UnknownRevision
    from rcalog.model.timegrammar.errors import MomentNotUnderstood, TimeNotUnderstood
    from rcalog.services.then import record_at, record_in

    file = record_file(c, incident) if incident else named_ever(c, None)
    try:
        _, moment = read_bounds(c, at)
    except TimeNotUnderstood as error:
        try:
            return record_in(c.book, file, at)
        except UnknownRevision:
            raise MomentNotUnderstood(error.text, error.reason, error.near) from None
    return record_at(c.book, file, moment)


def _write(page: Page, record: Record, c: Context) -> None:
    from rcalog.cli.incident_page import write_incident  # loads rich, which programs do not need

    write_incident(page, record, c)


def _print(c: Context, data: object, text: str) -> None:
    """Print a file: made harmless where somebody reads it, else byte for byte."""
    from rcalog.cli.streams import is_terminal, speak_utf8

    if c.json or is_terminal(c.output.stdout):
        c.paged(data, lambda page: page.text(text.removesuffix("\n")))
    else:
        speak_utf8(c.output.stdout)
        c.output.write(text)
