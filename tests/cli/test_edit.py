"""`rcalog edit`, with an editor that follows a script, in a real terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rcalog.services import editfiles
from tests.helpers.cli import PROGRAM
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, Desk, golden_desk
from tests.helpers.git import hook
from tests.helpers.terminal import CTRL_C, CTRL_D, ENTER, Terminal

SCRIPTED = """\
#!/bin/sh
here=$(dirname "$0")
round=$(ls "$here" | grep -c '^seen')
cp "$1" "$here/seen-$round"
sh "$here/step-$round" "$1"
"""
SIGNALLING = """\
#!{python}
import os, pathlib, re, signal, sys
file = pathlib.Path(sys.argv[1])
file.write_text(re.sub("(?m)^title: .*", "title: Database deleted", file.read_text()))
{what}
"""
RENAME = """sed -i 's/^title: .*/title: Database deleted/' "$1" """
SPOIL = """sed -i 's/^severity: .*/severity: bad/; s/^status: .*/status: over/' "$1" """
MEND = """sed -i 's/^severity: .*/severity: sev2/; s/^status: .*/status: resolved/' "$1" """
LEAVE = "true"


class Editor:
    """An editor that does one step of a script each time it is opened, and remembers what it was shown."""

    def __init__(self, folder: Path, *steps: str) -> None:
        self.folder = folder
        self.path = folder / "my editor"
        folder.mkdir()
        self.path.write_text(SCRIPTED)
        self.path.chmod(0o755)
        for number, step in enumerate(steps):
            (folder / f"step-{number}").write_text(f"{step}\n")

    def seen(self) -> list[str]:
        """Return what stood in the file each time that it was opened."""
        return [path.read_text() for path in sorted(self.folder.glob("seen-*"))]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with the golden record, resolved."""
    return golden_desk(tmp_path / "log")


def edit(desk: Desk, editor: Editor | str, *words: str, **env: str) -> Terminal:
    """Type `rcalog edit k7f3q` with this editor in a terminal."""
    command = f"'{editor.path}'" if isinstance(editor, Editor) else editor
    reference = () if words and not words[0].startswith("-") else ("k7f3q",)
    return Terminal(PROGRAM, "edit", *reference, *words, cwd=desk.root, env={"GIT_EDITOR": command, **env})


def drafts(desk: Desk) -> list[dict[str, str]]:
    """Return what is kept."""
    items: list[dict[str, str]] = desk("drafts list --json").json["data"]["items"]
    return items


def left(desk: Desk) -> list[str]:
    """Return what the sessions have left behind."""
    return [path.name for path in (desk.root / ".git/rcalog/edit").glob("*")]


def test_a_change(desk: Desk, tmp_path: Path) -> None:
    """The editor gets the record with its comments; what is valid is one commit of exactly those bytes."""
    desk.write(f"# ours\n{desk.text()}")
    desk("save -m comment")
    editor = Editor(tmp_path / "editor", RENAME)
    with edit(desk, editor) as terminal:
        assert terminal.finish() == 0
        assert terminal.lines() == [
            f"{GOLDEN}  Database deleted",
            "  title: Production database deleted; no backup could be restored -> Database deleted",
            f"  saved as {(short := desk.git('rev-parse --short HEAD'))}; to take it back: rcalog undo {short}",
        ]
    assert editor.seen()[0].startswith("# ours\nschema: rcalog/v1\n")
    assert desk.message() == [
        f"{GOLDEN}: edit",
        "",
        "title: Production database deleted; no backup could be restored -> Database deleted",
        "",
        f"Incident: {GOLDEN}",
        "Operation: edit",
        "Severity: sev1",
    ]
    assert (left(desk), drafts(desk)) == ([], [])


@pytest.mark.parametrize("step", [LEAVE, 'touch "$1"', 'rm "$1"'])
def test_nothing_changed(step: str, desk: Desk, tmp_path: Path) -> None:
    """A file that was left as it is changes nothing, and so does one that is gone."""
    before = desk.snapshot()
    with edit(desk, Editor(tmp_path / "editor", step)) as terminal:
        assert terminal.finish() == 0
        assert terminal.lines() == ["nothing was changed"]
    assert (desk.snapshot(), drafts(desk), left(desk)) == (before, [], [])


