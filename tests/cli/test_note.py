"""`rcalog note`: an event, or a pasted log."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from rcalog.model.timeline import Event
from tests.helpers.cli import Ran, run
from tests.helpers.git import run as git
from tests.helpers.git import snapshot
from tests.helpers.logbooks import ID, StillClock, incident, logbook_of, make_logbook, new, read

NAME = f"incidents/2026/11/{ID}-payments-down.yaml"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with an incident that is not over."""
    return logbook_of(tmp_path / "log", incident(times={"started": "2026-11-20T13:00:00+00:00"}))


def note(book: Logbook, *words: str, stdin: str = "") -> Ran:
    """Run it at 14:05 on 2026-11-20."""
    return run("note", *words, cwd=book.root, stdin=stdin, clock=StillClock())


def timeline(book: Logbook) -> list[tuple[str, str]]:
    """Return the times and texts of all events."""
    return [(event.at.text[11:16], event.event) for event in read(book).incident.timeline]


def only(book: Logbook) -> Event:
    """Return the only event."""
    [event] = read(book).incident.timeline
    return event


def test_an_event_now(book: Logbook) -> None:
    """One commit, one item at the end of the file; what was understood is said."""
    before = (book.root / NAME).read_text()
    ran = note(book, "rolled", "back", "to", "2026.11.20-2")
    short = git("git", "rev-parse", "--short", "HEAD", cwd=book.root)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{ID}  Payments down",
        "  timeline: + 2026-11-20 14:05 +00:00  rolled back to 2026.11.20-2",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert (book.root / NAME).read_text() == (
        f"{before}timeline:\n  - event: rolled back to 2026.11.20-2\n    id: {only(book).id}\n"
        "    at: 2026-11-20T14:05:00+00:00\n"
    )
    assert git("git", "log", "-1", "--format=%B", cwd=book.root) == (
        f"{ID}: note rolled back to 2026.11.20-2\n\ntimeline: + 14:05 rolled back to 2026.11.20-2\n\n"
        f"Incident: {ID}\nOperation: note\nSeverity: sev2\n"
    )


def test_every_flag(book: Logbook) -> None:
    """Each is a key of the event."""
    ran = note(
        book,
        *("Loss announced", "--at", "~13:40", "--type", "communication", "--by", "on-call", "--audience", "customers"),
        *("--channel", "status page", "--next", "+30m", "--evidence", "https://example.org/1"),
        *("--verbatim", "--hindsight"),
    )
    assert ran.code == 0
    assert (book.root / NAME).read_text().partition("timeline:\n")[2] == (
        f"  - event: Loss announced\n    id: {only(book).id}\n    at: ~2026-11-20T13:40:00+00:00\n"
        "    type: communication\n    by: on-call\n    audience: customers\n    channel: status page\n"
        "    next_due: 2026-11-20T14:10:00+00:00\n    verbatim: true\n    hindsight: true\n    evidence:\n"
        "      - https://example.org/1\n"
    )


@pytest.mark.parametrize(
    ("words", "at", "text"),
    [
        (["13:40 rolled back"], "2026-11-20T13:40:00+00:00", "rolled back"),
        (["13:40", "rolled back"], "2026-11-20T13:40:00+00:00", "rolled back"),
        (["昨天23:50", "回滚"], "2026-11-19T23:50:00+00:00", "回滚"),
        (["13:40 rolled back", "--at", "13:45"], "2026-11-20T13:45:00+00:00", "13:40 rolled back"),
        (["13:40 rolled back", "--verbatim"], "2026-11-20T14:05:00+00:00", "13:40 rolled back"),
        (["rolled back", "--at", "unknown"], "unknown", "rolled back"),
        (["rolled back", "--at", "2026-11-19"], "2026-11-19", "rolled back"),
        (["--", "-1 replica"], "2026-11-20T14:05:00+00:00", "-1 replica"),
    ],
)
def test_when_it_happened(words: list[str], at: str, text: str, book: Logbook) -> None:
    """At the time that is given, at the one that the text begins with, or now."""
    assert note(book, *words).code == 0
    assert (only(book).at.text, only(book).event) == (at, text)


def test_the_next_word_is_due_from_now(book: Logbook) -> None:
    """Without --at a length of time counts from now, whatever time the text begins with."""
    note(book, "13:40 told", "--next", "+30m")
    assert str(only(book).next_due) == "2026-11-20T14:35:00+00:00"


@pytest.mark.parametrize("flag", ["--at", "--next", "--by", "--type", "--evidence", "-i", "-C"])
def test_an_empty_value_is_none(flag: str, book: Logbook) -> None:
    """A variable that is not set in a script is no wish for a default; the flag is named."""
    ran = note(book, "rolled back", flag, " ")
    name = {"-i": "--incident", "-C": "--logbook"}.get(flag, flag)
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: {name} is given, and is empty")


