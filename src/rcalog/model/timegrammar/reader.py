"""Reading what somebody typed as the time of something that happened."""

from __future__ import annotations

from datetime import datetime, tzinfo

from rcalog.model.timegrammar.errors import TimeAmbiguous, TimeInFuture, TimeNotUnderstood, Unread, Why
from rcalog.model.timegrammar.moments import read_phrase
from rcalog.model.timegrammar.near import nearest
from rcalog.model.timegrammar.stamps import Present
from rcalog.model.timegrammar.windows import Window
from rcalog.model.timegrammar.words import LONGEST, normalise
from rcalog.model.times import When


def read_time(text: str, *, now: datetime, zone: tzinfo, near: Window | None = None) -> When:
    """Return the time that `text` means; where it leaves the day open, the most recent past, or that nearest to `near`.

    A time with an offset keeps it, any other gets that of `zone` at that moment.

    Raises:
        TimeNotUnderstood: not in the grammar, or it has more than one meaning.
        TimeInFuture: more than five minutes after `now`.
        TimeAmbiguous: a local time that a change of the clocks skipped or repeated.
    """
    present = Present(now.astimezone(zone), zone, near)
    if len(text) > LONGEST:
        raise TimeNotUnderstood(text, Why.TOO_LONG)
    phrase = normalise(text)
    try:
        return read_phrase(phrase, present)
    except Unread as err:
        reason, forms = nearest(phrase, err, present.now, lambda form: _meaning(form, present))
        raise TimeNotUnderstood(text, reason, forms) from None


def _meaning(form: str, present: Present) -> str | None:
    try:
        return read_phrase(normalise(form), present).text
    except TimeInFuture as err:
        return err.understood
    except (Unread, TimeAmbiguous):
        return None
