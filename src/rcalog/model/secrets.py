"""Secrets and personal data in text, found before the first object is written: history cannot be unshared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rcalog.model.secretforms import ADDRESS, ANY_CASE, CREDENTIALS, PERSONAL, PHONE, PLACEHOLDER, WORD
from rcalog.patterns import pattern
from rcalog.values import Value


class Secret(Value):
    """Something in a text that looks like a credential (`certain`) or like personal data (not `certain`)."""

    rule: str
    start: int
    end: int
    certain: bool = True


FEWEST_DIGITS = 9
LONG_NUMBER = pattern(rf"\d(?:[ -]?\d){{{FEWEST_DIGITS - 1}}}")
"""What is in every telephone number, and in the number of every card."""
_AS_ZEROS = bytes(ord("0") if chr(code).isdigit() and code < 128 else code for code in range(256))
_FOREIGN = b"\xd9\xdb\xdf\xe0\xe1\xea\xf0"
"""What digits of other scripts begin with, as bytes; the wide ones of Chinese texts begin as its commas do."""
_WIDE = pattern(rb"\xef\xbc[\x90-\x99]")

CARD = pattern(r"(?<![0-9A-Za-z_.-])\d(?:[ -]?\d){12,18}(?![0-9A-Za-z_-])")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_COMPILED = tuple(
    (rule, tuple((cue, frozenset(cue) - _LETTERS) for cue in cues), pattern(form), certain)
    for forms, certain in ((CREDENTIALS, True), (PERSONAL, False))
    for rule, cues, form in forms
)
"""Each form with its cues, and the signs in each that not every text has."""
_SIGNS = frozenset(sign for _, cues, _, _ in _COMPILED for _, needed in cues for sign in needed)


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
            if not (group and (PLACEHOLDER.match(match[group]) or (rule == "password" and WORD.match(match[group])))):
                yield Secret(rule, match.start(group), match.end(group), certain)
    zeros = text.encode("ascii", "replace").translate(_AS_ZEROS)
    for match in ADDRESS.finditer(text) if _has_numbers_in_dots(zeros) else ():
        if _is_public(*map(int, match.groups())):
            yield Secret("ip-address", match.start(), match.end(), certain=False)
    if not _has_long_number(text, zeros):
        return
    for match in PHONE.finditer(text):
        yield Secret("phone", match.start(), match.end(), certain=False)
    for match in CARD.finditer(text):
        if _is_card(match[0]):
            yield Secret("card-number", match.start(), match.end())


def _has_long_number(text: str, zeros: bytes) -> bool:
    """Tell whether there are as many digits in a row as a telephone number has, blanks and hyphens left out."""
    if b"0" * FEWEST_DIGITS in zeros.translate(None, b" -"):
        return True
    raw = b"" if text.isascii() else text.encode("utf-8", "surrogatepass")
    has_others = len(raw.translate(None, _FOREIGN)) < len(raw) or bool(_WIDE.search(raw))
    return has_others and bool(LONG_NUMBER.search(text))


def _has_numbers_in_dots(zeros: bytes) -> bool:
    """Return whether a number of up to three digits stands between two dots, as in every address of a machine."""
    return b".0." in zeros or b".00." in zeros or b".000." in zeros


def _possible(text: str) -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """Yield the forms of which a text has a cue."""
    folded = text.casefold()
    signs = {sign for sign in _SIGNS if sign in text}
    for rule, cues, form, certain in _COMPILED:
        place = folded if rule in ANY_CASE else text
        for cue, needed in cues:
            if needed <= signs and cue in place:
                yield rule, form, certain
                break


def _is_public(first: int, second: int, third: int, fourth: int) -> bool:
    """Tell whether an address belongs to one machine of the internet (RFC 6890 lists those that do not)."""
    if max(first, second, third, fourth) > 255 or first in (0, 10, 127) or first >= 224:
        return False
    ranges = {100: range(64, 128), 169: range(254, 255), 172: range(16, 32), 192: range(168, 169)}
    examples = {(192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113), (198, 18, third), (198, 19, third)}
    return second not in ranges.get(first, ()) and (first, second, third) not in examples


def _is_card(text: str) -> bool:
    """Tell whether the digits are a card number: an issuer's first digit and the Luhn checksum (ISO/IEC 7812-1)."""
    digits = [int(char) for char in text if char.isdecimal()]
    if digits[0] not in (3, 4, 5, 6) or len(set(digits)) == 1:
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
