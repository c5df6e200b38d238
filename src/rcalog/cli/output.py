"""What a command shows: a page for people or one JSON envelope for programs, never both."""

from __future__ import annotations

import os
import sys

from rcalog.cli.streams import cells_of, discard, is_terminal, open_stream, wants_colour
from rcalog.cli.table import DEEPER, aligned, column_widths, folds, together
from rcalog.errors import RcalogError
from rcalog.model.display import pad, safe, shorten, wrap

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Self, TextIO

    from rcalog.cli.dto import ErrorEntry

CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class OutputRefused(RcalogError):
    """The result could not be written to stdout."""

    code = "output-refused"

    def __init__(self, error: OSError) -> None:
        super().__init__(f"could not write the result: {error.strerror}", hint="what the command did is done")


class Styled(str):
    """Text with a style, for `Page`; in an f-string it is plain text again. A style never carries meaning alone."""

    __slots__ = ("style",)
    style: str

    def __new__(cls, text: str, style: str) -> Self:
        """Make text of one of the styles in `CODES`."""
        styled = super().__new__(cls, text)
        styled.style = style
        return styled


def bold(text: str) -> Styled:
    """Return a heading, or a value to be seen first."""
    return Styled(text, "bold")


def dim(text: str) -> Styled:
    """Return what may be passed over."""
    return Styled(text, "dim")


def red(text: str) -> Styled:
    """Return what is wrong or hurts."""
    return Styled(text, "red")


def yellow(text: str) -> Styled:
    """Return what asks for attention."""
    return Styled(text, "yellow")


def green(text: str) -> Styled:
    """Return what is well."""
    return Styled(text, "green")


def cyan(text: str) -> Styled:
    """Return a reference or a command to type."""
    return Styled(text, "cyan")


