"""The index: what is asked of many records at once, derived from them, and deleted at any time without loss.

What is named here is loaded when it is first used: the history of one record needs none of it.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.logbook.index.asking import Asker, TaskFilter
    from rcalog.logbook.index.excerpts import Called, Cells, Excerpt, Found, Named, Task
    from rcalog.logbook.index.index import Index
    from rcalog.logbook.index.unread import Unread

__all__ = ["Asker", "Called", "Cells", "Excerpt", "Found", "Index", "Named", "Task", "TaskFilter", "Unread"]

_PLACES = {
    "asking": ("TaskFilter", "Asker"),
    "excerpts": ("Called", "Cells", "Excerpt", "Found", "Named", "Task"),
    "index": ("Index",),
    "unread": ("Unread",),
}


def __getattr__(name: str) -> object:
    from rcalog.lazily import found_in

    found = globals()[name] = found_in(__name__, _PLACES, name)
    return found
