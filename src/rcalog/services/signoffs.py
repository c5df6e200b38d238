"""Whether what a reviewer approved still is what stands in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rcalog.errors import RcalogError
from rcalog.logbook.planning import named_data
from rcalog.logbook.records import Record, parse_record
from rcalog.model.rules.rule import Seen
from rcalog.model.timeline import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rcalog.logbook.book import Logbook
    from rcalog.model.review import Review

PROMISED = ("action", "for", "aims_to", "strength", "every", "dropped")
"""What is approved of an action; who does it, by when, and how far it is, goes on after the review."""

Data = dict[str, object]


def stale_sign_off(record: Record, book: Logbook) -> Seen | None:
    """Return what has changed since the last approval, if anything has."""
    approvals = [(at, each) for at, each in enumerate(record.incident.reviews) if each.verdict == "approved"]
    if not approvals or record.incident.status.rung < Status.REVIEWED.rung:
        return None
    position, review = approvals[-1]
    approved = _approved(record, review, book)
    changed = list(_changed(named_data(approved), named_data(record))) if approved else []
    if not changed:
        return None
    message = f"since {review.by} approved it, {', '.join(changed)} changed"
    return Seen(("reviews", position), message, f"rcalog review {record.incident.id} --approve, after another look")


def _approved(record: Record, review: Review, book: Logbook) -> Record | None:
    """Return the record as it was approved; None where this clone does not have it."""
    if review.of is None:
        return None
    try:
        found = parse_record(record.path, book.repo.read_blob(review.of), book.repo)
    except RcalogError:  # a shallow clone, or a record that came from another logbook
        return None
    return found if isinstance(found, Record) else None


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
