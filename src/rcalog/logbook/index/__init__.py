"""The index: what is asked of many records at once, derived from them, and deleted at any time without loss."""

from __future__ import annotations

from rcalog.logbook.index.asking import Asker, TaskFilter
from rcalog.logbook.index.excerpts import Called, Cells, Excerpt, Found, Named, Task, Unread
from rcalog.logbook.index.index import Index

__all__ = ["Asker", "Called", "Cells", "Excerpt", "Found", "Index", "Named", "Task", "TaskFilter", "Unread"]
