"""Texts with credentials that nobody has, put together when they are needed, and texts that only look like it."""

from __future__ import annotations

import base64
import json
import random
import string
from collections.abc import Callable

Chance = random.Random
Make = Callable[[Chance], str]

UPPER, LOWER, DIGITS = string.ascii_uppercase, string.ascii_lowercase, string.digits
ALNUM, HEX = string.ascii_letters + DIGITS, DIGITS + "abcdef"
URL64, BASE32 = ALNUM + "-_", UPPER + "234567"


def some(chance: Chance, letters: str, count: int) -> str:
    """Return so many letters, with a digit among them."""
    return "".join(chance.choices(letters, k=count - 1)) + chance.choice(
        [each for each in letters if each.isdigit()] or letters
    )


def with_prefix(prefix: str, letters: str, count: int) -> Make:
    """Return the maker of a token: a prefix, in two parts, and random letters."""
    return lambda chance: prefix[:2] + prefix[2:] + some(chance, letters, count)


def json_part(data: object) -> str:
    """Return a part of a web token."""
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def web_token(chance: Chance) -> str:
    """Return a JSON web token."""
    return f"{json_part({'alg': 'HS256', 'typ': 'JWT'})}.{json_part({'sub': some(chance, DIGITS, 10)})}.{some(chance, URL64, 43)}"


def private_key(chance: Chance) -> str:
    """Return a private key in PEM."""
    kind = chance.choice(["RSA ", "EC ", "OPENSSH ", ""])
    lines = "\n".join(some(chance, ALNUM + "+/", 64) for _ in range(4))
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{lines}\n-----END {kind}PRIVATE KEY-----"


TOKENS: dict[str, Make] = {
    "AWS key": with_prefix("AKIA", BASE32, 16),
    "AWS temporary key": with_prefix("ASIA", BASE32, 16),
    "GitHub classic": with_prefix("ghp_", ALNUM, 36),
    "GitHub app": with_prefix("ghs_", ALNUM, 36),
    "GitHub fine-grained": lambda chance: "github" + f"_pat_{some(chance, ALNUM, 22)}_{some(chance, ALNUM, 59)}",
    "GitLab personal": with_prefix("glpat-", URL64, 20),
    "GitLab routable": lambda chance: "glpat" + f"-{some(chance, URL64, 27)}.01.{some(chance, HEX, 9)}",
    "GitLab deploy": with_prefix("gldt-", URL64, 20),
    "Slack bot": lambda chance: (
        "xoxb" + f"-{some(chance, DIGITS, 12)}-{some(chance, DIGITS, 12)}-{some(chance, ALNUM, 24)}"
    ),
    "Slack app": lambda chance: (
        "xapp" + f"-1-A{some(chance, UPPER, 10)}-{some(chance, DIGITS, 13)}-{some(chance, HEX, 64)}"
    ),
    "Slack webhook": lambda c: (
        "https://hooks.slack" + f".com/services/T{some(c, UPPER, 8)}/B{some(c, UPPER, 8)}/{some(c, ALNUM, 24)}"
    ),
    "Stripe live": with_prefix("sk_live_", ALNUM, 24),
    "Stripe restricted": with_prefix("rk_live_", ALNUM, 99),
    "Stripe webhook": with_prefix("whsec_", ALNUM, 32),
    "Google API": with_prefix("AIza", URL64, 35),
    "Google OAuth": with_prefix("ya29.", URL64, 80),
    "Google client": with_prefix("GOCSPX-", URL64, 28),
    "npm": with_prefix("npm_", ALNUM, 36),
    "PyPI": with_prefix("pypi-AgEIcHlwaS5vcmc", URL64, 120),
    "OpenAI": with_prefix("sk-", ALNUM, 48),
    "OpenAI project": with_prefix("sk-proj-", URL64, 120),
    "Anthropic": with_prefix("sk-ant-api03-", URL64, 95),
    "SendGrid": lambda chance: "SG" + f".{some(chance, URL64, 22)}.{some(chance, URL64, 43)}",
    "Twilio": with_prefix("SK", HEX, 32),
    "DigitalOcean": with_prefix("dop_v1_", HEX, 64),
    "Shopify": with_prefix("shpat_", HEX, 32),
    "Vault service": with_prefix("hvs.", URL64, 90),
    "Vault batch": with_prefix("hvb.", URL64, 120),
    "Terraform": lambda chance: f"{some(chance, ALNUM, 14)}.atlas" + f"v1.{some(chance, URL64, 64)}",
    "Telegram": lambda chance: f"{some(chance, DIGITS, 10)}:AA" + some(chance, URL64, 33),
    "Aliyun": with_prefix("LTAI5t", ALNUM, 18),
    "Tencent": with_prefix("AKID", ALNUM, 32),
    "JSON web token": web_token,
    "private key": private_key,
    "Atlassian": with_prefix("ATATT3x", URL64, 180),
    "Azure storage": lambda chance: "AccountKey" + f"={some(chance, ALNUM + '+/', 86)}==",
    "Azure client": lambda chance: f"{some(chance, ALNUM, 3)}8Q~{some(chance, URL64, 34)}",
    "Databricks": with_prefix("dapi", HEX, 32),
    "Discord webhook": lambda c: "https://discord" + f".com/api/webhooks/{some(c, DIGITS, 18)}/{some(c, URL64, 68)}",
    "Docker": with_prefix("dckr_pat_", URL64, 27),
    "Grafana": with_prefix("glsa_", ALNUM, 41),
    "Heroku": with_prefix("HRKU-", URL64, 60),
    "Hugging Face": with_prefix("hf_", ALNUM, 34),
    "Linear": with_prefix("lin_api_", ALNUM, 40),
    "New Relic": with_prefix("NRAK-", UPPER + DIGITS, 27),
    "Notion": with_prefix("ntn_", ALNUM, 46),
    "RubyGems": with_prefix("rubygems_", HEX, 48),
    "Sentry": with_prefix("sntrys_", ALNUM, 120),
    "Square": with_prefix("sq0atp-", URL64, 22),
    "age": with_prefix("AGE-SECRET-KEY-1", UPPER + DIGITS, 58),
    "DingTalk": lambda chance: "https://oapi.dingtalk" + f".com/robot/send?access_token={some(chance, HEX, 64)}",
    "Feishu": lambda chance: "https://open.feishu" + f".cn/open-apis/bot/v2/hook/{uuid(chance)}",
    "WeCom": lambda chance: "https://qyapi.weixin" + f".qq.com/cgi-bin/webhook/send?key={uuid(chance)}",
}
"""Tokens of forms that their issuers document."""

