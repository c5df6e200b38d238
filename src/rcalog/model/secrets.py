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

_NAMED: tuple[str, ...] = (
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret_key",
    "apikey",
    "api_key",
    "api-key",
    "accesstoken",
)
_NAMED += ("access_token", "access-token", "密码", "口令")

# Token forms are those that the issuers document as fixed prefixes and lengths.
CREDENTIALS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("aws-key", ("AKIA", "ASIA", "ABIA", "ACCA"), _EDGE + r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])"),
    (
        "aws-secret",
        ("aws_secret_access_key",),
        r"(?i:aws_secret_access_key)\s*[=:]\s*(?P<value>[A-Za-z0-9/+=]{40})",
    ),
    ("github-token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), _EDGE + r"gh[pousr]_[A-Za-z0-9]{36,}"),
    ("github-token", ("github_pat_",), _EDGE + r"github_pat_[A-Za-z0-9_]{50,}"),
    (
        "gitlab-token",
        ("glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glsoat-", "glagent-"),
        _EDGE + r"gl(?:pat|dt|rt|cbt|ptt|soat|agent)-[A-Za-z0-9_-]{20,}",
    ),
    ("slack-token", ("xox",), _EDGE + r"xox[abeoprs]-[A-Za-z0-9-]{10,}"),
    (
        "slack-webhook",
        ("https://hooks.slack.com/",),
        r"https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{20,}",
    ),
    ("stripe-key", ("k_live_", "k_test_"), _EDGE + r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    ("google-key", ("AIza",), _EDGE + r"AIza[A-Za-z0-9_-]{35}"),
    ("google-oauth", ("ya29.",), _EDGE + r"ya29\.[A-Za-z0-9_-]{20,}"),
    ("npm-token", ("npm_",), _EDGE + r"npm_[A-Za-z0-9]{36}"),
    ("pypi-token", ("pypi-",), _EDGE + r"pypi-[A-Za-z0-9_-]{50,}"),
    ("openai-key", ("sk-",), _EDGE + r"sk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}"),
    ("sendgrid-key", ("SG.",), _EDGE + r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("twilio-key", ("SK",), _EDGE + r"SK[0-9a-f]{32}(?![0-9A-Za-z])"),
    ("digitalocean-token", ("_v1_",), _EDGE + r"do[opr]_v1_[0-9a-f]{64}"),
    ("shopify-token", ("shpat_", "shpca_", "shppa_", "shpss_"), _EDGE + r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    ("hashicorp-token", ("hvs.",), _EDGE + r"hvs\.[A-Za-z0-9_-]{20,}"),
    ("telegram-token", (":AA",), _EDGE + r"\d{8,10}:AA[A-Za-z0-9_-]{33}"),
    ("aliyun-key", ("LTAI",), _EDGE + r"LTAI[A-Za-z0-9]{12,22}(?![A-Za-z0-9])"),
    ("tencent-key", ("AKID",), _EDGE + r"AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])"),
    ("json-web-token", ("eyJ",), _EDGE + r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
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
            r"(?i:\b(?:password|passwd|pwd|passphrase|secret_key|api[_-]?key|access[_-]?token)\b|密码|口令)"
            r"\s*(?:=|:|：|是|为)\s*[\"'“]?(?P<value>[^\s\"'”，。,;；]{6,})"
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
PHONE = re.compile(_APART + r"(?:\+\d{1,3}[ -]?\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}|1[3-9]\d{9})(?![0-9A-Za-z])")
FEWEST_DIGITS = 9
LONG_NUMBER = re.compile(rf"\d(?:[ -]?\d){{{FEWEST_DIGITS - 1}}}")
"""What is in every telephone number, and in the number of every card."""
_AS_ZEROS = bytes(ord("0") if chr(code).isdigit() and code < 128 else code for code in range(256))

CARD = re.compile(r"(?<![0-9A-Za-z_.-])\d(?:[ -]?\d){12,18}(?![0-9A-Za-z_-])")
PLACEHOLDER = re.compile(
    r"(?i)^(?:[<\[{$*].*|x{3,}|\*+|\.{3,}|(?:re)?set|rotated|changed|expired|unknown|missing|required|redacted|masked"
    r"|null|none|true|false|string|example.*|changeme)$"
)
_COMPILED = tuple((rule, cues, re.compile(form), True) for rule, cues, form in CREDENTIALS) + tuple(
    (rule, cues, re.compile(form), False) for rule, cues, form in PERSONAL
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
    for rule, form, certain in _possible(text):
        for match in form.finditer(text):
            group = "value" if "value" in form.groupindex else 0
            if not (group and PLACEHOLDER.match(match[group])):
                yield Secret(rule, match.start(group), match.end(group), certain)
    if not _has_long_number(text):
        return
    for match in PHONE.finditer(text):
        yield Secret("phone", match.start(), match.end(), certain=False)
    for match in CARD.finditer(text):
        if _is_card(match[0]):
            yield Secret("card-number", match.start(), match.end())


def _has_long_number(text: str) -> bool:
    """Tell whether there are as many digits in a row as a telephone number has, blanks and hyphens left out."""
    if not text.isascii():
        return bool(LONG_NUMBER.search(text))
    return b"0" * FEWEST_DIGITS in text.encode().translate(_AS_ZEROS, b" -")


def _possible(text: str) -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """Yield the forms of which a text has a cue."""
    folded = text.casefold()
    for rule, cues, form, certain in _COMPILED:
        place = folded if rule in ANY_CASE else text
        for cue in cues:
            if cue in place:
                yield rule, form, certain
                break


def _is_card(text: str) -> bool:
    """Tell whether the digits are a card number: an issuer's first digit and the Luhn checksum (ISO/IEC 7812-1)."""
    digits = [int(char) for char in text if char.isdecimal()]
    if digits[0] not in (3, 4, 5, 6) or len(set(digits)) == 1:
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
