"""Writes that are refused: the record is as it was, what was typed is a draft that can be committed later."""

from __future__ import annotations

import shlex
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from rcalog.errors import RcalogError
from rcalog.logbook import transaction
from rcalog.logbook.book import Logbook
from rcalog.logbook.intents import Intent, Operation
from rcalog.logbook.planning import masked
from rcalog.logbook.recordfile import UnwritableRecord
from rcalog.logbook.repository import DiskRefused, HookRejected, IdentityMissing, NestedWrite, SymlinkInPath
from rcalog.logbook.transaction import (
    HandEditInvalid,
    IdChanged,
    InvalidContent,
    RecordChanged,
    RecordExists,
    RecordGone,
    SecretFound,
)
from rcalog.model.incident import Incident
from tests.helpers.git import run, write_file
from tests.helpers.logbooks import ID, change, edit, incident, logbook_of, new, read, record_text, resume

NAME = f"incidents/2026/11/{ID}-payments-down.yaml"
KEY = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with one record."""
    return logbook_of(tmp_path / "log", incident())


def hook(book: Logbook, name: str, script: str) -> Path:
    """Install a hook."""
    path = write_file(book.repo.common_dir, f"hooks/{name}", f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def refused(book: Logbook, kind: type[RcalogError], write: Callable[[], object]) -> RcalogError:
    """Return the error of a write, after making sure that nothing else came of it but a draft."""
    before = (book.root / NAME).read_bytes(), book.repo.head(), run("git", "status", "--porcelain", cwd=book.root)
    with pytest.raises(kind) as caught:
        write()
    after = (book.root / NAME).read_bytes(), book.repo.head(), run("git", "status", "--porcelain", cwd=book.root)
    assert after == before
    assert caught.value.draft is not None
    ways = (f"rcalog drafts resume {caught.value.draft}", f"rcalog edit {ID} --resume")
    assert any(way in (caught.value.hint or "") for way in ways)
    return caught.value


def resumed(book: Logbook, error: RcalogError) -> str | None:
    """Commit the draft of a refused write, and return the commit; the draft is gone then."""
    commit = resume(book, error.draft or "").commit
    assert book.drafts.list() == []
    return commit


def test_hook_refuses(book: Logbook) -> None:
    """A failing hook's words are shown; when it is mended, the draft is committed."""
    path = hook(book, "pre-commit", "echo 'no commits on Friday' >&2; exit 1")
    error = refused(book, HookRejected, lambda: change(book, severity="sev1"))
    assert "no commits on Friday" in error.message
    path.unlink()
    assert (resumed(book, error), read(book).incident.severity) == (book.repo.head(), "sev1")


def test_no_identity(book: Logbook) -> None:
    """Whose commit it is must be known; set for the logbook, the same command goes through and its draft is gone."""
    run("git", "config", "--global", "--remove-section", "user", cwd=book.root)
    refused(book, IdentityMissing, lambda: change(book, severity="sev1"))
    book.repo.set_identity("李伟", "li@example.org")
    assert (change(book, severity="sev1").commit, book.drafts.list()) == (book.repo.head(), [])


def test_disk_refuses(book: Logbook) -> None:
    """A record that cannot be written is kept as a draft, and committed when there is a place for it."""
    write_file(book.root, "incidents/2027", "a file, where a folder is needed")
    other = incident("20270101-xther")
    error = refused(book, DiskRefused, lambda: new(book, other))
    (book.root / "incidents/2027").unlink()
    assert (resumed(book, error), read(book, "xther").incident) == (book.repo.head(), other)


