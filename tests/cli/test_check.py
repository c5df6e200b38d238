"""`rcalog check`: a logbook with one of each fault, and every finding with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.cli import PROGRAM, run
from tests.helpers.desk import GOLDEN_FILE, Desk, golden_desk, golden_text
from tests.helpers.git import hook, write_file
from tests.helpers.logbooks import record_text

FOLDER = "incidents/2026/11"


def ongoing(name: str, *more: str) -> str:
    """Return a record in which nothing is wrong but what `more` adds."""
    return record_text(name, "Mail down", *more, status="ongoing")


EVENT = ("  - event: noticed", "    id: e0001", "    at: 2026-11-10")
GOOD = ongoing("20261101-aaaaa", "times: {started: 2026-11-01T10:00:00Z}")
CONFLICT = GOOD.replace("kind: incident\n", "<<<<<<< ours\nkind: incident\n=======\nkind: near-miss\n>>>>>>> theirs\n")
FAULTS = {
    "20261101-aaaaa-good": GOOD,
    "20261102-bbbbb-conflict": CONFLICT.replace("20261101-aaaaa", "20261102-bbbbb"),
    "20261103-ccccc-no-yaml": "id: 20261103-ccccc\ntitle: [never closed\n",
    "20261104-ddddd-twice": ongoing("20261104-ddddd", "title: Again"),
    "20261105-eeeee-words": ongoing("20261105-eeeee").replace("sev2", "P1").replace("incident", "outage"),
    "20261106-fffff-times": ongoing(
        "20261106-fffff", "times:", "  started: 2026-11-06T10:00:00Z", "  detected: 2026-11-06T09:00:00Z"
    ),
    "20261107-ggggg-naive": ongoing("20261107-ggggg", "times: {started: 2026-11-07 10:00}"),
    "20261108-hhhhh-nothing": ongoing(
        "20261108-hhhhh",
        *("actions:", "  - action: Look", "    owner: ana", "    due: 2026-12-01", "    aims_to: detect"),
        *("    strength: strong", "    for: [c0000]", "links: [{rel: related, to: 20200101-zzzzz}]"),
    ),
    "20261109-jjjjj-same": ongoing("20261101-aaaaa"),
    "20261110-kkkkk-items": ongoing("20261110-kkkkk", "timeline:", *EVENT, *EVENT),
    "20261111-mmmmm-keys": ongoing("20261111-mmmmm", "sumary: x", "x_ours: y"),
    "20261112-nnnnn-blame": ongoing("20261112-nnnnn", "责任人: 李伟"),
    "20261113-ppppp-empty": "",
}
TOLD = """\
20261101-aaaaa-good:2:5: error F113 the id 20261101-aaaaa is used in {folder}/20261109-jjjjj-same.yaml too
    hint: give one of them another id, or remove {folder}/20261109-jjjjj-same.yaml, if it is a copy
20261102-bbbbb-conflict:4:1: error F001 a conflict marker that git left
    hint: keep what is right of both sides and delete the marker lines
20261102-bbbbb-conflict:6:1: error F001 a conflict marker that git left
    hint: keep what is right of both sides and delete the marker lines
20261102-bbbbb-conflict:8:1: error F001 a conflict marker that git left
    hint: keep what is right of both sides and delete the marker lines
20261103-ccccc-no-yaml:3:1: error F001 not valid YAML: expected ',' or ']', but got '<stream end>'
    hint: close the bracket, or put a comma between the entries
20261104-ddddd-twice:7:1: error F001 the key `title` stands twice: lines 3 and 7
    hint: keep one of the two
20261105-eeeee-words:4:7: error F202 kind cannot be outage
    hint: one of incident, near-miss
20261105-eeeee-words:6:11: error F202 severity cannot be P1
    hint: one of sev1, sev2, sev3, sev4, sev5, unrated
20261106-fffff-times:9:13: warning T101 detected 2026-11-06T09:00:00Z is 1 h before started 2026-11-06T10:00:00Z
    hint: look for a wrong day, month, year or offset
20261107-ggggg-naive:7:18: error F204 '2026-11-07 10:00' has no offset
    hint: write 2026-11-07T10:00+00:00 if it is UTC, or your own offset
20261108-hhhhh-nothing:13:11: error F104 no cause c0000 in this record
20261108-hhhhh-nothing:14:28: warning F115 linked to 20200101-zzzzz, which is not in this logbook
20261109-jjjjj-same:2:5: error F113 the id 20261101-aaaaa is used in {folder}/20261101-aaaaa-good.yaml too
    hint: give one of them another id, or remove {folder}/20261109-jjjjj-same.yaml, if it is a copy
