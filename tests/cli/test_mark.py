"""`rcalog mark`: along the ladder, with the time and how we know; all that is missing at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from rcalog.model.reading import read_incident
from tests.helpers.cli import PROGRAM, Ran, run
from tests.helpers.git import run as git
from tests.helpers.git import snapshot
from tests.helpers.golden import golden
from tests.helpers.logbooks import ID, StillClock, change, incident, logbook_of, new, read
from tests.helpers.terminal import CTRL_C, ENTER, Terminal

NAME = f"incidents/2026/11/{ID}-payments-down.yaml"
STARTED = {"started": "2026-11-20T13:00:00+00:00"}
GOLDEN = "20170131-k7f3q"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with an incident that is not over."""
    return logbook_of(tmp_path / "log", incident(times=STARTED))


def mark(book: Logbook, *words: str) -> Ran:
    """Run it at 14:05 on 2026-11-20."""
    return run("mark", *words, cwd=book.root, clock=StillClock())


def state(book: Logbook, ref: str = ID) -> tuple[str, dict[str, str], list[tuple[str, str, str | None]]]:
    """Return the status, the times of the rungs, and the steps of the ladder."""
    found = read(book, ref).incident
    times = {name: when.text[11:16] or when.text for name, when in found.times if when and name != "started"}
    return found.status, times, [(step.status, step.at.text[11:16], step.how or step.because) for step in found.ladder]


def test_the_harm_stopped(book: Logbook) -> None:
    """The status, its time, and a step of the ladder: when, by whom, how we know; one commit."""
    ran = mark(book, "mitigated", "rolled", "back,", "error rate at 0", "--at", "13:40")
    short = git("git", "rev-parse", "--short", "HEAD", cwd=book.root)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{ID}  Payments down",
        "  status: ongoing -> mitigated",
        "  times.mitigated: 2026-11-20T13:40:00+00:00",
        "  ladder: + mitigated rolled back, error rate at 0",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert (
        (book.root / NAME)
        .read_text()
        .endswith(
            "kind: incident\nstatus: mitigated\nseverity: sev2\ntimes:\n  started: 2026-11-20T13:00:00+00:00\n"
            "  mitigated: 2026-11-20T13:40:00+00:00\nladder:\n  - status: mitigated\n    at: 2026-11-20T13:40:00+00:00\n"
            "    by: ana\n    how: rolled back, error rate at 0\n"
        )
    )
    assert git("git", "log", "-1", "--format=%s", cwd=book.root) == f"{ID}: mark mitigated"


def test_one_rung_after_the_other(book: Logbook) -> None:
    """Without a time it is now; who says so may be named."""
    assert mark(book, "mitigated", "quiet", "--at", "13:40").code == 0
    assert mark(book, "resolved", "queues empty", "--by", "li.wei").code == 0
    assert state(book) == (
        "resolved",
        {"mitigated": "13:40", "resolved": "14:05"},
        [("mitigated", "13:40", "quiet"), ("resolved", "14:05", "queues empty")],
    )
    assert [step.by for step in read(book).incident.ladder] == ["ana", "li.wei"]


@pytest.mark.parametrize(("mitigated", "stored"), [("13:40", "13:40"), ("unknown", "unknown")])
def test_resolved_from_ongoing_in_one_step(mitigated: str, stored: str, book: Logbook) -> None:
    """When the harm stopped is said in the same command; both rungs are on the ladder."""
    change(book, severity="unrated")
    ran = mark(book, "resolved", "all quiet", "--mitigated", mitigated, "--severity", "sev3", "--at", "14:00")
    at = stored if stored != "unknown" else ""
    assert (ran.code, read(book).incident.severity) == (0, "sev3")
    assert state(book) == (
        "resolved",
        {"mitigated": stored, "resolved": "14:00"},
        [("mitigated", at, "all quiet"), ("resolved", "14:00", "all quiet")],
    )


