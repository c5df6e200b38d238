"""The severities that a filter names: one, a range, or from one on to the worst; in the team's own words too."""

from __future__ import annotations

from rcalog.model.query.terms import Severities
from rcalog.model.tokens import folded
from rcalog.model.vocabulary import Severity

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    Labels = Mapping[str, str]
    """The team's own words, by severity."""

FORMS = "severity:sev2, severity:sev2+ or severity:sev1..sev3"


def read_severities(sign: str, value: str, labels: Labels) -> Severities | Literal[Severity.UNRATED]:
    """Return the severities that a value says after a colon, or after a sign of comparison: `<=` is up to that bad.

    Raises:
        ValueError: when it says none; with a text where the words are right, and there is nothing between them.
    """
    known = {severity.value: severity for severity in Severity}
    known |= {severity.value[3:]: severity for severity in Severity if severity is not Severity.UNRATED}
    known |= {folded(label): Severity(severity) for severity, label in labels.items()}
    text = folded(value)
    if sign != ":":
        return _compared(sign, _rank(known, text))
    if known.get(text) is Severity.UNRATED:
        return Severity.UNRATED
    if text in known:
        return Severities(known[text].rank, known[text].rank)
    if text.endswith("+"):
        return Severities(1, _rank(known, text.removesuffix("+")))
    first, _, last = text.partition("..")
    return Severities(*sorted((_rank(known, first), _rank(known, last))))


def _rank(known: Mapping[str, Severity], text: str) -> int:
    if known.get(text, Severity.UNRATED) is Severity.UNRATED:
        raise ValueError
    return known[text].rank


def _compared(sign: str, rank: int) -> Severities:
    ends = {"<": (1, rank - 1), "<=": (1, rank), "=": (rank, rank), ">=": (rank, 5), ">": (rank + 1, 5)}
    worst, mildest = ends[sign]
    if worst > mildest:
        msg = "there is no such severity"
        raise ValueError(msg)
    return Severities(worst, mildest)
