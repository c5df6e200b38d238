"""Hostile text through every command that prints: nothing of it acts on a terminal, a page, a spreadsheet or a program.

`PYTHONPATH=. python -m tests.faults.hostile [SEED COUNT]` tries so many texts, 20,000 without a count.
"""

from __future__ import annotations

import json
import os
import pty
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from rcalog.logbook.recordfile import emit
from tests.faults.looks import Shown, faults
from tests.helpers import stock
from tests.helpers.cli import PROGRAM, Ran, run
from tests.helpers.git import git_commit
from tests.helpers.git import run as command
from tests.helpers.logbooks import StillClock, make_logbook

ACTING = (
    *(
        "\x1b[2J",
        "\x1b]0;title\x07",
        "\x1b]8;;http://evil.example\x1b\\",
        "\x1b]52;c;ZXZpbA==\x07",
        "\x9b31m",
        "\x90q\x9c",
    ),
    *(
        "\r",
        "\b\b\b",
        "\x00",
        "\x07",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\u2069",
        "\u200b",
        "\u200d",
    ),
    *("\ufeff", "\u061c", "\u00ad", "\U000e0041", "\ufff9", "\u3164", "\u180e"),
)
MARKUP = (
    *(
        "[red]",
        "[/]",
        "[link=http://evil.example]",
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
    ),
    *("![x](javascript:alert(1))", "[x](data:text/html,x)", "<!--", "`$(touch x)`", "$(touch x)", "@everyone", "#123"),
    *("=12345*6789", "+cmd|' /C calc'!A0", "@SUM(1)", "-1+1", "{{ 12345 * 6789 }}", "{% include '/etc/passwd' %}"),
    *(
        "%s%n%x",
        "{0.__class__}",
        "::error file=a::b",
        "%0A::stop-commands::x",
        "../../../etc/passwd",
        "--upload-pack=x",
    ),
    *(
        "-x",
        "ext::sh -c x",
        "'\"",
        "\\",
        "\\N{DIGIT ONE}",
        ": ",
        " #",
        "- ",
        "? ",
        "| ",
        "> ",
        "&a",
        "*a",
        "!!python/x",
    ),
)
WORDS = (
    "replica lag",
    "数据库被删除",
    "é",
    "e\u0301",
    "🔥",
    "שלום",
    "ﷺ",
    "long " * 60,
    "x" * 300,
    "1",
    "null",
    "\t",
    "\n",
    "  ",
)

ID = "2026{month:02}{day:02}-{tail}"
DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
PER_RECORD = 24
PER_LOGBOOK = 480
HALF, IN_TERMINALS = 0.5, 0.1

AT = "2026-11-20T13:00:00+00:00"
OF_ALL = (
    *("home", "list", "list --json", "list --format csv --columns id,title,services,tags,summary", "list --format ids"),
    *("search replica", "search --history replica", "search replica --json", "actions", "actions --json"),
    *("actions --format csv", "check", "check --json", "check --format github", "check --format sarif"),
    *("check --questions", "doctor", "doctor --json", "drafts", "drafts --json", "conflicts", "conflicts --json"),
    *("history", "history --json", "audit", "audit --all --json", "save --dry-run", "redact --found --dry-run"),
    *("sync --dry-run", "sync", "undo --dry-run", "similar replica", "init", "schema"),
)
OF_ONE = (
    *(
        "show {ref}",
        "show {ref} --json",
        "show {ref} --yaml",
        "history {ref}",
        "report {ref}",
        "report {ref} --lang zh",
    ),
    *("report {ref} --audience public", "review {ref}", "review {ref} --json", "similar {ref}", "why {ref} --show"),
    *("conflicts {ref}", "conflicts {ref} all --take other --dry-run", "check --questions {ref}", "audit {ref}"),
    *("mark closed x -i {ref}", "set severity=sev1 --dry-run -i {ref}", "note 13:10 x --dry-run -i {ref}"),
    *("edit {ref}", "move {ref} --dry-run", "action done a1111 -i {ref}", "set severity=sev1 -i {ref}", "undo"),
)
TYPED: tuple[tuple[str, ...], ...] = (
    *(("show", "{}"), ("list", "{}"), ("search", "{}"), ("help", "{}"), ("{}",), ("undo", "{}"), ("check", "{}")),
    *(("set", "title={}", "--dry-run", "-i", "{}"), ("new", "{}", "--dry-run"), ("check", "--since", "{}")),
    *(("note", "--at", "{}", "x"), ("history", "{}", "--json"), ("drafts", "show", "{}"), ("action", "done", "{}")),
    *(("mark", "{}"), ("-C", "{}", "list"), ("list", "--{}"), ("report", "--lang", "{}"), ("move", "{}", "--to", "{}")),
    *(("new", "x", "--severity", "{}"), ("audit", "--since", "{}"), ("audit", "--anchor", "{}"), ("edit", "{}")),
)
"""Command lines in which the text itself is typed."""


