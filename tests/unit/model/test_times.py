"""Times as a record stores them: which text is one, and what is certain about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.times import Day, When

CHINA = timezone(timedelta(hours=8))
FIRST, LAST = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1901, 9899))


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("unknown", "unknown", None, None),
        ("2017-01-31T23:27:30+00:00", "second", "2017-01-31T23:27:30+00:00", "2017-01-31T23:27:30+00:00"),
        ("~2017-02-01T00:36:00Z", "second", "2017-02-01T00:36:00+00:00", "2017-02-01T00:36:00+00:00"),
        ("2017-02-01 08:36 +08:00", "second", "2017-02-01T00:36:00+00:00", "2017-02-01T00:36:00+00:00"),
        ("2017-02-01", "day", "2017-01-31T10:00:00+00:00", "2017-02-02T13:59:59+00:00"),
        ("~2016-04", "month", "2016-03-31T10:00:00+00:00", "2016-05-01T13:59:59+00:00"),
        ("2016-12", "month", "2016-11-30T10:00:00+00:00", "2017-01-01T13:59:59+00:00"),
    ],
)
def test_what_a_text_is_certain_about(text: str, precision: str, earliest: str | None, latest: str | None) -> None:
    """A stamp is an instant; a date or a month is all the instants that it can be anywhere on earth."""
    when = When(text)
    span = [None if end is None else end.astimezone(UTC).isoformat() for end in (when.earliest, when.latest)]
    assert (when.precision, span) == (precision, [earliest, latest])
    assert (str(when), when.approximate, when.is_unknown) == (text, text.startswith("~"), text == "unknown")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a time; write"),
        ("2017-02-01t00:36:00z", "is not a time; write"),
        ("later", "is not a time; write"),
        ("14:05", "is not a time; write"),
        ("2017-13", "'2017-13-01' is not a date"),
        ("2017-02-30", "'2017-02-30' is not a date"),
        ("2017-02-01T24:05:00Z", "is not a time: hour must be in 0..23"),
        ("2017-02-30T10:05:00Z", "is not a time: day is out of range for month"),
        ("2017-02-01T10:05:00+25:00", "is not a time: "),
        ("2017-02-01T10:05", r"no offset; write 2017-02-01T10:05\+00:00 if it is UTC"),
        ("2017-02-01 10:05:00", r"no offset; write 2017-02-01T10:05:00\+00:00 if it is UTC"),
        ("1066-10-14T09:00:00Z", "1066"),
        ("9999-12-31", "9999"),
    ],
)
def test_what_is_no_time(text: str, why: str) -> None:
    """It says why, and how to write it."""
    with pytest.raises(ValueError, match=why):
        When(text)


@given(st.datetimes(FIRST, LAST, timezones=st.sampled_from([UTC, CHINA])))
def test_an_instant_is_stored_to_the_second(moment: datetime) -> None:
    """What is made of an instant is read as that instant, its offset kept."""
    when = When.at(moment)
    assert when.instant == moment.replace(microsecond=0)
    assert When(when.text) == when
    assert when.text.endswith("+08:00" if moment.tzinfo is CHINA else "+00:00")


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [
        ("2017-02-01T00:00:00Z", "2017-02-01T00:00:01Z", True),
        ("2017-02-01T08:00:00+08:00", "2017-02-01T00:00:00Z", False),
        ("2017-02-01T00:00:01Z", "2017-02-01T00:00:00Z", False),
        ("2017-01-30", "2017-02-01T14:00:00Z", True),
        ("2017-01-31", "2017-02-01", False),
        ("2017-01-31", "2017-02-03", True),
        ("2016-04", "2016-05", False),
        ("2016-04", "2016-06-15", True),
        ("unknown", "2016-06-15", False),
        ("2016-06-15", "unknown", False),
    ],
)
def test_certainly_before(first: str, second: str, before: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Only where no reading of the two says otherwise: days are compared with every zone in mind."""
    assert When(first).certainly_before(When(second)) is before
    assert not (before and When(second).certainly_before(When(first)))


@given(
    st.lists(
        st.sampled_from(["unknown", "2016-04", "2016-05-20", "2016-05-20T10:00:00Z", "2016-06"]), min_size=3, max_size=3
    )
)
def test_before_is_an_order(texts: list[str]) -> None:
    """What is before something is before all that comes after that."""
    one, two, three = map(When, texts)
    if one.certainly_before(two) and two.certainly_before(three):
        assert one.certainly_before(three)


@pytest.mark.parametrize("text", ["2016-1-2", "20160102", "2016-02-30", "tomorrow", "", "2016-01-02T00:00:00Z"])
def test_what_is_no_day(text: str) -> None:
    """A due date is one day of the calendar."""
    with pytest.raises(ValueError, match="is not a date"):
        Day(text)


@given(st.dates(date(1900, 1, 1), date(9899, 12, 31)))
def test_a_day_is_stored_as_it_is_written(day: date) -> None:
    """There and back."""
    assert (Day.of(day).date, Day(day.isoformat())) == (day, Day.of(day))


def test_equal_where_the_text_is_equal() -> None:
    """The same instant written otherwise is another value: the record keeps what was typed."""
    assert When("2016-04") == When("2016-04")
    assert repr(When("2016-04")) == "When('2016-04')"
    assert len({When("2016-04-01"), When("2016-04-01"), Day("2016-04-01")}) == 2
    assert When("2017-02-01T00:36:00Z") != When("2017-02-01T00:36:00+00:00")


@pytest.mark.parametrize("value", [20170201, None, ["2017-02-01"], True])
def test_only_text_is_read(value: object) -> None:
    """A number that looks like a date is none."""
    with pytest.raises(ValueError, match="expected text"):
        When.read(value)
