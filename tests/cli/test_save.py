"""`rcalog save`: records that were edited by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.cli import PROGRAM, run
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, Desk, golden_desk
from tests.helpers.git import hook
from tests.helpers.logbooks import record_text
from tests.helpers.terminal import ENTER, Terminal

MAIL = "20261101-abcde"
MAIL_FILE = f"incidents/2026/11/{MAIL}-mail.yaml"
KEY = "AKIA" + "IOSFODNN7ABCDEFG"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with two records."""
    desk = golden_desk(tmp_path / "log")
    desk.write(record_text(MAIL, "Mail down"), MAIL_FILE)
    desk.git("add -A")
    desk.git("commit -qm two")
    return desk


def retitle(desk: Desk, path: str = GOLDEN_FILE, title: str = "Gone") -> None:
    """Change a title by hand, and add a comment."""
    lines = [f"title: {title}  # really" if line.startswith("title:") else line for line in desk.text(path).split("\n")]
    desk.write("\n".join(lines), path)


def test_nothing_to_save(desk: Desk) -> None:
    """Nothing is no error."""
    ran = desk("save")
    assert (ran.code, ran.out, ran.err) == (0, "nothing to save\n", "")
    assert desk("save k7f3q --json").json["data"] == {"items": [], "total": 0, "truncated": False}


def test_one(desk: Desk) -> None:
    """The bytes as they stand, comments and all, in one commit that says what changed."""
    retitle(desk)
    typed = desk.text()
    ran = desk("save -m 'the title from the chat'")
    short = desk.git("rev-parse --short HEAD")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{GOLDEN}  Gone",
        "  title: Production database deleted; no backup could be restored -> Gone",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert desk.message() == [
        f"{GOLDEN}: the title from the chat",
        "",
        "title: Production database deleted; no backup could be restored -> Gone",
        "",
        f"Incident: {GOLDEN}",
        "Operation: save",
        "Severity: sev1",
    ]
    assert (desk.text(), desk.git("status --porcelain")) == (typed, "")


def test_several(desk: Desk) -> None:
    """Each record is a commit of its own."""
    retitle(desk)
    retitle(desk, MAIL_FILE)
    ran = desk("save")
    assert (ran.code, desk.subjects()[:2]) == (0, [f"{MAIL}: save", f"{GOLDEN}: save"])
    assert [line.split("  ")[0] for line in ran.out.splitlines() if line.startswith("20")] == [GOLDEN, MAIL]
    assert desk.git("status --porcelain") == ""


def test_several_for_programs(desk: Desk) -> None:
    """A list of what was saved, and the last commit."""
    retitle(desk)
    retitle(desk, MAIL_FILE)
    answer = desk("save --json").json
    assert [item["incident"]["id"] for item in answer["data"]["items"]] == [GOLDEN, MAIL]
    assert (answer["data"]["total"], answer["commit"]) == (2, desk.git("rev-parse HEAD"))


def test_only_the_one_that_is_named(desk: Desk) -> None:
    """The others stay as they are."""
    retitle(desk)
    retitle(desk, MAIL_FILE)
    assert desk("save abcde").code == 0
    assert desk.git("status --porcelain") == f" M {GOLDEN_FILE}"


def test_a_new_record(desk: Desk) -> None:
    """A file that a person wrote, under any name, is a record once it is saved; its bytes are theirs."""
    path = "incidents/2026/our mail outage.yaml"
    text = record_text("20261120-zzzzz", "邮件中断", "timeline:", "  - event: noticed", "    at: 2026-11-20")
    desk.write(text, path)
    ran = desk("save")
    assert (ran.code, ran.err, desk.message()[0]) == (0, "", "20261120-zzzzz: save")
    assert desk.git(f"show 'HEAD:{path}'") == text.rstrip("\n")


