"""The record files of a work tree: which there are, and by which marks they are known again."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from rcalog.logbook.index import disk
from rcalog.logbook.index.disk import Content, Disk, Listing

TEXT = b"title: Mail\n"
BLOB = "19f05030c058700a16acdb16fe1c68308950b2ff"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A work tree with files of two folders, and with what is no record."""
    for path in ("log/a.yaml", "log/2026/b.yaml", "log/2026/11/c.yaml", "log/.d.yaml", "log/.git/e.yaml", "log/f.yml"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(TEXT)
    (tmp_path / "log/folder.yaml").mkdir()
    (tmp_path / "log/link.yaml").symlink_to("a.yaml")
    (tmp_path / "log/linked.yaml").symlink_to("2026")
    (tmp_path / "log/linked").symlink_to("2026")
    return tmp_path


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files are old enough for their times to tell."""
    monkeypatch.setattr(disk, "SETTLED_NS", -3600 * 10**9)


ALL = ["log/a.yaml", "log/link.yaml", "log/2026/b.yaml", "log/2026/11/c.yaml"]


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("log/a.yaml", True),
        ("log/2026/11/支付.yaml", True),
        ("log/a.yml", False),
        ("log/.a.yaml", False),
        ("log/.git/a.yaml", False),
        ("log/2026/.11/a.yaml", False),
        ("a.yaml", False),
        ("other/a.yaml", False),
        ("logs/a.yaml", False),
    ],
)
def test_where_a_record_may_lie(path: str, is_one: bool, top: Path) -> None:  # noqa: FBT001 (a column of the table)
    """Anywhere below the folder of the records, but in nothing that is hidden."""
    assert Disk(top, "log").is_record(path) is is_one


def test_the_files_that_there_are(top: Path) -> None:
    """Links to files count, folders and links to folders do not; what is of this moment has no mark, and is looked at again."""
    found = Disk(top, "log").look()
    assert sorted(Disk(top, "log").look(found.marks).files) == sorted(ALL)
    assert sorted(found.files) == sorted(ALL)
    assert found.marks == dict.fromkeys(["log", "log/2026", "log/2026/11", "log/folder.yaml"], "")


@pytest.mark.usefixtures("settled")
def test_folders_that_are_known(top: Path) -> None:
    """Only those that changed are listed again; what went is known no more, with all that lay below it."""
    (top / "log/link.yaml").unlink()
    (top / "log/linked.yaml").unlink()
    (top / "log/linked").unlink()
    first = Disk(top, "log").look()
    assert all(first.marks.values())
    assert Disk(top, "log").look(first.marks) == Listing(first.marks, [])

    (top / "log/2026/11/new.yaml").write_bytes(TEXT)
    (top / "log/2026/new.yaml").write_bytes(TEXT)
    second = Disk(top, "log").look(first.marks)
    new = ["log/2026/11/c.yaml", "log/2026/11/new.yaml", "log/2026/b.yaml", "log/2026/new.yaml"]
    assert sorted(second.files) == new
    changed = {folder for folder, mark in second.marks.items() if first.marks[folder] != mark}
    assert changed == {"log/2026", "log/2026/11"}

    (top / "log/2026").rename(top / "away")
    third = Disk(top, "log").look(second.marks)
    assert (third.files, sorted(third.marks)) == (["log/a.yaml"], ["log", "log/folder.yaml"])

    (top / "log/2026").symlink_to(top / "away")
    assert sorted(Disk(top, "log").look(second.marks).marks) == ["log", "log/folder.yaml"]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("link", "target", "doubtful"), [("x.yaml", "nowhere", []), ("x.yaml", ".", ["log/2026"]), ("x", ".", ["log/2026"])]
)
def test_a_link_that_may_come_to_lead_to_a_file(link: str, target: str, doubtful: list[str], top: Path) -> None:
    """Its folder is looked at each time; one that leads nowhere is listed as it is."""
    for name in ("link.yaml", "linked.yaml", "linked"):
        (top / "log" / name).unlink()
    (top / "log/2026" / link).symlink_to(target)
    found = Disk(top, "log").look()
    assert [folder for folder, mark in found.marks.items() if not mark] == doubtful
    assert (f"log/2026/{link}" in found.files) == (not doubtful)
    assert Disk(top, "log").look(found.marks).files == [path for path in ("log/2026/b.yaml",) if doubtful]


def test_no_folder_at_all(tmp_path: Path) -> None:
    """There are no files then; a folder that is a link itself is looked into."""
    assert Disk(tmp_path, "log").look({"log": "1", "log/2026": "2"}) == Listing({}, [])
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.yaml").write_bytes(TEXT)
    (tmp_path / "log").symlink_to("real")
    assert Disk(tmp_path, "log").look().files == ["log/a.yaml"]


@pytest.mark.usefixtures("settled")
def test_the_marks_of_a_file(top: Path) -> None:
    """They tell another size, another time and another file; what is no file has none, and a link tells nothing."""
    marks = {path: Disk(top, "log").mark(f"log/{path}") for path in ("a.yaml", "2026/11/c.yaml")}
    assert all(marks.values())
    none = ("no.yaml", "folder.yaml", "linked.yaml", "linked/b.yaml", "linked/11/c.yaml", "a.yaml/x.yaml")
    assert [Disk(top, "log").mark(f"log/{path}") for path in none] == [None] * 6
    assert Disk(top, "log").mark("log/link.yaml") == ""
    (top / "log/gone.yaml").symlink_to("nowhere")
    assert Disk(top, "log").mark("log/gone.yaml") == ""

    file = top / "log/a.yaml"
    at = file.stat().st_mtime_ns
    seen = [Disk(top, "log").mark("log/a.yaml")]
    file.write_bytes(TEXT + b"#")
    os.utime(file, ns=(at, at))
    seen.append(Disk(top, "log").mark("log/a.yaml"))
    os.utime(file, ns=(at, at + 1))
    seen.append(Disk(top, "log").mark("log/a.yaml"))
    file.rename(top / "log/old.yaml")
    file.write_bytes(TEXT + b"#")
    seen.append(Disk(top, "log").mark("log/a.yaml"))
    assert len(set(seen)) == 4
    assert Disk(top, "log").mark("log/a.yaml") == seen[-1]


def test_what_a_file_holds(top: Path) -> None:
    """Its bytes with the id that git gives them; what went meanwhile is not there, what cannot be read says why."""
    shelf = Disk(top, "log")
    assert shelf.read("log/a.yaml", None, "1 2 3 4") == Content(BLOB, "1 2 3 4", TEXT)
    assert [shelf.read(*asked) for asked in (("log/a.yaml", None, None), ("log/no.yaml", None, ""))] == [None, None]
    assert shelf.read("log/a.yaml/x.yaml", None, "") is None
    found = shelf.read("log/folder.yaml", None, "5")
    assert found is not None
    assert (found.blob, found.mark, isinstance(found.raw, OSError)) == (f"unreadable:{errno.EISDIR}", "", True)
