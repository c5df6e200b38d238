"""What keeps a write from being committed: it is kept, nothing else has changed, and once the obstacle is gone it goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rcalog.logbook.book import Logbook
from tests.faults.injecting import Ended, typed
from tests.faults.row import Row, Tally
from tests.faults.traits import RECORD, Scene, plain
from tests.helpers.git import git_commit, hook, make_repo, snapshot, write_file
from tests.helpers.git import run as sh
from tests.helpers.logbooks import ID, StillClock

TYPED = "nobody could pay"
LATER = "and now they can"
Undo = Callable[[], object]


@dataclass(frozen=True)
class Obstacle:
    """What is in the way: `begin` returns how it ends.

    Where git is in the middle of something the write waits, and is no error.
    """

    begin: Callable[[Scene], Undo]
    waits: bool = False

    def __str__(self) -> str:
        return self.begin.__name__


def _in_the_middle_of(name: str, *steps: str, end: str) -> Obstacle:
    """Be in the middle of something that waits for a person, because two sides have changed one file."""

    def begin(scene: Scene) -> Undo:
        scene.git("switch", "-q", "-c", "side")
        git_commit(scene.root, {"lib.py": "3\n"})
        scene.git("switch", "-q", "main")
        for text in ("4\n", "5\n"):
            git_commit(scene.root, {"lib.py": text})
        for step in steps:
            sh("sh", "-c", step, cwd=scene.root, check=False)
        assert Logbook.open(scene.root, clock=StillClock()).repo.operation(), name
        return lambda: scene.git(*end.split())

    begin.__name__ = name
    return Obstacle(begin, waits=True)


OPERATIONS = [
    _in_the_middle_of("merge", "git merge side", end="merge --abort"),
    _in_the_middle_of("rebase", "git rebase side", end="rebase --abort"),
    _in_the_middle_of("rebase_apply", "git rebase --apply side", end="rebase --abort"),
    _in_the_middle_of("cherry_pick", "git cherry-pick side", end="cherry-pick --abort"),
    _in_the_middle_of("revert", "git revert --no-edit HEAD~1", end="revert --abort"),
    _in_the_middle_of("bisect", "git bisect start", "git bisect bad", end="bisect reset"),
]
AM = _in_the_middle_of("am", "git format-patch -q -1 --stdout side | git am -q", end="am --abort")


def in_a_submodule(scene: Scene) -> Undo:
    """Be a submodule of another repository."""
    outer = make_repo(scene.root.parent)
    sh("git", "-c", "advice.addEmbeddedRepo=false", "add", scene.root.name, cwd=outer)
    return lambda: shutil.rmtree(outer / ".git")


def a_signer_that_fails(scene: Scene) -> Undo:
    """Have a program sign that cannot."""
    scene.config(commit_gpgSign="true", gpg_program="false")
    return lambda: scene.config(commit_gpgSign="false")


def git_at_work(scene: Scene) -> Undo:
    """Have another git at work on the index."""
    lock = write_file(scene.root, ".git/index.lock", "")
    return lock.unlink


def a_branch_that_is_locked(scene: Scene) -> Undo:
    """Have another git at work on the branch."""
    lock = write_file(scene.root, ".git/refs/heads/main.lock", "")
    return lock.unlink


def a_hook_that_stages_more(scene: Scene) -> Undo:
    """Have a hook that stages a file of the user's."""
    write_file(scene.root, "lib.py", "2\n")
    hook(scene.root, "pre-commit", "git add lib.py")
    return lambda: hook(scene.root, "pre-commit", "exit 0")


def a_hook_that_empties(scene: Scene) -> Undo:
    """Have a hook that spoils the record and stages it."""
    hook(scene.root, "pre-commit", f": > {RECORD}; git add {RECORD}")
    return lambda: hook(scene.root, "pre-commit", "exit 0")


def a_filter_that_fails(scene: Scene) -> Undo:
    """Have a filter that must run, and does not."""
    scene.git("config", "filter.x.clean", '[ -z "$RCALOG_TRANSACTION" ] && cat')
    scene.git("config", "filter.x.required", "true")
    attributes = write_file(scene.root, ".git/info/attributes", "*.yaml filter=x\n")
    return attributes.unlink


def read_only_files(scene: Scene) -> Undo:
    """May not write where the records are."""
    return _read_only(scene.root / "incidents")


def read_only_git(scene: Scene) -> Undo:
    """May not write into the git folder."""
    return _read_only(scene.root / ".git")


def read_only_objects(scene: Scene) -> Undo:
    """May not write git's objects."""
    return _read_only(scene.root / ".git/objects")


def read_only_branches(scene: Scene) -> Undo:
    """May not move the branch."""
    return _read_only(scene.root / ".git/refs")


def a_link_for_a_folder(scene: Scene) -> Undo:
    """Have the records behind a symbolic link."""
    folder, aside = scene.root / "incidents/2026", scene.root.with_name("aside")
    folder.rename(aside)
    folder.symlink_to(aside)

    def end() -> None:
        folder.unlink()
        aside.rename(folder)

    return end


def inside_a_commit_of_ours(scene: Scene) -> Undo:
    """Run in a hook of a commit that rcalog makes."""
    scene.env["RCALOG_TRANSACTION"] = str(os.getppid())
    return scene.env.clear


NEAR = [
    AM,
    *map(Obstacle, (a_signer_that_fails, git_at_work, a_filter_that_fails, read_only_files, read_only_git)),
]
"""What no other test meets."""

