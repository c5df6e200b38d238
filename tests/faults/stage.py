"""A logbook with an honest past, and whoever means it ill: what attacks on the trail begin with.

`prepare(folder, seed)` makes the past with rcalog itself; `Stage(folder, seed)` is one to attack. All dates are fixed.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random

from rcalog.logbook.book import Logbook
from rcalog.services.auditing import Audited, Scope, audit
from tests.helpers import cli, git
from tests.helpers.desk import golden_text
from tests.helpers.logbooks import NOW, StillClock

PAYMENTS, SEARCH, CLOSED = "20261120-paydn", "20261119-srchx", "20170131-k7f3q"
CLOSED_FILE = "incidents/2017/01/20170131-k7f3q-production-database-deleted.yaml"
CONFIG = {
    "user.name": "Ana Silva",
    "user.email": "ana@example.org",
    "core.hooksPath": "/dev/null",
    "gc.auto": "0",
    "advice.graftFileDeprecated": "false",
}
LINES = (
    f"new Payments down --id {PAYMENTS} --severity sev2 --started 13:00 --service web",
    f"new Search slow --id {SEARCH} --severity sev3 --started 2026-11-19T09:00Z",
    f"note -i {PAYMENTS} --at 13:10 alert fired",
    f"note -i {PAYMENTS} --at 13:20 --verbatim 'ERROR: too many clients already'",
    f"mark mitigated rolled back, error rate at 0 -i {PAYMENTS}",
    f"set tags+=cards -i {PAYMENTS}",
    f"action add Alert on replica lag @ana 2w -i {SEARCH}",
)
CHOICES = (
    "note -i {ref} --at 13:{minute} looked at the graphs",
    "set tags+=t{minute} -i {ref}",
    "set summary='{minute} of 60 orders were lost' -i {ref}",
    "action add 'Look at part {minute}' @li 3w -i {ref}",
    "undo",
)


def prepare(folder: Path, seed: int = 0, more: int = 0) -> None:
    """Make a remote with an honest past in `folder`, and Ana's clone of it, which has audited it."""
    random, root = Random(seed), folder / "ana"
    git.make_repo(folder / "remote.git", "--bare", "--initial-branch=main")
    git.make_repo(root, "--initial-branch=main")
    configure(root)
    stage = Stage(folder, seed)
    stage.rcalog("init")
    git.write_file(root, CLOSED_FILE, golden_text(status="closed"))
    stage.rcalog(f"save {CLOSED}")
    for line in LINES:
        stage.rcalog(line)
    for _ in range(more):
        line = random.choice(CHOICES).format(ref=random.choice((PAYMENTS, SEARCH)), minute=random.randint(10, 59))
        stage.rcalog(line)
    git.run("git", "remote", "add", "origin", "../remote.git", cwd=root)
    git.run("git", "push", "--quiet", "--set-upstream", "origin", "main", cwd=root)
    assert [each.message for each in stage.audit().alarms] == []


def prepare_signed(folder: Path) -> None:
    """Make the same past, and a list of who may sign at its end; Ana signs."""
    prepare(folder)
    stage = Stage(folder)
    key(stage, "ana")
    stage.git("config", "commit.gpgSign", "true")
    allow(stage, 1, "ana")
    stage.commit("Commits are signed from here on")
    stage.rcalog(f"set tags+=signed -i {PAYMENTS}")
    assert [each.message for each in stage.audit().alarms] == []


def key(stage: Stage, name: str) -> str:
    """Let somebody's key sign in a clone, and return the line that allows it."""
    file = stage.root / ".git" / f"key-{name}"
    if not file.exists():
        git.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(file), cwd=stage.root)
    stage.git("config", "gpg.format", "ssh")
    stage.git("config", "user.signingKey", f".git/key-{name}")
    return f"{name}@example.org {file.with_suffix('.pub').read_text()}"


