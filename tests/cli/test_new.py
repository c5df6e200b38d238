"""`rcalog new`: a title is enough, everything else may be said at once, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from tests.helpers.cli import Ran, run
from tests.helpers.git import make_repo, snapshot
from tests.helpers.git import run as git
from tests.helpers.logbooks import StillClock, make_logbook, read

ID = "20261120-paydn"
HEADER = "# yaml-language-server: $schema=../../../.rcalog/incident.schema.json\n"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return an empty logbook."""
    return make_logbook(tmp_path / "log")


def new(book: Logbook, *words: str, stdin: str = "") -> Ran:
    """Run it in a logbook, at 14:05 on 2026-11-20."""
    return run("new", *words, cwd=book.root, stdin=stdin, clock=StillClock())


def record(book: Logbook) -> str:
    """Return the text of the only record."""
    [path] = book.catalog.paths()
    return (book.root / path).read_text()


def test_a_title_is_enough(book: Logbook) -> None:
    """One commit with what was said, nothing that was not; what is missing is named with its command."""
    ran = new(book, "--id", ID, "checkout", "returns", "502")
    short = git("git", "rev-parse", "--short", "HEAD", cwd=book.root)
    assert ran.out.splitlines() == [
        f"{ID}  checkout returns 502",
        "  ongoing, unrated",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert ran.err.splitlines() == [
        f"no start given, so the id has today's date: rcalog set times.started=14:05 -i {ID}",
        f"not rated yet: rcalog set severity=sev2 -i {ID}",
    ]
    assert ran.code == 0
    assert record(book) == (
        f"{HEADER}schema: rcalog/v1\nid: {ID}\ntitle: checkout returns 502\n"
        "kind: incident\nstatus: ongoing\nseverity: unrated\n"
    )
    assert git("git", "log", "-1", "--format=%B", cwd=book.root) == (
        f"{ID}: new checkout returns 502\n\nschema: rcalog/v1\nid: {ID}\ntitle: checkout returns 502\nkind: incident\n"
        f"status: ongoing\nseverity: unrated\n\nIncident: {ID}\nOperation: new\nSeverity: unrated\n"
    )


RESOLVED = """\
schema: rcalog/v1
id: 20261120-paydn
title: checkout returned 502
kind: incident
status: resolved
severity: sev2
services: [web, db, mail]
tags: [deploy]
roles:
  lead: ana
times:
  introduced: unknown
  started: 2026-11-20T12:05:00+00:00
  detected: ~2026-11-20T12:10:00+00:00
  acknowledged: 2026-11-20T12:15:00+00:00
  mitigated: 2026-11-20T12:30:00+00:00
  resolved: 2026-11-20T12:40:00+00:00
ladder:
  - status: mitigated
    at: 2026-11-20T12:30:00+00:00
    by: ana
    how: error rate at 0
  - status: resolved
    at: 2026-11-20T12:40:00+00:00
    by: ana
    how: error rate at 0
summary: |-
  A deployment went wrong.
  It was rolled back.
"""


def test_a_resolved_outage_is_one_commit(book: Logbook) -> None:
    """Every flag; the status follows from the times, each of which is said with its offset."""
    ran = new(
        book,
        *("checkout returned 502", "--id", ID, "--introduced", "unknown", "--started", "2026-11-20 12:05"),
        *("--detected", "~12:10", "--acknowledged", "今天 12:15", "--mitigated", "95m ago", "--resolved", "12:40"),
        *("--how", "error rate at 0", "--severity", "sev2", "--service", "web,db", "--service", "mail"),
        *("--tag", "deploy", "--lead", "ana", "--summary", "A deployment went wrong.\nIt was rolled back."),
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1] == (
        "  resolved, sev2, introduced unknown, started 2026-11-20 12:05 +00:00, detected ~2026-11-20 12:10 +00:00, "
        "acknowledged 2026-11-20 12:15 +00:00, mitigated 2026-11-20 12:30 +00:00, resolved 2026-11-20 12:40 +00:00"
    )
    assert record(book) == HEADER + RESOLVED
    assert len(git("git", "log", "--format=%h", cwd=book.root).split()) == 2


@pytest.mark.parametrize(
    ("given", "status", "times", "remarks"),
    [
        (["--mitigated", "13:00"], "mitigated", "mitigated 2026-11-20 13:00 +00:00", 1),
        (["--resolved", "13:00"], "resolved", "mitigated 2026-11-20 13:00 +00:00, resolved 2026-11-20 13:00 +00:00", 2),
        (["--resolved", "unknown"], "resolved", "mitigated unknown, resolved unknown", 2),
        (
            ["--mitigated", "unknown", "--resolved", "13:00"],
            "resolved",
            "mitigated unknown, resolved 2026-11-20 13:00 +00:00",
            1,
        ),
    ],
)
def test_the_status_follows_from_the_times(
    given: list[str], status: str, times: str, remarks: int, book: Logbook
) -> None:
    """What is over is over, even where nobody knows since when; what was taken to be so is said."""
    ran = new(book, "x", "--started", "12:00", "--severity", "sev3", *given)
    assert ran.out.splitlines()[1] == f"  {status}, sev3, started 2026-11-20 12:00 +00:00, {times}"
    assert len(ran.err.splitlines()) == remarks


@pytest.mark.parametrize(
    ("started", "day"),
    [
        ("2026-11-18 23:50", "20261118"),
        ("2026-11-18T23:50:00-05:00", "20261118"),
        ("2026-11-17", "20261117"),
        ("~2016-04", "20160401"),
        ("unknown", "20261120"),
        ("昨天", "20261119"),
    ],
)
def test_the_id_has_the_date_of_the_start(started: str, day: str, book: Logbook) -> None:
    """The local date as it was said, the day of recording where nobody knows."""
    ran = new(book, "x", "--started", started, "--json")
    assert ran.json["data"]["incident"]["id"][:9] == f"{day}-"


def test_near_misses(book: Logbook) -> None:
    """Without harm there is nothing to stop: it is nobody's present incident, and check asks for no times of it."""
    ran = new(book, "x", "--near-miss", "--severity", "sev4", "--started", "12:00")
    assert ran.out.splitlines()[1] == "  resolved, sev4, started 2026-11-20 12:00 +00:00"
    assert ran.err == "a near miss did no harm, so it counts as resolved\n"
    assert "kind: near-miss\nstatus: resolved\n" in record(book)
    assert run("check", "--strict", cwd=book.root).code == 0


def test_the_team_s_words_for_severities(book: Logbook) -> None:
    """A label is understood whatever its case, stored as ours, and said again as theirs."""
    (book.root / ".rcalog/config.toml").write_text('[severity_labels]\nsev1 = "P0"\nsev3 = "轻微"\n')
    ran = new(book, "--id", ID, "x", "--severity", "p0", "--started", "13:00")
    assert (ran.out.splitlines()[1], ran.err) == ("  ongoing, P0, started 2026-11-20 13:00 +00:00", "")
    assert "\nseverity: sev1\n" in record(book)
    refused = new(book, "x", "--severity", "P1")
    assert (refused.code, refused.err) == (
        2,
        "error: 'P1' is no severity here\nhint: one of P0, sev2, 轻微, sev4, sev5, unrated; rcalog help words\n",
    )


REFUSED = [
    (["   "], "error: TITLE is missing, and there is no terminal to ask on"),
    (["x", "--severity", "P1"], "error: 'P1' is no severity here"),
    (["x", "--started", "03/04/2026"], "error: cannot read “03/04/2026” as a time"),
    (["x", "--started", "tomorrow 10:00"], "error: 2026-11-21T10:00:00+00:00 is in the future"),
    (["x", "--template", "flood"], "error: there is no template 'flood'"),
    (["x", "--template", "../data-loss"], "error: there is no template 'data-loss'"),
    (["x", "--how", "quiet"], "error: --how says how we know that it is over"),
    (["x", "--ongoing", "--resolved", "13:00"], "error: --ongoing, and an end of the harm"),
    (["x", "--id", "INC-12"], "error: 'INC-12' cannot be an id"),
    (["x", "--frobnicate"], "error: no such option: --frobnicate"),
    (["x", "--ghp_" + "a1B2" * 9], "error: no such option: --[masked: github-token]\n"),
    (["-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE"], "error: no such option: [masked: private-key]\n"),
]


@pytest.mark.parametrize(("words", "message"), REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_what_is_refused(words: list[str], message: str, book: Logbook) -> None:
    """Exit 2, what is wrong, and nothing written; a dry run ends in the same way."""
    before = snapshot(book.root)
    for extra in ([], ["--dry-run"]):
        ran = new(book, *words, *extra)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(message)
    assert (snapshot(book.root), book.drafts.list()) == (before, [])


def test_an_id_that_is_taken(book: Logbook) -> None:
    """The id inside a file counts, whatever the file is called."""
    new(book, "x", "--id", ID)
    [path] = book.catalog.paths()
    (book.root / path).rename(book.root / "incidents/other.yaml")
    ran = new(book, "y", "--id", ID)
    assert (ran.code, ran.err) == (2, f"error: there is a record {ID} already\nhint: rcalog show {ID}\n")


@pytest.mark.parametrize(
    "title",
    [
        "[red]down[/] [/] {braces} #1: 'quoted' \"twice\"",
        "-x --flag",
        "esc \x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07 nul-less",
        "bidi \u202etxt \u2066x\u2069 zero\u200bwidth",
        "two\nlines\n\n  and more",
        "x" * 10_000,
        "数据库被删除：备份也没有",
        "~",
        "no",
        "1:30",
        "🧨 café ﬁ",
    ],
)
def test_titles_are_stored_as_typed_and_shown_harmless(title: str, book: Logbook) -> None:
    """The record has every character, the terminal none that acts on it, the file name words only."""
    ran = new(book, "--id", ID, "--", title)
    assert (ran.code, read(book, ID).incident.title) == (0, title)
    assert [character for character in ran.out + ran.err if character < " " and character != "\n"] == []
    assert len(ran.out.splitlines()[0]) <= 100 + len(ID) + 2
    [path] = book.catalog.paths()
    assert all(character.isalnum() or character == "-" for character in path.stem)
    assert len(path.stem) <= len(ID) + 41


def test_for_programs(book: Logbook) -> None:
    """One envelope: the record, the commit, how to take it back, and what was understood."""
    ran = new(book, "x", "--started", "12:00", "--resolved", "13:00", "--severity", "sev2", "--id", ID, "--json")
    data = ran.json["data"]
    assert (ran.code, ran.err, ran.json["commit"]) == (0, "", git("git", "rev-parse", "HEAD", cwd=book.root))
    made = data["incident"]
    assert (made["id"], made["title"], made["status"], data["dry_run"]) == (ID, "x", "resolved", False)
    assert (made["file"], data["draft"]) == (f"incidents/2026/11/{ID}-x.yaml", None)
    assert data["remarks"] == [
        "mitigated is taken to be when it was resolved",
        f"how we know is not said yet: rcalog mark resolved HOW-WE-KNOW -i {ID}",
    ]
    refused = new(book, "--json")
    assert (refused.code, refused.json["ok"], refused.json["errors"][0]["code"]) == (2, False, "input-needed")


def test_a_dry_run(book: Logbook) -> None:
    """The file and the message are shown, and nothing is changed."""
    before = snapshot(book.root)
    ran = new(book, "x", "--started", "13:00", "--severity", "sev2", "--id", ID, "--dry-run")
    lines = ran.out.splitlines()
    assert (ran.code, lines[:2]) == (0, ["--- /dev/null", f"+++ b/incidents/2026/11/{ID}-x.yaml"])
    assert {"+title: x", f"{ID}: new x", "Operation: new"} <= set(lines)
    assert (snapshot(book.root), book.drafts.list()) == (before, [])


def test_doubtful_times_are_said_at_once(book: Logbook) -> None:
    """It is written, with the arithmetic beside it."""
    ran = new(
        book, "x", "--started", "13:00", "--mitigated", "2026-11-20 12:00", "--severity", "sev2", "--how", "quiet"
    )
    assert ran.code == 0
    assert ran.err == (
        "warning: times.mitigated: mitigated 2026-11-20T12:00:00+00:00 is 1 h before started "
        "2026-11-20T13:00:00+00:00 (look for a wrong day, month, year or offset)\n"
    )


def test_in_another_zone_than_the_machine_s(book: Logbook) -> None:
    """Times without a zone are the team's, and are said in both."""
    (book.root / ".rcalog/config.toml").write_text('timezone = "Asia/Shanghai"\n')
    ran = new(book, "x", "--started", "21:05", "--severity", "sev2")
    assert ran.err == "understood: 2026-11-20 21:05 +08:00 (on this machine 2026-11-20 13:05 +00:00)\n"
    assert "\n  started: 2026-11-20T21:05:00+08:00\n" in record(book)


def test_a_repository_in_which_nothing_was_committed_yet(tmp_path: Path) -> None:
    """On an unborn branch the logbook's files are the first commit, the record the second."""
    repo = make_repo(tmp_path / "仓库 one")
    run("init", cwd=repo)
    assert run("new", "x", cwd=repo, clock=StillClock()).code == 0
    assert len(git("git", "log", "--format=%h", cwd=repo).split()) == 2
    assert git("git", "status", "--porcelain", cwd=repo) == ""


def test_a_time_of_day_follows_the_start(book: Logbook) -> None:
    """Only the start needs its day: the rest of an outage over midnight is on that day or the next."""
    times = ("--started", "2026-11-17 23:50", "--detected", "23:55", "--mitigated", "00:20", "--introduced", "23:40")
    ran = new(book, "x", *times, "--severity", "sev2", "--how", "quiet")
    written = record(book)
    assert ran.code == 0
    for line in ("introduced: 2026-11-17T23:40", "detected: 2026-11-17T23:55", "mitigated: 2026-11-18T00:20"):
        assert f"  {line}:00+00:00\n" in written


def test_an_end_that_lies_ahead_is_refused(book: Logbook) -> None:
    """It is not moved to the day before, where the outage had not begun."""
    ran = new(book, "x", "--started", "13:00", "--mitigated", "12:00")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "error: 2026-11-21T12:00:00+00:00 is in the future: it is 2026-11-20T14:05:00+00:00 now",
    )
