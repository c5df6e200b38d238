"""In how many records words stand, before any record is looked at."""

from __future__ import annotations

import pytest

from rcalog.logbook.index.reaching import Reach
from rcalog.logbook.index.rows import rows_of_data
from rcalog.logbook.index.store import Store
from rcalog.model.query.parsing import parse_query

COUNT = 30


def put(store: Store, number: int, title: str) -> None:
    """Write the rows of an incident."""
    data = {"schema": "rcalog/v1", "id": f"202611{number + 1:02}-paydx", "title": title, "kind": "incident"}
    data |= {"status": "ongoing", "severity": "sev2"}
    store.put(rows_of_data(f"{number}.yaml", data, data))


@pytest.fixture(scope="module")
def store() -> Store:
    """An index of thirty incidents: `pool` stands in all of them, `lag` in one, `disk` in one that was edited."""
    made = Store(None)
    for number in range(COUNT):
        put(made, number, "pool lag" if number == 3 else "pool")
    for title in ("disk pool", "pool"):
        made.drop("5.yaml")
        put(made, 5, title)
    return made


@pytest.mark.parametrize(
    ("typed", "limit", "is_dense", "total"),
    [
        ("pool", 5, True, COUNT),
        ("pool", None, True, COUNT),
        ("lag", 5, False, 1),
        ("pool lag", None, False, 1),
        ("disk", 5, False, 0),
        ("pool status:ongoing", 5, True, None),
        ("pool not:lag", 5, True, None),
        ("not:pool", 5, False, None),
        ("status:ongoing", 5, False, None),
        ("nowhere", 5, False, 0),
    ],
)
def test_how_far_words_reach(store: Store, typed: str, limit: int | None, is_dense: bool, total: int | None) -> None:  # noqa: FBT001 (a column of the table)
    """Words that many records have are looked for among the newest; what they said before is not counted."""
    reach = Reach(store.db, parse_query(typed.split()))
    assert (reach.is_dense(limit), reach.total) == (is_dense, total)
