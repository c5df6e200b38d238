"""Family B, words that blame: hints, wherever people wrote in their own words, by the phrases of the word lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rcalog.model.findings import Weight
from rcalog.model.rules.rule import Case, Rule, Seen, about_language
from rcalog.model.rules.stops import stopped


def _blames(case: Case, *, rule: str) -> Iterator[Seen]:
    hits = [(loc, hit) for loc, hit in case.blames if hit.rule == rule]
    refused = {(*node.loc, "cause") for node, _ in stopped(case)} if hits else set()
    for loc, hit in hits:
        if loc not in refused:  # that no branch ends there says enough
            yield Seen(loc, f"«{hit.phrase}» {hit.reason}", hit.offer)


def _rule(number: str, title: str, why: str, *, en: tuple[str, str], zh: tuple[str, str]) -> Rule:
    return about_language(number, Weight.HINT, partial(_blames, rule=number), title, why, en=en, zh=zh)


RULES = (
    _rule(
        "B101",
        "A question for the guilty",
        "Who asks who did it gets a name, and people who say less next time. What made it possible helps everybody.",
        en=("Find out who broke the build", "The build takes a change that no test has seen"),
        zh=("查清楚是谁干的", "没有跑过测试的改动也能进主干"),
    ),
    _rule(
        "B102",
        "Measured against what is known now",
        "Afterwards everything was to be seen. What somebody did made sense with what they saw; say what that was.",
        en=(
            "The on-call engineer should have checked the host name",
            "The on-call engineer saw a window named db2, and a prompt that ends in the same six letters",
        ),
        zh=("值班人员本应先核对主机名", "值班人员看到的窗口标题是 db2，两台机器的提示符只差一个字符"),
    ),
    _rule(
        "B103",
        "A judgement of a person or their work",
        "An adjective ends the inquiry, and two readers see two things. What could be observed is the same for both.",
        en=("A careless change took the site down", "The change was live for all users 40 s after the merge"),
        zh=("这是一个低级错误", "改动合并 40 秒后对全部用户生效"),
    ),
    _rule(
        "B104",
        "Human error, forgetting",
        "People err at all times. What is safe only while nobody does is not safe; the step is what can change.",
        en=("Somebody forgot to switch the flag back", "The flag stays on until it is switched off by hand"),
        zh=("有人忘了把开关改回来", "开关打开后要靠人手动改回来"),
    ),
    _rule(
        "B105",
        "An appeal to be better",
        "Care, reminders and training wear off in weeks. What makes the error impossible, or shows it at once, stays.",
        en=("Remind everyone to check the prompt", "The removal asks for the name of the host"),
        zh=("提醒大家操作前看清提示符", "删除前要求输入完整的主机名"),
    ),
    _rule(
        "B106",
        "How new somebody is",
        "Everybody is new once; the task was given to them, and the system let it happen. The role is enough.",
        en=("A junior engineer ran the script on the primary", "The on-call engineer ran the script on the primary"),
        zh=("新人对系统不熟悉，误删了索引", "值班工程师删除了索引，控制台没有显示它的使用量"),
    ),
)
