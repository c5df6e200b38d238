"""The user's editor, as git finds it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError

if TYPE_CHECKING:
    from pathlib import Path

NOT_FOUND = 127
"""The shell's word for a command that is not there."""


class EditorFailed(RcalogError):
    """The editor could not be run, or ended with an error."""

    code = "editor-failed"

    def __init__(self, editor: str, code: int) -> None:
        what = "could not be found" if code == NOT_FOUND else f"ended with code {code}"
        super().__init__(f"the editor {editor!r} {what}", hint="git config --global core.editor NAME")


def edit_text(editor: str, file: Path, text: bytes) -> bytes:
    """Open text in the editor by way of a file, and return what it holds afterwards; the file stays until then.

    Raises:
        EditorFailed: with what was typed still in the file.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_bytes(text)
    run_editor(editor, file)
    return file.read_bytes()


def run_editor(editor: str, file: Path) -> None:
    """Open a file in the editor, and wait until it is closed.

    Raises:
        EditorFailed: with what was typed still in the file.
    """
    # git runs it so too: the setting is a shell command, the file its argument.
    command = ["sh", "-c", f'{editor} "$@"', editor, str(file)]
    with _interrupts_for_the_editor():
        code = subprocess.Popen(command, stdout=sys.stderr).wait()  # stdout may be a file that wants the result
    if code:
        raise EditorFailed(editor, code)


@contextmanager
def _interrupts_for_the_editor() -> Iterator[None]:
    """Leave Ctrl-C to the editor, which means something else by it; the editor itself is started with the default."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
