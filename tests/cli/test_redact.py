"""`rcalog redact`: what should never have been committed goes for good, or gets a mark where it was pushed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.cli import PROGRAM, Ran
from tests.helpers.clones import Clones
from tests.helpers.desk import Desk
from tests.helpers.git import git_commit, make_repo, run, write_file
from tests.helpers.logbooks import record_text
from tests.helpers.terminal import ENTER, Terminal

ID = "20261120-paydn"
FILE = f"incidents/2026/11/{ID}-payments-down.yaml"
SECRET = "ghp_" + "a1B2c3D4e5F6" * 3
TEXT = record_text(ID, "Payments down", f"summary: {SECRET}")
MARKED = "the token (redacted) in the chat"


def with_secret(desk: Desk, *more: str) -> Desk:
    """Commit a record that holds the secret by hand, and one more change on top."""
    said = "timeline:", f"  - {{event: 'the token {SECRET} in the chat', at: 2026-11-20T13:00:00+00:00}}", *more
    git_commit(desk.root, {FILE: record_text(ID, "Payments down", *said)}, f"leak {SECRET} and more")
    git_commit(desk.root, {"other": "x\n"}, "another")
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk whose history holds a secret that was not pushed."""
    return with_secret(Desk(tmp_path / "log"))


def redact(desk: Desk, *more: str, value: str = SECRET, **env: str) -> Ran:
    """Type the command, with the text on stdin."""
    return desk(" ".join(["redact -", *(more or ("--yes",))]), stdin=value, **env)


def found_in(root: Path, secret: str = SECRET) -> list[str]:
    """Return every file below a folder that holds the text, also packed as git packs loose objects."""

    def unpacked(raw: bytes) -> bytes:
        try:
            return zlib.decompress(raw)
        except zlib.error:
            return raw

    files = [path for path in root.rglob("*") if path.is_file()]
    return [str(path) for path in files if secret.encode() in unpacked(path.read_bytes())]


def facts(desk: Desk) -> str:
    """Return what the commits say of themselves, but for their ids and signatures."""
    return desk.git("log --format=%an|%ae|%at|%cn|%ct|%B").replace(SECRET, "(redacted)")


def test_gone_for_good(desk: Desk) -> None:
    """Commits, messages, logs and objects: nothing in the folder has it, and all else is as it was."""
    desk.write("staged\n", "other")
    desk.git("add other")
    desk.write("unstaged\n", "third")
    before, status = facts(desk), desk.snapshot()[1:]
    planned = redact(desk, "--dry-run")
    assert (planned.code, SECRET in planned.out + planned.err) == (0, False)
    assert f"{FILE}:8 in the history: - {{event: '{MARKED}', at: 2026-11-20T13:00:00+00:00}}" in planned.out
    assert "2 commits to be made once more without it" in planned.out
    assert desk.snapshot()[1:] == status
    ran = redact(desk, "--yes", "--json")
    assert (ran.code, len(ran.json["data"]["commits"]), ran.json["data"]["left"]) == (
        0,
        2,
        {"objects": 0, "references": []},
    )
    assert ran.json["commit"] == desk.git("rev-parse HEAD")
    assert desk.message()[-2:] == ["Operation: redact", "Redacted-Commits: 2"]
    assert facts(desk).partition("Redacted-Commits: 2\n")[2].strip() == before.strip()
    assert (desk.snapshot()[1:], MARKED in desk.text(FILE)) == (status, True)
    assert (found_in(desk.root), desk.git("fsck --full --strict")) == ([], "")
    assert "other" in desk.git("log --format= --name-only -1 HEAD~1")
    again = redact(desk, "--yes", "--json")
    assert (again.code, again.json["errors"][0]["code"]) == (1, "nothing-to-redact")