def test_the_index_of_the_user(desk: Desk) -> None:
    """What was staged of the record is in the commit; what was staged elsewhere stays staged, and out of it."""
    retitle(desk)
    desk.write("notes", "notes.txt")
    desk.git("add -A")
    assert desk("save").code == 0
    assert desk.git("status --porcelain") == "A  notes.txt"
    assert desk.git("show --format= --name-only HEAD") == GOLDEN_FILE


def test_one_that_is_not_valid(desk: Desk) -> None:
    """The valid ones are saved, the others are refused with every fault and its place."""
    desk.write(desk.text().replace("sev1", "sev9").replace("kind: incident", "kind: joke"))
    retitle(desk, MAIL_FILE)
    ran = desk("save")
    assert (ran.code, desk.subjects()[0]) == (1, f"{MAIL}: save")
    assert ran.out.startswith(f"{MAIL}  Gone\n")
    places = [line for line in ran.err.splitlines() if line.startswith("  --> ")]
    assert places == [f"  --> {GOLDEN_FILE}:4:7", f"  --> {GOLDEN_FILE}:6:11"]
    assert ran.err.splitlines()[0] == f"error: not saved, because not valid: {GOLDEN_FILE}"
    assert f"hint: mend it, or: rcalog edit {GOLDEN}" in ran.err
    assert desk("save k7f3q --json").json["errors"][0]["code"] == "edits-invalid"
    assert desk.git("status --porcelain") == f" M {GOLDEN_FILE}"


def test_a_rename(desk: Desk) -> None:
    """A file that was moved by hand is moved in git; its id is what counts."""
    (desk.root / GOLDEN_FILE).rename(desk.root / "incidents/2017/database.yaml")
    ran = desk("save")
    assert (ran.code, ran.err, desk.git("status --porcelain")) == (0, "", "")
    assert desk.git("show -M --format= --name-status HEAD") == f"R100\t{GOLDEN_FILE}\tincidents/2017/database.yaml"
    assert f"  renamed: {GOLDEN_FILE} -> incidents/2017/database.yaml\n" in ran.out
    assert desk("show k7f3q --json").json["data"]["incident"]["file"] == "incidents/2017/database.yaml"


