"""`rcalog search`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.helpers.cli import PROGRAM
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, LI, Desk, golden_text
from tests.helpers.git import git_commit
from tests.helpers.logbooks import record_text
from tests.helpers.terminal import Terminal

POOL, PAY = "20261101-abcde", "20261120-paydn"
POOL_FILE = f"incidents/2026/11/{POOL}-pool.yaml"
PAY_FILE = f"incidents/2026/11/{PAY}-payments.yaml"
BROKEN = "incidents/2026/11/20261119-xxxxx-broken.yaml"
SUMMARY = ("summary: |", "  First the replica", "  lagged behind by an hour.", "  Then 连接池 was empty.")
WRAPPED = ("summary: the queue of the", "  payments was full", "services: [queue, mail]")
RECORDS = {
    GOLDEN_FILE: golden_text(),
    POOL_FILE: record_text(POOL, "数据库连接池耗尽", *SUMMARY),
    PAY_FILE: record_text(PAY, "Payments down", *WRAPPED, status="ongoing"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with three incidents."""
    return Desk(tmp_path / "log", RECORDS)


def hits(desk: Desk, line: str) -> list[tuple[str, int, str]]:
    """Return field, line and marked text of each hit of a search; the line of the file must say so, too."""
    found = []
    for item in desk(f"search {line} --json").json["data"]["items"]:
        for hit in item["hits"]:
            text = hit["text"]
            for start, end in reversed(hit["ranges"]):
                text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
            assert hit["text"] in desk.text(item["path"]).split("\n")[hit["line"] - 1]
            found.append((hit["field"], hit["line"], text))
    return found


def test_the_lines_that_say_most_are_shown(tmp_path: Path) -> None:
    """Of many hits in one incident, a line that has all the words is not among those that are only counted."""
    lines = [*(f"  lvm volume {number}" for number in range(6)), "  lvm snapshot", "  snapshot"]
    desk = Desk(tmp_path / "log", {POOL_FILE: record_text(POOL, "Disks", "summary: |", *lines)})
    shown = [line.strip() for line in desk("search lvm snapshot").out.splitlines() if line.startswith("    ")]
    assert shown == ["lvm volume 0", "lvm volume 1", "lvm volume 2", "lvm volume 3", "lvm snapshot", "and 3 more"]


def test_words(desk: Desk) -> None:
    """Incidents come newest first, each with the places: file, line, field, and the words as they stand there."""
    ran = desk("search 连接")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{POOL}  resolved  sev2  数据库连接池耗尽",
        f"  {POOL_FILE}:3  title",
        "    数据库连接池耗尽",
        f"  {POOL_FILE}:10  summary",
        "    Then 连接池 was empty.",
    ]
    assert [line[:14] for line in desk("search mail").out.splitlines() if line[:1] == "2"] == [PAY, GOLDEN]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("池", [("title", 3, "数据库连接[池]耗尽"), ("summary", 10, "Then 连接[池] was empty.")]),
        ("'replica lagg'", [("summary", 8, "First the [replica]"), ("summary", 9, "[lagg]ed behind by an hour.")]),
        ("LAGGED hour", [("summary", 9, "[lagged] behind by an [hour].")]),
        (
            "'removal meant'",
            [("whys[w7np2].because[c8x3d].cause", 54, "The [removal meant] for db2 was typed into a shell on db1")],
        ),
        ("lagged severity:sev1", []),
        ("queue not:payments", []),
    ],
)
def test_where_they_stand(desk: Desk, line: str, found: list[tuple[str, int, str]]) -> None:
    """Chinese of one character, a phrase over two lines, beginnings, and filters like those of a list."""
    assert hits(desk, line) == found