def test_link_in_the_path(book: Logbook, tmp_path: Path) -> None:
    """A record is not written through a link to somewhere else."""
    (tmp_path / "elsewhere").mkdir()
    (book.root / "incidents/2027").symlink_to(tmp_path / "elsewhere")
    refused(book, SymlinkInPath, lambda: new(book, incident("20270101-xther")))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_same_field_changed_meanwhile(book: Logbook) -> None:
    """Of two that change a field differently, the second is told which field, and its input is kept."""
    stale = read(book)
    change(book, severity="sev1")
    error = refused(book, RecordChanged, lambda: change(book, stale, severity="sev3"))
    assert isinstance(error, RecordChanged)
    assert [(each.path, each.after) for each in error.changes] == [("severity", "sev3")]
    assert error.message == f"{ID} was changed meanwhile at the same place: severity"


def test_same_change_made_meanwhile(book: Logbook) -> None:
    """Two that make the same change agree: the second has nothing to do."""
    stale = read(book)
    head = change(book, severity="sev1").commit
    assert (change(book, stale, severity="sev1").commit, book.repo.head()) == (None, head)


def test_another_field_changed_meanwhile(book: Logbook) -> None:
    """A change to something else is made on top of what stands there by now."""
    stale = read(book)
    change(book, severity="sev1", tags=["a"])
    change(book, stale, status="mitigated", tags=["b"])
    assert read(book).incident == incident(severity="sev1", status="mitigated", tags=["b", "a"])


def test_edit_of_what_changed_meanwhile_keeps_both_sides_comments(book: Logbook) -> None:
    """Where the lines of both can be merged they are, with comments; else by meaning; the same field is refused."""
    stale = read(book)
    text = stale.document.text
    edit(book, stale, text.replace("kind: incident", "kind: incident  # for sure"))
    edit(book, stale, text + "# mine\nsummary: x\n")
    assert (
        read(book).document.text
        == text.replace("kind: incident", "kind: incident  # for sure") + "# mine\nsummary: x\n"
    )
    edit(book, stale, text.replace("severity: sev2\n", "severity: sev1\ntags: [a]\n"))
    error = refused(book, RecordChanged, lambda: edit(book, stale, text + "summary: y\n"))
    assert "summary: y" in str(book.drafts.load(error.draft or "").payload["after"])


def test_deleted_meanwhile(book: Logbook) -> None:
    """A write does not bring a deleted record back; the draft does when the file is back."""
    stale = read(book)
    stale.file.unlink()
    with pytest.raises(RecordGone, match=r"was deleted$") as caught:
        change(book, stale, severity="sev1")
    run("git", "restore", NAME, cwd=book.root)
    assert resumed(book, caught.value) == book.repo.head()


def test_deletion_was_committed(book: Logbook) -> None:
    """What is to be typed to have the record back takes it from before the deletion."""
    stale = read(book)
    run("git", "rm", "--quiet", NAME, cwd=book.root)
    run("git", "commit", "--quiet", "-m", "gone", cwd=book.root)
    run("git", "commit", "--quiet", "--allow-empty", "-m", "later", cwd=book.root)
    with pytest.raises(RecordGone) as caught:
        change(book, stale, severity="sev1")
    command = str(caught.value.hint).partition("to bring it back: ")[2].partition(";")[0]
    run(*shlex.split(command), cwd=book.root)
    assert stale.file.read_bytes() == stale.raw


def test_name_is_taken(book: Logbook) -> None:
    """A new record never overwrites a file."""
    refused(book, RecordExists, lambda: new(book, incident(status="mitigated")))


@pytest.mark.parametrize(
    ("text", "place"),
    [(record_text(ID, status="fixed"), (5, 9)), (record_text(ID) + "x_a: [", (7, 7)), ("<<<<<<< ours\n", (1, 1))],
)
def test_hand_edit_that_is_invalid(book: Logbook, text: str, place: tuple[int, int]) -> None:
    """An uncommitted edit that is no record is refused with its place; nothing of it is lost either."""
    stale = read(book)
    (book.root / NAME).write_text(text)
    error = refused(book, HandEditInvalid, lambda: change(book, stale, severity="sev1"))
    assert isinstance(error, HandEditInvalid)
    assert [(each.file, each.line, each.column) for each in error.findings[:1]] == [(NAME, *place)]
    run("git", "restore", NAME, cwd=book.root)
    assert (resumed(book, error), read(book).incident.severity) == (book.repo.head(), "sev1")


