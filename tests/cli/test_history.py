"""`rcalog history`: who changed which field from what to what, out of git."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.cli import run
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, LI, Desk, golden_desk
from tests.helpers.git import git_commit, make_repo
from tests.helpers.git import run as git
from tests.helpers.logbooks import ID, make_logbook, record_text

MAIL_FILE = f"incidents/2026/11/{ID}-mail.yaml"
SIDE = "2026-11-21T10:00:00+00:00"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with the golden record, resolved."""
    return golden_desk(tmp_path / "log")


@pytest.fixture
def mail(tmp_path: Path) -> Desk:
    """Return a desk with a small record that a person wrote, without ids."""
    more = ("actions:", "  - action: Look at the queue", "    owner: ana", "  - action: Write it down")
    return Desk(tmp_path / "log", {MAIL_FILE: record_text(ID, "Mail down", *more)})


def told(desk: Desk, ref: str = "") -> list[list[str]]:
    """Return what is shown of each revision: its subject, then what changed."""
    blocks = desk(f"history {ref}").out.rstrip("\n").split("\n\n")
    return [[block.splitlines()[0][27:], *(line.strip() for line in block.splitlines()[1:])] for block in blocks]


def test_each_change_of_a_field(desk: Desk) -> None:
    """The commit, when, who and why; below it each field, from what to what; the newest first."""
    desk("set severity=sev2 impact.users_affected=1200 summary= -i k7f3q", **LI)
    desk("action edit am3x7 due=2017-03-01 for-=cj6ve")
    ran = desk("history k7f3q")
    fields = "set severity, impact.users_affected, summary"
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:10] == [
        f"{desk.git('rev-parse --short HEAD')}  {when(desk, 'HEAD')}  Ana Silva  {GOLDEN}: action am3x7 set due, for",
        "    actions[am3x7].due: 2017-02-15 -> 2017-03-01",
        "    actions[am3x7].for: - cj6ve",
        "",
        f"{desk.git('rev-parse --short HEAD~1')}  {when(desk, 'HEAD~1')}  Li Wei  {GOLDEN}: {fields}",
        "    severity: sev1 -> sev2",
        "    impact.users_affected: unknown -> 1200",
        "    summary: A command for the secondary was run on the primary. A snaps… -> (removed)",
        "",
        f"{desk.git('rev-parse --short HEAD~2')}  {when(desk, 'HEAD~2')}  Ana Silva  a change",
    ]


def when(desk: Desk, rev: str) -> str:
    """Return when a commit was made, in the zone of the logbook."""
    return desk.git(f"log -1 --date=format-local:'%Y-%m-%d %H:%M' --format=%ad {rev}")


def test_for_programs(desk: Desk) -> None:
    """Paths and plain values before and after, and everything about the commit."""
    desk("set severity=sev2 tags+=lost -i k7f3q")
    data = desk("history k7f3q --json").json["data"]
    assert (data["total"], data["truncated"]) == (2, False)
    first, last = data["items"]
    assert first == {
        "commit": desk.git("rev-parse HEAD"),
        "author": "Ana Silva",
        "email": "ana@example.org",
        "at": first["at"],
        "committed": first["at"],
        "subject": f"{GOLDEN}: set severity, tags",
        "operation": "set",
        "path": GOLDEN_FILE,
        "old_path": None,
        "incident_id": GOLDEN,
        "title": "Production database deleted; no backup could be restored",
        "created": False,
        "removed": False,
        "unreadable": False,
        "cut": False,
        "compared": None,
        "changes": [
            {
                "path": "severity",
                "kind": "set",
                "before": "sev1",
                "after": "sev2",
                "text": "severity: sev1 -> sev2",
            },
            {"path": "tags", "kind": "added", "before": None, "after": "lost", "text": "tags: + lost"},
        ],
    }
    assert (last["created"], last["operation"], len(last["changes"]) > 20) == (True, None, True)


def test_a_new_record(mail: Desk) -> None:
    """What it began with, without what its name says already; of a long one the beginning."""
    assert told(mail) == [
        [
            "Ana Silva  a change",
            f"{ID}  Mail down",
            f"made: {MAIL_FILE}",
            "title: Mail down",
            "kind: incident",
            "status: resolved",
            "severity: sev2",
            "actions: + Look at the queue",
            "actions: + Write it down",
        ]
    ]


def test_ids_that_were_given_are_no_changes(mail: Desk) -> None:
    """A write gives ids to items that had none; the history shows what was meant."""
    name = mail("action done 'queue' --json").json["data"]["action"]["id"]
    assert told(mail)[0][1:] == [
        f"actions[{name}].status: todo -> done",
        f"actions[{name}].done_at: 2026-11-20T14:05:00+00:00",
    ]