def test_what_is_invalid_is_opened_again(desk: Desk, tmp_path: Path) -> None:
    """All that is wrong stands on top as comments, with the lines as they stand then; the comments are never saved."""
    editor = Editor(tmp_path / "editor", f"{RENAME}\n{SPOIL}", MEND)
    with edit(desk, editor) as terminal:
        terminal.wait_for("Open it again? [Y/n]")
        assert terminal.lines()[0] == "what was typed is not a valid record: 2 things to mend"
        assert terminal.lines()[1].startswith("  line 5: status: ")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    notes = editor.seen()[1].splitlines()
    assert notes[0].startswith("#! Not saved yet. ")
    for note, wrong in zip(notes[1:3], ("status: over", "severity: bad"), strict=True):
        place = re.match(r"#! line (\d+), column (\d+): ", note)
        assert place
        assert notes[int(place[1]) - 1] == wrong
        assert notes[int(place[1]) - 1][int(place[2]) - 1 :] == wrong.split(": ")[1]
    assert desk.text().startswith("schema: rcalog/v1\n")
    assert "title: Database deleted\n" in desk.text()


@pytest.mark.parametrize("answer", [f"n{ENTER}", CTRL_D, CTRL_C])
def test_stopping_keeps_what_was_typed(answer: str, desk: Desk, tmp_path: Path) -> None:
    """Whoever does not mend it now goes on later, however they leave."""
    before = desk.snapshot()
    with edit(desk, Editor(tmp_path / "editor", SPOIL)) as terminal:
        terminal.wait_for("Open it again?")
        assert terminal.leave(answer) == {CTRL_C: 130, CTRL_D: 2}.get(answer, 1)
        assert f"what you typed is kept: rcalog edit {GOLDEN} --resume" in terminal.text()
    assert desk.snapshot() == before
    assert [draft["kind"] for draft in drafts(desk)] == ["edit"]
    assert "severity: bad\n" in desk(f"drafts show {drafts(desk)[0]['id']}").out


def test_leaving_the_comments_as_they_are_stops(desk: Desk, tmp_path: Path) -> None:
    """The second time nothing was changed: then it is kept."""
    with edit(desk, Editor(tmp_path / "editor", SPOIL, LEAVE)) as terminal:
        terminal.wait_for("Open it again?")
        terminal.type(ENTER)
        assert terminal.finish() == 1
        assert terminal.lines()[-2:] == [
            "error: not saved",
            f"hint: what you typed is kept: rcalog edit {GOLDEN} --resume",
        ]
    assert len(drafts(desk)) == 1


def test_resume(desk: Desk, tmp_path: Path) -> None:
    """The kept text is opened, and gone once it is committed; without a reference it is the one that was kept."""
    with edit(desk, Editor(tmp_path / "one", f"{RENAME}\n{SPOIL}")) as terminal:
        terminal.wait_for("Open it again?")
        terminal.type(f"n{ENTER}")
        assert terminal.finish() == 1
    editor = Editor(tmp_path / "two", MEND)
    with edit(desk, editor, "--resume") as terminal:
        assert terminal.finish() == 0
    assert "severity: bad\n" in editor.seen()[0]
    assert "title: Database deleted\n" in desk.text()
    assert drafts(desk) == []


@pytest.mark.parametrize(("answer", "title"), [("", "title: Database deleted"), ("n", "title: Production database")])
def test_a_kept_edit_is_offered(answer: str, title: str, desk: Desk, tmp_path: Path) -> None:
    """Who edits the record again is asked whether to go on with what was kept."""
    keep(desk, tmp_path, f"{RENAME}\n{SPOIL}")
    editor = Editor(tmp_path / "two", LEAVE)
    with edit(desk, editor) as terminal:
        terminal.wait_for("was not saved. Go on with it? [Y/n]")
        terminal.type(answer + ENTER)
        if not answer:
            terminal.wait_for("You changed nothing. Save it as it stands?")
            terminal.type(f"n{ENTER}")
        assert terminal.finish() == (0 if answer else 1)
    assert title in editor.seen()[0]
    assert len(drafts(desk)) == 1