@pytest.mark.parametrize(
    ("typed", "due"),
    [("30m", "2026-11-20T14:10:00+00:00"), ("15:00", "2026-11-20T15:00:00+00:00"), ("半小时", "2026-11-20T14:10:00+00:00"), ("unknown", "unknown")],
)  # fmt: skip
def test_the_next_word_is_due_after_this_one(typed: str, due: str, book: Logbook) -> None:
    """A length of time counts from --at, a clock time is the next one."""
    note(book, "told", "--at", "13:40", "--next", typed)
    assert str(only(book).next_due) == due


REFUSED = [
    (["x", "--at", "25:99"], 2, "error: cannot read “25:99” as a time: no clock shows 25:99"),
    (["25:99 x"], 2, "error: cannot read “25:99” as a time: no clock shows 25:99"),
    (["13:40"], 2, "error: '13:40' is a time; what happened then?"),
    (["x", "--at", "tomorrow 10:00"], 2, "error: 2026-11-21T10:00:00+00:00 is in the future"),
    (["x", "--type", "acton"], 2, "error: 'acton' is none of the choices"),
    (["x", "--day", "2026-11-20"], 2, "error: --day is the day of a pasted log"),
    (["--at", "13:00"], 2, "error: --at is about one event"),
    (["-", "--next", "30m"], 2, "error: --next is about one event"),
    (["-", "--day", "unknown"], 2, "error: 'unknown' is no day"),
    (["-", "--day", "2016-04"], 2, "error: '2016-04' is no day"),
    (["-"], 2, "error: there is nothing to note"),
    ([], 2, "error: TEXT is missing, and there is no terminal to ask on"),
    (["   "], 2, "error: TEXT is missing, and there is no terminal to ask on"),
    (["x", "-i", "nothing"], 1, "error: no incident is called 'nothing'"),
]


@pytest.mark.parametrize(("words", "code", "message"), REFUSED, ids=[" ".join(each[0]) for each in REFUSED])
def test_what_is_refused(words: list[str], code: int, message: str, book: Logbook) -> None:
    """What is wrong, and nothing written, dry or not."""
    before = snapshot(book.root)
    for extra in ([], ["--dry-run"]):
        ran = note(book, *extra, *words)
        assert (ran.code, ran.out, ran.err.splitlines()[0][: len(message)]) == (code, "", message)
    assert (snapshot(book.root), book.drafts.list()) == (before, [])


LOG = """\
somebody pasted this
13:40 ana: deploy started
  of version 2
[13:55:10] li: errors
2026-11-20T14:00:00Z page sent
"""


def test_a_pasted_log(book: Logbook) -> None:
    """What was understood and what was not is shown; one commit, the words as they stood there."""
    ran = note(book, "-", "--by", "chat", stdin=LOG)
    assert ran.err.splitlines() == [
        "2026-11-20 13:40 +00:00  ana: deploy started (and 1 more lines)",
        "2026-11-20 13:55:10 +00:00  li: errors",
        "2026-11-20 14:00 +00:00  page sent",
        "warning: line 1 has no time and was left out: somebody pasted this",
    ]
    assert timeline(book) == [
        ("13:40", "ana: deploy started\n  of version 2"),
        ("13:55", "li: errors"),
        ("14:00", "page sent"),
    ]
    assert {(event.verbatim, event.by) for event in read(book).incident.timeline} == {(True, "chat")}
    assert git("git", "log", "-1", "--format=%s", cwd=book.root) == f"{ID}: note 3 events"


def test_a_log_that_was_pasted_already(book: Logbook) -> None:
    """Only what is new is added; with nothing new there is no commit."""
    note(book, "-", stdin="13:40 one\n13:50 two\n")
    ran = note(book, "-", stdin="13:40 one\n13:45 between\n13:50 two\n")
    assert (timeline(book)[1], len(timeline(book))) == (("13:45", "between"), 3)
    assert ran.err.splitlines()[-1] == "2 of them stood there already"
    before = snapshot(book.root)
    again = note(book, "-", stdin="13:40 one\n")
    assert (again.code, again.out.splitlines()[-1], snapshot(book.root)) == (0, "  nothing to change", before)


@pytest.mark.parametrize("day", ["2026-11-18", "wednesday", "18 nov", "11月18日"])
def test_the_day_of_a_log(day: str, book: Logbook) -> None:
    """A log without dates is of the day that is given, and goes on over midnight."""
    assert note(book, "-", "--day", day, stdin="23:50 one\n00:10 two\n").code == 0
    assert [event.at.text[:16] for event in read(book).incident.timeline] == ["2026-11-18T23:50", "2026-11-19T00:10"]


def test_a_log_for_programs(book: Logbook) -> None:
    """The lines that were left out, with their numbers."""
    ran = note(book, "-", "--json", stdin=LOG)
    assert (ran.code, ran.err, len(ran.json["data"]["changes"])) == (0, "", 3)
    assert ran.json["data"]["unread"] == [{"line": 1, "text": "somebody pasted this"}]
    assert ran.json["warnings"] == ["line 1 has no time and was left out: somebody pasted this"]


