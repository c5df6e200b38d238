"""Filters: what they find, what they refuse, and that they can be written again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.errors import UsageError
from rcalog.model.incident import Kind, Severity
from rcalog.model.query.facts import Facts
from rcalog.model.query.keyed import CHOICES, QuerySyntaxError, handle
from rcalog.model.query.parsing import parse_query
from rcalog.model.query.periods import Period
from rcalog.model.query.query import Query
from rcalog.model.query.terms import FIELDS, PARTS, Began, Field, Not, Rated, Severities, Word
from rcalog.model.timeline import Status
from rcalog.model.times import When
from rcalog.model.tokens import phrase

FACTS = Facts(
    ref="20260131-k7f3q",
    title="Checkout down: replica lag on DB1",
    values=(
        "20260131-k7f3q",
        "Checkout down: replica lag on DB1",
        "The connection pool ran dry.\n连接池耗尽；ＡＰＩ 超时 at 10:30, see https://example.org/x",
    ),
    status=Status.MITIGATED,
    severity=Severity.SEV2,
    kind=Kind.INCIDENT,
    services=("checkout", "postgresql"),
    tags=("data-loss",),
    owners=("ana", "Li Wei"),
    legs=("occurrence", "defence"),
    began=When("2026-01-31T23:30:00+08:00"),
    has=frozenset({"why", "action", "drill"}),
    is_open=True,
    is_overdue=False,
)


@pytest.mark.parametrize("typed", [["id:" + ",".join("a" * 900), "lag"], ["a，" * 900], [*"a" * 450, "a " * 450 + "a"]])
def test_a_filter_has_an_end(typed: list[str]) -> None:
    """More words and values than a database takes are refused, and said to be too many; as many are taken."""
    with pytest.raises(QuerySyntaxError, match="901 words and values are too many for one filter; it takes 900"):
        parse_query(typed)

    assert len(parse_query(["a"] * 900).terms) == 900


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ([], True),
        (["owner:@ana"], True),
        ([" "], True),
        (["replica"], True),
        (["REPLICA"], True),
        (["lag", "pool"], True),
        (["lag", "elsewhere"], False),
        (["replica lag"], True),
        (["lag replica"], False),
        (["replica l"], True),
        (["replic lag"], False),
        (["plica"], False),
        (["db1 the"], False),
        (["dry 连接池"], True),
        (["连接池"], True),
        (["接池耗"], True),
        (["池"], True),
        (["连池"], False),
        (["api"], True),
        (["ｄｂ１"], True),
        (["k7f3q"], True),
        (["10:30"], True),
        (["https://example.org"], True),
        (["severity:sev2"], True),
        (["severity:sev2+"], True),
        (["severity:sev1+"], False),
        (["severity:sev3+"], True),
        (["severity:sev1..sev3"], True),
        (["severity:sev3..sev1"], True),
        (["severity:sev3..sev5"], False),
        (["severity:sev1,sev2"], True),
        (["severity:unrated"], False),
        (["severity<=sev2"], True),
        (["severity<=2"], True),
        (["severity:1..2"], True),
        (["severity:1"], False),
        (["severity<sev2"], False),
        (["severity>=sev2"], True),
        (["severity>sev2"], False),
        (["severity=sev2"], True),
        (["severity=sev1"], False),
        (["severity＜＝ｓｅｖ２"], True),
        (["＂replica lag＂"], True),
        (["＂lag replica＂"], False),
        (["checkout　severity:sev2　“replica lag”"], True),
        (["－replica"], False),
        (["SEVERITY：ＳＥＶ２＋"], True),
        (["status:mitigated"], True),
        (["status:ongoing,mitigated"], True),
        (["status:ongoing"], False),
        (["status:Mitigated"], True),
        (["kind:near-miss"], False),
        (["service:checkout"], True),
        (["service:check"], False),
        (["service:web,PostgreSQL"], True),
        (["tag:data-loss"], True),
        (["tag:“data-loss”"], True),
        (["owner:ana"], True),
        (['owner:"li wei"'], True),
        (["leg:defence"], True),
        (["leg:recovery"], False),
        (["has:drill"], True),
        (["has:drill", "has:overdue"], False),
        (["has:overdue,drill"], True),
        (["overdue:false"], True),
        (["open:true"], True),
        (["title:checkout"], True),
        (["title:pool"], False),
        (["id:k7f3q"], True),
        (["not:tag:data-loss"], False),
        (["not:tag:other"], True),
        (["not:elsewhere"], True),
        (["not:not:replica"], True),
        (["-elsewhere"], True),
        (["-tag:data-loss"], False),
        (["severity:sev2+ service:checkout"], True),
        (['"replica lag" -elsewhere'], True),
        (["replica -pool"], False),
        (["“replica lag” service:checkout"], True),
        (['"tag:data-loss"'], False),
        (['"-pool"'], True),
        (['"-tag:checkout"'], False),
    ],
)
def test_what_a_filter_finds(typed: list[str], found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Terms side by side must all hold, values with commas are alternatives, case and width do not matter."""
    assert parse_query(typed).matches(FACTS) == found