def keep(desk: Desk, tmp_path: Path, step: str, name: str = "kept") -> None:
    """Edit a record in a way that is kept: the hook of the repository refuses, or the record is not valid."""
    with edit(desk, Editor(tmp_path / name, step)) as terminal:
        terminal.wait_for("Open it again?")
        terminal.type(f"n{ENTER}")
        assert terminal.finish() == 1


def test_discard(desk: Desk, tmp_path: Path) -> None:
    """What is kept can be thrown away, also without a terminal."""
    keep(desk, tmp_path, SPOIL)
    [draft] = drafts(desk)
    ran = desk("edit --discard")
    assert (ran.code, ran.out, ran.err) == (0, f"{draft['id']} thrown away: an edit of {GOLDEN}\n", "")
    assert drafts(desk) == []
    ran = desk("edit k7f3q --discard --json")
    assert (ran.code, ran.json["errors"][0]["code"]) == (2, "no-kept-edit")


def test_after_a_hook(desk: Desk, tmp_path: Path) -> None:
    """A valid edit that was refused is opened again as it was typed, or committed without an editor."""
    hook(desk.root, "pre-commit", "exit 1")
    with edit(desk, Editor(tmp_path / "one", RENAME)) as terminal:
        assert terminal.finish() == 1
        assert f"what you typed is kept: rcalog edit {GOLDEN} --resume" in " ".join(terminal.text().split())
    [draft] = drafts(desk)
    with edit(desk, Editor(tmp_path / "two", LEAVE), "--resume") as terminal:
        terminal.wait_for("Save it as it stands?")
        terminal.type(ENTER)
        assert terminal.finish() == 1
    refused = desk(f"drafts resume {draft['id']}")
    assert (refused.code, [each["id"] for each in drafts(desk)]) == (1, [draft["id"]])
    (desk.root / ".git/hooks/pre-commit").unlink()
    ran = desk(f"drafts resume {draft['id']}")
    assert (ran.code, drafts(desk), desk.message()[0]) == (0, [], f"{GOLDEN}: edit")
    assert "title: Database deleted\n" in desk.text()


def test_after_a_missing_identity(desk: Desk, tmp_path: Path) -> None:
    """Who cannot say who they are loses nothing; with a name it is committed."""
    with edit(desk, Editor(tmp_path / "one", RENAME), GIT_CONFIG_GLOBAL=os.devnull, RCALOG_NO_INPUT="1") as terminal:
        assert terminal.finish() == 2
    with edit(desk, Editor(tmp_path / "one-more", RENAME), GIT_CONFIG_GLOBAL=os.devnull) as terminal:
        terminal.wait_for("Your name:")
        terminal.type(CTRL_D)
        assert terminal.finish() == 2
        assert f"rcalog edit {GOLDEN} --resume" in terminal.text().replace("\n", "")
    [draft] = drafts(desk)
    assert (desk(f"drafts resume {draft['id']}").code, drafts(desk)) == (0, [])
    assert "title: Database deleted\n" in desk.text()


def test_after_a_full_disk(desk: Desk, tmp_path: Path) -> None:
    """What the editor could still write is kept where there is room, and goes on once the disk takes it."""
    small = ("sh", "-c", f"ulimit -f 24; exec {PROGRAM} edit k7f3q")
    longer = "i=0; while [ $i -lt 300 ]; do echo '# one more line of a comment that fills the disk' >> \"$1\"; i=$((i+1)); done"
    editor = Editor(tmp_path / "one", f"{RENAME}\n{longer}")
    with Terminal(*small, cwd=desk.root, env={"GIT_EDITOR": f"'{editor.path}'"}) as terminal:
        assert terminal.finish() == 1
        shown = terminal.text()
    assert "File too large" in shown
    assert (drafts(desk), left(desk)) != ([], [])
    with edit(desk, Editor(tmp_path / "two", LEAVE), "--resume") as terminal:
        terminal.wait_for("Save it as it stands?")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    assert (desk.text().count("fills the disk") > 100, drafts(desk), left(desk)) == (True, [], [])