def allow(stage: Stage, version: int, *names: str) -> None:
    """Write the list of those whose keys may sign."""
    now = stage.git("config", "user.signingKey") if stage.root.joinpath(".git/key-ana").exists() else ""
    lines = [key(stage, name) for name in names]
    git.write_file(stage.root, ".rcalog/allowed_signers", "".join([f"# version {version}\n", *lines]))
    stage.git("config", "user.signingKey", now or f".git/key-{names[0]}")


def configure(root: Path, **more: str) -> None:
    """Set what git goes by in a clone."""
    for key, value in (CONFIG | {name.replace("_", "."): text for name, text in more.items()}).items():
        git.run("git", "config", key, value, cwd=root)


@dataclass
class Stage:
    """A clone to attack; `random` says where."""

    folder: Path
    seed: int = 0
    name: str = "ana"
    env: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The folder of the clone."""
        return self.folder / self.name

    @property
    def remote(self) -> Path:
        """The repository that all clones are of."""
        return self.folder / "remote.git"

    @cached_property
    def random(self) -> Random:
        """What the attack takes its choices from."""
        return Random(self.seed)

    def dates(self, minutes: int = 1) -> dict[str, str]:
        """Return the environment for a commit so many minutes after the newest one."""
        at = f"@{self.now(minutes).timestamp():.0f} +0000"
        return {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}

    def now(self, minutes: int = 1) -> datetime:
        """Return the moment that is so many minutes after the newest commit."""
        told = git.run("git", "log", "-1", "--format=%ct", cwd=self.root, check=False)
        return datetime.fromtimestamp(int(told), UTC) + timedelta(minutes=minutes) if told else NOW

    def typed(self, line: str, **env: str) -> cli.Ran:
        """Type a command of rcalog."""
        whole = self.dates() | self.env | env
        return cli.run(*shlex.split(line), cwd=self.root, env=whole, clock=StillClock(self.now()))

    def rcalog(self, line: str, **env: str) -> cli.Ran:
        """Type a command of rcalog; it must work."""
        ran = self.typed(line, **env)
        assert ran.code == 0, (line, ran)
        return ran

    def git(self, *args: str, minutes: int = 1, stdin: bytes | None = None, check: bool = True, **env: str) -> str:
        """Run git, with the dates of a commit that comes next."""
        whole = self.dates(minutes) | self.env | env
        words = [f"{name}={value}" for name, value in whole.items()]
        return git.run("env", *words, "git", *args, cwd=self.root, stdin=stdin, check=check)

    def file(self, ref: str = PAYMENTS) -> Path:
        """Return the file of a record."""
        return next(self.root.glob(f"incidents/*/*/{ref}*.yaml"))

    def swap(self, old: str, new: str, ref: str = PAYMENTS) -> None:
        """Change a record by hand."""
        text = self.file(ref).read_text(encoding="utf-8")
        assert old in text, (old, text)
        self.file(ref).write_text(text.replace(old, new, 1), encoding="utf-8")

    def message(self, rev: str = "HEAD") -> str:
        """Return the message of a commit."""
        return self.git("log", "-1", "--format=%B", rev)

    def commit(self, message: str, minutes: int = 1) -> None:
        """Commit everything, with git alone."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "-m", message, minutes=minutes)

    def push(self) -> None:
        """Push by force, and let the clone know."""
        self.git("push", "--quiet", "--force", "origin", "HEAD:main")

    def clone(self, name: str) -> Stage:
        """Return a clone of somebody else."""
        git.run("git", "clone", "--quiet", "remote.git", name, cwd=self.folder)
        configure(self.folder / name, user_email=f"{name}@example.org", user_name=name.title())
        return Stage(self.folder, self.seed, name)

    def audit(self, scope: Scope | None = None) -> Audited:
        """Return what an audit of the clone finds, a day after everything."""
        return audit(self.book(), scope or Scope(), now=NOW + timedelta(days=1))

    def book(self) -> Logbook:
        """Return the logbook of the clone."""
        return Logbook.open(self.root, clock=StillClock())

    def rules(self, scope: Scope | None = None) -> set[str]:
        """Return the rules of what an audit finds, hints left out."""
        return {each.rule for each in self.audit(scope).alarms}
