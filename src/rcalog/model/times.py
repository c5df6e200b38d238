"""Times as a record stores them: the text as written, and what is certain about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache

from rcalog.patterns import pattern

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import ClassVar, Literal, Self

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

    Precision = Literal["second", "day", "month", "unknown"]

WIDEST_OFFSET = timedelta(hours=14)
"""A date has no zone, so as an interval it is widened by the farthest offsets in use."""

STAMP = pattern(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|z|[+-]\d{2}:?\d{2})?")
DATE = pattern(r"\d{4}-\d{2}-\d{2}")
MONTH = pattern(r"\d{4}-\d{2}")
UNKNOWN = "unknown"
FIRST_YEAR, LAST_YEAR = 1900, 9900


class Plain(str):
    """Text that the record file writes without quotes: times, dates and months."""

    __slots__ = ()


class _Stored:
    """A value that keeps the text it was written as; equal where the text is equal."""

    FORM: ClassVar[str]
    """The form of the text, for the JSON Schema."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Stored) and type(other) is type(self) and other.text == self.text

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.text))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    def __str__(self) -> str:
        return self.text

    @classmethod
    def read(cls, value: object) -> Self:
        """Return `value` as this type.

        Raises:
            ValueError: with the reason, for anything else.
        """
        if value.__class__ is str:  # as in every record
            return cls(value)
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            msg = f"expected text, found {value!r}"
            raise ValueError(msg)  # noqa: TRY004 (pydantic turns ValueError into a finding)
        return cls(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, object]:
        return {"type": "string", "pattern": cls.FORM, "description": (cls.__doc__ or "").splitlines()[0]}


class When(_Stored):
    """A time: ISO 8601 with an offset, a date, a month, or unknown; `~` before it means about.

    Raises:
        ValueError: when the text is none of these.
    """

    FORM = r"^(unknown|~?\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?([Zz]|[+-]\d{2}:?\d{2}))?)?)$"

    def __init__(self, text: str) -> None:
        self.text = text
        self.earliest, self.latest, self.precision = _interval(text.removeprefix("~"))

    @classmethod
    def at(cls, instant: datetime, *, approximate: bool = False) -> Self:
        """Return the stored form of an instant with an offset, to the second."""
        text = instant.replace(microsecond=0).isoformat()
        return cls(f"~{text}" if approximate else text)

    @classmethod
    def unknown(cls) -> Self:
        """Return the time that was asked for and that nobody knows."""
        return cls(UNKNOWN)

    @property
    def approximate(self) -> bool:
        """Whether the time is about."""
        return self.text.startswith("~")

    @property
    def is_unknown(self) -> bool:
        """Whether it was asked and nobody knows."""
        return self.precision == "unknown"

    @cached_property
    def instant(self) -> datetime | None:
        """The instant, where the time is given to the second."""
        return self.earliest if self.precision == "second" else None

    def certainly_before(self, other: When) -> bool:
        """Return whether every instant that this may mean is before every one that `other` may mean."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest


class Day(_Stored):
    """A calendar date, as in `due: 2026-12-01`.

    Raises:
        ValueError: when the text is not an ISO date.
    """

    FORM = r"^\d{4}-\d{2}-\d{2}$"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        if not DATE.fullmatch(text):
            msg = f"{text!r} is not a date; write it as 2026-12-01"
            raise ValueError(msg)
        self.date = _date(text)

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the stored form of a date."""
        return cls(day.isoformat())


@lru_cache(maxsize=1024)
def _interval(text: str) -> tuple[datetime | None, datetime | None, Precision]:
    if text == UNKNOWN:
        return None, None, "unknown"
    if STAMP.fullmatch(text):
        instant = _instant(text)
        return instant, instant, "second"
    if DATE.fullmatch(text):
        first = _date(text)
        return (*_span(first, first + timedelta(days=1)), "day")
    if MONTH.fullmatch(text):
        first = _date(f"{text}-01")
        return (*_span(first, (first + timedelta(days=31)).replace(day=1)), "month")
    msg = f"{text!r} is not a time; write 2026-11-20T14:05:00+08:00, a date, a month, or unknown (~ before it: about)"
    raise ValueError(msg)


def _instant(text: str) -> datetime:
    try:
        plain = text
        if " " in text or text.endswith("z"):
            plain = text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z").upper()
        instant = datetime.fromisoformat(plain)
    except ValueError as err:
        msg = f"{text!r} is not a time: {err}"
        raise ValueError(msg) from err
    _refuse_far_year(instant)
    if instant.tzinfo is None:
        msg = f"{text!r} has no offset; write {text.replace(' ', 'T')}+00:00 if it is UTC, or your own offset"
        raise ValueError(msg)
    return instant


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as err:
        msg = f"{text!r} is not a date: {err}"
        raise ValueError(msg) from err
    _refuse_far_year(found)
    return found


def _refuse_far_year(day: date) -> None:
    """Refuse what the calendar cannot reckon with: its first and last days have no neighbours in other zones."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        msg = f"the year {day.year} is not a date of an incident"
        raise ValueError(msg)


def _span(first: date, end: date) -> tuple[datetime, datetime]:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) - WIDEST_OFFSET
    stop = datetime(end.year, end.month, end.day, tzinfo=UTC) + WIDEST_OFFSET - timedelta(seconds=1)
    return start, stop
