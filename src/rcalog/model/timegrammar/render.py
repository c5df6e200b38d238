"""Times for people; what is rendered can be typed again."""

from __future__ import annotations

from datetime import tzinfo

from rcalog.model.timegrammar.zones import in_zone
from rcalog.model.times import When


def render_time(when: When, zone: tzinfo) -> str:
    """Return a time in a zone: `2026-11-20 14:05 +08:00`; a date, a month and `unknown` as they are."""
    if when.instant is None:
        return when.text
    there = in_zone(when.instant, zone)
    form = "%Y-%m-%d %H:%M:%S" if there.second else "%Y-%m-%d %H:%M"
    offset = there.isoformat()[-6:]
    return f"{'~' if when.approximate else ''}{there.strftime(form)} {offset}"
