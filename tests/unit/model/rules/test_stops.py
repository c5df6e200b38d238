"""Where no branch may end: matched as whole clauses, in English and Chinese, and nothing but those."""

from __future__ import annotations

import pytest

from rcalog.model.rules import problem_faults, why_no_end
from tests.helpers.words import LEXICON

STOPS = {
    "S301": """
        The engineer | an on-call engineer | Database administrator | human | someone | the operations team | people
        the action of the operator | 值班人员 | 运维同学 | 新人 | 人的问题 | 某运维人员 | 个人原因 | 数据库工程师""",
    "S302": """
        Human error | human error. | an operator error | Due to human error | user mistakes | It was a human error
        carelessness | An oversight | The engineer's mistake | mistake by the on-call | lack of attention | Forgot
        The developer made a serious mistake | someone was careless | The operator did not pay attention
        Engineer forgot to renew the certificate | forgot to update DNS | someone simply forgot | the dba was not careful enough
        人为失误 | 人为失误导致 | 操作失误 | 误操作 | 疏忽大意 | 运维人员疏忽 | 开发同学粗心大意 | 没注意 | 工作疏忽 | 不小心
        值班人员忘了切换 | 有人忘记续费 | 忘记了 | 责任心不强 | 由于人为失误造成 | 安全意识淡薄""",
    "S303": """
        Did not follow the procedure | The engineer didn't follow the deployment process | runbook was not followed
        The change process was never properly followed | failure to follow the checklist | the operator ignored the rules
        without following the standard operating procedure | the on-call failed to comply with the policy
        没有按流程操作 | 未按规范执行 | 开发人员违反变更规范 | 违规操作 | 没按照操作流程执行变更 | 未严格遵守规程""",
    "S304": """
        Lack of training | insufficient training | lack of proper training | training was inadequate | no training
        The operator was not properly trained | the team lacked training | staff were untrained
        缺乏培训 | 培训不足 | 培训不到位 | 运维人员培训不足 | 没有进行过培训? | 新人没有接受过培训 | 缺少相关的培训""",
    "S305": """
        Poor communication between the teams | Lack of proper testing | The handover was incomplete and unclear
        跨团队沟通不畅 | 文档质量差 | 管理存在漏洞
        Inadequate monitoring | poor communication | Insufficient test coverage | the code reviews were not good enough
        Testing was insufficient | bad database design | poor change management | The documentation is poor
        监控不到位 | 测试不充分 | 流程不完善 | 数据库监控告警不完善 | 考虑不周 | 沟通不够充分 | 变更评审流程不规范 | 应急预案不健全""",
    "S307": """
        There was no alert | no monitoring | Missing alerts | lack of tests | no runbook in place | the alert was missing
        we had no dashboards | Absence of validation | no backup monitoring at all
        没有告警 | 缺少监控 | 没有应急预案 | 缺乏有效的检查 | 监控缺失 | 没有自动化测试""",
}
STOPS["S304"] = STOPS["S304"].replace(" | 没有进行过培训?", "")

FACTS = """
    The mail server failed to accept the message | The scheduler forgot its state after the restart
    lack of disk space | insufficient disk space | Insufficient memory on db1 | a bad sector on disk 3 | poor signal quality
    no restore had ever been run | the runbook has no owner | last tested: never | The runbook was last changed in 2014
    alert should have fired | no alert on replication lag beyond 1 h | Missing index on orders.created_at
    The training host was down | insufficient training data for the fraud model | Failure mails went to an unread mailbox
    The client did not follow the redirect | DNS did not follow the CNAME | the agent did not respect the rate limit
    Forgot password link leaked tokens | the human resources service was down | The operator pod was evicted
    User error pages were cached for 24 h | Human error, and the prompts of both hosts looked the same
    The engineer saw the prompt of db1 in a window named db2 | The rollout had no canary for region eu-1
    weak cipher in the handshake | improper shutdown of the array | People search index was corrupt | the team page timed out
    The prompts of db1 and db2 differ in a single character | process was killed by the kernel | no process listened on 443
    the test database was missing | The check ran on the replica | Review apps shared one database | policy engine rejected the token
    "human error", as the press wrote | One engineer holds the only key | the support contract had ended | bad checks in batch 7
    磁盘空间不足 | 内存不足 | 缺少索引 | 新人礼包接口超时 | 大意是接口返回了旧数据 | 提醒服务宕机 | 不可能同时写入两个机房 | 忘记密码功能报错
    监控系统宕机 | 告警发往无人查看的信箱 | 测试环境的配置被带到了线上 | 没有告警阈值 | 流程引擎超时 | 培训平台无法登录 | 检查点写入失败
    预案写于 2014 年，里面的主机已下线 | 恢复从未演练过 | 人脸识别服务超时 | 管理员账号被锁定 | 用户中心没有限流，峰值 3 万 QPS | 操作系统内核崩溃
    The dump job has no check of size or age | The restore had not been tested since 2016-04 | Only one engineer holds the key
    There is no alert when the newest backup is older than 24 h | The runbook has no entry for a full disk | Manual steps: 14 of 20
    There was no rollback for the migration because it drops a column | The engineer on call has 14 dashboards
    No one on the rota had access to the vault at night | The training for new operators uses the old console
    Knowledge of the key ceremony rests with one person | The deploy tool has no dry run | Planning counts servers, not watts
    恢复从来没有演练过 | 发布工具没有预演模式 | 测试没有覆盖空文件 | 审批流程默认通过 | 管理员账号共用 | 文档写的是旧地址 | 没有对从库做备份
    评审不要求第二个人看表结构变更 | 安全检查默认关闭 | 运维平台把两个机房显示成同一种颜色 | 变更窗口和批处理同时开始
    连接数不足 | 线程池容量不足 | 证书于 3 月 1 日过期 | 个人中心接口报错 | 评审记录丢失 | 设计容量为每秒 500 单 | 网络不通"""


