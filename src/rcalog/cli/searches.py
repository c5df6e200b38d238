"""What a search has found: incidents with the lines that hold the words, or commits in which they came and went."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.logbook.index import Excerpt
    from rcalog.model.query.query import Query
    from rcalog.services.searching import Hit, Match, Search
    from rcalog.services.searching_past import Line, Turn, Turns

SCREENFUL = 50
NAMED = 3
"""Branches and tags that are named, of those that have a commit."""

SHOWN = 5
"""Lines of one incident, or of one commit, that are shown."""

NARROWEST = 10
"""Cells that a line with the words takes at least."""

WORDS = {"came": "came", "went": "went", "stayed": "changed"}


def search_for(
    c: Context,
    filters: Sequence[str] | None,
    *,
    limit: int | None = None,
    rank: bool = False,
    ids: bool = False,
    history: bool = False,
) -> None:
    """Show where words stand, unasked in a screenful; ids for a pipe are never cut unasked."""
    c.book.ask_git(look=not history, settings=history)
    query = c.query(filters)
    most = (None if ids else SCREENFUL) if limit is None else limit or None
    if history:
        _refuse(rank=rank, ids=ids)
        _past(c, query, most)
    else:
        _present(c, query, most, ranked=rank, ids=ids)


def _refuse(**given: bool) -> None:
    from rcalog.services.searching_past import NotInThePast

    for flag in (name for name, is_given in given.items() if is_given):
        raise NotInThePast(f"--{flag}")


def _present(c: Context, query: Query, limit: int | None, *, ranked: bool, ids: bool) -> None:
    from rcalog.services.searching import search_records

    with c.reading():
        found = search_records(
            c.book, query, limit=limit, today=lambda: c.today, ranked=ranked, whole=not ids or c.json
        )
    c.output.result(
        _data(found) if c.json else None, lambda page: _show_ids(page, found) if ids else _show(c, page, found)
    )
    _hint_at_signs(c, query)
    if not found.matches:
        c.output.note("nothing matches")
    elif found.total > len(found.matches):
        c.output.hint(f"{found.total - len(found.matches)} more: --limit 0")
    c.tell_what_is_missing(found.broken)


def _data(found: Search) -> object:
    from rcalog.cli.dto import listing

    data = listing([match_data(each) for each in found.matches], total=found.total)
    return data | {"unreadable": len(found.broken)}


def _hint_at_signs(c: Context, query: Query) -> None:
    """Say of a word that ends with a sign that the sign is not looked for, so that more is found than was meant."""
    from rcalog.model.query.terms import Word

    for term in query.terms:
        if isinstance(term, Word) and not term.text[-1:].isalnum():
            begins = "".join(each if each.isalnum() else " " for each in term.text).strip()
            c.output.hint(f"{term}: words are letters and digits alone, so this searched for what begins with {begins}")


def match_data(match: Match) -> dict[str, object]:
    """Return an incident with its hits, as programs get it; what a file that cannot be read does not tell is null."""
    told = match.excerpt
    return {
        "incident_id": match.incident,
        "title": told.title if told else None,
        "status": told.status if told else None,
        "severity": told.severity if told else None,
        "started": told.started if told else None,
        "path": match.file,
        "hits": [_hit_data(hit) for hit in match.hits],
    } | _why_unread(match)


def _why_unread(match: Match) -> dict[str, object]:
    if match.unread is None:
        return {}
    from rcalog.cli.broken import error_data

    return error_data(match.unread)


def _hit_data(hit: Hit) -> dict[str, object]:
    return {"field": hit.field, "line": hit.line, "text": hit.text, "ranges": [[*each] for each in hit.ranges]}


def _show_ids(page: Page, found: Search) -> None:
    for match in found.matches:
        page.line(match.incident or _stem(match.file))


def _stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yaml")


def _show(c: Context, page: Page, found: Search) -> None:
    from rcalog.cli.output import bold, dim, red

    for match in found.matches:
        told = match.excerpt
        page.gap()
        if told:
            _put(page, bold(told.id), "  ", *named(c, told))
        else:
            _put(page, bold(match.incident or _stem(match.file)), "  ", red(_unreadable(c, match)))
        for hit in _telling(match.hits):
            page.line("  ", c.output.where(match.file, hit.line), "  ", dim(hit.field or ""))
            _marked(page, "    ", hit)
        _show_more(page, len(match.hits) - SHOWN)


def _put(page: Page, *parts: str) -> None:
    """Add a line; on a terminal it is broken between words."""
    if page.cells is None:
        page.line(*parts)
        return
    from rcalog.cli.folding import put

    put(page, *parts)


def _unreadable(c: Context, match: Match) -> str:
    from rcalog.cli.broken import WHAT, said_of

    return said_of(c, match.unread) if match.unread else WHAT


def _telling(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that are shown: those whose lines have most of the words, in the order of the file."""
    said = {hit: len({hit.text[start:end].casefold() for start, end in hit.ranges}) for hit in hits}
    best = sorted(hits, key=lambda hit: -said[hit])[:SHOWN]
    return [hit for hit in hits if hit in best]


