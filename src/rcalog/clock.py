"""The time, as something that is handed in."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Protocol
else:
    Protocol = object  # `typing` takes longer to load than the clock takes to read


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present instant with an offset."""


class SystemClock:
    """The machine's clock, in the machine's zone."""

    def now(self) -> datetime:
        """Return the present instant with the machine's offset."""
        from datetime import datetime

        return datetime.now().astimezone()