20261109-jjjjj-same:2:5: warning F114 the file is named after 20261109-jjjjj, the record is 20261101-aaaaa
    hint: the id inside counts; git mv the file
20261110-kkkkk-items:12:9: error F103 the id e0001 is taken by timeline[e0001]
    hint: remove the id: the next write gives one
20261111-mmmmm-keys:7:9: warning F101 unknown key sumary; it is kept, and means nothing
    hint: did you mean summary?
20261112-nnnnn-blame:7:6: error F102 责任人: a record has no culprit
    hint: who will improve it is the owner of an action: actions[].owner
20261113-ppppp-empty:1:1: error F001 the file is empty
    hint: bring it back with git, or remove the file
13 records: 14 errors, 4 warnings, 0 hints
"""


@pytest.fixture
def faulty(tmp_path: Path) -> Desk:
    """Return a desk with one of each fault, in files that are not committed."""
    desk = Desk(tmp_path / "log")
    for name, text in FAULTS.items():
        desk.write(text, f"{FOLDER}/{name}.yaml")
    return desk


def places(out: str) -> list[str]:
    """Return what stands before the message of each finding, without the folder."""
    return [
        " ".join(line.split()[:3]).rpartition("/")[2] for line in out.splitlines() if ": " in line and ".yaml:" in line
    ]


def test_one_of_each_fault(faulty: Desk) -> None:
    """Everything at once, each with its place and what to do; one broken record hides nothing of the others."""
    before = faulty.snapshot()
    ran = faulty("check")
    assert (ran.code, ran.err, faulty.snapshot()) == (1, "", before)
    expected = TOLD.format(folder=FOLDER).splitlines()
    assert ran.out.splitlines() == [
        f"{FOLDER}/{line.replace(':', '.yaml:', 1)}" if line.startswith("2026") else line for line in expected
    ]


def test_for_programs(faulty: Desk) -> None:
    """Each finding has its rule, its weight, its field and its place."""
    answer = faulty("check --json").json
    items = answer["data"]["items"]
    assert (answer["ok"], answer["data"]["total"], answer["data"]["files"], len(items)) == (False, 18, 13, 18)
    assert items[10] == {
        "rule": "F104",
        "weight": "error",
        "message": "no cause c0000 in this record",
        "hint": None,
        "field": items[10]["field"],
        "path": f"{FOLDER}/20261108-hhhhh-nothing.yaml",
        "line": 13,
        "column": 11,
    }
    assert [item for item in items if not (item["path"] and item["line"] and item["column"])] == []


@pytest.mark.parametrize(
    ("paths", "code", "found"),
    [
        (f"{FOLDER}/20261111-mmmmm-keys.yaml", 0, ["20261111-mmmmm-keys.yaml:7:9: warning F101"]),
        (f"--strict {FOLDER}/20261111-mmmmm-keys.yaml", 1, ["20261111-mmmmm-keys.yaml:7:9: warning F101"]),
        (f"{FOLDER}/20261101-aaaaa-good.yaml", 1, ["20261101-aaaaa-good.yaml:2:5: error F113"]),
        (
            f"{FOLDER}/20261105-eeeee-words.yaml {FOLDER}/20261112-nnnnn-blame.yaml",
            1,
            [
                "20261105-eeeee-words.yaml:4:7: error F202",
                "20261105-eeeee-words.yaml:6:11: error F202",
                "20261112-nnnnn-blame.yaml:7:6: error F102",
            ],
        ),
        (".rcalog", 0, []),
    ],
)
def test_only_what_is_named(paths: str, code: int, found: list[str], faulty: Desk) -> None:
    """Files and folders; what others have to do with them is still seen."""
    ran = faulty(f"check {paths}")
    assert (ran.code, ran.err, places(ran.out)) == (code, "", found)


def test_from_a_folder_within(faulty: Desk, own_world: Path) -> None:
    """Paths are those of the shell, those that are typed and those that are shown: a terminal can open them."""
    ran = faulty("check 20261111-mmmmm-keys.yaml ./20261106-fffff-times.yaml", below=FOLDER)
    assert (ran.code, places(ran.out)) == (
        0,
        ["20261106-fffff-times.yaml:9:13: warning T101", "20261111-mmmmm-keys.yaml:7:9: warning F101"],
    )
    assert "\n20261111-mmmmm-keys.yaml:7:9: " in ran.out
    up = faulty("check", below=f"{FOLDER}/..").out
    assert "\n11/20261111-mmmmm-keys.yaml:7:9: " in up
    assert faulty("check ..", below=FOLDER).out == faulty("check", below=FOLDER).out
    assert faulty(f"check {faulty.root}").out == faulty("check").out
    above = run("-C", str(faulty.root), "check", cwd=faulty.root.parent).out
    assert f"\n{faulty.root.name}/{FOLDER}/20261111-mmmmm-keys.yaml:7:9: " in above
    away = run("-C", str(faulty.root), "check", cwd=own_world).out
    assert f"\n{faulty.root}/{FOLDER}/20261111-mmmmm-keys.yaml:7:9: " in away
    paths = {error["path"] for error in faulty("check --json", below=FOLDER).json["errors"]}
    assert {path.startswith(FOLDER) for path in paths} == {True}


def test_a_record_of_a_newer_rcalog(tmp_path: Path) -> None:
    """Its format is all that can be said of it: one error, in check and elsewhere."""
    desk = Desk(tmp_path / "log", {f"{FOLDER}/new.yaml": "schema: rcalog/v2\nid: 20261120-paydn\nwhat: new\n"})
    ran = desk("check")
    assert (ran.code, ran.out.splitlines()) == (
        1,
        [
            f"{FOLDER}/new.yaml:1:9: error F208 written by a newer rcalog, as rcalog/v2; this one reads rcalog/v1",
            "    hint: install a newer rcalog",
            "1 record: 1 error, 0 warnings, 0 hints",
        ],
    )
    assert [error["code"] for error in desk("show paydn --json").json["errors"]] == ["broken-record"]


def test_a_record_that_was_deleted_by_hand(tmp_path: Path) -> None:
    """It is no finding, and is told."""
    desk = golden_desk(tmp_path / "log")
    (desk.root / GOLDEN_FILE).unlink()
    ran = desk("check")
    assert (ran.code, ran.err.splitlines()) == (
        0,
        [
            f"warning: {GOLDEN_FILE} was deleted by hand, and that is not committed",
            f"hint: to bring it back: git restore --source=HEAD --staged --worktree {GOLDEN_FILE}",
        ],
    )


@pytest.mark.parametrize("path", ["nowhere.yaml", ".rcalog/config.toml", "incidents/README.md"])
def test_what_is_no_record(path: str, faulty: Desk) -> None:
    """A file that is none is refused by its name."""
    write_file(faulty.root, "incidents/README.md", "")
    ran = faulty(f"check {path}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"error: {path} is no record file of this logbook\nhint: rcalog check without a path checks them all\n"
    )


def test_nothing_is_wrong(tmp_path: Path) -> None:
    """One line, and a good end."""
    desk = Desk(tmp_path / "log", {f"{FOLDER}/20261101-aaaaa-good.yaml": GOOD})
    ran = desk("check --strict")
    assert (ran.code, ran.out, ran.err) == (0, "1 record: 0 errors, 0 warnings, 0 hints\n", "")
    assert Desk(tmp_path / "empty")("check").out == "0 records: 0 errors, 0 warnings, 0 hints\n"


def test_the_policy(tmp_path: Path) -> None:
    """The team weighs rules as it likes, also those between records."""
    path = f"{FOLDER}/20261108-hhhhh-nothing.yaml"
    desk = Desk(tmp_path / "log", {path: ongoing("20261108-hhhhh", "links: [{rel: related, to: 20200101-zzzzz}]")})
    desk.write('rules = { F115 = "error" }\n', ".rcalog/config.toml")
    assert (desk("check").code, places(desk("check").out)) == (1, ["20261108-hhhhh-nothing.yaml:7:28: error F115"])
    desk.write('rules = { F115 = "off" }\n', ".rcalog/config.toml")
    assert places(desk("check").out) == []


def test_secrets_wherever_they_stand(tmp_path: Path) -> None:
    """In values, in comments and in files that cannot be read: each at its place, and none of them is repeated."""
    key = "AKIA" + "IOSFODNN7EXAMPLE"
    desk = Desk(tmp_path / "log")
    commented = ongoing("20261101-aaaaa", f"summary: {key} # and not {key}", f"# {key[:-1]}A of the old one")
    desk.write(commented, f"{FOLDER}/20261101-aaaaa-comment.yaml")
    desk.write(ongoing("20261102-bbbbb", "x: [").replace("sev2", key), f"{FOLDER}/20261102-bbbbb-broken.yaml")
    desk.write(ongoing("20261103-ccccc").replace("sev2", f"{key} {'x' * 90}"), f"{FOLDER}/20261103-ccccc-value.yaml")
    ran = desk("check")
    assert [line for line in places(ran.out) if "X101" in line] == [
        "20261101-aaaaa-comment.yaml:7:10: error X101",
        "20261101-aaaaa-comment.yaml:8:3: error X101",
        "20261102-bbbbb-broken.yaml:6:11: error X101",
        "20261103-ccccc-value.yaml:6:11: error X101",
    ]
    assert [
        key[:12] in each.out + each.err
        for each in (ran, desk("check --json"), desk("list"), desk("check --format sarif"))
    ] == [False] * 4
    assert "F202 severity cannot be [masked: aws-key]" in ran.out
    desk.write('[rules]\nX101 = "off"\n', ".rcalog/config.toml")
    assert "X101" not in desk("check").out


def test_what_waits_is_not_checked(tmp_path: Path) -> None:
    """Check looks at files: what a draft will make of them comes later."""
    desk = golden_desk(tmp_path / "log")
    (desk.root / ".git/MERGE_HEAD").write_text(desk.git("rev-parse HEAD") + "\n")
    before = desk("check").out
    desk("set x_a=b tags+=Not-A-Rule -i k7f3q")
    assert desk("check").out == before


def test_links_are_not_followed(faulty: Desk, tmp_path: Path) -> None:
    """A record that is a link to somewhere else is not read."""
    (tmp_path / "secret").write_text("password")
    (faulty.root / FOLDER / "20261120-zzzzz-link.yaml").symlink_to(tmp_path / "secret")
    ran = faulty(f"check {FOLDER}/20261120-zzzzz-link.yaml")
    assert (ran.code, "password" in ran.out, "20261120-zzzzz-link.yaml" in ran.out) == (1, False, True)


def test_as_a_hook_of_our_own_commit(tmp_path: Path) -> None:
    """Where git's hook runs `check`, a write passes or is refused by it, and neither waits for the other."""
    desk = golden_desk(tmp_path / "log")
    hook(desk.root, "pre-commit", f"'{PROGRAM}' check {GOLDEN_FILE} >&2")
    assert desk("set tags+=later -i k7f3q").code == 0
    ran = desk("action edit ap9d2 for+=c0000")
    assert (ran.code, f"{GOLDEN_FILE}:" in ran.err, "F104" in ran.err) == (1, True, True)
    assert "c0000" not in desk.text()