def test_drafts_resume_needs_a_valid_edit(desk: Desk, tmp_path: Path) -> None:
    """What is not valid, or meets a change of somebody else, is for the editor."""
    keep(desk, tmp_path, SPOIL)
    [draft] = drafts(desk)
    ran = desk(f"drafts resume {draft['id']}")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, f"hint: rcalog edit {GOLDEN} --resume")
    assert drafts(desk) == [draft]


@pytest.mark.parametrize("flags", ["--resume", "--discard"])
def test_nothing_is_kept(flags: str, desk: Desk) -> None:
    """There is nothing to go on with."""
    ran = desk(f"edit k7f3q {flags}")
    assert (ran.code, ran.err) == (2, "error: no edit of k7f3q is kept\nhint: rcalog edit k7f3q\n")


def test_changed_meanwhile_elsewhere(desk: Desk, tmp_path: Path) -> None:
    """What somebody else changed in another place while the editor was open stays, comments and all."""
    meanwhile = f"cd {desk.root}; '{PROGRAM}' set severity=sev2 -i k7f3q >/dev/null"
    with edit(desk, Editor(tmp_path / "editor", f"{RENAME}\n{meanwhile}")) as terminal:
        assert terminal.finish() == 0
        assert "changed meanwhile, and kept: severity: sev1 -> sev2" in terminal.text()
    assert {"title: Database deleted", "severity: sev2"} < set(desk.text().splitlines())
    assert desk.subjects() == [f"{GOLDEN}: edit", f"{GOLDEN}: set severity"]


def test_changed_meanwhile_at_the_same_place(desk: Desk, tmp_path: Path) -> None:
    """Nothing is overwritten: the typed text is kept, and opened with both beside each other when one goes on."""
    meanwhile = f"cd {desk.root}; '{PROGRAM}' set title=Gone -i k7f3q >/dev/null"
    with edit(desk, Editor(tmp_path / "one", f"{RENAME}\n{meanwhile}")) as terminal:
        assert terminal.finish() == 1
        assert f"error: {GOLDEN} was changed meanwhile at the same place: title" in terminal.text()
        assert f"hint: what you typed is kept: rcalog edit {GOLDEN} --resume" in terminal.text()
    assert "title: Gone\n" in desk.text()
    both = "/^<<<<<<</d; /^=======/,/^>>>>>>>/d"
    editor = Editor(tmp_path / "two", LEAVE, f"sed -i '{both}; s/Gone/Gone for good/' \"$1\"")
    with edit(desk, editor, "--resume") as terminal:
        terminal.wait_for("Save it as it stands?")
        terminal.type(ENTER)
        terminal.wait_for("Open it again?")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    at = editor.seen()[0].splitlines().index("<<<<<<< as it is now")
    assert editor.seen()[0].splitlines()[at : at + 5] == [
        "<<<<<<< as it is now",
        "title: Gone",
        "=======",
        "title: Database deleted",
        ">>>>>>> as you typed it",
    ]
    assert "conflict" in editor.seen()[1].splitlines()[1]
    assert "title: Gone for good\n" in desk.text()
    assert drafts(desk) == []


def test_the_id_never_changes(desk: Desk, tmp_path: Path) -> None:
    """Another id is something to mend."""
    editor = Editor(
        tmp_path / "editor", "sed -i 's/^id: .*/id: 20170131-aaaaa/' \"$1\"", "sed -i 's/aaaaa/k7f3q/' \"$1\""
    )
    with edit(desk, editor) as terminal:
        terminal.wait_for("Open it again?")
        terminal.type(ENTER)
        assert terminal.finish() == 0
        assert terminal.lines()[-1] == "nothing was changed"
    assert editor.seen()[1].splitlines()[1] == (
        f"#! line 4, column 5: id: the id of an incident never changes (write id: {GOLDEN})"
    )


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_record_that_cannot_be_read_is_mended(is_committed: object, desk: Desk, tmp_path: Path) -> None:
    """The editor opens what stands in the file, be it committed or not; the others are not touched."""
    broken = desk.text().replace("kind: incident", "kind: [")
    desk.write(broken)
    if is_committed:
        desk.git("commit -qam broken")
    editor = Editor(tmp_path / "editor", "sed -i 's/kind: \\[/kind: near-miss/' \"$1\"")
    with edit(desk, editor) as terminal:
        assert terminal.finish() == 0
    assert editor.seen()[0] == broken
    assert desk.text() == broken.replace("kind: [", "kind: near-miss")
    assert desk.message()[0] == f"{GOLDEN}: edit"
    assert desk.git("status --porcelain") == ""