def test_a_log_without_any_time(book: Logbook) -> None:
    """Each line is named, and nothing is written."""
    ran = note(book, "-", stdin="no time\nneither\n")
    assert (ran.code, len(ran.err.splitlines()), timeline(book)) == (2, 4, [])


def test_an_event_goes_to_its_place(book: Logbook) -> None:
    """Events stand in the order of their times, whenever they are noted."""
    for words in ("13:50 two", "13:40 one", "13:55 three"):
        note(book, words)
    assert timeline(book) == [("13:40", "one"), ("13:50", "two"), ("13:55", "three")]


def test_an_event_far_outside_is_said(book: Logbook) -> None:
    """It is written, with the arithmetic."""
    ran = note(book, "x", "--at", "2026-01-05 10:00")
    assert (ran.code, ran.err.startswith("warning: timeline[")) == (0, True)
    assert "before the incident began" in ran.err


@pytest.mark.parametrize(
    "text", ["[red]x[/]", "\x1b[31mred\x1b[0m", "two\nlines", "\u202etxt", "x" * 10_000, "- a: b #c"]
)
def test_odd_texts(text: str, book: Logbook) -> None:
    """Stored as typed, shown harmless, in one line."""
    ran = note(book, "--", text)
    assert (ran.code, only(book).event) == (0, text)
    assert [character for character in ran.out if character < " " and character != "\n"] == []
    assert len(ran.out.splitlines()) == 3


def test_while_git_is_in_the_middle_of_a_merge(book: Logbook) -> None:
    """It is kept with its time, and the next command commits it."""
    (book.root / ".git/MERGE_HEAD").write_text(f"{book.repo.head()}\n")
    ran = note(book, "13:40 rolled back")
    [draft] = book.drafts.list()
    assert (ran.code, ran.out.splitlines()[-1]) == (
        0,
        f"  kept as draft {draft.id}; the next command that writes commits it",
    )
    (book.root / ".git/MERGE_HEAD").unlink()
    second = note(book, "13:50 checked")
    assert "'note rolled back' had waited and is committed now" in second.err
    assert (timeline(book), book.drafts.list()) == ([("13:40", "rolled back"), ("13:50", "checked")], [])


def test_which_incident_is_meant(book: Logbook) -> None:
    """With two that are not over, nothing is guessed."""
    new(book, incident("20261120-xther", "Mail down"))
    ran = note(book, "x")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        f"error: which incident? several may be meant: {ID}, 20261120-xther",
    )
    assert note(book, "x", "-i", "mail").out.splitlines()[0] == "20261120-xther  Mail down"


def test_a_time_of_day_belongs_to_the_outage(tmp_path: Path) -> None:
    """Days later `14:20` is that of the incident, in a text, behind --at and in a pasted log; the day is said."""
    made = make_logbook(tmp_path / "log")
    times = {"started": "2026-11-17T14:05:00+00:00", "mitigated": "2026-11-17T14:40:00+00:00"}
    new(made, incident(status="mitigated", times=times))
    ran = note(made, "14:20 rolled back")
    note(made, "told customers", "--at", "14:30")
    note(made, "-", stdin="14:06 paged\n14:10 looked\n")
    assert "timeline: + 2026-11-17 14:20 +00:00  rolled back" in ran.out
    assert [event.at.text for event in read(made).incident.timeline] == [
        f"2026-11-17T14:{minute}:00+00:00" for minute in ("06", "10", "20", "30")
    ]


def test_a_record_in_conflict(book: Logbook) -> None:
    """While two sides of a merge stand in its file a note is kept, and goes in once one of them is chosen."""
    git("git", "switch", "-qc", "side", cwd=book.root)
    run("set", "severity=sev1", cwd=book.root)
    git("git", "switch", "-q", "main", cwd=book.root)
    run("set", "severity=sev3", cwd=book.root)
    git("git", "merge", "-q", "side", cwd=book.root, check=False)
    ran = note(book, "14:00 rolled back")
    [draft] = book.drafts.list()
    assert (ran.code, ran.err.splitlines()[0]) == (
        1,
        f"error: {NAME} was edited by hand and is not valid: a conflict marker that git left",
    )
    kept = f"what you typed is kept: rcalog drafts resume {draft.id}"
    assert f"hint: keep what is right of both sides and delete the marker lines; {kept}" in ran.err.splitlines()
    git("git", "checkout", "-q", "--theirs", NAME, cwd=book.root)
    git("git", "commit", "-qam", "merged", cwd=book.root)
    assert run("drafts", "resume", draft.id, cwd=book.root).code == 0
    assert (timeline(book), read(book).incident.severity.value) == ([("14:00", "rolled back")], "sev1")
    assert book.drafts.list() == []
