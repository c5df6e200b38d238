"""What people type for a time, a due date, a length of time or a period: a small strict grammar that never guesses."""

from __future__ import annotations

from rcalog.model.timegrammar.due import read_due
from rcalog.model.timegrammar.errors import (
    DUE_FORMS,
    PERIOD_FORMS,
    SPAN_FORMS,
    TIME_FORMS,
    DueNotUnderstood,
    PeriodNotUnderstood,
    SpanNotUnderstood,
    TimeAmbiguous,
    TimeInFuture,
    TimeNotUnderstood,
)
from rcalog.model.timegrammar.lengths import read_period, read_span
from rcalog.model.timegrammar.reader import read_time
from rcalog.model.timegrammar.render import render_time
from rcalog.model.timegrammar.windows import Window

__all__ = [
    "DUE_FORMS",
    "PERIOD_FORMS",
    "SPAN_FORMS",
    "TIME_FORMS",
    "DueNotUnderstood",
    "PeriodNotUnderstood",
    "SpanNotUnderstood",
    "TimeAmbiguous",
    "TimeInFuture",
    "TimeNotUnderstood",
    "Window",
    "read_due",
    "read_period",
    "read_span",
    "read_time",
    "render_time",
]
