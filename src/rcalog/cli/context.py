"""What a command is given: the logbook, the clock, the output, and somebody to ask."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, nullcontext
from functools import cached_property

from rcalog.cli.streams import is_terminal
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime, tzinfo
    from enum import StrEnum
    from pathlib import Path
    from tempfile import TemporaryDirectory
    from typing import NoReturn, TypeVar

    from rcalog.cli.ask import Asker
    from rcalog.cli.output import Output, Page
    from rcalog.clock import Clock
    from rcalog.errors import RcalogError
    from rcalog.logbook.ahead import Ahead
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Unread
    from rcalog.logbook.records import Record
    from rcalog.logbook.references import Purpose
    from rcalog.model.query.periods import Period
    from rcalog.model.query.query import Query
    from rcalog.model.spoken import Language

    Choice = TypeVar("Choice", bound=StrEnum)


REPORTERS = ("check", "doctor")
"""Commands whose result tells what is odd about the policy."""


class Session:
    """What one run of the program has, whatever the command."""

    def __init__(self, output: Output, clock: Clock, ahead: Ahead | None = None) -> None:
        self.output, self.clock = output, clock
        self.ahead = ahead
        """What git was asked before all of the program was loaded."""
        self.book: Logbook | None = None
        """The logbook, once one is open."""
        self.scratch: TemporaryDirectory[str] | None = None
        """Where the logbook is that a dry run pretends to make."""

    @property
    def state(self) -> Path | None:
        """Where a crash log goes: the state folder of the clone, where a logbook is open."""
        return self.book.state if self.book else None


class Context(Value):
    """What one command is given.

    `logbook` is what `-C` named. Options that a command does not have are False.
    """

    session: Session
    command: str
    logbook: Path | str | None = None
    no_input: bool = False
    dry_run: bool = False
    no_pager: bool = False
    allow_secret: tuple[str, ...] = ()
    takes_reference: bool = False
    """Whether the incident is named by an argument, and not by `-i`."""
    env: Mapping[str, str] = os.environ

    @property
    def output(self) -> Output:
        """Where the result goes."""
        return self.session.output

    @property
    def clock(self) -> Clock:
        """The clock of this run."""
        return self.session.clock

    @property
    def json(self) -> bool:
        """Whether a program is listening."""
        return self.output.json

    @cached_property
    def now(self) -> datetime:
        """The moment at which the command first looked at the clock, with an offset."""
        return self.clock.now()

    @cached_property
    def interactive(self) -> bool:
        """Whether somebody can be asked: stdin and stderr are terminals, and nothing forbids it."""
        forbidden = self.no_input or is_on(self.env, "RCALOG_NO_INPUT") or is_on(self.env, "CI")
        return not forbidden and is_terminal(sys.stdin) and is_terminal(sys.stderr)

    @cached_property
    def book(self) -> Logbook:
        """The logbook that is meant, opened.

        Raises:
            NoLogbook: where there is none; see also `book_for_new`.
        """
        from rcalog.cli.opening import open_logbook

        return self._opened(open_logbook(self))

    def book_for_new(self) -> Logbook:
        """Return the logbook for a new record, which is also `book` from then on; made where there is none yet."""
        from rcalog.cli.opening import open_or_make

        self.__dict__["book"] = self._opened(open_or_make(self))
        return self.book

    def book_to_examine(self) -> tuple[Logbook, RcalogError | OSError | None]:
        """Return the logbook, and why its policy could not be read where that is so: then it is opened without one."""
        from rcalog.cli.opening import open_in_any_case

        book, unopened = open_in_any_case(self)
        self.__dict__["book"] = self._opened(book)
        return book, unopened

    def record(self, ref: str | None, *, purpose: Purpose = "event", lang: Language = "en") -> Record:
        """Return the incident that a reference names; without one, that which is meant for an event, or an analysis.

        Where several may be meant it is asked in `lang`.

        Raises:
            NoSuchIncident, AmbiguousReference, NoDefaultIncident, BrokenRecord.
        """
        from rcalog.cli.choosing import find_record

        return find_record(self, ref, purpose, lang)

    def record_to_change(self, ref: str | None, *, purpose: Purpose = "event", stdin: str | None = None) -> Record:
        """Return the incident that is to be changed, in such a way that what was typed is kept where it cannot be.

        `stdin` is the command that reads stdin, if this one does.

        Raises:
            What `record` raises.
        """
        from rcalog.cli.choosing import find_record_to_change

        return find_record_to_change(self, ref, purpose, stdin)

    @cached_property
    def zone(self) -> tzinfo:
        """The zone in which times without one are meant."""
        return self.book.zone

    @property
    def today(self) -> date:
        """The date in that zone."""
        return self.now.astimezone(self.book.settings.wall_zone()).date()

    def back_at(self, moment: datetime) -> Context:
        """Return this context as it was at a moment of the past."""
        from copy import copy

        back = copy(self)
        back.__dict__["now"] = moment
        return back

    def language(self, flag: str | None = None) -> Language:
        """Return the language of interviews and reports; `flag` is what `--lang` said."""
        return self.book.settings.language(flag)

    @cached_property
    def asker(self) -> Asker:
        """Who puts questions to the user; without a terminal it takes the default, or names the flag to give."""
        from rcalog.cli.ask import Asker

        return Asker(self.output, self.interactive)

    def query(self, filters: Sequence[str] | None) -> Query:
        """Return the query that filters make; a team's own words for severities are known, and `since:yesterday`.

        Raises:
            QuerySyntaxError.
        """
        from rcalog.model.query.query import EVERYTHING

        if not filters:
            return EVERYTHING
        from rcalog.model.query.parsing import parse_query

        if not all(map(str.strip, filters)):
            from rcalog.model.query.keyed import QuerySyntaxError

            raise QuerySyntaxError("", "an empty filter means nothing", "leave it out, if all are meant")
        return parse_query(filters, self.book.basics.labels, self._period)

    def _period(self, text: str) -> Period:
        from rcalog.cli.periods import read_period

        return read_period(self, text)

    def one_of(self, kind: type[Choice], text: str) -> Choice:
        """Return the member of an enumeration that a person named.

        Raises:
            NotAChoice: for anything else, with what was probably meant.
        """
        known = {member.value: member for member in kind}
        found = known.get(text.strip().casefold())
        if found is None:
            from rcalog.cli.ask import NotAChoice

            raise NotAChoice(text, list(known))
        return found

    def paged(self, data: object, show: Callable[[Page], None]) -> None:
        """Give a result that may be long: through the pager, where somebody reads along."""
        from rcalog.cli.pager import through_pager

        pager = "" if self.no_pager else self._pager
        self.output.result(data, show, through=lambda output, page: through_pager(output, [str(page)], command=pager))

    def flow(self, pages: Iterable[Page]) -> None:
        """Show a result for people that comes bit by bit: through the pager, where somebody reads along."""
        if not is_terminal(self.output.stdout):
            for page in pages:
                self.output.write(str(page))
            return
        from rcalog.cli.pager import through_pager

        through_pager(self.output, map(str, pages), command="" if self.no_pager else self._pager)

    def working(self, text: str) -> AbstractContextManager[Callable[[str], None]]:
        """Show a sign of life while a block runs that may take long; what it is given changes the text."""
        if not self.output.is_watched:
            return nullcontext(lambda _: None)
        from rcalog.cli.progress import working

        return working(self.output, text)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Show a sign of life while a block asks the index, and how many records are read for that."""
        with self.working("reading records") as say:
            self.book.index.tell = lambda done: say(f"reading records ({done})")
            yield

    def tell_what_is_missing(self, broken: Sequence[Unread]) -> None:
        """Warn of the records that a list cannot show: they cannot be read, or are not here."""
        if broken:
            from rcalog.cli.broken import warn_of

            warn_of(self, broken)
        if self.book.index.hides:
            from rcalog.cli.broken import warn_of_hidden

            warn_of_hidden(self)

    def fail(self, findings: Iterable[object], *, code: int = 1) -> NoReturn:
        """End the command, after its result was given, because of these findings: the errors of the envelope."""
        import typer

        from rcalog.cli.errors import entry_of

        self.output.errors += [entry_of(found) for found in findings]
        raise typer.Exit(code)

    @property
    def _pager(self) -> str:
        from rcalog.cli.pager import default_pager

        return self.book.repo.pager() if "book" in self.__dict__ else default_pager(self.env)

    def _opened(self, book: Logbook) -> Logbook:
        self.session.book = book
        book.warn = self.output.warn
        self.output.top = book.place.folder
        for finding in book.warnings if self.command not in REPORTERS else ():
            place = self.output.where(finding.file or "", finding.line, finding.column)
            self.output.warn(f"{place}: {finding.message}{f' ({finding.hint})' if finding.hint else ''}")
        return book


def is_on(env: Mapping[str, str], name: str) -> bool:
    """Return whether a switch in the environment is on."""
    return env.get(name, "").lower() not in ("", "0", "false", "no")