def test_the_same_on_many_lines(desk: Desk) -> None:
    """Each hit has the line that it stands on, however many say the same."""
    block = "".join("  the quota again\n" for _ in range(500))
    desk.write(record_text(PAY, "Payments down") + f"summary: |-\n{block}", PAY_FILE)
    first = desk.text(PAY_FILE).split("\n").index("summary: |-") + 2
    [found] = desk("search quota again --json").json["data"]["items"]
    assert [hit["line"] for hit in found["hits"]] == list(range(first, first + 500))


def test_a_comment_that_says_the_same(desk: Desk) -> None:
    """A remark in the file is no value, and no place of one."""
    desk.write(record_text(PAY, "Mail", "# The quota again.", "summary: The quota again."), PAY_FILE)
    line = desk.text(PAY_FILE).split("\n").index("summary: The quota again.") + 1
    assert hits(desk, "quota") == [("summary", line, "The [quota] again.")]


def test_written_otherwise(desk: Desk) -> None:
    """In a value that is wrapped, and in brackets, the line is the one where the value begins, or where it is seen."""
    items = desk("search queue --json").json["data"]["items"]
    assert [(hit["field"], hit["line"]) for hit in items[0]["hits"]] == [("summary", 7), ("services[0]", 9)]


def test_a_letter_that_nobody_sees(desk: Desk) -> None:
    """It is spelt out in the index, and found all the same."""
    desk.write(record_text(PAY, "Queue of 가\u3164나 full"), PAY_FILE)
    assert hits(desk, "가\u3164나") == [("title", 3, "Queue of [가\u3164나] full")]


def test_best_match_first(desk: Desk) -> None:
    """By rank, the record comes first that has more to do with the words; ids alone are for pipes."""
    desk.write(record_text(PAY, "Mail", "summary: mail mail mail and a host"), PAY_FILE)
    desk.write(record_text(POOL, "Host of mail"), POOL_FILE)
    newest, ranked = (desk(f"search host mail --ids {flag}").out.split() for flag in ("", "--rank"))
    assert (newest, sorted(ranked)) == ([PAY, POOL, GOLDEN], sorted(newest))
    assert (ranked[-1], desk("search host mail --ids --rank --limit 1").out.split()) == (GOLDEN, ranked[:1])


def test_filters_alone(desk: Desk) -> None:
    """Where no words are asked for, the incidents are shown without hits; the rest is counted."""
    ran = desk("search severity:sev2 --limit 1")
    assert (ran.out, ran.err) == (f"{PAY}  ongoing  sev2  Payments down\n", "hint: 1 more: --limit 0\n")
    assert desk("search severity:sev2 --limit 1 --json").json["data"]["truncated"] is True


def test_ids_are_never_cut_unasked(desk: Desk) -> None:
    """What goes into a pipe is all that was found; a limit that is given counts."""
    names = [f"20261119-a{number:04}" for number in range(51)]
    for name in names:
        desk.write(record_text(name, "Queue stuck"), f"incidents/2026/11/{name}-queue.yaml")
    every, two = (desk(f"search stuck --ids {limit}").out.split() for limit in ("", "--limit 2"))
    assert (sorted(every), every[:2]) == (names, two)


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("search nowhere", 0, "nothing matches"),
        ("search --history nowhere", 0, "this never stood in a record that is committed on a branch or tag known here"),
        ("search", 2, "error: what shall be searched for?"),
        ("search --rank severity:sev1", 2, "error: what shall be searched for?"),
        ("search --history", 2, "error: what shall be searched for?"),
        ("search --history mail severity:sev1", 2, "error: --history looks for words, and not for severity:sev1"),
        ("search --history not:mail", 2, 'error: --history looks for words, and not for not:"mail"'),
        ("search --history --rank mail", 2, "error: --rank does not go with --history"),
    ],
)
def test_nothing_found(desk: Desk, line: str, code: int, told: str) -> None:
    """That nothing is found is said beside the result and is no failure; a search for nothing is refused."""
    ran = desk(line)
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (code, "", told)


