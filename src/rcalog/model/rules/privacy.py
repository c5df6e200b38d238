"""Family X: what should not stand in a record, because history cannot be unshared."""

from __future__ import annotations

from collections.abc import Iterator

from rcalog.model.findings import Weight
from rcalog.model.rules.rule import Case, Rule, Seen


def _credential(case: Case) -> Iterator[Seen]:
    for loc, secret in case.secrets:
        if secret.certain:
            yield Seen(
                loc,
                f"this looks like a credential ({secret.rule})",
                f"revoke it, and write [masked: {secret.rule}] in its place",
            )


def _personal(case: Case) -> Iterator[Seen]:
    for loc, secret in case.secrets:
        if not secret.certain:
            yield Seen(loc, f"this looks like personal data ({secret.rule})", "write a role instead, or waive it")


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
