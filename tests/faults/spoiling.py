"""Spoilt record files: each follows from a seed, from lines and values that once broke a reader, and from noise."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from random import Random

HOSTILE: Sequence[str] = (
    "null", "~", "", "yes", "0o17", "1e400", "-0", "0x1f", "9" * 400, "1_000", ".nan", "2026-11-20", "12:30:45",
    "2026-11-20T25:00:00Z", "2026-02-30", "9999-12-31T23:59:59+14:00", "0001-01-01", "2026-11-20T10:00:00+99:99",
    "unknown", "~unknown", "[", "]", "{", "}", "[[[[", "{a: {b: {c: 1}}}", "[1, 2", "'", '"', '"\\x"', '"\\ud800"',
    '"\\U0001F600"', '"\\0"', "'it''s'", "&a x", "*a", "!!python/object:os.system x", "!!binary aGk=", "! x", "|", ">",
    "|-\n  a\n b", ">-\n\tx", "|9\n  x", "# x", "- x", "a: b", "? x", "@x", "`x`", "%TAG", "\u202ex", "\u2028", "\u0085",
    "\ufeff", "\U000e0001", "\x00", "\x1b[31m", "\x7f", "=cmd|' /C calc'!A0", "{{ 7*7 }}", "{% for x in y %}", "[/red]",
    "<script>", "连接池", "x" * 5_000, "é" * 300, "a\u0300" * 50, "<<", "=", "true", "-", "--- x", "...", "AKIAIOSFODNN7EXAMPLE",
)  # fmt: skip
"""Texts that stand where a value stood."""

EDGES: Sequence[str] = (
    "9900-12-31T23:59:59-12:00", "1900-01-01T00:00:00+14:00", "9900-12", "1900-01", "9900-12-31", "1900-01-01", "9999-12-31",
    "~9900-12-31T23:59:59.999999Z", "1900-01-01T00:00:00-23:59", "9900-12-31T23:59:59+23:59", "9999-12-31", "0001-01-01T00:00:00+14:00",
)  # fmt: skip
"""Times and days at the edges of the calendar and of what a record takes; most are taken."""

DAYS_OF_IDS: Sequence[str] = ("00010101", "99991231", "20260231", "00000000", "99009999", "19000101")

PERIODS: Sequence[str] = (
    "99y", "999mo", "999w", "9999d", "1d", "2w", "9999y", "100y", "9999mo", "99999d", "0d", "01d", "9" * 30 + "y", "\u0663d", "1.5d",
)  # fmt: skip
"""Periods of drills, up to the longest and beyond."""

LINES: Sequence[str] = (
    "---", "...", "%YAML 1.1", "<<<<<<< HEAD", "=======", ">>>>>>> theirs", "<<: *a", "? [a, b]", ": x", "- ", "  - x: y",
    "\tx: y", "id: 20261120-paydn", "schema: rcalog/v2", "title: again", "x_own: {a: [1, {b: 2}]}", "whys: []", "timeline: x",
    "conflicts: [{path: x, kept: 1, other: 2}]", "status: Resolved", "severity: 1", "tags: [a, a, A, 标签]", "  because:",
    "actions: [{action: x, for: [c9999], every: 1d, proofs: [{proof: pass, at: 2026-11-20}]}]", "reviews: [{}]", "'': ''",
    "waivers: [{rule: S301, because: x, by: y, until: 2026-13-01}]", "links: [{rel: related, to: 20261120-paydn}]",
    "times: {started: ~2026-11-20, resolved: 2026-11-19}", "x" * 2_000 + ": 1", "\r", "\x85", "\u2029", "culprit: ana",
)  # fmt: skip
"""Whole lines that are put in."""

TIMED = re.compile(
    rb"\s*(- )?(id|at|due|since|until|by|every|running_since|[a-z]+_at|started|detected|mitigated|resolved): "
)

MOST = 300_000
"""So large a file grows at most: beyond the limit of a record."""


def spoilt(samples: Sequence[bytes], random: Random) -> bytes:
    """Return a sample that has been changed a few times."""
    raw = random.choice(samples)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        raw = random.choices(WAYS, WEIGHTS)[0](raw, random)[:MOST]
        if random.random() < 0.02:
            raw = _crossed(raw, random.choice(samples), random)
    return raw


def _value(raw: bytes, random: Random) -> bytes:
    """Put a hostile text where a value stands."""
    return _on_line(raw, random, lambda line: _head(line) + random.choice(HOSTILE).encode("utf-8", "surrogatepass"))


def _quoted(raw: bytes, random: Random) -> bytes:
    """Put a hostile text where a value stands, well quoted, so that it is a value."""
    return _on_line(raw, random, lambda line: _head(line) + json.dumps(random.choice(HOSTILE)).encode())


def _time(raw: bytes, random: Random) -> bytes:
    """Put a time at an edge where a time stands, or a drill at the end of a file: its next pass is reckoned with."""
    if b"\nactions:" in raw or random.random() < 0.5:
        lines = raw.split(b"\n")
        timed = [at for at, line in enumerate(lines) if TIMED.match(line)]
        for at in random.sample(timed, min(len(timed), random.choice((1, 1, 2)))):
            kind = lines[at].lstrip(b" -").partition(b":")[0]
            lines[at] = _head(lines[at]) + _edge(kind, random).encode()
        return b"\n".join(lines)
    passed, since, due = random.choices(EDGES[:6], k=3)
    drill = f"actions:\n  - action: x\n    owner: ana\n    due: {due[:10]}\n    status: {random.choice(('todo', 'running'))}\n"
    drill += f"    every: {random.choice(PERIODS)}\n    running_since: {since[:10]}\n"
    return raw.rstrip(b"\n") + f"\n{drill}    proofs:\n      - proof: pass\n        at: {passed}\n".encode()


def _edge(key: bytes, random: Random) -> str:
    if key == b"id":
        return f"{random.choice(DAYS_OF_IDS)}-paydn"
    found = random.choice(PERIODS if key == b"every" else EDGES)
    return found[:10] if key in (b"due", b"until", b"by", b"running_since") else found


def _key(raw: bytes, random: Random) -> bytes:
    """Put a hostile text where a key stands."""
    word = random.choice(HOSTILE).encode("utf-8", "surrogatepass").replace(b"\n", b" ")
    return _on_line(raw, random, lambda line: word + b":" + line.partition(b":")[2])


def _indent(raw: bytes, random: Random) -> bytes:
    """Move a line to the left or to the right."""
    by = random.choice((b"", b" ", b"  ", b"    ", b"\t"))
    return _on_line(raw, random, lambda line: by + line.lstrip(b" ") if random.random() < 0.5 else by + line)


def _line(raw: bytes, random: Random) -> bytes:
    """Put a line in."""
    return _on_line(raw, random, lambda line: line + b"\n" + random.choice(LINES).encode())


def _gone(raw: bytes, random: Random) -> bytes:
    """Take lines out, or have them twice."""
    lines = raw.split(b"\n")
    first = random.randrange(len(lines))
    last = min(len(lines), first + random.choice((1, 1, 2, 5)))
    return b"\n".join(lines[:first] + lines[first:last] * random.choice((0, 0, 2, 3)) + lines[last:])


def _noise(raw: bytes, random: Random) -> bytes:
    """Change, insert or cut bytes."""
    place = random.randrange(len(raw) + 1)
    piece = random.choice(
        (random.randbytes(random.randint(1, 8)), bytes([random.choice(b"\x00\t\r:-[]{}'\"#&*!|>%@\xff\xc0")]))
    )
    return random.choice(
        (raw[:place] + piece + raw[place:], raw[:place] + piece + raw[place + len(piece) :], raw[:place])
    )


def _deep(raw: bytes, random: Random) -> bytes:
    """Nest something deeply, or make something long."""
    depth = random.choice((3, 60, 70, 2_000))
    nested = random.choice((b"[" * depth + b"]" * depth, b"{a: " * depth + b"}" * depth, b"- " * depth + b"x"))
    wide = b"[" + b"a, " * depth + b"a]"
    blocks = b"".join(b"\n" + b"  " * level + b"because: " for level in range(1, min(depth, 200)))
    return raw + b"\nx_deep: " + random.choice((nested, wide, blocks)) + b"\n"


def _form(raw: bytes, random: Random) -> bytes:
    """Write it with other line ends, in another encoding, or with a mark of bytes before it."""
    text = raw.decode("utf-8", "replace")
    forms: list[Callable[[], bytes]] = [
        lambda: raw.replace(b"\n", b"\r\n"),
        lambda: raw.replace(b"\n", b"\r"),
        lambda: b"\xef\xbb\xbf" + raw,
        lambda: text.encode("utf-16"),
        lambda: text.encode("latin-1", "replace"),
        lambda: raw.rstrip(b"\n"),
        lambda: raw + b"\n" * 50,
        lambda: raw.replace(b"  ", b"\t"),
    ]
    return random.choice(forms)()


def _crossed(raw: bytes, other: bytes, random: Random) -> bytes:
    """Begin with one and end with another."""
    return raw[: random.randrange(len(raw) + 1)] + other[random.randrange(len(other)) :]


WAYS = (_quoted, _value, _time, _key, _indent, _line, _gone, _noise, _deep, _form)
WEIGHTS = (16, 4, 4, 2, 3, 3, 2, 4, 1, 1)


def _head(line: bytes) -> bytes:
    key, colon, _ = line.partition(b":")
    return key + colon + b" " if colon else line[: len(line) - len(line.lstrip(b" -"))]


def _on_line(raw: bytes, random: Random, change: Callable[[bytes], bytes]) -> bytes:
    lines = raw.split(b"\n")
    number = random.randrange(len(lines))
    lines[number] = change(lines[number])
    return b"\n".join(lines)
