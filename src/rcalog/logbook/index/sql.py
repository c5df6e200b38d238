"""Parts of SQL: conditions with their values, and orders."""

from __future__ import annotations

from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.model.query.sorting import Sort

INCIDENT_ORDER = {
    "started": "began",
    "title": "folded_title",
    "status": "rung",
    "severity": "record.rank",
    "rank": "words.rank",
}
ACTION_ORDER = {
    "due": "due_on",
    "incident": "record.id",
    "started": "record.began",
    "title": "record.folded_title",
    "severity": "record.rank",
    "status": "instr('todo running done verified dropped', action.status)",
    "owner": "folded_owner",
}
"""The columns of what a list is sorted by, where they are called otherwise."""

CELLS = {
    **{name: name for name in ("id", "kind", "severity", "status", "title")},
    "ref": "substr(id, 10)",
    "resolved": "ifnull(resolved, '')",
    "started": "told",
}
"""What is asked of many incidents column by column. The usual columns are in the index of the newest, so that it alone
is read. How a start is told is said where rows are made."""

MOST = 2**63 - 1
"""As many as SQLite can count."""

NEWEST_FIRST = "began DESC, id DESC, path DESC"
PRESSING_FIRST = "due_on IS NULL, due_on, NOT action.is_open, record.id, record.path, action.place"


class Condition(Value):
    """A part of a WHERE clause, and the values of its question marks."""

    sql: str
    values: tuple[str | int | bytes, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"{self.sql} AND {other.sql}", self.values + other.values)


EVERYTHING = Condition("1")


def incident_order(sort: Sort) -> str:
    """Return the ORDER BY of a list of incidents; those that are alike are the newest first."""
    if sort.field == "started":
        return NEWEST_FIRST if sort.descending else NEWEST_FIRST.replace(" DESC", "")
    return f"{INCIDENT_ORDER.get(sort.field, sort.field)}{_way(sort)}, {NEWEST_FIRST}"


def action_order(sort: Sort) -> str:
    """Return the ORDER BY of a list of actions; those that are alike are the most pressing first."""
    column = ACTION_ORDER[sort.field]
    return f"{column} IS NULL, {column}{_way(sort)}, {PRESSING_FIRST}"


def _way(sort: Sort) -> str:
    return " DESC" if sort.descending else ""