def test_a_time_that_stands_in_the_record(book: Logbook) -> None:
    """It is the time of the rung, unless another is given."""
    change(book, times=STARTED | {"mitigated": "2026-11-20T13:30:00+00:00"})
    assert mark(book, "mitigated", "quiet").code == 0
    assert state(book)[1] == {"mitigated": "13:30"}
    mark(book, "ongoing", "errors again")
    change(book, times=STARTED | {"mitigated": "2026-11-20T13:30:00+00:00"})
    mark(book, "mitigated", "quiet", "--at", "13:50")
    assert state(book)[1] == {"mitigated": "13:50"}


@pytest.mark.parametrize(
    ("known", "said", "stored"),
    [("13:30", "13:30", "13:30"), (None, "13:40", "13:40"), ("unknown", "13:40", "13:40"), ("13:30", "13:40", None)],
)
def test_when_the_harm_stopped_said_twice(known: str | None, said: str, stored: str | None, book: Logbook) -> None:
    """With the step to resolved a time that is known already may be repeated, and one that is not may be told."""
    mark(book, "mitigated", "quiet", "--at", known or "13:20")
    change(book, severity="sev3", times=STARTED | ({"mitigated": read(book).incident.times.mitigated} if known else {}))
    ran = mark(book, "resolved", "queues empty", "--mitigated", said, "--at", "14:00")
    if stored:
        assert (ran.code, state(book)[1]) == (0, {"mitigated": stored, "resolved": "14:00"})
    else:
        assert ran.err.splitlines() == [
            f"error: {ID} is mitigated already, since 2026-11-20T13:30:00+00:00",
            f"hint: leave --mitigated out, or first: rcalog set times.mitigated=2026-11-20T13:40:00+00:00 -i {ID}",
        ]


def test_all_that_is_missing_is_said_at_once(book: Logbook) -> None:
    """Each with a command that can be typed; nothing is written, and a dry run ends alike."""
    change(book, severity="unrated")
    before = snapshot(book.root)
    ran, dry = mark(book, "resolved"), mark(book, "resolved", "--dry-run")
    assert ran.err.splitlines() == [
        f"error: {ID} is not ready to be resolved: 3 things are missing",
        "error: times.mitigated: when did the harm stop?",
        "hint: add --mitigated TIME, or --mitigated unknown",
        "error: ladder[0]: how do we know that the harm stopped?",
        f"hint: rcalog mark resolved HOW-WE-KNOW -i {ID}",
        "error: severity: the severity is not rated",
        f"  --> {NAME}:7:11",
        f"hint: add --severity sev2, or first: rcalog set severity=sev2 -i {ID}",
    ]
    assert (ran.code, dry.code, dry.err) == (1, 1, ran.err)
    assert (snapshot(book.root), book.drafts.list()) == (before, [])
    assert [error["code"] for error in mark(book, "resolved", "--json").json["errors"]] == [
        "not-ready",
        "R208",
        "R209",
        "R210",
    ]


def test_times_out_of_order_keep_it_from_resolved(book: Logbook) -> None:
    """The arithmetic is shown; on a lower rung it is a warning."""
    ran = mark(book, "resolved", "quiet", "--mitigated", "13:40", "--at", "13:30")
    assert (ran.code, ran.err.splitlines()[1]) == (
        1,
        "error: times.resolved: resolved 2026-11-20T13:30:00+00:00 is 10 min before mitigated 2026-11-20T13:40:00+00:00",
    )
    early = mark(book, "mitigated", "quiet", "--at", "12:00")
    assert (early.code, early.err.startswith("warning: times.mitigated: mitigated 2026-11-20T12:00")) == (0, True)


def test_more_than_one_rung(book: Logbook) -> None:
    """The next one is named with everything else."""
    ran = mark(book, "closed")
    assert (ran.code, ran.err.splitlines()[1:3]) == (
        1,
        ["error: status: from ongoing to closed is more than one rung", f"  --> {NAME}:6:9"],
    )


