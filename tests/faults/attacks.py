"""Attacks on the trail of a logbook, each a small function: `run(stage)` carries it out, `rules` are what must be found.

Each begins with the past that `stage.prepare` makes, and takes its choices from the stage's seed.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.stage import CLOSED, PAYMENTS, SEARCH, Stage, allow, key
from tests.helpers import git


@dataclass(frozen=True)
class Attack:
    """One attack: its name, one of the rules that must find it, and how it is done."""

    name: str
    rules: frozenset[str]
    run: Callable[[Stage], object]


ATTACKS: dict[str, Attack] = {}
ON_SIGNED: dict[str, Attack] = {}
"""Those on a logbook that wants signatures (`stage.prepare_signed`)."""


def attack(
    *rules: str, on: dict[str, Attack] = ATTACKS
) -> Callable[[Callable[[Stage], object]], Callable[[Stage], object]]:
    """Declare an attack and the rules of which one must find it."""

    def declare(run: Callable[[Stage], object]) -> Callable[[Stage], object]:
        on[run.__name__] = Attack(run.__name__, frozenset(rules), run)
        return run

    return declare


@attack("H701")
def amend_what_was_pushed(stage: Stage) -> None:
    """Say something else in the newest commit, and push by force."""
    stage.swap("sev2", "sev4")
    stage.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    stage.push()


@attack("H701")
def drop_a_commit(stage: Stage) -> None:
    """Leave a commit out of the past, and push by force."""
    stage.git("reset", "--quiet", "--hard", f"HEAD~{stage.random.randint(1, 3)}")
    stage.push()


@attack("H701")
def rebase_without_a_commit(stage: Stage) -> None:
    """Rebase what came after a commit onto what was before it."""
    stage.git("rebase", "--quiet", "--onto", "HEAD~2", "HEAD~1")
    stage.push()


@attack("H701")
def force_another_past(stage: Stage) -> None:
    """Push by force from another clone; this one only fetches."""
    other = stage.clone("mallory")
    other.git("commit", "--quiet", "--amend", "-m", "nothing happened")
    other.push()
    stage.git("fetch", "--quiet", "origin")


@attack("H703")
def show_a_fresh_clone_less(stage: Stage) -> None:
    """Cut the newest commits off on the server; whoever clones it then has never seen them."""
    stage.rcalog("sync")
    git.run("git", "update-ref", "refs/heads/main", f"main~{stage.random.randint(1, 4)}", cwd=stage.remote)
    _clone_and_sync(stage)


@attack("H703")
def show_a_fresh_clone_another_past(stage: Stage) -> None:
    """Make the newest commit anew, on the server too; whoever clones it then has never seen the old one."""
    stage.rcalog("sync")
    stage.swap("sev2", "sev4")
    stage.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    stage.push()
    _clone_and_sync(stage)


@attack("H704")
def take_back_what_another_saw(stage: Stage) -> None:
    """Let a clone that is elsewhere have seen less than it had."""
    other = stage.clone("li")
    other.rcalog("sync")
    stage.rcalog("sync")
    form = "--format=%(refname)"
    for ref in git.run("git", "for-each-ref", form, "refs/rcalog/", cwd=stage.remote).split("\n"):
        git.run("git", "update-ref", ref, "main~2", cwd=stage.remote)
    stage.rcalog("sync")


def _clone_and_sync(stage: Stage) -> None:
    """Go on in a clone that is made only now."""
    fresh = stage.clone("kim")
    fresh.rcalog("sync")
    stage.name = fresh.name


@attack("H501")
def date_back(stage: Stage) -> None:
    """Date a commit before the one that it builds on."""
    stage.rcalog(f"note -i {PAYMENTS} --at 13:30 all was said in time", **stage.dates(-stage.random.randint(2, 600)))


@attack("H504")
def write_after_the_commit(stage: Stage) -> None:
    """Let the author's date be later than the commit's."""
    stage.rcalog(f"set tags+=late -i {PAYMENTS}", GIT_AUTHOR_DATE=stage.dates(500)["GIT_AUTHOR_DATE"])


@attack("H505")
def know_too_early(stage: Stage) -> None:
    """Date a commit just behind the last one, and tell in it of what came hours later."""
    stage.swap("alert fired", "customers were told")
    stage.swap("2026-11-20T13:10", "2026-11-20T18:10")
    stage.rcalog(f"save {PAYMENTS}")


@attack("H506", "H501")
def date_ahead(stage: Stage) -> None:
    """Date a commit in the future, so that what comes can be dated before it."""
    stage.rcalog(f"set tags+=ahead -i {PAYMENTS}", **stage.dates(60 * 24 * 30))


@attack("H301")
def edit_by_git(stage: Stage) -> None:
    """Make the record look better, with git alone."""
    stage.swap(*stage.random.choice((("sev2", "sev4"), ("13:00:00", "13:20:00"), ("alert fired", "all was well"))))
    stage.commit("typo")


@attack("H301")
def revert_by_git(stage: Stage) -> None:
    """Take a commit back with git."""
    stage.git("revert", "--no-edit", "HEAD~2")


@attack("H301")
def drop_the_trailers(stage: Stage) -> None:
    """Make the last commit anew with a message of one line, before it is pushed."""
    stage.rcalog(f"set severity=sev3 -i {PAYMENTS}")
    stage.git("commit", "--quiet", "--amend", "-m", "update")


@attack("H302")
def steal_trailers(stage: Stage) -> None:
    """Change the severity in the clothes of a note."""
    stage.swap("sev2", "sev4")
    stage.commit(stage.message(f":/^{PAYMENTS}: note").replace("sev2", "sev4"))


@attack("H303")
def steal_trailers_of_another(stage: Stage) -> None:
    """Change one incident in the name of another."""
    stage.swap("sev2", "sev4")
    stage.commit(
        f"{SEARCH}: set severity\n\nseverity: sev2 -> sev4\n\nIncident: {SEARCH}\nOperation: set\nSeverity: sev4"
    )


@attack("H304")
def tell_something_else(stage: Stage) -> None:
    """Say in the message of a commit that it changed less than it did."""
    stage.swap("sev2", "sev4")
    stage.swap("alert fired", "all was well")
    stage.commit(f"{PAYMENTS}: set\n\nseverity: sev2 -> sev4\n\nIncident: {PAYMENTS}\nOperation: set\nSeverity: sev4")


@attack("H304")
def amend_before_the_push(stage: Stage) -> None:
    """Change what a commit of rcalog's did, and leave its message as it is."""
    stage.rcalog(f"note -i {PAYMENTS} --at 13:40 ana typed the wrong host name")
    stage.swap("ana typed the wrong host name", "li typed the wrong host name")
    stage.git("commit", "--quiet", "--all", "--amend", "--no-edit")


