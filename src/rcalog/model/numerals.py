"""Numbers as Chinese writes them, and full-width digits, in ASCII."""

from __future__ import annotations

from decimal import Decimal

from rcalog.patterns import pattern

_FULL_WIDTH = {0xFF10 + value: str(value) for value in range(10)}
_VARIANTS = str.maketrans({"〇": "零", "兩": "两", "萬": "万", "億": "亿", "廿": "二十", "卅": "三十"})
_VALUES = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"两": "2"}

_DIGIT = "[一二两三四五六七八九]"
_NUMERAL = pattern(
    r"(?<![0-9.])(?>(?:[零〇一二两兩三四五六七八九十廿卅百千万萬亿億]"
    r"|[0-9]{1,12}(?:\.[0-9]{1,6})?(?=[百千万萬亿億]))+)(?!\.?[0-9])"
)
_SECTION = pattern(
    rf"(?:(?P<thousand>{_DIGIT}|[0-9.]+)千)?"
    rf"(?:零?(?P<hundred>{_DIGIT}|[0-9.]+)百)?"
    rf"(?:零?(?P<ten>{_DIGIT}?)十)?"
    rf"(?:(?P<gap>零?)(?P<one>{_DIGIT}|[0-9.]+))?"
)


def digits(text: str) -> str:
    """Return `text` with full-width digits and Chinese numerals in ASCII: `三百` → `300`, `１８` → `18`.

    What is no definite number stays as it is: `两三天` means two or three, `万一` is a word. A numeral is
    read inside a longer word too (`一些` → `1些`), but never joined to digits beside it; `半` is the caller's.
    """
    return _NUMERAL.sub(lambda run: _number(run[0]), text.translate(_FULL_WIDTH))


def _number(run: str) -> str:
    plain = run.translate(_VARIANTS)
    if set(plain) <= set(_VALUES):
        return "".join(_VALUES[char] for char in plain) if _is_spelled(plain) else run
    value = _value(plain)
    return run if value is None else f"{value.normalize():f}"


def _is_spelled(run: str) -> bool:
    """Tell `二零二六` from `三五`, which means three to five."""
    return len(run) in (1, 4) or "零" in run


def _value(run: str) -> Decimal | None:
    total, above = Decimal(0), 1
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = run.partition(unit)
        if found:
            part = _section(head, 1)
            if part is None:
                return None
            total, above, run = total + part * size, size, tail
    rest = _section(run, above) if run else Decimal(0)
    return None if rest is None else total + rest


def _section(run: str, above: int) -> Decimal | None:
    """Read a number below ten thousand; `above` is the unit before it: the `五` of `两万五` is five thousand."""
    found = _SECTION.fullmatch(run)
    if not run or not found:
        return None
    total = Decimal(0)
    for name, size in (("thousand", 1000), ("hundred", 100), ("ten", 10)):
        if found[name] is not None:
            total, above = total + _one(found[name] or "一") * size, size
    if found["one"]:
        total += _one(found["one"]) * (1 if found["gap"] or above < 100 else above // 10)
    return total


def _one(token: str) -> Decimal:
    return Decimal(_VALUES.get(token, token))