NAMED: dict[str, Make] = {
    "AWS secret": lambda chance: f"aws_secret_access_key = {some(chance, ALNUM + '+/', 40)}",
    "password": lambda chance: f"password: {some(chance, ALNUM + '!#%', 12)}",
    "variable": lambda chance: f"export DB_PASSWORD={some(chance, ALNUM, 16)}",
    "JSON": lambda chance: f'{{"client_secret": "{some(chance, ALNUM, 32)}"}}',
    "token": lambda chance: f"refresh_token={some(chance, URL64, 40)}",
    "API key": lambda chance: f"api-key: '{some(chance, HEX, 32)}'",
    "address": lambda chance: f"postgres://app:{some(chance, ALNUM, 14)}@db1.example.org/prod",
    "address without a user": lambda chance: f"redis://:{some(chance, ALNUM, 14)}@cache:6379/0",
    "header": lambda chance: f"curl -H 'Authorization: Bearer {some(chance, URL64, 32)}'",
    "basic": lambda chance: f"authorization: Basic {base64.b64encode(some(chance, ALNUM, 14).encode()).decode()}",
    "curl": lambda chance: f"curl -s -u deploy:{some(chance, ALNUM, 12)} https://ci.example.org/api",
    "MySQL": lambda chance: f"mysql -h db1 -u root -p{some(chance, ALNUM, 12)} prod",
    "Chinese": lambda chance: f"数据库密码是{some(chance, ALNUM, 10)}，请尽快修改",
    "Chinese key": lambda chance: f"密钥：{some(chance, ALNUM, 24)}",
}
"""Credentials that are known by the words around them."""

AROUND = (
    "{}",
    "he pasted {} into the chat",
    "日志里有 {} 这个令牌",
    "- `{}`",
    'env: "{}"',
    "TOKEN={}",
    "({})",
    "a,{},b",
    "> {}",
    "\n    {}\n",
)


def uuid(chance: Chance) -> str:
    """Return a UUID."""
    return "-".join(some(chance, HEX, count) for count in (8, 4, 4, 4, 12))


def secrets(seed: int, count: int) -> list[tuple[str, str]]:
    """Return so many texts that hold a credential, each with its form; all forms in turn."""
    chance = random.Random(seed)
    makers = [*TOKENS.items(), *NAMED.items()]
    found = []
    for number in range(count):
        form, make = makers[number % len(makers)]
        made = make(chance)
        found.append((form, made if form in NAMED else chance.choice(AROUND).replace("{}", made)))
    return found


