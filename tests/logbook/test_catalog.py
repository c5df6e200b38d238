"""Records in the work tree: found, read, referred to, remembered."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path, PurePosixPath

import pytest

from rcalog.logbook.book import Logbook
from rcalog.logbook.records import Broken, BrokenRecord, Record
from rcalog.logbook.references import AmbiguousReference, IncidentDeleted, NoDefaultIncident, NoSuchIncident
from tests.helpers.git import run, write_file
from tests.helpers.logbooks import NOW, make_logbook, record_text

A, B, C = "20170131-k7f3q", "20170131-k7f9z", "20261120-paydn"
STARTED = "times:\n  started: "


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with three records, in a folder of a repository."""
    records = {
        f"2017/01/{A}-production-database-deleted.yaml": record_text(A, "Production database deleted"),
        f"2017/01/{B}-database-slow.yaml": record_text(B, "Database slow", status="closed"),
        f"2026/11/{C}-支付服务宕机.yaml": record_text(C, "支付服务宕机", status="ongoing"),
    }
    return make_logbook(tmp_path / "仓库 with spaces", "docs/log", records)


def resolve(book: Logbook, ref: str) -> str:
    """Return the id of what a reference names."""
    return book.catalog.resolve(ref, now=NOW).incident.id


def test_scan_reads_every_record(book: Logbook) -> None:
    """Each record comes with its path in the repository, its bytes and its incident."""
    records = [found for found in book.catalog.scan() if isinstance(found, Record)]
    assert [record.incident.id for record in records] == [A, B, C]
    assert records[2].path == PurePosixPath(f"docs/log/incidents/2026/11/{C}-支付服务宕机.yaml")
    assert records[2].raw == records[2].file.read_bytes()
    assert records[2].blob == run("git", "rev-parse", f"HEAD:{records[2].path}", cwd=book.repo.top)


def test_logbook_without_records(tmp_path: Path) -> None:
    """A new logbook has nothing to list."""
    assert list(make_logbook(tmp_path / "new").catalog.scan()) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("status: [", [("F001", 1, 10)]),
        (record_text(A) + "tags: [a\n", [("F001", 8, 1)]),
        (record_text(A, status="fixed") + "times:\n  started: 14:05\n", [("F202", 5, 9), ("F204", 8, 12)]),
        ("", [("F001", 1, 1)]),
        ("x" * 300_000, [("F001", 1, 1)]),
    ],
)
def test_broken_record_hides_no_other(book: Logbook, text: str, places: list[tuple[str, int, int]]) -> None:
    """One that cannot be read is told apart, with every place that is wrong; the others are there."""
    write_file(book.root, f"incidents/2017/01/{A}-production-database-deleted.yaml", text)
    first, *others = book.catalog.scan()
    assert isinstance(first, Broken)
    assert [(each.rule, each.line, each.column) for each in first.errors] == places
    assert (first.id, {each.file for each in first.errors}) == (A, {first.path.as_posix()})
    assert [type(found) for found in others] == [Record, Record]


def test_reference_to_a_broken_record_says_what_is_wrong(book: Logbook) -> None:
    """The error is that of the file, not "no such incident"."""
    write_file(book.root, f"incidents/2017/01/{A}-production-database-deleted.yaml", record_text(A, status="fixed"))
    with pytest.raises(BrokenRecord, match=r"^status cannot be 'fixed'|fixed") as caught:
        resolve(book, "k7f3q")
    assert [(each.line, each.column) for each in caught.value.findings] == [(5, 9)]


def test_links_and_unreadable_things_are_broken_not_followed(book: Logbook, tmp_path: Path) -> None:
    """A link in the place of a record is not read through; a pipe does not hang."""
    secret = write_file(tmp_path, "secret.yaml", record_text("20260101-secrt"))
    (book.root / "incidents/link.yaml").symlink_to(secret)
    os.mkfifo(book.root / "incidents/pipe.yaml")
    broken = [found for found in book.catalog.scan() if isinstance(found, Broken)]
    assert [found.path.name for found in broken] == ["link.yaml", "pipe.yaml"]


def test_hidden_files_are_no_records(book: Logbook) -> None:
    """What editors and rcalog itself leave for a moment is passed over."""
    for name in (".x.yaml", ".tmp/x.yaml", "x.yaml~", "notes.md"):
        write_file(book.root, f"incidents/{name}", "status: [")
    assert len(book.catalog.paths()) == 3


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        (A, A),
        ("k7f3q", A),
        ("K7F3Q", A),
        ("k7f3", A),
        ("pay", C),
        ("deleted", A),
        ("production-data", A),
        ("支付", C),
        ("202611", C),
        (" slow ", B),
        ("@", C),
        ("@now", C),
    ],
)
def test_reference(book: Logbook, ref: str, expected: str) -> None:
    """An id, the end of it, the beginning of its end, a part of the name, the newest, the one that goes on."""
    assert resolve(book, ref) == expected


@pytest.mark.parametrize(
    ("ref", "near"),
    [
        ("k7f3x", (A, B)),
        ("databse-deleted", (A, B)),
        ("zzz", ()),
        ("", ()),
        ("支", ()),
        ("k7", ()),
        ("@last", ()),
        ("../x", ()),
    ],
)
def test_reference_to_nothing(book: Logbook, ref: str, near: tuple[str, ...]) -> None:
    """What names nothing is an error with the names that look like it."""
    with pytest.raises(NoSuchIncident) as caught:
        resolve(book, ref)
    assert set(caught.value.near) == set(near)


