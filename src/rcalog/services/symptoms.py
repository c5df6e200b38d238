"""What doctor finds, and how it goes on where something cannot be looked at."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rcalog.errors import RcalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rcalog.logbook.book import Logbook

State = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Symptom:
    """One thing that was looked at: what, how it is, what mends it, and the place in a file, where there is one."""

    name: str
    state: State
    message: str
    hint: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def code(self) -> str:
        """The word for it that scripts may rely on."""
        return f"doctor-{self.name.replace(' ', '-')}"


def looked(name: str, look: Callable[[Logbook], Iterator[Symptom]], book: Logbook) -> Iterator[Symptom]:
    """Yield what a look finds; where it cannot be had, that is what was found, and the others go on."""
    try:
        yield from look(book)
    except (RcalogError, OSError) as error:
        yield refused(name, error)


def refused(name: str, error: RcalogError | OSError) -> Symptom:
    """Return that something cannot be looked at, and the command that says more."""
    if isinstance(error, RcalogError):
        file, line, column = (getattr(error, key, None) for key in ("file", "line", "column"))
        hint = error.hint or ("mend it there" if file else "git status says more")
        return Symptom(name, "error", error.message, hint, file, line, column)
    path = str(error.filename)
    return Symptom(name, "error", f"{path} cannot be looked at: {error.strerror}", who_may(path))


def who_may(path: str) -> str:
    """Return the command that shows who may look at a path: that of the folder where it begins to be hidden."""
    places = (Path(path), *Path(path).parents)
    there = next((place for place in places if os.path.lexists(place)), Path("/"))
    return f"see who may: ls -ld {shlex.quote(str(there))}"
