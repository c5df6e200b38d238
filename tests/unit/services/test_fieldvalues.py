"""Typed values: what a word means to the field that it is meant for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.errors import UsageError
from rcalog.model.fieldtypes import UnknownField, field_type
from rcalog.model.incident import Severity
from rcalog.model.paths import locate
from rcalog.model.policy import Policy
from rcalog.services.fieldvalues import BadValue, Reading, UnknownSeverity, severity_of, slugs
from tests.helpers.golden import golden

NOW = datetime(2017, 2, 3, 10, 0, tzinfo=UTC)
TEAM = Policy(severity_labels={Severity.SEV1: "P0", Severity.SEV2: "严重"})
READING = Reading(NOW, UTC, TEAM)


def value(path: str, text: str) -> object:
    """Return what a text means to a field of the golden record."""
    return READING.value(field_type(locate(path, golden()), path), path, text)


@pytest.mark.parametrize(
    ("path", "text", "meant"),
    [
        ("title", "no", "no"),
        ("title", "{a: b}", "{a: b}"),
        ("title", "unknown", "unknown"),
        ("severity", "SEV3", "sev3"),
        ("severity", "p0", "sev1"),
        ("severity", "严重", "sev2"),
        ("severity", "unknown", "unrated"),
        ("kind", "NEAR-MISS", "near-miss"),
        ("times.started", "昨天 23:50", "2017-02-02T23:50:00+00:00"),
        ("times.started", "2016-04", "2016-04"),
        ("times.introduced", "不清楚", "unknown"),
        ("impact.users_affected", "5,000", 5000),
        ("impact.users_affected", "5 000", 5000),
        ("impact.users_affected", "三千", 3000),
        ("impact.users_affected", "未知", "unknown"),
        ("impact.announced", "Yes", True),
        ("impact.announced", "否", False),
        ("services", "web", ["web"]),
        ("services", "web, db，cache、 web", ["web", "db", "cache"]),
        ("services", "[web, 12]", ["web", "12"]),
        ("tags", "a,,b", ["a", "b"]),
        ("lessons.went_well", "Quick, and in public", ["Quick, and in public"]),
        ("actions[am3x7].due", "2w", "2017-02-17"),
        ("actions[am3x7].every", "2w", "2w"),
        ("actions[am3x7].aims_to", "Detect", "detect"),
        ("actions[am3x7].for", "cj6ve, c2m9r", ["cj6ve", "c2m9r"]),
        ("x_own", "12", 12),
        ("x_own", "true", True),
        ("x_own", "12:30", "12:30"),
        ("x_own", "[1, two]", [1, "two"]),
        ("roles", "{lead: ana, scribe: unknown}", {"lead": "ana", "scribe": "unknown"}),
        (
            "links",
            "[{rel: caused-by, to: 20161201-hv4et}]",
            [{"rel": "caused-by", "to": "20161201-hv4et"}],
        ),
        (
            "impact.lost",
            "[{what: projects, from: '10:00'}]",
            [{"what": "projects", "from": "2017-02-03T10:00:00+00:00"}],
        ),
    ],
)
def test_what_is_meant(path: str, text: str, meant: object) -> None:
    """Each kind of field understands the words of people, in English and Chinese."""
    assert value(path, text) == meant


@pytest.mark.parametrize(
    ("path", "text", "says", "hint"),
    [
        ("severity", "P7", "'P7' is no severity here", "one of P0, 严重, sev3, sev4, sev5, unrated; rcalog help words"),
        ("kind", "near", "kind: cannot be 'near'", "did you mean near-miss? one of incident, near-miss"),
        ("kind", "incidents", "kind: cannot be 'incidents'", "did you mean incident? one of incident, near-miss"),
        ("impact.announced", "maybe", "impact.announced: expected true or false, found 'maybe'", None),
        (
            "impact.users_affected",
            "many",
            "impact.users_affected: expected a whole number, found 'many'",
            "write a number, or unknown",
        ),
        (
            "impact.users_affected",
            "-3",
            "impact.users_affected: expected a whole number, found '-3'",
            "write a number, or unknown",
        ),
        ("roles", "ana", "roles: 'ana' has no keys", "write it as {lead: ..., scribe: ...}"),
        ("services", "[a: b: c]", "services: cannot read '[a: b: c]'", "write it as [one, two]"),
    ],
)
def test_what_is_refused(path: str, text: str, says: str, hint: str | None) -> None:
    """A value that a field cannot hold is named, with what to write."""
    with pytest.raises(UsageError) as refused:
        value(path, text)
    assert isinstance(refused.value, BadValue | UnknownSeverity)
    assert refused.value.message.startswith(says)
    assert hint is None or (refused.value.hint or "").startswith(hint[:30])


def test_a_key_that_is_none() -> None:
    """Inside braces too it is said what was probably meant."""
    with pytest.raises(UnknownField) as refused:
        value("roles", "{leed: ana}")
    assert (refused.value.message, refused.value.hint) == ("there is no field roles.leed", "did you mean lead?")


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (None, Severity.UNRATED),
        ("", Severity.UNRATED),
        ("sev1", Severity.SEV1),
        ("SEV5", Severity.SEV5),
        ("P0", Severity.SEV1),
        ("严重", Severity.SEV2),
        ("unrated", Severity.UNRATED),
    ],
)
def test_severities(text: str | None, severity: Severity) -> None:
    """Ours and the team's own, in any case."""
    assert severity_of(text, TEAM) is severity


@pytest.mark.parametrize("text", ["1", "sev", "sev0", "high", "P1"])
def test_a_severity_is_never_guessed(text: str) -> None:
    """What is nearly a word is none."""
    with pytest.raises(UnknownSeverity):
        severity_of(text, TEAM)


@given(st.lists(st.text(alphabet="ab,，、 ", max_size=8), max_size=4))
def test_names_are_each_there_once(typed: list[str]) -> None:
    """However they are parted; reading them again changes nothing."""
    names = slugs(typed)
    assert len(set(names)) == len(names)
    assert slugs(names) == names
    assert set("".join(names)) <= set("ab ")
