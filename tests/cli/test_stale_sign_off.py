"""A sign-off holds for what was approved, and no longer when that changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN, GOLDEN_FILE, LI, Desk, golden_text
from tests.helpers.stock import stocked

pytestmark = pytest.mark.untraced

APPROVED = golden_text(status="resolved", reviews=None)
CAUSE = "whys[w7np2].because[c8x3d].cause"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A logbook with an incident that a colleague has just approved."""
    return Desk.at(stocked(tmp_path / "log", "approved", approve))


def approve(folder: Path) -> None:
    """Make that logbook."""
    desk = Desk(folder, {GOLDEN_FILE: APPROVED.replace("strength: weak", "strength: intermediate")})
    ran = desk(f"review {GOLDEN} --approve --waive R201 --waive A201 --because 'not asked here'", **LI)
    assert (ran.code, ran.err) == (0, "")


def found(desk: Desk) -> list[str]:
    """Return what check says about sign-offs."""
    items = desk("check --json").json["data"]["items"]
    return [item["message"] for item in items if item["rule"] == "R206"]


def test_what_was_approved_still_stands(desk: Desk) -> None:
    """The approval itself, and the ids that it gives, change nothing that was approved."""
    assert found(desk) == []


@pytest.mark.parametrize(
    "line",
    [
        "action edit am3x7 owner=li.wei due=2017-06-01",
        "action prove am3x7 --fail",
        "action add 'Alert on old dumps @ana 2w'",
        "note told the customers",
        "set tags+=drill",
    ],
)
def test_following_up_is_no_change_of_it(line: str, desk: Desk) -> None:
    """Who does it, how far it is, what comes on top, and the rest of the record may go on."""
    assert (desk(f"{line}{'' if 'edit' in line or 'prove' in line else f' -i {GOLDEN}'}").code, found(desk)) == (0, [])


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        (f"set -i {GOLDEN} '{CAUSE}=The removal was typed into the wrong shell'", "whys"),
        ("action drop am3x7 too much work --until 2027-01-01", "actions[am3x7]"),
        ("action edit ap9d2 strength=weak", "actions[ap9d2]"),
    ],
)
def test_a_change_of_it_makes_the_sign_off_stale(line: str, changed: str, desk: Desk) -> None:
    """What changed is named, until somebody approves it again."""
    assert desk(line).code == 0
    assert found(desk) == [f"since li.wei approved it, {changed} changed"]
    assert desk(f"review {GOLDEN} --approve --waive A204 --because 'a stopgap'", **LI).code == 0
    assert found(desk) == []


def test_it_can_be_waived_or_switched_off(desk: Desk) -> None:
    """As every other rule."""
    desk("action edit ap9d2 strength=weak")
    desk.write('[rules]\nR206 = "off"\n', ".rcalog/config.toml")
    assert found(desk) == []
    desk.write("", ".rcalog/config.toml")
    desk(f"set -i {GOLDEN} 'waivers+={{rule: R206, because: a typing error, by: ana}}'")
    assert found(desk) == []


def test_an_approval_that_is_not_here_is_left_alone(desk: Desk) -> None:
    """A shallow clone does not have what was approved, and says nothing about it."""
    text = desk.text()
    blob = text.partition("\n    of: ")[2].partition("\n")[0]
    desk.write(text.replace(blob, "0" * 39 + "1"))
    assert desk("save").code == 0
    assert desk("action edit ap9d2 strength=weak").code == 0
    assert found(desk) == []