def test_hand_edits_and_renames(mail: Desk) -> None:
    """A plain git commit is told like any other; a record is followed through all its names."""
    mail.write(mail.text(MAIL_FILE).replace("sev2", "sev1"), MAIL_FILE)
    mail.git("commit -qam 'more than we thought'")
    mail.git(f"mv {MAIL_FILE} incidents/queue.yaml")
    mail.git("commit -qm moved")
    mail.git("mv incidents/queue.yaml incidents/2026/last.yaml")
    mail("save")
    assert told(mail, "paydn")[:3] == [
        [f"Ana Silva  {ID}: save", "renamed: incidents/queue.yaml -> incidents/2026/last.yaml"],
        ["Ana Silva  moved", f"{ID}  Mail down", f"renamed: {MAIL_FILE} -> incidents/queue.yaml"],
        ["Ana Silva  more than we thought", f"{ID}  Mail down", "severity: sev2 -> sev1"],
    ]


@pytest.mark.parametrize("spoilt", ["title: [\n", "", "<<<<<<< ours\n"])
def test_revisions_that_cannot_be_read(spoilt: str, mail: Desk) -> None:
    """They are named as such; the next one that can be read is compared with the last one that could."""
    before = mail.text(MAIL_FILE)
    start = mail.git("rev-parse --short HEAD")
    mail.write(spoilt, MAIL_FILE)
    mail.git("commit -qam spoilt")
    mail.write(before.replace("sev2", "sev1"), MAIL_FILE)
    mail.git("commit -qam mended")
    assert told(mail, ID)[:2] == [
        [
            "Ana Silva  mended",
            f"{ID}  Mail down",
            f"it could be read again; compared with {start}:",
            "severity: sev2 -> sev1",
        ],
        ["Ana Silva  spoilt", ID, "it could not be read any more"],
    ]


def test_a_record_that_is_brought_back_as_it_was(mail: Desk) -> None:
    """After revisions that cannot be read nothing has changed, and that is said."""
    start = mail.git("rev-parse --short HEAD")
    mail.write("title: [\n", MAIL_FILE)
    mail.git("commit -qam spoilt")
    mail.git("revert --no-edit HEAD")
    assert told(mail, ID)[0] == [
        'Ana Silva  Revert "spoilt"',
        f"{ID}  Mail down",
        f"it could be read again, as it was in {start}",
    ]


def test_a_record_that_cannot_be_read_and_is_deleted(mail: Desk) -> None:
    """With its last title; nothing is compared, because nothing is there any more."""
    mail.write("title: [\n", MAIL_FILE)
    mail.git("commit -qam spoilt")
    mail.git(f"rm -q {MAIL_FILE}")
    mail.git("commit -qm gone")
    assert told(mail, ID)[0] == ["Ana Silva  gone", f"{ID}  Mail down", f"removed: {MAIL_FILE}"]
    assert mail(f"history {ID} --json").json["data"]["items"][0]["compared"] is None


def test_an_invalid_record_that_can_be_read(mail: Desk) -> None:
    """YAML that is no valid record has fields all the same."""
    mail.write(mail.text(MAIL_FILE).replace("sev2", "P1"), MAIL_FILE)
    mail.git("commit -qam 'our own words'")
    assert told(mail, ID)[0][2:] == ["severity: sev2 -> P1"]


def test_a_record_that_is_gone(mail: Desk) -> None:
    """What was deleted still has its history, by its id or a part of its name."""
    mail.git(f"rm -q {MAIL_FILE}")
    mail("save paydn")
    for ref in (ID, "paydn", "mail"):
        assert told(mail, ref)[0] == [f"Ana Silva  {ID}: deleted by hand", f"removed: {MAIL_FILE}"]


def test_however_it_is_named(mail: Desk) -> None:
    """A whole id finds what a part of it finds; where two files say it, both are named, whichever way it is asked."""
    assert told(mail, ID.upper()) == told(mail, ID) == told(mail, "paydn") == told(mail, "@")
    copy = MAIL_FILE.replace("mail", "copy")
    mail.write(mail.text(MAIL_FILE), copy)
    for ref in (ID, "paydn"):
        ran = mail(f"history {ref}")
        assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: '{ref}' may be any of {copy}, {MAIL_FILE}")


