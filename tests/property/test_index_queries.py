"""A query means the same to the database as to the terms that judge facts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rcalog.logbook.index import Asker, TaskFilter
from rcalog.logbook.index.rows import rows_of_data
from rcalog.logbook.index.store import Store
from rcalog.model.base import record_data
from rcalog.model.incident import Incident, Kind, Severity
from rcalog.model.query.facts import Facts, action_facts, incident_facts
from rcalog.model.query.periods import Period
from rcalog.model.query.query import Query
from rcalog.model.query.terms import Began, Field, Not, Rated, Severities, Word
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.model.timeline import Status
from rcalog.model.tokens import phrase, values
from rcalog.model.vocabulary import TRAITS

TODAY = date(2026, 3, 29)
ZONES = (ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai"), ZoneInfo("America/Havana"), UTC)

POOL = (
    "连接池耗尽",
    "池",
    "连接",
    "Replica lag",
    "replica",
    "REPLICA LAGGED",
    "lag at db-1",
    "ｄｂ１",
    "Straße",
    "a_b",
    "池 a",
)
TEXTS = st.one_of(*[st.sampled_from(POOL)] * 3, st.text("aB1_ 连接池é.", min_size=1, max_size=6).filter(str.strip))
NAMES = st.sampled_from(["ana", "Ana", "Ａｎａ", "li", "checkout", "支付", "unknown"])
NEAR = st.integers(0, 4 * 86400).map(lambda after: datetime.fromisoformat("2026-03-27") + timedelta(seconds=after))
OFFSETS = st.sampled_from([0, 60, 480, -300, -720, 840]).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.builds(lambda naive, offset: naive.replace(tzinfo=offset).isoformat(), NEAR, OFFSETS)
TIMES = st.sampled_from(["unknown", "2026-03", "~2026-03", "2026-03-29", "~2026-03-28", "2026-10-25"]) | INSTANTS
DAYS = st.dates(date(2026, 3, 27), date(2026, 3, 31)).map(str)

ACTIONS = st.fixed_dictionaries(
    {"action": TEXTS, "status": st.sampled_from(["todo", "running", "done", "verified", "dropped"])},
    optional={"owner": NAMES, "due": DAYS, "every": st.sampled_from(["1d", "2w"]), "running_since": DAYS},
)
LEGS = st.fixed_dictionaries(
    {"leg": st.sampled_from(["occurrence", "defence"]), "problem": TEXTS},
    optional={"because": st.lists(st.fixed_dictionaries({"cause": TEXTS}, optional={"end": st.just("root-cause")}))},
)
INCIDENTS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["20260329-k7f3q", "20260328-paydn", "20251231-zz0aa", "20261399-zz0aa"]),
        "title": TEXTS,
        "kind": st.sampled_from(Kind).map(str),
        "status": st.sampled_from(Status).map(str),
        "severity": st.sampled_from(Severity).map(str),
    },
    optional={
        "services": st.lists(NAMES, max_size=2),
        "tags": st.lists(NAMES, max_size=2),
        "roles": st.fixed_dictionaries({}, optional={"lead": NAMES, "scribe": NAMES}),
        "times": st.fixed_dictionaries({}, optional={"started": TIMES, "detected": TIMES, "resolved": TIMES}),
        "actions": st.lists(ACTIONS, min_size=1, max_size=3),
        "whys": st.lists(LEGS, min_size=1, max_size=2),
    },
).map(lambda data: read_incident({"schema": "rcalog/v1", **data}))

PERIODS = st.builds(
    Period.read,
    st.sampled_from(
        ["2026", "2026-03", "2026-10-25", "2026-03-29T02:30", "2026-03-29T00:30+08:00", "2026-03-28T23:59:59Z"]
    )
    | DAYS
    | NEAR.map(lambda moment: moment.replace(microsecond=0).isoformat()),
)


def fields(key: str, one: st.SearchStrategy[str]) -> st.SearchStrategy[Field]:
    """Return terms of one key."""
    return st.lists(one, min_size=1, max_size=2).map(lambda found: Field(key, tuple(found)))


UNRATED: st.SearchStrategy[Literal[Severity.UNRATED] | Severities] = st.just(Severity.UNRATED)
TERMS = st.one_of(
    TEXTS.filter(phrase).map(Word),
    st.just(Word("P0", ("sev1",))),
    st.builds(Began, st.sampled_from(["since", "until"]), PERIODS),
    st.lists(
        UNRATED | st.sampled_from([(2, 2), (1, 2), (3, 3), (2, 5)]).map(lambda two: Severities(*two)),
        min_size=1,
        max_size=2,
    ).map(lambda found: Rated(tuple(found))),
    *(fields(key, NAMES) for key in ("service", "tag", "owner")),
    fields("status", st.sampled_from(Status).map(str)),
    fields("kind", st.sampled_from(Kind).map(str)),
    fields("leg", st.sampled_from(["occurrence", "defence", "systemic"])),
    fields("has", st.sampled_from(TRAITS)),
    *(fields(key, st.sampled_from(["true", "false"])) for key in ("open", "overdue")),
    fields("id", st.sampled_from(["k7f3q", "2026", "PAYDN"])),
    fields("title", TEXTS),
)
QUERIES = st.lists(TERMS | TERMS.map(Not), min_size=1, max_size=2).map(lambda terms: Query(tuple(terms)))


def stored(incidents: list[Incident]) -> Store:
    """Return an index of these incidents, each at a path of its own."""
    store = Store(None)
    for number, incident in enumerate(incidents):
        data = record_data(incident)
        store.put(rows_of_data(f"incidents/{number}.yaml", data, data))
    return store


def facts_of(incident: Incident, zone: ZoneInfo) -> Facts:
    """Return the facts of an incident."""
    return incident_facts(incident, values(record_data(incident)), today=TODAY, zone=zone)


@settings(max_examples=25, phases=[Phase.generate])  # what is found names the query; to shrink it takes minutes
@given(st.lists(INCIDENTS, min_size=5, max_size=8), st.lists(QUERIES, min_size=20, max_size=40), st.sampled_from(ZONES))
def test_the_database_judges_as_the_terms_do(incidents: list[Incident], queries: list[Query], zone: ZoneInfo) -> None:
    """Of incidents, and of their actions."""
    store = stored(incidents)
    asker = Asker(store.db, lambda: zone)
    about = [facts_of(incident, zone) for incident in incidents]
    for query in queries:
        found = {int(each.path.stem) for each in asker.find(query, today=TODAY).excerpts}
        assert found == {number for number, facts in enumerate(about) if query.matches(facts)}, str(query)
        assert (
            asker.find(query, today=TODAY, limit=1).total,
            asker.cells(query, ["id"], today=TODAY, limit=1).total,
        ) == (
            len(found),
            len(found),
        )

        expected = [
            (facts.ref, action.id)
            for incident, facts in zip(incidents, about, strict=True)
            for action in with_item_ids(incident).actions
            if query.matches(action_facts(facts, action, today=TODAY))
        ]
        tasks = asker.tasks(TaskFilter(query), today=TODAY)
        assert sorted((task.incident, task.id) for task in tasks) == sorted(expected), str(query)
