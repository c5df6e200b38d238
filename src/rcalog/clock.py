"""The time, as something that is handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present instant with an offset."""


class SystemClock:
    """The machine's clock, in the machine's zone."""

    def now(self) -> datetime:
        """Return the present instant with the machine's offset."""
        return datetime.now().astimezone()


class FixedClock:
    """A clock that stands still, for replays and tests."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """Return the instant it was made with."""
        return self.instant
