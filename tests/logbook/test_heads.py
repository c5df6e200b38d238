"""What a commit holds, read where it is read fastest."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.git.heads import Held
from tests.helpers.git import git_commit, make_repo, open_repo, write_file


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_what_a_commit_has(form: str, tmp_path: Path) -> None:
    """Of files that lie there as they are, were changed, or are gone; nothing of what is none, or was never there."""
    top = make_repo(tmp_path / "repo", f"--object-format={form}")
    names = ["as it is", "changed", "gone", "line\nend missing", "连接池", "odd", "empty", "below/one"]
    files: dict[str, str | bytes | None] = {name: f"{name}\n" for name in names}
    git_commit(top, files | {"odd": b"\xff", "empty": "", "large": "x" * 600_000}, "all")
    repo = open_repo(top)
    write_file(top, "changed", "changed since\n")
    write_file(top, "new", "new\n")
    (top / "gone").unlink()
    found = Held(repo.place, repo.resolve("HEAD"), [*names, "new", "below", "x missing\n", "large"]).texts()
    assert found.pop("large") == "x" * 600_000
    assert found == {name: f"{name}\n" for name in names} | {"odd": "\ufffd", "empty": ""}


def test_many_names(tmp_path: Path) -> None:
    """More names than a pipe takes at once are asked all the same; of none, git is not asked."""
    top = make_repo(tmp_path / "repo")
    names = [f"{number:04}-{'name' * 20}" for number in range(1500)]
    git_commit(top, {names[7]: "text", names[1400]: "more"}, "two")
    repo = open_repo(top)
    head = repo.resolve("HEAD")
    assert Held(repo.place, head, names).texts() == {names[7]: "text", names[1400]: "more"}
    assert Held(repo.place, head, []).texts() == {}
