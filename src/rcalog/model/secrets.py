"""Secrets and personal data in text, found before the first object is written: history cannot be unshared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Secret:
    """Something in a text that looks like a credential (`certain`) or like personal data (not `certain`)."""

    rule: str
    start: int
    end: int
    certain: bool = True


_EDGE = r"(?<![A-Za-z0-9_])"
_APART = r"(?<![0-9A-Za-z])"
"""Digits in the middle of a hash are no number of anything; Chinese may stand right before one that is."""

# Token forms are those that the issuers document as fixed prefixes and lengths.
CREDENTIALS: tuple[tuple[str, str], ...] = (
    ("aws-key", _EDGE + r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])"),
    ("aws-secret", r"(?i:aws_secret_access_key)\s*[=:]\s*(?P<value>[A-Za-z0-9/+=]{40})"),
    ("github-token", _EDGE + r"gh[pousr]_[A-Za-z0-9]{36,}"),
    ("github-token", _EDGE + r"github_pat_[A-Za-z0-9_]{50,}"),
    ("gitlab-token", _EDGE + r"gl(?:pat|dt|rt|cbt|ptt|soat|agent)-[A-Za-z0-9_-]{20,}"),
    ("slack-token", _EDGE + r"xox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("slack-webhook", r"https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{20,}"),
    ("stripe-key", _EDGE + r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    ("google-key", _EDGE + r"AIza[A-Za-z0-9_-]{35}"),
    ("google-oauth", _EDGE + r"ya29\.[A-Za-z0-9_-]{20,}"),
    ("npm-token", _EDGE + r"npm_[A-Za-z0-9]{36}"),
    ("pypi-token", _EDGE + r"pypi-[A-Za-z0-9_-]{50,}"),
    ("openai-key", _EDGE + r"sk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}"),
    ("sendgrid-key", _EDGE + r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("twilio-key", _EDGE + r"SK[0-9a-f]{32}(?![0-9A-Za-z])"),
    ("digitalocean-token", _EDGE + r"do[opr]_v1_[0-9a-f]{64}"),
    ("shopify-token", _EDGE + r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    ("hashicorp-token", _EDGE + r"hvs\.[A-Za-z0-9_-]{20,}"),
    ("telegram-token", _EDGE + r"\d{8,10}:AA[A-Za-z0-9_-]{33}"),
    ("aliyun-key", _EDGE + r"LTAI[A-Za-z0-9]{12,22}(?![A-Za-z0-9])"),
    ("tencent-key", _EDGE + r"AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])"),
    ("json-web-token", _EDGE + r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    ("private-key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|\Z)"),
    ("url-password", r"(?i:[a-z][a-z0-9+.-]*://)[^\s:/@]*:(?P<value>[^\s/@]{3,})@"),
    ("authorization", r"(?i:authorization)\s*:\s*(?i:basic|bearer|token)\s+(?P<value>[A-Za-z0-9+/=._~-]{8,})"),
    (
        "password",
        (
            r"(?i:\b(?:password|passwd|pwd|passphrase|secret_key|api[_-]?key|access[_-]?token)\b|密码|口令)"
            r"\s*(?:=|:|：|是|为)\s*[\"'“]?(?P<value>[^\s\"'”，。,;；]{6,})"
        ),
    ),
)
PERSONAL: tuple[tuple[str, str], ...] = (
    ("e-mail", r"[A-Za-z0-9._%+-]+@(?!example\.)(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"),
    ("phone", _APART + r"(?:\+\d{1,3}[ -]?\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}|1[3-9]\d{9})(?![0-9A-Za-z])"),
)
CARD = re.compile(r"(?<![0-9A-Za-z_.-])\d(?:[ -]?\d){12,18}(?![0-9A-Za-z_-])")
PLACEHOLDER = re.compile(
    r"(?i)^(?:[<\[{$*].*|x{3,}|\*+|\.{3,}|(?:re)?set|rotated|changed|expired|unknown|missing|required|redacted|masked"
    r"|null|none|true|false|string|example.*|changeme)$"
)
_COMPILED = tuple((rule, re.compile(form), True) for rule, form in CREDENTIALS) + tuple(
    (rule, re.compile(form), False) for rule, form in PERSONAL
)


def find_secrets(text: str) -> list[Secret]:
    """Return what looks secret in `text`, in order, without overlaps; the span is the value to mask."""
    found: list[Secret] = []
    for secret in sorted(_candidates(text), key=lambda each: (each.start, not each.certain, -each.end)):
        if not found or secret.start >= found[-1].end:
            found.append(secret)
    return found


def mask(text: str, rules: frozenset[str] | None = None) -> str:
    """Return `text` with each certain secret replaced by `[masked: RULE]`; `rules` limits which."""
    for secret in reversed(find_secrets(text)):
        if secret.certain and (rules is None or secret.rule in rules):
            text = f"{text[: secret.start]}[masked: {secret.rule}]{text[secret.end :]}"
    return text


def _candidates(text: str) -> Iterator[Secret]:
    for rule, form, certain in _COMPILED:
        for match in form.finditer(text):
            group = "value" if "value" in form.groupindex else 0
            if not (group and PLACEHOLDER.match(match[group])):
                yield Secret(rule, match.start(group), match.end(group), certain)
    for match in CARD.finditer(text):
        if _is_card(match[0]):
            yield Secret("card-number", match.start(), match.end())


def _is_card(text: str) -> bool:
    """Tell whether the digits are a card number: an issuer's first digit and the Luhn checksum (ISO/IEC 7812-1)."""
    digits = [int(char) for char in text if char.isdecimal()]
    if digits[0] not in (3, 4, 5, 6) or len(set(digits)) == 1:
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
