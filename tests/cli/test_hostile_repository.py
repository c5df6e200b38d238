"""A repository that somebody else has prepared: reading a logbook in it runs nothing that it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN_FILE, Desk, golden_desk
from tests.helpers.git import git_commit, hook, make_repo, run

pytestmark = pytest.mark.untraced

RUNS = (
    *("core.pager", "pager.log", "pager.diff", "pager.status", "core.editor", "core.fsmonitor", "core.sshCommand"),
    *("core.askPass", "core.gitProxy", "core.alternateRefsCommand", "sequence.editor", "diff.external", "gpg.program"),
    *("gpg.ssh.program", "interactive.diffFilter", "diff.evil.command", "diff.evil.textconv", "merge.evil.driver"),
    *("credential.helper", "uploadpack.packObjectsHook", "trailer.Incident.cmd", "trailer.Incident.command"),
    *("alias.log", "alias.status", "alias.cat-file", "blame.ignoreRevsFile", "rcalog.editor", "rcalog.pager"),
)
ATTRIBUTES = "*.yaml diff=evil merge=evil text eol=lf\n"
HOOKS = ("pre-commit", "post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman", "pre-push")
READS = (
    *(
        "",
        "list",
        "list --json",
        "search recover",
        "search --history recover",
        "actions",
        "check",
        "check --since HEAD~1",
    ),
    *(
        "show k7f3q",
        "show k7f3q --at HEAD~1",
        "history k7f3q",
        "history",
        "report k7f3q",
        "review k7f3q",
        "similar k7f3q",
    ),
    *("doctor", "drafts", "conflicts", "audit", "why k7f3q --show", "set severity=sev1 -i k7f3q --dry-run"),
    *("undo --dry-run", "redact --found --dry-run", "note 13:00 x -i k7f3q --dry-run", "schema"),
)


@pytest.fixture
def trapped(tmp_path: Path) -> Desk:
    """Return a desk in a repository whose configuration, attributes and hooks leave a mark when one of them runs."""
    desk = golden_desk(tmp_path / "log")
    git_commit(desk.root, {".gitattributes": ATTRIBUTES, GOLDEN_FILE: desk.text() + "x_a: b\n"})
    for key in RUNS:
        run("git", "config", key, f"touch {tmp_path / 'ran'}-{key.replace('.', '-')}; :", cwd=desk.root)
    for key, value in {
        "log.showSignature": "true",
        "diff.submodule": "log",
        "core.hooksPath": str(desk.root / "h"),
    }.items():
        run("git", "config", key, value, cwd=desk.root)
    for name in HOOKS:
        hook(desk.root, name, f"touch {tmp_path}/ran-{name}")
    (desk.root / ".git/hooks").rename(desk.root / "h")
    desk.write(desk.text() + "x_c: d\n")
    return desk


def ran(desk: Desk) -> list[str]:
    """Return what has left its mark."""
    return sorted(path.name for path in desk.root.parent.glob("ran-*"))


def test_reading_runs_nothing(trapped: Desk) -> None:
    """No pager, diff, textconv, signature check, monitor, alias or hook, whichever command reads."""
    codes = {line: trapped(line, RCALOG_NO_INPUT="1").code for line in READS}
    assert ({line for line, code in codes.items() if code not in (0, 1, 4)}, ran(trapped)) == (set(), [])


def test_a_revision_is_no_option(tmp_path: Path) -> None:
    """Whatever is typed for a revision names a commit, or nothing."""
    desk = golden_desk(tmp_path / "log")
    revisions = ("--output=../ran-output", "-p", "--all", "HEAD --exec=touch", "@{upstream", ":/x", "^HEAD", "")
    lines = ("check '--since={}'", "show k7f3q '--at={}'", "undo -- '{}'", "audit '--since={}'")
    codes = {line.replace("{}", rev): desk(line.replace("{}", rev)).code for line in lines for rev in revisions}
    assert ({line for line, code in codes.items() if code not in (1, 2, 4)}, ran(desk)) == (set(), [])


def test_a_repository_inside(tmp_path: Path) -> None:
    """A bare repository among the files of another one is not taken for the one to work in."""
    desk = golden_desk(tmp_path / "log")
    inner = make_repo(desk.root / "docs", "--bare")
    run("git", "config", "core.worktree", str(tmp_path / "evil"), cwd=inner)
    run("git", "config", "core.fsmonitor", f"touch {tmp_path}/ran-inner; :", cwd=inner)
    for line in ("list", "check", ""):
        desk(line, below="docs")
    assert ran(desk) == []


def test_an_address_that_runs_something(tmp_path: Path) -> None:
    """It is refused before git sees it."""
    desk = golden_desk(tmp_path / "log")
    run("git", "config", "protocol.ext.allow", "always", cwd=desk.root)
    for url in ("ext::sh -c 'touch {}/ran-url'", "--upload-pack=touch {}/ran-url", "-u", "fd::17"):
        run("git", "config", "remote.origin.url", url.replace("{}", str(tmp_path)), cwd=desk.root)
        for line in ("sync --json", "sync --dry-run --json"):
            found = desk(line)
            assert (found.code, found.json["errors"][0]["code"]) == (1, "unsafe-url")
    assert ran(desk) == []


def test_an_order_of_files_that_is_not_there(tmp_path: Path) -> None:
    """A setting of the user that names a missing file stops no read."""
    desk = golden_desk(tmp_path)
    run("git", "config", "diff.orderFile", "/missing", cwd=desk.root)
    assert [desk(line).code for line in ("history k7f3q", "search --history restore")] == [0, 0]
