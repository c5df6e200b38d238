"""The user's hooks and signatures on a commit of rcalog."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rcalog.errors import RcalogError
from rcalog.logbook.repository import HookRejected, HookStagedOthers, NestedWrite, Repository, SigningFailed
from tests.helpers.git import hook, make_repo, open_repo, run, snapshot, write_file
from tests.logbook.committing import RECORD, busy_repo, changed_by_head, commit, in_head

NESTED = f"""{sys.executable} - <<'END'
from pathlib import Path
from rcalog.logbook.lock import NestedWrite
from rcalog.logbook.repository import Repository
repo = Repository.find(Path("."))
repo.status("incidents")
try:
    repo.commit_paths({{"x": b"x"}}, message="x", expect={{"x": None}})
except NestedWrite as error:
    print("refused", error.pid)
END"""


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A repository in which the user is in the middle of other work."""
    return busy_repo(tmp_path / "repo")


def test_hooks_see_what_git_commit_would_show(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pre-commit hook finds the record alone staged, in the top folder, with the user's locale, author and no editor."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    seen = repo.git_dir / "seen"
    script = (
        "git diff --cached --name-only -z | tr '\\0' ' '; pwd; echo $LC_ALL $GIT_EDITOR $GIT_AUTHOR_NAME; env | grep -c"
    )
    hook(repo.top, "pre-commit", f"({script} 'LITERAL\\|CONFIG_PARAM') >{seen}\n exit 0")
    commit(repo)
    assert seen.read_text(encoding="utf-8") == f"{RECORD} {repo.top}\nC.UTF-8 : Ana Silva\n0\n"


def test_all_hooks_run_in_order(repo: Repository) -> None:
    """The four hooks of git commit run once each, the message hooks with the file of the message."""
    seen = repo.git_dir / "seen"
    for name in ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"):
        hook(repo.top, name, f'echo "$(basename $0) $(basename "$1") $2" >>{seen}')
    commit(repo)
    expected = ["pre-commit", "prepare-commit-msg COMMIT_EDITMSG message", "commit-msg COMMIT_EDITMSG", "post-commit"]
    assert [line.strip() for line in seen.read_text().splitlines()] == expected


@pytest.mark.parametrize("name", ["pre-commit", "prepare-commit-msg", "commit-msg"])
@pytest.mark.parametrize("record", [RECORD, "incidents/2027/01/new.yaml"])
def test_a_failing_hook_changes_nothing(repo: Repository, name: str, record: str) -> None:
    """When a hook refuses, its words are reported and everything is as it was, the file itself included."""
    hook(repo.top, name, "echo out; echo 'err 错' >&2; exit 3")
    before = snapshot(repo.top)
    kept = (repo.top / RECORD).stat()
    with pytest.raises(HookRejected) as caught:
        commit(repo, {record: b"title: new\n"})
    assert (caught.value.hook, sorted(caught.value.output.split())) == (name, ["err", "out", "错"])
    assert (snapshot(repo.top), (repo.top / "incidents/2027").exists()) == (before, False)
    assert ((repo.top / RECORD).stat().st_ino, (repo.top / RECORD).stat().st_mtime_ns) == (
        kept.st_ino,
        kept.st_mtime_ns,
    )


def test_a_hook_that_mends_and_fails_changes_nothing(repo: Repository) -> None:
    """A formatter that changes the file and refuses leaves no trace either."""
    hook(repo.top, "pre-commit", f"echo more >>'{RECORD}'; git add '{RECORD}'; exit 1")
    before = snapshot(repo.top)
    with pytest.raises(HookRejected):
        commit(repo)
    assert snapshot(repo.top) == before


@pytest.mark.parametrize(
    "script",
    [
        f"sed -i s/new/tidy/ '{RECORD}'; git add '{RECORD}'",
        f"git update-index --cacheinfo 100644,$(echo 'title: tidy' | git hash-object -w --stdin),'{RECORD}'",
    ],
    ids=["in the work tree", "in the index only"],
)
def test_a_hook_that_mends_the_record(repo: Repository, script: str) -> None:
    """What a formatter stages is checked again, committed, and stands in the work tree."""
    hook(repo.top, "pre-commit", script)
    before = snapshot(repo.top, RECORD)
    checked: list[tuple[str, bytes]] = []
    commit(repo, check_content=lambda path, raw: checked.append((path, raw)))
    assert checked == [(RECORD, b"title: tidy\n")]
    assert (in_head(repo), (repo.top / RECORD).read_bytes()) == ("title: tidy", b"title: tidy\n")
    assert (snapshot(repo.top, RECORD), repo.status("incidents")) == (before, [])


def test_a_hook_that_spoils_the_record(repo: Repository) -> None:
    """When what a hook made of the record does not pass, nothing is committed and everything is as it was."""

    class SpoiltRecord(RcalogError):
        """The content is not a record."""

        code = "spoilt-record"

    def check(path: str, raw: bytes) -> None:
        raise SpoiltRecord(f"{path}: {raw!r}")

    hook(repo.top, "pre-commit", f"echo junk >'{RECORD}'; git add '{RECORD}'")
    before = snapshot(repo.top)
    with pytest.raises(SpoiltRecord, match="junk"):
        commit(repo, check_content=check)
    assert snapshot(repo.top) == before


def test_content_that_no_hook_touched_is_not_checked_again(repo: Repository) -> None:
    """A hook that stages the record unchanged gives nothing to check."""
    hook(repo.top, "pre-commit", f"git add '{RECORD}'")
    checked: list[str] = []
    commit(repo, check_content=lambda path, _: checked.append(path))
    assert checked == []


def test_a_hook_that_changes_the_file_but_stages_nothing(repo: Repository) -> None:
    """What a hook left unstaged is not committed, and shows as changed, as with git commit."""
    hook(repo.top, "pre-commit", f"echo more >>'{RECORD}'")
    commit(repo)
    assert (in_head(repo), run("git", "diff", "--name-only", "-z", "--", "incidents", cwd=repo.top)) == (
        "title: new",
        f"{RECORD}\0",
    )


def test_a_hook_that_stages_another_path(repo: Repository) -> None:
    """A file of the user's that a hook stages is refused by name."""
    hook(repo.top, "pre-commit", "git add changed staged; git rm -q --cached both")
    before = snapshot(repo.top)
    with pytest.raises(HookStagedOthers, match=r"both, changed, staged") as caught:
        commit(repo)
    assert (caught.value.paths, snapshot(repo.top)) == (("both", "changed", "staged"), before)


@pytest.mark.parametrize("script", [f"git rm -q --cached '{RECORD}'", f"git reset -q -- '{RECORD}'"])
def test_a_hook_that_takes_the_record_out(repo: Repository, script: str) -> None:
    """A hook that leaves nothing of the record has refused it."""
    hook(repo.top, "pre-commit", script)
    before = snapshot(repo.top)
    with pytest.raises(HookRejected):
        commit(repo)
    assert snapshot(repo.top) == before


def test_what_a_message_hook_stages_is_not_committed(repo: Repository) -> None:
    """The tree is settled after the pre-commit hook."""
    hook(repo.top, "commit-msg", "git add changed")
    commit(repo)
    assert changed_by_head(repo) == [RECORD]


def test_a_hook_that_changes_the_message(repo: Repository) -> None:
    """A hook may add to the message; it is tidied as git does."""
    hook(repo.top, "prepare-commit-msg", 'printf "\\n\\n\\nTicket: 7   \\n\\n" >>"$1"')
    commit(repo, message="subject")
    assert run("git", "log", "-1", "--format=%B", cwd=repo.top) == "subject\n\nTicket: 7\n"


def test_a_hook_that_empties_the_message(repo: Repository) -> None:
    """A commit without a message is not made."""
    hook(repo.top, "commit-msg", ': >"$1"')
    before = snapshot(repo.top)
    with pytest.raises(HookRejected, match="empty message"):
        commit(repo)
    assert snapshot(repo.top) == before


def test_post_commit_sees_the_commit(repo: Repository) -> None:
    """A post-commit hook finds everything done."""
    hook(repo.top, "post-commit", f"(git log -1 --format=%s; git status --porcelain -- incidents) >{repo.git_dir}/seen")
    commit(repo, message="the subject")
    assert (repo.git_dir / "seen").read_text() == "the subject\n"


def test_a_post_commit_that_fails_without_a_word(repo: Repository) -> None:
    """It is said without a colon that nothing follows."""
    hook(repo.top, "post-commit", "exit 1")
    assert commit(repo).warnings == ("the post-commit hook failed",)


def test_a_failing_post_commit_is_a_warning(repo: Repository) -> None:
    """After the commit a hook can refuse nothing."""
    hook(repo.top, "post-commit", "echo no network; exit 1")
    result = commit(repo)
    assert (result.warnings, in_head(repo)) == (("the post-commit hook failed: no network",), "title: new")


@pytest.mark.parametrize("name", ["pre-commit", "post-commit"])
def test_a_hook_may_read_but_not_write(repo: Repository, name: str) -> None:
    """A hook that starts rcalog again reads at once and is refused at once when it would write."""
    hook(repo.top, name, f"exec >{repo.git_dir}/seen 2>&1\n{NESTED}")
    commit(repo)
    assert (repo.git_dir / "seen").read_text().startswith("refused ")


def test_a_write_in_a_transaction_is_refused(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the mark of a commit in the making nothing is written."""
    monkeypatch.setenv("RCALOG_TRANSACTION", "1")
    with pytest.raises(NestedWrite):
        commit(repo)


def test_hooks_can_be_skipped(repo: Repository) -> None:
    """`git config rcalog.hooks skip` leaves hooks alone."""
    for name in ("pre-commit", "commit-msg", "post-commit"):
        hook(repo.top, name, "exit 1")
    run("git", "config", "rcalog.hooks", "skip", cwd=repo.top)
    assert commit(repo).warnings == ()


def test_hooks_path_is_honoured(repo: Repository, tmp_path: Path) -> None:
    """Hooks come from where the user's configuration says."""
    hook(make_repo(tmp_path / "hooks"), "pre-commit", "echo from afar; exit 1")
    run("git", "config", "core.hooksPath", str(tmp_path / "hooks/.git/hooks"), cwd=repo.top)
    with pytest.raises(HookRejected, match="from afar"):
        commit(repo)


def test_a_reference_transaction_hook_may_refuse(repo: Repository) -> None:
    """A hook that guards references is heard, and nothing has changed."""
    hook(repo.top, "reference-transaction", "[ $1 != prepared ]")
    before = snapshot(repo.top)
    with pytest.raises(HookRejected, match="reference-transaction"):
        commit(repo)
    assert snapshot(repo.top) == before


def test_an_interrupted_hook_changes_nothing(repo: Repository) -> None:
    """Ctrl-C while a hook runs leaves everything as it was."""
    hook(repo.top, "pre-commit", "kill -INT $RCALOG_TRANSACTION")
    before = snapshot(repo.top)
    script = "from tests.logbook.test_commit_hooks import *; commit(open_repo(Path('.')))"
    pythonpath = str(Path(__file__).parents[2])
    done = subprocess.run(
        ["env", f"PYTHONPATH={pythonpath}", sys.executable, "-c", script],
        cwd=repo.top,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr.strip().split("\n")[-1], snapshot(repo.top)) == ("KeyboardInterrupt", before)


def signing_repo(path: Path, *, key: str) -> Repository:
    """Make a repository whose commits are signed with an ssh key; `key` is the path it is asked for at."""
    repo = open_repo(make_repo(path))
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path / ".git/key"), cwd=path)
    public = (path / ".git/key.pub").read_text()
    (path / ".git/allowed").write_text(f"ana@example.org {public}")
    settings = {"commit.gpgSign": "true", "gpg.format": "ssh", "user.signingKey": key}
    for name, value in {**settings, "gpg.ssh.allowedSignersFile": str(path / ".git/allowed")}.items():
        run("git", "config", name, value, cwd=path)
    return repo


