"""A query as SQL: the same judgement as that of its terms over facts, made by the database."""

from __future__ import annotations

from rcalog.logbook.index.sql import EVERYTHING, Condition
from rcalog.model.query.terms import Began, Field, Not, Rated, Severities, Word
from rcalog.model.tokens import folded
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from rcalog.model.query.query import Query
    from rcalog.model.query.terms import Term

FARTHEST_S = 26 * 3600
"""No local time is farther from UTC than that."""

LATE = "SELECT number FROM action WHERE due_on < ?"


class Judge(Value):
    """Judges incidents; with `of_actions`, actions, whose words, owner, open and overdue are their own."""

    today: date | None
    of_actions: bool = False
    in_order: bool = False
    """Whether the records are gone through in order, and words decide of each; else they are looked up by words."""

    def condition(self, query: Query) -> Condition:
        """Return what must hold of a row, so that the query matches."""
        found = EVERYTHING
        for term in query.terms:
            found &= self._term(term)
        return found

    @staticmethod
    def ranks(query: Query) -> Condition:
        """Return what joins to each incident how well it fits the words of the query, of which there must be some."""
        ranked = "(SELECT rowid, rank FROM words WHERE words MATCH ?) AS words"
        return Condition(f"JOIN {ranked} ON words.rowid = record.number", (match_of(query),))

    @property
    def _day(self) -> str:
        if self.today is None:
            msg = "what is late is only known on a day"
            raise ValueError(msg)
        return self.today.isoformat()

    def _term(self, term: Term | Not) -> Condition:
        match term:
            case Not():
                inner = self._term(term.term)
                return inner.with_(sql=f"NOT {inner.sql}")
            case Word():
                return self._word(term)
            case Rated():
                return _any(_rated(each) for each in term.ranges)
            case Began():
                return _began(term)
            case Field():
                return self._field(term.key, [folded(value) for value in term.values])

    def _word(self, term: Word) -> Condition:
        if self.of_actions:
            return _any(Condition("instr(action.tokens, ?) > 0", (f" {' '.join(each)}",)) for each in term.phrases)
        number = "+record.number" if self.in_order else "record.number"
        those = f"({number} IN (SELECT rowid FROM words WHERE words MATCH ?))"  # noqa: S608
        return Condition(those, (_match(term),))

    def _field(self, key: str, values: list[str]) -> Condition:
        match key:
            case "id" | "title":
                column = "record.id" if key == "id" else "record.folded_title"
                return _any(Condition(f"instr({column}, ?) > 0", (value,)) for value in values)
            case "status" | "kind":
                return _in(f"record.{key}", values)
            case "open":
                is_open = "action.is_open" if self.of_actions else "(record.status <> 'closed')"
                return _in(f"CASE {is_open} WHEN 1 THEN 'true' ELSE 'false' END", values)
            case "overdue":
                return _any(self._overdue(value == "true") for value in values)
            case "owner" if self.of_actions:
                return _in("ifnull(action.folded_owner, '')", values)
            case _:
                return self._label(key, values)

    def _overdue(self, wanted: bool) -> Condition:  # noqa: FBT001 (it is the value that is looked for)
        late = "ifnull(action.due_on < ?, 0)" if self.of_actions else f"(record.number IN ({LATE}))"
        return Condition(f"{late} = {int(wanted)}", (self._day,))

    def _label(self, key: str, values: list[str]) -> Condition:
        labels = _in("value", values)
        those = f"record.number IN (SELECT number FROM label WHERE key = ? AND {labels.sql})"  # noqa: S608
        found = Condition(those, (key, *labels.values))
        if key == "has" and "overdue" in values:
            late = Condition(f"record.number IN ({LATE})", (self._day,))
            return _any([found, late])
        return _any([found])


def match_of(query: Query) -> str:
    """Return what the words of a query are in the language of the full text; nothing where it has none."""
    return " AND ".join(_match(term) for term in query.terms if isinstance(term, Word))


def _match(term: Word) -> str:
    found = " OR ".join(f'"{" ".join(each)}" *' for each in term.phrases)
    return f"({found})" if term.alike else found


def _any(conditions: Iterable[Condition]) -> Condition:
    """Return that one of these holds."""
    each = list(conditions)
    values = tuple(value for one in each for value in one.values)
    return Condition(f"({' OR '.join(one.sql for one in each)})", values)


def _in(column: str, values: list[str]) -> Condition:
    return Condition(f"({column} IN ({', '.join('?' * len(values))}))", tuple(values))


def _rated(severities: Severities | str) -> Condition:
    if not isinstance(severities, Severities):
        return Condition("record.severity = ?", (str(severities),))
    between = Condition("record.rank BETWEEN ? AND ?", (severities.worst, severities.mildest))
    if severities.worst == severities.mildest:
        return Condition("record.severity <> 'unrated'") & between
    return between


def _began(term: Began) -> Condition:
    """Return that the incident may have begun in, after or before a period; `local` is the team's clock.

    The clock is only read where the answer could depend on it.
    """
    is_since = term.bound == "since"
    bound = term.period.first if is_since else term.period.last
    column, sign = ("record.last", ">=") if is_since else ("record.first", "<=")
    if bound.tzinfo:
        return Condition(f"({column} IS NOT NULL AND {column} {sign} ?)", (_seconds(bound),))
    from datetime import UTC

    said = "record.said_last" if is_since else "record.said_first"
    at, text = _seconds(bound.replace(tzinfo=UTC)), bound.isoformat()
    sure, possible = (at + FARTHEST_S, at - FARTHEST_S) if is_since else (at - FARTHEST_S, at + FARTHEST_S)
    coarse = f"{said} IS NOT NULL AND {said} {sign} ?"
    exact = f"{said} IS NULL AND ({column} {sign} ? OR {column} {sign} ? AND local({column}) {sign} ?)"
    return Condition(f"({column} IS NOT NULL AND ({coarse} OR {exact}))", (text, sure, possible, text))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
