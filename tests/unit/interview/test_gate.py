"""The problem gate: observable, with a number, without cause, fix or person, in English and Chinese."""

from __future__ import annotations

import pytest

from rcalog.interview import gate


@pytest.mark.parametrize(
    "problem",
    [
        "300 GB of db1's data directory were removed",
        "Checkout answered 503 for 42 min",
        "0 of 4 routine methods gave a copy younger than 23 h",
        "Login was down from 2017-01-31",
        "Nobody noticed between 23:27 and 23:52",
        "Noticed 25 min after the start",
        "12,000 users saw an empty cart",
        "p99 latency rose to 4.5s",
        "3 customer orders were charged twice",
        "Half an hour without logs",
        "数据库目录被删除三百GB",
        "下单接口返回 503，持续四十二分钟",
        "半小时没有日志",
        "２３点到１８点不可用",
        "约五千个项目丢失",
        "错误率升到 18%",
    ],
)
def test_problems_that_pass(problem: str) -> None:
    """A measured observation is a problem; Chinese numerals and full-width digits count."""
    assert gate.hints(problem) == ()


@pytest.mark.parametrize(
    ("problem", "hints"),
    [
        ("Production database deleted", ("number",)),
        ("db1 was down", ("number",)),
        ("数据库被删除", ("number",)),
        ("Down for 42 min because of the disk", ("cause",)),
        ("Checkout failed for 42 min due to a deploy", ("cause",)),
        ("由于磁盘写满，下单失败四十二分钟", ("cause",)),
        ("发布导致 503 持续 42 分钟", ("cause",)),
        ("Backups need to be tested every 24 h", ("fix",)),
        ("We should have had 2 replicas", ("fix",)),
        ("需要增加 2 台机器", ("fix",)),
        ("The engineer removed 300 GB", ("person",)),
        ("Someone removed 300 GB at 23:27", ("person",)),
        ("工程师误删了 300 GB", ("person",)),
        ("Someone broke it because of haste", ("number", "cause", "person")),
    ],
)
def test_problems_that_are_doubted(problem: str, hints: tuple[str, ...]) -> None:
    """Everything that fails is said at once."""
    assert gate.hints(problem) == hints


@pytest.mark.parametrize("problem", ["The header field was 3 bytes short", "Search returned 0 results for 42 min", "The user table lost 700 rows", "42 分钟没有人收到订单"])  # fmt: skip
def test_words_that_only_contain_such_words(problem: str) -> None:
    """`header` is not `he`, and a user table is no person."""
    assert gate.hints(problem) == ()
