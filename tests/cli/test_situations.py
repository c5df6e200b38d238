"""Every command that writes, in every state that a repository can be in."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from tests.helpers import cli, git
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, golden_text
from tests.helpers.git import git_commit, hook, make_repo, snapshot, write_file
from tests.helpers.logbooks import StillClock, make_logbook

pytestmark = pytest.mark.untraced

WAITING = {"action": "Publish the runbook", "id": "abcd1", "owner": "li.wei", "due": "2026-12-01", "status": "todo"}
ANSWERS = """\
rcalog: answers/v1
before: {mitigated: {how: error rate at 0}}
legs:
  - leg: recovery
    problem: The copy ran at 60 Mbit/s for 18 hours at 2017-01-31
    because:
      - {cause: The staging host stands on the slowest disks, end: root-cause, changeable_by: ops}
    reads_true: true
"""
LINES = (
    "note -i k7f3q --at 2017-02-01T00:20:00Z somebody looked at the backups",
    "set -i k7f3q severity=sev2 tags+=lost",
    "action add -i k7f3q Restore nightly @ana 2w",
    "action edit am3x7 owner=li.wei",
    "action prove am3x7 --fail",
    "action done abcd1 --at 2026-11-20T13:00:00Z",
    "action verify abcd1 read it on the wiki --by ana",
    "action drop am3x7 no host --until 2027-08-01",
    "why k7f3q --answers -",
    "review k7f3q --changes 'who restores at night?'",
    "mark mitigated -i k7f3q --because 'it came back'",
    "new Payments down --started 13:00 --mitigated 13:20 --how 'error rate at 0'",
    "save k7f3q",
    "undo",
)
"""One for each kind of write. They can be typed in this order, and all but `verify` and `save` each alone."""

ALONE = [line for line in LINES if not line.startswith(("action verify", "save"))]
NAME_AND_ADDRESS = 'git config --global user.name "Your Name" && git config --global user.email you@example.org'


class Shop:
    """A logbook with one incident that every command can be typed about, in a folder that may be anywhere."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.top = Path(git.run("git", "rev-parse", "--show-toplevel", cwd=self.root))

    def __call__(self, line: str) -> cli.Ran:
        """Type a command line; what `save` commits is changed by hand before."""
        if line.startswith("save"):
            file = self.root / GOLDEN_FILE
            file.write_text(f"{file.read_text()}# seen\n")
        words = [
            word.replace("\0", " ") for word in re.sub(r"'([^']*)'", lambda m: m[1].replace(" ", "\0"), line).split()
        ]
        return cli.run(*words, cwd=self.root, stdin=ANSWERS, clock=StillClock())

    def git(self, *words: str) -> str:
        """Run git in the logbook."""
        return git.run("git", *words, cwd=self.root)

    def drafts(self) -> list[str]:
        """Return the ids of what is kept."""
        return [each.id for each in Logbook.open(self.root).drafts.list()]

    def commits(self) -> int:
        """Return how many commits there are."""
        return len(self.git("log", "--format=%h").splitlines())


def records() -> dict[str, str]:
    """Return the record, below `incidents/`."""
    actions = [each for each in golden_text_actions() if each["id"] != WAITING["id"]]
    return {
        GOLDEN_FILE.removeprefix("incidents/"): golden_text(
            status="resolved", reviews=None, actions=[*actions, WAITING]
        )
    }


def golden_text_actions() -> list[dict[str, object]]:
    """Return the actions of the golden record."""
    from tests.helpers.golden import golden

    found = golden()["actions"]
    assert isinstance(found, list)
    return found


def plain(tmp: Path) -> Shop:
    """Return a logbook at the top of a repository, on a branch."""
    return Shop(make_logbook(tmp / "log", records=records()).root)


def in_a_subfolder(tmp: Path) -> Shop:
    """Return a logbook in a folder of a linked work tree, in which the user has work staged and unstaged."""
    first = make_logbook(tmp / "my service", "docs/事故 log", records=records())
    git.run("git", "worktree", "add", "--quiet", str(tmp / "second"), "-b", "second", cwd=first.root)
    shop = Shop(tmp / "second/docs/事故 log")
    write_file(tmp, "second/app.py", "staged\n")
    git.run("git", "add", "app.py", cwd=shop.top)
    write_file(tmp, "second/app.py", "changed\n")
    return shop


def detached(tmp: Path) -> Shop:
    """Return a logbook whose HEAD is on no branch."""
    shop = plain(tmp)
    shop.git("switch", "--quiet", "--detach")
    return shop


def unborn(tmp: Path) -> Shop:
    """Return a logbook in a repository without any commit."""
    root = make_repo(tmp / "log")
    write_file(root, ".rcalog/config.toml", "")
    write_file(root, GOLDEN_FILE, next(iter(records().values())))
    return Shop(root)


def saved_first(shop: Shop) -> int:
    """Commit what was written by hand before any commit, and return how many commits that took."""
    return shop("save k7f3q").code if shop.git("rev-list", "--all", "-n1") == "" else 0