def test_a_file_that_cannot_be_read(desk: Desk) -> None:
    """It is searched line by line, whatever else was asked for, and warned of; it needs all of the words."""
    desk.write("id: 20261119-xxxxx\ntitle: Mail down\nstatus: [\n", BROKEN)
    ran = desk("search mail severity:sev1 down")
    first, *lines = ran.out.splitlines()
    assert first.startswith(f"20261119-xxxxx  cannot be read: {BROKEN}:4:1: not valid YAML: ")
    assert lines == [f"  {BROKEN}:2", "    title: Mail down"]
    assert ran.err.startswith(f"warning: {BROKEN}:")
    [item] = desk("search title --json").json["data"]["items"]
    assert (item["incident_id"], item["status"], item["hits"][0]["field"]) == ("20261119-xxxxx", None, None)
    assert desk("search --ids payments").out == f"{PAY}\n"


def test_drafts(desk: Desk) -> None:
    """What waits to be committed is found; it is on no line yet."""
    desk.git("switch -q -c side")
    desk.git("bisect start")
    assert "kept" in desk("note -i paydn 13:00 rolled back the cache").err
    assert [
        (hit["field"][:9], hit["line"]) for hit in desk("search cache --json").json["data"]["items"][0]["hits"]
    ] == [("timeline[", None)]


def test_history(desk: Desk) -> None:
    """It says when words came and when they went, by whom, with the line; of a record that is gone, too."""
    desk.write(desk.text(POOL_FILE).replace("连接池 was", "连接池 was not"), POOL_FILE)
    desk("save", **LI)
    desk.git(f"rm -q {POOL_FILE}")
    desk.git("commit -q -m gone")
    ran = desk("search --history '连接池 was'")
    shown = re.sub(r"  20..-..-.. ..:..  [0-9a-f]{10}  ", "  WHEN  ", ran.out)
    assert (ran.code, ran.err, shown.splitlines()) == (
        0,
        "",
        [
            "went  WHEN  Ana Silva  gone",
            f"  {POOL_FILE}",
            "    - Then 连接池 was not empty.",
            "",
            f"changed  WHEN  Li Wei  {POOL}: save",
            f"  {POOL_FILE}",
            "    - Then 连接池 was empty.",
            "    + Then 连接池 was not empty.",
            "",
            "came  WHEN  Ana Silva  a change",
            f"  {POOL_FILE}",
            "    + Then 连接池 was empty.",
        ],
    )
    data = desk("search --history lagged --limit 1 --json").json["data"]
    assert (data["items"][0]["change"], data["items"][0]["incident_id"], data["total"]) == ("went", POOL, 2)
    assert desk("search --history lagged --limit 1").err == "hint: 1 more: --limit 0\n"


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ("schema", 0),
        ("incident.schema.json", 0),
        ("v1", 0),
        ("title", 0),
        ("status", 1),
        ("'status closed'", 1),
        ("closed", 1),
    ],
)
def test_history_of_values(desk: Desk, words: str, total: int) -> None:
    """The fields at the top are not words that a record says, nor what its first lines tell editors; texts are."""
    before = desk(f"search --history {words} --json").json["data"]["total"]
    text = "# yaml-language-server: $schema=../incident.schema.json\n" + record_text(PAY, "Mail: no title then")
    desk.write(text + "summary: |-\n  status: closed\n", PAY_FILE)
    desk.git("commit -q -a -m 'a longer text'")
    items = desk(f"search --history {words} --json").json["data"]["items"]
    assert len(items) - before == (1 if words == "title" else total)
    assert all(item["change"] == "came" for item in items[: len(items) - before])


def test_the_words_are_marked_beside_their_field(desk: Desk) -> None:
    """A line is shown with its field, and marked where the words stand."""
    [item] = desk("search --history 'payments down' --json").json["data"]["items"]
    [line] = item["lines"]
    assert (line["text"], [line["text"][slice(*each)] for each in line["ranges"]]) == (
        "title: Payments down",
        ["Payments down"],
    )