def named(c: Context, told: Excerpt) -> tuple[str, ...]:
    """Return what a line about an incident says after its id: status, severity in the team's words, title."""
    return (told.status, "  ", c.book.basics.label(told.severity), "  ", told.title)


def _show_more(page: Page, more: int) -> None:
    from rcalog.cli.output import dim

    if more > 0:
        page.line(dim(f"    and {more} more"))


def _marked(page: Page, before: str, found: Hit | Line) -> None:
    """Write a text with the words in it in bold; on a terminal, no more of it than the line takes."""
    from rcalog.cli.output import bold
    from rcalog.model.highlight import around

    text, ranges = found.text, list(found.ranges)
    if page.cells is not None:
        text, ranges = around(text, ranges, max(page.cells - len(before), NARROWEST))
    parts, end = [before], 0
    for start, stop in ranges:
        parts += [text[end:start], bold(text[start:stop])]
        end = stop
    page.line(*parts, text[end:])


def _past(c: Context, query: Query, limit: int | None) -> None:
    from rcalog.cli.histories import warn_of_cut
    from rcalog.services.searching_past import search_past

    what = "reading everything that the records ever said"
    with c.working(what) as tell:
        turns = search_past(c.book, query, limit=limit, tell=lambda number: tell(f"{what}: {number} changes"))
    c.output.result(_past_data(turns) if c.json else None, lambda page: _show_past(c, page, turns))
    for name in (name for term in query.terms for name in getattr(term, "alike", ())):
        c.output.hint(f"a record calls this {name}: rcalog search --history {name}")
    if not turns.found:
        what = "these never stood together" if len(query.terms) > 1 else "this never stood"
        c.output.note(f"{what} in a record that is committed on a branch or tag known here")
    elif turns.total is None:
        c.output.hint("there is more: --limit 0")
    elif turns.total > len(turns.found):
        c.output.hint(f"{turns.total - len(turns.found)} more: --limit 0")
    warn_of_cut(c)


def _past_data(turns: Turns) -> object:
    from rcalog.cli.dto import listing

    items = [turn_data(each) for each in turns.found]
    return listing(items, total=turns.total) | ({"total": None, "truncated": True} if turns.total is None else {})


def turn_data(turn: Turn) -> dict[str, object]:
    """Return what a commit did to the words, as programs get it."""
    return {
        "change": WORDS[turn.what],
        "commit": turn.commit,
        "author": turn.author,
        "email": turn.email,
        "at": turn.when.isoformat(),
        "subject": turn.subject,
        "path": turn.path,
        "old_path": turn.old_path,
        "incident_id": turn.incident,
        "lines": [_line_data(line) for line in turn.lines],
        "stands": turn.stands,
        "cut": turn.is_cut,
        "on": list(turn.on),
    }


def _line_data(line: Line) -> dict[str, object]:
    return {"added": line.is_new, "text": line.text, "ranges": [[*each] for each in line.ranges]}


def _show_past(c: Context, page: Page, turns: Turns) -> None:
    from rcalog.cli.output import bold, cyan, dim, green, red, yellow
    from rcalog.cli.wall import Wall
    from rcalog.logbook.git.dates import seconds

    paint = {"came": green, "went": red, "stayed": dim}
    here = c.book.repo.branch() or "HEAD" if any(turn.on for turn in turns.found) else ""
    times = Wall(c.book.settings.wall_zone()).tell([seconds(turn.date) for turn in turns.found])
    for turn, when in zip(turns.found, times, strict=True):
        page.gap()
        about = (cyan(turn.commit[:10]), "  ", bold(turn.author), f"  {turn.subject}")
        _put(page, paint[turn.what](WORDS[turn.what]), f"  {when}  ", *about)
        page.line("  ", dim(" -> ".join(c.output.place(path) for path in (turn.old_path, turn.path) if path)))
        if turn.on:
            _put(page, "    ", yellow(f"{_where(turn.on)}, not on {here}"))
        for line in turn.lines[:SHOWN]:
            _marked(page, "    + " if line.is_new else "    - ", line)
        _show_more(page, len(turn.lines) - SHOWN)
        if not turn.lines:
            page.line("    ", dim("(in a merge: each of its sides had some of the words)"))
        if turn.is_cut:
            page.line("    ", dim("history begins here (shallow clone)"))
        if turn.is_left_out:
            page.line("    ", red("not there any more: a merge left it out"))
        if turn.is_back:
            page.line("    ", dim("stands in the record now"))


def _where(references: Sequence[str]) -> str:
    """Return on which branches and tags a commit is, without naming more than a few."""
    from rcalog.logbook.git.refs import called

    names = [called(each) for each in references[:NAMED]]
    more = len(references) - len(names)
    return f"on {', '.join(names)}" + (f" and {more} more" if more else "")
