"""What is proposed about an action: measured on actions of the kind that public reviews list, labelled by hand."""

from __future__ import annotations

import pytest

from rcalog.interview.aims import proposed_aim, proposed_strength
from rcalog.model.actions import Aim, Strength
from rcalog.model.causes import LegName

LABELLED = """
prevent    weak          Show the environment in every production prompt
prevent    strong        Replace the manual re-synchronisation by a tool that refuses to run on a primary
recover    strong        Archive WAL off the host and allow point-in-time recovery of the last 7 days
limit      intermediate  Remove reported accounts in batches with a limit on writes per minute
detect     intermediate  Page the database on-call when the newest dump is older than 25 h
recover    intermediate  Take a disk snapshot of the database servers every hour
detect     intermediate  Restore last night's dump into an empty host and compare the row counts
detect     intermediate  Publish the age of the newest proven restore on a dashboard
prevent    strong        Fail the build when the pool exceeds what the database allows
detect     intermediate  Set up notifications of downtime
recover    weak          Document the steps to recover from an outage of the hub
prevent    weak          Add guidance about internal host names to the user guide
detect     intermediate  Create uptime alerts for the test applications
detect     intermediate  Raise the alarm for DNS errors to high priority
recover    weak          Write a runbook for the DNS error alarm
prevent    strong        Reject deployments with more replicas than agreed by an admission policy
detect     intermediate  Scan container images for known vulnerabilities
prevent    weak          Ask teams to talk to us before they deploy something large
detect     intermediate  Add metrics for the redirect service
limit      intermediate  Let an unhealthy cluster stop accepting traffic
recover    intermediate  Restart the hub automatically when it looks unhealthy
prevent    weak          Train the on-call engineers in the new procedure
prevent    weak          Remind everybody to check the host name
prevent    strong        Revoke write access to production from personal accounts
limit      intermediate  Roll out configuration to one region first
limit      intermediate  Rate-limit the public API per customer
limit      intermediate  Put a circuit breaker between checkout and the recommendation service
recover    intermediate  Automate the failover of the primary
recover    intermediate  Keep seven daily backups in another region
compensate -             Refund the affected customers for March
compensate -             Credit the SLA penalty to the accounts that were down
prevent    strong        Remove the delete command from the admin tool
prevent    intermediate  Renew certificates automatically 30 days before they expire
detect     intermediate  Alert when a certificate expires in less than 20 days
prevent    intermediate  Run the migration against a copy of production in CI
prevent    intermediate  Double the connection pool of the checkout database
prevent    strong        Require two people to approve a recursive removal
detect     intermediate  Probe the login page from outside every minute
recover    intermediate  Rehearse the failover once a quarter
prevent    weak          Double-check the target before each deletion
prevent    strong        Make the backup bucket immutable
limit      intermediate  Isolate staging from the production network
prevent    intermediate  Add a lint rule for missing timeouts
-          weak          Investigate why the replica lagged
prevent    intermediate  Upgrade the load balancer to the fixed version
prevent    weak          在所有生产主机的提示符里标出环境
prevent    strong        用工具取代手工同步，在主库上一律拒绝执行
limit      intermediate  被举报账号的数据分批删除，并限制每分钟的写入量
detect     intermediate  最新一份导出超过 25 小时就呼叫数据库值班
recover    intermediate  数据库服务器每小时做一次磁盘快照
detect     intermediate  把前一晚的导出恢复到一台空机器上，并比对行数
prevent    weak          组织一次备份规范的培训
prevent    strong        禁止在生产库上直接执行删除
prevent    strong        删除操作改为双人确认后才能执行
detect     intermediate  主从延迟超过 60 秒就告警
detect     intermediate  给支付成功率加监控看板
limit      intermediate  对下单接口限流
limit      intermediate  配置变更先灰度一个机房
recover    intermediate  发布系统支持一键回滚
recover    weak          编写数据库恢复手册
recover    intermediate  每季度做一次主备切换演练
compensate -             给受影响的商户退款
prevent    weak          提醒值班同学执行前核对主机名
prevent    intermediate  证书到期前 30 天自动续期
limit      intermediate  推荐服务超时后自动降级
prevent    strong        收回个人账号的生产写权限
prevent    intermediate  上线前自动校验配置格式
-          weak          调研从库延迟的原因
"""
"""Aim, strength, action; `-` where nobody could say. In the words of the test, after public reviews."""


