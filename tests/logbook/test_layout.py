"""Where things are: record paths, slugs, ids in file names, the default logbook."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from rcalog.logbook.layout import default_logbook, id_of, record_path, slug, slug_of, state_folder

ID = "20170131-k7f3q"


def test_record_lies_in_the_folder_of_its_month() -> None:
    """The year and the month of the id are the folders, the title's first clause is the slug."""
    path = record_path(ID, "Production database deleted; no backup could be restored")
    assert path == PurePosixPath(f"incidents/2017/01/{ID}-production-database-deleted.yaml")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("DB down", "db-down"),
        ("  two   spaces\tand a tab ", "two-spaces-and-a-tab"),
        ("支付服务宕机，订单丢失", "支付服务宕机-订单丢失"),
        ("生产数据库被误删" * 6, ("生产数据库被误删" * 3)[:20]),
        ("支付服务宕机半小时以上；重试之后仍然失败，客服电话被打爆", "支付服务宕机半小时以上"),
        ("Café naïve", "café-naïve"),
        ("a" * 100, "a" * 40),
        ("one two three four five six seven eight nine ten", "one-two-three-four-five-six-seven-eight"),
        ("[red]x[/] \x1b[31m\u202e ../../etc/passwd", "red-x-31m-etc-passwd"),
        ("!!!", ""),
        ("100% CPU @ db-1", "100-cpu-db-1"),
        ("\ud800 lone", "lone"),
    ],
)
def test_slug(title: str, expected: str) -> None:
    """A slug keeps letters and digits of any script and nothing else."""
    assert slug(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"), [("Café naïve", "cafe-naive"), ("支付宕机 DB-1", "db-1"), ("支付宕机", "")]
)
def test_ascii_slug(title: str, expected: str) -> None:
    """A team may want ASCII alone; a title with none of it leaves the id to stand alone."""
    assert slug(title, "ascii") == expected


def test_record_without_a_slug_is_named_by_its_id() -> None:
    """A title without a letter or digit gives no dangling hyphen."""
    assert record_path(ID, "???").name == f"{ID}.yaml"


@given(st.text())
def test_slug_is_short_normal_and_harmless(title: str) -> None:
    """Whatever the title: at most 40 columns, NFC, nothing that means something to a shell or a path."""
    found = slug(title)
    assert (wcswidth(found) <= 40, len(found.encode()) <= 200) == (True, True)
    assert found == unicodedata.normalize("NFC", found)
    assert not set(found) & set("/\\.~ \n\t\0*?[]'\"$`") | set(found[:1]) & {"-"}


@given(st.text())
def test_names_lead_back_to_id_and_slug(title: str) -> None:
    """What record_path writes, id_of and slug_of read."""
    path = record_path(ID, title)
    assert (id_of(path), slug_of(path)) == (ID, slug(title))


@pytest.mark.parametrize(
    "name", ["notes.yaml", "20170131-1abcd.yaml", "2017013-k7f3q.yaml", f"{ID}9-x.yaml", f"x{ID}.yaml"]
)
def test_names_without_an_id(name: str) -> None:
    """A file that a person named has no id in its name."""
    assert id_of(PurePosixPath(name)) is None


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"XDG_DATA_HOME": "/data", "HOME": "/h/ana"}, "/data/rcalog"),
        ({"HOME": "/h/ana"}, "/h/ana/.local/share/rcalog"),
        ({"XDG_DATA_HOME": "relative", "HOME": "/h/ana"}, "/h/ana/.local/share/rcalog"),
        ({"XDG_DATA_HOME": "", "HOME": "/h/ana"}, "/h/ana/.local/share/rcalog"),
    ],
)
def test_default_logbook(env: dict[str, str], expected: str) -> None:
    """The XDG data folder, where it is absolute; else the one below the home folder."""
    assert default_logbook(env) == Path(expected)


def test_state_lies_in_the_git_folder(tmp_path: Path) -> None:
    """What is never committed is kept by the clone, so that it survives a work tree."""
    assert state_folder(tmp_path, {}) == tmp_path / "rcalog"


def test_state_of_a_read_only_clone_lies_in_the_state_folder(tmp_path: Path) -> None:
    """Input can be kept where nothing can be committed; each clone has a place of its own."""
    found = [state_folder(tmp_path / name, {"XDG_STATE_HOME": "/state"}) for name in ("a", "b", "a")]
    assert [found[0].parent, len(set(found))] == [Path("/state/rcalog"), 2]
