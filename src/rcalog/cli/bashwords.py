"""The words of a command line as bash hands them to completion: in pieces, where it parts words at colons."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Callable
from contextlib import redirect_stdout, suppress

SIGNS = frozenset(":=")
"""What bash makes a piece of its own, though it stands within a word (the usual COMP_WORDBREAKS)."""

HANDLE = "@"
"""A piece of its own, too, with which a word begins."""


def answer_in_pieces(answer: Callable[[], object]) -> None:
    """Have whole words answered, and print what bash has to put where the last piece stands."""
    words, kept = joined(pieces_of(os.environ["COMP_WORDS"]), int(os.environ["COMP_CWORD"]))
    os.environ |= {"COMP_WORDS": shlex.join(words), "COMP_CWORD": str(len(words) - 1)}
    with redirect_stdout(io.StringIO()) as said, suppress(SystemExit):  # with which Typer ends
        answer()
    sys.stdout.writelines(f"{line.removeprefix(kept)}\n" for line in said.getvalue().splitlines())


def pieces_of(text: str) -> list[str]:
    """Return the pieces with their quotation marks taken away; the last of them may still be open."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    found: list[str] = []
    try:
        found += lexer
    except ValueError:
        found.append(lexer.token)
    return found


def joined(pieces: list[str], place: int) -> tuple[list[str], str]:
    """Return the words up to the one at `place`, which is the last and may be empty, and what bash keeps of that."""
    words: list[str] = []
    kept, is_open = "", False
    for piece in [*pieces, ""][: place + 1]:
        is_sign = piece != "" and SIGNS.issuperset(piece)
        if words and (is_sign or (is_open and piece)):
            kept = words[-1] + piece if is_sign else kept
            words[-1] += piece
        else:
            words.append(piece)
            kept = ""
        is_open = is_sign or piece == HANDLE
    return words, kept