UNSEEN = """
prevent    intermediate  Scale nodes down automatically when they are idle
prevent    intermediate  Fix the failure to delete pods after the reflector has stopped
detect     intermediate  Detect an unhealthy hub and page the on-call
prevent    -             Use a managed certificate service instead of our own renewals
recover    weak          Describe in the guide who to call in a major incident
detect     weak          Subscribe to the release announcements of the components that we run
prevent    intermediate  Give staging the connection limits of production
detect     intermediate  Log every access to the key vault
prevent    strong        Disallow deployments without a health check
recover    intermediate  Practise restoring a namespace from backup every month
prevent    weak          Agree with the vendor on a maintenance window
limit      intermediate  Split the job queue so that imports cannot starve payments
prevent    intermediate  Add a checklist to the deploy form
detect     intermediate  Watch the disk usage of the log volume and warn at 80 %
prevent    strong        Delete the unused admin account
recover    intermediate  Provision a warm standby in the second region
limit      intermediate  Cap the retries of the mobile client
prevent    weak          Mention the trap in the onboarding
compensate -             Extend the subscriptions of affected users by a month
detect     intermediate  Add a synthetic checkout every five minutes
prevent    strong        Require a signed commit for changes of the firewall
recover    intermediate  Script the rebuild of a node
prevent    intermediate  Increase the memory of the queue workers
limit      intermediate  Serve a cached page when the search is down
prevent    weak          Review all cron jobs by hand
prevent    intermediate  Pin the version of the base image
detect     intermediate  Send an alert when the nightly job did not run
prevent    strong        Store the state file in a bucket that nobody can overwrite
limit      intermediate  Set a timeout of 2 s on calls to the tax service
recover    weak          Keep an up-to-date list of contacts at the provider
prevent    weak          把这次的教训写进新人手册
detect     intermediate  备份文件为空时自动呼叫值班
limit      intermediate  导入任务和支付任务使用独立的队列
prevent    strong        配置不合法时发布系统直接拒绝
recover    intermediate  准备一台热备机器
detect     intermediate  每五分钟拨测一次登录页
prevent    weak          与供应商约定维护窗口
prevent    intermediate  清理任务改为自动执行
limit      intermediate  给重试次数设上限
compensate -             向受影响用户致歉并延长会员
prevent    strong        删除管理台上的清库按钮
recover    intermediate  每月从备份恢复一个库
prevent    weak          在群里通知大家不要手工改配置
detect     intermediate  订单量环比下降 20% 时报警
"""
"""Labelled after the forms were written, of which 91 and 96 in 100 proposals were right here; widened by it since."""


def rows(table: str) -> list[tuple[Aim | None, Strength | None, str]]:
    """Return what a table says."""
    found = []
    for line in table.strip().splitlines():
        aim, strength, action = line.split(maxsplit=2)
        found.append((None if aim == "-" else Aim(aim), None if strength == "-" else Strength(strength), action))
    return found


@pytest.mark.parametrize("table", [LABELLED, UNSEEN])
def test_aims_are_right_or_not_proposed(table: str) -> None:
    """At least 85 in 100 proposals are right, and most actions get one."""
    found = [(aim, proposed_aim(action, None)) for aim, _, action in rows(table)]
    proposed = [pair for pair in found if pair[1]]
    right = [pair for pair in proposed if pair[0] is pair[1]]
    assert (len(right) >= 0.85 * len(proposed), len(proposed) >= 0.75 * len(found)) == (True, True)


@pytest.mark.parametrize("table", [LABELLED, UNSEEN])
def test_strengths_are_right_or_not_proposed(table: str) -> None:
    """At least 85 in 100 proposals are right, and most actions get one."""
    found = [(strength, proposed_strength(action)) for _, strength, action in rows(table)]
    proposed = [pair for pair in found if pair[1]]
    right = [pair for pair in proposed if pair[0] is pair[1]]
    assert (len(right) >= 0.85 * len(proposed), len(proposed) >= 0.75 * len(found)) == (True, True)


@pytest.mark.parametrize(
    ("leg", "aim"),
    [(LegName.DETECTION, Aim.DETECT), (LegName.RECOVERY, Aim.RECOVER), (LegName.DEFENCE, None), (None, None)],
)
def test_what_the_words_do_not_say_follows_from_the_leg(leg: LegName | None, aim: Aim | None) -> None:
    """Where the leg says it; else nothing is proposed."""
    assert proposed_aim("Buy faster disks", leg) is aim


def test_what_is_not_known_is_not_proposed() -> None:
    """Nor how strong it is."""
    assert proposed_strength("Buy faster disks") is None


@pytest.mark.parametrize(
    ("action", "strength"),
    [
        ("Write the documentation of the restore", Strength.WEAK),
        ("Document the restore", Strength.WEAK),
        ("Retry the upload of documents", Strength.INTERMEDIATE),
        ("Add tests for the stored procedures", Strength.INTERMEDIATE),
        ("Double the training cluster", Strength.INTERMEDIATE),
    ],
)
def test_a_word_in_another_meaning_makes_nothing_weak(action: str, strength: Strength) -> None:
    """Documents that are stored, procedures of a database, what trains a model."""
    assert proposed_strength(action) is strength