OBSTACLES = [
    *NEAR,
    *OPERATIONS,
    Obstacle(in_a_submodule, waits=True),
    Obstacle(read_only_objects),
    *map(Obstacle, (a_branch_that_is_locked, a_hook_that_stages_more, a_hook_that_empties, read_only_branches)),
    *map(Obstacle, (a_link_for_a_folder, inside_a_commit_of_ours)),
]


def problems(scratch: Path, obstacle: Obstacle) -> list[str]:
    """Write where something is in the way, let that end, and return what does not hold."""
    scene = Scene(plain(scratch / "log"))
    write_file(scene.root, "app.py", "2\n")
    scene.git("add", "app.py")
    end = obstacle.begin(scene)
    before = snapshot(scene.root)
    first = _types(scene, "note", "-i", ID, TYPED)
    same, kept = snapshot(scene.root) == before, _drafts(scene)
    end()
    second = _types(scene, "note", "-i", ID, LATER)
    resumed = [_types(scene, "drafts", "resume", each) for each in _drafts(scene)]
    found = {
        f"exit code {first.code}: {first.said}": first.code != (0 if obstacle.waits else 1),
        f"something has changed: {before} became {snapshot(scene.root)}": not same,
        f"the draft is not named: {first.said}": not any(each in first.said for each in kept) or len(kept) != 1,
        f"the next command: {second.said}": second.code != 0,
        f"what was kept: {[each.said for each in resumed]}": any(each.code for each in resumed),
        "it is not in the record": not all(scene.git("log", "--oneline", f"-S{text}") for text in (TYPED, LATER)),
        "drafts are left": bool(_drafts(scene)),
        "not all is committed": scene.git("status", "--porcelain", "incidents") != "",
        "fsck": bool(sh("git", "fsck", "--no-dangling", cwd=scene.root, check=False)),
    }
    return [f"{obstacle}: {told}" for told, is_so in found.items() if is_so]


def _types(scene: Scene, *words: str) -> Ended:
    return typed(*words, cwd=scene.root, env=scene.env, unprivileged=True)


def _drafts(scene: Scene) -> list[str]:
    return [draft.id for draft in Logbook.open(scene.root, clock=StillClock()).drafts.list()]


def _read_only(folder: Path) -> Undo:
    """Take the right to write away; the rights that it had come back."""
    modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")] if not path.is_symlink()}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)

    def end() -> None:
        for path, mode in modes.items():
            path.chmod(mode)

    return end


DISKS = [
    *(("size={}k", room) for room in range(0, 256, 4)),
    *(("size=4m,nr_inodes={}", names) for names in range(40)),
    ("ro", 0),
]
"""Disks with more and more room, from none up to what a write takes, for files and for names; and one that is read-only."""


def run(count: int, seed: int, folder: Path) -> Row:
    """Meet so many: all obstacles, then all disks, and again."""
    tally = Tally(seed)
    if not _can_mount(folder):
        return Row(left_out="file systems cannot be mounted here")
    for case in tally.cases(count):
        number = case % (len(OBSTACLES) + len(DISKS))
        scratch = folder / f"{case}"
        scratch.mkdir()
        met = problems(scratch, OBSTACLES[number]) if number < len(OBSTACLES) else []
        met += _on_a_disk(scratch, *DISKS[number - len(OBSTACLES)]) if number >= len(OBSTACLES) else []
        for said in met:
            tally.fail(case, said)
        shutil.rmtree(scratch)
    return tally.row()


def _on_a_disk(scratch: Path, options: str, room: int) -> list[str]:
    place = scratch / "disk"
    place.mkdir(exist_ok=True)
    sh("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place), cwd=scratch)
    try:
        scene = Scene(plain(place / "log"))
        for sample in scene.root.glob(".git/hooks/*"):
            sample.unlink()
        before = snapshot(scene.root)
        used = os.statvfs(place)
        taken = (used.f_blocks - used.f_bfree) * used.f_frsize // 1024
        limit = room + (taken if "{}k" in options else used.f_files - used.f_ffree)
        sh("mount", "-o", f"remount,{options.format(limit)}", str(place), cwd=scratch)
        first = typed("note", "-i", ID, TYPED, cwd=scene.root)
        sh("mount", "-o", "remount,rw,size=4m,nr_inodes=4000", str(place), cwd=scratch)
        is_in = bool(scene.git("log", "--oneline", f"-S{TYPED}"))
        same = snapshot(scene.root) == before
        second = typed("note", "-i", ID, LATER, cwd=scene.root)
        found = {
            f"exit code {first.code}: {first.said}": first.code not in (0, 1),
            f"acknowledged, and not there: {first.said}": first.code == 0 and not is_in,
            f"refused, and something has changed: {first.said}": first.code == 1 and not (same or is_in),
            f"it is not kept: {first.said}": first.code == 1 and not is_in and "kept" not in first.said,
            f"the next command: {second.said}": second.code != 0,
            "fsck": bool(sh("git", "fsck", "--no-dangling", cwd=scene.root, check=False)),
            "not all is committed": scene.git("status", "--porcelain", "incidents") != "",
        }
        return [f"{options.format(room)}: {told}" for told, is_so in found.items() if is_so]
    finally:
        sh("umount", "-l", str(place), cwd=scratch)


def _can_mount(scratch: Path) -> bool:
    """Say whether file systems can be mounted here."""
    done = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", scratch], capture_output=True, check=False)
    return done.returncode == 0 and subprocess.run(["umount", scratch], check=False).returncode == 0
