"""The order of a list that two sides changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rcalog.model.merge.order import moment


@pytest.mark.parametrize(
    ("item", "when"),
    [
        ({"event": "Alert", "at": "2026-11-20T14:05:00+00:00"}, datetime(2026, 11, 20, 14, 5, tzinfo=UTC)),
        ({"event": "Alert", "at": "yesterday"}, None),
        ({"event": "Alert", "at": 5}, None),
        ({"event": "Alert"}, None),
        ("Alert", None),
        (None, None),
    ],
)
def test_when_an_item_happened(item: object, when: datetime | None) -> None:
    """What has no time, or none that can be read, has no moment."""
    assert moment(item) == when
