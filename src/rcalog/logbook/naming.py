"""Which file an id names, without a look at any other."""

from __future__ import annotations

import os

from rcalog.logbook.folders import incident_named, month_of
from rcalog.logbook.rawfile import read_bytes

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence


def plain_file(top: str, records: str, incident: str) -> str | None:
    """Return the file of the record with this id, where it is the only one of that name in its month, and says the id.

    None where there is more to it. Another file elsewhere may say the same id: that is for `check` to find.
    """
    month = month_of(records, incident)
    try:
        near = [name for name in _names(top, month) if name.startswith(incident) and name.endswith(".yaml")]
        found = [name for name in near if incident_named(name) == incident]
        if len(found) != 1:
            return None
        raw = b"\n" + read_bytes(f"{top}/{month}/{found[0]}")
    except OSError:
        return None
    says = b"\nid: %b\n" % incident.encode()
    return f"{month}/{found[0]}" if says in raw and raw.count(b"\nid:") == 1 else None


def _names(top: str, month: str) -> Sequence[str]:
    """Return the names of the files in a folder; none where it, or anything in it, is a link or has more below it."""
    above, _, _ = month.rpartition("/")
    if any(os.path.islink(f"{top}/{each}") for each in (above.rpartition("/")[0], above, month)):
        return ()
    with os.scandir(f"{top}/{month}") as entries:
        there = list(entries)
    return [each.name for each in there] if all(each.is_file(follow_symlinks=False) for each in there) else ()
