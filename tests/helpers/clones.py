"""Several people who share a logbook: a bare repository, and a desk at each clone of it."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.cli import Ran
from tests.helpers.desk import Desk
from tests.helpers.git import git_commit, make_repo, run
from tests.helpers.logbooks import record_text
from tests.helpers.stock import stocked

ID = "20261120-paydn"
FILE = f"incidents/2026/11/{ID}-payments-down.yaml"
TEXT = record_text(ID, "Payments down", "tags:", "  - cards", "  - web")
NAMES = ("ana", "li")


def _made(folder: Path, below: str) -> None:
    files: dict[str, str | bytes | None] = {
        f"{below}/.rcalog/config.toml": "",
        f"{below}/.gitattributes": "incidents/**/*.yaml text eol=lf merge=rcalog\n",
        f"{below}/{FILE}": TEXT,
        "README": "a service\n",
    }
    make_repo(folder / "remote.git", "--bare")
    git_commit(make_repo(folder / "ana"), files, "begin")
    run("git", "remote", "add", "origin", "../remote.git", cwd=folder / "ana")
    run("git", "push", "--quiet", "--set-upstream", "origin", "main", cwd=folder / "ana")


class Clones:
    """A remote with clones of it; their addresses are relative, so that all of it can be copied."""

    def __init__(self, folder: Path, *names: str, below: str = ".") -> None:
        self.folder = stocked(folder, ("clones", below), lambda made: _made(made, below))
        self.remote = self.folder / "remote.git"
        for name in names or NAMES[1:]:
            run("git", "clone", "--quiet", "remote.git", name, cwd=self.folder)
            run("git", "config", "remote.origin.url", "../remote.git", cwd=self.folder / name)
        self.desks = [Desk.at(self.folder / name / below) for name in ("ana", *(names or NAMES[1:]))]

    def heads(self) -> set[str]:
        """Return the commits that the remote and the clones have; one, where all have the same."""
        return {
            run("git", "rev-parse", "main", cwd=each) for each in (self.remote, *(desk.root for desk in self.desks))
        }

    def until_same(self) -> list[Ran]:
        """Let everybody sync, the first one twice."""
        return [desk("sync") for desk in (*self.desks, *self.desks[:-1])]
