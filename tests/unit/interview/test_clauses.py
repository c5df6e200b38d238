"""Two facts are remarked where there surely are two: a labelled table, English and Chinese."""

from __future__ import annotations

import pytest

from rcalog.interview.clauses import parts, two_facts

TWO = (
    "the disk filled up and the alert was muted",
    "The replica fell behind and the primary discarded its segments",
    "the dump failed each night and nobody read the mails",
    "The certificate expired; the renewal job had been removed",
    "the cache was cold and all requests went to the database",
    "Both shells were open; the prompts differed by one character",
    "The retry loop had no limit and the queue was unbounded",
    "the feature flag was on in production, and the canary covered one region",
    "The lock was never released and the job runner had no timeout",
    "The runbook had no owner and the restore had never been run",
    "The load balancer kept the dead node and clients retried without backoff",
    "DNS answers were cached for 24 h; the old address was gone",
    "the disk was full and 12 jobs were waiting",
    "The deploy ran at 18:00 and the reviewer had left",
    "The removal was run on db1 and db2 had no data",
    "Memory grew to 16 GB and the kernel killed the process",
    "The second region was read-only and writes were refused",
    "磁盘满了；告警被静音",
    "磁盘满了，并且没有人看",
    "主库没有开归档，而且备份从未恢复过",
    "证书过期了；续期任务已经下线",
    "缓存被清空，并且数据库连接数不够",
    "重试没有上限；队列长度不受限制",
    "监控只看端口；业务错误率没有告警",
    "从库延迟超过一小时，而且主库已经清理了日志",
    "脚本没有确认步骤并且两台机器的提示符只差一个字符",
    "灰度只覆盖一个机房；配置在全网生效了",
    "值班表没有更新；无人收到告警",
    "邮件被拒收，并且没人检查过备份目录",
    "连接池被占满；健康检查仍返回成功",
    "旧节点没有摘除，而且客户端会无限重试，流量都打在它上面",
    "备份目录是空的；恢复手册没有负责人",
    "开关是默认打开的；限流没有生效",
    "重试没有上限；客户端每秒重试三次",
    "The retry loop had no limit; clients retry three times a second",
    "The prompts differ by one character; operators use two shells for each re-sync",
    "Clients retry three times a second; the retry loop had no limit",
)
ONE = (
    "logs and metrics were lost",
    "The disk filled up and was not monitored",
    "The alert was sent to a channel that nobody read and that had been archived",
    "the tool deletes files and directories that were older than 7 days",
    "search and replace ran on the wrong file",
    "The dump of users and orders was empty",
    "The process crashed and restarted",
    "The process crashed and it was restarted",
    "Nobody knew that the key had expired and the job had stopped",
    "When the disk was full and the log was rotated, the service stopped",
    "the brand was android",
    "5,000 rows were lost",
    "disk full and alert muted",
    "The job read, transformed and wrote 3,000 rows",
    "The host, which was new, had no swap",
    "Reads and writes went to the same disk",
    "The script stopped db1 and db2",
    "the command was `stop a and b were there`",
    "The timeout was between 30 s and 60 s as was documented",
    "db1, db2 and db3 were down",
    "The review was by hand, and only of the diff",
    "There was no alert for 5xx and timeouts",
    "The restore was slow and manual",
    "Dev and staging shared one password",
    "The config was read at start and never again",
    "两台机器的提示符只差一个字符",
    "主库和从库都没有开归档",
    "凌晨两点，值班的人收到了三百条告警",
    "服务重启了而且丢失了缓存",
    "配置写错了，并且没有复核",
    "清理脚本删除了日志和备份，耗时三分钟",
    "磁盘写满，服务停止响应",
    "监控和告警由同一台机器负责",
    "备份任务失败，而且一直失败",
    "在测试环境并且在生产环境都用了同一个密码",
    "同时有两个任务在写同一张表",
    "部署脚本以及回滚脚本都没有负责人",
    "证书过期，导致网关拒绝了所有请求",
    "从库被误认为主库",
    "数据库连接数达到上限，新的请求被拒绝",
    "流程不要求复核；也不要求演练",
    "主库没有归档；原因待查",
    "The primary had no archive; see ticket",
    "磁盘；内存；网络都达到上限",
    "",
)


@pytest.mark.parametrize("text", TWO)
def test_two_facts_are_seen(text: str) -> None:
    """Each has a subject and a verb of its own."""
    assert len(two_facts(text)) >= 2


@pytest.mark.parametrize("text", ONE)
def test_one_fact_is_left_alone(text: str) -> None:
    """A comma or an `and` alone says nothing."""
    assert two_facts(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("disk full and alert muted", ("disk full", "alert muted")),
        ("disk full, alert muted.", ("disk full", "alert muted")),
        ("the disk filled up and logs and metrics were lost", ("the disk filled up", "logs and metrics were lost")),
        ("磁盘满了；告警被静音", ("磁盘满了", "告警被静音")),
        ("5,000 rows were lost", ("5,000 rows were lost",)),
        ("the brand was android", ("the brand was android",)),
        ("", ()),
    ],
)
def test_parts_of_an_answer_on_demand(text: str, expected: tuple[str, ...]) -> None:
    """Whoever asks for a split gets more parts proposed than are remarked."""
    assert parts(text) == expected