def test_the_policy_is_checked_too(tmp_path: Path) -> None:
    """A value that cannot be used fails the check; other commands warn of it and go on by the default."""
    desk = golden_desk(tmp_path / "log")
    desk.write('[rules]\nA205 = "off"\n\n[action_days]\nsev1 = "soon"\n', ".rcalog/config.toml")
    ran = desk("check", below="incidents")
    message = 'action_days.sev1 cannot be "soon"; the default is used: 15'
    assert (ran.code, ran.err, ran.out.splitlines()[:2]) == (
        1,
        "",
        [
            f"../.rcalog/config.toml:5:1: error bad-config {message}",
            "    hint: a whole number from 1 to 3650",
        ],
    )
    [error] = desk("check --json").json["errors"]
    assert (error["code"], error["path"], error["line"]) == ("bad-config", ".rcalog/config.toml", 5)
    listed = desk("list")
    assert (listed.code, listed.err) == (
        0,
        f"warning: .rcalog/config.toml:5:1: {message} (a whole number from 1 to 3650)\n",
    )
    assert desk(f"check {GOLDEN_FILE}").code == 0


def test_a_policy_that_is_no_toml(tmp_path: Path) -> None:
    """Nothing can be told from it: every command stops, with the place; only doctor looks at the rest."""
    desk = golden_desk(tmp_path / "log")
    desk.write('slug = "ascii"\nbranch = \n', ".rcalog/config.toml")
    for line in ("check", "list"):
        ran = desk(line, below="incidents")
        assert (ran.code, ran.err.splitlines()) == (
            1,
            ["error: cannot read this as TOML: Invalid value", f"  --> {desk.root}/.rcalog/config.toml:2:10"],
        )
    assert [error["code"] for error in desk("list --json").json["errors"]] == ["bad-config"]


def test_control_characters_by_escapes(tmp_path: Path) -> None:
    """What a file spells out is a text that acts on a terminal: it is told at its place, and not repeated."""
    desk = Desk(tmp_path / "log")
    desk.write(record_text("20261120-paydn", "Down", 'summary: "a\\e]52;c;aGk=\\a \\u202e"'), f"{FOLDER}/x.yaml")
    ran = desk("check")
    assert f"{FOLDER}/x.yaml:7:10: warning X103 a control character is hidden here, U+001B" in ran.out.splitlines()


def test_all_that_is_wrong_in_one_record(tmp_path: Path) -> None:
    """A value that is refused hides nothing of the same record: ids, causes, actions and times are told beside it."""
    desk = Desk(tmp_path / "log")
    text = golden_text().replace("severity: sev1\n", "severity: P1\nculprit: bob\n").replace("id: ap9d2", "id: am3x7")
    desk.write(text)
    assert {line.split()[2] for line in desk("check").out.splitlines() if ".yaml:" in line} >= {"F202", "F102", "F103"}
