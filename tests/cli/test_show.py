"""`rcalog show`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.cli import PROGRAM, spawn
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, Desk, golden_desk
from tests.helpers.logbooks import ID, record_text
from tests.helpers.terminal import Terminal

MAIL_FILE = f"incidents/2026/11/{ID}-mail.yaml"
PAGE = f"""\
20170131-k7f3q  Production database deleted; no backup could be restored
reviewed  sev1  incident  {GOLDEN_FILE}
services: web, postgresql
tags: data-loss, backup
lead: database on-call
scribe: unknown
record owner: ana

  introduced           unknown
  started              2017-01-31 23:27 +00:00
  detected             2017-01-31 23:27:30 +00:00
  acknowledged         2017-01-31 23:28 +00:00
  mitigated            ~2017-02-01 00:36 +00:00
  resolved             ~2017-02-01 18:00 +00:00
  time to detect       30 s  started to detected
  time to acknowledge  30 s  detected to acknowledged
  time to mitigate     about 1 h 9 min  started to mitigated
  time to resolve      about 18 h 33 min  started to resolved

A command for the secondary was run on the primary.
A snapshot that was six hours old was restored.

impact
  No service for 18 hours; six hours of writes are lost.
  users affected: unknown
  lost: projects, comments and new users  about 5,000 projects, 5,000 comments, 700 users  2017-01-31 17:20 +00:00 to 2017-02-01 00:00 +00:00

timeline
  2017-01-31 23:27 +00:00   Directory removed on db1, stopped after a second or two  action, by database on-call
  ~2017-02-01 00:10 +00:00  Loss announced  communication, customers

occurrence
  About 300 GB of the data directory of db1 was gone at 2017-01-31 23:27 UTC
  └── The removal meant for db2 was typed into a shell on db1  human, c8x3d
      evidence: shell history of db1
      └── The prompts of db1 and db2 differ in a single character  [root-cause: database team]  since 2016-04, c2m9r

defence
  None of 4 routine methods held a copy younger than 23 h at 2017-01-31 23:27 UTC
  ├── The mail server rejected the failure mails of the nightly dump  [root-cause: infrastructure team]  cj6ve
  │   evidence: https://example.org/postmortem#mail
  └── Disk snapshots covered the file servers only  [unknown: ask ana, 2017-02-10]  chf4t
  not read back yet

detection
  none: Seen within 30 s by the person who ran it

actions
  am3x7  Restore the dump of last night into an empty host and compare row counts
         running  @ana  every 1d, by 2017-02-15, overdue  detect, intermediate, for cj6ve
  ap9d2  Show environment and role of the host in every production prompt
         verified  @li.wei  due 2017-02-20  prevent, weak, for c2m9r
  aq4w8  Put recursive removal on database hosts behind a check by two people
         dropped  @li.wei  due 2017-03-01  prevent, strong, for c8x3d

lessons
  went well: The recovery could be followed in public
  got lucky: Somebody had taken a snapshot by hand six hours before

reviews
  2017-02-10 10:00 +00:00  approved by li.wei

besides
  caused-by: 20161201-hv4et
  waived: A204 at ap9d2, Until the re-sync tool is in use (li.wei)
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with the golden record, as it is."""
    return golden_desk(
        tmp_path / "log",
        status="reviewed",
        reviews=[{"by": "li.wei", "at": "2017-02-10T10:00:00+00:00", "verdict": "approved"}],
    )


def test_the_whole_incident(desk: Desk) -> None:
    """Everything that is known, in the order in which it is read; in a pipe no line is broken."""
    ran = desk("show k7f3q")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == PAGE


def test_a_little_that_is_known(tmp_path: Path) -> None:
    """What nobody has written down takes no room; items without an id have the one that they will get."""
    more = ("timeline:", "  - event: 告警响了", "    at: 2026-11-20", "actions:", "  - action: Look")
    desk = Desk(tmp_path / "log", {MAIL_FILE: record_text(ID, "Mail down", *more, status="ongoing")})
    desk.write('timezone = "Asia/Shanghai"\n[severity_labels]\nsev2 = "P1"\n', ".rcalog/config.toml")
    assert desk("show").out.splitlines() == [
        f"{ID}  Mail down",
        f"ongoing  P1  incident  {MAIL_FILE}",
        "",
        "timeline",
        "  2026-11-20  告警响了",
        "",
        "actions",
        f"  {desk('actions --json').json['data']['items'][0]['id']}  Look",
        "         todo  nobody yet  no date yet",
    ]


def test_for_programs(desk: Desk) -> None:
    """One object with the record's own keys and what is derived."""
    answer = desk("show --json").json
    assert (answer["ok"], answer["command"], answer["warnings"], answer["commit"]) == (True, "show", [], None)
    data = answer["data"]["incident"]
    assert (data["id"], data["file"], data["x_customer_ticket"]) == (GOLDEN, GOLDEN_FILE, 4711)
    assert (data["times"]["introduced"], data["times"]["mitigated"]) == (None, "2017-02-01T00:36:00+00:00")
    assert data["derived"]["durations"]["time_to_mitigate"] == 4140


