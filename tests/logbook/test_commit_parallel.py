"""Several writers at once: every commit that was acknowledged is there, one after the other."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rcalog.logbook.git import objects
from rcalog.logbook.git.staging import Prepared, publish, users_index
from rcalog.logbook.repository import HeadMoved, HookRejected, Repository, TreeEntry
from tests.helpers.git import git_commit, hook, make_repo, open_repo, run, snapshot
from tests.logbook.committing import RECORD, busy_repo, changed_by_head, commit, in_head

WRITERS, COMMITS = 8, 5

WRITE = """
import sys
from pathlib import Path
from tests.helpers.git import open_repo
repo = open_repo(Path("."))
for number in range(int(sys.argv[2])):
    path = f"incidents/{sys.argv[1]}-{number}.yaml"
    print(repo.commit_paths({path: path.encode()}, message=path, expect={path: None}).oid, path)
"""

EDIT = """
import sys
from pathlib import Path
from rcalog.logbook.repository import HeadMoved
from tests.helpers.git import open_repo
repo = open_repo(Path("."))
done = 0
while done < int(sys.argv[2]):
    base = repo.blob_at("HEAD", "shared")
    line = f"{sys.argv[1]}-{done}\\n".encode()
    try:
        repo.commit_paths({"shared": repo.read_blob(base) + line}, message=str(line), expect={"shared": base})
    except HeadMoved:
        continue
    done += 1
"""


def start(repo: Repository, script: str, *args: object) -> subprocess.Popen[str]:
    """Start a process that works in a repository."""
    command = ["env", f"PYTHONPATH={Path(__file__).parents[2]}", sys.executable, "-c", script, *map(str, args)]
    return subprocess.Popen(command, cwd=repo.top, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(processes: list[subprocess.Popen[str]]) -> str:
    """Wait for processes, none of which may fail, and return what they printed."""
    said = [process.communicate() for process in processes]
    assert [err for _, err in said] == [""] * len(said)
    return "".join(out for out, _ in said)


def test_writers_of_their_own_records(tmp_path: Path) -> None:
    """Eight processes commit five times each: all of it lands, linearly, one file a commit, and nothing of the user's moves."""
    repo = busy_repo(tmp_path / "repo")
    before, start_commit = snapshot(repo.top, "incidents"), repo.head()
    acknowledged = finish([start(repo, WRITE, number, COMMITS) for number in range(WRITERS)]).splitlines()
    log = run("git", "log", "--format=%H %s|%P", "--name-only", f"{start_commit}..", cwd=repo.top)
    commits = [entry.split("\n\n") for entry in log.replace("\n\n", "\n\n").split("\n") if "|" in entry]
    assert len(acknowledged) == len(commits) == WRITERS * COMMITS
    assert run("git", "rev-list", "--min-parents=2", "--count", "HEAD", cwd=repo.top) == "0"
    assert sorted(acknowledged) == sorted(entry[0].split("|")[0] for entry in commits)
    assert (snapshot(repo.top, "incidents"), repo.status("incidents")) == (before, [])


def test_writers_of_one_record(tmp_path: Path) -> None:
    """Four processes add five lines each to one file: whoever was late is told, tries again, and no line is lost."""
    repo = open_repo(make_repo(tmp_path / "repo"))
    git_commit(repo.top, {"shared": "start\n"})
    finish([start(repo, EDIT, number, 5) for number in range(4)])
    lines = in_head(repo, "shared").split()
    assert sorted(lines) == sorted(["start", *(f"{writer}-{edit}" for writer in range(4) for edit in range(5))])


def foreign_commit(path: str) -> str:
    """Return a script that commits a change of `path` once, as another program would while a hook is running."""
    return f"""
[ -e .git/once ] && exit 0
touch .git/once; unset GIT_INDEX_FILE
blob=$(echo foreign | git hash-object -w --stdin)
export GIT_INDEX_FILE=.git/foreign-index
git read-tree HEAD; git update-index --add --cacheinfo "100644,$blob,{path}"
git update-ref HEAD $(git commit-tree -p HEAD -m foreign $(git write-tree))
"""


def test_head_moves_meanwhile(tmp_path: Path) -> None:
    """When another program commits while hooks run, the commit is made anew on top of that."""
    repo = busy_repo(tmp_path / "repo")
    hook(repo.top, "pre-commit", foreign_commit("elsewhere"))
    commit(repo, message="ours")
    assert run("git", "log", "-2", "--format=%s", cwd=repo.top) == "ours\nforeign"
    assert (in_head(repo, "elsewhere"), in_head(repo)) == ("foreign", "title: new")


def test_head_never_stays(tmp_path: Path) -> None:
    """When another program commits each time, rcalog gives up in the end, with everything as it was."""
    repo = busy_repo(tmp_path / "repo")
    hook(repo.top, "pre-commit", foreign_commit("elsewhere").replace("exit 0", "true"))
    with pytest.raises(HeadMoved):
        commit(repo)
    assert ((repo.top / RECORD).read_text(), in_head(repo)) == ("title: old\n", "title: old")


