"""The languages that reports and questions speak; apart from all that lists load, because it takes `typing`."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh"]
