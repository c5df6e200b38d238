"""Records that are not looked at, in a sparse checkout for one: whoever asks about all of them is told so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.cli import run
from tests.helpers.desk import Desk
from tests.helpers.logbooks import ID, record_text

OTHER = "20261121-xther"
TOLD = "1 record of HEAD is not checked out here, and not looked at"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk in a clone that has one of two records."""
    records = {f"incidents/2026/11/{name}-x.yaml": record_text(name, status="ongoing") for name in (ID, OTHER)}
    desk = Desk(tmp_path / "log", records)
    desk.git("status")  # else git keeps files of which it does not know that they are as committed
    desk.git(f"sparse-checkout set --no-cone '/*' '!/incidents/2026/11/{OTHER}-x.yaml'")
    return desk


def test_told_once_by_each(desk: Desk) -> None:
    """The warning stands on stderr, and in the envelope; it is none where all records are here."""
    add = f"git -C {desk.root} sparse-checkout add '/incidents/**'"
    for line in ("list", "list --json", "list --ids", "search database", "actions", "check"):
        ran = desk(line)
        said = ran.json["warnings"] if "--json" in line else ran.err.splitlines()
        expected = [TOLD] if "--json" in line else [f"warning: {TOLD}", f"hint: to have them here: {add}"]
        assert said == expected, line
    assert f"warning records: {TOLD}\n    hint: to have them here: {add}\n" in desk("doctor").out
    assert f"hint: {TOLD}; to have them here: {add}" in desk(f"show {OTHER}").err
    desk.git(add.removeprefix("git "))
    assert (desk("list").err, TOLD in desk("doctor").out, desk(f"show {OTHER}").code) == ("", False, 0)


def test_init_keeps_the_policy_of_the_team(desk: Desk) -> None:
    """What HEAD has is not overwritten where it is not checked out."""
    desk.write("review_days = 3\n", ".rcalog/config.toml")
    desk.git("commit -qam policy")
    desk.git("sparse-checkout set --cone src")
    (desk.root / ".rcalog").mkdir(exist_ok=True)
    assert not (desk.root / ".rcalog/config.toml").exists()
    assert run("init", cwd=desk.root).code == 0
    assert (desk.root / ".rcalog/config.toml").read_text() == "review_days = 3\n"
    assert desk.git("show HEAD:.rcalog/config.toml") == "review_days = 3"


def test_files_that_nobody_reads(desk: Desk) -> None:
    """A record whose name ends otherwise is pointed out."""
    desk.write("title: x\n", "incidents/2026/11/x.yml")
    assert "warning: incidents/2026/11/x.yml is not read: records end with .yaml" in desk("check").err.splitlines()
    assert "records: not read: records end with .yaml\n    --> incidents/2026/11/x.yml\n" in desk("doctor").out
