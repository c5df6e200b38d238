"""Every kind of repository, and the same few writes in each: how it was made, where it lies, how it is set up.

`PYTHONPATH=. python -m tests.faults.repositories [SEED COUNT]` tries so many random combinations, each trait alone without a count.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.world import own_world
from tests.helpers import cli
from tests.helpers.git import git_commit, make_repo, open_repo, run, snapshot, write_file
from tests.helpers.logbooks import ID, StillClock, record_text

RECORD = f"incidents/2026/11/{ID}-payments-down.yaml"
ANSWERS = """\
rcalog: answers/v1
before:
  mitigated: {at: 2026-11-20T13:20:00+00:00, how: error rate at 0}
  timeline: [{at: 2026-11-20T13:00:00+00:00, event: No card is taken}]
legs:
  - leg: occurrence
    problem: No card was taken from 13:00
    because:
      - {cause: The certificate ran out, end: root-cause, changeable_by: ops}
    reads_true: true
"""


@dataclass
class Scene:
    """A logbook at `root`, in a repository of some kind, and what is set around it."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)

    def git(self, *words: str, stdin: bytes | None = None) -> str:
        """Run git there."""
        return run("git", *words, cwd=self.root, stdin=stdin)

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
    run("git", "clone", "-q", "--depth=1", f"file://{source}", str(folder), cwd=source)
    return folder


def partial(folder: Path) -> Path:
    """Clone without the blobs that nobody has asked for yet."""
    source = filled(folder.with_name("source"))
    run("git", "config", "uploadpack.allowFilter", "true", cwd=source)
    run("git", "clone", "-q", "--filter=blob:none", f"file://{source}", str(folder), cwd=source)
    return folder


def borrowing(folder: Path) -> Path:
    """Clone with the objects of another repository as alternates."""
    source = filled(folder.with_name("source"))
    run("git", "clone", "-q", "--shared", str(source), str(folder), cwd=source)
    return folder


def linked(folder: Path) -> Path:
    """Make a linked work tree, with a configuration of its own."""
    first = filled(folder.with_name("first"))
    run("git", "config", "extensions.worktreeConfig", "true", cwd=first)
    run("git", "worktree", "add", "-q", str(folder), "-b", "second", cwd=first)
    return folder


def separate(folder: Path) -> Path:
    """Make a repository whose git folder lies elsewhere."""
    return filled(folder, "--separate-git-dir", str(folder.with_name("elsewhere")))


def tables(folder: Path) -> Path:
    """Make a repository whose references are in a table."""
    return filled(folder, "--ref-format=reftable")


def can_do_tables() -> bool:
    """Say whether the installed git knows references in a table."""
    return "--ref-format" in run("git", "init", "-h", cwd=Path("/"), check=False)


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
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key), cwd=Path("/"))
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


@dataclass(frozen=True)
class Kind:
    """A kind of repository: how it was made, the name of its folder, and how it is set up."""

    birth: Callable[[Path], Path]
    name: str = "log"
    traits: tuple[Trait, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.birth.__name__, repr(self.name), *(trait.__name__ for trait in self.traits)])

    def made(self, scratch: Path) -> Scene:
        """Make it, with work of the user's that is staged and that is not."""
        scene = Scene(self.birth(scratch / self.name))
        for trait in self.traits:
            trait(scene)
        write_file(scene.root, "app.py", "2\n")
        scene.git("add", "app.py")
        write_file(scene.root, "lib.py", "2\n")
        return scene


def problems(scratch: Path, kind: Kind) -> list[str]:
    """Write a few times in a repository of this kind, and return what does not hold."""
    scene = kind.made(scratch)
    before = snapshot(scene.root, "incidents")
    found: list[str] = []
    for words, stdin in _lines(scene):
        head = scene.git("rev-parse", "HEAD")
        ran = scene.types(*words, stdin=stdin)
        found += [f"{words}: {each}" for each in _amiss(scene, ran, head)]
    if snapshot(scene.root, "incidents") != before:
        found.append(f"the user's own work: {before} became {snapshot(scene.root, 'incidents')}")
    if said := run("git", "fsck", "--no-dangling", cwd=scene.root, check=False):
        found.append(f"fsck: {said}")
    return found


def _lines(scene: Scene) -> Iterator[tuple[tuple[str, ...], str]]:
    yield ("new", "Mail down", "--started", "13:00", "--severity", "sev3"), ""
    yield ("note", "-i", ID, "线路 restored"), ""
    file = scene.root / RECORD
    file.write_bytes(file.read_bytes().replace(b"severity: sev2", b"severity: sev1"))
    yield ("save", ID), ""
    yield ("undo",), ""
    yield ("why", ID, "--answers", "-"), ANSWERS


def _amiss(scene: Scene, ran: cli.Ran, head: str) -> Iterator[str]:
    if ran.code:
        yield f"exit code {ran.code}: {ran.out}{ran.err}"
    if scene.git("rev-list", "--count", f"{head}..HEAD") != "1":
        yield f"not one commit: {scene.git('log', '--oneline', f'{head}..HEAD')}"
    changed = scene.git("diff-tree", "-r", "-z", "--name-only", "--no-commit-id", head, "HEAD").rstrip("\0").split("\0")
    if len(changed) != 1 or not changed[0].startswith("incidents/2026/11/"):
        yield f"it changed {changed}"
    if status := scene.git("status", "--porcelain", "--untracked-files=all", "--", "incidents"):
        yield f"left over: {status}"


def _checked_out_anew(scene: Scene) -> None:
    (scene.root / RECORD).unlink()
    scene.git("checkout", "--", RECORD)


def _hook(scene: Scene, name: str, script: str) -> None:
    folder = open_repo(scene.root).common_dir / "hooks"
    write_file(folder, name, f"#!/bin/sh\n{script}\n").chmod(0o755)


def each_alone() -> list[Kind]:
    """Return a kind for each trait, and for each way to make and to name a repository."""
    births, names = [Kind(birth) for birth in BIRTHS], [Kind(plain, name) for name in NAMES[1:]]
    return [*births, *names, *(Kind(plain, traits=(trait,)) for trait in TRAITS)]


def any_of_all(seed: int, count: int) -> list[Kind]:
    """Return so many combinations."""
    chance = random.Random(seed)
    kinds = []
    for _ in range(count):
        traits = chance.sample(TRAITS, chance.randint(1, 5))
        fit = [
            each
            for each in traits
            if not any(each in some and set(traits[: traits.index(each)]) & some for some in APART)
        ]
        kinds.append(Kind(chance.choice(BIRTHS), chance.choice(NAMES), tuple(fit)))
    return kinds


def tried(scratch: Path, kinds: list[Kind]) -> list[str]:
    """Return what does not hold in any of these kinds of repository."""
    told = []
    for number, kind in enumerate(kinds):
        folder = scratch / f"{number}"
        folder.mkdir()
        told += [f"{kind}: {each}" for each in problems(folder, kind)]
    return told


def main() -> int:
    """Try them from the command line."""
    kinds = any_of_all(int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else each_alone()
    with own_world() as scratch:
        told = tried(scratch, kinds)
    print("\n".join([*told, f"{len(kinds)} kinds of repository, {len(told)} problems"]))  # noqa: T201
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
