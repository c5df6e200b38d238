"""How credentials and personal data are written: the forms that `find_secrets` looks for."""

from __future__ import annotations

from rcalog.patterns import pattern

EDGE = r"(?:(?<![A-Za-z0-9_])|(?<=\bx_))"
"""Where a token may begin; a key of somebody's own has `x_` before it."""

APART = r"(?<![0-9A-Za-z])"
"""Digits in the middle of a hash are no number of anything; Chinese may stand right before one that is."""

_NAMED: tuple[str, ...] = ("password", "passwd", "pwd", "passphrase", "secret", "apikey", "api_key", "api-key", "token")
_NAMED += ("密码", "口令", "密钥", "令牌")

# Token forms are those that the issuers document as fixed prefixes and lengths.
CREDENTIALS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("aws-key", ("AKIA", "ASIA", "ABIA", "ACCA"), EDGE + r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])"),
    (
        "aws-secret",
        ("aws_secret_access_key",),
        r"(?i:aws_secret_access_key)\s*[=:]\s*(?P<value>[A-Za-z0-9/+=]{40})",
    ),
    ("github-token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), EDGE + r"gh[pousr]_[A-Za-z0-9]{36,}"),
    ("github-token", ("github_pat_",), EDGE + r"github_pat_[A-Za-z0-9_]{50,}"),
    (
        "gitlab-token",
        ("glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glsoat-", "glagent-"),
        EDGE + r"gl(?:pat|dt|rt|cbt|ptt|soat|agent)-[A-Za-z0-9_.-]{20,}",
    ),
    ("slack-token", ("xox", "xapp-"), EDGE + r"(?:xox[abeoprs]|xoxe\.xox[bp]|xapp)-[A-Za-z0-9-]{10,}"),
    (
        "slack-webhook",
        ("https://hooks.slack.com/",),
        r"https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{20,}",
    ),
    ("stripe-key", ("k_live_", "k_test_", "whsec_"), EDGE + r"(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9]{16,}"),
    ("google-key", ("AIza",), EDGE + r"AIza[A-Za-z0-9_-]{35}"),
    ("google-oauth", ("ya29.", "GOCSPX-"), EDGE + r"(?:ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{28})"),
    ("npm-token", ("npm_",), EDGE + r"npm_[A-Za-z0-9]{36}"),
    ("pypi-token", ("pypi-",), EDGE + r"pypi-[A-Za-z0-9_-]{50,}"),
    ("openai-key", ("sk-",), EDGE + r"sk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}"),
    ("sendgrid-key", ("SG.",), EDGE + r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("twilio-key", ("SK",), EDGE + r"SK[0-9a-f]{32}(?![0-9A-Za-z])"),
    ("digitalocean-token", ("_v1_",), EDGE + r"do[opr]_v1_[0-9a-f]{64}"),
    ("shopify-token", ("shpat_", "shpca_", "shppa_", "shpss_"), EDGE + r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    (
        "hashicorp-token",
        ("hvs.", "hvb.", ".atlasv1."),
        EDGE + r"(?:hv[bs]\.|[A-Za-z0-9]{14}\.atlasv1\.)[A-Za-z0-9_-]{20,}",
    ),
    ("atlassian-token", ("ATATT3x", "ATCTT3x"), EDGE + r"AT[AC]TT3x[A-Za-z0-9_=-]{50,}"),
    (
        "azure-key",
        ("AccountKey", "SharedAccessKey"),
        r"(?:AccountKey|SharedAccessKey)=(?P<value>[A-Za-z0-9+/]{42,}={0,2})",
    ),
    ("azure-secret", ("Q~",), APART + r"[A-Za-z0-9_.-]{3}\dQ~[A-Za-z0-9_.~-]{31,34}"),
    ("databricks-token", ("dapi",), EDGE + r"dapi[0-9a-f]{32}(?:-\d)?(?![0-9A-Za-z])"),
    (
        "discord-webhook",
        ("/api/webhooks/",),
        r"https://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/\d+/[A-Za-z0-9_-]{30,}",
    ),
    ("docker-token", ("dckr_",), EDGE + r"dckr_[po]at_[A-Za-z0-9_-]{20,}"),
    ("grafana-token", ("glsa_", "glc_"), EDGE + r"gl(?:sa|c)_[A-Za-z0-9+/=_-]{30,}"),
    ("heroku-key", ("HRKU-",), EDGE + r"HRKU-[A-Za-z0-9_-]{30,}"),
    ("huggingface-token", ("hf_",), EDGE + r"hf_[A-Za-z0-9]{30,}"),
    ("linear-key", ("lin_api_",), EDGE + r"lin_api_[A-Za-z0-9]{32,}"),
    ("newrelic-key", ("NRAK-",), EDGE + r"NRAK-[A-Z0-9]{27}"),
    ("notion-token", ("ntn_",), EDGE + r"ntn_[A-Za-z0-9]{40,}"),
    ("rubygems-key", ("rubygems_",), EDGE + r"rubygems_[0-9a-f]{48}"),
    ("sentry-token", ("sntry",), EDGE + r"sntry[su]_[A-Za-z0-9+/=_-]{40,}"),
    ("square-token", ("sq0",), EDGE + r"sq0(?:atp|csp)-[A-Za-z0-9_-]{22,}"),
    ("age-key", ("AGE-SECRET-KEY-",), EDGE + r"AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{40,}"),
    (
        "curl-password",
        ("curl ",),
        r"\bcurl\s[^\n|;&]{0,200}?(?<=\s)(?:-u|--user)[ =]?[\"']?[^\s:\"']+:(?P<value>[^\s\"']{3,})",
    ),
    (
        "mysql-password",
        ("mysql", "mariadb"),
        r"\b(?:mysql|mariadb)[a-z-]{0,10}\s[^\n|;&]{0,200}?(?<=\s)-p[\"']?(?P<value>[^\s\"'-][^\s\"']{3,})",
    ),
    (
        "dingtalk-webhook",
        ("oapi.dingtalk.com/",),
        r"oapi\.dingtalk\.com/robot/send\?access_token=(?P<value>[0-9a-f]{64})",
    ),
    (
        "feishu-webhook",
        ("/open-apis/bot/",),
        r"open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/(?P<value>[0-9a-f-]{36})",
    ),
    (
        "wecom-webhook",
        ("qyapi.weixin.qq.com/",),
        r"qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=(?P<value>[0-9a-f-]{36})",
    ),
    ("telegram-token", (":AA",), EDGE + r"\d{8,10}:AA[A-Za-z0-9_-]{33}"),
    ("aliyun-key", ("LTAI",), EDGE + r"LTAI[A-Za-z0-9]{12,22}(?![A-Za-z0-9])"),
    ("tencent-key", ("AKID",), EDGE + r"AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])"),
    ("json-web-token", ("eyJ",), EDGE + r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    (
        "private-key",
        ("-----BEGIN ",),
        r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|\Z)",
    ),
    ("url-password", ("@",), r"(?i:[a-z][a-z0-9+.-]*://)[^\s:/@]*:(?P<value>[^\s/@]{3,})@"),
    (
        "authorization",
        ("authorization",),
        r"(?i:authorization)\s*:\s*(?i:basic|bearer|token)\s+(?P<value>[A-Za-z0-9+/=._~-]{8,})",
    ),
    (
        "password",
        _NAMED,
        (
            r"(?i:(?<![A-Za-z0-9])(?:password|passwd|pwd|passphrase|secret_key|client[_-]?secret|api[_-]?key"
            r"|(?:access|auth|refresh|session)[_-]?token)\b|密码|口令|密钥|令牌)"
            r"[\"']?\s*(?:=|:|：|是|为)\s*[\"'“]?(?P<value>[^\s\"'”，。,;；]{6,})"
        ),
    ),
)
"""The name of each form, words of which one is in every text that holds it, and how it is written: looking for a word
is far quicker than looking for a form."""

ANY_CASE = frozenset({"aws-secret", "authorization", "password"})
"""Forms whose words count in any case."""

PERSONAL: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("e-mail", ("@",), r"[A-Za-z0-9._%+-]+@(?!example\.)(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"),
)
PHONE = pattern(APART + r"(?:\+\d{1,3}[ -]?\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}|1[3-9]\d{9})(?![0-9A-Za-z])")
ADDRESS = pattern(r"(?<![\w.-])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w-]|\.\d)")
"""Four numbers that may be the address of a machine (IPv4)."""

PLACEHOLDER = pattern(
    r"(?i)^(?:[<\[{$*].*|x{3,}|\*+|\.{3,}|(?:re)?set|rotated|changed|expired|unknown|missing|required|\(?redacted\)?"
    r"|masked|password|null|none|true|false|string|example.*|changeme)$"
)
"""What stands where a secret would."""

WORD = pattern(r"[^\W\d_]+[.!?:)…。！？：）]*$")
"""Letters only: what follows the name of a password is then prose, and hardly the password."""
