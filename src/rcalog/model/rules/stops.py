"""Family S, where no branch may end: at a person, a judgement, the wish for a fix. Only what is certain is found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from rcalog.model.findings import Weight
from rcalog.model.incident import Incident
from rcalog.model.language import clause, content, signs
from rcalog.model.lexicon import Lexicon
from rcalog.model.policy import Policy
from rcalog.model.rules.rule import Case, Node, Rule, Seen, about_language, once
from rcalog.values import Value


class Stop(Value):
    """Why a branch may not end at a text: the rule, what it saw, and the question to ask next."""

    rule: str
    saw: str
    question: str


KINDS: Mapping[str, Stop] = {
    "person": Stop("S301", "names a person or a role", "what made it possible, and what made it look right?"),
    "careless": Stop(
        "S302", "judges somebody's care", "which step relied on memory or attention, and what would have shown it?"
    ),
    "rulebook": Stop("S303", "says that a rule was not followed", "what did they see, and what did the rule not fit?"),
    "training": Stop("S304", "asks for training", "what does the step demand that must be known by heart?"),
    "judgement": Stop("S305", "judges without a fact", "what exactly was there, how much of it, since when?"),
    "absence": Stop(
        "S307", "misses the fix that is wanted", "what was there instead, and why did nobody put it there?"
    ),
}
RESTATED = Stop("S306", "says the effect again", "what led to it?")


def why_no_end(text: str, lexicon: Lexicon, *, effect: str = "", people: Collection[str] = ()) -> Stop | None:
    """Return why a branch may not end at `text` as a root cause, None where nothing certain speaks against it.

    `people` are the names and roles that the record and the policy know.
    """
    if restates(text, effect):
        return RESTATED
    if clause(text) in {clause(name) for name in people}:
        return KINDS["person"]
    kind = lexicon.kind_of(text, people)
    return KINDS[kind] if kind else None


def restates(text: str, effect: str) -> bool:
    """Return whether a cause says what its effect says, in the same words."""
    if any(map(str.isalnum, signs(text) ^ signs(effect))):  # nearly always, and seen many times sooner
        return False
    return bool(content(effect)) and content(text) == content(effect)


def known_people(incident: Incident, policy: Policy) -> set[str]:
    """Return the names, handles and roles of people that the record and the policy know."""
    roles = incident.roles
    named = {roles.lead, roles.scribe, roles.record_owner} if roles else set()
    named |= {action.owner for action in incident.actions} | {review.by for review in incident.reviews}
    named |= set(policy.people) | {person.name for person in policy.people.values()}
    return {name for name in named if name and name != "unknown"}


@once
def stopped(case: Case) -> Iterator[tuple[Node, Stop]]:
    """Yield where a branch ends too early, and why."""
    people = known_people(case.incident, case.policy)
    for node in case.nodes:
        cause = node.cause
        if cause.is_root:
            stop = why_no_end(cause.cause, case.lexicon, effect=node.effect, people=people)
        else:
            stop = RESTATED if not cause.because and restates(cause.cause, node.effect) else None
        if stop:
            yield node, stop


def _stops(case: Case, *, rule: str) -> Iterator[Seen]:
    for node, stop in stopped(case):
        if stop.rule == rule:
            message = f"«{node.cause.cause}» {stop.saw}; no branch ends there"
            yield Seen((*node.loc, "cause"), message, stop.question)


def _rule(number: str, title: str, why: str, *, en: tuple[str, str], zh: tuple[str, str]) -> Rule:
    return about_language(number, Weight.ERROR, partial(_stops, rule=number), title, why, en=en, zh=zh)


RULES = (
    _rule(
        "S301",
        "A branch that ends at a person",
        "The next person in that seat has the same screen, the same pressure and the same habits.",
        en=("the database on-call", "The prompts of db1 and db2 differ by one character"),
        zh=("值班人员", "db1 和 db2 的提示符只差一个字符"),
    ),
    _rule(
        "S302",
        "A branch that ends at carelessness",
        "Everybody errs; what can change is how easily, and who or what would notice.",
        en=("human error", "The step relies on comparing two host names by eye, at 23:27"),
        zh=("人为失误", "这一步全靠肉眼比对两个主机名"),
    ),
    _rule(
        "S303",
        "A branch that ends at a rule not followed",
        "People leave a rule where it does not fit the work; what did not fit is the cause.",
        en=("The procedure was not followed", "The procedure takes 40 min, the alert allows 15"),
        zh=("没有按流程操作", "流程走完要 40 分钟，告警要求 15 分钟内处理"),
    ),
    _rule(
        "S304",
        "A branch that ends at training",
        "Training fades; what must be known by heart can be shown or made needless.",
        en=("lack of training", "The restore has 14 steps, none of them written down"),
        zh=("缺乏培训", "恢复共 14 步，没有一步写下来"),
    ),
    _rule(
        "S305",
        "A branch that ends at a judgement",
        "Two people cannot check «poor»; they can check a number or a state.",
        en=("inadequate monitoring", "The dump job has no check of size or age"),
        zh=("监控不到位", "备份任务不检查文件大小和时间"),
    ),
    _rule(
        "S306",
        "A cause that says its effect again",
        "Nothing is explained yet.",
        en=("The bucket was empty, because the bucket was empty", "The dump ended with an error at once"),
        zh=("桶是空的，因为桶是空的", "导出命令一启动就报错退出"),
    ),
    _rule(
        "S307",
        "A branch that ends at a missing fix",
        "It says what is wanted, not what was. An absence with its facts is a good cause.",
        en=("there was no alert", "Failure mails went to a mailbox that nobody had opened since 2016-03"),
        zh=("没有告警", "失败邮件发往一个从 2016 年 3 月起无人查看的信箱"),
    ),
)