def test_left_out_by_a_merge(desk: Desk) -> None:
    """What a merge threw away is said not to be there any more; a record that was moved is looked for where it is."""
    desk.git("switch -q -c side")
    desk.write(desk.text(POOL_FILE).replace("empty", "exhausted"), POOL_FILE)
    desk.git("commit -q -a -m side")
    desk.git("switch -q main")
    desk.git("commit -q --allow-empty -m main")
    desk.git("merge -q -s ours -m merged side")
    desk.git(f"mv {PAY_FILE} incidents/2026/11/moved.yaml")
    desk.git("commit -q -m moved")
    ran = desk("search --history exhausted")
    assert ran.out.splitlines()[-1] == "    not there any more: a merge left it out"
    told = {
        word: desk(f"search --history {word} --json").json["data"]["items"]
        for word in ("exhausted", "payments", "mail")
    }
    assert [item["stands"] for item in told["exhausted"]] == [False]
    assert [item["stands"] for item in told["payments"]] == [True]
    assert "left it out" not in desk("search --history payments").out


def test_on_a_terminal(desk: Desk) -> None:
    """The words are in bold, and what is too long for the line is cut around them; into a pipe it is whole."""
    long = " ".join(f"word{number}" for number in range(60))
    desk.write(record_text(PAY, "Payments down", f"summary: {long}"), PAY_FILE)
    with Terminal(PROGRAM, "search", "word40", cwd=desk.root, columns=60) as terminal:
        assert terminal.finish() == 0
        assert b"\x1b[1mword40\x1b[0m" in terminal.raw
        assert terminal.lines()[-1].strip() == "...7 word38 word39 word40 word41 word42 word43 word44..."
    assert long in desk("search word40").out


def test_a_sign_at_the_end(desk: Desk) -> None:
    """It is not looked for, and who typed it is told what is found instead."""
    ran = desk("search 50%")
    assert (
        ran.err.splitlines()[0]
        == 'hint: "50%": words are letters and digits alone, so this searched for what begins with 50'
    )


def test_history_of_other_branches(desk: Desk) -> None:
    """What is committed on another branch is told with that branch, and never taken for what a merge left out."""
    desk.git("switch -q -c o")
    desk.write(desk.text(POOL_FILE).replace("empty", "an okapi"), POOL_FILE)
    desk.git("commit -q -a -m okapi")
    for name in ("p", "q", "r"):
        desk.git(f"branch {name}")
    desk.git("tag v1")
    desk.git("switch -q main")
    ran = desk("search --history okapi")
    assert (ran.out.splitlines()[1:], ran.err) == (
        [f"  {POOL_FILE}", "    on o, p, q and 2 more, not on main", "    + Then 连接池 was an okapi."],
        "",
    )
    [item] = desk("search --history okapi --json").json["data"]["items"]
    assert item["on"] == [*(f"refs/heads/{name}" for name in "opqr"), "refs/tags/v1"]
    for name in "opqr":
        desk.git(f"branch -q -D {name}")
    desk.git("checkout -q --detach")
    assert "    on tag v1, not on HEAD" in desk("search --history okapi").out.splitlines()


def whats(desk: Desk, words: str) -> list[str]:
    """Return what is said of words in the past, the oldest first, and what is said besides."""
    out = desk(f"search --history {words}").out.splitlines()
    said = [line.strip() for line in out if re.match(r"came|went|changed|    [a-z(]", line)]
    return [line.split("  ")[0] for line in reversed(said)]


def test_several_words(desk: Desk) -> None:
    """They came and went with what made the record have all of them; nothing is said of merges that were not."""
    for title in ("zebra outage", "quagga outage", "zebra outage", "zebra again"):
        desk.write(record_text(PAY, title), PAY_FILE)
        desk.git(f"commit -q -a -m '{title}'")
    desk.git(f"rm -q {PAY_FILE}")
    desk.git("commit -q -m gone")
    assert whats(desk, "zebra outage") == ["came", "went", "came", "went"]
    assert desk("search --history zebra payments").err.splitlines() == [
        "these never stood together in a record that is committed on a branch or tag known here"
    ]


