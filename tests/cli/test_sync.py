"""`rcalog sync`: several clones of one logbook, a remote that is slow, or will not, and what is in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.recordfile import load
from tests.helpers.cli import PROGRAM
from tests.helpers.clones import FILE, ID, TEXT, Clones
from tests.helpers.desk import Desk
from tests.helpers.git import git_commit, hook, make_repo, write_file
from tests.helpers.git import run as sh
from tests.helpers.terminal import ENTER, Terminal

OTHER = "20261121-hv4et"


@pytest.fixture
def clones(tmp_path: Path) -> Clones:
    """Return two clones of one logbook."""
    return Clones(tmp_path / "shared")


def code(desk: Desk, line: str = "sync") -> tuple[int, str]:
    """Return how a sync was refused."""
    ran = desk(f"{line} --json")
    return ran.code, ran.json["errors"][0]["code"]


def test_what_one_writes_the_other_has(clones: Clones) -> None:
    """A commit goes out, and comes in; nothing is new after that."""
    ana, li = clones.desks
    assert ana("set severity=sev1 -i paydn").code == 0
    sent = ana("sync")
    assert (sent.code, sent.out) == (0, "sent to origin/main: 1 commit\n")
    assert sent.err.splitlines()[-2:] == ["fetching from origin/main (../remote.git)", "pushing to origin/main"]
    got = li("sync")
    assert (got.code, got.out) == (0, f"received from origin/main: 1 commit\n  {ID}\n")
    assert ("severity: sev1" in li.text(FILE), li.git("status --porcelain"), len(clones.heads())) == (True, "", 1)
    assert li("sync").out == "the same as origin/main\n"


def test_both_changed_the_same_record(clones: Clones) -> None:
    """Their changes come together in one merge commit; what they disagree about is told, and kept."""
    ana, li = clones.desks
    ana("set severity=sev1 -i paydn")
    li("set severity=sev3 tags+=tills -i paydn")
    ana("sync")
    ran = li("sync")
    assert ran.out.splitlines() == [
        "received from origin/main: 1 commit",
        f"  {ID}",
        "sent to origin/main: 1 commit",
        f"merged: {ID}  Payments down",
        f"undecided: {ID}  severity: rcalog conflicts {ID}",
    ]
    assert ana("sync").out.splitlines()[-1] == f"undecided: {ID}  severity: rcalog conflicts {ID}"
    assert len(clones.heads()) == 1
    data = load(ana.text(FILE).encode()).data
    assert (data["severity"], data["tags"]) == ("sev1", ["cards", "web", "tills"])
    assert data["conflicts"] == [{"path": "severity", "base": "sev2", "kept": "sev1", "other": "sev3"}]
    assert li.git("log -1 --format=%B%P").split("\n")[:3] == [
        "Merge origin/main",
        "",
        f"{ID}: severity was changed on both sides",
    ]
    assert len(li.git("log -1 --format=%P").split(" ")) == 2


def test_what_is_told_to_programs(clones: Clones) -> None:
    """Counts, incidents, and what was merged; a dry run fetches and tells the same, and changes nothing."""
    ana, li = clones.desks
    ana("set severity=sev1 -i paydn")
    li("set severity=sev3 -i paydn")
    ana("sync")
    before = li.snapshot(), sh("git", "rev-parse", "main", cwd=clones.remote)
    dry = li("sync --dry-run --json").json["data"]
    assert (li.snapshot(), sh("git", "rev-parse", "main", cwd=clones.remote)) == before
    wet = li("sync --json").json["data"]
    merged = [{"incident_id": ID, "path": FILE, "conflicts": ["severity"]}]
    for data in (dry, wet):
        assert (data["sent"], data["received"], data["incidents"], data["merged"]) == (1, 1, [ID], merged)
    assert (dry["dry_run"], wet["dry_run"], wet["commit"] == li.git("rev-parse HEAD")) == (True, False, True)


def test_deleted_there_and_changed_here(clones: Clones) -> None:
    """The record is kept, and it is said."""
    ana, li = clones.desks
    (ana.root / FILE).unlink()
    ana(f"save {ID}")
    li("set severity=sev1 -i paydn")
    ana("sync")
    assert li("sync").out.splitlines()[-1] == f"kept, though one side deleted it: {FILE}"
    ana("sync")
    assert ("severity: sev1" in ana.text(FILE), len(clones.heads())) == (True, 1)


def test_moved_there_and_changed_here(clones: Clones) -> None:
    """A record is merged under its new name."""
    ana, li = clones.desks
    moved = FILE.replace("payments-down", "cards")
    ana.git(f"mv {FILE} {moved}")
    ana.write(TEXT.replace("Payments down", "Cards refused"), moved)
    ana.git("commit --quiet --all -m moved")
    li("set severity=sev1 -i paydn")
    ana("sync")
    assert li("sync").code == 0
    assert li.text(moved) == TEXT.replace("Payments down", "Cards refused").replace("sev2", "sev1")
    assert not (li.root / FILE).exists()


def test_written_anew_under_another_name_there_and_changed_here(clones: Clones) -> None:
    """Git sees a deletion and a new file; the incident is one record all the same."""
    ana, li = clones.desks
    moved = FILE.replace("payments-down", "cards")
    ana.git(f"mv {FILE} {moved}")
    ana.write(TEXT + "".join(f"x_{number}: {number}\n" for number in range(40)), moved)
    ana.git("commit --quiet --all -m moved")
    li("set severity=sev1 -i paydn")
    ana("sync")
    assert f"merged: {ID}  Payments down" in li("sync").out
    assert ("severity: sev1" in li.text(moved), "x_39: 39" in li.text(moved), (li.root / FILE).exists()) == (
        True,
        True,
        False,
    )


def test_renamed_alike_on_both_sides(clones: Clones) -> None:
    """What the record was before is known by its id: what one side alone changed or took out is undisputed."""
    ana, li = clones.desks
    moved = FILE.replace("payments-down", "cards")
    for desk, text in ((ana, TEXT.replace("  - web\n", "")), (li, TEXT.replace("sev2", "sev1"))):
        desk.git(f"mv {FILE} {moved}")
        desk.write(text + "".join(f"x_{desk.root.name}_{number}: {number}\n" for number in range(40)), moved)
        desk.git("commit --quiet --all -m moved")
    ana("sync")
    assert "undecided" not in li("sync").out
    data = load(li.text(moved).encode()).data
    assert (data["tags"], data["severity"], "conflicts" in data) == (["cards"], "sev1", False)


def test_uncommitted_work_is_in_nobody_s_way(clones: Clones) -> None:
    """What was edited by hand stays as it is, and it is said that it was not shared; in the way, it is refused."""
    ana, li = clones.desks
    ana("new 'Mail down' --started 14:00")
    ana("sync")
    li.write(TEXT.replace("sev2", "sev5"), FILE)
    ran = li("sync")
    assert (ran.code, li.text(FILE)) == (0, TEXT.replace("sev2", "sev5"))
    assert ran.err.splitlines()[-2:] == [
        f"warning: {FILE} is changed here and not committed, so it was not shared",
        "hint: rcalog save",
    ]
    ana("set severity=sev1 -i paydn")
    ana("sync")
    before = li.snapshot()
    assert code(li) == (1, "in-the-way")
    assert li.snapshot() == before
    assert li("save").code == 0
    assert li("sync").code == 0


def test_drafts_that_wait_go_along(clones: Clones) -> None:
    """What could not be committed during a merge is committed first, then shared."""
    ana, li = clones.desks
    (ana.root / ".git/MERGE_HEAD").write_text(ana.git("rev-parse HEAD") + "\n")
    ana("set severity=sev1 -i paydn")
    assert code(ana) == (1, "operation-in-progress")
    (ana.root / ".git/MERGE_HEAD").unlink()
    assert "and would be committed and sent too" in ana("sync --dry-run").err
    ran = ana("sync")
    assert "had waited and is committed now" in ran.err
    assert ran.out == "sent to origin/main: 1 commit\n"
    li("sync")
    assert "severity: sev1" in li.text(FILE)


def test_a_remote_that_will_not(clones: Clones) -> None:
    """What its hook says is shown, and nothing has changed here."""
    ana, _ = clones.desks
    (clones.remote / "hooks").mkdir(exist_ok=True)
    said = "#!/bin/sh\necho 'the branch is protected' >&2\nexit 1\n"
    write_file(clones.remote, "hooks/pre-receive", said).chmod(0o755)
    ana("set severity=sev1 -i paydn")
    before = ana.snapshot()
    ran = ana("sync")
    assert (ran.code, "the branch is protected" in ran.err, ana.snapshot()) == (1, True, before)
    assert code(ana) == (1, "push-refused")
    ana.git("config rcalog.hooks skip")
    hook(ana.root, "pre-push", "echo not on a Friday >&2; exit 1")
    assert "not on a Friday" in ana("sync").err
    hook(ana.root, "pre-push", "echo nor on a Monday; exit 1")
    assert "nor on a Monday" in ana("sync").err


def test_somebody_is_faster(clones: Clones) -> None:
    """A push that comes too late is tried again on top of what came first."""
    ana, li = clones.desks
    ana("set severity=sev1 -i paydn")
    li("set tags+=tills -i paydn")
    # While ana pushes, li's commit arrives: once.
    hook(ana.root, "pre-push", f"test -e {li.root}/done || (touch {li.root}/done; cd {li.root} && git push -q)")
    ran = ana("sync --json")
    assert (ran.code, ran.json["data"]["attempts"], ran.json["data"]["received"]) == (0, 2, 1)
    li("sync")
    assert (len(clones.heads()), "tills" in ana.text(FILE), "sev1" in li.text(FILE)) == (1, True, True)


def test_a_slow_remote_keeps_nobody_from_writing(clones: Clones) -> None:
    """What is committed here while the remote takes its time goes along in a second round."""
    ana, li = clones.desks
    once = f"test -e done || (touch done; env -u RCALOG_TRANSACTION {PROGRAM} -C {ana.root} set tags+=late -i paydn)"
    (clones.remote / "hooks").mkdir(exist_ok=True)
    li("set severity=sev1 -i paydn")
    li("sync")
    write_file(clones.remote, "hooks/pre-receive", f"#!/bin/sh\n{once}\n").chmod(0o755)
    ana("set tags+=tills -i paydn")
    ran = ana("sync --json")
    assert (ran.code, ran.json["data"]["attempts"], ran.json["data"]["sent"]) == (0, 2, 2)
    li("sync")
    assert (len(clones.heads()), "tills" in li.text(FILE), "late" in li.text(FILE)) == (1, True, True)


def test_the_last_step_here(clones: Clones) -> None:
    """Another git holds the index: said, and the next sync goes on; what a hook says afterwards changes nothing."""
    ana, li = clones.desks
    ana("set severity=sev1 -i paydn")
    ana("sync")
    li("set tags+=tills -i paydn")
    lock = write_file(li.root, ".git/index.lock", "")
    assert code(li) == (1, "git-locked")
    lock.unlink()
    hook(li.root, "post-merge", "echo no >&2; exit 1")
    ran = li("sync")
    assert (ran.code, "warning: the post-merge hook failed: no" in ran.err) == (0, True)
    assert (
        "sev1" in li.text(FILE),
        len({li.git("rev-parse main"), sh("git", "rev-parse", "main", cwd=clones.remote)}),
    ) == (True, 1)


def test_where_a_sync_cannot_begin(clones: Clones, tmp_path: Path) -> None:
    """Each obstacle has a name and a way out."""
    ana, li = clones.desks
    alone = Desk(tmp_path / "alone", {FILE: TEXT})
    assert code(alone) == (1, "no-remote")
    ana.git("remote set-url origin 'ext::sh -c touch% pwned'")
    assert code(ana) == (1, "unsafe-url")
    ana.git("remote set-url origin -- --upload-pack=touch")
    assert code(ana) == (1, "unsafe-url")
    ana.git("remote set-url origin -- safe://x")
    ana.git("config 'url.ext::sh .insteadOf' safe://")
    assert code(ana) == (1, "unsafe-url")
    ana.git("remote set-url origin ../nowhere.git")
    assert code(ana) == (1, "remote-unreachable")
    li.git("config branch.main.remote elsewhere")
    assert code(li) == (1, "no-upstream")
    li.git("branch --unset-upstream")
    li.git("remote add backup ../backup.git")
    assert code(li) == (1, "no-upstream")
    li.git("checkout --quiet --detach")
    assert code(li) == (1, "detached-head")
    li.git("switch --quiet --orphan empty")
    write_file(li.root, ".rcalog/config.toml", "")
    li.git("config branch.empty.remote origin")
    li.git("config branch.empty.merge refs/heads/main")
    assert code(li) == (1, "nothing-committed")


def test_histories_without_a_common_past(clones: Clones, tmp_path: Path) -> None:
    """Another repository is not mixed in."""
    other = Desk(tmp_path / "other", {FILE: TEXT})
    other.git(f"remote add origin {clones.remote}")
    assert code(other) == (1, "unrelated-histories")


def test_a_remote_whose_past_was_rewritten(clones: Clones) -> None:
    """What somebody took out of the history there is not brought back by a sync."""
    ana, li = clones.desks
    ana("set severity=sev1 -i paydn")
    ana("sync")
    li("sync")
    ana.git("push --quiet --force origin HEAD~:main")
    for _ in range(2):
        assert code(li) == (1, "remote-rewritten")
    assert li("note 13:00 mine -i paydn").code == 0
    li.git("fetch --quiet origin")
    assert code(li) == (1, "remote-rewritten")
    li.git("rebase --quiet --fork-point origin/main")
    assert li("sync").out == "sent to origin/main: 1 commit\n"
    assert li.git("log --format=%s").splitlines() == ["20261120-paydn: note mine", "begin"]
    (li.book.state / "synced").write_bytes(b"\xff")
    assert li("sync").out == "the same as origin/main\n"


@pytest.mark.parametrize("kind", ["worktree", "shallow", "sha256"])
def test_clones_of_other_kinds(tmp_path: Path, kind: str) -> None:
    """A linked work tree, a shallow clone, another kind of hashes: they share like all others."""
    form = ["--object-format=sha256"] if kind == "sha256" else []
    make_repo(tmp_path / "remote.git", "--bare", *form)
    ana = make_repo(tmp_path / "ana", *form)
    sh("git", "remote", "add", "origin", "../remote.git", cwd=ana)
    git_commit(ana, {".rcalog/config.toml": "", FILE: TEXT})
    git_commit(ana, {".second": "2"})
    sh("git", "push", "--quiet", "--set-upstream", "origin", "main", cwd=ana)
    li = tmp_path / "li"
    if kind == "worktree":
        sh("git", "worktree", "add", "--quiet", "--track", "-b", "mine", str(li), "origin/main", cwd=ana)
    else:
        depth = ["--depth=1"] if kind == "shallow" else []
        sh("git", "clone", "--quiet", *depth, f"file://{tmp_path}/remote.git", "li", cwd=tmp_path)
    desks = Desk.at(ana), Desk.at(li)
    for desk, change in zip(desks, ("severity=sev1", "tags+=tills"), strict=True):
        assert desk(f"set {change} -i paydn").code == 0
        assert desk("sync").code == 0
    assert desks[0]("sync").code == 0
    assert {("severity: sev1" in desk.text(FILE), "tills" in desk.text(FILE)) for desk in desks} == {(True, True)}


def test_an_empty_remote_gets_its_first_branch(tmp_path: Path) -> None:
    """The only remote is followed from then on."""
    desk = Desk(tmp_path / "log", {FILE: TEXT})
    make_repo(tmp_path / "remote.git", "--bare")
    desk.git("remote add origin ../remote.git")
    assert desk("sync").out.startswith("sent to origin/main: ")
    assert desk.git("rev-parse --abbrev-ref main@{upstream}") == "origin/main"
    assert desk("sync").out == "the same as origin/main\n"


def test_secrets_do_not_go_out(clones: Clones) -> None:
    """Neither from a commit that git made, nor when a later one took it out; unless somebody says that it is none."""
    ana, _ = clones.desks
    token = "ghp_" + "a1B2c3D4e5" * 3 + "a1B2c3"
    git_commit(ana.root, {FILE: f"{TEXT}summary: {token}\n"}, "by hand")
    git_commit(ana.root, {FILE: TEXT}, "taken out")
    ran = ana("sync")
    assert (ran.code, token in ran.err, f"{FILE} in commit" in ran.err) == (1, False, True)
    assert code(ana, "sync --dry-run") == (1, "secret-in-history")
    rule = ana("sync --json").json["errors"][0]["message"].partition("(")[2].partition(")")[0]
    assert ana(f"sync --allow-secret {rule}").code == 0


def test_files_that_rcalog_cannot_merge(clones: Clones) -> None:
    """Nothing is changed or pushed, and the files are named."""
    ana, li = clones.desks
    git_commit(ana.root, {"README": "one\n"})
    git_commit(li.root, {"README": "two\n", FILE: TEXT.replace("sev2", "terrible")})
    ana("set severity=sev1 -i paydn")
    ana("sync")
    before = li.snapshot()
    ran = li("sync")
    assert (ran.code, "README: no record" in ran.err, f"{FILE}: severity" in ran.err) == (1, True, True)
    assert (code(li), li.snapshot()) == ((1, "cannot-merge"), before)


def test_a_logbook_inside_a_service(tmp_path: Path) -> None:
    """Code of others comes in; commits of one's own code go out only when that is said."""
    clones = Clones(tmp_path / "shared", below="docs/[1] 事故")
    ana, li = clones.desks
    git_commit(ana.root.parent.parent, {"main.c": "int main;\n"}, "code")
    ana("set severity=sev1 -i paydn")
    li("set severity=sev3 -i paydn")
    assert code(ana) == (1, "other-files")
    token = "ghp_" + "a1B2c3D4e5" * 3 + "a1B2c3"
    git_commit(ana.root.parent.parent, {"main.c": f"password = read_password(9);  // {token}\n"}, "leak")
    ran = ana("sync --everything")
    assert (ran.code, token in ran.err, "main.c in commit" in ran.err, "(github-token)" in ran.err) == (
        1,
        False,
        True,
        True,
    )
    ana.git("reset --quiet --keep HEAD~1")
    git_commit(ana.root.parent.parent, {"main.c": "password = read_password(9);\n"}, "more")
    ana.git(f"branch -m {token}")
    assert "the name of the branch looks like a secret" in ana("sync --everything").err
    ana.git("branch -m main")
    assert ana("sync --everything").code == 0
    ran = li("sync")
    assert (ran.code, (li.root.parent.parent / "main.c").exists()) == (0, True)
    assert f"undecided: {ID}  severity: rcalog conflicts {ID}" in ran.out


