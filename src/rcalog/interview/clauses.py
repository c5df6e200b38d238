"""Whether an answer tells two facts: two clauses, each with a subject and a verb of its own. Where in doubt, one."""

from __future__ import annotations

import re
import unicodedata

from rcalog.patterns import pattern

CONJUNCTION = pattern(r"\s*(?:；|;|，|,\s|\s+and\s+|\s+(?:as well as|plus)\s+|，?(?:并且|而且|同时|以及))\s*")
"""Where an answer may be parted when a person asks for it."""

JOINED = pattern(r"\s*;\s+|,?\s+and\s+|，?\s*(?:；|并且|而且|[，；]同时)\s*", re.IGNORECASE)
"""What joins two clauses; the same words join names and verbs too."""

SUBORDINATE = pattern(
    r"\b(?:that|which|who|whose|whom|where|when|whenever|while|whether|if|unless|because|although|though|until|so"
    r"|than|how|why|what|between)\b|^(?:as|after|before|since|once)\b",
    re.IGNORECASE,
)
"""What makes the words after it part of another clause."""

VERB = pattern(
    r"^(?:was|were|is|are|am|had|has|have|did|does|do|could|would|can|will|would|should|might|may|must|cannot"
    r"|wasn't|weren't|isn't|aren't|hadn't|hasn't|haven't|didn't|doesn't|couldn't|can't|won't"
    r"|went|ran|fell|grew|began|came|took|gave|got|lost|left|kept|held|sent|read|wrote|broke|rose|saw|knew|found|lay"
    r"|stood|hit|cut|shut|hung|let|put|set|fed|led|met|paid|said|told|built|spent|bound|drew|drove|froze|threw|chose"
    r"|shows|needs|takes|runs|keeps|stays|lacks|covers|checks|holds|uses|owns|fails|exists|depends|allows|requires"
    r"|[a-z]{2,}(?:[^e\W]ed|eed?ed|ied))$",
    re.IGNORECASE,
)
NO_SUBJECT = pattern(
    r"^(?:it|they|this|these|those|he|she|we|you|i|then|not|never|still|so|also|thus|therefore"
    r"|as|after|before|since|once|for|to|of|with|in|at|by|from|on)$",
    re.IGNORECASE,
)
"""The first word of what goes on about a subject that was named before, or does not begin with one."""
LONGEST_SUBJECT = 6
SEMICOLON = ";"
SHORTEST, SHORTEST_CHINESE = 4, 5
"""Words, and characters, of a clause whose verb is not known to the list."""

QUOTED = pattern(r"`[^`]*`|«[^»]*»|「[^」]*」|\"[^\"]*\"")
"""What is quoted joins nothing."""

CHINESE = pattern(r"[\u3400-\u9fff]")
PREDICATE = pattern(r"(?:没|未|无法|不|被|是|在|已|仍|只|都|为|把|超过|达到|失败|超时|过期|中断|报错|了|满)")
"""By what a Chinese clause shows that something is said of its subject."""

NOBODY = pattern(r"^(?:没有?人|无人|谁也没)")
BARE = pattern(
    r"^(?:也|还|又|都|仍|再|并|就|才|只|却|没|未|不|被|把|已|从未|从来|无法|没有|直接|自动|立即|彻底|完全|一直|同样|开始|继续|因此|所以|导致"
    r"|丢失|清空|删除|覆盖|写入|返回|停止|重启|触发|占用|占满|造成|引起|影响|使得|使|让|需要|要求|必须|应该|缺少|缺乏|存在|出现|发生|关闭|打开|跳过|忽略|绕过|误|是|有|会)"
)
"""How a Chinese clause begins whose subject stands in the clause before."""


def parts(text: str) -> tuple[str, ...]:
    """Return the parts of an answer that may be several facts; the two facts where it surely tells two."""
    sure = two_facts(text)
    return sure or tuple(part.strip(" .。") for part in CONJUNCTION.split(text) if part.strip(" .。"))


def two_facts(text: str) -> tuple[str, ...]:
    """Return the clauses of an answer that tells several facts; nothing where it may be one."""
    return _clauses(text.strip(" .。\n"))


def _clauses(text: str) -> tuple[str, ...]:
    hidden = QUOTED.sub(lambda match: "x" * len(match[0]), text)
    for joint in JOINED.finditer(hidden):
        left, right = hidden[: joint.start()].strip(), hidden[joint.end() :].strip()
        if _are_two(left, right, parted=SEMICOLON in unicodedata.normalize("NFKC", joint[0])):
            rest = text[joint.end() :].strip()
            return (text[: joint.start()].strip(), *(_clauses(rest) or (rest,)))
    return ()


def _are_two(left: str, right: str, *, parted: bool) -> bool:
    """Return whether two texts are clauses; behind a semicolon it is enough that both are long."""
    stand = _stands(left, first=True), _stands(right, first=False)
    return all(stand) or (parted and _may_stand(left) and _may_stand(right))


def _may_stand(text: str) -> bool:
    """Return whether a text is long enough for a clause, and does not go on about a subject named before."""
    if CHINESE.search(text):
        return all(len(part) >= SHORTEST_CHINESE for part in text.split("；")) and not BARE.match(text)
    words = text.split()
    return len(words) >= SHORTEST and not NO_SUBJECT.match(words[0])


def _stands(clause: str, *, first: bool) -> bool:
    """Return whether words are a clause with a subject of its own."""
    is_clause = _is_chinese_clause if CHINESE.search(clause) else _is_clause
    return is_clause(clause, first=first)


def _is_clause(clause: str, *, first: bool) -> bool:
    words = re.findall(r"[\w'./:@%-]+", clause)
    verb = next((place for place, word in enumerate(words) if VERB.match(word)), 0)
    if not verb or NO_SUBJECT.match(words[0]) or _is_participle(words[verb:]):
        return False
    subject = " ".join(words[:verb])
    return not SUBORDINATE.search(clause if first else subject) and (first or verb <= LONGEST_SUBJECT)


def _is_participle(words: list[str]) -> bool:
    """Return whether what looks like a verb belongs to the noun before it: `the file deleted by the job`."""
    return words[0].endswith("ed") and words[1:2] == ["by"] and words[2:3] in (["the"], ["a"], ["an"])


def _is_chinese_clause(clause: str, *, first: bool) -> bool:
    if NOBODY.match(clause):
        return len(clause) >= 4
    if not first and BARE.match(clause):
        return False
    said = PREDICATE.search(clause, 2)
    return said is not None and len(clause) >= 4 and (said[0] != "了" or said.start() >= 3)
