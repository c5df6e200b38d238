"""Whether to go on or to end at a cause, with the reason; and what else is to be seen in an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rcalog.interview import tree
from rcalog.interview.state import Remark, State
from rcalog.model.causes import Cause, LegName, Level
from rcalog.model.rules.stops import known_people, why_no_end

HUMAN = "human"
SHALLOW = 2
"""From here on a stated absence is a good end; above, the harm itself is still being told."""
SETTLED = 3
DEEP = 7


@dataclass(frozen=True)
class Advice:
    """Go on (`end` False) or end here, and the key of the reason under `advice.`."""

    end: bool
    reason: str


UNSEEN = "notic|saw|see|knew|know|realis|realiz|remember|react|look|thought|expect"
UNSEEN_ZH = "注意|发现|看到|知道|意识|想到"
ABSENCE = re.compile(
    rf"\b(?:never|nothing|none of|neither|nowhere|no longer|(?:nobody|no one)(?! (?:{UNSEEN}))"
    r"|no (?:[\w-]+ ){1,4}?(?:was|were|had|has|is|are|ever|could|did|does)"
    r"|no (?:[\w-]+ ){1,4}?(?:check|cover|compar|own|exist|hold|look|watch|test|run)(?:e?s|ed)"
    r"|(?:has|had|have|with|under|there (?:is|was|were|are)) no|without (?:a|an|any)|cannot tell|last tested"
    r"|(?:is|was|are|were) not (?:\w+ )?(?:checked|tested|owned|part|covered|monitored|required|set|limited|recorded)"
    r"|(?:does|do|did) not (?:check|cover|compare|require|limit|show|test|say|include|know about))\b"
    rf"|从未|从来没|至今没|缺少|没有(?!人)|(?:没有|[无没])人(?!{UNSEEN_ZH})"
    r"|未(?:纳入|配置|设|检查|覆盖|测试|演练|监控|验证|限制|开启|启用)|不(?:检查|要求|限制|校验|区分|显示|包含|支持)",
    re.IGNORECASE,
)
"""An absence that is stated as a fact: a good place to end."""

STANDING = re.compile(
    r"\b(?:by default|only|one character|manual(?:ly)?|by hand|share[sd]?|same|hard-?coded|disabled|switched off"
    r"|turned off|(?:is|was|are|were) set to|differ(?:s|ed)?|depend(?:s|ed)?|unlimited|unbounded|unowned|read-only)\b"
    r"|默认|只(?:有|看|查|覆盖|监控|检查|在|对)|手工|人工|共用|同一[个台套]|写死|关着|关闭|设为|设成|不一致|依赖",
    re.IGNORECASE,
)
"""A condition that stood before anything happened: so is this, further down."""


def advise(state: State, cause: Cause) -> Advice:
    """Return the recommendation for a cause."""
    seen = stop_sign(state, cause)
    below = tree.depth(state.legs, str(cause.id)) + _began_below(state, cause)
    if seen:
        return Advice(end=False, reason=seen)
    if below >= DEEP:
        return Advice(end=True, reason="deep")
    if below < SHALLOW:
        return Advice(end=False, reason="shallow")
    stated = ABSENCE.search(cause.cause) or (below >= SETTLED and STANDING.search(cause.cause))
    return Advice(end=bool(stated), reason="stated" if stated else "further")


def _began_below(state: State, cause: Cause) -> int:
    """Return how much deeper a leg began than others: the systemic one with what the others came down to."""
    leg = tree.leg_of(state.legs, str(cause.id))
    return int(leg is not None and leg.leg is LegName.SYSTEMIC)


def stop_sign(state: State, cause: Cause) -> str | None:
    """Return why a branch may not end here as a root cause: a rule, or that a person did it; a key under `advice.`."""
    if cause.level is Level.HUMAN:
        return HUMAN
    above = tree.parent(state.legs, str(cause.id))
    stop = why_no_end(
        cause.cause, state.setup.lexicon, effect=tree.words(above) if above else "", people=_people(state)
    )
    return stop.rule if stop else None


def _people(state: State) -> set[str]:
    return known_people(state.incident, state.setup.policy)


def blame(state: State) -> Remark | None:
    """Return what to say of words in the last answer that blame; an end that is advised against says enough."""
    said = state.given[-1].text.partition("@@")[0] if state.given else ""
    hits = state.setup.lexicon.blame(said)
    if not hits or state.setup.lexicon.kind_of(said):
        return None
    return Remark("remark.blame", {"phrase": hits[0].phrase, "reason": hits[0].reason, "offer": hits[0].offer})
