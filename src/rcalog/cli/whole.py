"""The list of all incidents for whoever reads plain text: laid out once, and told again as long as nothing changes."""

from __future__ import annotations

import sys

from rcalog.cli.wall import Wall
from rcalog.model.query.query import EVERYTHING
from rcalog.services import listing as service
from rcalog.version import __version__

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.logbook.index import Cells
    from rcalog.model.query.sorting import Sort

LONG = 1000
"""Shorter lists are laid out sooner than they are kept; it is no more than those in which twins are looked for."""

AT_ONCE = 65_536
"""So many characters are written at once."""


class Whole:
    """All incidents in some columns and an order; `times` tells when they began."""

    def __init__(self, c: Context, names: Sequence[str], sort: Sort) -> None:
        self._c, self._names, self._sort = c, names, sort
        labels = sorted(c.book.basics.labels.items())
        self._about = repr((__version__, sys.version, names, str(sort), labels))
        """All that the text hangs on beside the incidents and the zone."""
        self.times = Wall(None)

    def found(self) -> Cells:
        """Return all incidents, or what was kept of them."""
        c, names = self._c, self._names
        found = service.list_whole(c.book, names, self._about, sort=self._sort)
        if "started" in names:
            self.times = Wall(c.book.settings.wall_zone())
        if not found.told or self.times.agrees(found.told.offsets):
            return found
        return service.list_cells(c.book, EVERYTHING, names, limit=None, today=lambda: c.today, sort=self._sort)

    def show(self, table: Callable[[Page], None], *, rows: int) -> None:
        """Show so many of them as a table, and keep what was shown."""
        page = self._c.output.page()
        table(page)
        self._c.output.write(page.parts())
        if rows > LONG:
            service.keep_list(self._c.book, self._about, page.parts(), self.times.offsets)

    def write(self, text: str) -> None:
        """Write what was kept, a part at once."""
        self._c.output.write(text[start : start + AT_ONCE] for start in range(0, len(text), AT_ONCE))