def test_a_new_record_written_by_hand_is_mended(desk: Desk, tmp_path: Path) -> None:
    """A file that git has never seen, with no id that can be read, is found by its name."""
    desk.write("title: [\n", "incidents/2026/11/mail.yaml")
    text = desk.text().replace(GOLDEN, "20261120-aaaaa")
    (tmp_path / "new").write_text(text)
    with edit(desk, Editor(tmp_path / "editor", f'cp {tmp_path}/new "$1"'), "mail") as terminal:
        assert terminal.finish() == 0
    assert desk.git("show HEAD:incidents/2026/11/mail.yaml") == text.rstrip("\n")


def test_an_editor_that_fails(desk: Desk, tmp_path: Path) -> None:
    """What it left in the file is kept."""
    before = desk.snapshot()
    with edit(desk, Editor(tmp_path / "editor", f"{RENAME}\nexit 3")) as terminal:
        assert terminal.finish() == 1
        assert "my editor'\" ended with code 3" in " ".join(terminal.text().split())
        assert f"rcalog edit {GOLDEN} --resume" in terminal.text().replace("\n", "")
    assert (desk.snapshot(), len(drafts(desk)), left(desk)) == (before, 1, [])


def test_an_editor_that_is_not_there(desk: Desk) -> None:
    """It is named, with the way to set another."""
    with edit(desk, "no-such-editor") as terminal:
        assert terminal.finish() == 1
        assert terminal.lines()[-2:] == [
            "error: the editor 'no-such-editor' could not be found",
            "hint: git config --global core.editor NAME",
        ]
    assert (drafts(desk), left(desk)) == ([], [])


def test_no_editor_in_a_simple_terminal(desk: Desk) -> None:
    """Git has no editor for a terminal that cannot move the cursor."""
    with Terminal(PROGRAM, "edit", "k7f3q", cwd=desk.root, env={"TERM": "dumb"}) as terminal:
        assert terminal.finish() == 1
        assert "error: no editor is set" in terminal.text()


def signalling(folder: Path, what: str) -> str:
    """Return an editor that renames the record, and then has something happen to rcalog, its parent."""
    path = folder / "signalling.py"
    path.write_text(SIGNALLING.format(python=sys.executable, what=what))
    path.chmod(0o755)
    return f"exec '{path}'"


def test_interrupts_belong_to_the_editor(desk: Desk, tmp_path: Path) -> None:
    """Ctrl-C in an editor means something else: neither of the two ends by it."""
    awaited = "signal.pthread_sigmask(signal.SIG_BLOCK, [2]); print('ready', flush=True); signal.sigwait([2])"
    editor = signalling(tmp_path, awaited)
    with edit(desk, editor) as terminal:
        terminal.wait_for("ready")
        terminal.type(CTRL_C)
        assert terminal.finish() == 0
    assert desk.subjects() == [f"{GOLDEN}: edit"]


def test_a_hangup_keeps_what_was_written_so_far(desk: Desk, tmp_path: Path) -> None:
    """When the terminal goes away, what the editor had written is kept."""
    with edit(desk, signalling(tmp_path, "os.kill(os.getppid(), signal.SIGHUP); input()")) as terminal:
        assert terminal.finish() == 129
    assert [draft["incident_id"] for draft in drafts(desk)] == [GOLDEN]


