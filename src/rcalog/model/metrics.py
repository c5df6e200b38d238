"""Differences of times. A number is never given without its two ends."""

from __future__ import annotations

from rcalog.model.durations import ENDS, seconds
from rcalog.model.incident import Incident
from rcalog.model.times import When
from rcalog.values import Value

UNITS = {"en": (" d", " h", " min", " s"), "zh": ("天", "小时", "分钟", "秒")}
SIZES = (86_400, 3_600, 60, 1)


class Duration(Value):
    """Seconds between two times of an incident, with both ends; approximate where an end is."""

    seconds: int
    start: When
    end: When

    @property
    def approximate(self) -> bool:
        """Whether one of the ends is about, or known to the day only."""
        return any(when.approximate or when.precision != "second" for when in (self.start, self.end))


def durations(incident: Incident) -> dict[str, Duration]:
    """Return the durations whose two ends are known, by name; a date counts from its earliest instant."""
    return {name: found for name in ENDS if (found := duration(incident, name))}


def duration(incident: Incident, name: str) -> Duration | None:
    """Return the duration of a name; None where one of its two ends is not known."""
    first, last = ENDS[name]
    start, end = getattr(incident.times, first), getattr(incident.times, last)
    length = seconds(start, end) if start and end else None
    return None if length is None else Duration(length, start, end)


def render_span(seconds: int, language: str = "en") -> str:
    """Return a span in its two largest units: `18 h 33 min`, `18小时33分`."""
    rest = abs(seconds)
    words: list[str] = []
    for size, unit in zip(SIZES, UNITS[language], strict=True):
        number, rest = divmod(rest, size)
        if number or (size == 1 and not words):
            words.append(f"{number}{unit}")
    joined = ("" if language == "zh" else " ").join(words[:2])
    return f"-{joined}" if seconds < 0 else joined
