"""Whether what a reviewer approved still is what stands in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rcalog.logbook.rawfile import LARGEST
from rcalog.logbook.recordfile import RecordError, read
from rcalog.logbook.records import Record, parse_record
from rcalog.model.rules.rule import Seen
from rcalog.model.timeline import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rcalog.logbook.book import Logbook
    from rcalog.model.review import Review

PROMISED = ("action", "for", "aims_to", "strength", "every", "dropped")
"""What is approved of an action; who does it, by when, and how far it is, goes on after the review."""

Data = dict[str, object]


def approved_files(book: Logbook, records: Iterable[Record]) -> dict[str, bytes]:
    """Return what was approved of these records, by the id of its blob, as far as this clone has it."""
    reviews = [found[1] for record in records if (found := _approval(record))]
    sizes = book.repo.blob_sizes([review.of for review in reviews if review.of])
    return book.repo.read_blobs([oid for oid, size in sizes.items() if size <= LARGEST])


def stale_sign_off(record: Record, approved: Mapping[str, bytes]) -> Seen | None:
    """Return what has changed since the last approval, if anything has; `approved` has what was approved."""
    found = _approval(record)
    raw = approved.get(found[1].of or "") if found else None
    if not found or raw is None or _is_promised(record, raw):
        return None
    from rcalog.logbook.planning import named_data

    before = parse_record(record.path, raw, record.repo)
    changed = list(_changed(named_data(before), named_data(record))) if isinstance(before, Record) else []
    if not changed:
        return None
    position, review = found
    message = f"since {review.by} approved it, {', '.join(changed)} changed"
    return Seen(("reviews", position), message, f"rcalog review {record.incident.id} --approve, after another look")


def _approval(record: Record) -> tuple[int, Review] | None:
    """Return the last approval, with its position, where it counts."""
    if record.incident.status.rung < Status.REVIEWED.rung:
        return None
    approvals = [(at, each) for at, each in enumerate(record.incident.reviews) if each.verdict == "approved"]
    return approvals[-1] if approvals else None


def _is_promised(record: Record, raw: bytes) -> bool:
    """Say whether what was approved stands there word by word, which is quickly seen and nearly always so."""
    try:
        before = read(raw, name=record.path.as_posix()).data
    except RecordError:
        return False
    return _promises(before) == _promises(record.document.data)


def _promises(data: Mapping[str, object]) -> object:
    actions = data.get("actions")
    known = actions if isinstance(actions, list) else []
    return data.get("whys"), [
        {key: each.get(key) for key in ("id", *PROMISED)} for each in known if isinstance(each, dict)
    ]


def _changed(before: Data, now: Data) -> Iterator[str]:
    """Yield the field paths of what was approved and is no longer so."""
    if before.get("whys") != now.get("whys"):
        yield "whys"
    actions = {action.get("id"): action for action in _actions(now)}
    for action in _actions(before):
        kept = actions.get(action.get("id"), {})
        if any(action.get(key) != kept.get(key) for key in PROMISED):
            yield f"actions[{action.get('id')}]"


def _actions(data: Data) -> list[Mapping[str, object]]:
    return cast("list[Mapping[str, object]]", data.get("actions", []))
