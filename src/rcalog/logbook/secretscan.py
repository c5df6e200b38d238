"""Look for secrets in what is about to be written: history cannot be unshared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.model.secrets import find_secrets, mask
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Collection


class FoundSecret(Value):
    """What looks like a secret, and in which line of the file it would stand."""

    rule: str
    line: int


class SecretFound(RcalogError):
    """What is to be written holds something that looks like a credential."""

    code = "secret-found"

    def __init__(self, found: Collection[FoundSecret]) -> None:
        self.found = tuple(found)
        rules = list(dict.fromkeys(secret.rule for secret in found))
        super().__init__(
            f"this looks like a secret, and git never forgets: {', '.join(rules)}",
            hint=f"take it out; if it is none: {' '.join(f'--allow-secret {rule}' for rule in rules)}",
        )


class Scan(Value):
    """What was found and lets the write go on: warnings about personal data, and the rules that were waived."""

    warnings: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()


def scan_added(before: bytes, after: bytes, *, allow: Collection[str] = ()) -> Scan:
    """Search the lines that are new.

    Raises:
        SecretFound: for every credential whose rule is not in `allow`.
    """
    added, numbers = _added_lines(before, after)
    certain: list[FoundSecret] = []
    warnings: list[str] = []
    for secret in find_secrets(added):
        line = numbers[added.count("\n", 0, secret.start)]
        if secret.certain:
            certain.append(FoundSecret(secret.rule, line))
        else:
            warnings.append(f"line {line} looks like personal data ({secret.rule}), and git never forgets")
    refused = [secret for secret in certain if secret.rule not in allow]
    if refused:
        raise SecretFound(refused)
    return Scan(tuple(warnings), tuple(sorted({secret.rule for secret in certain})))


def mask_said(message: str, raw: bytes) -> str:
    """Return a message about a file without the credentials in it, also where it has only the beginning of one."""
    from rcalog.model.redaction import FEWEST, Redaction

    text = raw.decode("utf-8", "replace")
    for secret in find_secrets(text):
        if secret.certain and secret.end - secret.start >= FEWEST:
            said = Redaction((text[secret.start : secret.end],))
            message = said.clean_text(message, f"[masked: {secret.rule}]")
    return message


def mask_new(value: object, known: Collection[str]) -> object:
    """Return data with each credential replaced by `[masked: RULE]`, in all texts but the `known` ones."""
    if isinstance(value, dict):
        return {key: mask_new(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [mask_new(item, known) for item in value]
    return mask(value) if isinstance(value, str) and value not in known else value


def texts(value: object) -> set[str]:
    """Return every text in data."""
    if isinstance(value, dict):
        return {text for item in value.values() for text in texts(item)}
    if isinstance(value, list):
        return {text for item in value for text in texts(item)}
    return {value} if isinstance(value, str) else set()


def _added_lines(before: bytes, after: bytes) -> tuple[str, list[int]]:
    """Return the new lines as one text, and the number of each."""
    old = set(before.decode("utf-8", "replace").split("\n"))
    lines = after.decode("utf-8", "replace").split("\n")
    new = [(number, line) for number, line in enumerate(lines, 1) if line not in old]
    return "\n".join(line for _, line in new), [number for number, _ in new] or [1]
