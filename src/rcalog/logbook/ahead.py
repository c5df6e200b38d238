"""Have git begin before the rest of the program is loaded: a list waits for little else."""

from __future__ import annotations

import os

from rcalog.errors import RcalogError
from rcalog.logbook.folders import below_top, is_logbook, nearest, records_below
from rcalog.logbook.git.looking import Look
from rcalog.logbook.git.place import locate
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.logbook.git.place import Place


class Ahead(Value):
    """A logbook that was found, its repository, and the look that git has begun, if any."""

    folder: str
    place: Place
    look: Look | None


def look_ahead(explicit: str | None, env: Mapping[str, str], *, look: bool) -> Ahead | None:
    """Find the logbook that is meant and have git look at its files, else list its settings.

    It never fails: whoever opens the logbook says what is wrong.
    """
    try:
        near = nearest(os.getcwd(), explicit=explicit, env=env)
        root = os.path.realpath(near[1]) if near else ""
        place = locate(root) if root and is_logbook(root) else None
        if place is None:
            return None
        if look:
            return Ahead(root, place, Look(place, records_below(below_top(root, place.folder))))
        _ = place.settings
        return Ahead(root, place, None)
    except (RcalogError, OSError):
        return None
