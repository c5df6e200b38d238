"""The tree as lines of text, within the width of a terminal; wide characters count as two cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.interview import tree
from rcalog.model.causes import Cause, End, Leg
from rcalog.model.display import shorten, width, wrap
from rcalog.model.evidence import grade_of
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.interview.texts import Texts
    from rcalog.model.causes import LegName
    from rcalog.model.incident import Incident

NARROWEST = 20
SHORT = 60
"""Cells of a cause that stands elsewhere in the tree; its beginning is enough to know it again."""


class Lines(Value):
    """The strokes of a tree."""

    fork: str
    last: str
    through: str
    blank: str
    action: str
    here: str


DRAWN = Lines("├─ ", "└─ ", "│  ", "   ", "→ ", " ←")
TYPED = Lines("|- ", "`- ", "|  ", "   ", "> ", " <--")
"""For terminals that cannot draw."""


class Drawing(Value):
    """How a tree is drawn: language, strokes, width in cells, and the item at hand."""

    texts: Texts
    cells: int
    lines: Lines = DRAWN
    here: str | None = None
    only: LegName | None = None
    """The leg that is drawn; without it, all of them."""

    def legs(self, incident: Incident) -> list[str]:
        """Return the legs of an incident as lines."""
        return [line for leg in incident.whys if self.only in (None, leg.leg) for line in self._leg(incident, leg)]

    def _leg(self, incident: Incident, leg: Leg) -> Iterator[str]:
        name = self.texts(f"leg.{leg.leg}.name")
        said = self.texts("tree.none", {"why": leg.none}) if leg.none else leg.problem or ""
        yield from self._wrapped(self.texts("tree.leg", {"leg": name, "said": said}) + self._mark(leg), "", "  ")
        for place, cause in enumerate(leg.because, 1):
            yield from self._cause(incident, cause, "", last=place == len(leg.because))

    def _cause(self, incident: Incident, cause: Cause, prefix: str, *, last: bool) -> Iterator[str]:
        lines = self.lines
        below = prefix + (lines.blank if last else lines.through)
        inner = below + (lines.through if cause.because else "")
        said = f"{cause.cause}{self._grade(cause)}{self._state(incident, cause)}{self._mark(cause)}"
        yield from self._wrapped(said, prefix + (lines.last if last else lines.fork), inner)
        for action in incident.actions:
            if cause.id in action.for_:
                text = self.texts("tree.action", {"action": action.action})
                yield from self._wrapped(f"{lines.action}{text}", inner, inner + "  ")
        for place, child in enumerate(cause.because, 1):
            yield from self._cause(incident, child, below, last=place == len(cause.because))

    def _grade(self, cause: Cause) -> str:
        grade = grade_of(cause) if cause.evidence else None
        return " " + self.texts("tree.grade", {"grade": grade}) if grade else ""

    def _state(self, incident: Incident, cause: Cause) -> str:
        """Return how a branch ends, in brackets; nothing where it goes on."""
        if cause.because and not cause.end:
            return ""
        values = {"who": cause.changeable_by or "?", "by": "?", "cause": "?"}
        key = cause.end.value if cause.end else "open"
        if cause.later:
            key, values = "later", {"who": cause.later.owner, "by": cause.later.due.text}
        elif cause.end is End.UNKNOWN:
            values = {"who": cause.ask or "?", "by": cause.by.text if cause.by else "?"}
        elif cause.accepted:
            values = {"who": cause.accepted.by, "by": cause.accepted.until.text}
        elif cause.same_as:
            other = tree.find(incident.whys, cause.same_as)
            values = {"cause": shorten(" ".join(tree.words(other).split()), SHORT) if other else cause.same_as}
        return " " + self.texts("tree.state", {"state": self.texts(f"tree.{key}", values)})

    def _mark(self, effect: tree.Effect) -> str:
        return self.lines.here if self.here and effect.id == self.here else ""

    def _wrapped(self, text: str, first: str, rest: str) -> Iterator[str]:
        room = max(self.cells - width(rest), NARROWEST)
        for place, line in enumerate(wrap(text, room)):
            yield (rest if place else first) + line