@pytest.mark.parametrize(
    "words",
    [("ongoing", "errors are back"), ("ongoing", "--because", "errors are back"), ("ongoing", "errors", "are back")],
)
def test_reopening(words: tuple[str, ...], book: Logbook) -> None:
    """The reason is kept on the ladder; the times above are taken back, which the ladder remembers."""
    mark(book, "resolved", "quiet", "--mitigated", "13:40")
    assert mark(book, *words).code == 0
    assert state(book) == (
        "ongoing",
        {},
        [("mitigated", "13:40", "quiet"), ("resolved", "14:05", "quiet"), ("ongoing", "14:05", "errors are back")],
    )


def test_reopening_needs_a_reason(book: Logbook) -> None:
    """Without words it is refused."""
    mark(book, "mitigated", "quiet")
    ran = mark(book, "ongoing")
    assert (ran.code, ran.err.splitlines()) == (
        2,
        [
            "error: from mitigated back to ongoing needs a reason",
            'hint: rcalog mark ongoing --because "it came back"',
        ],
    )


def test_how_we_know_may_follow(book: Logbook) -> None:
    """What was reached without words is told by marking it again; told words are not replaced."""
    (book.root / NAME).unlink()
    git("git", "commit", "-qam", "away", cwd=book.root)
    run("new", "x", "--id", ID, "--started", "13:00", "--resolved", "13:40", cwd=book.root, clock=StillClock())
    assert mark(book, "resolved", "error rate at 0", "-i", ID).code == 0
    assert state(book)[2] == [("mitigated", "13:40", None), ("resolved", "13:40", "error rate at 0")]
    again = mark(book, "resolved", "other words", "-i", ID)
    assert (again.code, again.err.splitlines()) == (
        2,
        ["error: it is resolved already", "hint: to correct the time: rcalog set times.resolved=14:05"],
    )