def test_packed_staged_and_named(desk: Desk) -> None:
    """Out of packs, out of what is only staged or edited, and out of names of files."""
    name = f"incidents/2026/11/{ID}-jane-doe-was-here.yaml"
    git_commit(desk.root, {FILE: None, name: record_text(ID, "Jane Doe was here")}, "by Jane  Doe")
    desk.write("asked Jane\n  Doe\n", "staged")
    desk.git("add staged")
    desk.write(record_text(ID, "Jane Doe was here", "summary: told by 'Jane Doe'"), name)
    desk.git("gc --quiet")
    ran = redact(desk, value="Jane Doe\n")
    new = f"incidents/2026/11/{ID}-redacted-was-here.yaml"
    assert (ran.code, desk.git("log --format= --name-only -2 HEAD").split()) == (0, [FILE, new])
    assert desk.text(new) == record_text(ID, "(redacted) was here", "summary: told by '(redacted)'")
    assert desk.git("diff --cached --format= -U0").split("\n")[-1] == "+asked (redacted)"
    assert desk.git("status --porcelain").split("\n") == [f" M {new}", "A  staged"]
    assert (desk.git("log --all -p -i --grep=jane"), desk.git("fsck --full")) == ("", "")
    assert [found_in(desk.root, each) for each in ("Jane Doe", "jane-doe", "Jane  Doe")] == [[], [], []]


def test_drafts_journals_and_logs(desk: Desk) -> None:
    """What was typed and not committed is cleaned too; a draft is still there to go on with."""
    desk(f"note 13:10 'again {SECRET}' -i {ID}")
    state = desk.root / ".git/rcalog"
    (state / "crash").mkdir()
    (state / "crash/1.log").write_text(f"ValueError: {SECRET}\n")
    (desk.root / ".git/COMMIT_EDITMSG").write_text(f"leak {SECRET}\n")
    with desk.book.drafts.journal("note", incident=ID, summary="x", created=desk.clock.now()) as journal:
        journal.append({"event": f"{SECRET} once more"})
        ran = redact(desk, "--yes", "--json")
        assert (ran.code, len(ran.json["data"]["in_use"]), len(ran.json["data"]["cleaned"])) == (1, 1, 4)
    assert len(found_in(desk.root)) == 1
    assert redact(desk, "--yes").code == 0
    assert found_in(desk.root) == []
    assert [each.summary for each in desk.book.drafts.list()] == ["note again (redacted)", "x"]
    assert desk.book.drafts.entries(desk.book.drafts.list()[1].id) == [{"event": "(redacted) once more"}]


def test_merges_and_other_branches(desk: Desk) -> None:
    """A merge stays a merge of the same; a branch that still has it is named, and nothing of it is lost."""
    desk.git("branch kept")
    desk.git("switch --quiet -c side HEAD~1")
    git_commit(desk.root, {"side": "x\n"})
    desk.git("switch --quiet main")
    desk.git("merge --quiet --no-ff side -m merged")
    desk.write("stashed", "other")
    desk.git("stash --quiet")
    tree = desk.git("log -1 --format=%p")
    ran = redact(desk, "--yes", "--json")
    left = ["refs/heads/kept", "refs/heads/side", "refs/stash"]
    assert (ran.code, ran.json["data"]["left"]) == (1, {"objects": 0, "references": left})
    assert (len(tree.split()), len(desk.git("log -1 --format=%p HEAD~1").split())) == (2, 2)
    assert (desk.git("log -p HEAD").count(SECRET), desk.git("fsck --full")) == (0, "")
    assert desk.git("stash show -p").split("\n")[-1] == "\\ No newline at end of file"
    desk.git("switch --quiet kept")
    assert redact(desk, "--yes", "--json").json["data"]["left"]["references"] == ["refs/heads/side", "refs/stash"]


def test_signed_commits_are_signed_anew(desk: Desk) -> None:
    """By whoever redacts, and only those that had been signed; without a key that is said."""
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(desk.root / ".git/key"), cwd=desk.root)
    desk.git("config gpg.format ssh")
    desk.git(f"config user.signingKey '{desk.root / '.git/key'}'")
    desk.git("commit --quiet --amend --no-edit -S")
    desk.git("config commit.gpgSign true")
    assert redact(desk).code == 0
    signed = [b"gpgsig" in desk.git(f"cat-file commit {each}").encode() for each in ("HEAD", "HEAD~1", "HEAD~2")]
    assert (signed, desk.git("fsck --full --strict"), found_in(desk.root)) == ([True, True, False], "", [])
    git_commit(desk.root, {"other": "other text\n"})
    desk.git("commit --quiet --amend --no-edit -S")
    desk.git("config commit.gpgSign false")
    assert "1 commits are not signed any more" in redact(desk, value="other text").err


