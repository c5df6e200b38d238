"""Closed lists of words and clauses, English and Chinese, by which a bad end of a branch is recognised.

A clause is matched as a whole, so that a fact that only contains such words is left alone:
"lack of training" is matched, "lack of disk space" and "the training host was down" are not.
A line is a pattern; `{name}` stands for an entry of `WORDS`, of which a line is a part of a list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

WORDS: Mapping[str, str] = {
    "duty": """
        on-?call|junior|senior|new|database|db|network|platform|site|systems?|release|backend|frontend|software
        support|operations|ops|duty""",
    "who": """
        engineers?|developers?|operators?|admins?|administrators?|dba|sre|on-?call|persons?|employees?|staff|humans?
        staff member|colleagues?|interns?|contractors?|technicians?|users?|managers?|team|team members?|people
        someone|somebody""",
    "person": """
        (?:(?:the|an?|our|one|some|another|that|this) )?(?:{duty} )*{who}
        he|she|they|we|i""",
    "was": "was|were|is|are|had been|has been",
    "area": """
        backup|database|db|deploy|deployment|release|change|incident|security|network|integration|unit|load|capacity
        alert|code|team|internal|external|operational|system|software|production|service|project|risk|replication""",
    "kind_of_rule": """
        the|our|any|an?|written|documented|standard|official|established|internal|change|deployment|release|rollback
        review|safety|maintenance|operating|operational|proper|correct""",
    "rulebook": """
        (?:{kind_of_rule} )*(?:procedures?|process|processes|runbooks?|checklists?|rules?|policy|policies|guidelines?)
        (?:{kind_of_rule} )*(?:instructions?|protocols?|playbooks?|sops?)""",
    "judged": "inadequate|insufficient|poor|bad|weak|improper|deficient|suboptimal|substandard|sloppy",
    "practice": """
        monitoring|alerting|observability|testing|test coverage|communication|coordination|planning|documentation
        docs|reviews?|reviewing|code quality|process|procedures?|management|governance|oversight|preparation
        preparedness|design|architecture|awareness|judge?ment|assessment|maintenance|supervision|controls
        safeguards|handover|quality assurance|qa""",
    "wanted": """
        alerts?|alerting|alarms?|monitoring|dashboards?|tests?|testing|test coverage|runbooks?|playbooks?
        documentation|docs|reviews?|validation|checks?|sanity checks?|safeguards?|guard ?rails?|automation
        rate limits?|rate limiting|circuit breakers?|canary|canaries|confirmation prompt|two-person rule|procedure""",
    "zh_role": "运维|开发|测试|研发|值班|操作|当班|工程|维护|实施|技术|外包|客服|管理|相关|现场|业务|数据库",
    "zh_who": """
        {zh_role}(?:人员|同学|同事|工程师|员工|团队)
        工程师|管理员|dba|新人|实习生|员工|同事|操作员|操作者|值班员|有人|某人|个人|我们|大家|当事人|责任人
        他们|她们|他|她|我""",
    "zh_person": "(?:当时|当时的|该|某|某位|一位|一名|那位|这位|值班的|新来的)?{zh_who}",
    "zh_area": """
        数据库|系统|备份|发布|上线|变更|业务|线上|安全|日常|前期|事前|整体|相关|内部|项目|团队|质量|风险|应急
        代码|容量|网络|服务""",
    "zh_practice": """
        监控|告警|报警|测试|沟通|协调|流程|文档|评审|审核|审批|管理|预案|规范|制度|机制|设计|方案|准备|考虑
        规划|评估|检查|复核|巡检|监管|把关|意识|重视程度|重视|落实|执行|交接|灰度|演练|措施|体系""",
    "zh_judged": """
        不到位|不完善|不充分|不规范|不健全|不够|不够完善|不够充分|不周|不周全|不全面|不严|不严格|不严谨|薄弱
        不力|欠缺|欠完善|不合理|不足|有待加强|有待完善|存在不足""",
    "zh_careless": """
        疏忽|大意|粗心|马虎|失误|粗心大意|疏忽大意|麻痹大意|不小心|没注意|没有注意|未注意|注意力不集中
        不仔细|不够仔细|不细心|不认真|掉以轻心""",
    "zh_rulebook": """
        流程|规程|规范|步骤|制度|规定|要求|手册|sop|预案|操作流程|操作规程|操作规范|变更流程|发布流程|上线流程
        变更规范|安全规范|管理制度""",
    "zh_do": "操作|执行|进行|处理|办理|变更|发布|上线|作业|办|来|走",
    "zh_wanted": """
        告警|报警|监控|测试|文档|预案|演练|评审|校验|检查|防护|限流|熔断|灰度|巡检|复核|规范|流程|机制|制度
        应急预案|监控告警|自动化测试|单元测试|自动化""",
}

CLAUSES: Mapping[str, str] = {
    "person": """
        {person}
        (?:an? |the )?(?:action|decision|fault|doing) (?:of|by) {person}
        (?:{zh_person}|人)的?(?:问题|原因|责任|因素)?""",
    "careless": """
        (?:an? )?(?:human|operator|user|manual|engineer|developer|admin) (?:errors?|mistakes?|faults?|slips?|factors?)
        (?:{person}(?:'s)? )?(?:carelessness|negligence|inattention|forgetfulness|(?:an )?oversight)
        (?:{person}'s )?lack of (?:care|attention|diligence)
        {person}'s (?:error|mistake|fault|slip|blunder)
        (?:an? )?(?:error|mistake|slip|blunder) (?:by|of|made by|on the part of) {person}
        {person} (?:had )?made (?:an? )?(?:\\w+ )?(?:mistake|error|slip|blunder)
        {person} {was} (?:too |very |simply )?(?:careless|negligent|inattentive|sloppy|stupid|lazy)
        {person} {was} not careful(?: enough)?
        {person} (?:did not|didn't|failed to) (?:pay|be) (?:enough )?(?:attention|careful)
        (?:{person} )?(?:simply |just |had )?forgot(?:ten)?(?: about it| to .+)?
        {zh_person}?的?(?:一时|工作|操作|主观|人为|人工|太|过于)?{zh_careless}了?
        人为(?:失误|错误|因素|原因|操作失误)|人的(?:失误|错误|因素)|(?:人工)?误操作
        {zh_person}(?:一时)?(?:忘了|忘记了|忘记|忘掉了|遗忘了?)(?!密码).*
        忘了|忘记|忘记了|遗忘
        {zh_person}?的?(?:缺乏责任心|责任心不强|责任心不足|责任意识淡薄|安全意识(?:淡薄|不足|不强))""",
    "rulebook": """
        (?:{person} )?(?:did not|didn't|failed to) (?:properly |strictly )?(?:follow|observe|respect) {rulebook}
        (?:{person} )?(?:did not|didn't|failed to) (?:properly |strictly )?(?:comply with|adhere to) {rulebook}
        (?:not|failure to|failing to|without) follow(?:ing)? {rulebook}
        {rulebook} {was} (?:not|never) (?:properly |strictly )?(?:followed|observed|respected|adhered to)
        {rulebook} {was} (?:ignored|violated)
        {person} (?:ignored|violated|broke) {rulebook}
        {zh_person}?(?:没有|没|未|未能|不)(?:严格)?(?:按照?|遵守|遵循|执行|依照)(?:既定|规定|标准|相关)?的?{zh_rulebook}{zh_do}*
        {zh_person}?(?:违反|违背)了?(?:相关|既定|公司)?的?{zh_rulebook}
        {zh_person}?(?:违规操作|违章操作|操作不规范|违规)""",
    "training": """
        (?:an? |the )?(?:lack|absence|shortage) of (?:\\w+ )?training(?: of {person})?
        (?:insufficient|inadequate|missing|poor|no|not enough|too little) (?:\\w+ )?training
        (?:the )?training {was} (?:{judged}|lacking|missing|not sufficient|not enough)
        {person} {was} (?:untrained|(?:not|insufficiently|poorly) (?:properly |well |sufficiently )?trained)
        {person} lack(?:ed)? (?:the )?(?:\\w+ )?training
        (?:缺乏|缺少|没有|没做|未做|未进行|欠缺)(?:相关|必要|足够|系统|专业|岗前|安全|操作|技术)*的?培训
        {zh_person}?的?(?:相关|操作|安全|技术|业务|人员)*培训(?:不足|不够|不到位|缺失|不充分|不完善|欠缺|缺乏)
        {zh_person}(?:没有|未|没)(?:经过|接受过?|受过)(?:相关|专业)*的?培训""",
    "judgement": """
        (?:the |our )?{judged} (?:{area} )*{practice}
        (?:the |our )?(?:{area} )*{practice} {was} (?:too |very |quite |simply )?(?:{judged}|lacking)
        (?:the |our )?(?:{area} )*{practice} {was} not (?:good|adequate|sufficient|robust)(?: enough)?
        (?:{zh_area}|{zh_practice}|的)*{zh_practice}(?:工作|能力)?(?:做得|还|都|不太|仍)?{zh_judged}""",
    "absence": """
        (?:there {was} |we had |we have )?(?:no|not any) (?:{area} )*{wanted}(?: in place| at all| available)?
        (?:missing|absent) (?:{area} )*{wanted}
        (?:an? |the )?(?:lack|absence) of (?:an? |any )?(?:{area} )*{wanted}
        (?:the )?(?:{area} )*{wanted} {was} (?:missing|absent|lacking|not in place)
        (?:没有|缺少|缺乏|无|没)(?:相应|相关|对应|必要|有效|完善|任何)*的?{zh_area}*{zh_wanted}
        {zh_area}*{zh_wanted}(?:缺失|缺位|缺乏|欠缺)""",
}
"""What no branch may end at, by kind."""

BEFORE = re.compile(
    r"(?:(?:it|this|that) (?:was|is) )?(?:simply |just )?(?:due to |because of |caused by )?"
    r"(?:原因是|由于|因为|主要是|就是)?"
)
AFTER = re.compile(r"所?(?:导致|造成|引起|所致)的?$")

EDGES = " .。!?;,、-"
"""Marks before and after a clause that say nothing."""

LONGEST = 120
"""A longer text is no mere clause."""

IDLE = re.compile(
    "an?|the|this|that|these|those|its?|there|then|and|or|of|to|for|in|on|at|by|with"
    "|is|are|was|were|be|been|has|have|had|do|does|did|的|了|是|在"
)
"""Words that do not count when two texts are compared."""


@lru_cache(maxsize=4096)
def clause(text: str) -> str:
    """Return a text as it is matched: one width, one case, one space, no end mark, no connector."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    plain = " ".join(plain.split()).strip(EDGES)
    return AFTER.sub("", BEFORE.sub("", plain, count=1)).strip(EDGES)


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str | None:
    """Return the kind of clause that the whole text is, None where it is none of them."""
    plain = clause(text)
    if len(plain) > LONGEST:
        return None
    return next((kind for kind in CLAUSES if _pattern(kind).fullmatch(plain)), None)


@lru_cache(maxsize=4096)
def content(text: str) -> tuple[str, ...]:
    """Return the words of a text that carry its meaning, sorted; each Chinese character is a word."""
    words = re.findall(r"[一-鿿]|[^\W_一-鿿]+", clause(text))
    return tuple(sorted({word for word in words if not IDLE.fullmatch(word)}))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(_alternatives(CLAUSES[kind]))


def _alternatives(source: str) -> str:
    lines = "|".join(line.strip() for line in source.strip().splitlines())
    return re.sub(r"\{(\w+)\}", lambda match: f"(?:{_alternatives(WORDS[match[1]])})", lines)
