"""Finding actions across incidents."""

from __future__ import annotations

from rcalog.logbook.index import Asker, Task, TaskFilter
from rcalog.model.query.sorting import PRESSING, Sort
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from datetime import date

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Unread

__all__ = ["Task", "TaskFilter", "Tasks", "list_actions"]


class Tasks(Value):
    """The actions that were asked for, in order, and the records that cannot be read."""

    items: tuple[Task, ...]
    broken: tuple[Unread, ...]


def list_actions(book: Logbook, wanted: TaskFilter, *, today: date, sort: Sort = PRESSING) -> Tasks:
    """Return the actions that are wanted, and the records that cannot be read, whatever they hold."""

    def question(asker: Asker) -> Tasks:
        return Tasks(tuple(asker.tasks(wanted, today=today, sort=sort)), tuple(asker.broken()))

    return book.index.ask(question)
