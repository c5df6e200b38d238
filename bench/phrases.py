"""The words that the corpus is made of: sentences with gaps, in English and in Chinese."""

from __future__ import annotations

from dataclasses import dataclass

SERVICES = (
    *("checkout", "payments", "search", "catalog", "inventory", "login", "sessions", "mail", "billing", "invoices"),
    *("gateway", "dns", "cdn", "queue", "cache", "postgresql", "redis", "kafka", "object-store", "metrics"),
    *("scheduler", "reports", "exports", "imports", "webhooks", "mobile-api", "admin", "ledger", "shipping", "pricing"),
)
TAGS = ("release", "capacity", "config", "certificate", "data-loss", "network", "quota", "migration", "third-party")
PEOPLE = ("ana", "li.wei", "chen", "dmitri", "sid", "maria", "yuki", "omar")
TEAMS = ("checkout team", "platform team", "database team", "network team", "data team", "infrastructure team")


@dataclass(frozen=True)
class Phrases:
    """The sentences of one language. Gaps: {svc} {host} {n} {m} {pct} {ver} {code}."""

    titles: tuple[str, ...]
    problems: tuple[str, ...]
    defences: tuple[str, ...]
    none: tuple[str, ...]
    technical: tuple[str, ...]
    process: tuple[str, ...]
    organisation: tuple[str, ...]
    observations: tuple[str, ...]
    alerts: tuple[str, ...]
    told: tuple[str, ...]
    mitigations: tuple[str, ...]
    how: tuple[str, ...]
    summaries: tuple[str, ...]
    impacts: tuple[str, ...]
    lost: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]
    """Each with the aim that it serves."""
    drills: tuple[str, ...]
    verified: tuple[str, ...]
    lessons: tuple[str, ...]
    because: tuple[str, ...]
    systemic: tuple[str, ...]
    between: str
    blank: str


ENGLISH = Phrases(
    titles=(
        "{svc} answers {code} to {pct} % of requests",
        "{svc} is slow after release {ver}",
        "Writes to {svc} are refused on {host}",
        "{svc} loses messages between {host} and the queue",
        "Certificate of {svc} has expired on {n} hosts",
        "Disk of {host} is full and {svc} stops",
        "Replication of {svc} lags by {n} minutes",
        "Connections to {svc} time out in one zone",
        "{svc} hands out stale prices for {n} minutes",
        "Nightly export of {svc} does not arrive",
    ),
    problems=(
        "{pct} % of the requests to {svc} were answered {code} for {n} minutes",
        "{svc} took {m} s instead of {n} ms to answer on {host}",
        "{n} writes to {svc} were refused in {m} minutes",
        "{n} of {m} processes of {svc} held no connection to the database",
        "{host} had {n} MB of free disk and needed {m} GB",
        "The answers of {svc} were up to {n} minutes old",
    ),
    defences=(
        "Two stages let release {ver} through although it failed within {n} minutes",
        "The limit of {n} connections did not hold on {host}",
        "The check before the rollout of {svc} looked at one process out of {n}",
        "No quota kept one tenant from taking {pct} % of {svc}",
    ),
    none=("Alerted after {n} minutes", "Seen within {n} s by the rotation on duty", "The page came at once"),
    technical=(
        "{n} processes of {svc} asked for {m} connections and the database takes {n}",
        "The pool of {svc} is limited for one process and not for all of them",
        "A retry without a pause doubled the load on {host} each {n} s",
        "The index on the table of {svc} was dropped by migration {ver}",
        "The cache of {svc} expired {n} keys in the same second",
        "The timeout of {svc} is {n} s and that of its caller {m} s",
        "Release {ver} raised the memory of each worker to {n} MB",
        "The health check of {host} answers before {svc} is ready",
        "Messages larger than {n} KB are dropped by the proxy without a log line",
        "The resolver on {host} keeps a negative answer for {n} minutes",
        "The log of {svc} filled {n} GB within {m} minutes",
        "A lock on the ledger table was held for {n} s by the nightly report",
    ),
    process=(
        "The load test of {svc} runs against one process",
        "The rollout waits {n} minutes between stages and the failure shows after {m}",
        "Limits of {svc} are set by hand on {n} hosts",
        "The runbook of {svc} names a console that was replaced in {ver}",
        "The change of {svc} was reviewed without its numbers of connections",
        "A migration of {svc} can run without a copy of the table",
        "The restore of {svc} had not been run from start to end for {n} months",
    ),
    organisation=(
        "Nobody owned the limits that {svc} shares with others",
        "The move of {svc} to {host} had a date and no list of what must hold",
        "Alerts of {svc} go to a channel that {n} teams read and no team answers",
        "The capacity of {svc} was planned for the year before",
    ),
    observations=(
        "Error rate of {svc} at {pct} %",
        "Queue of {svc} has {n} entries and grows",
        "{host} is at {pct} % of its memory",
        "The dashboard shows {n} open connections of {m}",
        "Logs of {svc} repeat timeout after {n} ms on {host}",
        "Restarted {svc} on {host}, no change after {n} minutes",
        "Second zone looks the same, so it is not the network",
        "Took {host} out of the rotation",
        "Compared the configuration of {host} with last week: {n} lines differ",
        "Traffic from the batch job is {n} times the usual",
        "Vendor confirms a fault in one of {n} regions",
    ),
    alerts=("Alert: error rate of {svc} over {n} %", "Page from the check of {host}", "Alert: latency of {svc} {m} s"),
    told=("Told the customers of {svc}", "Status page says {svc} is degraded", "Told support what to answer"),
    mitigations=("Rolled {svc} back from {ver}", "Moved the traffic of {svc} off {host}", "Raised the limit to {m}"),
    how=(
        "error rate of {svc} at 0 for {n} minutes",
        "queue is empty since {n} minutes and orders arrive",
        "synthetic checkout passes {n} times in a row",
    ),
    summaries=(
        "Release {ver} changed how {svc} uses connections. Rolling back ended the errors.",
        "{host} ran out of what {svc} needs. Traffic was moved, the queue was worked off in {n} minutes.",
        "A limit that {svc} shares with {n} others was reached during the evening peak.",
        "An expired entry of the configuration made {svc} refuse what it had taken for {n} months.",
    ),
    impacts=(
        "{n} minutes in which {pct} % of the users of {svc} saw an error page.",
        "Orders of {n} minutes were delayed, none was lost.",
        "Reports of {svc} were late by {m} hours.",
    ),
    lost=("orders", "messages", "sessions", "uploads"),
    actions=(
        ("Share one pool of {svc} per host and limit it by the database", "prevent"),
        ("Refuse a release of {svc} whose memory grows by more than {n} MB", "prevent"),
        ("Set the limits of {svc} from one file for all {n} hosts", "prevent"),
        ("Alert when the queue of {svc} is older than {n} minutes", "detect"),
        ("Watch the number of connections of {svc} and page at {pct} %", "detect"),
        ("Shed the load of batch jobs when {svc} answers later than {n} ms", "limit"),
        ("Keep {n} hosts of {svc} warm in the second zone", "recover"),
        ("Script the move of {svc} off {host} and time it", "recover"),
        ("Stop retries of {svc} after {n} s and say so to the caller", "limit"),
    ),
    drills=("Fail over {svc} on a weekday and time it", "Run the load test of {svc} against {n} processes"),
    verified=("{n} processes at full load held {m} connections", "a test on {host} stopped after {n} s"),
    lessons=("The rollback took {n} minutes", "It was not the day of the sale", "The runbook fitted on one page"),
    because=("it is cheaper to wait than to build twice", "the vendor mends it with release {ver}"),
    systemic=("{n} incidents in a year began with a limit that {svc} shares", "{svc} was moved {n} times in a year"),
    between="; ",
    blank=" ",
)

