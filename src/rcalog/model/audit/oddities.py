"""What an audit can find: each kind with an id, how much it weighs, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rcalog.model.findings import Weight

Group = Literal["objects", "files", "commits", "records", "times", "people", "past", "merges", "policy"]


@dataclass(frozen=True)
class Oddity:
    """A kind of finding: its id, its group, how much it weighs, what it is, and what to do about it."""

    id: str
    group: Group
    weight: Weight
    title: str
    hint: str


_E, _W, _H = Weight.ERROR, Weight.WARNING, Weight.HINT

_ALL = (
    Oddity("H101", "objects", _E, "an object holds something else than its id says", "git fsck --full; fetch it anew"),
    Oddity("H102", "objects", _E, "a replacement hides an object", "git replace --list; git replace -d ID"),
    Oddity(
        "H103", "objects", _E, "a graft gives commits other parents", "remove the file info/grafts in the git folder"
    ),
    Oddity(
        "H104",
        "objects",
        _E,
        "the commit-graph tells another past than the commits",
        "git commit-graph write --reachable",
    ),
    Oddity("H105", "objects", _E, "a commit is not of the form that git gives it", "git cat-file commit ID"),
    Oddity("H201", "files", _E, "a record was deleted, and not by rcalog", "rcalog undo COMMIT brings it back"),
    Oddity("H202", "files", _W, "a record was renamed, and not by rcalog", "ask its author"),
    Oddity("H203", "files", _E, "a record is no ordinary file any more", "git log --summary"),
    Oddity("H204", "files", _W, "a record was no valid record from then on", "rcalog check"),
    Oddity("H205", "files", _H, "a record was deleted or renamed by rcalog", "rcalog history"),
    Oddity("H301", "commits", _W, "a record was changed outside rcalog", "ask its author; next time: rcalog save"),
    Oddity("H302", "commits", _E, "a commit did what its operation does not do", "ask its author; rcalog undo COMMIT"),
    Oddity("H303", "commits", _E, "the trailers of a commit are not about what it changed", "ask its author"),
    Oddity("H304", "commits", _E, "the message of a commit tells other changes than it made", "ask its author"),
    Oddity(
        "H305", "commits", _W, "several commits were made into one", "who did what, and when, is lost; merge instead"
    ),
    Oddity(
        "H306",
        "commits",
        _W,
        "a commit names an operation that this rcalog does not know",
        "does somebody use a newer one?",
    ),
    Oddity("H401", "records", _W, "what is only ever added to was changed", "ask its author; rcalog undo COMMIT"),
    Oddity("H402", "records", _W, "a closed record was changed", "reopen it first: rcalog mark resolved --because"),
    Oddity("H403", "records", _W, "the status changed without a step of the ladder", "rcalog mark moves an incident"),
    Oddity("H404", "records", _E, "a secret stands in the history", "rotate it; see docs: redact"),
    Oddity("H501", "times", _W, "a commit is dated before what it builds on", "ask its author; was a clock wrong?"),
    Oddity("H502", "times", _H, "a commit is dated a little before what it builds on", "does a clock go slow?"),
    Oddity("H503", "times", _H, "a commit was made again later: amended, rebased or picked", "git log --format=fuller"),
    Oddity("H504", "times", _W, "a commit was written after it was made", "ask its author; was a clock wrong?"),
    Oddity("H505", "times", _W, "a commit tells of what came later", "was it back-dated? ask its author"),
    Oddity("H506", "times", _W, "a commit is dated in the future", "is a clock wrong?"),
    Oddity("H601", "people", _E, "a commit is not signed, and must be", "ask its author"),
    Oddity("H602", "people", _E, "the signature of a commit is bad", "ask its author"),
    Oddity("H603", "people", _E, "a commit is signed with a key that was not allowed", "ask its author"),
    Oddity("H604", "people", _E, "a commit is signed by another than it names", "ask who signed it"),
    Oddity("H605", "people", _E, "the allowed signers were changed in a way that is not allowed", "ask its author"),
    Oddity("H606", "people", _H, "the allowed signers were changed", "is that person known?"),
    Oddity("H607", "people", _H, "a commit was written by one person and made by another", "git log --format=fuller"),
    Oddity(
        "H608", "people", _W, "a commit from before the list of keys came in later", "ask its author, and who merged it"
    ),
    Oddity("H701", "past", _E, "commits that were there are gone: the past was rewritten", "ask before you sync"),
    Oddity(
        "H702",
        "past",
        _E,
        "the history does not hold the anchor",
        "rcalog sync; if it stays so, the past was rewritten",
    ),
    Oddity(
        "H703",
        "past",
        _E,
        "another clone saw commits that are not there: the past was rewritten",
        "rcalog sync; if it stays so, ask who rewrote it",
    ),
    Oddity("H704", "past", _E, "what another clone saw was taken back", "ask who changes references on the remote"),
    Oddity("H705", "past", _H, "a branch that was remembered is not there any more", "git fetch; git remote -v"),
    Oddity("H801", "merges", _E, "a merge has what stands on neither side", "ask its author; rcalog history"),
    Oddity("H802", "merges", _W, "a merge left out what only one side had changed", "rcalog history; bring it back"),
    Oddity("H803", "merges", _H, "a merge cannot be made again to compare it", "rcalog history"),
    Oddity("H901", "policy", _H, "the policy of the logbook was changed", "git log -p -- .rcalog/config.toml"),
    Oddity("H902", "policy", _H, "a text was taken out with rcalog redact", "rcalog history"),
)

ODDITIES: Mapping[str, Oddity] = {each.id: each for each in _ALL}
"""Every kind, by its id."""
