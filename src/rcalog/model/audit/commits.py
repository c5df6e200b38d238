"""What is odd about a commit itself: its times, and its people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from rcalog.model.audit.facts import CommitFacts, Discovery

SKEW_S = 60
"""How far the clocks of people may be apart."""

AGAIN_S = 600
"""How long hooks and a passphrase may hold up a commit; one that took longer was made again."""


@dataclass(frozen=True)
class Around:
    """What a commit was made on: its parents, and what the logbook wanted of commits at that time.

    `people` are handles by e-mail address.
    """

    parents: Sequence[CommitFacts] = ()
    trailers: bool = True
    signed: bool = False
    people: Mapping[str, str] = field(default_factory=dict)

    def is_same(self, one: str, other: str) -> bool:
        """Return whether two addresses are those of one person."""
        one, other = one.casefold(), other.casefold()
        return one == other or (one in self.people and self.people[one] == self.people.get(other))

    def is_signer(self, email: str, signer: str) -> bool:
        """Return whether an address is one of those for which a key was allowed."""
        allowed = [each.strip().casefold() for each in signer.split(",")]
        return any(fnmatchcase(email.casefold(), each) or self.is_same(email, each) for each in allowed)


def judge_times(commit: CommitFacts, around: Around) -> Iterator[Discovery]:
    """Yield what is odd about when a commit says that it was written and made."""
    late = max((parent.committer.at for parent in around.parents), default=commit.committer.at) - commit.committer.at
    if late > 0:
        message = f"dated {moment(commit.committer.at)}, {span(late)} before what it builds on"
        yield Discovery("H501" if late > SKEW_S else "H502", commit.oid, message)
    again = commit.committer.at - commit.author.at
    if again > AGAIN_S:
        message = f"written {moment(commit.author.at)}, made again {moment(commit.committer.at)}"
        yield Discovery("H503", commit.oid, message)
    if again < -SKEW_S:
        message = f"written {moment(commit.author.at)}, after it was made: {moment(commit.committer.at)}"
        yield Discovery("H504", commit.oid, message)


def judge_people(commit: CommitFacts, around: Around) -> Iterator[Discovery]:
    """Yield what is odd about who a commit says that it is by."""
    if commit.malformed:
        yield Discovery("H105", commit.oid, commit.malformed)
    author, committer = commit.author, commit.committer
    if around.signed:
        yield from _signed(commit, around)
    if not around.is_same(author.email, committer.email) and commit.signature != "good":
        yield Discovery("H607", commit.oid, f"written by {_who(commit, 0)}, made by {_who(commit, 1)}")


def judge_brought(commit: CommitFacts, around: Around, merge: str) -> Iterator[Discovery]:
    """Yield why a commit that was made without the list of keys would not have been allowed where a merge let it in."""
    for each in _signed(commit, around):
        yield Discovery("H608", commit.oid, f"{each.message}; merge {merge[:9]} let it in, from before the list")


def _signed(commit: CommitFacts, around: Around) -> Iterator[Discovery]:
    if commit.signature == "none":
        yield Discovery("H601", commit.oid, f"not signed; it says that it is by {_who(commit, 1)}")
    elif commit.signature == "bad":
        yield Discovery("H602", commit.oid, f"the signature is bad; it says that it is by {_who(commit, 1)}")
    elif commit.signature == "unknown":
        yield Discovery("H603", commit.oid, f"signed with a key that was not allowed; it says: {_who(commit, 1)}")
    else:
        for position, role in enumerate(("written", "made")):
            email = (commit.author, commit.committer)[position].email
            if not around.is_signer(email, commit.signer):
                message = f"signed by {commit.signer}, and says that it was {role} by {_who(commit, position)}"
                yield Discovery("H604", commit.oid, message)


def _who(commit: CommitFacts, position: int) -> str:
    stamp = (commit.author, commit.committer)[position]
    return f"{stamp.name} <{stamp.email}>"


def moment(seconds: int) -> str:
    """Return a moment as text, in UTC."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, ValueError, OSError):
        return f"{seconds} seconds after 1970"


def span(seconds: int) -> str:
    """Return a length of time in the unit that suits it."""
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}s"
    return f"{seconds} s"
