"""`rcalog why` without a terminal: the answers file, the tree, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.cli import run
from tests.helpers.git import run as git
from tests.helpers.interview import PLACE, RECORD
from tests.helpers.logbooks import make_logbook

ANSWERS = """\
rcalog: answers/v1
legs:
  - leg: occurrence
    problem: About 300 GB were removed at 2017-01-31 23:27 UTC
    because:
      - cause: The removal meant for db2 was run on db1
        evidence: [shell history of db1]
        because:
          - cause: The prompts of db1 and db2 differ by one character
            end: root-cause
            changeable_by: database team
            actions:
              - {action: Show the host in every prompt, owner: ana, due: 2017-02-20}
    reads_true: true
"""
INCOMPLETE = """\
legs:
  - leg: occurrence
    problem: About 300 GB were removed at 2017-01-31 23:27 UTC
    because:
      - cause: The removal meant for db2 was run on db1
      - cause: The mails were rejected
        end: root-cause
  - leg: defence
"""


@pytest.fixture
def logbook(tmp_path: Path) -> Path:
    """A logbook with one incident."""
    make_logbook(tmp_path / "book", records={PLACE: RECORD})
    return tmp_path / "book"


def record(logbook: Path) -> str:
    """Return the record as it stands."""
    return (logbook / "incidents" / PLACE).read_text(encoding="utf-8")


def test_an_answers_file_becomes_one_commit(logbook: Path) -> None:
    """Legs, causes and actions; what was there stays as it was, comments included."""
    (logbook / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    ran = run("why", "k7f3q", "--answers", "answers.yaml", cwd=logbook)
    assert (ran.code, git("git", "log", "-1", "--format=%s", cwd=logbook)) == (0, "20170131-k7f3q: why occurrence")
    assert record(logbook).startswith(RECORD)
    assert "  - problem: About 300 GB were removed at 2017-01-31 23:27 UTC\n" in record(logbook)
    assert "for: [c" in record(logbook)
    assert "defence: the problem" in ran.err
    assert ran.err.splitlines()[-1] == "next: rcalog review 20170131-k7f3q"


def test_answers_may_come_through_a_pipe(logbook: Path) -> None:
    """`-` is stdin; programs get the commit."""
    ran = run("why", "--answers", "-", "--json", cwd=logbook, stdin=ANSWERS)
    assert (ran.code, ran.json["commit"]) == (0, git("git", "rev-parse", "HEAD", cwd=logbook))


def test_the_same_answers_again_change_nothing(logbook: Path) -> None:
    """No second commit."""
    run("why", "--answers", "-", cwd=logbook, stdin=ANSWERS)
    before = git("git", "rev-parse", "HEAD", cwd=logbook)
    ran = run("why", "--answers", "-", cwd=logbook, stdin=ANSWERS)
    assert (ran.code, ran.out, git("git", "rev-parse", "HEAD", cwd=logbook)) == (
        0,
        "Nothing is left to ask, and nothing is left to commit.\n",
        before,
    )


def test_a_dry_run_changes_nothing(logbook: Path) -> None:
    """The difference is shown."""
    ran = run("why", "--answers", "-", "--dry-run", cwd=logbook, stdin=ANSWERS)
    assert (ran.code, "+whys:" in ran.out, record(logbook)) == (0, True, RECORD)


def test_all_that_is_missing_is_said_at_once(logbook: Path) -> None:
    """Each with its place, its line and what to write; nothing is committed."""
    (logbook / "answers.yaml").write_text(INCOMPLETE, encoding="utf-8")
    ran = run("why", "--answers", "answers.yaml", cwd=logbook)
    assert (ran.code, ran.out, record(logbook)) == (2, "", RECORD)
    assert ran.err == (
        "error: legs[0].because[0].end: is missing\n"
        "  --> answers.yaml:5:9\n"
        "hint: write because:, or end: and what it needs, or later: {owner, due}\n"
        "error: legs[0].because[1].changeable_by: is missing\n"
        "  --> answers.yaml:6:9\n"
        "hint: write who can change it\n"
        "error: legs[1].problem: is missing\n"
        "  --> answers.yaml:8:5\n"
        "hint: write problem:, or none: and why there is nothing to explain\n"
        "error: legs[1].because: is missing\n"
        "  --> answers.yaml:8:5\n"
        "hint: write because: and what led to it\n"
    )


def test_programs_get_every_fault(logbook: Path) -> None:
    """The code says that the answers were refused; each fault has its rule and line."""
    ran = run("why", "--answers", "-", "--json", cwd=logbook, stdin=INCOMPLETE)
    errors = ran.json["errors"]
    assert (ran.code, errors[0]["code"], [error["line"] for error in errors]) == (
        2,
        "answers-refused",
        [5, 6, 8, 8],
    )


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ("legs: [\n", "error: not valid YAML"),
        ("", "error: the file is empty"),
        ("legs: 1\n", "error: legs: legs is missing, or no list"),
    ],
)
def test_what_is_no_answers_file(logbook: Path, answers: str, error: str) -> None:
    """It is a mistake in usage, with its place."""
    ran = run("why", "--answers", "-", cwd=logbook, stdin=answers)
    assert (ran.code, ran.err.startswith(error), "--> stdin:" in ran.err) == (2, True, True)


def test_an_answers_file_that_is_not_there(logbook: Path) -> None:
    """The name and the reason."""
    ran = run("why", "--answers", "nowhere.yaml", cwd=logbook)
    assert (ran.code, ran.err) == (
        2,
        "error: nowhere.yaml cannot be read: No such file or directory\nhint: --answers - reads stdin\n",
    )


def test_without_a_terminal_the_answers_are_needed(logbook: Path) -> None:
    """The flag is named, and nothing is asked."""
    ran = run("why", cwd=logbook)
    assert (ran.code, ran.err) == (
        2,
        "error: --answers is missing, and there is no terminal to ask on\nhint: give --answers\n",
    )


def test_a_leg_that_does_not_exist(logbook: Path) -> None:
    """What was probably meant is offered."""
    ran = run("why", "--leg", "defense", cwd=logbook)
    assert (ran.code, ran.err) == (2, "error: 'defense' is none of the choices\nhint: did you mean defence?\n")


def test_the_tree_is_shown(logbook: Path) -> None:
    """As lines for people, as data for programs."""
    run("why", "--answers", "-", cwd=logbook, stdin=ANSWERS)
    assert run("why", "--show", "--lang", "zh", cwd=logbook).out == (
        "怎么发生的：About 300 GB were removed at 2017-01-31 23:27 UTC\n"
        "└─ The removal meant for db2 was run on db1 [依据 A]\n"
        "   └─ The prompts of db1 and db2 differ by one character （根因：database team）\n"
        "      → 改进项：Show the host in every prompt\n"
    )
    data = run("why", "--show", "--json", cwd=logbook).json["data"]
    assert (data["unfinished"], data["whys"][0]["because"][0]["evidence"]) == (False, ["shell history of db1"])


def test_the_tree_of_an_interview_under_way_says_so(logbook: Path) -> None:
    """Beside the tree, which has what was answered so far."""
    run("why", "--leg", "occurrence", "--answer", "About 300 GB were removed at 23:27", cwd=logbook)
    ran = run("why", "--show", cwd=logbook)
    assert (ran.out, ran.err) == (
        "occurrence: About 300 GB were removed at 23:27\n",
        "An interview is under way: what it adds is not committed yet. To go on: rcalog why 20170131-k7f3q\n",
    )


def test_the_tree_of_what_was_worked_on_last(logbook: Path) -> None:
    """Without a name nothing has to wait for its analysis; an interview that was left comes first."""
    run("why", "--leg", "occurrence", "--answer", "About 300 GB were removed at 23:27", cwd=logbook)
    run("new", "Disk full", "--id", "20261120-aaaaa", "--started", "2026-11-20 13:00", cwd=logbook)
    assert run("why", "--show", cwd=logbook).out == "occurrence: About 300 GB were removed at 23:27\n"
    run("why", "k7f3q", "--finish", cwd=logbook)
    run("note", "at 90 %", "-i", "aaaaa", cwd=logbook)
    ran = run("why", "--show", cwd=logbook)
    assert (ran.code, ran.out + ran.err) == (0, "nothing was asked yet: rcalog why 20261120-aaaaa\n")


def test_a_teams_own_sentences_stand_over_ours(logbook: Path) -> None:
    """A template in the logbook replaces what it names, and nothing else."""
    own = logbook / ".rcalog" / "templates" / "interview" / "en.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("leg:\n  occurrence: {name: what happened}\n", encoding="utf-8")
    run("why", "--answers", "-", cwd=logbook, stdin=ANSWERS)
    assert run("why", "--show", cwd=logbook).out.splitlines()[::3] == [
        "what happened: About 300 GB were removed at 2017-01-31 23:27 UTC",
        "      → action: Show the host in every prompt",
    ]


def test_a_secret_in_the_answers_is_refused(logbook: Path) -> None:
    """Nothing of it reaches the repository."""
    secret = ANSWERS.replace("shell history of db1", "AKIAIOSFODNN7ABCDEFG")
    ran = run("why", "--answers", "-", cwd=logbook, stdin=secret)
    assert (ran.code, record(logbook)) == (1, RECORD)


@pytest.mark.parametrize(("form", "begins"), [("mermaid", "flowchart BT\n"), ("dot", "digraph why {\n"), ("svg", "<svg "), ("json", '{"id": ')])  # fmt: skip
def test_the_tree_as_a_diagram(logbook: Path, form: str, begins: str) -> None:
    """For documents and other programs."""
    run("why", "--answers", "-", cwd=logbook, stdin=ANSWERS)
    ran = run("why", "--show", "--format", form, cwd=logbook)
    assert (ran.code, ran.out.startswith(begins), "differ by one character" in ran.out) == (0, True, True)
    assert (
        run("why", "--show", "--format", form, "--json", cwd=logbook).json["data"]["text"].rstrip("\n") + "\n"
        == ran.out
    )


def test_a_diagram_that_nobody_draws(logbook: Path) -> None:
    """The forms are named."""
    ran = run("why", "--show", "--format", "png", cwd=logbook)
    assert (ran.code, ran.err) == (
        2,
        "error: 'png' is none of the choices\nhint: choose one of mermaid, dot, svg, json\n",
    )


def test_an_answers_file_may_be_json_in_plain_ascii(logbook: Path) -> None:
    """As many programs write it: a character beyond 16 bits is escaped as two halves, and stands whole in the record."""
    said = "the alert was \U0001f469\u200d\U0001f680 \\ud83d"
    cause = {"cause": said, "later": {"owner": "ana", "due": "2017-02-10"}}
    legs = [{"leg": "occurrence", "problem": "0 of 4 copies", "because": [cause]}]
    ran = run("why", "--answers", "-", cwd=logbook, stdin=json.dumps({"legs": legs}))
    assert (ran.code, said in json.loads(run("why", "--show", "--format", "json", cwd=logbook).out)["whys"][0]["because"][0]["cause"]) == (0, True), ran.err  # fmt: skip


def test_events_of_an_answers_file_stand_in_order(logbook: Path) -> None:
    """What was noticed first may not be what comes first in the timeline."""
    before = "before: {timeline: [{at: 2017-01-31T23:40:00+00:00, event: alert on db2}]}\n"
    ran = run("why", "--answers", "-", cwd=logbook, stdin=before + ANSWERS)
    assert (ran.code, record(logbook).index("Directory removed") < record(logbook).index("alert on db2")) == (0, True)
    assert "T105" not in run("check", cwd=logbook).out


def test_finishing_what_was_never_begun_says_so(logbook: Path) -> None:
    """Nothing was asked, and much is open."""
    ran = run("why", "--finish", cwd=logbook)
    assert (ran.code, ran.out) == (0, "Nothing was answered yet, so there is nothing to commit.\n")
