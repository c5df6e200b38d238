"""Spoilt record files through everything that reads records: in process, and some through commands of their own."""

from __future__ import annotations

import resource
import time
import traceback
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from random import Random

from rcalog.errors import RcalogError
from rcalog.logbook.book import Logbook
from rcalog.logbook.index.rows import rows_of
from rcalog.logbook.joining import join
from rcalog.logbook.recordfile import emit, load, splice
from rcalog.logbook.recordfile.bulk import read_plain
from rcalog.logbook.records import Broken, Record, parse_record
from rcalog.model.base import record_data
from rcalog.model.changes import describe, diff
from rcalog.model.display import safe
from rcalog.model.merge import merge
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.model.rules import check
from rcalog.services.reporting import markdown_report
from tests.faults.row import Row, Tally
from tests.faults.spoiling import spoilt
from tests.helpers import cli
from tests.helpers.desk import golden_text
from tests.helpers.edits import BASE
from tests.helpers.git import write_file
from tests.helpers.logbooks import ID, make_logbook, record_text

PLACE = PurePosixPath(f"incidents/2026/11/{ID}-payments-down.yaml")
SMALL = record_text(ID, "Payments down", "tags: [cards]", "timeline:", "  - event: Alert", "    at: ~2026-11-20")
LARGEST_MB, SLOWEST_S = 300, 2
THROUGH_ONE, THROUGH_ALL = 100, 2_000
"""One document in so many goes through a command, too, and one in so many through all of them."""

SPAWNED = 10_000
"""One in so many is given to commands in processes of their own."""

COMMANDS = (
    *(("list",), ("show", ID), ("check",), ("check", "--strict", "--json"), ("report", ID), ("search", "Alert"), ()),
    *(
        ("actions",),
        ("why", ID, "--show"),
        ("history", ID),
        ("similar", ID),
        ("conflicts",),
        ("review", ID),
        ("audit",),
    ),
    *(("note", "more", "-i", ID), ("set", "severity=sev1", "-i", ID), ("mark", "mitigated", "well", "-i", ID)),
    *(("action", "add", "Look", "@ana", "2w", "-i", ID), ("edit", ID), ("save", ID), ("undo",), ("drafts",)),
    *(("redact", "--found", "--dry-run"), ("move", ID, "--dry-run"), ("doctor",), ("sync",), ("init",)),
    *(("new", "Mail down", "--started", "13:00"),),
)


def run(count: int, seed: int, folder: Path) -> Row:
    """Read so many spoilt files."""
    tally = Tally(seed)
    small, large = SMALL.encode(), golden_text().encode()
    middle = emit(record_data(with_item_ids(read_incident(BASE))), header="kept")
    samples = [small] * 30 + [middle] * 4 + [large]
    book = make_logbook(folder / "book", records={PLACE.relative_to("incidents").as_posix(): SMALL})
    for case in tally.cases(count):
        random = Random(case)
        raw = spoilt(samples, random)
        began = time.process_time()
        try:
            _through(tally, case, book, raw, random)
        except RcalogError as error:
            tally.add("refused later")
            safe(str(error), multiline=True)
        except BaseException:  # noqa: BLE001 (whatever comes out is what is looked for)
            tally.fail(case, traceback.format_exc()[-900:])
        spent = time.process_time() - began
        tally.most("milliseconds for one", round(spent * 1000))
        if spent > SLOWEST_S:
            tally.fail(case, f"took {spent:.1f} s")
        if case % THROUGH_ONE == 0:
            lines = COMMANDS if case % THROUGH_ALL == 0 else [random.choice(COMMANDS)]
            _through_commands(tally, case, book, raw, lines)
    megabytes = _most_kilobytes() // 1024
    tally.most("megabytes", megabytes)
    if megabytes > LARGEST_MB:
        tally.fail(seed, f"took {megabytes} MB")
    return tally.row()


def _most_kilobytes() -> int:
    """Return the most memory that this process has had.

    `getrusage` alone counts what the process that forked it had, too, until it became this program.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    most = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return most[0] if most else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _through(tally: Tally, case: int, book: Logbook, raw: bytes, random: Random) -> None:
    """Read a file, and do with it what commands do with a record."""
    plain = read_plain(raw)
    if plain is not None and repr(plain) != repr(load(raw).data):
        tally.fail(case, "what stands in it is read in two ways")
    found = parse_record(PLACE, raw, book.repo)
    rows_of(found)
    if isinstance(found, Broken):
        tally.add("told to be broken")
        for each in found.errors:
            safe(each.message)
        return
    tally.add("read as a record")
    _as_record(book, found, random)


def _as_record(book: Logbook, found: Record, random: Random) -> None:
    check(found.incident, found.document.data, book.policy, book.lexicon)
    named = with_item_ids(found.incident)
    wanted = read_incident(record_data(named) | {"title": "changed", "tags": ["one-more"]})
    written = splice(found.document, record_data(wanted))
    if with_item_ids(read_incident(load(written).data)) != with_item_ids(wanted):
        raise AssertionError("what was written reads back as something else")
    for change in diff(record_data(found.incident), record_data(wanted)):
        safe(describe(change, width=80))
    merge(None, found.incident, wanted)
    if random.random() < 0.1:
        markdown_report(book, found, language="zh")
        if named.id == ID:
            join(SMALL.encode(), found.raw, SMALL.encode() + b"# more\n", name="x", folder=book.root)


def _through_commands(tally: Tally, case: int, book: Logbook, raw: bytes, lines: Sequence[tuple[str, ...]]) -> None:
    is_spawned = case % SPAWNED == 0
    for line in lines:
        write_file(book.root, PLACE.as_posix(), raw)
        tally.add("given to commands in processes of their own" if is_spawned else "given to commands")
        ran = (cli.spawn if is_spawned else cli.run)(*line, cwd=book.root, env={"EDITOR": "true"})
        said = ran.out + ran.err
        if ran.code not in (0, 1, 2, 4) or "Traceback" in said or "a bug in rcalog" in said:
            tally.fail(case, f"rcalog {' '.join(line)}: {ran.code} {ran.err[-500:]}")
        if set(said) & {*map(chr, range(9)), "\x1b", "\x7f", "\u202e"}:
            tally.fail(case, f"rcalog {' '.join(line)}: control characters in what it says")
