"""The same few writes in every kind of repository."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.row import Row, Tally
from tests.faults.traits import APART, BIRTHS, NAMES, RECORD, TRAITS, Scene, Trait, plain
from tests.helpers import cli
from tests.helpers.git import run as sh
from tests.helpers.git import snapshot, write_file
from tests.helpers.logbooks import ID

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
    if said := sh("git", "fsck", "--no-dangling", cwd=scene.root, check=False):
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


def each_alone() -> list[Kind]:
    """Return a kind for each trait, and for each way to make and to name a repository."""
    births, names = [Kind(birth) for birth in BIRTHS], [Kind(plain, name) for name in NAMES[1:]]
    return [*births, *names, *(Kind(plain, traits=(trait,)) for trait in TRAITS)]


def any_of_all(seed: int) -> Kind:
    """Return a combination."""
    chance = random.Random(seed)
    traits = chance.sample(TRAITS, chance.randint(1, 5))
    fit: list[Trait] = []
    for each in traits:
        if not any(each in some and some & {*fit} for some in APART):
            fit.append(each)
    return Kind(chance.choice(BIRTHS), chance.choice(NAMES), tuple(fit))


def run(count: int, seed: int, folder: Path) -> Row:
    """Write in so many kinds of repository: each trait alone first, then combinations."""
    tally, alone = Tally(seed), each_alone()
    for case in tally.cases(count):
        kind = alone[case] if case < len(alone) else any_of_all(case)
        scratch = folder / f"{case}"
        scratch.mkdir()
        for said in problems(scratch, kind):
            tally.fail(case, f"{kind}: {said}")
        shutil.rmtree(scratch)
    return tally.row()