def test_a_deletion(desk: Desk) -> None:
    """A record whose file is gone is only taken out where it is named, and comes back by undo."""
    before = desk.text()
    (desk.root / GOLDEN_FILE).unlink()
    ran = desk("save")
    assert (ran.code, ran.out) == (0, "a deletion is saved when it is named\n")
    assert ran.err.splitlines() == [
        f"warning: {GOLDEN_FILE} was deleted by hand; to commit that: rcalog save {GOLDEN}",
        f"hint: to bring it back: git restore --source=HEAD --staged --worktree {GOLDEN_FILE}",
    ]
    ran = desk("save k7f3q")
    short = desk.git("rev-parse --short HEAD")
    assert ran.out.splitlines() == [
        f"{GOLDEN}  Production database deleted; no backup could be restored",
        "  its file is gone",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert (desk.message()[0], desk.git("status --porcelain")) == (f"{GOLDEN}: deleted by hand", "")
    assert desk("undo").code == 0
    assert desk.text() == before


def test_where_the_user_stands(desk: Desk) -> None:
    """The command that brings a file back is right from a folder below, and from elsewhere."""
    (desk.root / GOLDEN_FILE).unlink()
    below = desk("save", below="incidents/2026").err.splitlines()[-1]
    assert below.endswith(f"restore --source=HEAD --staged --worktree ../2017/01/{Path(GOLDEN_FILE).name}")
    away = run("-C", str(desk.root), "save", cwd=desk.root.parent).err.splitlines()[-1]
    assert away.endswith(f"git -C {desk.root} restore --source=HEAD --staged --worktree {GOLDEN_FILE}")


def test_while_git_is_busy(desk: Desk) -> None:
    """It waits as one draft, the last one; what git has committed by then is told so, and nothing is left."""
    (desk.root / ".git/MERGE_HEAD").write_text(desk.git("rev-parse HEAD") + "\n")
    retitle(desk, title="One")
    assert desk("save").code == 0
    retitle(desk, title="Two")
    assert desk("save -m 'both names'").code == 0
    assert [each["summary"] for each in desk("drafts list --json").json["data"]["items"]] == ["both names"]
    desk.git("commit -qam merged")
    ran = desk("save")
    assert (ran.code, ran.out) == (0, "nothing to save\n")
    assert ran.err == "warning: 'both names' had waited and stands in the record already\n"
    assert desk("drafts list").out == "no drafts\n"


def test_after_git_was_busy(desk: Desk) -> None:
    """What still waits is committed by the next save, with the words that were given."""
    desk.git("bisect start")
    retitle(desk)
    assert "a bisect is in progress: kept as draft" in desk("save -m 'the real name'").err
    desk.git("bisect reset")
    ran = desk("save")
    short = desk.git("rev-parse --short HEAD")
    assert ran.err == f"warning: 'the real name' had waited and is committed now ({short})\n"
    assert (desk.subjects()[0], desk.git("status --porcelain")) == (f"{GOLDEN}: the real name", "")


@pytest.mark.parametrize("flags", ["", "k7f3q", "--json"])
def test_dry(flags: str, desk: Desk) -> None:
    """The difference and the message, and nothing is written."""
    retitle(desk)
    before = desk.snapshot()
    ran = desk(f"save --dry-run {flags}")
    assert (ran.code, "+title: Gone  # really" in ran.out, desk.snapshot()) == (0, True, before)


def test_a_refusal_keeps_the_edit(desk: Desk) -> None:
    """A hook that refuses leaves the file as it was typed; what was saved before it is told."""
    hook(
        desk.root, "pre-commit", f'git diff --cached --quiet -- {GOLDEN_FILE} || {{ echo "not this one" >&2; exit 1; }}'
    )
    retitle(desk, "incidents/2017/01/../../2026/11/" + Path(MAIL_FILE).name)
    retitle(desk)
    desk.write(record_text("20150101-aaaaa", "First"), "incidents/2015/01/20150101-aaaaa.yaml")
    ran = desk("save")
    assert (ran.code, ran.out.splitlines()[0]) == (1, "20150101-aaaaa  First")
    assert "not this one" in ran.err
    assert "title: Gone  # really" in desk.text()


def test_a_secret_is_masked_on_a_terminal(desk: Desk) -> None:
    """The file itself is masked, and then committed."""
    retitle(desk, title=f"key {KEY} leaked")
    with Terminal(PROGRAM, "save", cwd=desk.root) as terminal:
        terminal.wait_for("[m]")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    assert 'title: "key [masked: aws-key] leaked"  # really' in desk.text()
    assert KEY not in desk.git("log -p --all")


def test_a_secret_is_refused_without_a_terminal(desk: Desk) -> None:
    """Nothing is committed, and the file stays as it was typed; where it is none, a waiver says who said so."""
    retitle(desk, title=f"key {KEY} leaked")
    ran = desk("save")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "error: this looks like a secret, and git never forgets: aws-key")
    assert f"title: key {KEY} leaked" in desk.text()
    assert desk("save --allow-secret aws-key").code == 0
    assert "  - rule: X101\n" in desk.text()
    assert desk.git("status --porcelain") == ""


def test_no_such_record(desk: Desk) -> None:
    """A reference that names nothing, present or deleted."""
    assert desk("save nowhere").code == 1


def test_on_an_unborn_branch(tmp_path: Path) -> None:
    """The first commit of a repository may be a record."""
    desk = golden_desk(tmp_path / "log")
    desk.git("checkout -q --orphan fresh")
    desk.git("rm -rq --cached .")
    assert desk("save").code == 0
    assert desk.git("ls-tree -r --name-only HEAD") == GOLDEN_FILE
