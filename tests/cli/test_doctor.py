"""`rcalog doctor`: is this clone set up right?"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from rcalog.logbook.setup import driver_line
from tests.helpers.cli import PROGRAM, run, spawn
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, Desk, golden_desk
from tests.helpers.git import git_commit, hook, make_repo, open_repo, write_file
from tests.helpers.git import run as sh
from tests.helpers.logbooks import record_text

ID = "20261120-paydn"
FILE = f"incidents/2026/11/{ID}-mail.yaml"
LOOKED_AT = [
    *("git", "identity", "disk", "merge driver", "attributes", "schema", "config", "drafts", "records"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk whose clone is set up right."""
    desk = golden_desk(tmp_path / "log")
    assert desk("init").code == 0
    return desk


def told(desk: Desk, name: str) -> list[str]:
    """Return what is said about one thing: its state, the message and the hint."""
    symptoms = desk("doctor --json").json["data"]["symptoms"]
    return [f"{each['state']}: {each['message']} | {each['hint']}" for each in symptoms if each["name"] == name]


def old_git(folder: Path, version: str) -> str:
    """Return a PATH on which git is of another version, and works otherwise."""
    folder.mkdir()
    script = folder / "git"
    real = shutil.which("git")
    script.write_text(f'#!/bin/sh\ncase "$*" in *--version*) echo git version {version};; *) exec {real} "$@";; esac\n')
    script.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_all_is_well(desk: Desk) -> None:
    """One line for each thing that was looked at, and exit 0."""
    ran = desk("doctor")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert [line.removeprefix("ok      ").partition(":")[0] for line in lines] == LOOKED_AT


def test_nothing_is_changed_without_fix(desk: Desk) -> None:
    """To look is not to touch."""
    desk.git("config --unset merge.rcalog.driver")
    before, config = desk.snapshot(), (desk.root / ".git/config").read_text()
    desk("doctor")
    assert (desk.snapshot(), (desk.root / ".git/config").read_text()) == (before, config)


@pytest.mark.parametrize(("version", "code"), [("2.30.1", 1), ("2.38.0.windows.1", 0), ("2.55.0", 0)])
def test_the_version_of_git(version: str, code: int, desk: Desk, tmp_path: Path) -> None:
    """Before 2.38 it lacks what writing needs."""
    ran = run("doctor", cwd=desk.root, env={"PATH": old_git(tmp_path / "bin", version)})
    assert ran.code == code
    shown = {0: f"ok      git: git {version}", 1: f"error   git: git {version} is too old"}
    assert ran.out.splitlines()[0] == shown[code]
    assert ("    hint: install git 2.38 or newer" in ran.out) == bool(code)


def test_no_git(desk: Desk, tmp_path: Path) -> None:
    """That is said once, and what needs no git is looked at."""
    ran = run("doctor", cwd=desk.root, env={"PATH": str(tmp_path)})
    assert (ran.code, ran.out.count("git is not installed, or not on the PATH\n"), ran.err) == (1, 1, "")
    assert ran.out.splitlines()[0] == "error   git: git is not installed, or not on the PATH"
    assert "ok      schema: " in ran.out


def test_no_identity(desk: Desk) -> None:
    """The commands that set one are the hint; the error is in the envelope too."""
    desk.git("config --file ../nobody user.x y")
    body = desk("doctor --json", GIT_CONFIG_GLOBAL=str(desk.root.parent / "nobody")).json
    assert [error["code"] for error in body["errors"]] == ["doctor-identity"]
    assert body["errors"][0]["hint"].startswith("git config --global user.name")


