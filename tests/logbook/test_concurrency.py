"""Several at once: every change is kept, or refused and kept as a draft."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rcalog.logbook import transaction
from rcalog.logbook.book import Logbook
from rcalog.logbook.planning import RecordChanged
from rcalog.logbook.waiting import after_of
from rcalog.model.base import record_data
from rcalog.services import editing
from tests.helpers.git import run, write_file
from tests.helpers.logbooks import ID, change, edit, incident, logbook_of, read

WRITERS = 8
SCRIPT = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from rcalog.errors import RcalogError
from rcalog.logbook import transaction
from rcalog.logbook.book import Logbook
from rcalog.logbook.intents import Intent, Operation
from rcalog.model.base import record_data
from rcalog.model.reading import read_incident

def write(update, ready, go):
    book = Logbook.open(Path(sys.argv[1]))
    record = book.catalog.resolve("@", now=datetime.now(UTC))
    wanted = read_incident(record_data(record.incident) | update)
    os.close(ready)
    os.read(go, 1)
    try:
        said = transaction.commit(book, Intent(Operation.SET, record, wanted, "set")).commit
    except RcalogError as error:
        said = f"{error.code} {error.draft}"
    os.write(1, f"{said}\\n".encode())

all_ready, ready = os.pipe()
go, start = os.pipe()
writers = []
for update in eval(sys.argv[2]):
    writers.append(os.fork())
    if not writers[-1]:
        os.close(start)
        write(update, ready, go)
        os._exit(0)
os.close(ready)
os.read(all_ready, 1)  # ends when all have closed their end
os.close(start)
sys.exit(max(os.waitpid(writer, 0)[1] for writer in writers))
"""
"""A process for each writer, none of which has to load everything anew."""


