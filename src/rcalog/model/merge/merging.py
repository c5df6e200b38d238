"""One record out of two revisions of it that have a common past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rcalog.errors import RcalogError
from rcalog.model.base import record_data
from rcalog.model.changes.form import Change, as_list, canonical, same
from rcalog.model.incident import Incident
from rcalog.model.merge.sides import Clash, Three
from rcalog.model.merge.tree import merge_trees
from rcalog.model.merge.values import Merger
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.model.review import Conflict

APART = ("whys", "conflicts")
"""Keys that are not merged as others are."""


class DifferentRecords(RcalogError):
    """Two incidents in one place: neither is a revision of the other."""

    code = "different-records"

    def __init__(self, ours: str, theirs: str) -> None:
        super().__init__(f"{ours} and {theirs} are two incidents, and no merge makes one of them")


@dataclass(frozen=True)
class Merged:
    """The record that became of two, and what both had changed differently; that stands under `conflicts` too."""

    incident: Incident
    conflicts: tuple[Conflict, ...]


def merge(base: Incident | None, ours: Incident, theirs: Incident) -> Merged:
    """Return what becomes of two revisions that went apart at `base` (None: both are new).

    It is the same whichever is ours. What both changed differently is kept twice: one value in its place, the
    other under `conflicts`.

    Raises:
        DifferentRecords, AmbiguousIds, and InvalidRecord where no record can be both.
    """
    for one in (base, theirs):
        if one and one.id != ours.id:
            raise DifferentRecords(ours.id, one.id)
    data = Three(base, ours, theirs).each(lambda side: record_data(with_item_ids(side)) if side else {})
    merger = Merger(_disputed(data))
    merged = merger.mapping((), data.each(_plain))
    merged["whys"] = merge_trees(merger, data.each(lambda side: as_list(side.get("whys")) or ()))
    conflicts = Merger().value(("conflicts",), data.each(lambda side: side.get("conflicts")))
    new = [_conflict(clash) for clash in merger.clashes]
    merged["conflicts"] = _gathered(as_list(conflicts) or (), new) if new else conflicts
    return Merged(read_incident(merged), tuple(Conflict.model_validate(each) for each in new))


def _plain(side: Mapping[str, object]) -> Mapping[str, object]:
    return {key: value for key, value in side.items() if key not in APART}


def _disputed(data: Three[Mapping[str, object]]) -> set[str]:
    """Return the lists of which a merge has kept an item that one side had removed."""
    known, *sides = (
        {str(each["path"]) for each in as_list(side.get("conflicts")) or () if isinstance(each, Mapping)}
        for side in (data.base, data.ours, data.theirs)
    )
    return {path.rpartition("[")[0] for side in sides for path in side - known if path.endswith("]")}


def _conflict(clash: Clash) -> dict[str, object]:
    change = Change(clash.steps, "set")
    return {"path": change.path, "base": clash.base, "kept": clash.kept, "other": clash.other}


def _gathered(known: Sequence[object], new: Sequence[Mapping[str, object]]) -> list[object]:
    """Return all conflicts, each once; the known ones of a place that is in dispute again tell what is kept now."""
    kept = {str(each["path"]): each["kept"] for each in new}
    found: dict[str, object] = {}
    for each in (*known, *new):
        told = dict(each) if isinstance(each, Mapping) else {}
        told["kept"] = kept.get(str(told.get("path")), told.get("kept"))
        if not same(told["kept"], told.get("other")):
            found[canonical([told.get("path"), told])] = told
    return [found[key] for key in sorted(found)]