def test_a_service_with_a_logbook_at_its_top(clones: Clones) -> None:
    """Code waits until somebody says so, on the terminal or for good; what is about the whole repository does not."""
    ana, _ = clones.desks
    git_commit(ana.root, {"README": "more\n", ".github/x": "1"})
    assert ana("sync").code == 0
    git_commit(ana.root, {"src/main.c": "int main;\n"})
    assert code(ana) == (1, "other-files")
    ana("doctor --fix")
    with Terminal(PROGRAM, "sync", cwd=ana.root) as terminal:
        terminal.wait_for("Push those too?")
        terminal.type("y" + ENTER)
        terminal.wait_for("sent to origin/main: 1 commit")
        assert terminal.finish() == 0
    git_commit(ana.root, {"src/main.c": "int x;\n"})
    ana.git("config rcalog.sync everything")
    assert ana("sync").code == 0


def test_another_branch_than_the_policy_names(clones: Clones) -> None:
    """It is shared all the same, and said."""
    ana, _ = clones.desks
    git_commit(ana.root, {".rcalog/config.toml": 'branch = "records"\n'})
    assert "warning: this is branch main; records belong on records" in ana("sync").err


def test_a_clone_without_the_driver_is_told(clones: Clones) -> None:
    """Without a terminal the command is named; a clone that is set up hears nothing."""
    ana, _ = clones.desks
    assert (
        "hint: git itself merges records by lines in this clone; to change that: rcalog doctor --fix" in ana("sync").err
    )
    ana("doctor --fix")
    assert "doctor" not in ana("sync").err


@pytest.mark.terminal
def test_the_first_sync_asks(clones: Clones) -> None:
    """On a terminal the clone is set up when that is wanted, and it is not asked again."""
    ana, _ = clones.desks
    for asked in (True, False):
        with Terminal(PROGRAM, "sync", cwd=ana.root) as terminal:
            if asked:
                terminal.wait_for("May git in this clone merge records by their values, too")
                terminal.type(ENTER)
            terminal.wait_for("the same as origin/main")
            assert terminal.finish() == 0
    assert "merge-driver" in ana.git("config merge.rcalog.driver")
