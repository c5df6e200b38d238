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


def _acting(case: Case) -> Iterator[Seen]:
    for loc, character in case.hidden:
        message = f"a control character is hidden here, U+{ord(character):04X}"
        yield Seen(loc, message, "take it out: other programs may obey it when they show the text")


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
        "X103",
        Weight.WARNING,
        "A control character in a text",
        look=_acting,
        why="Whoever prints the text by another program obeys it, and what is read may not be what is written.",
        bad='summary: "\\e[31mred"',
        good="the line of the log without its colours",
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