@attack("H304", "H401")
def pick_with_another_content(stage: Stage) -> None:
    """Pick a commit from a branch, and change what it holds on the way."""
    stage.git("switch", "--quiet", "--create", "side")
    stage.rcalog(f"set summary='Forty orders were lost' -i {PAYMENTS}")
    picked = stage.git("rev-parse", "HEAD")
    stage.git("switch", "--quiet", "main")
    stage.git("cherry-pick", "--no-commit", picked)
    stage.swap("Forty", "Four")
    stage.git("commit", "--quiet", "--all", "-C", picked)


@attack("H304")
def tell_of_what_never_was(stage: Stage) -> None:
    """Commit the words of a mark, and nothing else."""
    told = stage.message(f":/^{PAYMENTS}: mark")
    stage.git("commit", "--quiet", "--allow-empty", "-m", told)


@attack("H305")
def squash(stage: Stage) -> None:
    """Make one commit of three."""
    told = "\n\n".join(stage.message(f"HEAD~{back}") for back in range(3))
    stage.git("reset", "--quiet", "--soft", "HEAD~3")
    stage.commit(f"what happened\n\n{told}")


@attack("H306")
def invent_an_operation(stage: Stage) -> None:
    """Name an operation that there is not."""
    stage.swap("sev2", "sev4")
    stage.commit(f"fix\n\nIncident: {PAYMENTS}\nOperation: repair\nSeverity: sev4")


@attack("H201")
def delete_a_record(stage: Stage) -> None:
    """Remove a record with git."""
    stage.git("rm", "--quiet", str(stage.file(stage.random.choice((PAYMENTS, SEARCH)))))
    stage.commit("clean up")


@attack("H201", "H302")
def delete_in_the_clothes_of_a_note(stage: Stage) -> None:
    """Remove a record under an operation that removes nothing."""
    told = stage.message(f":/^{PAYMENTS}: note")
    stage.git("rm", "--quiet", str(stage.file()))
    stage.commit(told)


@attack("H304")
def delete_in_the_clothes_of_a_move(stage: Stage) -> None:
    """Remove a record, and say that it was moved; it is nowhere else."""
    stage.git("rm", "--quiet", str(stage.file()))
    stage.commit(f"{PAYMENTS}: move to team\n\nIncident: {PAYMENTS}\nOperation: move\nSeverity: sev2\n")


@attack("H202")
def rename_a_record(stage: Stage) -> None:
    """Give a record another name, and change a little on the way."""
    stage.swap("sev2", "sev3")
    stage.git("mv", str(stage.file()), "incidents/2026/11/old.yaml")
    stage.commit("sort")


@attack("H201", "H202")
def move_a_record_out(stage: Stage) -> None:
    """Move a record to where nobody looks."""
    (stage.root / "attic").mkdir()
    stage.git("mv", str(stage.file()), "attic/old.yaml")
    stage.commit("sort")