def test_all_that_looks_like_a_secret(desk: Desk) -> None:
    """Several at once, found as the secret scan finds them."""
    key = "AKIA" + "IOSFODNN7EXAMPLE"
    git_commit(desk.root, {"notes": f"key {key}\n"})
    assert desk("redact --found --yes").code == 0
    assert (found_in(desk.root), found_in(desk.root, key), (desk.root / "notes").read_text()) == (
        [],
        [],
        "key (redacted)\n",
    )
    assert desk("redact --found --yes --json").json["errors"][0]["code"] == "nothing-to-redact"


def test_what_was_pushed_is_marked(tmp_path: Path) -> None:
    """History stays; the record has a mark, whose commit does not say what it took, and the way on is told."""
    shared = Clones(tmp_path)
    desk = with_secret(shared.desks[0])
    desk.git("push --quiet")
    pushed = desk.git("rev-parse HEAD")
    assert "it was pushed" in redact(desk, "--dry-run").out
    ran = redact(desk, "--yes", "--json")
    data = ran.json["data"]
    assert (ran.code, data["pushed"], data["marked"], data["commits"]) == (0, True, [ID], [])
    assert (desk.git("rev-parse HEAD~1"), MARKED in desk.text(FILE)) == (pushed, True)
    assert desk.message()[0] == f"{ID}: take a value out"
    assert (SECRET in "".join(desk.message()), "Operation: redact" in desk.message()) == (False, True)
    [line] = [each["command"] for each in data["steps"] if "filter-repo" in (each["command"] or "")]
    file = Path(line.rpartition(" ")[2])
    assert (file.read_text().endswith("==>(redacted)\n"), file.stat().st_mode & 0o077) == (True, 0)
    assert desk("sync").code == 0
    assert redact(desk, "--yes").code == 0
    assert desk.subjects()[0] == f"{ID}: take a value out"


def test_what_was_pushed_is_left_in_names_until_the_history_is_filtered(tmp_path: Path) -> None:
    """The command that takes it out of the history gives the file another name there too."""
    desk = Clones(tmp_path).desks[0]
    assert desk("new Key Tr0ub4dor&3 got out --id 20261120-aaaaa --started 13:00").code == 0
    desk.git("push --quiet")
    steps = redact(desk, "--yes", "--json", value="Tr0ub4dor&3").json["data"]["steps"]
    [line] = [each["command"] for each in steps if "filter-repo" in (each["command"] or "")]
    folder = "incidents/2026/11/20261120-aaaaa-key"
    assert line.endswith(f" --path-rename {folder}-tr0ub4dor-3-got-out.yaml:{folder}-redacted-got-out.yaml")


def test_names_go_with_several_secrets_too(tmp_path: Path) -> None:
    """Each of what is found is taken out of the names of files, in the form that it has there."""
    desk = Desk(tmp_path / "log")
    keys = [f"AKIA{letter * 16}" for letter in "QZ"]
    git_commit(desk.root, {f"incidents/2026/11/{ID}-{key.lower()}.yaml": record_text(ID, key) for key in keys[:1]})
    git_commit(desk.root, {"notes": "\n".join(keys)})
    assert desk("redact --found --yes").code == 0
    assert [path.name for path in desk.root.rglob(f"{ID}*")] == [f"{ID}-redacted.yaml"]


def test_what_else_has_it_is_for_a_person(desk: Desk) -> None:
    """Each step comes with its command; once they are typed, nothing has it any more."""
    desk.write(f"{SECRET}\n", "other")
    desk.git("stash --quiet")
    desk.git("tag v1")
    desk.git("update-ref refs/notes/x HEAD")
    steps = redact(desk, "--yes", "--json").json["data"]["steps"][-3:]
    assert [each["command"] for each in steps] == ["git update-ref -d refs/notes/x", "git tag -d v1", "git stash drop"]
    for each in steps:
        desk.git(each["command"].removeprefix("git "))
    assert (redact(desk, "--yes").code, found_in(desk.root)) == (0, [])


