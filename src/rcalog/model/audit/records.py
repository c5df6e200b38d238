"""What is odd about how a commit left a record, whatever it says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from rcalog.model.audit.commits import moment
from rcalog.model.audit.facts import EXECUTABLE, FILE, CommitFacts, Discovery, RecordFile, Step
from rcalog.model.audit.operations import told
from rcalog.model.changes import Change
from rcalog.model.changes.form import Item
from rcalog.model.secrets import find_secrets
from rcalog.model.times import When

TAKES_BACK = ("undo", "conflicts", "redact")
"""Operations that may change what is else only ever added to; a mark may say more of its own last step."""

BY_RCALOG = ("save", "undo", "move", "redact")
"""Operations that may remove or rename a record's file."""

CLOSED_KEYS = ("title", "kind", "status", "severity", "times", "ladder", "summary", "impact", "whys", "reviews")
"""Keys of a closed record at which nothing changes without reopening it."""

PROMISED = ("action", "for", "aims_to", "strength", "every", "dropped")
"""What is promised by an action; a closed record keeps its promises."""

AHEAD = timedelta(hours=1)
"""How far ahead of its commit a record may speak: zones and clocks are mistaken by no more."""

KINDS = {"120000": "a symbolic link", "160000": "another repository"}


def judge_file(commit: CommitFacts, step: Step) -> Iterator[Discovery]:
    """Yield what is odd about the file of a record."""
    before, after = step.before, step.after
    if after is None:
        yield _by_rcalog("H201", commit, step, f"deleted: {step.file.path}")
        return
    if before and before.path != after.path:
        yield _by_rcalog("H202", commit, step, f"renamed: {before.path} -> {after.path}")
    if after.mode != FILE and (before is None or before.mode != after.mode):
        what = "executable" if after.mode == EXECUTABLE else KINDS.get(after.mode, f"of mode {after.mode}")
        yield _found("H203", commit, step, f"{after.path} is {what} from then on")
    elif after.incident is None and (before is None or before.blob != after.blob):
        yield _found("H204", commit, step, f"{after.path} was no valid record from then on")


def judge_record(commit: CommitFacts, step: Step) -> Iterator[Discovery]:
    """Yield what is odd about the changes of a record."""
    changes = step.changes
    may_take_back = commit.operation in TAKES_BACK
    if step.before and step.after:
        kept = [each for each in changes if _is_kept(each, step.before, by_mark=commit.operation == "mark")]
        if kept and not may_take_back:
            yield _found("H401", commit, step, told(kept))
        closed = [each for each in changes if _is_closed(each)] if _is_at_rest(step.before, step.after) else []
        if closed and not may_take_back and commit.operation != "review":
            yield _found("H402", commit, step, told(closed))
    moved = next((each for each in changes if each.path == "status"), None)
    if moved and step.before and not may_take_back and not _has_step(changes, moved.after):
        yield _found("H403", commit, step, told([moved]))
    yield from _ahead(commit, step, changes)
    if not commit.trailers.get("Allowed-Secret"):
        yield from _secrets(commit, step, changes)


def _by_rcalog(kind: str, commit: CommitFacts, step: Step, message: str) -> Discovery:
    is_ours = commit.operation in BY_RCALOG or (commit.operation == "hand-edit" and step.after is not None)
    return _found("H205" if is_ours else kind, commit, step, message)


def _is_kept(change: Change, before: RecordFile, *, by_mark: bool) -> bool:
    """Return whether a change takes away or alters what is only ever added to."""
    if change.kind in ("added", "moved"):
        return False
    top, last = change.steps[0], change.steps[-1]
    if top == "ladder":
        ladder = (before.data or {}).get("ladder")
        is_last = isinstance(ladder, Sequence) and bool(ladder) and change.before == ladder[-1]
        return not (by_mark and is_last)
    if top == "reviews" or "proofs" in change.steps:
        return True
    if top != "timeline":
        return False
    if change.kind == "removed":
        return isinstance(change.before, Mapping) and bool(change.before.get("verbatim"))
    return last in ("event", "at", "verbatim") and _is_verbatim(before, change)


def _is_verbatim(before: RecordFile, change: Change) -> bool:
    ids = [step.id for step in change.steps if isinstance(step, Item)]
    events = (before.data or {}).get("timeline")
    known = events if isinstance(events, Sequence) else ()
    return any(isinstance(each, Mapping) and each.get("id") in ids and each.get("verbatim") for each in known)


def _is_at_rest(before: RecordFile, after: RecordFile) -> bool:
    return all((each.data or {}).get("status") == "closed" for each in (before, after))


def _is_closed(change: Change) -> bool:
    """Return whether a change is one that no closed record has."""
    top = change.steps[0]
    if top == "timeline":
        return change.kind in ("set", "removed")
    if top == "actions":
        return change.kind == "removed" or change.steps[-1] in PROMISED
    return top in CLOSED_KEYS and not (top in ("ladder", "reviews") and change.kind == "added")


def _has_step(changes: Sequence[Change], status: object) -> bool:
    added = [each.after for each in changes if each.path == "ladder" and each.kind == "added"]
    return any(isinstance(each, Mapping) and each.get("status") == status for each in added)


def _ahead(commit: CommitFacts, step: Step, changes: Sequence[Change]) -> Iterator[Discovery]:
    """Yield where a record speaks of what came after its commit: one of the two dates is wrong."""
    try:
        made = datetime.fromtimestamp(commit.committer.at, UTC)
    except (OverflowError, ValueError, OSError):
        return
    for change in changes:
        for when in _whens(change):
            if when.earliest and when.earliest > made + AHEAD:
                message = f"made {moment(commit.committer.at)}, and tells of {when.text}: {told([change])}"
                yield _found("H505", commit, step, message)
                return


def _whens(change: Change) -> Iterator[When]:
    """Yield when something happened that a change tells of."""
    is_time = change.steps[0] == "times" or change.steps[-1] == "at"
    value = change.after
    if isinstance(value, Mapping):
        values = list(value.values()) if change.steps[-1] == "times" else [value.get("at")]
    else:
        values = [value] if is_time else []
    for each in values:
        try:
            yield When.read(each)
        except ValueError:
            continue


def _secrets(commit: CommitFacts, step: Step, changes: Sequence[Change]) -> Iterator[Discovery]:
    texts = [text for change in changes for text in _texts(change.after)]
    rules = dict.fromkeys(found.rule for text in texts for found in find_secrets(text) if found.certain)
    if rules:
        yield _found("H404", commit, step, f"what looks like a secret ({', '.join(rules)})")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (f"{key}: {inner}",) if isinstance(inner, str) else _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _found(kind: str, commit: CommitFacts, step: Step, message: str) -> Discovery:
    return Discovery(kind, commit.oid, message, step.incident, step.file.path)