@pytest.mark.parametrize("ref", ["k7f", "database", "20170131"])
def test_reference_to_several(book: Logbook, ref: str) -> None:
    """What names several is an error that lists them with their titles."""
    with pytest.raises(AmbiguousReference) as caught:
        resolve(book, ref)
    assert [(each.id, each.title) for each in caught.value.candidates] == [
        (A, "Production database deleted"),
        (B, "Database slow"),
    ]


def test_stricter_match_wins(book: Logbook) -> None:
    """A whole end of an id is not ambiguous because a name holds the same letters."""
    write_file(book.root, "incidents/2027/01/20270101-a7x3q-k7f3q-again.yaml", record_text("20270101-a7x3q"))
    assert resolve(book, "k7f3q") == A


def test_newest_is_by_start_not_by_id(book: Logbook) -> None:
    """An incident that was recorded late stays where it belongs."""
    late = "20270101-aaaaa"
    write_file(book.root, f"incidents/2027/01/{late}.yaml", record_text(late, "x", STARTED + "2016-01-01T00:00:00Z"))
    assert resolve(book, "@") == C


def test_newest_may_have_no_start_yet(book: Logbook) -> None:
    """What was typed during an outage comes after all that began on that day, until somebody says when it began."""
    typed, known, next_day = "20270101-aaaaa", "20270101-zzzzz", "20270102-bbbbb"
    write_file(book.root, f"incidents/2027/01/{typed}.yaml", record_text(typed))
    write_file(
        book.root, f"incidents/2027/01/{known}.yaml", record_text(known, "x", STARTED + "2027-01-01T20:00:00+08:00")
    )
    assert resolve(book, "@") == typed
    write_file(
        book.root, f"incidents/2027/01/{next_day}.yaml", record_text(next_day, "x", STARTED + "2027-01-02T00:00:00Z")
    )
    assert resolve(book, "@") == next_day


def test_two_that_go_on(book: Logbook) -> None:
    """`@now` is the only one, or it is an error that lists them."""
    write_file(
        book.root, f"incidents/2027/01/{'20270101-aaaaa'}.yaml", record_text("20270101-aaaaa", status="mitigated")
    )
    with pytest.raises(AmbiguousReference) as caught:
        resolve(book, "@now")
    assert [each.id for each in caught.value.candidates] == [C, "20270101-aaaaa"]


def test_renamed_record_is_found_by_the_id_inside(book: Logbook) -> None:
    """Renaming or moving a file by hand is harmless."""
    file = book.catalog.resolve(A, now=NOW).file
    file.rename(book.root / "incidents" / "my outage.yaml")
    assert (resolve(book, A), resolve(book, "k7f3q"), resolve(book, "my out")) == (A, A, A)


def test_deleted_record_says_how_to_bring_it_back(book: Logbook) -> None:
    """The error names the git command."""
    record = book.catalog.resolve(A, now=NOW)
    record.file.unlink()
    with pytest.raises(IncidentDeleted) as caught:
        resolve(book, "k7f3q")
    assert caught.value.path == record.path
    assert f"restore --source=HEAD --staged --worktree {record.path};" in str(caught.value.hint)


def test_one_id_in_two_files(book: Logbook) -> None:
    """A copied file is no guess: both are listed."""
    write_file(book.root, "incidents/copy.yaml", record_text(A))
    with pytest.raises(AmbiguousReference, match=r"copy\.yaml"):
        resolve(book, A)


def test_last_is_remembered_for_a_day(book: Logbook) -> None:
    """`@last` is the incident that was touched in this clone and logbook, for 24 hours."""
    book.catalog.touch(B, now=NOW)
    assert resolve(book, "@last") == B
    assert [book.catalog.last(now=NOW + timedelta(hours=hours)) for hours in (23, 25, -1)] == [B, None, None]


def test_spoilt_memory_is_no_error(book: Logbook) -> None:
    """The file of what was touched last may be damaged."""
    book.catalog.touch(B, now=NOW)
    (book.state / "last.json").write_text("{")
    assert book.catalog.last(now=NOW) is None
    book.catalog.touch(A, now=NOW)
    assert book.catalog.last(now=NOW) == A


def default(book: Logbook, *, analysis: bool = False) -> str:
    """Return the id of the default incident."""
    return book.catalog.default_for("analysis" if analysis else "event", now=NOW).incident.id


def test_default_for_an_event(book: Logbook) -> None:
    """The one that goes on; without one, the one last touched; else the question which."""
    assert default(book) == C
    write_file(book.root, f"incidents/2026/11/{C}-支付服务宕机.yaml", record_text(C, status="resolved"))
    with pytest.raises(NoDefaultIncident, match=r"^which incident\? no incident is ongoing or mitigated$"):
        default(book)
    book.catalog.touch(B, now=NOW)
    assert default(book) == B


def test_default_for_the_analysis(book: Logbook) -> None:
    """The unfinished interview; without one, the only one that is not reviewed; else the question which."""
    with pytest.raises(NoDefaultIncident, match=rf"several may be meant: {A}, {C}$"):
        default(book, analysis=True)
    book.drafts.journal("interview", incident=B, summary="why", created=NOW).close(purge=False)
    assert default(book, analysis=True) == B