def test_the_file(desk: Desk) -> None:
    """In a pipe it is the file, byte for byte; programs that ask for JSON get the record as ever."""
    ran = desk("show k7f3q --yaml")
    assert (ran.code, ran.err, ran.out) == (0, "", desk.text())
    assert desk("show k7f3q --yaml --json").json == desk("show k7f3q --json").json


def test_which_one(desk: Desk) -> None:
    """A reference, else the one last worked on, else the newest."""
    desk.write(record_text(ID, "Mail down", "times: {started: 2026-11-20T10:00:00Z}"), MAIL_FILE)
    desk("save")
    assert [desk(line).out[:14] for line in ("show", "show @", "show deleted", "show paydn")] == [ID, ID, GOLDEN, ID]
    desk("set severity=sev2 -i k7f3q")
    assert [desk(line).out[:14] for line in ("show", "show @last", "show @")] == [GOLDEN, GOLDEN, ID]


@pytest.mark.parametrize(("ref", "code"), [("nothing", 1), ("@now", 1), ("2017", 0)])
def test_references(ref: str, code: int, desk: Desk) -> None:
    """What names nothing is refused with what to type."""
    ran = desk(f"show {ref}")
    assert (ran.code, ran.out == "", "\nhint: " in ran.err) == (code, code > 0, code > 0)


def test_an_empty_logbook(tmp_path: Path) -> None:
    """There is nothing to show."""
    ran = Desk(tmp_path / "log")("show")
    assert (ran.code, ran.err) == (1, "error: there is no incident yet\nhint: rcalog new TITLE\n")


def test_a_record_that_cannot_be_read(desk: Desk) -> None:
    """Its faults are told; its file can be looked at all the same."""
    broken = desk.text().replace("kind: incident", "kind: [")
    desk.write(broken)
    ran = desk("show k7f3q")
    assert (ran.code, ran.out, f"  --> {GOLDEN_FILE}:" in ran.err) == (1, "", True)
    ran = desk("show k7f3q --yaml")
    assert (ran.code, ran.out, f"  --> {GOLDEN_FILE}:" in ran.err) == (1, broken, True)
    assert desk("show k7f3q --yaml --json").json == desk("show k7f3q --json").json
    assert desk("show k7f3q --yaml --json").json["ok"] is False


def test_a_record_that_is_gone(desk: Desk) -> None:
    """A file that was deleted by hand is named, with the command that brings it back, and that one works."""
    before = desk.text()
    desk.git(f"rm -q {GOLDEN_FILE}")
    restoring = f"restore --source=HEAD --staged --worktree {GOLDEN_FILE}"
    ran = desk("show k7f3q")
    assert (ran.code, ran.err.splitlines()) == (
        1,
        [
            f"error: {GOLDEN_FILE} was deleted by hand, and that is not committed",
            f"hint: to bring it back: git {restoring}; to commit that it is gone: rcalog save {GOLDEN}",
        ],
    )
    desk.git(restoring)
    assert (desk.text(), desk.git("status --porcelain")) == (before, "")