def test_hand_edit_at_the_same_place(book: Logbook) -> None:
    """A valid hand edit is committed, and then wins over a write that did not know of it."""
    stale = read(book)
    (book.root / NAME).write_text(stale.document.text.replace("sev2", "sev4"))
    with pytest.raises(RecordChanged):
        change(book, stale, severity="sev1")
    assert run("git", "log", "-1", "--format=%s", cwd=book.root) == f"{ID}: edit by hand"


def test_edit_that_is_invalid(book: Logbook) -> None:
    """What an editor hands over must be a record, and the same one."""
    record = read(book)
    refused(book, InvalidContent, lambda: edit(book, record, record.document.text.replace("sev2", "P1")))
    refused(book, IdChanged, lambda: edit(book, record, record_text("20261121-xther")))
    assert len(book.drafts.list()) == 2


def test_broken_record_is_mended_by_an_edit(book: Logbook) -> None:
    """Where the committed file is no record, an edit may make it one."""
    write_file(book.root, NAME, record_text(ID, status="fixed"))
    broken = book.catalog.read(book.catalog.paths()[0])
    assert broken is not None
    intent = Intent(Operation.EDIT, broken, None, "edit", record_text(ID).encode())
    saved = transaction.commit(book, intent)
    assert (saved.commit, read(book).incident.status) == (book.repo.head(), "resolved")


def test_what_no_file_can_hold_is_kept_all_the_same(book: Logbook) -> None:
    """A text beyond the limits of a record is refused, and stands in the draft as it was typed."""
    novel = "很长" * 50_000
    error = refused(book, UnwritableRecord, lambda: new(book, incident("20270101-xther", summary=novel)))
    data = book.drafts.load(error.draft or "").payload["data"]
    assert isinstance(data, dict)
    assert data["summary"] == novel
    with pytest.raises(UnwritableRecord):
        resume(book, error.draft or "")
    assert len(book.drafts.list()) == 1


def test_what_a_terminal_obeys_is_stored_as_typed(book: Logbook) -> None:
    """Control characters and NUL are refused nowhere on the way, and spelt out in the commit."""
    title = "a\x00b \x1b[31m \u202e"
    saved = change(book, title=title)
    assert (read(book).incident.title, "\x1b" in saved.message, "\x00" in saved.message) == (title, False, False)


def test_value_that_the_format_does_not_take(book: Logbook) -> None:
    """What a service forgot to check is refused here."""
    wrong = read(book).incident.model_copy(update={"severity": "P1"})
    with pytest.raises(RcalogError, match="severity"):
        transaction.commit(book, Intent(Operation.SET, read(book), wrong, "set"))


def test_mending_that_is_refused_leaves_the_broken_file(book: Logbook) -> None:
    """The text that is no record is the user's too: a refused edit gives it back."""
    write_file(book.root, NAME, record_text(ID, status="fixed"))
    hook(book, "pre-commit", "exit 1")
    broken = book.catalog.read(book.catalog.paths()[0])
    intent = Intent(Operation.EDIT, broken, None, "edit", record_text(ID).encode())
    refused(book, HookRejected, lambda: transaction.commit(book, intent))


def test_where_not_even_a_draft_can_be_kept(book: Logbook, own_world: Path) -> None:
    """The error says so, and shows what was typed, so that it stands on the screen at least."""
    record = read(book)
    for folder in book.drafts.folders:
        write_file(folder.parent, "drafts", "a file, where a folder is needed")
    hook(book, "pre-commit", "exit 1")
    with pytest.raises(HookRejected) as caught:
        change(book, record, severity="sev1")
    hint = caught.value.hint or ""
    assert (caught.value.draft, "could not be kept: cannot write" in hint) == (None, True)
    assert "+severity: sev1" in hint.splitlines()


