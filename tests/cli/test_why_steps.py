"""`rcalog why` one question at a time; and the four faces of one interview."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.cli import PROGRAM, run
from tests.helpers.git import run as git
from tests.helpers.interview import NOW, PLACE, RECORD
from tests.helpers.logbooks import StillClock, make_logbook
from tests.helpers.terminal import ENTER, Terminal

SIBLING = "数据库的提示符只差一个字符"
TRANSCRIPT = (
    "About 300 GB were removed at 23:27",
    "The removal meant for db2 was run on db1 @@ shell history of db1",
    SIBLING,
    "",
    "Both shells were open side by side",
    "",
    ".",
    "database team",
    "-",
    "@ana 2017-02-10",
    "",
    "Show the host in every prompt @ana 2017-02-20",
    "",
    "",
    "",
)
"""One leg: two causes, one of them parked, one root cause, read back, an action."""

ANSWERS = """\
legs:
  - leg: occurrence
    problem: About 300 GB were removed at 23:27
    reads_true: true
    because:
      - cause: The removal meant for db2 was run on db1
        evidence: [shell history of db1]
        because:
          - cause: Both shells were open side by side
            end: root-cause
            changeable_by: database team
            actions:
              - {action: Show the host in every prompt, owner: ana, due: 2017-02-20, aims_to: prevent, strength: weak}
      - cause: 数据库的提示符只差一个字符
        later: {owner: ana, due: 2017-02-10}
