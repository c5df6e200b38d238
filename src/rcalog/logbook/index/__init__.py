"""The index: what is asked of many records at once, derived from them, and deleted at any time without loss.

What is named here is loaded when it is first used: the history of one record needs none of it.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.logbook.index.asking import Asker, TaskFilter
    from rcalog.logbook.index.excerpts import Called, Cells, Excerpt, Found, Named, Task, Unread
    from rcalog.logbook.index.index import Index

__all__ = ["Asker", "Called", "Cells", "Excerpt", "Found", "Index", "Named", "Task", "TaskFilter", "Unread"]

_PLACES = {
    "asking": ("TaskFilter", "Asker"),
    "excerpts": ("Called", "Cells", "Excerpt", "Found", "Named", "Task", "Unread"),
    "index": ("Index",),
}


def __getattr__(name: str) -> object:
    from rcalog.lazily import found_in

    found = globals()[name] = found_in(__name__, _PLACES, name)
    return found
