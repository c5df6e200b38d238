"""`rcalog audit`, typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import Desk
from tests.helpers.git import git_commit, make_repo

ID = "20261120-paydn"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk at a logbook that rcalog made, with one record; git's clock stands where rcalog's does."""
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "2026-11-20T14:05:00Z")
    desk = Desk(tmp_path / "log")
    desk(f"new Payments down --id {ID} --severity sev2 --started 13:00")
    return desk


def test_an_honest_trail_is_whole(desk: Desk) -> None:
    """What rcalog itself does gives nothing to find; a second look judges nothing anew."""
    for line in ("note rolled back", "mark mitigated error rate at 0", "set tags+=cards", "undo"):
        assert desk(line).code == 0
    first, second = desk("audit"), desk("audit")
    assert (first.code, first.out) == (0, "6 commits: 0 errors, 0 warnings, 0 hints\n")
    assert (second.code, second.out) == (0, "6 commits (0 of them new): 0 errors, 0 warnings, 0 hints\n")


def test_an_edit_outside_rcalog_is_found(desk: Desk) -> None:
    """A record that somebody committed with git alone is told, with what changed."""
    file = next(desk.root.glob("incidents/*/*/*.yaml"))
    file.write_text(file.read_text().replace("sev2", "sev4"))
    desk.git("commit --quiet --all -m typo")
    ran = desk("audit")
    assert ran.code == 1
    assert "warning H301 a record was changed outside rcalog" in ran.out
    assert "severity: sev2 -> sev4" in ran.out
    [item] = desk("audit --json").json["data"]["items"]
    assert (item["rule"], item["incident_id"], item["at"]) == ("H301", ID, "2026-11-20T14:05:00+00:00")


def test_an_anchor_is_found_again(desk: Desk) -> None:
    """The line that --print-anchor gives is found in the history, until somebody rewrites it."""
    desk("note rolled back")
    line = desk("audit --print-anchor").out.strip()
    assert desk(f"audit --anchor '{line}'").code == 0
    desk.git("commit --quiet --amend -m other")
    assert "error H702" in desk(f"audit --anchor '{line}'").out
    assert desk("audit --anchor nonsense").code == 2


def test_what_is_not_there_was_not_looked_at(desk: Desk) -> None:
    """An incident or a commit that nobody knows is nothing that was found in the trail: the exit code says so."""
    codes = {line: desk(line).code for line in ("audit nosuch", "audit --since nosuch", "audit --anchor nonsense")}
    assert codes == {"audit nosuch": 4, "audit --since nosuch": 4, "audit --anchor nonsense": 2}


def test_a_config_that_cannot_be_read(desk: Desk) -> None:
    """Nothing was looked at, so nothing was found: the exit code says so."""
    with (desk.root / ".rcalog/config.toml").open("a") as file:
        file.write("x = [")
    assert [desk(line).code for line in ("audit", "audit --json", "audit --print-anchor")] == [4, 4, 4]


def test_a_logbook_within_the_repository_of_a_service(desk: Desk, tmp_path: Path) -> None:
    """Only what changes the logbook is looked at; commits of code are somebody else's."""
    git_commit(make_repo(tmp_path / "shop"), {"README": "a shop\n"}, "begin", at="2026-11-20T14:00:00Z")
    desk(f"init {tmp_path / 'shop/ops/log'}")
    shop = Desk.at(tmp_path / "shop/ops/log")
    shop("new Shop down --severity sev2 --started 13:00")
    git_commit(tmp_path / "shop", {"code.py": "pass\n"}, "code", at="2026-11-20T13:00:00Z")
    assert shop("audit").out == "4 commits: 0 errors, 0 warnings, 0 hints\n"
    file = next(shop.root.glob("incidents/*/*/*.yaml"))
    file.write_text(file.read_text().replace("sev2", "sev4"))
    shop.git("commit --quiet --all -m typo")
    assert [each["rule"] for each in shop("audit --json").json["data"]["items"]] == ["H301"]
