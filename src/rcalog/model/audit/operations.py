"""What the operation that a commit names explains of what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rcalog.model.audit.commits import Around
from rcalog.model.audit.facts import CommitFacts, Discovery, Step
from rcalog.model.changes import Change, describe
from rcalog.model.display import safe
from rcalog.model.redaction import MARK, PLAIN_MARK
from rcalog.patterns import pattern

LINES = 40
"""How many changes the message of a commit tells."""

SHOWN = 3
CHANGE = pattern(r"[a-z_]+[a-z0-9_.\[\]-]*: ")
"""How a line begins that tells a change."""


@dataclass(frozen=True)
class Reach:
    """What an operation may do: make records, remove them, change these keys (None: all) and no others."""

    keys: frozenset[str] | None = None
    makes: bool = False
    removes: bool = False
    changes: bool = True

    @property
    def tells(self) -> bool:
        """Whether it tells of a record at all."""
        return self.makes or self.removes or self.changes


def _keys(*names: str) -> Reach:
    return Reach(frozenset(names) | {"waivers"})


_ACTIONS = _keys("actions")

REACHES: Mapping[str, Reach] = {
    "init": Reach(changes=False),
    "new": Reach(makes=True, changes=False),
    "note": _keys("timeline"),
    "mark": _keys("status", "ladder", "times", "severity"),
    "set": Reach(),
    "edit": Reach(makes=True),
    "save": Reach(makes=True, removes=True),
    "hand-edit": Reach(makes=True),
    "undo": Reach(makes=True, removes=True),
    "move": Reach(makes=True, removes=True, changes=False),
    "why": Reach(makes=True),
    "action-add": _ACTIONS,
    "action-edit": _ACTIONS,
    "action-done": _ACTIONS,
    "action-verify": _ACTIONS,
    "action-drop": _ACTIONS,
    "action-prove": _ACTIONS,
    "review": _keys("reviews", "status", "ladder", "times"),
    "conflicts": Reach(),
    "import": Reach(makes=True),
    "redact": Reach(changes=False),
}
"""Every operation of a commit that is no merge."""

ORIGINS: Mapping[str, tuple[str, str]] = {"move": ("Moved-From", "Moved-To"), "undo": ("Undoes", "Undoes")}
"""The trailers in which an operation tells why a record came, or went."""

REDACTING = "redact"


def told(changes: Sequence[Change]) -> str:
    """Return the first of some changes in words."""
    shown = "; ".join(describe(change) for change in changes[:SHOWN])
    return shown + (f"; and {len(changes) - SHOWN} more" if len(changes) > SHOWN else "")


def judge_operation(commit: CommitFacts, around: Around, steps: Sequence[Step]) -> Iterator[Discovery]:
    """Yield what a commit did to records and its words do not explain."""
    if commit.operation == REDACTING:
        yield Discovery("H902", commit.oid, commit.message.splitlines()[0], steps[0].incident if steps else None)
    if not steps:
        if commit.operation and REACHES.get(commit.operation, REACHES["init"]).tells:
            yield Discovery("H304", commit.oid, f"Operation: {commit.operation}, and it changed no record")
        return
    if commit.operations > 1:
        yield Discovery("H305", commit.oid, f"{commit.operations} operations in one commit", steps[0].incident)
    elif commit.operation is None:
        yield from _outside(commit, steps) if around.trailers else ()
    elif commit.operation not in REACHES:
        yield Discovery("H306", commit.oid, f"Operation: {commit.operation}", steps[0].incident)
    else:
        yield from _unexplained(commit, REACHES[commit.operation], steps)


def _outside(commit: CommitFacts, steps: Sequence[Step]) -> Iterator[Discovery]:
    for step in steps:
        if step.after:
            what = told(step.changes) if step.before else "a new record"
            yield _found("H301", commit, step, what or "nothing that has a meaning")


def _unexplained(commit: CommitFacts, reach: Reach, steps: Sequence[Step]) -> Iterator[Discovery]:
    name = commit.trailer("Incident")
    for step in steps:
        yield from _beyond(commit, reach, step)
        yield from _groundless(commit, step)
        if step.incident and step.incident != name:
            if step.before or commit.operation != "why":  # which files what is older as a record of its own
                yield _found("H303", commit, step, f"it changed {step.incident}, and says Incident: {name}")
        elif step.after and step.after.data:
            yield from _misfits(commit, step)


def _beyond(commit: CommitFacts, reach: Reach, step: Step) -> Iterator[Discovery]:
    changes = step.changes
    if step.before is None:
        beyond = None if reach.makes else "a new record"
    elif step.after is None:
        beyond = None if reach.removes else "a record deleted"
    elif commit.operation == REDACTING:
        beyond = told([*_unmarked(changes)]) or None
    elif not reach.changes:
        beyond = told(changes) or None
    else:
        keys = reach.keys
        beyond = told([] if keys is None else [each for each in changes if each.steps[0] not in keys]) or None
    if beyond:
        yield _found("H302", commit, step, f"Operation: {commit.operation}, and it did: {beyond}")


def _groundless(commit: CommitFacts, step: Step) -> Iterator[Discovery]:
    """Yield where a record came or went, and the commit does not say all that rcalog says then."""
    if step.before and step.after:
        return
    wanted = ORIGINS.get(commit.operation or "", ())
    if wanted and not commit.trailer(wanted[step.after is None]):
        yield _found("H304", commit, step, f"Operation: {commit.operation}, and no {wanted[step.after is None]}")
    was = step.before.data.get("severity") if step.before and step.before.data else None
    if was and commit.trailer("Severity") != was:
        yield _found("H303", commit, step, f"it was {was} when it went, and it says: {commit.trailer('Severity')}")


def _unmarked(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield what a redaction does not do: it marks texts, and items that have no id come back as others."""
    came = Counter(each.path for each in changes if each.kind == "added" and PLAIN_MARK in str(each.after))
    for each in changes:
        if each.kind == "removed" and came[each.path]:
            came[each.path] -= 1
        elif PLAIN_MARK not in str(each.after):
            yield each


def _misfits(commit: CommitFacts, step: Step) -> Iterator[Discovery]:
    """Yield where the words of a commit are not those of its changes."""
    severity, data = commit.trailer("Severity"), step.after.data if step.after else None
    if data and severity != data.get("severity"):
        yield _found("H303", commit, step, f"it left severity {data.get('severity')}, and says Severity: {severity}")
    if step.before and step.before.data is None:
        return
    lines = [_comparable(commit, safe(describe(change))) for change in step.changes[:LINES]]
    said = [_comparable(commit, line) for line in commit.message.splitlines()]
    if missing := [line for line in lines if line not in said]:
        yield _found("H304", commit, step, f"it does not tell: {'; '.join(missing[:SHOWN])}")
        return
    body = [line for part in commit.paragraphs[1:-1][:1] for line in part.splitlines() if CHANGE.match(line)]
    if false := [line for line in body if _comparable(commit, line) not in lines]:
        yield _found("H304", commit, step, f"it tells what it did not do: {'; '.join(false[:SHOWN])}")


def _comparable(commit: CommitFacts, line: str) -> str:
    """Return of a line that tells a change what can be compared.

    Where a text was taken out, lines that had been cut short before that lack something else: so only the field is.
    """
    is_redacted = commit.operation == REDACTING or MARK in commit.message
    return line.partition(": ")[0] if is_redacted else line


def _found(kind: str, commit: CommitFacts, step: Step, message: str) -> Discovery:
    return Discovery(kind, commit.oid, message, step.incident, step.file.path)