def at_once(book: Logbook, updates: list[dict[str, object]]) -> list[str]:
    """Let one process each make these changes of the record, all having read it before any of them writes."""
    command = [sys.executable, "-c", SCRIPT, str(book.root), repr(updates)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with one record."""
    return logbook_of(tmp_path / "log", incident())


FIELDS: list[dict[str, object]] = [
    {"severity": "sev1"},
    {"status": "mitigated"},
    {"tags": ["a"]},
    {"summary": "x"},
    {"times": {"started": "2026-11-20T14:00:00+00:00"}},
    {"roles": {"lead": "ana"}},
    {"impact": {"users_affected": 7}},
    {"actions": [{"action": "Fix it", "id": "am3x7", "status": "todo"}]},
]


def test_different_fields_are_all_kept(book: Logbook) -> None:
    """Eight processes that change eight fields of one record make eight commits, one after the other."""
    commits = at_once(book, FIELDS)
    history = run("git", "log", "--format=%H", f"-{WRITERS}", cwd=book.root).split("\n")
    merged = record_data(incident())
    for update in FIELDS:
        merged |= update
    assert (set(commits), record_data(read(book).incident)) == (set(history), merged)
    assert (run("git", "status", "--porcelain", cwd=book.root), book.drafts.list()) == ("", [])


def test_one_timeline_takes_events_from_all(book: Logbook) -> None:
    """Events that are added at once are all in the timeline."""
    events = [{"event": f"event {n}", "id": f"e000{n}", "at": f"2026-11-20T14:0{n}:00+00:00"} for n in range(WRITERS)]
    at_once(book, [{"timeline": [event]} for event in events])
    assert sorted(event.event for event in read(book).incident.timeline) == [event["event"] for event in events]


def once(book: Logbook, script: str) -> None:
    """Install a pre-commit hook that does something the first time that it is run."""
    text = f"#!/bin/sh\n[ -e ../seen ] && exit 0\ntouch ../seen\nunset GIT_INDEX_FILE\n{script}\n"
    write_file(book.repo.common_dir, "hooks/pre-commit", text).chmod(0o755)


def test_git_commits_the_same_record_meanwhile(book: Logbook) -> None:
    """What somebody commits with git alone, after we read the file and before we write it, is built upon."""
    path = read(book).path
    theirs = f"sed -i s/sev2/sev1/ {path}; git commit -qm theirs -- {path}"
    script = f"#!/bin/sh\necho x >> ../seen\n[ $(wc -l < ../seen) = 1 ] && {{ {theirs}; }}\nexec cat\n"
    write_file(book.root.parent, "clean", script).chmod(0o755)  # git runs it on what it is asked the id of
    run("git", "config", "filter.race.clean", "../clean", cwd=book.root)
    write_file(book.repo.common_dir, "info/attributes", "*.yaml filter=race\n")
    change(book, status="mitigated")
    assert read(book).incident == incident(severity="sev1", status="mitigated")
    assert run("git", "log", "-2", "--format=%s", cwd=book.root).split("\n") == [f"{ID}: set", "theirs"]


def test_merge_that_begins_meanwhile(book: Logbook) -> None:
    """A merge that begins after we looked makes a draft of the write, and no error."""
    once(book, "git rev-parse HEAD > .git/MERGE_HEAD")
    saved = change(book, severity="sev1")
    assert (saved.commit, saved.draft and saved.draft.pending, book.root.joinpath(saved.path).read_text()) == (
        None,
        True,
        run("git", "show", f"HEAD:{saved.path}", cwd=book.root) + "\n",
    )


def test_same_field_goes_to_the_first(book: Logbook) -> None:
    """Of eight that set one field differently one succeeds; seven are refused, each with its draft."""
    said = at_once(book, [{"summary": f"by writer {n}"} for n in range(WRITERS)])
    refused = [line.split(" ")[1] for line in said if line.startswith("record-changed ")]
    kept = {str(draft.payload["after"]).rpartition("summary: ")[2].strip() for draft in book.drafts.list()}
    assert (len(refused), sorted(refused)) == (WRITERS - 1, sorted(draft.id for draft in book.drafts.list()))
    assert len(kept | {read(book).incident.summary}) == WRITERS


def typed_by(number: int, raw: bytes, comment: str = "# seen by") -> bytes:
    """Return the text of a record with an event, and a comment above it, at the end."""
    at = f"2026-11-20T14:{number:02}:00+00:00"
    return raw + f"  {comment} {number}\n  - event: typed {number}\n    at: {at}\n".encode()


def test_editors_that_were_open_together(tmp_path: Path) -> None:
    """Eight people type at the same place, each on what stood there when they began: all of it is kept, comments too."""
    book = logbook_of(tmp_path / "log", incident(timeline=[{"event": "Alert", "at": "2026-11-20T13:00:00+00:00"}]))
    sessions = [editing.begin(read(book)) for _ in range(8)]
    for number, session in enumerate(sessions):
        text = typed_by(number, session.raw)
        saved = editing.finish(book, session, text, write=lambda intent: transaction.commit(book, intent))
        assert [warning.startswith("changed meanwhile, and kept: ") for warning in saved.warnings] == [True] * (
            number > 0
        )
    record = read(book)
    assert [event.event for event in record.incident.timeline] == ["Alert", *(f"typed {number}" for number in range(8))]
    assert re.findall(r"# seen by (\d)", record.raw.decode()) == [f"{number}" for number in range(8)]


def test_a_comment_without_a_place(tmp_path: Path) -> None:
    """A text whose comment would go lost is refused, and stands in its draft; without a comment it goes in."""
    book = logbook_of(tmp_path / "log", incident(services=["web"]))
    base = read(book)
    text = base.raw.decode()
    assert "services: [web]" in text or "services:\n" in text
    edit(book, base, text.replace("severity: sev2", "severity: sev1"))
    typed = text.replace("severity: sev2\n", "severity: sev2\n# why so bad?\n").replace(
        "Payments down", "Cards refused"
    )
    with pytest.raises(RecordChanged):
        edit(book, base, typed)
    assert [after_of(draft).decode() for draft in book.drafts.list()] == [typed]