"""


@pytest.fixture
def logbook(tmp_path: Path) -> Path:
    """A logbook with one incident."""
    make_logbook(tmp_path / "book", records={PLACE: RECORD})
    return tmp_path / "book"


def step(logbook: Path, *arguments: str) -> dict[str, object]:
    """Return the data of one step."""
    ran = run("why", "k7f3q", "--leg", "occurrence", *arguments, "--json", cwd=logbook, clock=StillClock(NOW))
    assert ran.code == 0, ran.out
    data: dict[str, object] = ran.json["data"]
    return data


def test_the_next_question_is_data(logbook: Path) -> None:
    """Worded, explained, with what Enter means and what may be pressed."""
    data = step(logbook, "--next")
    incident = data.pop("incident")
    assert isinstance(incident, dict)
    assert incident["id"] == "20170131-k7f3q"
    assert data == {
        "answers": 0,
        "question": {
            "id": "problem:occurrence",
            "kind": "problem",
            "leg": "occurrence",
            "text": "What went wrong, as it was seen from outside?",
            "help": (
                "Something that could be observed, with a number and a unit or a time, without cause, fix or person: "
                "`checkout answered 503 for 42 min`. `.` declares that there is nothing to explain, "
                "`-` leaves it for later."
            ),
            "default": "Production database deleted, from 2017-01-31 23:27 +00:00",
            "enter": "Enter = Production database deleted, from 2017-01-31 23:27 +00:00",
            "choices": [],
            "remarks": [],
            "keys": ["", "-", ".", "<", "=", "?"],
        },
    }


def test_an_answer_gives_the_question_after_it(logbook: Path) -> None:
    """Evidence goes with it."""
    step(logbook, "--answer", "")
    data = step(logbook, "--answer", "The disk was full", "--evidence", "df", "--evidence", "du")
    question = data["question"]
    assert isinstance(question, dict)
    assert (data["answers"], question["kind"]) == (2, "else")
    shown = run("why", "--show", "--json", cwd=logbook).json["data"]
    assert (shown["unfinished"], shown["whys"][0]["because"][0]["evidence"]) == (True, ["df", "du"])


def test_a_review_says_that_an_interview_is_under_way(logbook: Path) -> None:
    """What was answered so far does not count for it."""
    step(logbook, "--answer", "")
    told = "an interview is under way, and its answers do not count yet: rcalog why 20170131-k7f3q\n"
    assert told in run("review", "k7f3q", cwd=logbook).err
    step(logbook, "--finish")
    assert told not in run("review", "k7f3q", cwd=logbook).err


def test_people_can_read_a_step(logbook: Path) -> None:
    """Remarks, choices, the question, and what Enter means."""
    run("why", "--leg", "occurrence", "--answer", "Slow because of the disk", cwd=logbook)
    ran = run("why", "--next", cwd=logbook)
    assert ran.out == (
        "There is no number with a unit or a time in it. Like: `checkout answered 503 for 42 min`.\n"
        "It holds a cause; that is the first answer below. Like: `the primary was down for 42 min`, "
        "not `down because of the disk`.\n"
        "Put the problem in other words, or keep it.\n"
        "  Enter = keep\n"
    )


def test_choices_are_listed(logbook: Path) -> None:
    """Each with its number."""
    for text in ("", "The disk was full", "", "-", "@ana 2w"):
        step(logbook, "--answer", text)
    assert run("why", "--next", cwd=logbook).out.startswith("  1  The disk was full → Production database deleted")


def test_an_answer_that_does_not_fit_is_refused(logbook: Path) -> None:
    """The question stands, and the reason is said."""
    ran = run("why", "--leg", "occurrence", "--answer", "/", cwd=logbook)
    assert (ran.code, ran.err) == (
        2,
        (
            "error: / means nothing here; ? explains the question.\n"
            "hint: the question stands: rcalog why 20170131-k7f3q --next\n"
        ),
    )
    assert step(logbook, "--next")["answers"] == 0


def test_an_option_is_no_answer(logbook: Path) -> None:
    """Whoever forgot the answer is told so; nothing is taken."""
    ran = run("why", "--leg", "occurrence", "--answer", "--plain", cwd=logbook)
    assert (ran.code, ran.err) == (
        2,
        "error: --answer needs a value; --plain is an option\nhint: if it is meant: --answer=--plain\n",
    )
    assert step(logbook, "--next")["answers"] == 0


def test_what_was_answered_so_far_can_be_committed(logbook: Path) -> None:
    """The rest stays open, and the draft is gone."""
    for text in ("", "The disk was full"):
        step(logbook, "--answer", text)
    ran = run("why", "--finish", cwd=logbook)
    assert (ran.code, git("git", "log", "-1", "--format=%s", cwd=logbook)) == (0, "20170131-k7f3q: why occurrence")
    assert "occurrence: what led to «The disk was full»" in ran.err
    assert run("drafts", "list", cwd=logbook).out == "no drafts\n"


def by_steps(logbook: Path) -> None:
    """Answer one question a run."""
    for text in TRANSCRIPT:
        step(logbook, "--answer", text)


def by_file(logbook: Path) -> None:
    """Answer all at once."""
    ran = run("why", "--answers", "-", cwd=logbook, stdin=ANSWERS, clock=StillClock(NOW))
    assert ran.code == 0, ran.err


def by_terminal(logbook: Path, *arguments: str) -> None:
    """Answer on a terminal, typing ahead where nothing has to be seen."""
    with Terminal(PROGRAM, "why", "--leg", "occurrence", *arguments, cwd=logbook) as terminal:
        for text, seen in zip(TRANSCRIPT, SEEN, strict=True):
            terminal.wait_for(seen)
            terminal.type(f"{text}{ENTER}")
        assert terminal.finish() == 0


def by_plain_lines(logbook: Path) -> None:
    """Answer in plain lines."""
    by_terminal(logbook, "--plain")


SEEN = (
    "What went wrong",
    "What led to «About 300 GB",
    "What else was needed for «About 300",
    f"{SIBLING}\n\nWhat else was needed for «About 300 GB",
    "What led to «The removal",
    "What else was needed for «The removal",
    "What led to «Both shells",
    "Who can change",
    f"What led to «{SIBLING}»?",
    "Who takes up",
    "Read it upwards",
    "What is to be done",
    "«Show the host in every prompt» (+",
    "What else would",
    "Where else does",
)
"""What the screen shows when it is time for each answer."""


def answered(folder: Path, by: Callable[[Path], None]) -> bytes:
    """Return the bytes of the record in a new logbook after one face has answered."""
    make_logbook(folder, records={PLACE: RECORD})
    by(folder)
    return (folder / "incidents" / PLACE).read_bytes()


@pytest.mark.terminal
def test_every_face_gives_the_same_record(tmp_path: Path) -> None:
    """One interview, four faces, the same bytes: ids, order and all."""
    faces = (by_file, by_steps, by_terminal, by_plain_lines)
    records = [answered(tmp_path / face.__name__, face) for face in faces]
    assert records[1:] == [records[0]] * 3
    assert b"Show the host in every prompt" in records[0]


def test_a_dry_run_of_a_step_keeps_nothing(logbook: Path) -> None:
    """The next question is shown as after the answer; no draft is made, and one that is there stays as it was."""
    data = step(logbook, "--answer", "", "--dry-run")
    assert (data["answers"], run("drafts", "list", cwd=logbook).out) == (1, "no drafts\n")
    step(logbook, "--answer", "")
    assert step(logbook, "--answer", "The disk was full", "--dry-run")["answers"] == 2
    assert step(logbook, "--next")["answers"] == 1


def test_a_commit_for_each_cause_is_named(logbook: Path) -> None:
    """Programs get all of them, the last one as the commit."""
    for text in ("", "The disk was full", "", "The logs were never rotated", "", ". ops"):
        step(logbook, "--answer", text)
    data = step(logbook, "--finish", "--commit-each")
    commits = data["commits"]
    assert isinstance(commits, list)
    assert (len(commits), commits[-1]) == (2, data["commit"])


def test_the_language_may_change_on_the_way(logbook: Path) -> None:
    """`--lang` counts for an interview that was begun in another."""
    step(logbook, "--answer", "")
    question = step(logbook, "--next", "--lang", "zh")["question"]
    assert isinstance(question, dict)
    assert question["text"] == "「Production database deleted, from 2017-01-31 23:27 +00:00」是怎么发生的？"


def test_what_a_quick_interview_leaves_is_listed_by_review(logbook: Path) -> None:
    """Causes and ends only; what else, evidence, the read-back and the action wait there."""
    for text in ("", "The disk was full", "The logs were never rotated", ". ops"):
        step(logbook, "--quick", "--answer", text)
    items = run("review", "--json", cwd=logbook).json["data"]["questions"]["items"]
    about = {item["topic"]: item["about"] for item in items}
    problem = "Production database deleted, from 2017-01-31 23:27 +00:00"
    assert (about["no-action"], about["not-read-back"]) == ("The logs were never rotated", problem)
    assert {"one-cause", "evidence"} <= about.keys()
