"""What is odd about a merge: values that neither side had, and values of one side that it left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rcalog.errors import RcalogError
from rcalog.model.audit.facts import CommitFacts, Discovery, RecordFile, Step
from rcalog.model.audit.operations import told
from rcalog.model.audit.records import judge_file
from rcalog.model.base import record_data
from rcalog.model.changes import Change, Item, diff, inverse
from rcalog.model.merge import merge
from rcalog.model.reading import with_item_ids

Data = Mapping[str, object]


@dataclass(frozen=True)
class Sides:
    """One record in a merge: how the parents have it, how they had it when they went apart, what was made of it.

    `bases` has more than one where the sides had been merged crosswise.
    """

    parents: Sequence[RecordFile | None]
    bases: Sequence[RecordFile | None]
    result: RecordFile | None


def judge_merge(commit: CommitFacts, sides: Sides) -> Iterator[Discovery]:
    """Yield what a merge made of one record that no merge of its parents makes."""
    result, there = sides.result, [each for each in sides.parents if each]
    if result is None:
        yield from _removed(commit, sides, there)
        return
    if not there:
        yield _found("H801", commit, result, "a new record, which neither side had")
    if not any(each.mode == result.mode for each in there):
        yield from judge_file(commit, Step(there[0] if there else None, result))
    if result.blob in {each.blob for each in there} and not _drops(sides, result):
        return
    yield from _mixed(commit, sides, result, there)


def _removed(commit: CommitFacts, sides: Sides, there: Sequence[RecordFile]) -> Iterator[Discovery]:
    known = {each.blob for each in sides.bases if each}
    if len(there) == len(sides.parents):
        yield _found("H201", commit, there[0], f"deleted by the merge: {there[0].path}")
    elif changed := [each for each in there if each.blob not in known]:
        yield _found("H802", commit, changed[0], f"deleted, though one side had changed it: {changed[0].path}")


def _drops(sides: Sides, result: RecordFile) -> bool:
    """Return whether a side whose file was not taken had changed it."""
    known = {each.blob if each else None for each in sides.bases}
    others = [each for each in sides.parents if each is None or each.blob != result.blob]
    return any((each.blob if each else None) not in known for each in others)


def _mixed(commit: CommitFacts, sides: Sides, result: RecordFile, there: Sequence[RecordFile]) -> Iterator[Discovery]:
    if result.data is None:
        if result.blob not in {each.blob for each in there}:
            yield _found("H204", commit, result, f"{result.path} was no valid record from then on")
        return
    found = [odd for base in sides.bases or [None] if (odd := _odd(base, sides.parents, result.data)) is not None]
    if not found:
        yield _found("H803", commit, result, f"{result.path} cannot be merged again, so it is not compared")
        return
    evil, dropped = min(found, key=lambda odd: (len(odd[0]), len(odd[1])))
    if evil:
        yield _found("H801", commit, result, told(evil))
    if dropped:
        yield _found("H802", commit, result, told(inverse(dropped)))


def _odd(
    base: RecordFile | None, parents: Sequence[RecordFile | None], result: Data
) -> tuple[list[Change], list[Change]] | None:
    """Return how a result differs from the merge of two sides: what neither had, and what only one had changed.

    None where there is no such merge.
    """
    there = [_without_bases(each.data) for each in parents if each and each.data is not None]
    made = _merged(base, parents)
    if made is None:
        return None
    made, result = _without_bases(made), _without_bases(result)
    differing = _changes(made, result)
    to_result = [_changes(side, result) for side in there]
    evil = [each for each in differing if all(_overlaps(each, others) for others in to_result)]
    was = (base.data if base else None) or {}
    sides = [_changes(was, side) for side in there]
    both = [each for each in differing if all(_overlaps(each, others) for others in sides)]
    chosen = [each for each in differing if each.steps[0] == "conflicts" or each in both]
    return evil, [each for each in differing if each not in evil and each not in chosen]


def _merged(base: RecordFile | None, parents: Sequence[RecordFile | None]) -> Data | None:
    """Return what a merge makes of two sides; what only one has, it has as it is."""
    there = [each for each in parents if each]
    known = [each.incident for each in there if each.incident]
    if not known or len(known) != len(there) or len(parents) > 2:
        return None
    try:
        merged = merge(base.incident if base else None, known[0], known[-1])
    except RcalogError:
        return None
    return record_data(with_item_ids(merged.incident))


def _without_bases(data: Data) -> Data:
    """Return data whose conflicts do not say what there was before: crosswise merges have several pasts."""
    found = data.get("conflicts")
    if not isinstance(found, list):
        return data
    return {**data, "conflicts": [{key: value for key, value in each.items() if key != "base"} for each in found]}


def _changes(before: Data, after: Data) -> list[Change]:
    return [each for each in diff(before, after) if each.kind != "moved"]


def _overlaps(change: Change, others: Sequence[Change]) -> bool:
    """Return whether one of some changes is at the same place, above it or below it."""
    here = _place(change)
    places = [_place(other) for other in others]
    return any(here[: len(there)] == there[: len(here)] for there in places)


def _place(change: Change) -> tuple[str, ...]:
    steps = tuple(f"id {step.id}" if isinstance(step, Item) else step for step in change.steps)
    return (*steps, change.key) if change.key else steps


def _found(kind: str, commit: CommitFacts, file: RecordFile, message: str) -> Discovery:
    return Discovery(kind, commit.oid, message, file.incident.id if file.incident else None, file.path)