def test_the_record_moves_meanwhile(tmp_path: Path) -> None:
    """When that other commit changes the record itself, it is not overwritten."""
    repo = busy_repo(tmp_path / "repo")
    hook(repo.top, "pre-commit", foreign_commit(RECORD))
    with pytest.raises(HeadMoved):
        commit(repo)
    assert (in_head(repo), (repo.top / RECORD).read_text()) == ("foreign", "title: old\n")


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg", "reference-transaction"])
def test_a_killed_writer_is_no_obstacle(tmp_path: Path, name: str) -> None:
    """What a writer leaves that was killed in the middle, its locks included, does not stop the next one."""
    repo = busy_repo(tmp_path / "repo")
    before = snapshot(repo.top, "incidents")
    hook(repo.top, name, "kill -KILL $RCALOG_TRANSACTION; exit 1")
    killed = start(repo, WRITE, "killed", 1)
    assert (killed.communicate()[0], killed.returncode) == ("", -signal.SIGKILL)
    (repo.git_dir / "hooks" / name).unlink()
    commit(repo)
    assert (changed_by_head(repo), snapshot(repo.top, "incidents")) == ([RECORD], before)
    assert sorted(path.name for path in (repo.git_dir / "rcalog").iterdir()) == ["lock", "ops"]


def taken_along(how: str = "-qnam x") -> str:
    """Return a script in which the user commits all that is changed, ours too, while our hook is running."""
    return f"""
[ -e .git/once ] && exit ${{1:-0}}
touch .git/once
env -u GIT_INDEX_FILE -u RCALOG_TRANSACTION git commit {how} || exit 9
"""


@pytest.mark.parametrize("after", ["", "exit 1", f"echo '# tidy' >>'{RECORD}'; git add '{RECORD}'"])
def test_taken_along(tmp_path: Path, after: str) -> None:
    """What the user's own commit takes along is done, whatever the hook says: it is neither taken back nor doubled."""
    repo = busy_repo(tmp_path / "repo")
    hook(repo.top, "pre-commit", taken_along() + after)
    done = commit(repo)
    told = f"another commit took it along while it was being made: {done.short} by Ana Silva: x"
    assert (done.oid, done.warnings) == (repo.head(), (told,))
    assert (in_head(repo), (repo.top / RECORD).read_text()) == ("title: new", "title: new\n")
    assert (repo.status("incidents"), list((repo.git_dir / "rcalog/ops").iterdir())) == ([], [])


def test_half_of_it_taken_along(tmp_path: Path) -> None:
    """A file that the user's commit has stays; where the commit has no new place of a record, the old one stays."""
    repo = busy_repo(tmp_path / "repo")
    hook(repo.top, "pre-commit", taken_along() + "exit 1")
    with pytest.raises(HookRejected):
        commit(repo, {RECORD: None, "incidents/moved.yaml": b"title: old\n"})
    assert ((repo.top / RECORD).read_text(), (repo.top / "incidents/moved.yaml").exists()) == ("title: old\n", False)


def test_staged_meanwhile(tmp_path: Path) -> None:
    """What the user has staged of ours while a hook was running is not there any more once it is refused."""
    repo = busy_repo(tmp_path / "repo")
    before = snapshot(repo.top)
    hook(repo.top, "pre-commit", f"env -u GIT_INDEX_FILE git add incidents/2027 '{RECORD}'; exit 1")
    with pytest.raises(HookRejected):
        commit(repo, {RECORD: b"title: new\n", "incidents/2027/new.yaml": b"title: new\n"})
    assert snapshot(repo.top) == before


def test_about_to_be_taken_along(tmp_path: Path) -> None:
    """While a commit is under way that has it, it is left to that; the redo record stays for the next one to see."""
    repo = busy_repo(tmp_path / "repo")
    index = "cp .git/index .git/index.lock; export GIT_INDEX_FILE=.git/next; cp .git/index .git/next"
    hook(repo.top, "pre-commit", f"{index}; git add '{RECORD}'; mv .git/next .git/index.lock; exit 1")
    with pytest.raises(HookRejected) as caught:
        commit(repo)
    assert "is taking it along" in str(caught.value.hint)
    assert ((repo.top / RECORD).read_text(), in_head(repo)) == ("title: new\n", "title: old")
    assert len(list((repo.git_dir / "rcalog/ops").iterdir())) == 1


def test_what_was_prepared_counts_only_for_the_index_that_it_was_made_of(tmp_path: Path) -> None:
    """Where somebody has staged something meanwhile, or something else is committed, it is done anew."""
    repo = open_repo(make_repo(tmp_path / "log"))
    git_commit(repo.top, {"a": "1"})
    entries = {"b": TreeEntry("b", "100644", objects.store_blob(repo.place, b"2", "b"))}
    (repo.top / "b").write_bytes(b"2")
    prepared = Prepared(repo.place, tmp_path, entries)
    assert (prepared.holds(entries, ["b"]), prepared.holds({"b": None}, [])) == (True, False)
    with users_index(repo.place, tmp_path, prepared=prepared) as index:
        assert index is prepared.index
    (repo.top / "c").write_bytes(b"3")
    run("git", "add", "c", cwd=repo.top)
    with users_index(repo.place, tmp_path, prepared=prepared) as index:
        index.put(entries, ["b"])
        publish(index)
    assert run("git", "status", "--porcelain", cwd=repo.top) == "A  b\nA  c"
