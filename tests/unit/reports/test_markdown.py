"""The Markdown report: what it shows, and that no text of a record can change its form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rcalog.model.incident import Incident
from rcalog.model.policy import Policy
from rcalog.model.times import When
from rcalog.reports.escape import markdown, reference
from rcalog.reports.markdown import BadTemplate, render
from rcalog.reports.view import public_view, view

TEMPLATE = Path("templates/report/incident.md.j2").read_text(encoding="utf-8")
LABELS = {
    language: {
        key: value.strip('"')
        for key, value in (
            line.split(": ", 1)
            for line in Path(f"templates/report/labels.{language}.yaml").read_text(encoding="utf-8").splitlines()
            if not line.startswith("#")
        )
    }
    for language in ("en", "zh")
}
CASE: dict[str, object] = {
    "schema": "rcalog/v1",
    "id": "20170131-k7f3q",
    "title": "Database deleted",
    "kind": "incident",
    "status": "reviewed",
    "severity": "sev1",
    "services": ["web"],
    "roles": {"lead": "database on-call"},
    "times": {
        "started": "2017-01-31T23:27:00+00:00",
        "resolved": "~2017-02-01T18:00:00+00:00",
        "introduced": "unknown",
    },
    "ladder": [
        {"status": "resolved", "at": "2017-02-01T18:00:00+00:00", "how": "requests are served", "by": "ana"},
        {"status": "mitigated", "at": "2017-02-01T19:00:00+00:00", "because": "errors again"},
    ],
    "summary": "A directory was removed.\nA snapshot was restored.",
    "impact": {
        "summary": "18 hours",
        "users_affected": "unknown",
        "announced": True,
        "lost": [{"what": "users", "amount": "700"}],
    },
    "timeline": [
        {
            "event": "Removed",
            "at": "2017-01-31T23:27:00+00:00",
            "by": "on-call",
            "evidence": ["https://example.org/a_b"],
        },
        {
            "event": "Loss announced",
            "at": "2017-02-01T00:10:00+00:00",
            "audience": "customers",
            "channel": "status account",
            "next_due": "2017-02-01T00:30:00+00:00",
        },
        {"event": "rm -rf", "at": "2017-01-31T23:27:00+00:00", "verbatim": True, "hindsight": True},
    ],
    "whys": [
        {
            "problem": "300 GB removed",
            "leg": "occurrence",
            "because": [
                {
                    "cause": "Run on db1",
                    "id": "c1",
                    "because": [
                        {
                            "cause": "Prompts differ by one character",
                            "id": "c2",
                            "since": "2016-04",
                            "end": "root-cause",
                            "changeable_by": "dba",
                        },
                        {"cause": "Parked", "later": {"owner": "ana", "due": "2017-02-10"}},
                        {"cause": "Not asked yet"},
                    ],
                },
                {
                    "cause": "Mails rejected",
                    "grade": "B",
                    "evidence": ["mail log"],
                    "end": "unknown",
                    "ask": "ana",
                    "by": "2017-02-10",
                },
                {"cause": "Alike", "end": "same-as", "same_as": "c2"},
                {
                    "cause": "Disks",
                    "end": "accepted",
                    "accepted": {"by": "ana", "until": "2018-01-01", "because": "too dear"},
                },
                {"cause": "Power", "end": "outside"},
            ],
        },
        {"leg": "detection", "none": "Seen at once"},
    ],
    "lessons": {"got_lucky": ["A snapshot by hand"]},
    "actions": [
        {
            "action": "Mark prompts",
            "owner": "li",
            "due": "2017-02-20",
            "aims_to": "prevent",
            "strength": "weak",
            "for": ["c2"],
            "status": "verified",
            "verified_at": "2017-02-21",
            "verified_by": "ana",
            "verified_how": "looked",
        },
        {
            "action": "Restore nightly",
            "every": "1d",
            "status": "running",
            "proofs": [{"proof": "pass", "at": "2017-02-14T06:00:00+00:00", "evidence": ["run 7"]}],
        },
        {"action": "Other drill", "every": "1w"},
        {
            "action": "Wrap rm",
            "status": "dropped",
            "dropped": {"because": "replaced", "by": "ana", "until": "2017-08-01"},
        },
        {"action": "Mail the owners", "aims_to": "compensate", "owner": "sid"},
    ],
    "reviews": [{"by": "li", "at": "2017-02-10T10:00:00+00:00", "verdict": "approved", "note": "fine"}],
    "links": [{"rel": "caused-by", "to": "20161201-hv4et"}],
    "waivers": [{"rule": "A204", "at": "a1", "because": "stopgap", "by": "li"}],
}


def say(when: When) -> str:
    """Return a time as it is stored."""
    return when.text


def report(data: dict[str, object], language: str = "en") -> str:
    """Return the report of a record."""
    return render(view(Incident.model_validate(data), Policy(), LABELS[language], say), TEMPLATE, LABELS[language], say)


@cache
def whole_report() -> list[str]:
    """Return the lines of the report of the whole case."""
    return report(CASE).splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "# Database deleted",
        "| Status | reviewed, analysis accepted |",
        "| Lead | database on-call |",
        "| Time to resolve | about 18 h 33 min (2017-01-31T23:27:00+00:00 → \\~2017-02-01T18:00:00+00:00) |",
        "A directory was removed.",
        "- People affected: unknown",
        "- Told to the people affected: yes",
        "| users | 700 |  |  |",
        "- Mail the owners (sid, ?, to do)",
        "- 2017-02-01T18:00:00+00:00 **resolved, service restored**: requests are served (ana)",
        "- 2017-02-01T19:00:00+00:00 **mitigated, harm stopped**; reopened: errors again",
        "| 2017-01-31T23:27:00+00:00 | Removed <https://example.org/a_b> | on-call |",
        "| 2017-02-01T00:10:00+00:00 | Loss announced (told: customers, status account) (next message due 2017-02-01T00:30:00+00:00) |  |",
        "| 2017-01-31T23:27:00+00:00 | “rm -rf” (known only afterwards) |  |",
        "**300 GB removed**",
        "- Run on db1",
        "  - Prompts differ by one character (since 2016-04) — *root cause; can be changed by dba*",
        "    - *Answered by*: Mark prompts",
        "  - Parked — *parked; ana takes it up by 2017-02-10*",
        "  - Not asked yet — *still open*",
        "- Mails rejected — *not known; ana finds out by 2017-02-10*",
        "  - *Evidence (grade B)*: mail log",
        "- Alike — *the same as: Prompts differ by one character*",
        "- Disks — *accepted by ana until 2018-01-01: too dear*",
        "- Power — *outside our reach*",
        "Nothing to explain here: Seen at once",
        "| Mark prompts | li | 2017-02-20 | prevent, weak | verified (ana, 2017-02-21: looked) |",
        "| Wrap rm | ? | ? | ? | dropped (replaced (ana, until 2017-08-01)) |",
        "- Restore nightly (every 1d): 2017-02-14T06:00:00+00:00 passed run 7",
        "- Other drill (every 1w): no run recorded yet",
        "- A snapshot by hand",
        "- 2017-02-10T10:00:00+00:00 li: approved. fine",
        "- caused by `20161201-hv4et`",
        "- A204 at a1: stopgap (li)",
    ],
)
def test_report_shows(line: str) -> None:
    """Each part of a record has its line in the report."""
    assert line in whole_report()


def test_least_record_has_a_short_report() -> None:
    """What was not asked yet has no empty heading."""
    least = {key: CASE[key] for key in ("schema", "id", "title", "kind", "status", "severity")}
    assert [line for line in report(least).splitlines() if line.startswith("#")] == ["# Database deleted"]


def test_chinese_report_has_chinese_words() -> None:
    """Every label is there in both languages, with the same values to fill in."""
    assert "## 为什么" in report(CASE, "zh")
    assert "| 恢复用时 | 约18小时33分钟（" in report(CASE, "zh")
    assert LABELS["zh"].keys() == LABELS["en"].keys()


def test_public_report_tells_the_harm_and_what_is_made_good() -> None:
    """Causes, names and the timeline stay at home."""
    shown = render(public_view(Incident.model_validate(CASE), Policy(), LABELS["en"], say), TEMPLATE, LABELS["en"], say)
    assert [word for word in ("ana", "li", "sid", "db1", "Prompts", "rm -rf", "snapshot") if word in shown] == []
    assert [word for word in ("18 hours", "Mail the owners", "Resolved") if word not in shown] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", "a\\|b"),
        ("<script>", "\\<script\\>"),
        ("@ana see #12", "@&#8203;ana see #&#8203;12"),
        ("# no heading", "\\# no heading"),
        ("1. no list", "1\\. no list"),
        ("    no code", "no code"),
        ("two\nlines", "two<br>lines"),
        ("snake_case & co", "snake\\_case &amp; co"),
    ],
)
def test_markup_in_text_is_shown(text: str, shown: str) -> None:
    """Characters that mean something to Markdown are shown as they are."""
    assert markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://example.org/a?b=1", "<https://example.org/a?b=1>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://example.org/<b>", "https://example.org/\\<b\\>"),
    ],
)
def test_only_safe_addresses_become_links(text: str, shown: str) -> None:
    """Evidence is a link where its address is of the web or of mail."""
    assert reference(text) == shown


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_no_text_adds_structure(text: str) -> None:
    """Whatever a title or an event says, the report has the same blocks."""
    assert blocks_where_it_says(text if text.strip() else "x") == blocks_where_it_says("x")


@cache
def blocks_where_it_says(text: str) -> list[str]:
    """Return the blocks of the report of an incident whose title and only event are this text."""
    least = {key: CASE[key] for key in ("schema", "id", "kind", "status", "severity")}
    return blocks(report({**least, "title": text, "timeline": [{"event": text, "at": "2017-02"}]}))


def blocks(text: str) -> list[str]:
    """Return the kinds of the blocks of a Markdown text, in order."""
    return [token.type for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text)]


@pytest.mark.parametrize("template", ["{{ report.nope }}", "{% for %}", "{{ report.__class__.__mro__ }}", "{{ 1/0 }}"])
def test_bad_template_is_named(template: str) -> None:
    """A template of the team's own that cannot be used is a clear error, and cannot reach out of the sandbox."""
    with pytest.raises(BadTemplate, match="mine"):
        render(
            view(Incident.model_validate(CASE), Policy(), LABELS["en"], say), template, LABELS["en"], say, name="mine"
        )


def test_chinese_report_has_chinese_punctuation() -> None:
    """What stands between two parts is full-width after Chinese words; the words of the record stay as they are."""
    between = re.compile(r"[\u4e00-\u9fff][*]*[:;,(]|[)] *[*]*[\u4e00-\u9fff]")
    assert [line for line in report(CASE, "zh").split("\n") if between.search(line)] == []
