"""Honest pasts: two people write, sync, merge, undo and edit by hand, all by the seed; an audit must find nothing."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.faults.stage import PAYMENTS, SEARCH, Stage
from tests.helpers import cli, git
from tests.helpers.logbooks import NOW, StillClock

WORDS = ("graphs", "queue", "replica", "leader", "cache", "pool", "连接池", "主库")
LINES = (
    "note -i {ref} looked at the {word}",
    "note -i {ref} --at 13:{minute} saw the {word}",
    "note -i {ref} --verbatim --at 13:{minute} 'ERROR: {word} {minute}'",
    "set tags+={slug} -i {ref}",
    "set summary='{minute} of 60 orders were lost: {word}' -i {ref}",
    "set severity=sev{number} -i {ref}",
    "set impact.users_affected={minute} -i {ref}",
    "set roles.lead={who} -i {ref}",
    "action add 'Look at the {word} for {minute} minutes' @{who} 2w -i {ref}",
    "mark mitigated the {word} is well -i {ref}",
    "mark ongoing --because 'the {word} is ill again' -i {ref}",
    "undo",
    "action done 'the {word}'",
    "action drop 'the {word}' not worth it",
    "new the {word} is ill --severity sev{number} --started 12:{minute}",
    "review {ref} --changes 'more on the {word}'",
    "conflicts {ref} all --take kept",
    "conflicts {ref} all --take other",
)


class Past:
    """The making of one honest past in `folder`, which holds what `stage.prepare` makes."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random, self.minutes = Random(seed), 600
        self.clones = [Stage(folder, seed), Stage(folder, seed).clone("li")]
        for clone in self.clones:
            self.rcalog(clone, "doctor --fix")

    def write(self, steps: int) -> None:
        """Let so many things be done, then sync."""
        acts: tuple[Callable[[Stage], object], ...] = (self.line, self.line, self.line, self.by_hand, self.sync)
        for _ in range(steps):
            clone = self.random.choice(self.clones)
            self.random.choice((*acts, self.merge, self.comment, self.redact, self.rename, self.delete))(clone)
        for clone in (*self.clones, self.clones[0]):
            self.sync(clone)

    def rcalog(self, clone: Stage, line: str, stdin: str = "") -> cli.Ran:
        """Type a command; it may be refused, and must not break down."""
        self.minutes += 1
        now = NOW + timedelta(minutes=self.minutes)
        dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"@{now.timestamp():.0f} +0000")
        ran = cli.run(*shlex.split(line), cwd=clone.root, env=dates, stdin=stdin, clock=StillClock(now))
        assert ran.code in (0, 1, 2), (line, ran)
        return ran

    def line(self, clone: Stage) -> None:
        """Type one of the commands."""
        word = self.random.choice(WORDS)
        self.rcalog(
            clone,
            self.random.choice(LINES).format(
                ref=self.random.choice((PAYMENTS, SEARCH)),
                word=word,
                slug=f"t{self.random.randint(1, 9)}",
                minute=self.random.randint(10, 59),
                number=self.random.randint(1, 5),
                who=self.random.choice(("ana", "li")),
            ),
        )

    def by_hand(self, clone: Stage) -> None:
        """Change a text in a file, and save it, or let the next command do so."""
        ref = self.random.choice((PAYMENTS, SEARCH))
        text = clone.file(ref).read_text(encoding="utf-8")
        title = f"title: {self.random.choice(WORDS)} down {self.random.randint(1, 99)}"
        lines = [title if line.startswith("title: ") else line for line in text.splitlines()]
        clone.file(ref).write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.rcalog(clone, self.random.choice(("save", f"note -i {ref} the title is better now")))

    def comment(self, clone: Stage) -> None:
        """Write a comment into a file, which says nothing, and save it."""
        with clone.file(SEARCH).open("a", encoding="utf-8") as file:
            file.write(f"# to do: {self.random.choice(WORDS)}\n")
        self.rcalog(clone, "save")

    def redact(self, clone: Stage) -> None:
        """Take a word out of everything, or mark where it was."""
        self.rcalog(clone, "redact - --yes", stdin=self.random.choice(WORDS[:6]))

    def rename(self, clone: Stage) -> None:
        """Give a file another name by hand, and save that."""
        file = clone.file(SEARCH)
        file.rename(file.with_name(f"{SEARCH}-{self.random.randint(1, 99)}.yaml"))
        self.rcalog(clone, "save")

    def delete(self, clone: Stage) -> None:
        """Delete a record that is none of the two, and save that."""
        files = [each for each in clone.root.glob("incidents/2026/*/*.yaml") if "paydn" not in each.name]
        if files := [each for each in files if "srchx" not in each.name]:
            self.random.choice(sorted(files)).unlink()
            self.rcalog(clone, "save")

    def sync(self, clone: Stage) -> None:
        """Share."""
        self.rcalog(clone, "save")
        self.rcalog(clone, "sync")

    def merge(self, clone: Stage) -> None:
        """Merge what the others have with git, as the driver does it."""
        self.rcalog(clone, "save")
        self.minutes += 1
        now = f"@{(NOW + timedelta(minutes=self.minutes)).timestamp():.0f} +0000"
        dates = (f"GIT_AUTHOR_DATE={now}", f"GIT_COMMITTER_DATE={now}")
        git.run("git", "fetch", "--quiet", "origin", cwd=clone.root)
        git.run("env", *dates, "git", "merge", "--quiet", "--no-edit", "origin/main", cwd=clone.root, check=False)
        git.run("git", "merge", "--abort", cwd=clone.root, check=False)