def test_a_disk_that_takes_nothing(desk: Desk) -> None:
    """Where no byte can be written it is said so, with the system's reason."""
    ran = subprocess.run(
        ["sh", "-c", f"ulimit -f 0; exec {PROGRAM} doctor"], cwd=desk.root, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert f"error   disk: {desk.root}/incidents cannot be written: File too large\n" in ran.stdout
    assert f"error   disk: {desk.root}/.git cannot be written: File too large\n" in ran.stdout


def test_fix(desk: Desk) -> None:
    """What belongs to this clone is set again, and told; then all is well."""
    driver = desk.git("config merge.rcalog.driver")
    desk.git("config --unset merge.rcalog.driver")
    desk.git("config core.quotePath true")
    assert told(desk, "merge driver") == [
        "warning: in this clone git does not know how to merge records | rcalog doctor --fix"
    ]
    assert told(desk, "names") == ["warning: git shows Chinese file names as escapes | rcalog doctor --fix"]
    ran = desk("doctor --fix")
    assert ran.code == 0
    assert ran.out.splitlines()[:2] == [
        "fixed   set merge.rcalog.driver in this clone",
        "fixed   set core.quotePath in this clone",
    ]
    assert desk.git("config merge.rcalog.driver") == driver
    assert desk("doctor --fix --json").json["data"]["fixed"] == []


def test_a_driver_of_another_installation(desk: Desk) -> None:
    """A program that was moved away would leave git without a driver."""
    desk.git("config merge.rcalog.driver 'gone -m rcalog merge-driver'")
    [said] = told(desk, "merge driver")
    assert said.startswith("warning: in this clone git merges records with another rcalog")
    sh("git", "config", "merge.rcalog.driver", driver_line("/no 100%/python"), cwd=desk.root)
    [said] = told(desk, "merge driver")
    assert "with conflict markers: /no 100%/python is not there any more | rcalog doctor --fix" in said


def test_files_of_the_logbook(desk: Desk) -> None:
    """What every clone shares is completed by init."""
    desk.write("", ".gitattributes")
    desk.write("{}", ".rcalog/incident.schema.json")
    assert told(desk, "attributes") == ["warning: .gitattributes lacks the line for records | rcalog init"]
    assert told(desk, "schema") == [
        "warning: .rcalog/incident.schema.json is missing or of another version | rcalog init"
    ]


@pytest.mark.parametrize(
    ("marker", "operation", "way_out"),
    [
        ("BISECT_LOG", "a bisect", "git bisect reset"),
        ("rebase-apply/applying", "an am", "git am --continue, or git am --abort"),
        ("MERGE_HEAD", "a merge", "git merge --continue, or git merge --abort"),
        ("CHERRY_PICK_HEAD", "a cherry-pick", "git cherry-pick --continue, or git cherry-pick --abort"),
    ],
)
def test_git_is_busy(marker: str, operation: str, way_out: str, desk: Desk) -> None:
    """The hint ends that very operation, and a draft that waits is told as such."""
    (desk.root / ".git" / marker).parent.mkdir(exist_ok=True)
    (desk.root / ".git" / marker).write_text(desk.git("rev-parse HEAD") + "\n")
    desk("set severity=sev2 -i k7f3q")
    [draft] = desk("drafts list --json").json["data"]["items"]
    assert told(desk, "state") == [
        f"warning: {operation} is in progress: what is written meanwhile waits as drafts | finish it: {way_out}"
    ]
    assert told(desk, "drafts") == [
        f"warning: 1 waiting for git: {draft['id']} | the next command that writes commits them; rcalog drafts"
    ]
    (desk.root / ".git" / marker).unlink()
    if marker.startswith("rebase-apply"):
        (desk.root / ".git/rebase-apply").rmdir()
    [fixed] = desk("doctor --fix --json").json["data"]["fixed"]
    assert fixed.startswith("'set severity' had waited and is committed now")
    assert told(desk, "drafts") == ["ok: everything that was typed is committed | None"]


def test_a_draft_that_a_hook_refused(desk: Desk) -> None:
    """It waits for a person."""
    hook(desk.root, "pre-commit", "exit 1")
    desk("set severity=sev2 -i k7f3q")
    [draft] = desk("drafts list --json").json["data"]["items"]
    assert told(desk, "drafts") == [f"warning: 1 not committed: {draft['id']} | rcalog drafts"]


def test_branches(desk: Desk) -> None:
    """A detached HEAD, and a branch that records do not belong on."""
    desk.git("checkout -q --detach")
    assert told(desk, "state") == ["warning: HEAD is detached: commits are on no branch | git switch BRANCH"]
    desk.write('branch = "main"\n', ".rcalog/config.toml")
    desk.git("switch -qc other")
    assert told(desk, "state") == ["warning: this is branch other; records belong on main | git switch main"]


def test_before_the_first_commit(tmp_path: Path) -> None:
    """What was written by hand is told; a file that was staged and is gone was never committed."""
    log = make_repo(tmp_path / "log")
    write_file(log, ".rcalog/config.toml", "")
    write_file(log, FILE, record_text(ID, "Mail"))
    write_file(log, "incidents/gone.yaml", record_text("20261119-aaaaa"))
    sh("git", "add", "-A", cwd=log)
    write_file(log, "incidents/gone.yaml", None)
    ran = run("doctor", cwd=log)
    assert (ran.code, [line for line in ran.out.splitlines() if " records: " in line]) == (
        0,
        [f"warning records: written by hand, and not committed: {ID}"],
    )
    assert run("check", cwd=log).err == ""


def test_ignored_records(desk: Desk) -> None:
    """A record that git ignores would be in no commit."""
    desk.write("incidents/\n", ".gitignore")
    assert (desk("doctor").code, told(desk, "state")[0].partition(" |")[0]) == (
        1,
        "error: git ignores the folder of the records",
    )


def test_a_submodule(desk: Desk, tmp_path: Path) -> None:
    """Nothing is committed there."""
    outer = tmp_path / "outer"
    git_commit(open_repo(desk.root).top, {"x": "y"})
    sh("git", "init", "-q", str(outer), cwd=tmp_path)
    sh("git", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(desk.root), "log", cwd=outer)
    ran = spawn("doctor", cwd=outer / "log")
    assert "warning state: in a submodule nothing is committed\n" in ran.out


def test_broken_records(desk: Desk) -> None:
    """Each is named, with its place from where the user stands, and fails the look."""
    desk.write(record_text(ID, "Mail").replace("sev2", "sev9").replace("incident\n", "joke\n"), FILE)
    ran = desk("doctor", below="incidents")
    assert (ran.code, ran.out.splitlines()[8:11]) == (
        1,
        [
            f"error   records: {ID} cannot be read: kind cannot be joke (and 1 more: rcalog check)",
            f"    --> 2026/11/{Path(FILE).name}:4:7",
            "    hint: one of incident, near-miss",
        ],
    )


def test_what_was_done_by_hand(desk: Desk) -> None:
    """Written, edited, renamed and deleted are different things, each with the command that saves it."""
    desk.write(record_text(ID, "Mail"), FILE)
    assert told(desk, "records") == [f"warning: written by hand, and not committed: {ID} | rcalog save {ID}"]
    desk("save")
    desk.write(desk.text(FILE).replace("Mail", "Post"), FILE)
    assert told(desk, "records") == [f"warning: edited by hand, and not committed: {ID} | rcalog save {ID}"]
    desk("save")
    (desk.root / FILE).rename(desk.root / "incidents/mail.yaml")
    assert told(desk, "records") == [f"warning: renamed by hand, and not committed: {ID} | rcalog save {ID}"]
    desk("save")
    (desk.root / GOLDEN_FILE).unlink()
    restoring = f"git restore --source=HEAD --staged --worktree {GOLDEN_FILE}"
    hint = f"to bring it back: {restoring}; to commit it: rcalog save {GOLDEN}"
    assert told(desk, "records") == [f"warning: deleted by hand, and not committed: {GOLDEN} | {hint}"]
    assert desk("doctor").code == 0


def test_a_policy_with_a_bad_value(desk: Desk) -> None:
    """What counts in its place is told, and it is an error; a key that nobody knows is none."""
    desk.write('slug = "utf8"\nslugg = 1\n', ".rcalog/config.toml")
    ran = desk("doctor")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines()[6:12] == [
        'error   config: slug cannot be "utf8"; the default is used: "unicode"',
        "    --> .rcalog/config.toml:1:1",
        "    hint: one of unicode, ascii",
        "warning config: there is no key slugg",
        "    --> .rcalog/config.toml:2:1",
        "    hint: did you mean slug?",
    ]


def looked_at(desk: Desk) -> dict[str, str]:
    """Return the worst that is said of each thing that was looked at."""
    states = ("ok", "warning", "error")
    found: dict[str, str] = {}
    for each in desk("doctor --json").json["data"]["symptoms"]:
        found[each["name"]] = max(found.get(each["name"], "ok"), each["state"], key=states.index)
    return found


def test_a_driver_that_may_not_be_looked_at(desk: Desk) -> None:
    """As where it lies in the home of somebody else: that is told, and all else is looked at."""
    program = f"/{'x' * 300}/python3"
    desk.git(f"config merge.rcalog.driver '{program} -P -m rcalog merge-driver'")
    [said] = told(desk, "merge driver")
    assert said.startswith("warning: in this clone git merges records by lines, with conflict markers: ")
    assert said.endswith(f": {program} cannot be looked at: File name too long | rcalog doctor --fix")
    assert looked_at(desk) == dict.fromkeys(LOOKED_AT, "ok") | {"merge driver": "warning"}


def test_a_policy_that_cannot_be_read(desk: Desk) -> None:
    """It is an error with its place, and hides nothing else."""
    desk.write("[[[\n", ".rcalog/config.toml")
    ran = desk("doctor")
    at = ran.out.index("error   config: cannot read this as TOML")
    assert (ran.code, ran.err, ran.out[at:].splitlines()[1:3]) == (
        1,
        "",
        ["    --> .rcalog/config.toml:1:3", "    hint: mend it there"],
    )
    assert looked_at(desk) == dict.fromkeys(LOOKED_AT, "ok") | {"config": "error"}


def test_folders_that_cannot_be_looked_into(desk: Desk) -> None:
    """Each is told with the command that says whose it is, and hides nothing else."""
    hooks, drafts, records = (desk.root / name for name in (".git/hooks", ".git/rcalog/edit", "incidents"))
    shutil.rmtree(hooks)
    shutil.rmtree(records)
    for folder in (hooks, records):
        folder.symlink_to(folder.name)
    drafts.symlink_to(drafts.name)
    assert told(desk, "hooks") == [
        f"warning: {hooks} cannot be looked at: no hook of git runs here | see who may: ls -ld {hooks}"
    ]
    said = told(desk, "records")
    assert said[-1].endswith(
        f" {records} cannot be looked at: Too many levels of symbolic links | see who may: ls -ld {records}"
    )
    assert looked_at(desk) == dict.fromkeys(LOOKED_AT, "ok") | {"hooks": "warning", "records": "error"}


def test_what_cannot_be_mended_hides_nothing(desk: Desk) -> None:
    """It is an error of its own, and the looks go on."""
    desk.git("config --unset core.quotePath")
    (desk.root / ".git/config.lock").write_text("")
    ran = desk("doctor --fix")
    assert (ran.code, ran.out[:12], ran.err) == (1, "error   fix:", "")
    assert "ok      schema: " in ran.out
    assert "warning names: " in ran.out


def test_a_look_that_fails_hides_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system refuses is told, with the file and the command that says whose it is."""
    file = desk.root / ".git/rcalog/drafts/x"

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr("rcalog.services.health.left", refuse)
    hint = f"see who may: ls -ld {desk.root / '.git/rcalog'}"
    assert told(desk, "drafts") == [f"error: {file} cannot be looked at: Permission denied | {hint}"]
    assert looked_at(desk) == dict.fromkeys(LOOKED_AT, "ok") | {"drafts": "error"}


def test_no_folder_of_records(tmp_path: Path) -> None:
    """A logbook that has none yet is well."""
    desk = Desk(tmp_path / "log", {})
    desk("init")
    shutil.rmtree(desk.root / "incidents")
    assert told(desk, "records") == ["ok: there is no folder incidents: the next record makes it | None"]