def test_commits_are_signed_when_the_users_are(tmp_path: Path) -> None:
    """With commit.gpgSign the commit carries a signature that git verifies, in the format that the user chose."""
    repo = signing_repo(tmp_path / "repo", key=str(tmp_path / "repo/.git/key"))
    for raw in (b"one\n", b"two\n"):
        commit(repo, {RECORD: raw})
        verified = run("git", "log", "-1", "--format=%G?|%GS", cwd=repo.top)
        assert (verified, run("git", "verify-commit", "HEAD", cwd=repo.top)) == ("G|ana@example.org", "")


def test_commits_are_not_signed_otherwise(tmp_path: Path) -> None:
    """Without commit.gpgSign a key alone signs nothing."""
    repo = signing_repo(tmp_path / "repo", key=str(tmp_path / "repo/.git/key"))
    run("git", "config", "commit.gpgSign", "off", cwd=repo.top)
    commit(repo)
    assert run("git", "log", "-1", "--format=%G?", cwd=repo.top) == "N"


def test_a_signature_that_fails_changes_nothing(tmp_path: Path) -> None:
    """No commit is made without the signature that the user wants."""
    repo = signing_repo(tmp_path / "repo", key="/nowhere/key")
    write_file(repo.top, "other", "1\n")
    before = snapshot(repo.top)
    with pytest.raises(SigningFailed, match="/nowhere/key"):
        commit(repo)
    assert snapshot(repo.top) == before


def test_what_a_hook_says_and_lets_pass(repo: Repository) -> None:
    """Its words are told, as git shows them."""
    hook(repo.top, "pre-commit", "echo 'unstaged files are put aside' >&2")
    assert commit(repo).warnings == ("the pre-commit hook says: unstaged files are put aside",)


def test_a_hook_that_changes_files_and_fails(repo: Repository) -> None:
    """Of the framework that takes this for a failure every time, the way out is told."""
    hook(repo.top, "pre-commit", "echo '- files were modified by this hook'; exit 1")
    with pytest.raises(HookRejected) as caught:
        commit(repo)
    assert str(caught.value.hint).startswith("exclude ^incidents/ from hooks that change files")
