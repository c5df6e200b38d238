"""What people type on one line: a cause with its evidence, a name with a date, an action with both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from rcalog.errors import RcalogError
from rcalog.interview.keys import folded
from rcalog.model.actions import Aim, Strength
from rcalog.model.causes import Level
from rcalog.model.numerals import digits
from rcalog.model.timegrammar.due import read_due
from rcalog.model.timegrammar.lengths import read_period
from rcalog.model.timegrammar.reader import read_time
from rcalog.model.times import When
from rcalog.patterns import pattern
from rcalog.values import Value

NAMED = pattern(r"(?:^|(?<=\s))[@＠](?P<name>\S+)")
DUE = pattern(
    r"^\+?\d+\s?(?:d|w|mo|m|y)$|^\d{4}-\d{2}-\d{2}$|^[+＋]?[\d一二两三四五六七八九十半]+(?:天|周|个月|年)后?$"
)
EVERY = pattern(r"(?:^|\s)(?:every[: ]\s*|每(?=\d))(?P<period>\S+)", re.IGNORECASE)
SINCE = pattern(
    r"(?:^|\s|[，,])(?:since\s+|自从?\s*|(?P<perhaps>from\s+|从\s*))(?P<since>\S.*?)\s*(?:以来|起|开始)?$",
    re.IGNORECASE,
)

YEAR = pattern(r"(?P<year>(?:19|20)\d\d) ?年?")
AGO = pattern(
    r"(?P<count>\d{1,4}|an?|one|two|three|four|five|six) ?(?P<unit>years?|months?|年|个月) ?(?:ago|以前|之前|前)"
)
COUNTED = {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
MONTHS = {"y": 12, "年": 12, "m": 1, "个": 1}
LONG_AGO = {"last year": 12, "去年": 12, "前年": 24, "half a year ago": 6, "半年前": 6, "last month": 1, "上个月": 1}
CENTURY = 1200
"""Months; what is said to be older is no date."""

AIMS = {
    **{aim.value: aim for aim in Aim},
    "预防": Aim.PREVENT,
    "发现": Aim.DETECT,
    "限制": Aim.LIMIT,
    "恢复": Aim.RECOVER,
    "补偿": Aim.COMPENSATE,
}
TAGGED = pattern(r"(?:^|\s)[#＃](?P<level>\w+)$")
LEVELS = {
    **{level.value: level for level in Level},
    "organization": Level.ORGANISATION,
    "技术": Level.TECHNICAL,
    "人工": Level.HUMAN,
    "人": Level.HUMAN,
    "流程": Level.PROCESS,
    "组织": Level.ORGANISATION,
    "外部": Level.EXTERNAL,
}
STRENGTHS = {
    **{strength.value: strength for strength in Strength},
    "根治": Strength.STRONG,
    "加固": Strength.INTERMEDIATE,
    "提醒": Strength.WEAK,
}


class Calendar(Value):
    """What a date or a time on a line is read by."""

    now: datetime
    zone: tzinfo

    def due(self, text: str) -> date:
        """Read a date to come.

        Raises:
            RcalogError: when it cannot be read.
        """
        return read_due(text, now=self.now, zone=self.zone)

    def past(self, text: str) -> When:
        """Read a time gone by.

        Raises:
            RcalogError: when it cannot be read.
        """
        return read_time(text, now=self.now, zone=self.zone)

    def beginning(self, text: str) -> When:
        """Read since when something has been so; a year, and months or years ago, are about a month.

        Raises:
            RcalogError: when it cannot be read.
        """
        plain = digits(folded(text))
        if year := YEAR.fullmatch(plain):
            return When.read(f"~{year['year']}-01")
        back = LONG_AGO.get(plain) or _months_ago(plain)
        if not 0 < back <= CENTURY:
            return self.past(text)
        then, month = divmod(self.now.year * 12 + self.now.month - 1 - back, 12)
        return When.read(f"~{then}-{month + 1:02}")


class CauseLine(Value):
    """`cause #process @@ evidence @@ more evidence`."""

    cause: str
    evidence: tuple[str, ...]
    level: Level | None = None


class NameLine(Value):
    """`@ana 2w the rest`: who, by when, and what else was said."""

    name: str | None
    due: date | None
    rest: str


@dataclass(frozen=True)
class ActionLine:
    """`Restore nightly into an empty host @ana 2w`; what was not said is None."""

    action: str
    owner: str | None = None
    due: date | None = None
    every: str | None = None
    aim: Aim | None = None
    strength: Strength | None = None


def _months_ago(plain: str) -> int:
    """Return how many months ago a text says that something was; 0 where it says something else."""
    ago = AGO.fullmatch(plain)
    return int(COUNTED.get(ago["count"], ago["count"])) * MONTHS[ago["unit"][0]] if ago else 0


def read_cause(text: str) -> CauseLine:
    """Read a cause; what follows `@@` is its evidence, `#` and a word at its end its level."""
    cause, *evidence = [part.strip() for part in re.split(r"@@|＠＠", text)]
    tagged = TAGGED.search(cause)
    level = LEVELS.get(folded(tagged["level"])) if tagged else None
    said = cause[: tagged.start()].rstrip() if tagged and level else cause
    return CauseLine(said, tuple(part for part in evidence if part), level)


def read_name(text: str, calendar: Calendar) -> NameLine:
    """Read a name, a date and the rest; the date is the longest run of words after the name that is one.

    A line without `@` starts with the name, or with the date.
    """
    named = NAMED.search(text)
    if named is None:
        return _unmarked_name(text.strip(), calendar)
    before, after = text[: named.start()].strip(), text[named.end() :].strip()
    found, rest = _leading_due(after, calendar)
    if found is None:
        found, before = _trailing_due(before, calendar)
    return NameLine(named["name"], found, " ".join(part for part in (before, rest) if part))


def read_action(text: str, calendar: Calendar) -> ActionLine:
    """Read an action on one line: the text, then `@owner`, a due date, `every 1d`, an aim, a strength.

    Raises:
        RcalogError: when what stands after the owner is none of these.
    """
    named = NAMED.search(text)
    if named is None:
        due, action = _trailing_due(text.strip(), calendar)
        return ActionLine(action, None, due)
    line = read_settings(text[named.start() :], calendar)
    return ActionLine(text[: named.start()].strip(), line.owner, line.due, line.every, line.aim, line.strength)


def read_settings(text: str, calendar: Calendar) -> ActionLine:
    """Read what may be said about an action beside its text, in any order: `strong detect @li 3w every 1d`.

    Raises:
        RcalogError: for anything else.
    """
    every = EVERY.search(text)
    left = EVERY.sub(" ", text).split()
    owner = next((word[1:] for word in left if NAMED.fullmatch(word)), None)
    left = [word for word in left if not NAMED.fullmatch(word)]
    aim = next((AIMS[word.casefold()] for word in left if word.casefold() in AIMS), None)
    strength = next((STRENGTHS[word.casefold()] for word in left if word.casefold() in STRENGTHS), None)
    due = " ".join(word for word in left if word.casefold() not in AIMS and word.casefold() not in STRENGTHS)
    period = read_period(every["period"]) if every else None
    return ActionLine("", owner, calendar.due(due) if due else None, period, aim, strength)


def read_who(text: str, calendar: Calendar) -> tuple[str, When | None]:
    """Read who can change something, and since when it was so: `database team since 2016-04`.

    What follows `from` may as well be where somebody is from.

    Raises:
        RcalogError: when the time cannot be read.
    """
    since = SINCE.search(text)
    if since is None:
        return text.strip(), None
    try:
        return text[: since.start()].strip(), calendar.beginning(since["since"].strip())
    except RcalogError:
        if since["perhaps"]:
            return text.strip(), None
        raise


NOBODY = pattern(
    r"(?:nobody|no ?one|nothing|none|it|this|that|there|they|he|she|i|because|since|when|if)\b.*"
    r"|\S.* (?:was|were|is|are|had|has|have|did|does|do|could|would|can|cannot|must|[a-z]+n't|not|never|no longer)\b.*"
    r"|.*(?:没|从未|因为|由于|导致|不(?!动产)).*|.*了|(?:这|它|无人).*",
    re.IGNORECASE | re.DOTALL,
)
"""What is no name of a team or a role but a sentence, or nobody."""


SAID_SINCE = pattern(
    r"\bsince\s+(?P<en>(?:19|20)\d\d(?:-\d\d){0,2})\b"
    r"|(?:自从?|从)\s*(?P<zh>(?:19|20)\d\d(?:-\d\d){0,2}\s*年?(?:\d{1,2}\s*月)?)"
    r"|(?P<begun>(?:19|20)\d\d\s*年(?:\d{1,2}\s*月)?)(?:以来|起|开始)",
    re.IGNORECASE,
)
"""A year, a month or a day since when a cause itself says that it has been so."""


def since_of(cause: str) -> str | None:
    """Return since when a cause says that it has been so, as it would be typed; None where it does not say."""
    said = SAID_SINCE.search(digits(cause))
    return "".join((said["en"] or said["zh"] or said["begun"]).split()) if said else None


def is_somebody(who: str) -> bool:
    """Return whether a text may name a team or a role; a number and a sentence do not."""
    return bool(who) and not who.isdecimal() and not NOBODY.fullmatch(who)


def _unmarked_name(text: str, calendar: Calendar) -> NameLine:
    found, rest = _leading_due(text, calendar)
    if found:
        return NameLine(None, found, rest)
    name, _, rest = text.partition(" ")
    return NameLine(name or None, *_leading_due(rest, calendar))


def _leading_due(text: str, calendar: Calendar) -> tuple[date | None, str]:
    parts = text.split()
    for count in range(len(parts), 0, -1):
        found = _due(" ".join(parts[:count]), calendar)
        if found:
            return found, " ".join(parts[count:])
    return None, text


def _trailing_due(text: str, calendar: Calendar) -> tuple[date | None, str]:
    before, _, word = text.rpartition(" ")
    if before and DUE.match(word):
        found = _due(word, calendar)
        if found:
            return found, before.strip()
    return None, text


def _due(text: str, calendar: Calendar) -> date | None:
    try:
        return calendar.due(text)
    except RcalogError:
        return None
