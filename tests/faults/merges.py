"""Merges of what three people made of one record, each from a seed: the laws, and the texts of some."""

from __future__ import annotations

from pathlib import Path
from random import Random

from rcalog.errors import RcalogError
from rcalog.logbook.joining import join
from rcalog.logbook.recordfile import emit, load, splice
from rcalog.model.base import record_data
from rcalog.model.incident import Incident
from rcalog.model.merge import merge
from rcalog.model.reading import read_incident, with_item_ids
from tests.faults.row import Row, Tally
from tests.helpers.edits import Editor, base
from tests.helpers.laws import data, in_any_order, joined, lost, settled

ORDERS_OF_EACH = 3
TEXT_OF_EACH = 60
"""One case in so many is a merge of three in every order; one in so many is merged as texts too, by git's lines."""

BASE = load(emit(record_data(with_item_ids(base())), header="kept"))


def run(count: int, seed: int, folder: Path) -> Row:
    """Merge so many times three revisions."""
    tally = Tally(seed)
    for case in tally.cases(count):
        random = Random(case)
        three = [Editor(random.randrange(10**9)).edited(random.randint(1, 7)) for _ in range(3)]
        try:
            wrong = _broken(tally, *three[:2])
            wrong += _broken_order(tally, *three) if case % ORDERS_OF_EACH == 0 else []
            wrong += _broken_texts(tally, three, folder) if case % TEXT_OF_EACH == 0 else []
        except RcalogError as error:
            wrong = [f"{error.code}: {error}"]
        for said in wrong:
            tally.fail(case, said)
    return tally.row()


def _broken(tally: Tally, ours: Incident, theirs: Incident) -> list[str]:
    """Return the laws that do not hold of two revisions."""
    start = base()
    one, other = joined(start, ours, theirs), joined(start, theirs, ours)
    if one is None or other is None:
        tally.add("refused: an id stands twice")
        return []
    wrong = [] if data(one) == data(other) else ["who merges matters"]
    if lost(start, one, ours, theirs):
        wrong.append(f"lost: {lost(start, one, ours, theirs)}")
    if data(merge(ours, one, ours).incident) != data(one):
        wrong.append("merging again changes it")
    if read_incident(record_data(one)) != one:
        wrong.append("it reads back as something else")
    return wrong


def _broken_order(tally: Tally, *three: Incident) -> list[str]:
    """Return what three revisions differ in that are merged in one order and in another."""
    ends = in_any_order(base(), *three)
    tally.add("of three, in every order")
    if not ends or not _differ(ends):
        return []
    if not _differ([settled(end, *three) for end in ends]):
        tally.add("trees, or times out of order, that differ by the order of merging as is known")
        return []
    return ["the order of merging matters"]


def _differ(ends: list[dict[str, object]]) -> bool:
    return any(end != ends[0] for end in ends)


def _broken_texts(tally: Tally, three: list[Incident], folder: Path) -> list[str]:
    """Return what does not hold of the texts: read again they are the merged values, and the same in every order."""
    texts = [splice(BASE, record_data(with_item_ids(each))) for each in three]

    def merged(ours: bytes, theirs: bytes) -> bytes:
        return join(BASE.raw, ours, theirs, name="x.yaml", folder=folder).raw

    wanted = joined(base(), three[0], three[1])
    if wanted is None:
        return []
    raw = merged(texts[0], texts[1])
    tally.add("merged as texts")
    wrong = [] if with_item_ids(read_incident(load(raw).data)) == wanted else ["the text means something else"]
    if raw != merged(texts[1], texts[0]):
        wrong.append("whose text comes first matters")
    return wrong