@pytest.mark.parametrize("situation", [in_a_subfolder, detached, unborn])
def test_where_everything_can_be_written(situation: Callable[[Path], Shop], tmp_path: Path) -> None:
    """Each command is one commit of the record; what else the user has there stays as it was."""
    shop = situation(tmp_path)
    assert saved_first(shop) == 0
    others = ("docs",) if situation is in_a_subfolder else ("incidents", ".rcalog")
    before, count = snapshot(shop.top, *others), shop.commits()
    ran = {line: shop(line) for line in LINES}
    assert {line: each.err for line, each in ran.items() if each.code} == {}
    assert (snapshot(shop.top, *others), shop.commits(), shop.drafts()) == (before, count + len(LINES), [])
    is_warned = {line: "warning: HEAD is detached" in each.err for line, each in ran.items()}
    assert is_warned == dict.fromkeys(LINES, situation is detached)


def refusing_hook(shop: Shop) -> Callable[[], object]:
    """Let a hook refuse every commit; return how to mend it."""
    hook(shop.root, "pre-commit", "echo no ticket; exit 1")
    return (shop.root / ".git/hooks/pre-commit").unlink


def nameless(_: Shop) -> Callable[[], object]:
    """Take git's name for the user away; return how to mend it."""
    config = Path.home() / ".gitconfig"
    before = config.read_text()
    config.write_text("[user]\n\tuseConfigOnly = true\n")
    return lambda: config.write_text(before)


def unwritable(shop: Shop) -> Callable[[], object]:
    """Let nothing be written into the git folder of rcalog; return how to mend it."""
    folder = shop.root / ".git/rcalog"
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("")
    return folder.unlink


SAID = {
    refusing_hook: "error: the pre-commit hook refused the commit",
    nameless: "error: git does not know your name and e-mail address",
    unwritable: "error: cannot write ",
}
NEEDS_A_NAME = ("action verify", "action drop", "review", "undo")
"""What cannot be made out before git knows who writes: the command line itself is what was typed."""


@pytest.mark.parametrize("refusal", SAID)
def test_where_the_commit_is_refused(refusal: Callable[[Shop], Callable[[], object]], tmp_path: Path) -> None:
    """Exit 1, the record as it was, the input kept; what the hint says goes on once the cause is mended."""
    shop = plain(tmp_path)
    shop("set -i k7f3q summary=short")  # for undo
    mend, before = refusal(shop), snapshot(shop.root)
    said = {line: shop(line) for line in ALONE}
    assert {line: ran.code for line, ran in said.items()} == dict.fromkeys(ALONE, 1)
    assert snapshot(shop.root) == before
    hints = {line: hint_of(ran, SAID[refusal]) for line, ran in said.items()}
    if refusal is nameless:
        assert [hint for hint in hints.values() if not hint.startswith(f"{NAME_AND_ADDRESS}; ")] == []
    again = {line: re.split("; then: rcalog |kept: rcalog ", hint)[1] for line, hint in hints.items()}
    typed_again = {line for line, then in again.items() if then.replace("'", "") == line.replace("'", "")}
    assert typed_again == ({line for line in ALONE if line.startswith(NEEDS_A_NAME)} if refusal is nameless else set())
    assert sorted(set(again.values()) - typed_again) == sorted(f"drafts resume {each}" for each in shop.drafts())
    mend()
    count = shop.commits()
    assert {line: shop(line).code for line in again.values()} == dict.fromkeys(again.values(), 0)
    assert (shop.commits(), shop.drafts(), shop.git("status", "--porcelain")) == (count + len(ALONE), [], "")


def hint_of(ran: cli.Ran, said: str) -> str:
    """Return the hint of a refusal that says this."""
    error, hint = ran.err[ran.err.index("error: ") :].split("\nhint: ")
    assert error.startswith(said)
    return hint.rstrip("\n")


def test_during_a_merge(tmp_path: Path) -> None:
    """Every write is kept and exits 0; the first command after the merge commits them all, in their order."""
    shop = plain(tmp_path)
    git_commit(shop.root, {"code": "1\n"})
    shop.git("switch", "--quiet", "-c", "other")
    git_commit(shop.root, {"code": "2\n"})
    shop.git("switch", "--quiet", "main")
    git_commit(shop.root, {"code": "3\n"})
    git.run("git", "merge", "other", cwd=shop.root, check=False)
    lines = [line for line in LINES if line not in ("save k7f3q", "undo")]
    head = shop.git("rev-parse", "HEAD")
    for line in lines:
        ran = shop(line)
        assert (line, ran.code, "a merge is in progress" in ran.err) == (line, 0, True)
        assert "kept as draft" in ran.out
    assert (shop.git("rev-parse", "HEAD"), len(shop.drafts())) == (head, len(lines))
    git_commit(shop.root, {"code": "4\n"}, "merged")
    count = shop.commits()
    ran = shop("note -i k7f3q --at 2017-02-01T00:21:00Z the merge is over")
    assert (ran.code, ran.err.count("had waited and is committed now")) == (0, len(lines))
    assert (shop.commits(), shop.drafts(), shop.git("status", "--porcelain")) == (count + len(lines) + 1, [], "")


@pytest.mark.parametrize("line", [*LINES, "init", "move k7f3q --to .", "drafts"])
def test_in_a_bare_repository(line: str, tmp_path: Path) -> None:
    """It is refused by name, whatever the command: there are no files to edit."""
    bare = make_repo(tmp_path / "bare.git", "--bare")
    ran = cli.run("-C", str(bare), *shlex.split(line), cwd=tmp_path, stdin=ANSWERS, clock=StillClock())
    assert (ran.code, ran.err.splitlines()[0]) == (
        1,
        f"error: {bare} is in a bare repository, which has no files to edit",
    )
    assert f"{GOLDEN}" not in "".join(path.name for path in bare.iterdir())
