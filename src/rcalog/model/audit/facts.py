"""What an audit is told of a commit, and what it finds: plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, cast

from rcalog.model.audit.oddities import ODDITIES
from rcalog.model.changes import Change, diff
from rcalog.model.findings import Weight
from rcalog.model.incident import Incident
from rcalog.patterns import pattern

Signature = Literal["none", "good", "bad", "unknown"]
"""What became of looking at a signature: there is none, it is good, it is bad, its key is not allowed."""

TRAILER = pattern(r"([A-Za-z][A-Za-z0-9-]*): (.*)")
OPERATION = pattern(r"^[ \t]*Operation: \S", re.MULTILINE)

FILE = "100644"
EXECUTABLE = "100755"


@dataclass(frozen=True)
class Stamp:
    """Who, and when: seconds since 1970."""

    name: str
    email: str
    at: int


@dataclass(frozen=True)
class CommitFacts:
    """What a commit says of itself, and what its signature is worth; `signer` is whose key made a good one."""

    oid: str
    author: Stamp
    committer: Stamp
    message: str
    parents: tuple[str, ...] = ()
    signature: Signature | None = None
    signer: str = ""
    malformed: str = ""

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the message."""
        return [part for part in re.split(r"\n{2,}", self.message.strip("\n")) if part.strip()]

    @cached_property
    def trailers(self) -> Mapping[str, tuple[str, ...]]:
        """What its last paragraph says for machines."""
        found: dict[str, tuple[str, ...]] = {}
        for line in self.paragraphs[-1].splitlines() if len(self.paragraphs) > 1 else ():
            if match := TRAILER.fullmatch(line):
                found[match[1]] = (*found.get(match[1], ()), match[2].strip())
        return found

    @property
    def operation(self) -> str | None:
        """What rcalog did, where it says so."""
        return self.trailer("Operation")

    @property
    def operations(self) -> int:
        """How many operations its message tells of, trailers or not."""
        return len(OPERATION.findall(self.message))

    def trailer(self, key: str) -> str | None:
        """Return the only value of a trailer; None where there is none, or several."""
        values = self.trailers.get(key, ())
        return values[0] if len(values) == 1 else None


@dataclass(frozen=True)
class RecordFile:
    """A record file at one commit. `data` has an id on every item; None where it is no valid record."""

    path: str
    mode: str
    blob: str
    incident: Incident | None
    data: Mapping[str, object] | None = field(repr=False)


@dataclass(frozen=True)
class Step:
    """What a commit did to one record: how it was, and how it is from then on (None: it was, or is, not there)."""

    before: RecordFile | None
    after: RecordFile | None

    @property
    def file(self) -> RecordFile:
        """The file as it is, or was last."""
        return cast("RecordFile", self.after or self.before)

    @cached_property
    def changes(self) -> list[Change]:
        """What changed in the record; nothing where either end is no valid record."""
        before, after = (each.data if each else {} for each in (self.before, self.after))
        return [] if before is None or not after else diff(before, after)

    @property
    def incident(self) -> str | None:
        """The id of the record, where one can be read."""
        known = [each.incident for each in (self.after, self.before) if each and each.incident]
        return known[0].id if known else None


@dataclass(frozen=True)
class Discovery:
    """One finding of an audit: by which rule, of which commit, in words; of which incident, in which file."""

    rule: str
    commit: str
    message: str
    incident: str | None = None
    path: str | None = None
    accepted: str | None = None
    """Why the team says that it is all right."""

    @property
    def weight(self) -> Weight:
        """How much it weighs."""
        return ODDITIES[self.rule].weight if self.accepted is None else Weight.HINT

    @property
    def is_alarm(self) -> bool:
        """Whether it fails an audit."""
        return self.weight is not Weight.HINT

    @property
    def title(self) -> str:
        """What kind of finding it is, in words."""
        return ODDITIES[self.rule].title

    @property
    def hint(self) -> str:
        """What to do about it."""
        return ODDITIES[self.rule].hint