def clauses(table: str) -> list[str]:
    """Return the clauses of a table."""
    return [clause.strip() for line in table.strip().splitlines() for clause in line.split(" | ")]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, table in STOPS.items() for text in clauses(table)])
def test_what_is_certain_is_found(rule: str, text: str) -> None:
    """A whole clause that is no cause is found, with the question to ask next."""
    stop = why_no_end(text, LEXICON)
    assert stop is not None
    assert stop.rule == rule
    assert stop.question.endswith("?")


@pytest.mark.parametrize("text", clauses(FACTS))
def test_a_fact_is_left_alone(text: str) -> None:
    """A text that only contains such words is a cause like any other."""
    assert why_no_end(text, LEXICON) is None


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("S301", "Bob Smith"),
        ("S302", "Ann was careless"),
        ("S302", "Ann forgot to run the script"),
        ("S303", "Ann did not follow the procedure"),
        ("S304", "Tom was not trained"),
        ("S302", "张伟粗心大意"),
        ("S303", "张伟没有按流程操作"),
        (None, "Redis forgot its AOF"),
        (None, "Martin queue was full"),
        (None, "Max connections is 100"),
        (None, "the ana service did not retry"),
        (None, "张江机房断电"),
        (None, "周期任务没有超时"),
        (None, "段落没有按序写入"),
    ],
)
def test_a_name_stands_for_somebody(rule: str | None, text: str) -> None:
    """Whoever is named at the beginning of a clause: it says what it would say of anybody."""
    stop = why_no_end(text, LEXICON)
    assert (stop.rule if stop else None) == rule


@pytest.mark.parametrize(
    ("person", "text", "rule"),
    [
        ("Zed", "Zed did not follow the procedure", "S303"),
        ("zed", "zedd did not follow the procedure", None),
        ("张三丰", "张三丰没有按流程操作", "S303"),
    ],
)
def test_known_people_need_no_common_name(person: str, text: str, rule: str | None) -> None:
    """Those of the record and the policy are read as somebody too, as whole words."""
    stop = why_no_end(text, LEXICON, people={person})
    assert (stop.rule if stop else None) == rule


def test_a_very_long_text_is_left_alone() -> None:
    """No text makes the matching slow."""
    assert why_no_end("forgot to " + "a " * 5000, LEXICON) is None
    assert why_no_end("监控" * 60, LEXICON) is None


def test_people_that_the_record_knows_are_people() -> None:
    """A name or a role of the record is no cause, whatever its case."""
    stop = why_no_end("Li.Wei", LEXICON, people={"li.wei"})
    assert stop is not None
    assert stop.rule == "S301"
    assert why_no_end("li.wei's shell had the prompt of db1", LEXICON, people={"li.wei"}) is None


@pytest.mark.parametrize(
    ("text", "effect", "restated"),
    [
        ("The bucket was empty", "Bucket is empty!", True),
        ("桶是空的", "桶是空的。", True),
        ("The bucket was not empty", "The bucket was empty", False),
        ("The bucket was empty since 3 March", "The bucket was empty", False),
        ("Anything", "", False),
    ],
)
def test_a_cause_in_the_words_of_its_effect_is_found(text: str, effect: str, restated: bool) -> None:  # noqa: FBT001
    """The same words, whatever their order and form, explain nothing."""
    stop = why_no_end(text, LEXICON, effect=effect)
    assert (stop is not None and stop.rule == "S306") is restated


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("18 h without service", []),
        ("三百GB 数据被删", []),
        ("停服半小时", []),
        ("１８小时无法下单", []),
        ("Checkout was down from 14:05", []),
        ("The site was slow", ["S201"]),
        ("网站变慢", ["S201"]),
        ("一直很慢", ["S201"]),
        ("18 h without service because the backups were empty", ["S202"]),
        ("由于备份为空，停服 18 小时", ["S202"]),
        ("slow due to load", ["S201", "S202"]),
    ],
)
def test_a_problem_has_a_number_and_no_cause(text: str, faults: list[str]) -> None:
    """What a leg explains is observable and measured, and does not explain itself."""
    assert [fault.rule for fault in problem_faults(text)] == faults
