"""`rcalog similar`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN, GOLDEN_FILE, Desk, golden_text
from tests.helpers.logbooks import record_text

POOL, AGAIN, MAIL = "20261101-abcde", "20261110-agann", "20261120-mayqy"
RECORDS = {
    GOLDEN_FILE: golden_text(),
    **{
        f"incidents/2026/11/{name}-{word}.yaml": record_text(name, title, *more)
        for name, word, title, more in (
            (POOL, "pool", "Checkout 数据库连接池耗尽", ["services: [checkout]", "tags: [pool]"]),
            (AGAIN, "again", "连接池 is full again", ["services: [checkout, search]"]),
            (MAIL, "mail", "Fax jams", ["tags: [fax]"]),
        )
    },
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with four incidents."""
    return Desk(tmp_path / "log", RECORDS)


def test_like_an_incident(desk: Desk) -> None:
    """What has most in common comes first, with what that is, and which part of the score each reason has."""
    ran = desk("similar abcde")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"like {POOL}  Checkout 数据库连接池耗尽",
        "",
        f"{AGAIN}  0.22  resolved  sev2  连接池 is full again",
        "    0.13  words: 连接池",
        "    0.09  service: checkout",
    ]


def test_like_a_text(desk: Desk) -> None:
    """Several words are a text, and so is one that names no incident; what the text names is looked for."""
    items = desk("similar checkout 连接池 --json").json["data"]["items"]
    assert [(item["incident_id"], [reason["kind"] for reason in item["reasons"]]) for item in items] == [
        (POOL, ["word", "service"]),
        (AGAIN, ["word", "service"]),
    ]
    assert [item["incident_id"] for item in desk("similar 数据库 --json").json["data"]["items"]] == [POOL]
    assert desk("similar pool --json").json["data"]["to"] is None
    assert [item["incident_id"] for item in desk("similar jams astronauts --json").json["data"]["items"]] == [MAIL]
    cut = desk("similar checkout 连接池 --limit 1")
    assert (cut.out.count(POOL), cut.out.splitlines()[-1]) == (1, "1 more: --limit 0")
    assert desk("similar checkout 连接池 --limit 1 --json").json["data"]["total"] == 2
    assert desk("similar jams --limit 1").out.startswith(f"{MAIL}  1.00  resolved  sev2  Fax jams\n")


def test_numbers_beginnings_and_words_that_nobody_wrote(tmp_path: Path) -> None:
    """The code of an error is a word, `lag` finds lags, the newest come first, and what no incident has is named."""
    titles = ("Checkout answers 502", "Replica lags", "Checkout answers 502", "Checkout is slow", "支付 fails")
    names = [f"2026110{number}-abcd{number}" for number in range(1, 6)]
    records = {
        f"incidents/2026/11/{name}-x.yaml": record_text(name, title, "services: [web]")
        for name, title in zip(names, titles, strict=True)
    }
    desk = Desk(tmp_path / "log", records)
    assert [line[:20] for line in desk("similar 502").out.splitlines() if line[:1] == "2"] == [
        f"{names[2]}  1.00",
        f"{names[0]}  1.00",
    ]
    assert desk("similar lag").out.splitlines()[-1] == "    1.00  words: lags"
    ran = desk("similar astronauts checkout 熊猫 nach 502")
    assert (ran.out[:14], ran.err) == (names[2], "no incident has: astronauts, 熊猫 nach\n")
    assert desk("similar astronauts slow --json").json["data"]["unknown"] == ["astronauts"]


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("similar astronauts", 0, "nothing is like this"),
        ("similar mayqy", 0, f"nothing is like {MAIL}"),
        ("similar", 2, "error: missing argument 'REF|TEXT'"),
        ("similar it is after all over", 0, "nothing is like this"),
        ("similar @last", 1, "error: no incident was worked on in this clone within the last 24 hours"),
        ("similar @now", 1, "error: no incident is ongoing or mitigated"),
        ("similar 20201120-zzzzz", 1, "error: no incident is called '20201120-zzzzz'"),
        ("similar ''", 2, "error: there is nothing to compare"),
    ],
)
def test_nothing_alike(desk: Desk, line: str, code: int, told: str) -> None:
    """That nothing is alike is said beside the result; a sign that names no incident is no text."""
    ran = desk(line)
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (code, "", told)


def test_what_a_record_held_before_counts_no_more(desk: Desk) -> None:
    """However often an incident changes, its words stay as rare as they are."""
    desk("similar jams")
    for minute in range(3):
        assert desk(f"note 'ink {minute}' -i mayqy").code == 0
        assert desk("similar jams").out.startswith(f"{MAIL}  1.00")


def test_a_file_that_cannot_be_read(desk: Desk) -> None:
    """It cannot be compared, which is said."""
    desk.write("title: [\n", "incidents/2026/11/20261119-xxxxx-broken.yaml")
    ran = desk("similar fax jams")
    assert (ran.out[:14], ran.err[:27]) == (MAIL, "warning: incidents/2026/11/")


def test_for_programs(desk: Desk) -> None:
    """They get what was compared, the score, and its parts."""
    data = desk("similar abcde --json").json["data"]
    [item] = data["items"]
    assert (data["to"], item["incident_id"], item["path"]) == (POOL, AGAIN, f"incidents/2026/11/{AGAIN}-again.yaml")
    assert item["score"] == pytest.approx(sum(reason["share"] for reason in item["reasons"]), abs=0.002)
    assert [reason["values"] for reason in item["reasons"]] == [["连接池"], ["checkout"]]
    assert desk("similar 'db1 deleted' --json").json["data"]["items"][0]["incident_id"] == GOLDEN


def test_more_than_are_compared(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs get no number that nobody counted, and people are told the least that it is."""
    monkeypatch.setattr("rcalog.services.similar.LOOKED_AT", 2)
    records = {
        f"incidents/2026/12/2026120{number}-aaaa{number}-x.yaml": record_text(
            f"2026120{number}-aaaa{number}", "Kafka lags"
        )
        for number in range(1, 5)
    }
    for path, text in records.items():
        desk.write(text, path)
    assert desk("similar kafka --limit 1").out.splitlines()[-1] == "at least 1 more: --limit 0"
    data = desk("similar kafka --limit 1 --json").json["data"]
    assert (data["total"], data["truncated"]) == (None, True)
    data = desk("similar kafka --limit 0 --json").json["data"]
    assert (len(data["items"]), data["total"], data["truncated"]) == (4, 4, False)