def test_a_merge(mail: Desk) -> None:
    """Both sides are told once; of the merge only what it has from neither."""
    mail.git("checkout -qb side")
    mail("set severity=sev3 -i paydn")
    mail.git("checkout -q main")
    mail("set title=Gone -i paydn")
    mail.git("merge -q --no-edit side")
    both = {f"Ana Silva  {ID}: set title", f"Ana Silva  {ID}: set severity"}
    assert ({block[0] for block in told(mail, ID)[:2]}, len(told(mail, ID))) == (both, 3)
    mail.git("checkout -qb again HEAD^2")
    mail("set kind=near-miss -i paydn")
    mail.git("checkout -q main")
    mail.git("merge -q --no-commit -X ours again")
    mail.write(mail.text(MAIL_FILE).replace("sev3", "sev4"), MAIL_FILE)
    mail.git("commit -qam 'both, and more'")
    assert told(mail, ID)[0] == ["Ana Silva  both, and more", f"{ID}  Gone", "severity: sev3 -> sev4"]


def test_the_whole_logbook(desk: Desk) -> None:
    """Without a reference all records are told, as many as are wanted."""
    desk(f"new --id {ID} Mail down")
    desk("set severity=sev2 -i k7f3q")
    ran = desk("history --limit 2")
    assert [line.split("  ")[3] for line in ran.out.splitlines() if line[:1].isalnum()] == [
        f"{GOLDEN}: set severity",
        f"{ID}: new Mail down",
    ]
    assert ran.err == "hint: there is more: --limit 0\n"
    data = desk("history --limit 2 --json").json["data"]
    assert (len(data["items"]), data["total"], data["truncated"]) == (2, None, True)
    assert len(desk("history --limit 0 --json").json["data"]["items"]) == 3


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ("--field severity", ["set severity", "a change"]),
        ("--field actions", ["action am3x7 set due", "a change"]),
        ("--field actions.due", ["action am3x7 set due", "a change"]),
        ("--field actions[am3x7].due", ["action am3x7 set due", "a change"]),
        ("--field actions[0].due k7f3q", ["action am3x7 set due", "a change"]),
        ("--field actions[am3x8].due", []),
        ("--field actions.due --limit 1", ["action am3x7 set due"]),
        ("--field waivers --author ana", ["a change"]),
        ("--field impact.users_affected k7f3q", ["a change"]),
        ("--field conflicts", []),
        ("--field x_team", []),
        ("--author li.wei", ["set severity"]),
        ("--author LI.WEI@", ["set severity"]),
        ("--author 'ana silva'", ["action am3x7 set due", "a change"]),
        ("--author nobody", []),
        ("--since 2026-11", ["action am3x7 set due", "set severity", "a change"]),
        ("--since 2026-W47", ["action am3x7 set due", "set severity", "a change"]),
        ("--since '1h ago'", ["action am3x7 set due", "set severity", "a change"]),
        ("--since 2026-11-20", ["action am3x7 set due", "set severity", "a change"]),
        ("--since 2026-11-20T14:05 --author ana k7f3q", ["action am3x7 set due", "a change"]),
    ],
)
def test_what_is_wanted(flags: str, found: list[str], desk: Desk) -> None:
    """Changes of a field or below it, by somebody, since a moment; of one record or of all."""
    desk("set severity=sev2 -i k7f3q", **LI)
    desk("action edit am3x7 due=2017-03-01")
    items = desk(f"history {flags} --json").json["data"]["items"]
    assert [item["subject"].removeprefix(f"{GOLDEN}: ") for item in items] == found
    assert desk(f"history {flags}").out.count("Ana Silva") + desk(f"history {flags}").out.count("Li Wei") == len(found)


def test_only_the_wanted_field_is_shown(desk: Desk) -> None:
    """What else a commit changed is left out."""
    desk("set severity=sev2 tags+=lost summary= -i k7f3q")
    assert told(desk, "--field severity")[0][1:] == ["severity: sev1 -> sev2"]
    assert desk("history --field tags --json").json["data"]["items"][0]["changes"] == [
        {"path": "tags", "kind": "added", "before": None, "after": "lost", "text": "tags: + lost"}
    ]


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("--field severty", "there is no field severty"),
        ("--field actions.dew", "there is no field actions.dew"),
        ("--field actions[0].due", "a position is one in the record of an incident that is named"),
        ("--field actions[99] k7f3q", "no item '99' in actions"),
        ("--since someday", ""),
    ],
)
def test_wants_that_cannot_be_read(flags: str, message: str, desk: Desk) -> None:
    """A field that there is not is named, with what was probably meant; so is a time."""
    ran = desk(f"history {flags}")
    assert (ran.code, ran.out, message in ran.err, "\nhint: " in ran.err) == (2, "", True, True)


def test_no_such_change(desk: Desk) -> None:
    """Nothing found is an answer."""
    ran = desk("history --field conflicts")
    assert (ran.code, ran.out, ran.err) == (0, "no such change\n", "")


