"""A whole filter."""

from __future__ import annotations

from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.model.query.facts import Facts
    from rcalog.model.query.terms import Not, Term


class Query(Value):
    """Terms that must all hold; without any, every incident is wanted."""

    terms: tuple[Term | Not, ...]

    def matches(self, facts: Facts) -> bool:
        """Return whether an incident is wanted."""
        return all(term.matches(facts) for term in self.terms)

    @property
    def is_about_today(self) -> bool:
        """Whether the day may decide what matches; this is sure only where it does not."""
        if not self.terms:
            return False
        from rcalog.model.tokens import folded

        return "overdue" in folded(str(self))

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))


EVERYTHING = Query(())