REFUSED = [
    (["fixed"], "'fixed' is none of the choices", "choose one of ongoing, mitigated, resolved, reviewed, closed"),
    (["resolvd", "x"], "'resolvd' is none of the choices", "did you mean resolved?"),
    ([], "missing argument 'STATUS'", "see rcalog mark --help"),
    (["ongoing"], "it is ongoing already", None),
    (["reviewed"], "reviewed is reached by a sign-off", f"rcalog review {ID} --approve"),
    (["mitigated", "x", "--at", "noonish"], "cannot read “noonish” as a time", "accepted: 14:05"),
    (["mitigated", "x", "--at", "tomorrow 10:00"], "2026-11-21T10:00:00+00:00 is in the future", None),
    (["mitigated", "x", "--mitigated", "13:00"], "--mitigated says when the harm stopped", "rcalog set times.mitigated="),
    (["mitigated", "x", "--because", "y"], "--because says why it is reopened", "how you know goes without a flag"),
    (["mitigated", "--waive", "R209"], "why is R209 waived?", "give the reason: --because TEXT"),
    (["mitigated", "--waive", "R299", "--because", "x"], "there is no rule 'R299'", "did you mean R209?"),
    (["mitigated", "--waive", "R212", "--because", "x"], "R212 cannot be waived", "rcalog help rules"),
    (["mitigated", "x", "--severity", "P1"], "'P1' is no severity here", "one of sev1"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message", "hint"), REFUSED, ids=[" ".join(each[0]) for each in REFUSED])
def test_what_is_refused(words: list[str], message: str, hint: str | None, book: Logbook) -> None:
    """Exit 2, what is wrong, what to type, and nothing written."""
    before = snapshot(book.root)
    ran = mark(book, *words)
    error, *hints = ran.err.splitlines()
    assert (ran.code, ran.out, snapshot(book.root)) == (2, "", before)
    assert error.startswith(f"error: {message}")
    assert hint is None or hints[0].startswith(f"hint: {hint}")


def test_a_guard_that_is_waived(book: Logbook) -> None:
    """The record says who accepted what, and why."""
    ran = mark(book, "mitigated", "--waive", "R209", "--because", "the monitoring was down too")
    [waiver] = read(book).incident.waivers
    assert (ran.code, waiver.rule, waiver.because, waiver.by) == (0, "R209", "the monitoring was down too", "ana")


def test_closing(book: Logbook) -> None:
    """Every action that is not proven is named; what is accepted is waived; closed goes back to reviewed with a reason."""
    new(book, read_incident(golden()))
    refused = mark(book, "closed", "-i", GOLDEN, "--json")
    rules = [error["code"] for error in refused.json["errors"][1:]]
    assert (refused.code, "R201" in rules) == (1, True)
    waive = [word for rule in dict.fromkeys(rules) for word in ("--waive", rule)]
    assert mark(book, "closed", "-i", GOLDEN, *waive, "--because", "an exercise").code == 0
    assert mark(book, "reviewed", "a drill fell silent", "-i", GOLDEN).code == 0
    assert (state(book, GOLDEN)[0], state(book, GOLDEN)[2][-1][2]) == ("reviewed", "a drill fell silent")


def test_for_programs(book: Logbook) -> None:
    """The status, the changes and the commit."""
    ran = mark(book, "mitigated", "quiet", "--json")
    assert (ran.json["data"]["incident"]["status"], ran.json["commit"]) == ("mitigated", book.repo.head())
    assert ran.json["data"]["changes"][0] == {
        "path": "status",
        "kind": "set",
        "before": "ongoing",
        "after": "mitigated",
        "text": "status: ongoing -> mitigated",
    }


def test_a_dry_run(book: Logbook) -> None:
    """The lines and the message, and nothing changed."""
    before = snapshot(book.root)
    ran = mark(book, "mitigated", "quiet", "--dry-run")
    assert {"-status: ongoing", "+status: mitigated", f"{ID}: mark mitigated"} <= set(ran.out.splitlines())
    assert (ran.code, snapshot(book.root)) == (0, before)


@pytest.mark.parametrize(
    ("typed", "command"), [("resolve", "rcalog mark resolved -i k7f3q"), ("close", "rcalog mark closed -i k7f3q")]
)
def test_guessed_verbs(typed: str, command: str, book: Logbook) -> None:
    """They are answered with the whole command line."""
    ran = run(typed, "k7f3q", cwd=book.root)
    assert (ran.code, ran.err.splitlines()[1]) == (2, f"hint: did you mean: {command}")


@pytest.mark.terminal
def test_on_a_terminal(book: Logbook) -> None:
    """Only what the step needs is asked."""
    change(book, severity="unrated")
    with Terminal(PROGRAM, "mark", "resolved", cwd=book.root) as terminal:
        for question, answer in [
            ("How do you know?", "错误率为零"),
            ("When did the harm stop?", "2026-11-20 13:40"),
            ("How bad was it? (sev1, sev2, sev3, sev4, sev5)", "P1"),
            ("'P1' is no severity here", ""),
        ]:
            terminal.wait_for(question)
            terminal.type(answer + ENTER)
        terminal.type(f"sev2{ENTER}")
        assert terminal.finish() == 0
    assert (state(book)[0], state(book)[1]["mitigated"], state(book)[2][0][2]) == ("resolved", "13:40", "错误率为零")
    with Terminal(PROGRAM, "mark", "ongoing", cwd=book.root) as terminal:
        terminal.wait_for("Why is it ongoing again?")
        terminal.type(f"errors are back{ENTER}")
        assert terminal.finish() == 0
    assert state(book)[2][-1][2] == "errors are back"


@pytest.mark.terminal
def test_broken_off(book: Logbook) -> None:
    """What was answered is not lost: the command line that says it is named."""
    with Terminal(PROGRAM, "mark", "resolved", cwd=book.root) as terminal:
        terminal.wait_for("How do you know?")
        terminal.type(f"all queues empty{ENTER}")
        terminal.wait_for("When did the harm stop?")
        assert terminal.leave(CTRL_C) == 130
        assert terminal.lines()[-1] == "hint: to go on with what you typed: rcalog mark resolved 'all queues empty'"
