"""How large a record may be, and which characters none has."""

MAX_BYTES = 256 * 1024
MAX_EVENTS = 20_000
MAX_DEPTH = 64

CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
"""Control characters but tab and line feed, and foreign line ends: in a file they stand as escapes only."""

NO_TEXT = rf"[{CONTROLS}\ud800-\udfff]"
"""What a file may not hold as it is, as a regular expression."""