class Page:
    """Lines for people; all text is made harmless here. `cells` is the terminal's width, None where there is none."""

    def __init__(self, *, colour: bool, cells: int | None) -> None:
        self.colour = colour
        self.cells = cells
        self.lines: list[str] = []
        """Each is one line, or many, with their ends between them."""

    def line(self, *parts: str) -> None:
        """Add one line; the parts stand side by side, a line break within one is spelt out."""
        shown = "".join([self._paint(part, safe(part)) for part in parts]) if self.colour else safe("".join(parts))
        self.lines.append(shown.rstrip(" "))

    def text(self, prose: str, *, indent: str = "") -> None:
        """Add text of several lines as it is, each behind `indent`."""
        for line in safe(prose, multiline=True).split("\n"):
            self.lines.append(f"{indent}{line}".rstrip(" "))

    def gap(self) -> None:
        """Add an empty line, unless one is there or nothing is."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def table(
        self, rows: Iterable[Sequence[str]], *, head: Sequence[str] = (), indent: str = "", whole: bool = False
    ) -> None:
        """Add rows in columns; on a terminal the last column is cut at the edge, or wrapped where it shall be whole."""
        cells = list(rows)
        if head and cells:
            cells.insert(0, [dim(name) for name in head])
        widths = column_widths(cells)
        for row in cells:
            self._row([*row] or [""], widths, indent, whole=whole)

    def columns(self, columns: Sequence[Sequence[str]], *, head: Sequence[str] = (), indent: str = "") -> None:
        """Add rows that are given column by column, all of them as long; the same as `table`, and faster for many."""
        if self.colour or self.cells is not None:
            self._listed([*zip(*columns, strict=True)], head, indent)
        elif columns and columns[0]:
            named = [(name, *column) for name, column in zip(head, columns, strict=True)] if head else columns
            for block in aligned(named):
                self.lines += [(indent + line).rstrip(" ") for line in block] if indent else ["\n".join(block)]

    def _listed(self, rows: list[tuple[str, ...]], head: Sequence[str], indent: str) -> None:
        """Add rows as a table, or each on several lines where the terminal is too narrow for that."""
        cells = [tuple(dim(name) for name in head), *rows] if head and rows else rows
        widths = column_widths(cells)
        groups = folds(cells, widths, self.cells - len(indent)) if self.cells is not None else []
        if not groups:
            self.table(cells, indent=indent)
        for row in cells if groups else ():
            for number, group in enumerate(groups):
                begin = f"{indent}{DEEPER if number else ''}"
                self._row([*(row[at] for at in group), ""], [widths[at] for at in group], begin, whole=False)
            self._row([row[-1]], (), indent + DEEPER, whole=False)

    def _row(self, row: Sequence[str], widths: Sequence[int], indent: str, *, whole: bool) -> None:
        *others, last = row
        begin = "".join(f"{self._paint(cell, pad(safe(cell), widths[at]))}  " for at, cell in enumerate(others))
        used = len(indent) + sum(widths[: len(others)]) + 2 * len(others)
        first, *more = self._cut(last, used, whole=whole)
        self.lines.append(f"{indent}{begin}{self._paint(last, safe(first))}".rstrip(" "))
        for rest in more:
            self.line(" " * used, Styled(rest, last.style) if isinstance(last, Styled) else rest)

    def _cut(self, cell: str, used: int, *, whole: bool) -> list[str]:
        if self.cells is None:
            return [cell]
        room = max(self.cells - used, 8)
        return wrap(cell, room) if whole else [shorten(cell, room)]

    def _paint(self, part: str, shown: str) -> str:
        if self.colour and isinstance(part, Styled) and shown:
            return f"\x1b[{CODES[part.style]}m{shown}\x1b[0m"
        return shown

    def parts(self) -> Iterator[str]:
        """Yield the text of the page, a number of lines at once."""
        return together(self.lines)

    def __str__(self) -> str:
        return "".join(self.parts())


class Output:
    """Where a command's result goes. With `json` it is held back and printed once, as one envelope."""

    def __init__(  # noqa: PLR0917 (two streams, and how each is written to)
        self,
        stdout: TextIO,
        stderr: TextIO,
        json: bool,  # noqa: FBT001
        colour: bool,  # noqa: FBT001
        error_colour: bool,  # noqa: FBT001
        command: str | None = None,
    ) -> None:
        self.stdout, self.stderr, self.json = stdout, stderr, json
        self.colour, self.error_colour = colour, error_colour
        self.command = command
        self.warnings: list[str] = []
        self.errors: list[ErrorEntry] = []
        self.top: str | None = None
        """The top of the repository that paths are relative to, once a logbook is open."""
        self.data: object = None
        self.commit: str | None = None
        self.answers: list[tuple[str, str]] = []
        """What was answered at the terminal, with the flag that would have said it."""
        self.is_kept = False
        """Whether it was said how to go on with what was typed: then an interruption needs no more words."""

    @classmethod
    def standard(cls, *, json: bool) -> Output:
        """Return the output of this process, with colours as the terminal and the environment want them."""
        out, err = open_stream(sys.stdout, for_programs=json), open_stream(sys.stderr)
        return cls(out, err, json, wants_colour(out, os.environ), wants_colour(err, os.environ))

    def result(
        self, data: object, show: Callable[[Page], None], *, through: Callable[[Output, Page], None] | None = None
    ) -> None:
        """Give the result: `data` for programs (plain JSON values), `show` to write it on a page for people.

        `through` shows the page, where it shall not just be printed (a pager).
        """
        if self.json:
            self.data = data
            return
        page = self.page()
        show(page)
        if through is None:
            self.write(page.parts())
        else:
            through(self, page)

    def answer(self, data: object, text: str) -> None:
        """Give a result that is the whole answer, before any command runs; `text` is harmless."""
        if not self.json:
            self.write(text)
        self.data = data
        self.envelope(ok=True)

    @property
    def is_watched(self) -> bool:
        """Whether somebody sits at a terminal and reads what is said beside the result."""
        return not self.json and is_terminal(self.stderr)

    def page(self) -> Page:
        """Return an empty page for stdout."""
        return Page(colour=self.colour, cells=cells_of(self.stdout))

    def note(self, *parts: str) -> None:
        """Say something beside the result, on stderr; programs are not told."""
        if not self.json:
            from rcalog.cli.folding import put

            self.write_error(put(self.error_page(), *parts))

    def hint(self, text: str) -> None:
        """Name a next step, on stderr; programs are not told."""
        self._say(dim("hint: "), text)

    def kept(self, text: str) -> None:
        """Say where what was typed is kept, or how to go on with it."""
        self.hint(text)
        self.is_kept = True

    def warn(self, text: str) -> None:
        """Warn, on stderr; programs find it in the envelope."""
        self.warnings.append(text)
        self._say(yellow("warning: "), text)

    def _say(self, label: str, text: str) -> None:
        if not self.json:
            from rcalog.cli.hints import labelled

            self.write_error(labelled(self.error_page(), label, text))

    def envelope(self, *, ok: bool, errors: Sequence[ErrorEntry] = ()) -> None:
        """Print the envelope, where programs are listening."""
        if self.json:
            from rcalog.cli.dto import SCHEMA, Envelope, as_json

            told = [*self.errors, *errors]
            body = Envelope(SCHEMA, self.command, ok, self.data, self.warnings, told, self.commit)
            self.write(as_json(vars(body)) + "\n")

    def where(self, path: str, line: int | None = None, column: int | None = None) -> str:
        """Return a place in a file, its path as somebody who stands in the present folder has to type it."""
        if self.top:
            from rcalog.logbook.folders import from_here

            path = from_here(path, self.top)
        return ":".join(str(part) for part in (path, line, column) if part is not None)

    def place(self, path: str) -> str:
        """Return the path of a file of the repository, there or gone, as seen from the present folder."""
        return self.where(f"{self.top}/{path}") if self.top else path

    def write(self, text: str | Iterable[str]) -> None:
        """Write to stdout what is harmless already, whole or in parts.

        Raises:
            OutputRefused: when it cannot be written, for example on a full disk.
        """
        try:
            self.stdout.writelines([text] if isinstance(text, str) else text)
            self.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            discard(self.stdout)
            self.json = False  # whoever reads stdout gets no envelope any more; stderr says why
            raise OutputRefused(error) from error

    def write_error(self, page: Page) -> None:
        """Write a page to stderr; where that is full or closed there is nobody left to tell."""
        try:
            self.stderr.write(str(page))
            self.stderr.flush()
        except OSError:
            discard(self.stderr)

    def error_page(self) -> Page:
        """Return an empty page for stderr."""
        return Page(colour=self.error_colour, cells=cells_of(self.stderr))