def text(chance: random.Random) -> str:
    """Return a text that tries something."""
    parts = [chance.choice(chance.choice((ACTING, MARKUP, WORDS))) for _ in range(chance.randint(1, 5))]
    return (
        "".join(parts) if chance.random() < 0.8 else chance.choice(("=", "+", "-", "@", "\t=", "＝")) + "".join(parts)
    )


def tried(folder: Path, *, seed: int, count: int) -> tuple[int, list[str]]:
    """Send so many texts through every command, and return how many were sent and what went wrong."""
    chance, done, wrong = random.Random(seed), 0, []
    while done < count:
        texts = [text(chance) for _ in range(min(PER_LOGBOOK, count - done))]
        wrong += [f"seed {seed}, {done}: {problem}" for problem in problems(folder / str(done), texts, chance)]
        done += len(texts)
    return done, wrong


def problems(folder: Path, texts: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Yield what goes wrong with these texts, in records, names, messages, the policy and on the command line."""
    refs = logbook(folder, texts)
    for line in [*OF_ALL, *(line.format(ref=chance.choice(refs)) for line in OF_ONE)]:
        yield from faults(_shown(folder, line, chance.random()))
    for each in texts[:: max(len(texts) // len(TYPED) // 2, 1)]:
        if "\0" not in each:
            words = [word.replace("{}", each) for word in chance.choice(TYPED)]
            yield from faults(Shown(f"{words!r}", said(folder, words)))
    yield from not_kept(folder, texts, refs)


def _shown(folder: Path, line: str, chance: float) -> Shown:
    """Type a line: into a pipe, with colours, or in a terminal."""
    words = line.split()
    if chance < IN_TERMINALS:
        return Shown(f"{line} (terminal)", in_terminal(folder, words))
    if "--json" in line or "--format" in line or chance < HALF:
        return Shown(line, said(folder, words))
    return Shown(f"{line} (colour)", said(folder, words, FORCE_COLOR="1"))


def in_terminal(folder: Path, words: Sequence[str]) -> Ran:
    """Run the installed command in the logbook, in a terminal."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "RCALOG_NO_INPUT": "1", "PAGER": "cat", "EDITOR": "true"}
    with subprocess.Popen(
        [PROGRAM, *words], cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        told = b""
        with suppress(OSError):  # so a terminal says that nobody is there any more
            while more := os.read(ours, 65536):
                told += more
    os.close(ours)
    return Ran(process.returncode, told.decode(errors="replace").replace("\r\n", "\n"), "")


def said(folder: Path, words: Sequence[str], **env: str) -> Ran:
    """Run a command line in the logbook."""
    return run(*words, cwd=folder, clock=StillClock(), env={"RCALOG_NO_INPUT": "1", "EDITOR": "true", **env})


def logbook(folder: Path, texts: Sequence[str]) -> list[str]:
    """Make a logbook that is full of these texts, and return the ids of its records."""
    files: dict[str, str] = {}
    refs = []
    for first in range(0, len(texts), PER_RECORD):
        number = first // PER_RECORD
        ref = ID.format(
            month=number // 28 % 12 + 1, day=number % 28 + 1, tail=f"h{number // 32:03}{DIGITS[number % 32]}"
        )
        refs.append(ref)
        files[f"{ref[:4]}/{ref[4:6]}/{ref}-x.yaml"] = emit(record(ref, texts[first : first + PER_RECORD])).decode()
    broken = "".join(each for each in texts[0] if each.isprintable())
    files[f"2026/11/20261130-zzzzz-{broken.replace('/', '')[:40] or 'x'}.yaml"] = f"id: 20261130-zzzzz\n{texts[0]}: [\n"
    made = make_logbook(folder, records=files)
    policy = f"x_a = {toml(texts[0])}\ntimezone = {toml(texts[-1])}\n{toml(texts[-1])} = 1\n"
    name = re.sub(r"[\x00\n<>]", "", texts[-1]) or "x"
    command("git", "config", "user.name", f"Ana {name}", cwd=made.root)
    git_commit(
        made.root,
        {"notes": texts[0].encode()},
        f"{texts[0]}\n\nIncident: {refs[0]}\nOperation: {name}\n".replace("\0", ""),
    )
    (made.root / ".rcalog/config.toml").write_text(policy, encoding="utf-8")
    remote = folder.with_name(f"{folder.name}.git")
    command("git", "clone", "--quiet", "--bare", str(folder), str(remote), cwd=folder)
    command("git", "remote", "add", "origin", str(remote), cwd=folder)
    command("git", "fetch", "--quiet", "origin", cwd=folder)
    command("git", "branch", "--quiet", "--set-upstream-to=origin/main", cwd=folder)
    return refs


def toml(text: str) -> str:
    """Return a text in TOML, all that is not a letter as an escape."""
    return '"' + "".join(char if char.isascii() and char.isalnum() else f"\\U{ord(char):08X}" for char in text) + '"'


def record(ref: str, texts: Sequence[str]) -> dict[str, object]:
    """Return a record that has each of the texts somewhere."""
    at = iter([*texts, *["x"] * PER_RECORD])
    return {
        "schema": "rcalog/v1",
        "id": ref,
        "title": next(at).strip() or "x",
        "kind": "incident",
        "status": "resolved",
        "severity": "sev2",
        "summary": next(at),
        "services": [next(at)],
        "tags": [next(at)],
        "times": {"started": AT},
        "impact": {"summary": next(at)},
        "timeline": [
            {"event": next(at), "id": "ev111", "at": AT, "by": next(at), "evidence": [next(at)]},
            {"event": next(at), "id": "ev222", "at": AT, "verbatim": True},
        ],
        "whys": [
            {
                "problem": next(at),
                "id": "w1111",
                "leg": "occurrence",
                "because": [{"cause": next(at), "id": "c1111", "because": [{"cause": next(at), "id": "c2222"}]}],
            }
        ],
        "actions": [{"action": next(at), "id": "a1111", "owner": next(at), "due": "2026-11-21", "for": ["c1111"]}],
        "conflicts": [{"path": next(at), "kept": next(at), "other": next(at)}],
        "lessons": {"went_well": [next(at)], "surprised_by": [next(at)]},
        "x_ours": {next(at) or "x": [next(at), next(at), next(at), next(at)]},
    }


def not_kept(folder: Path, texts: Sequence[str], refs: Sequence[str]) -> Iterator[str]:
    """Yield texts that programs do not get as they were written."""
    found = json.dumps(said(folder, ["list", "--json", "--limit", "1000"]).json["data"], ensure_ascii=False)
    for each in texts:
        if json.dumps(each.strip() or "x", ensure_ascii=False)[1:-1] not in found:
            yield f"not in the JSON of {len(refs)} records: {each!r}"


def main() -> int:
    """Try them from the command line."""
    seed, count = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else (1, 20_000)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "gitconfig").write_text("[user]\nname = Ana\nemail = ana@example.org\n[gc]\nauto = 0\n")
        os.environ |= {"HOME": name, "GIT_CONFIG_GLOBAL": str(home / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1"}
        stock.keep_in(home)
        number, told = tried(home, seed=seed, count=count)
    print("\n".join([*told, f"{number} texts, {len(told)} problems"]))  # noqa: T201
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