@pytest.mark.parametrize("path", [GOLDEN_FILE, "incidents/our outage.yaml"])
def test_a_record_whose_removal_is_committed(path: str, desk: Desk) -> None:
    """Whatever its file was called, it is told when it went, by whom, and what brings it back."""
    if path != GOLDEN_FILE:
        desk.git(f"mv {GOLDEN_FILE} '{path}'")
        desk("save")
    before = desk.text(path)
    (desk.root / path).unlink()
    desk("save k7f3q")
    short = desk.git("rev-parse --short HEAD")
    for ref in ("k7f3q", GOLDEN):
        error, hint = desk(f"show {ref}").err.splitlines()
        assert error.startswith(f"error: {GOLDEN} was deleted by Ana Silva, 20")
        assert error.endswith(": Production database deleted; no backup could be restored")
        assert hint == f"hint: to bring it back: rcalog undo {short}; its story: rcalog history {GOLDEN}"
    assert (desk(f"undo {short}").code, desk.text(path)) == (0, before)


def test_what_waits(desk: Desk) -> None:
    """What is kept while git is busy is shown, and that it is not committed."""
    (desk.root / ".git/MERGE_HEAD").write_text(desk.git("rev-parse HEAD") + "\n")
    desk("set severity=sev2 -i k7f3q")
    [draft] = desk("drafts list --json").json["data"]["items"]
    shown = desk("show k7f3q").out.splitlines()
    assert (shown[1].split()[1], shown[-1]) == ("sev2", f"not committed yet: draft {draft['id']}")


def test_on_a_terminal(desk: Desk) -> None:
    """Long lines are wrapped below their beginning, trees keep their branches, headings stand out."""
    with Terminal(PROGRAM, "show", "k7f3q", "--no-pager", cwd=desk.root, columns=60, lines=120) as terminal:
        assert terminal.finish() == 0
        assert b"\x1b[1m20170131-k7f3q\x1b[0m" in terminal.raw
        lines = terminal.lines()
    at = lines.index("defence")
    assert lines[at + 1 : at + 8] == [
        "  None of 4 routine methods held a copy younger than 23 h at",
        "  2017-01-31 23:27 UTC",
        "  ├── The mail server rejected the failure mails of the",
        "  │   nightly dump  [root-cause: infrastructure team]  cj6ve",
        "  │   evidence: https://example.org/postmortem#mail",
        "  └── Disk snapshots covered the file servers only",
        "      [unknown: ask ana, 2017-02-10]  chf4t",
    ]
    assert [line for line in lines if len(line) > 60] == []


def test_a_pager(desk: Desk) -> None:
    """What is longer than the screen goes through git's pager."""
    env = {"GIT_PAGER": "sed s/actions/FOLLOW-UP/"}
    with Terminal(PROGRAM, "show", "k7f3q", cwd=desk.root, env=env, lines=30) as terminal:
        assert terminal.finish() == 0
        assert "FOLLOW-UP" in terminal.text()


def test_no_colours(desk: Desk) -> None:
    """NO_COLOR is honoured on a terminal too."""
    with Terminal(PROGRAM, "show", "--no-pager", cwd=desk.root, env={"NO_COLOR": "1"}, lines=99) as terminal:
        assert terminal.finish() == 0
        assert b"\x1b[" not in terminal.raw


def test_what_is_shown_is_harmless(tmp_path: Path) -> None:
    """Escapes, markup, bidi controls and endless words are text, wherever they stand."""
    evil = '"[red]x[/] \\e]0;owned\\a \\u202Eback :boom: "'
    more = (
        f"summary: {evil}",
        *("timeline:", f"  - event: {evil}", "    at: 2026-11-20", f"    by: {evil}"),
        *("whys:", "  - leg: occurrence", f"    problem: {evil}", "    because:", f"      - cause: {evil}"),
        *("actions:", f"  - action: {evil}", f"    owner: {evil}"),
    )
    desk = Desk(tmp_path / "log", {MAIL_FILE: record_text(ID, evil, *more)})
    for out in (desk("show").out, desk("show", FORCE_COLOR="1").out):
        assert out.count("[red]x[/] ␛]0;owned␇ <U+202E>back :boom:") == 8
    desk.write(record_text(ID, "x" * 3000), MAIL_FILE)
    with Terminal(PROGRAM, "show", "--no-pager", cwd=desk.root, lines=60) as terminal:
        assert terminal.finish() == 0
        assert terminal.text().count("x") == 3000


def test_where_the_output_is_not_utf8(desk: Desk) -> None:
    """What an encoding lacks is shown as a question mark."""
    ran = spawn("show", "k7f3q", cwd=desk.root, env={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, ran.err, "??? The mail server" in ran.out) == (0, "", True)
