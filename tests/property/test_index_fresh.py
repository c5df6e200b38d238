"""Whatever people and git do to the files, the index says what the records say."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from rcalog.logbook.book import Logbook
from rcalog.logbook.index.store import of_this_version
from tests.helpers.git import make_repo, run
from tests.helpers.indexes import kept_in, read_by
from tests.helpers.logbooks import StillClock, record_text

A, B = "20170131-k7f3q", "20261120-paydn"
PATHS = st.sampled_from(
    [
        "2017/01/a.yaml",
        "2017/01/b b.yaml",
        "2026/11/支付.yaml",
        "c.yaml",
        ".hidden/d.yaml",
        "notes.txt",
        "2026/11/e\udcff.yaml",
    ]
)
TEXTS = st.sampled_from(
    [
        record_text(A, "Production database deleted"),
        record_text(A, "Production database dropped"),
        record_text(B, "支付服务宕机", "actions:", "- action: Alert on lag", "  due: 2026-12-01", status="ongoing"),
        record_text(
            A,
            "Why",
            *(
                "whys:",
                "- leg: defence",
                "  problem: No copy",
                "  because:",
                "  - Nobody looked",
                "  - cause: Disk full",
            ),
            *("    end: root-cause", "timeline:", "- event: seen", "  at: 2017-01-31T10:00:00Z", "  type: detection"),
        ),
        record_text(B, "Payments down", "tags: [db, 数据库]").replace("\n", "\r\n"),
        record_text(A, status="fixed"),
        "status: [",
        "",
    ]
)
ANYTHING = settings(max_examples=8, stateful_step_count=40, phases=[Phase.generate])
"""What a run finds names the step; to shrink it takes minutes."""


class Files(RuleBasedStateMachine):
    """A repository that people and git work in, and its index."""

    def __init__(self) -> None:
        super().__init__()
        self.home = TemporaryDirectory(prefix="rcalog-test-", dir=os.environ["HOME"])
        self.top = make_repo(Path(self.home.name) / "log")

    @initialize(ignores=st.booleans(), form=st.sampled_from(["", "text eol=lf", "text eol=crlf"]))
    def begin(self, *, ignores: bool, form: str) -> None:
        """Make a logbook with one commit."""
        self.write(".rcalog/config.toml", "")
        self.write(".gitattributes", f"incidents/** {form}\n")
        if ignores:
            self.write(".gitignore", "b*.yaml\n")
        self.write("incidents/2017/01/a.yaml", record_text(A))
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "first")
        self.book = Logbook.open(self.top, clock=StillClock())

    def write(self, path: str, text: str) -> None:
        """Write a file, whatever is in its place."""
        file = self.top / path
        with suppress(OSError):
            file.unlink()
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())

    def git(self, *args: str) -> None:
        """Run git, which may refuse."""
        run("git", *args, cwd=self.top, check=False)

    @rule(path=PATHS, text=TEXTS)
    def edit(self, path: str, text: str) -> None:
        """Write a record, or something else."""
        self.write(f"incidents/{path}", text)

    @rule(
        path=PATHS, other=PATHS, how=st.sampled_from(["rename", "link", "folder", "delete", "mode", "touch", "rm -r"])
    )
    def disturb(self, path: str, other: str, how: str) -> None:
        """Do what else a file can suffer."""
        file, second = self.top / "incidents" / path, self.top / "incidents" / other
        with suppress(OSError, shutil.Error):
            match how:
                case "rename":
                    file.rename(second)
                case "link":
                    file.unlink(missing_ok=True)
                    file.symlink_to(second)
                case "folder":
                    file.unlink()
                    file.mkdir()
                case "delete":
                    file.unlink()
                case "mode":
                    file.chmod(0o755)
                case "touch":
                    os.utime(file, (0, 0))
                case _:
                    shutil.rmtree(file.parent)

    @rule(
        command=st.sampled_from(
            [
                "add --all --force",
                "commit --quiet --all --allow-empty -m change",
                "commit --quiet --amend --all --allow-empty -m amended",
                "checkout --quiet --force -B one",
                "checkout --quiet --force -B two HEAD~1",
                "checkout --quiet one",
                "checkout --quiet --force --detach two",
                "checkout --quiet --orphan new",
                "merge --quiet -m merged one",
                "merge --abort",
                "rebase --quiet one",
                "rebase --abort",
                "reset --quiet --hard HEAD~1",
                "reset --quiet --soft HEAD~1",
                "reset --quiet one",
                "stash push --quiet --include-untracked",
                "stash pop --quiet",
                "rm --quiet -r --cached incidents/2017",
                "mv incidents/2017 incidents/moved",
                "clean --quiet --force -x -d incidents/2026",
                "update-index --assume-unchanged incidents/2017/01/a.yaml",
                "update-index --skip-worktree incidents/2017/01/a.yaml",
                "update-index --no-assume-unchanged --no-skip-worktree incidents/2017/01/a.yaml",
                "sparse-checkout set --no-cone incidents/2026",
                "sparse-checkout disable",
                "-c gc.reflogExpire=now gc --quiet --prune=now",
                "config core.autocrlf true",
            ]
        )
    )
    def git_works(self, command: str) -> None:
        """Have git change files, its index, or what HEAD is."""
        self.git(*command.split())

    @rule(what=st.sampled_from(["deleted", "torn", "another process", "git index"]))
    def harm(self, what: str) -> None:
        """Take the index away, or spoil it, or open it anew."""
        file = Path(of_this_version(f"{self.top}/.git/rcalog/index.db"))
        if what == "git index":
            (self.top / ".git/index").unlink(missing_ok=True)
        elif what == "deleted":
            shutil.rmtree(file.parent, ignore_errors=True)
        elif what == "torn" and file.parent.is_dir():
            file.write_bytes(b"SQLite format 3\0" + bytes(5000))
        if what != "git index":
            self.write(".rcalog/config.toml", "")
            self.book = Logbook.open(self.top, clock=StillClock())

    @rule(early=st.booleans())
    def look(self, *, early: bool) -> None:
        """Compare: every row is what the strict reader makes of the file as it is."""
        assert kept_in(self.book, early=early) == read_by(self.book)

    def teardown(self) -> None:
        """Compare once more, and leave nothing behind."""
        try:
            self.look(early=True)
        finally:
            self.home.cleanup()


Files.TestCase.settings = ANYTHING
TestFiles = Files.TestCase