@attack("H203")
def put_a_link_in_its_place(stage: Stage) -> None:
    """Let a record be a link to a file outside."""
    file = stage.file()
    file.unlink()
    file.symlink_to("/etc/hostname")
    stage.commit("sort")


@attack("H203")
def make_it_executable(stage: Stage) -> None:
    """Let a record be a program."""
    stage.file().chmod(0o755)
    stage.commit("sort")


@attack("H204")
def break_a_record(stage: Stage) -> None:
    """Leave a record that nobody can read."""
    stage.swap("status:", "status: [")
    stage.commit("typo")


@attack("H401")
def change_a_word_of_the_log(stage: Stage) -> None:
    """Change what was quoted word for word, with rcalog."""
    stage.swap("too many clients already", "all clients were served")
    stage.rcalog(f"save {PAYMENTS}")


@attack("H401")
def change_a_step_of_the_ladder(stage: Stage) -> None:
    """Change how we knew that it was over, with rcalog."""
    stage.swap("how: rolled back, error rate at 0", "how: we looked")
    stage.rcalog(f"save {PAYMENTS}")


@attack("H402")
def change_a_closed_record(stage: Stage) -> None:
    """Change what was closed, with rcalog."""
    stage.swap("The prompts of db1 and db2 differ", "The prompts of db1 and db2 are alike", CLOSED)
    stage.rcalog(f"save {CLOSED}")


@attack("H403")
def close_it_by_hand(stage: Stage) -> None:
    """Close an incident past all guards."""
    stage.swap("status: mitigated", "status: closed")
    stage.rcalog(f"save {PAYMENTS}")


@attack("H404")
def commit_a_secret(stage: Stage) -> None:
    """Commit a credential with git, in the clothes of rcalog."""
    key = "AKIA" + "".join(stage.random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=16))
    stage.swap("alert fired", f"alert fired {key}")
    stage.commit("typo")


@attack("H801")
def merge_a_third_value(stage: Stage) -> None:
    """Merge two branches, and put in what neither had."""
    _branches(stage, "set severity=sev3", "set tags+=b")
    stage.swap("severity: sev3", "severity: sev5")
    stage.git("commit", "--quiet", "--all", "--no-edit")


@attack("H801")
def merge_words_into_an_event(stage: Stage) -> None:
    """Merge two branches, and change an event that only one of them has."""
    _branches(stage, "note --at 13:45 li deleted it", "set tags+=b")
    stage.swap("li deleted it", "it went away")
    stage.git("commit", "--quiet", "--all", "--no-edit")


@attack("H801", "H802")
def merge_without_an_event(stage: Stage) -> None:
    """Merge two branches, and leave out what both had."""
    _branches(stage, "set severity=sev3", "set tags+=b")
    text = stage.file().read_text()
    stage.file().write_text(re.sub(r"- event: alert fired\n(?:  .*\n)+", "", text))
    stage.git("commit", "--quiet", "--all", "--no-edit")


@attack("H802")
def merge_one_side_away(stage: Stage) -> None:
    """Merge a branch, and take nothing of what it has."""
    _branches(stage, "set tags+=a", "note --at 13:45 li deleted it")
    stage.git("checkout", "--quiet", "HEAD", "--", ".")
    stage.git("commit", "--quiet", "--no-edit")


@attack("H201")
def merge_a_record_away(stage: Stage) -> None:
    """Merge two branches, and remove a record that both have."""
    _branches(stage, "set tags+=a", "set severity=sev3")
    stage.git("rm", "--quiet", "--force", str(stage.file(SEARCH)))
    stage.git("commit", "--quiet", "--all", "--no-edit")


def _branches(stage: Stage, ours: str, theirs: str) -> None:
    """Let two branches change the record, and begin to merge the second into the first."""
    stage.git("switch", "--quiet", "--create", "side")
    stage.rcalog(f"{theirs} -i {PAYMENTS}")
    stage.git("switch", "--quiet", "main")
    stage.rcalog(f"{ours} -i {PAYMENTS}")
    git.run("git", "merge", "--no-commit", "--no-ff", "-X", "ours", "side", cwd=stage.root, check=False)


@attack("H102")
def replace_a_commit(stage: Stage) -> None:
    """Hide an edit behind a replacement of its commit."""
    edit_by_git(stage)
    stage.git("replace", "HEAD", "HEAD~1")


@attack("H103")
def graft_a_commit_away(stage: Stage) -> None:
    """Hide an edit by giving what came after it other parents."""
    edit_by_git(stage)
    stage.rcalog(f"set tags+=after -i {PAYMENTS}")
    grafts = stage.root / ".git/info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{stage.git('rev-parse', 'HEAD')} {stage.git('rev-parse', 'HEAD~2')}\n")


