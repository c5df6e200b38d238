"""The list of all incidents is kept while nothing changes: it is always the one that would be made anew."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from rcalog.cli import whole
from rcalog.logbook.index import kept
from tests.helpers.desk import GOLDEN, Desk, golden_desk, golden_text
from tests.helpers.logbooks import record_text

NAME = "20261120-paydn"
OTHER = f"incidents/2026/11/{NAME}-pay.yaml"
LISTS = ("list", "list --columns id,title", "list --columns title,started --sort severity", "list --sort started")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose lists are all long enough to be kept; its files are as old as is needed to be known again."""
    monkeypatch.setattr(whole, "LONG", 0)
    return golden_desk(tmp_path / "log")


def kept_files(desk: Desk) -> list[Path]:
    """Return where lists are kept."""
    return [*(desk.root / ".git/rcalog").glob("*-list")]


def agrees(desk: Desk, line: str, **env: str) -> bool:
    """List twice, and return whether the second time it was kept; both say what a list says that is never kept."""
    first, before = desk(f"{line} --limit 0", **env), [file.stat().st_ino for file in kept_files(desk)]
    again, after = desk(f"{line} --limit 0", **env), [file.stat().st_ino for file in kept_files(desk)]
    anew = desk(f"{line} --limit 9999", **env)
    assert (first.out, first.err, first.code) == (anew.out, anew.err, anew.code)
    assert (again.out, again.err, again.code) == (anew.out, anew.err, anew.code)
    return before == after != []


def forget_index(desk: Desk) -> None:
    """Remove the index, and nothing that lies beside it."""
    for file in (desk.root / ".git/rcalog").glob("index*.db"):
        file.unlink()


def forget_and_edit(desk: Desk) -> None:
    """Remove the index, and write a file before there is another."""
    forget_index(desk)
    desk.write(golden_text())


def spoil(desk: Desk) -> None:
    """Turn a letter of what is kept into another."""
    (file,) = kept_files(desk)
    file.write_bytes(file.read_bytes().replace(b"deleted", b"deletef"))


CHANGES: dict[str, Callable[[Desk], object]] = {
    "an edit by hand": lambda desk: desk.write(desk.text().replace("title: ", "title: Not ")),
    "another record": lambda desk: desk.write(record_text(NAME, "支付服务宕机"), OTHER),
    "its commit": lambda desk: (desk.git("add ."), desk.git("commit -qm more")),
    "a command": lambda desk: desk(f"set severity=sev4 -i {GOLDEN}"),
    "a file that is broken": lambda desk: desk.write("title: [\n", OTHER),
    "a file that is gone": lambda desk: (desk.root / OTHER).unlink(),
    "an earlier commit": lambda desk: desk.git("checkout --quiet --force HEAD~1"),
    "an index that was thrown away": forget_index,
    "an index that was thrown away before an edit": forget_and_edit,
    "one that is damaged": spoil,
    "words of the team": lambda desk: desk.write('[severity_labels]\nsev1 = "P0"\n', ".rcalog/config.toml"),
}


def test_a_list_is_as_if_it_was_made_anew(desk: Desk) -> None:
    """Whatever has happened since it was kept, and whatever is asked for, in whichever zone."""
    zones = ("UTC", "Europe/Berlin", "Asia/Shanghai")
    for number, change in enumerate(CHANGES.values()):
        change(desk)
        assert agrees(desk, LISTS[number % len(LISTS)])
        assert agrees(desk, "list", RCALOG_TZ=zones[number % len(zones)])
    assert len(kept_files(desk)) == 1


def test_drafts_that_wait_are_in_a_list(desk: Desk) -> None:
    """They are in no index, so that nothing of them is kept, and nothing without them is told."""
    assert agrees(desk, "list")
    (desk.root / ".git/MERGE_HEAD").write_text(f"{desk.git('rev-parse HEAD')}\n")
    desk(f"set severity=sev5 -i {GOLDEN}")
    assert "sev5" in desk("list --limit 0").out
    assert "sev5" in desk("list --limit 0").out
    (desk.root / ".git/MERGE_HEAD").unlink()
    assert agrees(desk, "list")


def test_a_zone_that_has_changed(desk: Desk) -> None:
    """What is kept says which offsets it was made with."""
    assert agrees(desk, "list", RCALOG_TZ="Europe/Berlin")
    (file,) = kept_files(desk)
    about, zone, text = file.read_bytes()[:-10].split(b"\n", 2)
    assert b":3600" in zone
    offsets = {int(at): 0 for at, _ in (pair.split(b":") for pair in zone.split())}
    kept.keep(str(file), ast.literal_eval(about.decode()), [text.decode().replace("23:", "22:")], offsets)
    assert agrees(desk, "list", RCALOG_TZ="Europe/Berlin")


def test_a_short_list_is_not_kept(tmp_path: Path) -> None:
    """Nor are the ids alone, a screenful, and what was filtered."""
    desk = golden_desk(tmp_path / "log")
    for line in ("list --limit 0", "list --ids", "list", "list --limit 0 sev1"):
        desk(line)
    assert kept_files(desk) == []


def test_what_is_taken_out_is_in_no_list(desk: Desk) -> None:
    """What was kept goes with the index, also where that has gone before."""
    desk.write(desk.text().replace("title: ", "title: hunter2hunter2 "))
    assert agrees(desk, "list")
    forget_index(desk)
    assert "hunter2hunter2" in kept_files(desk)[0].read_text(encoding="utf-8")
    assert desk("redact - --yes", stdin="hunter2hunter2").code == 0
    assert kept_files(desk) == []