def test_several_words_and_merges(desk: Desk) -> None:
    """A merge brings words together, leaves one out by taking a side, or takes them back with it."""
    lines = [f"x_{number}: {number}" for number in range(9)]

    def edit(first: str, last: str) -> None:
        desk.write(record_text(PAY, "Mail", f"x_a: {first}", *lines, f"x_b: {last}"), PAY_FILE)
        desk.git(f"commit -q -a --allow-empty -m '{first} {last}'")

    edit("a", "b")
    desk.git("switch -q -c side")
    edit("a", "beta")
    desk.git("switch -q main")
    edit("alpha", "b")
    desk.git("merge -q -m merged side")
    assert whats(desk, "alpha beta") == ["(in a merge: each of its sides had some of the words)", "came"]
    desk.git("switch -q -c other HEAD~1")
    edit("alphabet", "betamax")
    edit("a", "b")
    desk.git("switch -q main")
    desk.git("merge -q -s ours -m ours other")
    assert whats(desk, "alphabet betamax") == ["came", "went"]
    desk.git("switch -q -c third HEAD~1")
    edit("gamma", "delta")
    desk.git("switch -q main")
    edit("a", "d")
    desk.git("merge -q -s ours -m ours third")
    assert whats(desk, "gamma delta") == ["came", "not there any more: a merge left it out"][::-1]


def test_clocks_that_went_wrong(desk: Desk) -> None:
    """A word that went with a commit that looks older than the one it came with was not left out by a merge."""
    for word, at in (("okapi", "2026-11-20T12:00:00Z"), ("zebra", "2026-11-20T11:00:00Z")):
        git_commit(desk.root, {PAY_FILE: record_text(PAY, f"One {word}")}, word, at=at)
    assert whats(desk, "okapi") == ["went", "came"]


def test_words_that_are_back(desk: Desk) -> None:
    """Where a merge has brought them back, that is said of the commit with which they went."""
    desk.git("switch -q -c side")
    desk.git("commit -q --allow-empty -m side")
    desk.git("switch -q main")
    desk.write(desk.text(PAY_FILE).replace("down", "away"), PAY_FILE)
    desk.git("commit -q -a -m mail")
    assert whats(desk, "'payments down'") == ["came", "went"]
    desk.git("switch -q side")
    desk.git("merge -q -s ours -m ours main")
    assert whats(desk, "'payments down'") == ["came", "stands in the record now", "went"]


def test_a_word_that_stands_on_several_lines(desk: Desk) -> None:
    """It comes with the first of them, and goes with the last; what is said of the others is that they changed."""
    notes = ["x_one: redis evicts A", "x_two: redis evicts B", "x_three: redis evicts C"]
    for count in range(4):
        desk.write(record_text(PAY, "Mail", *notes[:count]), PAY_FILE)
        desk.git(f"commit -q -a -m 'with {count}'")
    for count in range(2, 0, -1):
        desk.write(record_text(PAY, "Mail", *notes[:count], *["x_four: memcached"] * (count < 2)), PAY_FILE)
        desk.git(f"commit -q -a -m 'with {count} again'")
    assert whats(desk, "'redis evicts'") == ["came", *["changed"] * 4]
    items = desk("search --history 'redis evicts' --json").json["data"]["items"]
    assert [item["change"] for item in items] == [*["changed"] * 4, "came"]
    desk.write(record_text(PAY, "Mail"), PAY_FILE)
    desk.git("commit -q -a -m none")
    assert whats(desk, "redis") == ["came", *["changed"] * 4, "went"]
    assert whats(desk, "redis evicts") == ["came", *["changed"] * 4, "went"]
