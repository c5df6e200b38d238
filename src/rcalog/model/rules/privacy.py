"""Family X: what should not stand in a record, because history cannot be unshared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rcalog.model.findings import Loc, Weight
from rcalog.model.rules.rule import Case, Rule, Seen
from rcalog.model.secrets import find_secrets


def _texts(loc: Loc, value: object) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts((*loc, str(key)), item)
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            yield from _texts((*loc, position), item)


def _credential(case: Case) -> Iterator[Seen]:
    for loc, text in _texts((), case.data):
        for rule in {secret.rule for secret in find_secrets(text) if secret.certain}:
            yield Seen(loc, f"this looks like a credential ({rule})", "revoke it, then rcalog redact")


def _personal(case: Case) -> Iterator[Seen]:
    for loc, text in _texts((), case.data):
        for rule in {secret.rule for secret in find_secrets(text) if not secret.certain}:
            yield Seen(loc, f"this looks like personal data ({rule})", "write a role instead, or waive it")


RULES = (
    Rule(
        "X101",
        Weight.ERROR,
        "A credential in the record",
        look=_credential,
        why="Every clone keeps it for ever; only revoking helps.",
        bad="the log line as it was, with its token",
        good="the log line with [masked: github-token]",
    ),
    Rule(
        "X102",
        Weight.HINT,
        "Personal data in the record",
        look=_personal,
        why="People may ask for it to be removed, and history cannot forget.",
        bad="reported by a customer, with their e-mail address",
        good="reported by a customer",
    ),
)
