"""A record to the rows that the index keeps of it, out of its plain data: no model is needed."""

from __future__ import annotations

import marshal
from datetime import UTC, date, datetime, timedelta

from rcalog.logbook.index.schema import ACTION, BROKEN, RECORD
from rcalog.model.jsonform import ADDED, NOTED, causes, derived, incident_form, items
from rcalog.model.jsontext import json_lines, json_text
from rcalog.model.overdue import last_day
from rcalog.model.query.placing import TIMES, day_ends, day_told, first_known
from rcalog.model.times import Day, When
from rcalog.model.tokens import SEPARATOR, folded, values, words_of_values
from rcalog.model.vocabulary import Severity, Status
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rcalog.logbook.records import Broken, Record
    from rcalog.model.jsonform import Data

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_FORM = frozenset(["ref", "file", *ADDED])
"""Keys that programs get beside those of the record; one that has them itself is put together when it is asked for."""

_PLAIN = 2
"""The form of marshal that depends on the values alone, not on which of them are one object."""

Cell = str | int | float | None


class Rows(Value):
    """What the tables get of one file: the row of `record`, or of `broken`; the rows of the other tables; all words.

    Each but the first is without the number of the record.
    """

    path: str
    record: tuple[Cell, ...]
    body: tuple[str | None, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    actions: tuple[tuple[Cell, ...], ...] = ()
    words: str = ""
    is_broken: bool = False


def rows_of(found: Record | Broken) -> Rows:
    """Return the rows of a record, or of a file that cannot be read as one."""
    from rcalog.logbook.records import Broken
    from rcalog.model.base import record_data

    if isinstance(found, Broken):
        findings = json_text([finding.as_dict() for finding in found.errors])
        row = {"stem": stem(found.path.name), "id": found.id, "findings": findings}
        return Rows(found.path.as_posix(), _ordered(row, BROKEN), is_broken=True)
    return rows_of_data(found.path.as_posix(), found.document.data, record_data(found.incident))


def rows_of_data(path: str, said: Data, data: Data) -> Rows:
    """Return the rows of an incident; `said` is what its record file says, `data` the same in canonical form."""
    words = _Words(said)
    row = {"stem": stem(path.rpartition("/")[2]), **_head(data), **_start(data)}
    return Rows(
        path,
        _ordered(row, RECORD),
        _body(said, data),
        tuple(sorted({*_labels(data)})),
        tuple(_ordered(action, ACTION) for action in _actions(data, words)),
        words.all,
    )


def stem(name: str) -> str:
    """Return the name of a record file as references are compared with it."""
    return name.removesuffix(".yaml").encode("utf-8", "replace").decode().casefold()


def words_of(data: Data) -> str:
    """Return the tokens of a record, as they are looked for."""
    return words_of_values(values(data))


def seconds(moment: datetime) -> int:
    """Return the whole seconds since 1970."""
    return (moment - EPOCH) // timedelta(seconds=1)


class _Words:
    """The tokens of a record, all together and of each of its values."""

    def __init__(self, data: Data) -> None:
        texts = list(values(data))
        self.all = words_of_values(texts)
        self._known = dict(zip(texts, map(str.strip, self.all.split(SEPARATOR)), strict=False))

    def of(self, texts: Iterable[str]) -> str:
        """Return the tokens of some values, with a blank before the first; most of them are values of the record."""
        known = self._known
        found = [known[text] if text in known else words_of_values([text])[:-1].strip() for text in texts]
        return "".join([f" {words} {SEPARATOR}" if words else f" {SEPARATOR}" for words in found])


def _ordered(row: Mapping[str, Cell], columns: Iterable[str]) -> tuple[Cell, ...]:
    return tuple([row[column] for column in columns])


def _body(said: Data, data: Data) -> tuple[str | None, ...]:
    """Return the data as text, the same as programs get it where that differs, and what they get behind it."""
    text = json_lines(said)
    if not NOT_FORM.isdisjoint(data) or not all(action.get("id") for action in items(data, "actions")):
        return text, None, None
    shown = text if _is_same(said, data) else json_lines(data)
    behind: dict[str, object] = {"unknown": [], "approximate": [], "derived": derived(data, overdue="\0")}
    if any(mark in shown for mark in NOTED):
        form = incident_form(data, overdue="\0")
        behind = {key: form.pop(key) for key in ADDED}
        shown = json_lines(form)
    return text, None if shown == text else shown, json_text(behind)


def _is_same(one: Data, other: Data) -> bool:
    """Say whether two maps are certainly the same in the same order, which is sooner seen than put into JSON."""
    try:
        return marshal.dumps(one, _PLAIN) == marshal.dumps(other, _PLAIN)  # type: ignore[arg-type] # or it refuses
    except ValueError:  # there are values that are not quite plain
        return False


def _head(data: Data) -> dict[str, Cell]:
    status, severity, times = Status(str(data["status"])), Severity(str(data["severity"])), _part(data, "times")
    over = times.get("resolved")
    resolved = When(str(over)) if over else None
    names = [data.get("services", []), data.get("tags", []), list(_owners(data)), _legs(data)]
    return {
        "id": str(data["id"]),
        "title": str(data["title"]),
        "folded_title": folded(str(data["title"])),
        "kind": str(data["kind"]),
        "status": status.value,
        "rung": status.rung,
        "severity": severity.value,
        "rank": severity.rank,
        "resolved": resolved.text if resolved else None,
        "resolved_on": resolved.earliest.date().isoformat() if resolved and resolved.earliest else None,
        "names": json_text(names),
    }


def _start(data: Data) -> dict[str, Cell]:
    """Return what is known of the start: as written, what is sorted by, and the bounds that a query looks at.

    `told` is what lists tell: whole seconds after 1970, a broken number of them for about then, else what is written.
    """
    times, name = _part(data, "times"), str(data["id"])
    text = times.get("started")
    known = first_known(When(str(times[key])) for key in TIMES if times.get(key))
    row = _bounds(known or day_told(name))
    began = (known.earliest if known else None) or day_ends(name) or EPOCH
    row |= {"began": (began - EPOCH) // timedelta(microseconds=1), "started": str(text) if text else None}
    row["told"] = row["started"] or "?"
    if text and known and known.instant and known.text == text:
        first = seconds(known.instant)
        row["told"] = float(first) if known.approximate else first
    return row


def _bounds(counted: When | None) -> dict[str, Cell]:
    """Return between which seconds an incident counts as begun, and which days are said where they are all that is."""
    row: dict[str, Cell] = dict.fromkeys(("first", "last", "said_first", "said_last"))
    if counted and counted.earliest and counted.latest:
        row |= {"first": seconds(counted.earliest), "last": seconds(counted.latest)}
        if not counted.instant:
            from rcalog.model.query.periods import Period

            said = Period.read(counted.text.removeprefix("~"))
            row |= {"said_first": said.first.isoformat(), "said_last": said.last.isoformat()}
    return row


def _part(data: Data, key: str) -> Data:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _texts(data: Data, key: str) -> list[str]:
    found = data.get(key)
    return found if isinstance(found, list) else []


def _legs(data: Data) -> list[str]:
    return [str(leg["leg"]) for leg in items(data, "whys")]


def _owners(data: Data) -> Iterator[str]:
    yield from (name for name in _part(data, "roles").values() if isinstance(name, str))
    yield from (str(action["owner"]) for action in items(data, "actions") if "owner" in action)


def _labels(data: Data) -> Iterator[tuple[str, str]]:
    yield from [("service", folded(name)) for name in _texts(data, "services")]
    yield from [("tag", folded(name)) for name in _texts(data, "tags")]
    yield from [("owner", folded(name)) for name in {*_owners(data)}]
    yield from [("leg", name) for name in _legs(data)]
    yield from [("has", name) for name in _traits(data)]


def _traits(data: Data) -> Iterator[str]:
    known = list(causes(data))
    parts: Mapping[str, object] = {
        "impact": data.get("impact"),
        "timeline": data.get("timeline"),
        "why": data.get("whys"),
        "root-cause": any(cause.get("end") == "root-cause" for cause in known),
        "evidence": any("evidence" in each for each in (*items(data, "timeline"), *known)),
        "lessons": data.get("lessons"),
        "action": data.get("actions"),
        "drill": any("every" in action for action in items(data, "actions")),
        "review": data.get("reviews"),
        "link": data.get("links"),
        "waiver": data.get("waivers"),
        "conflict": data.get("conflicts"),
    }
    yield from (name for name, part in parts.items() if part)


def _actions(data: Data, words: _Words) -> Iterator[dict[str, Cell]]:
    incident, title = str(data["id"]), str(data["title"])
    for place, action in enumerate(_named(data)):
        due = _due_on(action)
        owner, status = action.get("owner"), str(action["status"])
        yield {
            "place": place,
            "id": str(action["id"]),
            "status": status,
            "is_open": int(status not in {"verified", "dropped"}),
            "folded_owner": folded(str(owner)) if owner else None,
            "folded_text": folded(str(action["action"])),
            "due_on": due.isoformat() if due else None,
            "tokens": words.of((incident, title, *values(action))),
            "data": json_text(action),
        }


def _named(data: Data) -> list[Data]:
    """Return the actions, each with its id; one that has none gets that which the next write gives it."""
    actions = list(items(data, "actions"))
    if all("id" in action for action in actions):
        return actions
    from rcalog.model.base import record_data
    from rcalog.model.reading import read_incident, with_item_ids

    return list(items(record_data(with_item_ids(read_incident(data))), "actions"))


def _due_on(action: Data) -> date | None:
    proofs = [When(str(proof["at"])).earliest for proof in items(action, "proofs") if proof["proof"] == "pass"]
    due, since, every = (action.get(key) for key in ("due", "running_since", "every"))
    return last_day(
        str(action["status"]),
        Day(str(due)).date if due else None,
        str(every) if every else None,
        Day(str(since)).date if since else None,
        (at.date() for at in proofs if at),
    )
