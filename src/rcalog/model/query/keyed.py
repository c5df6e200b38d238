"""The keys of the filter language, and the terms that they make."""

from __future__ import annotations

from rcalog.errors import UsageError
from rcalog.model.query.periods import Period
from rcalog.model.query.severities import FORMS, read_severities
from rcalog.model.query.terms import FIELDS, PARTS, Began, Field, Rated, as_value, quoted
from rcalog.model.tokens import folded
from rcalog.model.vocabulary import TRAITS, Kind, LegName, Status
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Literal

    from rcalog.model.query.severities import Labels
    from rcalog.model.query.terms import Severities, Term
    from rcalog.model.vocabulary import Severity

BAR = "|"
"""Stands for or in other tools, between words and between values."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "kind": tuple(Kind),
    "leg": tuple(LegName),
    "has": TRAITS,
    "open": ("true", "false"),
    "overdue": ("true", "false"),
}
"""The keys whose values are a closed list."""

KEYS = ("severity", "since", "until", *FIELDS, *PARTS)

BOUNDS = ("since", "until")

OTHERS = {
    "after": "since",
    "assignee": "owner",
    "before": "until",
    "began": "since",
    "created": "since",
    "date": "since",
    "detected": "since",
    "from": "since",
    "is": "status",
    "label": "tag",
    "person": "owner",
    "prio": "severity",
    "priority": "severity",
    "sev": "severity",
    "started": "since",
    "state": "status",
    "svc": "service",
    "to": "until",
    "type": "kind",
    "who": "owner",
    "with": "has",
}
"""What other tools call these keys; only for a hint."""

DATES = "{0}:2026, {0}:2026-01, {0}:2026-W05, {0}:2026-01-31, {0}:yesterday or {0}:2w"


class QuerySyntaxError(UsageError):
    """A part of a filter is not understood; `text` is that part."""

    code = "query-syntax"

    def __init__(self, text: str, reason: str, hint: str | None = None) -> None:
        super().__init__(f"'{text}': {reason}", hint=hint or "rcalog help filters")
        self.text = text


class NoOperator(QuerySyntaxError):
    """An operator of another tool was typed."""

    code = "no-operator"

    def __init__(self, typed: str, argument: str) -> None:
        word = typed.lstrip("!！")
        comma = "a comma is or: status:ongoing,mitigated"
        others = {"AND": "side by side is and", "OR": comma, "NOT": "not:word"}
        hint = others.get(word) or (comma if BAR in folded(word) else f"did you mean not:{word}?")
        is_phrase = " " in argument.strip() and not any(sign in argument for sign in '":')
        own = f"as a phrase: '{quoted(argument.strip())}'" if is_phrase else f"as a word: '{quoted(typed)}'"
        super().__init__(typed, "there is no such operator", f"{hint}; {own}")


class EmptyRange(QuerySyntaxError):
    """An incident shall have begun after a period, and before an earlier one."""

    code = "empty-range"

    def __init__(self, since: Began, until: Began) -> None:
        turned = f"since:{as_value(until.period.text)} until:{as_value(since.period.text)}"
        super().__init__(f"{since} {until}", "this range ends before it begins", f"did you mean {turned}?")


def handle(name: str) -> str:
    """Return the name of a person without the sign that people are written with: `@ana` is ana."""
    return name.lstrip("@＠") or name


class Keyed(Value):
    """A key, a sign and values as they were typed; `raw` are the values, `part` is the whole of it."""

    key: str
    sign: str
    raw: str
    values: Sequence[str]
    part: str

    def term(self, labels: Labels, dates: Callable[[str], Period] | None = None) -> Term:
        """Return the term that they make; `dates` reads dates of which only the caller knows the present day.

        Raises:
            QuerySyntaxError: where they make none.
        """
        if self.key not in KEYS:
            raise QuerySyntaxError(self.part, f"there is no key {self.key}", self._meant())
        if not self.values or not all(self.values):
            raise QuerySyntaxError(self.part, "a value is missing", self._forms())
        if BAR in folded(self.raw) and not {*'"“＂'} & {*self.raw}:
            commas = folded(self.raw).replace(BAR, ",")
            raise QuerySyntaxError(self.part, "there is no such operator", f"did you mean {self.key}:{commas}?")
        if self.raw.startswith("'"):
            hint = f"a value with blanks: '{self.key}:\"two words\"'"
            raise QuerySyntaxError(self.part, "single quotes belong around the whole", hint)
        if self.sign == "!=":
            raise QuerySyntaxError(self.part, "there is no !=", f"did you mean not:{self.key}:{self.raw}?")
        if self.key == "severity":
            return Rated(tuple(self._severity(value, labels) for value in self.values))
        if self.sign != ":":
            hint = f"did you mean {self._sided(self.key)}:{self.raw}?"
            raise QuerySyntaxError(self.part, f"{self.key} is compared with a colon", hint)
        if self.key in BOUNDS:
            return self._began("since" if self.key == "since" else "until", dates or Period.read)
        return Field(self.key, tuple(self._choice(value) for value in self.values))

    def _meant(self) -> str:
        from difflib import get_close_matches

        if folded(self.raw) in ("open", "overdue"):
            return f"did you mean {folded(self.raw)}:true?"
        if self.key == "due":
            return "when actions are due is a flag: rcalog actions --due 2w, rcalog actions --overdue"
        near = [OTHERS[self.key]] if self.key in OTHERS else get_close_matches(self.key, KEYS, 1)
        choices = CHOICES.get(near[0]) if near else None
        if choices and not {folded(value) for value in self.values} <= {*choices}:
            return f"did you mean {near[0]}? it is one of {', '.join(choices)}"
        if near:
            return f"did you mean {self._sided(near[0])}:{self.raw}?"
        words = len(f"{self.key}{self.sign}{self.raw}")  # what stands before them is a `not:`
        return f"as words: '{self.part[:-words]}{quoted(self.part[-words:])}'; keys: {', '.join(KEYS)}"

    def _sided(self, key: str) -> str:
        """Return the key that goes the way of a comparison: what is before a date is until it."""
        if key in BOUNDS and self.sign[0] in "<>":
            return BOUNDS[self.sign[0] == "<"]
        return key

    def _forms(self) -> str | None:
        if self.key == "severity":
            return FORMS
        if self.key in BOUNDS:
            return DATES.format(self.key)
        return f"one of {', '.join(CHOICES[self.key])}" if self.key in CHOICES else None

    def _choice(self, value: str) -> str:
        choices = CHOICES.get(self.key)
        if choices is None:
            return handle(value) if self.key == "owner" else value
        if folded(value) not in choices:
            from difflib import get_close_matches

            near = get_close_matches(folded(value), choices, 1)
            if (bare := folded(value).lstrip("!-")) in choices:
                raise QuerySyntaxError(
                    self.part, "a minus comes before the key", f"did you mean not:{self.key}:{bare}?"
                )
            hint = f"did you mean {self.key}:{near[0]}?" if near else self._forms()
            if self.key == "status" and folded(value) == "open":
                hint = "did you mean open:true?"
            raise QuerySyntaxError(self.part, f"{self.key} takes no {value!r}", hint)
        return folded(value)

    def _severity(self, value: str, labels: Labels) -> Severities | Literal[Severity.UNRATED]:
        try:
            return read_severities(self.sign, value, labels)
        except ValueError as error:
            own = f"; the team's words: {', '.join(labels.values())}" if labels else ""
            hint = None if str(error) else f"{FORMS}{own}"
            raise QuerySyntaxError(self.part, str(error) or f"{value!r} is no severity", hint) from None

    def _began(self, bound: Literal["since", "until"], dates: Callable[[str], Period]) -> Began:
        reason = f"{bound} takes one date"
        try:
            if len(self.values) == 1 and ".." not in self.raw:
                return Began(bound, dates(self.values[0]))
        except (ValueError, OverflowError):
            pass
        except UsageError as error:
            reason = error.message
        first, dots, last = self.raw.partition("..")
        meant = f"did you mean since:{first} until:{last}?" if first and dots and last else self._forms()
        raise QuerySyntaxError(self.part, reason, meant)
