"""The spans that are measured: between which two times of an incident each of them lies."""

from __future__ import annotations

from collections.abc import Mapping

from rcalog.model.times import When

ENDS = {
    "time_to_detect": ("started", "detected"),
    "time_to_acknowledge": ("detected", "acknowledged"),
    "time_to_mitigate": ("started", "mitigated"),
    "time_to_resolve": ("started", "resolved"),
    "latent": ("introduced", "started"),
}


TIMES = frozenset(name for ends in ENDS.values() for name in ends)
"""The times that are ends of spans."""


def seconds_between(times: Mapping[str, object]) -> dict[str, int]:
    """Return the seconds between the times whose two ends are known, by name."""
    known = {name: When(text) for name, text in times.items() if isinstance(text, str) and name in TIMES}
    ends = {name: (known.get(first), known.get(last)) for name, (first, last) in ENDS.items()}
    found = {name: seconds(start, end) for name, (start, end) in ends.items() if start and end}
    return {name: length for name, length in found.items() if length is not None}


def seconds(start: When, end: When) -> int | None:
    """Return the seconds from one time to another, if both are known; a date counts from its earliest instant."""
    if not start.earliest or not end.earliest:
        return None
    return round((end.earliest - start.earliest).total_seconds())