def others(desk: Desk) -> Ran:
    """Let a colleague have committed on top."""
    desk.git("-c user.email=li.wei@example.org commit --quiet --allow-empty -m x")
    return redact(desk, "--yes", "--json")


def merging(desk: Desk) -> Ran:
    """Be in the middle of a merge."""
    (desk.root / ".git/MERGE_HEAD").write_text(desk.git("rev-parse HEAD"))
    return redact(desk, "--yes", "--json")


def detached(desk: Desk) -> Ran:
    """Be on no branch."""
    desk.git("switch --quiet --detach")
    return redact(desk, "--yes", "--json")


def shallow(desk: Desk) -> Ran:
    """Have no history before the commit that holds it."""
    (desk.root / ".git/shallow").write_text(desk.git("rev-parse HEAD~1") + "\n")
    return redact(desk, "--yes", "--json")


@pytest.mark.parametrize(
    ("act", "code", "status"),
    [
        (others, "others-commits", 1),
        (merging, "operation-in-progress", 1),
        (detached, "detached-head", 1),
        (shallow, "cut-off", 1),
        (lambda desk: desk(f"redact {SECRET} --json"), "text-on-command-line", 2),
        (lambda desk: desk("redact --json"), "input-needed", 2),
        (lambda desk: redact(desk, "--json"), "input-needed", 2),
        (lambda desk: redact(desk, "--json", value="abc\n"), "too-short", 2),
        (lambda desk: redact(desk, "--json", value="nowhere at all"), "nothing-to-redact", 1),
        (lambda desk: redact(desk, "--yes", "--json", value="resolved"), "would-break-record", 1),
    ],
)
def test_refused(desk: Desk, act: Callable[[Desk], Ran], code: str, status: int) -> None:
    """Nothing changes, and the text is not repeated."""
    ran = act(desk)
    assert (ran.code, ran.json["errors"][0]["code"], SECRET in ran.out) == (status, code, False)
    assert SECRET in desk.text(FILE)
    assert "redact" not in json.dumps(desk.subjects())


def test_on_a_terminal(desk: Desk) -> None:
    """The text is asked for and never shown; nothing happens before a yes."""
    with Terminal(PROGRAM, "redact", cwd=desk.root) as terminal:
        terminal.wait_for("not shown, and not kept:")
        terminal.type(SECRET + ENTER)
        terminal.wait_for("Go on?")
        assert SECRET.encode() not in terminal.raw
        terminal.type("y" + ENTER)
        assert terminal.finish() == 0
    assert found_in(desk.root) == []


def test_a_logbook_inside_a_service(tmp_path: Path) -> None:
    """Files beside the logbook that commits of one's own changed are cleaned with it, here and in the history."""
    path = f"docs/log/incidents/2026/11/{ID}-x.yaml"
    git_commit(
        make_repo(tmp_path / "service"), {"main.c": f"// {SECRET}\n", "docs/log/.rcalog/config.toml": "", path: TEXT}
    )
    desk = Desk.at(tmp_path / "service/docs/log")
    assert redact(desk).code == 0
    top = tmp_path / "service"
    assert (found_in(top), run("git", "status", "--porcelain", cwd=top)) == ([], "")
    assert (top / "main.c").read_text() == "// (redacted)\n"


def test_never_pushed_and_nothing_committed(tmp_path: Path) -> None:
    """What only stands in a file that nobody has committed is cleaned there."""
    desk = Desk(tmp_path / "log", {FILE: record_text(ID, "Payments down")})
    desk.write(record_text(ID, "Payments down", f"summary: {SECRET}"), FILE)
    assert redact(desk).code == 0
    assert (desk.text(FILE).endswith("summary: (redacted)\n"), desk.subjects(), found_in(desk.root)) == (True, [], [])
    root = make_repo(tmp_path / "unborn")
    write_file(root, ".rcalog/config.toml", "")
    write_file(root, FILE, TEXT)
    assert (redact(Desk.at(root)).code, found_in(root)) == (0, [])
