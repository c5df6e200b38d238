"""How deep is deep enough, and which causes are conditions: so before anything happened, where digging may end."""

from __future__ import annotations

import re

from rcalog.patterns import pattern

SHALLOW = 2
"""From here on a stated absence is a good end; above, the harm itself is still being told."""

SETTLED = 3
"""From here on a branch is as deep as most need to be."""

DEEP = 7
"""From here on it may have gone below what anybody here can change."""

UNSEEN = "notic|saw|see|knew|know|realis|realiz|remember|react|look|thought|expect"
UNSEEN_ZH = "注意|发现|看到|知道|意识|想到"
ABSENCE = pattern(
    rf"\b(?:never|nothing|none of|neither|nowhere|no longer|(?:nobody|no one)(?! (?:{UNSEEN}))"
    r"|no (?:[\w-]+ ){1,4}?(?:was|were|had|has|is|are|ever|could|did|does)"
    r"|no (?:[\w-]+ ){1,4}?(?:check|cover|compar|own|exist|hold|look|watch|test|run)(?:e?s|ed)"
    r"|(?:has|had|have|with|under|there (?:is|was|were|are)) no|without (?:a|an|any)|cannot tell|last tested"
    r"|(?:is|was|are|were) not (?:\w+ )?(?:checked|tested|owned|part|covered|monitored|required|set|limited|recorded"
    r"|linked|documented|configured|enabled|visible|shown|protected|rotated|listed|mentioned|labelled|encrypted)"
    r"|(?:does|do|did) not (?:check|cover|compare|require|limit|show|test|say|include|know about))\b"
    rf"|从未|从来没|至今没|缺少|没有(?!人)|(?:没有|[无没])人(?!{UNSEEN_ZH})"
    r"|未(?:纳入|配置|设|检查|覆盖|测试|演练|监控|验证|限制|开启|启用)|不(?:检查|要求|限制|校验|区分|显示|包含|支持)",
    re.IGNORECASE,
)
"""An absence that is stated as a fact: a good place to end."""

STANDING = pattern(
    r"\b(?:by default|only|one character|manual(?:ly)?|by hand|share[sd]?|same|hard-?coded|disabled|switched off"
    r"|turned off|(?:is|was|are|were) set to|differ(?:s|ed)?|depend(?:s|ed)?|unlimited|unbounded|unowned|read-only)\b"
    r"|默认|只(?:有|看|查|覆盖|监控|检查|在|对)|手工|人工|共用|同一[个台套]|写死|关着|关闭|设为|设成|不一致|依赖",
    re.IGNORECASE,
)
"""A condition that stood before anything happened: so is this, further down."""


def is_absence(text: str) -> bool:
    """Return whether a text states as a fact that something is not there or is never done."""
    return bool(ABSENCE.search(text))


def is_standing(text: str) -> bool:
    """Return whether a text tells of something that was so before anything happened."""
    return bool(STANDING.search(text))