def test_a_killed_session_is_rescued(desk: Desk, tmp_path: Path) -> None:
    """Even where nothing could be done any more, it is told and listed, and the next edit has what was typed."""
    with edit(desk, signalling(tmp_path, "os.kill(os.getppid(), signal.SIGKILL)")) as terminal:
        assert terminal.finish() == 128 + signal.SIGKILL
    (file,) = (desk.root / ".git/rcalog/edit").glob("*/*.yaml")
    with subprocess.Popen([sys.executable, "-c", "input()", str(file)], stdin=subprocess.PIPE) as another:
        assert (drafts(desk), file.exists()) == ([], True)  # an editor that has outlived its rcalog
        another.communicate(b"\n")
    while not editfiles.left(desk.book):
        pass
    said = [line.partition("drafts: ")[2] for line in desk("doctor").out.splitlines() if "drafts: " in line]
    assert (said, len(left(desk))) == ([f"left in an editor that was killed: {GOLDEN}"], 1)
    assert f"rcalog edit {GOLDEN} --resume" in desk("").out
    assert ([draft["incident_id"] for draft in drafts(desk)], left(desk)) == ([GOLDEN], [])
    editor = Editor(tmp_path / "two", LEAVE)
    with edit(desk, editor) as terminal:
        terminal.wait_for("was not saved. Go on with it?")
        terminal.type(ENTER)
        terminal.wait_for("Save it as it stands?")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    assert "title: Database deleted\n" in desk.text()
    assert (drafts(desk), left(desk)) == ([], [])


def test_a_hook_that_refuses(desk: Desk, tmp_path: Path) -> None:
    """The edit is kept once, and saved as it stands when the hook lets it through."""
    hook(desk.root, "pre-commit", "echo no >&2; exit 1")
    before = desk.snapshot()
    with edit(desk, Editor(tmp_path / "one", RENAME)) as terminal:
        assert terminal.finish() == 1
        assert f"rcalog edit {GOLDEN} --resume" in terminal.text()
    assert (desk.snapshot(), len(drafts(desk))) == (before, 1)
    (desk.root / ".git/hooks/pre-commit").unlink()
    with edit(desk, Editor(tmp_path / "two", LEAVE), "--resume") as terminal:
        terminal.wait_for("Save it as it stands?")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    assert (desk.subjects(), drafts(desk)) == ([f"{GOLDEN}: edit"], [])


def test_dry(desk: Desk, tmp_path: Path) -> None:
    """The difference is shown and nothing is written; what was typed is not lost either."""
    before = desk.snapshot()
    with edit(desk, Editor(tmp_path / "editor", RENAME), "--dry-run") as terminal:
        assert terminal.finish() == 0
        assert "+title: Database deleted" in terminal.lines()
        assert terminal.lines()[-1] == f"hint: what you typed is kept: rcalog edit {GOLDEN} --resume"
    assert (desk.snapshot(), len(drafts(desk))) == (before, 1)


def test_during_a_merge(desk: Desk, tmp_path: Path) -> None:
    """The edit waits as a draft, and the next command commits it."""
    (desk.root / ".git/MERGE_HEAD").write_text(desk.git("rev-parse HEAD") + "\n")
    with edit(desk, Editor(tmp_path / "editor", RENAME)) as terminal:
        assert terminal.finish() == 0
        assert "a merge is in progress" in terminal.text()
    (desk.root / ".git/MERGE_HEAD").unlink()
    assert desk("edit k7f3q --discard").code == 2
    desk("set severity=sev2 -i k7f3q")
    assert desk.subjects() == [f"{GOLDEN}: set severity", f"{GOLDEN}: edit"]


def test_without_a_terminal(desk: Desk) -> None:
    """The two other ways are named."""
    ran = desk("edit k7f3q", GIT_EDITOR="true")
    assert (ran.code, ran.err) == (
        2,
        ("error: there is no terminal to edit on\nhint: rcalog set FIELD=VALUE, or change the file and: rcalog save\n"),
    )


def test_for_programs(desk: Desk, tmp_path: Path) -> None:
    """The envelope stands alone on stdout, whatever the editor prints."""
    editor = Editor(tmp_path / "editor", f"echo noise\n{RENAME}")
    command = f"'{PROGRAM}' edit k7f3q --json > out"
    with Terminal("/bin/sh", "-c", command, cwd=desk.root, env={"GIT_EDITOR": f"'{editor.path}'"}) as terminal:
        assert terminal.finish() == 0
        assert terminal.lines() == ["noise"]
    answer = json.loads((desk.root / "out").read_text())
    assert (answer["ok"], answer["commit"], answer["data"]["incident"]["file"]) == (
        True,
        desk.git("rev-parse HEAD"),
        GOLDEN_FILE,
    )