def test_hook_that_writes_is_refused_with_its_draft(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs inside a commit would wait for it for ever; it is told at once."""
    monkeypatch.setenv("RCALOG_TRANSACTION", "4711")
    refused(book, NestedWrite, lambda: change(book, severity="sev1"))


def leaking(book: Logbook) -> Incident:
    """Return the incident of the record, with a token in its summary."""
    return incident(summary=f"we pasted {KEY} into the chat", tags=["leak"])


def test_secret_is_refused_before_git_has_it(book: Logbook) -> None:
    """A credential is named by its kind; no object that git holds has it."""
    error = refused(
        book, SecretFound, lambda: transaction.commit(book, Intent(Operation.SET, read(book), leaking(book), "set"))
    )
    assert (error.message, KEY in error.message) == (
        "this looks like a secret, and git never forgets: github-token",
        False,
    )
    assert run("sh", "-c", f"git cat-file --batch-all-objects --batch | grep -c {KEY} || true", cwd=book.root) == "0"


def test_secret_is_masked(book: Logbook) -> None:
    """With the credential masked the rest of what was typed goes through; no message has it either."""
    intent = masked(book, Intent(Operation.SET, read(book), leaking(book), f"set summary to {KEY}"))
    saved = transaction.commit(book, intent)
    assert saved.incident
    assert (saved.incident.summary, saved.incident.tags) == (
        "we pasted [masked: github-token] into the chat",
        ("leak",),
    )
    assert (KEY in (book.root / NAME).read_text(), KEY in saved.message) == (False, False)


def test_secret_is_allowed_by_name(book: Logbook) -> None:
    """What is none is let through by its rule, once, and the commit says so; it is not looked at again."""
    intent = Intent(Operation.SET, read(book), leaking(book), "set")
    saved = transaction.commit(book, intent, allow_secrets=["github-token"])
    assert "\nAllowed-Secret: github-token\n" in saved.message
    assert change(book, severity="sev1").commit == book.repo.head()


def test_secret_in_a_hand_edit(book: Logbook) -> None:
    """What was written by hand is searched too before it is committed."""
    write_file(book.root, NAME, read(book).document.text + f"summary: {KEY}\n")
    refused(book, SecretFound, lambda: change(book, severity="sev1"))


def test_personal_data_is_a_warning(book: Logbook) -> None:
    """An address is said, and committed."""
    assert change(book, summary="mail to someone@corp.test").warnings == (
        "line 9 looks like personal data (e-mail), and git never forgets",
    )


def test_hook_may_reformat_the_record(book: Logbook) -> None:
    """What a hook made of the file is what is committed, if it still is the record."""
    hook(book, "pre-commit", f"sed -i 's/severity: sev1/severity: sev1   # checked/' {NAME} && git add {NAME}")
    change(book, severity="sev1")
    assert run("git", "show", f"HEAD:{NAME}", cwd=book.root).endswith("severity: sev1   # checked")


@pytest.mark.parametrize(
    ("command", "kind"),
    [("s/sev1/P1/", InvalidContent), (f"s/{ID}/20261121-xther/", IdChanged), (f"s/Payments/{KEY}/", SecretFound)],
)
def test_hook_may_not_spoil_the_record(book: Logbook, command: str, kind: type[RcalogError]) -> None:
    """What a hook leaves is looked at like what was typed."""
    hook(book, "pre-commit", f"sed -i '{command}' {NAME} && git add {NAME}")
    refused(book, kind, lambda: change(book, severity="sev1"))


def test_same_refusal_twice_is_one_draft(book: Logbook) -> None:
    """Trying again fills no folder."""
    hook(book, "pre-commit", "exit 1")
    record = read(book)
    names = {refused(book, HookRejected, lambda: change(book, record, severity="sev1")).draft for _ in range(3)}
    assert [draft.id for draft in book.drafts.list()] == list(names)
