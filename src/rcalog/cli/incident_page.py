"""One incident as a person reads it on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from rcalog.cli.layout import columns, line, put, tree, words
from rcalog.model.actions import ActionStatus
from rcalog.model.durations import ENDS
from rcalog.model.metrics import durations, render_span
from rcalog.model.overdue import due_on, is_overdue
from rcalog.model.reading import with_item_ids
from rcalog.model.timegrammar.render import render_time
from rcalog.model.timeline import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.text import Text
    from rich.tree import Tree

    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.logbook.records import Record
    from rcalog.model.actions import Action
    from rcalog.model.causes import Cause, Leg
    from rcalog.model.incident import Incident
    from rcalog.model.times import When

PAINT = {Status.ONGOING: "red", Status.MITIGATED: "yellow", Status.CLOSED: "green"}


def write_incident(page: Page, record: Record, c: Context) -> None:
    """Write where an incident stands, its times, its story, its causes and what follows from them."""
    incident = with_item_ids(record.incident)  # those that the next write gives can be typed already
    put(page, *_head(record, c))
    page.gap()
    put(page, columns(_times(incident, c)), indent=2)
    if incident.summary:
        page.gap()
        put(page, words(incident.summary))
    for name, parts in _sections(incident, c):
        if parts:
            page.gap()
            put(page, words(name, "bold"))
            put(page, *parts, indent=2)
    if incident.conflicts:
        page.gap()
        paths = ", ".join(dict.fromkeys(each.path for each in incident.conflicts))
        put(page, words(f"a merge left undecided: {paths}; rcalog conflicts {incident.id}", "yellow"))
    if record.drafts:
        page.gap()
        put(page, words(f"not committed yet: draft {', '.join(record.drafts)}", "yellow"))


def _sections(incident: Incident, c: Context) -> Iterator[tuple[str, Sequence[RenderableType]]]:
    yield "impact", list(_impact(incident, c))
    yield "timeline", [columns(_events(incident, c))] if incident.timeline else []
    for leg in incident.whys:
        yield leg.leg.value, [_leg(leg)]
    yield "actions", [columns(_actions(incident, c))] if incident.actions else []
    yield "lessons", list(_lessons(incident))
    yield "reviews", [columns(_reviews(incident, c))] if incident.reviews else []
    yield "besides", list(_besides(incident))


def _head(record: Record, c: Context) -> Iterator[Text]:
    incident = record.incident
    yield line(words(incident.id, "bold"), words(incident.title, "bold"))
    state = words(incident.status.value, PAINT.get(incident.status, ""))
    yield line(
        state,
        c.book.policy.label(incident.severity),
        incident.kind.value,
        words(c.output.place(record.path.as_posix()), "dim"),
    )
    roles = [(name, person) for name, person in incident.roles or () if isinstance(person, str)]
    for label, values in (("services", incident.services), ("tags", incident.tags), *((n, (p,)) for n, p in roles)):
        if values:
            yield words(f"{label.replace('_', ' ')}: {', '.join(values)}")


def _times(incident: Incident, c: Context) -> Iterator[list[Text]]:
    for name in type(incident.times).model_fields:
        when: When | None = getattr(incident.times, name)
        if when:
            yield [words(name), words(_said(when, c))]
    for name, span in durations(incident).items():
        about = "about " if span.approximate else ""
        ends = words(" to ".join(ENDS[name]), "dim")
        yield [words(name.replace("_", " ")), line(f"{about}{render_span(span.seconds)}", ends)]


def _impact(incident: Incident, c: Context) -> Iterator[Text]:
    impact = incident.impact
    if impact is None:
        return
    if impact.summary:
        yield words(impact.summary)
    if impact.users_affected is not None:
        yield words(f"users affected: {impact.users_affected}")
    for lost in impact.lost:
        span = [_said(when, c) for when in (lost.from_, lost.to) if when]
        yield line(f"lost: {lost.what}", lost.amount or "", words(" to ".join(span), "dim"))


def _events(incident: Incident, c: Context) -> Iterator[list[Text]]:
    for event in incident.timeline:
        about = [event.type.value if event.type else "", f"by {event.by}" if event.by else "", event.audience or ""]
        marks = ["afterwards" if event.hindsight else "", "verbatim" if event.verbatim else ""]
        said = words(", ".join(filter(None, about + marks)), "dim")
        yield [words(_said(event.at, c)), line(event.event, said)]


def _leg(leg: Leg) -> RenderableType:
    if not leg.because:
        return line(leg.problem or "", words(f"none: {leg.none}" if leg.none else "", "dim"))
    root = tree(words(leg.problem or ""))
    for cause in leg.because:
        _add(root, cause)
    return Group(root, *([] if leg.reads_true else [words("not read back yet", "dim")]))


def _add(above: Tree, cause: Cause) -> None:
    about = [cause.level.value if cause.level else "", f"since {cause.since}" if cause.since else ""]
    marks = words(", ".join(filter(None, [*about, cause.id or ""])), "dim")
    evidence = [words(f"evidence: {each}", "dim") for each in cause.evidence]
    node = above.add(Group(line(cause.cause, _end(cause), marks), *evidence))
    for below in cause.because:
        _add(node, below)


def _end(cause: Cause) -> Text:
    """Return how a branch ends; nothing where it goes on."""
    if cause.later:
        return words(f"[parked: {cause.later.owner}, {cause.later.due}]", "yellow")
    if cause.end is None:
        return words("" if cause.because else "[open]", "yellow")
    known = {
        "root-cause": cause.changeable_by,
        "unknown": f"ask {cause.ask}, {cause.by}" if cause.ask else None,
        "same-as": cause.same_as,
        "accepted": cause.accepted and f"{cause.accepted.by}, until {cause.accepted.until}: {cause.accepted.because}",
    }
    said = known.get(cause.end.value)
    return words(f"[{cause.end.value}{f': {said}' if said else ''}]", "green" if cause.is_root else "")


def _actions(incident: Incident, c: Context) -> Iterator[list[RenderableType]]:
    for action in incident.actions:
        late = is_overdue(action, c.today)
        owner = f"@{action.owner}" if action.owner else "nobody yet"
        due = words(f"{_due(action)}{', overdue' if late else ''}", "red" if late else "")
        why = f"for {', '.join(action.for_)}" if action.for_ else ""
        marks = words(", ".join(filter(None, [action.aims_to, action.strength, why])), "dim")
        below = line(action.status.value, owner, due, marks)
        yield [words(action.id or "", "cyan"), Group(words(action.action, "" if action.is_open else "dim"), below)]


def _due(action: Action) -> str:
    if action.status is ActionStatus.RUNNING and action.every:
        return f"every {action.every}, by {due_on(action)}"
    if action.every:
        return f"every {action.every}"
    return f"due {action.due}" if action.due else "no date yet"


def _lessons(incident: Incident) -> Iterator[Text]:
    for name, texts in incident.lessons or ():
        yield from (words(f"{name.replace('_', ' ')}: {text}") for text in texts)


def _reviews(incident: Incident, c: Context) -> Iterator[list[Text]]:
    for review in incident.reviews:
        yield [words(_said(review.at, c)), line(f"{review.verdict} by {review.by}", review.note or "")]


def _besides(incident: Incident) -> Iterator[Text]:
    for link in incident.links:
        yield words(f"{link.rel}: {link.to}")
    for waiver in incident.waivers:
        at = f" at {waiver.at}" if waiver.at else ""
        yield words(f"waived: {waiver.rule}{at}, {waiver.because} ({waiver.by})")
    for conflict in incident.conflicts:
        yield words(f"not settled: {conflict.path}", "red")


def _said(when: When, c: Context) -> str:
    return render_time(when, c.zone)
