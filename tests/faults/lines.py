"""Random command lines of every command, with arguments that nobody expects, in a logbook that is spoilt on the way."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

from rcalog.cli.grammar import COMMANDS
from tests.faults.row import Row, Tally
from tests.faults.spoiling import HOSTILE, spoilt
from tests.helpers import cli
from tests.helpers.git import run as sh
from tests.helpers.logbooks import ID, make_logbook, record_text

LINES = 20
"""So many lines are typed into each logbook."""

TIMES = (
    "14:05", "yesterday 14:05", "2026-11-20 10:00", "20m ago", "unknown", "~09:00", "2016-04", "昨天 14:05", "下午三点", "25:00",
    "2026-02-30", "now", "+2h", "-3d", "", "  ", "2026-11-20T14:05:00+08:00", "last friday 17:00", "[06:30]", "14：05", "每周",
    "0000-00-00", "2w", "1e9d", "99999-01-01", "30d",
)  # fmt: skip
WORDS = (
    "rolled back", "数据库 连接池 满了", "@ana 2w", "x" * 300, "it's \"quoted\"", "a: b", "-", "--", "--json", "- dash", "#hash",
    "password: hunter2hunter2", "Ana forgot to check", "人为失误", "line1\nline2", "tab\there", "\udcff", "0", "-1", "9" * 30, ".",
    "two; facts", "none: x", "?", "<", "y", "1", "１", "是", "whys[x].because[y]", "HEAD~1", "HEAD:x", "@{u}", "--output=x",
)  # fmt: skip
REFS = ("@", "@now", "@last", "@@", ID, "paydn", "20261120", "nosuch", "*", "../x", "1", "payments", "")
FIELDS = (
    "severity", "status", "title", "services", "tags", "times.started", "roles.lead", "impact.summary", "lessons", "summary", "id",
    "whys", "actions", "timeline", "x_own", "schema", "bogus", "impact.lost", "conflicts", "actions[0].owner", "links[].to", ".",
)  # fmt: skip
FILTERS = (
    "severity:sev2+", "status:ongoing,mitigated", "since:2026-01", "until:nope", "owner:@ana", "has:drill", "not:tag:x", '"a b"',
    "severity:", "-word", '""', "http://x", "10:30", "(", "：", "not:", "池", "*", "week:2026-W99",
)  # fmt: skip
CODES = (0, 1, 2, 4)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def run(count: int, seed: int, folder: Path) -> Row:
    """Type lines into so many logbooks."""
    tally = Tally(seed)
    for case in tally.cases(count):
        random = Random(case)
        root = folder / f"book-{case}"
        make_logbook(
            root, records={f"2026/11/{ID}-payments-down.yaml": record_text(ID, "Payments down", status="ongoing")}
        )
        for _ in range(LINES):
            if random.random() < 0.1:
                _spoil(root, random)
            line = [word.replace("\0", "") for word in typed(root, random)]
            stdin = random.choice(("", "", _word(random), f"{random.choice(TIMES)} {_word(random)}\n14:07 more\n"))
            ran = cli.run(*line, cwd=root, stdin=stdin.encode("utf-8", "replace").decode())
            tally.add(f"ended with {ran.code}")
            for said in problems(line, ran):
                tally.fail(case, f"{said}: {line!r} {ran.err[-300:]!r}")
        shutil.rmtree(root)
    return tally.row()


def problems(line: list[str], ran: cli.Ran) -> Iterator[str]:
    """Yield what must not come of any command line."""
    if ran.code not in CODES or "Traceback" in ran.err or "a bug in rcalog" in ran.out + ran.err:
        yield f"ended with {ran.code}"
    if CONTROLS.search(ran.out.replace("\r\n", "\n") + ran.err):  # lines of CSV end so
        yield "control characters"
    if "--json" in line and not {"--help", "--"} & {*line} and not _is_json(ran.out):
        yield "no envelope"


def typed(root: Path, random: Random) -> list[str]:
    """Return a command line: a command with options and arguments that it takes, or nearly."""
    name = random.choice([*COMMANDS])
    options, arguments = COMMANDS[name]
    line = name.split(" ")
    for _, kind in arguments:
        for _ in range(random.choice((0, 1, 1, 1, 2)) if kind == "many" else random.choices((0, 1), (1, 6))[0]):
            line.append(_argument(root, kind, random))
    for option in random.sample([*options], min(len(options), random.choice((0, 0, 1, 2, 3)))):
        kind = options[option][1]
        line += [option] if kind in ("flag", "switch") else [option, _argument(root, kind, random)]
    for flag, chance in (("--json", 0.2), ("--dry-run", 0.05), ("--help", 0.02), (_word(random), 0.03)):
        line += [flag] if random.random() < chance else []
    return line


def _argument(root: Path, kind: str, random: Random) -> str:
    if kind == "ref":
        return random.choice((*REFS, ID, ID, "paydn"))
    if kind == "int":
        return random.choice(("0", "1", "-1", "x", "9" * 20, ""))
    ways = (
        lambda: _word(random),
        lambda: random.choice(TIMES),
        lambda: f"{random.choice(TIMES)} {_word(random)}",
        lambda: random.choice(FIELDS) + random.choice(("=", "+=", "-=", "=@-", "")) + _word(random),
        lambda: random.choice(FILTERS),
        lambda: random.choice(
            ("mitigated", "resolved", "closed", "sev1", "occurrence", "zh", "json", "csv", "rules", "F201")
        ),
        lambda: random.choice(_ids(root)),
        lambda: random.choice(REFS),
    )
    return random.choice(ways)()


def _word(random: Random) -> str:
    return random.choice((*WORDS, *WORDS, *HOSTILE))


def _ids(root: Path) -> list[str]:
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted(root.glob("incidents/*/*/*.yaml"))]
    return sorted(re.findall(r"\bid: ([a-z][0-9a-z]{4})\b", "".join(texts))) or ["c1111"]


def _spoil(root: Path, random: Random) -> None:
    """Do to a file of the logbook what people, editors and other programs do."""
    paths = sorted(root.glob("incidents/*/*/*.yaml"))
    if not paths:
        return
    path = random.choice(paths)
    match random.randrange(5):
        case 0 | 1:
            path.write_bytes(spoilt([path.read_bytes() or b"x"], random))
        case 2:
            path.unlink()
        case 3:
            path.rename(path.with_name(f"x{path.name}"))
        case _:
            sh("git", "checkout", "--quiet", "--", "incidents", cwd=root, check=False)


def _is_json(out: str) -> bool:
    try:
        return "ok" in json.loads(out)
    except ValueError:
        return False
