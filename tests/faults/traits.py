"""How a repository is made, where it lies and how it is set up, as far as that could matter to whoever commits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers import cli
from tests.helpers.git import git_commit, make_repo, open_repo, write_file
from tests.helpers.git import run as sh
from tests.helpers.logbooks import ID, StillClock, record_text

RECORD = f"incidents/2026/11/{ID}-payments-down.yaml"


@dataclass
class Scene:
    """A logbook at `root`, in a repository of some kind, and what is set around it."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)

    def git(self, *words: str, stdin: bytes | None = None) -> str:
        """Run git there."""
        return sh("git", *words, cwd=self.root, stdin=stdin)

    def config(self, **settings: str) -> None:
        """Set keys of git's configuration there; an underscore stands for the dot."""
        for key, value in settings.items():
            self.git("config", key.replace("_", ".", 1), value)

    def types(self, *words: str, stdin: str = "") -> cli.Ran:
        """Type a command line."""
        return cli.run(*words, cwd=self.root, env=self.env, stdin=stdin, clock=StillClock())


Trait = Callable[[Scene], None]


def filled(folder: Path, *options: str) -> Path:
    """Make a repository with a logbook of one record, and with files of the user's."""
    text = record_text(ID, "Payments down", "times: {started: 2026-11-20T13:00:00+00:00}", status="ongoing")
    files = {".rcalog/config.toml": "", RECORD: text, "app.py": "1\n", "lib.py": "1\n", "far/a.txt": "1\n"}
    git_commit(make_repo(folder, *options), files)
    return folder


def plain(folder: Path) -> Path:
    """Make a repository as it is by default."""
    return filled(folder)


def sha256(folder: Path) -> Path:
    """Make a repository with long ids."""
    return filled(folder, "--object-format=sha256")


def shallow(folder: Path) -> Path:
    """Clone only the last commit."""
    source = filled(folder.with_name("source"))
    git_commit(source, {"app.py": "1\n\n"})
    sh("git", "clone", "-q", "--depth=1", f"file://{source}", str(folder), cwd=source)
    return folder


def partial(folder: Path) -> Path:
    """Clone without the blobs that nobody has asked for yet."""
    source = filled(folder.with_name("source"))
    sh("git", "config", "uploadpack.allowFilter", "true", cwd=source)
    sh("git", "clone", "-q", "--filter=blob:none", f"file://{source}", str(folder), cwd=source)
    return folder


def borrowing(folder: Path) -> Path:
    """Clone with the objects of another repository as alternates."""
    source = filled(folder.with_name("source"))
    sh("git", "clone", "-q", "--shared", str(source), str(folder), cwd=source)
    return folder


def linked(folder: Path) -> Path:
    """Make a linked work tree, with a configuration of its own."""
    first = filled(folder.with_name("first"))
    sh("git", "config", "extensions.worktreeConfig", "true", cwd=first)
    sh("git", "worktree", "add", "-q", str(folder), "-b", "second", cwd=first)
    return folder


def separate(folder: Path) -> Path:
    """Make a repository whose git folder lies elsewhere."""
    return filled(folder, "--separate-git-dir", str(folder.with_name("elsewhere")))


def tables(folder: Path) -> Path:
    """Make a repository whose references are in a table."""
    return filled(folder, "--ref-format=reftable")


def can_do_tables() -> bool:
    """Say whether the installed git knows references in a table."""
    return "--ref-format" in sh("git", "init", "-h", cwd=Path("/"), check=False)


BIRTHS = [plain, sha256, shallow, partial, borrowing, linked, separate, *([tables] if can_do_tables() else [])]
NAMES = ["log", "my log", "日志", "-log", "a\nb", "ünïcode 'quoted' \"twice\" $HOME", "[x]*?:(top)"]


def reached_by_a_link(scene: Scene) -> None:
    """Stand in the logbook by way of a symbolic link."""
    link = scene.root.with_name("link")
    link.symlink_to(scene.root)
    scene.root = link


def detached(scene: Scene) -> None:
    """Have no branch checked out."""
    scene.git("checkout", "-q", "--detach")


def packed(scene: Scene) -> None:
    """Have all references and objects in packs."""
    scene.git("pack-refs", "--all")
    scene.git("gc", "-q")


def split_index(scene: Scene) -> None:
    """Have an index in two files."""
    scene.config(core_splitIndex="true")
    scene.git("update-index", "--split-index")


def index_v4(scene: Scene) -> None:
    """Have an index with shortened names, and one that knows what is untracked."""
    scene.config(index_version="4", core_untrackedCache="true")
    scene.git("update-index", "--index-version=4", "--untracked-cache")


