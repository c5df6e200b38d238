"""Logs that are pasted from a chat, a terminal or an alert, with a time at each event."""

from __future__ import annotations

from rcalog.model.pastelog.reading import PastedLine, PastedLog, read_log
from rcalog.model.pastelog.typed import read_line

__all__ = ["PastedLine", "PastedLog", "read_line", "read_log"]