@pytest.mark.parametrize("first", ["list", "search --history mail"])
def test_an_author_whom_nobody_knows(desk: Desk, first: str) -> None:
    """It is said that nobody is called so, and who nearly is; not where somebody is who changed something else."""
    desk(first)  # with an index of the past, or without
    ran = desk("history --author anna")
    said = "warning: nobody who committed a record is called anna\nhint: rcalog history --author ana\n"
    assert (ran.code, ran.out, ran.err) == (0, "no such change\n", said)
    data = desk("history --author anna --json").json
    assert (data["data"]["items"], data["warnings"]) == ([], ["nobody who committed a record is called anna"])
    assert desk("history --author ana --field conflicts").err == ""


def test_a_record_that_came_from_elsewhere(mail: Desk) -> None:
    """A file that was moved out of its month, and came back under another name, has one story."""
    other = f"incidents/2026/11/{ID}-other.yaml"
    mail.git(f"mv {MAIL_FILE} incidents/x.yaml")
    mail.git("commit -qm away")
    mail.git(f"mv incidents/x.yaml {other}")
    mail.git("commit -qm back")
    subjects = [item["subject"] for item in mail(f"history {ID} --json").json["data"]["items"]]
    assert subjects == ["back", "away", "a change"]


def test_flow_and_other_odd_files(mail: Desk) -> None:
    """Where only a parser can tell whether a field changed, it is asked."""
    odd = '{"schema": rcalog/v1, "id": %s, "title": Odd, "kind": incident, "status": resolved, "severity": %s}\n'
    for severity in ("sev2", "sev3"):
        mail.write(odd % (ID, severity), MAIL_FILE)
        mail.git(f"commit -qam {severity}")
    assert told(mail, "--field severity")[:2] == [
        ["Ana Silva  sev3", f"{ID}  Odd", "severity: sev2 -> sev3"],
        ["Ana Silva  a change", f"{ID}  Mail down", f"made: {MAIL_FILE}", "severity: sev2"],
    ]


def test_nothing_yet(tmp_path: Path) -> None:
    """No commit is no error; a name that nothing ever had is."""
    desk = Desk(tmp_path / "log")
    ran = desk("history")
    assert (ran.code, ran.out, ran.err) == (0, "no commits yet\n", "")
    ran = desk("history nothing")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "error: no incident is called 'nothing'")


def test_an_unborn_branch(tmp_path: Path) -> None:
    """A repository without any commit."""
    (make_repo(tmp_path / "log") / ".rcalog").mkdir()
    (tmp_path / "log/.rcalog/config.toml").touch()
    desk = golden_desk(tmp_path / "other")
    desk.root = tmp_path / "log"
    assert desk("history").out == "no commits yet\n"


def test_what_is_shown_is_harmless(tmp_path: Path) -> None:
    """Names and subjects of others are text."""
    desk = Desk(tmp_path / "log", {MAIL_FILE: record_text(ID, "Mail")})
    git_commit(desk.root, {MAIL_FILE: record_text(ID, '"\\e[31mred"')}, "\x1b]0;owned\x07 [red]x", at=SIDE)
    assert told(desk, ID)[0] == [
        "Ana Silva  ␛]0;owned␇ [red]x",
        f"{ID}  ␛[31mred",
        "title: Mail -> ␛[31mred",
    ]


def test_paths_from_another_folder(tmp_path: Path) -> None:
    """What people read can be opened from where they stand, as what search prints; programs get the path from the top."""
    name, top = "20170131-k7f3q", tmp_path / "repo"
    file = f"docs/incidents/2017/01/{name}-lag.yaml"
    make_logbook(top, "docs", {f"2017/01/{name}-lag.yaml": record_text(name, "Replica lag")})
    (top / "src").mkdir()
    assert f"    made: ../{file}" in run("-C", "../docs", "history", name, cwd=top / "src").out.splitlines()
    assert f"  ../{file}" in run("-C", "../docs", "search", "--history", "lag", cwd=top / "src").out.splitlines()
    assert f"  ../{file}:" in run("-C", "../docs", "search", "lag", cwd=top / "src").out
    assert run("-C", "../docs", "show", name, cwd=top / "src").out.splitlines()[1].endswith(f" ../{file}")
    assert f"    made: {file}" in run("-C", "docs", "history", name, cwd=top).out.splitlines()
    git("git", "mv", file, file.replace("lag", "slow"), cwd=top)
    git("git", "commit", "-qm", "rename", cwd=top)
    told = run("history", name, cwd=top / "docs").out.splitlines()
    assert f"    renamed: {file[5:]} -> {file[5:].replace('lag', 'slow')}" in told
    assert f"    made: {file[5:]}" in told
    body = run("history", name, "--json", cwd=top / "docs").json
    assert [each["path"] for each in body["data"]["items"]] == [file.replace("lag", "slow"), file]