@attack("H104")
def poison_the_commit_graph(stage: Stage) -> None:
    """Let the summary of the history say that a commit changed nothing."""
    stage.git("commit-graph", "write", "--reachable")
    file = stage.root / ".git/objects/info/commit-graph"
    trees = [bytes.fromhex(stage.git("rev-parse", f"HEAD~{back}^{{tree}}")) for back in (1, 2)]
    raw = file.read_bytes()[:-20].replace(trees[0], trees[1])
    file.chmod(0o644)
    file.write_bytes(raw + hashlib.sha1(raw).digest())


@attack("H101")
def alter_an_object(stage: Stage) -> None:
    """Put another text into the object store under the id of the true one."""
    oid = stage.git("rev-parse", f"HEAD~3:{stage.file().relative_to(stage.root).as_posix()}")
    (stage.root / ".git/rcalog/audit.txt").unlink()
    text = stage.git("cat-file", "blob", oid).replace("sev2", "sev5").encode() + b"\n"
    file = stage.root / ".git/objects" / oid[:2] / oid[2:]
    file.chmod(0o644)
    file.write_bytes(zlib.compress(b"blob %d\0%b" % (len(text), text)))


@attack("H105")
def hide_behind_a_nul(stage: Stage) -> None:
    """Write a message that goes on where git shows nothing."""
    stage.swap("alert fired", "alert came")
    stage.rcalog(f"save {PAYMENTS}")
    raw = stage.git("cat-file", "commit", "HEAD").encode() + b"\n\0and more\n"
    made = stage.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw)
    stage.git("update-ref", "HEAD", made)


@attack("H601", on=ON_SIGNED)
def leave_the_signature_away(stage: Stage) -> None:
    """Commit in somebody's name without a key."""
    stage.git("config", "commit.gpgSign", "false")
    stage.rcalog(f"set severity=sev4 -i {PAYMENTS}")


@attack("H602", on=ON_SIGNED)
def keep_the_signature_of_another_text(stage: Stage) -> None:
    """Give a signed commit another tree, and keep its signature."""
    stage.rcalog(f"set severity=sev4 -i {PAYMENTS}")
    raw = stage.git("cat-file", "commit", "HEAD") + "\n"
    tree, other = (stage.git("rev-parse", f"HEAD~{back}^{{tree}}") for back in (0, 3))
    made = stage.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw.replace(tree, other).encode())
    stage.git("reset", "--quiet", "--hard", made)


@attack("H603", on=ON_SIGNED)
def sign_with_a_key_of_ones_own(stage: Stage) -> None:
    """Sign with a key that nobody allowed."""
    key(stage, "mallory")
    stage.rcalog(f"set severity=sev4 -i {PAYMENTS}")


@attack("H603", on=ON_SIGNED)
def allow_ones_own_key_in_the_same_commit(stage: Stage) -> None:
    """Put one's own key on the list in the commit that it signs."""
    allow(stage, 2, "ana", "mallory")
    key(stage, "mallory")
    stage.commit("a new colleague")


@attack("H605", on=ON_SIGNED)
def change_the_list_and_not_its_version(stage: Stage) -> None:
    """Change who may sign without a new version: an old list could come back like that."""
    allow(stage, 1, "ana", "mallory")
    stage.commit("a new colleague")


@attack("H605", on=ON_SIGNED)
def remove_the_list(stage: Stage) -> None:
    """Want no signatures any more."""
    stage.git("rm", "--quiet", ".rcalog/allowed_signers")
    stage.commit("simpler")


@attack("H604", on=ON_SIGNED)
def write_in_the_name_of_another(stage: Stage) -> None:
    """Sign with one's own key, and say that somebody else wrote it."""
    stage.rcalog(f"set severity=sev4 -i {PAYMENTS}", GIT_AUTHOR_EMAIL="li@example.org", GIT_AUTHOR_NAME="Li Wei")


@attack("H603", on=ON_SIGNED)
def use_a_key_that_was_taken_off_the_list(stage: Stage) -> None:
    """Sign with a key that was allowed once."""
    key(stage, "li")
    allow(stage, 2, "li")
    key(stage, "ana")
    stage.commit("Ana has left, and Li is here")
    stage.rcalog(f"set severity=sev4 -i {PAYMENTS}")


@attack("H608", on=ON_SIGNED)
def come_in_from_before_the_list(stage: Stage) -> None:
    """Commit without a key on a branch that has no list yet, and let somebody merge it who has one."""
    stage.git("switch", "--quiet", "--create", "old", "HEAD~2")
    stage.git("config", "commit.gpgSign", "false")
    stage.rcalog(f"set severity=sev4 -i {PAYMENTS}", **stage.dates(3))
    stage.git("switch", "--quiet", "main")
    stage.git("config", "commit.gpgSign", "true")
    stage.git("merge", "--quiet", "--no-edit", "old", minutes=5)