BENIGN: tuple[Make, ...] = (
    lambda c: f"curl -u deploy:$TOKEN https://ci.example.org/{some(c, LOWER, 6)}",
    lambda c: f"curl -u deploy https://ci.example.org:8443/{some(c, LOWER, 6)}",
    lambda c: f"mysql --port 3306 -p -P 3307 -h db{c.randint(1, 9)} prod",
    lambda c: f"commit {some(c, HEX, 40)} broke it",
    lambda c: f"image sha256:{some(c, HEX, 64)}",
    lambda c: f"request {uuid(c)} took {c.randint(1, 9000)} ms",
    lambda c: f"pod web-{some(c, HEX, 10)}-{some(c, LOWER + DIGITS, 5)} restarted {c.randint(1, 99)} times",
    lambda c: f"order {c.randint(10**12, 2 * 10**12)} was charged twice",
    lambda c: f"at 2026-{c.randint(1, 12):02}-{c.randint(1, 28):02}T14:05:{c.randint(0, 59):02}+08:00 it was over",
    lambda c: (
        f"incident 2026{c.randint(1, 12):02}{c.randint(1, 28):02}-{some(c, 'abcdefghjkmnpqrstvwxyz' + DIGITS, 5)}"
    ),
    lambda c: f"trace_id={some(c, HEX, 32)} span_id={some(c, HEX, 16)}",
    lambda c: f"arn:aws:iam::{some(c, DIGITS, 12)}:role/deploy-{some(c, LOWER, 6)}",
    lambda c: f"s3://backups/{some(c, LOWER, 8)}/2026/01/dump-{c.randint(1, 999)}.sql.gz",
    lambda c: f"https://example.org/runbooks/{some(c, LOWER, 12)}?page={c.randint(1, 99)}#step-{c.randint(1, 9)}",
    lambda c: f"postgres://db{c.randint(1, 9)}.example.org:5432/prod was down",
    lambda c: f"git@example.org:team/{some(c, LOWER, 8)}.git",
    lambda c: f"version {c.randint(1, 9)}.{c.randint(0, 40)}.{c.randint(0, 40)}-rc{c.randint(1, 9)}",
    lambda c: (
        f"the password was {c.choice(['rotated', 'changed', 'weak', 'shared', 'expired'])} at 14:0{c.randint(0, 9)}"
    ),
    lambda c: (
        f"password: {c.choice(['rotated', 'unchanged', 'required', 'incorrect', '<hidden>', '********', '$DB_PASSWORD'])}"
    ),
    lambda c: f"the token {c.choice(['expired', 'was revoked', 'had no scope', 'is rotated every 90d'])}",
    lambda c: f"api_key: {c.choice(['${API_KEY}', '{{ api_key }}', 'unknown', '[masked: password]', '(redacted)'])}",
    lambda c: (
        f"{c.choice(['密码已重置', '密码：已经重新设置完成', '令牌过期', '密钥轮换失败', '修改密码后恢复'])}，耗时 {c.randint(1, 60)} 分钟"
    ),
    lambda c: f"Authorization header {c.choice(['missing', 'was dropped by the proxy', 'required'])}",
    lambda c: f"AKIA, ghp_ and {c.choice(['glpat-', 'xoxb-', 'sk_live_'])} are prefixes of keys",
    lambda c: f"replica lag {c.randint(100, 99999)} s, WAL {some(c, HEX.upper(), 24)}",
    lambda c: f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{some(c, ALNUM, 43)} ana@laptop",
    lambda c: f"kernel: [{c.randint(1, 99999)}.{c.randint(100000, 999999)}] oom-kill: pid {c.randint(1000, 99999)}",
    lambda c: f"10.{c.randint(0, 255)}.{c.randint(0, 255)}.{c.randint(1, 254)}:{c.randint(1024, 65535)} refused",
    lambda c: f'etag "{some(c, HEX, 32)}", {c.randint(10**9, 10**10)} bytes',
    lambda c: f"skip-token-check and sk-learn {c.randint(0, 3)}.{c.randint(0, 9)} on hf-mirror-{c.randint(1, 9)}",
    lambda c: f"npm_config_cache=/tmp/{some(c, LOWER, 12)}",
    lambda c: f"eyJ is the beginning of {c.randint(2, 90)} tokens in base64",
    lambda c: f"{some(c, LOWER, 6)}_{some(c, LOWER, 24)}_{some(c, DIGITS, 6)} is the name of a queue",
    lambda c: f"uploaded {some(c, ALNUM, 22)}.png at {c.randint(1, 100)} %",
    lambda c: f"secret sharing and api_keys {c.randint(1, 9)} of {c.randint(10, 90)} done",
)
"""What stands in records and looks a little like a credential."""


def benign(seed: int, count: int) -> list[str]:
    """Return so many texts without a credential; all kinds in turn."""
    chance = random.Random(seed)
    return [BENIGN[number % len(BENIGN)](chance) for number in range(count)]