CHINESE = Phrases(
    titles=(
        "{svc} 有百分之 {pct} 的请求返回 {code}",
        "发布 {ver} 之后 {svc} 响应变慢",
        "{host} 上的 {svc} 拒绝写入",
        "{svc} 连接池耗尽，下单失败",
        "{svc} 的证书在 {n} 台主机上过期",
        "{host} 磁盘写满，{svc} 停止服务",
        "{svc} 主从复制延迟 {n} 分钟",
        "{svc} 在一个可用区连接超时",
        "{svc} 返回过期价格长达 {n} 分钟",
        "{svc} 夜间导出没有送达",
    ),
    problems=(
        "{svc} 有百分之 {pct} 的请求在 {n} 分钟内返回 {code}",
        "{svc} 在 {host} 上的响应时间从 {n} 毫秒升到 {m} 秒",
        "{m} 分钟内有 {n} 次写入被 {svc} 拒绝",
        "{svc} 的 {m} 个进程中有 {n} 个拿不到数据库连接",
        "{host} 只剩 {n} MB 磁盘空间，而任务需要 {m} GB",
        "{svc} 返回的数据最多落后 {n} 分钟",
    ),
    defences=(
        "发布 {ver} 在 {n} 分钟内就会失败，两个阶段都放行了",
        "{n} 个连接的上限在 {host} 上没有生效",
        "{svc} 上线前的检查只看了 {n} 个进程中的一个",
        "没有配额阻止一个租户占用 {svc} 百分之 {pct} 的容量",
    ),
    none=("{n} 分钟后告警", "值班轮换在 {n} 秒内看到", "告警立即到达"),
    technical=(
        "{svc} 的 {n} 个进程共申请 {m} 个连接，数据库只接受 {n} 个",
        "{svc} 的连接池按单个进程限制，而不是按全部进程限制",
        "没有间隔的重试让 {host} 的负载每 {n} 秒翻一倍",
        "迁移 {ver} 删除了 {svc} 表上的索引",
        "{svc} 的缓存在同一秒内有 {n} 个键失效",
        "{svc} 的超时是 {n} 秒，调用方的超时是 {m} 秒",
        "发布 {ver} 把每个工作进程的内存提高到 {n} MB",
        "{host} 的健康检查在 {svc} 就绪之前就返回成功",
        "超过 {n} KB 的消息被代理丢弃，没有日志",
        "{host} 上的解析器把否定应答保留 {n} 分钟",
        "{svc} 的日志在 {m} 分钟内写了 {n} GB",
        "夜间报表持有账本表的锁长达 {n} 秒",
    ),
    process=(
        "{svc} 的压力测试只针对一个进程",
        "发布阶段之间只等 {n} 分钟，而故障在 {m} 分钟后才出现",
        "{svc} 的上限在 {n} 台主机上手工设置",
        "{svc} 的运行手册写的是 {ver} 已经替换的控制台",
        "{svc} 的变更评审没有包含连接数",
        "{svc} 的迁移可以在没有表备份的情况下执行",
        "{svc} 的恢复流程已有 {n} 个月没有从头到尾执行过",
    ),
    organisation=(
        "{svc} 与其他服务共享的上限没有负责人",
        "{svc} 迁到 {host} 有日期，但没有必须满足的条件清单",
        "{svc} 的告警发到 {n} 个团队都看、没有团队答复的频道",
        "{svc} 的容量是按前一年规划的",
    ),
    observations=(
        "{svc} 错误率为百分之 {pct}",
        "{svc} 的队列有 {n} 条，还在增长",
        "{host} 内存使用率百分之 {pct}",
        "监控面板显示 {m} 个连接中有 {n} 个打开",
        "{svc} 的日志在 {host} 上反复出现 {n} 毫秒超时",
        "重启 {host} 上的 {svc}，{n} 分钟后没有变化",
        "第二个可用区现象相同，因此不是网络问题",
        "把 {host} 移出轮转",
        "对比 {host} 上周的配置，有 {n} 行不同",
        "批处理任务的流量是平时的 {n} 倍",
        "供应商确认 {n} 个区域中有一个故障",
    ),
    alerts=("告警：{svc} 错误率超过百分之 {n}", "收到 {host} 检查的呼叫", "告警：{svc} 延迟 {m} 秒"),
    told=("通知 {svc} 的客户", "状态页说明 {svc} 降级", "告诉客服如何答复"),
    mitigations=("{svc} 从 {ver} 回滚", "把 {svc} 的流量从 {host} 移走", "把上限提高到 {m}"),
    how=("{svc} 错误率连续 {n} 分钟为 0", "队列已空 {n} 分钟，订单正常到达", "模拟下单连续 {n} 次通过"),
    summaries=(
        "发布 {ver} 改变了 {svc} 使用连接的方式。回滚之后错误停止。",
        "{host} 用尽了 {svc} 所需的资源。流量移走之后，队列在 {n} 分钟内处理完。",
        "{svc} 与其他 {n} 个服务共享的上限在晚高峰时达到。",
        "一个过期的配置项让 {svc} 拒绝了 {n} 个月以来一直接受的请求。",
    ),
    impacts=(
        "{svc} 百分之 {pct} 的用户在 {n} 分钟内看到错误页面。",
        "{n} 分钟内的订单被延迟，没有丢失。",
        "{svc} 的报表晚了 {m} 小时。",
    ),
    lost=("订单", "消息", "会话", "上传文件"),
    actions=(
        ("每台主机共用 {svc} 的一个连接池，并按数据库限制", "prevent"),
        ("拒绝内存增长超过 {n} MB 的 {svc} 发布", "prevent"),
        ("用一个文件为全部 {n} 台主机设置 {svc} 的上限", "prevent"),
        ("{svc} 的队列超过 {n} 分钟时告警", "detect"),
        ("监控 {svc} 的连接数，达到百分之 {pct} 时呼叫", "detect"),
        ("{svc} 响应超过 {n} 毫秒时丢弃批处理负载", "limit"),
        ("在第二个可用区为 {svc} 保留 {n} 台热备主机", "recover"),
        ("把 {svc} 移出 {host} 的步骤写成脚本并计时", "recover"),
        ("{svc} 的重试在 {n} 秒后停止，并告知调用方", "limit"),
    ),
    drills=("在工作日对 {svc} 做一次切换并计时", "用 {n} 个进程运行 {svc} 的压力测试"),
    verified=("{n} 个进程满负载时保持 {m} 个连接", "在 {host} 上的测试 {n} 秒后停止"),
    lessons=("回滚用了 {n} 分钟", "那天不是促销日", "运行手册只有一页"),
    because=("等待比重复建设便宜", "供应商会在 {ver} 修复"),
    systemic=("一年内有 {n} 次事故始于 {svc} 的共享上限", "{svc} 一年内迁移了 {n} 次"),
    between="；",
    blank="",
)
