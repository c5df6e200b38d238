"""When an incident counts as begun."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rcalog.model.query.facts import incident_facts
from rcalog.model.query.parsing import parse_query
from rcalog.model.query.placing import day_ends
from tests.helpers.logbooks import incident

HOURS = {name: f"2026-10-0{day}T03:00:00Z" for day, name in enumerate(("started", "detected", "acknowledged"), 1)}


@pytest.mark.parametrize(
    ("times", "name", "day"),
    [
        (HOURS, "20261120-k7f3q", "2026-10-01"),
        (HOURS | {"started": "unknown"}, "20261120-k7f3q", "2026-10-02"),
        ({"acknowledged": HOURS["acknowledged"], "mitigated": "2026-10"}, "20261120-k7f3q", "2026-10-03"),
        ({"introduced": "2024-01", "resolved": "~2026-10-04"}, "20261120-k7f3q", "2026-10-04"),
        ({"started": "unknown"}, "20261120-k7f3q", "2026-11-20"),
        ({}, "20261120-k7f3q", "2026-11-20"),
    ],
)
def test_the_first_time_that_is_known(times: dict[str, str], name: str, day: str) -> None:
    """Without a start it is when somebody noticed, took it up, or was done; else the day of the id."""
    facts = incident_facts(incident(id=name, times=times), [], today=date(2026, 11, 23), zone=ZoneInfo("UTC"))
    assert parse_query([f"since:{day} until:{day}"]).matches(facts)


def test_an_id_of_no_day() -> None:
    """Then it counts as begun at no time."""
    facts = incident_facts(incident(id="20261399-k7f3q"), [], today=date(2026, 11, 23), zone=ZoneInfo("UTC"))
    assert [parse_query([text]).matches(facts) for text in ("since:1970", "until:2999")] == [False, False]


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("20261231-k7f3q", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("99001231-k7f3q", datetime(9900, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("20261399-k7f3q", None),
    ],
)
def test_where_lists_have_what_has_no_time(name: str, end: datetime | None) -> None:
    """At the end of the day of its id."""
    assert day_ends(name) == end