@pytest.mark.parametrize(
    ("started", "typed", "found"),
    [
        ("2026-01-31T23:30:00+08:00", "since:2026", True),
        ("2026-01-31T23:30:00+08:00", "since:2026-01", True),
        ("2026-01-31T23:30:00+08:00", "since:2026-02", False),
        ("2026-01-31T23:30:00+08:00", "until:2026-01", True),
        ("2026-01-31T23:30:00+08:00", "since:2026-w05", True),
        ("2026-01-31T23:30:00+08:00", "until:２０２６-W05", True),
        ("2026-01-31T23:30:00+08:00", "since:2026-W06", False),
        ("2026-01-31T23:30:00+08:00", "until:2026-W04", False),
        ("2026-02-01T23:59:59+08:00", "until:2026-W05", True),
        ("2026-02-02T00:00:00+08:00", "until:2026-W05", False),
        ("2026-01-31T23:30:00+08:00", "until:2026-01-31T23:30:00", True),
        ("2026-01-31T23:30:00+08:00", "until:2026-01-31", True),
        ("2026-01-31T23:30:00+08:00", "until:2026-01-30", False),
        ("2026-01-31T23:30:00+08:00", "until:2025", False),
        ("2026-01-31T23:30:00+08:00", "since:2026-01-31T23:30", True),
        ("2026-01-31T23:30:00+08:00", "since:2026-01-31T23:31", False),
        ("2026-01-31T23:30:00+08:00", "until:2026-01-31T23:30", True),
        ("2026-01-31T23:30:00+08:00", "until:2026-01-31T15:30Z", True),
        ("2026-01-31T23:30:00+08:00", "until:2026-01-31T15:29:59Z", False),
        ("2026-01-31T23:30:00+08:00", "since:2026-01-31T15:30:00+00:00", True),
        ("~2026-01-31T23:30:00+08:00", "since:2026-01", True),
        ("2026-01-31", "since:2026-01-31", True),
        ("2026-01-31", "since:2026-02-01", False),
        ("2026-01-31", "until:2026-01-31", True),
        ("2026-01-31", "until:2026-01-30", False),
        ("2026-01-31", "since:2026-01-31T12:00", True),
        ("2026-01", "since:2026-01-31", True),
        ("2026-01", "until:2026-01-01", True),
        ("2026-01", "until:2025-12", False),
        ("2026-01-31", "since:2026-02-01T00:00+00:00", True),
        ("2026-01-31", "since:2026-02-02T00:00+00:00", False),
        (None, "since:1970", False),
        (None, "until:2999", False),
    ],
)
def test_when_it_began(started: str | None, typed: str, found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Both ends are in; a date is the team's day; what began on an unsure day is found where it may be meant."""
    facts = replace(FACTS, began=When(started) if started else None)

    assert parse_query([typed]).matches(facts) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [("severity:unrated", True), ("severity:sev2", False), ("severity:sev2+", True), ("severity:sev3..sev5", False)],
)
def test_an_unrated_incident_counts_as_sev2(typed: str, found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Who asks for sev2 and worse is not left without what nobody has rated yet."""
    assert parse_query([typed]).matches(replace(FACTS, severity=Severity.UNRATED)) == found


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (["replica", "lag"], '"replica" "lag"'),
        (["replica lag"], '"replica lag"'),
        (["  replica lag "], '"replica lag"'),
        (["10:30 outage"], '"10:30 outage"'),
        (["--flag"], '"--flag"'),
        (["a<b"], '"a<b"'),
        (["state=down"], '"state=down"'),
        (['"a|b"'], '"a|b"'),
        (['tag:"a|b"'], 'tag:"a|b"'),
        (['"a OR b"'], '"a OR b"'),
        (['"say \\"hi\\""'], '"say \\"hi\\""'),
        (["not:not:not:x"], 'not:"x"'),
        (["severity:sev2..sev1"], "severity:sev2+"),
        (["severity>sev2"], "severity:sev3..sev5"),
        (["severity<=sev2"], "severity:sev2+"),
        (['service:"a,b",c'], 'service:"a,b",c'),
        (["status:ONGOING，closed"], "status:ongoing,closed"),
        (['since:"2026-01-31 14:05"'], 'since:"2026-01-31 14:05"'),
        (["severity:sev2+ -tag:x"], "severity:sev2+ not:tag:x"),
    ],
)
def test_how_a_filter_is_understood(typed: list[str], written: str) -> None:
    """A query can be shown in one form, whichever way it was typed."""
    assert str(parse_query(typed)) == written


@pytest.mark.parametrize(
    ("typed", "text", "message", "hint"),
    [
        ("servce:x", "servce:x", "there is no key servce", "did you mean service:x?"),
        ("due:2017", "due:2017", "there is no key due", "when actions are due is a flag: rcalog actions --due 2w"),
        ("opne:2017", "opne:2017", "there is no key opne", "did you mean open? it is one of true, false"),
        ("state:Closed", "state:Closed", "there is no key state", "did you mean status:Closed?"),
        ("sev:sev1,sev2", "sev:sev1,sev2", "there is no key sev", "did you mean severity:sev1,sev2?"),
        ("-assignee：ana", "-assignee：ana", "there is no key assignee", "did you mean owner:ana?"),
        ("has:drlls", "has:drlls", "has takes no 'drlls'", "did you mean has:drill?"),
        ("has:", "has:", "a value is missing", "one of impact, timeline, why, "),
        ("severity:", "severity:", "a value is missing", "severity:sev2, severity:sev2+ or severity:sev1..sev3"),
        ("since:2026-W60", "since:2026-W60", "since takes one date", "since:2026, "),
        ("since:9999-W52", "since:9999-W52", "since takes one date", "since:2026, "),
        ("severity:sev1..sev9", "severity:sev1..sev9", "'sev1..sev9' is no severity", "severity:sev2, "),
        ("severity:unrated+", "severity:unrated+", "'unrated+' is no severity", "severity:sev2, "),
        ("foo:bar", "foo:bar", "there is no key foo", "as words: '\"foo:bar\"'; keys: severity, since, "),
        ("not:foo:bar", "not:foo:bar", "there is no key foo", "as words: 'not:\"foo:bar\"'; keys: severity, since, "),
        (r"C:\temp", r"C:\temp", "there is no key c", r"as words: '"),
        ("see std::vector", "std::vector", "there is no key std", "as words: '\"std::vector\"'; keys: "),
        ("status!=closed", "status!=closed", "there is no !=", "did you mean not:status:closed?"),
        ("severity！=sev2", "severity！=sev2", "there is no !=", "did you mean not:severity:sev2?"),
        ("status:-closed", "status:-closed", "a minus comes before the key", "did you mean not:status:closed?"),
        ("OR", "OR", "there is no such operator", "a comma is or: status:ongoing,mitigated; as a word: '\"OR\"'"),
        (
            "late|early",
            "late|early",
            "there is no such operator",
            "a comma is or: status:ongoing,mitigated; as a word: '\"late",
        ),
        (
            "a ｜ b",
            "｜",
            "there is no such operator",
            "a comma is or: status:ongoing,mitigated; as a phrase: '\"a ｜ b\"'",
        ),
        (
            "a OR b",
            "OR",
            "there is no such operator",
            "a comma is or: status:ongoing,mitigated; as a phrase: '\"a OR b\"'",
        ),
        ("OR ", "OR", "there is no such operator", "a comma is or: status:ongoing,mitigated; as a word: '\"OR\"'"),
        (" 404 NOT FOUND", "NOT", "there is no such operator", "not:word; as a phrase: '\"404 NOT FOUND\"'"),
        ("404 NOT FOUND", "NOT", "there is no such operator", "not:word; as a phrase: '\"404 NOT FOUND\"'"),
        ("status:open", "status:open", "status takes no 'open'", "did you mean open:true?"),
        (
            "title:'a b'",
            "title:'a",
            "single quotes belong around the whole",
            "a value with blanks: 'title:\"two words\"'",
        ),
        ("since:2026..2027", "since:2026..2027", "since takes one date", "did you mean since:2026 until:2027?"),
        ("service:a|b", "service:a|b", "there is no such operator", "did you mean service:a,b?"),
        ("started>2026-11-05", "started>2026-11-05", "there is no key started", "did you mean since:2026-11-05?"),
        ("started<=2026-11", "started<=2026-11", "there is no key started", "did you mean until:2026-11?"),
        ("until=2026", "until=2026", "until is compared with a colon", "did you mean until:2026?"),
        ("status<closed", "status<closed", "status is compared with a colon", "did you mean status:closed?"),
        ("since<2026-11", "since<2026-11", "since is compared with a colon", "did you mean until:2026-11?"),
        ("not:!late", "!late", "there is no such operator", "did you mean not:late?"),
        ("is:open", "is:open", "there is no key is", "did you mean open:true?"),
        ("is:OPEN", "is:OPEN", "there is no key is", "did you mean open:true?"),
        ("status:onging", "status:onging", "status takes no 'onging'", "did you mean status:ongoing?"),
        ("leg:xyz", "leg:xyz", "leg takes no 'xyz'", "one of occurrence, defence, detection, recovery, systemic"),
        ("severity:p1", "severity:p1", "'p1' is no severity", "severity:sev2, severity:sev2+ or severity:sev1..sev3"),
        (
            "severity<=sev2+",
            "severity<=sev2+",
            "'sev2+' is no severity",
            "severity:sev2, severity:sev2+ or severity:sev1..sev3",
        ),
        ("severity<sev1", "severity<sev1", "there is no such severity", "rcalog help filters"),
        ("status=ongoing", "status=ongoing", "status is compared with a colon", "did you mean status:ongoing?"),
        (
            "since:2026-13",
            "since:2026-13",
            "since takes one date",
            "since:2026, since:2026-01, since:2026-W05, since:2026-01-31, since:yesterday or since:2w",
        ),
        (
            "since:lately",
            "since:lately",
            "since takes one date",
            "since:2026, since:2026-01, since:2026-W05, since:2026-01-31, since:yesterday or since:2w",
        ),
        (
            "since:0000",
            "since:0000",
            "since takes one date",
            "since:2026, since:2026-01, since:2026-W05, since:2026-01-31, since:yesterday or since:2w",
        ),
        (
            "until:2026,2027",
            "until:2026,2027",
            "until takes one date",
            "until:2026, until:2026-01, until:2026-W05, until:2026-01-31, until:yesterday or until:2w",
        ),
        ("service:", "service:", "a value is missing", "rcalog help filters"),
        ('service:""', 'service:""', "a value is missing", "rcalog help filters"),
        ('lag service:"a"b', 'service:"a"b', "the quotation marks are not in pairs", "rcalog help filters"),
        ('"replica lag', '"replica', "the quotation marks are not in pairs", "rcalog help filters"),
        ("service:a,", "service:a,", "a value is missing", "rcalog help filters"),
        ('""', '""', "there is no word to look for", "rcalog help filters"),
        ("not:", "not:", "there is no word to look for", "rcalog help filters"),
        ("-", "-", "there is no word to look for", "rcalog help filters"),
        ("!", "!", "there is no word to look for", "rcalog help filters"),
        ("ﾞ", "ﾞ", "there is no word to look for", "words are letters and digits; in titles signs are found too: title:ﾞ"),
        (
            '"…"',
            '"…"',
            "there is no word to look for",
            "words are letters and digits; in titles signs are found too: title:…",
        ),
        (
            "🔥",
            "🔥",
            "there is no word to look for",
            "words are letters and digits; in titles signs are found too: title:🔥",
        ),
    ],
)
def test_refused_filters(typed: str, text: str, message: str, hint: str) -> None:
    """A refusal names the part that is not understood, and what to type."""
    with pytest.raises(QuerySyntaxError) as refusal:
        parse_query(["checkout", typed])

    assert (refusal.value.text, refusal.value.message) == (text, f"'{text}': {message}")
    assert (refusal.value.hint or "").startswith(hint)


LABELS = {"sev1": "P0", "sev2": "一级"}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("severity:p0", "severity:sev1"),
        ("severity:P0,sev3", "severity:sev1,sev3"),
        ("severity:一级+", "severity:sev2+"),
        ("severity：P0..一级", "severity:sev2+"),
        ("severity>=一级", "severity:sev2..sev5"),
    ],
)
def test_the_teams_own_words_for_severities(typed: str, written: str) -> None:
    """They are understood wherever ours are."""
    assert str(parse_query([typed], LABELS)) == written


def test_the_teams_own_word_for_a_severity_as_a_word() -> None:
    """It is looked for as it is, and as the severity that records name: `P0` finds what `sev1` finds."""
    typed = [parse_query([text], LABELS).terms[0] for text in ("p0", "not:P0", "lag")]
    assert typed == [Word("p0", ("sev1",)), Not(Word("P0", ("sev1",))), Word("lag")]
    for values, found in ((("x", "sev1"), True), (("P0 again",), True), (("sev2",), False)):
        assert [term.matches(replace(FACTS, values=values)) for term in typed[:2]] == [found, not found]


def test_an_unknown_severity_names_the_teams_words() -> None:
    """Who typed a word of another team sees those of this one."""
    with pytest.raises(QuerySyntaxError) as refusal:
        parse_query(["severity:P9"], LABELS)

    assert (refusal.value.hint or "").endswith("or severity:sev1..sev3; the team's words: P0, 一级")


texts = st.text(min_size=1, max_size=12) | st.sampled_from(
    ['a"b', "a\\", "-x", "not:x", "x:y", "“", "a,b", "连接池", " ", "--"]
)
fields = st.sampled_from(sorted({*FIELDS, *PARTS} - {*CHOICES})).flatmap(
    lambda key: st.builds(
        Field, st.just(key), st.lists(texts.map(handle) if key == "owner" else texts, min_size=1, max_size=3).map(tuple)
    )
)
choices = st.sampled_from(sorted(CHOICES)).flatmap(
    lambda key: st.builds(
        Field, st.just(key), st.lists(st.sampled_from(CHOICES[key]), min_size=1, max_size=3).map(tuple)
    )
)
ranges = st.lists(st.integers(1, 5), min_size=2, max_size=2).map(lambda ends: Severities(*sorted(ends)))
rated = st.builds(Rated, st.lists(ranges | st.just(Severity.UNRATED), min_size=1, max_size=3).map(tuple))
moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 (the form without an offset)
forms = st.sampled_from(
    [
        "%Y",
        "%Y-%m",
        "%G-W%V",
        "%Y-%m-%d",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%SZ",
        "%Y-%m-%dT%H:%M-03:30",
    ]
)
periods = st.builds(lambda moment, form: Period.read(moment.strftime(form)), moments, forms)
began = st.builds(Began, st.sampled_from(["since", "until"]), periods)
terms = st.builds(Word, texts.filter(phrase)) | fields | choices | rated | began
queries = (
    st.lists(terms | st.builds(Not, terms), max_size=5)
    .filter(
        lambda each: len({term.bound for term in each if isinstance(term, Began)}) < 2
    )  # else the range may be empty
    .map(lambda each: Query(tuple(each)))
)


@pytest.mark.untraced
@given(queries)
@settings(max_examples=120)
def test_a_query_that_is_written_is_read_again(query: Query) -> None:
    """The written form is the same query, as one argument and as an argument for each term."""
    assert parse_query([str(query)]) == query
    assert parse_query([str(term) for term in query.terms]) == query


@given(queries)
@settings(max_examples=100)
def test_not_is_the_opposite(query: Query) -> None:
    """An incident fits a term or its opposite, never both and never neither."""
    for term in query.terms:
        opposite = term.term if isinstance(term, Not) else Not(term)

        assert opposite.matches(FACTS) != term.matches(FACTS)


@given(st.lists(st.text(max_size=20) | st.text(alphabet='severity:sev2+ "not:-,<>=“”\\', max_size=20), max_size=3))
@settings(max_examples=200)
def test_no_filter_is_too_odd(typed: list[str]) -> None:
    """Whatever is typed is a query or is refused; what was understood can be asked."""
    try:
        query = parse_query(typed)
    except UsageError:
        return

    assert query.matches(FACTS) in (True, False)
    assert parse_query([str(query)]) == query