def watched(scene: Scene) -> None:
    """Have a file system monitor that says that anything may have changed."""
    script = write_file(scene.root.with_name("monitor"), "never", "#!/bin/sh\nprintf 'token\\0/\\0'\n")
    script.chmod(0o755)
    scene.config(core_fsmonitor=str(script))


def sparse(scene: Scene) -> None:
    """Have a sparse checkout that leaves other folders out, and the months to come."""
    scene.git("sparse-checkout", "set", "--cone", "--sparse-index", "incidents/2026/11", ".rcalog")


def crlf(scene: Scene) -> None:
    """Have files checked out with CRLF."""
    scene.config(core_autocrlf="true", core_safecrlf="false")
    _checked_out_anew(scene)


def filtered(scene: Scene) -> None:
    """Have a filter that stores something else than what stands in the files."""
    for way in ("clean", "smudge"):
        scene.git("config", f"filter.rot.{way}", "tr a-z n-za-m")
    git_commit(scene.root, {".gitattributes": "*.yaml filter=rot\n"})
    scene.git("add", "--renormalize", "incidents")
    scene.git("commit", "-q", "-m", "filtered")


def careless(scene: Scene) -> None:
    """Have a file system that takes upper and lower case for the same, and other forms of letters."""
    scene.config(core_ignorecase="true", core_precomposeunicode="true", core_fileMode="false", core_trustctime="false")


def replaced(scene: Scene) -> None:
    """Have the last commit replaced by another one."""
    other = scene.git("commit-tree", "-m", "another story", "HEAD^{tree}")
    scene.git("replace", "HEAD", other)


def signed(scene: Scene) -> None:
    """Have commits signed with an ssh key."""
    key = scene.root.with_name("key")
    sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key), cwd=Path("/"))
    scene.config(commit_gpgSign="true", gpg_format="ssh", user_signingKey=str(key))


def formatted(scene: Scene) -> None:
    """Have a hook that formats what is committed, and stages it."""
    script = 'f=$(git diff --cached --name-only --diff-filter=d -- incidents); [ -z "$f" ] && exit 0\n'
    script += 'grep -q "^# formatted" "$f" || echo "# formatted" >> "$f"; git add -- "$f"'
    _hook(scene, "pre-commit", script)


def hooked(scene: Scene) -> None:
    """Have hooks elsewhere that look at everything, and change the message."""
    folder = scene.root.with_name("hooks")
    for name, script in {
        "pre-commit": "git status >&2; git diff --cached >&2",
        "commit-msg": 'echo "Seen: yes" >> "$1"',
    }.items():
        write_file(folder, name, f"#!/bin/sh\n{script}\n").chmod(0o755)
    scene.config(core_hooksPath=str(folder))


def elsewhere(scene: Scene) -> None:
    """Have an environment that names another repository."""
    other = make_repo(scene.root.with_name("other"))
    git_commit(other, {"x": "1\n"})
    scene.env |= {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git/objects"),
        "GIT_PREFIX": "x/",
        "GIT_NAMESPACE": "x",
        "GIT_LITERAL_PATHSPECS": "0",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.bare",
        "GIT_CONFIG_VALUE_0": "true",
    }


def latin(scene: Scene) -> None:
    """Have another language and other encodings."""
    scene.config(i18n_commitEncoding="ISO-8859-1", i18n_logOutputEncoding="ISO-8859-1")
    scene.env |= {"LC_ALL": "C", "LANG": "C"}


def decorated(scene: Scene) -> None:
    """Have a configuration that changes what git prints."""
    scene.config(
        color_ui="always",
        core_quotePath="true",
        core_abbrev="12",
        status_short="true",
        diff_noprefix="true",
        log_showSignature="true",
        core_logAllRefUpdates="false",
    )
    scene.config(diff_mnemonicPrefix="true", diff_renames="copies", log_date="relative", format_pretty="oneline")


TRAITS: list[Trait] = [
    *(reached_by_a_link, detached, packed, split_index, index_v4, watched, sparse, crlf, filtered, careless, replaced),
    *(signed, formatted, hooked, elsewhere, latin, decorated),
]
APART = [{split_index, index_v4, watched, sparse}, {crlf, filtered}, {formatted, hooked}, {sparse, filtered}]
"""Of each of these only one at a time."""


def _checked_out_anew(scene: Scene) -> None:
    (scene.root / RECORD).unlink()
    scene.git("checkout", "--", RECORD)


def _hook(scene: Scene, name: str, script: str) -> None:
    folder = open_repo(scene.root).common_dir / "hooks"
    write_file(folder, name, f"#!/bin/sh\n{script}\n").chmod(0o755)
