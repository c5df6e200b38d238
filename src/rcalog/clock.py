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
